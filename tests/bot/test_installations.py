"""Workspaces that let us in: their tokens, the door that closes, renewal by one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import Connection, create_engine, event, func, select, update

from bot.frozen import freeze, thaw
from bot.installations import BEFORE_EXPIRY, REMEMBERED, Installations
from bot.ports import Address, Heard, Installed, Refused, Typed, Unavailable, Uninstalled
from bot.store import installations, privacy
from bot.store.database import Database
from bot.store.postgresql import postgresql_engine
from bot.store.secrets import Box
from bot.store.tables import addresses, heard, installs, messages, outbox
from bot.store.tables import installations as rows
from bot.turns import Turns
from bot.wiring import turns_for
from flows import FLOWS
from tests.house import KEY, settings

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
BOX = Box(KEY)
SCHOOL = Installed("T1", "xoxb-school-1")
MOST = 10


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


class Renewer:
    """Slack as far as it renews: what it was asked, and how it answers."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.trouble: Exception | None = None
        self.lets_go = asyncio.Event()
        self.lets_go.set()

    async def __call__(self, old: Installed) -> Installed:
        self.asked.append(old.renewal)
        await self.lets_go.wait()
        if self.trouble:
            raise self.trouble
        number = len(self.asked) + 1
        expires = self.clock() + timedelta(hours=12)
        return replace(old, token=f"xoxb-school-{number}", renewal=f"xoxe-{number}", expires_at=expires)


@dataclass
class Two:
    """Two processes that share a database; on SQLite, one and a half."""

    database: Database
    other_database: Database
    one: Installations
    other: Installations
    clock: Clock
    slack: Renewer


@pytest_asyncio.fixture
async def two(database_url: str) -> AsyncIterator[Two]:
    clock = Clock()
    slack = Renewer(clock)
    database = Database.open(database_url)
    other = Database.open(database_url, role="program" if database_url.startswith("postgresql") else "command")
    yield Two(
        database,
        other,
        Installations(database, BOX, clock, slack),
        Installations(other, BOX, clock, slack),
        clock,
        slack,
    )
    await other.close()
    await database.close()


def expiring(now: datetime, after: timedelta = timedelta(hours=12)) -> Installed:
    return Installed("T1", "xoxb-school-1", renewal="xoxe-1", expires_at=now + after)


# On their way


async def test_a_word_comes_back_once_and_of_two_browsers_at_once_one_passes(two: Two) -> None:
    word = await two.one.begin()
    came = await asyncio.gather(*(side.come_back(word) for side in (two.one, two.other, two.one, two.other)))
    assert sorted(came) == [False, False, False, True]
    assert not await two.one.come_back(word)


async def test_a_word_that_comes_back_after_ten_minutes_or_that_is_nobodys_is_refused(two: Two) -> None:
    word, later = await two.one.begin(), await two.one.begin()
    two.clock.now += timedelta(minutes=10)
    assert await two.one.come_back(word)
    two.clock.now += timedelta(seconds=1)
    assert not await two.one.come_back(later)
    assert not await two.one.come_back("")
    assert not await two.one.come_back("x" * 43)


def test_words_that_never_came_back_are_let_go(db: Connection) -> None:
    installations.begin(db, NOON)
    kept = installations.begin(db, NOON + timedelta(minutes=9))
    assert privacy.sweep(db, NOON + timedelta(minutes=11), timedelta(days=90)) == {"install": 1}
    assert db.execute(select(installs.c.state_hash)).scalars().all() != [kept]  # only its hash is there
    assert installations.come_back(db, kept, NOON + timedelta(minutes=12))


# Tokens


async def test_a_workspace_that_let_us_in_has_its_token_and_another_has_none(two: Two) -> None:
    await two.one.keep(SCHOOL)
    await two.one.keep(Installed("E9", "xoxb-whole-organisation", "E9"))
    for side in (two.one, two.other):
        assert await side.token("T1") == "xoxb-school-1"
        assert await side.token("E9") == "xoxb-whole-organisation"
        with pytest.raises(Refused) as refused:
            await side.token("T2")
        assert refused.value.gone
        assert not refused.value.stop


async def test_nothing_that_is_stored_or_shown_has_a_token_in_it(two: Two) -> None:
    new = replace(expiring(NOON), organisation="E9")
    with structlog.testing.capture_logs() as said:
        await two.one.keep(new)
        word = await two.one.begin()
    stored = await two.database.read(lambda db: [*db.execute(select(rows)).all(), *db.execute(select(installs)).all()])
    for secret in ("xoxb", "xoxe", word):
        assert secret not in f"{stored} {said} {new}"
    assert [(line["event"], line["workspace"]) for line in said] == [("workspace.installed", "T1")]


