"""Letters that leave: what one is beside its words, which messages go in it, and whether it may leave at all.

Only channels that carry letters ask for this; what others send does not pass here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.conversation.engine import command_option, facts_of
from bot.conversation.events import Fact
from bot.conversation.nodes import BESIDE, Button, Message, Nodes, Span
from bot.conversation.state import NewerState, State
from bot.conversation.texts import LANGUAGES, languages_of
from bot.ports import LONGEST_SUBJECT, Bounced, Letter, LetterKind, Thread
from bot.store import conversations, outbox, suppressions, threads
from bot.store.conversations import stored_message
from bot.store.outbox import Job
from bot.store.tables import learners, messages
from bot.store.tables import outbox as rows
from bot.turns import Turns

ASKED_WITHIN = timedelta(hours=1)
"""What is owed so soon after a word of theirs answers it; anything else comes unasked."""

ALWAYS = ("human", "language", "stop")
"""The commands at the foot of every letter of the bot; help stands among the buttons of a question."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that may leave. `rows`: what is done with it, as ids of the outbox and of its messages."""

    message: Message
    letter: Letter
    rows: tuple[tuple[int, int], ...]


class Outgoing:
    """Makes letters of what is owed."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.box = turns.box

    def ready(self, db: Connection, job: Job, now: datetime) -> Ready | str:
        """The letter that this row and those of the same turn behind it make; or why none may leave."""
        assert job.to is not None
        assert job.address_id is not None
        owed = self._together(db, job)
        if not owed:
            return "gone"
        last = owed[-1]
        leaving = bool(db.execute(select(learners.c.leaving).where(learners.c.id == job.learner)).scalar())
        kind = self._kind(db, job, last, now, leaving=leaving)
        asked = kind in ("answer", "staff")
        if why := suppressions.why_not(db, self.box, job.to.external_id, now, asked=asked):
            return why
        language = last.language if last.language in LANGUAGES else LANGUAGES[0]
        facts = self._facts(db, job.learner, now)
        thread = Thread() if kind == "guide" else threads.of(db, job.address_id)
        if not thread.subject:
            thread = Thread(self._subject(language, facts), thread.answers)
        institution = facts.get("institution", "")
        letter = Letter(
            number=last.message_id,
            talk=job.learner,
            language=language,
            kind=kind,
            thread=thread,
            progress=() if kind in ("guide", "staff") else self._progress(db, job.learner),
            institution=institution if isinstance(institution, str) and institution != "unknown" else "",
            go="" if leaving else self.turns.go_link(db, job.learner, now),
        )
        message = self.turns.in_letter(self._message(owed, kind, language, last=leaving), letter.go)
        return Ready(message, letter, tuple((row.id, row.message_id) for row in owed))

    def left(self, db: Connection, job: Job, ready: Ready | None, id: str, now: datetime) -> None:
        """Note that a letter with this id was accepted: its thread goes on from it, and the mailbox got one more.

        `ready` None: it left before a kill, and only its id is known.
        """
        assert job.to is not None
        assert job.address_id is not None
        suppressions.count(db, self.box, job.to.external_id, now)
        if ready is None:
            made = self.ready(db, job, now)
            if isinstance(made, str):
                return  # the gate is shut by now: no other letter goes on from this one
            ready = made
        threads.sent(db, job.address_id, ready.letter.thread, id)
        for row, message in ready.rows[1:]:
            db.execute(
                rows.update()
                .where(rows.c.id == row, rows.c.outcome.is_(None))
                .values(outcome="sent", done_at=now, key=None, payload=None)
            )
            db.execute(messages.update().where(messages.c.id == message).values(delivery="sent", provider_id=id))

    def bounced(self, db: Connection, job: Job, now: datetime) -> None:
        """The mailbox does not exist, as the first server on the way knew already."""
        assert job.to is not None
        suppressions.bounced(db, self.box, Bounced(job.to.external_id, "gone"), now)

    def _together(self, db: Connection, job: Job) -> list[Any]:
        """What one turn owes this address by the bot, from this row on, or this row alone when a human wrote it."""
        wanted = (
            select(rows.c.id, rows.c.message_id, rows.c.priority, rows.c.payload, rows.c.created_at)
            .add_columns(messages.c.body, messages.c.buttons, messages.c.language, messages.c.author)
            .join(messages, messages.c.id == rows.c.message_id)
            .where(
                rows.c.learner_id == job.learner,
                rows.c.outcome.is_(None),
                rows.c.kind == "message",
                rows.c.address_id == job.address_id,
                rows.c.created_at == job.created_at,
                or_(rows.c.id == job.id, rows.c.sending_since.is_(None)),
                rows.c.id >= job.id,
            )
            .order_by(rows.c.id)
        )
        found = db.execute(wanted).all()
        if not found or found[0].id != job.id:
            return []
        first = found[0]
        alike = [row for row in found if (row.author, row.priority) == (first.author, first.priority)]
        return [first] if first.author else alike

    def _kind(self, db: Connection, job: Job, row: Any, now: datetime, *, leaving: bool) -> LetterKind:
        if row.author:
            return "staff"
        if row.priority >= outbox.BULK:
            return "guide"
        if row.priority >= outbox.REMINDER:
            return "reminder"
        if leaving:
            return "answer"  # the last word, to somebody who asked for it; what they said is gone
        heard = db.execute(
            select(messages.c.at)
            .where(
                messages.c.learner_id == job.learner,
                messages.c.direction == "in",
                messages.c.address_id == job.address_id,
            )
            .order_by(messages.c.id.desc())
            .limit(1)
        ).scalar()
        return "answer" if heard and job.created_at - heard <= ASKED_WITHIN else "reminder"

    def _message(self, owed: list[Any], kind: LetterKind, language: str, *, last: bool) -> Message:
        """All words, and what the last of them asks. `last`: nothing is left that could go on."""
        kept = [stored_message(row.body, row.buttons) for row in owed]
        return self._whole(kept, kind, language, last=last)

    def guide(self, message: Message, facts: Mapping[str, Fact], language: str) -> tuple[Message, Letter]:
        """The first letter about an award as it would be, in nobody's conversation yet."""
        institution = facts.get("institution", "")
        letter = Letter(
            number=0,
            talk=0,
            language=language,
            kind="guide",
            thread=Thread(self._subject(language, facts)),
            institution=institution if isinstance(institution, str) else "",
            go=self.turns.go("voorbeeld") if self.turns.go else "",
        )
        return self.turns.in_letter(self._whole([message], "guide", language), letter.go), letter

    def _whole(self, kept: Sequence[Message], kind: LetterKind, language: str, *, last: bool = False) -> Message:
        """These messages as one; beneath it what can always be said, but not under the last word."""
        nodes: Nodes = ()
        for one in kept:
            nodes = (*nodes, *([Span("\n\n")] if nodes else []), *one.nodes)
        if last:
            return Message(nodes)
        buttons = next((one.buttons for one in reversed(kept) if one.buttons), ())
        has = {button.value for button in buttons}
        label = self.turns.flows.texts.label
        always = ("bot",) if kind == "staff" else ALWAYS
        more = (command_option(name) for name in always)
        languages = languages_of(nodes, language)
        added = tuple(
            Button(BESIDE.join(label(one.text, one.label, each) for each in languages), one.value, "command")
            for one in more
            if one.value not in has
        )
        return Message(nodes, (*buttons, *added))

    def _facts(self, db: Connection, learner: int, now: datetime) -> dict[str, Fact]:
        stored = db.execute(select(learners.c.state).where(learners.c.id == learner)).scalar()
        if not stored:
            return {}
        try:
            return dict(facts_of(self.turns.flows, State.load(stored), now))
        except NewerState:
            return {}

    def _subject(self, language: str, facts: Mapping[str, Fact]) -> str:
        known = {"badge": facts.get("badge", "unknown")}
        nodes = self.turns.flows.texts.nodes("common.mail_subject", language, known)
        return "".join(span.text for span in nodes)[:LONGEST_SUBJECT]

    def _progress(self, db: Connection, learner: int) -> Nodes:
        return conversations.card(db, learner) or ()
