"""Thinking: `advance(flows, state, event)`, a pure function. No clock, no chance, no neighbour in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.conversation.effects import (
    CallHuman,
    Conceal,
    DisownLogin,
    Effect,
    Erase,
    Join,
    KeepPictures,
    LetGoOfPictures,
    Note,
    NotMe,
    Option,
    Part,
    Perform,
    Request,
    SetAlarm,
    ShowPicture,
    ShowProgress,
    Tell,
)
from bot.conversation.events import (
    CouldJoin,
    Due,
    Event,
    Fact,
    HandedBack,
    Happened,
    Invited,
    Joined,
    Learned,
    Led,
    LoggedIn,
    LoginFailed,
    NobodyCame,
    Nudged,
    Pressed,
    Proven,
    Received,
    Restored,
    Said,
    Secret,
    SeenElsewhere,
    SentOn,
    Started,
    Withheld,
)
from bot.conversation.flow import (
    NO_ANSWER,
    RETURN,
    Alarm,
    Ask,
    Branch,
    Careful,
    Choose,
    Disown,
    Do,
    Farewell,
    Flows,
    Mark,
    NewAward,
    NotMine,
    Problem,
    Prove,
    Question,
    Say,
    Step,
    Task,
    Wait,
)
from bot.conversation.state import NewerState, State
from bot.conversation.texts import LANGUAGES
from bot.conversation.understanding import (
    COMMANDS,
    MOST_TOPICS,
    USUAL,
    Answer,
    Command,
    Courtesy,
    Given,
    Meaning,
    Refused,
    Topic,
    Unsure,
    Words,
    exactly,
    guess,
    read_value,
    tongue_of,
    understand,
    went_over,
)

ABSENT = timedelta(hours=12)
"""After so long a silence the learner is told where they were."""

LONGEST_KEPT = 300
"""A text that is longer and not understood, such as a mail pasted where none was asked for, is not kept."""

LONGEST_TRAIL = 60
ANOTHER_DAY = timedelta(hours=14)
"""What comes so much later than a reminder comes on another day: by day are eleven hours."""

STOPPED = "stopped"
"""Stands among the reminders already given while the learner wants none: from stop until they say to go on."""

AT_REST = ("common.stopped", "common.why_stopped")
"""The questions of a journey that was stopped."""

NOT_ME = "common.login_waits"
"""Asks whether it was the learner who logged in just now; a code, or a way back through their chat, says so."""

SAME_PERSON = "common.same_person"
"""Asks whether two conversations of one eduID are to be one."""

GO_ON_WITH = "common.go_on_with"
"""Asks which of two conversations goes on here: this one, or that of a link that was opened here."""

IN_DOUBT = "common.in_doubt"
"""Asks whether words that are unlike an answer are meant as one; they wait in the fact `in_doubt`."""

KEEP_PICTURE = "common.keep_picture"
"""Asks whether a picture may be kept for staff; until when that is asked stands in the fact `picture_until`."""

ABOUT_PICTURES = (KEEP_PICTURE, *(f"common.picture_{how}" for how in ("kept", "let_go", "late", "lost")))
"""What is said of pictures, also while a human has the word."""

PICTURES_WAIT = timedelta(hours=24)
"""A picture that nobody let us keep is let go after this."""

EITHER = "either_language"
"""The fact that is there while a learner was spoken to in both languages and has not answered yet."""

AGAIN_AND_AGAIN = 3
"""A cure that is told this often does not help: a human might."""

MOST_HOPS = 100


class TalksForEver(Exception):
    """Steps that lead to each other without ever letting the learner speak."""


def advance(flows: Flows, state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """From where the learner is and what happened, to where they are now and what must be done.

    At most one `Tell` comes back, and every turn that leaves a question pending ends in it. Raises NewerState.
    """
    turn = _Turn(flows, today(flows, state), event.at)
    match event:
        case Started():
            turn.start(event)
        case HandedBack():
            turn.handed_back()
        case Led(path=path):
            turn.led(path)
        case Withheld() if not turn.state.at:
            turn.arrive(flows.start)
        case Withheld():
            turn.tell("common.withheld")
            turn.ask_again()
        case NobodyCame(again=again):
            turn.tell("common.human_silent" if again else "common.human_nobody")
            turn.options = (command_option("bot"),)
        case Said(secret=secret) if secret and not state.at:
            turn.hear()
            turn.tell(f"common.secret_{secret}")
            turn.arrive(flows.start)
        case SentOn():
            turn.hear()
            turn.sent_on(event)
        case Said() | Pressed() | Received() if not state.at:
            turn.hear()
            turn.begin(event)
        case Said(text=text, secret=secret):
            turn.hear()
            turn.said(text, secret)
        case Pressed(value=value):
            turn.hear()
            turn.pressed(value)
        case Received():
            turn.hear()
            turn.received(event)
        case Happened():
            turn.happened(event)
        case Due(alarm=alarm):
            turn.due(alarm)
        case Nudged():
            turn.nudged()
        case Restored(scope=scope):
            turn.restored(scope)
        case Learned():
            turn.learned(event)
        case Invited():
            turn.invited(event)
        case CouldJoin():
            turn.could_join(event)
        case LoggedIn() | Proven() | LoginFailed() | Joined() | SeenElsewhere() if not state.at:
            turn.silent = True  # nobody has begun here
        case LoggedIn():
            turn.logged_in(event)
        case Proven():
            turn.proven(event)
        case LoginFailed(why=why):
            turn.tell(f"common.login_{why}")
            turn.ask_again()
        case Joined(whose=whose, brought=brought):
            turn.joined(whose, brought)
        case SeenElsewhere(channel=channel):
            turn.state = turn.state.but(facts={**turn.state.facts, "other_channel": channel})
            turn.tell("common.seen_elsewhere")
            turn.ask_again()
    return turn.finish()


def today(flows: Flows, state: State) -> State:
    """The state in terms of today's flows. Raises NewerState when a newer program wrote it."""
    for path, version in ((state.at, state.version), *zip(state.stack, state.beneath, strict=False)):
        flow = path.partition(".")[0]
        if path and flow not in flows.flows and flow not in flows.renamed:
            raise NewerState(f"this program has no flow {flow}")
        if path and flow in flows.flows and version > flows.flows[flow].version:
            raise NewerState(f"{flow} {version}, this program has {flows.flows[flow].version}")
    if not state.at or (_asks(flows, state.at) and all(_asks(flows, path) for path in state.stack)):
        return state
    stack = tuple(flows.question_from(path) for path in map(flows.successor, state.stack) if path)
    at = flows.successor(state.at)
    if not at and stack:  # a side question that is gone: back to what was pending
        at, stack = stack[-1], stack[:-1]
    flow = state.at.partition(".")[0]
    flow = flows.renamed.get(flow, flow).partition(".")[0]
    entry = flows.resolve("", flow) if flow in flows.flows else flows.start
    return state.but(at=flows.question_from(at or entry), stack=stack)


