"""What is wrong with the flows and their texts, told with file and line before a learner can meet it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, get_args

from fluent.syntax import ast
from fluent.syntax.serializer import FluentSerializer
from fluent.syntax.visitor import Visitor

from bot.conversation.engine import (
    AT_REST,
    GO_ON_WITH,
    IN_DOUBT,
    KEEP_PICTURE,
    NOT_ME,
    SAME_PERSON,
    command_option,
    label_of,
    options_at,
)
from bot.conversation.events import LinkCame, NoLogin, Secret
from bot.conversation.flow import (
    NO_ANSWER,
    RETURN,
    Ask,
    Branch,
    Choose,
    Do,
    Flow,
    FlowError,
    Flows,
    Mark,
    NewAward,
    Problem,
    Question,
    Say,
    Step,
    Task,
    Wait,
    Where,
    topical_name,
)
from bot.conversation.sharing import LONGEST_LINE
from bot.conversation.texts import LANGUAGES, Source, parse_markup
from bot.conversation.understanding import COMMANDS, COURTESIES, MOST_TOPICS, exactly

LONGEST_FACT = 120
"""No fact that stands in a text is longer; the checks of the flows and the readers of mails see to it."""

LONGER_FACTS = dict.fromkeys(("cv_line", "signature_line", "post_text"), LONGEST_LINE)
"""Those that are: whole lines, made here."""

ENGINE_TEXTS = (
    "help",
    "status",
    "human_asked",
    "human_nobody",
    "human_silent",
    "handed_back",
    "led",
    "staff_here",
    "staff_says",
    "staff_notice",
    "staff_rise",
    "staff_how",
    "staff_learner",
    "staff_nameless",
    "staff_back_learner",
    "staff_back_staff",
    "staff_taken",
    *(f"staff_not_{why}" for why in ("handed_back", "erased", "shut_out", "too_long", "no_words", "delivered")),
    "staff_not_the_file",
    "again_human",
    "my_data",
    "introduction",
    "first_answer",
    "more_questions",
    "perhaps",
    "long_story",
    *COURTESIES,
    "also_waiting",
    "language_is",
    "skipped",
    "cannot_skip",
    "back_to",
    "first_question",
    "old_button",
    "hello_again",
    "new_award",
    "invited",
    "mail_known",
    "mail_of_another",
    "welcome_back",
    *(f"link_{how}" for how in get_args(LinkCame) if how not in ("", "known")),
    "unclear_1",
    "unclear_2",
    "unclear_3",
    "card",
    "sorry",
    "sorry_later",
    "too_many",
    "withheld",
    "unproven",
    "enough_mail",
    "unreadable_too_big",
    "unreadable_too_hard",
    "unreadable_encrypted",
    "elsewhere",
    "answered_private",
    "open_private",
    "stranger_foreign",
    "stranger_bot",
    "home_known",
    "home_new",
    "letter_subject",
    "letter_subject_guide",
    "letter_subject_guide_both",
    "invite",
    "invite_title",
    "invite_telegram",
    "invite_web",
    "invite_scan_telegram",
    "invite_scan_web",
    "proven",
    "joined",
    "joined_with_human",
    "goes_on_too",
    "seen_elsewhere",
    "outage",
    "outage_over",
    "mail_subject",
    "about_day",
    "picture_kept",
    "picture_human",
    "picture_let_go",
    "picture_late",
    "picture_lost",
    *(f"login_{why}" for why in get_args(NoLogin)),
    *(f"command_{command}" for command in (*COMMANDS, "bot")),
    *(f"secret_{kind}" for kind in get_args(Secret) if kind),
    *(
        f"received_{kind}"
        for kind in (
            "photo",
            "sticker",
            "voice",
            "location",
            "contact",
            "video",
            "document",
            "edited",
            "other",
        )
    ),
)
"""Texts of flow `common` that the engine and its surroundings say whatever the flow."""

ALONE = ("my_data", "human_asked", "human_nobody", "human_silent", "staff_notice", "invite")
"""Those of them before which and after which nothing is told but the question."""

_SOME_DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)

VOCABULARY = ("usual_", "speak_", "answers", "about_")
"""Texts of `common` that are lists of words or labels, known by how their name begins."""

FUNCTIONS = ("NUMBER", "DATETIME")
"""What Fluent itself can do with a fact."""

PLURALS = {"zero", "one", "two", "few", "many", "other"}
"""Kinds of number, which each language has its own set of."""

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d"
"""A month and its year, as sources name it."""

DATED_SOURCE = re.compile(rf"\bSource: (?=[^(]*\w[./-]\w)[^(]+.*\([^()]*\b{MONTH}\)", re.DOTALL)
"""How a text says where its facts come from (a site, a file, a repository), and when they were read there."""

HOWS = ("no", "word", "proof", "skipped")
"""Every way a milestone can stand (`State.done`)."""


class ChannelLimits(Protocol):
    """What a channel can carry (`bot.ports.Limits`)."""

    @property
    def text(self) -> int: ...
    @property
    def label(self) -> int: ...
    @property
    def value(self) -> int: ...
    @property
    def buttons(self) -> int: ...


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def proofread(flows: Flows, limits: Mapping[str, ChannelLimits]) -> list[Fault]:
    """Every fault of the flows and their texts, in the order of files and lines (of texts: if these are `placed`)."""
    found = [*_structure(flows), *_value_sizes(flows, limits), *_wording(flows)]
    if not found:  # lengths are only worth telling of texts that are whole
        found = [*_reach(flows), *_hasty(flows), *_sizes(flows, limits), *_answers_apart(flows)]
    return sorted(set(found))


def placed(flows: Flows) -> Flows:
    """The same flows, and it is known of each word where it stands (`Texts.placed`)."""
    return replace(flows, texts=flows.texts.placed())


def insist(flows: Flows, limits: Mapping[str, ChannelLimits]) -> None:
    """Raises FlowError with every fault; a program with faulty flows does not start."""
    if proofread(flows, limits):
        raise FlowError("\n".join(map(str, proofread(placed(flows), limits))))


def _at(where: Where, what: str) -> Fault:
    return Fault(_short(where.file), where.line, what)


def _short(file: str | Path) -> str:
    return "/".join(Path(file).parts[-2:])


# The structure


def _structure(flows: Flows) -> Iterator[Fault]:
    for flow in flows.flows.values():
        if not flow.steps:
            yield _at(flow.where, f"flow {flow.name} has no step")
        for step in flow.twice:
            yield _at(step.where, f"step {step.name} of flow {flow.name} is written twice")
        yield from _renames(flows, flow)
        for step in flow.steps.values():
            yield from _targets(flows, flow, step)
            if isinstance(step, Do):
                yield from _outcomes(flows, flow, step)
            if isinstance(step, Mark | Task) and step.tick and step.tick not in flows.milestones:
                yield _at(step.where, f"{step.name} ticks {step.tick}, which is no milestone")
            if isinstance(step, Task):
                for problem in step.problems:
                    path = _resolved(flows, flow.name, problem)
                    if path and not isinstance(flows[path], Problem):
                        yield _at(step.where, f"{problem} is listed as a problem of {step.name} but is no Problem")
            if isinstance(step, Branch) and step.on not in _facts(flows):
                yield _at(step.where, f"{step.name} branches on {step.on}, a fact nobody saves")
            elif isinstance(step, Branch):
                for never in sorted(set(step.cases) - _values(flows, step.on, step.cases)):
                    yield _at(step.where, f"{step.name} branches on {step.on} being {never}, which it never is")
            if isinstance(step, Choose) and step.without and step.without not in _facts(flows):
                yield _at(step.where, f"{step.name} leaves out what {step.without} names, a fact nobody saves")
            if isinstance(step, Choose) and not step.answers:
                yield _at(step.where, f"{step.name} has no answers")
            if isinstance(step, Wait) and step.side and RETURN not in step.answers.values():
                yield _at(step.where, f"{step.name} is a side question without a way back")
            onward = isinstance(step, Wait) and not step.side and not isinstance(step, Do)
            if onward and all(target == RETURN for _, target in step.targets()):
                yield _at(step.where, f"{step.name} is a loose end: no answer leads anywhere")
    for target in filter(None, [flows.award]):
        if _resolved(flows, "", target) is None:
            yield Fault("flows/__init__.py", 1, f"a new award enters at {target}, which is no step")
    for news, target in flows.news.items():
        if target not in flows:
            yield Fault("flows/__init__.py", 1, f"a mail that tells {news} leads to {target}, which is no step")
    if flows.guide and flows.guide not in flows:
        yield Fault("flows/__init__.py", 1, f"who is invited begins at {flows.guide}, which is no step")
    for name in flows.alarms:
        if name not in flows:
            yield Fault("flows/__init__.py", 1, f"an alarm says {name}, which is no step")
    for name in flows.pictured:
        if name not in flows:
            yield Fault("flows/__init__.py", 1, f"a picture comes with {name}, which is no step")
    for flow_name, target in flows.after_proof.items():
        if flow_name not in flows.flows or _resolved(flows, flow_name, target) is None:
            yield Fault("flows/__init__.py", 1, f"a login in {flow_name} leads to {target}, which is no step")
    for tick in flows.per_award:
        if tick not in flows.milestones:
            yield Fault("flows/__init__.py", 1, f"a new award clears {tick}, which is no milestone")
    ticked = {step.tick for _, step in flows.paths() if isinstance(step, Mark | Task)}
    for tick in flows.milestones:
        if tick not in ticked:
            yield Fault("flows/__init__.py", 1, f"milestone {tick} is never ticked")
    named = Counter(name for _, step in flows.paths() if (name := topical_name(step)))
    for _, step in flows.paths():
        if named[topical_name(step)] > 1:
            yield _at(step.where, f"there is more than one {topical_name(step)}")
    yield from _endless(flows)


def _value_sizes(flows: Flows, limits: Mapping[str, ChannelLimits]) -> Iterator[Fault]:
    """A button's value is `flow.step:answer`, and has to fit into what a channel carries back."""
    for path, step in flows.paths():
        for answer in step.answers if isinstance(step, Wait) else ():
            for channel, limit in limits.items():
                if len(f"{path}:{answer}".encode()) > limit.value:
                    what = f"{path}:{answer} is over {limit.value} bytes, which {channel} cannot carry"
                    yield _at(step.where, what)


