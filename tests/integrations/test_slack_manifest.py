"""What Slack is told of the app is what the code listens to and calls: no more, no less."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from bot.ports import Address
from integrations import slack_manifest
from integrations.slack import OneToken, Slack
from integrations.slack_manifest import METHODS, STAFF, STAFF_METHODS, TALKING, manifest, scopes
from tests.house import ROOT

SITE = "https://badgewijzer.example.nl"
FILE = ROOT / "docs" / "slack-manifest.json"

KNOWN_EVENTS = set(
    re.findall(
        r"\w+",
        """
    app_deleted app_home_opened app_installed app_mention app_rate_limited app_requested app_uninstalled
    app_uninstalled_team assistant_thread_context_changed assistant_thread_started call_rejected channel_archive
    channel_created channel_deleted channel_history_changed channel_id_changed channel_left channel_rename
    channel_shared channel_unarchive channel_unshared dnd_updated dnd_updated_user email_domain_changed
    emoji_changed entity_details_requested file_change file_created file_deleted file_public file_shared
    file_unshared function_executed grid_migration_finished grid_migration_started group_archive group_close
    group_deleted group_history_changed group_left group_open group_rename group_unarchive im_close im_created
    im_history_changed im_open invite_requested link_shared member_joined_channel member_left_channel message
    message_metadata_deleted message_metadata_posted message_metadata_updated pin_added pin_removed
    reaction_added reaction_removed shared_channel_invite_accepted shared_channel_invite_approved
    shared_channel_invite_declined shared_channel_invite_received shared_channel_invite_requested star_added
    star_removed subteam_created subteam_members_changed subteam_self_added subteam_self_removed subteam_updated
    team_access_granted team_access_revoked team_domain_change team_join team_rename tokens_revoked user_change
    user_connection user_huddle_changed user_profile_changed user_status_changed workflow_step_execute
    """,
    )
)
"""Source: https://docs.slack.dev/reference/events (August 2026)."""

ALWAYS_TOLD = {"app_rate_limited"}
"""Slack sends it unasked. Source: https://docs.slack.dev/reference/events/app_rate_limited."""

BY_APP_TOKEN = {"apps.connections.open"}
"""Called with SLACK_APP_TOKEN, which has a scope of its own."""

_METHOD = re.compile(
    r"(admin|api|apps|assistant|auth|bookmarks|bots|calls|canvases|chat|conversations|dialog|dnd|emoji|files|lists"
    r"|migration|oauth|pins|reactions|reminders|search|stars|team|usergroups|users|views|workflows)(\.[A-Za-z0-9]+)+"
)


def written() -> set[str]:
    """Every text that stands in the code of the channel, docstrings and the manifest's own left out."""
    found = set()
    for file in sorted((ROOT / "integrations").glob("slack*.py")):
        if file == Path(slack_manifest.__file__):
            continue
        found |= {
            node.value
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found


def test_the_methods_are_those_that_the_code_calls() -> None:
    assert {text for text in written() if _METHOD.fullmatch(text)} - BY_APP_TOKEN == {*METHODS, *STAFF_METHODS}


def test_the_events_are_those_that_the_code_reads() -> None:
    listened = {kind.partition(".")[0] for kind in (*TALKING, *STAFF)}
    assert (written() & KNOWN_EVENTS) - ALWAYS_TOLD == listened


@pytest.mark.parametrize(
    ("kind", "name"),
    [("im", "message.im"), ("channel", "message.channels"), ("group", "message.groups"), ("mpim", "message.mpim")],
)
def test_the_messages_that_are_listened_to_are_those_that_are_heard(kind: str, name: str) -> None:
    """In a conversation with one person; and in the channel of staff, in a thread."""
    channel = {"im": "D0000001", "mpim": "G0000002"}.get(kind, "C0000001")
    event = {"type": "message", "channel_type": kind, "channel": channel, "user": "U0000001", "text": "hallo"}
    event |= {"ts": "2.000001", "thread_ts": "1.000001"}
    told = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event, "event_time": 1}
    desk = Address("slack", "C0000001")
    assert bool(Slack(OneToken("xoxb-0000000000")).read_event(told).heard) == (name in TALKING)
    assert bool(Slack(OneToken("xoxb-0000000000"), desk=desk).read_event(told).heard) == (name in {**TALKING, **STAFF})


def test_every_scope_that_is_asked_for_is_needed_by_an_event_or_a_call() -> None:
    asked = set(manifest(SITE)["oauth_config"]["scopes"]["bot"])
    needed = {scope for need in (*TALKING.values(), *METHODS.values()) for scope in need}
    assert asked == needed | {"commands"} == set(scopes(staff=False))
    staff = {scope for need in (*STAFF.values(), *STAFF_METHODS.values()) for scope in need}
    assert set(manifest(SITE, staff=True)["oauth_config"]["scopes"]["bot"]) == asked | staff


def test_the_manifest_in_the_docs_is_the_one_that_is_drawn() -> None:
    assert FILE.read_text("utf-8") == json.dumps(manifest(SITE), indent=2, ensure_ascii=False) + "\n"


def test_what_slack_limits_is_within_its_limits() -> None:
    """Source: https://www.schemastore.org/slack-app-manifest.json and https://docs.slack.dev/reference/app-manifest."""
    about = manifest(SITE)["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    [command] = manifest(SITE)["features"]["slash_commands"]
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000


def test_everything_leads_to_this_site_and_with_socket_mode_nothing_does() -> None:
    told = manifest(SITE)
    assert told["settings"]["event_subscriptions"]["request_url"] == f"{SITE}/hooks/slack"
    assert told["settings"]["interactivity"] == {"is_enabled": True, "request_url": f"{SITE}/hooks/slack"}
    assert told["features"]["slash_commands"][0]["url"] == f"{SITE}/hooks/slack"
    assert told["oauth_config"]["redirect_urls"] == [f"{SITE}/slack/oauth_redirect"]
    assert (told["settings"]["socket_mode_enabled"], told["settings"]["token_rotation_enabled"]) == (False, False)
    assert told["features"]["app_home"]["home_tab_enabled"]
    assert told["features"]["app_home"]["messages_tab_enabled"]
    assert not told["features"]["app_home"]["messages_tab_read_only_enabled"]

    by_socket = manifest("", socket_mode=True)
    assert "http" not in json.dumps(by_socket)
    assert by_socket["settings"]["socket_mode_enabled"]
    assert manifest(SITE, rotate=True)["settings"]["token_rotation_enabled"]
