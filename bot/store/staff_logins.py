"""Staff on their way in: away at the provider, back once, in the browser in which they went."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.ports import Attempt
from bot.store.secrets import Box
from bot.store.tables import staff_logins

LIVES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away to log in. `there`: the page they want. `again`: they must prove anew who they are."""

    attempt: Attempt
    there: str
    again: bool
    begun_at: datetime


def begin(db: Connection, box: Box, browser: str, there: str, again: bool, now: datetime) -> Attempt:
    """What a login that begins now, in this browser (the hash of its cookie), must come back with."""
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    kept = {"attempt": asdict(attempt), "there": there, "again": again, "begun_at": now.isoformat()}
    db.execute(
        staff_logins.insert().values(
            state_hash=_hashed(attempt.state),
            browser=browser,
            sealed=box.seal(json.dumps(kept).encode()),
            expires_at=now + LIVES,
        )
    )
    return attempt


def come_back(db: Connection, box: Box, state: str, browser: str, now: datetime) -> Away | None:
    """The login that this state belongs to, once, in the browser it began in; None for anything else."""
    here = (staff_logins.c.state_hash == _hashed(state), staff_logins.c.browser == browser)
    row = db.execute(staff_logins.delete().where(*here).returning(staff_logins)).first()
    if row is None or row.expires_at < now:
        return None
    kept = json.loads(box.open(row.sealed))
    begun_at = datetime.fromisoformat(kept["begun_at"])
    return Away(Attempt(**kept["attempt"]), kept["there"], kept["again"], begun_at)


def _hashed(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()
