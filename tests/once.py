"""What every program and every client works out anew when it starts, worked out once for all tests of a process.

It takes longer than most tests: to parse and compile the texts, to compile the templates, to read the certificates of
the world.
Each follows from what stands in a file, so a test that writes another file gets what is in that one.
"""

from __future__ import annotations

import os
import ssl
from functools import cache
from types import CodeType
from typing import Any

import certifi
import httpcore2
from fluent.runtime import FluentBundle
from fluent.runtime.prepare import Compiler
from fluent.syntax import FluentParser, ast
from jinja2 import Environment

from bot.conversation import texts


def work_out_once() -> None:
    """From now on, in this process."""
    _texts()
    _templates()
    _certificates()


def _texts() -> None:
    parse = FluentParser.parse

    @cache
    def parsed(with_spans: bool, text: str) -> ast.Resource:
        return parse(FluentParser(with_spans), text)

    FluentParser.parse = lambda self, source: parsed(self.with_spans, source)  # type: ignore[method-assign]

    # What is parsed once is the same for everybody, and so is what is made of it.
    texts.Needs = cache(texts.Needs)  # type: ignore[assignment,misc]
    make = cache(Compiler().compile)

    def compiled(self: FluentBundle, name: str, term: bool = False) -> Any:
        return make((self._terms if term else self._messages)[name])

    FluentBundle._lookup = compiled  # type: ignore[method-assign]


def _templates() -> None:
    make = Environment.compile
    codes: dict[tuple[str, str], CodeType] = {}

    def compiled(
        self: Environment, source: Any, name: Any = None, filename: Any = None, raw: bool = False, **more: Any
    ) -> Any:
        if filename is None or raw:
            return make(self, source, name, filename, raw, **more)
        key = (filename, source)  # a file is always read with the same kind of environment
        if key not in codes:
            codes[key] = make(self, source, name, filename)
        return codes[key]

    Environment.compile = compiled  # type: ignore[method-assign]


def _certificates() -> None:
    """Those that httpx and httpx2 trust by default; what a test trusts beside them it reads itself."""
    make, make2 = ssl.create_default_context, httpcore2.default_ssl_context

    @cache
    def world() -> ssl.SSLContext:
        return make(cafile=certifi.where())

    def context(purpose: ssl.Purpose = ssl.Purpose.SERVER_AUTH, **what: Any) -> ssl.SSLContext:
        return world() if what == {"cafile": certifi.where()} else make(purpose, **what)

    @cache
    def context2(*env: str | None, **how: Any) -> ssl.SSLContext:
        return make2(**how)

    ssl.create_default_context = context
    httpcore2.default_ssl_context = lambda **how: context2(
        os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"), **how
    )
