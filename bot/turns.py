"""One turn: hear one thing, think, save it with what must be done. One transaction; nothing is sent here.

`Turns` holds what every turn needs and is used inside a transaction. `Ears` stands around it: it makes sure
that whatever happens to a turn, what was heard is kept and the learner gets an answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, Literal

import structlog
from sqlalchemy import Connection, select

from bot import ports, post
from bot.conversation import events
from bot.conversation.effects import (
    CallHuman,
    Conceal,
    DisownLogin,
    Effect,
    Erase,
    FetchPicture,
    Join,
    KeepPictures,
    LetGoOfPictures,
    Note,
    NotMe,
    Option,
    Part,
    Perform,
    SetAlarm,
    ShowPicture,
    ShowProgress,
    Tell,
)
from bot.conversation.engine import (
    KEEP_PICTURE,
    LONGEST_KEPT,
    PICTURES_WAIT,
    advance,
    command_option,
    facts_of,
    options_at,
    places,
    today,
    waiting_awards,
)
from bot.conversation.flow import Aside, Flows, Prove
from bot.conversation.nodes import BESIDE, FOLD, RULE, Button, Message, Span, dump
from bot.conversation.state import NewerState, State
from bot.conversation.texts import LANGUAGES, Texts, language_of
from bot.conversation.understanding import (
    Answer,
    Command,
    Topic,
    clean,
    exactly,
    is_command,
    is_thanks,
    read_value,
    went_over,
)
from bot.desk import NOTICES_IN, Desk
from bot.frozen import freeze, thaw
from bot.letterbox import Letterbox
from bot.picture import shown
from bot.pictures import beside_human
from bot.ports import Address, Heard
from bot.post import Post, Trust
from bot.proof import TRUST, Proof, account_mark, address_facts, masked_mail
from bot.store import (
    batches,
    conversations,
    helping,
    installations,
    links,
    logins,
    outages,
    outbox,
    pictures,
    privacy,
    suppressions,
)
from bot.store import events as counted
from bot.store.awards import Held
from bot.store.conversations import ANYBODY, Talk
from bot.store.database import DESK_SEES, ring
from bot.store.rises import Rise, met_last
from bot.store.secrets import Box
from bot.store.tables import addresses, heard, learners

log = structlog.get_logger()

LOOK_AGAIN = timedelta(hours=1)
"""A reminder that an outage holds up looks this often, at least, whether it lasts still."""

UNPROMISED = timedelta(hours=4)
"""After so long the learner is told that nobody came, where no hours of a desk are known."""

_NO_WORD_OF_A_LEARNER = (ports.Mentioned, ports.Stranger, ports.AtHome, ports.StaffSaid)
"""What is heard in nobody's conversation."""

_NOT_SAID_HERE = (*_NO_WORD_OF_A_LEARNER, ports.Written, ports.Blocked, ports.Moved, ports.Elsewhere, ports.Uninstalled)
"""What is not simply the next thing that is said at an address."""

_HEARD_BESIDE_A_HUMAN = (events.Happened, events.NobodyCame, events.Proven, events.Learned)
"""What is taken note of while a human has the word; reminders and the like wait for the bot."""

LINK_TYPED = re.compile(r"/start [A-Za-z0-9_-]{16,64}\s*")
"""The word of a link may look like a password; it is kept nowhere, and opens nothing but its conversation."""

LOGIN_BY_LETTER = "?to=login"
"""Stands in a stored letter where the word of a link goes: that opens a conversation for weeks."""

Clock = Callable[[], datetime]

News = (
    events.Happened
    | events.Due
    | events.NobodyCame
    | events.Restored
    | events.AboutLogin
    | events.Learned
    | events.Started
)
"""What happens to a conversation without the learner's saying anything there."""


def lane_of(one: Heard) -> tuple[str, str, str] | None:
    """Whose turn this is, where it is simply the next thing that is said at an address; None where it is not."""
    return None if isinstance(one.what, _NOT_SAID_HERE) else one.address.place


