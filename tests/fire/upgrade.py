"""An upgrade while learners talk: an older program's processes, `migrate` of ours, and each process renewed in turn.

The database is filled by the older program's own turns, copied. Half of those who talk are such copies, so that rows of
the old shape are read and written by both programs; the others are new. Nothing is killed, so nothing may come twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg

from bot.store.migrate import at_head
from tests.bench import crowd
from tests.databases import postgresql_url, sqlite_in_shape
from tests.fire.channels import TelegramStage
from tests.fire.evidence import Turn
from tests.fire.fleet import Program, afloat
from tests.fire.invariants import broken
from tests.fire.quiet import Line, course, scratch
from tests.fire.rounds import Scene, cycle
from tests.fire.seeded import PROGRAM
from tests.house import ROOT, free_port
from tests.nursery import Cold, Nursery

TEN_MIGRATIONS_BEFORE = "0005"
"""From where `make fire` goes unless told otherwise: the last program with that migration. Most of what was ever
changed of tables in use lies in between, and what learners say here is answered there with the words of today.
"""

A_SECOND = 20.0
"""So many turns learners take, if that many are answered."""

TALKERS = 60
STORED_TURNS = 3
"""So many turns each stored learner has behind them, as in the benchmark."""

DETOUR = cycle(1)[1:-1]
"""What they need not say to go round and round."""

COPIED = crowd.FIRST_CHAT - 1000
"""The number of the learner who is copied; the copies have those that follow."""


class NoSuchProgram(Exception):
    """There is no such program in the history that is here; the message says what to do."""


@dataclass(frozen=True)
class Step:
    """Something that was done while learners talked, by the machine's monotonic clock."""

    name: str
    began: float
    ended: float


@dataclass
class Upgrade:
    """How it went. Moments in seconds."""

    database: str
    learners: int
    megabytes: float
    steps: list[Step] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    """What learners did not say, as the two programs answer it with other words."""
    folder: Path | None = None
    """Logs of an upgrade that broke something; of others nothing is left."""

    def figures(self) -> Iterator[dict[str, Any]]:
        """Of each step: how long it took, and of the turns that were under way then the longest waits."""
        for step in self.steps:
            seen = [
                turn for turn in self.turns if turn.said <= step.ended and (turn.answered or step.began) >= step.began
            ]
            yield {
                "step": step.name,
                "seconds": round(step.ended - step.began, 2),
                "turns": len(seen),
                "acknowledged": _longest(turn.acknowledged - turn.said for turn in seen if turn.acknowledged),
                "answered": _longest(turn.answered - turn.said for turn in seen if turn.answered),
            }


def _longest(waits: Iterator[float]) -> float:
    return round(max(waits, default=0.0), 3)


# The older program


def checked_out(origin: str, folder: Path, repository: Path = ROOT) -> str:
    """Put the program of a commit, or the last one of a migration ("0005"), in this folder. Which commit it is.

    Raises NoSuchProgram.
    """
    commit = _last_of(repository, origin) if re.fullmatch(r"\d{4}", origin) else origin
    whole = _git(repository, "archive", commit, *PROGRAM)
    with tarfile.open(fileobj=io.BytesIO(whole)) as archive:
        archive.extractall(folder, filter="data")
    return _git(repository, "rev-parse", "--short", f"{commit}^{{commit}}").decode().strip()


def _last_of(repository: Path, revision: str) -> str:
    """The commit before the one that brought the next migration."""
    came = "log", "--diff-filter=A", "--format=%H", "--", f"bot/store/migrations/versions/{int(revision) + 1:04}_*.py"
    commits = _git(repository, *came).split()
    if not commits:
        raise NoSuchProgram(f"no migration comes after {revision} in the history that is here")
    return f"{commits[-1].decode()}^"


def _git(repository: Path, *arguments: str) -> bytes:
    ran = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=False)
    if ran.returncode:
        why = ran.stderr.decode().strip().splitlines()[-1:]
        raise NoSuchProgram(f"{' '.join(why)}: a clone with its whole history is needed (git fetch --unshallow)")
    return ran.stdout


# Learners