async def test_a_token_that_changed_elsewhere_is_used_at_once_or_within_a_minute(two: Two) -> None:
    await two.one.keep(SCHOOL)
    assert await two.other.token("T1") == "xoxb-school-1"
    quietly = replace(SCHOOL, token="xoxb-school-2")
    await two.one.keep(quietly)
    assert await two.one.token("T1") == "xoxb-school-2", "it is rung here"
    assert await two.other.token("T1", "xoxb-school-1") == "xoxb-school-2", "it is looked again where it was refused"
    await two.database.write(lambda db: db.execute(update(rows).values(sealed=_sealed("xoxb-school-3"))) and None)
    two.clock.now += REMEMBERED
    assert await two.other.token("T1") == "xoxb-school-3", "nobody told"


async def test_a_token_that_is_refused_and_is_still_the_newest_comes_back_the_same(two: Two) -> None:
    await two.one.keep(SCHOOL)
    assert await two.one.token("T1", "xoxb-school-1") == "xoxb-school-1"


async def test_what_is_remembered_is_bounded(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.installations.MOST_REMEMBERED", MOST)

    def many(db: Connection) -> None:
        for number in range(MOST + 5):
            installations.keep(db, BOX, Installed(f"T{number}", f"xoxb-{number}"), NOON)

    await two.database.write(many)
    for number in range(MOST + 5):
        assert await two.one.token(f"T{number}") == f"xoxb-{number}"
    assert len(two.one._remembered) == MOST


def _sealed(token: str) -> bytes:
    return installations._sealed(BOX, replace(SCHOOL, token=token))


# Renewal


async def test_a_token_is_renewed_before_it_expires_by_one_process_while_others_use_the_old_one(two: Two) -> None:
    await two.one.keep(expiring(NOON))
    assert await two.one.token("T1") == await two.other.token("T1") == "xoxb-school-1"
    assert two.slack.asked == []
    two.clock.now = NOON + timedelta(hours=12) - BEFORE_EXPIRY
    two.slack.lets_go.clear()
    renewing = asyncio.create_task(two.one.token("T1"))
    while not two.slack.asked:
        await asyncio.sleep(0)
    meanwhile = await asyncio.gather(*(side.token("T1") for side in (two.one, two.other) * 5))
    assert set(meanwhile) == {"xoxb-school-1"}
    two.slack.lets_go.set()
    assert await renewing == "xoxb-school-2"
    assert two.slack.asked == ["xoxe-1"]
    assert await two.one.token("T1") == "xoxb-school-2"
    assert await two.other.token("T1", "xoxb-school-1") == "xoxb-school-2"
    assert two.slack.asked == ["xoxe-1"]


async def test_a_renewal_that_fails_leaves_the_old_token_in_use_until_it_expires(two: Two) -> None:
    await two.one.keep(expiring(NOON, timedelta(hours=1)))
    two.slack.trouble = Unavailable("oauth.v2.access: 503")
    with structlog.testing.capture_logs() as said:
        assert [await two.one.token("T1") for _ in range(5)] == ["xoxb-school-1"] * 5
    assert len(two.slack.asked) == 1, "it is tried once a minute"
    assert [line["event"] for line in said] == ["workspace.not_renewed"]
    two.clock.now += timedelta(hours=1)
    with pytest.raises(Unavailable):
        await two.one.token("T1")
    two.slack.trouble = None
    two.clock.now += timedelta(minutes=2)
    assert (await two.one.token("T1")).startswith("xoxb-school-")


async def test_a_process_that_dies_while_it_renews_keeps_others_from_it_for_a_minute(two: Two) -> None:
    await two.one.keep(expiring(NOON, timedelta(minutes=-1)))
    claimed = await two.database.write(installations.claim_renewal, BOX, "T1", "xoxb-school-1", NOON)
    assert claimed is not None
    with pytest.raises(Unavailable):
        await two.other.token("T1")
    two.clock.now += installations.RENEWING + timedelta(seconds=1)
    assert await two.other.token("T1") == "xoxb-school-2"


async def test_a_token_said_to_have_expired_before_its_time_is_renewed(two: Two) -> None:
    await two.one.keep(expiring(NOON))
    assert await two.one.token("T1", "xoxb-school-1") == "xoxb-school-2"


async def test_a_renewal_never_overwrites_what_was_installed_meanwhile(two: Two) -> None:
    await two.one.keep(expiring(NOON, timedelta(hours=1)))
    two.slack.lets_go.clear()
    renewing = asyncio.create_task(two.one.token("T1"))
    while not two.slack.asked:
        await asyncio.sleep(0)
    await two.one.keep(Installed("T1", "xoxb-anew"))
    two.slack.lets_go.set()
    await renewing
    assert await two.other.token("T1") == "xoxb-anew"


async def test_who_loses_patience_with_a_renewal_does_not_lose_what_it_brings(two: Two) -> None:
    await two.one.keep(expiring(NOON, timedelta(hours=1)))
    two.slack.lets_go.clear()
    asking = asyncio.create_task(two.one.token("T1"))
    while not two.slack.asked:
        await asyncio.sleep(0)
    asking.cancel()
    assert await two.one.token("T1") == "xoxb-school-1", "meanwhile there is the old one"
    two.slack.lets_go.set()
    await two.one.close()
    assert two.slack.asked == ["xoxe-1"]
    assert await two.other.token("T1") == "xoxb-school-2"


async def test_what_was_sealed_with_another_key_is_waited_for_and_closes_nothing(two: Two) -> None:
    await two.one.keep(SCHOOL)
    elsewhere = Installations(two.database, Box("another key of the tests"), two.clock, two.slack)
    with structlog.testing.capture_logs() as said, pytest.raises(Unavailable):
        await elsewhere.token("T1")
    assert [line["event"] for line in said] == ["workspace.sealed"]


# The door


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    """As `tests.databases.db`, by the program's own engine: what a turn puts by goes with its commit."""
    if database_url.startswith("postgresql"):
        engine = postgresql_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    else:
        engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def turns() -> Turns:
    return turns_for(settings("sqlite:///var/none.db"), FLOWS)


def left(workspace: str = "T1", at: datetime = NOON, key: str = "Ev1") -> Heard:
    return Heard(f"slack:{key}", Address("slack", "", workspace), Uninstalled(at))


def says(turns: Turns, db: Connection, who: str, workspace: str, text: str = "hallo", key: str = "") -> None:
    turns.take(db, Heard(f"slack:{key or who + workspace}", Address("slack", who, workspace), Typed(text), "nl"), NOON)
    db.commit()
    db.commit()


def owed(db: Connection, workspace: str) -> int:
    here = select(addresses.c.id).where(addresses.c.workspace == workspace)
    still = outbox.c.outcome.is_(None)
    return db.execute(select(func.count()).where(outbox.c.address_id.in_(here), still)).scalar_one()


def closed(db: Connection, workspace: str) -> int:
    here = (addresses.c.workspace == workspace, addresses.c.blocked_at.is_not(None))
    return db.execute(select(func.count()).where(*here)).scalar_one()


def install(db: Connection, *workspaces: str, at: datetime = NOON - timedelta(days=1)) -> None:
    for one in workspaces:
        installations.keep(db, BOX, Installed(one, f"xoxb-{one}", one if one[0] == "E" else ""), at)


def test_a_workspace_that_uninstalls_us_has_no_token_no_open_address_and_nothing_owed(
    db: Connection, turns: Turns
) -> None:
    install(db, "T1", "T2")
    for workspace in ("T1", "T2"):
        for who in ("U1", "U2"):
            says(turns, db, who, workspace)
    assert owed(db, "T1") == owed(db, "T2") > 0
    with structlog.testing.capture_logs() as said:
        turns.take(db, left(), NOON)
    assert installations.find(db, BOX, "T1") is None
    assert (owed(db, "T1"), closed(db, "T1")) == (0, 2)
    assert (owed(db, "T2") > 0, closed(db, "T2")) == (True, 0)
    assert installations.find(db, BOX, "T2") is not None
    gone = db.execute(select(messages.c.delivery).where(messages.c.direction == "out")).scalars().all()
    assert sorted(set(gone)) == ["cancelled", "owed"]
    assert [(one["event"], one["workspace"]) for one in said] == [("workspace.uninstalled", "T1")]
    assert not any(who in str(said) for who in ("U1", "U2"))


def test_both_kinds_of_news_in_any_order_and_twice_close_it_once(db: Connection, turns: Turns) -> None:
    install(db, "T1")
    says(turns, db, "U1", "T1")
    with structlog.testing.capture_logs() as said:
        for key in ("Ev1", "Ev2", "Ev1"):
            turns.take(db, left(key=key), NOON)
    assert closed(db, "T1") == 1
    assert len(said) == 1


def test_news_of_before_we_were_let_in_again_changes_nothing(db: Connection, turns: Turns) -> None:
    install(db, "T1", at=NOON)
    says(turns, db, "U1", "T1")
    turns.take(db, left(at=NOON - timedelta(minutes=5)), NOON + timedelta(minutes=1))
    assert installations.find(db, BOX, "T1") is not None
    assert closed(db, "T1") == 0


def test_who_installs_us_again_finds_every_conversation_open(db: Connection, turns: Turns) -> None:
    install(db, "T1", "T2")
    for workspace in ("T1", "T2"):
        says(turns, db, "U1", workspace)
        turns.take(db, left(workspace, key=workspace), NOON)
    install(db, "T1", at=NOON + timedelta(hours=1))
    assert (closed(db, "T1"), closed(db, "T2")) == (0, 1)
    says(turns, db, "U1", "T1", "status", key="again")
    assert owed(db, "T1") > 0


def test_a_whole_organisation_that_uninstalls_us_is_found_by_its_own_name(db: Connection, turns: Turns) -> None:
    install(db, "E9", "T1")
    says(turns, db, "U1", "E9")
    says(turns, db, "U1", "T1")
    turns.take(db, left("E9"), NOON)
    assert installations.find(db, BOX, "E9") is None
    assert (closed(db, "E9"), closed(db, "T1")) == (1, 0)


def test_a_workspace_of_an_organisation_that_let_us_in_by_itself_leaves_by_itself(db: Connection, turns: Turns) -> None:
    install(db, "E9", "T1")
    for key in ("Ev1", "Ev2"):  # Slack tells it twice
        turns.take(db, left("T1", key=key), NOON)
    assert installations.find(db, BOX, "T1") is None
    assert installations.find(db, BOX, "E9") is not None


def test_a_large_workspace_is_closed_some_at_a_time_and_open_again_at_once(
    db: Connection, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installations, "AT_ONCE", 2)
    install(db, "T1")
    for number in range(5):
        says(turns, db, f"U{number}", "T1")
    turns.take(db, left(), NOON)
    assert (closed(db, "T1"), owed(db, "T1") > 0) == (2, True)
    assert installations.find(db, BOX, "T1") is None, "the token goes first"
    assert db.execute(select(rows.c.sealed)).scalar_one() is None
    assert [installations.close_some(db, NOON) for _ in range(3)] == [2, 1, 0]
    assert (closed(db, "T1"), owed(db, "T1")) == (5, 0)
    assert db.execute(select(func.count()).select_from(rows)).scalar_one() == 0

    install(db, "T1", at=NOON)
    assert closed(db, "T1") == 0
    turns.take(db, left(at=NOON + timedelta(minutes=1), key="Ev2"), NOON)
    install(db, "T1", at=NOON + timedelta(hours=1))
    assert (closed(db, "T1"), installations.close_some(db, NOON)) == (0, 0)


def test_news_of_a_workspace_that_nobody_knows_is_taken_and_nothing_happens(db: Connection, turns: Turns) -> None:
    assert turns.take(db, left("T404"), NOON) is None
    assert db.execute(select(func.count()).select_from(heard)).scalar_one() == 1
    assert db.execute(select(func.count()).select_from(addresses)).scalar_one() == 0


def test_news_whose_turn_fails_is_kept_and_answers_nobody(db: Connection, turns: Turns) -> None:
    turns.set_aside(db, left(), "bug", "KeyError", NOON)
    assert db.execute(select(func.count()).select_from(addresses)).scalar_one() == 0
    assert db.execute(select(heard.c.why)).scalar_one() == "bug"


def test_news_that_waits_in_the_spool_is_the_same_when_it_comes_out() -> None:
    assert thaw(freeze(left())) == left()


def test_closing_a_workspace_costs_the_same_number_of_statements_however_many_learn_there(
    db: Connection, turns: Turns, counted: Callable[[Connection], list[str]]
) -> None:
    install(db, "T1", "T2")
    for number in range(3):
        says(turns, db, f"U{number}", "T1")
    for number in range(30):
        says(turns, db, f"U{number}", "T2")
    statements = counted(db)
    turns.take(db, left("T1"), NOON)
    few = len(statements)
    turns.take(db, left("T2", key="Ev2"), NOON)
    assert len(statements) == 2 * few
    assert closed(db, "T2") == 30


@pytest.fixture
def counted() -> Callable[[Connection], list[str]]:
    def count(db: Connection) -> list[str]:
        said: list[str] = []

        @event.listens_for(db, "before_cursor_execute")
        def before(_: Any, __: Any, statement: str, *more: Any) -> None:
            said.append(statement)

        return said

    return count
