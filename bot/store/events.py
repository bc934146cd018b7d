"""What is counted: one row for each thing that happened for the first time in a journey. It names nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam

from bot.conversation.effects import Note
from bot.conversation.events import Fact
from bot.store.conversations import Talk
from bot.store.dialects import INSERTS
from bot.store.tables import events

_COLUMNS = ("learner_id", "award", "what", "detail", "at", "journey", "channel", "language", "institution", "way")
_NOTE = {
    dialect: insert(events)
    .values({name: bindparam(name, type_=events.c[name].type) for name in _COLUMNS})
    .on_conflict_do_nothing()
    for dialect, insert in INSERTS.items()
}


def note(db: Connection, talk: Talk, noted: Note, facts: Mapping[str, Fact], language: str, at: datetime) -> None:
    """Count this, once for each journey: a learner's way with one award."""
    known = {name: str(facts.get(name, "unknown")) for name in ("institution", "kind")}
    db.execute(
        _NOTE[db.dialect.name],
        {
            "learner_id": talk.learner,
            "award": noted.award,
            "what": noted.what,
            "detail": noted.detail[:80],
            "at": at,
            "journey": hashlib.sha256(f"{talk.token}:{noted.award}".encode()).hexdigest()[:32],
            "channel": talk.address.channel,
            "language": language,
            "institution": known["institution"].replace("unknown", "")[:120],
            "way": known["kind"].replace("unknown", ""),
        },
    )
