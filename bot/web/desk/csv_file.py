"""Rows as a file that spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """These rows as a Dutch Excel opens them: with a mark that it is UTF-8, semicolons, and commas in numbers.

    What would be a formula is text.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([map(_cell, row) for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
