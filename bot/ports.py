"""What we ask of neighbours, and how they may fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

from bot.conversation.effects import Request
from bot.conversation.events import Event, Fact, Secret
from bot.conversation.nodes import Message


@dataclass(frozen=True, slots=True)
class Address:
    """Where a learner can be reached: `external_id` is the channel's name for them (a chat id, a hash)."""

    channel: str
    external_id: str
    workspace: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The learner shut us out (or let us in again): nothing is sent until they speak."""

    gone: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The channel gave this address another name."""

    to: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The learner opened the conversation with the opaque word of a link, or none."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The learner wrote `text`. `secret`: what was crossed out of it before anything was kept ("" = nothing)."""

    text: str
    secret: Secret = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """The learner tapped a button. `on` is the channel's id of the message that carried it."""

    value: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The learner sent something that is not words; `kind` as in `events.FileKind`."""

    kind: Literal["photo", "sticker", "voice", "location", "contact", "video", "document", "edited", "other"]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody spoke to us where others can read along; the address is that place, nobody's own."""


What = Opened | Typed | Tapped | Sent | Blocked | Moved | Elsewhere


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing a channel heard, verified. `key` is the same at every delivery of it, and no other's."""

    key: str
    address: Address
    what: What
    language: str = ""  # the channel's guess, as a BCP 47 tag; "" when it has none
    receipt: str = ""  # what `Channel.acknowledge` needs (a callback id); "" when nothing waits for it


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request from a channel came to: what learners said, and what the neighbour wants back."""

    heard: tuple[Heard, ...] = ()
    ignored: str = ""  # why there is nothing to hear, for the log; never with personal data


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can carry; `badgewijzer check` holds every text and button against it."""

    text: int  # UTF-16 units in one message
    label: int  # characters on one button
    value: int  # bytes of a button's value
    buttons: int  # buttons under one message


class Forged(Exception):
    """Whoever sent this is not who they say: answer 401 and change nothing."""


class Unavailable(Exception):
    """Try again later. `sent` tells whether the learner may have got it all the same."""

    def __init__(self, why: str, *, sent: Literal["no", "maybe"] = "no", after: timedelta | None = None) -> None:
        super().__init__(why)
        self.sent = sent
        self.after = after


class Refused(Exception):
    """Do not try again. `gone`: this address is dead until they speak to us. `moved_to`: its new name.

    `stop`: the channel itself refuses us (a wrong token); nothing more can leave by it. `ours`: what we
    wrote cannot be sent by anyone (too long, an odd button): a mistake of the program, for staff to see.
    """

    def __init__(
        self, why: str, *, gone: bool = False, moved_to: str = "", stop: bool = False, ours: bool = False
    ) -> None:
        super().__init__(why)
        self.gone = gone
        self.moved_to = moved_to
        self.stop = stop
        self.ours = ours


class Channel(Protocol):
    """One way to talk with learners. It decides how a message looks, never what it says."""

    name: str
    limits: Limits
    rate: float  # messages a second over the whole channel; 0 = no limit
    chat_rate: float  # messages a second to one address; 0 = no limit
    chat_burst: int

    async def send(self, to: Address, message: Message) -> str:
        """Deliver one message; return the channel's id for it. Raises Unavailable or Refused."""
        ...

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        """Replace message `sent`; harmless when repeated. Raises Unavailable or Refused."""
        ...

    async def acknowledge(self, heard: Heard, words: str = "") -> None:
        """Tell the channel at once that a tap arrived; best effort, never raises."""
        ...

    async def typing(self, to: Address) -> None:
        """Show that an answer is on its way; best effort, never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A neighbour's answer to a request: one of the request's declared outcomes, and the facts it brought."""

    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


Neighbour = Callable[[Request], Awaitable[Outcome]]
"""Answers one kind of request. Raises Unavailable (try later) or Refused (counts as no answer)."""

Take = Callable[[Sequence[Heard]], Awaitable[None]]
"""Hear these things durably: when it returns, they are ours.

Raises nothing a channel can mend but `Unavailable`: then the neighbour must deliver it again.
"""

__all__ = [
    "Address",
    "Blocked",
    "Channel",
    "Elsewhere",
    "Event",
    "Forged",
    "Heard",
    "Limits",
    "Moved",
    "Neighbour",
    "Opened",
    "Outcome",
    "Reading",
    "Refused",
    "Sent",
    "Take",
    "Tapped",
    "Typed",
    "Unavailable",
    "What",
]
