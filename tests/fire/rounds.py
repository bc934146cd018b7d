"""The ways to make the program's life hard. Each round is a function of a `Scene`; what it leaves is judged alike."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from sqlalchemy import Connection

from tests.counts import Counts, watching
from tests.fire import evidence as found
from tests.fire.channels import STAGES, Stage, TelegramStage
from tests.fire.evidence import Evidence, Kill
from tests.fire.fleet import Cold, Fleet, Nursery, Program, Server, fleet
from tests.fire.invariants import broken
from tests.fire.program import FIRST, LEFT_BY, POINTS, token_of
from tests.fire.quiet import Course, Line, course, scratch
from tests.house import ROOT

MAIL = (ROOT / "tests/payloads/claim_mail/personal_both.txt").read_text("utf-8")
BEGIN = (
    Line(tap="welcome.hello:go_on", after="Hallo"),
    Line("overslaan", after="Heb je die mail gekregen?"),
    Line("1"),
)
"""From the answer to hello up to the question for the badge's name; the first by a button."""


FAILS = Line("dit gaat mis", fails=True)
"""What no turn survives, where the program has a mistake (`FIRE_FAILS`)."""

NAMES = 400
"""So many badges, then the first again: who names a badge "Rekenen 404" is asked what page could not be found."""


def named(number: int) -> str:
    """The name of the badge of this cycle."""
    return f"Rekenen {(number - 1) % NAMES + 1}"


def cycle(number: int) -> tuple[Line, ...]:
    """Name the badge, be told what is known (with how many messages there were), go back."""
    return Line(named(number)), Line("mijn gegevens"), Line("terug")


def heard(lines: Sequence[Line], again: Sequence[int]) -> Iterator[list[Line]]:
    """What was said, where each of these lines was said once more: the first of them was heard all the same, or not."""
    for copies in product(*(range(again.count(place) + 1) for place in range(len(lines)))):
        yield [line for line, more in zip(lines, copies, strict=True) for _ in range(1 + more)]


@dataclass
class Outcome:
    """How a round ended. Moments in seconds."""

    round: str
    database: str
    seconds: float
    kills: int
    turns: int
    evidence: Evidence
    broken: dict[str, list[str]]
    recoveries: list[float] = field(default_factory=list)
    counts: Counts | None = None
    """What was seen at `/metrics`, where somebody watched."""
    folder: Path | None = None
    """Database and logs of a round that broke; of others nothing is left."""


WAY_SECONDS = 0.02


