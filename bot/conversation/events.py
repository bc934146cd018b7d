"""What can happen to a conversation. Time comes in with the event: thinking has no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Fact = str | int

Secret = Literal["", "code", "password", "bsn", "iban"]
"""What nobody should send us, and what we do not keep."""

FileKind = Literal["photo", "sticker", "voice", "location", "contact", "video", "document", "edited", "other"]


LinkCame = Literal["", "known", "used", "unknown", "go_used", "go_late", "go_unknown", "go_too_often", "go_here"]


@dataclass(frozen=True, slots=True)
class Started:
    """The learner opened the conversation, perhaps by a link that carries facts (an award, an invitation).

    `link` says what became of that link: "" when there was none; only "known" carries facts. "go_…": it was to bring a
    conversation here that goes on elsewhere, and did not (`links.Closed`).
    """

    at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)
    link: LinkCame = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The learner typed something. `secret`: what was taken out of it before anything was kept ("" = nothing)."""

    at: datetime
    text: str
    secret: Secret = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The learner tapped a button; `value` as the engine wrote it, perhaps long ago."""

    at: datetime
    value: str


@dataclass(frozen=True, slots=True)
class Received:
    """Something that is not words: a photo, a sticker, a changed message.

    `pictures`: how many of these can be kept for staff, once the learner lets us.
    """

    at: datetime
    kind: FileKind
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """A neighbour's answer to what the step `step` asked for when the state's count was `asked`."""

    at: datetime
    step: str
    asked: int
    outcome: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """The moment came that the conversation had set its alarm for; `alarm` tells which alarm."""

    at: datetime
    alarm: int


@dataclass(frozen=True, slots=True)
class Nudged:
    """Staff have them reminded of where they are."""

    at: datetime


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The bot has the word again, after a human had it or was waited for."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Led:
    """Staff bring the learner to another question, of those of `engine.places`; the bot has the word there."""

    at: datetime
    path: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """The learner asked, by a letter, for something that is not done or shown without knowing who asks."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NobodyCame:
    """The time in which a human would have answered is over, and none did. `again`: one did before."""

    at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Somebody logged in at eduID by the learner's link; it counts once they say in this chat that it was them.

    `who` is their name, masked, `where` the institutions linked, "unknown" for none.
    """

    at: datetime
    who: str
    where: str = "unknown"


@dataclass(frozen=True, slots=True)
class Proven:
    """The learner's own login came back through their chat: what it proved.

    `ticks` tells of milestones how they stand ("proof", or "open" for one that turned out not to be reached). `also`:
    the channel of another conversation with the same eduID, "" when there is none.
    """

    at: datetime
    facts: Mapping[str, Fact]
    ticks: Mapping[str, str] = field(default_factory=dict)
    also: str = ""


NoLogin = Literal["cancelled", "unmet", "failed", "wrong_code", "burnt", "foreign", "late"]


@dataclass(frozen=True, slots=True)
class LoginFailed:
    """A login proved nothing.

    `why`: the person stopped it, did not reach the trust that was asked for, or something failed at the provider; the
    code was wrong, or wrong too often; it was another chat's; it came too late.
    """

    at: datetime
    why: NoLogin


@dataclass(frozen=True, slots=True)
class CouldJoin:
    """The learner opened the link of another conversation, which can go on here.

    `channel` is where that one is, `badge` and `here` what it is about and how far it came, "unknown" for what is not.
    """

    at: datetime
    channel: str
    badge: Fact = "unknown"
    here: Fact = "unknown"


@dataclass(frozen=True, slots=True)
class Joined:
    """Another address of the same person came to this conversation.

    `whose`: the mailbox, masked, whose letter had the link that did it, "unknown" where it was a login. `brought`: the
    awards that were waiting in the conversation that the address had, each as `State.parked` has them.
    """

    at: datetime
    whose: str = "unknown"
    brought: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class SeenElsewhere:
    """The same eduID logged in from another conversation; `channel` is where. Nothing changed here."""

    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What the learner read was down works again; `scope`: where it stood in the way, as `Flows.within` has it."""

    at: datetime
    scope: str


@dataclass(frozen=True, slots=True)
class Learned:
    """An institution tells how the award with this badge's name stands: facts, for whenever they are of use."""

    at: datetime
    badge: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Invited:
    """An institution told us of an award of this learner: the conversation begins with the guide to it.

    `facts` are as those of a link; "language" among them is the learner's own, where the institution knows it.
    """

    at: datetime
    facts: Mapping[str, Fact]


News = Literal["awarded", "reminded", "approved", "requested", "denied", "deleted", "revoked"]
"""What a mail of edubadges' own tells of a badge."""


@dataclass(frozen=True, slots=True)
class SentOn:
    """The learner sent us a mail of edubadges' own: what it tells of which badge; `text` is what they wrote above it.

    `facts` are as those of a link.
    """

    at: datetime
    news: News
    facts: Mapping[str, Fact]
    text: str = ""
    secret: Secret = ""


AboutLogin = LoggedIn | Proven | LoginFailed | CouldJoin | Joined | SeenElsewhere
AboutAward = Learned | Invited | SentOn
Event = (
    Started
    | Said
    | Pressed
    | Received
    | Happened
    | Due
    | Nudged
    | HandedBack
    | Led
    | Withheld
    | NobodyCame
    | Restored
    | AboutLogin
    | AboutAward
)
