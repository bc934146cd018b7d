"""Has pictures brought here from the channel that holds them, once their learner lets us keep them."""

from __future__ import annotations

import asyncio

from bot.conversation.effects import FetchPicture, Request
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
