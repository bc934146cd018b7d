"""What operators do with what failed on a mistake of ours: see it, have it done again, or let it go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot import mending
from bot.commands.beside import NotFound, ago, with_database
from bot.mending import Ended
from bot.settings import Settings
from bot.store import aside
from bot.store.aside import Aside
from bot.store.database import Database
from bot.turns import Turns
from bot.wiring import flows_for, turns_for


class Stays(Exception):
    """Something stays set aside; the message tells what came of each thing that was to be done again."""


async def listed(settings: Settings) -> str:
    """What is set aside, the oldest first, with its error."""
    rows = await with_database(settings, lambda database: database.read(aside.listed))
    if not rows:
        return "Nothing is set aside."
    now = datetime.now(UTC)
    told = ["key           since (UTC)       age      channel   what     why         error"]
    told += [
        f"{one.key[:12]:12}  {one.since:%Y-%m-%d %H:%M}  {ago(one.since, now):7}  {one.channel:8}  {one.what:7}  "
        f"{one.why:10}  {one.error}"
        for one in rows
    ]
    kinds = ", ".join(f"{count} x {error}" for error, count in Counter(one.error for one in rows).most_common())
    told.append(f"\n{len(rows)} set aside: {kinds}")
    told.append("Mended? `badgewijzer set-aside replay KEY` or `--all`. Of no use? `badgewijzer set-aside drop KEY`.")
    return "\n".join(told)


async def replayed(settings: Settings, key: str) -> str:
    """Has one thing, or with "" everything, done again. Raises NotFound, and Stays where something fails again."""
    turns = turns_for(settings, flows_for(settings))

    async def work(database: Database) -> str:
        tried = [await _again(database, turns, one) for one in _named(await database.read(aside.listed), key)]
        told = "\n".join(line for _, line in tried) or "Nothing is set aside."
        if any(ended in ("newer", "fails") for ended, _ in tried):
            raise Stays(told)
        return told

    return await with_database(settings, work)


async def _again(database: Database, turns: Turns, one: Aside) -> tuple[Ended, str]:
    ended, why = await mending.again(database, turns, one.key, datetime.now(UTC))
    told: Mapping[Ended, str] = {
        "done": "done again; what comes of it is on its way",
        "gone": "is gone already",
        "newer": "stays: a newer program will hear it",
        "fails": f"stays: it fails again, on {why}",
    }
    return ended, f"{one.key[:12]}  {told[ended]}"


async def dropped(settings: Settings, key: str, insist: Callable[[str], None] = lambda what: None) -> str:
    """Lets one thing go for good. `insist` is told which, and raises where that was not meant. Raises NotFound."""

    async def work(database: Database) -> str:
        [one] = _named(await database.read(aside.listed), key)
        insist(f"{one.key} ({one.what}, {one.channel or 'no channel'}, {one.error or one.why})")
        if one.what == "event":
            done = await database.write(aside.drop_event, one.key)
        else:
            done = await database.write(aside.drop_row, _row(one), datetime.now(UTC))
        return f"{one.key[:12]}  dropped" if done else f"{one.key[:12]}  is gone already"

    return await with_database(settings, work)


def _named(rows: list[Aside], key: str) -> list[Aside]:
    """The one whose key begins like this; all for "". Raises NotFound."""
    if not key:
        return rows
    found = [one for one in rows if one.key == key] or [one for one in rows if one.key.startswith(key)]
    if len(found) != 1:
        raise NotFound(
            f"{len(found) or 'no'} keys of what is set aside begin with {key!r}; `badgewijzer set-aside` lists them"
        )
    return found


def _row(one: Aside) -> int:
    return int(one.key.removeprefix("row-"))
