"""Insight: how journeys go, as counts of all together. Nobody can be seen in it: small groups are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from babel.dates import format_date
from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.conversation.flow import Flows
from bot.insight import DAYS, SMALLEST, by_week, figures, large_enough, tells_of_few
from bot.store import tallies
from bot.store.tallies import DIMENSIONS, NOT_KNOWN, Counted
from bot.web.desk.charts import columns, share
from bot.web.desk.csv_file import as_csv
from bot.web.desk.room import Room, Visit

PAGE = "desk_insight"

LONGEST = timedelta(days=3 * 366)
TABLES = ("steps", "milestones", "reasons", "days", "weeks", "rated", "compared")
"""What can be fetched as CSV."""

SCHOOL_YEAR_BEGINS = 9
"""September."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted in."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What is counted of what a page asks for; None where its filters would tell of a small group.

    `large`: of each dimension the groups of the whole period that are large enough. `until`: up to when all is counted;
    None: it never was.
    """

    counted: Counted | None
    large: Mapping[str, Sequence[str]]
    until: datetime | None


def seen(
    db: Connection, period: Period, filters: Mapping[str, str], institutions: Sequence[str] | None, now: datetime
) -> Seen:
    """What is counted of a period, as somebody sees it who may see these institutions; None: all."""
    days = period.first, period.last

    def sizes(*by: str) -> dict[tuple[str, ...], int]:
        return tallies.sizes(db, *days, by, institutions)

    few = tells_of_few(filters, sizes(*filters))
    large = {name: [value for (value,) in large_enough(sizes(name))[0]] for name in DIMENSIONS}
    counted = None if few else tallies.counted(db, *days, filters, institutions)
    return Seen(counted, large, tallies.counted_until(db, now))


def install(room: Room) -> None:
    """`/desk/insight`, and each of its tables as a file."""

    async def look(visit: Visit) -> tuple[Period, dict[str, str], Seen]:
        period = period_of(visit, visit.now.astimezone(room.zone).date())
        filters = filters_of(visit)
        found = await room.database.read(seen, period, filters, visit.member.institutions, visit.now)
        return period, filters, found

    @room.get("/desk/insight", "insight")
    async def insight(visit: Visit) -> Response:
        """How it goes."""
        period, filters, found = await look(visit)
        return visit.page(
            "insight.html", PAGE, period=period, filters=filters,
            presets=presets(visit.now.astimezone(room.zone).date()), offered=offered(visit, found.large),
            told=Told(visit, room.turns.flows, found.counted), hidden=found.counted is None,
            until=visit.moment(found.until), columns=columns, share=share, smallest=SMALLEST,
            query=visit.request.url.query,
        )  # fmt: skip

    @room.get("/desk/insight/{table}.csv", "insight")
    async def table(visit: Visit) -> Response:
        """One table, for a spreadsheet: as a Dutch Excel opens it."""
        name = visit.request.path_params["table"]
        if name not in TABLES:
            raise HTTPException(404)
        period, _, found = await look(visit)
        told = Told(visit, room.turns.flows, found.counted)
        file = f"{name}-{period.first}-{period.last}.csv"
        return Response(
            as_csv(told.table(name)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )


# What is asked


def period_of(visit: Visit, today: date) -> Period:
    """The days of this address; the last thirty where it names none, or odd ones."""
    last = _day(visit.query("to")) or today
    first = _day(visit.query("from")) or last - timedelta(days=29)
    if first > last:
        first, last = last, first
    return Period(max(first, last - LONGEST), last)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2020 <= day.year <= 2100 else None


def filters_of(visit: Visit) -> dict[str, str]:
    return {name: wanted for name in DIMENSIONS if (wanted := visit.query(name))}


def presets(today: date) -> list[tuple[str, Period]]:
    """Periods one often asks for."""
    year = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
    listed = [(f"last_{days}", Period(today - timedelta(days=days - 1), today)) for days in (7, 30, 90)]
    return [*listed, ("school_year", Period(date(year, SCHOOL_YEAR_BEGINS, 1), today))]


def offered(visit: Visit, large: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of each dimension, with its name: what is hidden is not offered."""
    return {
        name: sorted(((value, named(visit, name, value)) for value in values), key=itemgetter(1))
        for name, values in large.items()
    }


def named(visit: Visit, dimension: str, value: str) -> str:
    """What a group is called."""
    if value == NOT_KNOWN:
        return visit.say("not_known", PAGE)
    if dimension in ("channel", "language"):
        return visit.say(f"{dimension}.{value}")
    return visit.say(f"way.{value}", PAGE) if dimension == "way" else value


# What is told


Row = Sequence[Any]


