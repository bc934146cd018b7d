"""Reminders follow the last day of an award, by day, over both changes of summer time, and end in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.conversation.effects import SetAlarm, Tell
from bot.conversation.events import Due, Started
from bot.conversation.nodes import plain
from flows.checks import AMSTERDAM
from flows.remind import by_day
from tests.talk import JOURNEYS, Talk

HELLO = "[go_on] [genuine] [stored] [employer]"
CHANGES = {"to winter time": date(2026, 10, 25), "to summer time": date(2027, 3, 28)}


def begun(at: datetime, deadline: date, badge: str = "Rekenen") -> Talk:
    """Somebody who began at this moment, with an award to claim by this day."""
    talk = Talk(JOURNEYS, at)
    facts = {"badge": badge, "institution": "Hogeschool", "kind": "personal", "deadline": deadline.isoformat()}
    talk.happens(Started(talk.now, facts, "known"))
    talk.said.clear()
    return talk


def rings(talk: Talk) -> Iterator[datetime]:
    """The moments, in Dutch time, at which this learner is spoken to unasked, to the end."""
    while talk.state.alarm_at:
        talk.now = talk.state.alarm_at
        talk.happens(Due(talk.now, talk.state.alarm))
        if talk.said:
            yield talk.now.astimezone(AMSTERDAM)
        talk.said.clear()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("after", [0, 1, 2, 3, 7, 14, 28])
def test_each_reminder_comes_at_ten_so_many_days_before_the_last_on_either_side_of_the_change(
    change: date, after: int
) -> None:
    deadline = change + timedelta(days=after)
    came = list(rings(begun(datetime.combine(deadline - timedelta(days=40), time(15), AMSTERDAM), deadline)))
    assert [(deadline - moment.date()).days for moment in came] == [37, 28, 14, 7, 3, 1]
    assert [moment.time() for moment in came[1:]] == [time(10)] * 5


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("hour", range(24))
def test_a_nudge_for_a_journey_left_halfway_comes_in_the_daytime_over_the_change(change: date, hour: int) -> None:
    for days in range(5):
        at = datetime.combine(change - timedelta(days=days), time(hour, 30), AMSTERDAM)
        first = next(rings(begun(at.astimezone(UTC), change + timedelta(days=200))))
        assert time(9) <= first.time() < time(20)
        assert timedelta(days=3) <= first.astimezone(UTC) - at.astimezone(UTC) < timedelta(days=3, hours=15)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_minute_around_the_change_has_a_next_moment_by_day(change: date) -> None:
    moment = datetime.combine(change - timedelta(days=1), time(0), UTC)
    for _ in range(3 * 24 * 60):
        moment += timedelta(minutes=1)
        by = by_day(moment)
        assert moment - timedelta(seconds=1) < by
        assert time(9) <= by.astimezone(AMSTERDAM).time() < time(20)
        assert by - moment <= timedelta(hours=15)


def test_an_alarm_that_rings_late_at_night_speaks_up_in_the_morning() -> None:
    deadline = CHANGES["to summer time"]
    talk = begun(datetime.combine(deadline - timedelta(days=2), time(12), AMSTERDAM), deadline)
    assert talk.state.alarm_at
    talk.now = datetime.combine(deadline - timedelta(days=1), time(23), AMSTERDAM)
    later = next(one for one in talk.happens(Due(talk.now, talk.state.alarm)) if isinstance(one, SetAlarm))
    assert not talk.said
    assert later.at == datetime.combine(deadline, time(10), AMSTERDAM)
    talk.now = later.at
    told = talk.happens(Due(talk.now, later.alarm))
    assert talk.said.pop(0) == "remind.deadline_near"
    talk.said.clear()
    said = next(one for one in told if isinstance(one, Tell))
    words = plain(JOURNEYS.texts.nodes("remind.deadline_near", "nl", said.parts[0].facts))
    assert "Vandaag is de laatste dag" in words


def test_a_day_has_one_reminder_whatever_waits() -> None:
    deadline = date(2026, 12, 20)
    talk = begun(datetime(2026, 11, 2, 10, tzinfo=UTC), deadline)
    for badge, days in (("Ethiek", 7), ("Data", 14), ("Zorg", 0)):
        talk.now += timedelta(minutes=1)
        another = {
            "badge": badge,
            "institution": "Hogeschool",
            "deadline": (deadline + timedelta(days=days)).isoformat(),
        }
        talk.happens(Started(talk.now, another, "known"))
        talk.said.clear()
    days = [moment.date() for moment in rings(talk)]
    assert len(days) == len(set(days))
    assert deadline - timedelta(days=1) in days


GUIDE = """
    invited     badge=Rekenen institution=Hogeschool kind=personal deadline=2026-12-18 language=nl
    bot         guide.letter
    bot         guide.about
    bot         guide.shall_we [go_on] [have_it] [not_me]
"""
"""The last day is 46 days after the letter."""


def test_who_never_answered_the_guide_is_reminded_of_the_last_day_and_of_nothing_they_left(talk: Talk) -> None:
    talk(GUIDE + """
        later       19 days
        bot         remind.deadline_near
        bot         guide.shall_we [go_on] [have_it] [not_me]
        later       12 days
        quiet
        later       1 day
        bot         remind.deadline_near
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     afmelden
        bot         common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]
        later       60 days
        quiet
    """)  # fmt: skip


def test_while_their_language_is_not_known_a_reminder_is_in_both(talk: Talk) -> None:
    talk("""
        invited     badge=Rekenen institution=Hogeschool kind=personal deadline=2026-12-18
        bot         guide.letter
        bot         guide.about
        bot         guide.shall_we
        bot         guide.letter (en)
        bot         guide.about (en)
        bot         guide.shall_we (en) [go_on] [have_it] [not_me]
        later       19 days
        bot         remind.deadline_near
        bot         guide.shall_we
        bot         remind.deadline_near (en)
        bot         guide.shall_we (en) [go_on] [have_it] [not_me]
        learner     I have collected it already
        bot         common.language_is
        bot         share.make_public [done] [how] [problem]
        later       90 days
        quiet
    """)


def test_why_they_stopped_is_asked_once(talk: Talk) -> None:
    talk(GUIDE + """
        learner     stop
        bot         common.why_stopped [no_time] [too_hard] [distrust] [not_needed] [other] [rather_not_say] [go_on]
        learner     [no_time]
        bot         common.stopped [go_on] [restart]
        learner     verder
        bot         guide.shall_we [go_on] [have_it] [not_me]
        learner     stop
        bot         common.stopped [go_on] [restart]
    """)  # fmt: skip
