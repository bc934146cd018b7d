"""One journey in three channels, in the real program: begun by mail, continued on Slack, finished on Telegram."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import func, select

from bot.conversation.nodes import load, plain
from bot.store.tables import addresses, learners, messages, outbox
from bot.wiring import House
from flows import FLOWS
from tests.email.mails import OUR, mail
from tests.fakes.bot_api import BotApi, User
from tests.fakes.slack_api import Person, SlackApi
from tests.fakes.smtp_server import Got, Server, mail_server
from tests.house import program, settings

SANNE, BADGE, SITE = "sanne@voorbeeld.example", "Verpleegkundig rekenen", "https://gids.example"
BEARER = {"Authorization": "Bearer a secret of the tests"}
FORM = {"sec-fetch-site": "same-origin"}
FACTS = {**FLOWS.unknown, **FLOWS.derive(FLOWS.unknown, datetime.now(UTC))}


def words(step: str) -> str:
    """How the text of a step begins."""
    return FLOWS.texts.nodes(step, "nl", FACTS)[0].text[:16]


def label(step: str, answer: str) -> str:
    return FLOWS.texts.label(step if FLOWS.texts.has(step, label=answer) else "common.answers", answer, "nl")


def link_in(letter: Got) -> str:
    """The page by which the conversation goes on elsewhere."""
    found = re.search(rf"{SITE}(/go/[\w-]+)\s", letter.part("plain"))
    assert found
    return found[1]


@dataclass
class Sanne:
    """Who has a mailbox, Slack at school and Telegram on her telephone; and all that stands on their screens."""

    house: House
    http: httpx.AsyncClient
    mailbox: Server
    slack: SlackApi
    bot_api: BotApi
    later: list[timedelta]
    said: list[tuple[str, str]] = field(default_factory=list)  # where, and what

    @property
    def there(self) -> Person:
        return self.slack.person("U1001", "Sanne")

    @property
    def phone(self) -> User:
        return self.bot_api.user(1001, "Sanne", language_code="nl")

    def seen(self) -> tuple[int, int, int]:
        """How much stands in her mailbox, on Slack and on Telegram."""
        return len(self.mailbox.got), len(self.there.screen), len(self.phone.screen)

    async def writes(self, text: str) -> Got:
        """She answers the last letter, or writes the first; the letter that comes back."""
        self.later[0] += timedelta(minutes=5)
        last = self.mailbox.got[-1].mail if self.mailbox.got else {}
        to = parseaddr(str(last.get("Reply-To", OUR)))[1]
        about = {"In_Reply_To": str(last["Message-ID"])} if last else {}
        number = len(self.mailbox.got) + 1
        one = mail(text, number=number, sender=SANNE, to=to, **about)
        assert (await self.http.post("/hooks/email", content=one, headers=BEARER)).status_code == 200
        await self.mailbox.has_got(number)
        self.said.append(("email", text))
        await self.settled()
        return self.mailbox.got[-1]

    async def taps(self, where: Person | User, step: str, answer: str) -> None:
        where.presses(label(step, answer))
        await self.did(where, label(step, answer))

    async def says(self, where: Person | User, text: str) -> None:
        where.says(text)
        await self.did(where, text)

    async def did(self, where: Person | User, what: str) -> None:
        self.said.append(("slack" if isinstance(where, Person) else "telegram", what))
        await self.settled()

    def newest_on_slack(self) -> str:
        """The newest question there; how far she is stands beneath it."""
        return next(one.text for one in reversed(self.there.screen) if one.buttons)

    async def goes_on(self, letter: Got, way: str) -> str:
        """She opens the link of this letter and chooses where to go on: the page that is shown then."""
        link = link_in(letter)
        page = await self.http.get(link)
        assert "<strong>s•••@voorbeeld.example</strong>" in page.text
        assert f'value="{way}"' in page.text
        shown = await self.http.post(link, data={"to": way, "key": "k"}, headers=FORM)
        assert shown.status_code == 200
        return shown.text

    async def settled(self) -> None:
        """What was said is taken, and all that is owed for it has left."""
        await self.slack.settled()
        await self.bot_api.settled()
        await self.house.ears.empty_spool()
        due = self.house.clock()
        owed = select(func.count()).where(outbox.c.outcome.is_(None), outbox.c.due <= due)
        async with asyncio.timeout(20):
            while await self.one(owed) or self.house.delivery._under_way:
                self.house.delivery.wake()
                await asyncio.sleep(0.005)

    async def one(self, query: Any) -> Any:
        return await self.house.database.read(lambda db: db.execute(query).scalar())

    async def history(self) -> list[tuple[str, str]]:
        """What she said, as it is kept in the conversation that all her addresses have: in which channel, and what."""
        hers = (addresses.c.id == messages.c.address_id) & (addresses.c.learner_id == messages.c.learner_id)
        kept = select(addresses.c.channel, messages.c.body).join(addresses, hers)
        kept = kept.where(messages.c.direction == "in").order_by(messages.c.id)
        rows = await self.house.database.read(lambda db: db.execute(kept).all())
        return [(row.channel, plain(load(row.body))) for row in rows]

    async def state(self, channel: str) -> dict[str, Any]:
        query = select(learners.c.state).join(addresses, addresses.c.learner_id == learners.c.id)
        return dict(await self.one(query.where(addresses.c.channel == channel)) or {})

    async def is_at(self, *channels: str) -> str:
        """The step at which the conversations of these addresses are, which is one."""
        found = {(await self.state(one))["at"] for one in channels}
        assert len(found) == 1
        return str(found.pop())


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Sanne]:
    later = [timedelta()]
    async with mail_server() as mailbox, SlackApi(speed=200) as slack, BotApi() as bot_api:
        slack.channel("C0GENERAL", "general", members={"U1001", "U2002"})
        chosen = settings(
            f"sqlite:///{folder}/bw.db", base_url=SITE, smtp_url=mailbox.url, email_from=f"Badgewijzer <{OUR}>",
            email_webhook_secret="a secret of the tests", mail_rate=0, telegram_bot_token=bot_api.token,
            telegram_api_url=bot_api.url, slack_bot_token=slack.token, slack_signing_secret=slack.secret,
            slack_api_url=slack.root, sends_in_flight=8,
        )  # fmt: skip
        async with program(chosen, clock=lambda: datetime.now(UTC) + later[0]) as (house, url):
            slack.delivers_to(f"{url}/hooks/slack")
            async with httpx.AsyncClient(base_url=url) as http:
                yield Sanne(house, http, mailbox, slack, bot_api, later)


async def test_a_journey_begun_in_mail_continued_on_slack_finished_on_telegram(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path) as sanne:
        # begun in mail
        for text in ("hallo", "beginnen", "overslaan", "1", BADGE):
            letter = await sanne.writes(text)
        assert words("award.deadline") in letter.part("plain")
        assert sanne.seen() == (5, 0, 0)

        # on to Slack, as its page says: /edubadge where others read along, and the six digits in the DM
        general, shown = sanne.slack.channels["C0GENERAL"], await sanne.goes_on(letter, "slack")
        assert "<strong>/edubadge</strong>" in shown
        digits = re.search(r"<bdi>(\d{3} \d{3})</bdi>", shown)
        assert digits
        sanne.there.commands("/edubadge", channel=general)
        await sanne.there.is_whispered(words("common.answered_private"))
        await sanne.there.sees(words("welcome.hello"))
        sanne.there.says(digits[1])
        await sanne.there.sees("Dit gesprek gaat nu ook hier verder. Het hoort bij de mailbox s•••@voorbeeld.example.")
        await sanne.settled()
        assert words("award.deadline") in sanne.newest_on_slack()
        assert await sanne.is_at("email", "slack") == "award.deadline"
        await sanne.taps(sanne.there, "award.deadline", "dont_know")
        await sanne.says(sanne.there, "ja")
        await sanne.taps(sanne.there, "eduid.same_address", "yes")
        await sanne.says(sanne.there, "klaar")
        await sanne.taps(sanne.there, "eduid.at_an_institution", "no")
        assert words("backpack.open_backpack") in sanne.newest_on_slack()
        assert await sanne.is_at("email", "slack") == "backpack.open_backpack"
        assert (len(sanne.mailbox.got), len(sanne.phone.screen)) == (5, 0), "what is said on Slack is answered there"

        # on to Telegram: the next letter has a new link
        used, on_slack = letter, len(sanne.there.screen)
        letter = await sanne.writes("status")
        assert "Dit gesprek gaat nu ook verder op Slack." in letter.part("plain")
        assert "werkt hij één keer" in (await sanne.http.get(link_in(used))).text
        deep = re.search(r"https://t\.me/\w+\?start=(join-[\w-]+)", await sanne.goes_on(letter, "telegram"))
        assert deep
        sanne.phone.says(f"/start {deep[1]}")
        await sanne.phone.sees("Dit gesprek gaat nu ook hier verder.")
        await sanne.settled()
        assert await sanne.is_at("email", "slack", "telegram") == "backpack.open_backpack"

        # finished there
        await sanne.taps(sanne.phone, "backpack.open_backpack", "done")
        await sanne.says(sanne.phone, "klaar")
        await sanne.taps(sanne.phone, "claim.claim_it", "done")
        await sanne.taps(sanne.phone, "share.make_public", "done")
        await sanne.says(sanne.phone, "overslaan")
        await sanne.taps(sanne.phone, "share.where_to", "no")
        assert await sanne.is_at("email", "slack", "telegram") == "done.what_now"
        assert words("done.what_now") in "".join(one.text for one in sanne.phone.screen[-2:])
        assert sanne.seen()[:2] == (6, on_slack), "what is said on Telegram is answered there"

        # one learner, with one history
        assert await sanne.one(select(func.count(addresses.c.learner_id.distinct()))) == 1
        assert await sanne.one(select(func.count()).select_from(addresses)) == 3
        state = await sanne.state("telegram")
        assert state["facts"]["badge"] == BADGE
        assert state["done"] == {
            "eduid": "word", "name": "word", "institution": "skipped", "backpack": "word", "claimed": "word",
            "public": "word",
        }  # fmt: skip
        assert await sanne.history() == sanne.said

        # and nothing of it anywhere else
        assert general.screen == []
        assert {tuple(one.to) for one in sanne.mailbox.got} == {(SANNE,)}
        dms = {one["parameters"]["channel"] for one in sanne.slack.calls("chat.postMessage")}
        assert dms <= {sanne.there.id, sanne.there.dm.id}
        assert {one["parameters"]["chat_id"] for one in sanne.bot_api.calls("sendMessage")} == {sanne.phone.id}
        [whisper] = sanne.there.seen_whispers
        assert not re.search(f"{BADGE}|voorbeeld", whisper.text)
        chats = [*sanne.slack.calls(), *sanne.bot_api.calls()]
        assert SANNE not in str(chats)
        logged = capsys.readouterr().out
        assert "talk=" in logged
        assert not any(one in logged for one in (SANNE, BADGE, digits[1], digits[1].replace(" ", ""), deep[1]))
