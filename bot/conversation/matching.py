"""The matcher: which meaning words have, learned from `flows/phrases` (`learning`) and read from one small file.

A text is seen as its words, pairs of words, pieces of words (so a typo costs little) and the notions of
`words.tsv` (so "gsm" and "phone" are alike). Each is a row of weights, one for every meaning. The senses of its
words (`vectors.npz`: 25 000 Dutch and English words as points, near each other when they mean alike) are a few
rows more, so that a word that no phrase has is not nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from bot.conversation.understanding import normal

ROWS = 1 << 14
"""How many rows of weights there are; features are hashed into them."""

REMEMBERED = 20.0
"""So much likelier is what a phrase was learned to mean, word for word."""

SENSE = 1.0
"""How much the senses of the words of a text tell, beside all else about it."""

NEGLIGIBLE = 0.001
"""Meanings that are less likely are left out."""

PIECES = (3, 4, 5)
SHORTEST_STEM, LONGEST_ENDING = 4, 3

Notions = Mapping[str, tuple[str, ...]]


def read_notions(file: Path) -> Notions:
    """The notions of each word: a line of the file is a notion, a tab, and the words for it in any language."""
    found: dict[str, tuple[str, ...]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        notion, _, listed = line.partition("\t")
        for word in map(normal, listed.split()):
            if word and notion not in found.get(word, ()):
                found[word] = (*found.get(word, ()), notion)
    return found


def features(text: str, notions: Notions) -> dict[int, float]:
    """The rows a text touches, and how much."""
    words = normal(text).split()
    touched: dict[int, float] = {}
    if not words:
        return touched

    def touch(feature: str, weight: float) -> None:
        row = crc32(feature.encode()) % ROWS
        touched[row] = touched.get(row, 0.0) + weight

    for word in words:
        touch(f"w:{word}", 1.0)
        framed = f"<{word}>"
        for size in PIECES:
            for start in range(len(framed) - size + 1):
                touch(f"c:{framed[start : start + size]}", 0.5)
    for before, after in pairwise(["^", *words, "$"]):
        touch(f"b:{before} {after}", 0.7)
    meant = sorted({notion for word in words for notion in _notions(word, notions)})
    for notion in meant:
        touch(f"k:{notion}", 1.0)
    for one, other in combinations(meant, 2):
        touch(f"p:{one} {other}", 0.3)
    return touched


def _notions(word: str, notions: Notions) -> tuple[str, ...]:
    """The notions of a word, or of what remains without its ending."""
    for end in range(len(word), max(SHORTEST_STEM, len(word) - LONGEST_ENDING) - 1, -1):
        if word[:end] in notions:
            return notions[word[:end]]
    return notions.get(word, ())


@dataclass(frozen=True, eq=False)
class Senses:
    """Words as points: `words` are their digests in order, and beside each its point in `points`."""

    words: np.ndarray[Any, np.dtype[np.uint32]]
    points: np.ndarray[Any, np.dtype[np.int8]]

    @classmethod
    def load(cls, folder: Path) -> Senses:
        """Those of this folder; none when it has none."""
        file = folder / "vectors.npz"
        if not file.exists():
            return cls(np.zeros(0, np.uint32), np.zeros((0, 0), np.int8))
        with np.load(file) as kept:
            return cls(kept["words"], kept["points"])

    @property
    def size(self) -> int:
        """How many numbers a point is."""
        return int(self.points.shape[1])

    def of(self, text: str, rarity: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The middle of the words of a text, the rarer the heavier; its length is SENSE, or 0 when none is known."""
        found = np.zeros(self.size, np.float32)
        for word in normal(text).split() if self.size else ():
            for end in range(len(word), max(SHORTEST_STEM, len(word) - LONGEST_ENDING) - 1, -1):
                told = digest(word[:end])
                place = int(np.searchsorted(self.words, np.uint32(told)))
                if place < len(self.words) and self.words[place] == told:
                    found += self.points[place] * rarity[crc32(f"w:{word}".encode()) % ROWS]
                    break
        return found * (SENSE / (float(np.linalg.norm(found)) or 1.0))


def digest(text: str) -> int:
    """A phrase as a number; the same for whatever is compared as the same."""
    return crc32(normal(text).encode())


