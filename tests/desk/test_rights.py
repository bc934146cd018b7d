"""Every route of the desk, with every role, with none, from another site, and for a learner of another institution.

The routes are those of the running program: a page that is added is tried by itself. Where its path names something
of an institution, say in `OTHERS` how such a thing is made.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import Request
from sqlalchemy import Connection

from bot.ports import Address
from bot.store import batches, staff
from bot.store.awards import Award, key_of
from bot.store.batches import New
from bot.store.database import ring
from bot.store.staff import Role
from bot.store.tables import learners, sessions
from bot.store.tables import staff as members
from bot.web.access import FOR_ALL, RIGHTS, ROLES, Right
from bot.web.desk import desk_of
from bot.web.desk.room import Room, Visit
from bot.web.pages import Pages
from tests.desk.desk import NAMES, Desk

THEIRS, OURS = "Universiteit van Elders", "Hogeschool Voorbeeld"

_numbers = itertools.count(1)


def conversation(desk: Desk) -> str:
    """The name of a conversation of a learner of another institution."""
    learner = desk.hears(Address("web", f"other-{next(_numbers)}"), "hallo")
    mine = learners.c.id == learner
    desk.write(lambda db: db.execute(learners.update().where(mine).values(institution=THEIRS)))
    return desk.token(learner)


def batch(desk: Desk) -> str:
    """The number of a batch of awards of another institution."""

    def work(db: Connection) -> int:
        number = batches.begin(db, "lijst.csv", "", desk.now)
        award = Award("Rekenen", THEIRS, "personal", None, f"sam{next(_numbers)}@voorbeeld.example")
        batches.write_down(db, number, [New(2, award, False, key_of(award))], [], desk.now)
        batches.open_(db, number)
        return number

    return str(desk.write(work))


def member(desk: Desk) -> str:
    """The number of a member of staff of another institution."""
    email = f"member{next(_numbers)}@other.example"
    return str(desk.write(staff.add, email, "Sam", "agent", (THEIRS,), desk.now).id)


OTHERS: Mapping[str, Callable[[Desk], str]] = {
    "/desk/conversations/{token}": conversation,
    "/desk/awards/{number}": batch,
    "/desk/staff/{member}": member,
}
"""By a path up to the part that names it: how something of another institution is made, and what it is called there."""

FREE = {"role", "table", "flow", "step", "outage", "number"}
"""Parts of other paths, which name nothing of an institution's learners."""

PARTS = re.compile(r"{(\w+)(?::\w+)?}")


@pytest.fixture
def room(desk: Desk) -> Room:
    pages = Pages(organisation="", sandbox=True)
    return desk_of(desk.house, pages)


def routes(room: Room) -> list[tuple[str, str]]:
    """Method and path of each route."""
    return sorted((method, PARTS.sub(r"{\1}", path)) for method, path in room.rights)


def right(room: Room, method: str, path: str) -> Right:
    """The right that a route asks for."""
    [found] = {right for (by, at), right in room.rights.items() if by == method and PARTS.sub(r"{\1}", at) == path}
    return found


def at(path: str, desk: Desk | None = None) -> str:
    """This path, with something made up in its parts; with `desk`, something of another institution."""

    begins = named(path)
    if desk and begins:
        path = path.replace(begins, begins.rpartition("{")[0] + OTHERS[begins](desk))
    return PARTS.sub("1", path)


def named(path: str) -> str:
    """How this path begins, where that names something of an institution; else "".

    What a part has to be ("{number:int}") is left out: so the paths of `routes` are.
    """
    return next((begins for begins in OTHERS if path == begins or path.startswith(f"{begins}/")), "")


def asks(http: httpx.Client, method: str, path: str, **headers: str) -> httpx.Response:
    """A request whose answer is not read to its end: a stream has none."""
    form = "application/x-www-form-urlencoded"
    kind = {"content-type": form} if method == "POST" else {}
    with http.stream(method, path, headers={**kind, **headers}) as answer:
        return answer


def test_a_page_asks_for_a_right_and_gives_nothing_to_who_has_it_not(desk: Desk, room: Room) -> None:
    assert len(room.rights) > 10
    for role in ROLES:
        for method, path in routes(room):
            if path == "/desk/logout":
                continue
            with desk.client(role) as http:
                status = asks(http, method, at(path)).status_code
            may = right(room, method, path) in RIGHTS[role]
            assert (status != 403) == may, f"{role}: {method} {path} is answered with {status}"
            assert status < 500, f"{role}: {method} {path}"


