"""From names to words in Dutch and English, as nodes.

Words are Project Fluent, one file per flow and language: a message is a step, its attributes the choices.
Markup in a text is small and neutral (`<b> <i> <code> <a href>`) and is read after Fluent has done its work;
an argument never becomes markup, because what could be read as such travels as a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.dates import format_date
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.conversation.events import Fact
from bot.conversation.nodes import Nodes, Span, Style

LANGUAGES = ("nl", "en")


def languages_of(nodes: Nodes, language: str) -> tuple[str, ...]:
    """The languages a text is in, in their order; `language` is its first."""
    both = any(span.style == "rule" for span in nodes)
    return (language, *(other for other in LANGUAGES if both and other != language))


_SITE = re.compile(r'(?<=href=")https?://[^/"?#{]+')
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TAGS: Mapping[str, Style] = {"b": "bold", "i": "italic", "code": "code"}
_PLACEHOLDERS = 0xE000  # private use: no text of ours and, after cleaning, no learner's text has these


@dataclass(frozen=True)
class Source:
    """One file: where it is and what stands in it. `placed`: whether it is known of each word where."""

    file: Path
    flow: str
    language: str
    text: str
    placed: bool = False

    @cached_property
    def resource(self) -> ast.Resource:
        """What stands in it, parsed."""
        return FluentParser(with_spans=self.placed).parse(self.text)

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


MOST_FILLED = 5_000
"""So many texts are kept as they were filled in: at a step most learners read the same."""


class MissingText(KeyError):
    """No such text; `badgewijzer check` finds these before anybody does."""


class Needs(Visitor):
    """What one pattern looks at: its variables, and whether it refers to another text."""

    def __init__(self, pattern: ast.BaseNode) -> None:
        self.variables: set[str] = set()
        self.refers = False
        self.visit(pattern)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.refers = True

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.refers = True


@dataclass(frozen=True, slots=True)
class _Text:
    """One message or attribute: its words, or what `bundle` fills in. `needs` None: it may look at anything."""

    says: Any
    bundle: FluentBundle
    needs: frozenset[str] | None

    def filled(self, arguments: dict[str, object]) -> tuple[object, Sequence[Exception]]:
        """With these arguments; and what went wrong."""
        return (self.says, ()) if isinstance(self.says, str) else self.bundle.format_pattern(self.says, arguments)


class Texts:
    """Every text of the flows in one folder. Parsed once, when the first is asked for; rendering takes microseconds.

    `sources` stay as they were written; a link to one of `sites` leads to the address that stands beside it there.
    """

    def __init__(
        self,
        read: Callable[[], Iterable[Source]],
        sites: Mapping[str, str] | None = None,
        under: Texts | None = None,
    ) -> None:
        """`under`: those that these are made from."""
        self._read = read
        self._sites = sites or {}
        self._under = under
        self._filled: dict[tuple[object, ...], Nodes] = {}  # as they were filled in lately

    @cached_property
    def sources(self) -> Sequence[Source]:
        """The files the texts are from."""
        return tuple(self._read())

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str, str], _Text]:
        """Each text by its name, language and label."""
        texts: dict[tuple[str, str, str], _Text] = {}
        alone = cache(_bundle)  # a bundle holds what it was read from: texts that look at no other have an empty one
        for source in self.sources:
            bundle = _bundle(source.language)
            led = _SITE.sub(lambda site: self._sites.get(site[0], site[0]), source.text)
            resource = (source if led == source.text else replace(source, text=led)).resource
            bundle.add_resource(resource)
            first: dict[str, ast.Message] = {}  # of what is written twice, Fluent takes the first
            for entry in resource.body:
                if isinstance(entry, ast.Message):
                    first.setdefault(entry.id.name, entry)
            for name, entry in first.items():
                for label, pattern in _patterns(entry):
                    key = (f"{source.flow}.{name}", source.language, label)
                    texts[key] = _text(pattern, bundle, name, label, alone(source.language))
        return texts

    @classmethod
    def load(cls, *folders: Path) -> Texts:
        """The texts of `<flow>.<language>.ftl` in these folders."""

        def read() -> Iterator[Source]:
            for file in sorted(file for folder in folders for file in folder.glob("*.*.ftl")):
                flow, language, _ = file.name.split(".", 2)
                yield Source(file, flow, language, file.read_text("utf-8"))

        return cls(read)

    def and_those(self, more: Sequence[Source]) -> Texts:
        """These texts and those of other files."""
        return Texts(lambda: (*self.sources, *more), self._sites, self)

    def placed(self) -> Texts:
        """The same, and it is known of each word where it stands: that takes twice the memory and more time."""
        return Texts(lambda: (replace(source, placed=True) for source in self.sources), self._sites)

    def leading_to(self, sites: Mapping[str, str]) -> Texts:
        """The same words; links to each site (`https://www.edubadges.nl`) lead to the address it has in `sites`."""
        return Texts(lambda: self.sources, sites, self)

    def let_go(self) -> None:
        """Keep what they say, not what it was read from: they are proofread, and only filled in from now on."""
        texts: Texts | None = self if self._texts else None
        while texts is not None:
            vars(texts).pop("sources", None)
            texts = texts._under

    def has(self, name: str, language: str = LANGUAGES[0], label: str = "") -> bool:
        """Is there such a text, and such an attribute of it?"""
        return (name, language, label) in self._texts

    def nodes(self, name: str, language: str, facts: Mapping[str, Fact]) -> Nodes:
        """The text as nodes, its variables filled in. Raises MissingText.

        A fact that is said otherwise in each language also stands there as `NAME_nl` and `NAME_en`.
        """
        return self._nodes((name, language, ""), facts)

    def label(self, name: str, label: str, language: str, facts: Mapping[str, Fact] | None = None) -> str:
        """The words on a button, or any other attribute, as plain text. Raises MissingText."""
        spans = self._nodes((name, language, label), facts or {})
        return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)

    def _nodes(self, key: tuple[str, str, str], facts: Mapping[str, Fact]) -> Nodes:
        text = self._texts.get(key)
        if text is None:
            raise MissingText(*key)
        if text.needs is None:
            return self._fill(key, text, facts)
        said = {name: facts.get(f"{name}_{key[1]}", facts[name]) for name in text.needs if name in facts}
        wanted = (key, *map(said.get, text.needs)) if said else (key,)
        nodes = self._filled.get(wanted)
        if nodes is None:
            nodes = self._fill(key, text, said)
            if len(self._filled) >= MOST_FILLED:
                self._filled.clear()
            self._filled[wanted] = nodes
        return nodes

    def _fill(self, key: tuple[str, str, str], text: _Text, facts: Mapping[str, Fact]) -> Nodes:
        if text.needs is None:
            facts = {name: facts.get(f"{name}_{key[1]}", fact) for name, fact in facts.items()}
        arguments, hidden = _arguments(facts, key[1])
        raw, errors = text.filled(arguments)
        if errors:
            raise MissingText(*key, *errors)
        return read_markup(str(raw), hidden)


def _bundle(language: str) -> FluentBundle:
    return FluentBundle([language], use_isolating=False)


def _patterns(entry: ast.Message) -> Iterator[tuple[str, ast.Pattern]]:
    """What a message says, under "", and each of its attributes."""
    if entry.value is not None:
        yield "", entry.value
    for attribute in entry.attributes:
        yield attribute.id.name, attribute.value


def _text(pattern: ast.Pattern, bundle: FluentBundle, message: str, label: str, alone: FluentBundle) -> _Text:
    """This pattern of a message in `bundle`, ready to be filled in."""
    words = [element.value for element in pattern.elements if isinstance(element, ast.TextElement)]
    if len(words) == len(pattern.elements):
        return _Text("".join(words), alone, frozenset())
    needs = Needs(pattern)
    made = bundle.get_message(message)
    says = made.attributes[label] if label else made.value
    return _Text(says, bundle, None) if needs.refers else _Text(says, alone, frozenset(needs.variables))


def _arguments(facts: Mapping[str, Fact], language: str) -> tuple[dict[str, object], list[str]]:
    """What Fluent gets to see, and what its placeholders stand for."""
    arguments: dict[str, object] = {}
    hidden: list[str] = []
    for name, value in facts.items():
        if isinstance(value, str):
            if _ISO_DATE.match(value):
                value = long_date(value, language)
            elif "<" in value or "&" in value or ">" in value or "\n" in value:
                hidden.append(value)
                value = chr(_PLACEHOLDERS + len(hidden) - 1)
        arguments[name] = value
    return arguments, hidden


@lru_cache(maxsize=2048)
def long_date(iso: str, language: str) -> str:
    """An ISO date as people say it: `2026-06-22` is "22 juni 2026"."""
    return format_date(date.fromisoformat(iso), "d MMMM y", locale=language)


class _Markup(HTMLParser):
    def __init__(self, hidden: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[Span] = []
        self.hidden = hidden
        self.style: Style = "plain"
        self.href = ""
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "a":
            self.href = self._fill(dict(attrs).get("href") or "")
            if not self.href.startswith(("https://", "http://localhost", "http://127.", "mailto:")):
                self.faults.append(f"a link that is not https: {self.href!r}")
        elif tag in _TAGS:
            self.style = _TAGS[tag]
        else:
            self.faults.append(f"<{tag}> is not ours; <b> <i> <code> <a href> are")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")
        if tag == "a":
            self.href = ""
        else:
            self.style = "plain"

    def handle_data(self, data: str) -> None:
        self.spans.append(Span(self._fill(data), self.style, self.href))

    def _fill(self, text: str) -> str:
        for number, value in enumerate(self.hidden):
            text = text.replace(chr(_PLACEHOLDERS + number), value)
        return text


def parse_markup(raw: str, hidden: list[str] | None = None) -> tuple[Nodes, list[str]]:
    """The nodes of a text in our small markup, and what is wrong with it."""
    reader = _Markup(hidden or [])
    reader.feed(raw)
    reader.close()
    faults = [*reader.faults, *(f"<{tag}> is never closed" for tag in reader.open)]
    return tuple(reader.spans), faults


def read_markup(raw: str, hidden: list[str] | None = None) -> Nodes:
    """The nodes of a text in our small markup."""
    if "<" not in raw and "&" not in raw and not hidden:
        return (Span(raw),)
    return parse_markup(raw, hidden)[0]


def language_of(tag: str) -> str:
    """The language to begin in, from a channel's guess."""
    return "en" if tag and tag.strip().lower()[:2] not in ("nl", "fy", "") else "nl"
