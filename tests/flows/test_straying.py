"""Learners who stray: who asks, wants a human, requested the badge, has two, or wants to be forgotten."""

from __future__ import annotations

import pytest

from bot.conversation.effects import Effect, Note
from bot.conversation.engine import STOPPED
from bot.conversation.events import Event, Pressed, Said
from bot.conversation.flow import RETURN, Choose
from flows import FLOWS
from tests.flows.test_side_roads import HELLO, PERSONAL, TO_BACKPACK, cured
from tests.talk import JOURNEYS, Talk

MAKE = "eduid.make_one [done] [how] [problem]"
AT_MAKE = (
    PERSONAL
    + f"""
    learner     [no]
    bot         {MAKE}
"""
)
TOPICS = [path for path, step in FLOWS.paths() if path.partition(".")[2].startswith("topic_")]


def offered(path: str) -> str:
    step = FLOWS[path]
    assert isinstance(step, Choose)
    return " ".join(f"[{answer}]" for answer in step.answers)


# The first words

ASK_HELLO = "welcome.hello [go_on] [genuine] [stored] [employer]"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ik wil een mens spreken", "bot common.introduction\n bot common.human_asked"),
        ("[:human]", "bot common.introduction\n bot common.human_asked"),
        ("wis mij", "bot common.introduction\n bot common.erase_sure [yes] [no]"),
        (
            "hoe krijg ik een edubadge?",
            f"bot common.first_answer\n bot questions.how_to_get_one\n bot {ASK_HELLO}",
        ),
        ("Ik wil iemands badge controleren",
         "bot common.introduction\n bot employer.what [check] [genuine] [whose] [worth] [school] [issue] [no]"),
        ("mijn gegevens", f"bot common.my_data\n bot {ASK_HELLO}"),
        ("stop", "bot common.introduction\n bot common.stopped [go_on] [restart]"),
        ("(photo)", f"bot common.received_photo\n bot {ASK_HELLO}"),
        *((plain, f"bot {ASK_HELLO}") for plain in ("hallo", "verder", "ja", "1", "opnieuw", "blablabla", "dank je")),
        ("[eduid.make_one:done]", f"bot {ASK_HELLO}"),
    ],
)  # fmt: skip
def test_what_somebody_begins_with_is_dealt_with(talk: Talk, said: str, told: str) -> None:
    state = talk(f"learner {said}\n {told}")
    assert (state.misses, state.trail in ((), ("welcome.hello:employer",))) == (0, True)
    assert state.facts == {}


def test_who_begins_in_another_language_than_the_channel_guessed_is_answered_in_theirs(talk: Talk) -> None:
    talk(f"""
        learner     sorry but what does all of this cost me
        bot         common.language_is
        bot         common.first_answer
        bot         questions.what_does_it_cost
        bot         {ASK_HELLO}
    """)


# Asking


@pytest.mark.parametrize("topic", TOPICS)
def test_whoever_taps_through_a_topic_reads_each_answer_and_is_back_where_they_were(talk: Talk, topic: str) -> None:
    step = FLOWS[topic]
    assert isinstance(step, Choose)
    ask = f"""
        learner     ik heb een vraag
        bot         questions.topics {offered("questions.topics")}
        learner     [{topic.partition("_")[2]}]
        bot         {topic} {offered(topic)}
    """
    told = "".join(
        f"{ask}\n learner [{name}]\n bot {topic.partition('.')[0]}.{name}\n bot {MAKE}\n"
        for name, target in step.answers.items()
        if target != RETURN
    )
    talk(AT_MAKE + told + ask + f"\n learner [never_mind]\n bot {MAKE}")


