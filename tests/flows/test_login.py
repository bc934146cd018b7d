"""A login at eduID, as a conversation meets it: recognised, disowned, failed, and of somebody known elsewhere."""

from bot.conversation.effects import Join
from bot.conversation.events import CouldJoin, Joined, Learned, Pressed, Proven, SeenElsewhere
from tests.talk import Talk

KNOWN = {"badge": "Verpleegkundig rekenen", "institution": "Hogeschool Voorbeeld", "kind": "personal"}


def begun(talk: Talk) -> None:
    talk.happens_to_know(**KNOWN, deadline="2099-02-02")
    talk("""
        learner     [go_on]
        bot         award.known
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        learner     [no]
        bot         eduid.make_one [done] [how] [problem]
    """)


def test_a_login_ticks_what_it_proved_and_the_journey_goes_on_past_it(talk: Talk) -> None:
    begun(talk)
    state = talk("""
        login       who=S••• V••••••• where=Hogeschool Voorbeeld
        bot         common.login_waits [not_me] [later]
        proof       name_how=confirmed eduid_name=Sanne Voorbeeld proven_on=2026-11-02 ticks=eduid,name
        bot         eduid.proven
        bot         diagnosis.award_address [this_one] [dont_know]
    """)
    assert state.done == {"eduid": "proof", "name": "proof"}
    assert state.facts["eduid_name"] == "Sanne Voorbeeld"
    assert "login_who" not in state.facts


def test_a_login_undoes_what_was_told_or_proven_before_and_never_what_was_skipped(talk: Talk) -> None:
    begun(talk)
    talk("""
        learner     [done]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         eduid.at_an_institution [yes] [no]
        learner     [yes]
        bot         eduid.link_institution [done] [how] [problem]
        learner     [done]
        bot         backpack.open_backpack [done] [how] [problem]
    """)
    assert talk.state.done == {"eduid": "word", "name": "skipped", "institution": "word"}
    shown = {"eduid": "proof", "name": "open", "institution": "open"}
    talk.happens(Proven(talk.now, {"name_how": "own", "eduid_name": "Sanne"}, shown))
    talk.said.clear()
    assert talk.state.done == {"eduid": "proof", "name": "skipped", "institution": "skipped"}  # not for this badge


def test_who_did_not_log_in_says_so_and_nothing_is_known(talk: Talk) -> None:
    begun(talk)
    state = talk("""
        login       who=J••••
        bot         common.login_waits [not_me] [later]
        learner     [not_me]
        bot         common.login_disowned
        bot         eduid.make_one [done] [how] [problem]
    """)
    assert state.done == {}


def test_a_second_login_while_one_waits_asks_once(talk: Talk) -> None:
    begun(talk)
    talk("""
        login       who=J••••
        bot         common.login_waits [not_me] [later]
        login       who=S••••
        bot         common.login_waits [not_me] [later]
        learner     [later]
        bot         eduid.make_one [done] [how] [problem]
    """)


def test_a_login_that_proved_nothing_is_told_and_the_question_stays(talk: Talk) -> None:
    begun(talk)
    for why in ("cancelled", "unmet", "failed", "wrong_code", "burnt", "foreign", "late"):
        talk(f"""
            login       {why}
            bot         common.login_{why}
            bot         eduid.make_one [done] [how] [problem]
        """)


def test_a_login_that_comes_back_where_it_decides_nothing_is_told_there(talk: Talk) -> None:
    begun(talk)
    state = talk("""
        learner     [problem]
        bot         common.which_problem [address_in_use] [no_code] [wrong_code] [address_refused] [other] [never_mind]
        proof       name_how=own eduid_name=Sanne ticks=eduid
        bot         common.proven
        bot         common.which_problem [address_in_use] [no_code] [wrong_code] [address_refused] [other] [never_mind]
    """)
    assert state.done == {"eduid": "proof"}


