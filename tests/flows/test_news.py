"""A mail of edubadges' own that is sent on: what it tells leads somewhere, once."""

from __future__ import annotations

import pytest

from bot.conversation.events import SentOn
from tests.talk import Talk

AWARD = "badge=Rekenen institution=Hogeschool Voorbeeld kind=personal deadline=2027-01-20"
HELLO = "[go_on] [genuine] [stored] [employer]"
HAVE_ONE = "[yes] [no] [dont_know] [two_eduids]"


@pytest.mark.parametrize("news", ["awarded", "reminded"])
def test_who_begins_with_the_mail_about_an_award_is_not_asked_which_one_it_is(talk: Talk, news: str) -> None:
    talk(f"""
        mail        news={news} {AWARD}
        bot         welcome.hello {HELLO}
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
    """)
    assert talk.state.facts["deadline"] == "2027-01-20"


def test_what_somebody_writes_above_it_is_answered_with_the_hello(talk: Talk) -> None:
    talk(f"""
        mail        news=awarded {AWARD} text=wat is een edubadge?
        bot         common.first_answer
        bot         questions.what_is_edubadge
        bot         welcome.hello {HELLO}
    """)


def test_a_mail_that_came_as_it_is_was_not_written_by_the_learner(talk: Talk) -> None:
    for begun in (False, True):
        talk.happens(SentOn(talk.now, "awarded", {"badge": f"Rekenen {begun}"}, "Stop! Wat is een eduID? " * 20))
    assert talk.said.pop(0).startswith("welcome.hello")
    assert talk.said == [
        "common.new_award",
        "award.known",
        "award.which_way [personal] [institution] [requested] [dont_know]",
    ]
    talk.said.clear()


def test_the_mail_answers_the_question_which_award_it_is(talk: Talk) -> None:
    talk(f"""
        start
        bot         welcome.hello {HELLO}
        learner     [go_on]
        bot         award.got_mail [yes] [no]
        mail        news=awarded {AWARD}
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
    """)


def test_an_award_that_is_known_is_not_doubled_and_a_later_day_counts(talk: Talk) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello {HELLO}
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
        mail        news=reminded badge=Rekenen institution=Hogeschool Voorbeeld deadline=2027-01-22
        bot         common.mail_known
        bot         eduid.have_one {HAVE_ONE}
    """)
    assert (talk.state.facts["deadline"], talk.state.parked) == ("2027-01-22", ())


def test_under_an_answer_to_us_the_mail_says_nothing_new_and_the_answer_counts(talk: Talk) -> None:
    state = talk(f"""
        mail        news=awarded {AWARD}
        bot         welcome.hello {HELLO}
        mail        news=awarded {AWARD} text=beginnen
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
    """)
    assert not state.parked


def test_a_command_above_the_mail_is_obeyed(talk: Talk) -> None:
    talk(f"""
        start
        bot         welcome.hello {HELLO}
        mail        news=awarded {AWARD} text=stop
        bot         common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]
    """)


def test_another_award_is_another_round(talk: Talk) -> None:
    talk(f"""
        mail        news=awarded {AWARD}
        bot         welcome.hello {HELLO}
        mail        news=awarded badge=Ethiek institution=Hogeschool Voorbeeld kind=personal deadline=2026-12-01
        bot         common.new_award
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
    """)


def test_an_award_that_was_deleted_is_reminded_of_no_more_and_a_new_one_can_come(talk: Talk) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello {HELLO}
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
        mail        news=deleted badge=Rekenen
        bot         news.was_deleted [another] [wait]
        later       100 days
        quiet
        learner     [another]
        bot         common.welcome_back
        bot         award.got_mail [yes] [no]
    """)


def test_who_begins_with_a_deleted_award_hears_who_we_are_and_what_to_do(talk: Talk) -> None:
    talk("""
        mail        news=deleted badge=Rekenen institution=Hogeschool Voorbeeld
        bot         common.introduction
        bot         news.was_deleted [another] [wait]
        learner     ik vraag het na
        bot         common.stopped [go_on] [restart]
    """)


def test_after_a_deleted_award_the_one_that_was_put_by_comes(talk: Talk) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello {HELLO}
        start       badge=Ethiek institution=Hogeschool Voorbeeld kind=personal deadline=2027-03-01
        bot         common.also_waiting
        bot         welcome.hello {HELLO}
        mail        news=deleted badge=Rekenen
        bot         news.was_deleted [another] [wait]
        learner     [another]
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
    """)
    assert talk.state.facts["badge"] == "Ethiek"


def test_a_revoked_badge_a_denied_request_and_one_that_waits_lead_on(talk: Talk) -> None:
    talk("""
        mail        news=requested badge=Rekenen kind=requested
        bot         common.introduction
        bot         request.while_waiting
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        mail        news=denied badge=Rekenen kind=requested
        bot         news.was_denied [anew] [another] [wait]
        learner     ik vraag hem opnieuw aan
        bot         request.ask_for_it [done] [how] [problem]
        mail        news=approved badge=Rekenen kind=requested
        bot         request.find_new [done] [how] [problem] [not_there]
        learner     [done]
        bot         share.make_public [done] [how] [problem]
        mail        news=revoked badge=Rekenen
        bot         news.was_revoked [another] [wait]
    """)


@pytest.mark.parametrize("news", ["deleted", "revoked", "denied", "approved", "requested"])
def test_news_of_another_badge_is_told_and_the_journey_goes_on(talk: Talk, news: str) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello {HELLO}
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one {HAVE_ONE}
        mail        news={news} badge=Ethiek
        bot         common.mail_of_another
        bot         eduid.have_one {HAVE_ONE}
        mail        news={news} badge=Ethiek
        bot         common.mail_known
        bot         eduid.have_one {HAVE_ONE}
    """)
    assert talk.state.facts["badge"] == "Rekenen"


def test_a_mail_of_which_only_the_subject_is_left_asks_for_the_rest(talk: Talk) -> None:
    talk(f"""
        start       {AWARD}
        bot         welcome.hello {HELLO}
        mail        news=deleted
        bot         common.mail_of_another
        bot         welcome.hello {HELLO}
        mail        news=awarded
        bot         common.mail_of_another
        bot         welcome.hello {HELLO}
    """)


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        ("deleted badge=Rekenen", "bot news.was_deleted [another] [wait]"),
        ("revoked badge=Rekenen", "bot news.was_revoked [another] [wait]"),
        ("denied badge=Rekenen kind=requested", "bot news.was_denied [anew] [another] [wait]"),
        ("approved badge=Rekenen kind=requested", "bot request.find_new [done] [how] [problem] [not_there]"),
        (
            "requested badge=Rekenen kind=requested",
            f"bot request.while_waiting\nbot eduid.have_one {HAVE_ONE}",
        ),
    ],
)
def test_what_a_pasted_mail_tells_leads_to_the_same(talk: Talk, outcome: str, lines: str) -> None:
    talk("""
        start
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     [go_on]
        bot         award.got_mail [yes] [no]
        learner     [yes]
        bot         award.paste_mail [by_hand]
        learner     Dit is de hele tekst van een mail van edubadges, met daarin wat er met mijn badge gebeurde.
    """)
    talk(f"neighbour {outcome}\n{lines}")
