"""The desk's questions about conversations: who is in which list, in which order, and whom nobody may see."""

from __future__ import annotations

import importlib
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from bot.conversation.state import State
from bot.ports import Address
from bot.store import cases
from bot.store.cases import PAUSED, TABS, Case, Page, Today, Wanted
from bot.store.staff import Member
from bot.store.tables import addresses, labelled, labels, learners, staff
from bot.store.tables import cases as cases_table
from flows import FLOWS
from tests.plans import scans
from tests.stand import Stand, stand

__all__ = ["stand"]

PLACES = importlib.import_module("bot.store.migrations.versions.0013_desk").PLACES
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT = Today(NOW, NOW.date())
ALL = Member(1, "noor@example.org", "Noor", "agent", None)
BOUND = Member(2, "bo@example.org", "Bo", "agent", ("HU", "UvA"))


class Read:
    """Somebody who promises an answer in four hours, and reads what is wrong in a state as it stands there."""

    @staticmethod
    def answer_by(facts: Mapping[str, Any], asked_at: datetime) -> datetime:
        return asked_at + timedelta(hours=4)

    def cause_of(self, stored: Mapping[str, Any] | None, now: datetime) -> str:
        return str((stored or {}).get("cause", "unknown"))


READ = Read()


def somebody(db: Connection, name: str, channel: str = "web", snoozed: timedelta | None = None, **values: Any) -> int:
    """A learner who was heard an hour ago, at a step since then; `values` are columns."""
    known = {
        "token": name.ljust(32, "0"), "language": "nl", "created_at": NOW, "heard_at": NOW - timedelta(hours=1),
        "step": "claim.find_card", "since": NOW - timedelta(hours=1), "milestone": "claimed",
    }  # fmt: skip
    made = db.execute(learners.insert().values({**known, **values}).returning(learners.c.id)).scalar_one()
    db.execute(addresses.insert().values(learner_id=made, channel=channel, external_id=name, used_at=NOW))
    if snoozed:
        db.execute(cases_table.insert().values(learner_id=made, snoozed_until=NOW + snoozed))
    return made


def names(page: Page) -> list[str]:
    return [one.token.rstrip("0") for one in page.cases]


def look(db: Connection, tab: Any = "all", by: Member = ALL, **wanted: Any) -> list[str]:
    return names(cases.page(db, by, Wanted(tab, **wanted), AT, READ))


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def test_who_waits_longest_comes_first_with_the_promised_time(db: Connection) -> None:
    somebody(db, "new", owner="staff", waiting_since=ago(minutes=5))
    somebody(db, "old", owner="staff", waiting_since=ago(hours=3))
    somebody(db, "helped", owner="Noor")
    page = cases.page(db, ALL, Wanted("waiting"), AT, READ)
    assert names(page) == ["old", "new"]
    assert [one.answer_by for one in page.cases] == [NOW + timedelta(hours=1), NOW + timedelta(hours=4, minutes=-5)]
    assert cases.count(db, ALL, Wanted("waiting"), AT) == (2, False)


def test_who_is_stuck_comes_by_what_is_most_urgent_and_only_once(db: Connection) -> None:
    somebody(db, "fine")
    somebody(db, "silent", since=ago(days=9), heard_at=ago(days=9))
    somebody(db, "lost", misses=2)
    somebody(db, "both", misses=3, deadline=AT.day + timedelta(days=7))
    somebody(db, "soon", deadline=AT.day, step="common.stopped")
    somebody(db, "later", deadline=AT.day + timedelta(days=8))
    somebody(db, "too late", deadline=AT.day - timedelta(days=1))
    somebody(db, "ready", since=ago(days=9), ended=True, misses=2)
    somebody(db, "paused", since=ago(days=9), misses=2, step="common.stopped")
    somebody(db, "gone", since=ago(days=31), heard_at=ago(days=31))
    somebody(db, "with Noor", misses=2, owner="Noor")
    somebody(db, "snoozed", misses=2, snoozed=timedelta(days=1))
    somebody(db, "woke up", misses=2, snoozed=-timedelta(minutes=1), heard_at=ago(minutes=2))
    page = cases.page(db, ALL, Wanted("stuck"), AT, READ)
    assert names(page) == ["soon", "both", "woke up", "lost", "silent"]
    assert [one.stuck for one in page.cases] == ["deadline", "deadline", "not_understood", "not_understood", "too_long"]
    assert set(PAUSED) <= {path for path, _ in FLOWS.paths()}