def test_both_conversations_of_one_person_hear_of_it(talk: Talk) -> None:
    begun(talk)
    talk.happens(SeenElsewhere(talk.now, "telegram"))
    assert talk.state.facts["other_channel"] == "telegram"
    talk("""
        bot         common.seen_elsewhere
        bot         eduid.make_one [done] [how] [problem]
    """)
    talk.happens(Joined(talk.now))
    talk("""
        bot         common.joined
        bot         eduid.make_one [done] [how] [problem]
    """)


def test_the_same_person_elsewhere_is_joined_on_consent_only(talk: Talk) -> None:
    begun(talk)
    talk("""
        proof       name_how=own eduid_name=Sanne ticks=eduid also=web
        bot         eduid.proven
        bot         common.same_person [join] [apart]
        learner     [apart]
        bot         eduid.confirm_name [done] [how] [problem]
        proof       name_how=own eduid_name=Sanne ticks=eduid also=web
        bot         eduid.proven
        bot         common.same_person [join] [apart]
        learner     [join]
        quiet
    """)


def test_how_an_award_stands_is_noted_without_a_word(talk: Talk) -> None:
    begun(talk)
    talk.happens(Learned(talk.now, KNOWN["badge"], {"award_status": "gone"}))
    talk.happens(Learned(talk.now, "Iets anders", {"award_status": "waiting"}))
    state = talk("quiet")
    assert state.facts["award_status"] == "gone"


def test_yes_to_the_offer_of_a_login_tells_how_and_no_is_no(talk: Talk) -> None:
    talk.happens_to_know(**KNOWN, login="possible", deadline="2099-02-02")
    talk("""
        learner     verder
        bot         award.known
        bot         eduid.log_in [how] [problem] [no_eduid] [dont_know] [rather_not]
        learner     ja
        bot         eduid.log_in_how
        bot         eduid.log_in [how] [problem] [no_eduid] [dont_know] [rather_not]
        learner     nee
        bot         eduid.on_your_word
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
    """)


def test_the_conversation_of_a_link_goes_on_at_once_where_nothing_counts_yet(talk: Talk) -> None:
    assert [type(one) for one in talk.happens(CouldJoin(talk.now, "email"))] == [Join]
    talk("quiet")


def test_a_link_of_another_conversation_asks_which_one_goes_on(talk: Talk) -> None:
    begun(talk)
    for answer, effects in (("there", [Join("link")]), ("here", [Join("link", here=True)]), ("apart", [])):
        talk.happens(CouldJoin(talk.now, "email", "Data in de zorg", "name"))
        talk("bot common.go_on_with [there] [here] [apart]")
        assert talk.state.facts["joins_badge"] == "Data in de zorg"
        came = talk.happens(Pressed(talk.now, f"common.go_on_with:{answer}"))
        assert [one for one in came if isinstance(one, Join)] == effects
        if answer == "apart":
            talk("bot eduid.make_one [done] [how] [problem]")
    talk("quiet")


def test_an_award_that_waited_in_the_other_conversation_comes_along_once(talk: Talk) -> None:
    begun(talk)
    other = {"award": 0, "facts": {"badge": "Data in de zorg", "deadline": "2099-01-01"}, "done": {"backpack": "word"}}
    same = {"award": 1, "facts": dict(KNOWN), "done": {}}
    talk.happens(Joined(talk.now, "s•••@voorbeeld.example", (other, same)))
    state = talk("""
        bot         common.joined
        bot         common.also_waiting
        bot         eduid.make_one [done] [how] [problem]
    """)
    assert [one["facts"]["badge"] for one in state.parked] == ["Data in de zorg"]
    assert state.parked[0]["award"] == 1
    talk.happens(Joined(talk.now, "s•••@voorbeeld.example", (other, same)))
    talk("""
        bot         common.joined
        bot         eduid.make_one [done] [how] [problem]
    """)


def test_a_link_that_brings_no_conversation_here_says_why(talk: Talk) -> None:
    begun(talk)
    for why in ("go_used", "go_late", "go_unknown", "go_too_often", "go_here"):
        talk(f"""
            start       link={why}
            bot         common.link_{why}
            bot         common.hello_again
            bot         eduid.make_one [done] [how] [problem]
        """)
