"""Journeys: every flow as it is drawn, who is where in it, what it says by each channel, and what is down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from babel.dates import format_datetime, format_time
from fastapi import Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.conversation.blocks import blocks
from bot.conversation.diagram import readings
from bot.conversation.engine import label_of, options_at
from bot.conversation.flow import RETURN, Branch, Do, Flow, Flows, Step, Task, Wait
from bot.conversation.nodes import plain
from bot.store import outages
from bot.store.outages import Outage
from bot.store.rises import rises
from bot.store.steps import at_steps
from bot.web.desk import words
from bot.web.desk.room import Room, Visit

PAGE = "desk_journeys"

CHANNELS = ("web", "telegram", "slack", "email")

LONGEST_TEXT = 300
"""Characters of what learners read of an outage: it stands before everything else they are told."""

LONGEST_OUTAGE = timedelta(days=30)
_FIRST_WORDS = 90


@dataclass(frozen=True, slots=True)
class Arrow:
    """An answer and where it leads: a step of the same flow, another flow, or back to what was asked ("").

    `when`: in which case, "" for always; `told`: what is met there, in words.
    """

    label: str
    when: str
    to: str
    told: str
    here: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One step as a page shows it."""

    path: str
    name: str
    title: str
    kind: str
    words: str
    tick: str
    waits: bool
    arrows: tuple[Arrow, ...]


