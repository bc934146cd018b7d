"""From typed words back to names: a tap, "1", "Ja!" and "terug" in the light of the pending question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.conversation.effects import Option
from bot.conversation.texts import LANGUAGES, Texts

COMMANDS = ("help", "status", "back", "skip", "restart", "stop", "language", "human")
"""What can be said at every question, in this order."""

_SWITCHES = ("nl", "en")

_ALSO = {"yes": ("done", "go_on"), "go_on": ("yes", "done"), "done": ("yes",), "no": ("problem", "never_mind")}
"""What a usual word means where its own answer is not offered: "ja" to "did it work?" is done."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be said at every question. `detail`: for language, which one ("" = the other)."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers of the step at `path`."""

    path: str
    answer: str


@dataclass(frozen=True, slots=True)
class Words:
    """Neither: the learner's own words, cleaned."""

    text: str


Meaning = Command | Answer | Words


def clean(text: str, limit: int = 4000) -> str:
    """The text without what cannot be seen: controls, marks of direction, zero-width and private-use signs.

    Line breaks stay; a joiner inside an emoji does not, which costs the emoji its joined look and nothing else.
    """
    kept = "".join(
        character
        if character == "\n" or unicodedata.category(character)[0] != "C"
        else " "
        if character == "\t"
        else ""
        for character in text[: limit * 2].replace("\r\n", "\n").replace("\r", "\n")
    )
    return kept.strip()[:limit]


def normal(text: str) -> str:
    """The text as compared: one case, one width, no accents, no punctuation, single blanks."""
    folded = unicodedata.normalize("NFKD", clean(text, 400).casefold())
    letters = "".join(c if c.isalnum() else "" if unicodedata.combining(c) or c in "'’`" else " " for c in folded)
    return " ".join(letters.split())


def read_value(value: str) -> Meaning:
    """What a button's value means: `:help`, `:language.en` or `flow.step:answer`; else Words."""
    path, colon, name = value.partition(":")
    if not path and colon:
        command, _, detail = name.partition(".")
        if command in COMMANDS:
            return Command(command, detail if detail in _SWITCHES else "")
    elif path and name:
        return Answer(path, name)
    return Words("")


def understand(texts: Texts, options: Iterable[Option], said: str, *, free: bool = False) -> Meaning:
    """What a learner means who sees `options`. `free`: words of their own are an answer here, numbers too."""
    text = clean(said)
    plain = normal(text)
    answers = [option for option in options if option.kind == "answer"]
    if text.startswith("/"):
        word = re.split(r"[\s@]", text[1:], maxsplit=1)[0]
        found = _command_words(texts).get(normal(word))
        if found:
            return found
    elif found := _command_words(texts).get(plain):
        return found
    if re.fullmatch(r"\d{1,2}", plain) and 1 <= int(plain) <= len(answers) and (not free or text == plain):
        return _answer(answers[int(plain) - 1])
    if plain:
        for option in answers:
            if plain in _labels(texts, option.text, option.label):
                return _answer(option)
        named = _usual_words(texts).get(plain, "")
        for name in (named, *_ALSO.get(named, ())):
            for option in answers:
                if name and option.value.rpartition(":")[2] == name:
                    return _answer(option)
    return Words(text)


def _answer(option: Option) -> Meaning:
    return read_value(option.value)


@cache
def _labels(texts: Texts, name: str, label: str) -> frozenset[str]:
    """The words of one button in every language."""
    return frozenset(
        normal(texts.label(name, label, language)) for language in LANGUAGES if texts.has(name, language, label)
    )


def _listed(texts: Texts, name: str, label: str) -> Iterator[str]:
    for language in LANGUAGES:
        if texts.has(name, language, label):
            yield from filter(None, map(normal, texts.label(name, label, language).split(",")))


@cache
def _command_words(texts: Texts) -> dict[str, Command]:
    """Every word that is a command, in every language."""
    words: dict[str, Command] = {}
    for command in COMMANDS:
        for word in (command, *_listed(texts, f"common.command_{command}", "words")):
            words.setdefault(word, Command(command))
        for language in LANGUAGES:
            label = f"common.command_{command}"
            if texts.has(label, language):
                words.setdefault(normal(texts.label(label, "", language)), Command(command))
    for language in _SWITCHES:
        for word in _listed(texts, f"common.speak_{language}", "words"):
            words[word] = Command("language", language)
    return words


@cache
def _usual_words(texts: Texts) -> dict[str, str]:
    """Words that nearly always mean the same answer: "ja" is `yes`, "klaar" is `done`."""
    return {
        word: answer
        for answer in ("yes", "no", "done", "how", "problem", "dont_know", "go_on")
        for word in _listed(texts, f"common.usual_{answer}", "words")
    }
