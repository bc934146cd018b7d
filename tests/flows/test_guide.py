"""The first letter to somebody of whose award an institution told us."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.conversation.effects import Effect, Erase, NotMe, Tell
from bot.conversation.events import Invited, Pressed, Said
from bot.conversation.nodes import plain
from bot.post import sent_on
from tests.talk import JOURNEYS, Talk

AWARD = "badge=Verpleegkundig rekenen institution=Hogeschool Voorbeeld kind=personal deadline=2027-01-20"


def test_who_is_invited_begins_with_the_guide_and_their_first_step_is_one_answer_away(talk: Talk) -> None:
    talk(f"""
        invited     {AWARD} language=nl
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     beginnen
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """)


def test_who_is_invited_in_no_known_language_reads_it_in_both_and_goes_on_in_their_own(talk: Talk) -> None:
    talk(f"""
        invited     {AWARD}
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we
        bot         guide.letter (en)
        bot         guide.about (en)
        bot         guide.shall_we (en) [go_on] [have_it] [not_me]
        learner     let's begin
        bot         common.language_is
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        language    en
    """)


def test_who_has_it_already_is_helped_to_show_it(talk: Talk) -> None:
    state = talk(f"""
        invited     {AWARD} language=en
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     I have collected it already
        bot         share.make_public [done] [how] [problem]
    """)
    assert state.done == {"eduid": "word", "backpack": "word", "claimed": "word"}


NOT_FOR_ME = {"nl": ("Dit is niet voor mij", "ja"), "en": ("This is not for me", "yes")}


@pytest.mark.parametrize("by_number", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_award_that_is_somebody_elses_is_told_on_and_nothing_is_kept(
    talk: Talk, language: str, by_number: bool
) -> None:
    told, yes = NOT_FOR_ME[language]
    talk.happens(Invited(talk.now, {"badge": "Rekenen", "language": language}))
    effects = talk.happens(Said(talk.now, "3" if by_number else told))
    assert not any(isinstance(effect, NotMe | Erase) for effect in effects)
    assert talk.said[-1] == "guide.not_me_sure [yes] [no]"
    effects = talk.happens(Said(talk.now, "1" if by_number else yes))
    kinds = [type(effect) for effect in effects]
    assert kinds.index(NotMe) < kinds.index(Erase)
    assert (talk.state.at, talk.state.facts) == ("", {})
    assert talk.said[-1] == "guide.not_mine"
    talk.said.clear()


@pytest.mark.parametrize("words", ["nee", "2", "verder", "laat maar", "terug"])
def test_a_mistyped_number_forgets_nobody(talk: Talk, words: str) -> None:
    talk(f"""
        invited     {AWARD} language=nl
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     3
        bot         guide.not_me_sure [yes] [no]
        learner     {words}
        bot         guide.shall_we [go_on] [have_it] [not_me]
    """)


def test_that_it_is_somebody_elses_is_never_guessed(talk: Talk) -> None:
    talk.happens(Invited(talk.now, {"badge": "Rekenen", "language": "nl"}))
    for words in (
        "ik weet niet of dit wel voor mij is",
        "niet voor mij denk ik, of toch wel?",
        "dit ben ik niet gewend",
    ):
        talk.happens(Said(talk.now, words))
        assert talk.state.at
    talk.said.clear()


def test_who_stops_at_the_first_letter_is_left_alone_with_a_next_award_as_well(talk: Talk) -> None:
    state = talk(f"""
        invited     {AWARD} language=nl
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     stop
        bot         common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]
        invited     badge=Data lezen institution=Hogeschool Voorbeeld
        quiet
        later       90 days
        quiet
    """)
    assert [one["facts"]["badge"] for one in state.parked] == ["Data lezen"]


def test_an_award_that_is_known_is_told_once(talk: Talk) -> None:
    talk(f"""
        invited     {AWARD} language=nl
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we [go_on] [have_it] [not_me]
        invited     {AWARD} language=nl
        quiet
        start       {AWARD.replace("2027-01-20", "2027-01-21")}
        bot         common.hello_again
        bot         guide.shall_we [go_on] [have_it] [not_me]
    """)
    assert talk.state.facts["deadline"] == "2027-01-21"
    assert not talk.state.parked


def test_who_is_busy_hears_in_short_of_another_award(talk: Talk) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        invited     badge=Data lezen institution=Hogeschool Voorbeeld kind=personal deadline=2026-12-20
        bot         common.invited
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        invited     badge=Ethiek institution=Hogeschool Voorbeeld kind=personal deadline=2027-03-20
        bot         common.also_waiting
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """)
    assert [one["facts"]["badge"] for one in talk.state.parked] == ["Verpleegkundig rekenen", "Ethiek"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"deadline": "2027-01-20"}, "Dat kan tot en met 20 januari 2027."),
        (
            {"deadline": "2027-01-20", "deadline_assumed": "yes"},
            "Dat kan tot en met ongeveer 20 januari 2027.",
        ),
        ({"deadline": "2026-11-02"}, "Vandaag is de laatste dag."),
        ({}, "Dat kan maar een tijdje."),
        ({"institution": "Hogeschool Voorbeeld"}, "Hogeschool Voorbeeld heeft je een edubadge gegeven: Rekenen."),
    ],
)
def test_the_letter_says_by_when_and_from_whom(talk: Talk, facts: dict[str, str], words: str) -> None:
    assert words in letter(talk, facts)


def test_a_last_day_that_nobody_told_is_never_said_as_if_they_had(talk: Talk) -> None:
    letter(talk, {"deadline": "2027-01-20", "deadline_assumed": "yes"})
    assert "Claimen kan tot en met ongeveer 20 januari 2027." in words(talk.happens(Pressed(talk.now, ":status")))
    talk.happens(sent_on({"news": "reminded", "badge": "Rekenen", "deadline": "2027-01-19"}, talk.now))
    assert "Claimen kan tot en met 19 januari 2027." in words(talk.happens(Pressed(talk.now, ":status")))
    talk.said.clear()


def test_the_letter_asks_for_no_secret_and_says_how_to_check_and_how_to_stop(talk: Talk) -> None:
    said = letter(talk, {})
    for words in ("nooit", "Typ zelf edubadges.nl", "Antwoord met stop", "Waarom twee mails?", "Antwoord gewoon op"):
        assert words in said


def letter(talk: Talk, facts: dict[str, str]) -> str:
    """What is told in Dutch to whom an award with these facts was given."""
    effects = talk.happens(Invited(talk.now, {"badge": "Rekenen", "language": "nl", **facts}))
    talk.said.clear()
    return words(effects)


def words(effects: Iterable[Effect]) -> str:
    """What is told, in Dutch."""
    told = next(effect for effect in effects if isinstance(effect, Tell))
    return "\n".join(plain(JOURNEYS.texts.nodes(part.name, "nl", part.facts)) for part in told.parts)


def test_a_button_of_the_letter_is_in_both_languages_while_none_is_known(talk: Talk) -> None:
    effects = talk.happens(Invited(talk.now, {"badge": "Rekenen"}))
    talk.said.clear()
    told = next(effect for effect in effects if isinstance(effect, Tell))
    assert told.also_in == "en"
    talk.happens(Pressed(talk.now, "guide.shall_we:go_on"))
    talk.said.clear()