@dataclass
class Talk:
    """Learners who say the next thing once they were answered, so many things a second together."""

    scene: Scene
    talkers: list[int]
    a_second: float
    left_out: tuple[str, ...]
    _lines: dict[int, Iterator[Line]] = field(default_factory=dict)
    _told: dict[int, int] = field(default_factory=dict)

    def _said_by(self, learner: int) -> Iterator[Line]:
        yield from self.scene.begins[len(self.scene.lines.get(learner, ())) :]
        for number in range(1, 10_000):
            yield from (line for line in cycle(number) if line.text not in self.left_out)

    async def until(self, done: asyncio.Event) -> None:
        """Talk until then, and wait for the last answers."""
        at = time.monotonic()
        line = deque(self.talkers)
        while not done.is_set():
            for _ in self.talkers:
                line.rotate()
                if self._is_answered(line[0]):
                    break
            else:
                await self._answered(line[0])  # all of them wait for one
            await self._says(line[0])
            at = max(at + 1 / self.a_second, time.monotonic() - 1)  # what they could not say is not said all at once
            await asyncio.sleep(at - time.monotonic())
        for learner in self._told:
            await self._answered(learner)

    async def _says(self, learner: int) -> None:
        lines = self._lines.setdefault(learner, self._said_by(learner))
        self._told[learner] = self.scene.stage.told(learner)
        await self.scene.say(learner, next(lines))

    def _is_answered(self, learner: int) -> bool:
        return learner not in self._told or self.scene.stage.told(learner) > self._told[learner]

    async def _answered(self, learner: int) -> None:
        seconds = self.scene.patience_seconds
        await self.scene.stage.until(lambda: self._is_answered(learner), seconds, f"an answer to learner {learner}")


# The upgrade


@dataclass
class Trial:
    """An installation of the older program that is brought to the new one while learners talk."""

    scene: Scene
    talk: Talk
    new: Nursery | Cold
    result: Upgrade
    between: int
    """So many turns are taken before, on the new tables by the old processes, and after."""
    say: Callable[[str], None]

    async def play(self) -> None:
        sqlite = self.scene.fleet.sqlite
        programs = self.scene.fleet.programs
        enough = asyncio.Event()
        talking = asyncio.create_task(self.talk.until(enough))
        try:
            await self._step("the old program", self._turns(talking))
            if sqlite:
                await self._step("stop, migrate, start", self._in_one(programs))
            else:
                await self._step("migrate", self._migrate())
                await self._step("old processes, new tables", self._turns(talking))
                await self._step("processes renewed", self._renewed(programs))
            await self._step("the new program", self._turns(talking))
        except AssertionError as error:
            self.result.broken["upgraded"] = str(error).splitlines()[:1] or ["it took too long"]
        enough.set()
        try:
            await talking
        except AssertionError as error:
            self.result.broken["answered"] = str(error).splitlines()[:1]

    async def _step(self, name: str, doing: Awaitable[None]) -> None:
        began = time.monotonic()
        await doing
        self.result.steps.append(Step(name, began, time.monotonic()))
        self.say(f"{name}: {self.result.steps[-1].ended - began:.1f} s")

    async def _turns(self, talking: asyncio.Task[None]) -> None:
        """Until so many more were taken; at once where nobody talks any more."""
        since, stage = time.monotonic(), self.scene.stage
        enough = lambda: stage.acknowledged_since(since) >= self.between or talking.done()  # noqa: E731
        await stage.until(enough, self.scene.patience_seconds + self.between / self.talk.a_second, "turns")

    async def _migrate(self) -> None:
        ships = self.scene.fleet
        await migrated(self.new, ships.folder, ships.programs[0].environment)

    async def _in_one(self, programs: list[Program]) -> None:
        await self._stopped(programs[0])
        await self._step("migrate", self._migrate())
        await self._started(programs, 0)

    async def _renewed(self, programs: list[Program]) -> None:
        for place, program in enumerate(programs):
            await self._stopped(program)
            await self._started(programs, place)

    async def _stopped(self, program: Program) -> None:
        code = await program.stop()
        assert code == 0, f"{program.command} ended with {code} on SIGTERM"

    async def _started(self, programs: list[Program], place: int) -> None:
        before = programs[place]
        # a worker is known to be ready by its log, which is named for its port
        port = free_port() if before.command == "worker" else before.port
        programs[place] = fresh = replace(before, nursery=self.new, port=port, process=None)
        fresh.start()
        await fresh.ready()


