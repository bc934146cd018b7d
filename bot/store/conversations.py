"""Conversations: find, lock, save. Every function runs inside the caller's transaction."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select, text

from bot.conversation.nodes import Button, Message, Nodes, dump, load
from bot.ports import Address
from bot.store.database import deals_with
from bot.store.dialects import INSERTS
from bot.store.prepared import Adding, Coming, Prepared
from bot.store.tables import addresses, heard, learners, messages

ANYBODY = "staff"
"""Who has the word while a human was asked for and none came yet."""

if TYPE_CHECKING:
    from bot.store.outbox import FirstReply

_NUMBERS = re.compile(r"[a-z]+:(?:[0-9]+:)?([0-9]{1,14})")  # nothing that somebody wrote
_NUMBER, _NUMBERED = 16, "0000"
"""So long is a number at the beginning of a key that is kept, and so it begins."""

KEEP_USED = timedelta(minutes=1)
"""How old the note of the last word heard, and of an address's last use, may get: fewer writes of their indexes."""

LATELY = 60
"""So many messages are looked at to see how much was said lately."""

_NOTE = Prepared(
    {
        dialect: insert(heard)
        .values(key=bindparam("key"), at=bindparam("at"), channel=bindparam("channel"))
        .on_conflict_do_nothing()
        for dialect, insert in INSERTS.items()
    }
)
_TOLD = select(*(bindparam(column.name, type_=column.type) for column in (heard.c.key, heard.c.at, heard.c.channel)))
_KNOWN_WITHOUT_NUMBER = exists().where(
    heard.c.key >= bindparam("hash", type_=heard.c.key.type), heard.c.key < bindparam("end", type_=heard.c.key.type)
)
_NOTE_NUMBERED = Prepared(
    {
        dialect: insert(heard)
        .from_select(["key", "at", "channel"], _TOLD.where(~_KNOWN_WITHOUT_NUMBER), include_defaults=False)
        .on_conflict_do_nothing()
        for dialect, insert in INSERTS.items()
    }
)
_TALK = (
    addresses.c.id,
    addresses.c.learner_id,
    addresses.c.blocked_at,
    addresses.c.used_at,
    learners.c.token,
    learners.c.language,
    learners.c.state,
    learners.c.owner,
    learners.c.waiting_since,
    learners.c.inbound_tat,
    learners.c.hushed,
    learners.c.behind,
    learners.c.leaving,
    learners.c.heard_at,
)
# FOR NO KEY UPDATE: PostgreSQL looks at a learner's key again when a lane of theirs is written twice in one
# transaction, and a stronger lock than this would have the two wait for each other.
_FIND = Prepared(
    select(*_TALK)
    .join(learners, learners.c.id == addresses.c.learner_id)
    .where(
        addresses.c.channel == bindparam("channel"),
        addresses.c.workspace == bindparam("workspace"),
        addresses.c.external_id == bindparam("external_id"),
    )
    .with_for_update(of=learners, key_share=True)
)
_LOCK = Prepared(
    select(*_TALK, addresses.c.channel, addresses.c.workspace, addresses.c.external_id)
    .join(learners, learners.c.id == addresses.c.learner_id)
    .where(addresses.c.learner_id == bindparam("learner"))
    .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
    .limit(1)
    .with_for_update(of=learners, key_share=True)
)
_LOCK_ALONE = Prepared(
    select(learners.c.id).where(learners.c.id == bindparam("learner")).with_for_update(key_share=True)
)
_ADD_LEARNER = Adding(
    learners,
    ("token", "language", "created_at", "heard_at", "inbound_tat", "hushed", "behind"),
)
_ADD_ADDRESS = Prepared(
    {
        dialect: insert(addresses)
        .values(
            {
                name: bindparam(name)
                for name in ("learner_id", "channel", "workspace", "external_id", "used_at", "account")
            }
        )
        .on_conflict_do_nothing()
        .returning(addresses.c.id)
        for dialect, insert in INSERTS.items()
    }
)
_SAVES: dict[tuple[str, ...], Prepared] = {}  # by the columns that are saved
_OF_MESSAGE = ("learner_id", "direction", "body", "buttons", "at", "delivery", "address_id", "language", "author")
_ADD_MESSAGE = Adding(messages, _OF_MESSAGE)
_ADD_NAMED = Prepared(messages.insert(), ("id", *_OF_MESSAGE))
_IDS = Prepared(
    select(
        func.nextval("messages_id_seq").label("first"),
        func.nextval("messages_id_seq").label("second"),
        func.nextval("outbox_id_seq").label("owed"),
    )
)
"""On PostgreSQL: so nothing that is written need come back for its id."""
_SENT_AS = Prepared(
    select(messages.c.body)
    .where(messages.c.learner_id == bindparam("learner"), messages.c.provider_id == bindparam("provider_id"))
    .order_by(messages.c.id.desc())
    .limit(1)
)
"""Looked for from the newest on: nearly always it is the last, and no turn pays for an index of all."""
_USED = Prepared(addresses.update().where(addresses.c.id == bindparam("address")), ("used_at",))
_CARD = Prepared(
    {
        dialect: insert(messages)
        .values({name: bindparam(name) for name in ("learner_id", "direction", "body", "at", "delivery", "address_id")})
        .on_conflict_do_update(
            index_elements=[messages.c.learner_id],
            index_where=text("direction = 'card'"),  # a parameter would not match once the statement is prepared
            set_={
                "body": bindparam("new_body", type_=messages.c.body.type),
                "at": bindparam("new_at", type_=messages.c.at.type),
            },
        )
        .returning(messages.c.id)
        for dialect, insert in INSERTS.items()
    }
)


