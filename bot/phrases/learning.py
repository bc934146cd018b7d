"""Learns what people mean from `flows/phrases` and leaves it there for `bot.conversation.matching`: `make learn`.

Needs the test extra. The utterances that judge the result (`tests/understanding`) are never read here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from bot.conversation.matching import ROWS, Notions, Senses, digest, features, fingerprint, read_notions
from bot.phrases.reading import read_phrases

STRENGTH = 120.0
"""How closely the phrases are followed (`C` of the regression)."""

HIDDEN = 0.5
"""So much of a phrase, but not its senses, is hidden at each step of learning: nothing may hang on one word."""

TURNS, LEAST_STEPS, BATCH = 10, 100, 512
STEP, STEP_OF_BIAS = 7.5, 0.3


def learn(folder: Path) -> str:
    """Read the phrases of this folder and write `learned.npz` beside them; says what was learned."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import normalize

    phrases, notions, senses = read_phrases(folder), read_notions(folder / "words.tsv"), Senses.load(folder)
    texts = [text for _, text, _ in phrases]
    touched = _matrix(texts, notions)
    rarity = (1 + np.log((1 + len(phrases)) / (1 + touched.getnnz(axis=0)))).astype(np.float32)
    points = np.array([senses.of(text, rarity) for text in texts])
    seen = hstack([normalize(touched.multiply(rarity)), csr_matrix(points)], "csr", np.float32)
    number = {name: column for column, name in enumerate(sorted({name for *_, name in phrases}))}
    weights, bias = _regression(seen, np.array([number[name] for *_, name in phrases]), len(number))
    foreign, tilt = _regression(seen, np.array([int(language == "en") for language, *_ in phrases]), 2)
    said = np.array(sorted({(digest(text), number[name]) for _, text, name in phrases}))
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        folder / "learned.npz",
        names=np.array(list(number)),
        said=said[:, 0].astype(np.uint32),
        meant=said[:, 1].astype(np.uint16),
        rarity=rarity.astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        bias=bias,
        foreign=np.append(foreign[:, 1] - foreign[:, 0], tilt[1] - tilt[0]).astype(np.float16),
        learned_from=np.array(fingerprint(folder)),
    )
    return f"{len(phrases)} phrases, {len(number)} meanings"


def _regression(seen: Any, meant: Any, many: int) -> tuple[Any, Any]:
    """The weights and biases of a softmax regression, by AdaGrad with one step for each row: the same every time.

    The usual solvers need some minutes for what takes this one half a minute.
    """
    chance = np.random.default_rng(1)
    weights, bias = np.zeros((seen.shape[1], many), np.float32), np.zeros(many, np.float32)
    walked, walked_bias = np.full((seen.shape[1], 1), 1e-8, np.float32), np.full(many, 1e-8, np.float32)
    turns = max(TURNS, LEAST_STEPS * BATCH // len(meant))
    for turn in range(turns):
        order = chance.permutation(len(meant))
        for start in range(0, len(order), BATCH):
            now = order[start : start + BATCH]
            part = seen[now]
            rows = np.unique(part.indices)
            part = part[:, rows]
            words = rows[part.indices] < ROWS
            hidden = chance.random(len(part.data)) < HIDDEN
            part.data = np.where(words & hidden, 0, part.data * np.where(words, 1 / (1 - HIDDEN), 1)).astype(np.float32)
            scores = part @ weights[rows] + bias
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            chances[np.arange(len(now)), meant[now]] -= 1
            chances /= len(now)
            slope, slope_bias = part.T @ chances + weights[rows] / (STRENGTH * len(meant)), chances.sum(axis=0)
            walked[rows] += (slope * slope).sum(axis=1, keepdims=True)
            walked_bias += slope_bias * slope_bias
            left = 1 - (turn + start / len(meant)) / turns
            weights[rows] -= left * STEP * slope / np.sqrt(walked[rows])
            bias -= left * STEP_OF_BIAS * slope_bias / np.sqrt(walked_bias)
    return weights, bias


def _matrix(texts: list[str], notions: Notions) -> Any:
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        touched = features(text, notions)
        columns += touched.keys()
        values += touched.values()
        ends.append(len(columns))
    return csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(texts), ROWS))


if __name__ == "__main__":
    sys.stderr.write(learn(Path(__file__).parents[2] / "flows" / "phrases") + "\n")