def waiting_awards(flows: Flows, state: State, at: datetime) -> tuple[Mapping[str, Any], ...]:
    """The awards of this state that are not safe yet, as `State.parked` has them. Raises NewerState."""
    turn = _Turn(flows, today(flows, state), at)
    return tuple(one for one in (*turn.here(), *turn.state.parked) if flows.goal not in one["done"])


def facts_of(flows: Flows, state: State, at: datetime) -> Mapping[str, Fact]:
    """Everything that a text may look at in this state, at this moment. Raises NewerState."""
    return _Turn(flows, today(flows, state), at).facts()


def _asks(flows: Flows, path: str) -> bool:
    return path in flows and flows[path].waits


@lru_cache(maxsize=4096)
def options_at(flows: Flows, path: str) -> tuple[Option, ...]:
    """What can be tapped at a question: its answers, and help."""
    step = flows[path]
    if not isinstance(step, Wait) or isinstance(step, Do):
        return ()
    flow = path.partition(".")[0]
    answers = (
        Option(f"{path}:{answer}", *label_of(flows, flow, step, answer, target))
        for answer, target in step.answers.items()
    )
    beside = map(command_option, step.also) if isinstance(step, Choose) else ()
    return (*answers, *beside, command_option("help"))


@lru_cache(maxsize=8)
def places(flows: Flows) -> tuple[str, ...]:
    """The questions to which staff can bring a learner: on the path, and none that does harm."""
    harmless = (
        path
        for path, step in flows.paths()
        if isinstance(step, Wait) and not isinstance(step, Do | Careful) and not step.side
    )
    return tuple(path for path in harmless if path.partition(".")[0] not in (flows.topics.partition(".")[0], "common"))


def command_option(name: str) -> Option:
    return Option(f":{name}", f"common.command_{name}", kind="command")


def label_of(flows: Flows, flow: str, step: Step, answer: str, target: str) -> tuple[str, str]:
    """Where the words of an answer stand: text and attribute.

    The button of a problem or question is the title of its cure or answer; `done`, `how` and the like have common
    words unless the step has its own.
    """
    if target != RETURN:
        try:
            path = flows.resolve(flow, target)
        except KeyError:
            path = ""
        if path and isinstance(flows[path], Problem | Question) and answer == path.partition(".")[2]:
            return path, "title"
    if flows.texts.has(f"{flow}.{step.name}", label=answer):
        return f"{flow}.{step.name}", answer
    if flows.texts.has("common.answers", label=answer) and (
        isinstance(step, Task) or answer in ("other", "never_mind")
    ):
        return "common.answers", answer
    return f"{flow}.{step.name}", answer


def _is_one(known: Mapping[str, Fact], told: Mapping[str, Fact]) -> bool:
    """Is the award of these facts the one that is known? The same badge, of no other institution."""
    here, there = (
        [str(facts.get(name, "")).casefold() for name in ("badge", "institution")] for facts in (known, told)
    )
    return bool(here[0]) and here[0] == there[0] and (here[1] == there[1] or not (here[1] and there[1]))


