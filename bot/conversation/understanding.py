"""From typed words back to names: a tap, "1", "ja hoor" and "trug" in the light of the pending question.

What is said exactly (a button, a number, a command) is looked up; the rest goes to the flows' matcher, which
knows how people say things. Sure enough is acted on; unsure is asked back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice

from bot.conversation.effects import Option
from bot.conversation.events import Fact
from bot.conversation.flow import RETURN, Ask, Choose, Flows, Invalid, Problem, Question, Wait, topical_name
from bot.conversation.texts import LANGUAGES, Texts

COMMANDS = (
    "help",
    "status",
    "back",
    "skip",
    "restart",
    "stop",
    "language",
    "human",
    "questions",
    "my_data",
    "erase",
)
"""What can be said at every question, in this order."""

USUAL = ("yes", "no", "done", "how", "problem", "dont_know", "go_on", "never_mind")
"""Answers that are said the same way at whatever question."""

SURE = 0.65
"""From this chance on a guess is acted on; see docs/decisions for how it was chosen."""

SURE_OF_ANSWER = 0.6
"""From this chance on a guess at an answer of the pending question is: what is asked is what is mostly answered."""

SURE_OF_QUESTION = 0.9
"""At a question that takes the learner's own words, from this chance on they are not an answer to it."""

HERE = 10.0
"""So much likelier is an answer to the pending question than any other meaning."""

NEAR = 10.0
"""So much likelier is a problem of the pending task, or what the question is about, than any other."""

WORTH_ASKING = 0.10
"""From this chance on a meaning is offered when nothing is sure."""

MOST_OFFERED = 3
MOST_TOPICS = 2
"""So many are told in one message; of more than these it is said that they can be asked again."""

MOST_SENTENCES = 12
LONGEST_SENTENCE = 300
"""A sentence that is longer tells a story; what it means is not guessed."""

FOREIGN_WORDS, SURE_OF_LANGUAGE = 4, 0.97
"""From so many words, and so sure, on a text shows that its writer went over to the other language."""

_SIGNS = {"👍": "yes", "👌": "yes", "✅": "done", "✔": "done", "🎉": "done", "👎": "no", "❌": "no"}
"""Usual words that are signs."""

_THANKFUL = frozenset("👍👌🙏❤😊🙂")
"""Signs that thank."""

_LEFT_OUT = frozenset(("nog", "al", "yet", "already"))
"""Words of a button that make no difference to what it says."""

_SWITCHES = ("nl", "en")
_NOT_PLAIN = re.compile(r"[^0-9a-z]+")
_JOINED = re.compile(r"(?:^|,\s*|\s+)(?:en|and|plus)(?:\s+(?:ook|also))?\s+|,\s+|\s*&\s*|\?\s*", re.IGNORECASE)
"""What stands between two questions in one sentence, or before the second where it is a sentence of its own."""

_LINK = re.compile(r"\S+://\S+|\bwww\.\S+")

_ALSO = {
    "yes": ("done", "go_on", "how"),
    "go_on": ("yes", "done", "how"),
    "done": ("yes",),
    "no": ("rather_not", "problem", "never_mind"),
}
"""What a usual word means where its own answer is not offered: "ja" to "did it work?" is done, to an offer is how."""


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


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that has an answer, or a problem that has a cure, at `path`: told wherever the learner is."""

    path: str


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A greeting or thanks, and nothing else: answered with the text of this name, and then the question."""

    name: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may be one of these, the likeliest first."""

    meant: tuple[Command | Answer | Topic, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The learner's own words where these are asked for, and the fact they come to."""

    path: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Refused:
    """Own words where these are asked for that are no good answer. `reason` is a text of `checks`."""

    path: str
    reason: str
    facts: Mapping[str, Fact]


NEVER_GUESSED = (
    Answer("common.erase_sure", "yes"),
    Answer("common.restart_sure", "yes"),
    Answer("common.keep_picture", "yes"),
    Answer("guide.shall_we", "not_me"),
    Answer("guide.not_me_sure", "yes"),
)
"""What cannot be undone, or needs a clear word, is done when it is said exactly, and only then."""

Meaning = Command | Answer | Topic | Courtesy | Unsure | Given | Refused | Words

COURTESIES = ("greeting", "thanks")


