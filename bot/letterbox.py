"""Where letters are opened: whose each is, whether to believe it, and what follows, in the transaction of its turn.

The judgement is in `bot.post`, which reads no database; this is what it is used with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from bot import ports, post
from bot.conversation import events
from bot.conversation.effects import CallHuman, Conceal, Effect, Erase, Join, Part, Tell
from bot.conversation.engine import facts_of, options_at
from bot.conversation.state import State
from bot.conversation.texts import language_of
from bot.conversation.understanding import Answer, clean, exactly
from bot.frozen import freeze
from bot.pictures import beside_human
from bot.ports import Address, Heard
from bot.post import Post, Trust
from bot.store import conversations, outbox, suppressions, threads
from bot.store.conversations import Talk
from bot.store.database import ring
from bot.store.tables import heard

if TYPE_CHECKING:
    from bot.turns import Turns

log = structlog.get_logger()


class Letterbox:
    """The letters of one installation."""

    def __init__(self, turns: Turns, post: Post) -> None:
        self.turns = turns
        self.post = post

    def open(
        self,
        db: Connection,
        said: Heard,
        letter: ports.Written,
        now: datetime,
        first: outbox.FirstReply | None = None,
        *,
        vouched: bool = False,
    ) -> None:
        """A letter came: whose it is, whether to believe it, and what follows. `vouched`: staff say it is genuine."""
        mailbox = said.address.external_id
        if self._is_about_letters(db, letter, mailbox, now):
            return
        if letter.automatic or self.post.letters.is_ours(mailbox):
            return  # nobody waits for an answer
        to = self._where_they_are(db, letter, said.address) if vouched else said.address
        known = conversations.is_known(db, to)
        trust, why = self.post.believed(letter, mailbox, known=known)
        trust = "steps" if vouched else trust
        if not post.can_be_answered(mailbox):
            self._keep_letter(db, said, "unproven", "nobody that can be answered", now)
            return
        talk = conversations.at_address(db, to, language_of(said.language), now)
        talk.first = first
        if trust == "none" or letter.unreadable:
            kept = ("unproven", why) if trust == "none" else ("unreadable", letter.unreadable)
            self._keep_letter(db, said, *kept, now, talk)
            part = "unproven" if trust == "none" else f"unreadable_{letter.unreadable}"
            self._answer_once(db, talk, said, letter, f"common.{part}", now, trust)
            return
        if trust != "stranger":
            conversations.prove_address(db, talk, now)
            suppressions.opened(db, self.turns.box, mailbox, "gone", "full", "erased")
            if not talk.stored:  # it begins with the first of them; of the others the answer tells
                facts = next(self.turns.awards_for(db, talk, mailbox), None)
                talk.stored = State(language=talk.language, facts=facts).dump() if facts else None
        lately = conversations.said_lately(db, talk)
        words, over = post.as_kept(letter, clean(letter.text)), self._is_over(db, talk, trust, now)
        a_human_goes_on = over and trust != "stranger"
        too_much = over and not a_human_goes_on
        quick = post.is_echo(lately, words, now) or (post.is_too_fast(lately, now) and not self._got_on(talk))
        machine = quick and not self._is_answer(talk, letter)
        if too_much or machine or self._heard_today(db, talk, letter, now):
            conversations.add_heard(db, talk, words, now, "ignored")
            ring(db, f"talk:{talk.learner}")
            return
        threads.heard(
            db,
            talk.address_id,
            letter.id,
            answers=letter.answers,
            subject="" if trust == "stranger" else letter.subject,
        )
        said = replace(said, address=to)
        if a_human_goes_on:
            self._leave_to_human(db, talk, said, letter, now)
        else:
            self.turns.hear(db, talk, said, now, first, trust)

    def _is_answer(self, talk: Talk, letter: ports.Written) -> bool:
        """Is this exactly an answer to where they are? Two questions in a row may well be answered with "1"."""
        state = State.load(talk.stored) if talk.stored else State()
        options = options_at(self.turns.flows, state.at) if state.at else ()
        return isinstance(exactly(self.turns.flows.texts, options, letter.text, usual={}), Answer)

    @staticmethod
    def _got_on(talk: Talk) -> bool:
        """Did they answer one of our questions? A machine gets nowhere, and a quick human does."""
        state = State.load(talk.stored) if talk.stored else State()
        return bool(state.trail or state.done)

    @staticmethod
    def _is_over(db: Connection, talk: Talk, trust: Trust, now: datetime) -> bool:
        """Did this address hear enough from us for a day?"""
        return conversations.told_since(db, talk, now - timedelta(days=1)) >= post.most_a_day(trust)

    def _leave_to_human(self, db: Connection, talk: Talk, said: Heard, letter: ports.Written, now: datetime) -> None:
        """So many letters went today that a human goes on: they are told once, and what they say is heard."""
        alone = not talk.owner
        if alone:
            state = State.load(talk.stored) if talk.stored else State(language=talk.language)
            self.turns.wait_for_human(db, talk, state, now)
        if not self.turns.in_measure(db, talk, said, now):
            return
        words = replace(letter, text=post.without_word(letter.text), code="", pictures=())
        self.turns.for_human(db, talk, replace(said, what=words), now)
        told = conversations.key_of(f"enough {talk.address_id} {now.date()}")
        if alone and conversations.note(db, told, said.address.channel, now):
            enough = Tell((Part("common.enough_mail"),))
            self.turns.owe(db, talk, self.turns.message(enough, talk.language), now)

    def _is_about_letters(self, db: Connection, letter: ports.Written, mailbox: str, now: datetime) -> bool:
        """Was it no word for us, but news about letters: one that came back, or that no more are wanted?"""
        for bounce in self.post.truly_bounced(letter):
            closed = suppressions.bounced(db, self.turns.box, bounce, now)
            log.info("letter.bounced", why=bounce.how, outcome=closed or "open")
        leaving = self.post.unsubscribes(letter)
        for talk in leaving:
            for one in (mailbox, *conversations.mailboxes(db, talk)):
                if self.post.is_for(letter, one):
                    suppressions.close(db, self.turns.box, one, "unsubscribed", now)
                    log.info("letter.unsubscribed")
                    break
        return bool(leaving or letter.bounced)

    def _where_they_are(self, db: Connection, letter: ports.Written, sender: Address) -> Address:
        """The address that the letter it answers went to; that of its sender where it answers none."""
        for talk in self.post.meant_for(letter):
            for mailbox in conversations.mailboxes(db, talk):
                if self.post.proves_mailbox(letter, mailbox):
                    return Address(sender.channel, mailbox)
        return sender

    def _keep_letter(
        self, db: Connection, said: Heard, why: str, error: str, now: datetime, talk: Talk | None = None
    ) -> None:
        """Keep a letter, sealed, for staff; its conversation stays as it is."""
        sealed = self.turns.box.seal(freeze(said))
        values = {"raw": sealed, "error": error, "why": why, "learner_id": talk and talk.learner}
        db.execute(heard.update().where(heard.c.key == conversations.key_of(said.key)).values(values))
        log.info("letter.kept", why=why)

    def _answer_once(
        self, db: Connection, talk: Talk, said: Heard, letter: ports.Written, text: str, now: datetime, trust: Trust
    ) -> None:
        """The same few words to whoever wrote it, at most once a day, and not for ever."""
        lately = conversations.said_lately(db, talk)
        unproven = not conversations.is_proven(db, talk)
        if talk.owner or post.is_unanswered(lately) or self._is_over(db, talk, trust, now):
            return
        if unproven and post.is_soon(lately, talk.address_id, now):
            return
        if not conversations.note(
            db, conversations.key_of(f"{text} {talk.address_id} {now.date()}"), said.address.channel, now
        ):
            return
        threads.heard(db, talk.address_id, letter.id, answers=letter.answers)
        self.turns.owe(db, talk, self.turns.message(Tell((Part(text, self.turns.flows.given),)), talk.language), now)
        ring(db, f"talk:{talk.learner}")

    def _heard_today(self, db: Connection, talk: Talk, letter: ports.Written, now: datetime) -> bool:
        """Did the same long words come before today? A machine that answers each letter says them."""
        if len(letter.text) <= post.LONG_ENOUGH:
            return False
        words = f"words {talk.address_id} {now.date()} {letter.text}"
        return not conversations.note(db, conversations.key_of(words), talk.address.channel, now)

    def think(
        self, db: Connection, talk: Talk, state: State, letter: ports.Written, now: datetime, trust: Trust
    ) -> tuple[State, events.Event, tuple[Effect, ...]]:
        """Everything that is in one letter, as far as it is believed, dealt with in one answer."""
        if trust == "stranger":  # they may be anybody: hello, and what they brought waits until they answer
            event: events.Event = events.Started(now)
            state, effects = self.turns.advance(state, event)
            return state.but(brought=(dict(letter.award),) if letter.award else ()), event, effects
        if trust != "full":  # a code or the word of a link brings a login, or another conversation
            letter = replace(letter, code="", text=post.without_word(letter.text))
        brought, before = state.brought, state
        state = state.but(brought=())
        effects = ()
        for facts in brought:
            state, more = self.turns.advance(state, post.sent_on(facts, now))
            effects = post.as_one(effects, more)
        if letter.award:
            event = post.sent_on(letter.award, now, letter)
        else:
            event = self.turns.event(db, talk, letter, now)
        began = bool(state.at)
        after, more = self.turns.advance(state, event)
        shown = letter.text and began and self.turns.keepable(db, talk, letter)
        if not (brought or shown) or post.is_understood(more):
            state, effects = after, post.as_one(effects, more)
        else:
            effects = (*effects, *(effect for effect in more if isinstance(effect, Conceal)))
        if shown and state.at and not any(isinstance(effect, Join) for effect in effects):
            human = any(isinstance(effect, CallHuman) for effect in effects)
            state, more = self.turns.advance(state, events.Received(now, "photo", shown))
            effects = post.as_one(effects, beside_human(more) if human else more, asks=not human)
        self.turns.ask_about_pictures(db, talk, state, letter, now)
        if trust != "full":
            if post.is_personal(effects):
                state, effects = self.turns.advance(before, events.Withheld(now))
            effects = self._without_personal(state, effects, now)
        state, effects = self._with_awards(db, talk, state, effects, now)
        return state, event, effects

    def _with_awards(
        self, db: Connection, talk: Talk, state: State, effects: Sequence[Effect], now: datetime
    ) -> tuple[State, tuple[Effect, ...]]:
        """The same answer, which tells of awards that wait for this mailbox as well: one mail for each turn."""
        if state.at and not any(isinstance(effect, Erase | Join) for effect in effects):
            for facts in self.turns.awards_for(db, talk, talk.address.external_id):
                state, more = self.turns.advance(state, events.Invited(now, {**facts, "language": state.language}))
                effects = post.as_one(effects, more)
        return state, tuple(effects)

    def _without_personal(self, state: State, effects: Sequence[Effect], now: datetime) -> tuple[Effect, ...]:
        """The same, in the words for somebody of whom nothing was proven."""
        if not state.at:
            return tuple(effects)
        personal = (*(name for name in self.turns.flows.lasting if name != "login"), "award_mail_shown", "holder")
        bare = state.but(facts={name: fact for name, fact in state.facts.items() if name not in personal})
        return post.without(effects, facts_of(self.turns.flows, state, now), facts_of(self.turns.flows, bare, now))
