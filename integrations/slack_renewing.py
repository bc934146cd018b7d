"""A new token in the place of one that expires, for those workspaces where tokens do.

Source: https://docs.slack.dev/authentication/using-token-rotation (August 2026): a token lives for twelve hours, and
what it is renewed for is worth nothing once it was used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Installed, Refused
from integrations.slack_transport import Transport


class SlackRenewing:
    """Call it with what let us in; it comes back with a new token. Raises Unavailable or Refused."""

    def __init__(self, client_id: str, client_secret: str, api_url: str, clock: Callable[[], datetime]) -> None:
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._api_url = api_url
        self._clock = clock

    async def __call__(self, old: Installed) -> Installed:
        now, transport = self._clock(), Transport(self._api_url)
        asked = {**self._client, "grant_type": "refresh_token", "refresh_token": old.renewal}
        try:
            told = await transport.call("oauth.v2.access", "", asked, as_form=True)
        finally:
            await transport.close()  # twice a day for a workspace: nothing to keep a connection for
        token, renewal, seconds = told.get("access_token"), told.get("refresh_token"), told.get("expires_in")
        if not (isinstance(token, str) and token and isinstance(renewal, str) and isinstance(seconds, int)):
            raise Refused("oauth.v2.access: no new token")
        return replace(old, token=token, renewal=renewal, expires_at=now + timedelta(seconds=seconds))
