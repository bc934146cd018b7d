"""Diagnosis: why a badge is not where the learner looks, and what helps; one table, read from top to bottom.

edubadges shows nothing when an award and an eduID do not fit each other, and never says why. The table finds the cause
in what a login proved, what is known of the award, and what the learner answered. It is read twice: after a login,
before the learner goes to edubadges, and whenever they say that they see nothing.

Sources: edubadges-server, `apps/directaward/models.py`, `apps/directaward/api.py` and `apps/badgeuser/models.py`
(June 2026); OpenConext-myconext, `myconext/eduid/APIController.java` and `application.yml` (August 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from bot.conversation.effects import CompareAddress
from bot.conversation.events import Fact
from bot.conversation.flow import RETURN, Ask, Branch, Choose, Do, Flow, Mark, Say
from flows import checks

ANSWERS = (
    "got_mail",  # yes, no: the mail about the award came
    "mail_said",  # yes, no, dont_know: it came to the address of the eduID
    "address_lost",  # yes: the learner cannot read that address any more
    "eduids",  # two: there is another eduID, with that address
    "institution_said",  # yes, no: what is linked is the institution that awards
    "valid_until",  # open, passed, dont_know: what stands with "geldig tot"
    "two_roles",  # yes, no: student and employee there at once
    "prove_said",  # no: rather not log in here
    "sees",  # nothing, or what the screen or a mail says (`look`)
    "name_seen",  # eduid, other: the name in the dialog is that of the eduID, or another
    "logged_in_anew",  # yes: out of edubadges and in again, so that it read the eduID anew
    "post_known",  # yes, no: the institution reaches the learner at this address
)
"""What the learner was asked about this award, by fact; "unknown" until then."""

PROOF_LASTS = timedelta(days=180)
"""So long a login counts, as a link with an institution does.

