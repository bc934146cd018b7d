"""Remind: speaking up unasked. It follows the deadline, not the clock of the last message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.conversation.events import Fact
from bot.conversation.flow import RETURN, Alarm, Flow, Say
from flows.checks import AMSTERDAM

HALFWAY = timedelta(days=3)
"""A journey left this long gets one gentle nudge."""

EARLIEST, LATEST, USUAL = time(9), time(20), time(10)
"""The hours, in Amsterdam, between which a learner may be disturbed, and the hour of a reminder."""

remind = Flow(
    "remind",
    Say("deadline_near", then=RETURN),
    Say("halfway", then=RETURN),
)


def next_alarm(
    facts: Mapping[str, Fact], reminded: frozenset[str], heard: datetime | None, earliest: datetime
) -> Alarm | None:
    """The next reminder at or after `earliest`; None once the badge is claimed or gone, or the learner said stop.

    `heard`: when they last spoke; None: never, so there is no journey that was left halfway.
    """
    if _is_over(facts, reminded):
        return None
    wanted = [alarm for alarm in _wanted(facts, heard) if alarm.name not in reminded and alarm.at >= earliest]
    return min(wanted, key=lambda alarm: alarm.at, default=None)


def nudge(facts: Mapping[str, Fact], reminded: frozenset[str], heard: datetime | None, now: datetime) -> Alarm | None:
    """The reminder that staff have sent now; None where none would be sent by itself either.

    It is the one for a journey that was left halfway, which is then not sent again; who never spoke gets the other.
    """
    if _is_over(facts, reminded):
        return None
    if heard is None:
        return Alarm(now, "staff", "remind.deadline_near")
    return Alarm(now, "halfway", "remind.halfway")


def _is_over(facts: Mapping[str, Fact], reminded: frozenset[str]) -> bool:
    if "stopped" in reminded or facts["claimed_done"] in ("word", "proof"):  # skipped is not claimed
        return True
    return facts["award_status"] == "gone"  # nothing waits any more, as edubadges' mail or the institution's list told


def _wanted(facts: Mapping[str, Fact], heard: datetime | None) -> Iterator[Alarm]:
    before_deadline = _before(str(facts["deadline"]), str(facts["reminder_days"]))
    yield from before_deadline
    if heard is None:
        return
    halfway = by_day(heard + HALFWAY)
    day = halfway.date()
    if not any(alarm.at.date() == day for alarm in before_deadline):  # one reminder a day is enough
        yield Alarm(halfway, "halfway", "remind.halfway")


@lru_cache(maxsize=1024)
def _before(deadline: str, reminder_days: str) -> tuple[Alarm, ...]:
    """The reminders before a deadline; none where it is not known."""
    if deadline == "unknown":
        return ()
    last = date.fromisoformat(deadline)
    return tuple(
        Alarm(
            datetime.combine(last - timedelta(days=days), USUAL, AMSTERDAM),
            f"deadline:{deadline}:{days}",
            "remind.deadline_near",
        )
        for days in sorted({int(days) for days in reminder_days.split(",")}, reverse=True)
    )


def by_day(moment: datetime) -> datetime:
    """This moment, or the next at which a learner may be disturbed; whole seconds."""
    local = moment.astimezone(AMSTERDAM).replace(microsecond=0)
    if local.time() < EARLIEST:
        return datetime.combine(local.date(), USUAL, AMSTERDAM)
    if local.time() >= LATEST:
        return datetime.combine(local.date() + timedelta(days=1), USUAL, AMSTERDAM)
    return local
