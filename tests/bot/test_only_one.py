"""What one process of all does: it alone, and another when it is gone."""

from __future__ import annotations

import psycopg

from bot.store.only_one import OnlyOne


def test_one_has_it_and_another_takes_over_when_its_connection_ends(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        assert OnlyOne(database_url, "mail").is_mine(), "there is one program only"
        return
    first, second, other = (OnlyOne(database_url, name) for name in ("mail", "mail", "else"))
    assert [first.is_mine(), second.is_mine(), other.is_mine(), first.is_mine()] == [True, False, True, True]
    with psycopg.connect(database_url, autocommit=True) as operator:  # as if the first were killed
        operator.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
                         "(%s::bigint & 4294967295)::bigint::oid", (first._key,))  # fmt: skip
    assert not first.is_mine(), "it knows"
    assert second.is_mine()
    second.let_go()
    assert first.is_mine()
    first.let_go()
    other.let_go()


def test_nobody_has_it_while_the_database_is_away() -> None:
    assert not OnlyOne("postgresql://nobody@127.0.0.1:1/none", "mail").is_mine()