def _resolved(flows: Flows, flow: str, target: str) -> str | None:
    try:
        path = flows.resolve(flow, target)
    except KeyError:
        return None
    return path if path in flows else None


def _renames(flows: Flows, flow: Flow) -> Iterator[Fault]:
    for old, new in flow.renamed.items():
        if old in flow.steps:
            yield _at(flow.where, f"{flow.name} renames {old}, which is still a step of it")
        elif _resolved(flows, flow.name, new) is None and new not in flow.renamed:
            yield _at(flow.where, f"{flow.name} renames {old} to {new}, which is no step")
        elif not flows.successor(f"{flow.name}.{old}"):
            yield _at(flow.where, f"{flow.name} renames {old} in a circle")
    if flow.steps and flow is next(iter(flows.flows.values())):
        for old, new in flows.renamed.items():
            if not flows.successor(old if "." in old else f"{old}.{flow.first}"):
                yield _at(flow.where, f"flow {old} is renamed to {new}, which is no flow or step")


def _targets(flows: Flows, flow: Flow, step: Step) -> Iterator[Fault]:
    for answer, target in step.targets():
        if target != RETURN and _resolved(flows, flow.name, target) is None:
            by = f" by {answer}" if answer else ""
            yield _at(step.where, f"{step.name} leads{by} to {target}, which is no step and no flow")


