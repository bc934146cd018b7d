"""The diagnosis: one case for each row of the table, and the conversations in which it is read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.conversation.effects import CompareAddress
from bot.conversation.events import Fact
from bot.conversation.flow import Wait
from bot.conversation.nodes import plain
from bot.conversation.transcript import BEGIN
from flows import FLOWS
from flows.diagnosis import ANSWERS, ASK, PROBABLY, PROVEN, TABLE, Row
from flows.progress import derived
from tests.talk import Talk

TODAY = BEGIN.date().isoformat()
LOGIN = {"proven_on": TODAY, "eduid_mail": "hash1", "linked": "none", "name_how": "confirmed"}
"""What a login proves of somebody with nothing linked."""

PERSONAL = {"kind": "personal", **LOGIN}
FITS = {**PERSONAL, "award_mail": "hash1"}
LINKED = {**LOGIN, "kind": "institution", "linked": "student.voorbeeld.example", "accounts": "hash2 hash3"}
THEIRS = {**LINKED, "institution_domains": "voorbeeld.example"}
HOLDS = {**THEIRS, "award_account": "hash2", "link_current": TODAY}
LOOKED = {"sees": "nothing", "logged_in_anew": "yes"}
PASSED = {"deadline": "2026-11-01"}

Case = tuple[dict[str, str], str, str, str]
CASES: list[Case] = [
    # what is known, the cause, how sure, the cure
    ({"sees": "claimed"}, "already_claimed", PROVEN, "claim.already_claimed"),
    ({"sees": "demo"}, "demo_site", PROVEN, "claim.demo_site"),
    ({"sees": "portal"}, "issuer_portal", PROVEN, "backpack.no_access"),
    ({"sees": "mail_expired"}, "expired", PROVEN, "diagnosis.expired"),
    ({"sees": "mail_deleted"}, "deleted", PROVEN, "diagnosis.deleted"),
    ({"sees": "revoked"}, "revoked", PROVEN, "diagnosis.revoked"),
    ({"sees": "rejected"}, "rejected", PROVEN, "diagnosis.rejected"),
    ({"sees": "terms"}, "terms_declined", PROVEN, "claim.terms"),
    ({"sees": "almost_there", **PERSONAL}, "not_that_eduid", PROBABLY, "diagnosis.log_in_with_this"),
    ({"sees": "almost_there", "name_how": "own"}, "name_not_confirmed", PROVEN, "backpack.almost_there"),
    ({"sees": "almost_there"}, "name_not_confirmed", PROBABLY, "backpack.almost_there"),
    ({"sees": "old_badges_gone"}, "new_eduid", PROBABLY, "claim.badges_gone"),
    ({"sees": "spinner"}, "not_there", PROBABLY, "claim.spinner"),
    ({"sees": "wrong_name", **FITS}, "whose_name", ASK, "diagnosis.whose_name"),
    ({"sees": "wrong_name", "name_seen": "other"}, "issuer_name", PROVEN, "diagnosis.issuer_name"),
    (
        {"sees": "wrong_name", "name_seen": "eduid", "name_how": "initials"},
        "bank_initials",
        PROBABLY,
        "eduid.only_initials",
    ),
    ({"sees": "wrong_name", "name_seen": "eduid", "name_how": "own"}, "own_name", PROVEN, "diagnosis.own_name"),
    ({"sees": "wrong_name", "name_seen": "eduid", **FITS}, "confirmed_name", PROVEN, "diagnosis.confirmed_name"),
    ({"award_status": "scheduled", **FITS}, "scheduled", PROVEN, "diagnosis.scheduled"),
    ({"claimed_done": "word", "sees": "nothing"}, "already_claimed", PROBABLY, "claim.already_claimed"),
    ({"award_status": "gone", **PASSED, **FITS}, "expired", PROBABLY, "diagnosis.expired"),
    ({"sees": "nothing", **PASSED, **FITS}, "expired", PROBABLY, "diagnosis.expired"),
    ({"award_status": "gone", **FITS}, "gone", ASK, "diagnosis.look"),
    ({"award_status": "gone", "sees": "nothing_at_all"}, "no_longer_waiting", PROBABLY, "diagnosis.no_longer_waiting"),
    ({**PERSONAL, "award_mail": "hash9", "eduids": "two"}, "other_eduid", PROVEN, "diagnosis.other_eduid"),
    ({**PERSONAL, "award_mail": "hash9", "address_lost": "yes"}, "lost_address", PROVEN, "diagnosis.lost_address"),
    ({**PERSONAL, "award_mail": "hash9"}, "other_address", PROVEN, "diagnosis.other_address"),
    ({**PERSONAL, "award_mail": "hash9", "kind": "dont_know"}, "other_address", PROBABLY, "diagnosis.other_address"),
    ({"kind": "personal", "mail_said": "no", "eduids": "two"}, "other_eduid", PROBABLY, "diagnosis.other_eduid"),
    (
        {"kind": "personal", "mail_said": "no", "address_lost": "yes"},
        "lost_address",
        PROBABLY,
        "diagnosis.lost_address",
    ),
    ({"kind": "personal", "mail_said": "no"}, "other_address", PROBABLY, "diagnosis.other_address"),
    ({**THEIRS, "award_account": "hash9"}, "other_role", PROVEN, "diagnosis.other_role"),
    ({**LINKED, "award_account": "hash9"}, "not_linked", PROVEN, "diagnosis.not_linked"),
    ({**LOGIN, "kind": "institution"}, "not_linked", PROVEN, "diagnosis.not_linked"),
    ({**LINKED, "institution_said": "no"}, "not_linked", PROBABLY, "diagnosis.not_linked"),
    ({**THEIRS, **LOOKED, "valid_until": "passed"}, "lapsed", PROBABLY, "diagnosis.lapsed"),
    ({**THEIRS, **LOOKED, "two_roles": "yes"}, "other_role", PROBABLY, "diagnosis.other_role"),
    (PERSONAL, "which_address", ASK, "diagnosis.award_address"),
    (LINKED, "which_institution", ASK, "diagnosis.is_it_linked"),
    (FITS, "none", PROVEN, "diagnosis.go_on"),
    ({"sees": "nothing", **THEIRS, "login": "possible"}, "link_not_proven", ASK, "claim.prove_link"),
    ({"sees": "nothing", "login": "possible"}, "not_proven", ASK, "claim.prove_it"),
    ({"sees": "nothing", "kind": "personal"}, "address_by_word", ASK, "claim.other_address"),
    ({"sees": "nothing", "kind": "institution"}, "link_by_word", ASK, "claim.other_institution"),
    ({"sees": "nothing"}, "way_by_word", ASK, "claim.either"),
    ({"sees": "nothing", **THEIRS}, "lapsed_or_not", ASK, "diagnosis.valid_until"),
    ({"sees": "nothing", **THEIRS, "valid_until": "open"}, "which_role", ASK, "diagnosis.two_roles"),
    ({"sees": "nothing", **HOLDS}, "not_read_anew", PROBABLY, "diagnosis.log_in_anew"),
    ({**FITS, **LOOKED, "award_status": "waiting"}, "edubadges_fails", PROBABLY, "diagnosis.ask_edubadges"),
    ({**FITS, **LOOKED, "got_mail": "no"}, "typo_or_not_sent", ASK, "diagnosis.post_known"),
    ({**FITS, **LOOKED, "got_mail": "no", "post_known": "no"}, "typo", PROBABLY, "diagnosis.typo"),
    ({**FITS, **LOOKED, "got_mail": "no", "post_known": "yes"}, "not_sent", PROBABLY, "diagnosis.not_sent"),
    ({**FITS, **LOOKED}, "nothing_explains", ASK, "diagnosis.look"),
    ({**FITS, **LOOKED, "sees": "nothing_at_all"}, "only_they_know", PROBABLY, "diagnosis.only_they_know"),
]


def everything(said: dict[str, str]) -> dict[str, Fact]:
    """All that a text may look at when this is known."""
    facts: dict[str, Fact] = {**FLOWS.unknown, **said}
    return {**facts, **derived(facts, BEGIN)}


def row_for(said: dict[str, str]) -> Row:
    facts = everything(said)
    return next(row for row in TABLE if row.holds(facts))


# The table


@pytest.mark.parametrize(("row", "case"), list(zip(TABLE, CASES, strict=True)), ids=[row.known or "-" for row in TABLE])
def test_every_row_is_the_first_that_holds_for_somebody(row: Row, case: Case) -> None:
    said, cause, sure, cure = case
    assert row_for(said) is row
    facts = everything(said)
    assert (facts["cause"], facts["sure"]) == (row.cause, row.sure) == (cause, sure)
    assert FLOWS.resolve("diagnosis", row.cure) == cure


def test_a_row_looks_at_facts_that_there_are_and_at_values_they_can_have() -> None:
    facts = everything({})
    for row in TABLE:
        for fact, _ in row.conditions:
            assert fact in facts, row


def test_a_cause_has_one_cure_and_one_that_is_asked_leads_to_a_question() -> None:
    cures = {row.cause: row.cure for row in TABLE}
    assert all(cures[row.cause] == row.cure for row in TABLE)
    for row in TABLE:
        step = FLOWS[FLOWS.resolve("diagnosis", row.cure)]
        assert row.sure != ASK or isinstance(step, Wait), row
    assert max(Counter(row.known for row in TABLE).values()) == 1


def test_what_was_answered_about_one_award_is_not_taken_for_another() -> None:
    assert set(ANSWERS) <= set(FLOWS.award_facts)
    assert {"award_mail", "award_account", "award_status"} <= set(FLOWS.award_facts)


# What a login proves


@pytest.mark.parametrize(
    ("domains", "linked", "fits"),
    [
        ("voorbeeld.example", "voorbeeld.example", "yes"),
        ("voorbeeld.example", "student.voorbeeld.example", "yes"),
        ("voorbeeld.example", "nietvoorbeeld.example", "no"),
        ("student.voorbeeld.example", "voorbeeld.example", "no"),
        ("een.example twee.example", "drie.example twee.example", "yes"),
        ("voorbeeld.example", "none", "no"),
        ("unknown", "none", "no"),
        ("unknown", "voorbeeld.example", "unknown"),
        ("voorbeeld.example", "unknown", "unknown"),
    ],
)
def test_the_institution_fits_when_its_domain_or_one_below_it_is_linked(domains: str, linked: str, fits: str) -> None:
    facts = everything({**LOGIN, "institution_domains": domains, "linked": linked})
    assert facts["institution_fits"] == fits


def test_an_account_fits_when_it_is_one_of_those_linked() -> None:
    for account, fits in (("hash2", "yes"), ("hash3", "yes"), ("hash", "no"), ("unknown", "unknown")):
        assert everything({**LINKED, "award_account": account})["account_fits"] == fits


def test_a_login_counts_for_as_long_as_a_link_lasts() -> None:
    for days, counts in ((0, "yes"), (179, "yes"), (180, "no")):
        on = (BEGIN.date() - timedelta(days=days)).isoformat()
        facts = everything({**FITS, "proven_on": on})
        assert facts["proven"] == counts
        assert facts["mail_fits"] == ("yes" if counts == "yes" else "unknown")


def test_that_a_link_holds_is_proven_for_one_day_and_one_institution() -> None:
    assert everything(HOLDS)["link_holds"] == "yes"
    assert everything({**HOLDS, "link_current": "2026-11-01"})["link_holds"] == "unknown"
    assert everything({**HOLDS, "linked": "voorbeeld.example elders.example"})["link_holds"] == "of_one"


# Conversations with a login

START = """
    start       badge=Verpleegkundig rekenen institution=Hogeschool Voorbeeld kind=personal award_mail=h1 award_mail_shown=s•••@werk.nl login=possible
    bot         welcome.hello [go_on] [genuine] [stored] [employer]
    learner     [go_on]
    bot         award.known
    bot         eduid.log_in [how] [problem] [no_eduid] [dont_know] [rather_not]
