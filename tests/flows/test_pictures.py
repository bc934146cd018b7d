"""A picture of a screen: kept for staff after a clear yes, let go after a no, and what was pending comes back."""

from __future__ import annotations

import pytest

from bot.conversation.effects import Effect, KeepPictures, LetGoOfPictures, Tell
from bot.conversation.engine import KEEP_PICTURE
from bot.conversation.events import Happened, Pressed, Said
from tests.talk import Talk

PENDING = "award.got_mail [yes] [no]"
ASKED = f"""
    start
    bot         welcome.hello [go_on] [genuine] [stored] [employer]
    learner     [go_on]
    bot         {PENDING}
    learner     (photo 1)
    bot         common.keep_picture [yes] [no]
"""


def about_pictures(effects: tuple[Effect, ...]) -> list[Effect]:
    return [effect for effect in effects if isinstance(effect, KeepPictures | LetGoOfPictures)]


@pytest.mark.parametrize("words", ["ja", "Ja hoor", "1", "prima", "yes", "oké"])
def test_a_clear_yes_keeps_it_and_a_human_is_offered(talk: Talk, words: str) -> None:
    talk.play(ASKED)
    effects = talk.happens(Said(talk.now, words))
    assert about_pictures(effects) == [KeepPictures()]
    [told] = [effect for effect in effects if isinstance(effect, Tell)]
    assert told.options[-1].value == ":human"
    assert talk.said[-3:] == ["common.picture_kept", "common.picture_human", PENDING]


@pytest.mark.parametrize("words", ["nee", "2", "verder", "laat maar", "Nee, gooi hem weg"])
def test_a_no_lets_go_of_it_at_once(talk: Talk, words: str) -> None:
    talk.play(ASKED)
    assert about_pictures(talk.happens(Said(talk.now, words))) == [LetGoOfPictures()]
    assert talk.said == ["common.picture_let_go", PENDING]


@pytest.mark.parametrize(
    "words", ["ik denk het wel misschien", "is dat veilig?", "er staat error 403", "wat is een edubadge?", "help"]
)
def test_other_words_are_no_consent(talk: Talk, words: str) -> None:
    talk.play(ASKED)
    assert not about_pictures(talk.happens(Said(talk.now, words)))
    assert talk.state.at == KEEP_PICTURE


def test_a_yes_on_an_old_button_keeps_nothing(talk: Talk) -> None:
    talk.play(ASKED)
    talk("learner [no]\n bot common.picture_let_go\n bot " + PENDING)
    assert not about_pictures(talk.happens(Pressed(talk.now, f"{KEEP_PICTURE}:yes")))
    assert talk.said == ["common.old_button", PENDING]


def test_after_a_day_there_is_nothing_to_keep(talk: Talk) -> None:
    talk.play(ASKED)
    talk._later("1 day 1 minute")
    talk.said.clear()
    assert not about_pictures(talk.happens(Pressed(talk.now, f"{KEEP_PICTURE}:yes")))
    assert talk.said == ["common.welcome_back", "common.picture_late", PENDING]


def test_a_picture_among_the_problems_of_a_task_leads_back_to_the_task(talk: Talk) -> None:
    talk("""
        start       badge=Verpleegkundig_rekenen institution=Hogeschool_Voorbeeld kind=personal deadline=2026-12-18
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        learner     [yes]
        bot         eduid.same_address [yes] [no]
        learner     [yes]
        bot         eduid.confirm_name [done] [how] [problem]
    """)
    talk.happens(Pressed(talk.now, "eduid.confirm_name:problem"))
    talk.said.clear()
    talk("""
        learner     (document 1)
        bot         common.keep_picture [yes] [no]
        learner     (photo 2)
        bot         common.keep_picture [yes] [no]
        learner     ja
        bot         common.picture_kept
        bot         common.picture_human
        bot         eduid.confirm_name [done] [how] [problem]
    """)


@pytest.mark.parametrize(
    ("words", "asked"), [("wis mij", "common.erase_sure"), ("opnieuw beginnen", "common.restart_sure")]
)
def test_at_a_question_that_must_not_be_lost_a_picture_is_only_named(talk: Talk, words: str, asked: str) -> None:
    talk.play(ASKED)
    talk.play("learner nee\n bot common.picture_let_go\n bot " + PENDING)
    talk(f"""
        learner     {words}
        bot         {asked} [yes] [no]
        learner     (photo 1)
        bot         common.received_photo
        bot         {asked} [yes] [no]
    """)


def test_what_cannot_be_kept_is_told_as_before(talk: Talk) -> None:
    talk.play(
        ASKED.replace("(photo 1)", "(photo)").replace("common.keep_picture [yes] [no]", "common.received_photo")
        + f"bot {PENDING}"
    )


def test_one_that_does_not_come_through_is_told(talk: Talk) -> None:
    talk.play(ASKED.replace("(photo 1)", "(photo)").partition("learner     (photo)")[0])
    assert talk.happens(Happened(talk.now, KEEP_PICTURE, 7, "kept")) == ()
    effects = talk.happens(Happened(talk.now, KEEP_PICTURE, 7, "unfit"))
    assert about_pictures(effects) == [LetGoOfPictures(lost=7)]
    assert talk.said == ["common.picture_lost", PENDING]
