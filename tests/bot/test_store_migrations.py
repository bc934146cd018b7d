"""The tables are what the migrations make, up and down, on both databases."""

from __future__ import annotations

import threading

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

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