class _Turn:
    """One turn while it is thought: the state as it changes, and what gathers to be done."""

    def __init__(self, flows: Flows, state: State, at: datetime) -> None:
        self.flows = flows
        self.before = state
        self.state = state
        self.at = at
        self.parts: list[Part] = []
        self.effects: list[Effect] = []
        self.options: tuple[Option, ...] = ()
        self.answered = ""  # "flow.step:answer", when this turn answers the pending question
        self.nudge = False
        self.also_in = ""
        self.silent = False
        self._known: tuple[tuple[object, ...], dict[str, Fact]] = ((), {})  # the facts, and what they followed from

    # What happened

    def hear(self) -> None:
        """The learner is here again; after a long absence they are told where they were."""
        heard = self.state.heard
        if heard and self.at - heard > ABSENT and self.state.at:
            self.tell("common.welcome_back")
        if heard is None or heard < self.at:
            self.state = self.state.but(heard=self.at)
        self.state = self.state.but(offered=())
        if EITHER in self.state.facts:
            self.state = self.state.but(facts={k: v for k, v in self.state.facts.items() if k != EITHER})

    def start(self, event: Started) -> None:
        """A link opened, or /start: hello, or on with what was pending; a link to another award begins that."""
        if event.link not in ("", "known"):
            self.tell(f"common.link_{event.link}")
        facts = {name: fact for name, fact in self.state.facts.items() if name != EITHER}
        self.state = self.state.but(heard=self.at, offered=(), facts=facts)
        if not self.state.at:
            self.state = self.state.but(facts={**event.facts, **self.state.facts})
            self.arrive(self.flows.start)
        elif "badge" not in event.facts:
            self.state = self.state.but(facts={**event.facts, **self.state.facts})
            self.tell("common.hello_again")
            self.ask_again()
        elif not _is_one(self.state.facts, event.facts):
            self._another(event.facts, "common.new_award")
        else:
            self.state = self.state.but(facts={**self.state.facts, **event.facts})
            self.tell("common.hello_again")
            self.ask_again()

    def invited(self, event: Invited) -> None:
        """An award that an institution told us of, before they said a word or beside what they are busy with.

        In a language that nobody told us the first words are in both. Who stopped is left alone; what is known already
        is not told.
        """
        facts = {name: fact for name, fact in event.facts.items() if name != "language"}
        language = str(event.facts.get("language", ""))
        if not self.state.at:
            self.state = self.state.but(facts={**facts, **self.state.facts}, language=language or self.state.language)
            self.arrive(self.flows.guide)
            if not language:
                self.state = self.state.but(facts={**self.state.facts, EITHER: "yes"})
        elif any(_is_one(one, facts) for one in (self.state.facts, *(other["facts"] for other in self.state.parked))):
            self.silent = True
        elif self._stopped:
            self.state = self.state.but(parked=(*self.state.parked, self._numbered(facts)))
            self.silent = True
        else:
            self._another(facts, "common.invited")

    def sent_on(self, event: SentOn) -> None:
        """A mail of edubadges' own: what it tells leads on; what they wrote above it is heard as well.

        In a letter that answers ours such a mail may still stand below: then only what they wrote counts. Long words
        are the mail itself, or a long story.
        """
        if len(event.text) > LONGEST_KEPT:
            event = replace(event, text="")
        if event.secret:
            self.tell(f"common.secret_{event.secret}")
        if not self.state.at:
            self._begin_with(event)
            return
        topics, last = self._heard(event.text) if event.text else ((), Words(""))
        if not isinstance(last, Command) and self._is_new(event):
            self._answer_all((*topics, last) if isinstance(last, Topic) and last not in topics else topics)
            self._news(event)
            return
        if _is_one(self.state.facts, event.facts):
            self.state = self.state.but(facts={**self.state.facts, **event.facts})
        self._answer_all(topics)
        if isinstance(last, Words) and not last.text:
            self.tell("common.mail_known")
            self.ask_again()
        elif not topics:
            self.mean(last, event.text)
        else:
            self.ask_again()

    def _begin_with(self, event: SentOn) -> None:
        """Somebody begins with such a mail: hello, or who we are and where it leads."""
        self.state = self.state.but(facts={**event.facts, **self.state.facts, **self._told(event)})
        if event.news in self.flows.news:
            self.tell("common.introduction")
            self.arrive(self.flows.news[event.news])
        elif event.text:
            self.begin(Said(event.at, event.text))
        else:
            self.arrive(self.flows.start)

    def _is_new(self, event: SentOn) -> bool:
        """Does this mail tell what was not known?"""
        known = (self.state.facts, *(one["facts"] for one in self.state.parked))
        if event.news not in self.flows.news:
            return not any(_is_one(one, event.facts) for one in known)
        return not self._told(event).items() <= self.state.facts.items()

    def _told(self, event: SentOn) -> dict[str, Fact]:
        """What is noted of news that leads somewhere of its own, so that it is told once."""
        known = event.news in self.flows.news
        return {"mail_told": f"{event.news}:{event.facts.get('badge', '')}"} if known else {}

    def _news(self, event: SentOn) -> None:
        """On where the news leads, or a word about a badge that is not the one that is dealt with."""
        here, told = self.state.facts, self._told(event)
        if "badge" in event.facts and (_is_one(here, event.facts) or not here.get("badge")):
            self.state = self.state.but(facts={**here, **event.facts, **told})
            self.arrive(self.flows.resolve("", self.flows.news.get(event.news, self.flows.award)))
        elif "badge" in event.facts and event.news not in self.flows.news:
            self._another(event.facts, "common.new_award")
        else:
            about = {"mail_news": event.news, "mail_badge": event.facts.get("badge", "unknown")}
            self.state = self.state.but(facts={**here, **told})
            self.parts.append(Part("common.mail_of_another", {**self.facts(), **about}))
            self.ask_again()

    def _another(self, facts: Mapping[str, Fact], news: str) -> None:
        """An award that is not the one that is dealt with: its turn is now, or later."""
        if self._make_room(facts):
            self.tell(news)
            self.arrive(self.flows.resolve("", self.flows.award))
        else:
            self.tell("common.also_waiting")
            self.ask_again()

    def said(self, text: str, secret: Secret = "") -> None:
        """Words: a command, an answer to the pending question or to the one beneath it, a question, or none of it."""
        if secret:
            self.tell(f"common.secret_{secret}")
            if len(text) <= LONGEST_KEPT:
                self.ask_again()
                return
        first, last = self._heard(text)
        self._answer_all(first)
        if first and isinstance(last, Topic):
            self.state = self.state.but(misses=0)
            self.ask_again()
        else:
            self.mean(last, text)

    def received(self, event: Received) -> None:
        """What is not words. May pictures be kept? What was pending is asked again after that.

        A question at which it does harm to lose one's way is not set aside for it.
        """
        here, asked = self.state.at, self.state.at == KEEP_PICTURE
        if not event.pictures or KEEP_PICTURE not in self.flows or (self._is_careful(here) and not asked):
            self.tell(f"common.received_{event.kind}")
            self.ask_again()
            return
        until = (self.at + PICTURES_WAIT).isoformat()
        self.state = self.state.but(facts={**self.state.facts, "picture_until": until}, misses=0)
        if asked:
            self.ask_again()
        else:
            self.arrive(KEEP_PICTURE)

    def _is_careful(self, path: str) -> bool:
        return isinstance(self.flows[path], Careful)

    def handed_back(self) -> None:
        """The bot has the word again: on with what was pending, or with the links that were opened meanwhile."""
        brought = self.state.brought
        self.state = self.state.but(brought=())
        if not self.state.at and not brought:
            self.arrive(self.flows.start)
            return
        self.tell("common.handed_back")
        for facts in brought:
            before = len(self.parts)
            if news := facts.get("news"):
                rest = {name: fact for name, fact in facts.items() if name != "news"}
                self.sent_on(SentOn(self.at, news, rest))  # type: ignore[arg-type]
            else:
                self.start(Started(self.at, facts, "known"))
            if facts is not brought[-1]:
                del self.parts[before + 1 :]  # that there is one more; what is asked comes last
        if not brought:
            self.ask_again()

    def led(self, path: str) -> None:
        """Staff brought them to another question; where there is no such one, on with what was pending."""
        self.tell("common.led")
        self.state = self.state.but(misses=0, offered=())
        if path in places(self.flows):
            self.arrive(path)
        elif self.state.at:
            self.ask_again()
        else:
            self.arrive(self.flows.start)

    def begin(self, event: Said | Pressed | Received) -> None:
        """Somebody begins with words of their own: hello, and what they ask for is dealt with in the same message.

        What only begins, or would answer a question they have not read yet, gets the hello alone.
        """
        self.arrive(self.flows.start)
        hello, self.parts = self.parts, []
        if isinstance(self.flows[self.state.at], Do):
            return
        first: tuple[Topic, ...] = ()
        match event:
            case Said(text=text):
                first, last = self._heard(text)
                last = Words(text) if text.strip().isdecimal() else last
            case Pressed(value=value):
                last = read_value(value)
                last = Words(value) if isinstance(last, Answer) else last
            case Received(kind=kind):
                last = Words("")
                self.tell(f"common.received_{kind}")
        asked = first or ((last,) if isinstance(last, Topic) else ())
        if topics := tuple(Topic(path) for topic in asked if (path := self.flows.successor(topic.path))):
            self.tell("common.first_answer")
            self._answer_all(topics)
        match last:
            case Command(name="stop"):
                self.command(last)
                self.parts = []
                self.arrive("common.stopped")
            case Command(name=name) if name not in ("back", "skip", "restart", "bot"):
                self.command(last)
            case Answer(path=path, answer=answer) if answer not in USUAL:
                self.answer(path, answer)
            case Unsure(meant=meant):
                self.state = self.state.but(offered=self._offers(meant))
                self.ask_again()
            case _:
                self.ask_again()
        if any(part.name == hello[-1].name for part in self.parts):
            self.parts = [*hello[:-1], *self.parts]
        else:
            self.parts = [Part("common.introduction"), *self.parts]

    def _heard(self, text: str) -> tuple[tuple[Topic, ...], Meaning]:
        """What is meant by these words where the learner is, with what is kept of them; and in which language.

        When several questions are asked all stand in the first, and the last of them is what is meant.
        """
        options = (*self._options(self.state.at), *map(self._offer, self.before.offered))
        doubted = self.state.at == IN_DOUBT and self.state.stack
        if doubted and isinstance(exactly(self.flows.texts, options, text, usual={}), Words):
            self._settle_doubt()  # neither yes nor no: the answer in other words
            options = (*self._options(self.state.at), *map(self._offer, self.before.offered))
        step = self.flows[self.state.at]
        beside = isinstance(step, Wait) and step.side and self.state.stack and not self._stopped
        beneath = self._options(self.state.stack[-1]) if beside else ()
        first, last = understand(self.flows, self.state.at, text, self.at, options, beneath)
        if isinstance(last, Given | Refused):
            asked = self.flows[last.path]
            if isinstance(asked, Ask) and asked.conceal:
                self.effects.append(Conceal(asked.conceal))
        else:
            if len(text) > LONGEST_KEPT:
                self.effects.append(Conceal("…"))
            if other := self._went_over(text, options):
                self.state = self.state.but(language=other)
                self.tell("common.language_is")
                last = Command("language", other) if isinstance(last, Command) and last.name == "language" else last
        return (*first, last) if first and isinstance(last, Topic) else first, last

    def _went_over(self, text: str, options: Sequence[Option]) -> str:
        """The other language, when they speak it; as long as none is decided one word is enough, or a button's own."""
        if EITHER not in self.before.facts:
            return went_over(self.flows, text, self.state.language)
        spoken = tongue_of(self.flows.texts, options, text)
        if spoken:
            return spoken if spoken != self.state.language else ""
        return went_over(self.flows, text, self.state.language, words=1)

    def _answer_all(self, topics: tuple[Topic, ...]) -> None:
        """As many answers as go into one message, and a word about the others."""
        for topic in topics[:MOST_TOPICS]:
            self.tell(topic.path)
        if len(topics) > MOST_TOPICS:
            self.tell("common.more_questions")

    def mean(self, meaning: Meaning, text: str) -> None:
        """Do what was meant."""
        match meaning:
            case Command():
                self.command(meaning)
            case Answer(path=path, answer=answer):
                self.answer(path, answer)
            case Topic(path=path):
                self.topic(path)
            case Given(path=path, fact=fact):
                self.given(path, fact)
            case Refused(reason=reason, facts=facts):
                self.parts.append(Part(f"checks.{reason}", {**self.facts(), **facts}))
                self.ask_again()
            case Courtesy() if self.state.at in AT_REST:
                self.unclear()
            case Courtesy(name=name):
                if self.state.at != self.flows.start and not isinstance(self.flows[self.state.at], Do):
                    self.tell(f"common.{name}")
                self.ask_again()
            case Unsure(meant=meant):
                self.unsure(meant)
            case Words() if len(text) > LONGEST_KEPT and self.state.at not in AT_REST:
                self.tell("common.long_story")
                self.ask_again()
            case Words():
                self.unclear()

    def given(self, path: str, fact: Fact) -> None:
        """Own words that are a good answer."""
        step = self.flows[path]
        assert isinstance(step, Ask)
        if isinstance(fact, str) and IN_DOUBT in self.flows and step.doubt(fact):
            meant = guess(self.flows, path, fact)
            likely = (
                meant.meant if isinstance(meant, Unsure) else (meant,) if isinstance(meant, Command | Topic) else ()
            )
            facts = {**self.state.facts, "in_doubt": fact}
            self.state = self.state.but(misses=0, facts=facts, offered=self._offers(likely))
            self.arrive(IN_DOUBT)
            return
        self.keep(path, step, fact)

    def keep(self, path: str, step: Ask, fact: Fact) -> None:
        """The answer to a question in own words, and on."""
        self.state = self.state.but(misses=0, facts={**self.state.facts, step.save: fact})
        self.answered = f"{path}:"
        self.go(path.partition(".")[0], step.then)

    def topic(self, path: str) -> None:
        """A question is answered, or a problem's cure told, and what was pending is asked again.

        A problem of the pending task is dealt with as if it had been tapped there.
        """
        self.state = self.state.but(misses=0)
        step = self.flows[self.state.at]
        here = self.state.at.partition(".")[0]
        if isinstance(step, Task) and path in (self.flows.resolve(here, problem) for problem in step.problems):
            self.answered = f"{self.state.at}:problem"
            self.arrive(path)
        else:
            self.tell(path)
            self.ask_again()

    def pressed(self, value: str) -> None:
        """A tap: on the pending question, or on a message from long ago."""
        match read_value(value):
            case Command() as command:
                self.command(command)
            case Topic(path=path) if topic := self.flows.successor(path):
                self.topic(topic)
            case Answer(path=path, answer=answer):
                path = self.flows.successor(path)
                step = self.flows[path] if path else None
                if not isinstance(step, Wait) or answer not in step.answers:
                    self.tell("common.old_button")
                    self.ask_again()
                elif path in (self.state.at, *self.state.stack[-1:]):
                    self.answer(path, answer)
                elif told := self._only_tells(path, step.answers[answer], answer):
                    self.tell(told)
                    self.ask_again()
                elif (
                    self.state.trail and self.state.trail[-1].partition("+")[0] == f"{path}:{answer}" and not self.parts
                ):
                    self.silent = True  # tapped twice: what it led to is already on the screen
                else:
                    self.tell("common.old_button")
                    self.ask_again()
            case _:
                self.tell("common.old_button")
                self.ask_again()

    def happened(self, event: Happened) -> None:
        if event.step == KEEP_PICTURE:
            self.fetched(event)
            return
        step = self.flows[self.state.at] if self.state.at else None
        path = self.flows.successor(event.step)
        waiting = path == self.state.at or path in self.state.stack
        if not waiting or event.asked != self.state.asked:
            self.silent = True  # news about a step the learner has already left
            return
        step = self.flows[path]
        target = step.answers.get(event.outcome) or step.answers.get(NO_ANSWER) if isinstance(step, Do) else None
        if target is None:
            self.silent = True
            return
        aside = self.state.at if path != self.state.at else ""
        self.state = self.state.but(at=path, stack=(), facts={**self.state.facts, **event.facts})
        self.answered = f"{path}:{event.outcome}"
        self.go(path.partition(".")[0], target)
        if aside:  # the learner is off the path just now: what comes next waits beneath
            self.state = self.state.but(at=aside, stack=(self.state.at,))
            self.silent = True

    def fetched(self, event: Happened) -> None:
        """The picture that they let us keep is here, of which nobody needs to hear; or it cannot be had."""
        if event.outcome == "kept" or not self.state.at:
            self.silent = True
            return
        self.effects.append(LetGoOfPictures(lost=event.asked))
        self.tell("common.picture_lost")
        self.ask_again()

    # A login at eduID

    def logged_in(self, event: LoggedIn) -> None:
        """Somebody did, by this learner's link: was it them?"""
        self.state = self.state.but(facts={**self.state.facts, "login_who": event.who, "login_where": event.where})
        if self.state.at == NOT_ME:
            self.ask_again()
        else:
            self.arrive(NOT_ME)

    def proven(self, event: Proven) -> None:
        """What the login proved is known and ticked from now on, and the journey goes on past it."""
        asides = ("login_who", "login_where")
        facts = {name: fact for name, fact in self.state.facts.items() if name not in asides}
        if facts.get("eduid_mail") != event.facts.get("eduid_mail"):
            facts.pop("link_current", None)  # proven of another eduID
        self.state = self.state.but(facts={**facts, **event.facts}, misses=0)
        for tick, how in event.ticks.items():
            if how != "open" or self.state.done.get(tick) != "skipped":  # to skip it was a choice, and stays one
                self._tick(tick, how)
        if self.state.at in (NOT_ME, SAME_PERSON) and self.state.stack:
            self.state = self.state.but(at=self.state.stack[-1], stack=self.state.stack[:-1])
        at, flow = self.state.at, self.state.at.partition(".")[0]
        step = self.flows[at]
        if self.state.stack or isinstance(step, Do):  # off the path just now, or waiting: it is told, and used later
            self.tell("common.proven")
            self.ask_again()
        elif isinstance(step, Prove) or flow in self.flows.after_proof:
            self.answered = f"{at}:proof"
            self.go(flow, step.then if isinstance(step, Prove) else self.flows.after_proof[flow])
        elif isinstance(step, Task) and self.state.done.get(step.tick) == "proof":
            self.tell("common.proven")
            self.answered = f"{at}:proof"
            self.go(flow, step.then)
        else:
            self.tell("common.proven")
            self.ask_again()
        if event.also:
            self.state = self.state.but(facts={**self.state.facts, "other_channel": event.also})
            del self.parts[-1:]  # what is asked comes after this
            self.arrive(SAME_PERSON)

    # Two conversations of one person

    def could_join(self, event: CouldJoin) -> None:
        """The conversation of a link goes on here: at once where nothing was said yet that counts, else on consent."""
        facts, award = self.state.facts, self.flows.award_facts
        if not self.state.trail and not self.state.done and not any(name in facts for name in award):
            self.effects.append(Join("link"))
            self.silent = True
            return
        other = {"joins_channel": event.channel, "joins_badge": event.badge, "joins_here": event.here}
        self.state = self.state.but(facts={**facts, **other})
        if self.state.at == GO_ON_WITH:
            self.ask_again()
        else:
            self.arrive(GO_ON_WITH)

    def joined(self, whose: str, brought: tuple[Mapping[str, Any], ...]) -> None:
        """Another address came to this conversation; awards that are not known here wait their turn."""
        self.parts.append(Part("common.joined", {**self.facts(), "joined_mail": whose}))
        known = [self.state.facts, *(one["facts"] for one in self.state.parked)]
        new = [one for one in brought if not any(_is_one(facts, one["facts"]) for facts in known)]
        for one in new:
            added = {**self._numbered(one["facts"]), "done": one["done"]}
            self.state = self.state.but(parked=(*self.state.parked, added))
        if new:
            self.tell("common.also_waiting")
        self.ask_again()

    def learned(self, event: Learned) -> None:
        """How one of the awards stands; nobody is told, it is known when it matters."""
        self.silent = True
        if self.state.facts.get("badge") == event.badge:
            self.state = self.state.but(facts={**self.state.facts, **event.facts})
        parked = tuple(
            {**one, "facts": {**one["facts"], **event.facts}} if one["facts"].get("badge") == event.badge else one
            for one in self.state.parked
        )
        self.state = self.state.but(parked=parked)

    def restored(self, scope: str) -> None:
        """What stood in their way is over; who has moved on by now, or stopped, is left alone."""
        here = (self.state.at, *self.state.stack)
        if self._stopped or not any(self.flows.within(scope, path) for path in here if path):
            self.silent = True
            return
        self.nudge = True
        self.tell("common.outage_over")
        self.ask_again()

    def due(self, alarm: int) -> None:
        if alarm != self.state.alarm or not self.state.at or self.state.alarm_at is None:
            self.silent = True
            return
        self.state = self.state.but(alarm_at=None)
        wanted, award = self._next_alarm(earliest=self.before.alarm_at or self.at)
        if wanted is None or wanted.at > self.at:
            self.silent = True  # the world moved on; another alarm may be set below
            return
        if (moment := self.flows.by_day(self.at)) > self.at:
            self.silent = True  # it rings late, when a learner is not to be disturbed
            self.state = self.state.but(alarm=self.state.alarm + 1, alarm_at=self.before.alarm_at)
            self.effects.append(SetAlarm(self.state.alarm, moment))
            return
        self.state = self.state.but(reminded=(*self.state.reminded, wanted.name))
        self.nudge = True
        self.parts.append(Part(wanted.text, {} if award is None else self.facts(award)))
        self.ask_again()

    def nudged(self) -> None:
        """Reminded as staff wish: of an award that waits, and only whom the clock would remind."""
        reminded = frozenset(self.state.reminded)
        found = [
            (award, facts, alarm)
            for award in (None, *self.state.parked)
            if (alarm := self.flows.nudge(facts := self.facts(award), reminded, self.state.heard, self.at))
        ]
        if not found or not self.state.at:
            self.silent = True
            return
        award, facts, alarm = min(found, key=lambda one: self.flows.urgency(one[1]))
        if alarm.name not in reminded:
            self.state = self.state.but(reminded=(*self.state.reminded, alarm.name))
        self.nudge = True
        self.parts.append(Part(alarm.text, {} if award is None else facts))
        self.ask_again()

    # What it means

    def command(self, command: Command) -> None:
        self.state = self.state.but(misses=0)
        if command.name == "skip" and self.state.stack and self.flows[self.state.at].words:
            # among the problems of a task, what is skipped is the task
            self.state = self.state.but(at=self.state.stack[-1], stack=self.state.stack[:-1])
        flow = self.state.at.partition(".")[0]
        step = self.flows[self.state.at]
        match command.name:
            case "help":
                self.tell("common.help")
                self.ask_again()
                asked = self.options[:-1]
                self.options = (*asked, *(one for one in map(command_option, COMMANDS[1:]) if one not in asked))
            case "status":
                self.tell("common.status")
                self.ask_again()
            case "human":
                facts = self.facts()
                self.parts.append(Part("common.human_asked", {**facts, **self.flows.promise(facts, self.at)}))
                self.options = (command_option("bot"),)
                self.effects.append(CallHuman())
                self._note("human")
            case "bot":
                self.ask_again()
            case "questions" if self.flows.topics:
                self.arrive(self.flows.topics)
            case "my_data":
                self.tell("common.my_data")
                self.ask_again()
                self.options = (*self.options, command_option("erase"))
            case "erase":
                self.arrive("common.erase_sure")
            case "language":
                language = command.detail or ("en" if self.state.language == "nl" else "nl")
                self.state = self.state.but(language=language)
                if not any(part.name == "common.language_is" for part in self.parts):
                    self.tell("common.language_is")
                self.ask_again()
            case "back":
                self.back()
            case "skip" if isinstance(step, Wait) and step.skip:
                if isinstance(step, Task) and step.tick and step.tick not in self.state.done:
                    self.state = self.state.but(done={**self.state.done, step.tick: "skipped"})
                self.answered = f"{self.state.at}:skip"
                self.tell("common.skipped")
                self.go(flow, step.skip)
            case "skip":
                self.tell("common.cannot_skip")
                self.ask_again()
            case "restart":
                self.arrive("common.restart_sure")
            case "stop":
                self.state = self.state.but(reminded=(*self.state.reminded, STOPPED))
                self._note("stopped", self.state.at)
                self.arrive("common.stopped" if "why_stopped" in self.state.facts else "common.why_stopped")
            case _:
                self.ask_again()

    def back(self) -> None:
        if self.state.stack:
            if self.state.at in AT_REST:
                self._go_on()
            self.go("", RETURN)
            return
        if not self.state.trail:
            self.tell("common.first_question")
            self.ask_again()
            return
        last, _, gained = self.state.trail[-1].partition("+")
        path = self.flows.successor(last.partition(":")[0])
        ticked = {tick for tick in gained.split("+") if self.state.done.get(tick) in ("word", "skipped")}
        done = {tick: how for tick, how in self.state.done.items() if tick not in ticked}
        self.state = self.state.but(trail=self.state.trail[:-1], done=done)
        if not path or not self.flows[path].waits:  # gone, or a question no more
            self.back()
            return
        self.tell("common.back_to")
        self._rest(path)

    def answer(self, path: str, answer: str) -> None:
        """An answer to the question at `path`, which may lie beneath a side journey."""
        step = self.flows[path]
        assert isinstance(step, Wait)
        flow = path.partition(".")[0]
        if path == IN_DOUBT and self.state.stack:
            fact, asked = self._settle_doubt(), self.flows[self.state.at]
            if answer == "yes" and isinstance(asked, Ask):
                self.keep(self.state.at, asked, fact)
            else:
                self.ask_again()
            return
        if path == KEEP_PICTURE:
            self.keep_picture(answer)
            return
        if path != self.state.at and self.state.stack and path == self.state.stack[-1]:
            self.state = self.state.but(at=path, stack=self.state.stack[:-1])
        self.state = self.state.but(misses=0)
        save = "" if isinstance(step, Ask) else getattr(step, "save", "")
        if path == self.flows.rating and str(self.state.facts.get(save)) not in step.answers:
            self._note("rated", answer)  # their first answer is what counts
        if path == "common.restart_sure" and answer == "yes":
            # why they stopped is asked once, and not again after a new beginning
            lasting = (*self.flows.award_facts, *self.flows.lasting, "why_stopped")
            kept = {name: fact for name, fact in self.state.facts.items() if name in lasting}
            proven = {tick: how for tick, how in self.state.done.items() if how == "proof"}
            self.state = self.state.but(stack=(), trail=(), facts=kept, done=proven, reminded=())
        if save:
            self.state = self.state.but(facts={**self.state.facts, save: answer})
        if path in AT_REST and answer == "go_on":
            self._go_on()
        elif path == "common.why_stopped":
            self._note("why", answer)
        elif path == SAME_PERSON and answer == "join":
            self.effects.append(Join())
            self.silent = True  # the other conversation goes on from here
        elif path == GO_ON_WITH and answer != "apart":
            self.effects.append(Join("link", here=answer == "here"))
            self.silent = True  # whichever goes on says so
        if isinstance(step, Task):
            if answer == "done" and step.tick:
                self._tick(step.tick, "word")
            if answer == "how":
                self.tell(f"{path}_how")
        self.answered = f"{path}:{answer}"
        self.go(flow, step.answers[answer])

    def keep_picture(self, answer: str) -> None:
        """Keep it or let it go, as they say; with a kept one a human is offered. After a day there is none to keep."""
        until = datetime.fromisoformat(str(self.state.facts["picture_until"]))
        facts = {name: fact for name, fact in self.state.facts.items() if name != "picture_until"}
        self.state = self.state.but(misses=0, facts=facts)
        if answer == "no":
            self.effects.append(LetGoOfPictures())
            self.tell("common.picture_let_go")
        elif self.at > until:
            self.tell("common.picture_late")
        else:
            self.effects.append(KeepPictures())
            self.tell("common.picture_kept")
            self.tell("common.picture_human")
        self.go("common", RETURN)
        human = command_option("human")
        if any(isinstance(effect, KeepPictures) for effect in self.effects) and human not in self.options:
            self.options = (*self.options, human)

    def _settle_doubt(self) -> Fact:
        """Back to the question whose answer was in doubt; the words that were."""
        facts = {name: fact for name, fact in self.state.facts.items() if name != "in_doubt"}
        fact = self.state.facts.get("in_doubt", "")
        self.state = self.state.but(at=self.state.stack[-1], stack=self.state.stack[:-1], facts=facts)
        return fact

    def unsure(self, meant: tuple[Command | Answer | Topic, ...]) -> None:
        """It may be one of these: those that are not on the screen yet are offered beside the question."""
        values = self._offers(meant)
        if values and not self.state.misses:
            self.state = self.state.but(misses=1, offered=values)
            self.tell("common.perhaps")
            self.ask_again()
        else:
            self.state = self.state.but(offered=values)
            self.unclear()

    @staticmethod
    def _offers(meant: tuple[Command | Answer | Topic, ...]) -> tuple[str, ...]:
        """The values of the buttons for what may be meant and is not on the screen."""
        return tuple(
            f"={one.path}" if isinstance(one, Topic) else f":{one.name}" for one in meant if not isinstance(one, Answer)
        )

    def unclear(self) -> None:
        """Not understood: the question again with more help each time; after the third, always a human."""
        if self.state.at in AT_REST:
            self.state = self.state.but(facts={"why_stopped": "rather_not_say", **self.state.facts})
            self.arrive("common.stopped")
            return
        if isinstance(self.flows[self.state.at], Do):
            self.ask_again()
            return
        misses = min(self.state.misses + 1, 3)
        self.state = self.state.but(misses=misses)
        self.tell(f"common.unclear_{misses}")
        self.ask_again()
        if misses == 3:
            self.options = (*self.options, command_option("human"))

    # Where it leads

    @property
    def _stopped(self) -> bool:
        """Did the learner stop, and say nothing of going on since?"""
        return STOPPED in self.state.reminded

    def _go_on(self) -> None:
        self.state = self.state.but(reminded=tuple(name for name in self.state.reminded if name != STOPPED))

    def go(self, flow: str, target: str) -> None:
        if target == RETURN and self.state.stack and self._stopped:
            self.arrive("common.stopped")  # what was pending waits until they say to go on
        elif target == RETURN:
            if self.state.stack:
                self.state = self.state.but(at=self.state.stack[-1], stack=self.state.stack[:-1])
            self.ask_again()
        else:
            self.arrive(self.flows.resolve(flow, target))

    def arrive(self, path: str) -> None:
        """Walk from `path` over everything that does not wait, and rest at what does."""
        for _ in range(MOST_HOPS):
            step = self.flows[path]
            flow = path.partition(".")[0]
            match step:
                case Farewell():
                    self.tell(path)
                    self.options = ()
                    if isinstance(step, NotMine):
                        self.effects.append(NotMe())
                    self.effects.append(Erase())
                    self.state = State(language=self.state.language)
                    return
                case Say(then=then):
                    self.tell(path)
                    if isinstance(step, Disown):
                        self.effects.append(DisownLogin())
                case Mark(then=then):
                    self.state = self.state.but(facts={**self.state.facts, **step.facts})
                    if step.tick:
                        self._tick(step.tick, step.how)
                case NewAward(then=then) if step.park:
                    self._make_room({})
                case NewAward(then=then):
                    self._let_go_of_award()
                case Branch(on=on, cases=cases, otherwise=otherwise):
                    then = cases.get(str(self.facts().get(on, "")), otherwise)
                case _:
                    self._enter(path)
                    return
            if then == RETURN:
                self.go(flow, RETURN)
                return
            path = self.flows.resolve(flow, then)
        raise TalksForEver(path)

    def _enter(self, path: str) -> None:
        """A new question: remember the way to it, and ask."""
        if self._waits_beside(path):
            if not self._waits_beside(self.state.at):
                self.state = self.state.but(stack=(*self.state.stack, self.state.at))
        else:
            left = f"{self.state.stack[0]}:" if self.state.stack else self.answered
            come_from = left.partition(":")[0]
            beside = come_from in ("", path) or self._waits_beside(come_from)
            if not beside and not isinstance(self.flows[come_from], Do):
                gained = "".join(f"+{tick}" for tick in self.state.done if tick not in self.before.done)
                self.state = self.state.but(trail=(*self.state.trail, left + gained)[-LONGEST_TRAIL:])
            self.state = self.state.but(stack=())
        self._rest(path)

    def _waits_beside(self, path: str) -> bool:
        step = self.flows[path] if path else None
        return isinstance(step, Wait) and step.side

    def _rest(self, path: str) -> None:
        self.state = self.state.but(at=path)
        step = self.flows[path]
        if not isinstance(step, Do):
            self.ask_again()
            return
        facts = self.facts()
        request: Request = step.request(**{field.name: facts[field.name] for field in fields(step.request)})
        kept = {name: value for name, value in self.state.facts.items() if name not in step.forget}
        self.state = self.state.but(facts=kept, asked=self.state.asked + 1)
        self.effects.append(Perform(path, self.state.asked, request))

    def ask_again(self) -> None:
        """The pending question, once more or for the first time."""
        self.tell(self.flows[self.state.at].words or self.state.at)
        options = self._options(self.state.at)
        self.options = (*options[:-1], *map(self._offer, self.state.offered), *options[-1:])
        if any(part.name == "common.again_human" for part in self.parts):
            self.options = (*self.options, command_option("human"))

    def _options(self, path: str) -> tuple[Option, ...]:
        """What this learner can tap at a question."""
        step, options = self.flows[path], options_at(self.flows, path)
        if not isinstance(step, Choose) or not step.without:
            return options
        missing = f"{path}:{self.facts().get(step.without, '')}"
        return tuple(option for option in options if option.value != missing)

    def _offer(self, value: str) -> Option:
        """A meaning that was guessed, as something to choose."""
        meant = read_value(value)
        if isinstance(meant, Topic):
            return Option(value, meant.path, "title")
        return Option(value, f"common.command_{value[1:]}")

    # What gathers

    def tell(self, name: str) -> None:
        self.parts.append(Part(name))
        if name in self.flows and isinstance(self.flows[name], Problem):
            self._note("problem", name)
            self.state = self.state.but(told=(*self.state.told, name)[-2 * AGAIN_AND_AGAIN :])
            if self.state.told.count(name) >= AGAIN_AND_AGAIN:
                self.parts.append(Part("common.again_human"))

    def _note(self, what: str, detail: str = "") -> None:
        self.effects.append(Note(what, detail, self.state.award))

    def facts(self, award: Mapping[str, Any] | None = None) -> Mapping[str, Fact]:
        """Everything a text or a branch may look at: defaults, settings, facts, and what follows from them.

        `award`: as if this one, which was put by, were the one that is dealt with.
        """
        facts, done = self.state.facts, self.state.done
        if award is not None:
            facts, done = self._with_award(award)
        source = facts, done, self.state.parked
        if source == self._known[0]:
            return self._known[1]
        known = {**self.flows.unknown, **self.flows.profile(facts), **facts}
        known |= {f"{tick}_done": how for tick, how in done.items()}
        others = sorted(self.state.parked, key=lambda other: self._urgency(other["facts"]))
        known["others"] = len(others)
        if others:
            known |= {f"other_{name}": fact for name, fact in others[0]["facts"].items()}
        known.update(self.flows.derive(known, self.at))
        if known.get("deadline_assumed") == "yes":  # nobody told it: it is never said as if they had
            about = self.flows.texts.label
            known |= {f"deadline_{one}": about("common.about_day", "", one, known) for one in LANGUAGES}
        if award is None:
            self._known = source, known
        return known

    # Several awards

    def _urgency(self, facts: Mapping[str, Fact]) -> str:
        return self.flows.urgency({**self.flows.defaults, **facts})

    def _make_room(self, facts: Mapping[str, Fact]) -> bool:
        """Deal with the award of these facts, or with the next one ({}); False when it has to wait its turn.

        An award that is not safe yet is put by, and so is a new one that is less urgent.
        """
        parked = list(self.state.parked)
        known = next((one for one in parked if facts and _is_one(one["facts"], facts)), None)
        current = next(iter(self.here() if self.flows.goal not in self.state.done else ()), None)
        if facts and known is None:
            known = self._numbered(facts)
            if current and self._urgency(current["facts"]) < self._urgency(facts):
                self.state = self.state.but(parked=(*parked, known))
                return False
        elif known is None and parked:
            known = min(parked, key=lambda one: self._urgency(one["facts"]))
        elif known is None:
            known = self._numbered({})
        parked = [one for one in (*parked, *([current] if current else [])) if one is not known]
        known = {**known, "facts": {**known["facts"], **facts}}
        facts, done = self._with_award(known)
        self.state = self.state.but(
            facts=facts,
            done=done,
            award=known["award"],
            parked=tuple(parked),
            reminded=(),
            stack=(),
            trail=(),
        )
        return True

    def _numbered(self, facts: Mapping[str, Fact]) -> dict[str, Any]:
        """One more award of this learner."""
        number = max([self.state.award, *(one["award"] for one in self.state.parked)]) + 1
        return {"award": number, "facts": dict(facts), "done": {}}

    def here(self) -> tuple[Mapping[str, Any], ...]:
        """The award that is dealt with, as it would be put by; none where nothing is known of it."""
        facts = {name: fact for name, fact in self.state.facts.items() if name in self.flows.award_facts}
        if not facts.keys() - set(self.flows.tied.values()):
            return ()
        done = {tick: how for tick, how in self.state.done.items() if tick in self.flows.per_award}
        return ({"award": self.state.award, "facts": facts, "done": done},)

    def _with_award(self, award: Mapping[str, Any]) -> tuple[dict[str, Fact], dict[str, str]]:
        """All facts and milestones, with another award in the place of the one that is dealt with."""
        facts = {name: fact for name, fact in self.state.facts.items() if name not in self.flows.award_facts}
        done = {tick: how for tick, how in self.state.done.items() if tick not in self.flows.per_award}
        for tick, name in self.flows.tied.items():
            before, after = self.state.facts.get(name), award["facts"].get(name)
            if before and after and before != after:
                done.pop(tick, None)
        return {**facts, **award["facts"]}, {**done, **award["done"]}

    def _let_go_of_award(self) -> None:
        """This was not the award after all: make room for the right one."""
        facts = {name: fact for name, fact in self.state.facts.items() if name not in self.flows.award_facts}
        done = {tick: how for tick, how in self.state.done.items() if tick not in self.flows.per_award}
        self.state = self.state.but(facts=facts, done=done, reminded=())

    def _tick(self, tick: str, how: str) -> None:
        """Note how a milestone was reached; "open": it turned out not to be."""
        if how == "open":
            self.state = self.state.but(done={k: v for k, v in self.state.done.items() if k != tick})
            return
        if self.state.done.get(tick) != "proof":
            if how != "skipped" and self.state.done.get(tick) != "word":
                self._note("ticked", tick)
            if tick not in self.state.done:
                self.state = self.state.but(told=())
            self.state = self.state.but(done={**self.state.done, tick: how})

    def _only_tells(self, path: str, target: str, answer: str) -> str:
        """The text of an answer that only shows something, wherever the learner is by now; "" for others."""
        if target == RETURN:
            return f"{path}_how" if answer == "how" else ""
        if self._is_careful(path):
            return ""  # it tells of what this answer does, when it is asked
        found = self.flows.resolve(path.partition(".")[0], target)
        step = self.flows[found]
        return found if isinstance(step, Say) and step.then == RETURN else ""

    def _next_alarm(self, earliest: datetime) -> tuple[Alarm | None, Mapping[str, Any] | None]:
        """The next reminder, and the award that it is about if that one was put by."""
        reminded = frozenset(self.state.reminded)
        found = [
            (alarm, award)
            for award in (None, *self.state.parked)
            if (alarm := self.flows.next_alarm(self.facts(award), reminded, self.state.heard, earliest))
        ]
        return min(found, key=lambda one: one[0].at, default=(None, None))

    def finish(self) -> tuple[State, tuple[Effect, ...]]:
        """The state to save and the effects, with the words gathered into one message."""
        if EITHER in self.state.facts and self.parts and not self.silent:
            self.also_in = next(other for other in LANGUAGES if other != self.state.language)
            self.parts += [Part(part.name, part.facts, self.also_in) for part in self.parts]
            self.options = (*self.options[:-1], command_option("language"), *self.options[-1:])
        if not self._waits_beside(self.state.at):  # an answer to what was pending, or another award, is going on too
            self._go_on()
        flow = self.state.at.partition(".")[0]
        if self.state.at:
            beneath = tuple(self.flows.flows[path.partition(".")[0]].version for path in self.state.stack)
            self.state = self.state.but(version=self.flows.flows[flow].version, beneath=beneath)
            if self.state.heard and not (self.before.at and self.before.heard):
                self._note("began")
            if flow != self.before.at.partition(".")[0] and not self._waits_beside(self.state.at):
                self._note("reached", flow)
        if self.parts and not self.silent:
            facts = self.facts()
            told = tuple(Part(part.name, part.facts or facts, part.language) for part in self.parts)
            self.effects.append(Tell(told, self.options, nudge=self.nudge, also_in=self.also_in))
        self._show_progress()
        self._show_picture()
        if not any(isinstance(effect, SetAlarm) for effect in self.effects):
            self._set_alarm()
        return self.state, tuple(self.effects)

    def _show_progress(self) -> None:
        if not self.flows.milestones or not self.state.at:
            return
        facts = self.facts()
        card = ".".join([self.state.language, *(str(facts[f"{tick}_done"])[0] for tick in self.flows.milestones)])
        card += f".{facts.get('deadline', '')}.{facts.get('here', '')}.{facts.get('badge', '')}"
        if card != self.state.card:
            self.state = self.state.but(card=card)
            self.effects.append(ShowProgress(Part("common.card", facts)))

    def _show_picture(self) -> None:
        """How far they are as a picture: when the goal is reached, and with the texts that come with one.

        The same is not shown twice.
        """
        goal, good = self.flows.goal, ("word", "proof")
        reached = self.state.done.get(goal) in good and self.before.done.get(goal) not in good
        told = not self.silent and any(part.name in self.flows.pictured for part in self.parts)
        if (reached or told) and self.state.pictured != self.state.card:
            self.state = self.state.but(pictured=self.state.card)
            self.effects.append(ShowPicture(self.facts()))

    def _set_alarm(self) -> None:
        earliest = self.at + ANOTHER_DAY if self.nudge else self.at
        wanted, _ = self._next_alarm(earliest) if self.state.at else (None, None)
        now = self.state.alarm_at
        if wanted is None and now is None:
            return
        if wanted is not None and now is not None and self.at < now <= wanted.at:
            return  # it will ring early and look again: cheaper than moving it at every turn
        alarm = self.state.alarm + 1
        moment = wanted.at if wanted else None
        self.state = self.state.but(alarm=alarm, alarm_at=moment)
        self.effects.append(SetAlarm(alarm, moment))
