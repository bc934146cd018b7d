"""A database that another test had is as new: nothing is left of what was written, altered or still open there."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg
import pytest

from tests.databases import postgresql_url

database = contextmanager(postgresql_url)

WRITES = (
    "INSERT INTO learners (token, language, created_at) VALUES ('sam', 'nl', now())",
    "INSERT INTO addresses (learner_id, channel, external_id) VALUES (1, 'fake', 'sam')",
)
ALTERS = (
    "CREATE TABLE more (id int)",
    "ALTER TABLE learners ADD COLUMN more int",
    "ALTER TABLE learners ALTER COLUMN language DROP NOT NULL",
    "ALTER TABLE learners ALTER COLUMN language SET DEFAULT 'nl'",
    "ALTER TABLE addresses DROP CONSTRAINT fk_addresses_learner_id_learners",
    "CREATE INDEX more ON learners (milestone)",
    "DROP TABLE joins",
    "UPDATE alembic_version SET version_num = '9999'",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$",
)


def asked(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def done(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


LOOKS = (
    "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "SELECT attname, attnotnull, atthasdef FROM pg_attribute WHERE attrelid = 'learners'::regclass",
    "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT sequencename, last_value FROM pg_sequences",
    "SELECT setconfig FROM pg_db_role_setting",
    "SELECT version_num FROM alembic_version",
)


def looks(url: str) -> list[list[tuple[object, ...]]]:
    """How a database is made, where counting stands, and how many rows each table has."""
    tables = sorted(name for name, kind in asked(url, LOOKS[0]) if kind == "r")
    return [sorted(asked(url, query)) for query in (*LOOKS, *(f'SELECT count(*) FROM "{name}"' for name in tables))]


def test_the_next_finds_no_row_and_counts_from_one() -> None:
    with database() as url:
        fresh = looks(url)
        done(url, *WRITES)
        assert looks(url) != fresh
    with database() as url:
        assert looks(url) == fresh
        done(url, *WRITES)
        assert asked(url, "SELECT id FROM learners") == [(1,)]


@pytest.mark.parametrize("alters", ALTERS)
def test_one_that_was_altered_is_not_handed_on(alters: str) -> None:
    with database() as url:
        fresh = looks(url)
        done(url, alters)
        assert looks(url) != fresh
    with database() as url:
        assert looks(url) == fresh


def test_what_was_not_committed_and_is_still_open_is_gone() -> None:
    with database() as url:
        left = psycopg.connect(url)
        left.execute(WRITES[0])
    with database() as url:
        assert asked(url, "SELECT * FROM learners") == []
        with pytest.raises(psycopg.OperationalError):
            left.execute(WRITES[0])


def test_who_still_knows_the_address_of_before_finds_nothing_there() -> None:
    with database() as before:
        pass
    with database() as url:
        assert url != before
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(before)


def test_two_at_once_are_two() -> None:
    with database() as one, database() as other:
        done(one, *WRITES)
        assert asked(other, "SELECT * FROM learners") == []
