"""The matcher: which meaning words have, learned from `flows/phrases` (`learning`) and read from one small file.

A text is seen as its words, pairs of words, pieces of words (so a typo costs little) and the notions of
`words.tsv` (so "gsm" and "phone" are alike). Each is a row of weights, one for every meaning. The senses of its
words (`vectors.npz`: 25 000 Dutch and English words as points, near each other when they mean alike) are a few
rows more, so that a word that no phrase has is not nothing.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array
from ast import literal_eval
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, pairwise, repeat
from math import exp, hypot, log, tanh
from operator import add, mul
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile
from zlib import crc32

from bot.conversation.understanding import normal

ROWS = 1 << 14
"""How many rows of weights there are; features are hashed into them."""

REMEMBERED = 20.0
"""So much likelier is what a phrase was learned to mean, word for word."""

SENSE = 1.0
"""How much the senses of the words of a text tell, beside all else about it."""

NEGLIGIBLE = 0.001
"""Meanings that are less likely are left out."""

MIDDLE = 1 << 31
"""What stands for 0 in 32 bits."""

STEPS = MIDDLE // 128 - 1
"""Into so many steps the heights of a text are divided together: with weights from -128, 32 bits hold every sum."""

AT_ONCE = 1 << 16
"""So many bytes of a file are read at once."""

PIECES = (3, 4, 5)
BEFORE_PIECE = crc32(b"c:")
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
        for size in PIECES:  # most features are these, so no call for each
            for start in range(len(framed) - size + 1):
                row = crc32(framed[start : start + size].encode(), BEFORE_PIECE) % ROWS
                touched[row] = touched.get(row, 0.0) + 0.5
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

    words: array[int]
    points: bytes

    @classmethod
    def load(cls, folder: Path) -> Senses:
        """Those of this folder; none when it has none."""
        file = folder / "vectors.npz"
        if not file.exists():
            return cls(array("I"), b"")
        kept = read_arrays(file)
        return cls(kept["words"], kept["points"])

    @property
    def size(self) -> int:
        """How many numbers a point is."""
        return len(self.points) // len(self.words) if self.words else 0

    def of(self, text: str, rarity: Sequence[float]) -> list[float]:
        """The middle of the words of a text, the rarer the heavier; its length is SENSE, or 0 when none is known."""
        size = self.size
        found = [0.0] * size
        for word in normal(text).split() if size else ():
            for end in range(len(word), max(SHORTEST_STEM, len(word) - LONGEST_ENDING) - 1, -1):
                told = digest(word[:end])
                place = bisect_left(self.words, told)
                if place < len(self.words) and self.words[place] == told:
                    rare = float(rarity[crc32(f"w:{word}".encode()) % ROWS])
                    point = memoryview(self.points)[place * size : (place + 1) * size].cast("b")
                    found = list(map(add, found, map(mul, point, repeat(rare))))
                    break
        length = hypot(*found) or 1.0
        return [SENSE * one / length for one in found]


def digest(text: str) -> int:
    """A phrase as a number; the same for whatever is compared as the same."""
    return crc32(normal(text).encode())


def fingerprint(folder: Path) -> str:
    """What was learned from: the same as long as no phrase, notion or sense changes."""
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.tsv"), *folder.glob("vectors.npz")]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def read_arrays(file: Path) -> dict[str, Any]:
    """What numpy saved in this .npz, by name: numbers or texts one after the other, and bytes for small numbers."""
    found = {}
    with ZipFile(file) as kept:
        for name in kept.namelist():
            with kept.open(name) as saved:
                found[name.removesuffix(".npy")] = _values(saved)
    return found


def _values(saved: IO[bytes]) -> Any:
    """The values of one .npy: they come after the length of a header, in two bytes, and the header, with their kind."""
    header = saved.read(int.from_bytes(saved.read(10)[8:], "little"))
    kind = literal_eval(header.decode())["descr"]
    values = b"".join(iter(lambda: saved.read(AT_ONCE), b""))  # the whole at once would be there twice
    if kind == "|i1":
        return values
    size = int(kind[2:])
    if kind[1] == "U":
        text = values.decode("utf-32-le")
        return tuple(text[at : at + size].rstrip("\0") for at in range(0, len(text), size))
    if kind == "<f2":
        return array("f", struct.unpack(f"<{len(values) // size}e", values))
    numbers = array({"<u2": "H", "<u4": "I", "<f4": "f"}[kind], values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned. `weights` has a column for each of `names`, in steps of `scale`; `foreign` tells English.

    The rows of `weights` stand one behind the other, a byte from -128 for each; behind those of the features come those
    of the senses. `rarity`: how much more a row tells the fewer phrases touch it. `said`: the phrases themselves, by
    `digest`, in order, and `meant` beside it which of `names` each has.
    """

    names: tuple[str, ...]
    said: array[int]
    meant: array[int]
    rarity: array[float]
    weights: bytes
    scale: array[float]
    bias: array[float]
    foreign: array[float]
    notions: Notions
    senses: Senses
    learned_from: str
    kept: dict[Any, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Learned:
        """What `learning` left in this folder."""
        kept = read_arrays(folder / "learned.npz")
        return cls(
            kept["names"],
            kept["said"],
            kept["meant"],
            kept["rarity"],
            kept["weights"],
            kept["scale"],
            kept["bias"],
            kept["foreign"],
            read_notions(folder / "words.tsv"),
            Senses.load(folder),
            kept["learned_from"][0],
        )

    def __call__(self, text: str, among: Mapping[str, float]) -> Sequence[tuple[str, float]]:
        """The meanings that are possible, each with its chance, the likeliest first; none for a text without words."""
        rows, heights = self._seen(text)
        columns, before = self._columns(among)
        if not rows or not columns:
            return ()
        sums = self._sums(rows, heights)
        scores = [sums[column] * self.scale[column] + start for column, start in zip(columns, before, strict=True)]
        told = digest(text)
        for column in set(self.meant[bisect_left(self.said, told) : bisect_right(self.said, told)]):
            if column in columns:
                scores[columns.index(column)] += log(REMEMBERED)
        best = max(scores)
        chances = [exp(score - best) for score in scores]
        all_of_them = sum(chances)
        found = [
            (self.names[column], chance / all_of_them)
            for column, chance in zip(columns, chances, strict=True)
            if chance > NEGLIGIBLE * all_of_them
        ]
        return sorted(found, key=lambda one: -one[1])

    def _columns(self, among: Mapping[str, float]) -> tuple[array[int], array[float]]:
        """The columns of these meanings, and the score of each before a word is said."""
        known = self.kept.get(id(among))
        if known is None or known[0] is not among:
            columns = array("H", [column for column, name in enumerate(self.names) if name in among])
            before = array("f", [self.bias[column] + log(among[self.names[column]]) for column in columns])
            self.kept[id(among)] = known = (among, columns, before)
        return known[1], known[2]

    def _sums(self, rows: Sequence[int], heights: Sequence[float]) -> list[float]:
        """What these rows come to in each column, each as much as its height. The last are those of the senses.

        A number can be as long as a row with 32 bits for each weight, so all columns are added up at once. Heights are
        whole steps, so small that no sum outgrows its bits.
        """
        step = sum(map(abs, heights)) / STEPS or 1.0
        steps = [int(height / step) for height in heights]
        touched = self._numbers(rows[: len(rows) - self.senses.size])
        level = (MIDDLE - 128 * sum(steps)) * self._ones  # without the 128 in each weight, and not below 0
        total = sum(map(mul, steps, chain(touched, self._senses))) + level
        parts = struct.unpack(f"<{len(self.names)}I", total.to_bytes(4 * len(self.names), "little"))
        return [(part - MIDDLE) * step for part in parts]

    def _numbers(self, rows: Iterable[int]) -> list[int]:
        """Each of these rows as a number: of every 32 bits the lowest 8 are a weight, and 128 more than it."""
        width, more, found = len(self.names), 128 * self._ones, []
        spaced = bytearray(4 * width)
        for row in rows:
            spaced[::4] = self.weights[row * width : (row + 1) * width]
            found.append(int.from_bytes(spaced, "little") ^ more)
        return found

    @cached_property
    def _ones(self) -> int:
        """The number that has a 1 for each weight."""
        return int.from_bytes(b"\1\0\0\0" * len(self.names), "little")

    @cached_property
    def _senses(self) -> list[int]:
        """The rows of the senses, which every text touches."""
        return self._numbers(range(ROWS, ROWS + self.senses.size))

    def _seen(self, text: str) -> tuple[list[int], list[float]]:
        """The rows a text touches and how much each tells; without its senses, its length is 1."""
        last = self.kept.get("seen")
        if last is None or last[0] != text:  # what a message means and its language are asked one after the other
            self.kept["seen"] = last = (text, *self._look(text))
        return last[1], last[2]

    def _look(self, text: str) -> tuple[list[int], list[float]]:
        touched = features(text, self.notions)
        if not touched:
            return [], []
        heights = [height * self.rarity[row] for row, height in touched.items()]
        length = hypot(*heights) or 1.0
        rows = [*touched, *range(ROWS, ROWS + self.senses.size)]
        return rows, [*(height / length for height in heights), *self.senses.of(text, self.rarity)]

    def language(self, text: str) -> tuple[str, float]:
        """Dutch or English, and how sure that is."""
        rows, heights = self._seen(text)
        if not rows:
            return "", 0.0
        score = self.foreign[-1] + sum(height * self.foreign[row] for row, height in zip(rows, heights, strict=True))
        english = (1 + tanh(score / 2)) / 2
        return ("en", english) if english >= 0.5 else ("nl", 1 - english)
