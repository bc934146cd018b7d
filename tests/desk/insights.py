"""Made-up journeys as event rows, and an independent recount of them, the slow and simple way."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.store.tables import events

ZONE = ZoneInfo("Europe/Amsterdam")
FLOWS = ("welcome", "award", "eduid", "backpack", "claim", "share", "done")
TICKS = {"eduid": ("eduid", "name", "institution"), "backpack": ("backpack",), "claim": ("claimed",),
         "share": ("public", "shared")}  # fmt: skip
WHY = ("no_time", "too_hard", "distrust", "not_needed", "other", "rather_not_say")
INSTITUTIONS = ["Hogeschool Voorbeeld"] * 6 + ["Universiteit Voorbeeld"] * 4 + ["ROC Voorbeeld"] * 2 + [""]


@dataclass
class MadeUp:
    """One journey while it is made up: what its next row says, and its rows."""

    row: dict[str, Any]
    at: datetime
    chance: random.Random
    rows: list[dict[str, Any]] = field(default_factory=list)

    def happens(self, what: str, detail: str = "", after: float = 0.0) -> None:
        """So many seconds later, about; once."""
        if after:
            self.at += timedelta(seconds=round(self.chance.expovariate(1 / after)))
        if not any((one["what"], one["detail"]) == (what, detail) for one in self.rows):
            self.rows.append({**self.row, "what": what, "detail": detail, "at": self.at})


def made_up(db: Connection, many: int, now: datetime, seed: int = 1) -> None:
    """So many journeys of the last 90 days, no two alike."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(many):
        row = {
            "award": 0, "journey": f"{seed:04x}{number:028x}", "institution": "", "way": "", "deadline": None,
            "channel": chance.choice(["web"] * 5 + ["email"] * 4 + ["telegram", "slack"]),
            "language": chance.choice(["nl", "nl", "nl", "en"]),
        }  # fmt: skip
        rows += one_made_up(number, MadeUp(row, now - timedelta(seconds=chance.randrange(90 * 86_400)), chance))
    rows.sort(key=lambda one: one["at"])
    for begin in range(0, len(rows), 5000):
        db.execute(events.insert(), rows[begin : begin + 5000])


def one_made_up(number: int, one: MadeUp) -> list[dict[str, Any]]:
    """The rows of one journey."""
    chance = one.chance
    if number % 11 == 3:  # an institution wrote first, by mail
        one.rows.append({**one.row, "what": "reached", "detail": "guide", "at": one.at, "channel": "email"})
        one.at += timedelta(hours=chance.randrange(100))
    one.happens("began")
    last_day = (one.at + timedelta(days=chance.choice([5, 20, 40]))).date()
    for flow in FLOWS:
        if flow != "welcome" and chance.random() < 0.13:
            break
        one.happens("reached", flow, 1800)
        if flow == "award":
            one.row["institution"] = "Klein Instituut" if number % 1700 == 5 else chance.choice(INSTITUTIONS)
            one.row["way"] = chance.choice(["personal", "personal", "institution", ""])
            one.row["deadline"] = None if chance.random() < 0.2 else last_day
        if chance.random() < 0.02:
            one.happens("human", "", 60)
        for tick in TICKS.get(flow, ()):
            if chance.random() < 0.93:
                one.happens("ticked", tick, 2 * 86_400 if tick == "claimed" else 3600)
        if flow == "done" and chance.random() < 0.6:
            one.happens("rated", chance.choice(["good"] * 6 + ["so_so", "bad"]), 60)
    else:
        one.row["language"] = "nl"
    if chance.random() < 0.05:
        one.happens("stopped", "eduid.make_one", 600)
        if chance.random() < 0.8:
            one.happens("why", chance.choice([*WHY[:4], *WHY[:2], "other"]), 30)
    return one.rows


def every_row(db: Connection) -> list[list[Any]]:
    """The rows of each journey, in the order in which they happened."""
    kept: dict[str, list[Any]] = defaultdict(list)
    for row in db.execute(select(events).order_by(events.c.at, events.c.id)):
        kept[row.journey].append(row)
    return list(kept.values())


def recount(kept: list[list[Any]], first: date, last: date, **only: str) -> dict[str, Any]:
    """The figures of journeys begun on these days, row by row."""
    figures: dict[str, Any] = defaultdict(int)
    days: list[int] = []
    minutes: dict[str, list[int]] = defaultdict(list)
    for told in kept:
        begins = [row for row in told if row.what == "began"]
        if not begins or not first <= begins[0].at.astimezone(ZONE).date() <= last:
            continue
        begin = begins[0]
        of = {"channel": begin.channel, "language": told[-1].language, "institution": "", "way": ""}
        for row in told:
            of["institution"] = row.institution or of["institution"]
            of["way"] = row.way or of["way"]
        if any(of[name] != wanted for name, wanted in only.items()):
            continue
        figures["begun"] += 1
        seen = set()
        since = [row for row in told if row.at >= begin.at]
        steps = sorted(
            (row.at, FLOWS.index(row.detail)) for row in since if row.what == "reached" and row.detail in FLOWS[1:]
        )
        for (came, step), (went, _) in pairwise(steps):
            minutes[f"minutes {FLOWS[step]}"].append(as_told((went - came) // timedelta(minutes=1)))
        for row in since:
            name = row.what if row.what in ("human", "stopped") else f"{row.what} {row.detail}"
            if name not in seen:
                figures[name] += 1
            seen.add(name)
            if row.what == "ticked" and row.detail == "claimed":
                days.append((row.at - begin.at).days)
                if row.deadline is not None:
                    figures["deadline known"] += 1
                    figures["in time"] += row.at.astimezone(ZONE).date() <= row.deadline
    return {**figures, **minutes, "days": sorted(days)}


def as_told(minutes: int) -> int:
    """In whole minutes under an hour, whole hours under two days, and whole days."""
    return minutes if minutes < 60 else minutes // 60 * 60 if minutes < 2880 else minutes // 1440 * 1440