def test_two_questions_in_one_message_are_both_answered_and_the_pending_one_stays(talk: Talk) -> None:
    talk(AT_MAKE + f"""
        learner     Wat kost het? En hoe lang heb ik nog?
        bot         questions.what_does_it_cost
        bot         questions.until_when
        bot         {MAKE}
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("wat kost het en heb ik digid nodig", "what_does_it_cost need_digid"),
        ("wat kost het en hoe lang duurt het", "what_does_it_cost how_long_does_it_take"),
        ("what does it cost and do I need digid", "what_does_it_cost need_digid"),
    ],
)
@pytest.mark.parametrize("at_name", [False, True])
def test_two_questions_without_a_mark_between_are_both_answered(
    talk: Talk, said: str, told: str, at_name: bool
) -> None:
    to_name = (
        HELLO
        + """
        learner     [no]
        bot         award.no_mail [look] [ask] [wait]
        learner     [look]
        bot         award.which_way [personal] [institution] [requested] [dont_know]
        learner     [personal]
        bot         award.name_of_badge [dont_know]
    """
    )
    english = "bot common.language_is\n" if said.startswith("what") else ""
    answers = "".join(f"bot questions.{name}\n" for name in told.split())
    pending = "award.name_of_badge [dont_know]" if at_name else MAKE
    talk((to_name if at_name else AT_MAKE) + f"learner {said}\n{english}{answers} bot {pending}")


def test_of_more_questions_than_two_it_is_said_that_they_can_be_asked_again(talk: Talk) -> None:
    talk(AT_MAKE + f"""
        learner     Wat kost het? Heb ik DigiD nodig? Hoe lang duurt het? Wat is een backpack?
        bot         questions.what_does_it_cost
        bot         questions.need_digid
        bot         common.more_questions
        bot         {MAKE}
    """)  # fmt: skip


def test_a_question_and_an_answer_in_one_message_are_both_heard(talk: Talk) -> None:
    talk(PERSONAL + f"""
        learner     Nee. Wat kost het?
        bot         questions.what_does_it_cost
        bot         {MAKE}
    """)  # fmt: skip


def test_a_question_where_own_words_are_asked_for_is_no_answer_to_it(talk: Talk) -> None:
    state = talk(HELLO + """
        learner     [no]
        bot         award.no_mail [look] [ask] [wait]
        learner     [look]
        bot         award.which_way [personal] [institution] [requested] [dont_know]
        learner     [personal]
        bot         award.name_of_badge [dont_know]
        learner     wat is een edubadge eigenlijk?
        bot         questions.what_is_edubadge
        bot         award.name_of_badge [dont_know]
        learner     Klinisch redeneren
        bot         award.deadline [dont_know]
    """)  # fmt: skip
    assert state.facts["badge"] == "Klinisch redeneren"


TO_NAME = (
    HELLO
    + """
    learner     [no]
    bot         award.no_mail [look] [ask] [wait]
    learner     [look]
    bot         award.which_way [personal] [institution] [requested] [dont_know]
    learner     [personal]
    bot         award.name_of_badge [dont_know]
"""
)


@pytest.mark.parametrize(
    "said",
    [
        "pff wat een gedoe", "lekker dan, top hoor", "hoe bedoel je", "laat maar", "zie foto",
        "waar vind ik die naam dan", "ik heb die mail niet hier", "whatever", "how do you mean",
    ],
)  # fmt: skip
def test_words_that_are_no_name_are_asked_about_before_they_become_one(talk: Talk, said: str) -> None:
    talk(TO_NAME)
    talk.happens(Said(talk.now, said))
    assert talk.said.pop().startswith("common.in_doubt [yes] [no]")
    talk.said.clear()  # the language may have changed before
    assert "badge" not in talk.state.facts
    state = talk("learner nee\n bot award.name_of_badge [dont_know]")
    assert "in_doubt" not in state.facts


@pytest.mark.parametrize(("said", "name"), [("ja", "Wie ben ik in de zorg"), ("Rekenen 2", "Rekenen 2")])
def test_an_odd_name_is_kept_after_a_yes_and_another_one_can_be_typed_at_once(talk: Talk, said: str, name: str) -> None:
    talk(TO_NAME)
    talk.happens(Said(talk.now, "Wie ben ik in de zorg"))
    talk.said.clear()
    state = talk(f"learner {said}\n bot award.deadline [dont_know]")
    assert (state.facts["badge"], "in_doubt" in state.facts) == (name, False)


def test_the_same_problem_again_and_again_leads_to_a_human(talk: Talk) -> None:
    told = f"learner ik krijg geen code bij het aanmaken\n bot eduid.no_code\n bot {MAKE}\n"
    human = told.replace("bot eduid.no_code\n", "bot eduid.no_code\n bot common.again_human\n")
    talk(AT_MAKE + told + told + human + human + human)


def test_a_story_of_four_thousand_characters_is_asked_to_be_short_and_not_kept(talk: Talk) -> None:
    story = "Ik was gisteren bij mijn zus en toen heb ik de laptop gepakt maar die deed het niet, " * 50
    talk(AT_MAKE + f"learner {story}\n bot common.long_story\n bot {MAKE}")


def test_what_is_not_meant_seriously_is_met_with_patience_and_then_a_human(talk: Talk) -> None:
    talk(AT_MAKE + f"""
        learner     nou geweldig hoor, gefeliciteerd met dit meesterwerk
        bot         common.unclear_1
        bot         {MAKE}
        learner     lekker weertje he
        bot         common.unclear_2
        bot         {MAKE}
        learner     blablabla
        bot         common.unclear_3
        bot         {MAKE}
        learner     (photo)
        bot         common.received_photo
        bot         {MAKE}
    """)  # fmt: skip


def test_a_greeting_and_thanks_are_answered_as_such_and_miss_nothing(talk: Talk) -> None:
    state = talk(AT_MAKE + f"""
        learner     hoi!
        bot         common.greeting
        bot         {MAKE}
        learner     Dankjewel :)
        bot         common.thanks
        bot         {MAKE}
    """)  # fmt: skip
    assert state.misses == 0


def test_thanks_is_no_name_of_a_badge(talk: Talk) -> None:
    talk(HELLO + """
        learner     [no]
        bot         award.no_mail [look] [ask] [wait]
        learner     [look]
        bot         award.which_way [personal] [institution] [requested] [dont_know]
        learner     [personal]
        bot         award.name_of_badge [dont_know]
        learner     dank je wel
        bot         common.thanks
        bot         award.name_of_badge [dont_know]
    """)  # fmt: skip


def test_whoever_goes_over_to_english_is_answered_in_english(talk: Talk) -> None:
    state = talk(AT_MAKE + f"""
        language    nl
        learner     sorry but what does all of this cost me
        bot         common.language_is
        bot         questions.what_does_it_cost
        bot         {MAKE}
        language    en
        learner     doe toch maar weer gewoon in het nederlands graag
        bot         common.language_is
        bot         {MAKE}
        language    nl
    """)  # fmt: skip
    assert state.at == "eduid.make_one"


def test_no_mail_is_told_wherever_it_is_said(talk: Talk) -> None:
    talk(AT_MAKE + f"""
        learner     Ik heb geen mail gekregen
        bot         backpack.no_mail
        bot         {MAKE}
    """)  # fmt: skip


# A badge that was requested


REQUESTED = HELLO + """
    learner     [no]
    bot         award.no_mail [look] [ask] [wait]
    learner     [look]
    bot         award.which_way [personal] [institution] [requested] [dont_know]
    learner     ik heb hem zelf aangevraagd
    bot         request.how_far [approved] [waiting] [denied] [not_yet]