@dataclass
class Scene:
    """An installation, a channel with learners, and what was done to them so far."""

    stage: Stage
    fleet: Fleet
    chance: random.Random
    learners: int
    scale: float
    most: int
    """How often the round's trouble comes."""
    patience_seconds: float
    points: Sequence[str] = POINTS
    """Where it dies in the round of that name."""
    way_seconds: float = WAY_SECONDS
    """How long a call is on its way to the provider at most, where that matters."""
    kills: list[Kill] = field(default_factory=list)
    lines: dict[int, list[Line]] = field(default_factory=dict)
    courses: dict[str, list[list[Line]]] = field(default_factory=dict)
    shut: dict[str, bool] = field(default_factory=dict)
    """Who shut us out once, and whether they let us in again."""
    progress: Callable[[str], None] = lambda text: None
    counts: Counts | None = None
    among_others: bool = False
    """Learners are stored who do not talk: far more than can be looked at."""
    patient: bool = False
    """Learners name no other badge before they were told of the last: where sends are slower than people."""
    _talking: list[asyncio.Task[None]] = field(default_factory=list)
    _enough: asyncio.Event = field(default_factory=asyncio.Event)

    # Learners

    @property
    def begins(self) -> tuple[Line, ...]:
        """From hello to the question for the badge's name."""
        return Line(self.stage.hello), *BEGIN

    async def say(self, learner: int, line: Line, ahead: int = 0) -> None:
        """Say a line once what it waits for is there and no more than `ahead` of theirs wait to be heard."""
        if line.after:
            await self.stage.hears(learner, line.after, self.patience_seconds)
        await self.stage.takes(learner, ahead, self.patience_seconds)
        self.stage.says(learner, line)
        self.lines.setdefault(learner, []).append(line)

    async def talk(self, learner: int) -> None:
        """Walk up to the badge's name and round and round from there, typing ahead, until it is enough."""
        for line in self.begins:
            await self.say(learner, line)
        number = 0
        while not self._enough.is_set():
            number += 1
            if self.patient and number > 1:
                await self.stage.hears(learner, f"Edubadge: {named(number - 1)}", self.patience_seconds)
            for line in cycle(number):
                await self.say(learner, line, ahead=2)
                await asyncio.sleep(self.chance.uniform(0.05, 0.25))  # people take a breath

    async def presses(self, learner: int) -> None:
        """Walk up to the badge's name and ask for help there by its button, until it is enough."""
        for line in self.begins:
            await self.say(learner, line)
        while not self._enough.is_set():
            before = self.stage.told(learner)
            await self.say(learner, Line(tap=":help"))
            more = lambda before=before: self.stage.told(learner) > before  # noqa: E731
            await self.stage.until(more, self.patience_seconds, "an answer to a press")

    def begin(self) -> None:
        """All learners start talking."""
        self._talking += [asyncio.create_task(self.talk(learner)) for learner in range(self.learners)]

    async def finish(self) -> None:
        """Everybody ends the cycle they are in."""
        self._enough.set()
        await asyncio.gather(*self._talking)

    async def acknowledged(self, count: int, since: float = 0.0) -> None:
        """Wait until so many more were acknowledged since that moment."""
        await self.stage.until(
            lambda: self.stage.acknowledged_since(since) >= count, self.patience_seconds, f"{count} acknowledgements"
        )

    # Trouble

    async def all_went_wrong(self) -> None:
        """Wait until every bad answer that was ordered was given."""
        left = self.stage.still_to_come
        await self.stage.until(lambda: not left(), self.patience_seconds, f"what did not go wrong yet: {left()}")

    async def database(self, query: Callable[[Connection], object]) -> object:
        """Ask the database beside the program."""

        def ask() -> object:
            engine = found.engine(self.fleet.database_url)
            try:
                with engine.connect() as db:
                    return query(db)
            finally:
                engine.dispose()

        return await asyncio.to_thread(ask)

    async def killed(self, program: Program) -> None:
        """Note that a process died just now, with what it was sending."""
        at, token = time.monotonic(), token_of(program.pid)
        rows = await self.database(lambda db: found.under_way(db, token))
        assert isinstance(rows, frozenset)
        self.kills.append(Kill(at, rows, delivers=program.delivers))

    async def kill(self, program: Program, after_seconds: float = 0.0) -> None:
        """SIGKILL from a thread of its own: the provider shares our event loop, and would die in step with it."""

        def strike() -> None:
            time.sleep(after_seconds)
            program.kill()

        await asyncio.to_thread(strike)
        await self.killed(program)
        self.progress(f"kill {len(self.kills)}")

    async def settled(self, learner: int) -> None:
        """Wait until nothing is owed to this learner."""
        chat = self.stage.chat(learner)
        async with asyncio.timeout(self.patience_seconds):
            while await self.database(lambda db: found.owed(db, chat)):
                await asyncio.sleep(0.1)

    async def unspooled(self) -> None:
        """Wait until nothing is left in the spool."""
        async with asyncio.timeout(self.patience_seconds):
            while list(self.fleet.folder.rglob("*.spool")):
                await asyncio.sleep(0.05)

    async def logged(self, words: str) -> None:
        """Wait until some process says so in its log."""
        async with asyncio.timeout(self.patience_seconds):
            while not any(words in program.log.read_text() for program in self.fleet.programs):
                await asyncio.sleep(0.05)

    # The end

    async def drained(self, seconds: float) -> bool:
        """Wait until nothing waits anywhere; False when that took too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            spooled = list(self.fleet.folder.rglob("*.spool"))
            if not spooled and not self.stage.untaken() and not await self.database(found.owed):
                return True
            await asyncio.sleep(0.2)
        return False

    async def evidence(self) -> Evidence:
        known: dict[tuple[Line, ...], Course] = {}

        async def of(lines: Sequence[Line]) -> Course:
            key = tuple(lines)
            if key not in known:
                known[key] = await course(lines, self.stage.written, self.stage.name, self.stage.language)
            return known[key]

        courses = {}
        for learner, lines in self.lines.items():
            ways = [
                way
                for lines in self.courses.get(self.stage.chat(learner), [lines])
                for way in heard(lines, self.stage.said_again(learner))
            ]
            courses[self.stage.chat(learner)] = [await of(way) for way in ways]
        acknowledgements = self.stage.acknowledgements()
        kills = [
            replace(kill, acknowledged_after=next((at - kill.at for at in acknowledgements if at > kill.at), None))
            for kill in self.kills
        ]
        whole = Evidence(
            courses, self.stage.acknowledged(), self.stage.sends(), kills, excuses=not self.stage.asked,
            marks=self.stage.marks(), untaken=self.stage.untaken(),
            spooled=len(list(self.fleet.folder.rglob("*.spool"))), shut=self.shut,
            refusals=self.stage.refusals(), turned_away=self.stage.turned_away(), rewritten=self.stage.rewritten(),
        )  # fmt: skip
        await self.database(lambda db: found.gather(db, whole, self.stage.written, among_others=self.among_others))
        return whole


Round = Callable[[Scene], Awaitable[None]]


SWEEP = (
    "commit.before:turn", "save.before", "commit.after:turn",
    "call.before:sendMessage", "call.after:sendMessage", "commit.before:note", "commit.before:looked_for",
)  # fmt: skip
"""The points that tell most, for a short form: around the commit of a turn, the call, and the note."""

LEFT_BEHIND = tuple(point for point in POINTS if point.endswith(tuple(LEFT_BY)))
"""Where only a process comes that finds what another left, so that on PostgreSQL one must do all."""

PRESSERS = 2
"""So many learners press a button again and again, beside those who type."""


async def points(scene: Scene) -> None:
    """SIGKILL at every named point, at the `most`-th hit at the latest."""
    scene.begin()
    # no press is answered by a call there, and who sees one fail presses again: in too many orders to compare
    pressers = 0 if scene.stage.asked else PRESSERS
    scene._talking += [asyncio.create_task(scene.presses(scene.learners + more)) for more in range(pressers)]
    await scene.acknowledged(3)
    for hits in (1, 2, 7)[: scene.most]:
        for point in scene.points:
            elsewhere = point.startswith("spool") or point.endswith((":answer", ":set_aside"))
            if point.endswith("answerCallbackQuery") and scene.stage.asked:
                continue  # there is no such call
            if not elsewhere:
                await _dies_at(scene, point, hits)


async def _dies_at(scene: Scene, point: str, hits: int = 1) -> None:
    """Start the process that comes there anew, with this point armed, and wait until it died there.

    At a point of a second try it dies twice running: of the second try of what the first death left.
    """
    again = next((ending for ending in LEFT_BY if point.endswith(ending)), "")
    if again:
        if len(scene.fleet.programs) > 1 or (point.endswith(":free_all") and not scene.fleet.sqlite):
            return  # another process may be the one that comes there; and nobody is alone on PostgreSQL for certain
        await _dies_of_what_is_left(scene, point, LEFT_BY[again] or point.removesuffix(again) + FIRST, hits)
    elif program := await _arm(scene, point, hits):
        await _dies(scene, program, point)


async def _dies_of_what_is_left(scene: Scene, point: str, first: str, hits: int) -> None:
    """Die there of what a death at `first` left; anew where that came to its end some other way.

    Where a channel has no time to say what came, it is asked again later, and at last no more.
    """
    for _ in range(5):
        await _dies_at(scene, first, hits)
        program = await _arm(scene, point, 1, rest=False)
        assert program is not None
        try:
            return await _dies(scene, program, point, 30)
        except AssertionError:
            if program.code is not None:
                raise
    raise AssertionError(f"{point} was never reached")


async def _arm(scene: Scene, point: str, hits: int, *, rest: bool = True) -> Program | None:
    """The process that will die there, just started; None when no process of this fleet comes there."""
    works = point.startswith(("journal", "send", "tidy")) or point.split(":")[-1] in (
        "claim",
        "note",
        "sendMessage",
        "sendPhoto",
        "answer",
        "editMessageText",
        *(ending[1:] for ending in LEFT_BY),
    )
    program = scene.fleet.first("worker" if works else "web")
    if point.endswith(":claim") and program.command == "run":
        return None  # a program that does all itself takes the lane with the turn
    if program.code is None:
        await scene.kill(program)
    elif program.command == "run" and rest:  # it must get somewhere between one death and the next
        program.start()
        await scene.acknowledged(8, time.monotonic())
        await scene.kill(program)
    program.start(point, hits)
    if program.command == "web":
        await program.listens()
        scene.fleet.balancer.cut()
    return program


async def _dies(scene: Scene, program: Program, point: str, seconds: float = 0) -> None:
    code = await program.ended(seconds or scene.patience_seconds)
    assert code == -9, f"{point} was never reached: it ended with {code}"
    await scene.killed(program)
    scene.progress(f"died at {point}")


async def kills(scene: Scene) -> None:
    """SIGKILL at random, under load. A call is on its way for a while before the provider accepts it.

    What is started from nothing is back before the next is killed: where all start at once nobody is there.
    """
    scene.stage.under_way_seconds(scene.way_seconds)
    scene.begin()
    for number in range(scene.most):
        await _moment_of_load(scene)
        program = scene.fleet.programs[number % len(scene.fleet.programs)]
        await scene.kill(program, scene.chance.uniform(0, 0.1))
        program.start()
        if isinstance(program.nursery, Cold):
            await program.ready()


BETWEEN_SECONDS = (2.0, 4.0)
"""How long a siege leaves alone between two kills."""


async def siege(scene: Scene) -> None:
    """One process after the other is killed, every few seconds, while somebody watches the counts."""
    scene.stage.under_way_seconds(scene.way_seconds)
    scene.patient = True
    scene.begin()
    async with watching([program.url for program in scene.fleet.programs]) as counts:
        scene.counts = counts
        for number in range(scene.most):
            await asyncio.sleep(scene.chance.uniform(*BETWEEN_SECONDS))
            program = scene.fleet.programs[number % len(scene.fleet.programs)]
            await scene.kill(program)
            program.start()
        await scene.acknowledged(scene.learners, time.monotonic())


async def _moment_of_load(scene: Scene) -> None:
    since = time.monotonic()
    await scene.acknowledged(scene.chance.randint(3, 25), since)
    await asyncio.sleep(scene.chance.uniform(0, 0.15))  # any moment will do: that is the point


async def sigterm(scene: Scene) -> None:
    """SIGTERM at random, under load, with sends that take a while: nothing may come twice."""
    scene.stage.lets_find_nothing()
    scene.stage.answers_badly("slow", times=-1, seconds=0.2)
    scene.patient = True
    scene.begin()
    for number in range(scene.most):
        await _moment_of_load(scene)
        program = scene.fleet.programs[number % len(scene.fleet.programs)]
        await program.ready()
        assert await program.stop() == 0
        program.start()
        scene.progress(f"restart {number + 1}")


async def faults(scene: Scene) -> None:
    """Every kind of bad answer from the provider, once at least and at random; halfway nobody listens for a moment."""
    scene.stage.bad_days(0.02)
    scene.begin()
    await scene.acknowledged(scene.most // 2)
    async with scene.stage.refusing():
        await scene.logged(scene.stage.unconnected)
    await scene.acknowledged(scene.most // 2, time.monotonic())
    await scene.all_went_wrong()
    scene.stage.bad_days(0)


async def slow(scene: Scene) -> None:
    """A provider that takes almost as long as we have patience for."""
    scene.stage.lets_find_nothing()
    seconds = scene.stage.patience_seconds / scene.scale * 0.8
    scene.stage.answers_badly("slow", times=scene.most, skip=8, seconds=seconds)
    scene.begin()
    await scene.acknowledged(scene.learners * 6)


async def waits(scene: Scene) -> None:
    """One answer is put back again and again, while its learner says more."""
    for learner in range(scene.learners):
        scene.stage.answers_badly("away", learner, times=3, skip=4)
    scene.begin()
    await scene.acknowledged(scene.learners * scene.most)


async def refused(scene: Scene) -> None:
    """Answers that the provider finds badly written, in any form; and chats that are gone, until somebody says more."""
    for learner in range(scene.learners):
        if learner % 2:
            scene.stage.answers_badly("gone", learner, times=1, skip=5)
        else:
            scene.stage.answers_badly("badly_written", learner, times=2, skip=5)
    scene.begin()
    await scene.acknowledged(scene.learners * scene.most)
    await scene.all_went_wrong()
    told = [scene.stage.told(learner) for learner in range(scene.learners)]
    more = lambda: all(scene.stage.told(learner) > before for learner, before in enumerate(told))  # noqa: E731
    await scene.stage.until(more, scene.patience_seconds, "everybody to be answered after that")


async def blocked(scene: Scene) -> None:
    """Some shut the bot out while it answers them, and let it in again later; some are gone for good; others go on."""
    stage = scene.stage
    assert isinstance(stage, TelegramStage)

    async def says(learner: int, line: Line) -> None:
        before = stage.told(learner)
        await scene.say(learner, line)
        more = lambda: stage.told(learner) > before  # noqa: E731
        await stage.until(more, scene.patience_seconds, f"an answer to {line.text or line.tap}")

    async def turned_away(chat: str) -> bool:
        """Was what is owed to them sent to a closed door, be it noted or not, or cancelled before that?"""
        known = chat in await scene.database(found.blocked)  # type: ignore[operator]
        owes = await scene.database(lambda db: found.owed(db, chat))
        return bool(known and (stage.turned_away().get(chat) or not owes))

    async def shuts_out_for_a_while(learner: int, line: Line) -> None:
        await scene.say(learner, line)
        told = stage.shuts_out(learner)
        scene.shut[stage.chat(learner)] = True
        await stage.takes(learner, 0, scene.patience_seconds)
        known = lambda: stage.api.updates[told].fate == "taken"  # noqa: E731
        await stage.until(known, scene.patience_seconds, "the bot to hear that it is shut out")
        async with asyncio.timeout(scene.patience_seconds):
            while not await turned_away(stage.chat(learner)):
                await asyncio.sleep(0.02)
        stage.lets_in(learner)

    async def leaves(learner: int, line: Line) -> None:
        await scene.say(learner, line)
        stage.leaves(learner)
        scene.shut[stage.chat(learner)] = False
        await stage.takes(learner, 0, scene.patience_seconds)

    async def talks(learner: int) -> None:
        for line in scene.begins:
            await says(learner, line)
        for number in range(1, scene.most + 1):
            first, middle, last = cycle(number)
            await says(learner, first)
            await scene.settled(learner)  # or the door is shut to what is left of the last answer, and to the next
            if number > 1 or learner % 3 == 0:
                await says(learner, middle)
            elif learner % 3 == 1:
                await shuts_out_for_a_while(learner, middle)
            else:
                return await leaves(learner, middle)
            await says(learner, last)

    scene._talking += [asyncio.create_task(talks(learner)) for learner in range(scene.learners)]


async def stopped(scene: Scene) -> None:
    """The PostgreSQL server is stopped at once and started again, under load."""
    scene.stage.lets_find_nothing()
    server = Server()
    scene.stage.answers_badly("slow", times=-1, seconds=0.1)
    scene.begin()
    for number in range(scene.most):
        await _moment_of_load(scene)
        await asyncio.to_thread(server.falls)
        await asyncio.sleep(1 if number else 5)
        await asyncio.to_thread(server.rises)
        scene.progress(f"stop {number + 1} of the database")


async def locked(scene: Scene) -> None:
    """Another process holds the database for a minute, by the scaled clock; then again, and the program dies of it."""
    scene.begin()
    await scene.acknowledged(scene.learners * 2)
    program = scene.fleet.programs[0]
    with _held(scene.fleet):
        end = time.monotonic() + 60 / scene.scale
        await scene.acknowledged(scene.learners, time.monotonic())
        await asyncio.sleep(max(end - time.monotonic(), 0))
    for point in ("spool.after", "spool.before")[: scene.most]:
        await scene.unspooled()
        await scene.kill(program)
        program.start(point, scene.chance.randint(2, 5))
        await scene.acknowledged(scene.learners, time.monotonic())
        with _held(scene.fleet):
            await _dies(scene, program, point)
        program.start()
        await scene.acknowledged(scene.learners, time.monotonic())


@contextlib.contextmanager
def _held(fleet: Fleet) -> Iterator[None]:
    """Nobody else may write to this SQLite file."""
    engine = found.engine(fleet.database_url)
    try:
        with engine.connect() as db:
            db.exec_driver_sql("UPDATE limits SET tat = tat")  # the write lock, whatever it changes
            yield
            db.rollback()
    finally:
        engine.dispose()


async def full(scene: Scene) -> None:
    """No room on the disk: nothing is acknowledged, nothing is lost, and it goes on when there is room."""
    sign = scene.fleet.folder / "full"
    scene.begin()
    await scene.acknowledged(scene.learners * 2)
    for _ in range(scene.most):
        sign.touch()
        since = time.monotonic()
        turned_away = lambda since=since: scene.stage.turned_away_since(since)  # noqa: E731
        await scene.stage.until(turned_away, scene.patience_seconds, "something to be turned away")
        sign.unlink()
        await scene.acknowledged(scene.learners, time.monotonic())


async def clock(scene: Scene) -> None:
    """This machine's clock jumps an hour ahead, and another: every lease and every pause is over at once.

    Sends take a second, so that some are on their way then.
    """
    scene.stage.lets_find_nothing()
    shift = scene.fleet.folder / "shift"
    scene.stage.answers_badly("slow", times=-1, seconds=1.0)
    scene.patient = True
    scene.begin()
    await scene.acknowledged(scene.learners * 2)
    for seconds in (3_600, 7_200)[: scene.most]:
        shift.write_text(str(seconds))
        scene.progress(f"the clock is {seconds} s ahead")
        await scene.acknowledged(scene.learners * 3, time.monotonic())


async def back(scene: Scene) -> None:
    """This machine's clock is put back by a little: what was owed at that instant waits until it comes again."""
    scene.begin()
    await scene.acknowledged(scene.learners * 2)
    scene.stage.answers_badly("away", times=scene.learners)
    await scene.logged("effect.away")  # something is owed at that instant
    (scene.fleet.folder / "shift").write_text("-8")
    await scene.acknowledged(scene.learners * 3, time.monotonic())


