"""The journeys as transcripts: who spoke, and what was meant."""

from __future__ import annotations

from tests.talk import Talk

PERSONAL = """
    start       badge=Verpleegkundig_rekenen institution=Hogeschool_Voorbeeld kind=personal deadline=2026-12-18
    bot         welcome.hello [go_on] [genuine] [stored] [employer]
    learner     [go_on]
    bot         award.known
    bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
"""

INSTITUTION = PERSONAL.replace("kind=personal", "kind=institution")


def test_an_award_to_a_personal_address_is_walked_from_hello_to_shared(talk: Talk) -> None:
    talk(
        PERSONAL
        + """
        learner     [no]
        bot         eduid.make_one [done] [how] [problem]
        learner     [how]
        bot         eduid.make_one_how
        bot         eduid.make_one [done] [how] [problem]
        learner     [done]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     [done]
        bot         eduid.at_an_institution [yes] [no]
        learner     [no]
        bot         backpack.open_backpack [done] [how] [problem]
        learner     [done]
        bot         claim.find_card [done] [how] [problem] [have_it]
        learner     [done]
        bot         claim.claim_it [done] [how] [problem]
        learner     [done]
        bot         share.make_public [done] [how] [problem]
        learner     [done]
        bot         share.public_link [where]
        learner     https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A?lang=nl
        neighbour   no_answer
        bot         share.link_noted
        bot         share.where_to [linkedin] [cv] [mail] [post] [no]
        learner     [linkedin]
        bot         share.linkedin [done] [how] [problem]
        learner     [done]
        bot         share.where_else [linkedin] [cv] [mail] [post] [employer] [no]
        learner     [no]
        bot         done.recap
        bot         done.what_now [share] [next] [employer] [keep] [no]
    """
    )
    assert talk.state.done == {
        "eduid": "word", "name": "word", "institution": "skipped", "backpack": "word", "claimed": "word",
        "public": "word", "shared": "word",
    }  # fmt: skip
    assert talk.state.facts["badge_link"] == "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"


def test_an_award_to_an_institution_account_needs_that_account_linked(talk: Talk) -> None:
    talk(
        INSTITUTION
        + """
        learner     [yes]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         eduid.link_institution [done] [how] [problem]
        learner     [problem]
        bot         common.which_problem [institution_not_linked] [linked_elsewhere] [linked_but] [not_linked] [lapsed] [two_eduids] [login_code] [other] [never_mind]
        learner     [lapsed]
        bot         eduid.lapsed
        bot         eduid.link_institution [done] [how] [problem]
        learner     1
        bot         backpack.open_backpack [done] [how] [problem]
    """  # noqa: E501
    )
    assert talk.state.done["name"] == "skipped"
    assert talk.state.done["institution"] == "word"
