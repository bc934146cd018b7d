"""What we ask of neighbours, and how they may fail."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

from bot.conversation.effects import Request
from bot.conversation.events import Event, Fact, Secret
from bot.conversation.nodes import Message, Nodes


@dataclass(frozen=True, slots=True)
class Address:
    """Where a learner can be reached: `external_id` is the channel's name for them (a chat id, a hash).

    `thread`: where in their conversation there they spoke, "" = in the midst of it. It is no part of who they are.
    """

    channel: str
    external_id: str
    workspace: str = ""
    thread: str = field(default="", compare=False)

    @property
    def place(self) -> tuple[str, str, str]:
        """The conversation's own, in an order that all programs share."""
        return self.channel, self.workspace, self.external_id


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
    """The learner wrote `text`. `secret`: what was crossed out of it before anything was kept ("" = nothing).

    `code`: the mark of six digits that stood in it, which may be those of a login.
    """

    text: str
    secret: Secret = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """The learner tapped a button. `on` is the channel's id of the message that carried it."""

    value: str
    on: str = ""


LARGEST_PICTURE = 5 * 1024 * 1024
MOST_PICTURES = 3
"""What is kept for staff of what a learner sends: so large a picture, and so many of one conversation."""


def picture_type(data: bytes) -> str:
    """The media type of what begins as a PNG, JPEG or WebP does; "" for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def is_picture(data: bytes) -> bool:
    """Is this a picture, and no larger than we keep any?"""
    return len(data) <= LARGEST_PICTURE and picture_type(data) != ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came with a letter: its name, and itself, sealed."""

    name: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """The learner sent something that is not words; `kind` as in `events.FileKind`.

    `picture`: what the channel gives it back for, where it is a picture that can be kept for staff; `name` is its own.
    """

    kind: Literal["photo", "sticker", "voice", "location", "contact", "video", "document", "edited", "other"]
    picture: str = field(default="", repr=False)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """A workspace, or a whole organisation, showed us the door, by this moment: `Heard.address` is that."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody spoke to us where others can read along; the address is that place, nobody's own."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The same, on a channel that can answer so that nobody else reads it (`Whispers`); the address is their own."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody spoke whom we do not serve here: a member of another workspace than this one, or another program."""

    kind: Literal["foreign", "bot"]


@dataclass(frozen=True, slots=True)
class AtHome:
    """The learner looked at the page that we have on this channel (`HasHome`)."""


@dataclass(frozen=True, slots=True)
class StaffSaid:
    """Somebody wrote in a thread where staff are told of a learner; `Heard.address` is that place and thread.

    `by`: the channel's id of who did, `author`: the name that learners read, "" where that is not known. `done`: they
    marked the notice as done. `files`: something came along that is no text.
    """

    text: str = ""
    by: str = ""
    author: str = ""
    done: bool = False
    files: bool = False


@dataclass(frozen=True, slots=True)
class Bounced:
    """A letter of ours came back. `mailbox`: whom it did not reach; `letter`: its id, "" where that did not come back.

    `how`: "gone" (never try again), "full" (a while), "refused" (not for who they are: how we send, what we say),
    "complained" (they called it spam).
    """

    mailbox: str
    how: Literal["gone", "full", "refused", "complained"]
    letter: str = ""