def _outcomes(flows: Flows, flow: Flow, step: Do) -> Iterator[Fault]:
    declared = {*step.request.outcomes, NO_ANSWER}
    for outcome in sorted(declared - set(step.answers)):
        yield _at(step.where, f"{step.name} leaves the outcome {outcome} open")
    for outcome in sorted(set(step.answers) - declared):
        yield _at(step.where, f"{step.name} has {outcome}, which {step.request.__name__} never answers")
    for outcome, target in step.answers.items():
        found = flows[path] if (path := _resolved(flows, flow.name, target)) else None
        if target == RETURN or (isinstance(found, Say) and found.then == RETURN):
            yield _at(step.where, f"{step.name} leads by {outcome} back to itself, and asks nobody again")
    for field in fields(step.request):
        if field.name not in _facts(flows):
            yield _at(step.where, f"{step.name} needs {field.name} for {step.request.__name__}, a fact nobody saves")
    for name in step.forget:
        if name not in _facts(flows):
            yield _at(step.where, f"{step.name} forgets {name}, a fact nobody saves")


def _always(flows: Flows) -> set[str]:
    """The facts that are there from hello on."""
    return {*flows.unknown, *flows.derive(flows.unknown, _SOME_DAY)}


def _facts(flows: Flows) -> set[str]:
    """Every name a text, a branch or a request may use."""
    return _always(flows).union(*(_saved(step, answer) for _, step in flows.paths() for answer, _ in step.targets()))