def clean(text: str, limit: int = 4000) -> str:
    """The text as far as it can be seen, without blanks around it, cut off at the limit."""
    return visible(text[: limit * 2]).strip()[:limit]


def visible(text: str) -> str:
    """The text without what cannot be seen: controls, marks of direction, zero-width and private-use signs.

    Line breaks stay; a joiner inside an emoji does not, which costs the emoji its joined look and nothing else.
    """
    if text.isprintable():  # as nearly all are: then nothing of that is in it
        return text
    return "".join(
        character
        if character == "\n" or unicodedata.category(character)[0] != "C"
        else " "
        if character == "\t"
        else ""
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
    )


def normal(text: str) -> str:
    """The text as compared: one case, one width, no accents, no punctuation, single blanks."""
    if text.isascii() and text.isprintable():  # as nearly all are: the same, in a tenth of the time
        return _NOT_PLAIN.sub(" ", text.strip()[:400].lower().replace("'", "").replace("`", "")).strip()
    folded = unicodedata.normalize("NFKD", clean(text, 400).casefold())
    letters = "".join(c if c.isalnum() else "" if unicodedata.combining(c) or c in "'’`" else " " for c in folded)
    return " ".join(letters.split())


def read_value(value: str) -> Command | Answer | Topic | Words:
    """What a button's value means: `:help`, `:language.en`, `=flow.step` or `flow.step:answer`; else Words."""
    if value.startswith("="):
        return Topic(value[1:])
    path, colon, name = value.partition(":")
    if not path and colon:
        command, _, detail = name.partition(".")
        if command in COMMANDS:
            return Command(command, detail if detail in _SWITCHES else "")
    elif path and name:
        return Answer(path, name)
    return Words("")


def exactly(
    texts: Texts,
    options: Iterable[Option],
    said: str,
    *,
    free: bool = False,
    usual: Mapping[str, str] | None = None,
) -> Command | Answer | Topic | Words:
    """What a learner who sees `options` says in the words of a button, a number or a command; else Words.

    `free`: words of their own are an answer here, numbers too. `usual`: as `Wait` has it.
    """
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
    for alike in (str, _bare) if plain else ():
        for option in answers:
            if alike(plain) in map(alike, _labels(texts, option.text, option.label)):
                return _answer(option)
    for name in _also(_usual_word(texts, text), usual):
        for option in answers:
            if option.value.rpartition(":")[2] == name:
                return _answer(option)
    return Words(text)


def _bare(plain: str) -> str:
    """Compared words without those that people leave out: "ik heb nog geen eduid" is "ik heb geen eduid"."""
    return " ".join(word for word in plain.split() if word not in _LEFT_OUT) or plain


def _usual_word(texts: Texts, text: str) -> str:
    """Which usual answer this is, wherever it is said; "" for other words."""
    plain = normal(text)
    return _usual_words(texts).get(plain, "") if plain else _SIGNS.get(clean(text)[:1], "")


def _also(named: str, usual: Mapping[str, str] | None) -> tuple[str, ...]:
    """The answers that a usual answer may mean, the likeliest first."""
    if not named:
        return ()
    if usual is None:
        return (named, *_ALSO.get(named, ()))
    return (named, usual[named]) if named in usual else (named,)


def understand(
    flows: Flows, path: str, text: str, at: datetime, options: Sequence[Option], beneath: Sequence[Option] = ()
) -> tuple[tuple[Topic, ...], Meaning]:
    """What somebody means who types this at the question `path`: what to tell first, however much, then what to do.

    `options` are on the screen; `beneath` are those of the question that is pending under a side question.
    """
    step = flows[path]
    one = _exactly(flows, path, text, options, beneath)
    if not isinstance(one, Words):
        return (), one
    if len(text) > LONGEST_SENTENCE and (known := _known_anywhere(flows, path, text)):
        path, step = known
    if len(several := _questions(flows, path, text)) > 1:
        return tuple(several[:-1]), several[-1]
    if isinstance(step, Ask) and one.text:
        return (), _own_words(flows, path, step, one.text, at)
    found = [_one(flows, path, sentence, options, beneath) for sentence in _sentences(text)]
    sure = _sure(found)
    if not sure and len(found) > 1 and len(text) <= LONGEST_SENTENCE:
        found = [guess(flows, path, text)]
        sure = _sure(found)
    topics = [one for one in sure if isinstance(one, Topic)]
    rest = [one for one in sure if not isinstance(one, Topic)]
    if any(isinstance(flows[topic.path], Problem) for topic in topics):  # which problem it is says more
        rest = [one for one in rest if one != Answer(path, "problem")]
    if len(rest) == 1:
        return tuple(topics), rest[0]
    if topics:
        *first, last = topics
        return tuple(first), last
    if rest:
        return (), Unsure(tuple(rest))
    if name := _courteous_words(flows.texts).get(normal(text)):
        return (), Courtesy(name)
    return (), next((one for one in found if isinstance(one, Unsure)), Words(one.text))


