"""What is done with awards by the file: bring them in, see what became of them, forget them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot import awards
from bot.awards import Found, Plan
from bot.commands.beside import NotFound, account, with_database
from bot.commands.invitation import addresses, told
from bot.settings import Settings
from bot.store import batches, links
from bot.store.awards import Award, add, last_day
from bot.store.batches import Overtaken
from bot.store.database import Database
from bot.uploads import REASONS, Given, WrongUpload, looked_at
from bot.wiring import clock_for, flows_for, given_for, turns_for

SHOWN = 20
"""So many refused rows are shown one by one."""

EVERY_SECONDS = 0.5

Sure = Callable[[str], bool]
"""Asks a person for a clear yes."""


class _Counting:
    """Tells on standard error how far it is, where somebody looks."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.seen = sys.stderr.isatty()
        self.last = time.monotonic()

    def __call__(self, done: int) -> None:
        if self.seen and time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            self._tell(f"\r{self.doing}: {done:,} rows")

    def __enter__(self) -> _Counting:
        return self

    def __exit__(self, *error: object) -> None:
        if self.seen:
            self._tell("\r\033[K")

    def _tell(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


async def linked(settings: Settings, award: Award) -> str:
    """Keeps one award; the links that open its conversation."""
    now = clock_for(settings)()
    day = award.deadline or last_day(now, settings.zone)
    kept = replace(award, deadline=day)

    def unit(db: Connection) -> str:
        return links.make_for_award(db, add(db, kept, "command", now, award.deadline is None), now)

    word = await with_database(settings, lambda database: database.write(unit))
    assumed = "" if award.deadline else " (assumed: 82 days from today)"
    head = f"{award.badge}, to be claimed by {day}{assumed}. For one learner, works once:"
    return "\n".join([head, *told(settings, await addresses(settings, word))])


async def brought_in(
    settings: Settings, file: Path, given: Given, language: str, *, only_look: bool, sure: Sure | None, as_json: bool
) -> str:
    """Tells what a file would change and, unless it is only looked at, does it. `sure`: who is asked; None = nobody."""
    turns = turns_for(settings, flows_for(settings))
    given = given_for(settings, turns, given)

    async def work(database: Database) -> str:
        now = clock_for(settings)()
        upload = looked_at(file)
        with _Counting("Looking") as counting:
            planned = await awards.plan(database, turns.box, upload, given, settings.zone, now, counting)
        if only_look or planned.found.nothing_to_do:
            return _as_json(planned.found, 0) if as_json else _looked(planned)
        if sure is not None:
            change = f", change {planned.found.changed:,}" if planned.found.changed else ""
            question = f"Bring in {_count(planned.found.new, 'award')}{change}?"
            if not sure("\n".join([*_preview(planned), question])):
                raise NotFound("nothing was changed")
        with _Counting("Bringing in") as counting:
            batch, found = await awards.bring_in(
                database,
                planned,
                now,
                language,
                counting,
                lambda db, batch, found: account(
                    db, now, "award.import", batch=batch, new=found.new, changed=found.changed
                ),
            )
        if as_json:
            return _as_json(found, batch)
        looked = [] if sure is not None else _preview(planned)
        return "\n".join([*looked, *_done(found, batch)])

    try:
        return await with_database(settings, work)
    except WrongUpload as wrong:
        raise NotFound(f"{file}: {wrong}") from None
    except Overtaken:
        raise NotFound("another file was brought in meanwhile; nothing of this one was: do it again") from None


def _preview(planned: Plan) -> list[str]:
    """What bringing it in would do, for a person."""
    found, upload = planned.found, planned.upload
    names = {";": "semicolons", ",": "commas", "\t": "tabs"}
    whom = "accounts (EPPN)" if upload.has_accounts else "e-mail addresses"
    lines = [
        f"{upload.name}: {_count(found.rows, 'row')}, {upload.encoding}, {names[upload.separator]}, for {whom}",
        f"  new      {found.new:8,}" + (f"  {_assumed(planned)}" if found.assumed else ""),
        f"  known    {found.known:8,}",
        f"  changed  {found.changed:8,}" + _changes(found),
        f"  refused  {found.refused:8,}",
    ]
    lines += [f"  badge    {count:8,}  {badge}" for badge, count in found.badges.most_common()]
    if (others := found.rows - found.refused - found.badges.total()) > 0:
        lines.append(f"           {others:8,}  of other badges")
    if upload.unused:
        lines.append(f"  not used: the column{'s' * (len(upload.unused) > 1)} {', '.join(upload.unused)}")
    return lines + _refused(found.why, found.refused)


def _assumed(planned: Plan) -> str:
    return f"{planned.found.assumed:,} with an assumed deadline, {planned.until}: 82 days from today"


def _changes(found: Found) -> str:
    told = [f"{what} of {count:,}" for what, count in found.changes.most_common()]
    return f"  {'; '.join(told)}" if told else ""


def _refused(why: list[tuple[int, str, int]], count: int) -> list[str]:
    reasons: Any = REASONS
    lines = [
        f"  row {number}: {reasons.get(reason, reason)}" + (f" (row {first})" if first else "")
        for number, reason, first in why[:SHOWN]
    ]
    if count > SHOWN:
        lines.append(f"  and {count - SHOWN:,} more")
    return lines


def _looked(planned: Plan) -> str:
    told = "Nothing to do." if planned.found.nothing_to_do else "Only looked at: nothing was changed."
    return "\n".join([*_preview(planned), told])


def _done(found: Found, batch: int) -> list[str]:
    told = f"Batch {batch}: {_count(found.new, 'award')} brought in, {found.changed:,} changed"
    refused = f", {_count(found.refused, 'row')} refused" if found.refused else ""
    return [f"{told}{refused}.", f"`badgewijzer awards status {batch}` tells what becomes of them."]


def _as_json(found: Found, batch: int) -> str:
    rows = [dict(zip(("row", "reason", "same_as"), one, strict=True)) for one in found.why]
    counts = {name: getattr(found, name) for name in ("rows", "new", "known", "changed", "refused", "assumed")}
    return json.dumps({"batch": batch or None, **counts, "refused_rows": rows}, indent=2)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


async def listed(settings: Settings, as_json: bool) -> str:
    """Every batch, the newest first: when, what, and how far it is."""
    rows = await with_database(settings, lambda database: database.read(batches.listed))
    if as_json:
        return json.dumps([_told(settings, row, figures) for row, figures in rows], indent=2, ensure_ascii=False)
    if not rows:
        return "No awards were brought in yet; `badgewijzer awards import FILE` does."
    lines = ["batch  since       awards  invited  answered  claimed     gone  deadline    campaign   what"]
    for row, figures in rows:
        lines.append(
            f"{row.id:5}  {row.created_at.astimezone(settings.zone):%Y-%m-%d}  {figures['rows']:6,}  "
            f"{figures['invited']:7,}  {figures['answered']:8,}  {figures['claimed']:7,}  {figures['gone']:7,}  "
            f"{figures['last_deadline'] or ''!s:10}  {row.campaign or '-':9}  {_what(figures)} ({row.name})"
        )
    lines.append("\ngone: on the institution's list no longer. `badgewijzer awards status BATCH` tells more of one.")
    return "\n".join(lines)


def _what(figures: dict[str, Any]) -> str:
    """The badge and the institution, or how many there are of each."""
    told = []
    for one in ("badge", "institution"):
        count = figures[f"{one}s"]
        told += [figures[one]] if count == 1 else [f"{count} {one}s"] if count else []
    return ", ".join(told) or "only changes"


def _told(settings: Settings, row: Any, figures: dict[str, Any]) -> dict[str, Any]:
    """A batch for another program."""
    days = {name: figures[name].isoformat() if figures[name] else None for name in ("first_deadline", "last_deadline")}
    return {
        "batch": row.id,
        "name": row.name,
        "since": row.created_at.astimezone(settings.zone).isoformat(timespec="seconds"),
        "language": row.language,
        "campaign": row.campaign,
        "campaign_why": row.campaign_why,
        "found": {name: row.found.get(name, 0) for name in ("new", "known", "changed", "refused")},
        **{name: value for name, value in figures.items() if name not in days},
        **days,
    }


def batch_of(db: Connection, number: int) -> Any:
    """The batch of this number. Raises NotFound."""
    row = batches.find(db, number)
    if row is None:
        raise NotFound(f"there is no batch {number}; `badgewijzer awards list` lists them")
    return row


async def status(settings: Settings, number: int, as_json: bool) -> str:
    """What became of one batch: how many came how far, which rows were refused, and how its campaign goes."""

    def read(db: Connection) -> tuple[Any, dict[str, Any], dict[str, list[int]], list[tuple[int, str]]]:
        flagged = {flag: batches.flagged(db, number, flag) for flag in ("not_me", "failed")}
        lost = batches.undeliverable(db, number)
        return batch_of(db, number), batches.figures(db, number), flagged, lost

    row, figures, flagged, lost = await with_database(settings, lambda database: database.read(read))
    why = [(one[0], one[1], one[2]) for one in row.found.get("why", [])]
    if as_json:
        refused = [dict(zip(("row", "reason", "same_as"), one, strict=True)) for one in why]
        rows: dict[str, Any] = {f"{flag}_rows": numbers for flag, numbers in flagged.items()}
        rows["undeliverable_rows"] = [{"row": place, "reason": reason} for place, reason in lost]
        found = {**_told(settings, row, figures), "refused_rows": refused, **rows}
        return json.dumps(found, indent=2, ensure_ascii=False)
    begun = row.created_at.astimezone(settings.zone)
    lines = [
        f"Batch {row.id}: {row.name}, of {begun:%Y-%m-%d %H:%M}" + (f", in {row.language}" if row.language else ""),
        f"{_what(figures)}; deadline {_deadlines(figures)}",
        "",
        f"  awards            {figures['rows']:8,}  {figures['with_address']:,} with an e-mail address",
        f"  on the list       {figures['waiting']:8,}  wait, as the institution tells; {figures['gone']:,} no longer",
        f"  invited           {figures['invited']:8,}  {figures['under_way']:,} more on their way",
        f"  undeliverable     {figures['undeliverable']:8,}  no mail arrives there",
        f"  complained        {figures['complained']:8,}  called it spam",
        f"  unsubscribed      {figures['unsubscribed']:8,}",
        f"  with a learner    {figures['bound']:8,}",
        f"  answered          {figures['answered']:8,}",
        f"  claimed           {figures['claimed']:8,}",
        f"  made public       {figures['public']:8,}",
        f"  not for them      {figures['not_me']:8,}  as they say themselves{_rows(flagged['not_me'])}",
    ]
    if figures["erased"]:
        lines.append(
            f"  erased            {figures['erased']:8,}  wanted nothing kept of them: they are not written to"
        )
    if figures["failed"]:
        ours = f"a mistake of ours: see the log{_rows(flagged['failed'])}"
        lines.append(f"  failed            {figures['failed']:8,}  {ours}")
    lines += ["", f"Campaign: {stands(row)}" + (_since(settings, row.campaign_at))]
    if lost:
        lines += ["", f"Undeliverable: {_count(figures['undeliverable'], 'row')}; mend the addresses, import it again"]
        lines += _refused([(place, reason, 0) for place, reason in lost], figures["undeliverable"])
    if refused := row.found.get("refused", 0):
        lines += ["", f"Refused: {_count(refused, 'row')} of the file", *_refused(why, refused)]
    return "\n".join(lines)


def stands(row: Any) -> str:
    """How the campaign of this batch stands; where it paused itself, why."""
    why = f": your mail server refuses us: {row.campaign_why}" if row.campaign_why else ""
    return f"{row.campaign or 'none yet'}{why}"


def _rows(numbers: list[int]) -> str:
    """Where in the file these are."""
    told = ", ".join(map(str, numbers[:SHOWN])) + (", …" if len(numbers) > SHOWN else "")
    return f": row{'s' if len(numbers) > 1 else ''} {told}" if numbers else ""


def _since(settings: Settings, moment: datetime | None) -> str:
    return f", since {moment.astimezone(settings.zone):%Y-%m-%d %H:%M}" if moment else ""


def _deadlines(figures: dict[str, Any]) -> str:
    first, last = figures["first_deadline"], figures["last_deadline"]
    days = "none" if last is None else f"{last}" if first == last else f"{first} to {last}"
    return f"{days} ({figures['assumed']:,} assumed)" if figures["assumed"] else days


async def forgotten(settings: Settings, number: int, sure: Sure | None) -> str:
    """Forgets a batch, once a person is sure. `sure`: who is asked; None = nobody."""

    async def work(database: Database) -> str:
        def read(db: Connection) -> tuple[Any, dict[str, Any]]:
            return batch_of(db, number), batches.figures(db, number)

        row, figures = await database.read(read)
        nobodys = figures["rows"] - figures["bound"]
        question = (
            f"Forget batch {number}, {row.name}: {_count(nobodys, 'award')} that nobody has begun with "
            f"{'goes' if nobodys == 1 else 'go'}, {figures['bound']:,} stay with their learners. It cannot be undone."
        )
        if sure is not None and not sure(question):
            raise NotFound("nothing was forgotten")
        with _Counting("Forgetting") as counting:
            now = clock_for(settings)()
            gone, left = await awards.forget(
                database, number, now, counting,
                lambda db: account(db, now, "award.forget", batch=number, awards=figures["rows"]),
            )  # fmt: skip
        return f"Batch {number} is forgotten: {_count(gone, 'award')} went, {left:,} stayed with their learners."

    return await with_database(settings, work)