def now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Turns:
    """What a turn needs to know. `inbound_per_minute` 0: as much as they like. `overheard`: who else listens in.

    `staff`: where notices for staff go; None = nowhere. `desk_at`: where staff also read what the learner says, and
    answer in threads; None = nowhere. `answer_by`: until when a human who is asked for at this
    moment, about these facts, was promised to come; None = no time was promised. `sign_in`: the address of the page for
    the link with a word; None = there is no login here. `reached`: whether others than the web chat's own visitors
    reach that page. `go`: the address of the
    page by which a conversation goes on in another channel, for the link with a word; None = nobody would reach it.
    `post`: what is known of letters; None = no letter is ours. `institution`: what we call the one of these facts.
    `down`: what does not work just now, as staff said.
    """

    flows: Flows
    box: Box
    inbound_per_minute: int = 20
    staff: Address | None = None
    answer_by: Callable[[Mapping[str, events.Fact], datetime], datetime | None] = lambda facts, now: None
    sign_in: Callable[[str], str] | None = None
    reached: bool = False
    go: Callable[[str], str] | None = None
    post: Post | None = None
    desk_at: Address | None = None
    institution: Callable[[Mapping[str, events.Fact]], str] = lambda facts: str(facts.get("institution", ""))
    down: outages.InMind = field(default_factory=outages.InMind)
    overheard: list[Callable[[State, events.Event, Sequence[Effect]], None]] = field(default_factory=list)

    def advance(self, state: State, event: events.Event) -> tuple[State, tuple[Effect, ...]]:
        after, effects = advance(self.flows, state, event)
        for listener in self.overheard:
            listener(state, event, effects)
        return after, effects

    @cached_property
    def proves(self) -> Mapping[str, str]:
        """The steps whose text has the link of a login, and the trust that each asks eduID for."""
        return {path: TRUST[step.wants] for path, step in self.flows.paths() if isinstance(step, Prove)}

    @cached_property
    def letterbox(self) -> Letterbox:
        """Where letters are opened."""
        assert self.post is not None
        return Letterbox(self, self.post)

    @cached_property
    def desk(self) -> Desk | None:
        """Where staff read along and answer."""
        return Desk(self, self.desk_at) if self.desk_at else None

    def take(
        self, db: Connection, said: Heard, now: datetime, first: outbox.FirstReply | None = None
    ) -> Message | None:
        """Hear one thing: advance the conversation and save it with what must be done, or neither.

        What comes back is how the question whose button was tapped is to look from now on, or else what is to be shown
        at once to whoever did this, and to nobody else; None = nothing.
        `first`: where the caller can send the reply at once. Runs whole in one transaction. Raises NewerState when a
        newer program owns this conversation.
        """
        key = conversations.key_of(said.key)
        if isinstance(said.what, _NOT_SAID_HERE):
            return self._apart(db, said, now, first) if conversations.note(db, key, said.address.channel, now) else None
        talk = conversations.heard_first(db, key, said.address, language_of(said.language), now, said.account)
        if talk is None:
            return None  # heard before
        shown = self.hear(db, talk, said, now, first)
        if said.receipt and isinstance(said.what, ports.Typed | ports.Opened):  # it was said elsewhere than it goes on
            return self._aloud("common.answered_private", (talk.language,))
        return shown

    def _apart(self, db: Connection, said: Heard, now: datetime, first: outbox.FirstReply | None) -> Message | None:
        """What is heard that is not the next thing said in the conversation at this address."""
        if isinstance(said.what, ports.Written):
            if self.post:
                self.letterbox.open(db, said, said.what, now, first)
            return None
        if isinstance(said.what, _NO_WORD_OF_A_LEARNER):
            return self._beside(db, said, now)
        self._about_address(db, said, now)
        return None

    def hear(
        self,
        db: Connection,
        talk: Talk,
        said: Heard,
        now: datetime,
        first: outbox.FirstReply | None = None,
        trust: Trust = "full",
    ) -> Message | None:
        """What somebody says in their conversation."""
        talk.first, talk.counted = first, said.counted
        if talk.blocked_at:
            db.execute(addresses.update().where(addresses.c.id == talk.address_id).values(blocked_at=None))
            talk.blocked_at = None
        if not self.in_measure(db, talk, said, now):
            return None
        if talk.owner and not self._takes_back(said.what):
            self.for_human(db, talk, said, now)
            return None
        state = State.load(talk.stored) if talk.stored else State(language=self._first_language(talk, said))
        state = self._with_login(talk, state)
        if talk.behind:
            state = self._catch_up(db, talk, state, now)
        if talk.owner:
            self._free(db, talk, now, "learner")
            event: events.Event = events.HandedBack(now)
            state, effects = self.advance(state, event)
        else:
            state, event, effects = self._think_of(db, talk, state, said.what, now, trust)
        self._keep_inbound(db, talk, said, event, effects, now)
        self._save(db, talk, state, effects, now, heard_at=now)
        return self._answered(db, talk, said.what)

    def think(self, db: Connection, learner: int, event: News, now: datetime, asked_at: Address | None = None) -> None:
        """A neighbour's answer, an alarm or a login is a turn too, in the caller's transaction. Raises NewerState.

        `asked_at`: where they were when the neighbour was asked.
        """
        talk = conversations.of_learner(db, learner)
        if talk is not None and talk.address == asked_at:
            talk.address = asked_at  # with its thread
        if talk is not None and isinstance(event, events.Joined) and (talk.owner or not talk.stored):
            self._joined_quietly(db, talk, now)
            return
        if talk is None or not talk.stored:
            return  # erased meanwhile
        if talk.blocked_at and isinstance(event, events.Due):
            return  # reminders go on when they speak again
        if talk.owner and not isinstance(event, _HEARD_BESIDE_A_HUMAN):
            return  # a human has the word; reminders go on when it is handed back
        if isinstance(event, events.NobodyCame):
            if not (talk.owner and talk.waiting_since):
                return  # somebody came
            event = replace(event, again=talk.owner != ANYBODY)
        before = State.load(talk.stored)
        if isinstance(event, events.Due) and self.down.listed and self._held_up(db, talk, before, event, now):
            return
        state, effects = self.advance(before, event)
        if talk.owner and not isinstance(event, events.NobodyCame):
            effects, state = beside_human(effects), state.but(card="")
        self._save(db, talk, state, effects, now)

    def _held_up(self, db: Connection, talk: Talk, state: State, event: events.Due, now: datetime) -> bool:
        """Put a reminder off while something is down that the learner would need for it; False where nothing is."""
        here = self.down.at(self.flows, (state.at, *state.stack), now)
        if not here:
            return False
        again = min(now + LOOK_AGAIN, *(outage.until or now + LOOK_AGAIN for outage in here))
        key = f"alarm:{talk.learner}"
        owed = {"payload": {"alarm": event.alarm}, "priority": outbox.REMINDER}
        self._put(db, talk, "alarm", now=now, due=again, key=key, **owed)
        return True

    def nudge(self, db: Connection, learner: int, now: datetime) -> bool:
        """Remind this learner of where they are, where they spoke last; False when nothing is to be said to them now.

        Raises NewerState.
        """
        talk = conversations.of_learner(db, learner)
        if talk is None or not talk.stored or talk.owner or talk.blocked_at or talk.leaving:
            return False
        if talk.behind:
            raise NewerState("what they said waits for a newer program")
        state = State.load(talk.stored)
        if self.down.at(self.flows, (state.at, *state.stack), now):
            return False
        state, effects = self.advance(self._with_login(talk, state), events.Nudged(now))
        if not any(isinstance(effect, Tell) for effect in effects):
            return False
        self._save(db, talk, state, effects, now)
        return True

    def invite(self, db: Connection, mailbox: str, award: Held, language: str, now: datetime) -> int | None:
        """Write to this mailbox about an award: the learner whose it is from now on; None for one who just left.

        A conversation that is there already goes on where the learner spoke last. `language`: theirs, "" = not known.
        Raises NewerState.
        """
        address = Address("email", mailbox)
        known = conversations.learner_at(db, address)
        talk = conversations.of_learner(db, known) if known is not None else None
        talk = talk or conversations.at_address(db, address, language or NOTICES_IN, now)
        if talk.leaving:
            return None
        if talk.behind:
            raise NewerState("what they said waits for a newer program")
        talk.bulk = True
        facts = {**self._known_of(award), **({"language": language} if language else {})}
        state = State.load(talk.stored) if talk.stored else State(language=talk.language)
        if talk.owner:
            self._put_by(db, talk, facts)
        else:
            state, effects = self.advance(self._with_login(talk, state), events.Invited(now, facts))
            self._save(db, talk, state, effects, now)
        return talk.learner

    @staticmethod
    def _put_by(db: Connection, talk: Talk, facts: Mapping[str, events.Fact]) -> None:
        """An award that came while a human has the word: it is gone into when that is handed back."""
        state = State.load(talk.stored) if talk.stored else State(language=talk.language)
        talk.stored = state.but(brought=(*state.brought, facts)).dump()
        conversations.save(db, talk, state=talk.stored)

    def awards_for(self, db: Connection, talk: Talk, mailbox: str) -> Iterator[Mapping[str, events.Fact]]:
        """Awards that wait for this mailbox, which are its learner's from now on, who proved to have it."""
        for award in batches.waiting_for(db, mailbox):
            if batches.bind(db, award.id, talk.learner):
                yield self._known_of(award)

    def _known_of(self, award: Held | links.Opening) -> dict[str, events.Fact]:
        """An award, with marks of the address or account that it was given to."""
        account = {"award_account": account_mark(self.box, award.account)} if award.account else {}
        return {**award.facts, **address_facts(self.box, award.address), **account}

    def _not_theirs(self, db: Connection, talk: Talk, now: datetime) -> None:
        """An award was not for whoever has this mailbox: they get no more mail about any, and it is noted."""
        mailbox = links.mailbox_of(db, talk.learner)
        if mailbox is not None:
            suppressions.close(db, self.box, mailbox.name, "not_me", now)
        batches.disown(db, talk.learner, mailbox.name if mailbox else "")

    # A login

    def _first_language(self, talk: Talk, said: Heard) -> str:
        """The language to begin in: the channel's guess; where it has none, that of their first words."""
        if said.language or not isinstance(said.what, ports.Typed):
            return talk.language
        return went_over(self.flows, said.what.text, talk.language, words=1) or talk.language

    def _with_login(self, talk: Talk, state: State) -> State:
        """The state, in which stands whether this learner can be offered a login here."""
        possible = self.sign_in is not None and (self.reached or talk.address.channel == "web")
        if talk.address.channel == "email" and not (self.post and self.post.checked):
            possible = False  # nobody knows who wrote: a letter cannot bring a login back
        if possible == ("login" in state.facts):
            return state
        others = {name: fact for name, fact in state.facts.items() if name != "login"}
        return state.but(facts={**others, "login": "possible"} if possible else others)

    def _sign_in_link(self, db: Connection, talk: Talk, step: str, now: datetime) -> str:
        """Where this learner logs in. Out of a letter, which is read when it is read, by way of a page that lasts."""
        if self.sign_in is None:
            return "unknown"
        if talk.address.channel == "email" and self.go is not None:
            return self.go(LOGIN_BY_LETTER)  # the word is put in when the letter leaves: `in_letter`
        return self.sign_in(logins.offer(db, self.box, talk, now, self.proves[step]))

    def offer_login(self, db: Connection, learner: int, now: datetime) -> str:
        """The address of a fresh login for this learner, as where they are asks for; "" when there is none.

        Raises NewerState.
        """
        talk = conversations.of_learner(db, learner)
        mailbox = links.mailbox_of(db, learner)
        if talk is None or mailbox is None or self.sign_in is None or not talk.stored:
            return ""
        talk.address_id = mailbox.address  # it is for the letter that the login is, wherever they spoke last
        at = today(self.flows, State.load(talk.stored)).at
        return self.sign_in(logins.offer(db, self.box, talk, now, self.proves.get(at, "")))

    def prove(self, db: Connection, learner: int, proof: Proof, now: datetime) -> None:
        """A login came back in the browser of its own chat. Raises NewerState."""
        self.think(db, learner, self._proven(db, learner, proof, now), now)

    def _proven(self, db: Connection, learner: int, proof: Proof, now: datetime) -> events.Proven:
        """What this login means for its conversation; another one of the same person hears of it too."""
        logins.drop(db, learner)
        other = logins.note_person(db, learner, proof.subject, now)
        also = ""
        if other is not None:
            also = conversations.channel_of(db, other)
            here = {"what": "seen_elsewhere", "channel": conversations.channel_of(db, learner)}
            outbox.put(db, other, "news", now=now, payload=here)
        return events.Proven(now, proof.facts, proof.ticks, also)

    def _join(self, db: Connection, talk: Talk, how: Join, state: State, now: datetime) -> None:
        """Two conversations of one person are one from now on: this address goes on in the other, which speaks up here.

        Or the mailbox of the other goes on in this one. Where the other is gone by now, the one that is left speaks.
        """
        if how.by == "link":
            way = links.spend(db, talk.learner, now)
            other, mailbox = (way.learner, links.mailbox_of(db, way.learner)) if way else (None, None)
            if other is None or (how.here and mailbox is None):
                outbox.put(db, talk.learner, "news", now=now, payload={"what": "too_late"})
                return
        else:
            other, mailbox = logins.other_of(db, talk.learner), None
        speaks = talk.learner
        brought: tuple[Mapping[str, Any], ...] = ()
        if other is not None and how.here and mailbox is not None:
            brought = self._waiting(conversations.state_of(db, other), now)
            logins.join(db, mailbox.address, other, talk.learner, now, speaks=False)
            conversations.use(db, talk.address_id, now)
        elif other is not None:
            speaks, brought = other, waiting_awards(self.flows, state, now)
            logins.join(db, talk.address_id, talk.learner, other, now)
        whose = masked_mail(mailbox.name) if mailbox else "unknown"
        outbox.put(db, speaks, "news", now=now, payload={"what": "joined", "whose": whose, "brought": brought})

    def _waiting(self, stored: Mapping[str, Any] | None, now: datetime) -> tuple[Mapping[str, Any], ...]:
        return waiting_awards(self.flows, State.load(stored), now) if stored else ()

    def _joined_quietly(self, db: Connection, talk: Talk, now: datetime) -> None:
        """Another address came where a human has the word, or nobody said a word yet: it begins there."""
        if talk.owner:
            words = Tell((Part("common.joined_with_human"),), (command_option("bot"),))
            self.owe(db, talk, self.message(words, talk.language), now)
            ring(db, f"talk:{talk.learner}")
            return
        facts = links.award_of(db, talk.learner)
        event = events.Started(now, facts, "known" if facts else "")
        state, effects = self.advance(State(language=talk.language), event)
        self._save(db, talk, state, effects, now)

    # On in another channel

    def go_link(self, db: Connection, learner: int, now: datetime) -> str:
        """The link by which this conversation goes on in another channel, for a letter; "" when there is none."""
        word = links.continue_word(db, self.box, learner, now, now) if self.go else ""
        return self.go(word) if self.go and word else ""

    def in_letter(self, message: Message, link: str) -> Message:
        """The message as its letter carries it: links to log in go by the page of `link`, as `go_link` tells."""
        if self.go is None:
            return message
        here, there = self.go(LOGIN_BY_LETTER), f"{link}?to=login" if link else ""
        return replace(message, nodes=tuple(replace(n, href=there) if n.href == here else n for n in message.nodes))

    def _by_passage(
        self, db: Connection, talk: Talk, found: links.Way | links.Closed, now: datetime
    ) -> events.CouldJoin | events.Started:
        """What comes of a word or six digits that bring another conversation here."""
        if not isinstance(found, links.Way):
            return events.Started(now, {}, f"go_{found}")  # type: ignore[arg-type]
        links.claim(db, found, talk.learner, now)
        known: Mapping[str, events.Fact] = {}
        if stored := conversations.state_of(db, found.learner):
            with contextlib.suppress(NewerState):
                known = facts_of(self.flows, State.load(stored), now)
        channel = conversations.channel_of(db, found.learner)
        return events.CouldJoin(now, channel, known.get("badge", "unknown"), known.get("here", "unknown"))

    # A human has the word

    def _takes_back(self, what: ports.What) -> bool:
        """Does the learner want to go on with the bot?"""
        match what:
            case ports.Tapped(value=value):
                return value == ":bot"
            case ports.Typed(text=text) | ports.Written(text=text):
                return is_command(self.flows.texts, text, "bot")
        return False

    def for_human(self, db: Connection, talk: Talk, said: Heard, now: datetime) -> None:
        """Keep what the learner says for the human who has the word; the bot says and does nothing."""
        event = self.event(db, talk, said.what, now)
        brought = event.facts if isinstance(event, events.Started) else {}
        if isinstance(said.what, ports.Written):
            brought = said.what.award
        heard_as = event if isinstance(event, events.Started) else events.Received(now, "other")
        body = self._keep_inbound(db, talk, said, heard_as, (), now)
        if isinstance(event, events.Proven):
            self.think(db, talk.learner, event, now)
            return
        if brought:  # an award, or an invitation: it is gone into when the word is handed back
            self._put_by(db, talk, dict(brought))
        about_picture = self._about_picture(db, talk, said.what, now)
        if not (about_picture or self._needs_no_answer(talk, said.what)):
            if talk.waiting_since is None:
                state = State.load(talk.stored) if talk.stored else State(language=talk.language)
                self.wait_for_human(db, talk, state, now)
            else:
                helping.wake(db, talk.learner)
        if self.desk:
            self.desk.pass_on(db, talk, body, now)
        conversations.save(db, talk, inbound_tat=talk.inbound_tat, hushed=talk.hushed, heard_at=now)
        ring(db, f"talk:{talk.learner}")

    def _needs_no_answer(self, talk: Talk, what: ports.What) -> bool:
        """Thanks to whoever helped, or a sticker: nobody has to come for that."""
        match what:
            case ports.Typed(text=text) | ports.Written(text=text):
                return is_thanks(self.flows.texts, text, talk.owner or "")
            case ports.Sent(kind=kind):
                return kind == "sticker"
        return False

    def wait_for_human(self, db: Connection, talk: Talk, state: State, now: datetime) -> None:
        """The word is a human's; staff get a notice, and a learner for whom nobody comes in time is told so."""
        anew = not talk.owner
        talk.owner = talk.owner or ANYBODY
        talk.waiting_since = now
        helping.wake(db, talk.learner)
        conversations.save(db, talk, owner=talk.owner, waiting_since=now)
        by = self.answer_by(state.facts, now) or now + UNPROMISED
        key = f"nobody:{talk.learner}"
        outbox.put(db, talk.learner, "nobody", now=now, due=by, key=key, payload={})
        facts = {
            "conversation": talk.token[:8],
            "channel": talk.address.channel,
            "spoken": state.language,
            "step": state.at,
            "trouble": self.cause(state, now),
            **{name: state.facts.get(name, "unknown") for name in ("institution", "deadline")},
        }
        if self.staff:
            notice = self.nodes((Part("common.staff_notice", facts),), NOTICES_IN)
            outbox.put(db, talk.learner, "notice", now=now, payload={"to": asdict(self.staff), "body": dump(notice)})
        if self.desk:
            self.desk.call(db, talk, facts, now, anew=anew)

    def cause_of(self, stored: Mapping[str, Any] | None, now: datetime) -> str:
        """The same of a stored state; one that a newer program wrote is not known."""
        try:
            return self.cause(State.load(stored), now) if stored else "unknown"
        except NewerState:
            return "unknown"

    def tell_of_rise(self, db: Connection, rise: Rise, now: datetime) -> None:
        """Staff get a notice that a problem is met far more often than usual; owed with one of those who met it."""
        learner = met_last(db, rise.path, now)
        facts: dict[str, events.Fact] = {"many": rise.count, "step": rise.path, "often": rise.usual_in(NOTICES_IN)}
        notice = dump(self.nodes((Part("common.staff_rise", facts),), NOTICES_IN))
        for place in filter(None, (self.staff, self.desk_at)):
            if learner is not None:
                outbox.put(db, learner, "notice", now=now, payload={"to": asdict(place), "body": notice})

    def cause(self, state: State, now: datetime) -> str:
        """What seems to be wrong, by name: what the diagnosis came to, else the last problem that was gone into."""
        facts = facts_of(self.flows, state, now) if state.at else {}
        found = str(facts.get("cause", "none")) if facts.get("sure") in ("proven", "probably") else "none"
        return found if found != "none" else state.told[-1] if state.told else "unknown"

    def _free(self, db: Connection, talk: Talk, now: datetime, by: Literal["learner", "staff"]) -> None:
        """Nobody has the word but the bot."""
        if self.desk:
            self.desk.handed_back(db, talk, now, by)
        talk.owner = talk.waiting_since = None
        conversations.save(db, talk, owner=None, waiting_since=None)
        helping.belongs_to(db, talk.learner, None)
        outbox.drop(db, f"nobody:{talk.learner}", now)

    def reply(
        self,
        db: Connection,
        learner: int,
        author: str,
        text: str,
        now: datetime,
        *,
        at_desk: bool = False,
        staff: int | None = None,
    ) -> Literal["", "erased", "shut_out"]:
        """A member of staff says something, and has the word from now on; else why nothing can be said.

        `at_desk`: those who read along there have seen it. `staff`: the number of that member, whose conversation it is
        from now on; None = one known by name alone.
        """
        talk = conversations.of_learner(db, learner)
        if talk is None or talk.leaving:
            return "erased"
        if talk.blocked_at:
            return "shut_out"
        self.owe(db, talk, self.in_name_of(author, text, talk.language), now, author)
        conversations.save(db, talk, owner=author, waiting_since=None)
        helping.belongs_to(db, learner, staff)
        outbox.drop(db, f"nobody:{learner}", now)
        if self.desk and not at_desk:
            self.desk.answered_elsewhere(db, talk, author, text, now)
        ring(db, f"talk:{learner}")
        return ""

    def in_name_of(self, author: str, text: str, language: str) -> Message:
        """What a member of staff says as the learner gets it: who says it, the words, and the way back to the bot."""
        says = self.nodes((Part("common.staff_says", {"author": author}),), language)
        bot = self._buttons((command_option("bot"),), (language,))
        return Message((*says, Span("\n"), Span(clean(text))), bot)

    def into_mail(self, db: Connection, learner: int, now: datetime) -> bool:
        """What is said next goes to the learner's mailbox, wherever they spoke last; False where no letter may go.

        The letter has the link by which the conversation goes on in a channel of their choice.
        """
        talk = conversations.of_learner(db, learner)
        mailbox = helping.mailbox_for(db, learner)
        if talk is None or talk.leaving or mailbox is None or self.post is None:
            return False
        if suppressions.closed(db, self.box, mailbox, now) or not helping.goes_on_at(db, learner, mailbox, now):
            return False
        if self.go is not None:
            deadline = ((talk.stored or {}).get("facts") or {}).get("deadline", "")
            links.make_continue(db, self.box, learner, now, links.continue_until(deadline, now))
        return True

    def take_over(self, db: Connection, learner: int, author: str, now: datetime, *, staff: int) -> bool:
        """A member of staff has the word from now on; False when there is nobody to talk with.

        A learner who was talking with the bot is told, since that is silent now.
        """
        talk = conversations.of_learner(db, learner)
        if talk is None or talk.leaving:
            return False
        if not talk.owner:
            here = self.nodes((Part("common.staff_here", {"author": author}),), talk.language)
            self.owe(db, talk, Message(here, self._buttons((command_option("bot"),), (talk.language,))), now)
        if self.desk and talk.owner != author:
            self.desk.taken(db, talk, author, now)
        conversations.save(db, talk, owner=author)
        helping.belongs_to(db, learner, staff)
        ring(db, f"talk:{learner}")
        return True

    def hand_back(self, db: Connection, learner: int, now: datetime) -> bool:
        """The bot has the word again and repeats where they were; False when it had it already. Raises NewerState."""
        talk = conversations.of_learner(db, learner)
        if talk is None or not talk.owner:
            return False
        self._free(db, talk, now, "staff")
        state, effects = self.advance(
            State.load(talk.stored) if talk.stored else State(language=talk.language), events.HandedBack(now)
        )
        self._save(db, talk, state, effects, now)
        return True

    def settle(self, db: Connection, learner: int, now: datetime) -> bool:
        """The learner was helped: the bot has the word again, and says nothing until they do. False: nobody had it.

        What came meanwhile and is to be gone into is gone into now. Raises NewerState.
        """
        talk = conversations.of_learner(db, learner)
        if talk is None:
            return False
        if talk.owner and talk.stored and talk.stored.get("brought"):
            return self.hand_back(db, learner, now)
        had = talk.owner is not None
        if had:
            self._free(db, talk, now, "staff")
        else:
            helping.belongs_to(db, learner, None)
        ring(db, f"talk:{learner}")
        return had

    def lead(
        self, db: Connection, learner: int, path: str, now: datetime
    ) -> Literal["", "erased", "no_place", "brought"]:
        """The bot has the word, and asks the question at `path`; else why it cannot. Raises NewerState.

        "brought": a link that was opened meanwhile has to be gone into first, which handing back does.
        """
        talk = conversations.of_learner(db, learner)
        if talk is None or talk.leaving:
            return "erased"
        if path not in places(self.flows):
            return "no_place"
        state = State.load(talk.stored) if talk.stored else State(language=talk.language)
        if state.brought:
            return "brought"
        if talk.owner:
            self._free(db, talk, now, "staff")
        state, effects = self.advance(self._with_login(talk, state), events.Led(now, path))
        self._save(db, talk, state, effects, now)
        return ""

    # What comes of it

    def _catch_up(self, db: Connection, talk: Talk, state: State, now: datetime) -> State:
        """What was set aside for a newer program, which is this one: heard now, before anything later."""
        waiting = select(heard.c.key, heard.c.raw, heard.c.at).where(
            heard.c.learner_id == talk.learner, heard.c.why == "newer"
        )
        for row in db.execute(waiting.order_by(heard.c.at, heard.c.key)).all():
            said = thaw(self.box.open(row.raw))
            trust: Trust = "full"
            if self.post and isinstance(said.what, ports.Written):
                trust, _ = self.post.believed(said.what, said.address.external_id, known=True)
            state, event, effects = self._think_of(db, talk, state, said.what, row.at, trust)
            self._keep_inbound(db, talk, said, event, effects, row.at)
            self._save(db, talk, state, effects, now, heard_at=now)
            db.execute(heard.update().where(heard.c.key == row.key).values(raw=None, why=None, error=None))
        conversations.save(db, talk, behind=0)
        return state

    def event(self, db: Connection, talk: Talk, what: ports.What, now: datetime) -> events.Event:
        match what:
            case ports.Tapped(value=ports.OPEN):
                return events.Started(now)
            case ports.Typed(text=text) if text.strip().lower().split(" ")[0] == "/start":
                return self._opened(db, talk, text.strip()[6:].strip(), now)
            case ports.Typed(text=text, secret=secret, code=code):
                return self._by_code(db, talk, code, now) or events.Said(now, text, secret)
            case ports.Tapped(value=value):
                return events.Pressed(now, value)
            case ports.Opened(payload=payload):
                return self._opened(db, talk, payload, now)
            case ports.Sent(kind=kind):
                return events.Received(now, kind, self.keepable(db, talk, what))
            case ports.Written(text="", files=files):
                return events.Received(now, post.kind_of(files), self.keepable(db, talk, what))
            case ports.Written(text=text, secret=secret, code=code):
                return self.event(db, talk, ports.Typed(text, secret, code), now)
        raise TypeError(what)

    def _think_of(
        self, db: Connection, talk: Talk, state: State, what: ports.What, now: datetime, trust: Trust
    ) -> tuple[State, events.Event, tuple[Effect, ...]]:
        """What they said as an event, and what comes of it."""
        if isinstance(what, ports.Written):
            return self.letterbox.think(db, talk, state, what, now, trust)
        event = self.event(db, talk, what, now)
        state, effects = self.advance(state, event)
        self.ask_about_pictures(db, talk, state, what, now)
        return state, event, effects

    # Pictures

    @staticmethod
    def keepable(db: Connection, talk: Talk, what: ports.What) -> int:
        """How many pictures came that can be kept for staff, as long as there is room for any."""
        came = 1 if isinstance(what, ports.Sent) and what.picture else 0
        if isinstance(what, ports.Written):
            came = len(what.pictures)
        return came and min(came, pictures.room(db, talk.learner))

    def ask_about_pictures(self, db: Connection, talk: Talk, state: State, what: ports.What, now: datetime) -> None:
        """Hold on to what came for as long as the learner is asked about it."""
        if state.at != KEEP_PICTURE or not self.keepable(db, talk, what):
            return
        until = now + PICTURES_WAIT
        if isinstance(what, ports.Written):
            pictures.ask_about(db, talk.learner, what.pictures, until)
        elif isinstance(what, ports.Sent):
            named = ports.Picture(what.name or "photo", self.box.seal(what.picture.encode()))
            pictures.ask_about(db, talk.learner, [named], until, fetched=False)

    def _about_picture(self, db: Connection, talk: Talk, what: ports.What, now: datetime) -> bool:
        """The one thing that the bot asks while a human has the word: may a picture be kept for them? Was it answered?

        Words are an answer as long as the human said nothing since.
        """
        state = State.load(talk.stored) if talk.stored else State(language=talk.language)
        came, said = self.keepable(db, talk, what) if state.at else 0, ""
        if not came and state.at == KEEP_PICTURE:
            said = self._answer_about_picture(db, talk, what)
        if not came and not said:
            return False
        event = events.Received(now, "photo", came) if came else events.Pressed(now, said)
        state, effects = self.advance(state, event)
        self._save(db, talk, state.but(card=""), beside_human(effects), now)
        self.ask_about_pictures(db, talk, state, what, now)
        talk.stored = state.but(card="").dump()
        return bool(said)

    def _answer_about_picture(self, db: Connection, talk: Talk, what: ports.What) -> str:
        """The button that they tapped or told, of those beneath the question about a picture; "" for none."""
        options = options_at(self.flows, KEEP_PICTURE)
        match what:
            case ports.Tapped(value=value):
                return value if any(option.value == value for option in options) else ""
            case ports.Typed(text=text) | ports.Written(text=text):
                last = next((one for one in conversations.said_lately(db, talk) if one.direction == "out"), None)
                found = exactly(self.flows.texts, options, text, usual={})
                if isinstance(found, Answer) and last is not None and not last.author:
                    return f"{found.path}:{found.answer}"
        return ""

    def _keep_pictures(self, db: Connection, talk: Talk, now: datetime) -> None:
        """They may be kept; those that their channel holds are asked for."""
        for picture in pictures.agree(db, talk.learner, now):
            request = {"request": FetchPicture.__name__, "fields": {"picture": picture}}
            payload = {"step": KEEP_PICTURE, "asked": picture, **request}
            self._put(db, talk, "request", now=now, address_id=talk.address_id, payload=payload)

    # Keeping

    def _by_code(self, db: Connection, talk: Talk, code: str, now: datetime) -> events.Event | None:
        """What six digits bring here, a conversation or a login; None when they are none of ours."""
        if not code:
            return None
        if found := links.by_code(db, code, talk.learner, talk.address_id, now):
            return self._by_passage(db, talk, found, now)
        came = logins.by_code(db, self.box, code, talk.learner, now)
        if not isinstance(came, Proof):
            links.missed(db, talk.address_id, now)
        return self._came_back(db, talk, came, now) if came else None

    def _opened(self, db: Connection, talk: Talk, payload: str, now: datetime) -> events.Event:
        if not payload:
            return events.Started(now)
        if payload.startswith(links.PASSAGE):
            return self._by_passage(db, talk, links.by_word(db, payload, talk.learner, now), now)
        if payload.startswith(logins.PREFIX):
            return self._came_back(db, talk, logins.by_word(db, self.box, payload, talk.learner, now), now)
        link = links.use(db, payload, talk.learner, now)
        return events.Started(now, self._known_of(link), link.state)

    def _came_back(
        self, db: Connection, talk: Talk, came: Proof | logins.Failed, now: datetime
    ) -> events.Proven | events.LoginFailed:
        return self._proven(db, talk.learner, came, now) if isinstance(came, Proof) else events.LoginFailed(now, came)

    def _keep_inbound(
        self,
        db: Connection,
        talk: Talk,
        said: Heard,
        event: events.Event,
        effects: Sequence[Effect],
        now: datetime,
    ) -> str:
        """Keep the learner's side of the conversation, as far as we need it: as it is kept."""
        concealed = next((effect.as_text for effect in effects if isinstance(effect, Conceal)), None)
        match said.what:
            case ports.Typed(text=text):
                opened = isinstance(event, events.Started) or LINK_TYPED.fullmatch(text)
                body = f"[{concealed}]" if concealed else "/start" if opened else clean(text)
            case ports.Written() as letter:
                long = len(letter.text) > LONGEST_KEPT  # the mail of edubadges' own itself
                text = "[mail]" if letter.award and long else clean(letter.text)
                body = post.as_kept(letter, f"[{concealed}]" if concealed else text)
            case ports.Tapped(value=value) if value != ports.OPEN:
                body = words_on_button(self.flows, value, talk.language)
            case ports.Sent(kind=kind):
                body = f"[{kind}]"
            case _:
                body = "/start"
        conversations.add_heard(db, talk, body, now, "heard")
        return body

    def _answered(self, db: Connection, talk: Talk, what: ports.What) -> Message | None:
        """The question that was answered by a tap, without its buttons, with what was chosen."""
        if not isinstance(what, ports.Tapped) or not what.on:
            return None
        asked = conversations.sent_as(db, talk, what.on)
        if asked is None:
            return None
        chosen = Span(f"\n\n➤ {words_on_button(self.flows, what.value, talk.language)}", "bold")
        return Message((*asked, chosen))

    @staticmethod
    def _put(db: Connection, talk: Talk, kind: outbox.Kind, **owed: Any) -> None:
        """Owe one thing to this learner, whose lane this turn may have taken already."""
        held = talk.first is not None and talk.first.job is not None
        if talk.bulk and kind in ("message", "card", "picture"):
            owed["priority"] = outbox.BULK
        outbox.put(db, talk.learner, kind, held=held, counted=talk.counted, **owed)

    def _save(
        self, db: Connection, talk: Talk, state: State, effects: Sequence[Effect], now: datetime, **more: Any
    ) -> None:
        talk.language = state.language
        erased = any(isinstance(effect, Erase) for effect in effects)
        if any(isinstance(effect, NotMe) for effect in effects):
            self._not_theirs(db, talk, now)
        if erased:
            privacy.leave_alone(db, self.box, talk.learner, now)
            privacy.wipe(db, talk.learner)
        begins = next((effect for effect in effects if isinstance(effect, Tell | ShowProgress)), None)
        for effect in effects:
            match effect:
                case Note() if not erased:
                    counted.note(db, talk, effect, state.facts, state.language, now)
                case CallHuman():
                    self.wait_for_human(db, talk, state, now)
                case KeepPictures():
                    self._keep_pictures(db, talk, now)
                case LetGoOfPictures(lost=lost):
                    pictures.let_go(db, talk.learner, lost)
                case DisownLogin():
                    logins.drop(db, talk.learner)
                case Join():
                    self._join(db, talk, effect, state, now)
                case Tell():
                    told = self._with_own(db, talk, effect, now)
                    if self.down.listed:
                        told = self._with_outages(db, talk, told, state, now)
                    self.owe(db, talk, self.message(told, state.language), now)
                case ShowProgress(part=part):
                    if effect is begins or talk.blocked_at:  # no word of this turn took their lane
                        outbox.lock_soon(db, talk.learner)  # before the card, as who notes one does
                    card = conversations.set_card(db, talk, self.nodes((part,), state.language), now)
                    key = f"card:{talk.learner}"
                    self._put(
                        db,
                        talk,
                        "card",
                        now=now,
                        address_id=talk.address_id,
                        message_id=card,
                        key=key,
                    )
                case ShowPicture(facts=facts) if not talk.blocked_at:
                    self._put(
                        db,
                        talk,
                        "picture",
                        now=now,
                        address_id=talk.address_id,
                        payload={"facts": shown(facts), "language": state.language},
                        priority=outbox.REMINDER,
                    )
                case Perform(step=step, asked=asked, request=request):
                    payload = {
                        "step": step,
                        "asked": asked,
                        "request": type(request).__name__,
                        "fields": asdict(request),
                        **(outbox.in_thread(talk.address) or {}),
                    }
                    self._put(db, talk, "request", now=now, address_id=talk.address_id, payload=payload)
                case SetAlarm(at=None):
                    outbox.drop(db, f"alarm:{talk.learner}", now)
                case SetAlarm(alarm=alarm, at=due):
                    key = f"alarm:{talk.learner}"
                    payload = {"alarm": alarm}
                    self._put(
                        db,
                        talk,
                        "alarm",
                        now=now,
                        due=due,
                        payload=payload,
                        key=key,
                        priority=outbox.REMINDER,
                    )
        conversations.save(
            db,
            talk,
            state=None if erased else state.dump(),
            language=state.language,
            inbound_tat=talk.inbound_tat,
            hushed=talk.hushed,
            leaving=erased,
            **self.place(talk.stored or {}, state, now),
            **more,
        )
        ring(db, f"talk:{talk.learner}")

    def place(self, before: Mapping[str, Any], state: State, now: datetime) -> dict[str, Any]:
        """What the desk looks for in a state, as columns of `learners`: those that are not as `before`."""
        found: dict[str, Any] = {}
        if state.at != before.get("at"):
            found |= {"step": state.at[:80], "since": now}
        facts, told = state.facts, before.get("facts", {})
        if facts.get("institution") != told.get("institution"):
            found["institution"] = self.institution(facts)[:120] or None
        if (deadline := self._to_claim_by(facts, state.done)) != self._to_claim_by(told, before.get("done", {})):
            found["deadline"] = deadline
        if state.misses != before.get("misses", 0):
            found["misses"] = state.misses
        done, was = state.done, before.get("done", {})
        if done.keys() != was.keys() or not before:
            found["milestone"] = next((tick for tick in self.flows.milestones if tick not in done), None)
        if done.keys() != was.keys() or len(state.parked) != len(before.get("parked", ())):
            found["ended"] = not state.parked and all(tick in done for tick in self.flows.ends)
        return found

    def _to_claim_by(self, facts: Mapping[str, Any], done: Mapping[str, str]) -> date | None:
        """The last day for what is still to be claimed."""
        deadline = facts.get("deadline", "unknown")
        is_safe = done.get(self.flows.goal) in ("word", "proof")
        return None if is_safe or deadline == "unknown" else date.fromisoformat(str(deadline))

    def _with_own(self, db: Connection, talk: Talk, effect: Tell, now: datetime) -> Tell:
        """What is told, with what only the database knows of this learner."""
        own: dict[str, Any] = {}
        for part in effect.parts:
            if part.name == "common.my_data":
                own |= privacy.kept(db, talk.learner)
            elif part.name in self.proves:
                by_letter = talk.address.channel == "email" and self.go is not None
                own["sign_in_by"] = "letter" if by_letter else "unknown"
                own["sign_in_link"] = self._sign_in_link(db, talk, part.name, now)
        if own:
            effect = replace(effect, parts=tuple(Part(part.name, {**part.facts, **own}) for part in effect.parts))
        if talk.address.channel != "email":
            return effect
        if self.go is not None:
            deadline = effect.parts[-1].facts.get("deadline", "")
            links.make_continue(db, self.box, talk.learner, now, links.continue_until(deadline, now))
        if channel := logins.untold(db, talk.learner, talk.address_id, now):
            effect = replace(effect, parts=(Part("common.goes_on_too", {"other_channel": channel}), *effect.parts))
        return effect

    def _with_outages(self, db: Connection, talk: Talk, effect: Tell, state: State, now: datetime) -> Tell:
        """What is told, after what does not work just now where they are: once each time that they come there."""
        before = talk.stored or {}
        were = [path for path in (before.get("at", ""), *before.get("stack", ())) if path]
        parts: list[Part] = []
        for outage in self.down.at(self.flows, (state.at, *state.stack), now):
            new = outages.warn(db, outage.id, talk.learner)
            if new or not any(self.flows.within(outage.scope, path) for path in were):
                parts += [
                    Part("common.outage", {"outage": outage.text(tongue or state.language)}, tongue)
                    for tongue in dict.fromkeys(part.language for part in effect.parts)
                ]
        if not parts:
            return effect
        parts = [
            part
            for tongue in dict.fromkeys(part.language for part in effect.parts)
            for part in (*parts, *effect.parts)
            if part.language == tongue
        ]
        return replace(effect, parts=tuple(parts))

    def owe(self, db: Connection, talk: Talk, message: Message, now: datetime, author: str | None = None) -> None:
        if talk.blocked_at:  # they shut us out: kept for the record, sent to nobody
            conversations.add_message(db, talk, message.nodes, now, "cancelled", message.buttons, author)
            return
        if not message.nudge and talk.stored and talk.stored.get("reminded"):
            outbox.let_go_of_nudges(db, talk.learner, now)  # it would stand before this, until the morning perhaps
        sent = conversations.add_message(db, talk, message.nodes, now, "owed", message.buttons, author)
        first = talk.first
        at_once = first is not None and first.job is None and not message.nudge
        if first is not None and at_once and outbox.put_first(db, first, talk, sent, message, now):
            return
        self._put(
            db,
            talk,
            "message",
            now=now,
            address_id=talk.address_id,
            message_id=sent,
            payload={"nudge": True} if message.nudge else outbox.in_thread(talk.address),
            priority=outbox.REMINDER if message.nudge else outbox.REPLY,
        )

    def message(self, tell: Tell, language: str) -> Message:
        """A message in words: its parts apart by an empty line, its buttons with their labels."""
        languages = (language, tell.also_in) if tell.also_in else (language,)
        return Message(self.nodes(tell.parts, language), self._buttons(tell.options, languages), tell.nudge)

    def _buttons(self, options: Sequence[Option], languages: tuple[str, ...]) -> tuple[Button, ...]:
        return tuple([_button(self.flows.texts, option, languages) for option in options])

    def nodes(self, parts: Sequence[Part], language: str) -> tuple[Span, ...]:
        """The parts in their order, save that an aside comes last; what is in another language comes after a rule."""
        spans: list[Span] = []
        for tongue, told in groupby(parts, lambda part: part.language or language):
            folded = False
            for number, part in enumerate(sorted(told, key=self._is_aside)):
                aside = self._is_aside(part)
                if spans:
                    spans.append(RULE if number == 0 else FOLD if aside and not folded else Span("\n\n"))
                folded = aside
                spans.extend(self.flows.texts.nodes(part.name, tongue, part.facts))
        return tuple(spans)

    def _is_aside(self, part: Part) -> bool:
        return part.name in self.flows and isinstance(self.flows[part.name], Aside)

    def in_measure(self, db: Connection, talk: Talk, said: Heard, now: datetime) -> bool:
        """Count what they send; over the measure one notice, then quiet until it is calm again."""
        if not self.inbound_per_minute:
            return True
        gap = 60 / self.inbound_per_minute
        moment = now.timestamp()
        tat = max(talk.inbound_tat, moment)
        if tat - moment <= 60 - gap:
            talk.inbound_tat = tat + gap
            talk.hushed = False
            return True
        what = said.what
        body = clean(what.text)[:400] if isinstance(what, ports.Typed | ports.Written) else "[…]"
        conversations.add_heard(db, talk, body, now, "ignored")
        if not talk.hushed and not talk.owner:
            talk.hushed = True
            self.owe(db, talk, self.message(Tell((Part("common.too_many"),)), talk.language), now)
            conversations.save(db, talk, hushed=True)
            ring(db, f"talk:{talk.learner}")
        return False

    def _about_address(self, db: Connection, said: Heard, now: datetime) -> None:
        """News about the address itself: shut, opened again, renamed, or not a private one."""
        where = said.address
        here = (
            addresses.c.channel == where.channel,
            addresses.c.workspace == where.workspace,
            addresses.c.external_id == where.external_id,
        )
        match said.what:
            case ports.Elsewhere():
                talk = conversations.at_address(db, where, language_of(said.language), now)
                if talk.new or not talk.hushed:  # once for each group, then quiet
                    self.owe(db, talk, self.message(Tell((Part("common.elsewhere"),)), talk.language), now)
                    conversations.save(db, talk, hushed=True)
                    ring(db, f"talk:{talk.learner}")
            case ports.Blocked(gone=gone):
                known = conversations.found_at(db, where)
                if known:
                    shut = addresses.update().where(addresses.c.id == known.address_id)
                    db.execute(shut.values(blocked_at=now if gone else None))
                    if gone:
                        outbox.cancel_for(db, known.address_id, now)
            case ports.Uninstalled(at=at):
                if installations.remove(db, where.workspace, at, now):
                    # within the transaction: one that is taken again is told twice, and none is not told
                    log.info("workspace.uninstalled", channel=where.channel, workspace=where.workspace)
            case ports.Moved(to=to):
                db.execute(addresses.update().where(*here).values(external_id=to))

    # Beside every conversation

    def _beside(self, db: Connection, said: Heard, now: datetime) -> Message | None:
        """What is to be shown to whoever did this; nothing is begun by it, and no conversation changes but by staff."""
        match said.what:
            case ports.StaffSaid() as what:
                return self.desk.hear(db, said, what, now) if self.desk else None
            case ports.AtHome():
                return self.home(db, said.address, said.language)
            case ports.Stranger(kind=kind):
                where = said.address
                once = conversations.key_of(f"stranger {where.channel} {where.workspace} {where.external_id}")
                new = conversations.note(db, once, where.channel, now)
                return self._aloud(f"common.stranger_{kind}", LANGUAGES, go_on=False) if new else None
        talk = self._known_at(db, said.address)
        return self._aloud("common.elsewhere", (talk.language,) if talk else LANGUAGES)

    def home(self, db: Connection, where: Address, language: str = "") -> Message:
        """The page of whoever has this address: how far they are, and a button to go on.

        Whose language nobody knows, `language` being the channel's guess, reads it in each.
        """
        talk = self._known_at(db, where)
        card = conversations.card(db, talk.id) if talk else None
        if talk is None or card is None:
            known = talk.language if talk else language and language_of(language)
            return self._aloud("common.home_new", (known,) if known else LANGUAGES)
        words = self.nodes((Part("common.home_known", self.flows.given),), talk.language)
        return Message((*words, Span("\n\n"), *card), self._open_button((talk.language,)))

    @staticmethod
    def _known_at(db: Connection, where: Address) -> Any:
        """The learner at this address, to look at: id, language; None when nobody spoke there."""
        at = (
            addresses.c.channel == where.channel,
            addresses.c.workspace == where.workspace,
            addresses.c.external_id == where.external_id,
        )
        wanted = select(learners.c.id, learners.c.language).join(addresses, addresses.c.learner_id == learners.c.id)
        return db.execute(wanted.where(*at)).first()

    def _aloud(self, text: str, languages: Sequence[str], *, go_on: bool = True) -> Message:
        """This text in each of these languages, with a button that leads to the conversation of whoever reads it."""
        nodes: tuple[Span, ...] = ()
        for language in languages:
            nodes = (*nodes, *([RULE] if nodes else ()), *self.nodes((Part(text, self.flows.given),), language))
        return Message(nodes, self._open_button(languages) if go_on else ())

    def _open_button(self, languages: Sequence[str]) -> tuple[Button, ...]:
        label = self.flows.texts.label
        return (Button(BESIDE.join(label("common.open_private", "", one) for one in languages), ports.OPEN),)

    # When a turn cannot be taken

    def set_aside(self, db: Connection, said: Heard, why: str, error: str, now: datetime) -> None:
        """Keep an event whose turn failed, sealed, and answer the learner all the same."""
        key = self.keep_event(db, said, why, error, now)
        if not key or not self._may_answer(said):
            return
        talk = conversations.at_address(db, said.address, language_of(said.language), now)
        db.execute(heard.update().where(heard.c.key == key).values(learner_id=talk.learner))
        if why == "newer":
            first = not talk.behind
            conversations.save(db, talk, behind=talk.behind + 1)
            if not first:
                return
        self._apologise(db, talk, "common.sorry_later" if why == "newer" else "common.sorry", now)

    def _may_answer(self, said: Heard) -> bool:
        """May this be answered though its turn failed? A letter whose sender may be another may not."""
        if isinstance(said.what, (*_NO_WORD_OF_A_LEARNER, ports.Uninstalled)):
            return False
        if not isinstance(said.what, ports.Written):
            return True
        mailbox = said.address.external_id
        if self.post is None or said.what.automatic or not post.can_be_answered(mailbox):
            return False
        return self.post.believed(said.what, mailbox, known=True)[0] in ("full", "steps")

    def keep_event(self, db: Connection, said: Heard, why: str, error: str, now: datetime) -> str:
        """Keep an event, sealed, without a look at its conversation; its key, or "" when it was heard before."""
        key = conversations.key_of(said.key)
        if not conversations.note(db, key, said.address.channel, now):
            return ""
        values = {"raw": self.box.seal(freeze(said)), "error": error, "why": why}
        db.execute(heard.update().where(heard.c.key == key).values(values))
        ring(db, DESK_SEES)
        return key

    def keep_unreadable(self, db: Connection, frozen: bytes, now: datetime) -> None:
        """Keep what was spooled and cannot be read, sealed, for staff."""
        key = hashlib.sha256(frozen).hexdigest()
        if conversations.note(db, key, "", now):
            values = {"raw": self.box.seal(frozen), "error": "unreadable", "why": "bug"}
            db.execute(heard.update().where(heard.c.key == key).values(values))

    def apologise(self, db: Connection, learner: int, now: datetime) -> None:
        """Tell a learner that something went wrong on our side."""
        talk = conversations.of_learner(db, learner)
        if talk is not None:
            self._apologise(db, talk, "common.sorry", now)

    def _apologise(self, db: Connection, talk: Talk, text: str, now: datetime) -> None:
        if talk.owner:
            return  # a human has the word, and sees it among what was set aside
        language = talk.language if talk.language in LANGUAGES else LANGUAGES[0]
        self.owe(db, talk, self.message(Tell((Part(text),)), language), now)
        ring(db, f"talk:{talk.learner}")

    def replay(self, db: Connection, key: str, now: datetime) -> bool:
        """Hear again what was set aside; False when there is nothing under this key. Raises as `take`."""
        kept = select(heard.c.raw, heard.c.why, heard.c.learner_id)
        row = db.execute(kept.where(heard.c.key == key, heard.c.raw.is_not(None))).first()
        if row is None:
            return False
        if row.learner_id is not None:
            conversations.lock(db, row.learner_id)
        said = thaw(self.box.open(row.raw))
        if isinstance(said.what, ports.Written) and row.why in ("unproven", "unreadable"):
            db.execute(heard.update().where(heard.c.key == key).values(raw=None, error=None, why=None))
            self.letterbox.open(db, said, said.what, now, vouched=True)
            return True
        db.execute(heard.delete().where(heard.c.key == key))
        self.take(db, said, now)
        return True


@lru_cache(maxsize=4096)
def _button(texts: Texts, option: Option, languages: tuple[str, ...]) -> Button:
    words = (texts.label(option.text, option.label, language) for language in languages)
    return Button(BESIDE.join(words), option.value, option.kind)


@lru_cache(maxsize=4096)
def words_on_button(flows: Flows, value: str, language: str) -> str:
    """What stands on the button with this value, in this language; "…" when there is no such button any more."""
    match read_value(value):
        case Command(name=name):
            return flows.texts.label(f"common.command_{name}", "", language)
        case Topic(path=path) if today := flows.successor(path):
            return flows.texts.label(today, "title", language)
        case Answer(path=path, answer=answer) if today := flows.successor(path):
            for option in options_at(flows, today):
                if option.value == f"{today}:{answer}":
                    return flows.texts.label(option.text, option.label, language)
    return "…"
