"""What is read in mails of real shapes: nearly all exactly, no word of a learner lost, nobody's taken for another's.

The reader was not made with those of `held_out`, and no rule is to be made by them.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import pytest

from bot.ports import Written
from integrations.email.reading import read_mail
from tests.email.corpus import AUTHSERV_ID, LETTERS, Mail, mails, paragraphs, same

MAILS = {"known": mails("known"), "held_out": mails("held_out")}
EXACT = 0.97

each = pytest.mark.parametrize("mail", [*MAILS["known"], *MAILS["held_out"]], ids=str)


@cache
def _read(raw: bytes) -> tuple[str, str, str, Written]:
    return read_mail(raw, mailbox="badges@uni.example", authserv_id=AUTHSERV_ID)


def read(mail: Mail) -> tuple[str, str, Written]:
    """The sender, the guessed language, and what the mail says."""
    _, sender, language, written = _read(mail.raw)
    return sender, language, written


def speaks_for_the_learner(sender: str, written: Written) -> bool:
    """As a turn decides: no machine, proven, and with a letter of ours that went to the sender, or none at all."""
    marks = LETTERS.found([*written.to, *written.answers])
    fits = not marks or any(LETTERS.holds(mark, sender) for mark in marks)
    return fits and written.proof == "pass" and not written.automatic


@pytest.mark.parametrize("which", MAILS)
def test_what_a_learner_wrote_is_read_exactly_in_nearly_all(which: str) -> None:
    told = [mail for mail in MAILS[which] if "text" in mail.expected]
    wrong = [mail.name for mail in told if not same(read(mail)[2].text, mail.expected["text"])]
    assert told
    assert len(told) - len(wrong) >= EXACT * len(told), wrong


@each
def test_no_word_of_a_learner_is_lost(mail: Mail) -> None:
    lost = mail.expected.get("lost", [])
    text = " ".join(paragraphs(read(mail)[2].text))
    missing = [words for words in ([lost] if isinstance(lost, str) else lost) if " ".join(words.split()) not in text]
    assert missing == []


@each
def test_what_is_forged_or_answers_for_somebody_else_does_not_speak_for_the_learner(mail: Mail) -> None:
    sender, _, written = read(mail)
    if "accepted" in mail.expected:
        assert speaks_for_the_learner(sender, written) == mail.expected["accepted"]


@each
def test_everything_else_is_as_it_is(mail: Mail) -> None:
    sender, language, written = read(mail)
    found = {**asdict(written), "sender": sender, "language": language}
    expected = dict(mail.expected)
    automatic = expected.pop("automatic", found["automatic"])
    assert found["automatic"] in (automatic if isinstance(automatic, list) else [automatic])
    for name in ("answers", "files"):
        found[name] = list(found[name])
    found["bounced"] = list(found["bounced"])
    if "bounced" in expected:
        expected["bounced"] = [{"letter": "", **each} for each in expected["bounced"]]
    if not language:
        expected.pop("language", None)  # a guess: rather none than a wrong one
    held = found.keys() & expected.keys() - {"text"}
    assert {name: found[name] for name in held} == {name: expected[name] for name in held}
