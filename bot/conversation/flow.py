"""The words a flow is written in. A step owns its question, its answers, and where each leads.

A target is a step of the same flow, `flow.step` of another, the name of another flow (its first step),
or `RETURN`: back to the question that was pending. `Flows` joins all flows with their texts; what is wrong
with them (`bot.conversation.proofreading`) is told with file and line before anybody can meet it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from bot.conversation.effects import Request
from bot.conversation.events import Fact
from bot.conversation.texts import Texts

RETURN = "<"
"""The target that ends a side journey: the question that was pending is asked again."""

NO_ANSWER = "no_answer"
"""The outcome every `Do` has besides those of its request: no such neighbour here, or it stayed silent."""


class Where(NamedTuple):
    """A place in a source file."""

    file: str
    line: int


class FlowError(Exception):
    """The flows have faults; each line of the message names one, with file and line."""


class Invalid(Exception):
    """Not a good answer: ask again. `reason` is a text of `checks`, filled with `facts`."""

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class Check(Protocol):
    """What counts as a good answer: returns the fact, or raises Invalid with one of `reasons`."""

    reasons: tuple[str, ...]

    def __call__(self, text: str, at: datetime) -> Fact: ...


def check(*reasons: str) -> Callable[[Callable[[str, datetime], Fact]], Check]:
    """Mark a function as a check and say which reasons it may give."""

    def mark(function: Callable[[str, datetime], Fact]) -> Check:
        function.reasons = reasons  # type: ignore[attr-defined]
        return function  # type: ignore[return-value]

    return mark


def _here() -> Where:
    """Where, outside this module, the step is being written down."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename in (__file__, "<string>"):
        frame = frame.f_back
    return Where(frame.f_code.co_filename, frame.f_lineno)


@dataclass(frozen=True, init=False)
class Step:
    """What every step has: a name that is stored with learners who are halfway, and its place in the source."""

    name: str
    where: Where = field(compare=False, repr=False)
    words: str  # the text that is its own when it is not `flow.name`

    def __init__(self, name: str) -> None:
        self._set(name=name, where=_here(), words="")

    def _set(self, **values: Any) -> None:
        for key, value in values.items():
            object.__setattr__(self, key, value)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Every (answer, target) of this step."""
        yield from ()

    @property
    def waits(self) -> bool:
        """Does the conversation rest here until something happens?"""
        return False

    @property
    def speaks(self) -> bool:
        """Does it have a text of its own?"""
        return True


class Passing(Step):
    """A step that goes on by itself."""

    then: str

    def __init__(self, name: str, *, then: str) -> None:
        super().__init__(name)
        self._set(then=then)

    def targets(self) -> Iterator[tuple[str, str]]:
        yield "", self.then


class Say(Passing):
    """Tell something, then go on."""


class Aside(Say):
    """Tell something that can be read later: where a message has room for it, below what is asked and its answers."""


class Problem(Say):
    """The cure for something that goes wrong at a task. Attribute `title` of its text is its button."""

    def __init__(self, name: str, *, then: str = RETURN) -> None:
        super().__init__(name, then=then)


class Question(Say):
    """The answer to something people ask, whatever is pending, which is asked again after it.

    Attribute `title` of its text is its button. Its text needs a source: a `# Source:` comment with a month and year.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, then=RETURN)


