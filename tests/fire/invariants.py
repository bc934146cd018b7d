"""What must hold after a round, whatever was done to the program. Each is a pure function of the evidence.

An invariant returns what breaks it, in words: nothing when it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tests.fire.evidence import Evidence, Row, Send, hashed
from tests.fire.quiet import Course

Invariant = Callable[[Evidence], Iterator[str]]


@dataclass(frozen=True)
class Seen:
    """One learner's screen: our answers as they first appeared, how often each came, and how many of those times we
    may not have heard so, the last aside: that explains no copy.
    """

    texts: tuple[str, ...]
    times: tuple[int, ...]
    afflicted: tuple[int, ...]


def seen(sends: Sequence[Send], chat: str) -> Seen:
    """A second copy comes right after the first: nothing overtakes it, for what is behind it waits."""
    runs = [list(run) for _, run in groupby(_told(sends, chat), key=lambda send: send.text)]
    return Seen(
        tuple(run[0].text for run in runs),
        tuple(len(run) for run in runs),
        tuple(sum(send.afflicted for send in run[:-1]) for run in runs),
    )


def _told(sends: Sequence[Send], chat: str) -> list[Send]:
    return [send for send in sends if send.chat == chat and not send.card and not send.picture]


def _owed(evidence: Evidence, chat: str) -> list[Row]:
    """The answers that were owed to a learner, in order."""
    return [row for row in evidence.rows if row.chat == chat and row.kind == "message"]


def _course(evidence: Evidence, chat: str) -> Course:
    """What should have come of this learner's lines: where two orders are right, the one that was taken."""
    given = [row.text for row in _owed(evidence, chat)]
    courses = evidence.courses[chat]
    return next((course for course in courses if list(course.told) == given), courses[0])


def acknowledged_once(evidence: Evidence) -> Iterator[str]:
    """What was acknowledged is heard once, in the order in which it was said; only what fails is set aside."""
    for chat, keys in evidence.acknowledged.items():
        known = [(key, evidence.keys.get(hashed(key))) for key in keys]
        for key in (key for key, done in known if done is None):
            yield f"{chat}: {key} was acknowledged and never heard"
        aside = [key for key, done in known if done == 0]
        if len(aside) != (fails := _course(evidence, chat).aside):
            yield f"{chat}: {len(aside)} were set aside, and not {fails}: {aside}"
        right = {course.said for course in evidence.courses[chat]}
        said = tuple(evidence.said.get(chat, ()))
        if not any(Counter(said) == Counter(one) for one in right):
            yield f"{chat}: {len(keys)} were acknowledged, {len(said)} are kept as said"
        elif said not in right:
            yield f"{chat}: what was said is kept in another order"


def state_as_in_a_quiet_run(evidence: Evidence) -> Iterator[str]:
    """Every learner is where the same words lead when nothing goes wrong, and is owed the same answers."""
    for chat, courses in evidence.courses.items():
        course = _course(evidence, chat)
        if evidence.states.get(chat) != course.state:
            yield f"{chat}: the state is {evidence.states.get(chat)}, and not {course.state}"
        given = tuple(row.text for row in _owed(evidence, chat))
        if given not in {one.told for one in courses}:
            yield f"{chat}: {len(given)} answers were given where a quiet run gives {len(course.told)}, or others"


def nothing_lost(evidence: Evidence) -> Iterator[str]:
    """Every answer came to the screen, or its row says why not: the channel refused it, or one before it for good."""
    for chat in evidence.courses:
        texts = list(_course(evidence, chat).told)
        missed = [row for row in _owed(evidence, chat) if row.outcome in ("refused", "cancelled")]
        for row in missed:
            if row.text in texts:
                texts.remove(row.text)
        refused = [row for row in missed if row.outcome == "refused"]
        if chat not in evidence.shut:
            if len(refused) > (times := evidence.refusals.get(chat, 0)):
                yield f"{chat}: {len(refused)} answers were given up as refused, and {times} were"
            if len(missed) > len(refused) and not any("gone" in row.why or "403" in row.why for row in refused):
                yield f"{chat}: {len(missed) - len(refused)} answers were cancelled, and nobody was gone"
        screen = seen(evidence.sends, chat)
        missing = Counter(text for text, _ in groupby(texts)) - Counter(screen.texts)
        missing |= Counter(texts) - Counter(send.text for send in _told(evidence.sends, chat))
        for text, times in missing.items():
            yield f"{chat}: {times} times missing: {text[:60]!r}"


def order(evidence: Evidence) -> Iterator[str]:
    """Answers appear in the order in which they were given."""
    for chat in evidence.courses:
        given = _course(evidence, chat).told
        alone = {text for text, times in Counter(given).items() if times == 1}
        places = [given.index(text) for text in seen(evidence.sends, chat).texts if text in alone]
        for before, after in pairwise(places):
            if after <= before:
                yield f"{chat}: answer {after} came after answer {before}"


def every_send_has_a_row(evidence: Evidence) -> Iterator[str]:
    """Nothing reached a screen that the outbox did not owe."""
    for chat in {send.chat for send in evidence.sends}:
        texts = {row.text for row in evidence.rows if row.chat == chat}
        cards = [row for row in evidence.rows if row.chat == chat and row.kind == "card"]
        pictures = [row for row in evidence.rows if row.chat == chat and row.kind == "picture"]
        for send in evidence.sends:
            if send.chat == chat and not (cards if send.card else pictures if send.picture else send.text in texts):
                yield f"{chat}: nobody owed {send.text[:60]!r}"


@dataclass(frozen=True)
class Double:
    """Something that came more than once, so often too many; and how many of those can be explained.

    Each time it was on its way when its process was killed, or may have come unheard, explains one copy.
    """

    chat: str
    what: str
    times: int
    explained: int


