"""Learns what people mean from `flows/phrases` and leaves it there for `bot.conversation.matching`: `make learn`.

Needs the test extra. The utterances that judge the result (`tests/understanding`) are never read here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from bot.conversation.matching import ROWS, Notions, digest, features, fingerprint, read_notions

STRENGTH = 120.0
"""How closely the phrases are followed (`C` of the regression)."""


def read_phrases(folder: Path) -> list[tuple[str, str, str]]:
    """Every phrase that has a meaning: language, text, the meaning's name."""
    found = []
    for file in sorted(folder.glob("*.tsv")):
        if file.name == "words.tsv":
            continue
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            language, _step, text, name = line.split("\t")
            found.append((language, text, name))
    return found


def learn(folder: Path) -> str:
    """Read the phrases of this folder and write `learned.npz` beside them; says what was learned."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import normalize

    phrases, notions = read_phrases(folder), read_notions(folder / "words.tsv")
    touched = _matrix([text for _, text, _ in phrases], notions)
    rarity = 1 + np.log((1 + len(phrases)) / (1 + touched.getnnz(axis=0)))
    seen = normalize(touched.multiply(rarity).tocsr())
    meaning = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3).fit(seen, [name for *_, name in phrases])
    foreign = LogisticRegression(C=STRENGTH, max_iter=200).fit(seen, [language == "en" for language, *_ in phrases])
    number = {name: column for column, name in enumerate(meaning.classes_)}
    said = np.array(sorted({(digest(text), number[name]) for _, text, name in phrases}))
    weights = meaning.coef_.T.astype(np.float32)
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        folder / "learned.npz",
        names=np.array(meaning.classes_),
        said=said[:, 0].astype(np.uint32),
        meant=said[:, 1].astype(np.uint16),
        rarity=rarity.astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        bias=meaning.intercept_.astype(np.float32),
        foreign=np.append(foreign.coef_[0], foreign.intercept_).astype(np.float16),
        learned_from=np.array(fingerprint(folder)),
    )
    return f"{len(phrases)} phrases, {len(meaning.classes_)} meanings"


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