class Farewell(Say):
    """The last words to somebody who is forgotten with them: nothing of this learner is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(name, then=RETURN)


def topical_name(step: Step) -> str:
    """`question:NAME` or `problem:NAME`: what can be told wherever a learner is; "" for other steps."""
    match step:
        case Question():
            return f"question:{step.name}"
        case Problem():
            return f"problem:{step.name}"
    return ""


class Mark(Passing):
    """Note something without a word: a milestone (`tick`; `how` is "word", "skipped", or "open": not yet), or facts."""

    tick: str
    how: str
    facts: Mapping[str, Fact]

    def __init__(self, name: str, *, then: str, tick: str = "", how: str = "word", **facts: Fact) -> None:
        super().__init__(name, then=then)
        self._set(tick=tick, how=how, facts=facts)

    @property
    def speaks(self) -> bool:
        return False


class NewAward(Passing):
    """Make room for another award, without a word.

    The facts and milestones of the last one are let go, or with `park` put by until their turn comes. The award
    among those put by whose last day is nearest takes the room.
    """

    park: bool

    def __init__(self, name: str, *, then: str, park: bool = False) -> None:
        super().__init__(name, then=then)
        self._set(park=park)

    @property
    def speaks(self) -> bool:
        return False


class Branch(Step):
    """Go on by the value of one fact, without a word."""

    on: str
    otherwise: str
    cases: Mapping[str, str]

    def __init__(self, name: str, *, on: str, otherwise: str, **cases: str) -> None:
        super().__init__(name)
        self._set(on=on, otherwise=otherwise, cases=cases)

    def targets(self) -> Iterator[tuple[str, str]]:
        yield from self.cases.items()
        yield "otherwise", self.otherwise

    @property
    def speaks(self) -> bool:
        return False


class Wait(Step):
    """A step at which the learner has the word. `skip` is where the command leads; "" = it cannot be skipped.

    `usual`: which answer a usual word ("ja", "verder") means beside its own; None: what it means nearly everywhere.
    """

    answers: Mapping[str, str]
    skip: str
    side: bool
    usual: Mapping[str, str] | None = None

    @property
    def waits(self) -> bool:
        return True

    def targets(self) -> Iterator[tuple[str, str]]:
        yield from self.answers.items()
        if self.skip:
            yield "skip", self.skip


class Choose(Wait):
    """A question with fixed answers. `save`: the name of the fact that keeps which one was chosen.

    `side`: a question beside the path; the one that was pending stays pending beneath it. `without`: the fact that
    names the answer that is not offered to this learner. `also`: commands that are offered with the answers.
    """

    save: str
    without: str
    also: tuple[str, ...]

    def __init__(
        self,
        name: str,
        *,
        save: str = "",
        skip: str = "",
        side: bool = False,
        without: str = "",
        also: Sequence[str] = (),
        **answers: str,
    ) -> None:
        super().__init__(name)
        self._set(save=save, skip=skip, side=side, without=without, also=tuple(also), answers=answers)


class Careful(Choose):
    """A side question at which it does harm to take words for an answer that they only come near to.

    `usual` says what usual words ("verder") mean here beside their own answer; they never answer what is beneath.
    """

    def __init__(self, name: str, *, usual: Mapping[str, str], save: str = "", skip: str = "", **answers: str) -> None:
        super().__init__(name, save=save, skip=skip, side=True, **answers)
        self._set(usual=usual)


class Ask(Wait):
    """A question answered in the learner's words. `conceal`: a text that stands for them in what is stored.

    `known_by`: whether a long text answers this at another question of the flow too. `doubt`: whether words that pass
    the check are so unlike an answer that it is asked first whether they are one (`common.in_doubt`). `sure`: what
    passes the check, as a date does, is the answer, whatever else it may remind of.
    """

    check: Check
    save: str
    then: str
    conceal: str
    known_by: Callable[[str], bool]
    doubt: Callable[[str], bool]
    sure: bool

    def __init__(
        self,
        name: str,
        *,
        check: Check,
        save: str,
        then: str,
        skip: str = "",
        conceal: str = "",
        known_by: Callable[[str], bool] = lambda text: False,
        doubt: Callable[[str], bool] = lambda text: False,
        sure: bool = False,
        **answers: str,
    ) -> None:
        super().__init__(name)
        self._set(check=check, save=save, then=then, skip=skip, side=False, conceal=conceal, known_by=known_by)
        self._set(doubt=doubt, sure=sure, answers=answers)

    def targets(self) -> Iterator[tuple[str, str]]:
        yield "", self.then
        yield from super().targets()


class Task(Wait):
    """Something the learner does elsewhere: done, how exactly?, something went wrong.

    Its text says what and why with the link; `<name>_how` says it click by click. `tick` is the milestone
    that is reached by "done"; `problems` are `Problem` steps. Answers beside these can be given.
    """

    then: str
    tick: str
    problems: tuple[str, ...]

    def __init__(
        self,
        name: str,
        *,
        then: str,
        tick: str = "",
        problems: Sequence[str] = (),
        skip: str = "",
        **answers: str,
    ) -> None:
        super().__init__(name)
        listed = {"problem": f"{name}_problems"} if problems else {}
        self._set(
            then=then,
            tick=tick,
            problems=tuple(problems),
            skip=skip or then,
            side=False,
            answers={"done": then, "how": RETURN, **listed, **answers},
        )

    def problem_list(self) -> Choose:
        """The side question "what goes wrong?" with this task's problems."""
        listed = Choose(
            f"{self.name}_problems",
            side=True,
            **dict(zip(map(_last, self.problems), self.problems, strict=True)),
            other="stuck",
            never_mind=RETURN,
        )
        listed._set(where=self.where, words="common.which_problem")
        return listed


