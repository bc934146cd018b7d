"""Part `desk`: how soon a page of the desk opens, and how soon what learners say is seen in a browser there.

A million messages are stored, of conversations that are long silent but for 500. Pages are asked for one after the
other, with nothing else to do. Then 25 turns a second are taken, which is 50 messages, while a browser has the first
page, the list and one conversation open. In that one somebody says something now and then, and the browser notes when
it stands there; others ask for a human, and the browser notes when the first page says so. All read the same clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2 as httpx
from playwright.async_api import BrowserContext, Page, async_playwright
from sqlalchemy import Connection, Engine, func, select, text, update

from bot.store import staff, tallies
from bot.store.database import sqlite_engine
from bot.store.tables import events, learners, messages
from tests.bench import crowd, machine, programs
from tests.bench.driver import BotApi, Hook, Stuck, measure
from tests.bench.programs import Program
from tests.bench.rounds import Row, percentile, say
from tests.bench.scale import Scale
from tests.bench.stored import one_learner
from tests.browsers import FLAGS

SILENT = timedelta(days=40)
BEGUN_DAYS = 90
AT_ONCE = 50
TURNS_A_SECOND = 25
"""Each is a message of the learner and at least one of ours."""

WALK = ("status", "help", "status", "help")
PROBE_SECONDS = 0.8
FIRST_PROBE = 10
"""A chat has a hundred numbers of turns before those of the next one begin, and its walk takes the first."""

PATIENCE_SECONDS = 20.0

NOTES_WHEN = """
window.seen = {};
new MutationObserver(() => {
    const waits = document.title.match(/^\\((\\d+)\\)/);
    if (waits) window.seen["waits-" + waits[1]] ??= Date.now();
    for (const line of document.querySelectorAll("[data-who=learner]")) {
        for (const found of line.innerText.matchAll(/sonde [0-9]+/g)) window.seen[found[0]] ??= Date.now();
    }
}).observe(document, { childList: true, subtree: true, characterData: true });
"""
"""A script of each page: when words first stood there, in milliseconds since 1970."""


async def measured(api: BotApi, folder: Path, scale: Scale) -> list[Row]:
    template = await one_learner(api, folder / "template")
    place = folder / "desk"
    place.mkdir(parents=True)
    with machine.on(set(machine.CORES)):
        word, tokens = await asyncio.to_thread(_stored, template, place / "badgewijzer.db", scale)
    program = programs.ours(api, place, more={"STAFF_ISSUER": "https://staff.example.org", "STAFF_CLIENT_ID": "bench"})
    async with programs.running(api, program, warm_up=scale.warm_up):
        rows = await _pages(program.urls[0], word, next(iter(tokens.values())), scale)
        if shutil.which("chromium") is None:
            say("  no chromium here: what is seen in a browser is left out")
            return rows
        return rows + await _live(api, program, word, tokens, scale)


def _stored(template: Path, file: Path, scale: Scale) -> tuple[str, dict[int, str]]:
    """A database with so many messages: the cookie of somebody at its desk, and each open chat's conversation."""
    begun = time.monotonic()
    crowd.gather(template, file, scale.desk_learners)
    word, tokens, count = _with(file, lambda db: _settled(db, scale.desk_open))
    took = time.monotonic() - begun
    say(f"  {count:,} messages of {scale.desk_learners:,} conversations, {len(tokens)} open: loaded in {took:.0f} s")
    return word, tokens


def _with(file: Path, work: Callable[[Connection], Any]) -> Any:
    engine: Engine = sqlite_engine(file, immediate=True)
    try:
        with engine.begin() as db:
            return work(db)
    finally:
        engine.dispose()


def _settled(db: Connection, open_: int) -> tuple[str, dict[int, str], int]:
    """All but so many conversations are long silent, begun on one of many days; somebody is at the desk."""
    db.execute(
        update(learners)
        .where(learners.c.id > open_)
        .values(heard_at=learners.c.heard_at - _micro(SILENT), since=learners.c.since - _micro(SILENT))
    )
    spread = text(f"(learner_id % {BEGUN_DAYS}) * {_micro(timedelta(days=1))}")
    db.execute(update(events).where(events.c.learner_id > open_).values(at=events.c.at - spread))
    tallies.anew(db)
    now = datetime.now(UTC)
    tallies.count_all(db, ZoneInfo("Europe/Amsterdam"), now)
    member = staff.add(db, "bench@example.org", "Bench", "lead", None, now)
    word = staff.begin(db, member, "bench", now)
    rows = db.execute(select(learners.c.id, learners.c.token).where(learners.c.id <= open_).order_by(learners.c.id))
    tokens = {crowd.FIRST_CHAT + row.id - 1: row.token for row in rows}
    count = db.execute(select(func.count()).select_from(messages)).scalar_one()
    db.execute(text("ANALYZE"))
    return word, tokens, count


# Pages