def test_who_is_bound_to_an_institution_has_no_right_to_what_is_everybodys(desk: Desk, room: Room) -> None:
    for method, path in routes(room):
        asked = right(room, method, path)
        if asked in FOR_ALL:
            role = next(role for role in ROLES if asked in RIGHTS[role])
            with desk.client(role, name="Bound", institutions=(OURS,)) as http:
                assert asks(http, method, at(path)).status_code == 403, f"{method} {path}"


def test_replies_outages_and_the_audit_are_everybodys(desk: Desk) -> None:
    asked: tuple[tuple[Role, str, str], ...] = (
        ("lead", "POST", "/desk/replies/keep"),
        ("lead", "POST", "/desk/journeys/outages"),
        ("auditor", "GET", "/desk/audit"),
    )
    for role, method, path in asked:
        with desk.client(role, name="Bound", institutions=(OURS,)) as http:
            assert asks(http, method, path).status_code == 403, f"{method} {path}"


def test_without_a_login_there_is_only_the_way_to_it(desk: Desk, room: Room) -> None:
    late = desk.session("lead")
    desk.write(lambda db: _aged(db, desk))
    for cookies in ({}, {"desk": "x" * 43}, {"desk": late}):
        with httpx.Client(base_url=desk.url, cookies=cookies, headers={"Sec-Fetch-Site": "same-origin"}) as http:
            for method, path in routes(room):
                page = asks(http, method, at(path))
                assert page.status_code == (303 if method == "GET" else 401), f"{method} {path}"
                if method == "GET":
                    assert page.headers["location"].startswith("/desk/login?next=")
                    assert asks(http, method, at(path), Accept="text/event-stream").status_code == 204
                assert asks(http, method, at(path), **{"X-Requested-With": "fetch"}).status_code == 401


def _aged(db: Connection, desk: Desk) -> None:
    db.execute(sessions.update().values(used_at=desk.now - staff.IDLE - timedelta(seconds=1)))


def test_nothing_is_done_for_a_page_of_another_site(desk: Desk, room: Room) -> None:
    foreign: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
        {"Origin": "null"}, {},
    )  # fmt: skip
    for role in ROLES:
        with httpx.Client(base_url=desk.url, cookies={"desk": desk.session(role)}) as http:
            for method, path in routes(room):
                for headers in foreign if method == "POST" else ():
                    assert asks(http, method, at(path), **headers).status_code == 403, f"{method} {path} {headers}"
            assert http.get("/desk/here").status_code == 204


def test_what_a_page_asks_for_by_itself_is_not_given_to_another_site(desk: Desk, room: Room) -> None:
    ours: tuple[dict[str, str], ...] = ({}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": desk.url})
    foreign: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site", "Origin": desk.url},
        {"Origin": "https://evil.example"}, {"Origin": "null"},
    )  # fmt: skip
    listens = {"Accept": "text/event-stream"}
    streams = 0
    with httpx.Client(base_url=desk.url, cookies={"desk": desk.session("lead")}, timeout=60) as http:
        for _, path in [one for one in routes(room) if one[0] == "GET"]:
            there = at(path, desk)
            first = asks(http, "GET", there, **ours[0])
            is_stream = first.headers.get("content-type", "").startswith("text/event-stream")
            streams += is_stream
            for headers in foreign:
                assert asks(http, "GET", there, **headers, **listens).status_code == 403, f"{path} {headers}"
                if is_stream:
                    assert asks(http, "GET", there, **headers).status_code == 403, f"{path} {headers}"
            for headers in ours:
                assert asks(http, "GET", there, **headers, **listens).status_code == first.status_code, path
            if path == "/desk":
                assert asks(http, "GET", there, **foreign[0]).status_code == 200, "a link in a mail leads here"
    assert streams > 5


