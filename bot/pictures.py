"""Pictures that a learner may let us keep: brought here from the channel that holds them, and asked about."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.effects import Effect, FetchPicture, Request, ShowPicture, ShowProgress, Tell
from bot.conversation.engine import ABOUT_PICTURES, KEEP_PICTURE, command_option
from bot.ports import HoldsPictures, Neighbour, Outcome, is_picture
from bot.store import pictures
from bot.store.database import Database
from bot.store.secrets import Box


def fetching(database: Database, box: Box, channel: HoldsPictures) -> Neighbour:
    """Who brings a picture here, sealed."""

    async def fetch(request: Request) -> Outcome:
        assert isinstance(request, FetchPicture)
        held = await database.read(pictures.held, request.picture)
        if held is None:
            return Outcome("kept")
        picture = await channel.fetch(box.open(held).decode())
        if not is_picture(picture):
            return Outcome("unfit")
        sealed = await asyncio.to_thread(box.seal, picture)
        await database.write(pictures.keep, request.picture, sealed)
        return Outcome("kept")

    return fetch


def beside_human(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """The same while a human has the word: nothing is told or shown, but what there is to say of a picture."""

    def told(effect: Tell) -> Tell:
        parts = tuple(part for part in effect.parts if part.name in ABOUT_PICTURES)
        answers = tuple(one for one in effect.options if one.value.startswith(f"{KEEP_PICTURE}:"))
        return replace(effect, parts=parts[-1:], options=(*answers, command_option("bot")))

    left = (told(effect) if isinstance(effect, Tell) else effect for effect in effects)
    return tuple(
        effect
        for effect in left
        if not isinstance(effect, ShowProgress | ShowPicture) and not (isinstance(effect, Tell) and not effect.parts)
    )
