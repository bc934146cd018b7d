"""The tables are what the migrations make, up and down, on both databases."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, text

from bot.store import migrate as migrating
from bot.store.database import DatabaseAway, sqlite_engine
from bot.store.migrate import FOLDER, HEAD, at_head, configuration, migrate
from bot.store.tables import metadata
from tests.databases import postgresql_url


def test_the_migrations_make_exactly_the_tables_of_the_one_page(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
        assert at_head(db)
    engine.dispose()


def test_every_migration_goes_down_again_and_up_again(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url, "base")
    engine = create_engine(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migrate(empty_url)
    engine = create_engine(empty_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_pooler_that_drops_the_settings_of_connections_is_named() -> None:
    for url in postgresql_url():
        with dropping_options(url) as pooled, pytest.raises(DatabaseAway, match="PgBouncer drops the settings"):
            migrate(pooled)
        migrate(url)


@contextmanager
def dropping_options(url: str) -> Iterator[str]:
    """This database by an address that drops what a connection asks for, as PgBouncer does when told to ignore it."""
    with psycopg.connect(url) as known:
        info = known.info
        host, port, user, password, name = info.host, info.port, info.user, info.password, info.dbname

    def pump(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(65_536):
                other.sendall(some)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(client: socket.socket) -> None:
        kind = socket.AF_UNIX if host.startswith("/") else socket.AF_INET
        with client, socket.socket(kind) as server:
            server.connect(f"{host}/.s.PGSQL.{port}" if kind == socket.AF_UNIX else (host, port))
            size = int.from_bytes(client.recv(4, socket.MSG_WAITALL), "big")
            asked = client.recv(size - 4, socket.MSG_WAITALL)  # the version, then names and values by turns
            words = asked[4:].split(b"\0")
            kept = [pair for pair in zip(words[::2], words[1::2], strict=False) if pair[0] not in (b"", b"options")]
            told = asked[:4] + b"".join(word + b"\0" for pair in kept for word in pair) + b"\0"
            server.sendall((len(told) + 4).to_bytes(4, "big") + told)
            back = threading.Thread(target=pump, args=(server, client), daemon=True)
            back.start()
            pump(client, server)
            back.join()

    def listen() -> None:
        with suppress(OSError):  # closed: nobody comes any more
            while True:
                threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=listen, daemon=True).start()
        who = f"{user}:{password}" if password else user
        yield (f"postgresql://{who}@127.0.0.1:{door.getsockname()[1]}/{name}?sslmode=disable&gssencmode=disable")


def test_two_that_migrate_at_once_both_find_it_done(empty_url: str) -> None:
    errors: list[BaseException] = []

    def go() -> None:
        try:
            migrate(empty_url)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def test_the_head_we_look_for_is_alembics() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_every_migration_says_why_in_its_first_line() -> None:
    for file in (FOLDER / "versions").glob("*.py"):
        assert file.read_text().startswith('"""Because '), file.name


def test_a_start_at_head_does_not_even_load_alembic(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    script = f"import sys; from bot.store.migrate import migrate; migrate({url!r}); print('alembic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_nobody_else_may_read_a_new_database_file(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/new.db")
    engine = sqlite_engine(tmp_path / "new.db", immediate=True)
    with engine.begin() as db:
        db.execute(text("UPDATE limits SET tat = tat"))
        for name in ("new.db", "new.db-wal", "new.db-shm"):
            assert (tmp_path / name).stat().st_mode & 0o077 == 0, name
    engine.dispose()


def test_a_database_that_a_newer_program_migrated_is_at_head_for_this_one_and_left_alone(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(empty_url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate(empty_url)
    with engine.connect() as db:
        assert at_head(db)
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_no_table_gives_an_id_out_twice(tmp_path: Path) -> None:
    """A rebuild by Alembic forgets AUTOINCREMENT unless told: `table_kwargs={"sqlite_autoincrement": True}`."""
    migrate(url := f"sqlite:///{tmp_path}/x.db")
    engine = create_engine(url)
    with engine.connect() as db:
        for table in metadata.tables.values():
            if table.dialect_options["sqlite"]["autoincrement"]:
                made = db.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.name})
                assert "AUTOINCREMENT" in made.scalar_one(), table.name
    engine.dispose()


@pytest.fixture
def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where to write a migration that comes after all of ours."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrating, "FOLDER", folder)
    monkeypatch.setattr(migrating, "HEAD", "9998")
    return folder / "versions" / "9998_next.py"


