"""At every question every command works, however it is given; nothing known is lost by it."""

from __future__ import annotations

from itertools import product

import pytest

from bot.conversation.effects import Perform, Tell
from bot.conversation.engine import AT_REST, IN_DOUBT, options_at
from bot.conversation.events import Pressed, Received, Said
from bot.conversation.flow import Ask, Do, Farewell, Task, Wait
from bot.conversation.state import State
from bot.conversation.understanding import COMMANDS
from flows import FLOWS
from tests.talk import Talk

WAITS = [path for path, step in FLOWS.paths() if isinstance(step, Wait)]
ON_THE_PATH = [path for path in WAITS if not getattr(FLOWS[path], "side", False)]
WORDS = {
    "help": ("help", "/help", "hulp"),
    "status": ("status", "/status", "hoe ver ben ik"),
    "back": ("back", "/back", "Terug!"),
    "skip": ("skip", "/skip", "overslaan"),
    "restart": ("restart", "/restart", "opnieuw beginnen"),
    "stop": ("stop", "/stop", "STOP."),
    "language": ("language", "/language", "taal"),
    "human": ("human", "/human", "medewerker"),
    "questions": ("questions", "/questions", "veelgestelde vragen"),
    "my_data": ("my data", "/my_data", "mijn gegevens"),
    "erase": ("erase me", "/erase", "wis mij"),
}
FACTS = {
    "badge": "Verpleegkundig rekenen",
    "institution": "Hogeschool Voorbeeld",
    "kind": "personal",
    "deadline": "2026-12-18",
    "mail": "…",
    "badge_link": "https://www.edubadges.nl/public/assertions/" + "x" * 22,
}


def at(path: str) -> Talk:
    """A conversation that rests at this question, with one answered before it."""
    step = FLOWS[path]
    beside = isinstance(step, Wait) and step.side
    state = State(
        at=path,
        version=1,
        facts=FACTS,
        trail=("welcome.hello:go_on",),
        stack=("eduid.make_one",) if beside else (),
    )
    return Talk(FLOWS, state=state)


def told(talk: Talk, event: object) -> Tell:
    """The one message of the turn."""
    effects = talk.happens(event)  # type: ignore[arg-type]
    messages = [effect for effect in effects if isinstance(effect, Tell)]
    assert len(messages) == 1 or (not messages and any(isinstance(effect, Perform) for effect in effects))
    return messages[0] if messages else Tell((), ())


def given(talk: Talk, command: str) -> list[object]:
    """A command in each way it can be given."""
    words = [Said(talk.now, word) for word in WORDS[command]]
    return [*words, Pressed(talk.now, f":{command}")]


@pytest.mark.parametrize(("path", "command"), list(product(WAITS, COMMANDS)))
def test_every_command_works_at_every_question_in_every_way_it_is_given(path: str, command: str) -> None:
    seen = set()
    for event in given(at(path), command):
        talk = at(path)
        message = told(talk, event)
        seen.add((talk.state.at, tuple(part.name for part in message.parts), message.options))
        for name in ("badge", "institution", "kind", "deadline"):
            assert talk.state.facts[name] == FACTS[name]
        if command == "human":
            assert talk.state.at == path
            assert [part.name for part in message.parts] == ["common.human_asked"]
            assert [option.value for option in message.options] == [":bot"]
        elif not isinstance(FLOWS[talk.state.at], Do):
            question = FLOWS[talk.state.at].words or talk.state.at
            assert message.parts[-1].name == question, "every turn ends in the pending question"
            assert message.options[: len(options_at(FLOWS, talk.state.at)) - 1] == options_at(FLOWS, talk.state.at)[:-1]
    assert len(seen) == 1, "words, slash and button mean the same"


@pytest.mark.parametrize("path", ON_THE_PATH)
def test_stop_pauses_and_going_on_returns_to_the_very_question(path: str) -> None:
    talk = at(path)
    told(talk, Said(talk.now, "stop"))
    assert talk.state.at == "common.why_stopped"
    told(talk, Pressed(talk.now, "common.why_stopped:no_time"))
    assert talk.state.at == "common.stopped"
    assert talk.state.alarm_at is None, "no reminder after stop"
    told(talk, Pressed(talk.now, "common.stopped:go_on"))
    assert talk.state.at == path
    assert not talk.state.stack


