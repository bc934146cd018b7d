"""A conversation in names instead of words, so that rewording breaks nothing: played, and written down.

    start       badge=Verpleegkunde kind=personal      a link (or nothing) opens it
    invited     badge=Verpleegkunde language=nl        an institution tells of an award
    mail        news=deleted badge=Rekenen text=wat nu?  a mail of edubadges' own that was sent on, with own words
    bot         award.known                            what the bot says, part by part;
    bot         eduid.have_one [yes] [no] [dont_know]  the last one with its answers
    learner     [no]                                   a tap, by the answer's name; [:help] a command's button,
    learner     [welcome.hello:stored]                 or a button from long ago
    learner     ik weet het niet                       words
    learner     (photo)                                something that is not words
    learner     (photo 2)                              the same, two of which can be kept for staff
    neighbour   genuine name=Sanne                     the answer to what the bot asked a neighbour
    login       who=S••• where=Hogeschool              somebody logged in at eduID by the learner's link
    login       wrong_code                             a login that proved nothing, and why
    proof       name_how=confirmed ticks=eduid,name    the login came back through this chat, with what it proved
    staff       claim.find_card                        staff bring the learner to that question; or, without one,
                                                       they give the word back
    later       3 days 2 hours                         the clock moves; an alarm that falls due rings
    quiet                                              the bot says nothing
    language    en                                     the language is now this one

Lines in between that are empty or begin with # are for the reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.conversation.effects import Effect, Perform, Tell
from bot.conversation.engine import advance
from bot.conversation.events import (
    Due,
    Event,
    Fact,
    HandedBack,
    Happened,
    Invited,
    Led,
    LoggedIn,
    LoginFailed,
    Pressed,
    Proven,
    Received,
    Said,
    SentOn,
    Started,
)
from bot.conversation.flow import Flows
from bot.conversation.state import State
from bot.conversation.understanding import Answer, Command, read_value

BEGIN = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
"""A Monday morning, on which every played conversation begins unless told otherwise."""


class Unlike(AssertionError):
    """The conversation did not go as the transcript says."""


@dataclass
class Player:
    """Plays a transcript. The state is stored and reloaded between any two lines, as the real program does."""

    flows: Flows
    now: datetime = BEGIN
    state: State = field(default_factory=State)
    said: list[str] = field(default_factory=list)
    asked: Perform | None = None
    met: set[str] = field(default_factory=set)

    def play(self, text: str) -> State:
        """Play these lines on from where the conversation is; the state at the end. Raises Unlike."""
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("  #")[0].strip()
            if not line or line.startswith("#"):
                continue
            who, _, what = line.partition(" ")
            try:
                self._line(who, what.strip())
            except Unlike as unlike:
                raise Unlike(f"line {number}: {line}\n{unlike}") from None
        if self.said:
            raise Unlike("the bot said more than is written:\n" + "\n".join(self.said))
        return self.state

    def _line(self, who: str, what: str) -> None:
        if who in ("bot", "quiet", "language"):
            found = self.state.language if who == "language" else self.said.pop(0) if self.said else ""
            if " ".join(found.split()) != " ".join(what.split()):
                raise Unlike(f"but the bot said: {found or 'nothing'}" + "".join(f"\n  {line}" for line in self.said))
            return
        if self.said:
            raise Unlike("the bot said before that:\n" + "\n".join(self.said))
        self.now += timedelta(seconds=5)
        match who:
            case "start":
                facts = _facts(what)
                link = facts.pop("link", "known" if facts else "")
                self.happens(Started(self.now, facts, str(link)))  # type: ignore[arg-type]
            case "mail":
                facts = _facts(what)
                news, text = str(facts.pop("news")), str(facts.pop("text", ""))
                self.happens(SentOn(self.now, news, facts, text))  # type: ignore[arg-type]
            case "invited":
                self.happens(Invited(self.now, _facts(what)))
            case "learner" if what.startswith("["):
                self.happens(Pressed(self.now, self._value(what.strip("[]"))))
            case "learner" if sent := re.fullmatch(r"\((\w+)(?: (\d))?\)", what):
                self.happens(Received(self.now, sent[1], int(sent[2] or 0)))  # type: ignore[arg-type]
            case "learner":
                self.happens(Said(self.now, what.replace("\\n", "\n")))
            case "neighbour":
                outcome, _, facts_ = what.partition(" ")
                if self.asked is None:
                    raise Unlike("but no neighbour was asked anything")
                self.happens(Happened(self.now, self.asked.step, self.asked.asked, outcome, _facts(facts_)))
            case "login" if "=" in what:
                self.happens(LoggedIn(self.now, **{name: str(fact) for name, fact in _facts(what).items()}))
            case "login":
                self.happens(LoginFailed(self.now, what))  # type: ignore[arg-type]
            case "proof":
                facts = _facts(what)
                ticks = dict.fromkeys(filter(None, str(facts.pop("ticks", "")).split(",")), "proof")
                self.happens(Proven(self.now, facts, ticks, str(facts.pop("also", ""))))
            case "staff":
                self.happens(Led(self.now, what) if what else HandedBack(self.now))
            case "later":
                self._later(what)
            case _:
                raise Unlike(f"{who} is nobody a transcript knows")

    def _value(self, name: str) -> str:
        if ":" in name:
            return name
        return f"{self.state.at}:{name}"

    def _later(self, what: str) -> None:
        spans = re.findall(r"(\d+) (day|hour|minute)s?", what)
        until = self.now + sum((timedelta(**{f"{unit}s": int(count)}) for count, unit in spans), timedelta())
        while self.state.alarm_at and self.state.alarm_at <= until and not self.said:
            self.now = self.state.alarm_at
            self.happens(Due(self.now, self.state.alarm))
        self.now = until

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let one thing happen; what it came to is also remembered for the lines that follow."""
        stored = json.loads(json.dumps(self.state.dump()))
        self.state, effects = advance(self.flows, State.load(stored), event)
        self.said += written(effects)
        for effect in effects:
            if isinstance(effect, Perform):
                self.asked = effect
            if isinstance(effect, Tell):
                self.met.update(part.name for part in effect.parts)
        self.met.add(self.state.at)
        return effects


