"""The program as processes of their own: started, stopped, killed, doubled, and told nonsense."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest

from bot.store.migrate import migrate
from tests.bot.test_store_database import holding
from tests.databases import postgresql_url
from tests.fakes.bot_api import BotApi, User
from tests.house import KEY, ROOT, Process, free_port
from tests.nursery import nursery

SECRET = "secret_of_the_hook"


def telegram(api: BotApi, **more: str) -> dict[str, str]:
    """The environment of a program that talks with this Bot API server, without limits."""
    return {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_URL": api.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_RATE": "0",
        "TELEGRAM_CHAT_RATE": "0",
        "INBOUND_PER_MINUTE": "0",
        "EDUBADGES_API_URL": "off",
        **more,
    }


async def hooked(api: BotApi, process: Process) -> None:
    """Let Telegram deliver to this process."""
    async with aiohttp.ClientSession() as http:
        await http.post(
            f"{api.url}/bot{api.token}/setWebhook",
            json={"url": f"{process.url}/hooks/telegram", "secret_token": SECRET},
        )


def answers(user: User) -> list[str]:
    return [seen.text for seen in user.screen if seen.buttons]


def command(
    folder: Path, *words: str, text: str = "", cold: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A command that was typed, with what was answered to its questions. `cold`: started from nothing, by a shell."""
    usual = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT),
             "DATABASE_URL": f"sqlite:///{folder}/badgewijzer.db"}  # fmt: skip
    arguments = ["-m", "bot", *words]
    if cold:
        return subprocess.run(
            [sys.executable, *arguments], cwd=folder, env={**usual, **environment}, input=text,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    with TemporaryDirectory() as aside:
        given, out, errors = (Path(aside) / name for name in ("given", "out", "errors"))
        given.write_text(text)
        code = nursery().start(arguments, folder, {**usual, **environment}, out, errors, given).wait(60)
        return subprocess.CompletedProcess(arguments, code, out.read_text(), errors.read_text())


async def test_a_kill_loses_nothing_and_doubles_nothing_and_the_next_start_delivers_what_is_owed(
    tmp_path: Path,
) -> None:
    async with BotApi(speed=50) as api:
        people = [api.user(1000 + i, "Sam", language_code="nl") for i in range(10)]
        said = 0
        for round_ in range(4):
            with Process("run", tmp_path, **telegram(api)) as process:
                await process.ready()
                await hooked(api, process)
                for person in people:
                    person.says("/start" if round_ == 0 else "status")
                said += 1
                if round_ < 3:
                    await api.until(lambda n=round_: sum(len(answers(p)) for p in people) >= 10 * n + 3)  # type: ignore[misc]
                    process.kill()
                else:
                    await api.until(lambda n=said: all(len(answers(p)) >= n for p in people), 30)  # type: ignore[misc]
                    await api.settled()
        for person in people:
            told = answers(person)
            assert len(told) == said, "what was in flight at each kill is looked for, and does not come twice"
            assert told[0].startswith("Hallo")


async def test_a_clean_stop_finishes_what_it_began_and_nothing_comes_twice(tmp_path: Path) -> None:
    async with BotApi(speed=50) as api:
        people = [api.user(1000 + i, "Sam", language_code="nl") for i in range(10)]
        api.breaks("sendMessage", "slow", seconds=0.2, times=-1)  # so that some are under way when it is stopped
        for round_ in range(3):
            with Process("run", tmp_path, **telegram(api)) as process:
                await process.ready()
                await hooked(api, process)
                for person in people:
                    person.says("/start" if round_ == 0 else "status")
                await api.until(lambda n=round_: sum(len(answers(p)) for p in people) >= 10 * n + 1)  # type: ignore[misc]
                assert await asyncio.to_thread(process.stop) == 0
        with Process("run", tmp_path, **telegram(api)) as process:
            await process.ready()
            await hooked(api, process)
            await api.until(lambda: all(len(answers(p)) >= 3 for p in people), 30)
            await api.settled()
        assert {len(answers(person)) for person in people} == {3}


async def test_while_the_database_is_locked_messages_are_kept_on_disk_acknowledged_and_answered_later(
    tmp_path: Path,
) -> None:
    async with BotApi() as api:
        sam = api.user(1001, "Sam", language_code="nl")
        with Process("run", tmp_path, **telegram(api)) as process:
            await process.ready()
            await hooked(api, process)
            sam.says("/start")
            await sam.sees("Hallo")
            with holding(tmp_path / "badgewijzer.db") as release:
                sam.says("help")
                sam.says("status")
                await api.settled()
                assert all(delivery["status"] == 200 for delivery in api.deliveries())
                assert len(answers(sam)) == 1
                release()
            await api.until(lambda: len(answers(sam)) == 3, 15)
            assert "Sam" not in "".join(f.read_text("latin-1") for f in (tmp_path / "spool").glob("*"))


async def test_what_a_command_puts_into_the_database_leaves_within_a_second(tmp_path: Path) -> None:
    with Process("run", tmp_path) as process:
        await process.ready()
        done = await asyncio.to_thread(
            command, tmp_path, "awards", "link", "--badge", "Rekenen", "--kind", "personal", cold=True, SECRET_KEY=KEY
        )
        assert done.returncode == 0, done.stderr
        assert "/chat?start=" in done.stdout
        assert "82 days" in done.stdout


async def test_a_second_program_on_the_same_file_is_told_what_to_do(tmp_path: Path) -> None:
    with Process("run", tmp_path) as process:
        await process.ready()
        second = await asyncio.to_thread(command, tmp_path, "run", "--port", "0", cold=True, SECRET_KEY=KEY)
        assert second.returncode == 3
        assert "PostgreSQL" in second.stderr
        assert "Traceback" not in second.stderr


@pytest.mark.parametrize("command", ["run", "web", "worker"])
async def test_whoever_started_it_hears_when_it_is_ready(command: str, tmp_path: Path) -> None:
    """As systemd asks for it with Type=notify. From then on every request is answered."""
    for url in [f"sqlite:///{tmp_path}/badgewijzer.db"] if command == "run" else postgresql_url():
        with TemporaryDirectory() as place, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
            heard.bind(f"{place}/notify")
            heard.settimeout(60)
            pages = str(free_port())
            more = {"DATABASE_URL": url, "NOTIFY_SOCKET": f"{place}/notify", "METRICS_PORT": pages}
            with Process(command, tmp_path, **more) as process:
                assert await asyncio.to_thread(heard.recv, 100) == b"READY=1"
                address = f"http://127.0.0.1:{pages}" if command == "worker" else process.url
                async with aiohttp.ClientSession() as http, http.get(f"{address}/healthz") as answer:
                    assert answer.status == 200


async def test_health_readiness_and_counts_are_told(tmp_path: Path) -> None:
    with Process("run", tmp_path, cold=True) as process:
        await process.ready()
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{process.url}/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"status": "alive"})
            async with http.get(f"{process.url}/readyz") as answer:
                assert (await answer.json())["status"] == "ready"
            async with http.get(f"{process.url}/metrics") as answer:
                assert "badgewijzer_outbox_due" in await answer.text()
            async with http.get(f"{process.url}/metrics", headers={"X-Forwarded-For": "8.8.8.8"}) as answer:
                assert answer.status == 401
            with holding(tmp_path / "badgewijzer.db"):
                async with http.get(f"{process.url}/healthz") as answer:
                    assert answer.status == 200