def _questions(flows: Flows, path: str, text: str) -> list[Topic]:
    """The questions in a text of several that asks nothing else, with or without their marks; [] for other texts."""
    parts = [part for sentence in _sentences(text) for part in _JOINED.split(sentence) if normal(part)]
    if not 1 < len(parts) <= MOST_SENTENCES:
        return []
    asked = [guess(flows, path, part) for part in parts]
    topics = [one for one in asked if isinstance(one, Topic) and isinstance(flows[one.path], Question)]
    return list(dict.fromkeys(topics)) if len(topics) == len(parts) else []


def _one(flows: Flows, path: str, text: str, options: Sequence[Option], beneath: Sequence[Option]) -> Meaning:
    one = _exactly(flows, path, text, options, beneath)
    if not isinstance(one, Words) or (_usual_here(flows, path) is not None and _usual_word(flows.texts, text)):
        return one
    return guess(flows, path, text)


def _exactly(
    flows: Flows, path: str, text: str, options: Sequence[Option], beneath: Sequence[Option]
) -> Command | Answer | Topic | Words:
    usual = _usual_here(flows, path)
    meaning = exactly(flows.texts, options, text, free=isinstance(flows[path], Ask), usual=usual)
    beneath = beneath if usual is None else ()
    if isinstance(meaning, Words) and beneath and isinstance(below := exactly(flows.texts, beneath, text), Answer):
        return below
    if isinstance(meaning, Words):
        return _titles(flows).get(normal(text)) or _asks_about(flows, path, text) or meaning
    return meaning


def _usual_here(flows: Flows, path: str) -> Mapping[str, str] | None:
    step = flows[path]
    return step.usual if isinstance(step, Wait) else None


def _asks_about(flows: Flows, path: str, text: str) -> Topic | None:
    """What "what is that?" and "why?" ask at this question; None for other words."""
    asked = _asking_words(flows.texts).get(normal(text))
    about = [name for name in _about(flows, path) if name in flows.topical]
    if asked is None or not about:
        return None
    return Topic(flows.topical[next((name for name in about if name.startswith(f"question:{asked}_")), about[0])])


def _about(flows: Flows, path: str) -> Sequence[str]:
    """The topics that a question is about, by name."""
    return flows.about.get(path) or flows.about.get(path.partition(".")[0], ())


def _sure(found: Iterable[Meaning]) -> list[Command | Answer | Topic]:
    return list(dict.fromkeys(one for one in found if isinstance(one, Command | Answer | Topic)))


def _known_anywhere(flows: Flows, path: str, text: str) -> tuple[str, Ask] | None:
    """The question of this flow that the text answers although another one is pending, and its path."""
    flow = flows.flows[path.partition(".")[0]]
    for step in flow.steps.values():
        if isinstance(step, Ask) and step.known_by(text):
            return f"{flow.name}.{step.name}", step
    return None


def _surely(step: Ask, words: str, at: datetime) -> Fact | None:
    """The fact these words come to, where what passes the check is the answer; None when they are not."""
    try:
        return step.check(words, at) if step.sure else None
    except Invalid:
        return None