@dataclass(slots=True)
class Talk:
    """A conversation, locked for this transaction, and the address it goes on at."""

    learner: int
    token: str
    address_id: int
    address: Address
    language: str
    stored: Mapping[str, Any] | None
    owner: str | None
    waiting_since: datetime | None
    blocked_at: datetime | None
    inbound_tat: float
    hushed: bool
    behind: int
    leaving: bool = False
    new: bool = False
    bulk: bool = False  # what is told in this turn waits behind everything else
    heard_at: datetime | None = None
    first: FirstReply | None = None  # where the reply of this turn can be sent at once
    ids: list[int] = field(default_factory=list)  # drawn for the messages that this turn keeps first, in their order
    owed: int | None = None  # drawn for the first row that it owes
    counted: int = 0  # the highest number its channel had given when this was heard, where it counts messages


def key_of(key: str) -> str:
    """What is kept of the key of an event: 64 hexadecimal digits, which say nothing but its number.

    Keys of a channel's name and numbers alone, as Telegram's are, stand in the order of the last: what is heard now
    stands side by side, where hashes alone would be a page of the index each (docs/decisions/0035-keys-in-order.md).
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    if numbered := _NUMBERS.fullmatch(key):
        return f"{int(numbered[1]):0{_NUMBER}x}{digest[: 64 - _NUMBER]}"
    return digest


def note(db: Connection, key: str, channel: str, at: datetime) -> bool:
    """Note that this event was heard; False when it was heard before."""
    return _noted_soon(db, key, channel, at).changed == 1


def _noted_soon(db: Connection, key: str, channel: str, at: datetime) -> Coming:
    new = {"key": key, "at": at, "channel": channel}
    if not key.startswith(_NUMBERED):
        return _NOTE.soon(db, new)
    digest = key[_NUMBER:]  # alone, and longer, it is what was kept before
    return _NOTE_NUMBERED.soon(db, {**new, "hash": digest, "end": f"{digest}g"})


def noted(db: Connection, key: str) -> bool:
    """Was an event with this key heard?"""
    return db.execute(select(heard.c.key).where(heard.c.key == key_of(key))).first() is not None


def at_address(db: Connection, address: Address, language: str, now: datetime, account: str = "") -> Talk:
    """The conversation at this address, begun if there is none, locked until the transaction ends.

    `account`: whose address the channel says it is, masked.
    """
    return _at(db, address, language, now, account, _FIND.first(db, _where(address)))


def found_at(db: Connection, address: Address) -> Talk | None:
    """The conversation at this address, locked; None where nobody spoke yet."""
    row = _FIND.first(db, _where(address))
    return _talk(db, row, address) if row else None


def heard_first(
    db: Connection, key: str, address: Address, language: str, now: datetime, account: str = ""
) -> Talk | None:
    """Note an event, as `note` does, and what `at_address` gives, in one step; None for one that was heard before."""
    noted = _noted_soon(db, key, address.channel, now)
    found = _FIND.soon(db, _where(address))
    ids = _IDS.first(db, {}) if db.dialect.name == "postgresql" else None
    if noted.changed != 1:
        return None
    row = found.first()
    talk = _at(db, address, language, now, account, row)
    if ids and row is not None:  # they were drawn while the learner was locked: later ones are later
        talk.ids, talk.owed = [ids.first, ids.second], ids.owed
    return talk


def _where(address: Address) -> dict[str, str]:
    return {"channel": address.channel, "workspace": address.workspace, "external_id": address.external_id}


def _at(db: Connection, address: Address, language: str, now: datetime, account: str, row: Any) -> Talk:
    """The conversation of this row, which was found at the address; one that begins where there is none."""
    where = _where(address)
    if row is None:
        token = secrets.token_hex(16)
        new = {"token": token, "language": language, "created_at": now, "heard_at": now, "inbound_tat": 0.0}
        learner = _ADD_LEARNER.added(db, {**new, "hushed": False, "behind": 0})
        deals_with(db, learner)
        added = _ADD_ADDRESS.value(db, {"learner_id": learner, "used_at": now, "account": account or None, **where})
        if added is not None:
            return Talk(learner, token, added, address, language, None, None, None, None, 0.0, False, 0, new=True)
        db.execute(learners.delete().where(learners.c.id == learner))  # another process began it just now
        row = _FIND.first(db, where)
    elif row.used_at is None or now - row.used_at > KEEP_USED:
        _USED.later(db, {"address": row.id, "used_at": now})
    return _talk(db, row, address)


def use(db: Connection, address: int, now: datetime) -> None:
    """This address was used last: what is said in its conversation is said there."""
    _USED.later(db, {"address": address, "used_at": now})


def of_learner(db: Connection, learner: int) -> Talk | None:
    """The conversation of this learner at the address used last, locked; None when it was erased."""
    row = _LOCK.first(db, {"learner": learner})
    return _talk(db, row, Address(row.channel, row.external_id, row.workspace)) if row else None


def lock(db: Connection, learner: int) -> None:
    """Lock this learner, as every turn of theirs does first; nothing of what is known of them is read."""
    deals_with(db, learner)
    _LOCK_ALONE.first(db, {"learner": learner})


def lock_each(db: Connection, who: Sequence[int]) -> None:
    """Lock all of these learners, in one order: else two who do so would wait for each other."""
    here = select(learners.c.id).where(learners.c.id.in_(who)).order_by(learners.c.id)
    db.execute(here.with_for_update(key_share=True)).all()


def learner_at(db: Connection, address: Address) -> int | None:
    """The learner whose address this is; None when there is none."""
    here = (
        addresses.c.channel == address.channel,
        addresses.c.workspace == address.workspace,
        addresses.c.external_id == address.external_id,
    )
    return db.execute(select(addresses.c.learner_id).where(*here)).scalar()


def heard_since(db: Connection, address_id: int, moment: datetime) -> bool:
    """Did somebody say something at this address after that moment, whosever conversation it is by now?"""
    later = (
        select(messages.c.id)
        .join(addresses, addresses.c.learner_id == messages.c.learner_id)
        .where(addresses.c.id == address_id, messages.c.address_id == address_id)
        .where(messages.c.direction == "in", messages.c.at > moment)
    )
    return db.execute(later.limit(1)).first() is not None


def learners_at(db: Connection, channel: str, places: Sequence[str]) -> list[int]:
    """The learners whose addresses these are, where somebody's they are."""
    here = select(addresses.c.learner_id).where(addresses.c.channel == channel, addresses.c.external_id.in_(places))
    return list(db.execute(here).scalars())