async def test_web_and_worker_share_postgresql_and_the_reply_leaves_without_a_pause(tmp_path: Path) -> None:
    for url in postgresql_url():
        migrate(url)
        async with BotApi() as api:
            sam = api.user(1001, "Sam", language_code="nl")
            more = telegram(api, DATABASE_URL=url)
            with Process("web", tmp_path, **more) as web, Process("worker", tmp_path, **more):
                await web.ready()
                await hooked(api, web)
                sam.says("/start")
                await sam.sees("Hallo", 30)  # the worker may still be starting
                times = []
                for count in range(2, 12):
                    before = api.clock.time()
                    sam.says("status")
                    await api.until(lambda n=count, who=sam: len(answers(who)) >= n)  # type: ignore[misc]
                    times.append(api.clock.time() - before)
                assert sorted(times)[5] < 0.5, "a poll would take up to a second each time"


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("DATABASE_URL", "mysql://x", "neither a SQLite nor a PostgreSQL"),
        ("SENDS_IN_FLIGHT", "0", "greater than or equal to 1"),
    ],
)
def test_a_wrong_setting_stops_with_its_name_what_is_wrong_and_an_example(
    tmp_path: Path, name: str, value: str, wrong: str
) -> None:
    done = command(tmp_path, "run", **{name: value})
    assert done.returncode == 2
    assert f"{name}:" in done.stderr
    assert wrong in done.stderr
    assert f"{name}=" in done.stderr
    assert "Traceback" not in done.stderr


