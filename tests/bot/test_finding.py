"""Finding conversations: the same on both databases, by words said and by whose they are, as far as one may."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.store import finding, logins, privacy
from bot.store.finding import Found, Settling, asked, find, note_some, words
from bot.store.tables import addresses, awards, cursors, joins, learners, messages, terms
from tests.plans import scans

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = ("text", "person")


def somebody(db: Connection, name: str, *said: str, channel: str = "email", at: str = "") -> int:
    values = {"token": name.ljust(32, "0"), "language": "nl", "created_at": NOW, "heard_at": NOW}
    made = db.execute(learners.insert().values(values).returning(learners.c.id)).scalar_one()
    external = at or f"{name}@voorbeeld.example"
    db.execute(addresses.insert().values(learner_id=made, channel=channel, external_id=external, used_at=NOW))
    for one in said:
        says(db, made, one)
    return made


def says(db: Connection, learner: int, text: str, direction: str = "in", author: str | None = None) -> None:
    row = {"direction": direction, "body": [[text]], "at": NOW, "delivery": "heard", "author": author}
    db.execute(messages.insert().values(learner_id=learner, **row))


def index(db: Connection) -> None:
    while note_some(db, finding.newest(db)) > 0:
        pass


def who(db: Connection, query: str, kinds: Any = BOTH) -> set[int]:
    found = find(db, asked(query), kinds)
    if found.has is not None:
        return set(db.execute(select(learners.c.id).where(found.has(learners.c.id))).scalars())
    return set(found.among or ())


def test_words_are_alike_whatever_their_case_and_accents() -> None:
    assert list(words("Ik zie het CAFÉ niet: a 42 ﬁets!")) == ["ik", "zie", "het", "cafe", "niet", "42", "fiets"]
    assert list(words("<Kim.de-Wit@HU.nl>,")) == ["kim.de-wit@hu.nl", "kim", "de", "wit", "hu", "nl"]
    assert [(one.text, one.begins) for one in asked("Mijn Kim@HU.nl badg")] == [
        ("mijn", False), ("kim@hu.nl", False), ("badg", True),
    ]  # fmt: skip
    assert asked("  ?! a ") == ()
    assert len(asked("woord " * 50 + "nog een")) <= finding.MOST_ASKED
    assert [len(one) for one in words("x" * 99)] == [finding.LONGEST]


@pytest.mark.parametrize("character", [chr(number) for number in range(128)], ids=ascii)
def test_only_letters_and_digits_are_in_words_whatever_stands_beside_them(character: str) -> None:
    word = f"ab{character}12".lower()
    expected = [word] if character.isalnum() else ["ab", "12"]
    if character == "@":
        expected = ["ab@12", *expected]
    assert list(words(word.upper())) == expected
    assert list(words(f"{word}ж".upper()))[-1:] == [f"{word}ж" if character.isalnum() else "12ж"]


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "said just now"])
def test_all_words_are_in_the_conversation_and_the_last_may_be_a_beginning(db: Connection, indexed: bool) -> None:
    kim = somebody(db, "kim", "Mijn badge staat er niet", "Het scherm is één grote vlek")
    lee = somebody(db, "lee", "Mijn badge staat er wel")
    says(db, lee, "Dit zegt de gids over een vlek", "out")
    says(db, lee, "Zal ik meekijken?", "out", author="Noor")
    says(db, lee, "Belde over een duplicaat", "note", author="Noor")
    says(db, lee, "[een wachtwoord]")
    if indexed:
        index(db)
    assert who(db, "mijn badge") == {kim, lee}
    assert who(db, "VLEK badge") == who(db, "een groot") | who(db, "grote badg") == {kim}
    assert who(db, "vle mijn") == set()  # only the last word may be a beginning
    assert who(db, "meekijk") == who(db, "dupli") == {lee}
    assert who(db, "wachtwoord") == who(db, "gids") == set()


def test_what_is_half_indexed_is_found_whole(db: Connection) -> None:
    kim = somebody(db, "kim", "Mijn badge staat er niet")
    index(db)
    says(db, kim, "Nu zie ik een spinner")
    assert who(db, "badge spinner") == who(db, "spinner badg") == {kim}
    assert who(db, "spinner lee") == set()


def test_people_are_found_by_who_may_see_who_they_are(db: Connection) -> None:
    kim = somebody(db, "kim.wit", "Hallo")
    lee = somebody(db, "x7f3", "Hallo kim", channel="web")
    given = {"badge": "Python", "source": "test", "created_at": NOW, "eppn": "l.jansen@uva.example"}
    db.execute(awards.insert().values(learner_id=lee, **given))
    index(db)
    assert who(db, "kim.wit@voorbeeld.example") == who(db, "wit") == who(db, "kim wit") == {kim}
    assert who(db, "jansen") == who(db, "l.jansen@uva") == {lee}
    assert who(db, "wit", ["text"]) == who(db, "jansen", ["text"]) == who(db, "kim", []) == set()
    assert (who(db, "kim", ["text"]), who(db, "kim", ["person"]), who(db, "kim")) == ({lee}, {kim}, {kim, lee})
    assert who(db, "x7f3") == set()  # a number of our own
    db.execute(addresses.update().where(addresses.c.learner_id == kim).values(external_id="kim@nieuw.example"))
    says(db, kim, "Ik heb een nieuw adres")
    index(db)
    assert who(db, "kim.wit@voorbeeld.example") == set() != who(db, "kim@nieuw.example")


def test_the_names_of_a_conversation_that_goes_on_in_another_go_along_and_come_back(db: Connection) -> None:
    kim = somebody(db, "kim", "Hallo")
    slack = somebody(db, "u7q2kq", "Hoi", channel="slack", at="U7Q2KQ")
    index(db)
    there = db.execute(select(addresses.c.id).where(addresses.c.learner_id == slack)).scalar_one()
    logins.join(db, there, slack, kim, NOW)
    assert who(db, "u7q2kq") == {kim}
    logins.part(db, kim, NOW)
    assert who(db, "u7q2kq") == {slack}
    assert db.execute(select(func.count()).select_from(joins)).scalar() == 1


def test_who_is_forgotten_is_found_no_more(db: Connection) -> None:
    kim, lee = somebody(db, "kim", "Een zeldzaam woord"), somebody(db, "lee", "Een zeldzaam woord")
    index(db)
    privacy.wipe(db, kim)
    privacy.erase(db, lee)
    assert who(db, "zeldzaam") == who(db, "kim") == set()
    assert db.execute(select(func.count()).select_from(terms)).scalar() == 0
    says(db, kim, "Een late echo")
    index(db)
    assert db.execute(select(func.count()).select_from(terms)).scalar() == 0


def test_a_word_that_many_said_leads_by_way_of_the_newest_conversations(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "RARE", 2)
    everybody = {somebody(db, f"p{number}", "ja hoor", "verder graag") for number in range(5)}
    one = somebody(db, "one", "ja jaja japon verder")
    index(db)
    found = find(db, asked("ja hoor"), BOTH)
    assert found == Found(None, found.has)
    assert who(db, "ja hoor") == everybody
    new = somebody(db, "new", "ja hoor")
    assert who(db, "hoor ja") == {*everybody, one, new} - {one}
    assert who(db, "verder ja") == {*everybody, one}
    assert who(db, "ja japon") == {one}


def test_messages_are_indexed_once_and_only_when_they_have_settled(db: Connection) -> None:
    somebody(db, "kim", *(f"woord{number}" for number in range(finding.AT_ONCE + 3)))
    last = finding.newest(db)
    assert note_some(db, last) == 3
    assert note_some(db, last) == 0 == note_some(db, 0)
    assert db.execute(select(cursors.c.at)).scalar() == last
    settling = Settling()
    assert [settling.until(seconds, newest) for seconds, newest in ((0, 5), (10, 7), (19, 9))] == [0, 0, 0]
    assert [settling.until(seconds, 20) for seconds in (20, 29, 30, 45)] == [5, 5, 7, 20]


def test_many_messages_and_long_ones_go_in_a_few_at_a_time_and_none_is_left_out(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "TERMS_AT_ONCE", 20)
    long = [somebody(db, f"long{n}", " ".join(f"woord{n}x{i}" for i in range(15))) for n in range(4)]
    for learner in long:
        says(db, learner, "de gids zegt iets", "out")
    short = somebody(db, "short", *("kort en goed" for _ in range(finding.AT_ONCE + 5)))
    until, left, portions = finding.newest(db), 1, 0
    while left > 0:
        left = note_some(db, until)
        portions += 1
        assert portions < 20
    assert portions > 2
    assert [who(db, f"woord{n}x14") for n in range(4)] == [{learner} for learner in long]
    assert who(db, "goed") == {short}
    assert who(db, "gids") == set()
    assert db.execute(select(cursors.c.at)).scalar() == until


def test_a_search_is_led_by_indexes(db: Connection) -> None:
    somebody(db, "kim", "Mijn badge staat er niet")
    index(db)
    assert scans(db, find, asked("mijn badge sta"), BOTH) == []
    assert scans(db, note_some, 10) == []
    assert scans(db, finding.newest) == []
