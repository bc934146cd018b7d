"""The short form of an upgrade while learners talk. `make fire ARGS="--upgrade 1000000"` is the long one.

An older program is to be had from the history alone, which not every clone has. Here the older one is that of today,
and the newer one a copy of it with one more migration, of every kind that may come: it adds, it fills, and it lets an
index go.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.store.migrate import HEAD
from tests.databases import missing, postgresql_server
from tests.fire.seeded import PROGRAM, copied
from tests.fire.upgrade import NoSuchProgram, Upgrade, checked_out, upgrade
from tests.nursery import PROGRAM as MODULES
from tests.nursery import Nursery, nursery

LEARNERS = 300

ADDS = """
    add_table("novelties", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("word", sa.Text()))
    add_column("learners", sa.Column("mood", sa.String(20)))
    add_column("messages", sa.Column("shade", sa.Integer(), nullable=False, server_default="0"))
    add_column("outbox", sa.Column("weight", sa.BigInteger()))
    calm = "UPDATE learners SET mood = 'calm' WHERE id BETWEEN :first AND :last"
    fill("learners", {"sqlite": calm, "postgresql": calm}, at_once=50)
    add_index("messages", "shade", "id")
    drop_index("learners", "heard_at")
"""
TAKES_AWAY = """
    op.drop_column("lanes", "priority")
"""
STOPS_EVERYBODY = """
    op.execute("LOCK TABLE learners IN ACCESS EXCLUSIVE MODE")
    op.execute("SELECT pg_sleep(9)")
"""
MOST_WAIT_SECONDS = 7.0
"""A busy machine takes seconds to start a process."""


def next_program(folder: Path, does: str) -> Path:
    """The program of today with one more migration."""
    tree = copied(folder / "next")
    (tree / "bot/store/migrations/versions/9998_next.py").write_text(
        '"""Because something comes next."""\n'
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "from bot.store.upgrades import add_column, add_index, add_table, drop_index, fill\n"
        f"revision, down_revision = '9998', {HEAD!r}\n"
        f"def upgrade():{does}\n",
        "utf-8",
    )
    return tree


def upgraded(database: str, folder: Path, does: str, patience_seconds: float = 60) -> Upgrade:
    if database == "postgresql" and not postgresql_server():
        missing("no PostgreSQL server could be started here")
    with Nursery(*MODULES, tree=next_program(folder, does)) as new:
        how = {"a_second": 40, "talkers": 12, "between": 24, "patience_seconds": patience_seconds}
        how |= {"in_shape": True, "most_wait_seconds": MOST_WAIT_SECONDS}
        return asyncio.run(upgrade(database, LEARNERS, nursery(), new, **how))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_learners_talk_on_while_the_next_program_comes(database: str, tmp_path: Path) -> None:
    result = upgraded(database, tmp_path, ADDS)
    assert result.broken == {}, result.folder
    steps = {row["step"]: row["turns"] for row in result.figures()}
    assert steps["the old program"] >= 24
    assert steps["the new program"] >= 24
    assert database == "sqlite" or steps["old processes, new tables"] >= 24


def test_a_migration_that_takes_away_what_the_old_program_uses_is_seen(tmp_path: Path) -> None:
    result = upgraded("postgresql", tmp_path, TAKES_AWAY, patience_seconds=6)
    assert [step.name for step in result.steps][:2] == ["the old program", "migrate"]
    assert "answered" in result.broken
    assert result.folder
    shutil.rmtree(result.folder)


def test_a_migration_during_which_nobody_is_answered_is_seen(tmp_path: Path) -> None:
    result = upgraded("postgresql", tmp_path, STOPS_EVERYBODY)
    assert list(result.broken) == ["waited"]
    assert result.folder
    shutil.rmtree(result.folder)


def committed(repository: Path, file: str, text: str) -> None:
    """One more commit in this repository, with this file."""
    (repository / file).parent.mkdir(parents=True, exist_ok=True)
    (repository / file).write_text(text, "utf-8")
    who = "-c", "user.name=Sam", "-c", "user.email=sam@example.org", "-c", "commit.gpgsign=false"
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", text)):
        subprocess.run(["git", *command], cwd=repository, check=True)


def test_the_last_program_of_a_migration_is_found_in_the_history(tmp_path: Path) -> None:
    if not shutil.which("git"):
        missing("there is no git here")
    (repository := tmp_path / "repository").mkdir()
    for part in PROGRAM:
        committed(repository, f"{part}/__init__.py", part)
    migrations = "bot/store/migrations/versions"
    committed(repository, f"{migrations}/0001_first.py", "first")
    committed(repository, "bot/turns.py", "what is heard is answered")
    committed(repository, f"{migrations}/0002_second.py", "second")
    checked_out("0001", tmp_path / "old", repository)
    assert (tmp_path / "old/bot/turns.py").read_text("utf-8") == "what is heard is answered"
    assert [file.name for file in (tmp_path / "old" / migrations).iterdir()] == ["0001_first.py"]
    with pytest.raises(NoSuchProgram, match="no migration comes after 0002"):
        checked_out("0002", tmp_path / "none", repository)
    with pytest.raises(NoSuchProgram, match="git fetch --unshallow"):
        checked_out("abcdef0", tmp_path / "none", repository)