def _saved(step: Step, answer: str) -> set[str]:
    """The facts that a step keeps when it is left by this answer."""
    match step:
        case Mark():
            return set(step.facts)
        case Ask(save=save) if not answer:
            return {save}
        case Choose(save=save) if save and answer != "skip":
            return {save}
    return set()


def _entries(flows: Flows) -> list[str]:
    """Where a learner can come from anywhere."""
    award = _resolved(flows, "", flows.award) if flows.award else None
    asides = (
        "common.restart_sure",
        "common.erase_sure",
        IN_DOUBT,
        NOT_ME,
        SAME_PERSON,
        GO_ON_WITH,
        KEEP_PICTURE,
        *AT_REST,
    )
    proven = [path for flow, target in flows.after_proof.items() if (path := _resolved(flows, flow, target))]
    first = (flows.start, flows.guide)
    told = flows.news.values()
    return [path for path in (*first, *told, *asides, flows.topics, *flows.topical.values(), award, *proven) if path]


def _hasty(flows: Flows) -> Iterator[Fault]:
    """Requests to which some way leads without what they need."""
    always, everything = _always(flows), _facts(flows)
    entries = _entries(flows)
    known = {path: always if path in entries else everything for path, _ in flows.paths()}
    todo = list(known)
    while todo:
        path = todo.pop()
        step = flows[path]
        lost = set(flows.award_facts if isinstance(step, NewAward) else step.forget if isinstance(step, Do) else ())
        for answer, target in step.targets():
            after = _resolved(flows, path.partition(".")[0], target) if target != RETURN else None
            then = (known[path] | _saved(step, answer)) - (lost - always)
            if after and not known[after] <= then:
                known[after] = known[after] & then
                todo.append(after)
    for path, step in flows.paths():
        for field in fields(step.request) if isinstance(step, Do) else ():
            if field.name not in known[path]:
                yield _at(
                    step.where, f"{step.name} needs {field.name}, and a way leads to it on which nobody saves that"
                )


def _values(flows: Flows, fact: str, open_: Iterable[str]) -> set[str]:
    """Every value this fact can have, as far as the flows tell; `open_` when they do not."""
    if fact.endswith("_done") and fact.removesuffix("_done") in flows.milestones:
        return set(HOWS)
    known = {str(flows.defaults.get(fact, ""))}
    for _, step in flows.paths():
        if isinstance(step, Ask) and step.save == fact:
            return set(open_)
        if isinstance(step, Choose) and step.save == fact:
            known.update(step.answers)
        if isinstance(step, Mark) and fact in step.facts:
            known.add(str(step.facts[fact]))
    return known if len(known) > 1 else set(open_)


def _endless(flows: Flows) -> Iterator[Fault]:
    """Steps that lead to each other without ever waiting."""
    safe: set[str] = set()
    for path, step in flows.paths():
        on_way: list[str] = []
        stack = [(path, iter(_next(flows, path)))] if not step.waits else []
        on_way.extend(p for p, _ in stack)
        while stack:
            here, nexts = stack[-1]
            for after in nexts:
                if after in on_way:
                    yield _at(flows[here].where, f"{here} leads to {after} without ever letting the learner speak")
                elif after not in safe and not flows[after].waits:
                    on_way.append(after)
                    stack.append((after, iter(_next(flows, after))))
                    break
            else:
                safe.add(here)
                on_way.remove(here)
                stack.pop()