def test_a_number_that_no_database_takes_is_nobodys(desk: Desk, room: Room) -> None:
    large = "9" * 26
    named = ("after", "before", "batch", "label", "number", "row", "seen", "to", "until", "off")
    there = conversation(desk)
    with desk.client("lead") as http:
        assert http.get(f"/desk/conversations?tab=all&after=0.1.{large}").status_code == 200
        for method, path in routes(room):
            if path == "/desk/logout":
                continue
            for number in (large, "9" * 5000) if PARTS.search(path) else ():
                status = asks(http, method, PARTS.sub(number, path)).status_code
                assert status < 500, f"{method} {path} with {number[:30]}"
            path = at(path.replace("{token}", there))
            for number in (large, "\N{ARABIC-INDIC DIGIT TWO}" * 19, "\N{SUPERSCRIPT TWO}"):
                told = dict.fromkeys(named, number)
                if method == "GET":
                    status = asks(http, method, f"{path}?{httpx.QueryParams(told)}").status_code
                else:
                    status = http.post(path, data={**told, "do": "drop"}).status_code
                assert status < 500, f"{method} {path} {number}"


def test_who_is_of_another_institution_is_as_if_they_were_not_there(desk: Desk, room: Room) -> None:
    for _, path in routes(room):
        parts = set(PARTS.findall(path.removeprefix(named(path))))
        assert parts <= FREE, (
            f"say in OTHERS what {path} names and how such a thing is made, or in FREE that it is nobody's"
        )
    for method, path in routes(room):
        if not named(path):
            continue
        role = next(role for role in ROLES if right(room, method, path) in RIGHTS[role])
        with desk.client(role, name=f"{NAMES[role]} elsewhere", institutions=(OURS,)) as http:
            status = asks(http, method, at(path, desk)).status_code
            assert status == 404, f"{method} {path} for a learner of another institution: {status}"
            assert asks(http, method, at(path)).status_code == 404, f"{method} {path} for nobody"


@pytest.mark.parametrize("end", ["logged out", "another role", "another scope", "removed", "role alone", "scope alone"])
def test_every_page_that_is_live_hears_at_once_that_its_session_is_over(desk: Desk, room: Room, end: str) -> None:
    session = desk.read(staff.of_word, word := desk.session("lead"), desk.now)
    assert session is not None
    me = session.member

    def over(db: Connection) -> None:
        if end == "logged out":
            staff.end(db, session.mark, me.id)
        elif end == "removed":
            staff.remove(db, me.id, desk.now)
        elif end.endswith("alone"):  # the session itself is there still
            rights = {"role": "viewer"} if end == "role alone" else {"institutions": [OURS]}
            db.execute(members.update().where(members.c.id == me.id).values(rights))
            ring(db, staff.topic_of(me.id))
        else:
            role, scope = ("viewer", None) if end == "another role" else (me.role, (OURS,))
            staff.change(db, me.id, role=role, institutions=scope, name=me.name, now=desk.now)

    async def heard() -> str:
        request = Request(
            {"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", b"desk=" + word.encode())]}
        )
        told: asyncio.Queue[str] = asyncio.Queue()

        async def parts() -> Mapping[str, str]:
            return {"waiting": "1"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                await told.put(message["body"].decode() or "the end")

        async def receive() -> Any:
            await asyncio.Event().wait()

        stream = room.live(Visit(request, room, session, "nl"), parts, "desk:")
        going = asyncio.create_task(stream({}, receive, send))
        first = [await told.get(), await told.get()]
        await desk.house.database.write(over)
        rest = [await told.get(), await told.get()]
        await going
        return "".join((*first, *rest))

    said = desk.do(asyncio.wait_for(heard(), 10))
    assert re.sub(r"data:.*\n|\n", "", said) == "retry: 2000event: partevent: overthe end"


def test_the_streams_of_the_program_end_with_the_session(desk: Desk, room: Room) -> None:
    lead = desk.session("lead")
    session = desk.read(staff.of_word, lead, desk.now)
    assert session is not None
    with httpx.Client(base_url=desk.url, cookies={"desk": lead}, timeout=10) as http, ExitStack() as opened:
        streams = []
        for method, path in routes(room):
            if method == "GET":
                answer = opened.enter_context(
                    http.stream("GET", at(path, desk), headers={"Accept": "text/event-stream"})
                )
                if answer.headers.get("content-type", "").startswith("text/event-stream"):
                    streams.append((path, answer))
        desk.write(
            lambda db: staff.change(db, session.member.id, role="viewer", institutions=None, name="Lidia", now=desk.now)
        )
        for path, answer in streams:
            lines = answer.iter_lines()
            assert "event: over" in lines, path
            assert "event: over" not in list(itertools.islice(lines, 20)), f"{path} goes on after its end"