class Told:
    """The figures of some journeys in the words of a page; `enough`: whether there are so many that they are told."""

    def __init__(self, visit: Visit, flows: Flows, found: Counted | None) -> None:
        self.visit, self.flows = visit, flows
        found = found or tallies.NOTHING
        report = figures(flows, found)
        self.all: Mapping[str, Any] = report["all"] or {}
        self.groups, self.hidden = report["groups"], report["hidden"]
        self.enough = bool(self.all)
        self.weeks, self.weeks_hidden = by_week(found) if self.enough else ([], 0)

    def say(self, name: str, **facts: str | int) -> str:
        return self.visit.say(name, PAGE, **facts)

    def words(self, question: str, answer: str) -> str:
        """What stands on the button of this answer."""
        return self.flows.texts.label(question, answer, self.visit.language)

    def funnel(self, which: str) -> Iterator[tuple[str, int, int | None, int, float | None]]:
        """Of each step or milestone: its name, how many came to it, how many fewer than before, those before, and the
        median of the hours until the next."""
        steps = self.all["reached"] if which == "steps" else self.all["ticked"]
        before = self.all["begun"]
        yield self.say("begun"), before, None, before, None
        for name, many in steps.items():
            called = self.say(f"{'step' if which == 'steps' else 'tick'}.{name}")
            yield called, many, before - many, before, self.all["median_hours"].get(name) if which == "steps" else None
            before = many

    def took(self, hours: float | None) -> str:
        if hours is None:
            return "–"
        if hours < 1:
            return self.say("minutes", count=max(1, round(hours * 60)))
        return self.say("hours", count=round(hours)) if hours < 48 else self.say("days", count=round(hours / 24))

    def reasons(self) -> list[tuple[str, int]]:
        told = [(self.words("common.why_stopped", why), many) for why, many in self.all["why_stopped"].items()]
        if hidden := self.all["why_stopped_hidden"]:
            told.append((self.say("other_reasons", count=SMALLEST), hidden))
        return told

    def days(self) -> list[tuple[str, int]]:
        """How many took so many days to claim."""
        ends = [*(begin - 1 for begin in DAYS[1:]), None]
        names = [
            f"{begin}+" if end is None else str(begin) if begin == end else f"{begin}–{end}"
            for begin, end in zip(DAYS, ends, strict=True)
        ]
        return list(zip(names, self.all["days_to_claim"], strict=True)) if self.all["days_to_claim"] else []

    def rated(self) -> list[tuple[str, int]]:
        said = self.all["rated"] or {}
        return [(self.words(self.flows.rating, one), many) for one, many in said.items()]

    def compared(self) -> Iterator[tuple[str, list[tuple[str, str, Mapping[str, Any]]]]]:
        """By each dimension that is not asked for by the filters: its groups with their names and figures."""
        for dimension, groups in self.groups.items():
            yield dimension, [(value, named(self.visit, dimension, value), one) for value, one in groups.items()]

    def monday(self, day: date) -> str:
        return format_date(day, "d MMM", locale=self.visit.language)

    def mondays(self) -> list[str]:
        return [self.monday(monday) for monday, _, _ in self.weeks]

    def satisfied(self, figures: Mapping[str, Any]) -> str:
        """How many of those who said how it went said "good"."""
        said = figures["rated"]
        return f"{round(100 * next(iter(said.values())) / sum(said.values()))} %" if said else "–"

    def percent(self, part: int, whole: int) -> str:
        return f"{round(100 * part / whole)} %" if whole else "–"

    # As tables

    def table(self, name: str) -> list[Row]:
        """A table with its heads; the heads alone where there are too few journeys."""
        heads = [self.say(f"head.{head}") for head in _HEADS[name]]
        return [heads, *(self._rows(name) if self.enough else ())]

    def _rows(self, name: str) -> Iterator[Row]:
        begun = self.all.get("begun", 0)
        match name:
            case "steps" | "milestones":
                for told, many, _, before, hours in self.funnel(name):
                    row = [told, many, _share(many, begun), _share(many, before)]
                    yield [*row, _or_empty(hours)] if name == "steps" else row
            case "reasons":
                yield from self.reasons()
            case "days":
                yield from self.days()
            case "weeks":
                yield from ((monday.isoformat(), many, claimed) for monday, many, claimed in self.weeks)
            case "rated":
                yield from self.rated()
            case "compared":
                for dimension, groups in self.compared():
                    yield from (self._compared(dimension, told, figures) for _, told, figures in groups)

    def _compared(self, dimension: str, name: str, figures: Mapping[str, Any]) -> Row:
        ticked, in_time, rated = figures["ticked"], figures["claimed_in_time"], figures["rated"]
        return [
            self.say(f"by.{dimension}"), name, figures["begun"], ticked["claimed"], in_time["in_time"],
            in_time["known"], ticked["public"], figures["asked_for_a_human"], figures["stopped"],
            _or_empty(figures["median_days"]["claimed"]), next(iter(rated.values())) if rated else "",
            sum(rated.values()) if rated else "",
        ]  # fmt: skip


_HEADS: Mapping[str, Sequence[str]] = {
    "steps": ("step", "journeys", "of_begun", "of_before", "hours"),
    "milestones": ("milestone", "journeys", "of_begun", "of_before"),
    "reasons": ("reason", "journeys"),
    "days": ("days", "journeys"),
    "weeks": ("week", "begun", "claimed"),
    "rated": ("rated", "journeys"),
    "compared": (
        "group", "name", "begun", "claimed", "in_time", "in_time_known", "public", "human", "stopped", "median_days",
        "good", "rated_by",
    ),
}  # fmt: skip


def _share(part: int, whole: int) -> float | str:
    return round(100 * part / whole, 1) if whole else ""


def _or_empty(value: Any) -> Any:
    return "" if value is None else value
