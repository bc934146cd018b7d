"""Conversations: lists by who has the word, filters that live in the address bar, and search."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast, get_args
from urllib.parse import urlencode

from fastapi import Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.store import cases, finding
from bot.store.cases import TABS, Deadline, Page, Tab, Today, Wanted
from bot.store.finding import Kind
from bot.store.tables import id_of
from bot.web.desk import words
from bot.web.desk.room import Room, Visit

PAGE = "desk_conversations"

TOKEN = re.compile(r"[0-9a-f]{8,32}")
"""A conversation by name: as much of it as a notice tells, or more."""

COUNTED: tuple[Tab, ...] = ("waiting", "stuck", "mine")
"""The lists of which it is told how many there are: those that are short, or ought to be."""

DEADLINES: tuple[Deadline, ...] = ("week", "month", "passed", "none")
TO = "to-"
"""A milestone among the steps that one can choose."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: names of what there is, "" where it says nothing or anything else."""

    tab: Tab
    find: str
    channel: str
    step: str
    institution: str
    language: str
    label: str
    deadline: Deadline
    after: str

    def address(self, **other: str) -> str:
        """The same, but for this."""
        chosen = {name: value for name, value in {**vars(self), "after": "", **other}.items() if value}
        if chosen.get("tab") == "waiting":
            del chosen["tab"]  # where one comes to without choosing
        return f"/desk/conversations?{urlencode(chosen)}" if chosen else "/desk/conversations"

    @property
    def filters(self) -> bool:
        return any((self.channel, self.step, self.institution, self.language, self.label, self.deadline))


def install(room: Room) -> None:
    """`/desk/conversations`, and the list as it changes."""

    @room.get("/desk/conversations", "see")
    async def conversations(visit: Visit) -> Response:
        asked = _asked(visit)
        if TOKEN.fullmatch(asked.find.casefold()):
            token = await room.database.read(cases.named, visit.member, asked.find.casefold())
            if token:
                return RedirectResponse(f"/desk/conversations/{token}", HTTPStatus.SEE_OTHER)
        found = await room.database.read(_look, visit, asked)
        if asked.find:  # written down before it is shown; a search may take longer than a turn should wait for it
            await room.database.write(lambda db: visit.note(db, "search", hits=found["hits"]))
        await words.account_for(visit, found["lines"])
        choices = await room.database.read(_choices, visit)
        return visit.page("conversations.html", PAGE, **found, **choices)

    @room.get("/desk/live/conversations", "see", counts=False)
    async def live(visit: Visit) -> Response:
        return room.live(visit, _parts(room, visit), "talk:")


def _parts(room: Room, visit: Visit) -> Callable[[], Awaitable[Mapping[str, str]]]:
    asked = replace(_asked(visit), find="")
    glanced: dict[str, datetime] = {}

    async def parts() -> Mapping[str, str]:
        found = await room.shared.read((visit.member, visit.language, asked), _look, visit, asked)
        await words.account_for(visit, found["lines"], glanced)
        shown = {"tabs": "conversations_tabs.html", "list": "conversations_list.html"}
        return {name: visit.html(template, PAGE, **found) for name, template in shown.items()}

    return parts


def _asked(visit: Visit) -> Asked:
    find = visit.query("find").strip()
    tab = visit.query("tab")
    deadline = visit.query("deadline")
    first = "all" if find else "waiting"
    return Asked(
        tab=cast(Tab, tab if tab in TABS and not find else first),
        find=find,
        channel=visit.query("channel"),
        step=visit.query("step"),
        institution=visit.query("institution"),
        language=visit.query("language"),
        label=label if id_of(label := visit.query("label")) is not None else "",
        deadline=cast(Deadline, deadline if deadline in get_args(Deadline) else ""),
        after=visit.query("after"),
    )


def _look(db: Connection, visit: Visit, asked: Asked) -> dict[str, Any]:
    """The list, and how many are in those that are counted."""
    at = Today(visit.now, words.today(visit))
    wanted = _wanted(db, visit, asked)
    page = cases.page(db, visit.member, wanted, at, visit.room.turns, asked.after)
    sought = finding.asked(asked.find)
    found = finding.lines(db, [case.learner for case in page.cases], sought) if visit.may("read") else {}
    return {
        "asked": asked,
        "lines": [words.line(visit, case, found.get(case.learner, ""), sought) for case in page.cases],
        "older": asked.address(after=page.after, find=asked.find) if page.after else "",
        "hits": _hits(db, visit, asked, wanted, page, at),
        "counts": {tab: words.counted(*cases.count(db, visit.member, Wanted(tab), at)) for tab in COUNTED},
        "tabs": [tab for tab in TABS if tab != "mine" or visit.may("talk")],
        "may_search": bool(_kinds(visit)),
        "c": words.saying(visit),
    }


def _hits(db: Connection, visit: Visit, asked: Asked, wanted: Wanted, page: Page, at: Today) -> str:
    """How many there are, where that is told."""
    if not asked.find and not asked.filters:
        return ""
    if not asked.after and not page.after:
        return str(len(page.cases))
    if wanted.has:  # a common word: to count is to walk all over again
        return words.counted(cases.PAGE, more=True)
    return words.counted(*cases.count(db, visit.member, wanted, at))


def _wanted(db: Connection, visit: Visit, asked: Asked) -> Wanted:
    to_milestone = asked.step.startswith(TO)
    wanted = Wanted(
        asked.tab,
        channel=asked.channel,
        flow="" if to_milestone else asked.step,
        milestone=asked.step.removeprefix(TO) if to_milestone else "",
        institution=asked.institution,
        language=asked.language,
        label=int(asked.label or 0),
        deadline=asked.deadline,
    )
    if not asked.find:
        return wanted
    found = finding.find(db, finding.asked(asked.find), _kinds(visit))
    return replace(wanted, among=found.among, has=found.has)


def _kinds(visit: Visit) -> list[Kind]:
    """By what they may find people: by what was said, and by who they are."""
    return [kind for kind, right in (("text", "read"), ("person", "contact")) if visit.may(right)]  # type: ignore[arg-type, misc]


def _choices(db: Connection, visit: Visit) -> dict[str, Any]:
    """What there is to choose from."""
    flows = visit.room.turns.flows
    waits = dict.fromkeys(path.partition(".")[0] for path, step in flows.paths() if step.waits)
    return {
        "channels": [name for name in words.CHANNELS if name],
        "milestones": [f"{TO}{name}" for name in flows.milestones],
        "flows": [(name, words.flow_name(visit, name)) for name in waits],
        "institutions": cases.institutions(db, visit.member),
        "labels": cases.all_labels(db),
        "deadlines": DEADLINES,
    }
