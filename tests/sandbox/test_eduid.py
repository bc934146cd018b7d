"""The sandbox's eduID, as transcripts of what a person does there; labels and behaviour as eduID has them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from integrations.sandbox import trust
from integrations.sandbox.world import Award, Link, Person, World, entity_id
from tests.sandbox.stage import NOW, Sandbox, makes_an_eduid
from tests.sandbox.walker import Walker

SANNE = "sanne@example.net"


async def with_eduid(email: str = SANNE, **name: str) -> tuple[Sandbox, Walker, Person]:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await makes_an_eduid(sanne, sandbox, email, **name)
    person = sandbox.world.person_with(email)
    assert person is not None
    return sandbox, sanne, person


async def links_institution(who: Walker, name: str = "Universiteit Voorbeeld", **typed: str | None) -> None:
    await who.opens("/sandbox/eduid/mijn/personal")
    await who.follows("Voeg een organisatie toe")
    await who.follows("Gebruik je school- of werkaccount")
    await who.follows(name)
    await who.presses("Inloggen", **typed)


async def uses_the_bank(who: Walker, **typed: str) -> None:
    await who.opens("/sandbox/eduid/confirm")
    await who.follows("Gebruik je bank")
    await who.follows("ASN Bank")
    await who.presses("Bevestig", **typed)


# Making one


async def test_an_eduid_is_made_with_a_code_of_six_digits() -> None:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await sanne.opens("/sandbox/eduid")
    sanne.sees("SANDBOX – nagebootst, voor oefenen", "Mijn eduID")
    await sanne.follows("eduID aanmaken")
    sanne.sees("E-mailadres", "Voornaam", "Achternaam", "Heb je al een eduID?")
    await sanne.presses("Maak een eduID", email=" Sanne@Example.NET ", given="Sanne", family="Voorbeeld", agree="1")
    code = sandbox.code_for(SANNE)
    sanne.sees("Check je e-mail", "Eenmalige verificatiecode", f"Alleen in de sandbox: je code is {code}")
    await sanne.presses("Volgende", code=f"{code[:3]} {code[3:]}")
    sanne.sees("Je eduID is aangemaakt")
    assert sandbox.mails_to(SANNE) == ["Bevestig je eduID e-mailadres met een code", "Je eduID is aangemaakt"]
    await sanne.follows("Volgende")
    sanne.sees("Hoi Sanne", "Je gegevens", "Activiteit", "Beveiliging", "Account")
    await sanne.follows("Je gegevens")
    sanne.sees("niet bevestigd", "Bevestig je identiteit", "Voeg een organisatie toe", SANNE)


async def test_the_same_in_english_by_a_link_that_is_remembered() -> None:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await sanne.opens("/sandbox/eduid?lang=en")
    sanne.sees("SANDBOX – simulated, for practice", "Create an eduID", "My eduID")
    await sanne.opens("/sandbox/eduid/register")
    sanne.sees("Email address", "First name", "Last name", "Already have an eduID?")
    await sanne.presses("Make an eduID", email=SANNE, given="Sanne", family="Voorbeeld", agree="1")
    sanne.sees("Check your email", "One-time verification code", "click to resend")
    await sanne.presses("Next", code=sandbox.code_for(SANNE))
    sanne.sees("Your eduID has been created")
    await sanne.follows("Next")
    await sanne.follows("Personal info")
    sanne.sees("not verified", "Confirm your identity", "Add an organisation")
    assert sandbox.mails_to(SANNE) == ["Confirm your eduID email with code", "Your eduID has been created"]


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"email": "sanne at example"}, 422, "Ongeldig e-mailadres"),
        ({"given": " "}, 422, "Vul je voornaam en je achternaam in."),
        ({"agree": None}, 422, "Ga akkoord met de voorwaarden"),
        ({"email": "sanne@mailinator.com"}, 412, "Dit e-mailadres mag niet"),
        ({"email": "sanne@voorbeeld.example"}, 200, "Gebruik liever je eigen e-mailadres"),
    ],
)
async def test_what_eduid_does_not_take_is_told(typed: dict[str, str | None], status: int, words: str) -> None:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await sanne.opens("/sandbox/eduid/register")
    await sanne.presses(
        "Maak een eduID", **{"email": SANNE, "given": "Sanne", "family": "Voorbeeld", "agree": "1", **typed}
    )
    sanne.is_at("/sandbox/eduid/register", status).sees(words)
    assert sandbox.world.mails == []


async def test_an_address_of_work_may_be_used_all_the_same() -> None:
    sandbox = Sandbox()
    sanne = sandbox.somebody()
    await sanne.opens("/sandbox/eduid/register")
    address = "s.voorbeeld@staff.voorbeeld.example"
    await sanne.presses("Maak een eduID", email=address, given="S", family="V", agree="1")
    await sanne.presses("Maak een eduID", anyway="1")
    sanne.sees("Check je e-mail", address)


async def test_an_address_with_an_eduid_leads_to_the_login() -> None:
    sandbox, _, _ = await with_eduid()
    other = sandbox.somebody()
    await other.opens("/sandbox/eduid/register")
    await other.presses("Maak een eduID", email="SANNE@example.net", given="S", family="V", agree="1")
    other.is_at("/sandbox/eduid/register", 409).sees("Dit e-mailadres is al in gebruik.")
    await other.follows("Log in met dit e-mailadres")
    await other.presses("Volgende")
    assert sandbox.mails_to(SANNE)[-1] == "eduID login code"


async def test_what_is_typed_is_shown_as_text() -> None:
    sandbox, sanne, _ = await with_eduid(given="<b>Sanne", family='V"oor&beeld')
    await sanne.opens("/sandbox/eduid/mijn/personal")
    sanne.sees("<b>Sanne", 'V"oor&beeld')
    await sanne.opens("/sandbox/eduid/login?email=%22%3E%3Cscript%3E&visit=%22%3E%3Cb%3E")
    assert "<script>" not in sanne.html
    assert '"><b>' not in sanne.html


# Logging in


async def test_logging_in_by_a_code() -> None:
    sandbox, _, _ = await with_eduid()
    elsewhere = sandbox.somebody()
    await elsewhere.opens("/sandbox/eduid/mijn/personal")
    elsewhere.is_at("/sandbox/eduid/login").sees("Nog geen eduID?", "Direct aanmaken")
    await elsewhere.presses("Volgende", email="nobody@example.net")
    elsewhere.is_at("/sandbox/eduid/login", 404).sees("We konden geen eduID vinden met dit e-mailadres.")
    await elsewhere.presses("Volgende", email=SANNE)
    await elsewhere.presses("Volgende", code=sandbox.code_for(SANNE))
    elsewhere.is_at("/sandbox/eduid/mijn/personal").sees(SANNE)
    await elsewhere.follows("Account")
    await elsewhere.presses("Uitloggen")
    await elsewhere.opens("/sandbox/eduid/mijn/personal")
    elsewhere.is_at("/sandbox/eduid/login")


async def at_the_code(sandbox: Sandbox, who: Walker) -> str:
    await who.opens("/sandbox/eduid/login")
    await who.presses("Volgende", email=SANNE)
    code = sandbox.code_for(SANNE)
    return "000000" if code != "000000" else "111111"


async def test_a_code_is_good_for_ten_minutes_and_once() -> None:
    sandbox, sanne, _ = await with_eduid()
    await at_the_code(sandbox, sanne)
    address, code = sanne.at, sandbox.code_for(SANNE)
    sandbox.later(minutes=10, seconds=1)
    await sanne.presses("Volgende", code=code)
    sanne.sees("Je code is niet geldig")
    assert sanne.status == 410
    await sanne.follows("Inloggen")
    await sanne.presses("Volgende", email=SANNE)
    address, code = sanne.at, sandbox.code_for(SANNE)
    await sanne.presses("Volgende", code=code)
    await sanne.opens(address)
    sanne.sees("Je code is niet geldig")


async def test_who_guesses_codes_too_fast_waits_a_quarter_of_an_hour() -> None:
    sandbox, sanne, _ = await with_eduid()
    wrong = await at_the_code(sandbox, sanne)
    await sanne.presses("Volgende", code=wrong)
    sanne.sees("Verkeerde code. Probeer het opnieuw.")
    sandbox.later(seconds=2)
    await sanne.presses("Volgende", code=wrong)
    sanne.sees("Verkeerde code. Probeer het opnieuw.")
    sandbox.later(seconds=1)  # 4 seconds after it was issued would have been soon enough
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    sanne.sees("Maximale pogingen bereikt")
    await sanne.follows("Opnieuw proberen")
    await sanne.presses("Volgende", email=SANNE)
    sanne.sees("Je bent nog steeds geschorst.", "15 minuten")
    sandbox.later(minutes=15)
    await sanne.presses("Volgende", email=SANNE)
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    sanne.is_at("/sandbox/eduid/mijn/home")


async def test_who_takes_time_may_be_wrong_more_often() -> None:
    sandbox, sanne, _ = await with_eduid()
    wrong = await at_the_code(sandbox, sanne)
    for seconds in (3, 5, 9, 17):
        await sanne.presses("Volgende", code=wrong)
        sandbox.later(seconds=seconds)
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    sanne.is_at("/sandbox/eduid/mijn/home")


async def test_a_new_code_comes_after_fifteen_seconds_and_the_old_one_is_void() -> None:
    sandbox, sanne, _ = await with_eduid()
    await at_the_code(sandbox, sanne)
    first = sanne.at
    await sanne.presses("klik om opnieuw te versturen")
    sanne.sees("Wacht 15 seconden")
    sandbox.later(seconds=15)
    await sanne.presses("klik om opnieuw te versturen")
    sanne.sees("Check je e-mail").does_not_see("Wacht 15 seconden")
    assert sanne.at != first
    await sanne.presses("Volgende", code=sandbox.code_for(SANNE))
    sanne.is_at("/sandbox/eduid/mijn/home")
    await sanne.opens(first)
    sanne.sees("Je code is niet geldig")


# My eduID


async def test_another_address_is_proven_by_a_code_to_that_address() -> None:
    sandbox, sanne, person = await with_eduid()
    await sanne.opens("/sandbox/eduid/mijn/personal")
    await sanne.follows("Wijzig")
    await sanne.presses("Volgende", email="sanne@work.example")
    assert person.email == SANNE
    assert sandbox.mails_to("sanne@work.example") == ["Verander je eduID email met een code"]
    await sanne.presses("Volgende", code=sandbox.code_for("sanne@work.example"))
    sanne.is_at("/sandbox/eduid/mijn/personal").sees("sanne@work.example")
    assert sandbox.mails_to(SANNE)[-1] == "Aanpassing eduID email"
    assert sandbox.world.person_with("sanne@work.example") is person


async def test_an_address_of_another_eduid_is_refused() -> None:
    sandbox, sanne, _ = await with_eduid()
    await makes_an_eduid(sandbox.somebody(), sandbox, "noor@example.net", "Noor")
    await sanne.opens("/sandbox/eduid/mijn/email")
    await sanne.presses("Volgende", email="noor@example.net")
    sanne.is_at("/sandbox/eduid/mijn/email", 409).sees("Dit e-mailadres is al in gebruik.")
    assert len(sandbox.mails_to("noor@example.net")) == 2


async def test_an_institution_account_is_linked_for_180_days() -> None:
    sandbox, sanne, person = await with_eduid()
    await links_institution(sanne, student="s1234567", given="Sanne", family="van den Voorbeeld")
    sanne.sees("Gelukt!", "Universiteit Voorbeeld", "Sanne van den Voorbeeld", "s1234567@voorbeeld.example", "student")
    await sanne.follows("Ga door")
    sanne.sees("bevestigd", "geldig tot 28 november 2026", "Achternaam van den Voorbeeld")
    assert sandbox.mails_to(SANNE)[-1] == "Je eduID is gevalideerd"
    assert trust.links(person, sandbox.world.now()) == [
        {
            "eppn": "s1234567@voorbeeld.example",
            "schac_home_organization": "voorbeeld.example",
            "preferred": True,
            "validated_name": "Sanne van den Voorbeeld",
        }
    ]
    sandbox.later(days=170)
    await links_institution(sanne, student="s1234567@voorbeeld.example", given="Sanne", family="van den Voorbeeld")
    await sanne.follows("Ga door")
    sanne.sees("geldig tot 17 mei 2027")
    assert len(person.links) == 1


async def test_an_employee_has_another_account_than_a_student() -> None:
    sandbox, sanne, person = await with_eduid()
    await links_institution(sanne)
    await links_institution(sanne, role="employee")
    assert [link.account.partition("@")[2] for link in person.links] == [
        "voorbeeld.example",
        "staff.voorbeeld.example",
    ]
    assert [link.institution for link in person.links] == ["voorbeeld.example"] * 2
    assert trust.claims(person, "bot", sandbox.world.now())["eduperson_scoped_affiliation"] == [
        "affiliate@eduid.nl",
        "student@voorbeeld.example",
        "employee@voorbeeld.example",
    ]


async def test_an_account_of_another_eduid_is_not_linked_and_says_whose_it_is() -> None:
    sandbox, sanne, _ = await with_eduid()
    await links_institution(sanne, student="s1234567")
    noor = sandbox.somebody()
    await makes_an_eduid(noor, sandbox, "noor@example.net", "Noor")
    await links_institution(noor, student="S1234567")
    noor.sees("Koppeling niet gemaakt!", SANNE, "Opnieuw proberen", "Doorgaan")
    await noor.follows("Doorgaan")
    noor.is_at("/sandbox/eduid/mijn/personal").sees("Er is nog niets gekoppeld.")
    # cured as eduID says: the link is removed there first
    await sanne.opens("/sandbox/eduid/mijn/personal")
    await sanne.follows("Beheer je bevestigde gegevens")
    await sanne.presses("Verwijder")
    await links_institution(noor, student="s1234567")
    noor.sees("Gelukt!")


async def test_an_institution_without_a_name_or_an_account_is_told() -> None:
    _, sanne, person = await with_eduid()
    await links_institution(sanne, gives_account=None)
    sanne.sees("Account niet gekoppeld!")
    assert person.links == []
    await sanne.opens("/sandbox/eduid/confirm")
    await sanne.follows("Gebruik je school- of werkaccount")
    await sanne.follows("Hogeschool Ginder")
    await sanne.presses("Inloggen", gives_name=None)
    sanne.sees("Account is gekoppeld, maar...")
    assert trust.links(person, NOW) == [
        {"eppn": person.links[0].account, "schac_home_organization": "hogeschool.example", "preferred": True}
    ]


async def test_awards_that_wait_for_an_account_are_named_where_it_is_chosen() -> None:
    sandbox, sanne, _ = await with_eduid()
    sandbox.world.awards["one"] = Award(entity_id(), "any", account="s7654321@voorbeeld.example")
    await sanne.opens("/sandbox/eduid/confirm/institution/voorbeeld.example")
    sanne.sees("s7654321@voorbeeld.example")


async def test_a_bank_gives_initials_only() -> None:
    sandbox, sanne, person = await with_eduid()
    await uses_the_bank(sanne, initials="S", family="Voorbeeld")
    sanne.sees("Gelukt!", "S Voorbeeld")
    assert trust.links(person, NOW) == [{"validated_name": "S Voorbeeld", "preferred": True}]
    assert trust.names(person, NOW) == ("S", "Voorbeeld")


async def test_an_identity_belongs_to_one_eduid() -> None:
    sandbox, sanne, _ = await with_eduid()
    await uses_the_bank(sanne, initials="S", family="Voorbeeld")
    noor = sandbox.somebody()
    await makes_an_eduid(noor, sandbox, "noor@example.net", "Noor")
    await uses_the_bank(noor, initials="s", family="voorbeeld")
    noor.sees("Account niet geverifïeerd!", SANNE)
    await uses_the_bank(noor, initials="S", family="Voorbeeld", born="1991-02-03")
    noor.sees("Gelukt!")


async def test_who_stops_at_the_bank_is_told_and_may_try_again() -> None:
    _, sanne, person = await with_eduid()
    await sanne.opens("/sandbox/eduid/confirm/bank/ING")
    await sanne.presses("Annuleer")
    sanne.sees("Account niet geverifïeerd!")
    await sanne.follows("Opnieuw proberen")
    await sanne.follows("Gebruik een Europees ID")
    await sanne.presses("Bevestig", country="Belgium", given="Sanne", family="Voorbeeld", born="1990-05-05")
    sanne.sees("Gelukt!", "Europees ID")
    assert [link.way for link in person.links] == ["european"]


async def test_a_second_party_takes_the_place_of_the_first_but_not_of_an_institution() -> None:
    sandbox, sanne, person = await with_eduid()
    await links_institution(sanne)
    await uses_the_bank(sanne)
    assert [(link.way, link.preferred) for link in person.links] == [("institution", True), ("bank", False)]
    sanne.sees("Wil je deze naam voortaan gebruiken")
    assert len(trust.links(person, NOW)) == 1  # a party that is not preferred is not listed
    await sanne.presses("Ja, graag")
    assert [link.preferred for link in person.links] == [False, True]
    await sanne.opens("/sandbox/eduid/confirm/european")
    await sanne.presses("Bevestig")
    assert [link.way for link in person.links] == ["institution", "european"]


async def test_the_service_desk_works_with_a_control_code_of_14_days() -> None:
    sandbox, sanne, person = await with_eduid()
    await sanne.opens("/sandbox/eduid/confirm")
    sanne.sees("Bevestig wie je bent", "Ik kan geen van bovenstaande manieren gebruiken")
    await sanne.follows("Neem contact met de Service Desk")
    await sanne.presses("Genereer controlcode")
    assert len(person.desk_code) == 5
    assert sandbox.mails_to(SANNE)[-1] == "Je verificatie-code om je identiteit te bevestigen"
    sanne.sees(person.desk_code)
    await sanne.opens("/sandbox/eduid/confirm")
    sanne.does_not_see("Gebruik je bank")
    await sanne.follows("Neem contact met de Service Desk")
    await sanne.presses("Verwijder controlcode")
    await sanne.opens("/sandbox/eduid/confirm")
    sanne.sees("Gebruik je bank")
    await sanne.follows("Neem contact met de Service Desk")
    await sanne.presses("Genereer controlcode")
    sandbox.later(days=15)
    await sanne.presses("Laat je code en je ID zien")
    sanne.sees("Genereer controlcode")  # too late
    await sanne.presses("Genereer controlcode")
    await sanne.presses("Laat je code en je ID zien", given="Susanne")
    sanne.sees("Gelukt!", "Susanne Voorbeeld", "Service Desk")
    assert person.desk_code == ""


async def test_the_guest_identity_provider_is_in_the_list_of_institutions() -> None:
    _, sanne, person = await with_eduid()
    await sanne.opens("/sandbox/eduid/confirm/institution")
    await sanne.follows("edubadges Naam Validatie")
    await sanne.presses("Inloggen")
    sanne.sees("Gelukt!", "edubadges Naam Validatie")
    found = trust.links(person, NOW)
    assert found[0]["schac_home_organization"] == "tempguestidp.edubadges.nl"
    assert found[0]["validated_name"] == "Sanne Voorbeeld"


async def test_a_deleted_eduid_comes_back_with_another_number() -> None:
    sandbox, sanne, person = await with_eduid()
    await sanne.opens("/sandbox/eduid/mijn/account")
    await sanne.presses("Verwijder je eduID")
    assert person.uid in sandbox.world.people
    await sanne.presses("Verwijder je eduID", sure="1")
    sanne.sees("Je eduID is verwijderd")
    assert sandbox.world.people == {}
    await makes_an_eduid(sanne, sandbox, SANNE)
    again = sandbox.world.person_with(SANNE)
    assert again is not None
    assert trust.number(again.uid, "edubadges") != trust.number(person.uid, "edubadges")


@pytest.mark.parametrize(
    "path",
    [
        "/sandbox/eduid/code/none",
        "/sandbox/eduid/visit/none",
        "/sandbox/eduid/confirm/bank/Piggy",
        "/sandbox/eduid/confirm/institution/none.example",
        "/sandbox/eduid/confirm?visit=none",
        "/sandbox/eduid/mijn/link/7",
        "/sandbox/eduid/mijn/link/-1",
    ],
)
async def test_odd_addresses_get_a_page_with_words(path: str) -> None:
    _, sanne, _ = await with_eduid()
    await sanne.opens(path)
    assert sanne.status in (200, 400, 410)
    assert sanne.at.startswith("http://localhost:8000/sandbox/eduid")
    assert sanne.page.text.strip()


# What eduID vouches for

A_LINK = Link("institution", "Sanne Voorbeeld", NOW.isoformat(), "s1@uni.example", "uni.example", "student", True)
A_BANK = Link("bank", "S Voorbeeld", NOW.isoformat(), preferred=True, subject="x")
STAFF = Link("institution", "", NOW.isoformat(), "v1@staff.uni.example", "uni.example", "employee", True)


@pytest.mark.parametrize(
    ("links", "days", "met"),
    [
        ([], 0, set()),
        ([A_LINK], 179, {trust.INSTITUTION, trust.NAMES, trust.STUDENT, trust.MEDIUM}),
        ([A_LINK], 181, {trust.NAMES}),
        ([A_LINK], 2191, set()),
        ([STAFF], 0, {trust.INSTITUTION, trust.MEDIUM}),
        ([A_BANK], 0, {trust.NAMES, trust.NAMES_EXTERNAL, trust.MEDIUM, trust.HIGH}),
        ([A_BANK], 5 * 365 + 1, set()),
    ],
)
def test_which_trust_is_met(links: list[Link], days: int, met: set[str]) -> None:
    person = Person("uid", SANNE, "Sanne", "Voorbeeld", links=links)
    now = NOW + timedelta(days=days)
    assert {one for one in trust.STRONGEST_FIRST if trust.meets(person, one, now)} == met
    assert trust.meets(person, "", now)


def test_of_several_trusts_the_strongest_is_answered() -> None:
    assert trust.asked("") == ""
    assert trust.asked(f"{trust.INSTITUTION} {trust.NAMES}") == trust.NAMES
    assert trust.asked(f"{trust.MEDIUM} {trust.HIGH}/mfa") == f"{trust.HIGH}/mfa"
    assert trust.asked("https://unknown.example") == trust.INSTITUTION


def test_a_lapsed_link_is_listed_all_the_same() -> None:
    person = Person("uid", SANNE, "Sanne", "Voorbeeld", links=[A_LINK])
    assert trust.links(person, NOW + timedelta(days=400)) == [
        {
            "eppn": "s1@uni.example",
            "schac_home_organization": "uni.example",
            "preferred": True,
            "validated_name": "Sanne Voorbeeld",
        }
    ]
    claims = trust.claims(person, "bot", NOW + timedelta(days=400))
    assert claims["eduperson_scoped_affiliation"] == ["affiliate@eduid.nl"]


def test_a_number_differs_from_service_to_service() -> None:
    assert trust.number("uid", "bot") == trust.number("uid", "bot") != trust.number("uid", "edubadges")


async def test_everything_of_eduid_is_kept_in_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("world") / "sandbox.json"
    sandbox, sanne, person = await with_eduid()
    sandbox.world.file = file
    await links_institution(sanne)
    again = World.load(file)
    assert again.people == sandbox.world.people
    assert again.logins == sandbox.world.logins