def _facts(what: str) -> dict[str, Fact]:
    pairs = re.findall(r"(\w+)=(.*?)(?=\s+\w+=|$)", what)
    return {name: value.strip() for name, value in pairs}


def written(effects: Sequence[Effect]) -> list[str]:
    """What the bot said in a turn, in names."""
    lines: list[str] = []
    for effect in effects:
        if isinstance(effect, Tell):
            answers = "".join(
                f" [{option.value.rpartition(':')[2]}]" for option in effect.options if option.kind == "answer"
            )
            lines += [f"{part.name} ({part.language})" if part.language else part.name for part in effect.parts]
            lines[-1] += answers
    return lines


class Recorder:
    """Writes a conversation down as a transcript that `Player` plays."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last: datetime | None = None

    def turn(self, before: State, event: Event, effects: Sequence[Effect]) -> None:
        """Note one turn."""
        self.lines += self._event(before, event)
        told = written(effects)
        self.lines += [f"bot         {line}" for line in told]
        if not told and not any(isinstance(effect, Perform) for effect in effects):
            self.lines.append("quiet")

    def _event(self, before: State, event: Event) -> Iterator[str]:
        match event:
            case Started(facts=facts, link=link):
                told = {**facts, **({"link": link} if link not in ("", "known") else {})}
                yield f"start       {' '.join(f'{name}={value}' for name, value in told.items())}".rstrip()
            case SentOn(news=news, facts=facts, text=text):
                told = {"news": news, **facts, **({"text": text} if text else {})}
                yield f"mail        {' '.join(f'{name}={value}' for name, value in told.items())}".replace("\n", "\\n")
            case Invited(facts=facts):
                yield f"invited     {' '.join(f'{name}={value}' for name, value in facts.items())}"
            case Said(text=text):
                yield f"learner     {text.strip()}".replace("\n", "\\n")
            case Pressed(value=value):
                meaning = read_value(value)
                name = meaning.answer if isinstance(meaning, Answer) and meaning.path == before.at else value
                yield f"learner     [{name}]"
                assert isinstance(meaning, Answer | Command) or value
            case Received(kind=kind, pictures=pictures):
                yield f"learner     ({kind}{f' {pictures}' if pictures else ''})"
            case Happened(outcome=outcome, facts=facts):
                brought = " ".join(f"{name}={value}" for name, value in facts.items())
                yield f"neighbour   {outcome} {brought}".rstrip()
            case HandedBack():
                yield "staff"
            case Led(path=path):
                yield f"staff       {path}"
            case Due():
                yield "# an alarm rang"
            case LoggedIn(who=who, where=where):
                yield f"login       who={who} where={where}".rstrip()
            case LoginFailed(why=why):
                yield f"login       {why}"
            case Proven(facts=facts, ticks=ticks, also=also):
                brought = " ".join(f"{name}={value}" for name, value in facts.items())
                proved = f" ticks={','.join(ticks)}" if ticks else ""
                yield f"proof       {brought}{proved}{f' also={also}' if also else ''}".rstrip()

    def text(self) -> str:
        """The transcript."""
        return "\n".join(self.lines) + "\n"
