"""edubadges, as anybody can ask it: what a public badge is, whose, and what when the answer is ill.

The tests of the contract ask for `site`: any server that speaks edubadges' shapes can stand in for it, with badges
that the server itself was given. Those below it put the fake out of order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.ports import Badge, NoBadge, Unavailable
from integrations.edubadges import Edubadges
from integrations.sandbox.application import application
from integrations.sandbox.world import Account, World
from integrations.sandbox.world import Badge as Held
from tests.fakes.edubadges import Edubadges as Fake
from tests.fakes.edubadges import payload
from tests.house import served

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GENUINE, EXPIRED, REVOKED, PRIVATE, NOWHERE = (f"{name:_<21}A" for name in ("gEn", "eXp", "rEv", "pRi", "nOw"))


@dataclass(frozen=True)
class Site:
    """A server to look badges up at, and the ids of the badges it was given; what it knows of the genuine one."""

    site: str
    api: str
    genuine: str
    expired: str
    revoked: str
    private: str
    known: Badge  # what must be told of the genuine one; its id and link are of no matter
    now: datetime = NOW


DATA_IN_CARE = Badge(
    "",
    "",
    "genuine",
    name="Data in de zorg",
    issuer=("Onderwijs voor Professionals", "Education for Professionals"),
    institution=("Universiteit Voorbeeld", "Example University"),
    issued_on=date(2026, 4, 10),
    expires=date(2028, 4, 12),
    holder="Sanne Voorbeeld",
    holder_confirmed=True,
    kind="micro_credential",
    ects=5,
    hours=140,
    level=6,
    language="nl",
    description="Werken met gegevens in de zorg.",
    criteria="Alle opdrachten zijn met een voldoende afgerond.",
    outcome="De deelnemer legt uit wat gegevens in de zorg zeggen.",
    assessment="portfolio_assessment",
    assessment_supervised=True,
    assessment_id_verified=False,
    participation="blended",
    quality="Kwaliteitskader Microcredentials voor Professionals HBO en WO",
    quality_link="https://npuls.nl/doorbouwen-aan-microcredentials",
)


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with Fake() as fake:
        fake.holds(GENUINE)
        fake.holds(EXPIRED, expires="2026-11-25T00:00:00+00:00")
        fake.revokes(REVOKED)
        fake.private.add(fake.holds(PRIVATE))
        yield fake


@pytest.fixture(params=["fake", "sandbox"])
async def any_site(request: pytest.FixtureRequest, fake: Fake) -> AsyncIterator[Site]:
    """Every server that the contract is held against; another one is another value in `params`."""
    if request.param == "fake":
        yield Site(fake.site, fake.api, GENUINE, EXPIRED, REVOKED, PRIVATE, DATA_IN_CARE)
        return
    async with sandbox() as site:
        yield site


@contextlib.asynccontextmanager
async def sandbox() -> AsyncIterator[Site]:
    """The sandbox on loopback, with somebody who has a badge of each kind."""
    world = World.load(None)
    world.clock = lambda: NOW
    badge_class = next(iter(world.badge_classes.values()))
    account = Account(
        "7f3a2c10-3b1e-4a57-9b0a-1f2e3d4c5b6a", "sam@example.net", "Sanne", "Voorbeeld", "Sanne Voorbeeld"
    )
    world.accounts[account.eduid] = account
    for entity, changes in (
        (GENUINE, {"expires": "2028-04-12T00:00:00+00:00"}),
        (EXPIRED, {"expires": "2026-11-25T00:00:00+00:00"}),
        (REVOKED, {"revoked": True, "revoked_because": "Per ongeluk twee keer uitgegeven."}),
        (PRIVATE, {"public": False}),
    ):
        usual: dict[str, Any] = {"issued_on": "2026-04-10T09:15:00+00:00", "claimed_at": "2026-04-12T18:00:00+00:00"}
        world.badges[entity] = Held(
            entity, badge_class.entity, account.eduid, "Sanne Voorbeeld", True, **{"public": True, **usual, **changes}
        )
    institution = world.institutions[badge_class.institution]
    known = replace(
        DATA_IN_CARE,
        name=badge_class.name,
        issuer=(badge_class.issuer_name, badge_class.issuer_name_en),
        institution=(institution.name_nl, institution.name_en),
        ects=badge_class.ects or 0,
        hours=badge_class.hours or 0,
        description=badge_class.description,
        criteria=badge_class.criteria,
        outcome=badge_class.outcome,
        assessment=badge_class.assessment,
        assessment_supervised=False,
        quality=badge_class.quality_name,
        quality_link=badge_class.quality_url,
    )
    async with served(lambda url: application(world, f"{url}/sandbox", {})) as url:
        root = f"{url}/sandbox"
        yield Site(f"{root}/edubadges", f"{root}/edubadges-api", GENUINE, EXPIRED, REVOKED, PRIVATE, known)


@pytest.fixture
def site(fake: Fake) -> Site:
    return Site(fake.site, fake.api, GENUINE, EXPIRED, REVOKED, PRIVATE, DATA_IN_CARE)


@pytest.fixture
async def any_badges(any_site: Site) -> AsyncIterator[Edubadges]:
    adapter = Edubadges(any_site.site, any_site.api, clock=lambda: any_site.now, patience=timedelta(seconds=30))
    yield adapter
    await adapter.close()


@pytest.fixture
async def badges(site: Site) -> AsyncIterator[Edubadges]:
    adapter = Edubadges(site.site, site.api, clock=lambda: site.now)
    yield adapter
    await adapter.close()


async def why(badges: Edubadges, text: str) -> str:
    with pytest.raises(NoBadge) as no:
        await badges.look_up(text)
    return no.value.why


class TestContract:
    """What any edubadges must answer."""

    async def test_a_genuine_badge_is_told_of_in_full(self, any_site: Site, any_badges: Edubadges) -> None:
        badge = await any_badges.look_up(f"{any_site.site}/public/assertions/{any_site.genuine}?lang=nl")
        assert (badge.id, badge.link) == (any_site.genuine, f"{any_site.site}/public/assertions/{any_site.genuine}")
        told = ("verdict", "checked", "name", "issuer", "institution", "issued_on", "expires", "kind", "ects", "hours")
        told += ("level", "language", "holder", "holder_confirmed", "outcome", "assessment", "participation", "quality")
        told += ("quality_link", "description", "criteria", "assessment_supervised", "assessment_id_verified")
        assert {name: getattr(badge, name) for name in told} == {name: getattr(any_site.known, name) for name in told}

    async def test_the_page_the_api_and_the_id_alone_lead_to_the_same_badge(
        self, any_site: Site, any_badges: Edubadges
    ) -> None:
        page = await any_badges.look_up(f"kijk: {any_site.site}/public/assertions/{any_site.genuine}.")
        api = await any_badges.look_up(f"{any_site.api}/public/assertions/{any_site.genuine}.json?utm_source=x#y")
        assert page == api == await any_badges.look_up(any_site.genuine)

    async def test_a_badge_past_its_time_has_expired_and_is_not_called_tampered_with(
        self, any_site: Site, any_badges: Edubadges
    ) -> None:
        badge = await any_badges.look_up(any_site.expired)
        assert (badge.verdict, badge.checked, badge.faults) == ("expired", True, ())
        assert badge.expires
        assert badge.expires < any_site.now.date()
        assert badge.name

    async def test_a_revoked_badge_says_so_and_little_else(self, any_site: Site, any_badges: Edubadges) -> None:
        badge = await any_badges.look_up(any_site.revoked)
        assert (badge.verdict, badge.name, badge.holder) == ("revoked", "", "")
        assert badge.revoked_because

    async def test_what_is_private_and_what_never_was_are_the_same(self, any_site: Site, any_badges: Edubadges) -> None:
        assert await why(any_badges, any_site.private) == await why(any_badges, NOWHERE) == "private"

    async def test_a_given_name_is_held_against_the_names_that_edubadges_knows(
        self, any_site: Site, any_badges: Edubadges
    ) -> None:
        badge = await any_badges.look_up(any_site.genuine)
        assert badge.identity_hash.startswith("sha256$")
        assert badge.salt
        assert await any_badges.is_of(badge, any_site.known.holder.upper()) is True
        assert await any_badges.is_of(badge, "Iemand Anders") is False
        given, _, family = any_site.known.holder.partition(" ")
        assert await any_badges.is_of(badge, f"{given[0]}. {family}") is None


async def test_only_our_own_address_is_asked_whatever_the_link_says(fake: Fake, badges: Edubadges) -> None:
    await badges.look_up(f"{fake.site}/nl/public/assertions/{GENUINE}?x=../../evil&expand=awards#@evil.example")
    assert fake.calls[0] != fake.calls[1]
    salt = fake.badges[GENUINE]["recipient"]["salt"]
    identity = fake.badges[GENUINE]["recipient"]["identity"]
    assert sorted(fake.calls) == sorted(
        [
            f"GET /public/assertions/{GENUINE}?expand=badge&expand=badge.issuer&expand=badge.user",
            f"GET /public/assertions/validate/{GENUINE}",
            f"GET /public/assertions/identity/{identity}/{salt}",
            "GET /public/badges/aB3dE5fG7hI9jK1lM3nO5Q?expand=micro",
        ]
    )
    assert (fake.accepts, fake.agents) == ({"application/json"}, {"Badgewijzer"})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("https://edubadqes.nl/public/assertions/" + GENUINE, "lookalike"),
        ("https://www.credly.com/badges/" + GENUINE, "elsewhere"),
        ("https://demo.edubadges.nl/public/assertions/" + GENUINE, "demo"),
        ("mijn badge", "no_link"),
    ],
)
async def test_what_is_no_link_of_ours_is_not_asked_about(fake: Fake, badges: Edubadges, text: str, what: str) -> None:
    assert await why(badges, text) == what
    assert fake.calls == []


async def test_a_badge_whose_validation_finds_faults_was_tampered_with(fake: Fake, badges: Edubadges) -> None:
    fake.reports[GENUINE] = payload("report_tampered")
    badge = await badges.look_up(GENUINE)
    assert badge.verdict == "tampered"
    assert badge.faults == ("VERIFY_RECIPIENT_IDENTIFIER", "HOSTED_ID_IN_VERIFICATION_SCOPE")
    fake.reports[EXPIRED] = payload("report_tampered")
    assert (await badges.look_up(EXPIRED)).verdict == "tampered"


@pytest.mark.parametrize("how", ["unreadable", "empty", "502", "hang", "drip", "page", "junk", "list", "reset", "deep"])
async def test_a_validation_that_cannot_finish_blames_nobody(fake: Fake, how: str) -> None:
    if how == "unreadable":
        fake.reports[GENUINE] = payload("report_unreadable")
    else:
        fake.ill("validate", how)
    badges = Edubadges(fake.site, fake.api, clock=lambda: NOW, patience=timedelta(seconds=1.5))
    badge = await badges.look_up(GENUINE)
    assert (badge.verdict, badge.checked, badge.name) == ("genuine", False, "Data in de zorg")
    await badges.close()


@pytest.mark.parametrize("part", ["identity", "/badges/"])
@pytest.mark.parametrize("how", ["500", "drip", "missing_page", "list", "empty"])
async def test_a_name_or_a_framework_that_does_not_come_is_left_out(fake: Fake, part: str, how: str) -> None:
    fake.ill(part, how)
    badges = Edubadges(fake.site, fake.api, clock=lambda: NOW, patience=timedelta(seconds=1.5))
    badge = await badges.look_up(GENUINE)
    assert (badge.verdict, badge.holder) == ("genuine", "Sanne Voorbeeld")
    assert (badge.holder_confirmed, bool(badge.quality)) == ((False, True) if part == "identity" else (True, False))
    await badges.close()


@pytest.mark.parametrize(
    "how",
    ["hang", "drip", "endless", "huge", "deep", "junk", "list", "number", "empty", "packed", "page", "wrong_type",
     "redirect", "redirect_within", "reset", "missing_page", "400", "401", "403", "429", "500", "503", "204"],
)  # fmt: skip
async def test_an_ill_answer_is_no_badge_and_no_word_on_it(fake: Fake, how: str) -> None:
    fake.ill("/public/", how)
    badges = Edubadges(fake.site, fake.api, clock=lambda: NOW, patience=timedelta(seconds=0.4))
    with pytest.raises(Unavailable) as away:
        await badges.look_up(GENUINE)
    assert GENUINE not in str(away.value)
    assert away.value.__cause__ is None
    assert not [call for call in fake.calls if "elsewhere" in call], "no redirect is followed"
    await badges.close()


async def test_all_questions_about_one_badge_share_one_patience(fake: Fake) -> None:
    fake.ill("validate", "drip")
    fake.ill("identity", "hang")
    fake.ill("/badges/", "drip")
    badges = Edubadges(fake.site, fake.api, clock=lambda: NOW, patience=timedelta(seconds=1))
    began = asyncio.get_running_loop().time()
    assert (await badges.look_up(GENUINE)).verdict == "genuine"
    assert asyncio.get_running_loop().time() - began < 3
    await badges.close()


async def test_a_neighbour_that_is_not_there_is_away() -> None:
    badges = Edubadges("http://127.0.0.1:1/site", "http://127.0.0.1:1")
    with pytest.raises(Unavailable) as away:
        await badges.look_up(GENUINE)
    assert "127.0.0.1" not in str(away.value)
    await badges.close()
    with pytest.raises(Unavailable, match="closed"):
        await badges.look_up(GENUINE)


ODD: list[Any] = [None, "", 7, -1, 1e308, True, [], {}, [[]], {"x": {}}, "\x00\u202e", "x" * 100_000, "2026-13-45"]


@pytest.mark.parametrize(
    "field",
    ["issuedOn", "recipient", "badge__issuer", "badge__user", "badge__description", "badge__criteria",
     "badge__typeBadgeClass", "badge__participation", "badge__assessmentType", "badge__assessmentSupervised",
     "badge__eqfNlqfLevelVerified", "badge__extensions:ECTSExtension", "badge__extensions:EQFExtension",
     "badge__extensions:TimeInvestmentExtension", "badge__extensions:LanguageExtension", "badge__id",
     "badge__extensions:LearningOutcomeExtension", "badge__issuer__faculty", "badge__issuer__faculty__institution",
     "badge__issuer__extensions:InstitutionNameExtension", "badge__extensions:ECTSExtension__ECTS",
     "badge__extensions:EQFExtension__EQF", "badge__grade_achieved", "recipient__identity", "recipient__hashed"],
)  # fmt: skip
async def test_a_field_of_another_shape_is_left_out_and_the_rest_told(
    fake: Fake, badges: Edubadges, field: str
) -> None:
    for odd in ODD:
        fake.holds(GENUINE, **{field: odd})
        badge = await badges.look_up(GENUINE)
        assert badge.verdict in ("genuine", "expired")
        assert badge.name == "Data in de zorg"
        assert len(badge.description) <= 8000
        assert len(badge.holder) <= 255
        assert "\u202e" not in badge.holder + badge.description


@pytest.mark.parametrize("odd", ODD)
async def test_a_badge_without_its_name_of_another_type_or_with_an_odd_last_day_is_no_answer(
    fake: Fake, badges: Edubadges, odd: Any
) -> None:
    if not (isinstance(odd, str) and len(odd) > 5):
        fake.holds(GENUINE, badge__name=odd)
        with pytest.raises(Unavailable):
            await badges.look_up(GENUINE)
    for field in ("badge", "type", *(["expires"] if odd else [])):  # no last day is "never", an odd one is not
        fake.holds(GENUINE, **{field: odd})
        with pytest.raises(Unavailable):
            await badges.look_up(GENUINE)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"badge__extensions:ECTSExtension__ECTS": 2.5}, {"ects": 2.5}),
        ({"badge__extensions:ECTSExtension__ECTS": "7.5"}, {"ects": 7.5}),
        ({"badge__extensions:TimeInvestmentExtension": None}, {"hours": 0}),
        (
            {
                "badge__extensions:TimeInvestmentExtension": None,
                "badge__extensions:StudyLoadExtension": {"StudyLoad": 240},
            },
            {"hours": 240},
        ),
        ({"badge__eqfNlqfLevelVerified": False}, {"level": 0}),
        ({"badge__grade_achieved": "8,5"}, {"grade": "8,5"}),
        ({"expires": None}, {"expires": None, "verdict": "genuine"}),
        ({"issuedOn": "2025-12-31T23:30:00+00:00"}, {"issued_on": date(2026, 1, 1)}),
        ({"issuedOn": "2026-07-01T21:30:00Z"}, {"issued_on": date(2026, 7, 1)}),
        ({"badge__name": "Zorg & ICT 🎓"}, {"name": "Zorg & ICT 🎓"}),
        (
            {
                "badge__issuer__faculty__on_behalf_of": True,
                "badge__issuer__faculty__on_behalf_of_display_name": "Ziekenhuis Ginds",
            },
            {"on_behalf_of": "Ziekenhuis Ginds"},
        ),
        ({"badge__issuer__faculty__on_behalf_of_display_name": "Niemand"}, {"on_behalf_of": ""}),
        (
            {"badge__issuer__faculty": None},
            {"institution": ("Universiteit Voorbeeld", "Universiteit Voorbeeld")},
        ),
        ({"badge__issuer__name_english": ""}, {"issuer": ("Onderwijs voor Professionals",) * 2}),
        ({"recipient__hashed": False}, {"identity_hash": "", "salt": "", "holder": "Sanne Voorbeeld"}),
    ],
)
async def test_each_value_is_told_as_it_is(
    fake: Fake, badges: Edubadges, changes: dict[str, Any], told: dict[str, Any]
) -> None:
    fake.holds(GENUINE, **changes)
    badge = await badges.look_up(GENUINE)
    assert {name: getattr(badge, name) for name in told} == told


async def test_the_name_on_the_badge_goes_before_the_confirmed_one(fake: Fake, badges: Edubadges) -> None:
    fake.names_holder(GENUINE, recipient_name="S. Voorbeeld", validated_name="Sanne Maria Voorbeeld")
    badge = await badges.look_up(GENUINE)
    assert (badge.holder, badge.holder_confirmed) == ("S. Voorbeeld", True)
    assert await badges.is_of(badge, "Sanne Maria Voorbeeld") is True
    fake.names_holder(GENUINE, recipient_name="Sanne Voorbeeld")
    badge = await badges.look_up(GENUINE)
    assert (badge.holder, badge.holder_confirmed) == ("Sanne Voorbeeld", False)


async def test_edubadges_does_not_tell_whose_a_badge_is_when_it_does_not(fake: Fake, badges: Edubadges) -> None:
    badge = await badges.look_up(GENUINE)
    assert await badges.is_of(await badges.look_up(REVOKED), "Sanne Voorbeeld") is None
    fake.private.add(GENUINE)
    assert await badges.is_of(badge, "Sanne Voorbeeld") is None
    fake.private.clear()
    fake.names_holder(GENUINE)
    assert await badges.is_of(badge, "Sanne Voorbeeld") is None
    fake.ill("identity", "502")
    with pytest.raises(Unavailable):
        await badges.is_of(badge, "Sanne Voorbeeld")


async def test_nothing_of_a_badge_or_its_holder_is_logged(
    fake: Fake, badges: Edubadges, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "integrations")
    caplog.set_level(logging.DEBUG, "aiohttp")
    await badges.look_up(GENUINE)
    fake.ill("/public/", "reset")
    with pytest.raises(Unavailable):
        await badges.look_up(GENUINE)
    written = caplog.text + "".join(capsys.readouterr())
    assert GENUINE not in written
    assert "Voorbeeld" not in written