def test_what_the_list_says_of_somebody_is_what_their_own_line_says(db: Connection) -> None:
    chance = random.Random(8)
    for number in range(120):
        spans = [timedelta(days=chance.choice((0, 2, 3, 5, 29, 32)), hours=1) for _ in range(2)]
        somebody(
            db,
            f"{number:04x}",
            since=NOW - max(spans),
            heard_at=NOW - min(spans),
            misses=chance.choice((0, 1, 2, 4)),
            deadline=chance.choice((None, *(AT.day + timedelta(days=days) for days in (-1, 0, 7, 8)))),
            ended=chance.random() < 0.2,
            owner=chance.choice((None, None, "Noor")),
            step=chance.choice(("claim.find_card", "common.stopped")),
            snoozed=chance.choice((None, timedelta(days=1), -timedelta(days=1))),
        )
    every = db.execute(select(learners.c.token)).scalars().all()
    alone = {token: cases.one(db, ALL, token, AT, READ) for token in every}
    stuck = {token for token, one in alone.items() if one and one.stuck}
    page = cases.page(db, ALL, Wanted("stuck"), AT, READ, most=200)
    assert {one.token for one in page.cases} == stuck
    assert len(page.cases) == len(stuck) > 20
    assert all(one == alone[one.token] for one in page.cases)


def test_pages_follow_each_other_without_a_gap_or_a_double(db: Connection) -> None:
    for number in range(23):
        days = number % 3
        somebody(db, f"{number:02x}", misses=number % 4, deadline=AT.day + timedelta(days=days) if days else None)
    for tab in TABS:
        whole = look(db, tab)
        found, after = [], ""
        while True:
            page = cases.page(db, ALL, Wanted(tab), AT, READ, after, most=4)
            found += names(page)
            if not (after := page.after):
                break
        assert found == whole, tab
    for odd in ("x", "9.1.1", "0.99999999999999999999.1", "-1.5.5", "0.1"):
        assert names(cases.page(db, ALL, Wanted("bot"), AT, READ, odd)) == look(db, "bot")


def test_filters_and_tabs_say_which_conversations(db: Connection) -> None:
    db.execute(staff.insert().values(id=1, email="noor@example.org", name="Noor", role="agent", created_at=NOW))
    somebody(db, "web", step="eduid.log_in", language="en", institution="HU")
    somebody(db, "mail", channel="email", deadline=AT.day - timedelta(days=1))
    mine = somebody(db, "mine", owner="Noor", deadline=AT.day + timedelta(days=20), institution="HU")
    somebody(db, "ready", ended=True)
    db.execute(cases_table.insert().values(learner_id=mine, staff_id=1))
    number = db.execute(labels.insert().values(name="storing").returning(labels.c.id)).scalar_one()
    db.execute(labelled.insert().values(learner_id=mine, label_id=number))
    assert (look(db, "mine"), look(db, "done"), look(db, "bot")) == (["mine"], ["ready"], ["mail", "web"])
    assert look(db, channel="email") == look(db, deadline="passed") == ["mail"]
    assert look(db, flow="eduid") == look(db, language="en") == ["web"]
    assert look(db, label=number) == look(db, deadline="month") == ["mine"]
    assert (look(db, institution="HU"), look(db, deadline="none")) == (["mine", "web"], ["ready", "web"])
    assert look(db, institution="HU", channel="email") == []
    one = cases.page(db, ALL, Wanted("mine"), AT, READ).cases[0]
    assert (one.assignee, one.labels, one.owner, one.institution) == (1, ("storing",), "Noor", "HU")
    assert cases.institutions(db, ALL) == ["HU"]