Source: myconext, `application.yml`, `expiry-duration-days-non-validated` (August 2026).
"""

PROVEN: Literal["proven"] = "proven"
PROBABLY: Literal["probably"] = "probably"
ASK: Literal["ask"] = "ask"  # more than one can be true: the cure is the one question that tells them apart


@dataclass(frozen=True)
class Row:
    """When all of `known` holds (`fact=value`, `fact=one|other`), this is the cause, so sure, and here is the cure."""

    known: str
    cause: str
    sure: Literal["proven", "probably", "ask"]
    cure: str

    @cached_property
    def conditions(self) -> tuple[tuple[str, frozenset[str]], ...]:
        pairs = (part.partition("=") for part in self.known.split())
        return tuple((fact, frozenset(values.split("|"))) for fact, _, values in pairs)

    @property
    def is_seen(self) -> bool:
        """Does a screen or a mail say it, whatever else is known?"""
        return any(fact == "sees" and not values & {"unknown", "found", "nothing"} for fact, values in self.conditions)

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        return all(str(facts[fact]) in values for fact, values in self.conditions)


# fmt: off
TABLE = (
    # What a screen or a mail says itself
    Row("sees=claimed",                                     "already_claimed",    PROVEN,   "claim.already_claimed"),
    Row("sees=demo",                                        "demo_site",          PROVEN,   "claim.demo_site"),
    Row("sees=portal",                                      "issuer_portal",      PROVEN,   "backpack.no_access"),
    Row("sees=mail_expired",                                "expired",            PROVEN,   "expired"),
    Row("sees=mail_deleted",                                "deleted",            PROVEN,   "deleted"),
    Row("sees=revoked",                                     "revoked",            PROVEN,   "revoked"),
    Row("sees=rejected",                                    "rejected",           PROVEN,   "rejected"),
    Row("sees=terms",                                       "terms_declined",     PROVEN,   "claim.terms"),
    Row("sees=almost_there name_how=confirmed|initials",    "not_that_eduid",     PROBABLY, "log_in_with_this"),
    Row("sees=almost_there name_how=own",                   "name_not_confirmed", PROVEN,   "backpack.almost_there"),
    Row("sees=almost_there",                                "name_not_confirmed", PROBABLY, "backpack.almost_there"),
    Row("sees=old_badges_gone",                             "new_eduid",          PROBABLY, "claim.badges_gone"),
    Row("sees=spinner",                                     "not_there",          PROBABLY, "claim.spinner"),
    # The name in the dialog is wrong
    Row("sees=wrong_name name_seen=unknown",                "whose_name",         ASK,      "whose_name"),
    Row("sees=wrong_name name_seen=other",                  "issuer_name",        PROVEN,   "issuer_name"),
    Row("sees=wrong_name name_how=initials",                "bank_initials",      PROBABLY, "eduid.only_initials"),
    Row("sees=wrong_name name_how=own",                     "own_name",           PROVEN,   "own_name"),
    Row("sees=wrong_name",                                  "confirmed_name",     PROVEN,   "confirmed_name"),
    # The award itself
    Row("award_status=scheduled",                           "scheduled",          PROVEN,   "scheduled"),
    Row("claimed_done=word|proof",                          "already_claimed",    PROBABLY, "claim.already_claimed"),
    Row("award_status=gone time_left=passed",               "expired",            PROBABLY, "expired"),
    Row("sees=nothing time_left=passed",                    "expired",            PROBABLY, "expired"),
    Row("award_status=gone sees=unknown|nothing",           "gone",               ASK,      "look"),
    Row("award_status=gone",                                "no_longer_waiting",  PROBABLY, "no_longer_waiting"),
    # The award and the eduID do not fit
    Row("kind=personal|dont_know mail_fits=no eduids=two",  "other_eduid",        PROVEN,   "other_eduid"),
    Row("kind=personal|dont_know mail_fits=no address_lost=yes",
                                                            "lost_address",       PROVEN,   "lost_address"),
    Row("kind=personal mail_fits=no",                       "other_address",      PROVEN,   "other_address"),
    Row("kind=dont_know mail_fits=no",                      "other_address",      PROBABLY, "other_address"),
    Row("kind=personal mail_said=no eduids=two",            "other_eduid",        PROBABLY, "other_eduid"),
    Row("kind=personal mail_said=no address_lost=yes",      "lost_address",       PROBABLY, "lost_address"),
    Row("kind=personal mail_said=no",                       "other_address",      PROBABLY, "other_address"),
    Row("kind=institution account_fits=no institution_fits=yes",
                                                            "other_role",         PROVEN,   "other_role"),
    Row("kind=institution account_fits=no",                 "not_linked",         PROVEN,   "not_linked"),
    Row("kind=institution institution_fits=no",             "not_linked",         PROVEN,   "not_linked"),
    Row("kind=institution institution_said=no",             "not_linked",         PROBABLY, "not_linked"),
    Row("kind=institution valid_until=passed",              "lapsed",             PROBABLY, "lapsed"),
    Row("kind=institution two_roles=yes account_fits=unknown",
                                                            "other_role",         PROBABLY, "other_role"),
    # Whether they fit is asked as soon as there is an eduID to compare with
    Row("kind=personal|dont_know proven=yes mail_fits=unknown mail_said=unknown",
                                                            "which_address",      ASK,      "award_address"),
    Row("kind=institution proven=yes linked_any=yes account_fits=unknown institution_fits=unknown "
        "institution_said=unknown",                         "which_institution",  ASK,      "is_it_linked"),
    # Nothing is known to be missing, and the learner has not looked yet
    Row("sees=unknown|found",                               "none",               PROVEN,   "go_on"),
    # They looked and see nothing: first what a login would prove, else what they can look up themselves
    Row("kind=institution login=possible link_holds=unknown valid_until=unknown prove_said=unknown",
                                                            "link_not_proven",    ASK,      "claim.prove_link"),
    Row("proven=no login=possible prove_said=unknown",      "not_proven",         ASK,      "claim.prove_it"),
    Row("kind=personal proven=no logged_in_anew=unknown",    "address_by_word",    ASK,      "claim.other_address"),
    Row("kind=institution proven=no logged_in_anew=unknown", "link_by_word",       ASK,      "claim.other_institution"),
    Row("kind=dont_know|unknown logged_in_anew=unknown",    "way_by_word",        ASK,      "claim.either"),
    # Everything seems to fit: a link that lapsed is still listed, and so is the account of another role
    Row("kind=institution link_holds=unknown|of_one valid_until=unknown",
                                                            "lapsed_or_not",      ASK,      "valid_until"),
    Row("kind=institution account_fits=unknown two_roles=unknown",
                                                            "which_role",         ASK,      "two_roles"),
    Row("logged_in_anew=unknown",                           "not_read_anew",      PROBABLY, "log_in_anew"),
    Row("award_status=waiting",                             "edubadges_fails",    PROBABLY, "ask_edubadges"),
    Row("got_mail=no post_known=unknown",                   "typo_or_not_sent",   ASK,      "post_known"),
    Row("got_mail=no post_known=no",                        "typo",               PROBABLY, "typo"),
    Row("got_mail=no",                                      "not_sent",           PROBABLY, "not_sent"),
    Row("sees=nothing",                                     "nothing_explains",   ASK,      "look"),
    Row("",                                                 "only_they_know",     PROBABLY, "only_they_know"),
)
# fmt: on
"""Read from top to bottom, the first row that holds counts. `sees` is unknown until the learner has looked."""


LOOKED_AT = (
    "kind", "login", "name_how", "award_status", "proven_on", "eduid_mail", "award_mail", "accounts", "award_account",
    "linked", "link_current", "institution_domains", *ANSWERS,
)  # fmt: skip
"""The facts that the table is read by, besides those that follow from facts."""


def diagnosed(facts: Mapping[str, Fact], today: date) -> dict[str, Fact]:
    """What follows from a login and an award: `cause`, how `sure`, and what the table looks at.

    `proven` (yes, no): a login counts. `mail_fits`, `account_fits` and `institution_fits` (yes, no, unknown): the
    award's address, account and institution are those of the eduID. `linked_any` (yes, no, unknown). `link_holds`
    (yes, of_one, unknown): the link had not lapsed today, or one of several had not.
    """
    linked = str(facts["linked"])
    proven = facts["proven_on"] != "unknown" and today - date.fromisoformat(str(facts["proven_on"])) < PROOF_LASTS
    known = dict(facts) if proven else {**facts, "eduid_mail": "unknown", "linked": "unknown", "accounts": "unknown"}
    holds = "yes" if len(linked.split()) == 1 else "of_one"  # the proof does not say which of several
    out: dict[str, Fact] = {
        "proven": "yes" if proven else "no",
        "mail_fits": _fits(known["award_mail"], known["eduid_mail"]),
        "account_fits": _fits(known["award_account"], known["accounts"]),
        "institution_fits": _linked(str(known["institution_domains"]), str(known["linked"])),
        "linked_any": {"unknown": "unknown", "none": "no"}.get(str(known["linked"]), "yes"),
        "link_holds": holds if facts["link_current"] == today.isoformat() else "unknown",
    }
    known = {**facts, **out}
    row = next(row for row in TABLE if row.holds(known))
    return {**out, "cause": row.cause, "sure": row.sure}


def _fits(awarded: Fact, proven: Fact) -> str:
    """Whether what the award names is among what was proven."""
    if "unknown" in (awarded, proven):
        return "unknown"
    return "yes" if awarded in str(proven).split() else "no"


def _linked(domains: str, linked: str) -> str:
    """Whether one of the linked domains is one of the institution's, or below it; where nothing is linked, none is."""
    if linked in ("unknown", "none"):
        return {"none": "no"}.get(linked, "unknown")
    if domains == "unknown":
        return "unknown"
    those = [f".{domain}" for domain in domains.split()]
    return "yes" if any(f".{one}".endswith(domain) for one in linked.split() for domain in those) else "no"


