"""Why a badge is not there: each cause provoked in the sandbox, told by the guide, and cured as it says."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.sandbox.street import ACCOUNT, BADGE, EMPLOYEE, OTHER, SANNE, STUDENT, Learner, Street, street

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def the_street(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Street]:
    async with street(tmp_path_factory.mktemp("street")) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def here(the_street: Street) -> AsyncIterator[Street]:
    """The street, where nothing happened yet."""
    yield the_street
    await the_street.begins_anew()


async def before_the_card(sanne: Learner) -> None:
    """From the login on to the question whether the card is there, on the way that suits this learner."""
    for _ in range(4):
        match (await sanne.state()).at:
            case "eduid.confirm_name":
                await sanne.says("overslaan" if sanne.language == "nl" else "skip")
            case "backpack.open_backpack":
                await sanne.taps("done")
            case "claim.find_card":
                return
    await sanne.hears("claim.find_card")


# The award and the eduID do not fit


async def test_the_award_is_for_another_address_than_that_of_the_eduid(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid(OTHER)
    await sanne.begins_with(await here.awards(SANNE))
    await sanne.logs_in()
    await sanne.hears(
        "diagnosis.other_address", "Gevonden", "s•••@example.net", "s•••@example.org",
        cause="other_address", sure="proven",
    )  # fmt: skip
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await sanne.taps("change")
    await sanne.hears("eduid.change_address")
    await sanne.changes_address(SANNE)
    await sanne.taps("done")
    await sanne.says("overslaan")  # the name
    await sanne.hears("eduid.log_in_again")
    await sanne.logs_in()
    await sanne.hears("backpack.open_backpack", cause="none", mail_fits="yes")
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_the_award_is_for_the_address_of_another_eduid(here: Street) -> None:
    sanne = Learner(here, "en")
    await sanne.makes_an_eduid(SANNE)
    await sanne.makes_an_eduid(OTHER)
    await sanne.begins_with(await here.awards(SANNE))
    await sanne.logs_in()
    await sanne.hears("diagnosis.other_address", cause="other_address", sure="proven")
    await sanne.taps("other_eduid")
    await sanne.hears("diagnosis.other_eduid", "Logout", cause="other_eduid", sure="proven")
    await sanne.taps("log_in")
    await sanne.hears("backpack.open_backpack")
    await sanne.takes_eduid(SANNE)
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_the_institution_is_not_linked(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.begins_with(await here.awards(account=ACCOUNT))
    await sanne.logs_in()
    await sanne.hears(
        "eduid.link_institution", "Dit ontbreekt nog", "Universiteit Voorbeeld", cause="not_linked", sure="proven"
    )
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await sanne.links()
    await sanne.taps("done")
    await sanne.hears("eduid.log_in_again")
    await sanne.logs_in()
    await sanne.hears("backpack.open_backpack", cause="none", account_fits="yes")
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_the_institution_is_linked_with_the_account_of_another_role(here: Street) -> None:
    sanne = Learner(here, "en")
    await sanne.makes_an_eduid()
    await sanne.links(EMPLOYEE)
    await sanne.begins_with(await here.awards(account=ACCOUNT))
    await sanne.logs_in()
    await sanne.hears("eduid.link_institution", "Found", "another account", cause="other_role", sure="proven")
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await sanne.links(STUDENT)
    await sanne.taps("done")
    await sanne.logs_in()
    await sanne.hears("backpack.open_backpack", cause="none")
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_a_link_that_lapsed_is_renewed_by_a_login_that_asks_for_it(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.links()
    await here.days_pass(181)
    await sanne.begins_with(await here.awards(account=ACCOUNT))
    await sanne.logs_in()
    await sanne.hears("backpack.open_backpack", cause="none")  # a link that lapsed is listed all the same
    await before_the_card(sanne)
    await sanne.cannot("nothing_there")
    await sanne.hears("claim.prove_link", "180 dagen", cause="link_not_proven", sure="ask")
    await sanne.logs_in(linking=STUDENT)
    await sanne.hears("diagnosis.log_in_anew", cause="not_read_anew", link_holds="yes")
    await sanne.opens_backpack()
    sanne.sees_card()
    await sanne.taps("seen")
    await sanne.hears("claim.claim_it")


async def test_a_link_that_lapsed_is_told_by_the_day_that_stands_with_it(here: Street) -> None:
    sanne = Learner(here, "en")
    await sanne.makes_an_eduid()
    await sanne.links()
    await here.days_pass(181)
    await sanne.begins_with(await here.awards(account=ACCOUNT))
    await sanne.logs_in()
    await before_the_card(sanne)
    await sanne.cannot("nothing_there")
    await sanne.hears("claim.prove_link")
    await sanne.taps("rather_not")
    await sanne.hears("diagnosis.valid_until", cause="lapsed_or_not", sure="ask")
    await sanne.browser.opens("/sandbox/eduid/mijn/personal")
    sanne.browser.sees("valid until 28 November 2026")
    await sanne.taps("passed")
    await sanne.hears("eduid.link_institution", "probably", cause="lapsed", sure="probably")
    await sanne.links()
    await sanne.taps("done")
    await sanne.hears("eduid.log_in_again")
    await sanne.logs_in()
    await sanne.hears("claim.find_card", cause="none")


async def test_edubadges_knows_the_eduid_as_it_was(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.opens_backpack()
    await sanne.links()
    await sanne.begins_with(await here.awards(account=ACCOUNT))
    await sanne.logs_in()
    await sanne.looks()
    sanne.sees_nothing()
    await before_the_card(sanne)
    await sanne.cannot("nothing_there")
    await sanne.logs_in()  # the link is shown to be young
    await sanne.hears("diagnosis.log_in_anew", "Logout", cause="not_read_anew", sure="probably")
    await sanne.opens_backpack()
    sanne.sees_card()


# The name


async def test_the_bank_gave_initials_only(here: Street) -> None:
    sanne = Learner(here, "en")
    await sanne.makes_an_eduid()
    await sanne.uses_the_bank()
    await sanne.begins_with(await here.awards())
    await sanne.logs_in()
    await sanne.hears("backpack.open_backpack", "S Voorbeeld", name_how="initials")
    await before_the_card(sanne)
    await sanne.taps("done")
    await sanne.hears("claim.claim_it", "S Voorbeeld", "initials")
    await sanne.opens_backpack()
    await sanne.agrees_to_claim()
    sanne.browser.sees("This name will appear in the edubadge: S Voorbeeld")
    await sanne.cannot("wrong_name")
    await sanne.hears("diagnosis.whose_name", "S Voorbeeld", cause="whose_name", sure="ask")
    await sanne.taps("eduid")
    await sanne.hears("claim.claim_it", "initials", cause="bank_initials", sure="probably")
    await sanne.links(prefers=True)
    await sanne.opens_backpack()
    await sanne.claims()
    assert [one.name for one in here.world.badges.values()] == ["Sanne van den Voorbeeld"]


async def test_the_name_is_not_confirmed_and_the_link_of_the_mail_asks_for_it(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.begins_with(await here.awards())
    await sanne.logs_in()
    await sanne.hears("eduid.confirm_name", "nog niet bevestigd", name_how="own")
    await sanne.says("overslaan")
    await sanne.hears("backpack.open_backpack")
    await sanne.opens_mail("You received an edubadge")
    sanne.browser.sees("Je bent er bijna")
    await sanne.cannot("almost_there")
    await sanne.hears("backpack.open_backpack", "Je bent er bijna", "Verifïeer nu")
    await sanne.verifies_by_the_bank()
    sanne.sees_card()


# The award itself


async def test_the_award_expired(here: Street) -> None:
    sanne = Learner(here, "en")
    await sanne.makes_an_eduid()
    await sanne.begins_with(await here.awards())
    await here.the_institution_is_asked()
    await sanne.logs_in()
    await before_the_card(sanne)
    await here.days_pass(83)
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await here.the_institution_is_asked()
    await sanne.cannot("nothing_there")
    await sanne.hears(
        "claim.nothing_helps", "82 days", BADGE, "Universiteit Voorbeeld", "22 August 2026", "s•••@example.net",
        cause="expired", sure="probably",
    )  # fmt: skip
    await here.awards()  # anew, as the message asks
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_the_award_is_planned_for_later(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.begins_with(await here.awards(days="5"))
    await here.the_institution_is_asked()
    await sanne.logs_in()
    await sanne.hears("diagnosis.scheduled", "klaargezet voor later", cause="scheduled", sure="proven")
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await here.days_pass(5)
    await sanne.opens_backpack()
    sanne.sees_card()
    await sanne.taps("seen")
    await sanne.hears("claim.claim_it")


async def says_nothing_is_there(here: Street, sanne: Learner) -> None:
    """The institution's list has the award no longer: only the learner can tell what became of it."""
    await sanne.opens_backpack()
    await here.the_institution_is_asked()
    await sanne.cannot("nothing_there")
    await sanne.hears("diagnosis.look", cause="gone", sure="ask", award_status="gone")