async def together(scene: Scene) -> None:
    """Something typed and something tapped arrive at the same moment; commits take a while."""
    for line in scene.begins:
        await asyncio.gather(*(scene.say(learner, line) for learner in range(scene.learners)))
    for number in range(1, scene.most + 1):
        name, helps = Line(f"Rekenen {number}"), Line(tap=":help")
        for learner in range(scene.learners):
            await scene.stage.takes(learner, 0, scene.patience_seconds)
        for learner in range(scene.learners):
            scene.stage.says(learner, name)
            scene.stage.says(learner, helps)
            chat, lines = scene.stage.chat(learner), scene.lines[learner]
            before = scene.courses.get(chat, [list(lines)])
            rest = [Line("mijn gegevens"), Line("terug")]
            scene.courses[chat] = [[*way, *pair, *rest] for way in before for pair in ((name, helps), (helps, name))]
            lines += [name, helps]
        for line in (Line("mijn gegevens"), Line("terug")):
            await asyncio.gather(*(scene.say(learner, line) for learner in range(scene.learners)))


async def again(scene: Scene) -> None:
    """Everything is delivered once more: at once after kills, and long after."""
    scene.begin()
    await scene.acknowledged(scene.learners)
    for point in ("commit.after:turn", "answer.before", "answer.after")[: scene.most]:
        await _dies_at(scene, point)
    scene.fleet.first("web").start()
    await scene.finish()
    await asyncio.sleep(6)  # longer than any memory that is none
    await scene.stage.again()


