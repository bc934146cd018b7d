"""Which way imports point. `make check` holds the same rules with import-linter; here they are told in words."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house import ROOT

OURS = ("bot", "flows", "integrations")
THINKING = "bot.conversation"
ENTRANCES = ("bot.__main__", "bot.web.app", "bot.worker", "bot.terminal")
WITHOUT_IO = {
    "__future__", "array", "ast", "babel", "bisect", "collections", "dataclasses", "datetime", "fluent", "functools",
    "hashlib", "html", "itertools", "json", "math", "operator", "pathlib", "re", "struct", "sys", "typing",
    "unicodedata", "urllib.parse", "zipfile", "zlib", "zoneinfo",
}  # fmt: skip
"""What a room may use that does no I/O and asks no clock. `pathlib` and `zipfile` read what stands beside the flows."""

THE_LEAST = {
    "floor": {"aiohttp", "fastapi", "uvicorn"},
    "plain_asyncpg": {"aiohttp", "asyncpg", "fastapi", "uvicorn"},
}
"""What `make bench` measures us against: programs of tests/bench, and the libraries that each needs."""

NOT_TO_CALL = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "open", "print", "input"}
"""A clock or the outside world within what may be used."""


class Import(NamedTuple):
    """One import, and where."""

    file: Path
    line: int
    room: str  # the module that imports, as `bot.web.chat`
    what: str  # what it imports, as `bot.turns`

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line}: {self.room} imports {self.what}"


@cache  # and not while tests are collected, which each worker does
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of ours, by name."""
    found = {}
    for file in sorted(file for room in OURS for file in (ROOT / room).rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = (file, ast.parse(file.read_text("utf-8")))
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import of ours, wherever in a file it stands. `from bot import turns` is one of `bot.turns`."""
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for name, (file, tree) in modules().items():
        yield from imports_of(name, file, tree)


def imports_of(name: str, file: Path, tree: ast.Module) -> Iterator[Import]:
    """Every import of one module."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(file, node.lineno, name, alias.name)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(filter(None, [above, node.module]))
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield Import(file, node.lineno, name, inner if inner in modules() else source)


def within(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def between(room: str) -> Iterator[Import]:
    """What the modules of a room import of ours."""
    return (found for found in imports() if within(found.room, room) and within(found.what, *OURS))


def test_there_is_something_to_read() -> None:
    assert len(imports()) > 300
    assert {"bot.wiring", "flows.claim", "integrations.telegram"} <= modules().keys()
    assert any(found.room == "bot.wiring" and found.what == "flows" for found in imports())


def test_flows_import_of_ours_only_how_to_think() -> None:
    assert [str(found) for found in between("flows") if not within(found.what, "flows", THINKING)] == []


def test_integrations_import_of_ours_only_how_to_think_and_what_we_ask_of_neighbours() -> None:
    allowed = ("integrations", THINKING, "bot.ports")
    assert [str(found) for found in between("integrations") if not within(found.what, *allowed)] == []


def test_only_the_wiring_knows_flows_and_integrations() -> None:
    met = [found for found in between("bot") if within(found.what, "flows", "integrations")]
    assert {found.room for found in met} == {"bot.wiring"}, list(map(str, met))


def test_thinking_imports_nothing_else_of_ours() -> None:
    assert [str(found) for found in between(THINKING) if not within(found.what, THINKING)] == []


def test_what_we_ask_of_neighbours_imports_only_thinking() -> None:
    assert [str(found) for found in between("bot.ports") if not within(found.what, THINKING)] == []


def test_nobody_imports_where_a_process_starts() -> None:
    met = [found for found in imports() if found.what in ENTRANCES and found.room != "bot.__main__"]
    assert [str(found) for found in met] == []


def test_only_the_tools_that_learn_import_what_only_the_test_extra_brings() -> None:
    tools, heavy = ("bot.phrases.learning", "bot.phrases.vectors"), ("numpy", "scipy", "sklearn")
    assert {found.room for found in imports() if within(found.what, *heavy)} == set(tools)
    assert [str(found) for found in imports() if within(found.what, *tools) and found.room not in tools] == []


@pytest.mark.parametrize("room", [THINKING, "flows"])
def test_thinking_and_journeys_do_no_io(room: str) -> None:
    allowed = WITHOUT_IO | ({"dateparser"} if room == "flows" else set())  # reads a day that a learner wrote
    outside = [found for found in imports() if within(found.room, room) and not within(found.what, *OURS)]
    assert [str(found) for found in outside if not {found.what, found.what.partition(".")[0]} & allowed] == []


@pytest.mark.parametrize("room", [THINKING, "flows"])
def test_thinking_and_journeys_ask_no_clock(room: str) -> None:
    called = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {name} calls {ast.unparse(node.func)}"
        for name, (file, tree) in modules().items()
        for node in (ast.walk(tree) if within(name, room) else ())
        if isinstance(node, ast.Call) and ast.unparse(node.func) in NOT_TO_CALL
    ]
    assert called == []


@pytest.mark.parametrize("name", THE_LEAST)
def test_the_least_that_we_are_measured_against_is_a_bare_handler_of_its_own(name: str) -> None:
    file = ROOT / f"tests/bench/{name}.py"
    words = file.read_text("utf-8")
    assert len(words.splitlines()) < 120
    tree = ast.parse(words)
    needed = {found.what for found in imports_of(f"tests.bench.{name}", file, tree)}
    assert {what for what in needed if what.partition(".")[0] not in sys.stdlib_module_names} == THE_LEAST[name]
    of_fastapi = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "fastapi"
        for alias in node.names
    }
    assert of_fastapi == {"FastAPI", "Request", "Response"}