@pytest.mark.parametrize("path", ON_THE_PATH)
def test_restart_asks_first_and_keeps_everything_on_no(path: str) -> None:
    talk = at(path)
    told(talk, Said(talk.now, "restart"))
    assert talk.state.at == "common.restart_sure"
    told(talk, Pressed(talk.now, "common.restart_sure:no"))
    assert (talk.state.at, talk.state.trail) == (path, ("welcome.hello:go_on",))
    told(talk, Said(talk.now, "restart"))
    told(talk, Pressed(talk.now, "common.restart_sure:yes"))
    assert (talk.state.at, talk.state.trail, talk.state.stack) == ("welcome.hello", (), ())


@pytest.mark.parametrize("path", ON_THE_PATH)
def test_back_goes_to_the_question_before(path: str) -> None:
    talk = at(path)
    told(talk, Said(talk.now, "terug"))
    assert talk.state.at == "welcome.hello"
    message = told(talk, Said(talk.now, "terug"))
    assert [part.name for part in message.parts] == ["common.first_question", "welcome.hello"]


@pytest.mark.parametrize("path", WAITS)
def test_what_is_not_understood_gets_more_help_each_time_and_the_question_again(path: str) -> None:
    talk = at(path)
    step = FLOWS[path]
    for miss in ("unclear_1", "unclear_2", "unclear_3", "unclear_3"):
        message = told(talk, Said(talk.now, "qwrtpsdf" if not isinstance(step, Ask) else "?"))
        if path in AT_REST:
            assert (message.parts[0].name, talk.state.at) == ("common.stopped", "common.stopped")
            return
        if path == IN_DOUBT:
            assert talk.state.stack == ()  # other words are heard at the question beneath
            return
        assert talk.state.at == path
        if not isinstance(step, Ask | Do):
            assert message.parts[0].name == f"common.{miss}"
        assert message.parts[-1].name == (step.words or path)


@pytest.mark.parametrize(
    ("path", "kind"), product(WAITS, ["photo", "sticker", "voice", "location", "contact", "edited"])
)
def test_what_is_not_words_gets_a_kind_answer_and_the_question_again(path: str, kind: str) -> None:
    talk = at(path)
    message = told(talk, Received(talk.now, kind))  # type: ignore[arg-type]
    assert [part.name for part in message.parts] == [f"common.received_{kind}", FLOWS[path].words or path]


@pytest.mark.parametrize("path", [path for path in WAITS if isinstance(FLOWS[path], Task) and FLOWS[path].problems])  # type: ignore[attr-defined]
def test_every_problem_of_a_task_is_answered_and_the_task_asked_again(path: str) -> None:
    step = FLOWS[path]
    assert isinstance(step, Task)
    for problem in step.problems:
        talk = at(path)
        told(talk, Pressed(talk.now, f"{path}:problem"))
        assert (talk.state.at, talk.state.stack) == (f"{path}_problems", (path,))
        message = told(talk, Pressed(talk.now, f"{path}_problems:{problem.rpartition('.')[2]}"))
        assert message.parts[0].name == FLOWS.resolve(path.partition(".")[0], problem)
        assert not talk.state.stack
        for name in FACTS.keys() - {"mail"}:
            assert talk.state.facts[name] == FACTS[name]


@pytest.mark.parametrize("path", ON_THE_PATH)
def test_every_answer_of_every_question_leads_to_a_question(path: str) -> None:
    step = FLOWS[path]
    assert isinstance(step, Wait)
    for answer in step.answers:
        if isinstance(step, Do):
            continue
        talk = at(path)
        message = told(talk, Pressed(talk.now, f"{path}:{answer}"))
        if not talk.state.at:
            assert isinstance(FLOWS[message.parts[-1].name], Farewell)
        else:
            assert isinstance(FLOWS[talk.state.at], Wait)
