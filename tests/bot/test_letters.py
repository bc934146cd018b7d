"""The signed addresses and ids of letters: they lead back to a conversation, and to nobody else's."""

from __future__ import annotations

import pytest

from bot.letters import LONGEST_DOMAIN, LONGEST_LOCAL_PART, LONGEST_TOKEN, Letters
from bot.store import tables
from bot.store.secrets import Box

MAILBOX = "sam@example.org"


@pytest.fixture
def letters() -> Letters:
    return Letters(Box("a key for tests"), "Badges@Uni.example")


@pytest.mark.parametrize("kind", ["reply", "bounce", "unsubscribe"])
@pytest.mark.parametrize("talk", [0, 1, 31, 32, 2**63 - 1])
def test_an_address_leads_back_to_its_conversation(letters: Letters, kind, talk):
    address = letters.address(kind, talk, MAILBOX)
    assert address == address.lower()
    assert len(address.partition("@")[0]) <= LONGEST_LOCAL_PART
    assert len(address.partition("@")[0]) <= len("badges") + LONGEST_TOKEN
    (mark,) = letters.found(["else@uni.example", address.upper(), address])
    assert (mark.kind, mark.talk) == (kind, talk)
    assert letters.holds(mark, "Sam@Example.org")


def test_the_id_of_a_letter_leads_back_too(letters: Letters):
    own = letters.id(77, 12, MAILBOX)
    assert own == letters.id(77, 12, MAILBOX)
    (mark,) = letters.found(["<else@uni.example>", own])
    assert (mark.kind, mark.talk, mark.letter) == ("letter", 12, 77)
    assert letters.holds(mark, MAILBOX)


def test_what_was_given_out_for_one_mailbox_conversation_or_purpose_holds_for_no_other(letters: Letters):
    (mark,) = letters.found([letters.address("reply", 12, MAILBOX)])
    assert not letters.holds(mark, "kim@example.org")
    for forged in (
        letters.address("reply", 12, MAILBOX).replace("+rm.", "+rn."),
        letters.address("reply", 12, MAILBOX).replace("+rm.", "+bm."),
        Letters(Box("another key"), "badges@uni.example").address("reply", 12, MAILBOX),
    ):
        (other,) = letters.found([forged])
        assert not letters.holds(other, MAILBOX)


@pytest.mark.parametrize(
    "text", ["", "@", "badges@uni.example", "badges+r@uni.example", "a+ra.b@uni.example", "x" * 9999]
)
def test_what_is_not_ours_is_nothing(letters: Letters, text):
    assert letters.found([text]) == []
    assert letters.found(["badges+ra." + "a" * 26 + "@elsewhere.example"]) == []


def test_the_longest_id_has_room_where_it_is_kept():
    letters = Letters(Box("a key for tests"), f"badges@{'x' * LONGEST_DOMAIN}")
    assert len(letters.id(2**63 - 1, 2**63 - 1, MAILBOX)) <= tables.messages.c.provider_id.type.length


def test_its_own_mailboxes_are_known(letters: Letters):
    assert letters.is_ours("BADGES@uni.example")
    assert letters.is_ours(letters.address("bounce", 1, MAILBOX))
    assert not letters.is_ours("badge@uni.example")
    assert not letters.is_ours("badges@uni.example.org")


def test_a_choice_is_offered_in_one_letter_to_one_mailbox(letters: Letters):
    word = letters.choice(77, "2", MAILBOX)
    choice = letters.chosen(word)
    assert choice is not None
    assert (choice.letter, choice.choice) == (77, "2")
    assert letters.offered(choice, MAILBOX.upper())
    assert not letters.offered(choice, "kim@example.org")
    for changed in (word.replace(".2.", ".1."), letters.choice(78, "2", MAILBOX).replace("co.", "cn.")):
        other = letters.chosen(changed)
        assert other is not None
        assert not letters.offered(other, MAILBOX)
    for odd in ("", "a.b.c", word + "x", "x" * 999, word.replace(".2.", ".../.")):
        assert letters.chosen(odd) is None


def test_the_word_to_unsubscribe_names_its_mailbox_to_us_alone(letters: Letters):
    word = letters.unsubscribing(MAILBOX)
    assert letters.unsubscribed(word) == MAILBOX
    assert "sam" not in word
    assert "=" not in word
    assert Letters(Box("another key"), "badges@uni.example").unsubscribed(word) == ""
    for odd in ("", "x", word[:-4], "é"):
        assert letters.unsubscribed(odd) == ""