Automatic = Literal["", "reply", "bounce", "list", "own", "loop", "no_reply"]
"""Why nobody waits for an answer to a letter; "" when somebody may."""


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody, or a machine, wrote a letter: an e-mail, as it was read. `Heard.address` is the mailbox of its sender.

    `text` is what they wrote themselves. `id` and `answers` are Message-IDs with their angle brackets, those that it
    answers the oldest first; `to` is every mailbox it went to. `proof`: what the one mail server that we trust found
    out about the sender (DMARC); "none" where there is no such server or it says nothing. `files` are the names of what
    was attached. `award`: what a mail of edubadges' own that stands in it says: facts as of a link, and "news"
    (awarded, reminded, deleted, revoked, approved). `unreadable`: why nothing could be read of it, "" = it was.
    `pictures`: those among the files that can be kept for staff.
    """

    text: str
    subject: str = ""
    id: str = ""
    answers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    proof: Literal["pass", "fail", "none"] = "none"
    automatic: Automatic = ""
    bounced: tuple[Bounced, ...] = ()
    files: tuple[str, ...] = ()
    award: Mapping[str, Fact] = field(default_factory=dict)
    unreadable: Literal["", "too_big", "too_hard", "encrypted"] = ""
    secret: Secret = ""  # as in Typed
    code: str = ""
    pictures: tuple[Picture, ...] = ()


What = (
    Opened
    | Typed
    | Tapped
    | Sent
    | Written
    | Blocked
    | Moved
    | Elsewhere
    | Mentioned
    | Stranger
    | AtHome
    | StaffSaid
    | Uninstalled
)

OPEN = "open"
"""The value of a button that opens the conversation, as a link without a word does."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing a channel heard, verified. `key` is the same at every delivery of it, and no other's.

    A channel that numbers what it tells, ever higher, has keys of its name and numbers, that number last ("tg:7:123").

    Whether a letter is who it says it is, a turn finds out: it alone knows whose conversation it would be.
    """

    key: str
    address: Address
    what: What
    language: str = ""  # the channel's guess, as a BCP 47 tag; "" when it has none
    receipt: str = ""  # what `Channel.acknowledge` needs (a callback id); "" when nothing waits for it
    account: str = ""  # whose address it is as the channel tells, masked by `masked`; "" when it does not tell
    counted: int = field(default=0, compare=False)  # by then, where the channel `CountsMessages`; 0 = not known


def masked(name: str) -> str:
    """A name of which only those who know it recognise something: "S•••• V•••••••"; "" for none."""
    return " ".join(word[0] + "•" * min(max(len(word) - 1, 2), 8) for word in name.split()[:4])[:60]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request from a channel came to: what learners said, and what the neighbour wants back."""

    heard: tuple[Heard, ...] = ()
    ignored: str = ""  # why there is nothing to hear, for the log; never with personal data
    reply: bytes = b""  # what the neighbour waits for in our answer, as JSON; nothing = an empty answer


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


@runtime_checkable
class RemembersMarks(Protocol):
    """A channel that can tell afterwards whether a message came: it is asked before one is sent a second time."""

    async def send_marked(self, to: Address, message: Message, mark: str) -> str:
        """Deliver one message with a mark that nobody sees; the channel's id for it. Raises Unavailable or Refused."""
        ...

    async def find(self, to: Address, mark: str, since: datetime) -> str | None:
        """The channel's id for the message with this mark, sent after `since`; None = it surely never came.

        Raises Unavailable or Refused where that cannot be known.
        """
        ...


@runtime_checkable
class CountsMessages(Protocol):
    """A channel that numbers all it carries in one row: what may have come is looked for among the next numbers."""

    def counted(self) -> int:
        """The highest number this process knows of; 0 = none yet. What is sent after this has a higher one."""
        ...

    def count(self, number: int) -> None:
        """This number was given."""
        ...

    async def find_after(self, to: Address, message: Message, number: int, others: Collection[str]) -> str | None:
        """The channel's id for this message, sent when `number` had been given already; None = not found.

        Where it is found it is as `message` is now. `others`: the ids of what else was sent there. Raises Unavailable
        or Refused where that cannot be known.
        """
        ...


class Tokens(Protocol):
    """What opens each workspace that installed us."""

    async def token(self, workspace: str, refused: str = "") -> str:
        """The token for this workspace. Raises Refused where it has not installed us, Unavailable.

        `refused`: a token that the workspace just refused: it is looked again past what is remembered, and what comes
        back may be the same.
        """
        ...


@runtime_checkable
class Whispers(Protocol):
    """A channel that can tell somebody something where others read along, so that only they see it."""

    async def whisper(self, heard: Heard, message: Message) -> None:
        """Tell it to whoever said this, where they said it; best effort, never raises."""
        ...


@runtime_checkable
class HasWorkspaces(Protocol):
    """A channel that hears of every workspace there is, and serves those that installed us."""

    async def admitted(self, reading: Reading) -> Reading:
        """What of this comes from workspaces that installed us."""
        ...


@runtime_checkable
class HasHome(Protocol):
    """A channel on which we have a page for each learner."""

    async def show_home(self, to: Address, message: Message) -> None:
        """Let their page look like this; best effort, never raises."""
        ...


@runtime_checkable
class NamesPeople(Protocol):
    """A channel that tells what somebody is called."""

    async def name_of(self, who: Address) -> str:
        """Their name, as others see it there; "" when it is not told at once. Never raises."""
        ...


