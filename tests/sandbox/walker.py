"""Somebody with a browser, for tests: opens pages, reads them, follows links and presses buttons by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx


@dataclass
class Button:
    words: str = ""
    name: str = ""
    value: str = ""


@dataclass
class FormOnPage:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """What a person sees of a page: its text, links and forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[list[str]] = []
        self.forms: list[FormOnPage] = []
        self.title = ""
        self._text: list[str] = []
        self._at: list[str] = []
        self._select = ""
        self.feed(html)
        self.text = re.sub(r"\s+", " ", " ".join(self._text))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self._at.append(tag)
        if tag == "a":
            self.links.append([found.get("href", ""), ""])
        elif tag == "form":
            assert found.get("method", "").lower() == "post"
            self.forms.append(FormOnPage(found.get("action", "")))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append(Button("", found.get("name", ""), found.get("value", "")))
        elif tag == "input" and self.forms:
            self._input(self.forms[-1], found)
        elif tag == "select" and self.forms:
            self._select = found["name"]
            self.forms[-1].names.add(found["name"])
        elif tag == "option" and self._select:
            self.forms[-1].fields.setdefault(self._select, found.get("value", ""))
        elif tag == "textarea" and self.forms:
            self.forms[-1].names.add(found["name"])
            self.forms[-1].fields.setdefault(found["name"], "")

    def _input(self, form: FormOnPage, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        form.names.add(name)
        if kind in ("checkbox", "radio"):
            if "checked" in found:
                form.fields[name] = found.get("value", "on")
        elif name:
            form.fields[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        while self._at and self._at.pop() != tag:
            pass
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if "style" in self._at or "script" in self._at:
            return
        if "title" in self._at:
            self.title += data
            return
        self._text.append(data)
        if "a" in self._at and self.links:
            self.links[-1][1] += data
        if "button" in self._at and self.forms and self.forms[-1].buttons:
            self.forms[-1].buttons[-1].words += data


def _same(words: str, shown: str) -> bool:
    return " ".join(shown.split()).startswith(words)


class Walker:
    """A person at a browser of their own. `at` is the address they are at, wherever that is.

    `app`: what answers there; None when it is a server that listens.
    """

    def __init__(self, app: Any, url: str, *, language: str = "nl") -> None:
        transport = httpx.ASGITransport(app) if app is not None else None
        headers = {"Accept-Language": language, "Accept": "text/html"}
        self.client = httpx.AsyncClient(transport=transport, base_url=url, headers=headers, timeout=60)
        self.home = url
        self.at = url
        self.status = 0
        self.html = ""
        self.page = Page("")

    async def __aenter__(self) -> Walker:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.aclose()

    async def opens(self, address: str) -> Walker:
        return await self._go("GET", address)

    async def follows(self, words: str) -> Walker:
        """The link with these words."""
        found = [href for href, text in self.page.links if _same(words, text)]
        assert found, f"no link {words!r} among {[text for _, text in self.page.links]} at {self.at}"
        return await self._go("GET", found[0])

    async def presses(self, words: str, **typed: str | None) -> Walker:
        """The button with these words, after typing in its form; a box is cleared with None."""
        for form in self.page.forms:
            for button in form.buttons:
                if _same(words, button.words):
                    unknown = typed.keys() - form.names
                    assert not unknown, f"no fields {unknown} beside {words!r} at {self.at}"
                    sent: dict[str, str | None] = {**form.fields, **typed}
                    if button.name:
                        sent[button.name] = button.value
                    data = {name: value for name, value in sent.items() if value is not None}
                    return await self._go("POST", form.action or self.at, data)
        shown = [button.words for form in self.page.forms for button in form.buttons]
        raise AssertionError(f"no button {words!r} among {shown} at {self.at}")

    def sees(self, *words: str) -> Walker:
        for one in words:
            assert one in self.page.text, f"{one!r} is not in {self.page.text!r} at {self.at}"
        return self

    def does_not_see(self, *words: str) -> Walker:
        for one in words:
            assert one not in self.page.text, f"{one!r} is in {self.page.text!r}"
        return self

    def is_at(self, path: str, status: int = 200) -> Walker:
        assert (urlsplit(self.at).path, self.status) == (path, status), f"{self.at} {self.status} {self.page.text}"
        return self

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.at).query).items()}

    async def _go(self, method: str, address: str, data: dict[str, str] | None = None) -> Walker:
        address = urljoin(self.at, address)
        for _ in range(12):
            answer = await self.client.request(method, address, data=data)
            if answer.is_redirect:
                method, data = "GET", None
                address = urljoin(address, answer.headers["location"])
                if not address.startswith(f"{self.home}/"):
                    self.at, self.status, self.html, self.page = address, 0, "", Page("")
                    return self  # at somebody else's site
                continue
            self.at, self.status, self.html = address, answer.status_code, answer.text
            self.page = Page(answer.text)
            return self
        raise AssertionError(f"sent around and around, at last to {address}")
