"""The sandbox's edubadges, as transcripts of what a person does there; labels and behaviour as edubadges has them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from integrations.claim_mail import read_award_mail
from integrations.sandbox.application import application
from integrations.sandbox.world import Award, Badge
from tests.sandbox.stage import CLIENTS, NOW, ROOT, URL, WORLD, Sandbox, makes_an_eduid
from tests.sandbox.walker import Walker

SANNE = "sanne@example.net"
CLAIM = "Claim en voeg toe aan je backpack"
CLAIM_MAIL = "Je hebt een edubadge ontvangen. You received an edubadge. Claim it now!"


class Whole(Sandbox):
    """All neighbours around one world, as the program has them."""

    def __init__(self) -> None:
        super().__init__()
        self.started = NOW
        self.staff = self.somebody()

    @staticmethod
    @cache
    def routes() -> ASGIApp:
        return Starlette(routes=[Mount("/sandbox", application(WORLD, ROOT, CLIENTS))])

    async def awards(self, badge: str = "Data in de zorg", email: str = SANNE, **how: str | None) -> Award:
        """Staff award a badge."""
        await self.staff.opens("/sandbox/edubadges/staff")
        entity = next(one.entity for one in self.world.badge_classes.values() if one.name == badge)
        await self.staff.presses("Uitreiken", badge_class=entity, email=email, **how)
        self.staff.is_at("/sandbox/edubadges/staff").sees("De edubadge is uitgereikt.")
        return list(self.world.awards.values())[-1]

    async def asks(self, path: str, **headers: str) -> httpx.Response:
        """What the API answers to a program."""
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=URL) as client:
            return await client.get(f"/sandbox/edubadges-api{path}", headers={"Accept": "application/json", **headers})

    async def told(self, path: str, **headers: str) -> Any:
        answer = await self.asks(path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def badge(self) -> Badge:
        (one,) = self.world.badges.values()
        return one


async def logs_in(who: Walker, *, first: bool = False) -> None:
    """By `Open je backpack`; the consent and the general terms are asked once."""
    await who.opens("/sandbox/edubadges")
    await who.follows("Open je backpack")
    if first:
        await who.presses("Ja, dat mag")
        await who.presses("Ik ga akkoord")
    who.is_at("/sandbox/edubadges/backpack")


async def logs_in_again(who: Walker) -> None:
    await who.opens("/sandbox/edubadges/backpack")
    await who.presses("Logout")
    await logs_in(who)


async def with_backpack(email: str = SANNE, **name: str) -> tuple[Whole, Walker]:
    sandbox = Whole()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, email, **name)
    await logs_in(sanne, first=True)
    return sandbox, sanne


async def claims(who: Walker, badge: str = "Data in de zorg") -> None:
    await who.opens("/sandbox/edubadges/backpack")
    await who.follows(f"Unclaimed {badge}")
    await who.follows(CLAIM)
    if "Voorwaarden" in who.page.text:
        await who.presses("Ik ga akkoord")
    await who.presses("Bevestig")
    who.sees("Edubadge is succesvol geclaimed")


async def with_badge(badge: str = "Data in de zorg") -> tuple[Whole, Walker]:
    sandbox, sanne = await with_backpack()
    await sandbox.awards(badge)
    await claims(sanne, badge)
    return sandbox, sanne


async def makes_it_public(who: Walker) -> None:
    await who.opens(who.at.split("?")[0] + "?dialog=publish")
    await who.presses("Bevestig")
    who.sees("Deze edubadge is nu publiek zichtbaar gemaakt.")


async def links_account(who: Walker, student: str = "s1234567") -> None:
    await who.opens("/sandbox/eduid/mijn/personal")
    await who.follows("Voeg een organisatie toe")
    await who.follows("Gebruik je school- of werkaccount")
    await who.follows("Universiteit Voorbeeld")
    await who.presses("Inloggen", student=student, given="Sanne", family="van den Voorbeeld")


# From mail to backpack


async def test_the_mail_leads_through_the_name_to_the_award() -> None:
    sandbox = Whole()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, SANNE)
    await sandbox.awards()
    await sanne.opens(f"/sandbox/mailbox?to={SANNE}")
    sanne.sees(CLAIM_MAIL, "Universiteit Voorbeeld heeft je de volgende edubadge gestuurd.", "tot 22 augustus 2026")
    await sanne.follows("Open de link uit deze mail")
    sanne.is_at("/sandbox/edubadges/login").sees("Never stop learning", "Collect", "Browse", "Award")
    await sanne.follows("Open je backpack")
    sanne.sees("Je bent er bijna", "voor- en achternaam")
    await sanne.follows("Verifïeer nu")
    await sanne.follows("Gebruik je bank")
    await sanne.follows("ASN Bank")
    await sanne.presses("Bevestig")
    await sanne.follows("Ga naar edubadges")
    if "toestemming" in sanne.page.text.lower() or "Mag edubadges" in sanne.page.text:
        await sanne.presses("Ja, dat mag")
    sanne.is_at("/sandbox/edubadges/signup").sees("Voorwaarden van edubadges")
    await sanne.presses("Ik ga akkoord")
    sanne.is_at("/sandbox/edubadges/direct-awards").sees("Behaalde edubadges", "Unclaimed", "Data in de zorg")
    sanne.sees("Bekijk de details om deze edubadge te claimen")
    await sanne.follows("Unclaimed Data in de zorg")
    sanne.sees("Weigeren", CLAIM)
    await sanne.follows(CLAIM)
    sanne.sees("Voorwaarden van Universiteit Voorbeeld")
    await sanne.presses("Ik ga akkoord")
    sanne.sees("Deze naam komt in de edubadge te staan: S Voorbeeld", "Annuleer")
    await sanne.presses("Bevestig")
    sanne.is_at(f"/sandbox/edubadges/details/{sandbox.badge.entity}").sees("Edubadge is succesvol geclaimed")
    sanne.sees("Privé edubadge", "alleen jij kan deze edubadge zien")
    assert sandbox.world.awards == {}
    await sanne.opens(sanne.at)
    sanne.does_not_see("succesvol geclaimed")


async def test_the_same_in_english() -> None:
    sandbox = Whole()
    sam = sandbox.somebody(language="en")
    await sam.opens("/sandbox/eduid/register")
    await sam.presses("Make an eduID", email=SANNE, given="Sam", family="Example", agree="1")
    await sam.presses("Next", code=sandbox.code_for(SANNE))
    await sandbox.awards()
    await sam.opens("/sandbox/edubadges")
    sam.sees("Open your backpack", "Open the catalog", "Open the issuer portal", "By invite only")
    await sam.follows("Open your backpack")
    await sam.presses("Yes, that is fine")
    await sam.presses("I agree")
    sam.sees("Your edubadges", "View details to claim this edubadge", "My backpack", "Edubadge requests", "Archive")
    await sam.follows("Unclaimed Data in de zorg")
    await sam.follows("Claim & Add to your backpack")
    await sam.presses("I agree")
    sam.sees("This name will appear in the edubadge: Sam Example")
    await sam.presses("Confirm")
    sam.sees("Successfully claimed edubadge", "Private edubadge", "Reject this edubadge")


async def test_the_language_of_a_link_is_kept_on_the_way_to_the_login() -> None:
    sanne = Whole().somebody(language="en")
    await sanne.opens("/sandbox/edubadges/archived?lang=nl")
    sanne.is_at("/sandbox/edubadges/login").sees("Open je backpack")


async def test_an_award_for_another_address_is_absent_without_a_word_until_the_next_login_after_the_change() -> None:
    sandbox, sanne = await with_backpack("other@example.net")
    await sandbox.awards()
    await sanne.opens("/sandbox/edubadges/direct-awards")
    sanne.sees("Je hebt nog geen edubadges.").does_not_see("Unclaimed", "Data in de zorg", SANNE)
    await sanne.opens("/sandbox/eduid/mijn/email")
    await sanne.presses("Volgende", email=SANNE)
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    await sanne.opens("/sandbox/edubadges/backpack")
    sanne.does_not_see("Unclaimed")
    await logs_in_again(sanne)
    sanne.sees("Unclaimed", "Data in de zorg")


async def test_an_award_for_an_account_is_there_once_that_account_is_linked() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards(account="S1234567@voorbeeld.example")
    assert award.account == "s1234567@voorbeeld.example"
    assert sandbox.mails_to(SANNE)[-1] == CLAIM_MAIL
    await logs_in_again(sanne)
    sanne.does_not_see("Unclaimed")
    await links_account(sanne, "v42")
    await logs_in_again(sanne)
    sanne.does_not_see("Unclaimed")
    await links_account(sanne)
    await logs_in_again(sanne)
    sanne.sees("Unclaimed")
    await claims(sanne)
    assert sandbox.badge.name == "Sanne van den Voorbeeld"


async def test_who_declines_the_terms_of_the_institution_does_not_claim() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards()
    await sanne.opens(f"/sandbox/edubadges/direct-award/{award.entity}")
    await sanne.follows(CLAIM)
    await sanne.presses("Ik ga niet akkoord")
    sanne.is_at(f"/sandbox/edubadges/direct-award/{award.entity}").sees("Zonder akkoord", CLAIM)
    answer = await sanne.client.post(f"/sandbox/edubadges/direct-award/{award.entity}", data={"do": "claim"})
    assert answer.headers["location"].endswith("?step=claim")
    assert not sandbox.world.badges
    await sanne.follows(CLAIM)
    sanne.sees("Voorwaarden van Universiteit Voorbeeld")


async def test_who_declines_the_general_terms_is_not_logged_in() -> None:
    sandbox = Whole()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, SANNE)
    await sanne.opens("/sandbox/edubadges")
    await sanne.follows("Open je backpack")
    await sanne.presses("Ja, dat mag")
    await sanne.opens("/sandbox/edubadges/profile")
    sanne.is_at("/sandbox/edubadges/signup")
    await sanne.presses("Ik ga niet akkoord")
    sanne.is_at("/sandbox/edubadges/").sees("Open je backpack").does_not_see("Logout")


async def test_a_rejected_award_is_gone_for_good() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards()
    await sanne.opens(f"/sandbox/edubadges/direct-award/{award.entity}")
    await sanne.follows("Weigeren")
    sanne.sees("Je kunt dit niet ongedaan maken.")
    await sanne.presses("Bevestig")
    sanne.is_at("/sandbox/edubadges/backpack").sees("Edubadge is afgewezen").does_not_see("Unclaimed")
    assert award.status == "Rejected"
    await sanne.opens(f"/sandbox/edubadges/direct-award/{award.entity}")
    sanne.sees("Bezig met laden")


async def test_the_page_of_somebody_elses_award_goes_on_loading() -> None:
    sandbox, _ = await with_backpack()
    award = await sandbox.awards()
    noor = sandbox.somebody()
    await makes_an_eduid(noor, sandbox, "noor@example.net", "Noor")
    await logs_in(noor, first=True)
    await noor.opens(f"/sandbox/edubadges/direct-award/{award.entity}")
    noor.sees("Bezig met laden").does_not_see("Data in de zorg")
    answer = await noor.client.post(f"/sandbox/edubadges/direct-award/{award.entity}", data={"do": "claim"})
    assert answer.status_code == 404


async def test_the_name_that_staff_gave_is_printed() -> None:
    sandbox, sanne = await with_backpack()
    await sandbox.awards(given="Susanna", family="Voorbeeld-Bedacht")
    assert "Susanna Voorbeeld-Bedacht" in sandbox.world.mails[-1].text
    await claims(sanne)
    assert sandbox.badge.name == "Susanna Voorbeeld-Bedacht"


async def test_a_badge_bears_the_day_of_its_award() -> None:
    sandbox, sanne = await with_backpack()
    await sandbox.awards("Verpleegkundig rekenen")
    sandbox.later(days=30)
    await logs_in(sanne)
    await claims(sanne, "Verpleegkundig rekenen")
    sanne.sees("Uitgegeven op 1 juni 2026", "Geldig tot 30 juni 2028")


# A badge in the backpack


async def test_a_badge_is_shared_once_it_is_public() -> None:
    sandbox, sanne = await with_badge()
    link = f"{ROOT}/edubadges/public/assertions/{sandbox.badge.entity}"
    assert "Deel" not in [text.strip() for _, text in sanne.page.links]
    stranger = sandbox.somebody()
    await stranger.opens(link)
    stranger.is_at("/sandbox/edubadges/404", 404).sees(
        "Deze edubadge is niet meer publiek zichtbaar of is ingetrokken."
    )

    await sanne.opens(f"{sanne.at}?dialog=publish")
    sanne.sees("Maak deze edubadge publiekelijk zichtbaar", "Sanne Voorbeeld")
    await sanne.presses("Bevestig")
    sanne.sees("Deze edubadge is nu publiek zichtbaar gemaakt. Je kunt deze nu delen met anderen.")
    await sanne.follows("Deel")
    sanne.sees("Deel jouw edubadge", "Kopieer de link")
    assert f'value="{link}"' in sanne.html
    await stranger.opens(link)
    stranger.sees("Data in de zorg", "Verificatie", "Uitgegeven aan Sanne Voorbeeld (niet gevalideerd)", "1 juni 2026")
    await stranger.follows("Verifieer")
    stranger.sees("Instelling: Universiteit Voorbeeld", "Naam van de ontvanger: niet gevalideerd")

    await sanne.opens(f"/sandbox/edubadges/details/{sandbox.badge.entity}?dialog=private")
    await sanne.presses("Bevestig")
    sanne.sees("Deze edubadge is nu privé gemaakt.")
    await stranger.opens(link)
    stranger.is_at("/sandbox/edubadges/404", 404)


async def test_the_linkedin_button_is_a_month_early_as_it_is_today() -> None:
    sandbox, sanne = await with_badge()
    await makes_it_public(sanne)
    (address,) = [href for href, text in sanne.page.links if text == "LinkedIn"]
    assert list(parse_qs(urlsplit(address).query)) == [
        "startTask", "name", "organizationId", "issueYear", "issueMonth", "certUrl", "certId", "original_referer",
    ]  # fmt: skip
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (query["issueYear"], query["issueMonth"], query["organizationId"]) == ("2026", "5", "206815")
    await sanne.follows("LinkedIn")
    sanne.is_at("/sandbox/linkedin/profile/add")
    assert 'value="Data in de zorg"' in sanne.html
    assert 'value="SURF"' in sanne.html
    assert '<option value="5" selected>mei</option>' in sanne.html
    await sanne.follows("Toon certificaat")
    sanne.is_at(f"/sandbox/edubadges/public/assertions/{sandbox.badge.entity}")


async def test_a_claimed_badge_can_be_rejected_and_accepted_again() -> None:
    sandbox, sanne = await with_badge()
    await makes_it_public(sanne)
    await sanne.follows("Weiger deze edubadge")
    await sanne.presses("Bevestig")
    sanne.sees("Geweigerd", "Privé edubadge", "moet je deze edubadge eerst accepteren")
    assert (sandbox.badge.acceptance, sandbox.badge.public) == ("Rejected", False)
    await sanne.client.post(sanne.at, data={"do": "publish"})
    assert not sandbox.badge.public
    await sanne.follows("Accepteer deze edubadge")
    await sanne.presses("Bevestig")
    sanne.sees("Deze edubadge is geaccepteerd.")
    assert sandbox.badge.acceptance == "Accepted"


async def test_a_revoked_badge_moves_to_the_archive_with_its_reason() -> None:
    sandbox, sanne = await with_badge()
    await makes_it_public(sanne)
    await sandbox.staff.opens("/sandbox/edubadges/staff")
    await sandbox.staff.presses("Trek edubadge in", why="Verkeerde persoon")
    assert sandbox.mails_to(SANNE)[-1] == "eduBadge has been revoked"
    await sanne.opens("/sandbox/edubadges/backpack")
    sanne.does_not_see("Data in de zorg")
    await sanne.follows("Archief")
    sanne.sees("Je gearchiveerde edubadges", "Ingetrokken")
    await sanne.follows("Ingetrokken Data in de zorg")
    sanne.sees("Deze edubadge is ingetrokken.", "Verkeerde persoon").does_not_see("Deel", "Weiger")
    await sanne.opens(f"/sandbox/edubadges/public/assertions/{sandbox.badge.entity}")
    sanne.is_at("/sandbox/edubadges/404", 404)
    assert await sandbox.told(f"/public/assertions/{sandbox.badge.entity}") == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{ROOT}/edubadges-api/public/assertions/{sandbox.badge.entity}",
        "revoked": True,
        "revocationReason": "Verkeerde persoon",
    }


async def test_a_deleted_award_leaves_without_a_trace_in_the_archive() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards()
    await sandbox.staff.presses("Verwijderen", why="Naam klopt niet")
    assert (award.status, sandbox.mails_to(SANNE)[-1]) == ("Deleted", "Awarded eduBadge has been deleted")
    mail = sandbox.world.mails[-1]
    assert "Naam klopt niet" in mail.text
    await sanne.opens(mail.link)
    sanne.is_at("/sandbox/edubadges/archived").sees("Je hebt nog geen gearchiveerde edubadges.")
    await sanne.opens("/sandbox/edubadges/backpack")
    sanne.does_not_see("Unclaimed")
    sandbox.later(days=31)
    await sandbox.staff.opens("/sandbox/edubadges/staff")
    assert (sandbox.world.awards, sandbox.world.bundles[award.bundle].removed) == ({}, 1)


async def test_an_expired_badge_is_not_shared() -> None:
    sandbox, sanne = await with_badge("Verpleegkundig rekenen")
    await makes_it_public(sanne)
    sandbox.later(days=731)
    await logs_in(sanne)
    await sanne.follows("Verlopen Verpleegkundig rekenen")
    sanne.sees("Deze edubadge is verlopen.").does_not_see("Deel")
    report = await sandbox.told(f"/public/assertions/validate/{sandbox.badge.entity}")
    assert (report["report"]["valid"], report["report"]["errorCount"]) == (False, 1)
    assert report["report"]["messages"][0]["name"] == "ASSERTION_TIMESTAMP_CHECKS"


# What the clock brings


async def test_reminders_come_at_day_20_and_40_and_the_award_goes_at_day_82() -> None:
    sandbox = Whole()
    await sandbox.awards()
    reminder = "Reminder: your edubadge will expire"
    for days, subjects in (
        (19, [CLAIM_MAIL]),
        (21, [CLAIM_MAIL, reminder]),
        (41, [CLAIM_MAIL, reminder, reminder]),
        (81, [CLAIM_MAIL, reminder, reminder]),
        (83, [CLAIM_MAIL, reminder, reminder, "Your edubadge has been deleted"]),
    ):
        await sandbox.staff.opens("/sandbox/mailbox")
        sandbox.time += timedelta(days=days) - (sandbox.time - sandbox.started)
        await sandbox.staff.opens("/sandbox/mailbox")
        assert sandbox.mails_to(SANNE) == subjects, days
    assert sandbox.world.awards == {}
    days_of_mails = [(mail.at[:10]) for mail in sandbox.world.mails]
    assert days_of_mails == ["2026-06-01", "2026-06-21", "2026-07-11", "2026-08-22"]
    (bundle,) = sandbox.world.bundles.values()
    assert bundle.expired == 1


async def test_who_looks_after_months_finds_each_mail_at_its_day() -> None:
    sandbox = Whole()
    await sandbox.awards()
    sandbox.later(days=100)
    await sandbox.staff.opens("/sandbox/mailbox")
    assert [mail.at[:10] for mail in sandbox.world.mails] == ["2026-06-01", "2026-06-21", "2026-07-11", "2026-08-22"]


async def test_a_scheduled_award_waits_for_its_day_and_counts_from_its_making() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards(days="10")
    assert (award.status, sandbox.mails_to(SANNE)[-1]) == ("Scheduled", "Je eduID is aangemaakt")
    await sanne.opens("/sandbox/edubadges/backpack")
    sanne.does_not_see("Unclaimed")
    sandbox.later(days=11)
    await logs_in(sanne)
    sanne.sees("Unclaimed")
    assert sandbox.mails_to(SANNE)[-1] == CLAIM_MAIL
    assert award.expires_at[:10] == "2026-08-22"


async def test_without_a_mail_the_award_waits_all_the_same() -> None:
    sandbox, sanne = await with_backpack()
    await sandbox.awards(notify=None)
    assert CLAIM_MAIL not in sandbox.mails_to(SANNE)
    await sanne.opens("/sandbox/edubadges/backpack")
    sanne.sees("Unclaimed")


async def test_a_second_award_of_the_same_is_refused() -> None:
    sandbox = Whole()
    await sandbox.awards()
    await sandbox.staff.presses("Uitreiken", email=SANNE.upper())
    sandbox.staff.is_at("/sandbox/edubadges/staff/award", 400).sees("Er wacht al zo'n award op dit e-mailadres.")
    assert len(sandbox.world.awards) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"email": "sanne at"}, "Vul een e-mailadres in."), ({"email": SANNE, "account": "s1"}, "instellingsaccount")],
)
async def test_what_staff_mistype_is_told(typed: dict[str, str], words: str) -> None:
    sandbox = Whole()
    await sandbox.staff.opens("/sandbox/edubadges/staff")
    await sandbox.staff.presses("Uitreiken", **typed)
    sandbox.staff.is_at("/sandbox/edubadges/staff/award", 400).sees(words)
    assert not sandbox.world.awards


@pytest.mark.parametrize("account", ["", "s1234567@voorbeeld.example"])
async def test_the_guide_can_read_the_mails(account: str) -> None:
    sandbox = Whole()
    award = await sandbox.awards(account=account)
    known = {"badge": "Data in de zorg", "institution": "Universiteit Voorbeeld", "deadline": award.expires_at[:10]}
    found = read_award_mail(sandbox.world.mails[-1].text)
    mail = {} if account else {"issuer_mail": found["issuer_mail"]}
    assert found == {"news": "awarded", "kind": "institution" if account else "personal", **known, **mail}
    sandbox.later(days=21)
    await sandbox.staff.opens("/sandbox/mailbox")
    assert read_award_mail(sandbox.world.mails[-1].text) == {"news": "reminded", **known}
    sandbox.later(days=70)
    await sandbox.staff.opens("/sandbox/mailbox")
    assert read_award_mail(sandbox.world.mails[-1].text).items() >= {"news": "deleted", "badge": known["badge"]}.items()


# Logging in


async def test_a_session_lasts_an_hour() -> None:
    sandbox, sanne = await with_backpack()
    sandbox.later(minutes=61)
    await sanne.opens("/sandbox/edubadges/profile")
    sanne.is_at("/sandbox/edubadges/login")
    await sanne.follows("Open je backpack")
    sanne.is_at("/sandbox/edubadges/profile").sees("Geleverd door eduID", SANNE)


async def test_who_lost_the_confirmed_name_is_told_once_at_the_login() -> None:
    sandbox, sanne = await with_backpack()
    await links_account(sanne)
    await logs_in_again(sanne)
    person = sandbox.world.person_with(SANNE)
    assert person is not None
    person.links.clear()
    await sanne.presses("Logout")
    await sanne.follows("Open je backpack")
    sanne.is_at("/sandbox/edubadges/auth/login")
    sanne.sees("Je eduID account is niet langer gekoppeld met een onderwijsinstelling", "Koppel onderwijsinstelling")
    await sanne.follows("Annuleer")
    sanne.is_at("/sandbox/edubadges/backpack")


async def test_a_new_eduid_with_the_same_address_has_no_old_badges() -> None:
    sandbox, sanne = await with_badge()
    await sanne.opens("/sandbox/edubadges/backpack")
    await sanne.presses("Logout")
    sandbox.world.people.clear()
    sandbox.world.logins.clear()
    again = sandbox.somebody()
    await makes_an_eduid(again, sandbox, SANNE)
    await logs_in(again, first=True)
    again.sees("Je hebt nog geen edubadges.")
    assert not sandbox.world.badges


async def test_who_says_no_at_eduid_reads_why_there_is_no_access() -> None:
    sandbox = Whole()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, SANNE)
    await sanne.opens("/sandbox/edubadges")
    await sanne.follows("Open je backpack")
    await sanne.presses("Nee, ga terug")
    sanne.is_at("/sandbox/edubadges/callback", 400).sees("Sorry, je hebt geen toegang")


async def test_an_answer_that_was_not_asked_for_logs_nobody_in() -> None:
    sandbox, _ = await with_backpack()
    stranger = sandbox.somebody()
    await stranger.opens("/sandbox/edubadges/callback?code=x&state=y")
    stranger.is_at("/sandbox/edubadges/callback", 400).sees("Server error: eduID login failed")


async def test_a_login_goes_on_inside_edubadges_only() -> None:
    sandbox, sanne = await with_backpack()
    for there in ("//evil.example", "https://evil.example", "/\\evil.example"):
        await sanne.opens(f"/sandbox/edubadges/sociallogin?next={there}")
        sanne.is_at("/sandbox/edubadges/backpack")


async def test_the_issuer_portal_is_by_invitation() -> None:
    sanne = Whole().somebody()
    await sanne.opens("/sandbox/edubadges")
    await sanne.follows("Open het issuer portaal")
    sanne.is_at("/sandbox/edubadges/issuer-portal", 403).sees("Sorry, je hebt geen toegang", "geldige uitnodiging")


async def test_at_the_demo_site_nothing_of_yours_is_there() -> None:
    sandbox, sanne = await with_badge()
    await sandbox.awards("Duurzaam bouwen")
    await sanne.opens("/sandbox/edubadges-demo")
    sanne.sees("Demo omgeving")
    await sanne.follows("Open je backpack")
    sanne.is_at("/sandbox/edubadges-demo/backpack").sees("Je hebt nog geen edubadges.")


async def test_the_account_page_withdraws_terms_and_deletes_the_backpack() -> None:
    sandbox, sanne = await with_badge()
    await sanne.follows("Account")
    sanne.sees("Bevestigde naam", "Instelling", "Universiteit Voorbeeld")
    await sanne.presses("Mijn akkoordverklaring intrekken")
    sanne.sees("Akkoordverklaring ingetrokken.")
    await sanne.follows("Verwijder mijn backpack")
    sanne.sees("zullen al je edubadges ongeldig worden")
    await sanne.presses("Bevestig")
    sanne.is_at("/sandbox/edubadges/").sees("Open je backpack")
    assert (sandbox.world.badges, sandbox.world.accounts) == ({}, {})


# Asking for a badge


async def test_a_badge_is_asked_for_and_given() -> None:
    sandbox, sanne = await with_backpack()
    await sanne.follows("Catalogus")
    await sanne.follows("Data in de zorg")
    sanne.sees("Deze edubadge kan niet worden aangevraagd")
    sandbox.world.institutions["hogeschool.example"].name_nl = "Universiteit Voorbeeld"  # the form of links_account
    await sanne.opens("/sandbox/edubadges/catalog")
    await sanne.follows("Duurzaam bouwen")
    page = sanne.at
    await sanne.follows("Aanvragen")
    await sanne.opens(page + "?step=request")
    sanne.sees("Geen gekoppelde instelling", "Koppel onderwijsinstelling")
    account = next(iter(sandbox.world.accounts.values()))
    account.confirmed_name = "Sanne Voorbeeld"
    await sanne.opens(page + "?step=request")
    sanne.sees("Geen geldige instelling", "Ga door naar eduID")
    account.institutions = ["hogeschool.example"]
    await sanne.opens(page + "?step=request")
    await sanne.presses("Ik ga akkoord")
    await sanne.presses("Bevestig")
    sanne.sees("Aangevraagd")
    assert sandbox.mails_to(SANNE)[-1] == "You have successfully requested an edubadge"
    await sanne.follows("Aanvragen voor edubadges")
    sanne.sees("In afwachting", "Aanvraag intrekken")
    await sandbox.staff.opens("/sandbox/edubadges/staff")
    await sandbox.staff.presses("Toekennen")
    assert sandbox.mails_to(SANNE)[-1] == "Je hebt een edubadge ontvangen! You received an edubadge!"
    await sanne.follows("Mijn backpack")
    sanne.sees("Nieuw")
    await sanne.follows("Nieuw Duurzaam bouwen")
    assert (sandbox.badge.acceptance, sandbox.badge.requested) == ("Accepted", True)


async def test_a_request_is_withdrawn_or_denied() -> None:
    sandbox, sanne = await with_backpack()
    account = next(iter(sandbox.world.accounts.values()))
    account.confirmed_name, account.institutions = "Sanne Voorbeeld", ["hogeschool.example"]
    account.terms.append("hogeschool.example")
    entity = next(key for key, one in sandbox.world.badge_classes.items() if one.requestable)
    for _ in range(2):
        await sanne.opens(f"/sandbox/edubadges/public/{entity}?step=request")
        await sanne.presses("Bevestig")
        if len(sandbox.mails_to(SANNE)) == 3:
            await sanne.follows("Aanvragen voor edubadges")
            await sanne.presses("Aanvraag intrekken")
            sanne.sees("Aanvraag teruggetrokken.")
    await sandbox.staff.opens("/sandbox/edubadges/staff")
    await sandbox.staff.presses("Afwijzen", why="Nog niet klaar")
    assert sandbox.mails_to(SANNE)[-1].startswith("Your request for the badgeclass Duurzaam bouwen has been denied")
    assert not sandbox.world.enrolments


async def test_who_is_not_logged_in_is_asked_to() -> None:
    sandbox = Whole()
    entity = next(key for key, one in sandbox.world.badge_classes.items() if one.requestable)
    sanne = sandbox.somebody()
    await sanne.opens(f"/sandbox/edubadges/public/badges/{entity}")
    sanne.sees("Login om deze edubadge aan te vragen", "Let op!")
    await sanne.follows("Login om deze edubadge aan te vragen")
    assert urlsplit(sanne.at).path.startswith("/sandbox/eduid")


# The API


async def public_badge() -> tuple[Whole, Badge]:
    sandbox, sanne = await with_badge("Verpleegkundig rekenen")
    await makes_it_public(sanne)
    return sandbox, sandbox.badge


async def test_an_assertion_has_the_shape_of_edubadges() -> None:
    sandbox, badge = await public_badge()
    api = f"{ROOT}/edubadges-api"
    told = await sandbox.told(f"/public/assertions/{badge.entity}")
    identity = hashlib.sha256(f"{badge.holder.lower()}{badge.salt}".encode()).hexdigest()
    assert told == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{api}/public/assertions/{badge.entity}",
        "badge": f"{api}/public/badges/{badge.badge_class}",
        "image": f"{api}/public/assertions/{badge.entity}/image",
        "verification": {"type": "HostedBadge"},
        "evidence": [],
        "issuedOn": "2026-06-01T10:00:00+00:00",
        "updatedAt": "2026-06-01T10:00:00+00:00",
        "expires": "2028-05-31T10:00:00+00:00",
        "recipient": {"hashed": True, "type": "id", "identity": f"sha256${identity}", "salt": badge.salt},
    }
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", badge.entity)
    assert await sandbox.told(f"/public/assertions/{badge.entity}.json") == told


async def test_an_assertion_tells_more_when_asked() -> None:
    sandbox, badge = await public_badge()
    expand = "expand=badge&expand=badge.issuer&expand=badge.user"
    told = await sandbox.told(f"/public/assertions/{badge.entity}?{expand}")
    assert (told["user"], told["endorsements"]) == ("Sanne Voorbeeld", [])
    about = told["badge"]
    assert about["typeBadgeClass"] == "micro_credential"
    assert {"stackable", "gradeAchievedRequired", "eqfNlqfLevelVerified", "participation", "assessmentType",
            "assessmentSupervised", "assessmentIdVerified"} <= about.keys()  # fmt: skip
    assert about["extensions:ECTSExtension"] == {
        "@context": f"{ROOT}/edubadges-api/static/extensions/ECTSExtension/context.json",
        "type": ["Extension", "extensions:ECTSExtension"],
        "ECTS": 3,
    }
    assert about["extensions:EQFExtension"]["EQF"] == 6
    assert about["extensions:TimeInvestmentExtension"]["TimeInvestment"] == 84
    assert about["extensions:LanguageExtension"]["Language"] == "nl_NL"
    assert about["issuer"]["faculty"]["institution"]["name_english"] == "Example University"
    assert set(about["issuer"]["faculty"]) == {
        "name", "name_english", "name_dutch", "on_behalf_of", "on_behalf_of_url", "on_behalf_of_display_name",
        "entityId", "institution",
    }  # fmt: skip


async def test_the_validator_says_it_is_genuine() -> None:
    sandbox, badge = await public_badge()
    told = await sandbox.told(f"/public/assertions/validate/{badge.entity}")
    assert told["report"] == {
        "valid": True,
        "errorCount": 0,
        "warningCount": 0,
        "messages": [],
        "openBadgesVersion": "2.0",
        "validationSubject": f"{ROOT}/edubadges-api/public/assertions/{badge.entity}",
        "recipientProfile": {"id": badge.holder},
    }
    assert set(told) == {"report", "input", "graph"}


async def test_whose_it_is_can_be_checked_by_the_hash() -> None:
    sandbox, badge = await public_badge()
    told = await sandbox.told(f"/public/assertions/{badge.entity}")
    identity = told["recipient"]["identity"]
    assert await sandbox.told(f"/public/assertions/identity/{identity}/{badge.salt}") == {
        "name": "Sanne Voorbeeld",
        "validated_name": None,
        "recipient_name": "Sanne Voorbeeld",
    }
    assert (await sandbox.asks(f"/public/assertions/identity/{identity}/nope")).status_code == 404


async def test_what_is_private_or_unknown_is_not_found() -> None:
    sandbox, badge = await public_badge()
    badge.public = False
    for path in (
        f"/public/assertions/{badge.entity}",
        f"/public/assertions/{badge.entity}.json",
        f"/public/assertions/validate/{badge.entity}",
        "/public/assertions/nothing",
        "/public/badges/nothing",
        "/public/issuers/nothing",
        "/public/badges/nothing/image",
        "/nothing",
    ):
        answer = await sandbox.asks(path)
        assert (answer.status_code, list(answer.json())) == (404, ["detail"]), path


async def test_a_browser_is_sent_to_the_page_and_a_preview_gets_tags() -> None:
    sandbox, badge = await public_badge()
    answer = await sandbox.asks(f"/public/assertions/{badge.entity}", Accept="text/html,*/*;q=0.8")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        f"{ROOT}/edubadges/public/assertions/{badge.entity}",
    )
    preview = await sandbox.asks(f"/public/assertions/{badge.entity}", **{"User-Agent": "LinkedInBot/1.0"})
    assert 'property="og:title" content="Verpleegkundig rekenen"' in preview.text


async def test_badge_class_issuer_and_pictures() -> None:
    sandbox, badge = await public_badge()
    expand = "expand=issuer&expand=awards&expand=endorsements&expand=micro"
    told = await sandbox.told(f"/public/badges/{badge.badge_class}?{expand}")
    assert told["criteria"] == {"narrative": "Alle opdrachten zijn met een voldoende afgerond."}
    assert told["qualityAssuranceUrl"] == "https://npuls.nl/doorbouwen-aan-microcredentials"
    assert told["self_enrollment_disabled"] is True
    issuer = told["issuer"]["id"].rpartition("/")[2]
    plain = await sandbox.told(f"/public/issuers/{issuer}")
    assert (plain["type"], plain["name_english"], "faculty" in plain) == (
        "Issuer",
        "Education for Professionals",
        False,
    )
    assert "faculty" in await sandbox.told(f"/public/issuers/{issuer}?expand=institution")
    for path in (f"assertions/{badge.entity}", f"badges/{badge.badge_class}", f"issuers/{issuer}"):
        answer = await sandbox.asks(f"/public/{path}/image?type=png")
        assert (answer.headers["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")


async def sis(sandbox: Whole, **wrong: str) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": "institution",
        "client_secret": "practice",
        "scope": "edubadges.nl/sis",
        **wrong,
    }
    return await sandbox.somebody().client.post("/sandbox/edubadges-api/sis/token", data=form)


async def test_an_institution_sees_who_still_has_to_claim() -> None:
    sandbox, sanne = await with_backpack()
    award = await sandbox.awards(account="s1234567@voorbeeld.example")
    await sandbox.awards("Duurzaam bouwen")
    token = {"Authorization": f"Bearer {(await sis(sandbox)).json()['access_token']}"}
    rows = await sandbox.told("/queries/direct-awards?status=unclaimed", **token)
    assert list(rows[0]) == [
        "created_at", "resend_at", "delete_at", "recipientEmail", "eppn", "entityId", "expiration_date", "name",
        "bc_entity_id", "i_name_english", "i_name_dutch", "i_entity_id", "f_name_english", "f_name_dutch",
        "f_entity_id",
    ]  # fmt: skip
    assert (rows[0]["eppn"], rows[0]["recipientEmail"]) == ("s1234567@voorbeeld.example", SANNE)
    assert (rows[0]["created_at"], rows[0]["expiration_date"]) == ("2026-06-01T10:00:00", "2026-08-22T10:00:00")
    assert (rows[1]["eppn"], rows[1]["name"]) == (None, "Duurzaam bouwen")

    bundle = await sandbox.told(f"/directaward/bundle/{award.bundle}", **token)
    assert bundle == {
        "initial_total": 1,
        "status": "Active",
        "badgeclass": "Data in de zorg",
        "assertion_count": 0,
        "direct_award_count": 1,
        "direct_award_rejected_count": 0,
        "direct_award_scheduled_count": 0,
        "direct_award_deleted_count": 0,
        "direct_award_revoked_count": 0,
        "direct_awards": [
            {
                "recipient_email": SANNE,
                "eppn": "s1234567@voorbeeld.example",
                "status": "Unaccepted",
                "entity_id": award.entity,
            }
        ],
        "badge_assertions": [],
    }
    await claims(sanne, "Duurzaam bouwen")
    assert len(await sandbox.told("/queries/direct-awards?status=unclaimed", **token)) == 1
    claimed = await sandbox.told(f"/directaward/bundle/{sandbox.badge.bundle}", **token)
    assert (claimed["direct_awards"], claimed["badge_assertions"]) == (
        [],
        [
            {
                "full_name": "Sanne Voorbeeld",
                "email": SANNE,
                "public": False,
                "revoked": False,
                "entity_id": sandbox.badge.entity,
                "eppn": [],
            }
        ],
    )
    assert (await sandbox.asks("/directaward/bundle/nothing", **token)).status_code == 404


async def test_only_an_institution_sees_that() -> None:
    sandbox = Whole()
    given = await sis(sandbox)
    assert (await sis(sandbox, client_secret="guess")).json() == {"error": "invalid_client"}
    assert (await sis(sandbox, grant_type="password")).json() == {"error": "unsupported_grant_type"}
    basic = await sandbox.somebody().client.post(
        "/sandbox/edubadges-api/sis/token", data={"grant_type": "client_credentials"}, auth=("institution", "practice")
    )
    assert basic.status_code == 200
    for headers, detail in (
        ({}, "Authentication credentials were not provided."),
        ({"Authorization": "Bearer 99999999999.guess"}, "Invalid authentication credentials."),
        ({"Authorization": "Basic eDp5"}, "Invalid authentication credentials."),
    ):
        answer = await sandbox.asks("/queries/direct-awards", **headers)
        assert (answer.status_code, answer.json()) == (401, {"detail": detail})
    sandbox.later(minutes=61)
    token = given.json()["access_token"]
    assert (await sandbox.asks("/queries/direct-awards", Authorization=f"Bearer {token}")).status_code == 401


# The rest of the sandbox


async def test_the_index_tells_what_there_is_and_the_clock_goes_ahead() -> None:
    sandbox, sanne = await with_backpack()
    await sanne.opens("/sandbox/")
    sanne.sees("De sandbox", "Sanne Voorbeeld", SANNE, "Universiteit Voorbeeld", "Hogeschool Ginder", "Start de chat")
    sanne.sees("maandag 1 juni 2026")
    moved = []
    sandbox.world.moved = lambda: moved.append(True)
    await sanne.presses("Zet vooruit", days="30")
    sanne.is_at("/sandbox/").sees("woensdag 1 juli 2026")
    assert moved == [True]
    await sanne.presses("Een dag later")
    sanne.sees("donderdag 2 juli 2026")
    for days in ("0", "-1", "401", "x", ""):
        await sanne.opens("/sandbox/")
        await sanne.presses("Zet vooruit", days=days)
        sanne.is_at("/sandbox/clock", 400).sees("van 1 tot 400")
    assert sandbox.world.days_ahead == 31


async def test_what_is_not_in_the_sandbox_says_where_it_is() -> None:
    sanne = Whole().somebody()
    await sanne.opens("/sandbox/edubadges/insights")
    sanne.is_at("/sandbox/edubadges/insights", 404).sees("niet in de sandbox", "https://www.edubadges.nl/insights")
    await sanne.opens("/sandbox/nothing")
    sanne.is_at("/sandbox/nothing", 404).sees("Terug naar de sandbox")