def test_who_is_bound_to_institutions_meets_no_others_anywhere(db: Connection) -> None:
    old = ago(days=9)
    for number, place in enumerate(("HU", "UvA", "UM", None, "HU")):
        somebody(db, f"{number:x}bot", institution=place, heard_at=ago(hours=number + 1), since=old, misses=2)
        somebody(db, f"{number:x}wait", institution=place, owner="staff", waiting_since=ago(hours=number + 1))
        somebody(db, f"{number:x}done", institution=place, ended=True, heard_at=ago(hours=number + 1))
    assert look(db, "waiting", BOUND) == ["4wait", "1wait", "0wait"]
    assert look(db, "stuck", BOUND) == look(db, "bot", BOUND) == ["0bot", "1bot", "4bot"]
    assert look(db, "done", BOUND) == ["0done", "1done", "4done"]
    assert len(look(db, "all", BOUND)) == 9
    assert look(db, "all", BOUND, institution="UM") == []
    assert look(db, "all", BOUND, institution="UvA", deadline="none") == ["1wait", "1done", "1bot"]
    assert cases.count(db, BOUND, Wanted("stuck"), AT) == (3, False)
    assert cases.count(db, BOUND, Wanted("stuck"), AT, most=2) == (2, True)
    assert cases.one(db, BOUND, "2bot".ljust(32, "0"), AT, READ) is None
    assert cases.named(db, BOUND, "3bot") == "" != cases.named(db, ALL, "3bot")
    assert cases.at_milestones(db, BOUND, ["claimed", "public"], AT) == {"claimed": 6, "public": 0}
    assert cases.at_milestones(db, ALL, ["claimed"], AT) == {"claimed": 10}
    assert cases.institutions(db, BOUND) == ["HU", "UvA"]
    assert "UM" in cases.institutions(db, ALL)
    somebody(db, "0d9f9")
    assert cases.named(db, ALL, "0d9") == cases.named(db, ALL, "0d9f9") == "0d9f9".ljust(32, "0")
    assert cases.named(db, ALL, "0") == ""


@pytest.mark.parametrize("by", [ALL, BOUND], ids=["all", "bound"])
def test_the_lists_are_led_by_indexes(db: Connection, by: Member) -> None:
    for tab in TABS:
        assert scans(db, cases.page, by, Wanted(tab), AT, READ) == [], tab
        assert scans(db, cases.page, by, Wanted(tab, institution="HU", channel="web", label=1), AT, READ) == []
    assert scans(db, cases.at_milestones, by, ["claimed"], AT) == []
    assert scans(db, cases.named, by, "0123abcd") == []
    assert scans(db, cases.institutions, by) == []
    assert scans(db, cases.one, by, "0" * 32, AT, READ) == []


def test_a_case_is_known_whole(db: Connection) -> None:
    state = {"facts": {"badge": "Python"}, "cause": "expired"}
    somebody(db, "sam", state=state, deadline=date(2026, 12, 24), institution="HU")
    found = cases.one(db, ALL, "sam".ljust(32, "0"), AT, READ)
    assert found is not None
    told = (found.badge, found.cause, found.deadline, found.channel, found.milestone, found.stuck)
    assert told == ("Python", "expired", date(2026, 12, 24), "web", "claimed", "")
    assert isinstance(found, Case)
    assert found.answer_by is found.assignee is found.snoozed_until is None


async def test_who_was_there_before_is_looked_for_as_who_comes_now(stand: Stand) -> None:
    said = {"sam": ("hallo", "verder", "zzzz qqq"), "kim": ("hallo",), "lee": ("hallo", "verder", "ja", "medewerker")}
    for name, words in said.items():
        for one in words:
            await stand.hears(one, Address("fake", name))
    columns = ("step", "milestone", "institution", "deadline", "misses", "ended")
    wanted = select(learners.c.state, *(learners.c[name] for name in columns)).order_by(learners.c.id)

    def claimed(db: Connection) -> None:
        state = db.execute(wanted).first().state  # type: ignore[union-attr]
        known = {"institution": "HU", "deadline": "2026-12-24"}
        for name, done in (("safe", {"eduid": "word", "claimed": "proof"}), ("skipped", {"claimed": "skipped"})):
            before = State.load(state).but(facts=known, done=done, misses=3)
            columns = stand.turns.place({}, before, NOW)
            made = {"token": name, "language": "nl", "created_at": NOW, "state": before.dump(), **columns}
            db.execute(learners.insert().values(made))

    def before_the_columns(db: Connection) -> None:
        nothing = {"step": None, "milestone": None, "institution": None, "deadline": None, "misses": 0, "ended": False}
        db.execute(learners.update().values(nothing))
        db.execute(text(PLACES[db.dialect.name]), {"first": 1, "last": 100})

    await stand.database.write(claimed)
    kept = await stand.all(wanted)
    assert [(row.milestone, row.deadline) for row in kept[-2:]] == [("name", None), ("eduid", date(2026, 12, 24))]
    await stand.database.write(before_the_columns)
    assert await stand.all(wanted) == kept