def fingerprint(folder: Path) -> str:
    """What was learned from: the same as long as no phrase, notion or sense changes."""
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.tsv"), *folder.glob("vectors.npz")]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned. `weights` has a column for each of `names`, in steps of `scale`; `foreign` tells English.

    Behind the rows of the features come those of the senses. `rarity`: how much more a row tells the fewer phrases
    touch it. `said`: the phrases themselves, by `digest`, in order, and `meant` beside it which of `names` each has.
    """

    names: tuple[str, ...]
    said: np.ndarray[Any, np.dtype[np.uint32]]
    meant: np.ndarray[Any, np.dtype[np.uint16]]
    rarity: np.ndarray[Any, np.dtype[np.float32]]
    weights: np.ndarray[Any, np.dtype[np.int8]]
    scale: np.ndarray[Any, np.dtype[np.float32]]
    bias: np.ndarray[Any, np.dtype[np.float32]]
    foreign: np.ndarray[Any, np.dtype[np.float32]]
    notions: Notions
    senses: Senses
    learned_from: str
    kept: dict[Any, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Learned:
        """What `learning` left in this folder."""
        with np.load(folder / "learned.npz") as kept:
            return cls(
                tuple(str(name) for name in kept["names"]),
                kept["said"],
                kept["meant"],
                kept["rarity"].astype(np.float32),
                kept["weights"],
                kept["scale"],
                kept["bias"],
                kept["foreign"].astype(np.float32),
                read_notions(folder / "words.tsv"),
                Senses.load(folder),
                str(kept["learned_from"]),
            )

    def __call__(self, text: str, among: Mapping[str, float]) -> Sequence[tuple[str, float]]:
        """The meanings that are possible, each with its chance, the likeliest first; none for a text without words."""
        rows, heights = self._seen(text)
        columns, before = self._columns(among)
        if not rows or not len(columns):
            return ()
        scores = (heights @ self.weights[rows].astype(np.float32))[columns] * self.scale[columns] + self.bias[columns]
        scores += before
        told = np.uint32(digest(text))
        remembered = self.meant[np.searchsorted(self.said, told) : np.searchsorted(self.said, told, "right")]
        scores += np.log(REMEMBERED) * np.isin(columns, remembered)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(chances)[::-1]
        return [
            (self.names[column], chance)
            for column, chance in zip(columns[order].tolist(), chances[order].tolist(), strict=True)
            if chance > NEGLIGIBLE
        ]

    def _columns(self, among: Mapping[str, float]) -> tuple[Any, Any]:
        """The columns of these meanings, and how much likelier each is before a word is said, as a logarithm."""
        known = self.kept.get(id(among))
        if known is None or known[0] is not among:
            columns = [column for column, name in enumerate(self.names) if name in among]
            before = np.log([among[self.names[column]] for column in columns])
            self.kept[id(among)] = known = (among, np.array(columns, np.intp), before.astype(np.float32))
        return known[1], known[2]

    def _seen(self, text: str) -> tuple[list[int], np.ndarray[Any, np.dtype[np.float32]]]:
        """The rows a text touches and how much each tells; without its senses, its length is 1."""
        last = self.kept.get("seen")
        if last is None or last[0] != text:  # what a message means and its language are asked one after the other
            self.kept["seen"] = last = (text, *self._look(text))
        return last[1], last[2]

    def _look(self, text: str) -> tuple[list[int], np.ndarray[Any, np.dtype[np.float32]]]:
        touched = features(text, self.notions)
        rows = list(touched)
        if not rows:
            return rows, np.zeros(0, np.float32)
        heights = np.fromiter(touched.values(), np.float32, len(rows)) * self.rarity[rows]
        heights /= np.linalg.norm(heights) or 1.0
        rows += range(ROWS, ROWS + self.senses.size)
        return rows, np.concatenate([heights, self.senses.of(text, self.rarity)])

    def language(self, text: str) -> tuple[str, float]:
        """Dutch or English, and how sure that is."""
        rows, heights = self._seen(text)
        if not rows:
            return "", 0.0
        score = float(heights @ self.foreign[rows] + self.foreign[-1])
        english = 1 / (1 + np.exp(-score))
        return ("en", float(english)) if english >= 0.5 else ("nl", float(1 - english))