async def mails(scene: Scene) -> None:
    """A neighbour is asked to read a mail; the program dies before and after its answer is taken."""
    read = [*scene.begins[:2], Line("1", after="Heb je die mail gekregen?"), Line(MAIL), Line("ja", after="Klopt dit?")]

    async def reads(learner: int) -> None:
        for line in read:
            await scene.say(learner, line)

    for spare in scene.fleet.programs[3:]:
        await spare.stop()  # or it might do all the asking; it is there again at the end
    for turn, point in enumerate(("commit.before:answer", "commit.after:answer")[: scene.most]):
        program = await _arm(scene, point, 1, rest=False)
        assert program is not None
        group = range(scene.learners)[turn :: scene.most]
        scene._talking += [asyncio.create_task(reads(learner)) for learner in group]
        await _dies(scene, program, point)
    program.start()


async def mistakes(scene: Scene) -> None:
    """Turns that fail on a mistake of ours are set aside; the program dies before and after that. Others go on."""

    async def talks(learner: int) -> None:
        for line in scene.begins:
            await scene.say(learner, line)
        number = 0
        while not scene._enough.is_set():
            number += 1
            for line in (*cycle(number), *[FAILS] * (learner % 2)):
                await scene.say(learner, line, ahead=2)
                await asyncio.sleep(scene.chance.uniform(0.05, 0.25))

    scene._talking += [asyncio.create_task(talks(learner)) for learner in range(scene.learners)]
    await scene.acknowledged(scene.learners * len(scene.begins))
    for hits in (1, 2, 3)[: scene.most]:
        for when in ("before", "after"):
            await _dies_at(scene, f"commit.{when}:set_aside", hits)