class Prove(Task):
    """A login at eduID by a link of one's own, which proves what the learner would else have to tell.

    Its text can show the fact `sign_in_link`. The login comes back as `events.Proven`, whenever that is; then the
    journey goes on at `then`. It ticks nothing by word: its answers are `how`, its problems and those given here.
    `wants`: what eduID is to lead the learner through if it is not there yet, a confirmed name ("name") or a link with
    an institution that has not lapsed ("institution").
    """

    wants: Literal["", "name", "institution"]

    def __init__(
        self,
        name: str,
        *,
        then: str,
        problems: Sequence[str] = (),
        skip: str,
        wants: Literal["", "name", "institution"] = "",
        **answers: str,
    ) -> None:
        super().__init__(name, then=then, problems=problems, skip=skip, **answers)
        self._set(wants=wants)
        if "done" not in answers:
            self._set(answers={answer: target for answer, target in self.answers.items() if answer != "done"})

    def targets(self) -> Iterator[tuple[str, str]]:
        yield "proof", self.then
        yield from super().targets()


class NotMine(Farewell):
    """The last words to somebody for whom an award was not meant: no more letters about it, and nothing is kept."""


class Disown(Say):
    """Tell something, and drop the login that waits to be recognised: it was not this learner's."""


class Do(Wait):
    """Ask a neighbour, go on by its answer. `forget`: facts that are needed for the asking only."""

    request: type[Request]
    forget: tuple[str, ...]

    def __init__(self, name: str, request: type[Request], *, forget: Sequence[str] = (), **outcomes: str) -> None:
        super().__init__(name)
        self._set(
            request=request,
            forget=tuple(forget),
            answers=outcomes,
            skip=outcomes.get(NO_ANSWER, ""),
            side=False,
        )


def _last(path: str) -> str:
    return path.rpartition(".")[2]