def _own_words(flows: Flows, path: str, step: Ask, words: str, at: datetime) -> Meaning:
    """Words where the learner's own are asked for, unless they surely are something else."""
    fact = _surely(step, words, at)
    if fact is not None:
        return Given(path, fact)
    short = len(words) <= LONGEST_SENTENCE
    meant = guess(flows, path, words, sure=SURE_OF_QUESTION) if short else Words(words)
    if not isinstance(meant, Words | Unsure):
        return meant
    if name := _courteous_words(flows.texts).get(normal(words)):
        return Courtesy(name)
    try:
        return Given(path, step.check(words, at))
    except Invalid as invalid:
        meant = guess(flows, path, words, sure=SURE_OF_ANSWER) if short else meant
        if not isinstance(meant, Words | Unsure):  # it was no answer; what else it is needs less to be believed
            return meant
        return Refused(path, invalid.reason, invalid.facts)


@lru_cache(maxsize=4096)
def possible(flows: Flows, path: str) -> Mapping[str, float]:
    """Every meaning a text can have at this question by name, and how much likelier it is here than elsewhere."""
    step = flows[path]
    found = dict.fromkeys((f"command:{command}" for command in COMMANDS), 1.0)
    found |= dict.fromkeys(("unclear", *flows.topical), 1.0)
    if isinstance(step, Wait):
        found |= {f"choice:{path}.{answer}": HERE for answer in step.answers}
        weighed = step.usual is not None  # also against the usual words that mean nothing here
        found |= {f"usual:{name}": HERE for name in USUAL if weighed or _usual_answer(step, name)}
        near = [f"problem:{problem.rpartition('.')[2]}" for problem in getattr(step, "problems", step.answers)]
        found |= {name: NEAR for name in (*near, *_about(flows, path)) if name in found}
    return found


def _usual_answer(step: Wait, name: str) -> str:
    """Which of a step's answers a usual word means; "" for none."""
    return next((answer for answer in _also(name, step.usual) if answer in step.answers), "")


def name_of(flows: Flows, meaning: Meaning) -> str:
    """Its stable name: `command:back`, `choice:STEP.ANSWER`, `question:NAME`, `problem:NAME`, `answer:STEP` for
    own words where these are asked for, or `unclear`.
    """
    match meaning:
        case Command(name=name):
            return f"command:{name}"
        case Answer(path=path, answer=answer):
            step = flows[path]
            listed = isinstance(step, Wait) and step.side and f"problem:{answer}" in flows.topical
            return f"problem:{answer}" if listed else f"choice:{path}.{answer}"
        case Topic(path=path):
            return topical_name(flows[path])
        case Given(path=path) | Refused(path=path):
            return f"answer:{path}"
    return "unclear"


def _meaning(flows: Flows, path: str, name: str, text: str) -> Command | Answer | Topic | None:
    """What a name stands for at this question in this text; None: nothing that could be done."""
    kind, _, rest = name.partition(":")
    if kind == "command":
        return Command(rest, _language_named(flows.texts, text) if rest == "language" else "")
    if kind == "choice":
        return Answer(path, rest.rpartition(".")[2])
    return Topic(flows.topical[name]) if name in flows.topical else None


@lru_cache(maxsize=4096)
def _answers_by_name(flows: Flows, path: str) -> Mapping[str, str]:
    """Names that come to an answer of this question, a usual word or what it only tells, and the name of the answer."""
    step = flows[path]
    meant = dict(answers_that_tell(flows, path))
    if isinstance(step, Wait):
        meant |= {f"usual:{name}": answer for name in USUAL if (answer := _usual_answer(step, name))}
    return {name: f"choice:{path}.{answer}" for name, answer in meant.items()}


@lru_cache(maxsize=4096)
def answers_that_tell(flows: Flows, path: str) -> Mapping[str, str]:
    """The answers of a question that only tell a topic, by the name of that topic."""
    step, flow = flows[path], path.partition(".")[0]
    found: dict[str, str] = {}
    if isinstance(step, Choose):
        for answer, target in step.answers.items():
            told = flows[flows.resolve(flow, target)] if target != RETURN else None
            if told is not None and (name := topical_name(told)):
                found[name] = answer
    return found