"""  # fmt: skip
TO_REQUEST = """
    bot         award.name_of_badge [dont_know]
    learner     Klinisch redeneren
    bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    learner     [yes]
    bot         eduid.confirm_name [done] [how] [problem]
    learner     [done]
    bot         eduid.at_an_institution [yes] [no]
    learner     [yes]
    bot         eduid.link_institution [done] [how] [problem]
    learner     [done]
    bot         backpack.open_backpack [done] [how] [problem]
    learner     [done]
"""


def test_a_requested_badge_that_was_approved_is_in_the_backpack_with_nothing_to_claim(talk: Talk) -> None:
    task = "request.find_new [done] [how] [problem] [not_there]"
    names = "badges_gone revoked spinner demo_site"
    listed = " ".join(f"[{name}]" for name in names.split())
    cures = "".join(
        f"learner [problem]\n bot common.which_problem {listed} [other] [never_mind]\n learner [{name}]\n"
        f" bot claim.{name}\n bot {task}\n"
        for name in names.split()
    )
    state = talk(REQUESTED + "learner [approved]" + TO_REQUEST + f"""
        bot         {task}
        learner     [how]
        bot         request.find_new_how
        bot         {task}
        {cures}
        learner     [done]
        bot         share.make_public [done] [how] [problem]
    """)  # fmt: skip
    assert state.done["claimed"] == "word"
    assert "deadline" not in state.facts, "a request has no last day"


def test_a_requested_badge_that_waits_is_waited_for(talk: Talk) -> None:
    talk(REQUESTED + """
        learner     [waiting]
        bot         request.while_waiting
    """ + TO_REQUEST + """
        bot         request.still_waiting [approved] [denied] [later]
        learner     [denied]
        bot         request.request_denied
        bot         request.still_waiting [approved] [denied] [later]
        learner     [later]
        bot         common.stopped [go_on] [restart]
        learner     [go_on]
        bot         request.still_waiting [approved] [denied] [later]
        learner     [approved]
        bot         request.find_new [done] [how] [problem] [not_there]
        learner     [not_there]
        bot         request.still_waiting [approved] [denied] [later]
    """)  # fmt: skip


def test_a_request_that_was_not_made_yet_is_made(talk: Talk) -> None:
    task = "request.ask_for_it [done] [how] [problem]"
    talk(REQUESTED + """
        learner     [denied]
        bot         request.request_denied
        bot         request.how_far [approved] [waiting] [denied] [not_yet]
        learner     [not_yet]
        bot         request.first_prepare
    """ + TO_REQUEST + f"""
        bot         {task}
        {cured(task, "cannot_request needs_linked_institution wrong_institution backpack.almost_there")}
        learner     [how]
        bot         request.ask_for_it_how
        bot         {task}
        learner     [done]
        bot         request.still_waiting [approved] [denied] [later]
    """)  # fmt: skip


# Several awards


SECOND = "start       badge=Wondzorg institution=Hogeschool_Voorbeeld kind=personal deadline="


def test_a_second_award_with_a_nearer_last_day_goes_first_and_the_other_waits(talk: Talk) -> None:
    state = talk(AT_MAKE + SECOND + """2026-12-01
        bot         common.new_award
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """)  # fmt: skip
    assert state.facts["badge"] == "Wondzorg"
    assert [one["facts"]["badge"] for one in state.parked] == ["Verpleegkundig_rekenen"]


def test_a_second_award_with_a_later_last_day_waits_its_turn_and_needs_nothing_twice(talk: Talk) -> None:
    state = talk(PERSONAL + SECOND + """2027-01-20
        bot         common.also_waiting
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """ + TO_BACKPACK + """
        learner     hoe ver ben ik
        bot         common.status
        bot         backpack.open_backpack [done] [how] [problem]
        learner     [done]
        bot         claim.find_card [done] [how] [problem] [have_it]
        learner     [have_it]
        bot         share.make_public [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         done.recap
        bot         done.what_now [share] [next] [employer] [keep] [no]
        learner     [next]
        bot         award.known
        bot         eduid.already_have
        bot         eduid.same_address [yes] [no]
        learner     [yes]
        bot         backpack.open_backpack [done] [how] [problem]
    """)  # fmt: skip
    assert state.facts["badge"] == "Wondzorg"
    assert state.done == {"eduid": "word", "name": "word", "institution": "skipped"}
    assert not state.parked, "what was claimed waits no more"


def test_an_award_that_waits_is_reminded_of_too(talk: Talk) -> None:
    talk(PERSONAL + SECOND + """2027-01-20
        bot         common.also_waiting
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """ + TO_BACKPACK + """
        learner     [done]
        bot         claim.find_card [done] [how] [problem] [have_it]
        learner     [have_it]
        bot         share.make_public [done] [how] [problem]
        later       4 days
        bot         remind.halfway
        bot         share.make_public [done] [how] [problem]
        later       60 days
        bot         remind.deadline_near
        bot         share.make_public [done] [how] [problem]
    """)  # fmt: skip


def test_an_institution_of_an_invitation_is_no_award_that_waits(talk: Talk) -> None:
    state = talk("""
        start       institution=Hogeschool_Voorbeeld course=Rekenen
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        start       badge=Wondzorg institution=Hogeschool_Voorbeeld kind=personal
        bot         common.new_award
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """)
    assert state.parked == ()


# An employer's visit


def test_an_employer_asks_and_leaves(talk: Talk) -> None:
    what = "employer.what [check] [genuine] [whose] [worth] [school] [issue] [no]"
    answers = {
        "genuine": "employer_check", "whose": "employer_whose", "worth": "employer_worth",
        "school": "other_school_accepts", "issue": "how_to_issue",
    }  # fmt: skip
    told = "".join(f"learner [{tap}]\n bot worth.{name}\n bot {what}\n" for tap, name in answers.items())
    talk(f"""
        start
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     [employer]
        bot         {what}
        {told}
        learner     nee dank u
        bot         employer.bye [more] [own]
        learner     [more]
        bot         {what}
        learner     [no]
        bot         employer.bye [more] [own]
        learner     [own]
        bot         award.got_mail [yes] [no]
    """)


# A human, stop, and being forgotten


@pytest.mark.parametrize("said", ["medewerker", "ik wil een mens spreken", "can I talk to a real person please"])
def test_whoever_asks_for_a_human_is_told_so_and_loses_nothing(talk: Talk, said: str) -> None:
    english = "bot common.language_is\n" if "please" in said else ""
    state = talk(AT_MAKE + f"learner {said}\n {english} bot common.human_asked")
    assert state.at == "eduid.make_one"


@pytest.mark.parametrize("why", ["no_time", "too_hard", "distrust", "not_needed", "other", "rather_not_say"])
def test_whoever_stops_is_asked_why_once_and_can_go_on_by_any_word(talk: Talk, why: str) -> None:
    state = talk(AT_MAKE + f"""
        learner     ik stop ermee
        bot         common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]
        learner     [{why}]
        bot         common.stopped [go_on] [restart]
        later       60 days
        learner     hallo?
        bot         common.welcome_back
        bot         common.stopped [go_on] [restart]
        learner     [go_on]
        bot         {MAKE}
        learner     stop
        bot         common.stopped [go_on] [restart]
    """)  # fmt: skip
    assert state.facts["why_stopped"] == why


WHY = "bot common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]\n"
REST = "bot common.stopped [go_on] [restart]\n"


@pytest.mark.parametrize(
    "said", ["nee", "nee dank je", "weet ik niet", "klaar", "ok", "ja", "bedankt", "laat maar", "gelukt", "overslaan"]
)
@pytest.mark.parametrize("reason", [False, True])
def test_after_stop_no_plain_word_goes_on_with_the_journey(talk: Talk, said: str, reason: bool) -> None:
    skipped = "bot common.skipped\n" if said == "overslaan" and not reason else ""
    skipped = "bot common.cannot_skip\n" if said == "overslaan" and reason else skipped
    state = talk(AT_MAKE + "learner stop\n" + WHY + (f"learner 5\n{REST}" if reason else "") + f"""
        learner     {said}
        {skipped}
        {REST}
        later       40 days
        learner     hoi
        bot         common.welcome_back
        {REST}
    """)  # fmt: skip
    assert STOPPED in state.reminded
    assert state.alarm_at is None


@pytest.mark.parametrize(
    ("asked", "at", "said"),
    [
        ("wis mij", "common.erase_sure [yes] [no]", "nee"),
        ("wis mij", "common.erase_sure [yes] [no]", "terug"),
        ("opnieuw", "common.restart_sure [yes] [no]", "nee"),
        ("vragen", f"questions.topics {offered('questions.topics')}", "laat maar"),
        ("vragen", f"questions.topics {offered('questions.topics')}", "terug"),
    ],
)
def test_what_is_asked_after_stop_leaves_it_stopped(talk: Talk, asked: str, at: str, said: str) -> None:
    state = talk(AT_MAKE + f"learner stop\n{WHY} learner {asked}\n bot {at}\n learner {said}\n {REST}")
    assert (STOPPED in state.reminded, state.alarm_at) == (True, None)
    state = talk(f"learner verder\n bot {MAKE}")
    assert STOPPED not in state.reminded
    assert state.alarm_at


@pytest.mark.parametrize("said", ["terug", "verder", "[go_on]", "[eduid.make_one:how]"])
def test_stop_can_be_taken_back(talk: Talk, said: str) -> None:
    how = "bot eduid.make_one_how\n" if "how" in said else ""
    state = talk(AT_MAKE + f"learner stop\n{WHY} learner {said}\n {how} bot {MAKE}")
    assert STOPPED not in state.reminded


def test_whoever_wants_to_be_forgotten_is_asked_first(talk: Talk) -> None:
    state = talk(AT_MAKE + f"""
        learner     gooi al mijn gegevens weg
        bot         common.erase_sure [yes] [no]
        learner     [no]
        bot         {MAKE}
        learner     erase me
        bot         common.erase_sure [yes] [no]
        learner     ja
        bot         common.erased
    """)  # fmt: skip
    assert (state.at, state.facts, state.done, state.alarm_at) == ("", {}, {}, None)


@pytest.mark.parametrize("question", ["erase_sure", "restart_sure"])
def test_an_old_button_does_not_say_that_it_was_done(talk: Talk, question: str) -> None:
    talk(AT_MAKE + f"""
        learner     [common.{question}:yes]
        bot         common.old_button
        bot         {MAKE}
    """)  # fmt: skip


@pytest.mark.parametrize("said", ["verder", "ga door", "volgende", "go on", "laat maar", "next"])
@pytest.mark.parametrize("what", ["erase", "restart"])
def test_who_wants_to_go_on_says_no_to_what_cannot_be_undone(talk: Talk, what: str, said: str) -> None:
    before = talk(AT_MAKE)
    state = talk(f"""
        learner     /{what}
        bot         common.{what}_sure [yes] [no]
        learner     {said}
        bot         {MAKE}
    """)
    assert (state.facts, state.done, state.trail) == (before.facts, before.done, before.trail)


@pytest.mark.parametrize("said", ["klaar", "gelukt", "it worked"])
@pytest.mark.parametrize("what", ["erase", "restart"])
def test_what_cannot_be_undone_is_asked_again_when_the_answer_is_no_yes(talk: Talk, what: str, said: str) -> None:
    talk(AT_MAKE + f"""
        learner     /{what}
        bot         common.{what}_sure [yes] [no]
        learner     {said}
        bot         common.unclear_1
        bot         common.{what}_sure [yes] [no]
    """)  # fmt: skip


def test_my_data_are_told(talk: Talk) -> None:
    talk(AT_MAKE + f"""
        learner     wat weet je allemaal van mij
        bot         common.my_data
        bot         {MAKE}
    """)  # fmt: skip


# What is counted


class Counted(Talk):
    """A talk whose notes are gathered as "what:detail"."""

    def happens(self, event: Event) -> tuple[Effect, ...]:
        effects = super().happens(event)
        self.counted = getattr(self, "counted", []) + [
            f"{effect.what}:{effect.detail}" for effect in effects if isinstance(effect, Note)
        ]
        return effects


def ticked(talk: Counted) -> list[str]:
    return [note for note in talk.counted if note.startswith("ticked:")]


def test_a_milestone_that_is_skipped_does_not_count() -> None:
    talk = Counted(JOURNEYS)
    state = talk(AT_MAKE + """
        learner     overslaan
        bot         common.skipped
        bot         eduid.confirm_name [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         eduid.at_an_institution [yes] [no]
        learner     [no]
        bot         backpack.open_backpack [done] [how] [problem]
    """)  # fmt: skip
    assert state.done == {"eduid": "skipped", "name": "skipped", "institution": "skipped"}
    assert ticked(talk) == []


def test_what_was_skipped_and_is_done_later_counts() -> None:
    talk = Counted(JOURNEYS)
    talk(PERSONAL + TO_BACKPACK + """
        learner     [done]
        bot         claim.find_card [done] [how] [problem] [have_it]
        learner     [have_it]
        bot         share.make_public [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         done.recap
        bot         done.what_now [share] [next] [employer] [keep] [no]
        learner     [share]
        bot         share.make_public [done] [how] [problem]
    """)  # fmt: skip
    assert "ticked:public" not in ticked(talk)
    talk.happens(Pressed(talk.now, "share.make_public:done"))
    assert ticked(talk)[-1] == "ticked:public"


def test_why_somebody_stopped_is_asked_once_and_going_on_is_no_reason() -> None:
    talk = Counted(JOURNEYS)
    talk(AT_MAKE + f"learner stop\n {WHY} learner [go_on]\n bot {MAKE}")
    assert not [note for note in talk.counted if note.startswith("why:")]
    talk = Counted(JOURNEYS)
    state = talk(AT_MAKE + f"""
        learner     stop
        {WHY}
        learner     1
        {REST}
        learner     opnieuw
        bot         common.restart_sure [yes] [no]
        learner     1
        bot         welcome.hello [go_on] [genuine] [stored] [employer]
        learner     stop
        {REST}
    """)  # fmt: skip
    assert state.facts["why_stopped"] == "no_time"
    assert [note for note in talk.counted if note.startswith("why:")] == ["why:no_time"]


def test_who_gives_no_reason_is_not_asked_for_one_again(talk: Talk) -> None:
    talk(AT_MAKE + f"learner stop\n {WHY} learner ok\n {REST} learner verder\n bot {MAKE}\n learner stop\n {REST}")