def install(room: Room) -> None:
    """`/desk/journeys`, each flow and step below it, and what is down."""

    async def show(visit: Visit, wrong: Mapping[str, str] | None = None) -> Response:
        """`wrong`: what is wrong with a field of the outage that was sent, which stays as it was typed."""
        here, down, rising = await room.database.read(_overview, visit)
        scope = visit.form.get("scope", "") or visit.query("scope")
        flows = room.turns.flows
        counts = {flow: _in_flow(here, flow) for flow in flows.flows}
        return visit.page(
            "journeys.html", PAGE, status=422 if wrong else 200, wrong=wrong or {}, form=visit.form,
            flows=flows, counts=counts, down=down, rising=rising, tells=visit.may("outages"),
            scopes=scopes(flows, scope), scope=scope if is_scope(flows, scope) else "", longest=LONGEST_TEXT,
            until_words=until_words, place=partial(place, visit), title=partial(words.title, visit),
        )  # fmt: skip

    @room.get("/desk/journeys", "journeys")
    async def overview(visit: Visit) -> Response:
        """Every flow, how many are in it, and what is down."""
        return await show(visit)

    @room.get("/desk/journeys/live", "journeys", counts=False)
    async def live(visit: Visit) -> Response:
        """How many are where, as it changes."""
        flow = visit.query("flow")

        async def parts() -> Mapping[str, str]:
            here = await room.database.read(at_steps, visit.member, visit.now)
            if flow in room.turns.flows.flows:
                named = room.turns.flows.flows[flow].steps
                return {f"at-{name}": str(here.get(f"{flow}.{name}", 0)) for name in named}
            return {f"in-{name}": str(_in_flow(here, name)) for name in room.turns.flows.flows}

        return room.live(visit, parts, outages.CHANGED)

    @room.post("/desk/journeys/outages", "outages")
    async def begin(visit: Visit) -> Response:
        """From now on learners read that something is down."""
        flows, scope = room.turns.flows, visit.form.get("scope", "")
        until = _moment(visit, visit.form.get("until", ""))
        wrong: dict[str, str] = {}
        if not is_scope(flows, scope):
            wrong["scope"] = visit.say("no_scope", PAGE)
        if until is not None and not visit.now < until <= visit.now + LONGEST_OUTAGE:
            wrong["until"] = visit.say("odd_end", PAGE)
        texts = {tongue: _words(visit, tongue, scope, until) for tongue in ("nl", "en")}
        for tongue, text in texts.items():
            if len(text) > LONGEST_TEXT:
                wrong[tongue] = visit.say("too_long", PAGE, count=LONGEST_TEXT)
        if wrong:
            return await show(visit, wrong)

        def work(db: Connection) -> None:
            number = outages.begin(db, scope, texts["nl"], texts["en"], until, visit.now, visit.member.id)
            visit.note(db, "outage.begin", outage=number, scope=scope)

        await room.database.write(work)
        return visit.back("/desk/journeys", "told", PAGE)

    @room.post("/desk/journeys/outages/{outage}/end", "outages")
    async def end(visit: Visit) -> Response:
        """It works again."""
        number = visit.number("outage")

        def work(db: Connection) -> bool:
            if not outages.end(db, number, visit.now):
                return False
            visit.note(db, "outage.end", outage=number)
            return True

        ended = await room.database.write(work)
        return visit.back("/desk/journeys", "ended" if ended else "was_over", PAGE)

    @room.get("/desk/journeys/{flow}", "journeys")
    async def one_flow(visit: Visit) -> Response:
        """One flow, step by step."""
        flow = _flow(room.turns.flows, visit)
        here, down, _ = await room.database.read(_overview, visit)
        drawn = [
            _drawn(visit, flow, step) for name, step in flow.steps.items() if _is_met(room.turns.flows, flow, name)
        ]
        first = _usual(room.turns.flows, flow)
        return visit.page(
            "journey.html", PAGE, flow=flow, here=here, flows=room.turns.flows, tells=visit.may("outages"),
            usual=sorted((one for one in drawn if one.path in first), key=lambda one: first.index(one.path)),
            further=[one for one in drawn if one.path not in first],
            down=[one for one in down if _touches(room.turns.flows, one, flow)], until_words=until_words,
        )  # fmt: skip

    @room.get("/desk/journeys/{flow}/{step}", "journeys")
    async def one_step(visit: Visit) -> Response:
        """One step: what it says in both languages, as a channel shows it."""
        flows, flow = room.turns.flows, _flow(room.turns.flows, visit)
        step = flow.steps.get(visit.request.path_params["step"])
        if step is None:
            raise HTTPException(404)
        if not _is_met(flows, flow, step.name):  # no learner reads anything there
            return RedirectResponse(f"/desk/journeys/{flow.name}", HTTPStatus.SEE_OTHER)
        here = await room.database.read(at_steps, visit.member, visit.now)
        channel = visit.query("channel") if visit.query("channel") in CHANNELS else CHANNELS[0]
        drawn = _drawn(visit, flow, step)
        return visit.page(
            "journey_step.html", PAGE, flow=flow, step=drawn, here=here, channel=channel, channels=CHANNELS,
            shown={tongue: list(_shown(flows, drawn.path, step, tongue)) for tongue in ("nl", "en")},
            blocks=blocks, flows=flows, tells=visit.may("outages"),
        )  # fmt: skip


def _overview(db: Connection, visit: Visit) -> tuple[Mapping[str, int], list[Outage], list[Any]]:
    lasting = [outage for outage in outages.listed(db) if outage.until is None or visit.now < outage.until]
    return at_steps(db, visit.member, visit.now), lasting, list(rises(db, visit.now, visit.member.institutions))


def _in_flow(here: Mapping[str, int], flow: str) -> int:
    return sum(count for path, count in here.items() if path.partition(".")[0] == flow)


def _flow(flows: Flows, visit: Visit) -> Flow:
    found = flows.flows.get(visit.request.path_params["flow"])
    if found is None:
        raise HTTPException(404)
    return found


# Outages


def place(visit: Visit, scope: str) -> str:
    """Where an outage stands in the way, in words."""
    flows = visit.room.turns.flows
    if scope in flows.needs:
        return visit.say(f"scope.{scope}", PAGE)
    return (
        visit.say("whole_flow", PAGE, flow=words.flow_name(visit, scope))
        if scope in flows.flows
        else (words.title(visit, scope))
    )


