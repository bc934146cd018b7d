"""The transcripts on Slack: the same lines, said and read in a Slack, by the real program with a database of its own.

What somebody says or taps goes through Slack's deliveries; what else happens (a link, a neighbour's answer, a login,
the clock) comes as it does in the program. After each line the state is the stored one, and everything that the
program owed stands on the screen, word for word and with its buttons.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from bot.conversation import effects as asked_for
from bot.conversation.effects import Effect, Perform, Request, Tell
from bot.conversation.engine import advance
from bot.conversation.events import Due, Event, Happened, Pressed, Received, Said
from bot.conversation.nodes import load
from bot.conversation.state import State
from bot.conversation.transcript import BEGIN, written
from bot.ports import Address, Outcome, Refused
from bot.store import conversations
from bot.store.tables import addresses, lanes, learners, messages, outbox
from bot.wiring import House
from tests.fakes.slack_api import Person, SlackApi
from tests.house import program, settings
from tests.talk import JOURNEYS, Talk

SECRET = "0123456789abcdef0123456789abcdef"
FILES = {"photo": "image/png", "voice": "audio/webm", "video": "video/mp4", "document": "application/pdf"}
T = TypeVar("T")

OutOf = tuple[State, Event, Sequence[Effect]]


@dataclass
class SlackWorld:
    """A Slack and the program beside it, in a thread of their own; transcripts wait for what comes of each line."""

    api: SlackApi
    house: House
    loop: asyncio.AbstractEventLoop
    moment: list[datetime]  # the one at which it is now
    people: int = 0
    turns: asyncio.Queue[OutOf] = field(default_factory=asyncio.Queue)
    asked: asyncio.Queue[asyncio.Future[Outcome]] = field(default_factory=asyncio.Queue)

    def do(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    async def somebody(self) -> Person:
        """A new learner."""
        self.people += 1
        return self.api.person(f"U{self.people:07}", "Sam")


@dataclass
class SlackTalk(Talk):
    """A conversation in Slack, played as any other."""

    world: SlackWorld = field(kw_only=True)
    who: Person = field(kw_only=True)
    stands: State | None = None  # as the program has it
    newest: int = 0  # of the messages that were seen

    def happens(self, event: Event) -> tuple[Effect, ...]:
        before = self.state
        self.state, effects = self.world.do(self._happens(event, before))
        self.said += written(effects)
        self.met.update(part.name for effect in effects if isinstance(effect, Tell) for part in effect.parts)
        self.met.add(self.state.at)
        self.asked = next((effect for effect in reversed(effects) if isinstance(effect, Perform)), self.asked)
        return tuple(effects)

    @property
    def address(self) -> Address:
        return Address("slack", self.who.id, self.who.team.id)

    async def _happens(self, event: Event, before: State) -> tuple[State, Sequence[Effect]]:
        world = self.world
        world.moment[0] = event.at
        can_log_in = "login" in {**before.facts, **getattr(event, "facts", {})}
        for name, value in {"flows": self.flows, "reached": can_log_in}.items():
            object.__setattr__(world.house.turns, name, value)  # as another installation has it
        if before is not self.stands and self.stands is not None:  # a test put its learner somewhere
            await world.house.database.write(self._put, before)
        await self._comes(event)
        stood, heard, effects = await self._in_time(world.turns.get())
        assert type(heard) is type(event), (heard, event)
        await world.house.database.write(lambda db: None)  # behind that turn, so what came of it is there
        rows = await self._shown()
        told = [effect for effect in effects if isinstance(effect, Tell)]
        assert len(rows) == len(told), "something owed was not said, or said twice"
        stored = await self._state()
        self.stands = State.load(stored) if stored else advance(self.flows, stood, heard)[0]
        return self.stands, effects

    async def _comes(self, event: Event) -> None:
        """Let it happen, in the way in which it comes to the program."""
        world = self.world
        match event:
            case Said(text=text) if text.strip():
                self.who.says(text)
            case Pressed(value=value):
                self._taps(value)
            case Received(kind=kind, pictures=0) if kind in FILES:
                file = {"id": "F1", "name": "x", "mimetype": FILES[kind]}
                self.who.says("", subtype="file_share", files=[file])
            case Happened(outcome=outcome, facts=facts) if self.asked is not None:
                (await self._in_time(world.asked.get())).set_result(Outcome(outcome, facts))
            case Due():
                world.house.delivery.wake()
            case _:
                await world.house.database.write(self._from_elsewhere, event)

    def _taps(self, value: str) -> None:
        """Tap the newest button that stands for this; what is on no message any more, on the newest."""
        for seen in reversed(self.who.screen):
            for block in seen.blocks:
                for element in block.get("elements", ()):
                    if element.get("value") == value:
                        self.who.taps(value, self.who.dm.messages[seen.ts], block, element)
                        return
        self.who.taps(value, {"ts": self.who.screen[-1].ts if self.who.screen else "1700000000.000100"})

    def _from_elsewhere(self, db: Connection, event: Event) -> None:
        turns, now = self.world.house.turns, event.at
        talk = conversations.at_address(db, self.address, "nl", now)
        state = State.load(talk.stored) if talk.stored else State()
        state, effects = turns.advance(state, event)
        turns._save(db, talk, state, effects, now)

    def _put(self, db: Connection, state: State) -> None:
        talk = conversations.at_address(db, self.address, "nl", self.now)
        conversations.save(db, talk, state=state.dump())

    async def over(self) -> None:
        """Let nothing of this conversation come any more: the next one begins on an earlier day."""
        await self.world.house.database.write(self._let_go)
        while not self.world.turns.empty():
            self.world.turns.get_nowait()
        while not self.world.asked.empty():
            self.world.asked.get_nowait().set_exception(Refused("the transcript is over"))

    def _let_go(self, db: Connection) -> None:
        mine = select(addresses.c.learner_id).where(addresses.c.external_id == self.who.id)
        db.execute(outbox.update().where(outbox.c.learner_id.in_(mine)).values(outcome="cancelled"))
        db.execute(lanes.update().where(lanes.c.learner_id.in_(mine)).values(ready_at=None, token=None))

    async def _state(self) -> Any:
        here = select(learners.c.state).join(addresses, addresses.c.learner_id == learners.c.id)
        mine = here.where(addresses.c.external_id == self.who.id)
        return await self.world.house.database.read(lambda db: db.execute(mine).scalar())

    async def _owed(self) -> Sequence[Any]:
        mine = (
            select(messages.c.id, messages.c.body, messages.c.buttons, messages.c.delivery, messages.c.provider_id)
            .join(addresses, addresses.c.id == messages.c.address_id)
            .where(addresses.c.external_id == self.who.id, messages.c.direction == "out", messages.c.id > self.newest)
            .order_by(messages.c.id)
        )
        return await self.world.house.database.read(lambda db: db.execute(mine).all())

    async def _sent(self) -> Sequence[Any]:
        rows = await self._owed()
        while any(row.delivery != "sent" for row in rows):
            await asyncio.sleep(0.003)
            rows = await self._owed()
        return rows

    async def _in_time(self, waiting: Coroutine[Any, Any, T]) -> T:
        """What is waited for. Raises AssertionError, with what the program still owes."""
        try:
            return await asyncio.wait_for(waiting, 20)
        except TimeoutError:
            owed = select(outbox.c.kind, outbox.c.attempts, outbox.c.due, outbox.c.error, lanes.c.ready_at)
            owed = owed.join(lanes, lanes.c.learner_id == outbox.c.learner_id).where(outbox.c.outcome.is_(None))
            left = await self.world.house.database.read(lambda db: db.execute(owed).all())
            raise AssertionError(f"nothing came of it; at {self.world.moment[0]} is owed: {left}") from None

    async def _shown(self) -> Sequence[Any]:
        """What the program said just now, when all of it is sent: so it stands on the screen."""
        rows = await self._in_time(self._sent())
        seen = {f"{one.channel}:{one.ts}": one for one in self.who.screen}
        for row in rows:
            shown = seen[row.provider_id]
            assert _words(shown.text) == _words("".join(span.text for span in load(row.body)))
            labels = [(kind, label) for label, _, kind in row.buttons or ()]
            assert list(shown.buttons) == [label for _, label in sorted(labels, key=lambda one: one[0])]
            self.newest = row.id
        return rows


def _words(text: str) -> list[str]:
    """A text without its lines; the one between two languages is drawn."""
    return text.replace("* * *", " ").split()


@asynccontextmanager
async def _world(folder: Path, **more: Any) -> AsyncIterator[SlackWorld]:
    async with SlackApi(echoes=False) as api:
        api.secret = SECRET
        chosen = settings(
            f"sqlite:///{folder}/bw.db",
            slack_bot_token=api.token,
            slack_signing_secret=SECRET,
            slack_api_url=api.root,
            sends_in_flight=8,
            **more,
        )
        asked: asyncio.Queue[asyncio.Future[Outcome]] = asyncio.Queue()

        async def ask(request: Request) -> Outcome:
            """A neighbour that answers when the transcript says what."""
            answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
            asked.put_nowait(answer)
            return await answer

        kinds = [kind for kind in vars(asked_for).values() if isinstance(kind, type) and issubclass(kind, Request)]
        neighbours = dict.fromkeys(kinds, ask)
        moment = [BEGIN]
        async with program(chosen, flows=JOURNEYS, clock=lambda: moment[0], neighbours=neighbours) as (house, url):
            api.delivers_to(f"{url}/hooks/slack")
            world = SlackWorld(api, house, asyncio.get_running_loop(), moment, asked=asked)
            object.__setattr__(house.turns, "sign_in", lambda word: f"{url}/eduid/start/{word}")
            house.turns.overheard.append(lambda *turn: world.turns.put_nowait(turn))
            yield world


@contextmanager
def slack_world(folder: Path, **more: Any) -> Iterator[SlackWorld]:
    """A Slack and the program for the tests of a file."""
    ready: list[SlackWorld | BaseException] = []
    begun, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        try:
            async with _world(folder, **more) as world:
                ready.append(world)
                begun.set()
                await over.wait()
        except BaseException as error:
            ready.append(error)
        finally:
            begun.set()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    begun.wait(60)
    world = ready[0]
    if isinstance(world, BaseException):
        raise world
    try:
        yield world
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(60)
        loop.close()
    if len(ready) > 1:
        raise ready[1]  # type: ignore[misc]


def new_talk(world: SlackWorld) -> SlackTalk:
    """A conversation that begins."""
    return SlackTalk(JOURNEYS, BEGIN + timedelta(), world=world, who=world.do(world.somebody()))