def state_of(db: Connection, learner: int) -> Mapping[str, Any] | None:
    """The stored state of this learner, to look at; None when there is none."""
    found: Mapping[str, Any] | None = db.execute(select(learners.c.state).where(learners.c.id == learner)).scalar()
    return found


def is_known(db: Connection, address: Address) -> bool:
    """Does a conversation go on at this address?"""
    at = and_(
        addresses.c.channel == address.channel,
        addresses.c.workspace == address.workspace,
        addresses.c.external_id == address.external_id,
    )
    begun = select(learners.c.state.is_not(None)).join(addresses, addresses.c.learner_id == learners.c.id)
    return bool(db.execute(begun.where(at)).scalar())


def mailboxes(db: Connection, learner: int) -> list[str]:
    """The mailboxes at which this learner's conversation goes on."""
    mine = and_(addresses.c.learner_id == learner, addresses.c.channel == "email")
    return list(db.execute(select(addresses.c.external_id).where(mine).order_by(addresses.c.id)).scalars())


def is_proven(db: Connection, talk: Talk) -> bool:
    """Is it known that what we say at this address reaches who speaks from it?"""
    return db.execute(select(addresses.c.proven_at).where(addresses.c.id == talk.address_id)).scalar() is not None


def prove_address(db: Connection, talk: Talk, now: datetime) -> None:
    """From now on it is known."""
    new = and_(addresses.c.id == talk.address_id, addresses.c.proven_at.is_(None))
    db.execute(addresses.update().where(new).values(proven_at=now))


