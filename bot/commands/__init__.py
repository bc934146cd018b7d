"""What the short commands do: each opens the database beside the running program, and says what it did."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.commands.beside import with_database
from bot.commands.invitation import addresses, told
from bot.settings import Settings
from bot.store import awards, links
from bot.store.awards import Award
from bot.wiring import clock_for


async def link_for_award(settings: Settings, award: Award) -> str:
    """Keeps the award; the links that open its conversation."""
    now = clock_for(settings)()
    day = award.deadline or awards.last_day(now, settings.zone)
    kept = replace(award, deadline=day)

    def unit(db: Connection) -> str:
        return links.make_for_award(db, awards.add(db, kept, "command", now), now)

    word = await with_database(settings, lambda database: database.write(unit))
    assumed = "" if award.deadline else " (assumed: 82 days from today)"
    head = f"{award.badge}, to be claimed by {day}{assumed}. For one learner, works once:"
    return "\n".join([head, *told(settings, await addresses(settings, word))])