async def pictures(scene: Scene) -> None:
    """A claim is celebrated with a picture; the program dies before and after it was taken: it does not come again."""
    words = ("Rekenen", "overslaan", "ja", "ja", "gelukt", "nee", "klaar", "klaar", "klaar")
    claims = [*scene.begins, *map(Line, words), Line("mijn gegevens")]

    async def walks(learner: int) -> None:
        for line in claims:
            await scene.say(learner, line)

    for spare in scene.fleet.programs[3:]:
        await spare.stop()  # or it might send them all; it is there again at the end
    for turn, point in enumerate(("call.before:sendPhoto", "call.after:sendPhoto")[: scene.most]):
        program = await _arm(scene, point, 1, rest=False)
        assert program is not None
        group = range(scene.learners)[turn :: scene.most]
        scene._talking += [asyncio.create_task(walks(learner)) for learner in group]
        await _dies(scene, program, point)
        program.start()


async def prompt(scene: Scene) -> None:
    """Learners who say the next thing the moment they see an answer: it is heard while the last send is noted."""

    async def talks(learner: int) -> None:
        for line in (*scene.begins, *(line for number in range(scene.most) for line in cycle(number + 1))):
            before = scene.stage.told(learner)
            await scene.say(learner, line)
            more = lambda before=before: scene.stage.told(learner) > before  # noqa: E731
            await scene.stage.until(more, scene.patience_seconds, f"an answer to {line.text or line.tap}")

    scene._talking += [asyncio.create_task(talks(learner)) for learner in range(scene.learners)]


