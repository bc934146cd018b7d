"""Where we were let in: workspaces and whole organisations, with the tokens that speak for us there, sealed."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from bot.ports import Installed
from bot.store import conversations, outbox
from bot.store.database import ring
from bot.store.dialects import INSERTS
from bot.store.secrets import Box
from bot.store.tables import addresses, installations, installs

CHANNEL = "slack"

LIVES = timedelta(minutes=10)
"""So long may pass between the page that begins an installation and the browser's return."""

RENEWING = timedelta(minutes=1)
"""So long one process has a renewal to itself; it is tried by another when that one died."""

AT_ONCE = 500
"""So many addresses are closed in one transaction, so that no turn waits for a large workspace."""


# An installation on its way


def begin(db: Connection, now: datetime) -> str:
    """A word that the browser has to bring back, once, within LIVES."""
    word = secrets.token_urlsafe(32)
    db.execute(installs.insert().values(state_hash=_hashed(word), expires_at=now + LIVES))
    return word


def come_back(db: Connection, word: str, now: datetime) -> bool:
    """Is this a word of ours that did not come back before? Of two that bring it at once, one only hears yes."""
    here = (installs.c.state_hash == _hashed(word), installs.c.expires_at >= now)
    return db.execute(delete(installs).where(*here).returning(installs.c.state_hash)).first() is not None


def _hashed(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


# Installed, and uninstalled


def keep(db: Connection, box: Box, new: Installed, now: datetime) -> None:
    """We were let in, or let in again: what was closed with this workspace is open."""
    values = {
        "organisation": new.organisation or None,
        "sealed": _sealed(box, new),
        "expires_at": new.expires_at,
        "renewing_until": None,
        "installed_at": now,
        "removed_at": None,
    }
    insert = INSERTS[db.dialect.name](installations).values(workspace=new.workspace, **values)
    db.execute(insert.on_conflict_do_update(index_elements=[installations.c.workspace], set_=values))
    here = (addresses.c.channel == CHANNEL, addresses.c.workspace == new.workspace)
    db.execute(update(addresses).where(*here, addresses.c.blocked_at.is_not(None)).values(blocked_at=None))
    ring(db, topic(new.workspace))


def find(db: Connection, box: Box, workspace: str) -> Installed | None:
    """What speaks for us in this workspace; None where we were not let in. Raises Sealed."""
    row = db.execute(select(installations).where(_in(workspace))).first()
    return _opened(box, row) if row is not None else None


def remove(db: Connection, workspace: str, at: datetime, now: datetime) -> bool:
    """We were shown the door by this moment: the token goes, and every address there closes.

    False where nothing is installed, or was installed since: news may come late, and twice. What a large workspace has
    more than AT_ONCE, `close_some` closes.
    """
    here = (_in(workspace), installations.c.installed_at <= at)
    if not db.execute(update(installations).where(*here).values(sealed=None, removed_at=now)).rowcount:
        return False
    ring(db, topic(workspace))
    _close(db, workspace, now)
    return True


def close_some(db: Connection, now: datetime) -> int:
    """Close some of what is still open where we were shown the door; 0 when nothing is. One process at a time."""
    gone = select(installations.c.workspace).where(installations.c.removed_at.is_not(None))
    workspace = db.execute(gone.limit(1).with_for_update(skip_locked=True)).scalar()
    return _close(db, workspace, now) if workspace is not None else 0


def _close(db: Connection, workspace: str, now: datetime) -> int:
    """Nothing more is owed at some of these addresses; with the last of them the workspace is forgotten. How much."""
    open_there = (addresses.c.channel == CHANNEL, addresses.c.workspace == workspace, addresses.c.blocked_at.is_(None))
    wanted = select(addresses.c.id, addresses.c.learner_id).where(*open_there)
    found = db.execute(wanted.order_by(addresses.c.learner_id).limit(AT_ONCE)).all()
    if found:
        who, where = [one.learner_id for one in found], [one.id for one in found]
        # locked before anything of theirs, as every turn does, in one order: else two would wait for each other
        conversations.lock_each(db, who)
        outbox.cancel_all(db, who, where, now)
        db.execute(update(addresses).where(addresses.c.id.in_(where)).values(blocked_at=now))
    if len(found) < AT_ONCE:
        done = (installations.c.workspace == workspace, installations.c.removed_at.is_not(None))
        db.execute(delete(installations).where(*done))
    return max(len(found), 1)


def _in(workspace: str) -> ColumnElement[bool]:
    return and_(installations.c.workspace == workspace, installations.c.removed_at.is_(None))


def topic(workspace: str) -> str:
    """What is rung when the token of this workspace is another than before."""
    return f"installed:{workspace}"


# Tokens that expire


def claim_renewal(db: Connection, box: Box, workspace: str, token: str, now: datetime) -> Installed | None:
    """What is to be renewed, for one process only; None where another does so, or has done so."""
    here = _in(workspace)
    row = db.execute(select(installations).where(here).with_for_update()).first()
    if row is None or (row.renewing_until is not None and row.renewing_until > now):
        return None
    found = _opened(box, row)
    if found.token != token or not found.renewal:
        return None
    db.execute(update(installations).where(here).values(renewing_until=now + RENEWING))
    return found


def renewed(db: Connection, box: Box, old: Installed, new: Installed) -> None:
    """The new token in the place of the old one, unless we were let in anew or shown the door meanwhile."""
    here = _in(old.workspace)
    row = db.execute(select(installations).where(here).with_for_update()).first()
    if row is None or _opened(box, row).token != old.token:
        return
    values = {"sealed": _sealed(box, new), "expires_at": new.expires_at, "renewing_until": None}
    db.execute(update(installations).where(here).values(values))
    ring(db, topic(old.workspace))


def _sealed(box: Box, one: Installed) -> bytes:
    return box.seal(json.dumps({"token": one.token, "renewal": one.renewal}).encode())


def _opened(box: Box, row: Row[Any]) -> Installed:
    kept = json.loads(box.open(row.sealed))
    return Installed(row.workspace, kept["token"], row.organisation or "", kept["renewal"], row.expires_at)
