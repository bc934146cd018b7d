"""What an institution does with a campaign: look at it, try it, let it go and hold it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from bot import campaigns
from bot.campaigns import NotNow, Order, Preview, Skipped, Untried
from bot.commands.awards import Sure, batch_of
from bot.commands.awards import stands as state_of
from bot.commands.beside import NotFound, account, with_database
from bot.proof import masked_mail
from bot.settings import Settings
from bot.store import batches
from bot.store.database import Database
from bot.turns import Turns
from bot.wiring import clock_for, flows_for, read_as_mail, turns_for

_WHY: Mapping[Skipped, str] = {
    "claimed": "have claimed it, or it is gone",
    "invited": "were written to already",
    "closed": "want no mail, or take none",
    "not_me": "said that it is not for them",
    "no_address": "have no e-mail address in the file",
    "past": "are too late: the last day is over",
}
_FIGURES = ("invited", "under_way", "undeliverable", "answered", "claimed", "not_me", "failed")

_TOLD: Mapping[Order, str] = {
    "start": "The campaign of batch {} has started. It is stopped for a while by --pause, for good by --cancel.",
    "pause": "The campaign of batch {} is paused: nobody is written to until --resume.",
    "resume": "The campaign of batch {} goes on.",
    "cancel": "The campaign of batch {} is cancelled: nobody else is written to.",
}


async def previewed(settings: Settings, number: int, as_json: bool) -> str:
    """What the campaign of a batch would do, with one mail as it would be."""
    turns = turns_for(settings, flows_for(settings))

    def read(db: Connection) -> tuple[Any, Preview]:
        return batch_of(db, number), _look(db, settings, turns, number)

    batch, seen = await with_database(settings, lambda database: database.read(read))
    if as_json:
        counts = {"batch": number, "campaign": batch.campaign, "to_write": seen.written, "skipped": dict(seen.skipped)}
        return json.dumps(counts, indent=2)
    lines = [*_counts(number, seen), f"Campaign: {state_of(batch)}"]
    if seen.first is not None:
        lines += ["", "--- the first mail", "", _mail(settings, turns, seen.first, batch.language or "")]
        lines += ["---", "", "`--test-to ADDRESS` sends it to you, `--start` to all of them."]
    return "\n".join(lines)


def _look(db: Connection, settings: Settings, turns: Turns, number: int) -> Preview:
    now = clock_for(settings)()
    return campaigns.preview(db, number, turns, now, now.astimezone(settings.zone).date())


def _counts(number: int, seen: Preview) -> list[str]:
    lines = [f"Batch {number}: {seen.written:,} will be written to"]
    return lines + [f"  {seen.skipped[why]:8,}  {words}" for why, words in _WHY.items() if seen.skipped[why]]


def _mail(settings: Settings, turns: Turns, award: Any, language: str) -> str:
    """The mail about this award to somebody we do not know yet, as its receiver reads it."""
    if turns.post is None:
        return "No mail can leave yet: set SMTP_URL and EMAIL_FROM, and it is shown here."
    now = clock_for(settings)()
    mail = read_as_mail(settings, turns, *campaigns.first_mail(turns, award, language, now), now)
    text = mail.get_body(("plain",))
    head = [f"From: {mail['From']}", f"To: {masked_mail(award.address)}", f"Subject: {mail['Subject']}"]
    return "\n".join([*head, "", text.get_content().strip() if isinstance(text, EmailMessage) else ""])


async def ordered(settings: Settings, number: int, what: Order, sure: Sure | None) -> str:
    """Starts, pauses, resumes or cancels a campaign. `sure`: who is asked before it starts; None = nobody."""
    if what in ("start", "resume") and not (settings.sends_mail or settings.in_sandbox):
        raise NotFound("no mail can leave: set SMTP_URL and EMAIL_FROM first")
    turns = turns_for(settings, flows_for(settings))

    def work(db: Connection) -> None:
        batch_of(db, number)
        now = clock_for(settings)()
        campaigns.order(db, number, what, now)
        account(db, now, f"campaign.{what}", batch=number)

    async def with_it(database: Database) -> None:
        if what == "start":
            seen = await database.read(lambda db: _look(db, settings, turns, batch_of(db, number).id))
            if not seen.written:
                raise NotFound("\n".join([*_counts(number, seen), "nobody is left to write to"]))
            if sure is not None and not sure("\n".join([*_counts(number, seen), "Start?"])):
                raise NotFound("nothing was started")
        await database.write(work)

    try:
        await with_database(settings, with_it)
    except NotNow as state:
        now = f"is {state}" if str(state) else "has not started"
        raise NotFound(f"--{what}: the campaign of batch {number} {now}") from None
    return _TOLD[what].format(number)


async def tried(settings: Settings, number: int, mailbox: str) -> str:
    """Sends the first mail of a campaign to somebody who wants to see it; it begins a conversation of their own."""
    if not (settings.sends_mail or settings.in_sandbox):
        raise NotFound("no mail can leave: set SMTP_URL and EMAIL_FROM first")
    turns = turns_for(settings, flows_for(settings))

    def work(db: Connection) -> None:
        batch_of(db, number)
        now = clock_for(settings)()
        try:
            campaigns.try_out(db, number, turns, mailbox, now, now.astimezone(settings.zone).date())
        except Untried as why:
            if str(why) == "empty":
                raise NotFound(f"batch {number} has no awards") from None
            raise NotFound(f"that mailbox is closed to our mail ({why}); take another") from None
        account(db, now, "campaign.try", batch=number)

    await with_database(settings, lambda database: database.write(work))
    return "It is on its way. An answer to it is a conversation about this award, as a learner would have it."


async def stands(settings: Settings, number: int, as_json: bool) -> str:
    """How the campaign of a batch goes."""
    turns = turns_for(settings, flows_for(settings))

    def read(db: Connection) -> tuple[Any, Preview, dict[str, Any]]:
        return batch_of(db, number), _look(db, settings, turns, number), batches.figures(db, number)

    batch, seen, figures = await with_database(settings, lambda database: database.read(read))
    counts = {name: figures[name] for name in _FIGURES}
    if as_json:
        told = {"batch": number, "campaign": batch.campaign, "why": batch.campaign_why, "to_write": seen.written}
        return json.dumps({**told, **counts, "skipped": dict(seen.skipped)}, indent=2)
    since = f", since {batch.campaign_at.astimezone(settings.zone):%Y-%m-%d %H:%M}" if batch.campaign_at else ""
    lines = [f"Campaign of batch {number}: {state_of(batch)}{since}"]
    lines += [f"  {figures['invited']:8,}  written to", f"  {figures['under_way'] + seen.written:8,}  to go"]
    lines += [f"  {figures['undeliverable']:8,}  could not be delivered"] if figures["undeliverable"] else []
    lines += [f"  {figures[name]:8,}  {words}" for name, words in (("answered", "answered"), ("claimed", "claimed"))]
    others = {why: words for why, words in _WHY.items() if seen.skipped[why] and why not in ("invited", "claimed")}
    lines += [f"  {seen.skipped[why]:8,}  {words}" for why, words in others.items()]
    return "\n".join(lines)