@runtime_checkable
class CarriesPictures(Protocol):
    """A channel that also carries pictures. One that is not gets none: its learners read the same."""

    async def send_picture(self, to: Address, picture: bytes, words: str) -> str:
        """Deliver one PNG with the same in words; return the channel's id for it. Raises Unavailable or Refused."""
        ...


@runtime_checkable
class HoldsPictures(Protocol):
    """A channel that holds the pictures that learners send, and gives them when asked."""

    async def fetch(self, picture: str) -> bytes:
        """The picture that `Sent.picture` names, LARGEST_PICTURE at most. Raises Unavailable or Refused."""
        ...


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace that let us in: `token` speaks for us there, until `expires_at` (None: for ever).

    `workspace` is the organisation's own id where that let us into all of its workspaces at once. `renewal`: what a new
    token is had for when this one expires, "" where it does not.
    """

    workspace: str
    token: str = field(repr=False)
    organisation: str = ""
    renewal: str = field(default="", repr=False)
    expires_at: datetime | None = None


class Installs(Protocol):
    """Where installations are kept, and those on their way."""

    async def begin(self) -> str:
        """A word that the browser has to bring back, once, within ten minutes."""
        ...

    async def come_back(self, word: str) -> bool:
        """Is this a word of ours that did not come back before?"""
        ...

    async def keep(self, new: Installed) -> None:
        """We were let in."""
        ...


@dataclass(frozen=True, slots=True)
class InstallPage:
    """What a browser is shown of an installation, by `name`.

    "begin" (`there`: where to go), "done" (`there`: where to go on, `workspace`: whose it is now), "cancelled", "late"
    (its word came back before, or too late), "elsewhere" (it did not begin in this browser), "refused" (we are not set
    up well), "away" (try later). `cookie`: a Set-Cookie, "" for none.
    """

    name: Literal["begin", "done", "cancelled", "late", "elsewhere", "refused", "away"]
    there: str = ""
    workspace: str = ""
    cookie: str = field(default="", repr=False)


class Installer(Protocol):
    """How a workspace lets us in: its admin's browser goes there, and comes back."""

    async def begin(self, asked: Mapping[str, str]) -> InstallPage:
        """The way there. `asked`: the query; a team in it is the one that is meant."""
        ...

    async def finish(self, answer: Mapping[str, str], cookie: str) -> InstallPage:
        """The browser is back, with this query and this Cookie header."""
        ...


LONGEST_SUBJECT = 200

_ANSWERING = re.compile(r"\s*(?:(?:re|fwd?|antw|betr|doorst|aw|wg|sv|vs|tr)\s*(?:\[\d{1,3}\])?\s*:\s*)", re.I)


def base_subject(subject: str) -> str:
    """A subject without what mail programs put before it ("Re:", "Antw:", "Fwd:"), on one line."""
    subject = " ".join(subject[: 2 * LONGEST_SUBJECT].split())
    while found := _ANSWERING.match(subject):
        subject = subject[found.end() :]
    return subject[:LONGEST_SUBJECT].strip()


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter goes on from: its subject ("" = it begins one) and the ids it answers, the oldest first."""

    subject: str = ""
    answers: tuple[str, ...] = ()


LetterKind = Literal["answer", "reminder", "guide", "staff"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter is beside its words. `number`: the same at each try, and no other's. `talk`: its conversation.

    `kind`: "answer" to what they wrote, "reminder" (unasked), "guide" (the first, about an award), "staff" (a human
    wrote it). `thread`: with a subject, also where the letter begins it. `progress`: how far the learner is, in words.
    `institution`: whose award it is about, "" where that is not known. `go`: the link by which the conversation goes
    on in another channel, "" where nobody would reach it.
    """

    number: int
    talk: int
    language: str
    kind: LetterKind
    thread: Thread = Thread()
    progress: Nodes = ()
    institution: str = ""
    go: str = ""


