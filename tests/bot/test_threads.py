"""Threads of letters: each goes on from the one before, under one subject."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.ports import Address, Thread, base_subject
from bot.store import conversations, threads
from tests.plans import scans

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def here(db: Connection) -> int:
    return conversations.at_address(db, Address("email", "sam@example.org"), "nl", NOW).address_id


def test_a_thread_that_we_begin_keeps_its_subject(db, here):
    assert threads.of(db, here) == Thread()
    threads.sent(db, here, Thread("Je edubadge"), "<1@us>")
    threads.heard(db, here, "<a@them>", answers=["<1@us>"], subject="Antw: Re: Je edubadge")
    assert threads.of(db, here) == Thread("Je edubadge", ("<1@us>", "<a@them>"))
    threads.sent(db, here, threads.of(db, here), "<2@us>")
    assert threads.of(db, here) == Thread("Je edubadge", ("<1@us>", "<a@them>", "<2@us>"))


def test_one_that_they_begin_is_answered_under_their_subject(db, here):
    threads.heard(db, here, "<a@them>", subject="RE: FW: Vraag over mijn badge")
    assert threads.of(db, here) == Thread("Vraag over mijn badge", ("<a@them>",))


def test_of_a_stranger_not_even_the_subject_is_quoted(db, here):
    threads.heard(db, here, "<a@them>")
    assert threads.of(db, here) == Thread("", ("<a@them>",))
    threads.sent(db, here, Thread("Je bericht", ("<a@them>",)), "<1@us>")
    assert threads.of(db, here) == Thread("Je bericht", ("<a@them>", "<1@us>"))


def test_one_letter_from_outside_is_answered_and_does_not_rename_the_thread(db, here):
    threads.sent(db, here, Thread("Je edubadge"), "<1@us>")
    threads.heard(db, here, "<b@them>", answers=["<z@else>"], subject="Iets anders")
    assert threads.of(db, here) == Thread("Je edubadge", ("<z@else>", "<b@them>"))
    threads.heard(db, here, "<c@them>", subject="Nog iets")
    assert threads.of(db, here).subject == "Je edubadge"


def test_who_answers_in_the_thread_under_another_subject_renames_it(db, here):
    threads.sent(db, here, Thread("Je edubadge"), "<1@us>")
    threads.heard(db, here, "<b@them>", answers=["<1@us>"], subject="Iets anders")
    assert threads.of(db, here) == Thread("Iets anders", ("<1@us>", "<b@them>"))


def test_what_they_wrote_while_ours_was_on_its_way_is_what_is_answered_next(db, here):
    threads.sent(db, here, Thread("Je edubadge"), "<1@us>")
    before = threads.of(db, here)
    threads.heard(db, here, "<a@them>", answers=["<1@us>"])
    threads.sent(db, here, before, "<2@us>")
    assert threads.of(db, here).answers == ("<1@us>", "<2@us>", "<a@them>")


def test_of_a_long_thread_the_first_and_the_newest_are_named(db, here):
    threads.sent(db, here, Thread("Je edubadge"), "<0@us>")
    for number in range(1, 30):
        threads.heard(db, here, f"<{number}@them>", answers=["<0@us>"])
    answers = threads.of(db, here).answers
    assert len(answers) == threads.MOST_ANSWERED
    assert (answers[0], answers[-1]) == ("<0@us>", "<29@them>")


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Re: Je edubadge", "Je edubadge"),
        ("ANTW: Fwd: [uni] Je edubadge", "[uni] Je edubadge"),
        ("Re[2]: x", "x"),
        ("Regel: niet weg", "Regel: niet weg"),
        ("Re: a\r\n Bcc: kim@example.org", "a Bcc: kim@example.org"),
        ("", ""),
        ("re: " * 5000, ""),
    ],
)
def test_what_stands_before_a_subject_is_taken_off(subject, base):
    assert base_subject(subject)[:60] == base


def test_a_thread_is_found_by_its_key(db, here):
    assert scans(db, threads.heard, here, "<a@them>") == []
    assert scans(db, threads.sent, here, Thread("x"), "<1@us>") == []