def is_scope(flows: Flows, scope: str) -> bool:
    return scope in flows.needs or scope in flows.flows or scope in flows


def scopes(flows: Flows, asked: str) -> list[tuple[str, list[str]]]:
    """Where an outage can stand in the way: neighbours, flows, and the step that was asked for."""
    steps = [asked] if asked in flows else []
    return [("neighbour", list(flows.needs)), ("flow", list(flows.flows)), *([("step", steps)] if steps else [])]


def _touches(flows: Flows, outage: Outage, flow: Flow) -> bool:
    return any(flows.within(outage.scope, f"{flow.name}.{name}") for name in flow.steps)


def _moment(visit: Visit, text: str) -> datetime | None:
    """A moment as a form tells it, where the desk is; None for none. An odd one has passed long ago."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=visit.room.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(2000, 1, 1, tzinfo=UTC)


def _words(visit: Visit, language: Any, scope: str, until: datetime | None) -> str:
    """What learners read of an outage: the words of whoever tells of it, or the usual ones."""
    own = " ".join(visit.form.get(language, "").split())
    if own:
        return own
    flows = visit.room.turns.flows
    what = scope if scope in flows.needs else "flow" if scope in flows.flows else "step"
    facts = {"what": what, "until": until_words(visit, until, language)}
    return visit.room.pages.say("usual", language, PAGE, **facts)


def until_words(visit: Visit, until: datetime | None, language: str) -> str:
    """ "14:00", with the day where that is another; "none" for nobody knows."""
    if until is None:
        return "none"
    there, today = until.astimezone(visit.room.zone), visit.now.astimezone(visit.room.zone).date()
    if there.date() == today:
        return str(format_time(there, "HH:mm", locale=language))
    return str(format_datetime(there, "EEEE d MMMM HH:mm", locale=language))


# Steps


def _is_met(flows: Flows, flow: Flow, name: str) -> bool:
    """Does a learner read anything at this step of a flow? What is decided or noted without a word is in the arrows."""
    step = flow.steps[name]
    return step.waits or flows.texts.has(step.words or f"{flow.name}.{name}")


def _drawn(visit: Visit, flow: Flow, step: Step) -> Drawn:
    path = f"{flow.name}.{step.name}"
    return Drawn(
        path,
        step.name,
        words.title(visit, path),
        type(step).__name__.lower(),
        _first_words(visit.room.turns.flows, step, path, visit.language),
        step.tick if isinstance(step, Task) else "",
        step.waits,
        tuple(_arrows(visit, flow, step)),
    )


def _first_words(flows: Flows, step: Step, path: str, language: str) -> str:
    name = step.words or path
    if not flows.texts.has(name, language):
        return ""
    told = " ".join(plain(readings(flows, name, language)[-1]).split())
    return told if len(told) <= _FIRST_WORDS else f"{told[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"


_When = tuple[tuple[str, str], ...]
"""Facts with the values that led here."""

_End = tuple[str, _When]


def _ends(flows: Flows, flow: str, target: str, when: _When = (), seen: tuple[str, ...] = ()) -> Iterator[_End]:
    """What a learner meets next on the way to a target, each with the case in which that is so."""
    path = "" if target == RETURN else flows.resolve(flow, target)
    if path in seen:
        return
    name, _, rest = path.partition(".")
    if not path or _is_met(flows, flows.flows[name], rest):
        yield path, when
        return
    step = flows[path]
    for value, further in step.targets():
        case = (*when, (step.on, value)) if isinstance(step, Branch) else when
        yield from _ends(flows, name, further, case, (*seen, path))


def _arrows(visit: Visit, flow: Flow, step: Step) -> Iterator[Arrow]:
    """Answers that lead to the same are one arrow; one that leads to several is an arrow for each case."""
    flows = visit.room.turns.flows
    labels: dict[str, list[str]] = {}
    for answer, target in step.targets():
        labels.setdefault(target, []).append(_answer(visit, flow, step, answer, target))
    for target, answers in labels.items():
        cases: dict[str, list[str]] = {}
        for path, when in _ends(flows, flow.name, target):
            told = _in_words(visit, when)
            cases[path] = [case for case in cases.get(path, told) if case in told]  # what holds in each way to it
        for path, always in sorted(cases.items(), key=lambda one: not one[1]):
            here = path.startswith(f"{flow.name}.")
            name = words.title(visit, path) if path else ""
            if name and not here:
                name = f"{words.flow_name(visit, path.partition('.')[0])}: {name}"
            case = visit.say("and", PAGE).join(always) or visit.say("otherwise", PAGE)
            label = " / ".join(filter(None, dict.fromkeys(answers)))
            yield Arrow(label, case if len(cases) > 1 else "", path, name, here)


def _in_words(visit: Visit, when: _When) -> list[str]:
    """In which case, as far as there are words for it."""
    told = []
    for fact, value in when:
        if visit.room.pages.texts.has(f"{PAGE}.if", "nl", f"{fact}_{value}"):
            told.append(visit.say(f"if.{fact}_{value}", PAGE))
        elif fact == "cause" and value != "otherwise" and (cause := words.cause(visit, value)) not in ("", value):
            told.append(visit.say("if_cause", PAGE, cause=cause))
    return list(dict.fromkeys(told))


def _answer(visit: Visit, flow: Flow, step: Step, answer: str, target: str) -> str:
    """The words of an answer; of what leads on by itself, what that is."""
    flows, language = visit.room.turns.flows, visit.language
    if isinstance(step, Wait) and answer in step.answers:
        text, label = label_of(flows, flow.name, step, answer, target)
        if flows.texts.has(text, language, label):
            return flows.texts.label(text, label, language)
    kind = "outcome" if isinstance(step, Do) else "by"
    name = answer or ("own_words" if step.waits else "")
    if name and visit.room.pages.texts.has(f"{PAGE}.{kind}", "nl", name):
        return visit.say(f"{kind}.{name}", PAGE)
    return visit.say("otherwise", PAGE) if name else ""


def _usual(flows: Flows, flow: Flow) -> list[str]:
    """The steps of somebody who has all of it still to do, and whom nothing goes wrong for.

    At each question the answer after which most is done of what stands on the learner's card; the first where no
    other does more. Where it depends on the learner, the case that holds for most, which flows name last.
    """
    order = {f"{flow.name}.{name}": place for place, name in enumerate(flow.steps)}
    ways: dict[str, list[str]] = {}

    def done(way: list[str]) -> int:
        return sum(1 for path in way if isinstance(step := flows[path], Task) and step.tick)

    def on(path: str, target: str) -> list[str]:
        ends = [end for end, _ in _ends(flows, flow.name, target) if order.get(end, -1) > order[path]]
        return max((ways[end] for end in reversed(ends)), key=lambda way: (done(way), len(way)), default=[])

    for path in reversed(order):
        met = _is_met(flows, flow, path.partition(".")[2])
        ways[path] = (
            [path, *max((on(path, to) for _, to in flows[path].targets()), key=done, default=[])] if met else []
        )
    entries = [end for end, _ in _ends(flows, flow.name, flow.first)]
    return max((ways.get(end, []) for end in reversed(entries)), key=lambda way: (done(way), len(way)), default=[])


def _shown(flows: Flows, path: str, step: Step, language: str) -> Iterator[tuple[str, Any, list[str]]]:
    """What is said at a step: which text, as it reads, and the words on its buttons."""
    label = flows.texts.label
    options = options_at(flows, path)
    buttons = [label(option.text, option.label, language) for option in options]
    for name in (step.words or path, f"{path}_how"):
        if flows.texts.has(name, language):
            for nodes in readings(flows, name, language):
                yield "how" if name.endswith("_how") and name != path else "", nodes, buttons
