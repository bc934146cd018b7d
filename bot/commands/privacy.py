"""What staff do for a learner who asks for their data, or to be forgotten."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sqlalchemy import Connection

from bot.commands.beside import account, learner_of, with_database
from bot.settings import Settings
from bot.store import audit, privacy, reports
from bot.wiring import clock_for, flows_for, turns_for


async def exported(settings: Settings, conversation: str, file: Path | None) -> str:
    """Everything that is kept of one learner, as JSON; in a file that only its owner can read, if one is named."""

    now = clock_for(settings)()

    def read(db: Connection) -> str:
        learner = learner_of(db, conversation)
        account(db, now, "privacy.export", learner)
        return json.dumps(privacy.export(db, learner), ensure_ascii=False, indent=2)

    text = await with_database(settings, lambda database: database.write(read))
    if file is None:
        return text
    with open(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as kept:
        os.fchmod(kept.fileno(), 0o600)  # also when it was there before, for everybody to read
        kept.truncate(0)
        kept.write(text + "\n")
    return f"Everything that is kept of this learner is in {file}."


async def known(settings: Settings, conversation: str) -> str:
    """The whole name of a conversation. Raises NotFound."""

    def read(db: Connection) -> str:
        return str(reports.conversation(db, learner_of(db, conversation)).token)

    return await with_database(settings, lambda database: database.read(read))


async def erased(settings: Settings, conversation: str) -> str:
    """Forgets one learner, without a word to them."""
    box, now = turns_for(settings, flows_for(settings)).box, clock_for(settings)()

    def work(db: Connection) -> None:
        learner = learner_of(db, conversation)
        token = reports.conversation(db, learner).token
        privacy.erase_on_request(db, box, learner, now)
        audit.note(db, now, audit.COMMAND, "privacy.erase", token)

    await with_database(settings, lambda database: database.write(work))
    return "Erased: the conversation, its addresses, awards and all that was owed. What is counted names nobody."
