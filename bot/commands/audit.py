"""The account of what staff did and looked at: whether it is whole."""

from __future__ import annotations

import json

from bot.commands.beside import with_database
from bot.settings import Settings
from bot.store import audit


class NotWhole(Exception):
    """A row was changed, taken out or put in; the message says which."""


async def verified(settings: Settings, as_json: bool) -> str:
    """That the chain holds. Raises NotWhole."""
    found = await with_database(settings, lambda database: database.read(audit.verify))
    broken = found.broken
    if as_json:
        fault = {"row": broken.id, "what": broken.what} if broken else None
        told = json.dumps({"rows": found.rows, "last": found.last, "hash": found.hash, "broken": fault})
    elif broken:
        told = f"the audit does not hold: row {broken.id} {broken.said}; {found.rows:,} before it are as they were"
    else:
        told = f"The audit holds: {found.rows:,} rows, as they were written. Last: {found.last}, {found.hash}"
    if broken:
        raise NotWhole(told)
    return told