def said_lately(db: Connection, talk: Talk) -> Sequence[Any]:
    """What was last said in this conversation, the newest first: direction, body, at, author, address_id."""
    parts = (getattr(messages.c, name) for name in ("direction", "body", "at", "author", "address_id"))
    wanted = select(*parts)
    mine = and_(messages.c.learner_id == talk.learner, messages.c.direction.in_(("in", "out")))
    return db.execute(wanted.where(mine).order_by(messages.c.id.desc()).limit(LATELY)).all()


def told_since(db: Connection, talk: Talk, since: datetime) -> int:
    """How much the bot said at this address since then."""
    mine = (messages.c.learner_id == talk.learner, messages.c.direction == "out", messages.c.author.is_(None))
    here = (messages.c.address_id == talk.address_id, messages.c.at > since)
    return int(db.execute(select(func.count()).select_from(messages).where(*mine, *here)).scalar_one())


def channel_of(db: Connection, learner: int) -> str:
    """The channel by which this learner spoke last; "" when there is none."""
    wanted = select(addresses.c.channel).where(addresses.c.learner_id == learner)
    return str(db.execute(wanted.order_by(addresses.c.used_at.desc(), addresses.c.id.desc()).limit(1)).scalar() or "")


def _talk(db: Connection, row: Any, address: Address) -> Talk:
    deals_with(db, row.learner_id)
    return Talk(
        row.learner_id,
        row.token,
        row.id,
        address,
        row.language,
        row.state,
        row.owner,
        row.waiting_since,
        row.blocked_at,
        row.inbound_tat or 0.0,
        bool(row.hushed),
        row.behind or 0,
        bool(row.leaving),
        heard_at=row.heard_at,
    )


def save(db: Connection, talk: Talk, **values: Any) -> None:
    """Store what the turn came to. `values` are columns of `learners`; `heard_at` to KEEP_USED."""
    if talk.heard_at and "heard_at" in values and values["heard_at"] - talk.heard_at < KEEP_USED:
        del values["heard_at"]
    columns = tuple(values)
    if columns not in _SAVES:
        _SAVES[columns] = Prepared(learners.update().where(learners.c.id == bindparam("learner")), columns)
    _SAVES[columns].later(db, {"learner": talk.learner, **values})