"""  # noqa: E501
UNADDRESSED = START.replace(" award_mail=h1 award_mail_shown=s•••@werk.nl", "")
INSTITUTION = UNADDRESSED.replace("kind=personal", "kind=institution institution_domains=voorbeeld.example")
OFF = UNADDRESSED.replace(" login=possible", "").replace(
    "eduid.log_in [how] [problem] [no_eduid] [dont_know] [rather_not]",
    "eduid.have_one [yes] [no] [dont_know] [two_eduids]",
)
LOOK = (
    "diagnosis.look [found] [nothing_at_all] [claimed] [mail_expired] [mail_deleted] [revoked] [rejected]"
    " [old_badges_gone] [other_page]"
)
NOTHING_THERE = """
    learner     [problem]
    bot         common.which_problem [nothing_there] [institution_not_linked] [two_eduids] [spinner] [mail_says_deleted] [badges_gone] [revoked] [demo_site] [other] [never_mind]
    learner     [nothing_there]
    bot         claim.nothing_there
"""  # noqa: E501
TO_CARD = """
    bot         backpack.open_backpack [done] [how] [problem]
    learner     [done]
    bot         claim.find_card [done] [how] [problem] [have_it]
"""


def proof(mail: str = "h1", linked: str = "none", name: str = "confirmed", **more: str) -> str:
    """A login that comes back, as a line of a transcript."""
    ticks = ["eduid", *(["name"] if name != "own" else []), *(["institution"] if linked != "none" else [])]
    facts = {
        "proven_on": TODAY,
        "eduid_mail": mail,
        "eduid_mail_shown": "s•••@gmail.com",
        "eduid_name": "Sanne Voorbeeld",
        "name_how": name,
        "linked": linked,
        "linked_shown": "unknown" if linked == "none" else "Hogeschool Voorbeeld",
        **more,
    }
    brought = " ".join(f"{fact}={value}" for fact, value in facts.items())
    return f"proof {brought} ticks={','.join(ticks)}\n"


def test_a_login_skips_what_is_ready_and_leads_on_to_the_backpack(talk: Talk) -> None:
    state = talk(f"""
        {START}
        learner     [how]
        bot         eduid.log_in_how
        bot         eduid.log_in [how] [problem] [no_eduid] [dont_know] [rather_not]
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        learner     [done]
        bot         claim.printed_name
        bot         claim.claim_it [done] [how] [problem]
    """)
    assert (state.done["eduid"], state.done["name"], state.done["institution"]) == ("proof", "proof", "skipped")


def test_another_address_is_told_before_the_learner_goes_and_its_cure_is_looked_at(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof(mail="h2")}
        bot         eduid.proven
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
        learner     [change]
        bot         eduid.change_address [done] [how] [problem]
        learner     [done]
        bot         eduid.log_in_again [how] [problem] [rather_not]
        learner     [how]
        bot         eduid.log_in_again_how
        bot         eduid.log_in_again [how] [problem] [rather_not]
        {proof()}
        bot         eduid.proven
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_the_address_of_another_eduid_is_logged_in_with(talk: Talk) -> None:
    state = talk(f"""
        {START}
        {proof(mail="h2")}
        bot         eduid.proven
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
        learner     [other_eduid]
        bot         diagnosis.other_eduid [log_in] [lost] [seen]
        learner     terug
        bot         common.back_to
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
        learner     [other_eduid]
        bot         diagnosis.other_eduid [log_in] [lost] [seen]
        learner     [log_in]
        bot         backpack.open_backpack [done] [how] [problem]
    """)
    assert state.facts["proven_on"] == "unknown"  # what was proven was of the other one


def test_who_cannot_get_into_the_other_eduid_gets_a_mail_to_its_help_desk(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof(mail="h2")}
        bot         eduid.proven
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
        learner     [other_eduid]
        bot         diagnosis.other_eduid [log_in] [lost] [seen]
        learner     [lost]
        bot         diagnosis.ask_eduid [seen] [wait]
        learner     [seen]
        bot         claim.printed_name
        bot         claim.claim_it [done] [how] [problem]
    """)