class Flow:
    """One journey or a piece of it, read top to bottom; its first step is where others enter.

    `version` rises with every change that an older program could not continue; `renamed` maps a step that
    was renamed or removed to its successor.
    """

    def __init__(self, name: str, *steps: Step, version: int = 1, renamed: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.version = version
        self.renamed = dict(renamed or {})
        self.where = _here()
        listed = [step.problem_list() for step in steps if isinstance(step, Task) and step.problems]
        self.written: tuple[Step, ...] = steps
        self.steps: dict[str, Step] = {}
        self.twice: list[Step] = []
        for step in (*steps, *listed):
            if step.name in self.steps:
                self.twice.append(step)
            self.steps.setdefault(step.name, step)

    @property
    def first(self) -> str:
        return next(iter(self.steps), "")


class Matcher(Protocol):
    """Which of some meanings (`understanding.name_of`) a text has, each with its chance, the best first."""

    def __call__(self, text: str, among: Mapping[str, float]) -> Sequence[tuple[str, float]]:
        """`among`: the meanings possible now, each with how much likelier it is here than elsewhere."""
        ...

    def language(self, text: str) -> tuple[str, float]:
        """The language a text is in, and how sure that is."""
        ...


class NoMatcher:
    """Understands nothing but what is said exactly."""

    def __call__(self, text: str, among: Mapping[str, float]) -> Sequence[tuple[str, float]]:
        return ()

    def language(self, text: str) -> tuple[str, float]:
        return "", 0.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """When to speak up unasked, and with which text; `name` is kept so that it is said once only."""

    at: datetime
    name: str
    text: str


@dataclass(frozen=True, eq=False)
class Flows:
    """Every flow with its texts: all that a conversation can be.

    `milestones` are the ticks of the progress card, in order; `per_award` those that a new award clears, with
    the facts `award_facts`; `goal` is the one at which an award is safe, `ends` are those with which nothing is left to
    do for an award, and `tied` says which tick has to be
    reached again for an award that differs in which fact. `urgency` orders awards, the most urgent first.
    `matcher` understands what is not said exactly; `about` names the topics that a flow or step is about, so that
    "what is that?" is understood there.
    `derive` adds what can be computed from facts and the moment; `next_alarm` says when to remind, `nudge` how
    when staff wish it now, and `by_day` from when on after a moment that may be done; `promise` says when a human will
    answer.
    `defaults` stand for facts that are not known yet; `given` comes from the settings, and `profile` says what is
    otherwise at the institution of these facts.
    """

    flows: Mapping[str, Flow]
    texts: Texts
    matcher: Matcher = field(default_factory=NoMatcher)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: str = ""  # the side question with the frequent questions; "" = there are none
    rating: str = ""  # the question how it went, whose first answer is counted; "" = it is not asked
    milestones: tuple[str, ...] = ()
    per_award: tuple[str, ...] = ()
    award_facts: tuple[str, ...] = ()
    goal: str = ""
    ends: tuple[str, ...] = ()
    tied: Mapping[str, str] = field(default_factory=dict)
    urgency: Callable[[Mapping[str, Fact]], str] = lambda facts: ""
    award: str = ""  # where a new award enters
    news: Mapping[str, str] = field(default_factory=dict)  # where it leads what a mail of edubadges' own tells
    guide: str = ""  # where a conversation begins that an institution began, by telling us of an award
    lasting: tuple[str, ...] = ()  # facts about the learner that a new beginning leaves alone
    after_proof: Mapping[str, str] = field(default_factory=dict)  # by flow: where a login leads that comes back there
    defaults: Mapping[str, Fact] = field(default_factory=dict)
    given: Mapping[str, Fact] = field(default_factory=dict)
    profile: Callable[[Mapping[str, Fact]], Mapping[str, Fact]] = lambda facts: {}
    promise: Callable[[Mapping[str, Fact], datetime], Mapping[str, Fact]] = lambda facts, at: {}
    derive: Callable[[Mapping[str, Fact], datetime], Mapping[str, Fact]] = lambda facts, at: {}
    next_alarm: Callable[[Mapping[str, Fact], frozenset[str], datetime | None, datetime], Alarm | None] = (
        lambda facts, given, heard, at: None
    )
    nudge: Callable[[Mapping[str, Fact], frozenset[str], datetime | None, datetime], Alarm | None] = (
        lambda facts, given, heard, at: None
    )
    by_day: Callable[[datetime], datetime] = lambda at: at
    alarms: tuple[str, ...] = ()  # the texts that `next_alarm` and `nudge` may name
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by neighbour: the flows and steps that need it
    pictured: tuple[str, ...] = ()  # the texts after which the learner is shown a picture of how far they are
    renamed: Mapping[str, str] = field(default_factory=dict)  # a flow that is gone -> "flow" or "flow.step"

    @property
    def start(self) -> str:
        return self.resolve("", next(iter(self.flows)))

    @cached_property
    def topical(self) -> Mapping[str, str]:
        """The path of each question and problem under the name of its meaning: `question:NAME`, `problem:NAME`."""
        return {name: path for path, step in self.paths() if (name := topical_name(step))}

    @cached_property
    def unknown(self) -> Mapping[str, Fact]:
        """Every fact that is there from hello on, while nothing is known of a learner; `derive` adds its own."""
        ticks: dict[str, Fact] = {f"{tick}_done": "no" for tick in self.milestones}
        others: dict[str, Fact] = {"others": 0, **{f"other_{name}": "unknown" for name in self.award_facts}}
        return {**self.defaults, **self.given, **ticks, **others}

    def with_given(self, **given: Fact) -> Flows:
        """These flows for one installation: what its settings say can be used in texts and branches."""
        return replace(self, given={**self.given, **given})

    def resolve(self, flow: str, target: str) -> str:
        """The path `flow.step` a target of `flow` leads to; KeyError when it leads nowhere."""
        if flow and target in self.flows[flow].steps:
            return f"{flow}.{target}"
        if target in self.flows:
            return f"{target}.{self.flows[target].first}"
        other, _, step = target.partition(".")
        if step and step in self.flows[other].steps:
            return target
        raise KeyError(target)

    def within(self, scope: str, path: str) -> bool:
        """Does this step belong to a scope: itself, its flow, or a neighbour that it needs?"""
        here = (path, path.partition(".")[0])
        return scope in here or any(needed in here for needed in self.needs.get(scope, ()))

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return dict(self.paths())

    def __getitem__(self, path: str) -> Step:
        return self._steps[path]

    def __contains__(self, path: str) -> bool:
        return path in self._steps

    def successor(self, path: str) -> str:
        """Where a step stored long ago is now: itself, or what it was renamed to; "" when it is gone."""
        for _ in range(20):
            if path in self:
                return path
            flow, _dot, step = path.partition(".")
            if flow in self.renamed:
                moved = self.renamed[flow]
                path = moved if "." in moved else f"{moved}.{step}"
            elif flow in self.flows and step in self.flows[flow].renamed:
                target = self.flows[flow].renamed[step]
                try:
                    path = self.resolve(flow, target)
                except KeyError:
                    path = f"{flow}.{target}"
            else:
                return ""
        return ""

    def question_from(self, path: str) -> str:
        """The first question somebody meets who comes to this step: itself, or one that follows."""
        todo, seen = [path], set[str]()
        while todo:
            path = todo.pop(0)
            if self[path].waits:
                return path
            if path not in seen:
                seen.add(path)
                here = path.partition(".")[0]
                todo += [self.resolve(here, target) for _, target in self[path].targets() if target != RETURN]
        raise KeyError(path)

    def paths(self) -> Iterator[tuple[str, Step]]:
        """Every step with its path, in the order it was written."""
        for flow in self.flows.values():
            for step in flow.steps.values():
                yield f"{flow.name}.{step.name}", step
