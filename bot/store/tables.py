"""Every table on one page.

Moments are aware and in UTC; ids of rows that may be deleted are never used again. What a column is for is said
where its name does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC: `timestamptz` on PostgreSQL, whole microseconds since 1970 on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None] | None:
        return _microseconds if dialect.name == "sqlite" else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _moment if dialect.name == "sqlite" else _in_utc


def _microseconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    since = moment - _ZERO
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else _ZERO + timedelta(microseconds=stored)


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A JSON value, as compact text: read and written whole, never searched."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        return _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        return _read


def _written(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _read(stored: str | None) -> Any:
    return None if stored is None else orjson.loads(stored)


Term = String(60).with_variant(String(60, collation="C"), "postgresql")
"""What is looked for by how it begins: in the order of its letters' numbers on either database."""

Id = BigInteger().with_variant(Integer, "sqlite")


def id_of(text: str) -> int | None:
    """The id that was written so from outside; None for what is none, or is larger than any that a database takes."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _learner(*, nullable: bool = False, ondelete: str = "CASCADE", primary_key: bool = False) -> Column[int]:
    return Column(
        "learner_id",
        Id,
        ForeignKey("learners.id", ondelete=ondelete),
        nullable=nullable,
        primary_key=primary_key,
        autoincrement=False,
    )


learners = Table(
    "learners",
    metadata,
    _id(),
    Column("token", String(32), nullable=False, unique=True),  # the conversation's name outside and in logs
    Column("language", String(2), nullable=False),
    Column("state", Json),
    Column("owner", String(120)),  # the human who has the word; null: the bot
    Column("waiting_since", Moment),  # asked for a human
    Column("heard_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("inbound_tat", Float, nullable=False, server_default="0"),  # how fast they may speak: see turns
    Column("hushed", Boolean, nullable=False, server_default=text("false")),
    Column("behind", Integer, nullable=False, server_default="0"),  # events kept for a newer program
    Column("leaving", Boolean, nullable=False, server_default=text("false")),  # erased; gone after the last words
    # What the desk looks for, out of the state: see `Turns.place`
    Column("step", String(80)),  # the pending question
    Column("since", Moment),  # at that question
    Column("milestone", String(20)),  # the first that is still open; null: none is, or nothing was said yet
    Column("institution", String(120)),
    Column("deadline", Date),  # of what is still to be claimed
    Column("misses", SmallInteger, nullable=False, server_default="0"),  # not understood, in a row
    Column("ended", Boolean, nullable=False, server_default=text("false")),  # every award is where it should be
    Index(None, "heard_at"),
    Index(
        "ix_learners_owned",
        "owner",
        postgresql_where=text("owner IS NOT NULL"),
        sqlite_where=text("owner IS NOT NULL"),
    ),
    Index(
        "ix_learners_leaving",
        "id",
        postgresql_where=text("leaving"),
        sqlite_where=text("leaving"),
    ),
    Index(
        None,
        "waiting_since",
        postgresql_where=text("waiting_since IS NOT NULL"),
        sqlite_where=text("waiting_since IS NOT NULL"),
    ),
    Index(
        None,
        "institution",
        "heard_at",
        postgresql_where=text("institution IS NOT NULL"),
        sqlite_where=text("institution IS NOT NULL"),
    ),
    Index(None, "since", postgresql_where=text("NOT ended"), sqlite_where=text("NOT ended")),
    Index(
        "ix_learners_deadline",
        "deadline",
        postgresql_where=text("deadline IS NOT NULL AND NOT ended"),
        sqlite_where=text("deadline IS NOT NULL AND NOT ended"),
    ),
    Index(
        "ix_learners_missed",
        "heard_at",
        postgresql_where=text("misses >= 2"),
        sqlite_where=text("misses >= 2"),
    ),
    Index("ix_learners_ended", "heard_at", postgresql_where=text("ended"), sqlite_where=text("ended")),
    Index(
        "ix_learners_milestone",
        "milestone",
        "heard_at",
        "institution",
        postgresql_where=text("NOT ended"),
        sqlite_where=text("NOT ended"),
    ),
    sqlite_autoincrement=True,
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    _learner(),
    Column("channel", String(20), nullable=False),
    Column("workspace", String(80), nullable=False, server_default=""),
    Column("external_id", String(200), nullable=False),
    Column("proven_at", Moment),
    Column("blocked_at", Moment),
    Column("used_at", Moment),
    Column("account", String(80)),  # whose it is as the channel tells, masked: shown before a login
    UniqueConstraint("channel", "workspace", "external_id"),
    Index(None, "learner_id"),
    sqlite_autoincrement=True,
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _learner(),
    Column("direction", String(4), nullable=False),  # in, out, card, note
    Column("body", Json, nullable=False),  # nodes
    Column("buttons", Json),
    Column("language", String(2)),  # of what we said
    Column("at", Moment, nullable=False),
    Column(
        "delivery", String(10), nullable=False
    ),  # heard, ignored, owed, sent, maybe, failed, cancelled; kept: a note
    Column("provider_id", String(120)),
    Column("address_id", Id),
    Column("author", String(120)),  # the member of staff who wrote it; null: the learner or the bot
    Index(None, "learner_id", "id"),
    Index(
        "uq_messages_card",
        "learner_id",
        unique=True,
        postgresql_where=text("direction = 'card'"),
        sqlite_where=text("direction = 'card'"),
    ),
    sqlite_autoincrement=True,
)

heard = Table(
    "heard",
    metadata,
    Column("key", String(64), primary_key=True),  # of the event's key, see conversations.key_of
    Column("at", Moment, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("learner_id", Id),
    Column("raw", LargeBinary),  # the event, sealed, while it must be heard again
    Column("error", Text),
    Column("why", String(10)),  # bug, newer
    Index(None, "at"),
    Index(
        "ix_heard_set_aside",
        "at",
        postgresql_where=text("raw IS NOT NULL"),
        sqlite_where=text("raw IS NOT NULL"),
    ),
    Index(
        "ix_heard_behind",
        "learner_id",
        "at",
        postgresql_where=text("why = 'newer'"),
        sqlite_where=text("why = 'newer'"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _learner(),
    Column("address_id", Id),  # no foreign keys: they would cost every turn indexes, and all go with the learner
    Column("message_id", Id),
    Column("kind", String(10), nullable=False),  # message, card, picture, request, alarm, nobody, news, notice, desk
    Column("payload", Json),
    Column("due", Moment, nullable=False),
    Column("priority", SmallInteger, nullable=False),  # 0 replies, 5 reminders, 9 bulk
    Column("key", String(80), unique=True),  # what is owed under one key is owed once
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sending_since", Moment),  # taken, and perhaps on its way
    Column("counted", BigInteger),  # the highest number its channel had given before that, where it counts messages
    Column("outcome", String(10)),  # sent, maybe, refused, gave_up, cancelled, done, set_aside; null: still owed
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    Index(None, "learner_id"),
    Index(
        "ix_outbox_owed",
        "learner_id",
        "due",
        "priority",
        "id",
        postgresql_where=text("outcome IS NULL"),
        sqlite_where=text("outcome IS NULL"),
    ),
    Index(
        "ix_outbox_bulk",
        "id",
        postgresql_where=text("outcome IS NULL AND priority = 9"),
        sqlite_where=text("outcome IS NULL AND priority = 9"),
    ),
    Index("ix_outbox_due", "due", postgresql_where=text("outcome IS NULL"), sqlite_where=text("outcome IS NULL")),
    Index(None, "done_at", postgresql_where=text("outcome IS NOT NULL"), sqlite_where=text("outcome IS NOT NULL")),
    Index(
        "ix_outbox_failed",
        "id",
        postgresql_where=text("outcome IN ('refused', 'gave_up')"),
        sqlite_where=text("outcome IN ('refused', 'gave_up')"),
    ),
    Index(
        "ix_outbox_set_aside",
        "done_at",
        postgresql_where=text("outcome = 'set_aside'"),
        sqlite_where=text("outcome = 'set_aside'"),
    ),
    sqlite_autoincrement=True,
)

lanes = Table(
    "lanes",
    metadata,
    _learner(primary_key=True),
    Column("ready_at", Moment),  # null: nothing owed; with a token: when the lease runs out
    Column("token", String(32)),
    Column("priority", SmallInteger, nullable=False, server_default="0"),
    Column("chat_tat", Float),  # how fast this conversation may be spoken to: see outbox
    Index(
        None,
        "ready_at",
        postgresql_where=text("ready_at IS NOT NULL"),
        sqlite_where=text("ready_at IS NOT NULL"),
    ),
)

limits = Table(
    "limits",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("tat", Float, nullable=False),
)

awards = Table(
    "awards",
    metadata,
    _id(),
    _learner(nullable=True, ondelete="SET NULL"),
    Column("badge", String(200), nullable=False),
    Column("institution", String(200)),
    Column("kind", String(12)),  # personal, institution
    Column("address", String(320)),
    Column("eppn", String(320)),
    Column("deadline", Date),
    Column("status", String(20), nullable=False, server_default="open"),
    Column("source", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("batch_id", Id),  # no foreign key: a batch goes after its awards, a few at a time
    Column("key", String(32)),  # of badge and whom it is for: one award waits for each
    Column("file_row", Integer),  # where it stands in the file of its batch
    Column("assumed", Boolean, nullable=False, server_default=text("false")),  # nobody told the deadline
    Column("invited_at", Moment),
    Column("flag", String(10)),  # not_me, erased, failed: why nobody is written to about it
    Column("mail", String(60)),  # owed, sent, refused: why, gone, complained, unsubscribed; null: no campaign wrote
    Index(None, "learner_id"),
    Index(None, "deadline"),
    Index(None, "batch_id", "id"),
    Index(None, "batch_id", "institution"),
    Index(None, "badge"),
    Index(None, "key"),
    Index(None, "address"),
    sqlite_autoincrement=True,
)

batches = Table(
    "batches",
    metadata,
    _id(),
    Column("name", String(120), nullable=False),  # of the file
    Column("state", String(10), nullable=False),  # staging, open, void: its awards are there once it is open
    Column("language", String(2)),  # of its learners, where that was told
    Column("created_at", Moment, nullable=False),
    Column("found", Json, nullable=False),  # how many rows were new, known, changed, refused; of the first why
    Column("campaign", String(10)),  # running, paused, cancelled, done; null: nobody was written to
    Column("campaign_at", Moment),  # since when it is so
    Column("campaign_why", String(80)),  # it paused itself: how the mail server refuses us
    Column("written_to", Id, nullable=False, server_default="0"),  # the number of the last award that was looked at
    Index(None, "state"),
    Index(None, "created_at"),
    Index(
        "ix_batches_running",
        "id",
        postgresql_where=text("campaign = 'running'"),
        sqlite_where=text("campaign = 'running'"),
    ),
    sqlite_autoincrement=True,
)

amendments = Table(
    "amendments",
    metadata,
    _id(),
    Column("batch_id", Id, nullable=False),  # what it is to change is there once this is open
    Column("award_id", Id, nullable=False),
    Column("change", Json, nullable=False),  # columns of the award, as they are to be
    Index(None, "batch_id", "id"),
    sqlite_autoincrement=True,
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("purpose", String(12), nullable=False),  # award, invitation, continue, passage
    Column("award_id", Id, ForeignKey("awards.id", ondelete="CASCADE")),
    Column("facts", Json, nullable=False),
    Column("once", Boolean, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id),
    Column("expires_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("learner_id", Id),  # whose conversation goes on by it; goes with them, without a foreign key as in outbox
    Column("sealed", LargeBinary),  # the word, while it may be told again
    Column("code", String(32)),  # mark of the six digits that do the same
    Index(None, "award_id"),
    Index(None, "used_by"),
    Index(None, "expires_at", postgresql_where=text("once"), sqlite_where=text("once")),
    Index(
        None,
        "learner_id",
        postgresql_where=text("learner_id IS NOT NULL"),
        sqlite_where=text("learner_id IS NOT NULL"),
    ),
    Index(None, "code", postgresql_where=text("code IS NOT NULL"), sqlite_where=text("code IS NOT NULL")),
)

logins = Table(
    "logins",
    metadata,
    _id(),
    _learner(),
    Column("address_id", Id, nullable=False),  # the chat it was made for
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("status", String(10), nullable=False),  # offered, begun, away, returned, used, void
    Column("trust", String(120), nullable=False, server_default=""),  # the acr value that is asked for
    Column("browser", String(64)),  # hash of the cookie of the browser it goes on in
    Column("state_hash", String(64), unique=True),  # of the state the provider has to bring back
    Column("word_hash", String(64), unique=True),  # of the word that brings it back to the chat
    Column("code", String(32)),  # mark of the six digits that do
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sealed", LargeBinary),  # the attempt, then what it proved
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "learner_id"),
    Index(None, "browser", postgresql_where=text("browser IS NOT NULL"), sqlite_where=text("browser IS NOT NULL")),
    Index(None, "expires_at"),
    sqlite_autoincrement=True,
)

persons = Table(
    "persons",
    metadata,
    _learner(primary_key=True),
    Column("subject", String(32), nullable=False),  # mark of who they are at eduID
    Column("proven_at", Moment, nullable=False),
    Index(None, "subject"),
)

joins = Table(
    "joins",
    metadata,
    _id(),
    Column("address_id", Id, ForeignKey("addresses.id", ondelete="CASCADE"), nullable=False),
    Column("from_learner", Id, ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("to_learner", Id, ForeignKey("learners.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    Column("told_at", Moment),  # when it was said in a mail that the conversation goes on elsewhere too
    Column("awards", Json),  # the ids of those that came along
    Index(None, "address_id"),
    Index(None, "from_learner"),
    Index(None, "to_learner"),
    sqlite_autoincrement=True,
)

pictures = Table(
    "pictures",
    metadata,
    _id(),
    _learner(),
    Column("name", String(120), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the picture; while it was not fetched, the channel's name of it
    Column("fetched", Boolean, nullable=False),
    Column("agreed_at", Moment),  # null: the learner was asked whether it may be kept
    Column("expires_at", Moment, nullable=False),
    Index(None, "learner_id"),
    Index(None, "expires_at"),
    sqlite_autoincrement=True,
)

threads = Table(
    "threads",
    metadata,
    Column("address_id", Id, ForeignKey("addresses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("subject", String(200), nullable=False),
    Column("answers", Json, nullable=False),  # the ids that the next letter answers, the oldest first
)

notices = Table(
    "notices",
    metadata,
    _id(),
    _learner(nullable=True, ondelete="SET NULL"),  # null: forgotten
    Column("channel", String(20), nullable=False),  # where staff got it
    Column("workspace", String(80), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("thread", String(120)),  # the channel's id of it, by which its thread is known; null: not sent yet
    Column("at", Moment, nullable=False),
    Index(None, "learner_id"),
    Index(None, "thread"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("mailbox", String(32), primary_key=True),  # mark of the mailbox
    Column("why", String(12), nullable=False),  # gone, full, complained, unsubscribed, not_me, erased
    Column("score", Float, nullable=False, server_default="0"),  # of what may pass
    Column("until", Moment),  # null: for ever
    Column("at", Moment, nullable=False),
)

installations = Table(
    "installations",
    metadata,
    Column("workspace", String(80), primary_key=True),  # or a whole organisation, where it let us in as one
    Column("organisation", String(80)),
    Column("sealed", LargeBinary),  # the token, and what renews it; null: removed
    Column("expires_at", Moment),  # null: never
    Column("renewing_until", Moment),  # one process has the renewal to itself
    Column("installed_at", Moment, nullable=False),
    Column("removed_at", Moment),  # while some of its addresses are still open
)

installs = Table(
    "installs",
    metadata,
    Column("state_hash", String(64), primary_key=True),  # of the word that the browser has to bring back
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

events = Table(
    "events",
    metadata,
    _id(),
    _learner(nullable=True, ondelete="SET NULL"),
    Column("award", Integer, nullable=False),  # which of this learner's awards, from 0
    Column("what", String(12), nullable=False),  # began, reached, ticked, problem, stopped, why, human, rated
    Column("detail", String(80), nullable=False, server_default=""),  # the flow, milestone, cure, reason or answer
    Column("at", Moment, nullable=False),
    Column("journey", String(32), nullable=False),  # the same for all events of one journey; tells nothing else
    Column("channel", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("institution", String(120), nullable=False, server_default=""),
    Column("way", String(12), nullable=False, server_default=""),  # personal, institution, requested
    Column("deadline", Date),  # the last day, where it was told by then
    UniqueConstraint("journey", "what", "detail"),
    Index(None, "learner_id"),
    Index(None, "at"),
    Index(
        "ix_events_problems",
        "at",
        "detail",
        postgresql_where=text("what = 'problem'"),
        sqlite_where=text("what = 'problem'"),
    ),
    sqlite_autoincrement=True,
)

# The desk

staff = Table(
    "staff",
    metadata,
    _id(),
    Column("email", String(320), nullable=False, unique=True),  # in small letters
    Column("name", String(60), nullable=False),  # as learners see it
    Column("role", String(10), nullable=False),  # viewer, agent, lead, admin, auditor
    Column("institutions", Json),  # the names of those whose learners they may see; null: all
    Column("issuer", String(300)),  # with the subject: who they are at the provider, from the first login on
    Column("subject", String(320)),
    Column(
        "by_claim", Boolean, nullable=False, server_default=text("false")
    ),  # not invited: the provider tells the role
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment),
    Column("removed_at", Moment),
    UniqueConstraint("issuer", "subject"),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("proven_at", Moment, nullable=False),  # when they last showed their provider who they are
    Column("browser", String(80), nullable=False),  # as it calls itself, for the list of sessions
    Index(None, "staff_id"),
    Index(None, "used_at"),
)

staff_logins = Table(
    "staff_logins",
    metadata,
    Column("state_hash", String(64), primary_key=True),  # of the state the provider has to bring back
    Column("browser", String(64), nullable=False),  # hash of the cookie of the browser it goes on in
    Column("sealed", LargeBinary, nullable=False),  # the attempt, and the page it leads back to
    Column("expires_at", Moment, nullable=False),
    Index(None, "expires_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # without a gap
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),  # "staff:3", "command", "slack:U1"
    Column("action", String(40), nullable=False),
    Column("conversation", String(32), nullable=False, server_default=""),  # its token, which outlives the learner
    Column("detail", Json),  # names nobody
    Column("hash", String(64), nullable=False),  # of this row and the one before it
    Index(None, "at"),
    Index(None, "actor", "id"),
    Index(None, "action", "id"),
    Index(None, "conversation", "id"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),  # 1
    Column("last_id", Id, nullable=False),
    Column("hash", String(64), nullable=False),  # of the last row
    Column("kept_from", Id, nullable=False),  # the first row that is not past its time
    Column("before", String(64), nullable=False),  # the hash of the row before that
)

labels = Table(
    "labels",
    metadata,
    _id(),
    Column("name", String(40), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

labelled = Table(
    "labelled",
    metadata,
    _learner(primary_key=True),
    Column("label_id", Id, ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Index(None, "label_id"),
)

replies = Table(
    "replies",
    metadata,
    _id(),
    Column("name", String(60), nullable=False, unique=True),
    Column("nl", Text, nullable=False),
    Column("en", Text, nullable=False),
    sqlite_autoincrement=True,
)

cases = Table(
    "cases",
    metadata,
    _learner(primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="SET NULL")),  # whose it is
    Column("snoozed_until", Moment),
    Index(None, "staff_id"),
    Index(
        None,
        "snoozed_until",
        postgresql_where=text("snoozed_until IS NOT NULL"),
        sqlite_where=text("snoozed_until IS NOT NULL"),
    ),
)

looking = Table(
    "looking",
    metadata,
    _learner(primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("until", Moment, nullable=False),  # a heartbeat puts it off
    Column("types_until", Moment),
    Index(None, "staff_id"),
)

terms = Table(
    "terms",
    metadata,
    Column("term", Term, primary_key=True),  # as it is searched for: in small letters, without accents
    Column("kind", String(6), primary_key=True),  # text, person: by whom it may be found
    _learner(primary_key=True),
    Index(None, "learner_id"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("at", Id, nullable=False),  # the number of the row that was looked at last
)

tallies = Table(
    "tallies",
    metadata,
    Column("by", SmallInteger, primary_key=True, autoincrement=False),  # 1, 2, 4, 8 added: which of the four it tells
    Column("day", Date, primary_key=True),  # on which these journeys began
    Column("channel", String(20), primary_key=True),  # "": all of them, as of the other three
    Column("language", String(2), primary_key=True),
    Column("institution", String(120), primary_key=True),
    Column("way", String(12), primary_key=True),
    Column("begun", Integer, nullable=False),
    Column("of", Json, nullable=False),  # how many have each mark
    Column("spent", Json, nullable=False),  # how many were how long at which step
    Index(None, "day"),
)

outages = Table(
    "outages",
    metadata,
    _id(),
    Column("scope", String(80), nullable=False),  # a flow, or a step of one
    Column("nl", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("until", Moment),  # as far as is known
    Column("over_at", Moment),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="SET NULL")),
    sqlite_autoincrement=True,
)

warned = Table(
    "warned",
    metadata,
    Column("outage_id", Id, ForeignKey("outages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _learner(primary_key=True),  # who met it, and is told when it is over
    Index(None, "learner_id"),
)
