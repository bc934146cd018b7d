"""edubadges, as one institution's own system asks it: which awards wait, and what when it may not."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ports import Refused, Unavailable, Waiting
from integrations.edubadges_sis import InstitutionAwards
from integrations.sandbox.application import application
from integrations.sandbox.world import SIS_CLIENT, SIS_SECRET, Award, Bundle, World
from tests.fakes.edubadges import Edubadges as Fake
from tests.fakes.edubadges import payload
from tests.house import served

BUNDLE = "bU1nD2lE3bU4nD5lE6bU7A"


class Seconds:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with Fake() as fake:
        yield fake


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def awards(fake: Fake, seconds: Seconds) -> AsyncIterator[InstitutionAwards]:
    connector = connect(fake, seconds=seconds)
    yield connector
    await connector.close()


def connect(fake: Fake, secret: str = Fake.SECRET, **more: Any) -> InstitutionAwards:
    return InstitutionAwards(fake.api, f"{fake.api}/oidc/token", Fake.CLIENT, secret, **more)


def tokens(fake: Fake) -> int:
    return sum(call.startswith("POST") for call in fake.calls)


async def test_what_waits_is_told_with_whom_for_and_until_when(awards: InstitutionAwards) -> None:
    issuer = ("Onderwijs voor Professionals", "Education for Professionals")
    assert await awards.waiting() == (
        Waiting(
            "dA1wA3rD5eN7tI9tY1iD3x",
            "Data in de zorg",
            "learner@example.net",
            "",
            issuer,
            datetime(2026, 4, 1, 10, tzinfo=UTC),
            datetime(2026, 6, 22, 10, tzinfo=UTC),
        ),
        Waiting(
            "eB2xB4sE6fO8uJ0uZ2jE4y",
            "Verpleegkundig rekenen",
            "mail@voorbeeld.example",
            "s1234567@uni.example",
            issuer,
            datetime(2026, 4, 2, 8, 30, 0, 123456, tzinfo=UTC),
            datetime(2026, 6, 22, 22, 30, tzinfo=UTC),
        ),
    )


async def test_the_sandbox_tells_what_waits_in_the_same_shapes() -> None:
    world = World.load(None)
    badge_class = next(iter(world.badge_classes.values()))
    for entity, status in (("dA1wA3rD5eN7tI9tY1iD3x", "Unaccepted"), ("eB2xB4sE6fO8uJ0uZ2jE4y", "Scheduled")):
        world.awards[entity] = Award(
            entity,
            badge_class.entity,
            email="sam@example.net",
            status=status,  # type: ignore[arg-type]
            created_at="2026-04-01T10:00:00+00:00",
            expires_at="2099-06-22T10:00:00+00:00",
            scheduled_at="2099-01-01T10:00:00+00:00",
            bundle=BUNDLE,
        )
    world.bundles[BUNDLE] = Bundle(BUNDLE, badge_class.entity, 2, "email")
    async with served(lambda url: application(world, f"{url}/sandbox", {})) as url:
        api = f"{url}/sandbox/edubadges-api"
        connector = InstitutionAwards(api, f"{api}/sis/token", SIS_CLIENT, SIS_SECRET)
        told = await connector.waiting([BUNDLE])
        await connector.close()
    assert [(one.badge, one.email, one.planned, one.expires and one.expires.year) for one in told] == [
        (badge_class.name, "sam@example.net", False, 2099),
        (badge_class.name, "sam@example.net", True, 2099),
    ]


async def test_nothing_waits_when_the_list_is_empty(fake: Fake, awards: InstitutionAwards) -> None:
    fake.waiting = []
    assert await awards.waiting() == ()


async def test_what_is_only_planned_is_told_by_its_bundle(fake: Fake, awards: InstitutionAwards) -> None:
    fake.bundles[BUNDLE] = payload("direct_award_bundle")
    assert not any(one.planned for one in await awards.waiting([BUNDLE]))
    fake.bundles[BUNDLE]["direct_awards"][0]["status"] = "Scheduled"
    told = await awards.waiting([BUNDLE, BUNDLE, "nO1sU2cH3bU4nD5lE6xX7A", "../../user/profile"])
    assert [one.planned for one in told] == [True, False]
    assert not [call for call in fake.calls if "profile" in call]


async def test_a_token_is_used_until_it_ends_and_fetched_anew_once_when_it_is_not_accepted(
    fake: Fake, awards: InstitutionAwards, seconds: Seconds
) -> None:
    for _ in range(3):
        await awards.waiting()
    assert tokens(fake) == 1
    seconds.now += 3600 - 61
    await awards.waiting()
    assert tokens(fake) == 1
    seconds.now += 2
    await awards.waiting()
    assert tokens(fake) == 2
    fake.tokens.clear()  # taken back at the other side
    assert len(await awards.waiting()) == 2
    assert tokens(fake) == 3
    fake.ill("queries", "401")
    with pytest.raises(Refused, match="401"):
        await awards.waiting()
    assert tokens(fake) == 4


@pytest.mark.parametrize("lasts", [None, "soon", -1, 0, 30, True, 1e300])
async def test_a_token_that_does_not_say_how_long_it_lasts_is_used_once(
    fake: Fake, awards: InstitutionAwards, lasts: Any
) -> None:
    fake.token["expires_in"] = lasts
    await awards.waiting()
    await awards.waiting()
    assert tokens(fake) == 2


async def test_a_wrong_secret_is_refused_in_the_words_of_the_provider(fake: Fake) -> None:
    connector = connect(fake, secret="wrong")
    with pytest.raises(Refused, match="no token: 401 invalid_client"):
        await connector.waiting()
    await connector.close()


@pytest.mark.parametrize("status", ["400", "403"])
async def test_edubadges_refuses_on_a_page_as_well_as_in_json(
    fake: Fake, awards: InstitutionAwards, status: str
) -> None:
    fake.ill("queries", status)  # Django's own page: <h1>Bad Request (400)</h1>
    with pytest.raises(Refused, match=status):
        await awards.waiting()


ILL = ("hang", "drip", "deep", "junk", "page", "wrong_type", "redirect", "reset", "500", "503", "packed")


@pytest.mark.parametrize("part", ["token", "queries", "bundle"])
@pytest.mark.parametrize("how", ILL)
async def test_an_ill_answer_is_no_list(fake: Fake, part: str, how: str) -> None:
    fake.bundles[BUNDLE] = payload("direct_award_bundle")
    fake.ill(part, how)
    connector = connect(fake, patience=timedelta(seconds=1))
    with pytest.raises(Unavailable) as away:
        await connector.waiting([BUNDLE])
    assert Fake.SECRET not in str(away.value)
    assert away.value.__cause__ is None
    await connector.close()


@pytest.mark.parametrize(
    "odd", [{}, None, [], "x", {"detail": "x"}, [None], [{}], [{"entityId": 7, "name": "x"}], [{"entityId": "x"}]]
)
async def test_a_list_of_another_shape_is_none_rather_than_one_with_less(
    fake: Fake, awards: InstitutionAwards, odd: Any
) -> None:
    if odd == []:
        odd = [payload("direct_awards_unclaimed")[0], 7]
    fake.waiting = odd
    with pytest.raises(Unavailable):
        await awards.waiting()


@pytest.mark.parametrize("field", ["recipientEmail", "eppn", "created_at", "expiration_date", "i_name_dutch"])
async def test_an_odd_field_is_left_out(fake: Fake, awards: InstitutionAwards, field: str) -> None:
    for odd in (None, 7, [], {}, "", "2026-13-45", True):
        fake.waiting[0][field] = odd
        assert len(await awards.waiting()) == 2


async def test_no_address_token_or_secret_is_logged(
    fake: Fake, awards: InstitutionAwards, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "aiohttp")
    await awards.waiting()
    fake.ill("queries", "reset")
    with pytest.raises(Unavailable):
        await awards.waiting()
    written = caplog.text + "".join(capsys.readouterr())
    for secret in ("learner@example.net", "token-", Fake.SECRET):
        assert secret not in written