async def quiet(scene: Scene) -> None:
    """Nothing at all: what is measured is the harness."""
    scene.begin()
    await scene.acknowledged(scene.learners * scene.most)


@dataclass(frozen=True)
class Kind:
    """A round, on which databases it makes sense, how large its short form is, and what else it needs."""

    play: Round
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    most: int = 1
    learners: int = 12
    environment: tuple[tuple[str, str], ...] = ()
    channels: tuple[str, ...] = ("telegram", "slack")
    commands: tuple[str, ...] = ()
    """With these processes, where not with the usual ones."""
    points: tuple[str, ...] = POINTS


ROUNDS: dict[str, Kind] = {
    "quiet": Kind(quiet, most=8),
    "points": Kind(points, most=1),
    "alone": Kind(points, ("postgresql",), learners=6, commands=("run",), points=LEFT_BEHIND),
    "kills": Kind(kills, most=8, learners=20),
    "siege": Kind(siege, most=4, learners=20),
    "sigterm": Kind(sigterm, most=4),
    "faults": Kind(faults, most=150),
    "slow": Kind(slow, most=1),
    "waits": Kind(waits, most=10, learners=6),
    "refused": Kind(refused, most=12, learners=4),
    "blocked": Kind(blocked, most=3, channels=("telegram",), environment=(("FIRE_SLOW_REFUSAL", "0.3"),)),
    "stopped": Kind(stopped, ("postgresql",), most=2),
    "locked": Kind(locked, ("sqlite",), most=2),
    "full": Kind(full, ("sqlite",), most=2),
    "clock": Kind(clock, most=2, learners=3),
    "back": Kind(back),
    "together": Kind(together, most=2, environment=(("FIRE_SLOW_COMMIT", "0.05"),)),
    "again": Kind(again, most=1),
    "prompt": Kind(prompt, most=6, environment=(("FIRE_SLOW_COMMIT", "0.02"),)),
    "mistakes": Kind(mistakes, most=2, environment=(("FIRE_FAILS", FAILS.text),)),
    "mails": Kind(mails, most=2, learners=6),
    "pictures": Kind(pictures, most=2, learners=6, channels=("telegram",)),
}


