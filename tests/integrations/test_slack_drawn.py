"""What the guide says on Slack, drawn: it fits a window and a telephone, and no button is cut off.

`BADGEWIJZER_SCREENSHOTS=folder` keeps what it looks like, for somebody to look at.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Connection, select

from bot.conversation.nodes import Message
from bot.ports import Address, Heard, Tapped, Typed
from bot.store import conversations
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.tables import messages
from bot.turns import Turns, now_utc
from bot.wiring import flows_for, turns_for
from integrations.slack import OneToken, Slack
from tests.fakes import slack_drawn
from tests.fakes.slack_blocks import Complaints
from tests.fire.quiet import answer
from tests.house import settings

SHOTS = os.environ.get("BADGEWIJZER_SCREENSHOTS")
SAM = Address("slack", "U1001", "T1")
CUT_OFF = "[...document.querySelectorAll('button')].filter(b => b.scrollWidth > b.clientWidth).map(b => b.innerText)"
TOO_WIDE = "document.documentElement.scrollWidth > {width}"
LINK = "https://www.edubadges.nl/public/assertions/Qm9rU2ltdWxhdGllMDAx0A"
WALK: dict[str, tuple[str | int, ...]] = {
    "nl": ("hallo", 0, "overslaan", 0, "Rekenen in de zorg", "overslaan", "ja", "ja", "gelukt", "status", "hulp",
           "klaar", "klaar", "klaar", "klaar", "klaar", "klaar", LINK, 1, "klaar", 0, "klaar"),
    "en": ("hello", 0, "skip", 0, "Care & <numeracy>", "skip", "yes", "yes", "done", "status", "help",
           "done", "done", "done", "done", "done", "done", LINK, 1, "done", 0, "done"),
}  # fmt: skip
"""What a learner types, or which button of the newest question they press."""


def walked(folder: Path, language: str) -> list[Message]:
    """What the guide says to somebody on Slack who does all this."""
    chosen = settings(f"sqlite:///{folder}/drawn.db")
    turns = turns_for(chosen, flows_for(chosen))
    migrate(chosen.database_url)

    async def walks() -> list[Message]:
        database = Database.open(chosen.database_url)
        try:
            return await database.write(_walk, turns, language)
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as aside:  # this thread's loop is the browser's
        return aside.submit(asyncio.run, walks()).result()


def _walk(db: Connection, turns: Turns, language: str) -> list[Message]:
    now = now_utc()
    for number, does in enumerate(WALK[language]):
        said = [one for one in _said(db) if one.buttons]
        what = Typed(does) if isinstance(does, str) else Tapped(said[-1].buttons[does].value)
        turns.take(db, Heard(f"drawn:{number}", SAM, what, language), now)
        answer(db, turns, now)
    return _said(db)


def _said(db: Connection) -> list[Message]:
    rows = db.execute(select(messages).where(messages.c.direction == "out").order_by(messages.c.id))
    return [conversations.stored_message(row.body, row.buttons) for row in rows]


@pytest.mark.parametrize("language", WALK)
def test_what_is_said_fits_the_screen_and_no_button_is_cut_off(language: str, tmp_path: Path, browser: Browser) -> None:
    slack = Slack(OneToken(""))
    said: list[dict[str, Any]] = [slack.write(message) for message in walked(tmp_path, language)]
    complaints = Complaints()
    for one in said:
        complaints.blocks(one["blocks"], "message")
    assert complaints.words == []
    assert len(said) >= len(WALK[language])
    for width in (700, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_content(slack_drawn.page(said, phone=width < 500))
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/slack-{language}-{width}.png", full_page=True)
        assert page.evaluate(CUT_OFF) == []
        assert not page.evaluate(TOO_WIDE.format(width=width))
        page.close()


def test_the_page_shows_what_blocks_say(browser: Browser) -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Kop <b>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*vet* en <https://a.example|een link>"}},
        {"type": "context", "elements": [{"type": "plain_text", "text": "klein"}]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Ja"}}]},
    ]
    page = browser.new_page()
    page.set_content(slack_drawn.page([{"title": "hoe het staat", "blocks": blocks, "edited": True}]))
    assert "Kop <b>" in page.inner_text("main")
    assert page.inner_text("b") == "vet"
    assert page.get_attribute("a", "href") == "https://a.example"
    assert page.inner_text("button") == "Ja"
    page.close()
