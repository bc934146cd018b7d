"""What follows from the facts at a moment: the days that are left, in Dutch time, and where the learner is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows import FLOWS


@pytest.mark.parametrize(
    ("moment", "left", "time"),
    [
        (datetime(2026, 11, 30, 12, tzinfo=UTC), 2, "open"),
        (datetime(2026, 12, 1, 12, tzinfo=UTC), 1, "open"),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), 0, "last_day"),  # past midnight in Amsterdam
        (datetime(2026, 12, 2, 22, 30, tzinfo=UTC), 0, "last_day"),
        (datetime(2026, 12, 2, 23, 30, tzinfo=UTC), 0, "passed"),
    ],
)
def test_the_same_award_has_fewer_days_left_the_next_day(moment: datetime, left: int, time: str) -> None:
    known = FLOWS.derive({**FLOWS.unknown, "deadline": "2026-12-02"}, moment)
    assert (known["days_left"], known["time_left"]) == (left, time)


def test_what_is_kept_of_one_learners_facts_is_not_anothers() -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    one = FLOWS.derive({**FLOWS.unknown, "eduid_done": "proof", "award_mail": "a", "eduid_mail": "a"}, now)
    other = FLOWS.derive({**FLOWS.unknown, "award_mail": "a", "eduid_mail": "b", "proven_on": "2026-11-30"}, now)
    assert (one["here"], other["here"]) == ("name", "eduid")
    assert (one["mail_fits"], other["mail_fits"]) == ("unknown", "no")