def guess(flows: Flows, path: str, text: str, *, sure: float | None = None) -> Meaning:
    """What words that are none of the exact ones mean at the question `path`: sure, unsure, or not at all.

    `sure`: from this chance on it is, whatever it is; without, SURE_OF_ANSWER or SURE.
    """
    answers, chances = _answers_by_name(flows, path), dict[str, float]()
    for name, chance in flows.matcher(_LINK.sub(" ", text), possible(flows, path)):
        name = answers.get(name, name)  # two names may come to the same: a usual word and this step's own answer
        chances[name] = chances.get(name, 0.0) + chance
    best = sorted(chances, key=chances.__getitem__, reverse=True)
    meant = ((meaning, chances[name]) for name in best if (meaning := _meaning(flows, path, name, text)))
    likely = list(islice(meant, MOST_OFFERED))
    if likely and likely[0][0] not in NEVER_GUESSED:
        first, chance = likely[0]
        if chance >= (sure or (SURE_OF_ANSWER if isinstance(first, Answer) else SURE)):
            return first
    offered = tuple(meaning for meaning, chance in likely if chance >= WORTH_ASKING)
    return Unsure(offered) if offered else Words(text)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, as far as they are short enough to be understood."""
    found = [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if normal(one)]
    return [one for one in found if len(one) <= LONGEST_SENTENCE][:MOST_SENTENCES]


def went_over(flows: Flows, text: str, language: str, words: int = FOREIGN_WORDS) -> str:
    """The language somebody went over to who was spoken to in `language`; "" when they did not, or it is unsure.

    `words`: so many have to be there.
    """
    if len(normal(text).split()) < words:
        return ""
    spoken, sure = flows.matcher.language(text)
    return spoken if spoken != language and sure >= SURE_OF_LANGUAGE else ""


def tongue_of(texts: Texts, options: Iterable[Option], text: str) -> str:
    """The one language in which these are a button, a usual answer or a command, word for word; "" for none or more."""
    plain = normal(clean(text).removeprefix("/"))
    named = [(option.text, option.label) for option in options]
    named += [(f"common.usual_{name}", "words") for name in (*USUAL, *COURTESIES)]
    named += [(f"common.command_{name}", label) for name in COMMANDS for label in ("", "words")]
    spoken = {
        language
        for name, label in named
        for language in LANGUAGES
        if texts.has(name, language, label)
        and plain in map(normal, (whole := texts.label(name, label, language), *whole.split(",")))
    }
    return spoken.pop() if len(spoken) == 1 else ""


def is_command(texts: Texts, said: str, name: str) -> bool:
    """Is this that command, in one of its words or as its button reads?"""
    plain = normal(clean(said).removeprefix("/"))
    words = set(_listed(texts, f"common.command_{name}", "words"))
    return plain in words | {name} | _labels(texts, f"common.command_{name}", "")


def is_thanks(texts: Texts, said: str, name: str = "") -> bool:
    """Are these thanks and nothing else, perhaps to somebody of this name?"""
    whom = set(normal(name).split())
    plain = " ".join(word for word in normal(said).split() if word not in whom)
    return _courteous_words(texts).get(plain) == "thanks" if plain else clean(said)[:1] in _THANKFUL


def _language_named(texts: Texts, text: str) -> str:
    """The language that a text names; "" for none."""
    said = set(normal(text).split())
    return next((one for one in _SWITCHES if said & set(_listed(texts, f"common.speak_{one}", "words"))), "")


def _answer(option: Option) -> Command | Answer | Topic | Words:
    return read_value(option.value)


@cache
def _labels(texts: Texts, name: str, label: str) -> frozenset[str]:
    """The words of one button in every language."""
    return frozenset(
        normal(texts.label(name, label, language)) for language in LANGUAGES if texts.has(name, language, label)
    )


@cache
def _titles(flows: Flows) -> Mapping[str, Topic]:
    """The questions and problems by the words on their buttons, in every language."""
    return {
        normal(flows.texts.label(path, "title", language)): Topic(path)
        for path in flows.topical.values()
        for language in LANGUAGES
        if flows.texts.has(path, language, "title")
    }


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
    return {word: answer for answer in USUAL for word in _listed(texts, f"common.usual_{answer}", "words")}


@cache
def _courteous_words(texts: Texts) -> Mapping[str, str]:
    """Words that only greet or thank."""
    return {word: name for name in COURTESIES for word in _listed(texts, f"common.usual_{name}", "words")}


@cache
def _asking_words(texts: Texts) -> Mapping[str, str]:
    """Words that ask about what is on the screen: "wat is dat" is `what`, "waarom" is `why`."""
    return {word: kind for kind in ("what", "why") for word in _listed(texts, f"common.usual_{kind}", "words")}