async def _pages(url: str, word: str, token: str, scale: Scale) -> list[Row]:
    """How long each page takes, asked for alone."""
    paths = {
        "Now": "/desk",
        "list: waiting": "/desk/conversations",
        "list: all": "/desk/conversations?tab=all",
        "list: one step and language": "/desk/conversations?tab=all&step=award&language=en",
        "search: a word that is everywhere": "/desk/conversations?tab=all&find=rekenen",
        "search: a word that is nowhere": "/desk/conversations?tab=all&find=kwartel",
        "a conversation": f"/desk/conversations/{token}",
        "Awards": "/desk/awards",
        "Insight, 30 days": "/desk/insight",
        "Insight, a year, one channel": f"/desk/insight?from={date.today() - timedelta(days=365)}&channel=telegram",
        "Journeys": "/desk/journeys",
        "Delivery": "/desk/delivery",
    }
    rows = []
    async with httpx.AsyncClient(base_url=url, cookies={"desk": word}, timeout=60) as http:
        for name, path in paths.items():
            took = []
            await http.get(path)  # which reads the template, once for all
            for _ in range(scale.desk_looks):
                begun = time.monotonic()
                answer = await http.get(path)
                took.append(time.monotonic() - begun)
                assert answer.status_code == 200, f"{path}: {answer.status_code}"
            rows.append(_row(f"page: {name}", took, kB=round(len(answer.content) / 1000)))
            say(f"  {name}: {percentile(took, 0.5) * 1000:.0f} ms")
    return rows


def _row(name: str, seconds: list[float], **more: Any) -> Row:
    told = {"p50 ms": 0.5, "p95 ms": 0.95, "worst ms": 1.0}
    return {
        "program": name,
        "times": len(seconds),
        **{column: round(percentile(seconds, part) * 1000, 1) for column, part in told.items()},
        **more,
    }


# In a browser


async def _live(api: BotApi, program: Program, word: str, tokens: Mapping[int, str], scale: Scale) -> list[Row]:
    """How soon a line, and who asks for a human, is seen in a browser while much is said elsewhere."""
    chats = list(tokens)[1:]  # the first has its turns behind it already
    *others, mine = chats
    asks, walks = others[: len(others) // 4], others[len(others) // 4 :]
    async with _browser(program.urls[0], word) as context:
        pages = [
            await _opened(context, path)
            for path in ("/desk", "/desk/conversations?tab=all", f"/desk/conversations/{tokens[mine]}")
        ]
        said: dict[str, float] = {}
        asked: dict[str, float] = {}
        async with Hook(program.urls[0], api.path) as hook:
            noise = asyncio.create_task(
                measure(
                    api, program.urls, program.cpu_seconds, walks, AT_ONCE, every=1 / TURNS_A_SECOND,
                    walk=WALK, within_seconds=scale.desk_seconds,
                )
            )  # fmt: skip
            end = time.monotonic() + scale.desk_seconds
            for number in itertools.count(1):
                await asyncio.sleep(PROBE_SECONDS)
                said[f"sonde {number}"] = time.time()
                await hook.post(api.delivery(mine, FIRST_PROBE + number, f"sonde {number}", None))
                if number % 2 == 0 and asks:
                    asked[f"waits-{len(asked) + 1}"] = time.time()
                    await hook.post(api.delivery(asks.pop(), FIRST_PROBE, "mens", None))
                if number > 1 and time.monotonic() > end:
                    break
            walked = await noise
        first, _, conversation = pages
        rows = [
            _row("seen: a line of a conversation", await _seen(conversation, said)),
            _row("seen: somebody asks for a human", await _seen(first, asked)),
        ]
    rows[0]["turns/s beside"] = round(len(walked.answered) / walked.seconds, 1)
    rows[0]["CPU of the program"] = f"{walked.cpu_seconds / walked.seconds:.0%}"
    return rows


@contextlib.asynccontextmanager
async def _browser(url: str, word: str) -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        with machine.on(set(machine.CORES)):
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = await browser.new_context(base_url=url, locale="nl-NL")
        await context.add_cookies([{"name": "desk", "value": word, "url": url}])
        await context.add_init_script(NOTES_WHEN)
        yield context
        await browser.close()


async def _opened(context: BrowserContext, path: str) -> Page:
    page = await context.new_page()
    await page.goto(path)
    return page


async def _seen(page: Page, since: Mapping[str, float]) -> list[float]:
    """How many seconds after each moment what belongs to it stood in the page. Raises Stuck."""
    seen: dict[str, float] = {}
    end = time.monotonic() + PATIENCE_SECONDS
    while missing := since.keys() - seen.keys():
        if time.monotonic() > end:
            raise Stuck(f"the page never showed {len(missing)} of {len(since)}, among them {min(missing)}")
        await asyncio.sleep(0.05)
        seen = await page.evaluate("window.seen")
    return [max(seen[one] / 1000 - moment, 0.0) for one, moment in since.items()]


def _micro(span: timedelta) -> Any:
    return text(str(int(span.total_seconds()) * 1_000_000))
