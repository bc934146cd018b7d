"""The Slack app as Slack is told of it: what it listens to, what it may do, and where we are.

Each thing that it may do stands beside what needs it: nothing is asked for that nobody uses.

Source: https://docs.slack.dev/reference/app-manifest (August 2026), its lengths also
https://www.schemastore.org/slack-app-manifest.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "Badgewijzer"
ABOUT = (
    "Je gids naar je edubadge: van de mail tot je badge. · Your guide to your edubadge: from the mail to your badge."
)
ABOUT_LONG = (
    "Badgewijzer helpt je stap voor stap, in het Nederlands of het Engels: van de mail dat je een edubadge kreeg tot "
    "je badge in je backpack, en hoe je hem laat zien. Stuur een bericht en je krijgt antwoord. Je hoort altijd hoe je "
    "een mens bereikt. We vragen nooit om een wachtwoord, DigiD of een code die eduID of je bank stuurt.\n\n"
    "Badgewijzer helps you step by step, in Dutch or English: from the mail about your edubadge to your badge in your "
    "backpack, and how to show it. Send a message and you get an answer. You always hear how to reach a human. We "
    "never ask for a password, DigiD, or a code that eduID or your bank sends."
)
COLOUR = "#0b6470"
COMMAND = "/edubadge"
COMMAND_ABOUT = "Ga verder met je edubadge · Go on with your edubadge"

TALKING: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "message.im": ("im:history",),
    "tokens_revoked": (),
}
"""The events that we listen to everywhere, and what each needs. Source: https://docs.slack.dev/reference/events."""

STAFF: Mapping[str, tuple[str, ...]] = {
    "message.groups": ("groups:history",),
    "reaction_added": ("reactions:read",),
}
"""And those that staff in a private channel of their own need."""

METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("im:history",),
    "conversations.open": ("im:write",),
    "conversations.replies": ("im:history",),
    "oauth.v2.access": (),
    "views.publish": (),
}
"""What we call with a bot's token, and what each call needs. Source: https://docs.slack.dev/reference/methods.

Of conversations we open, and read again, none but those with one person.
"""

STAFF_METHODS: Mapping[str, tuple[str, ...]] = {
    "conversations.info": ("groups:read",),
    "users.info": ("users:read",),
}
"""And what is called where staff have a channel: is it private? Their names stand above what they answer."""

COMMANDS = ("commands",)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


def scopes(*, staff: bool) -> tuple[str, ...]:
    """What the bot asks to be allowed. `staff`: in a channel, too, in which staff answer."""
    of_staff = (*STAFF.values(), *STAFF_METHODS.values()) if staff else ()
    needs = (*TALKING.values(), *METHODS.values(), *of_staff, COMMANDS)
    return tuple(sorted({scope for need in needs for scope in need}))


def manifest(base_url: str, *, staff: bool = False, socket_mode: bool = False, rotate: bool = False) -> dict[str, Any]:
    """The manifest of the app that talks with us at `base_url`; with Socket Mode that may be "".

    `rotate`: tokens expire after twelve hours. That cannot be undone, and needs an installation by OAuth.

    Source: https://docs.slack.dev/authentication/using-token-rotation (August 2026).
    """
    hook = {} if socket_mode else {"request_url": f"{base_url}/hooks/slack"}
    command = {"command": COMMAND, "description": COMMAND_ABOUT, "usage_hint": "status", "should_escape": False}
    return {
        "display_information": {
            "name": NAME,
            "description": ABOUT,
            "long_description": ABOUT_LONG,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [command if socket_mode else {**command, "url": f"{base_url}/hooks/slack"}],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{base_url}{REDIRECT_PATH}"]} if base_url else {}),
            "scopes": {"bot": list(scopes(staff=staff))},
        },
        "settings": {
            "event_subscriptions": {**hook, "bot_events": sorted([*TALKING, *(STAFF if staff else ())])},
            "interactivity": {"is_enabled": True, **hook},
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": rotate,
        },
    }
