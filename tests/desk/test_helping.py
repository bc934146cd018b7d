"""What staff do with conversations, on both databases: whose each is, what is said in it, who else looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.conversation.nodes import Span
from bot.ports import Address
from bot.store import conversations, helping, libpq, logins, privacy, staff
from bot.store.conversations import Talk
from bot.store.staff import Member

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def kim(db: Connection) -> Talk:
    if db.dialect.name == "postgresql":
        libpq.hook(db.engine)  # as the program's own connections are
    return conversations.at_address(db, Address("web", "kim"), "nl", NOW)


@pytest.fixture
def noor(db: Connection) -> Member:
    return staff.add(db, "noor@desk.example", "Noor", "agent", None, NOW)


def test_lines_come_a_page_at_a_time_in_their_order_with_their_channel(db: Connection, kim: Talk) -> None:
    for number in range(150):
        conversations.add_heard(db, kim, f"{number}", NOW, "heard")
    conversations.set_card(db, kim, (Span("a card"),), NOW)
    newest, more = helping.lines(db, kim.learner)
    assert ([row.body[0][0] for row in newest], more) == ([str(number) for number in range(50, 150)], True)
    older, more = helping.lines(db, kim.learner, before=newest[0].id)
    assert ([row.body[0][0] for row in older], more) == ([str(number) for number in range(50)], False)
    first, more = helping.lines(db, kim.learner, after=older[0].id)
    assert ([row.body[0][0] for row in first], more) == ([str(number) for number in range(1, 101)], True)
    assert {row.channel for row in newest} == {"web"}
    assert helping.first_shown(db, kim.learner) == newest[0].id
    assert helping.last_line(db, kim.learner) == newest[-1].id


def test_only_what_others_said_is_news_to_who_replies(db: Connection, kim: Talk) -> None:
    seen = 0
    for what, is_news in (("in", True), ("bot", False), ("staff", True), ("note", False)):
        if what == "in":
            conversations.add_heard(db, kim, "hoi", NOW, "heard")
        elif what == "note":
            conversations.add_note(db, kim, "hoi", NOW, "Noor")
        else:
            conversations.add_message(db, kim, (Span("hoi"),), NOW, "sent", (), "Noor" if what == "staff" else None)
        assert helping.newer(db, kim.learner, seen) is is_news, what
        seen = helping.last_line(db, kim.learner)
        assert not helping.newer(db, kim.learner, seen)


def test_a_member_finds_the_conversations_of_their_institutions_alone(db: Connection, kim: Talk, noor: Member) -> None:
    assert helping.of_token(db, kim.token, noor) is not None
    bound = Member(9, "x@desk.example", "X", "agent", ("X",))
    assert helping.of_token(db, kim.token, bound) is None  # of whom nothing is known
    conversations.save(db, kim, institution="X")
    found = helping.of_token(db, kim.token, bound)
    assert found is not None
    assert (found.learner, found.institution, found.staff_id) == (kim.learner, "X", None)
    privacy.wipe(db, kim.learner)
    assert helping.of_token(db, kim.token, bound) is None


def test_what_is_of_a_case_goes_with_its_learner(db: Connection, kim: Talk, noor: Member) -> None:
    helping.make_label(db, "spoed")
    (label,) = helping.all_labels(db)
    assert helping.label(db, kim.learner, label.id)
    assert helping.label(db, kim.learner, label.id)
    assert [one.count for one in helping.all_labels(db)] == [1]
    assert helping.assign(db, kim.learner, noor)
    helping.snooze(db, kim.learner, NOW + timedelta(hours=1))
    found = helping.of_token(db, kim.token, noor)
    assert found is not None
    assert (found.staff_id, found.snoozed_until) == (noor.id, NOW + timedelta(hours=1))
    assert privacy.export(db, kim.learner)["labels"] == ["spoed"]
    privacy.erase(db, kim.learner)
    assert [one.count for one in helping.all_labels(db)] == [0]


def test_who_looks_is_known_until_the_heartbeat_ends(db: Connection, kim: Talk, noor: Member) -> None:
    lidia = staff.add(db, "lidia@desk.example", "Lidia", "lead", None, NOW)
    helping.here(db, kim.learner, noor.id, NOW, types=True)
    helping.here(db, kim.learner, lidia.id, NOW, types=False)
    assert helping.others_here(db, kim.learner, lidia.id, NOW) == [("Noor", True)]
    assert helping.others_here(db, kim.learner, lidia.id, NOW + helping.TYPING) == [("Noor", False)]
    assert helping.others_here(db, kim.learner, noor.id, NOW + helping.HERE) == []


def test_who_leaves_one_page_is_there_still_as_long_as_another_of_theirs_says_so(
    db: Connection, kim: Talk, noor: Member
) -> None:
    beat = timedelta(seconds=10)

    def there(at: datetime) -> list[tuple[str, bool]]:
        return list(helping.others_here(db, kim.learner, 0, at))

    helping.here(db, kim.learner, noor.id, NOW, types=False, gone=True)
    assert there(NOW) == []
    helping.here(db, kim.learner, noor.id, NOW, types=False)
    helping.here(db, kim.learner, noor.id, NOW, types=False, gone=True)
    assert there(NOW + beat) == [("Noor", False)]
    assert there(NOW + helping.LEAVES) == []
    helping.here(db, kim.learner, noor.id, NOW + beat, types=False)
    assert there(NOW + helping.LEAVES) == [("Noor", False)]


def test_a_letter_goes_to_a_mailbox_of_nobody_else(db: Connection, kim: Talk) -> None:
    conversations.at_address(db, Address("email", "sam@mail.example"), "nl", NOW)
    assert helping.mailbox_for(db, kim.learner) is None
    assert not helping.goes_on_at(db, kim.learner, "sam@mail.example", NOW)
    later = NOW + timedelta(minutes=1)
    assert helping.goes_on_at(db, kim.learner, "kim@mail.example", later)
    assert helping.goes_on_at(db, kim.learner, "kim@mail.example", later)
    talk = conversations.of_learner(db, kim.learner)
    assert talk is not None
    assert talk.address == Address("email", "kim@mail.example")
    assert helping.mailbox_for(db, kim.learner) == "kim@mail.example"


def test_canned_replies_and_labels_have_one_name_each(db: Connection) -> None:
    assert helping.keep_canned(db, "Hallo", "Hoi", "Hi")
    assert not helping.keep_canned(db, "Hallo", "Dag", "Hello")
    (kept,) = helping.canned(db)
    assert helping.keep_canned(db, "Hallo", "Dag", "Hello", kept.id)
    assert [(one.nl, one.en) for one in helping.canned(db)] == [("Dag", "Hello")]
    assert not helping.keep_canned(db, "Anders", "a", "b", kept.id + 1)
    assert helping.drop_canned(db, kept.id)
    assert helping.make_label(db, "spoed")
    assert not helping.make_label(db, "spoed")
    assert helping.drop_label(db, helping.all_labels(db)[0].id)
    assert helping.all_labels(db) == []


def test_what_was_said_before_two_conversations_became_one_is_in_the_timeline(db: Connection, kim: Talk) -> None:
    conversations.add_heard(db, kim, "op het web", NOW, "heard")
    other = conversations.at_address(db, Address("telegram", "7"), "nl", NOW)
    conversations.add_heard(db, other, "op Telegram", NOW, "heard")
    logins.join(db, other.address_id, other.learner, kim.learner, NOW, speaks=False)
    conversations.add_heard(db, kim, "samen", NOW, "heard")
    rows, _ = helping.lines(db, kim.learner)
    assert [(row.channel, row.body[0][0]) for row in rows] == [
        ("web", "op het web"), ("telegram", "op Telegram"), ("web", "samen"),
    ]  # fmt: skip
    assert helping.first_shown(db, kim.learner) == rows[0].id
    assert helping.line(db, kim.learner, rows[1].id) is not None
