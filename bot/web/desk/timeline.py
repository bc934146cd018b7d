"""A conversation as lines for the desk: every channel in one, what we said with how it stands, notes among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.conversation.blocks import Block, blocks
from bot.conversation.nodes import Span, load, plain

Who = Literal["learner", "bot", "staff", "note"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line, ready for the template. `day` and `channel` are set where another one begins.

    `delivery`: of what we said; "" for all else. `ignored`: said too fast, and not heard.
    """

    id: int
    who: Who
    author: str
    language: str
    blocks: tuple[Block, ...]
    buttons: tuple[str, ...]
    delivery: str
    ignored: bool
    moment: str
    clock: str
    day: str
    channel: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a timeline has got to: the day and the channel of its last line."""

    day: str = ""
    channel: str = ""


def shown(rows: Iterable[Any], zone: ZoneInfo, place: Place = Place()) -> tuple[tuple[Shown, ...], Place]:
    """The lines of these messages, and where the timeline is after them. `place`: where it was before."""
    out = []
    for row in rows:
        local = row.at.astimezone(zone)
        day, channel = local.date().isoformat(), row.channel or place.channel
        who: Who = "bot"
        if row.direction != "out":
            who = "learner" if row.direction == "in" else "note"
        elif row.author:
            who = "staff"
        nodes = load(row.body) if row.direction == "out" else (Span(plain(load(row.body))),)
        out.append(
            Shown(
                id=row.id,
                who=who,
                author=row.author or "",
                language=row.language or "",
                blocks=blocks(nodes, lists=row.direction == "out"),
                buttons=tuple(label for label, *_ in row.buttons or ()) if who == "bot" else (),
                delivery=row.delivery if row.direction == "out" else "",
                ignored=row.delivery == "ignored",
                moment=local.isoformat(timespec="seconds"),
                clock=f"{local:%H:%M}",
                day=day if day != place.day else "",
                channel=channel if channel != place.channel and who != "note" else "",
            )
        )
        place = Place(day, channel if who != "note" else place.channel)
    return tuple(out), place
