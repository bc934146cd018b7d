"""What a conversation can ask for. Names, not words: `texts` turns them into words at the turn's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from bot.conversation.events import Fact


@dataclass(frozen=True, slots=True)
class Part:
    """A text by name (`claim.open_backpack`) with what it needs to know.

    `language`: the one it is in when that is not the conversation's.
    """

    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A button by name: its words are attribute `label` of text `text`, or that text itself when "" ."""

    value: str
    text: str
    label: str = ""
    kind: Literal["answer", "command"] = "answer"


@dataclass(frozen=True, slots=True)
class Tell:
    """One new message to the learner: its parts in order, and what can be tapped.

    `also_in`: a second language for the words of the buttons, while it is not known which one they read.
    """

    parts: tuple[Part, ...]
    options: tuple[Option, ...] = ()
    nudge: bool = False
    also_in: str = ""


@dataclass(frozen=True, slots=True)
class ShowProgress:
    """The progress card as it now is; the channel edits the one it has."""

    part: Part


@dataclass(frozen=True, slots=True)
class ShowPicture:
    """How far the learner is as a picture, where the channel carries any: a courtesy, at a milestone."""

    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Request:
    """Something only a neighbour can answer. A subclass's fields are filled from facts of the same name.

    Every step that asks for it names a target for each of `outcomes`, and for `no_answer`: the neighbour
    is not configured here, or did not answer in time; the learner's word is taken then.
    """

    outcomes: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class ReadClaimMail(Request):
    """Which award does this mail speak of, and what does it tell? Facts: those of `events.SentOn`, where found.

    "personal", "institution": an award of this kind, or a reminder of one, with the badge; "unclear": not all of that.
    """

    mail: str
    outcomes: ClassVar[tuple[str, ...]] = (
        "personal",
        "institution",
        "unclear",
        "approved",
        "requested",
        "denied",
        "deleted",
        "revoked",
        "not_a_mail",
    )


@dataclass(frozen=True, slots=True)
class LookUpBadge(Request):
    """Is the public badge behind this link, or of this id, what it says?

    "expired": it was genuine; "tampered": edubadges itself finds faults in it; "private": there is nothing to see, for
    whatever reason; "elsewhere", "lookalike", "demo": no badge of edubadges, but of another site, of one that imitates
    it, or of its practice site.

    Facts, where known: `badge_link` (its public page), `badge_id`, `shown_badge`, `shown_issuer`,
    `shown_institution_nl` and `_en`, `issued_on` and `expires_on` (ISO dates; "never"), `badge_ects` ("2.5"),
    `badge_hours` (a number), `holder`, `holder_confirmed` ("yes" or "no").
    """

    badge_link: str
    outcomes: ClassVar[tuple[str, ...]] = (
        "genuine",
        "expired",
        "private",
        "revoked",
        "tampered",
        "elsewhere",
        "lookalike",
        "demo",
    )


@dataclass(frozen=True, slots=True)
class CheckBadge(Request):
    """The same of a badge that somebody else showed: each fact is named `checked_…`, so that it never becomes one's
    own (`checked_holder`)."""

    checked_badge_link: str
    outcomes: ClassVar[tuple[str, ...]] = LookUpBadge.outcomes


@dataclass(frozen=True, slots=True)
class CompareAddress(Request):
    """Is the address of the award that of the eduID? Only a keyed hash and a masked form of it are kept, as facts
    `award_mail` and `award_mail_shown`. `unknown`: no eduID was proven yet, so the address is only noted."""

    award_address: str
    eduid_mail: str
    outcomes: ClassVar[tuple[str, ...]] = ("same", "other", "unknown")


@dataclass(frozen=True, slots=True)
class FetchPicture(Request):
    """Have the picture here that a channel holds for us, now that the learner lets us keep it; no step asks for it.

    "kept", or nobody wants it any more; "unfit": it is no picture, or too large. The answer comes to
    `engine.KEEP_PICTURE`, where `asked` is the number of the picture.
    """

    picture: int
    outcomes: ClassVar[tuple[str, ...]] = ("kept", "unfit")


@dataclass(frozen=True, slots=True)
class Perform:
    """Put `request` to its neighbour; the answer comes back as `Happened(step, asked, …)`."""

    step: str
    asked: int
    request: Request


@dataclass(frozen=True, slots=True)
class SetAlarm:
    """Wake this conversation at `at` with `Due(alarm)`; any earlier alarm is off. `at` None: no alarm."""

    alarm: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Conceal:
    """What the learner just wrote holds more than we need: keep only `as_text` of it."""

    as_text: str


@dataclass(frozen=True, slots=True)
class KeepPictures:
    """The learner lets us keep the pictures that wait for their word, a while and for staff alone."""


@dataclass(frozen=True, slots=True)
class LetGoOfPictures:
    """The learner does not let us keep the pictures that wait for their word. `lost`: only this one, which they did."""

    lost: int = 0


@dataclass(frozen=True, slots=True)
class CallHuman:
    """The learner asked for a person: from now on a human has the word, and the bot is silent."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget this learner: everything, here and now."""


@dataclass(frozen=True, slots=True)
class NotMe:
    """The award that an institution told us of is not this person's: their mailbox gets no more of that, and whoever
    brought the award is told. It comes before the `Erase` of what was kept."""


@dataclass(frozen=True, slots=True)
class DisownLogin:
    """The login that waits for a code was not the learner's: it is nothing."""


@dataclass(frozen=True, slots=True)
class Join:
    """This address goes on in the other conversation of the same person.

    `by` the login of both, or the link that was opened here; then it may also be the mailbox of that conversation that
    goes on in this one (`here`).
    """

    by: Literal["login", "link"] = "login"
    here: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth counting happened: `began`, `reached` a flow, `ticked` a milestone, `problem`, `stopped`, `why`,
    `human`, `rated`.

    It is counted once for each award: `award` is which of this learner's it belongs to, from 0.
    """

    what: str
    detail: str
    award: int


Effect = (
    Tell
    | ShowProgress
    | ShowPicture
    | Perform
    | SetAlarm
    | Conceal
    | KeepPictures
    | LetGoOfPictures
    | CallHuman
    | Erase
    | NotMe
    | DisownLogin
    | Join
    | Note
)
