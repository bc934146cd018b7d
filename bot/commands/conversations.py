"""What staff do with conversations until there is a desk: see who waits, read, answer, give the word back."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection

from bot.commands.beside import NotFound, account, ago, learner_of, with_database
from bot.conversation.nodes import load, plain
from bot.settings import Settings
from bot.store import logins, pictures, reports
from bot.store.conversations import ANYBODY
from bot.store.secrets import Box, Sealed, secret_key
from bot.wiring import clock_for, flows_for, turns_for

MOST_LISTED = 50


async def listed(settings: Settings, everything: bool) -> str:
    """Who waits for a human or talks with one, the longest first; with `everything`, also who was heard last."""
    rows = await with_database(settings, lambda database: database.read(reports.conversations, MOST_LISTED, everything))
    if not rows:
        return "Nobody has a conversation yet." if everything else "Nobody waits for a human, or talks with one."
    now = clock_for(settings)()
    told = ["conversation  waits    with               channel   lang  step                     institution"]
    for row in rows:
        facts = row.state.get("facts", {}) if row.state else {}
        told.append(
            f"{row.token[:8]:12}  {ago(row.waiting_since, now):7}  {_who(row.owner):17.17}  {row.channel:8}  "
            f"{row.language:4}  {(row.state or {}).get('at', ''):23.23}  {facts.get('institution', '')}".rstrip()
        )
    if not everything:
        told.append("\nRead one with `badgewijzer conversations show NAME`.")
    return "\n".join(told)


async def shown(settings: Settings, conversation: str) -> str:
    """One conversation, in words, with what is known of it."""
    now = clock_for(settings)()

    def read(db: Connection) -> str:
        learner = learner_of(db, conversation)
        account(db, now, "conversation.view", learner)
        row = reports.conversation(db, learner)
        state = row.state or {}
        facts = {name: fact for name, fact in state.get("facts", {}).items() if name != "mail"}
        done = [f"{tick} ({how})" for tick, how in state.get("done", {}).items()]
        zone = settings.zone
        told = [
            f"Conversation {row.token[:8]}, {row.channel}, {row.language}; the word has {_who(row.owner) or 'the bot'}",
            f"Step: {state.get('at') or 'none'}. Done: {', '.join(done) or 'nothing'}",
            *(f"{name}: {fact}" for name, fact in facts.items()),
            *(
                f"Picture {number}: {one.name}, kept until {one.expires_at.astimezone(zone):%d-%m-%Y %H:%M}"
                + ("" if one.fetched else " (on its way)")
                for number, one in enumerate(pictures.kept(db, learner, now), 1)
            ),
            "",
        ]
        for said in reports.lines(db, learner):
            who = {"in": "learner", "note": "(note)"}.get(said.direction, said.author or "bot")
            lines = plain(load(said.body)).splitlines() or [""]
            told.append(f"{said.at.astimezone(zone):%d-%m %H:%M}  {who:12.12}  {lines[0]}")
            told += [f"{'':27}{line}" for line in lines[1:]]
        return "\n".join(told)

    return await with_database(settings, lambda database: database.write(read))


async def picture(settings: Settings, conversation: str, number: int, file: Path) -> str:
    """Writes a picture that the learner let us keep to a new file that only its owner can read. Raises NotFound."""
    now = clock_for(settings)()
    box = Box(secret_key(settings.secret_key.get_secret_value(), settings.sqlite_path))

    def read(db: Connection) -> bytes:
        learner = learner_of(db, conversation)
        kept = pictures.kept(db, learner, now)
        if not 1 <= number <= len(kept):
            raise NotFound(
                f"there is no picture {number}; `badgewijzer conversations show {conversation}` lists those kept"
            )
        if not kept[number - 1].fetched:
            raise NotFound("this picture is still on its way; try again in a minute or two")
        account(db, now, "picture.view", learner)
        return pictures.sealed(db, kept[number - 1].id)

    sealed = await with_database(settings, lambda database: database.write(read))
    try:
        content = box.open(sealed)
    except Sealed:
        raise NotFound("this picture was sealed with another SECRET_KEY; set the one that the program has") from None
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotFound(f"{file} is there already; name a new file") from None
    except OSError as odd:
        raise NotFound(f"{file} cannot be written: {odd.strerror}") from None
    with open(descriptor, "wb") as out:
        out.write(content)
    return (
        f"The picture is in {file}. Delete it when you have seen it: the learner was told that it is kept for 7 days."
    )


async def replied(settings: Settings, conversation: str, text: str, author: str) -> str:
    """Says this to the learner; whoever says it has the word from now on. Raises NotFound: nobody is reached."""
    turns = turns_for(settings, flows_for(settings))
    now = clock_for(settings)()

    def work(db: Connection) -> str:
        learner = learner_of(db, conversation)
        refused = turns.reply(db, learner, author, text, now)
        if not refused:
            account(db, now, "conversation.reply", learner)
        return refused

    match await with_database(settings, lambda database: database.write(work)):
        case "erased":
            raise NotFound("this learner was erased; there is nobody to answer")
        case "shut_out":
            raise NotFound("not said: this learner blocked the bot, and nothing reaches them until they write again")
    return (
        f"Said, as {author}. You have the word; the bot is silent there.\n"
        f"Give it back with `badgewijzer conversations hand-back {conversation}`."
    )


async def handed_back(settings: Settings, conversation: str) -> str:
    """Gives the word back to the bot, which repeats where they were."""
    turns = turns_for(settings, flows_for(settings))
    now = clock_for(settings)()

    def work(db: Connection) -> bool:
        learner = learner_of(db, conversation)
        done = turns.hand_back(db, learner, now)
        if done:
            account(db, now, "conversation.hand_back", learner)
        return done

    done = await with_database(settings, lambda database: database.write(work))
    return "The bot has the word, and repeats where they were." if done else "The bot has the word already."


def _who(owner: str | None) -> str:
    return "nobody yet" if owner == ANYBODY else owner or ""


async def parted(settings: Settings, conversation: str) -> str:
    """Parts what was joined into this conversation. Raises NotFound: nothing was."""
    now = clock_for(settings)()

    def work(db: Connection) -> list[str]:
        learner = learner_of(db, conversation)
        channels = [address.channel for address in logins.part(db, learner, now)]
        if channels:
            account(db, now, "conversation.part", learner, parts=len(channels))
        return channels

    channels = await with_database(settings, lambda database: database.write(work))
    if not channels:
        raise NotFound(f"nothing was joined to conversation {conversation}, or it was parted already")
    return f"Parted: {', '.join(channels)} has its own conversation again, as it was before."