def test_an_address_that_is_lost_is_for_the_institution(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof(mail="h2")}
        bot         eduid.proven
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
        learner     [lost]
        bot         diagnosis.lost_address
        bot         claim.nothing_helps [seen] [wait]
    """)


def test_where_the_mail_came_is_asked_compared_and_forgotten(talk: Talk) -> None:
    state = talk(f"""
        {UNADDRESSED}
        {proof()}
        bot         eduid.proven
        bot         diagnosis.award_address [this_one] [dont_know]
        learner     sam at werk
        bot         checks.not_an_address
        bot         diagnosis.award_address [this_one] [dont_know]
        learner     Het kwam op Sam@Werk.nl
        neighbour   other award_mail=h9 award_mail_shown=s•••@werk.nl
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
    """)
    assert talk.asked is not None
    assert talk.asked.request == CompareAddress("sam@werk.nl", "h1")
    assert "award_address" not in state.facts


@pytest.mark.parametrize("outcome", ["same award_mail=h1", "unknown", "no_answer"])
def test_an_address_that_is_the_same_or_cannot_be_compared_is_no_obstacle(talk: Talk, outcome: str) -> None:
    talk(f"""
        {UNADDRESSED}
        {proof()}
        bot         eduid.proven
        bot         diagnosis.award_address [this_one] [dont_know]
        learner     sam@werk.nl
        neighbour   {outcome}
        bot         backpack.open_backpack [done] [how] [problem]
    """)


@pytest.mark.parametrize("answer", ["[this_one]", "[dont_know]"])
def test_where_the_mail_came_need_not_be_typed(talk: Talk, answer: str) -> None:
    talk(f"""
        {UNADDRESSED}
        {proof()}
        bot         eduid.proven
        bot         diagnosis.award_address [this_one] [dont_know]
        learner     {answer}
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_an_institution_that_is_not_linked_is_linked_and_looked_at(talk: Talk) -> None:
    talk(f"""
        {INSTITUTION}
        {proof()}
        bot         eduid.proven
        bot         diagnosis.not_linked
        bot         eduid.link_institution [done] [how] [problem]
        learner     [done]
        bot         eduid.log_in_again [how] [problem] [rather_not]
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_which_institution_is_linked_is_asked_where_its_domains_are_not_known(talk: Talk) -> None:
    asked = f"""
        {INSTITUTION.replace(" institution_domains=voorbeeld.example", "")}
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        bot         diagnosis.is_it_linked [yes] [no]
    """
    talk(f"""
        {asked}
        learner     [no]
        bot         diagnosis.not_linked
        bot         eduid.link_institution [done] [how] [problem]
        learner     terug
        bot         common.back_to
        bot         diagnosis.is_it_linked [yes] [no]
        learner     overslaan
        bot         common.skipped
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_the_account_of_another_role_is_linked_too(talk: Talk) -> None:
    talk(f"""
        {INSTITUTION.replace("kind=", "award_account=h7 kind=")}
        {proof(linked="voorbeeld.example", accounts="h5 h6")}
        bot         eduid.proven
        bot         diagnosis.other_role
        bot         eduid.link_institution [done] [how] [problem]
    """)


def test_an_award_for_a_later_day_is_waited_for(talk: Talk) -> None:
    talk(f"""
        {START.replace("kind=", "award_status=scheduled kind=")}
        {proof()}
        bot         eduid.proven
        bot         diagnosis.scheduled [wait] [seen]
        learner     [wait]
        bot         common.stopped [go_on] [restart]
    """)


def test_who_would_rather_not_log_in_is_taken_at_their_word(talk: Talk) -> None:
    state = talk(f"""
        {START}
        learner     liever niet inloggen
        bot         eduid.on_your_word
        bot         eduid.have_one [yes] [no] [dont_know] [two_eduids]
        learner     [yes]
        bot         eduid.same_address [yes] [no]
        learner     [yes]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     [done]
        bot         eduid.at_an_institution [yes] [no]
        learner     [no]
        {TO_CARD}
        {NOTHING_THERE}
        bot         claim.prove_it [how] [problem] [rather_not]
        learner     [rather_not]
        bot         claim.other_address [seen] [change] [still]
        learner     [still]
        bot         {LOOK}
        learner     [found]
        bot         claim.claim_it [done] [how] [problem]
    """)
    assert state.done["name"] == "word"


def test_who_has_no_eduid_yet_makes_one_and_is_looked_at_before_edubadges(talk: Talk) -> None:
    talk(f"""
        {START}
        learner     [no_eduid]
        bot         eduid.make_one [done] [how] [problem]
        learner     [done]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        bot         eduid.at_an_institution [yes] [no]
        learner     [no]
        bot         eduid.log_in_again [how] [problem] [rather_not]
        learner     [rather_not]
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_who_does_not_know_whether_they_have_an_eduid_finds_out(talk: Talk) -> None:
    talk(f"""
        {START}
        learner     [dont_know]
        bot         eduid.may_have_one [yes] [no]
    """)


def test_nothing_there_is_looked_into_by_a_login(talk: Talk) -> None:
    talk(f"""
        {OFF.replace("kind=", "award_mail=h1 kind=")}
        learner     [yes]
        bot         eduid.same_address [yes] [no]
        learner     [yes]
        bot         eduid.confirm_name [done] [how] [problem]
        learner     [done]
        bot         eduid.at_an_institution [yes] [no]
        learner     [no]
        {TO_CARD}
    """)
    talk.state = talk.state.but(facts={**talk.state.facts, "login": "possible"})
    talk(f"""
        {NOTHING_THERE}
        bot         claim.prove_it [how] [problem] [rather_not]
        learner     [how]
        bot         claim.prove_it_how
        bot         claim.prove_it [how] [problem] [rather_not]
        {proof(mail="h2")}
        bot         claim.after_proof
        bot         diagnosis.other_address [change] [other_eduid] [lost] [seen]
    """)


def test_a_login_while_looking_for_the_card_leads_back_to_it(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        {proof()}
        bot         claim.after_proof
        bot         claim.find_card [done] [how] [problem] [have_it]
        learner     [done]
        bot         claim.printed_name
        bot         claim.claim_it [done] [how] [problem]
        {proof()}
        bot         claim.after_proof
        bot         claim.claim_it [done] [how] [problem]
    """)


def test_everything_fits_and_yet_there_is_nothing(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         diagnosis.log_in_anew [seen] [still]
        learner     [still]
        bot         {LOOK}
        learner     [other_page]
        bot         diagnosis.which_page [demo] [portal] [almost_there] [terms] [spinner] [none_of_these]
        learner     [almost_there]
        bot         diagnosis.log_in_with_this
        bot         backpack.open_backpack [done] [how] [problem]
    """)


def test_a_link_that_may_have_lapsed_is_asked_about_and_so_is_another_role(talk: Talk) -> None:
    talk(f"""
        {INSTITUTION}
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         claim.prove_link [how] [problem] [rather_not]
        learner     [rather_not]
        bot         diagnosis.valid_until [open] [passed] [dont_know]
        learner     overslaan
        bot         common.skipped
        bot         diagnosis.two_roles [yes] [no]
        learner     terug
        bot         common.back_to
        bot         diagnosis.valid_until [open] [passed] [dont_know]
        learner     [open]
        bot         diagnosis.two_roles [yes] [no]
        learner     overslaan
        bot         common.skipped
        bot         diagnosis.log_in_anew [seen] [still]
        learner     terug
        bot         common.back_to
        bot         diagnosis.two_roles [yes] [no]
        learner     [yes]
        bot         diagnosis.other_role
        bot         eduid.link_institution [done] [how] [problem]
    """)


def test_a_login_that_asks_for_a_link_proves_that_it_holds(talk: Talk) -> None:
    talk(f"""
        {INSTITUTION}
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         claim.prove_link [how] [problem] [rather_not]
        learner     [how]
        bot         claim.prove_link_how
        bot         claim.prove_link [how] [problem] [rather_not]
        login       unmet
        bot         common.login_unmet
        bot         claim.prove_link [how] [problem] [rather_not]
        {proof(linked="voorbeeld.example", link_current=TODAY)}
        bot         claim.after_proof
        bot         diagnosis.two_roles [yes] [no]
    """)


def test_a_link_that_has_lapsed_is_made_anew(talk: Talk) -> None:
    talk(f"""
        {INSTITUTION}
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         claim.prove_link [how] [problem] [rather_not]
        learner     [rather_not]
        bot         diagnosis.valid_until [open] [passed] [dont_know]
        learner     [passed]
        bot         diagnosis.lapsed
        bot         eduid.link_institution [done] [how] [problem]
        learner     [done]
        bot         eduid.log_in_again [how] [problem] [rather_not]
        {proof(linked="voorbeeld.example", link_current=TODAY)}
        bot         eduid.proven
        bot         claim.find_card [done] [how] [problem] [have_it]
    """)


def test_what_waits_by_the_institutions_word_and_is_not_shown_is_for_edubadges(talk: Talk) -> None:
    talk(f"""
        {START.replace("kind=", "award_status=waiting kind=")}
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         diagnosis.log_in_anew [seen] [still]
        learner     [still]
        bot         diagnosis.ask_edubadges [seen] [wait]
        learner     [wait]
        bot         common.stopped [go_on] [restart]
    """)


@pytest.mark.parametrize(("known", "cause"), [("[yes]", "not_sent"), ("[no]", "typo"), ("overslaan", "typo")])
def test_without_a_mail_it_was_not_sent_or_went_elsewhere(talk: Talk, known: str, cause: str) -> None:
    skipped = "bot common.skipped" if known == "overslaan" else ""
    talk(f"""
        {START.replace("kind=", "got_mail=no kind=")}
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         diagnosis.log_in_anew [seen] [still]
        learner     [still]
        bot         diagnosis.post_known [yes] [no]
        learner     {known}
        {skipped}
        bot         diagnosis.{cause}
        bot         claim.nothing_helps [seen] [wait]
    """)


LOOKED_FOR = f"""
    {{}}
    {NOTHING_THERE}
    bot         diagnosis.log_in_anew [seen] [still]
    learner     [still]
    bot         {LOOK}
"""
FITTING = f"{START}\n{proof()}\nbot eduid.proven\n{TO_CARD}"
BACK_TO_LOOK = f"bot {LOOK}"
WHICH_PAGE = "bot diagnosis.which_page [demo] [portal] [almost_there] [terms] [spinner] [none_of_these]"
MAIL = "bot claim.nothing_helps [seen] [wait]"


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ("claimed", "bot share.make_public [done] [how] [problem]"),
        ("mail_expired", f"bot diagnosis.expired\n{MAIL}"),
        ("mail_deleted", f"bot diagnosis.deleted\n{MAIL}"),
        ("revoked", f"bot diagnosis.revoked\n{MAIL}"),
        ("rejected", f"bot diagnosis.rejected\n{MAIL}"),
        ("nothing_at_all", f"bot diagnosis.only_they_know\n{MAIL}"),
        ("old_badges_gone", f"bot claim.badges_gone\n{BACK_TO_LOOK}"),
    ],
)
def test_what_a_learner_sees_is_dealt_with(talk: Talk, seen: str, told: str) -> None:
    talk(f"""
        {LOOKED_FOR.format(FITTING)}
        learner     [{seen}]
        {told}
    """)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ("demo", "claim.demo_site"),
        ("portal", "backpack.no_access"),
        ("terms", "claim.terms"),
        ("spinner", "claim.spinner"),
        ("none_of_these", "stuck.tell"),
    ],
)
def test_another_page_is_told_and_asked_about_again(talk: Talk, seen: str, told: str) -> None:
    talk(f"""
        {LOOKED_FOR.format(FITTING)}
        learner     [other_page]
        {WHICH_PAGE}
        learner     [{seen}]
        bot         {told}
        {WHICH_PAGE}
        learner     overslaan
        bot         common.skipped
        bot         diagnosis.only_they_know
        {MAIL}
    """)


def test_eduid_asks_for_a_name_that_is_not_confirmed(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof(name="own")}
        bot         eduid.proven
        bot         eduid.confirm_name [done] [how] [problem]
        learner     overslaan
        bot         common.skipped
        {LOOKED_FOR.format(TO_CARD)}
        learner     [other_page]
        {WHICH_PAGE}
        learner     [almost_there]
        bot         backpack.almost_there
        {WHICH_PAGE}
    """)


def test_an_award_that_waits_no_longer_is_asked_about_at_once(talk: Talk) -> None:
    talk(f"""
        {START.replace("kind=", "award_status=gone kind=")}
        {proof()}
        bot         eduid.proven
        bot         {LOOK}
        learner     [nothing_at_all]
        bot         diagnosis.no_longer_waiting
        {MAIL}
    """)


def test_a_last_day_that_passed_explains_an_empty_backpack(talk: Talk) -> None:
    talk(f"""
        {START.replace("kind=", "deadline=2026-11-01 kind=")}
        {proof()}
        bot         eduid.proven
        {TO_CARD}
        {NOTHING_THERE}
        bot         diagnosis.expired
        {MAIL}
    """)


@pytest.mark.parametrize(
    ("name", "told"),
    [("initials", "eduid.only_initials"), ("own", "diagnosis.own_name"), ("confirmed", "diagnosis.confirmed_name")],
)
def test_a_wrong_name_is_traced_to_where_it_comes_from(talk: Talk, name: str, told: str) -> None:
    own = (
        "bot eduid.confirm_name [done] [how] [problem]\nlearner overslaan\nbot common.skipped" if name == "own" else ""
    )
    wrong = """
        learner     [problem]
        bot         common.which_problem [wrong_name] [terms] [rejected] [no_button] [other] [never_mind]
        learner     [wrong_name]
        bot         claim.wrong_name
        bot         diagnosis.whose_name [eduid] [other] [never_mind]
    """
    talk(f"""
        {START}
        {proof(name=name)}
        bot         eduid.proven
        {own}
        {TO_CARD}
        learner     [done]
        bot         claim.printed_name
        bot         claim.claim_it [done] [how] [problem]
        {wrong}
        learner     [eduid]
        bot         {told}
        bot         claim.claim_it [done] [how] [problem]
        {wrong}
        learner     [other]
        bot         diagnosis.issuer_name
        {MAIL}
    """)


def test_a_second_award_is_claimed_in_three_turns_when_everything_is_proven(talk: Talk) -> None:
    talk(f"""
        {START}
        {proof(linked="voorbeeld.example")}
        bot         eduid.proven
        {TO_CARD}
        learner     [have_it]
        bot         share.make_public [done] [how] [problem]
    """)
    state = talk(f"""
        start       badge=Klinisch redeneren institution=Hogeschool Voorbeeld kind=personal award_mail=h1
        bot         common.new_award
        bot         award.known
        bot         eduid.still_proven
        {TO_CARD}
        learner     [done]
        bot         claim.printed_name
        bot         claim.claim_it [done] [how] [problem]
        learner     [done]
        bot         share.make_public [done] [how] [problem]
    """)
    assert state.facts["badge"] == "Klinisch redeneren"
    assert state.done["claimed"] == "word"


# What is written to whom


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", ["claim.nothing_helps", "diagnosis.ask_edubadges", "diagnosis.ask_eduid"])
def test_a_message_to_copy_holds_the_facts_and_says_where_to(text: str, language: str) -> None:
    facts = everything(
        {
            **PERSONAL,
            **PASSED,
            "award_mail": "hash9",
            "award_mail_shown": "s•••@werk.nl",
            "eduid_mail_shown": "s•••@gmail.com",
            "badge": "Klinisch redeneren",
            "institution": "Hogeschool Voorbeeld",
            "support_email": "edubadges@voorbeeld.example",
            "logged_in_anew": "yes",
        }
    )
    nodes = FLOWS.texts.nodes(text, language, facts)
    [message] = [span.text for span in nodes if span.style == "code"]
    for fact in ("Klinisch redeneren", "Hogeschool Voorbeeld", "s•••@gmail.com", "1 november 2026"):
        assert fact in message.replace("November", "november")
    whom = {"nothing_helps": "edubadges@voorbeeld.example", "ask_edubadges": "support@edubadges.nl"}
    assert whom.get(text.partition(".")[2], "help@eduid.nl") in plain(nodes)
