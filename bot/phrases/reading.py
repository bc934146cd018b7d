"""Reads `flows/phrases`: what people say, and what they mean by it."""

from __future__ import annotations

from pathlib import Path


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