async def upgrade(
    database: str,
    learners: int,
    old: Nursery | Cold,
    new: Nursery | Cold,
    *,
    a_second: float = A_SECOND,
    talkers: int = TALKERS,
    between: int = 200,
    left_out: tuple[str, ...] = (),
    patience_seconds: float = 120,
    durable: bool = False,
    in_shape: bool = False,
    most_wait_seconds: float = 5.0,
    say: Callable[[str], None] = lambda text: None,
) -> Upgrade:
    """Fill a database by the old program, and bring it and its processes to the new one while learners talk.

    `durable`: PostgreSQL waits for its disk as in life. `in_shape`: the older program's tables are those of today,
    which are at hand. `most_wait_seconds`: for an answer, where some process is there all the time.
    """
    folder = scratch()
    with _database(database, folder, durable, in_shape) as url:
        async with TelegramStage() as stage:
            environment = {**stage.environment, "DATABASE_URL": url}
            copied = await _filled(url, folder, old, stage, learners, in_shape)
            result = Upgrade(database, learners, _megabytes(url), left_out=left_out)
            say(f"{learners:,} learners stored, {result.megabytes:,.0f} MB")
            programs = _programs(sqlite=database == "sqlite", nursery=old, folder=folder, environment=environment)
            async with afloat(url, folder, programs) as ships:
                await ships.start()
                await stage.delivers_to(ships.hook)
                scene = Scene(stage, ships, random.Random(0), talkers, 1, 0, patience_seconds, among_others=True)
                who = [chat - 1000 for chat in crowd.chats(learners)(talkers // 2)]
                scene.lines = {learner: list(copied) for learner in (COPIED, *who)}
                mixed = [learner for pair in zip(who, range(len(who)), strict=True) for learner in pair]
                talk = Talk(scene, mixed, a_second, left_out)
                seen = [send for send in stage.sends() if send.chat == str(crowd.FIRST_CHAT)]
                for learner in who:
                    stage.like(learner, COPIED)
                began = time.monotonic()
                await Trial(scene, talk, new, result, between, say).play()
                if not await scene.drained(patience_seconds):
                    result.broken["drained"] = ["something is owed still"]
                result.turns = [turn for turn in stage.turns() if turn.said >= began]
                longest = max((row["answered"] for row in result.figures()), default=0.0)
                if database != "sqlite" and longest > most_wait_seconds:
                    result.broken["waited"] = [f"{longest:.1f} s for an answer, though some process was there"]
                if unanswered := sum(turn.answered is None for turn in result.turns):
                    result.broken["answered"] = [f"{unanswered} of {len(result.turns)} turns were not answered"]
                if not await scene.database(at_head):
                    result.broken["migrated"] = ["the database is not in the new shape"]
                else:
                    evidence = await scene.evidence()
                    evidence.sends = [*(replace(send, chat=str(1000 + one)) for one in who for send in seen),
                                      *evidence.sends]  # fmt: skip
                    result.broken |= broken(evidence)
    if errors := list(_errors(folder)):
        result.broken["no-errors"] = errors
    if result.broken:
        result.folder = folder
    else:
        shutil.rmtree(folder)
    return result


@contextlib.contextmanager
def _database(kind: str, folder: Path, durable: bool, in_shape: bool) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/badgewijzer.db"
    else:
        yield from postgresql_url(empty=not in_shape, durable=durable)


def _programs(*, sqlite: bool, nursery: Nursery | Cold, folder: Path, environment: Mapping[str, str]) -> list[Program]:
    commands = ("run",) if sqlite else ("web", "web", "worker", "worker")
    return [Program(nursery, command, folder, environment, bare=True) for command in commands]


async def migrated(nursery: Nursery | Cold, folder: Path, environment: Mapping[str, str]) -> None:
    """Run `badgewijzer migrate` of this program as a process of its own."""
    program = Program(nursery, "migrate", folder, environment, bare=True)
    program.start()
    code = await program.ended(1800)
    assert code == 0, f"migrate ended with {code}: {program.log.read_text()[-2000:]}"


async def _filled(
    url: str, folder: Path, old: Nursery | Cold, stage: TelegramStage, learners: int, in_shape: bool
) -> tuple[Line, ...]:
    """Have the old program store so many learners; what each of them has said."""
    file = folder / "one" / "badgewijzer.db"
    sqlite = url.startswith("sqlite")
    first = f"sqlite:///{file}" if sqlite else url
    environment = {**stage.environment, "DATABASE_URL": first}
    file.parent.mkdir(parents=True)
    if not in_shape:
        await migrated(old, file.parent, environment)
    elif sqlite:
        sqlite_in_shape(file)
    programs = _programs(sqlite=sqlite, nursery=old, folder=file.parent, environment=environment)
    async with afloat(first, file.parent, programs) as ships:
        await ships.start()
        await stage.delivers_to(ships.hook)
        scene = Scene(stage, ships, random.Random(0), 1, 1, 0, 60)
        lines = scene.begins[:STORED_TURNS]
        await answered(scene, COPIED, lines)
        for program in programs:  # a clean end leaves everything in the one file
            assert await program.stop() == 0
    if sqlite:  # all of today: the program tells since when it knows them
        await asyncio.to_thread(crowd.gather, file, folder / "badgewijzer.db", learners, days=0)
    else:
        await asyncio.to_thread(crowd.gather_on_postgresql, url, learners, days=0)
    return lines


async def answered(scene: Scene, learner: int, lines: Sequence[Line]) -> None:
    """Say these lines, each once the one before is answered."""
    stage = scene.stage
    for line in lines:
        before = stage.told(learner)
        await scene.say(learner, line)
        more = lambda before=before: stage.told(learner) > before  # noqa: E731
        await stage.until(more, scene.patience_seconds, f"an answer to {line}")


async def other_words(old: Nursery | Cold) -> tuple[str, ...]:
    """What the older program answers with other words than ours: of that no trial can say what is right.

    Raises NoSuchProgram where that is nearly everything.
    """
    folder = scratch()
    async with TelegramStage() as stage:
        environment = {**stage.environment, "DATABASE_URL": f"sqlite:///{folder}/badgewijzer.db"}
        await migrated(old, folder, environment)
        programs = _programs(sqlite=True, nursery=old, folder=folder, environment=environment)
        async with afloat(environment["DATABASE_URL"], folder, programs) as ships:
            await ships.start()
            await stage.delivers_to(ships.hook)
            scene = Scene(stage, ships, random.Random(0), 1, 1, 0, 60)
            lines = (*scene.begins, *cycle(1))
            await answered(scene, 0, lines)
        theirs = [send.text for send in stage.sends() if not send.card]
        ours = await course(lines, stage.written, stage.name, stage.language)
    shutil.rmtree(folder)
    differ = tuple(line.text for line, one, other in zip(lines, ours.told, theirs, strict=True) if one != other)
    if set(differ) - {line.text for line in DETOUR}:
        raise NoSuchProgram("that program speaks other words than ours all along: what it is to answer is not known")
    return differ


def _megabytes(url: str) -> float:
    if url.startswith("sqlite"):
        return Path(url.removeprefix("sqlite:///")).stat().st_size / 1_000_000
    with psycopg.connect(url) as db:
        size = db.execute("SELECT pg_database_size(current_database())").fetchone()
    assert size
    return int(size[0]) / 1_000_000


def _errors(folder: Path) -> Iterator[str]:
    """What any process said had gone wrong."""
    for log in folder.rglob("*.log"):
        for line in log.read_text().splitlines():
            if '"level": "error"' in line or '"level": "critical"' in line or line.startswith("Traceback"):
                yield f"{log.name}: {line[:300]}"


# The long form


def upgrades(learners: int, origin: str, databases: Sequence[str]) -> list[dict[str, Any]]:
    """Upgrade from that program on each of these databases, with figures. Raises NoSuchProgram."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="fire-old-") as folder:
        commit = checked_out(origin, Path(folder))
        with Cold(Path(folder)) as old, Cold() as new:
            left_out = asyncio.run(other_words(old))
            print(f"from {commit}" + (f"; nobody says {', '.join(left_out)}" if left_out else ""), flush=True)
            for database in databases:
                telling = lambda text, database=database: print(f"  {database}: {text}", flush=True)  # noqa: E731
                began = time.monotonic()
                result = asyncio.run(
                    upgrade(database, learners, old, new, left_out=left_out, durable=True, say=telling)
                )
                told(result, time.monotonic() - began)
                rows.append({"database": database, "learners": learners, "from": commit, "broken": result.broken,
                             "megabytes": round(result.megabytes), "steps": list(result.figures())})  # fmt: skip
    return rows


def told(result: Upgrade, seconds: float) -> None:
    for row in result.figures():
        print(
            f"  {row['step']:<26} {row['seconds']:7.1f} s, {row['turns']:5} turns; acknowledged after"
            f" {row['acknowledged']:.2f} s at worst, answered after {row['answered']:.2f} s"
        )
    verdict = "BROKEN: " + ", ".join(result.broken) if result.broken else "holds"
    print(f"{result.learners:,} learners on {result.database}: {seconds:.0f} s: {verdict}", flush=True)
    for name, lines in result.broken.items():
        for line in lines[:5]:
            print(f"    {name}: {line}")
    if result.folder:
        print(f"    its logs: {result.folder}")