NEXT = f"""
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9998", {HEAD!r}
def downgrade(): pass
def upgrade():
"""


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(tmp_path: Path, next_migration: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    migrate(url, HEAD)
    engine = sqlite_engine(tmp_path / "x.db", immediate=True)
    with engine.begin() as db:
        db.execute(text("INSERT INTO learners (id, token, language, created_at) VALUES (1, 't', 'nl', 0)"))
        db.execute(text("INSERT INTO addresses (learner_id, channel, external_id) VALUES (1, 'web', 'x')"))
    next_migration.write_text(
        NEXT + '    with op.batch_alter_table("learners", recreate="always") as table:\n'
        '        table.alter_column("language", type_=sa.String(5), existing_type=sa.String(2))\n'
    )
    migrate(url)
    with engine.connect() as db:
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9998"
        assert db.execute(text("SELECT learner_id FROM addresses")).scalars().all() == [1]
    engine.dispose()


def test_a_migration_that_leaves_rows_without_what_they_refer_to_is_undone(
    tmp_path: Path, next_migration: Path
) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    migrate(url, HEAD)
    next_migration.write_text(
        NEXT + "    op.execute(\"INSERT INTO addresses (learner_id, channel, external_id) VALUES (404, 'web', 'x')\")\n"
    )
    with pytest.raises(RuntimeError, match="addresses"):
        migrate(url)
    engine = create_engine(url)
    with engine.connect() as db:
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        assert db.execute(text("SELECT count(*) FROM addresses")).scalar() == 0
    engine.dispose()


def test_a_migration_that_is_killed_leaves_nothing_half_done(tmp_path: Path, next_migration: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    migrate(url, HEAD)
    next_migration.write_text(
        NEXT + '    op.create_table("half", sa.Column("id", sa.Integer))\n    os.kill(os.getpid(), signal.SIGKILL)\n'
    )
    script = f"""
from pathlib import Path
from bot.store import migrate as migrating
migrating.FOLDER, migrating.HEAD = Path({str(next_migration.parent.parent)!r}), "9998"
migrating.migrate({url!r})
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    engine = create_engine(url)
    assert "half" not in inspect(engine).get_table_names()
    with engine.connect() as db:
        assert db.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()


# With the program at work, and cut off half-way

FIRST = "0001"
CHANGES = ("CREATE ", "ALTER ", "DROP ", "UPDATE ALEMBIC")


class CutOff(Exception):
    """The process ends here, as far as the database can tell."""


@contextmanager
def cut_off_at_the_next(cut_before: set[str]) -> Iterator[None]:
    """The migration ends before the first change that it was not cut off at before, which is added."""

    def before(db: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.lstrip().upper().startswith(CHANGES) and statement not in cut_before:
            cut_before.add(statement)
            raise CutOff

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def whole(url: str) -> bool:
    """Is the database exactly what the one page says, with every index in use?"""
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            if engine.dialect.name == "postgresql":
                assert not db.execute(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).scalar()
            context = MigrationContext.configure(db, opts={"compare_type": False})
            return compare_metadata(context, metadata) == [] and at_head(db)
    finally:
        engine.dispose()


def test_a_migration_cut_off_at_each_of_its_changes_is_finished_by_the_next(empty_url: str) -> None:
    migrate(empty_url, FIRST)
    fill(empty_url, 50)
    cut_before: set[str] = set()
    finished = False
    while not finished:
        with cut_off_at_the_next(cut_before), suppress(CutOff):
            migrate(empty_url)
            finished = True
    assert len(cut_before) > 100, "there are so many changes"
    assert whole(empty_url)


def test_a_migration_that_is_killed_between_two_changes_is_finished_by_the_next(empty_url: str) -> None:
    migrate(empty_url, FIRST)
    fill(empty_url, 50)
    script = f"""
import itertools, os, signal
from sqlalchemy import Engine, event
from bot.store.migrate import migrate
changes = itertools.count(1)
@event.listens_for(Engine, "before_cursor_execute")
def before(db, cursor, statement, *rest):
    if statement.lstrip().upper().startswith({CHANGES!r}) and next(changes) == 9:
        os.kill(os.getpid(), signal.SIGKILL)
migrate({empty_url!r})
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    migrate(empty_url)
    assert whole(empty_url)


@pytest.fixture
def postgresql() -> Iterator[str]:
    yield from postgresql_url(empty=True)


def test_an_index_whose_making_was_cut_off_is_made_anew(postgresql: str) -> None:
    migrate(postgresql, "0002")
    with psycopg.connect(postgresql) as slow:  # a transaction that the first index must wait for
        slow.execute("LOCK TABLE links IN ROW EXCLUSIVE MODE")
        script = f"from bot.store.migrate import migrate; migrate({postgresql!r})"
        child = subprocess.Popen([sys.executable, "-c", script])
        with psycopg.connect(postgresql, autocommit=True) as look:
            broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
            patiently(lambda: look.execute(broken).fetchall())
            child.kill()
            child.wait()
            look.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'")
            assert len(look.execute(broken).fetchall()) == 1
    migrate(postgresql)
    assert whole(postgresql)


def test_a_migration_waits_for_a_slow_transaction_and_holds_up_nobody_meanwhile(postgresql: str) -> None:
    migrate(postgresql, FIRST)
    fill(postgresql, 50)
    errors: list[BaseException] = []

    def go() -> None:
        try:
            migrate(postgresql)
        except BaseException as error:
            errors.append(error)

    with psycopg.connect(postgresql) as slow:
        slow.execute("SELECT count(*) FROM learners")  # whoever wants to change the table waits for this
        migrating_now = threading.Thread(target=go)
        migrating_now.start()
        with Writer(postgresql) as writer:
            time.sleep(2.5)
            assert migrating_now.is_alive()
            slow.rollback()
            migrating_now.join()
    assert not errors
    assert writer.written > 20
    assert writer.longest < 1.5, "who waits half a second for a lock has everybody wait so long"
    assert whole(postgresql)


def test_many_learners_are_upgraded_while_they_talk(empty_url: str) -> None:
    migrate(empty_url, FIRST)
    fill(empty_url, 20_000)
    with Writer(empty_url) as writer:
        before = writer.written
        started = time.monotonic()
        migrate(empty_url)
        seconds = time.monotonic() - started
    print(f"{seconds:.2f} s; {writer.written - before} writes; the longest took {writer.longest:.2f} s")
    assert whole(empty_url)
    if empty_url.startswith("postgresql"):
        assert writer.longest < 1.0


def fill(url: str, count: int) -> None:
    """So many learners in the first shape, each with an address, six messages, what was sent and a reminder."""
    moment = "now()" if url.startswith("postgresql") else str(time.time_ns() // 1000)
    engine = create_engine(url)
    with engine.begin() as db:
        each = (
            f"SELECT g FROM generate_series(1, {count}) AS g" if url.startswith("postgresql") else
            f"WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < {count}) SELECT g FROM n"
        )  # fmt: skip
        db.execute(text(f"CREATE TEMPORARY TABLE each_one AS {each}"))
        db.execute(text("CREATE TEMPORARY TABLE six AS SELECT 1 AS m UNION ALL SELECT 2 UNION ALL SELECT 3 "
                        "UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6"))  # fmt: skip
        for statement in (
            "learners (id, token, language, state, created_at, heard_at) "
            f"SELECT g, 'talk-' || g, 'nl', 'null', {moment}, {moment} FROM each_one",
            "addresses (id, learner_id, channel, external_id) SELECT g, g, 'telegram', g FROM each_one",
            "messages (learner_id, direction, body, at, delivery) "
            f"SELECT g, 'out', 'null', {moment}, 'sent' FROM each_one, six",
            "outbox (learner_id, address_id, kind, due, priority, created_at, outcome, done_at) "
            f"SELECT g, g, 'message', {moment}, 0, {moment}, 'sent', {moment} FROM each_one, six",
            "lanes (learner_id, priority) SELECT g, 0 FROM each_one",
        ):
            db.execute(text(f"INSERT INTO {statement}"))
        if url.startswith("postgresql"):
            for table in ("learners", "addresses"):
                db.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {count})"))
    engine.dispose()


class Writer:
    """Somebody who writes to the database all the while, as turns do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.written = 0
        self.longest = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        engine = create_engine(self.url, connect_args={"timeout": 600} if self.url.startswith("sqlite") else {})
        while not self._stop.is_set():
            started = time.monotonic()
            with engine.begin() as db:
                db.execute(text("UPDATE learners SET language = 'en' WHERE id = 7"))
                db.execute(text("INSERT INTO messages (learner_id, direction, body, at, delivery) "
                                "SELECT 7, 'in', '[]', at, 'heard' FROM messages WHERE id = 1"))  # fmt: skip
            self.longest = max(self.longest, time.monotonic() - started)
            self.written += 1
            time.sleep(0.01)
        engine.dispose()

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()


def patiently(condition: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
