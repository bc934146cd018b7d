"""Which staff may see and do what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.store.staff import Member, Role

Right = Literal[
    "come",  # be at the desk, see and end own sessions
    "see",  # lists and counts of conversations: step, cause, deadline
    "read",  # what was said
    "contact",  # addresses and names of learners; find people by them
    "talk",  # reply, take over, hand back, move, note, label, assign, snooze
    "talk_for_others",  # the same in a conversation that a colleague has
    "write",  # canned replies and labels
    "awards",  # see awards and how they stand
    "bring_in",  # import, undo, send and pause campaigns, nudge
    "insight",
    "journeys",
    "outages",  # tell learners that a neighbour is down
    "delivery",  # what failed to leave
    "mend",  # retry, drop, mark an address
    "export",  # everything kept of a learner, for a data request
    "erase",
    "audit",
    "staff",  # invite, change and remove members
]

_VIEWER: frozenset[Right] = frozenset({"come", "see", "read", "awards", "insight", "journeys"})
_AGENT: frozenset[Right] = _VIEWER | {"contact", "talk", "delivery"}
_LEAD: frozenset[Right] = _AGENT | {
    "talk_for_others", "write", "bring_in", "outages", "mend", "export", "erase",
}  # fmt: skip

RIGHTS: Mapping[Role, frozenset[Right]] = {
    "viewer": _VIEWER,
    "agent": _AGENT,
    "lead": _LEAD,
    "admin": frozenset(
        {"come", "see", "awards", "bring_in", "insight", "journeys", "outages", "delivery", "mend", "write", "staff"}
    ),
    "auditor": frozenset({"come", "see", "read", "contact", "insight", "export", "audit"}),
}
"""A viewer reads without contact details; an agent helps; a lead also steps in for colleagues and sends; an admin sets
up and reads no conversation; an auditor sees who did what, and exports, and says nothing to learners."""

ROLES: tuple[Role, ...] = tuple(RIGHTS)


FOR_ALL: frozenset[Right] = frozenset({"write", "outages", "audit"})
"""What is about every institution at once: who is bound to some has no right to it."""


def may(member: Member, right: Right) -> bool:
    """Has this member the right, by role and institutions?"""
    return right in RIGHTS[member.role] and (member.institutions is None or right not in FOR_ALL)


def sees(member: Member, institution: str | None) -> bool:
    """May they see learners of this institution? One who is bound to some sees nobody whose institution is unknown."""
    return member.institutions is None or institution in member.institutions