@runtime_checkable
class CarriesLetters(Protocol):
    """A channel of letters: each goes on from another, and what was sent is not changed any more."""

    async def post(self, to: Address, message: Message, letter: Letter) -> str:
        """Deliver one letter; return its id, the same at each try. Raises Unavailable or Refused."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A neighbour's answer to a request: one of the request's declared outcomes, and the facts it brought."""

    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Linked:
    """An account at an institution that is linked in an eduID.

    `institution` is its domain (`uni.example`), `account` the name of the account there (`s1234567@uni.example`, its
    eduPersonPrincipalName), `name` the name that the institution confirmed, "" for none. Whether it has lapsed is not
    told: links older than 180 days are listed as well.

    Source: OpenConext-myconext, `myconext/eduid/APIController.java` (August 2026).
    """

    institution: str
    account: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever logged in at eduID, as one login proved it. Nothing of it is kept as it stands here.

    `subject` is the same at every login of this person, and no other's. `name` is the name eduID shows,
    `confirmed_name` the one that an institution, a bank or another party confirmed, "" for none. `trust` is the trust
    that was asked for and met (an acr value), "" when none was asked.
    """

    subject: str
    email: str
    name: str
    confirmed_name: str = ""
    links: tuple[Linked, ...] = ()
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt to log in must come back with: three words that nobody can guess."""

    state: str
    nonce: str
    verifier: str  # of PKCE: 43 to 128 characters


class NotProven(Exception):
    """This login proved nothing. Its text is for the log and holds nothing of the person or the provider's words.

    `why`: "cancelled" (the person stopped), "unmet" (the trust that was asked for was not reached), "forged" (the
    answer cannot be believed), "refused" (the provider will not have us: a wrong setting).
    """

    def __init__(self, text: str, why: Literal["cancelled", "unmet", "forged", "refused"]) -> None:
        super().__init__(text)
        self.why = why


class Identity(Protocol):
    """Who somebody is: a login at eduID, by OpenID Connect."""

    async def begin(self, attempt: Attempt, *, language: str, trust: str = "") -> str:
        """The address at the provider to send the browser to. `trust`: the acr value to ask for. Raises Unavailable."""
        ...

    async def finish(self, attempt: Attempt, answer: Mapping[str, str], *, trust: str = "") -> Person:
        """The person behind the answer that the browser came back with (the callback's query), each token verified.

        Raises NotProven, or Unavailable.
        """
        ...


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Whoever logged in to come to the desk, as one login proved it.

    `issuer` and `subject` together are the same at every login of this person, and no other's. `email_verified`: the
    provider vouches that the address is theirs. `told`: what the provider tells them to be, in its own words.
    `proven_at`: when it last had them show who they are; None where it does not tell.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    told: tuple[str, ...] = ()
    proven_at: datetime | None = None


class StaffIdentity(Protocol):
    """Who a member of staff is: a login at their institution's provider, by OpenID Connect."""

    async def begin(self, attempt: Attempt, *, language: str, again: bool = False) -> str:
        """The address at the provider to send the browser to. Raises Unavailable.

        `again`: whoever it is has to prove it anew, also where the provider knows them still.
        """
        ...

    async def finish(
        self, attempt: Attempt, answer: Mapping[str, str], *, proven_since: datetime | None = None
    ) -> StaffPerson:
        """Who is behind the answer that the browser came back with (the callback's query), each token verified.

        `proven_since`: a login that is older proves nothing ("unmet"). Raises NotProven, or Unavailable.
        """
        ...


@dataclass(frozen=True, slots=True)
class Badge:
    """A public edubadge, as edubadges tells of it.

    `link` is its public page. `verdict`: "genuine", "expired" (it was genuine), "revoked" (then little else is known),
    or "tampered": edubadges' own validation found faults. Texts are in the issuer's own language unless there are two,
    as (nl, en). Sizes: `ects` in EC, `hours` of study. `level` is the EQF/NLQF level, 0 when none is verified.

    Source: edubadges-server, `apps/public/public_api.py` and `apps/issuer/models.py` (June 2026).
    """

    id: str
    link: str
    verdict: Literal["genuine", "expired", "revoked", "tampered"]
    name: str = ""
    issuer: tuple[str, str] = ("", "")
    institution: tuple[str, str] = ("", "")
    on_behalf_of: str = ""
    issued_on: date | None = None
    expires: date | None = None
    revoked_because: str = ""
    holder: str = ""  # the name on the badge, "" when it is not told
    holder_confirmed: bool = False
    identity_hash: str = ""  # sha256 of the holder's eduID number with `salt`
    salt: str = ""
    kind: Literal["", "micro_credential", "regular", "extra_curricular"] = ""
    ects: float = 0
    hours: int = 0
    level: int = 0
    language: str = ""  # two letters
    description: str = ""
    criteria: str = ""
    outcome: str = ""
    assessment: str = ""  # as edubadges calls it: written_exam, portfolio_assessment...
    assessment_supervised: bool | None = None
    assessment_id_verified: bool | None = None
    participation: str = ""  # online, onsite, blended, work_experience
    quality: str = ""  # the quality framework's name
    quality_link: str = ""
    grade: str = ""
    faults: tuple[str, ...] = ()  # what the validation found, for the log: names, never values
    checked: bool = True  # False: edubadges shows it, but its own validation gave no answer, or could not finish