def test_postgresql_without_a_secret_key_is_refused(tmp_path: Path) -> None:
    done = command(tmp_path, "migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 2
    assert "SECRET_KEY" in done.stderr


def test_a_database_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    done = command(tmp_path, "migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/none", SECRET_KEY=KEY)
    assert done.returncode == 4
    assert "the database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_terminal_is_the_same_bot_and_its_record_is_a_transcript_the_tests_play(tmp_path: Path) -> None:
    record = tmp_path / "talk.txt"
    typed = "1\nnee\n/help\nhoe\nterug\nEnglish\nstop\nverder\n/quit\n"
    done = command(tmp_path, "chat", "--award", "personal", "--record", str(record), text=typed)
    assert done.returncode == 0, done.stderr
    assert "Hallo" in done.stdout
    assert "Badgewijzer" in done.stdout
    assert "⬜" not in done.stdout, "the card is for windows that can keep it up to date"
    from tests.talk import new_talk

    new_talk().play(record.read_text())
    assert not (tmp_path / "badgewijzer.db").exists(), "nothing is kept"


def test_numbers_typed_ahead_in_the_terminal_tap_what_stands_there_by_then(tmp_path: Path) -> None:
    done = command(tmp_path, "chat", text="1\n2\n2\n", cold=True)
    assert done.returncode == 0, done.stderr
    assert "Een edubadge krijg je van een school of universiteit" in done.stdout


def test_what_fails_again_is_told_and_of_what_is_not_there_nothing_is_asked(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/badgewijzer.db")
    with sqlite3.connect(tmp_path / "badgewijzer.db") as db:
        db.execute("INSERT INTO heard (key, at, channel, raw, error) VALUES ('e1f2', 0, 'slack', 'junk', 'KeyError')")
    again = command(tmp_path, "set-aside", "replay", "e1", SECRET_KEY=KEY)
    assert (again.returncode, "stays: it fails again" in again.stdout, again.stderr) == (1, True, "")
    nothing = command(tmp_path, "set-aside", "drop", "x", text="y\n")
    assert (nothing.returncode, "Drop" in nothing.stderr, "no keys" in nothing.stderr) == (1, False, True)
    no = command(tmp_path, "set-aside", "drop", "e1", text="n\n")
    assert (no.returncode, "Drop e1f2 (event, slack, KeyError)? This cannot" in no.stderr) == (1, True)
    assert "nothing was dropped" in no.stderr
    yes = command(tmp_path, "set-aside", "drop", "e1", text="y\n")
    assert (yes.returncode, yes.stdout.strip()) == (0, "e1f2  dropped")


def test_every_command_explains_itself(tmp_path: Path) -> None:
    listed = command(tmp_path, "--help", cold=True)
    assert listed.returncode == 0
    for name in ("run", "web", "worker", "migrate", "check", "diagram", "chat", "awards", "invite", "set-aside"):
        assert name in listed.stdout


async def test_canaries_are_in_no_log_line_at_debug_level(tmp_path: Path) -> None:
    canaries = ("Kanarienaam", "kanarie@example.org", "kanariebericht", "kanarie-badge")
    async with BotApi() as api:
        sam = api.user(987654321, "Kanarienaam", language_code="nl")
        with Process("run", tmp_path, **telegram(api, LOG_LEVEL="debug")) as process:
            await process.ready()
            await hooked(api, process)
            sam.says("/start")
            await sam.sees("Hallo")
            for text in ("1", "overslaan", "1", "kanarie-badge", "overslaan", "kanariebericht kanarie@example.org"):
                before = len(answers(sam))
                sam.says(text)
                await api.until(lambda n=before: len(answers(sam)) > n)  # type: ignore[misc]
            api.breaks("sendMessage", "400", description="Bad Request: kanariebericht")
            sam.says("kanariebericht")
            await api.settled()
            async with aiohttp.ClientSession() as http:
                await http.post(f"{process.url}/hooks/telegram", data=b'{"update_id": "kanariebericht"')
                await http.post(f"{process.url}/chat/say", data={"text": "kanariebericht"})
                await http.get(f"{process.url}/chat?start=kanariebericht")
            db = sqlite3.connect(tmp_path / "badgewijzer.db")
            db.execute("UPDATE learners SET state = replace(state, '\"facts\"', '\"kanariebericht')")
            db.commit()
            db.close()
            sam.says("kanariebericht")  # a state that cannot be read: a bug's way out
            await api.settled()
            await asyncio.to_thread(process.stop)
        log = process.log.read_text()
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        assert any(line["event"] == "effect.done" for line in lines)
        for canary in (*canaries, "987654321", api.token, api.token.partition(":")[2], SECRET, KEY):
            assert canary not in log, f"{canary} is in the log"
        assert not re.search(r"Traceback", log)


def test_a_server_carries_nothing_along_that_draws_in_terminals_or_that_only_slack_or_opening_hours_need() -> None:
    code = """
import sys, bot.__main__
from bot.lean import without_drawing
with without_drawing():
    import bot.web.app, bot.worker
idle = ("rich.", "pygments", "opening_hours")
assert not [name for name in sys.modules if name.startswith(idle)]
slack = {name for name in sys.modules if name.startswith(("slack_", "integrations.slack"))}
assert slack == {"integrations.slack_limits"}, slack
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
