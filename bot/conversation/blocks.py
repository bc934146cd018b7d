"""A text as paragraphs and lists, for whatever shows it as a page: the web, and HTML mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.conversation.nodes import Nodes, Span, Style


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text within one line. `host` is what a link must show beside its text, "" when it shows it."""

    text: str
    style: Style = "plain"
    href: str = ""
    host: str = ""

    @property
    def away(self) -> bool:
        """Does it lead to another site?"""
        return self.href.startswith("http")


Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of lines, or a list of items."""

    kind: Literal["p", "ol", "ul"]
    rows: tuple[Row, ...]
    start: int = 1


_NUMBER = re.compile(r"(\d{1,3})\. +")
_BULLET = re.compile(r"[–•] +")


def blocks(nodes: Nodes, *, lists: bool = True) -> tuple[Block, ...]:
    """A text as paragraphs and lists: a blank line ends a paragraph, and "1. ", "– " or "• " begin an item."""
    found: list[Block] = []
    fresh = True
    for row in _rows(nodes):
        if not any(piece.text.strip() for piece in row):
            fresh = True
            continue
        kind, number, row = _kind(row) if lists else ("p", 1, row)
        last = found[-1] if found else None
        goes_on = last is not None and last.kind == kind and (kind != "p" or not fresh)
        if goes_on and last is not None and (kind != "ol" or number == last.start + len(last.rows)):
            found[-1] = Block(kind, (*last.rows, row), last.start)
        else:
            found.append(Block(kind, (row,), number))
        fresh = False
    return tuple(found)


def _rows(nodes: Nodes) -> Iterable[Row]:
    row: list[Piece] = []
    for span in nodes:
        for number, text in enumerate(span.text.replace("\r\n", "\n").split("\n")):
            if number:
                yield tuple(row)
                row = []
            if text:
                row.append(_piece(text, span))
    yield tuple(row)


def _piece(text: str, span: Span) -> Piece:
    try:
        parts = urlsplit(span.href)
    except ValueError:
        return Piece(text, span.style)
    if parts.scheme == "mailto":
        return Piece(text, span.style, span.href)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Piece(text, span.style)
    host = parts.hostname.removeprefix("www.")
    return Piece(text, span.style, span.href, "" if host in text.lower() else host)


def _kind(row: Row) -> tuple[Literal["p", "ol", "ul"], int, Row]:
    first = row[0]
    if found := _NUMBER.match(first.text):
        kind: Literal["ol", "ul"] = "ol"
        number = int(found.group(1))
    elif found := _BULLET.match(first.text):
        kind, number = "ul", 1
    else:
        return "p", 1, row
    rest = first.text[found.end() :]
    return kind, number, ((Piece(rest, first.style, first.href, first.host),) if rest else ()) + row[1:]
