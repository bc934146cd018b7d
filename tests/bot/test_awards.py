"""How awards stand, as the institution's list tells it: in the database, and in the conversations they belong to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.ports import Address, Badge, NoBadge, Opened, Outcome, Refused, Unavailable, Waiting
from bot.store import awards as kept
from bot.store import links
from bot.store.awards import Award, Change, changed, listed
from bot.store.database import Database
from bot.store.tables import awards, learners
from bot.wiring import House, badges_for, looking_up, open_house
from integrations.edubadges import Edubadges
from tests.fakes.edubadges import Edubadges as Fake
from tests.house import settings
from tests.stand import SAM, Stand, stand

__all__ = ["stand"]

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNTIL = datetime(2027, 1, 22, 23, 30, tzinfo=UTC)


def waits(badge: str = "Data in de zorg", email: str = "sam@example.net", account: str = "", **more: Any) -> Waiting:
    return Waiting("dA1wA3rD5eN7tI9tY1iD3x", badge, email, account, expires=UNTIL, **more)


async def follow(database: Database, *waiting: Waiting) -> list[Change]:
    news, after = await database.write(changed, listed(waiting), ZONE)
    assert after == 0
    return news


async def kept_as(database: Database) -> Sequence[tuple[str, date | None]]:
    def read(db: Connection) -> list[tuple[str, date | None]]:
        return [tuple(row) for row in db.execute(select(awards.c.status, awards.c.deadline).order_by(awards.c.id))]

    return await database.read(read)


async def add(database: Database, learner: int | None = None, **award: Any) -> int:
    def unit(db: Connection) -> int:
        number = kept.add(db, Award(**{"badge": "Data in de zorg", "address": "Sam@Example.net", **award}), "test", NOW)
        if learner is not None:
            db.execute(update(awards).where(awards.c.id == number).values(learner_id=learner))
        return number

    return await database.write(unit)


async def somebody(database: Database) -> int:
    def unit(db: Connection) -> int:
        return int(
            db.execute(
                insert(learners).values(token="a" * 22, language="nl", created_at=NOW).returning(learners.c.id)
            ).scalar_one()
        )

    return await database.write(unit)


async def test_an_award_waits_while_it_is_listed_and_is_gone_when_it_was(stand: Stand) -> None:
    await add(stand.database, deadline=date(2027, 1, 1))
    assert await kept_as(stand.database) == [("open", date(2027, 1, 1))]
    await follow(stand.database, waits("Iets anders"))
    assert await kept_as(stand.database) == [("open", date(2027, 1, 1))], "it was never listed"
    await follow(stand.database, waits())
    assert await kept_as(stand.database) == [("waiting", date(2027, 1, 23))], "its last day in the Netherlands"
    await follow(stand.database, waits(planned=True))
    assert await kept_as(stand.database) == [("scheduled", date(2027, 1, 23))]
    await follow(stand.database)
    assert await kept_as(stand.database) == [("gone", date(2027, 1, 23))]
    await follow(stand.database, waits())
    assert await kept_as(stand.database) == [("waiting", date(2027, 1, 23))], "given anew"


async def test_only_a_change_of_a_learners_award_is_news(stand: Stand) -> None:
    learner = await somebody(stand.database)
    await add(stand.database, learner)
    await add(stand.database, badge="Van niemand nog")
    waiting = [waits(), waits("Van niemand nog")]
    until = {"deadline": "2027-01-23"}
    assert await follow(stand.database, *waiting) == [
        Change(learner, "Data in de zorg", {"award_status": "waiting", **until})
    ]
    assert await follow(stand.database, *waiting) == []
    assert await follow(stand.database) == [Change(learner, "Data in de zorg", {"award_status": "gone", **until})]
    assert await follow(stand.database) == []


@pytest.mark.parametrize(
    ("award", "waiting", "found"),
    [
        ({"address": "", "eppn": "S1@Uni.example"}, waits(email="else@example.net", account="s1@uni.example"), True),
        ({"address": "sam@example.net"}, waits(account="s1@uni.example"), True),
        ({"badge": "  DATA in  de Zorg "}, waits(), True),
        ({"address": "kim@example.net"}, waits(), False),
        ({"badge": "Data"}, waits(), False),
        ({"address": "", "eppn": ""}, waits(email=""), False),
    ],
)
async def test_an_award_is_found_by_its_badge_and_its_address_or_account(
    stand: Stand, award: dict[str, Any], waiting: Waiting, found: bool
) -> None:
    await add(stand.database, **award)
    await follow(stand.database, waiting)
    assert [status for status, _ in await kept_as(stand.database)] == ["waiting" if found else "open"]


async def test_awards_are_gone_through_a_part_at_a_time(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "AT_ONCE", 2)
    for _ in range(5):
        await add(stand.database)
    rounds, after = 0, 0
    while rounds == 0 or after:
        _, after = await stand.database.write(changed, listed([waits()]), ZONE, after)
        rounds += 1
    assert rounds == 3
    assert {status for status, _ in await kept_as(stand.database)} == {"waiting"}


async def test_two_processes_bring_the_news_once(stand: Stand) -> None:
    learner = await somebody(stand.database)
    await add(stand.database, learner)
    both = await asyncio.gather(*(follow(stand.database, waits()) for _ in range(2)))
    assert sorted(len(news) for news in both) == [0, 1]


async def test_the_award_actions_that_are_known_are_asked_about_until_all_is_gone(stand: Stand) -> None:
    bundle = "bU1nD2lE3bU4nD5lE6bU7A"
    await add(stand.database, bundle=bundle)
    await add(stand.database, bundle=bundle, badge="Nog een")
    await add(stand.database, badge="Zonder")
    assert await stand.database.read(kept.bundles) == (bundle,)
    await follow(stand.database, waits(), waits("Nog een"))
    await follow(stand.database)
    assert await stand.database.read(kept.bundles) == ()


async def test_a_link_opens_with_how_its_award_stands(stand: Stand) -> None:
    number = await add(stand.database)
    word = await stand.database.write(links.make_for_award, number, NOW)
    await follow(stand.database, waits())
    await stand.hears(Opened(word))
    facts = (await stand.state())["facts"]
    assert (facts["award_status"], facts["deadline"]) == ("waiting", "2027-01-23")


class Institution:
    """An institution's list, by hand."""

    def __init__(self, *answers: Sequence[Waiting] | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.has_answered = asyncio.Event()

    async def waiting(self, bundles: Any = ()) -> Sequence[Waiting]:
        self.asked += 1
        if not self.answers:  # what came before has been dealt with
            self.has_answered.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None: ...


async def house_of(stand: Stand, tmp_path: Path) -> House:
    return await open_house(settings(f"sqlite:///{tmp_path}/house.db"), channels={"fake": stand.channel})


async def test_a_conversation_knows_how_its_award_stands_and_says_nothing(stand: Stand, tmp_path: Path) -> None:
    house = await house_of(stand, tmp_path)
    try:
        number = await add(house.database)
        word = await house.database.write(links.make_for_award, number, NOW)
        await house.hear([_opened(word)])
        institution = Institution([waits()], [], [waits(planned=True)])
        for status in ("waiting", "gone", "scheduled"):
            await house.follow_awards(institution)
            state = await house.database.read(lambda db: db.execute(select(learners.c.state)).scalar_one())
            assert (state["facts"]["award_status"], state["facts"]["deadline"]) == (status, "2027-01-23")
    finally:
        await house.close()
    assert stand.channel.sent == []


def _opened(word: str) -> Any:
    from bot.ports import Heard

    return Heard("k1", Address("fake", SAM.external_id), Opened(word), "nl")


async def test_an_institution_that_refuses_or_is_away_is_asked_again_later(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.wiring.AWARDS_SECONDS", 0.01)
    monkeypatch.setattr("bot.wiring.RETRY_SECONDS", (0.01, 0.01))
    house = await house_of(stand, tmp_path)
    await add(house.database)
    institution = Institution(Unavailable("not now"), Refused("not you"), KeyError("sam@example.net"), [waits()], [])
    house.awarding = institution
    house.start(deliver=True, poll=False, hooks=False)
    try:
        await asyncio.wait_for(institution.has_answered.wait(), 20)
        assert [status for status, _ in await kept_as(house.database)] == ["gone"]
    finally:
        await house.close()
    assert "sam@example.net" not in "".join(capsys.readouterr())


async def test_a_process_that_does_not_deliver_leaves_the_institution_alone(stand: Stand, tmp_path: Path) -> None:
    house = await house_of(stand, tmp_path)
    house.awarding = institution = Institution()
    house.start(deliver=False, poll=False, hooks=False)
    await asyncio.sleep(0)
    await house.close()
    assert institution.asked == 0


# A badge that is looked up


class Told:
    """edubadges, by hand."""

    def __init__(self, answer: Badge | Exception) -> None:
        self.answer = answer

    async def look_up(self, text: str) -> Badge:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def is_of(self, badge: Badge, name: str) -> bool | None: ...

    async def close(self) -> None: ...


async def looked_up(answer: Badge | Exception) -> Outcome:
    from bot.conversation.effects import LookUpBadge

    return await looking_up(Told(answer))(LookUpBadge("a link"))


async def test_the_conversation_hears_what_edubadges_tells_and_nothing_it_does_not() -> None:
    badge = Badge(
        "Qm9rU2ltdWxhdGllMDAx0A",
        "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A",
        "genuine",
        name="Data in de zorg",
        issuer=("Onderwijs", "Education"),
        institution=("Universiteit Voorbeeld", "Example University"),
        issued_on=date(2026, 1, 31),
        holder="Sanne Voorbeeld",
        ects=2.5,
        hours=70,
    )
    found = await looked_up(badge)
    assert found == Outcome(
        "genuine",
        {
            "badge_link": "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A",
            "badge_id": "Qm9rU2ltdWxhdGllMDAx0A",
            "shown_badge": "Data in de zorg",
            "shown_issuer": "Onderwijs",
            "shown_institution_nl": "Universiteit Voorbeeld",
            "shown_institution_en": "Example University",
            "issued_on": "2026-01-31",
            "expires_on": "never",
            "badge_ects": "2.5",
            "badge_hours": 70,
            "holder": "Sanne Voorbeeld",
            "holder_confirmed": "no",
        },
    )
    revoked = await looked_up(Badge("x", "https://x", "revoked"))
    assert revoked == Outcome("revoked", {"badge_link": "https://x", "badge_id": "x"})


@pytest.mark.parametrize("why", ["private", "elsewhere", "lookalike", "demo", "no_link"])
async def test_why_there_is_no_badge_is_an_answer_that_the_flow_knows(why: Any) -> None:
    from bot.conversation.effects import LookUpBadge

    outcome = await looked_up(NoBadge("x", why))
    assert outcome.name in LookUpBadge.outcomes
    assert outcome.facts == {}


async def test_edubadges_is_asked_where_it_is_set_and_left_alone_where_it_is_off(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bw.db"
    assert badges_for(settings(url, edubadges_api_url="off")) is None
    assert isinstance(badges_for(settings(url, edubadges_api_url="https://api.edubadges.nl")), Edubadges)
    async with Fake() as fake:
        fake.holds()
        badges = badges_for(settings(url, edubadges_url=fake.site, edubadges_api_url=fake.api))
        assert badges is not None
        assert (await badges.look_up(fake.ID)).name == "Data in de zorg"
        await badges.close()