diagnosis = Flow(
    "diagnosis",
    Branch("why", on="cause", otherwise="look", **{row.cause: row.cure for row in TABLE if not row.is_seen}),
    Branch("what_is_seen", on="cause", otherwise="why", **{row.cause: row.cure for row in TABLE if row.is_seen}),
    # Nothing is missing
    Branch("go_on", on="sees", found="claim.claim_it", otherwise="where_to"),
    Branch("where_to", on="backpack_done", no="eduid.name", otherwise="claim.find_card"),
    # The address
    Ask(
        "award_address",
        check=checks.mail_address,
        save="award_address",
        conceal="…@…",
        then="compare",
        this_one="same_by_word",
        dont_know="address_not_known",
        skip="address_not_known",
    ),
    Do(
        "compare",
        CompareAddress,
        forget=("award_address",),
        same="why",
        other="why",
        unknown="address_not_known",
        no_answer="address_not_known",
    ),
    Mark("same_by_word", mail_said="yes", then="why"),
    Mark("address_not_known", mail_said="dont_know", then="why"),
    Choose(
        "other_address",
        change="eduid.change_address",
        other_eduid="has_two",
        lost="has_lost_it",
        seen="claim.seen_now",
        skip="go_on",
    ),
    Mark("has_two", eduids="two", then="why"),
    Mark("has_lost_it", address_lost="yes", then="why"),
    Choose("other_eduid", log_in="with_other_eduid", lost="ask_eduid", seen="claim.seen_now", skip="go_on"),
    Say("log_in_with_this", then="backpack"),
    Mark("with_other_eduid", proven_on="unknown", mail_said="yes", sees="unknown", then="backpack"),
    # The institution
    Choose("is_it_linked", save="institution_said", yes="why", no="why", skip="not_told_which"),
    Mark("not_told_which", institution_said="dont_know", then="why"),
    Say("not_linked", then="eduid.link_institution"),
    Say("other_role", then="eduid.link_institution"),
    Choose("valid_until", save="valid_until", open="why", passed="why", dont_know="why", skip="not_told_until"),
    Mark("not_told_until", valid_until="dont_know", then="why"),
    Say("lapsed", then="eduid.link_institution"),
    Choose("two_roles", save="two_roles", yes="why", no="why", skip="not_told_role"),
    Mark("not_told_role", two_roles="no", then="why"),
    # The rest
    Choose("scheduled", wait="common.stopped", seen="claim.seen_now", skip="done"),
    Choose("log_in_anew", seen="claim.seen_now", still="logged_in", skip="logged_in"),
    Mark("logged_in", logged_in_anew="yes", then="why"),
    Choose("post_known", save="post_known", yes="why", no="why", skip="not_known"),
    Mark("not_known", post_known="no", then="why"),
    Choose(
        "look",
        save="sees",
        found="claim.seen_now",
        nothing_at_all="what_is_seen",
        claimed="what_is_seen",
        mail_expired="what_is_seen",
        mail_deleted="what_is_seen",
        revoked="what_is_seen",
        rejected="what_is_seen",
        old_badges_gone="what_is_seen",
        other_page="which_page",
        skip="only_they_know",
    ),
    Choose(
        "which_page",
        save="sees",
        demo="what_is_seen",
        portal="what_is_seen",
        almost_there="what_is_seen",
        terms="what_is_seen",
        spinner="what_is_seen",
        none_of_these="stuck",
        skip="only_they_know",
    ),
    Choose("whose_name", save="name_seen", side=True, eduid="what_is_seen", other="what_is_seen", never_mind=RETURN),
    Say("own_name", then=RETURN),
    Say("confirmed_name", then=RETURN),
    # Whom to write to: the institution
    Say("expired", then="claim.nothing_helps"),
    Say("deleted", then="claim.nothing_helps"),
    Say("revoked", then="claim.nothing_helps"),
    Say("rejected", then="claim.nothing_helps"),
    Say("no_longer_waiting", then="claim.nothing_helps"),
    Say("lost_address", then="claim.nothing_helps"),
    Say("issuer_name", then="claim.nothing_helps"),
    Say("typo", then="claim.nothing_helps"),
    Say("not_sent", then="claim.nothing_helps"),
    Say("only_they_know", then="claim.nothing_helps"),
    # Or somebody else
    Choose("ask_edubadges", seen="claim.seen_now", wait="common.stopped", skip="done"),
    Choose("ask_eduid", seen="claim.seen_now", wait="common.stopped", skip="done"),
)