async def awarded(here: Street, language: str) -> Learner:
    """Somebody with everything in order, who looks for the card."""
    sanne = Learner(here, language)
    await sanne.makes_an_eduid()
    await sanne.begins_with(await here.awards())
    await here.the_institution_is_asked()
    await sanne.logs_in()
    await before_the_card(sanne)
    await sanne.opens_backpack()
    sanne.sees_card()
    return sanne


async def test_the_learner_rejected_it(here: Street) -> None:
    sanne = await awarded(here, "en")
    await sanne.rejects()
    await says_nothing_is_there(here, sanne)
    sanne.sees_nothing()
    await sanne.taps("rejected")
    await sanne.hears(
        "claim.nothing_helps", "rejected", BADGE, "22 August 2026", "s•••@example.net", cause="rejected", sure="proven"
    )
    await here.awards()
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_staff_deleted_the_award(here: Street) -> None:
    sanne = await awarded(here, "nl")
    await here.takes_back("Verkeerde lijst")
    await says_nothing_is_there(here, sanne)
    sanne.sees_nothing()
    assert "Verkeerde lijst" in sanne.mail()
    await sanne.taps("mail_deleted")
    await sanne.hears(
        "claim.nothing_helps", "De reden staat in de mail", BADGE, "Wat is de reden", cause="deleted", sure="proven"
    )


