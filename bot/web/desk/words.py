"""How the desk says where somebody is, what seems to be wrong, and how long something takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.conversation.flow import Ask, Flows, Problem, Question, Task
from bot.conversation.nodes import plain
from bot.store.cases import STUCK_DAYS, Case
from bot.store.conversations import ANYBODY
from bot.store.finding import Word
from bot.web.desk.room import ONE_LOOK, Visit
from bot.web.pages import long_day

PAGE = "desk_cases"
"""Where these words stand."""

CHANNELS = ("web", "telegram", "slack", "email", "")
"""Those with a name; "": none yet."""

A_MOMENT = timedelta(minutes=1)

LONGEST_LINE = 80
BEFORE = 20
"""So much is shown of what was said, and so much of it before the word that was sought."""

LONGEST_QUESTION = 70
TELLING = 16
"""A question that is shorter says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case in words; "" for what is not to be said. `may_take`, `may_give`: take it over, and hand it back.

    `whose`: whose it is, for those who may know; `said`: a line of what was said, for those who may read it.
    """

    token: str
    name: str
    badge: str
    institution: str
    channel: str
    language: str
    step: str
    cause: str
    stuck: str
    deadline: str
    is_near: bool
    waits: str
    promised: str
    is_late: bool
    holder: str
    heard: str
    labels: tuple[str, ...]
    may_take: bool
    may_give: bool
    whose: str
    said: str

    @property
    def path(self) -> str:
        return f"/desk/conversations/{self.token}"


def line(visit: Visit, case: Case, found: str = "", sought: Sequence[Word] = ()) -> Line:
    """What the desk says of a case. `found`: the text in which these words were found, for its last words."""
    theirs = case.assignee == visit.member.id
    with_human = bool(case.owner) and case.owner != ANYBODY
    steps_in = visit.may("talk") and (theirs or not (with_human or case.assignee) or visit.may("talk_for_others"))
    return Line(
        token=case.token,
        name=case.token[:8],
        badge=case.badge or visit.say("no_badge", PAGE),
        institution=case.institution,
        channel=visit.say(f"channel.{case.channel or 'none'}") if case.channel in CHANNELS else case.channel,
        language=case.language,
        step=step(visit, case.step),
        cause=cause(visit, case.cause),
        stuck=why_stuck(visit, case) if case.stuck else "",
        deadline=deadline(visit, case.deadline) if not case.ended and case.stuck != "deadline" else "",
        is_near=bool(case.deadline and (case.deadline - today(visit)).days <= STUCK_DAYS),
        waits=visit.say("waits_for", PAGE, span=span(visit, visit.now - case.waiting_since))
        if case.waiting_since
        else "",
        promised=promised(visit, case),
        is_late=is_late(visit, case),
        holder=holder(visit, case),
        heard=ago(visit, case.heard_at),
        labels=case.labels,
        may_take=steps_in and not (theirs and with_human),
        may_give=steps_in and with_human,
        whose=case.whose if visit.may("contact") else "",
        said=in_a_line(found or case.said, sought) if visit.may("read") else "",
    )


async def account_for(visit: Visit, lines: Iterable[Line], seen: dict[str, datetime] | None = None) -> None:
    """Account for the looks at rows that tell whose they are or what was said.

    `seen`: when this was done last for each row of a page that stays open.
    """
    seen = {} if seen is None else seen
    telling = [line.token for line in lines if line.whose or line.said]
    new = [token for token in telling if token not in seen or visit.now - seen[token] > ONE_LOOK]
    if new:
        await visit.room.database.write(visit.note_looks, "conversation.glance", new)
        seen.update(dict.fromkeys(new, visit.now))


def is_late(visit: Visit, case: Case) -> bool:
    """Has the time passed that was promised to somebody who waits?"""
    return bool(case.answer_by and case.answer_by < visit.now)


def promised(visit: Visit, case: Case) -> str:
    """Until when somebody who waits was promised an answer, or that no time was; "" for one who does not wait."""
    if not case.waiting_since:
        return ""
    if not case.answer_by:
        return visit.say("unpromised", PAGE)
    return visit.say("overdue" if is_late(visit, case) else "promised", PAGE, at=clock(visit, case.answer_by))


def holder(visit: Visit, case: Case) -> str:
    """Who looks after this conversation."""
    rests = bool(case.snoozed_until and case.snoozed_until > visit.now)
    if not rests and (case.owner == ANYBODY or (case.waiting_since and not case.owner)):
        return visit.say("waits", PAGE)
    if case.owner and case.owner != ANYBODY:
        return visit.say("with", PAGE, name=case.owner)
    if case.snoozed_until and rests:
        return visit.say("snoozed", PAGE, at=clock(visit, case.snoozed_until))
    return visit.say("ready" if case.ended else "with_bot", PAGE)


def step(visit: Visit, path: str) -> str:
    """Where somebody is: the part of the journey, and what they are asked there."""
    flow = path.partition(".")[0]
    if not flow:
        return visit.say("nowhere", PAGE)
    asked = question(visit.room.turns.flows, path, visit.language)
    name = flow_name(visit, flow)
    return f"{name}: {asked}" if asked else name


def flow_name(visit: Visit, flow: str) -> str:
    """A part of the journey by name; what a newer program called it, where this one has no such part."""
    return visit.say(f"flow.{flow}") if visit.room.pages.texts.has("desk.flow", "nl", flow) else flow


@lru_cache(maxsize=2048)
def question(flows: Flows, path: str, language: str) -> str:
    """What somebody is asked at a step, in few words; "" when there is no such step any more."""
    path = flows.successor(path).removesuffix("_problems")
    if path not in flows or not flows.texts.has(flows[path].words or path):
        return ""
    facts = {**flows.unknown, **flows.derive(flows.unknown, datetime.now(UTC))}
    told = plain(flows.texts.nodes(flows[path].words or path, language, facts)).replace("unknown", "…")
    sentences = [
        one.strip("• ") for line in told.splitlines() for one in re.split(r"(?<=[.?!:])\s+", line) if one.strip()
    ]
    asked = [one for one in sentences if one.endswith("?") and len(one) >= TELLING]
    by_first = isinstance(
        flows[path], Task | Ask
    )  # what to do or to tell comes first: "Gelukt?" at the end says nothing
    if sentences and (not asked or (by_first and not sentences[0].endswith(":"))):
        asked = [next((one for one in sentences if one.endswith("?") and not by_first), sentences[0].rstrip(":"))]
    return _short(asked[-1]) if asked else ""


def title(visit: Visit, path: str) -> str:
    """A step in a few words that learners know it by: what is asked or told there, or the button that leads to it."""
    flows, language = visit.room.turns.flows, visit.language
    path = flows.successor(path) or path
    if path in flows and isinstance(flows[path], Problem | Question) and flows.texts.has(path, language, "title"):
        return flows.texts.label(path, "title", language)
    told = question(flows, path, language)
    if not told:
        name = flow_name(visit, path.partition(".")[0])
        return visit.say("between_questions", PAGE, flow=name) if path in flows else name
    return visit.say("what_goes_wrong", PAGE, step=told) if path.endswith("_problems") else told


def cause(visit: Visit, name: str) -> str:
    """What seems to be wrong, in words; "" when nothing is known."""
    texts = visit.room.turns.flows.texts
    if name in ("unknown", "none", ""):
        return ""
    if visit.room.pages.texts.has(f"{PAGE}.cause", "nl", name):
        return visit.say(f"cause.{name}", PAGE)
    return texts.label(name, "title", visit.language) if texts.has(name, "nl", "title") else name


def why_stuck(visit: Visit, case: Case) -> str:
    """Why somebody is stuck, in one line."""
    if case.stuck == "deadline":
        return visit.say("stuck_deadline", PAGE, days=(case.deadline - today(visit)).days if case.deadline else 0)
    if case.stuck == "not_understood":
        return visit.say("stuck_not_understood", PAGE, times=case.misses)
    return visit.say("stuck_too_long", PAGE, days=(visit.now - case.since).days) if case.since else ""


def deadline(visit: Visit, day: date | None) -> str:
    """How long there is still to claim; "" where that is not known."""
    if day is None:
        return ""
    days = (day - today(visit)).days
    name = "deadline_passed" if days < 0 else "deadline_today" if days == 0 else "deadline_days"
    return visit.say(name, PAGE, days=abs(days))


def span(visit: Visit, time: timedelta) -> str:
    """A length of time in its largest unit."""
    minutes = max(int(time.total_seconds()) // 60, 0)
    if minutes < 60:
        return visit.say("minutes", PAGE, count=minutes)
    if minutes < 48 * 60:
        return visit.say("hours", PAGE, count=minutes // 60)
    return visit.say("days", PAGE, count=minutes // (24 * 60))


def ago(visit: Visit, moment: datetime | None) -> str:
    """How long ago that was."""
    if moment is None:
        return ""
    time = visit.now - moment
    return visit.say("ago", PAGE, span=span(visit, time)) if time >= A_MOMENT else visit.say("just_now", PAGE)


def clock(visit: Visit, moment: datetime) -> str:
    """When that is, where the desk is: the time, and the day when it is not today."""
    there = moment.astimezone(visit.room.zone)
    day = "" if there.date() == today(visit) else f"{long_day(there.date().isoformat(), visit.language)} "
    return f"{day}{there:%H:%M}"


def today(visit: Visit) -> date:
    """Which day it is where the desk is."""
    return visit.now.astimezone(visit.room.zone).date()


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_QUESTION else words[: LONGEST_QUESTION - 1].rsplit(" ", 1)[0] + "…"


def in_a_line(text: str, sought: Sequence[Word] = ()) -> str:
    """A text, or as much of it as there is room for; with the words that were sought in it."""
    said = " ".join(text.split())
    if len(said) <= LONGEST_LINE:
        return said
    places = [said.casefold().find(word.text) for word in sought]
    begin = min((place for place in places if place >= 0), default=0)
    begin = begin - BEFORE if begin > LONGEST_LINE - BEFORE else 0
    end = begin + LONGEST_LINE - 1 - bool(begin)
    return f"{'…' if begin else ''}{said[begin:end].strip()}{'…' if end < len(said) else ''}"


def counted(count: int, more: bool) -> str:
    """A number; `more`: counting stopped at it."""
    return f"{count}+" if more else str(count)


def saying(visit: Visit) -> Callable[..., str]:
    """These words, for a template: by name, with what is filled in."""

    def c(name: str, /, **facts: str | int) -> str:
        return visit.say(name, PAGE, **facts)

    return c