def doubles(evidence: Evidence) -> list[Double]:
    """Whatever came more than once."""
    found = []

    def deaths(ids: set[int]) -> int:
        return sum(bool(ids & kill.under_way) for kill in evidence.kills)

    for chat in {send.chat for send in evidence.sends}:
        screen, rows = seen(evidence.sends, chat), _owed(evidence, chat)
        reached = [row for row in rows if row.outcome not in ("refused", "cancelled")]
        due = [list(run) for _, run in groupby(reached, key=lambda row: row.text)]  # who says hello twice is told twice
        for place, (text, times) in enumerate(zip(screen.texts, screen.times, strict=True)):
            owed = due[place] if place < len(due) and due[place][0].text == text else []
            if (more := times - max(len(owed), 1)) > 0:
                ids = {row.id for row in owed or rows if row.text == text}
                found.append(Double(chat, text[:60], more, screen.afflicted[place] + deaths(ids)))
        cards = [send for send in evidence.sends if send.chat == chat and send.card]
        if len(cards) > 1:
            ids = {row.id for row in evidence.rows if row.chat == chat and row.kind == "card"}
            unheard = sum(card.afflicted for card in cards[:-1])
            found.append(Double(chat, "the card", len(cards) - 1, unheard + deaths(ids)))
        pictures = sum(send.chat == chat and send.picture for send in evidence.sends)
        ordered = sum(row.chat == chat and row.kind == "picture" for row in evidence.rows)
        if pictures > ordered > 0:  # better lost than sent twice: nothing explains it
            found.append(Double(chat, "a picture", pictures - ordered, explained=0))
    return found


def doubles_only_in_flight(evidence: Evidence) -> Iterator[str]:
    """Twice came only what was on its way when a process was killed, or when its connection broke.

    Where the channel knows what came, nothing did.
    """
    for double in doubles(evidence):
        if double.times > (explained := double.explained if evidence.excuses else 0):
            yield f"{double.chat}: {double.times} too many, of which {explained} are explained: {double.what!r}"


def each_mark_once(evidence: Evidence) -> Iterator[str]:
    """Where messages carry marks, each mark stands on one screen, once."""
    for mark, times in Counter(mark for marks in evidence.marks.values() for mark in marks).items():
        if times > 1:
            yield f"{mark} came {times} times"


def nothing_written_over(evidence: Evidence) -> Iterator[str]:
    """What may have come is looked for by editing; no answer is gone from the screen by that."""
    for chat, texts in evidence.rewritten.items():
        for text in texts:
            yield f"{chat}: written over, and stands nowhere: {text[:60]!r}"


def who_shuts_us_out(evidence: Evidence) -> Iterator[str]:
    """Who shuts us out is not written to again until they write, and their rows say why; nobody else misses a word."""
    for chat, back in evidence.shut.items():
        rows = _owed(evidence, chat)
        missed = [row for row in rows if row.outcome in ("refused", "cancelled")]
        if not missed:
            yield f"{chat}: shut us out, and no row says so"
        if any(row.outcome == "refused" and "403" not in row.why for row in missed):
            yield f"{chat}: shut us out, and a row says something else"
        if (times := evidence.turned_away.get(chat, 0)) > 1:
            yield f"{chat}: shut us out, and was written to {times - 1} times more"
        if back == (chat in evidence.blocked):
            yield f"{chat}: {'let us in, and is' if back else 'shut us out, and is not'} taken to have shut us out"
        if back and rows and rows[-1].outcome != "sent":
            yield f"{chat}: let us in, and was not answered"
    for chat in evidence.blocked - evidence.shut.keys():
        yield f"{chat}: never shut us out, and is taken to have"
    others = evidence.courses.keys() - evidence.shut.keys() if evidence.shut else ()
    for chat in others:
        if missed := [row for row in _owed(evidence, chat) if row.outcome != "sent"]:
            yield f"{chat}: misses {len(missed)} answers as others shut us out"


def nothing_stuck(evidence: Evidence) -> Iterator[str]:
    """Everything that was owed is done, every lane is free, and nobody waits at the door."""
    overdue = [row for row in evidence.rows if row.overdue]
    if overdue:
        yield f"{len(overdue)} rows are owed still, as {overdue[0].kind} {overdue[0].id} to {overdue[0].chat}"
    if evidence.held:
        yield f"{evidence.held} lanes are held still"
    if evidence.untaken:
        yield f"{evidence.untaken} updates could not be delivered"
    if evidence.spooled:
        yield f"{evidence.spooled} files of the spool are left"
    aside = sum(not done for done in evidence.keys.values())
    if aside != (fail := sum(_course(evidence, chat).aside for chat in evidence.courses)):
        yield f"{aside} events were set aside, and not {fail}"


INVARIANTS: dict[str, Invariant] = {
    "acknowledged-once": acknowledged_once,
    "state-as-in-a-quiet-run": state_as_in_a_quiet_run,
    "nothing-lost": nothing_lost,
    "order": order,
    "every-send-has-a-row": every_send_has_a_row,
    "doubles-only-in-flight": doubles_only_in_flight,
    "each-mark-once": each_mark_once,
    "nothing-written-over": nothing_written_over,
    "who-shuts-us-out": who_shuts_us_out,
    "nothing-stuck": nothing_stuck,
}


def broken(evidence: Evidence) -> dict[str, list[str]]:
    """Each invariant that does not hold, with what breaks it."""
    told = {name: list(invariant(evidence)) for name, invariant in INVARIANTS.items()}
    return {name: lines for name, lines in told.items() if lines}
