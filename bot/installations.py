"""The tokens of the workspaces that let us in: kept sealed, remembered for a moment, renewed before they expire."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.ports import Installed, Refused, Unavailable
from bot.store import installations
from bot.store.database import Database, DatabaseAway
from bot.store.secrets import Box, Sealed
from bot.turns import Clock

log = structlog.get_logger()

REMEMBERED = timedelta(minutes=1)
MOST_REMEMBERED = 500
"""So long a token is used without a look, of so many workspaces. What changes is rung, so that is rarely needed."""

BEFORE_EXPIRY = timedelta(hours=2)
"""So early a token is renewed: a neighbour that is away for an hour costs nothing. As Slack's own library has it."""

PATIENT_WITH_DATABASE = timedelta(seconds=2)
"""Whoever asks for a token waits so long: Slack, which wants its answer, may be waiting for them."""

PATIENT_WITH_RENEWAL = timedelta(seconds=1)
"""So long whoever asks waits for a new token where the old one still does."""

KEPT_TRIES = 6
"""So often a new token is tried to be kept: what it was had for is worth nothing any more."""

Renew = Callable[[Installed], Awaitable[Installed]]
"""A new token in the place of this one. Raises Unavailable, Refused: then somebody must install us anew."""


@dataclass(slots=True)
class _Remembered:
    one: Installed
    until: datetime
    renew_from: datetime | None = None  # not tried again before


class Installations:
    """`ports.Tokens` and `ports.Installs` on our own tables. Made inside the event loop that will use it."""

    def __init__(self, database: Database, box: Box, clock: Clock, renew: Renew) -> None:
        self.database = database
        self.box = box
        self.clock = clock
        self.renew = renew
        self._remembered: OrderedDict[str, _Remembered] = OrderedDict()
        self._renewing: set[asyncio.Task[Installed]] = set()
        self._prefix = installations.topic("")
        database.listen(self._heard)

    # Installs

    async def begin(self) -> str:
        return await self.database.write(installations.begin, self.clock())

    async def come_back(self, word: str) -> bool:
        return await self.database.write(installations.come_back, word, self.clock())

    async def keep(self, new: Installed) -> None:
        await self.database.write(installations.keep, self.box, new, self.clock())
        log.info("workspace.installed", channel=installations.CHANNEL, workspace=new.workspace)

    # Tokens

    async def token(self, workspace: str, refused: str = "") -> str:
        known, now = self._remembered.get(workspace), self.clock()
        if known is None or known.until <= now or known.one.token == refused:
            known = await self._look(workspace)
        else:
            self._remembered.move_to_end(workspace)
        one = known.one
        if one.expires_at is None or (one.expires_at - now > BEFORE_EXPIRY and one.token != refused):
            return one.token
        expired = one.token == refused or one.expires_at <= now
        if expired or known.renew_from is None or known.renew_from <= now:
            known.renew_from = now + installations.RENEWING  # the others go on with what there is
            renewing = asyncio.create_task(self._renewed(one, expired=expired))
            self._renewing.add(renewing)
            renewing.add_done_callback(self._renewing.discard)
            # who asks may lose patience: the old token is worth nothing once the new one was had, so that is kept
            patience = None if expired else PATIENT_WITH_RENEWAL.total_seconds()
            done, _ = await asyncio.wait({renewing}, timeout=patience)
            one = renewing.result() if done else one
        return one.token

    async def close(self) -> None:
        """What is being renewed is kept."""
        if self._renewing:
            await asyncio.wait(self._renewing)

    async def _look(self, workspace: str) -> _Remembered:
        try:
            async with asyncio.timeout(PATIENT_WITH_DATABASE.total_seconds()):
                found = await self.database.read(installations.find, self.box, workspace)
        except (DatabaseAway, TimeoutError) as away:
            raise Unavailable(str(away) or "the database is slow") from away
        except Sealed as sealed:  # what is said there is kept until the key is back, or they install us again
            log.error("workspace.sealed", workspace=workspace, why=str(sealed))
            raise Unavailable(str(sealed)) from None
        if found is None:
            self._remembered.pop(workspace, None)
            raise Refused("this workspace has not let us in", gone=True)
        return self._remember(found)

    def _remember(self, one: Installed) -> _Remembered:
        known = self._remembered[one.workspace] = _Remembered(one, self.clock() + REMEMBERED)
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return known

    def _heard(self, topic: str) -> None:
        """Somewhere a token was changed; at "wake" that may be, unheard."""
        if topic == "wake":
            self._remembered.clear()
        elif topic.startswith(self._prefix):
            self._remembered.pop(topic.removeprefix(self._prefix), None)

    async def _renewed(self, old: Installed, *, expired: bool) -> Installed:
        """The next token; this one where another process sees to it. Raises Unavailable when there is none yet."""
        try:
            mine = await self.database.write(
                installations.claim_renewal, self.box, old.workspace, old.token, self.clock()
            )
        except DatabaseAway as away:
            mine = None
            if expired:
                raise Unavailable(str(away)) from away
        if mine is not None:
            try:
                new = await self.renew(mine)
            except (Unavailable, Refused) as trouble:
                log.error("workspace.not_renewed", workspace=old.workspace, why=str(trouble))
            else:
                await self._keep(mine, new)
                return new
        elif expired and (now := (await self._look(old.workspace)).one).token != old.token:
            return now
        if expired:
            raise Unavailable("the token of this workspace has expired, and there is no new one yet")
        return old

    async def _keep(self, old: Installed, new: Installed) -> None:
        self._remember(new)  # whatever becomes of it, we have it
        for attempt in range(KEPT_TRIES):
            try:
                await self.database.write(installations.renewed, self.box, old, new)
                log.info("workspace.renewed", workspace=old.workspace)
                return
            except DatabaseAway:
                await asyncio.sleep(0.1 * 2**attempt)
        log.error("workspace.renewal_not_kept", workspace=old.workspace)