@contextlib.asynccontextmanager
async def scene(
    kind: Kind,
    database: str,
    nursery: Nursery | Cold,
    *,
    most: int = 0,
    learners: int = 0,
    scale: float = 6,
    seed: int = 0,
    patience_seconds: float = 60,
    commands: Sequence[str] = (),
    points: Sequence[str] = (),
    way_seconds: float = WAY_SECONDS,
    channel: str = "telegram",
    progress: Callable[[str], None] = lambda text: None,
) -> AsyncIterator[Scene]:
    """A fresh installation for one round."""
    folder: Path = scratch()
    async with STAGES[channel]() as stage:
        environment = {
            **stage.environment, "FIRE_SCALE": str(scale), "FIRE_SHIFT": str(folder / "shift"),
            "FIRE_FULL": str(folder / "full"), **dict(kind.environment),
        }  # fmt: skip
        async with fleet(database, folder, nursery, environment, commands or kind.commands) as ships:
            await ships.start()
            await stage.delivers_to(ships.hook)
            yield Scene(
                stage, ships, random.Random(seed), learners or kind.learners, scale, most or kind.most,
                patience_seconds, points or kind.points, way_seconds, progress=progress,
            )  # fmt: skip


async def play(name: str, database: str, nursery: Nursery | Cold, **how: object) -> Outcome:
    """One round, from a fresh database to the verdict."""
    kind = ROUNDS[name]
    begun = time.monotonic()
    async with scene(kind, database, nursery, **how) as on:  # type: ignore[arg-type]
        trouble = ""
        try:
            await kind.play(on)
            on.fleet.restart()
            await on.finish()
        except (AssertionError, TimeoutError) as stuck:
            trouble = (str(stuck) or "it took too long").splitlines()[0]
            for task in on._talking:
                task.cancel()
        on.fleet.restart()
        if not await on.drained(on.patience_seconds):
            trouble = trouble or "something is owed still, be it for later"
        evidence = await on.evidence()
        verdict = broken(evidence)
        if trouble:
            verdict.setdefault("nothing-stuck", []).append(trouble)
        turns = sum(map(len, evidence.acknowledged.values()))
        recoveries = [kill.acknowledged_after for kill in evidence.kills if kill.acknowledged_after is not None]
        seconds, folder = time.monotonic() - begun, on.fleet.folder
    kept = verdict and not nursery.seeded
    if not kept:
        shutil.rmtree(folder)
    return Outcome(
        name, database, seconds, len(evidence.kills), turns, evidence, verdict, recoveries, on.counts,
        folder if kept else None,
    )  # fmt: skip
