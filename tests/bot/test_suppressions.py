"""The gate: to whom a letter may leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.ports import Bounced
from bot.store import suppressions
from bot.store.secrets import Box
from bot.store.tables import suppressions as table
from tests.plans import scans

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
BOX = Box("a key for tests")
SAM = "Sam@Example.org"


def why(db: Connection, *, asked: bool = False, after: timedelta = timedelta()) -> str:
    return suppressions.why_not(db, BOX, SAM, NOW + after, asked=asked)


def bounce(db: Connection, how: str, after: timedelta = timedelta()) -> str:
    return suppressions.bounced(db, BOX, Bounced(SAM.lower(), how), NOW + after)  # type: ignore[arg-type]


def test_a_mailbox_that_does_not_exist_gets_nothing_more(db):
    assert why(db) == ""
    assert bounce(db, "gone") == "gone"
    assert (why(db), why(db, asked=True)) == ("gone", "gone")
    suppressions.opened(db, BOX, SAM, "gone", "full")  # they wrote from it
    assert why(db) == ""


@pytest.mark.parametrize("reason", ["complained", "unsubscribed", "not_me"])
def test_whoever_wants_no_mail_still_gets_answers(db, reason):
    suppressions.close(db, BOX, SAM, reason, NOW)
    assert (why(db), why(db, asked=True)) == (reason, "")
    assert why(db, after=timedelta(days=900)) == reason
    suppressions.opened(db, BOX, SAM, "gone", "full")
    assert why(db) == reason


def test_unsubscribing_is_taken_back(db):
    suppressions.close(db, BOX, SAM, "unsubscribed", NOW)
    suppressions.opened(db, BOX, SAM, "unsubscribed")
    assert why(db) == ""


def test_a_full_mailbox_is_left_alone_for_a_week_at_the_third_time(db):
    day = timedelta(days=1)
    assert bounce(db, "full") == ""
    assert bounce(db, "full", day) == ""
    assert why(db, after=day) == ""
    assert bounce(db, "full", 2 * day) == "full"
    assert (why(db, after=3 * day), why(db, asked=True, after=3 * day)) == ("full", "")
    assert why(db, after=9.5 * day) == ""
    assert bounce(db, "full", 10 * day) == ""  # counted anew


def test_full_now_and_then_is_nothing(db):
    for days in range(0, 40, 2):
        assert bounce(db, "full", timedelta(days=days)) == ""


def test_how_we_send_says_nothing_of_them(db):
    assert bounce(db, "refused") == ""
    assert why(db) == ""


def test_the_weightier_reason_stays(db):
    suppressions.close(db, BOX, SAM, "not_me", NOW)
    for how in ("full", "complained"):
        bounce(db, how)
    suppressions.close(db, BOX, SAM, "unsubscribed", NOW)
    assert why(db) == "not_me"
    assert bounce(db, "gone") == "gone"


def test_nobody_gets_more_than_so_many_in_an_hour_whatever_happens(db):
    let_through = []
    for minute in range(0, 180):
        moment = timedelta(minutes=minute)
        if not why(db, asked=True, after=moment):
            suppressions.count(db, BOX, SAM, NOW + moment)
            let_through.append(minute)
    for start in range(120):
        within = [minute for minute in let_through if start <= minute < start + 60]
        assert len(within) <= suppressions.BURST + suppressions.AN_HOUR
    assert why(db, asked=True, after=timedelta(minutes=181)) in ("", "too_many")
    assert suppressions.why_not(db, BOX, "kim@example.org", NOW, asked=False) == ""


def test_of_a_mailbox_only_a_mark_is_kept(db):
    suppressions.close(db, BOX, SAM, "gone", NOW)
    (row,) = db.execute(select(table)).all()
    assert "sam" not in row.mailbox.lower()
    assert "@" not in row.mailbox


def test_the_gate_looks_by_key(db):
    assert scans(db, lambda db: suppressions.why_not(db, BOX, SAM, NOW, asked=True)) == []
    assert scans(db, suppressions.count, BOX, SAM, NOW) == []
    assert scans(db, suppressions.bounced, BOX, Bounced(SAM, "full"), NOW) == []