def add_message(
    db: Connection,
    talk: Talk,
    body: Nodes,
    at: datetime,
    delivery: str,
    buttons: tuple[Button, ...] = (),
    author: str | None = None,
) -> int:
    """Keep one message that we said; its id. `author`: the member of staff who wrote it."""
    said = [[button.label, button.value, button.kind] for button in buttons] or None
    row = {
        **_message(talk, "out", dump(body), at, delivery),
        "buttons": said,
        "language": talk.language,
        "author": author,
    }
    if talk.ids:
        added = talk.ids.pop(0)
        _ADD_NAMED.later(db, {**row, "id": added})
    else:
        added = _ADD_MESSAGE.added(db, row)
    return added


def add_heard(db: Connection, talk: Talk, words: str, at: datetime, delivery: str) -> None:
    """Keep what the learner said."""
    row = {**_message(talk, "in", [[words]], at, delivery), "buttons": None, "language": None, "author": None}
    if talk.ids:
        _ADD_NAMED.later(db, {**row, "id": talk.ids.pop(0)})
    else:
        _ADD_MESSAGE.later(db, row)


def add_note(db: Connection, talk: Talk, words: str, at: datetime, author: str) -> int:
    """Keep what staff note for each other; its id. It is sent to nobody."""
    row = _message(talk, "note", [[words]], at, "kept")
    return _ADD_MESSAGE.added(db, {**row, "buttons": None, "language": None, "author": author})


def _message(talk: Talk, direction: str, body: Any, at: datetime, delivery: str) -> dict[str, Any]:
    return {
        "learner_id": talk.learner,
        "direction": direction,
        "body": body,
        "at": at,
        "delivery": delivery,
        "address_id": talk.address_id,
    }


def sent_as(db: Connection, talk: Talk, provider_id: str) -> Nodes | None:
    """What the message says that the channel knows by this id; None when it is none of this conversation."""
    body = _SENT_AS.value(db, {"learner": talk.learner, "provider_id": provider_id})
    return None if body is None else load(body)


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter that left: to which mailbox, when, and what it asked."""

    mailbox: str
    at: datetime
    language: str
    message: Message


def mailed(db: Connection, message: int) -> Mailed | None:
    """The letter that this message left in, as long as it is kept and its mailbox is a learner's."""
    wanted = (
        select(messages.c.at, messages.c.language, messages.c.body, messages.c.buttons, addresses.c.external_id)
        .join(addresses, addresses.c.id == messages.c.address_id)
        .where(messages.c.id == message, messages.c.direction == "out", addresses.c.channel == "email")
    )
    row = db.execute(wanted).first()
    return row and Mailed(row.external_id, row.at, row.language or "nl", stored_message(row.body, row.buttons))


def set_card(db: Connection, talk: Talk, body: Nodes, at: datetime) -> int:
    """The one progress card of the conversation, as it now reads; its message id."""
    rows = dump(body)
    card: int = _CARD.value(
        db,
        {
            "learner_id": talk.learner,
            "direction": "card",
            "body": rows,
            "at": at,
            "delivery": "owed",
            "address_id": talk.address_id,
            "new_body": rows,
            "new_at": at,
        },
    )
    return card


def card(db: Connection, learner: int) -> Nodes | None:
    """The progress card of this learner as it reads now; None when there is none yet."""
    mine = and_(messages.c.learner_id == learner, messages.c.direction == "card")
    body = db.execute(select(messages.c.body).where(mine)).scalar()
    return None if body is None else load(body)


def stored_message(body: Any, buttons: Any) -> Message:
    """The message that was kept in these two columns."""
    return Message(load(body), tuple(Button(*button) for button in buttons or ()))
