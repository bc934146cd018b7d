"""The Slack app: what its page at Slack is filled in with."""

from __future__ import annotations

import json

from bot.commands.beside import NotFound
from bot.settings import Settings
from bot.wiring import slack_manifest


def manifest(settings: Settings, socket_mode: bool, rotate: bool) -> str:
    """The manifest of this installation's app, as JSON. Raises NotFound with what is to be set first."""
    public = settings.base_url.startswith("https://")
    if not socket_mode and not public:
        raise NotFound(
            "Slack must reach us at a public address: set BASE_URL to it (https://…), or ask for --socket-mode"
        )
    if rotate and not public:
        raise NotFound(
            "tokens that expire need installations by /slack/install: set BASE_URL to a public https address"
        )
    found = slack_manifest(settings, socket_mode=socket_mode, rotate=rotate)
    return json.dumps(found, indent=2, ensure_ascii=False)
