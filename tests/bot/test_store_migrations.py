"""The tables are what the migrations make, up and down, on both databases."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from bot.store import migrate as migrating
from bot.store.database import sqlite_engine
from bot.store.migrate import FOLDER, HEAD, at_head, configuration, migrate
from bot.store.tables import metadata


def test_the_migrations_make_exactly_the_tables_of_the_one_page(database_url: str) -> None:
    migrate(database_url)
    engine = create_engine(database_url)
    with engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
        assert at_head(db)
    engine.dispose()


def test_every_migration_goes_down_again_and_up_again(database_url: str) -> None:
    migrate(database_url)
    migrate(database_url, "base")
    engine = create_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migrate(database_url)
    engine = create_engine(database_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_two_that_migrate_at_once_both_find_it_done(database_url: str) -> None:
    errors: list[BaseException] = []

    def go() -> None:
        try:
            migrate(database_url)
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


def test_a_database_that_a_newer_program_migrated_is_at_head_for_this_one_and_left_alone(database_url: str) -> None:
    migrate(database_url)
    engine = create_engine(database_url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate(database_url)
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