class NoBadge(Exception):
    """There is no badge to tell of behind what was given.

    `why`: "no_link" (nothing in the text is a link or id of a badge), "lookalike" (a site that imitates edubadges),
    "elsewhere" (another site, perhaps another issuer's badge), "demo" (the demo site, whose badges are for practice),
    "private" (not public, revoked long ago, or never there: edubadges tells no difference).
    """

    def __init__(self, text: str, why: Literal["no_link", "lookalike", "elsewhere", "demo", "private"]) -> None:
        super().__init__(text)
        self.why = why


class Badges(Protocol):
    """edubadges, as anybody can ask it."""

    async def look_up(self, text: str) -> Badge:
        """The badge that a link or id in this text names. Raises NoBadge, or Unavailable."""
        ...

    async def is_of(self, badge: Badge, name: str) -> bool | None:
        """Whether this badge is of the person of this name; None when edubadges does not tell. Raises Unavailable."""
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """An award that waits to be claimed, as the institution's own system is told.

    It was given to the address `email`, or to the account `account` at the institution (then `email` is only where the
    mail went). `badge` is the badge's name; `issuer` who gives it, as (nl, en).

    Source: edubadges-server, `apps/queries/api.py` (June 2026): it names no institution.
    """

    entity: str
    badge: str
    email: str = ""  # lower case
    account: str = ""  # lower case
    issuer: tuple[str, str] = ("", "")
    created: datetime | None = None
    expires: datetime | None = None
    planned: bool = False  # for later: nobody can claim it yet


class Awarding(Protocol):
    """edubadges, as one institution's own system may ask it."""

    async def waiting(self, bundles: Iterable[str] = ()) -> Sequence[Waiting]:
        """Every award of this institution that waits to be claimed. Raises Unavailable or Refused.

        `bundles`: the award actions of which it is to be known whether they are only planned.
        """
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...


class NoCode(Exception):
    """A picture that no code can be read from. Its text is for the log.

    `why`: "too_big" (in bytes or in pixels), "no_picture" (no PNG, JPEG or WebP that can be opened), "several" (codes
    that say different things), "too_hard" (reading it took more time or memory than we give it).
    """

    def __init__(self, text: str, why: Literal["too_big", "no_picture", "several", "too_hard"]) -> None:
        super().__init__(text)
        self.why = why


Neighbour = Callable[[Request], Awaitable[Outcome]]
"""Answers one kind of request. Raises Unavailable (try later) or Refused (counts as no answer)."""

Take = Callable[[Sequence[Heard]], Awaitable[None]]
"""Hear these things durably: when it returns, they are ours.

Raises nothing a channel can mend but `Unavailable`: then the neighbour must deliver it again.
"""

__all__ = [
    "LARGEST_PICTURE",
    "MOST_PICTURES",
    "OPEN",
    "Address",
    "AtHome",
    "Attempt",
    "Automatic",
    "Awarding",
    "Badge",
    "Badges",
    "Blocked",
    "Bounced",
    "CarriesLetters",
    "CarriesPictures",
    "Channel",
    "CountsMessages",
    "Elsewhere",
    "Event",
    "Forged",
    "HasHome",
    "HasWorkspaces",
    "Heard",
    "HoldsPictures",
    "Identity",
    "InstallPage",
    "Installed",
    "Installer",
    "Installs",
    "Letter",
    "LetterKind",
    "Limits",
    "Linked",
    "Mentioned",
    "Moved",
    "NamesPeople",
    "Neighbour",
    "NoBadge",
    "NoCode",
    "NotProven",
    "Opened",
    "Outcome",
    "Person",
    "Picture",
    "Reading",
    "Refused",
    "RemembersMarks",
    "Sent",
    "StaffIdentity",
    "StaffPerson",
    "StaffSaid",
    "Stranger",
    "Take",
    "Tapped",
    "Thread",
    "Tokens",
    "Typed",
    "Unavailable",
    "Uninstalled",
    "Waiting",
    "What",
    "Whispers",
    "Written",
    "base_subject",
    "is_picture",
    "masked",
    "picture_type",
]