def _next(flows: Flows, path: str) -> list[str]:
    flow = path.partition(".")[0]
    found = (_resolved(flows, flow, target) for _, target in flows[path].targets() if target != RETURN)
    return [after for after in found if after]


def _reach(flows: Flows) -> Iterator[Fault]:
    """Steps no learner can come to."""
    todo = [*_entries(flows), *flows.alarms]
    seen: set[str] = set()
    while todo:
        path = todo.pop()
        if path not in seen and path in flows:
            seen.add(path)
            todo += _next(flows, path)
    for path, step in flows.paths():
        if path not in seen:
            yield _at(step.where, f"{path} can never be reached")


# The wording


def _wording(flows: Flows) -> Iterator[Fault]:
    by_flow: dict[str, dict[str, Source]] = {}
    for source in flows.texts.sources:
        by_flow.setdefault(source.flow, {})[source.language] = source
        if source.language not in LANGUAGES:
            yield Fault(_short(source.file), 1, f"{source.language} is not one of {', '.join(LANGUAGES)}")
        for entry in source.resource.body:
            if isinstance(entry, ast.Junk):
                what = entry.annotations[0].message if entry.annotations else "not Fluent"
                yield Fault(_short(source.file), source.line(_start(entry)), f"cannot be read: {what}")
    wanted = _wanted(flows)
    for flow in sorted({*flows.flows, *wanted}):
        if flow not in by_flow and any(True for _ in wanted.get(flow, {})):
            where = flows.flows[flow].where if flow in flows.flows else Where("flows/__init__.py", 1)
            yield _at(where, f"flow {flow} has no texts: {flow}.nl.ftl and {flow}.en.ftl are missing")
    for flow, sources in sorted(by_flow.items()):
        present = {language: _messages(source) for language, source in sources.items()}
        for language in LANGUAGES:
            if language not in sources:
                other = next(iter(sources.values()))
                yield Fault(_short(other.file), 1, f"{flow}.{language}.ftl is missing")
        for source in sources.values():
            yield from _one_file(flows, source, present[source.language], wanted.get(flow, {}))
        if all(language in sources for language in LANGUAGES):
            yield from _side_by_side(sources, present)


def _start(node: ast.SyntaxNode) -> int:
    """Where a node begins; a message at its name, not at the comment above it."""
    if isinstance(node, ast.Message):
        node = node.id
    return node.span.start if node.span else 0


