"""The desk: a place where staff are told who waits for them, read what those say, and answer, each in a thread.

Who has the word in a conversation is known by `Turns`; here stands what staff get to see of it, and what they may do.
What they write reaches a learner only from the thread of a notice about that learner, while a human has the word.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import structlog
from sqlalchemy import Connection

from bot.conversation.effects import Part
from bot.conversation.events import Fact
from bot.conversation.nodes import Message, Nodes, Span, dump
from bot.conversation.understanding import clean
from bot.ports import Address, Heard, StaffSaid
from bot.store import audit, conversations, notices
from bot.store.conversations import Talk

if TYPE_CHECKING:
    from bot.turns import Turns

log = structlog.get_logger()

NOTICES_IN = "nl"

LONGEST_ANSWER = 3000
"""Characters of one answer: with who wrote it, every channel carries that in one message."""

LONGEST_NAME = 60

TICKS = ("✅", "✔", "✔️", "☑", "☑️", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:")
"""An answer that is nothing but this gives the word back."""

NotSaid = Literal["", "handed_back", "erased", "shut_out", "too_long", "no_words"]


class Desk:
    """Staff at one place of a channel."""

    def __init__(self, turns: Turns, place: Address) -> None:
        self.turns = turns
        self.place = place

    # Out

    def call(self, db: Connection, talk: Talk, facts: dict[str, Fact], now: datetime, *, anew: bool) -> None:
        """Staff are told that somebody waits; not `anew`, only where no thread is open about this learner."""
        if not anew and notices.newest(db, talk.learner, self.place) is not None:
            return
        notice = notices.begin(db, talk.learner, self.place, now)
        told = self.turns.nodes((Part("common.staff_notice", facts), Part("common.staff_how")), NOTICES_IN)
        self._owe(db, talk.learner, notice, told, now, begins=True)

    def pass_on(self, db: Connection, talk: Talk, body: str, now: datetime) -> None:
        """What the learner says goes to the thread about them, as it is kept."""
        said = self.turns.nodes((Part("common.staff_learner"),), NOTICES_IN)
        self._tell(db, talk.learner, (*said, Span("\n"), Span(body)), now)

    def answered_elsewhere(self, db: Connection, talk: Talk, author: str, text: str, now: datetime) -> None:
        """Whoever reads the thread sees what a colleague answered by another way."""
        says = self.turns.nodes((Part("common.staff_says", {"author": author}),), NOTICES_IN)
        self._tell(db, talk.learner, (*says, Span("\n"), Span(clean(text))), now)

    def taken(self, db: Connection, talk: Talk, author: str, now: datetime) -> None:
        """Whoever reads the thread sees that a colleague has the word."""
        self._tell(
            db, talk.learner, self.turns.nodes((Part("common.staff_taken", {"author": author}),), NOTICES_IN), now
        )

    def handed_back(self, db: Connection, talk: Talk, now: datetime, by: Literal["learner", "staff"]) -> None:
        """Whoever reads the thread sees that the guide has the word again."""
        self._tell(db, talk.learner, self.turns.nodes((Part(f"common.staff_back_{by}"),), NOTICES_IN), now)

    def not_delivered(self, db: Connection, learner: int, now: datetime) -> None:
        """Whoever wrote to the learner sees that it did not arrive."""
        self._tell(db, learner, self.turns.nodes((Part("common.staff_not_delivered"),), NOTICES_IN), now)

    def _tell(self, db: Connection, learner: int, nodes: Nodes, now: datetime, notice: int | None = None) -> None:
        notice = notice or notices.newest(db, learner, self.place)
        if notice is not None:
            self._owe(db, learner, notice, nodes, now)

    def _owe(
        self, db: Connection, learner: int, notice: int, nodes: Nodes, now: datetime, *, begins: bool = False
    ) -> None:
        payload = {"to": asdict(self.place), "body": dump(nodes), "notice": notice, "begins": begins}
        notices.owe(db, learner, payload, now)

    # In

    def hear(self, db: Connection, said: Heard, what: StaffSaid, now: datetime) -> Message | None:
        """Staff answer a learner, or give the word back. What comes back tells the one who did why it came to nothing.

        Raises NewerState.
        """
        place = replace(self.place, thread=said.address.thread)
        if (said.address.channel, said.address.external_id) != (place.channel, place.external_id):
            return None
        if place.workspace not in ("", said.address.workspace):
            return None
        notice = notices.in_thread(db, place, said.address.thread)
        if notice is None:
            return None  # a talk among staff
        talk = conversations.of_learner(db, notice.learner_id) if notice.learner_id is not None else None
        why: NotSaid = "erased"
        if talk is not None:
            why = self._give_back(db, talk, what, now) if _is_tick(what) else self._answer(db, talk, what, now)
        log.info("staff.heard", talk=talk.token if talk else "", by=what.by, outcome=why or "done")
        if not why and (_is_tick(what) or not what.files):
            return None
        told = self.turns.nodes((Part(f"common.staff_not_{why or 'the_file'}"),), NOTICES_IN)
        if talk is None:
            return Message(told)
        self._tell(db, talk.learner, told, now, notice.id)
        return None

    def _give_back(self, db: Connection, talk: Talk, what: StaffSaid, now: datetime) -> NotSaid:
        """A mark may come from several of them, and from one who is told so already; words want an answer."""
        if self.turns.hand_back(db, talk.learner, now):
            self._account(db, talk, what, "conversation.hand_back", now)
            return ""
        return "" if what.done else "handed_back"

    def _answer(self, db: Connection, talk: Talk, what: StaffSaid, now: datetime) -> NotSaid:
        text = clean(what.text).strip()
        if not talk.owner:
            return "handed_back"
        if not text:
            return "no_words"
        if len(text) > LONGEST_ANSWER:
            return "too_long"
        author = " ".join(clean(what.author).split())[:LONGEST_NAME]
        author = author or self.turns.flows.texts.label("common.staff_nameless", "", talk.language)
        refused = self.turns.reply(db, talk.learner, author, text, now, at_desk=True)
        if not refused:
            self._account(db, talk, what, "conversation.reply", now)
        return refused

    def _account(self, db: Connection, talk: Talk, what: StaffSaid, action: str, now: datetime) -> None:
        audit.note(db, now, f"{audit.SLACK}:{what.by}", action, talk.token)


def _is_tick(what: StaffSaid) -> bool:
    return what.done or what.text.strip() in TICKS
