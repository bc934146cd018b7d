"""The invariants: evidence of a good round breaks none, and each kind of damage breaks the one named for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fire.evidence import Evidence, Kill, Row, Send, hashed
from tests.fire.invariants import INVARIANTS, broken, doubles
from tests.fire.quiet import Course

COURSE = Course(("hoi", "een", "twee"), ("hallo", "een!", "twee!"), {"at": "b"})


def good() -> Evidence:
    """One learner said three things, and got three answers and a card."""
    sends = [Send("1", text) for text in COURSE.told]
    return Evidence(
        {"1": [COURSE]},
        {"1": ["k1", "k2", "k3"]},
        [sends[0], Send("1", "⬜", card=True), *sends[1:]],
        [],
        [Row(n, "1", "message", "sent", text) for n, text in enumerate(COURSE.told, 1)] + [Row(9, "1", "card", "sent")],
        {"1": list(COURSE.said)},
        {"1": {"at": "b"}},
        {hashed(key): 1 for key in ("k1", "k2", "k3")},
    )


def without(evidence: Evidence, text: str) -> Evidence:
    return replace(evidence, sends=[send for send in evidence.sends if send.text != text])


def twice(evidence: Evidence, text: str, afflicted: bool = False) -> Evidence:
    sends = list(evidence.sends)
    place = next(place for place, send in enumerate(sends) if send.text == text)
    return replace(evidence, sends=[*sends[:place], replace(sends[place], afflicted=afflicted), *sends[place:]])


def shut_out(evidence: Evidence, back: bool = False, why: str = "403 Forbidden") -> Evidence:
    """The second answer met a closed door."""
    rows = [replace(row, outcome="refused", why=why) if row.id == 2 else row for row in evidence.rows]
    missed = replace(without(evidence, "een!"), rows=rows, shut={"1": back}, turned_away={"1": 1})
    return missed if back else replace(missed, blocked=frozenset(("1",)))


def test_a_good_round_breaks_nothing() -> None:
    assert broken(good()) == {}


DAMAGE: dict[str, tuple[str, Callable[[Evidence], Evidence]]] = {
    "acknowledged and never heard": ("acknowledged-once", lambda e: replace(e, keys={hashed("k1"): 1})),
    "not set aside, though it failed": (
        "acknowledged-once",
        lambda e: replace(e, courses={"1": [replace(COURSE, aside=1)]}),
    ),
    "set aside": ("acknowledged-once", lambda e: replace(e, keys={**e.keys, hashed("k2"): 0})),
    "heard twice": ("acknowledged-once", lambda e: replace(e, said={"1": ["hoi", "een", "een", "twee"]})),
    "heard in another order": ("acknowledged-once", lambda e: replace(e, said={"1": ["hoi", "twee", "een"]})),
    "another state": ("state-as-in-a-quiet-run", lambda e: replace(e, states={"1": {"at": "c"}})),
    "no state": ("state-as-in-a-quiet-run", lambda e: replace(e, states={})),
    "another answer": (
        "state-as-in-a-quiet-run",
        lambda e: replace(e, rows=[*e.rows, Row(10, "1", "message", "sent", "sorry")]),
    ),
    "an answer that never came": ("nothing-lost", lambda e: without(e, "een!")),
    "given up, and nobody refused it": (
        "nothing-lost",
        lambda e: replace(
            without(e, "een!"), rows=[replace(row, outcome="refused") if row.id == 2 else row for row in e.rows]
        ),
    ),
    "cancelled, and nobody was gone": (
        "nothing-lost",
        lambda e: replace(
            without(e, "twee!"), rows=[replace(row, outcome="cancelled") if row.id == 3 else row for row in e.rows]
        ),
    ),
    "twice, and only the last time may not have been heard": (
        "doubles-only-in-flight",
        lambda e: replace(e, sends=[*e.sends, replace(e.sends[-1], afflicted=True)]),
    ),
    "the last answer never came": ("nothing-lost", lambda e: without(e, "twee!")),
    "an answer that was overtaken": ("order", lambda e: replace(e, sends=[e.sends[0], e.sends[3], e.sends[2]])),
    "an answer again, after the next": ("order", lambda e: replace(e, sends=[*e.sends, e.sends[0]])),
    "an answer that nobody owed": ("every-send-has-a-row", lambda e: replace(e, sends=[*e.sends, Send("1", "?")])),
    "a card that nobody owed": ("every-send-has-a-row", lambda e: replace(e, rows=e.rows[:3])),
    "twice for no reason": ("doubles-only-in-flight", lambda e: twice(e, "een!")),
    "three times for one reason": (
        "doubles-only-in-flight",
        lambda e: twice(twice(e, "een!"), "een!", afflicted=True),
    ),
    "the card three times for one reason": (
        "doubles-only-in-flight",
        lambda e: replace(e, sends=[*e.sends, *[Send("1", "⬜", card=True)] * 2], kills=[Kill(0.0, frozenset((9,)))]),
    ),
    "the card twice": ("doubles-only-in-flight", lambda e: replace(e, sends=[*e.sends, Send("1", "⬜", card=True)])),
    "a picture that nobody owed": (
        "every-send-has-a-row",
        lambda e: replace(e, sends=[*e.sends, Send("1", "so far", picture=True)]),
    ),
    "a picture twice": (
        "doubles-only-in-flight",
        lambda e: replace(
            e,
            sends=[*e.sends, *[Send("1", "so far", afflicted=True, picture=True)] * 2],
            rows=[*e.rows, Row(10, "1", "picture", "sent")],
        ),
    ),
    "one mark, two messages": ("each-mark-once", lambda e: replace(e, marks={"1": ["m1", "m2", "m1"]})),
    "written over": ("nothing-written-over", lambda e: replace(e, rewritten={"1": ["een!"]})),
    "in flight, where the channel knows": (
        "doubles-only-in-flight",
        lambda e: replace(twice(e, "een!", afflicted=True), excuses=False),
    ),
    "shut out, and no row says so": ("who-shuts-us-out", lambda e: replace(e, shut={"1": True})),
    "shut out, and a row says something else": ("who-shuts-us-out", lambda e: shut_out(e, back=True, why="400")),
    "shut out, and written to again": (
        "who-shuts-us-out",
        lambda e: replace(shut_out(e, back=True), turned_away={"1": 2}),
    ),
    "shut out, and not known to be": ("who-shuts-us-out", lambda e: replace(shut_out(e), blocked=frozenset())),
    "let in, and not known to be": (
        "who-shuts-us-out",
        lambda e: replace(shut_out(e, back=True), blocked=frozenset(("1",))),
    ),
    "let in, and not answered": (
        "who-shuts-us-out",
        lambda e: replace(shut_out(e, back=True), rows=[*e.rows[:2], replace(e.rows[2], outcome="refused", why="403")]),
    ),
    "taken to have shut us out": ("who-shuts-us-out", lambda e: replace(e, blocked=frozenset(("1",)))),
    "another one misses something": (
        "who-shuts-us-out",
        lambda e: replace(e, shut={"2": True}, rows=[replace(row, outcome="cancelled") for row in e.rows]),
    ),
    "still owed": (
        "nothing-stuck",
        lambda e: replace(e, rows=[*e.rows, Row(10, "1", "request", None, overdue=True)]),
    ),
    "a lane that is held": ("nothing-stuck", lambda e: replace(e, held=1)),
    "not delivered": ("nothing-stuck", lambda e: replace(e, untaken=1)),
    "left in the spool": ("nothing-stuck", lambda e: replace(e, spooled=1)),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_breaks_the_invariant_that_is_named_for_it(name: str) -> None:
    invariant, damage = DAMAGE[name]
    assert invariant in broken(damage(good()))


def test_every_invariant_is_broken_by_something() -> None:
    assert {invariant for invariant, _ in DAMAGE.values()} == set(INVARIANTS)


def test_what_was_in_flight_at_a_kill_or_lost_its_answer_may_come_twice() -> None:
    killed = replace(twice(good(), "een!"), kills=[Kill(0.0, frozenset((2,)))])
    assert broken(killed) == {}
    assert sum(double.times for double in doubles(killed)) == 1
    assert "doubles-only-in-flight" in broken(replace(killed, kills=[Kill(0.0, frozenset((3,)))]))
    assert broken(twice(good(), "een!", afflicted=True)) == {}
    killed_again = replace(twice(killed, "een!"), kills=[Kill(0.0, frozenset((2,)))] * 2)
    assert broken(killed_again) == {}
    assert sum(double.times for double in doubles(killed_again)) == 2


def test_who_shuts_us_out_misses_what_was_owed_and_is_answered_when_they_are_back() -> None:
    assert broken(shut_out(good())) == {}
    assert broken(shut_out(good(), back=True)) == {}


def test_what_the_provider_refused_is_not_lost() -> None:
    rows = list(good().rows)
    rows[1] = replace(rows[1], outcome="refused")
    assert broken(replace(without(good(), "een!"), rows=rows, refusals={"1": 1})) == {}


def test_who_says_the_same_twice_is_told_the_same_twice() -> None:
    course = Course(("hoi", "hoi", "een", "twee"), ("hallo", "hallo", "een!", "twee!"), {"at": "b"})
    rows = [Row(n, "1", "message", "sent", text) for n, text in enumerate(course.told, 1)]
    sends = [Send("1", text) for text in course.told]
    said = replace(good(), courses={"1": [course]}, said={"1": list(course.said)}, rows=rows, sends=sends)
    assert broken(said) == {}
    assert list(broken(replace(said, sends=sends[1:]))) == ["nothing-lost"]
    assert list(broken(twice(said, "hallo"))) == ["doubles-only-in-flight"]
    assert broken(replace(twice(said, "hallo"), kills=[Kill(0.0, frozenset((2,)))])) == {}
