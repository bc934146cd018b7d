"""What operators and their tools see: is it ready, what is counted, and that looking costs nothing."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import psycopg
import pytest
import structlog
from sqlalchemy import text

from bot import metrics
from bot.ports import Address, Refused, Unavailable
from bot.store import reports
from bot.store.migrate import migrate
from bot.turns import now_utc
from tests.bot.test_processes import telegram
from tests.bot.test_store_database import holding, until
from tests.counts import counted
from tests.databases import postgresql_url
from tests.fakes.bot_api import TOKEN, BotApi
from tests.house import Process, free_port, program, settings
from tests.plans import scans
from tests.stand import Stand, stand

__all__ = ["stand"]


async def page(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.text()


async def test_the_pulse_tells_what_waits_and_how_long(stand: Stand) -> None:
    for who in ("sam", "kim"):
        await stand.hears("hallo", Address("fake", who))
    later = stand.now + timedelta(seconds=90)
    told = await stand.database.read(reports.pulse, later)
    assert told.due >= 2
    assert told.oldest_seconds == 90
    assert told.lanes == {"reply": (2, 90.0), "reminder": (0, 0.0), "bulk": (0, 0.0)}
    await stand.delivers()
    told = await stand.database.read(reports.pulse, later)
    assert (told.due, told.oldest_seconds, told.longest_wait_seconds) == (0, 0.0, 0.0)
    stand.channel.trouble.append(Unavailable("sendMessage: 429", after=timedelta(hours=1)))
    for _ in range(2):
        await stand.hears("status")
    await stand.delivers()
    told = await stand.database.read(reports.pulse, later)
    assert told.oldest_seconds == 90, "what waits behind one that must wait is owed all the same"
    assert told.longest_wait_seconds == 0, "but no worker is to blame"


async def test_the_pulse_is_read_from_the_ends_of_indexes(stand: Stand) -> None:
    await stand.hears("hallo")
    assert await stand.database.read(scans, reports.pulse, stand.now) == []


async def test_the_pulse_tells_when_all_that_was_past_its_time_was_last_gone(stand: Stand) -> None:
    assert (await stand.database.read(reports.pulse, stand.now)).tidied_at == 0, "never, in a new database"
    for _ in range(2):
        stand.now += timedelta(minutes=1)
        await stand.database.write(reports.note_tidied, stand.now)
        assert (await stand.database.read(reports.pulse, stand.now)).tidied_at == stand.now.timestamp()


async def test_a_new_program_tells_when_all_was_last_tidied_and_no_later_moment_while_something_stays(
    tmp_path: Path,
) -> None:
    async def tidied_at(own: str) -> float:
        return counted((await page(f"{own}/metrics"))[1])["badgewijzer_tidied_timestamp_seconds"]

    chosen = settings(f"sqlite:///{tmp_path}/x.db")
    begun = now_utc().timestamp()
    with structlog.testing.capture_logs() as told:
        async with program(chosen) as (house, own):
            while not (before := await tidied_at(own)):
                await asyncio.sleep(0.01)
            assert begun <= before <= house.clock().timestamp()
        with contextlib.closing(sqlite3.connect(tmp_path / "x.db")) as db, db:
            db.execute("INSERT INTO heard (key, at, channel) VALUES ('long ago', 0, 'fake')")
            db.execute("CREATE TRIGGER stays BEFORE DELETE ON heard BEGIN SELECT RAISE(ABORT, 'it stays'); END")
        assert "tidy.failed" not in [one["event"] for one in told]
        async with program(chosen) as (_, own):
            await until(lambda: "tidy.failed" in [one["event"] for one in told])
            assert await tidied_at(own) == before


async def test_refusals_are_counted_by_their_class(stand: Stand) -> None:
    def sent(outcome: str) -> float:
        return metrics.SENT.labels("fake", "message", outcome)._value.get()  # type: ignore[no-any-return]

    before = {name: sent(name) for name in ("shut", "gone", "refused", "away_no", "away_maybe")}
    for name, trouble in (
        ("shut", Refused("sendMessage: 401", stop=True)),
        ("away_no", Unavailable("sendMessage: 429")),
        ("away_maybe", Unavailable("sendMessage: 502", sent="maybe")),
        ("refused", Refused("sendMessage: 400")),
        ("gone", Refused("sendMessage: 403", gone=True)),
    ):
        stand.channel.trouble[:] = [trouble] * 2
        await stand.hears("status")
        await stand.delivers()
        assert sent(name) > before[name], name
        stand.channel.trouble.clear()
        stand.now += timedelta(minutes=30)
        await stand.delivers()


async def test_what_telegram_says_of_its_deliveries_is_counted_and_no_label_names_anybody(tmp_path: Path) -> None:
    async with BotApi() as api:
        sam = api.user(987654321, "Kanarienaam", language_code="nl")
        url = f"sqlite:///{tmp_path}/x.db"
        chosen = settings(url, telegram_bot_token=api.token, telegram_api_url=api.url,
                          telegram_webhook_secret="secret", base_url="https://127.0.0.1:1")  # fmt: skip
        async with program(chosen) as (house, own):
            await api.until(lambda: api.calls("setWebhook"), 20)
            sam.says("/start")
            await asyncio.sleep(0.3)
            assert house.telegram is not None
            pending, failed = await house.telegram.webhook()
            assert pending == 1
            assert failed is not None
            house._tasks.append(asyncio.create_task(house._watch_webhook(house.telegram)))
            await asyncio.sleep(0.3)
            status, told = await page(f"{own}/metrics")
            found = counted(told)
            assert found["badgewijzer_webhook_pending[telegram]"] == 1
            assert found["badgewijzer_webhook_last_error_seconds[telegram]"] == failed.timestamp()
            assert found["badgewijzer_webhook_seen_seconds[telegram]"] > 0
            assert found["badgewijzer_database_up"] == 1
            for name in ("lanes_waiting[reply]", "lane_wait_seconds[reply]", "set_aside[event]", "set_aside[owed]"):
                assert f"badgewijzer_{name}" in found
            labels = {value for value in re.findall(r'="([^"]*)"', told) if not re.fullmatch(r"[\d.+Inf]+", value)}
            assert all(re.fullmatch(r"[a-z_A-Z0-9.]{1,20}", value) for value in labels), labels
            assert "987654321" not in told
            assert "Kanarie" not in told


async def test_what_could_not_be_reached_since_the_start_is_told_as_0_where_it_is_configured(tmp_path: Path) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    chats = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"http://{nobody}", "TELEGRAM_WEBHOOK_SECRET": "secret"}
    mails = {"SMTP_URL": f"smtp://{nobody}", "EMAIL_FROM": "badges@uni.example", "IMAP_URL": f"imap://a:b@{nobody}"}
    unseen = {"badgewijzer_webhook_seen_seconds[telegram]": 0, "badgewijzer_imap_seen_seconds[email]": 0}
    for url in postgresql_url():
        migrate(url)
        port = free_port()
        for command, more, tells in (
            ("web", {**chats, **mails}, {**unseen, "badgewijzer_takes_webhooks": 1}),
            ("worker", mails, {"badgewijzer_imap_seen_seconds[email]": 0, "badgewijzer_takes_webhooks": 0}),
            ("web", {}, {"badgewijzer_takes_webhooks": 1}),
        ):
            folder = tmp_path / f"{command}{len(more)}"
            folder.mkdir()
            more = {**more, "DATABASE_URL": url, "METRICS_PORT": str(port), "SANDBOX": "false"}
            with Process(command, folder, **more) as process:
                process.url = process.url if command == "web" else f"http://127.0.0.1:{port}"
                await process.ready()
                found = counted((await page(f"{process.url}/metrics"))[1])
                names = (*unseen, "badgewijzer_takes_webhooks")
                assert {name: found[name] for name in names if name in found} == tells, command
                if command == "worker":
                    assert found["badgewijzer_sent_total[email][message][failed]"] == 0
                    assert found["badgewijzer_sent_total[web][card][badly_written]"] == 0
                assert await asyncio.to_thread(process.stop) == 0


@contextlib.contextmanager
def unwritable(url: str) -> Iterator[None]:
    """All can be read of this database, and nothing written."""
    if url.startswith("sqlite"):
        with holding(Path(url.removeprefix("sqlite:///"))):
            yield
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as holder:
            holder.execute("LOCK TABLE limits IN SHARE MODE")
            yield


async def test_a_database_that_takes_no_writing_is_not_ready_and_says_what_happens_meanwhile(database_url: str) -> None:
    async def up(own: str) -> float:
        return counted((await page(f"{own}/metrics"))[1])["badgewijzer_database_up"]

    async with program(settings(database_url)) as (house, own):
        assert (await page(f"{own}/readyz"))[0] == 200
        assert await up(own) == 1
        with unwritable(database_url):
            status, told = await page(f"{own}/readyz")
            assert status == 503
            assert "kept on disk" in told
            assert await up(own) == 0
        assert (await page(f"{own}/readyz"))[0] == 200
        assert await up(own) == 1
        await house.database.write(
            lambda db: db.execute(text("UPDATE alembic_version SET version_num = '0001'")) and None
        )
        status, told = await page(f"{own}/readyz")
        assert status == 503
        assert "badgewijzer migrate" in told


async def test_a_worker_tells_how_it_is_at_a_port_of_its_own(tmp_path: Path) -> None:
    for url in postgresql_url():
        migrate(url)
        async with BotApi() as api:
            port = free_port()
            more = telegram(api, DATABASE_URL=url, METRICS_PORT=str(port))
            with Process("worker", tmp_path, **more) as worker:
                worker.url = f"http://127.0.0.1:{port}"
                await worker.ready()
                assert counted((await page(f"{worker.url}/metrics"))[1])["badgewijzer_database_up"] == 1
                with Process("worker", tmp_path, **more) as second:  # the port is taken
                    await asyncio.sleep(0)
                    end = asyncio.get_running_loop().time() + 40
                    while "worker.no_pages" not in second.log.read_text():
                        assert asyncio.get_running_loop().time() < end
                        await asyncio.sleep(0.1)
                    assert await asyncio.to_thread(second.stop) == 0
                assert await asyncio.to_thread(worker.stop) == 0


@pytest.mark.parametrize("gauge", [name for name in vars(metrics) if name.isupper()])
def test_every_count_says_what_it_is(gauge: str) -> None:
    assert getattr(metrics, gauge)._documentation