async def test_staff_revoked_the_badge(here: Street) -> None:
    sanne = await awarded(here, "en")
    await sanne.claims()
    await here.takes_back("Wrong course")
    await says_nothing_is_there(here, sanne)
    await sanne.browser.opens("/sandbox/edubadges/archived")
    sanne.browser.sees(BADGE)
    await sanne.taps("revoked")
    await sanne.hears("claim.nothing_helps", "revoked", BADGE, cause="revoked", sure="proven")


async def test_the_badge_was_claimed_already(here: Street) -> None:
    sanne = await awarded(here, "nl")
    await sanne.claims()
    await says_nothing_is_there(here, sanne)
    sanne.browser.sees(BADGE).does_not_see("Unclaimed")
    await sanne.taps("claimed")
    await sanne.hears("share.make_public", claimed_done="word")


async def test_the_terms_were_declined(here: Street) -> None:
    sanne = await awarded(here, "en")
    await sanne.taps("done")
    await sanne.hears("claim.claim_it")
    await sanne.declines_the_terms()
    sanne.browser.sees("Without agreeing")
    await sanne.cannot("terms")
    await sanne.hears("claim.claim_it", "I agree")
    await sanne.claims()
    await sanne.taps("done")
    await sanne.hears("share.make_public")


async def test_it_is_the_demo_site(here: Street) -> None:
    sanne = await awarded(here, "nl")
    await sanne.opens_backpack("edubadges-demo")
    sanne.browser.sees("Demo omgeving").does_not_see(BADGE)
    await sanne.cannot("demo_site")
    await sanne.hears("claim.find_card", "Demo omgeving", "www.edubadges.nl")
    await sanne.opens_backpack()
    sanne.sees_card()


async def test_the_page_of_a_claimed_award_goes_on_loading(here: Street) -> None:
    sanne = await awarded(here, "en")
    await sanne.opens_award()
    page = sanne.browser.at
    await sanne.claims()
    await sanne.browser.opens(page)
    sanne.browser.sees("Loading")
    await sanne.cannot("spinner")
    await sanne.hears("claim.find_card", "already")
    await sanne.taps("have_it")
    await sanne.hears("share.make_public", claimed_done="word")


async def test_nothing_was_sent_yet(here: Street) -> None:
    sanne = Learner(here, "nl")
    await sanne.makes_an_eduid()
    await sanne.begins()
    for answer in ("go_on", "no", "look", "personal"):
        await sanne.taps(answer)
    await sanne.says(BADGE)
    await sanne.says("overslaan")
    await sanne.hears("eduid.log_in")
    await sanne.logs_in()
    await sanne.hears("diagnosis.award_address", cause="which_address", sure="ask")
    await sanne.taps("this_one")
    await before_the_card(sanne)
    await sanne.cannot("nothing_there")
    await sanne.hears("diagnosis.log_in_anew")
    await sanne.opens_backpack()
    sanne.sees_nothing()
    await sanne.taps("still")
    await sanne.hears("diagnosis.post_known", cause="typo_or_not_sent", sure="ask")
    await sanne.taps("yes")
    await sanne.hears(
        "claim.nothing_helps", "nog niet aan je toegekend", BADGE, "s•••@example.net", "opnieuw ingelogd",
        cause="not_sent", sure="probably",
    )  # fmt: skip
    await here.awards()
    await sanne.opens_backpack()
    sanne.sees_card()
    await sanne.taps("seen")
    await sanne.hears("claim.claim_it")
