"""What the short commands do: each opens the database beside the running program, and says what it did."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.commands.beside import with_database
from bot.commands.invitation import addresses, told
from bot.settings import Settings
from bot.store import awards, links
from bot.store.awards import Award
from bot.store.database import Database
from bot.store.tables import heard
from bot.wiring import flows_for, turns_for


async def link_for_award(settings: Settings, award: Award) -> str:
    """Keeps the award; the links that open its conversation."""
    now = datetime.now(UTC)
    day = award.deadline or awards.last_day(now, settings.zone)
    kept = Award(award.badge, award.institution, award.kind, day, award.address, award.eppn)

    def unit(db: Connection) -> str:
        return links.make_for_award(db, awards.add(db, kept, "command", now), now)

    word = await with_database(settings, lambda database: database.write(unit))
    assumed = "" if award.deadline else " (assumed: 82 days from today)"
    head = f"{award.badge}, to be claimed by {day}{assumed}. For one learner, works once:"
    return "\n".join([head, *told(settings, await addresses(settings, word))])


async def events_set_aside(settings: Settings, replay: str, drop: str) -> str:
    """The events whose turn failed; or one of them heard again, or forgotten."""
    turns = turns_for(settings, flows_for(settings))
    now = datetime.now(UTC)

    def listed(db: Connection) -> list[tuple[str, datetime, str, str, str]]:
        wanted = select(heard.c.key, heard.c.at, heard.c.channel, heard.c.why, heard.c.error)
        rows = db.execute(wanted.where(heard.c.raw.is_not(None)).order_by(heard.c.at)).all()
        return [(row.key, row.at, row.channel, row.why or "", row.error or "") for row in rows]

    async def work(database: Database) -> str:
        rows = await database.read(listed)
        if replay or drop:
            keys = [key for key, *_ in rows if key.startswith(replay or drop)]
            if len(keys) != 1:
                return f"{len(keys)} events begin with {replay or drop}; name exactly one"
            if replay:
                await database.write(turns.replay, keys[0], now)
                return "Heard again; the answer is on its way."
            await database.write(_forget, keys[0])
            return "Forgotten."
        if not rows:
            return "Nothing is set aside."
        told = [
            f"{key[:12]}  {at:%Y-%m-%d %H:%M}  {channel:9} {why:6} {error}" for key, at, channel, why, error in rows
        ]
        return "\n".join(["key           since (UTC)       channel   why    error", *told])

    return await with_database(settings, work)


def _forget(db: Connection, key: str) -> None:
    db.execute(heard.update().where(heard.c.key == key).values(raw=None, error=None, why=None))