class _Mentions(Visitor):
    """What a text refers to, each with where: variables, other texts, functions, and what it asks of a variable."""

    def __init__(self, node: ast.BaseNode) -> None:
        self.variables: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.cases: dict[tuple[str, str], int] = {}
        self.visit(node)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.setdefault(node.id.name, _start(node))

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.others[node.id.name] = _start(node)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.others[f"-{node.id.name}"] = _start(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:
        if node.id.name not in FUNCTIONS:
            self.others[f"{node.id.name}()"] = _start(node)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        for variant in node.variants:
            match node.selector, variant.key:
                case ast.VariableReference() as on, ast.Identifier() as key if not variant.default:
                    if key.name not in PLURALS:
                        self.cases.setdefault((on.id.name, key.name), _start(key))
        self.generic_visit(node)


def _messages(source: Source) -> dict[str, ast.Message]:
    return {entry.id.name: entry for entry in source.resource.body if isinstance(entry, ast.Message)}


def _wanted(flows: Flows) -> dict[str, dict[str, tuple[set[str], Where]]]:
    """For each flow the texts it needs, with the attributes each must have."""
    wanted: dict[str, dict[str, tuple[set[str], Where]]] = {}

    def want(name: str, label: str, where: Where) -> None:
        flow, _, message = name.partition(".")
        labels, _where = wanted.setdefault(flow, {}).setdefault(message, (set(), where))
        if label:
            labels.add(label)

    for path, step in flows.paths():
        flow = path.partition(".")[0]
        if step.speaks:
            want(step.words or path, "", step.where)
        if isinstance(step, Task):
            want(f"{path}_how", "", step.where)
        if isinstance(step, Problem | Question):
            want(path, "title", step.where)
        if isinstance(step, Ask):
            for reason in step.check.reasons:
                want(f"checks.{reason}", "", step.where)
        if isinstance(step, Wait) and not isinstance(step, Do):
            for answer, target in step.answers.items():
                if target == RETURN or _resolved(flows, flow, target) or flows.texts.has(path, label=answer):
                    want(*_label(flows, path, step, answer, target), step.where)
    for name in ENGINE_TEXTS:
        want(f"common.{name}", "", _ENGINE)
    return wanted


_ENGINE = Where("", 1)
"""What asks for a text when no step does."""


def _label(flows: Flows, path: str, step: Step, answer: str, target: str) -> tuple[str, str]:
    """Where the words of an answer should stand (`label_of`), even when one language lacks them."""
    name, label = label_of(flows, path.partition(".")[0], step, answer, target)
    common = "common.answers" if isinstance(step, Task) or answer in ("other", "never_mind") else name
    for own in (path, common) if label == answer else ():
        if any(flows.texts.has(own, language, answer) for language in LANGUAGES):
            return own, answer
    return name, label


def _one_file(
    flows: Flows, source: Source, messages: dict[str, ast.Message], wanted: dict[str, tuple[set[str], Where]]
) -> Iterator[Fault]:
    def told(start: int, what: str) -> Fault:
        return Fault(_short(source.file), source.line(start), what)

    def at(node: ast.SyntaxNode, what: str) -> Fault:
        return told(_start(node), what)

    twice = Counter(entry.id.name for entry in source.resource.body if isinstance(entry, ast.Message))
    for entry in source.resource.body:
        if isinstance(entry, ast.Message) and twice[entry.id.name] > 1 and messages[entry.id.name] is entry:
            yield at(entry, f"{entry.id.name} is written twice")
    for name, (labels, where) in wanted.items():
        if name not in messages:
            what = f"{source.flow}.{name} has no words in {source.language}"
            yield _at(where, what) if where is not _ENGINE else Fault(_short(source.file), 1, what)
            continue
        has = {attribute.id.name for attribute in messages[name].attributes}
        for label in sorted(labels - has):
            yield at(messages[name], f"{name} has no words for its answer {label}")
    known = _facts(flows) | CONTEXT
    others = {f"-{entry.id.name}" for entry in source.resource.body if isinstance(entry, ast.Term)} | messages.keys()
    for name, message in messages.items():
        vocabulary = source.flow == "common" and name.startswith(VOCABULARY)
        if f"question:{name}" in flows.topical and flows.topical[f"question:{name}"] == f"{source.flow}.{name}":
            said = message.comment.content if message.comment and message.comment.content else ""
            if not DATED_SOURCE.search(said):
                yield at(message, f"{name} answers a question without a source: # Source: where it says so (June 2026)")
        if name not in wanted and not vocabulary:
            yield at(message, f"{name} is said by no step")
        labels = wanted.get(name, (set(), None))[0]
        for attribute in message.attributes:
            menu = {"words", "about"} if name.startswith("command_") else set()
            if not vocabulary and attribute.id.name not in labels | menu:
                yield at(attribute, f"{name} has words for {attribute.id.name}, which is no answer of it")
            for variable in _Mentions(attribute).variables:
                yield at(attribute, f"{name} uses ${variable} on the button {attribute.id.name}, which has fixed words")
        mentions = _Mentions(message)
        for variable, start in mentions.variables.items():
            if variable not in known:
                yield told(start, f"{name} uses ${variable}, a fact nobody saves")
        for (variable, case), start in mentions.cases.items():
            if case not in _values(flows, variable, [case]):
                yield told(start, f"{name} has words for ${variable} being {case}, which it never is")
        for other, start in mentions.others.items():
            if other not in others:
                yield told(start, f"{name} refers to {other}, which is not there")
        yield from _markup(source, message)


CONTEXT = {"day", "author", "conversation", "channel", "spoken", "step", "trouble", "many", "often"}
"""What a check hands over with its reason, and what is told of and to staff."""


def _markup(source: Source, message: ast.Message) -> Iterator[Fault]:
    other = "en" if source.language == "nl" else "nl"
    nodes: list[ast.Message | ast.Attribute] = [message, *message.attributes]
    for node in nodes:
        for raw in _variants(node.value) if node.value else ():
            spans, faults = parse_markup(raw)
            away = (f"{span.href} opens in the other language" for span in spans if f"lang={other}" in span.href)
            for fault in (*faults, *away):
                yield Fault(_short(source.file), source.line(_start(node)), f"{message.id.name}: {fault}")


def _variants(pattern: ast.Pattern) -> list[str]:
    """Every way each select of the pattern can read (the other selects at their longest); a variable as `x`es."""
    selects = [
        element.expression
        for element in pattern.elements
        if isinstance(element, ast.Placeable) and isinstance(element.expression, ast.SelectExpression)
    ]
    ways = {id(select): [way for v in select.variants for way in _variants(v.value)] for select in selects}
    longest = {select: max(each, key=len) for select, each in ways.items()}
    readings = [_reading(pattern, {**longest, select: way}) for select, each in ways.items() for way in each]
    return readings or [_reading(pattern, {})]


def _reading(pattern: ast.Pattern, chosen: Mapping[int, str]) -> str:
    out = []
    for element in pattern.elements:
        if isinstance(element, ast.TextElement):
            out.append(element.value)
        elif isinstance(element.expression, ast.SelectExpression):
            out.append(chosen[id(element.expression)])
        elif isinstance(element.expression, ast.StringLiteral):
            out.append(element.expression.parse()["value"])
        elif out and out[-1].endswith('href="'):
            out.append("https://x")
        else:
            name = element.expression.id.name if isinstance(element.expression, ast.VariableReference) else ""
            out.append("x" * LONGER_FACTS.get(name, LONGEST_FACT))
    return "".join(out)


def _side_by_side(sources: Mapping[str, Source], present: Mapping[str, dict[str, ast.Message]]) -> Iterator[Fault]:
    one, other = (sources[language] for language in LANGUAGES)
    for name, message in present[one.language].items():
        twin = present[other.language].get(name)
        if twin is None:
            continue  # told already, unless nobody says it
        line = other.line(_start(twin))
        mine, theirs = _Mentions(message), _Mentions(twin)
        if unlike := mine.variables.keys() ^ theirs.variables.keys():
            apart = ", ".join(f"${variable}" for variable in sorted(unlike))
            yield Fault(_short(other.file), line, f"{name} does not know the same facts in both languages: {apart}")
        elif cases := mine.cases.keys() ^ theirs.cases.keys():
            apart = ", ".join(f"${variable} being {case}" for variable, case in sorted(cases))
            yield Fault(_short(other.file), line, f"{name} has words in one language only for {apart}")
        labels, their_labels = ({a.id.name for a in m.attributes} for m in (message, twin))
        if labels != their_labels:
            apart = ", ".join(sorted(labels ^ their_labels))
            yield Fault(_short(other.file), line, f"{name} does not have the same answers in both languages: {apart}")
        links, their_links = _links(message), _links(twin)
        if len(links) != len(their_links):
            what = f"{name} has {len(their_links)} links here and {len(links)} in {one.language}"
            yield Fault(_short(other.file), line, what)
        elif links != their_links:
            apart = ", ".join(sorted({*links} ^ {*their_links}) or links)
            yield Fault(_short(other.file), line, f"{name} leads to another site than in {one.language}: {apart}")


def _links(message: ast.Message) -> list[str]:
    """The sites its links lead to; "" where a fact is the address."""
    return sorted(re.findall(r'<a href="(?:https?://([^/"?{]*))?', FluentSerializer().serialize_entry(message)))


# Sizes


def _places(flows: Flows) -> dict[tuple[str, str, str], Where]:
    """Where each text and each attribute ("" = the text itself) stands in each language."""
    places = {}
    for source in flows.texts.sources:
        for name, message in _messages(source).items():
            for label, node in (("", message), *((attribute.id.name, attribute) for attribute in message.attributes)):
                places[f"{source.flow}.{name}", label, source.language] = Where(
                    str(source.file), source.line(_start(node))
                )
    return places


def _sizes(flows: Flows, limits: Mapping[str, ChannelLimits]) -> Iterator[Fault]:
    length = {}
    where = _places(flows)
    for source in flows.texts.sources:
        for name, message in _messages(source).items():
            if message.value:
                key = (f"{source.flow}.{name}", source.language)
                length[key] = max(_units(raw) for raw in _variants(message.value))
    for language in LANGUAGES:
        topics = sorted((length.get((path, language), 0) for path in flows.topical.values()), reverse=True)
        engine = {name: length.get((f"common.{name}", language), 0) for name in ENGINE_TEXTS}
        before = max(
            sum(topics[:MOST_TOPICS]) + engine["more_questions"],
            *(size for name, size in engine.items() if name not in ALONE),
        )
        overview = max(engine[name] for name in ALONE)
        memo: dict[str, int] = {}
        for path, step in flows.paths():
            if isinstance(step, Wait) and not isinstance(step, Do):
                text = step.words or path
                total = max(overview, before + length.get((f"{path}_how", language), 0)) + length.get(
                    (text, language), 0
                )
                told = path
            elif isinstance(step, Say):
                text, total = path, before + _told(flows, path, language, length, memo)
                told = f"{path} and on"
            else:
                continue
            for channel, limit in limits.items():
                if total > limit.text:
                    yield _at(where[text, "", language], f"{told}: {total} characters, {channel} takes {limit.text}")
        yield from _button_sizes(flows, limits, language, where)


def _told(flows: Flows, path: str, language: str, length: Mapping[tuple[str, str], int], memo: dict[str, int]) -> int:
    """The most characters that can follow from here in one message."""
    if path not in memo:
        step = flows[path]
        after = (
            0 if step.waits else max((_told(flows, p, language, length, memo) for p in _next(flows, path)), default=0)
        )
        if isinstance(step, Say) and step.then == RETURN:
            after = max(length.get((p, language), 0) for p, s in flows.paths() if s.waits)
        memo[path] = length.get((step.words or path, language), 0) + 2 + after
    return memo[path]


def _units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _button_sizes(
    flows: Flows, limits: Mapping[str, ChannelLimits], language: str, where: Mapping[tuple[str, str, str], Where]
) -> Iterator[Fault]:
    for path, step in flows.paths():
        options = options_at(flows, path)
        for channel, limit in limits.items():
            if len(options) + len(COMMANDS) > limit.buttons:
                yield _at(step.where, f"{path} has {len(options)} buttons, {channel} takes {limit.buttons}")
        for option in (*options, *map(command_option, COMMANDS)):
            words = flows.texts.label(option.text, option.label, language)
            for channel, limit in limits.items():
                if len(words) > limit.label:
                    what = f"the button {words!r} has {len(words)} characters, {channel} takes {limit.label}"
                    yield _at(where[option.text, option.label, language], what)


def _answers_apart(flows: Flows) -> Iterator[Fault]:
    """Each button's own words must be understood as that button, in both languages."""
    where = _places(flows)
    for path, _ in flows.paths():
        options = [option for option in options_at(flows, path) if option.kind == "answer"]
        for option in options:
            for language in LANGUAGES:
                words = flows.texts.label(option.text, option.label, language)
                meant = exactly(flows.texts, options, words)
                answer = option.value.rpartition(":")[2]
                if getattr(meant, "answer", "") != answer:
                    shared = option.text.startswith("common.")
                    what = f"the words {words!r} of {answer if shared else option.value} mean {_said(meant)}"
                    yield _at(where[option.text, option.label, language], what)


def _said(meaning: object) -> str:
    return str(getattr(meaning, "answer", "") or getattr(meaning, "name", "") or "nothing")
