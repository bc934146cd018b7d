"""The real flows, whatever happens to them in whatever order: what must hold after every turn."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.conversation.effects import CallHuman, Effect, Erase, Perform, SetAlarm, ShowProgress, Tell
from bot.conversation.engine import STOPPED, advance, options_at
from bot.conversation.events import Due, Event, Happened, Pressed, Received, Said, Started
from bot.conversation.flow import Do, Wait
from bot.conversation.nodes import plain
from bot.conversation.state import State
from bot.conversation.transcript import BEGIN
from bot.conversation.understanding import COMMANDS, Command, exactly
from flows import FLOWS
from flows.remind import by_day

BUTTONS = [
    f"{path}:{answer}" for path, step in FLOWS.paths() if isinstance(step, Wait) and not isinstance(step, Do)
    for answer in step.answers
]  # fmt: skip
OUTCOMES = sorted({outcome for _, step in FLOWS.paths() if isinstance(step, Do) for outcome in step.answers})
KINDS = ("photo", "sticker", "voice", "location", "contact", "video", "document", "edited", "other")
LINK = "https://www.edubadges.nl/public/assertions/" + "x" * 22
TYPED = st.text(max_size=200) | st.sampled_from(
    ["ja", "Nee.", "1", "2", "9", "klaar", "it doesn't work", "hoe?", "verder", "nl", "English please", "/start",
     "Verpleegkundig rekenen", "22 juni", "morgen", "31-02", LINK, f"kijk: {LINK}?x", "https://example.org", "x" * 70]
)  # fmt: skip
SAID = (
    "is dit nep?", "wat is een eduid eigenlijk", "how long do i have", "kreeg geen code", "nothing in my backpack",
    "Wat kost het? En moet dat met DigiD?", "nee dank je. hoe lang duurt het", "ik wil een mens", "wis alles van mij",
    "zeg maar gewoon nederlands tegen mij", "please just talk to me in english from now on", "pfff wat een gedoe weer",
    "x" * 400, "Lang verhaal. " * 60,
)  # fmt: skip
MINUTES = st.sampled_from([0, 1, 1, 1, 10, 60, 13 * 60, 3 * 24 * 60, 30 * 24 * 60])
AWARDS = st.fixed_dictionaries(
    {"badge": st.sampled_from(["Rekenen", "Klinisch <redeneren> & meer"])},
    optional={
        "institution": st.sampled_from(["Hogeschool Voorbeeld", "R&D <b>Academie"]),
        "kind": st.sampled_from(["personal", "institution"]),
        "deadline": st.sampled_from(["2026-11-02", "2026-11-10", "2026-12-31", "2025-01-01"]),
    },
)


class Conversation(RuleBasedStateMachine):
    """One learner, a neighbour, a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.state = State()
        self.asked: list[Perform] = []

    def turn(self, event: Event, *, keeps_facts: bool = False) -> tuple[Effect, ...]:
        """One turn, and what holds after each."""
        before = State.load(json.loads(json.dumps(self.state.dump())))
        assert before == self.state, "it is stored as it was"
        self.state, effects = advance(FLOWS, before, event)
        self.asked += [effect for effect in effects if isinstance(effect, Perform)]
        step = FLOWS[self.state.at] if self.state.at else None
        assert step is None or isinstance(step, Wait), "it rests where something can happen"
        beneath = self.state.stack
        assert len(beneath) <= 1
        assert not beneath or (step is not None and step.side)
        assert all(isinstance(FLOWS[path], Wait) and not FLOWS[path].side for path in beneath)
        if keeps_facts:
            assert self.state.facts == before.facts
        self.messages(effects)
        self.alarms(before, effects)
        return effects

    def messages(self, effects: tuple[Effect, ...]) -> None:
        """At most one, ending in the pending question with its answers; it reads well in its language."""
        told = [effect for effect in effects if isinstance(effect, Tell)]
        assert len(told) <= 1
        aside = any(isinstance(effect, CallHuman | Erase) for effect in effects)
        for tell in told:
            if not aside and not isinstance(FLOWS[self.state.at], Do):
                assert tell.parts[-1].name == (FLOWS[self.state.at].words or self.state.at)
                asked = [option for option in options_at(FLOWS, self.state.at) if option.kind == "answer"]
                shown = [option for option in tell.options if option.kind == "answer"]
                assert shown[: len(asked)] == asked
                assert [option.value for option in shown[len(asked) :]] == list(self.state.offered)
            for option in tell.options:
                assert FLOWS.texts.label(option.text, option.label, self.state.language)
        for parts in (*(tell.parts for tell in told), *((e.part,) for e in effects if isinstance(e, ShowProgress))):
            nodes = [FLOWS.texts.nodes(part.name, self.state.language, part.facts) for part in parts]
            text = "\n\n".join(map(plain, nodes))
            assert len(text.encode("utf-16-le")) // 2 <= 4096
            assert "unknown" not in text

    def alarms(self, before: State, effects: tuple[Effect, ...]) -> None:
        """One alarm at most, known by its number; none for who said stop."""
        alarms = [effect for effect in effects if isinstance(effect, SetAlarm)]
        assert len(alarms) <= 1
        for alarm in alarms:
            assert alarm.alarm == self.state.alarm
            assert alarm.at in (self.state.alarm_at, by_day(self.now)), "when it is wanted, or, late, the next morning"
        if any(isinstance(effect, Erase) for effect in effects):
            assert self.state == State(language=before.language), "nothing is left"
            return
        assert alarms or self.state.alarm == before.alarm
        assert self.state.alarm_at is None or STOPPED not in self.state.reminded
        names = [name for name in self.state.reminded if name != STOPPED]
        assert len(names) == len(set(names)), "each reminder once"

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(facts=st.just({}) | AWARDS | st.just({"institution": "Elders", "course": "Rekenen"}))
    def opens(self, facts: dict[str, str]) -> None:
        told = self.turn(Started(self.now, facts, "known" if facts else ""))
        assert any(isinstance(effect, Tell) for effect in told)

    @rule(link=st.sampled_from(["used", "unknown"]))
    def opens_by_an_odd_link(self, link: str) -> None:
        self.turn(Started(self.now, {}, link), keeps_facts=True)  # type: ignore[arg-type]

    @rule(data=st.data())
    def taps_an_answer(self, data: st.DataObject) -> None:
        answers = [option.value for option in options_at(FLOWS, self.state.at)] if self.state.at else []
        self.turn(Pressed(self.now, data.draw(st.sampled_from(answers or BUTTONS))))

    @rule(value=st.sampled_from(BUTTONS) | st.text(max_size=12))
    def taps_an_old_button(self, value: str) -> None:
        elsewhere = value.partition(":")[0] not in (self.state.at, *self.state.stack)
        self.turn(Pressed(self.now, value), keeps_facts=elsewhere and bool(self.state.at))

    @rule(name=st.sampled_from(COMMANDS), written=st.sampled_from(["{}", "/{}", ":{}"]))
    def gives_a_command(self, name: str, written: str) -> None:
        command = written.format(name)
        event = Pressed(self.now, command) if command.startswith(":") else Said(self.now, command)
        stopped = (STOPPED in self.state.reminded, self.state.at)
        self.turn(event, keeps_facts=name != "skip")
        if name in ("help", "status", "human", "language") and stopped[1]:
            assert (STOPPED in self.state.reminded, self.state.at) == stopped

    @rule(text=TYPED | st.sampled_from(SAID))
    def types(self, text: str) -> None:
        pending = self.state.at
        meant = exactly(FLOWS.texts, options_at(FLOWS, pending) if pending else (), text)
        told = self.turn(Said(self.now, text), keeps_facts=isinstance(meant, Command) and meant.name != "skip")
        assert any(isinstance(effect, Tell | Perform) for effect in told), "they always get an answer"

    @rule(kind=st.sampled_from(KINDS), pictures=st.integers(0, 3))
    def sends_what_is_not_words(self, kind: str, pictures: int) -> None:
        told = self.turn(Received(self.now, kind, pictures), keeps_facts=not pictures)  # type: ignore[arg-type]
        assert any(isinstance(effect, Tell) for effect in told)

    @rule(data=st.data(), outcome=st.sampled_from([*OUTCOMES, "unheard_of"]), facts=st.just({}) | AWARDS)
    def a_neighbour_answers(self, data: st.DataObject, outcome: str, facts: dict[str, str]) -> None:
        if self.asked:
            asked = data.draw(st.sampled_from(self.asked))
            waiting = asked.step in (self.state.at, *self.state.stack) and asked.asked == self.state.asked
            self.turn(Happened(self.now, asked.step, asked.asked, outcome, facts), keeps_facts=not waiting)

    @rule(early=st.sampled_from([0, 0, 0, 5]), wrong=st.sampled_from([0, 0, 0, 1]))
    def an_alarm_rings(self, early: int, wrong: int) -> None:
        if self.state.alarm_at:
            self.now = max(self.now, self.state.alarm_at - timedelta(minutes=early))
        told = self.turn(Due(self.now, self.state.alarm - wrong), keeps_facts=True)
        assert all(effect.nudge for effect in told if isinstance(effect, Tell))
        assert not wrong or not any(isinstance(effect, Tell) for effect in told)


TestWhateverHappens = Conversation.TestCase
TestWhateverHappens.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
