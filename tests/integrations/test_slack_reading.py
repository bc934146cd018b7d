"""What Slack delivers, as we read it: signed or refused, messages and presses, and everything that is neither."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.ports import Address, Forged, Heard, Reading, Sent, Tapped, Typed, Uninstalled
from integrations.slack import OneToken, Slack

NOW = 1_790_000_000
SECRET, OLD = "8f742231b10e8888abcd99yyyzzz85a5", "0123456789abcdef0123456789abcdef"


def slack(*secrets: str) -> Slack:
    return Slack(OneToken("xoxb-1234567890"), signing_secrets=secrets or (SECRET,), clock=lambda: NOW)


def headers(body: bytes, secret: str = SECRET, at: int | str = NOW) -> dict[str, str]:
    signature = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={signature}"}


def read(body: bytes | dict[str, Any]) -> Reading:
    """What a signed delivery comes to."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return slack().read(headers(raw), raw)


def event(**changed: Any) -> dict[str, Any]:
    """A direct message of Sanne's, as the Events API delivers it."""
    message = {
        "type": "message", "channel": "D024BE91L", "channel_type": "im", "user": "U061F7AUR", "team": "T061EG9R6",
        "text": "hallo", "ts": "1789999999.000100", "event_ts": "1789999999.000100", "client_msg_id": "a-b-c",
    }  # fmt: skip
    authorization = {"enterprise_id": None, "team_id": "T061EG9R6", "user_id": "U0BOT", "is_bot": True}
    return {
        "type": "event_callback", "token": "old", "team_id": "T061EG9R6", "api_app_id": "A1", "event_id": "Ev08MFMKH6",
        "event_time": NOW, "authorizations": [authorization], "event": {**message, **changed},
    }  # fmt: skip


def press(**changed: Any) -> dict[str, Any]:
    """A tap on a button beneath a message of ours."""
    return {
        "type": "block_actions", "team": {"id": "T061EG9R6", "domain": "uni"}, "enterprise": None,
        "user": {"id": "U061F7AUR", "username": "sanne", "name": "sanne.de.vries", "team_id": "T061EG9R6"},
        "container": {"type": "message", "message_ts": "1789999990.000200", "channel_id": "D024BE91L"},
        "channel": {"id": "D024BE91L", "name": "directmessage"}, "trigger_id": "12.34.ab",
        "response_url": "https://hooks.slack.com/actions/T061EG9R6/1/x",
        "actions": [{"type": "button", "action_id": "answer0", "block_id": "b", "value": "welcome.hello:go_on",
                     "action_ts": "1789999998.5"}],
        **changed,
    }  # fmt: skip


def only(reading: Reading) -> Heard:
    assert not reading.ignored
    (one,) = reading.heard
    return one


def pressed(**changed: Any) -> Reading:
    return read(urlencode({"payload": json.dumps(press(**changed))}).encode())


def test_a_direct_message_is_heard_from_who_wrote_it() -> None:
    heard = only(read(event()))
    assert heard == Heard("slack:Ev08MFMKH6", Address("slack", "U061F7AUR", "T061EG9R6"), Typed("hallo"))
    assert heard.address.thread == ""


def test_what_is_said_in_a_thread_is_of_the_same_person_in_that_thread() -> None:
    heard = only(read(event(thread_ts="1789999000.000100")))
    assert heard.address == only(read(event())).address
    assert heard.address.thread == "1789999000.000100"


def test_where_a_whole_organisation_installed_us_a_person_is_one_person_in_all_of_its_workspaces() -> None:
    told = event()
    told["authorizations"][0] |= {"enterprise_id": "E0ORG", "is_enterprise_install": True}
    assert only(read(told)).address.workspace == "E0ORG"
    told["authorizations"][0]["team_id"] = None
    assert only(read(told)).address.workspace == "E0ORG"


def test_where_one_workspace_of_an_organisation_installed_us_it_is_by_that_that_we_reach_them() -> None:
    told = event()
    told["authorizations"][0] |= {"enterprise_id": "E0ORG", "is_enterprise_install": False}
    assert only(read(told)).address.workspace == "T061EG9R6"


UNINSTALLED: dict[str, Any] = {
    "token": "XXYYZZ",
    "team_id": "T061EG9R6",
    "api_app_id": "A0APP",
    "event": {"type": "app_uninstalled"},
    "type": "event_callback",
    "event_id": "Ev08MFMKH6",
    "event_time": 1_790_000_000,
}
"""Source: https://docs.slack.dev/reference/events/app_uninstalled (August 2026)."""

BY_THEN = datetime.fromtimestamp(1_790_000_001, UTC)


def test_that_a_workspace_uninstalled_us_is_heard_of_the_workspace_by_the_end_of_that_second() -> None:
    there = Address("slack", "", "T061EG9R6")
    assert only(read(UNINSTALLED)) == Heard("slack:Ev08MFMKH6", there, Uninstalled(BY_THEN))
    in_one = only(read({**UNINSTALLED, "enterprise_id": "E0ORG"}))
    assert (in_one.address, in_one.what) == (there, Uninstalled(BY_THEN))
    whole = only(read({**UNINSTALLED, "team_id": None, "enterprise_id": "E0ORG"}))
    assert (whole.address.workspace, whole.what) == ("E0ORG", Uninstalled(BY_THEN))


def test_tokens_that_were_revoked_are_heard_of_where_one_of_them_is_the_bots() -> None:
    ours = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U2"]}}
    assert only(read({**UNINSTALLED, "event": ours})).what == Uninstalled(BY_THEN)
    for tokens in ({"oauth": ["U1"]}, {"oauth": ["U1"], "bot": []}, {}, None, "junk"):
        told = {**UNINSTALLED, "event": {"type": "tokens_revoked", "tokens": tokens}}
        assert read(told).ignored == "tokens of people"


@pytest.mark.parametrize(
    "odd", [{"team_id": ""}, {"team_id": "T/1"}, {"event_time": "x"}, {"event_time": 10**30}, {"event_time": None}]
)
def test_news_of_no_workspace_or_of_no_moment_is_ignored(odd: dict[str, Any]) -> None:
    assert read({**UNINSTALLED, **odd}).ignored == "an event of no workspace, or of no moment"


def test_a_press_is_heard_with_the_message_that_it_was_on() -> None:
    heard = only(pressed())
    assert heard.address == Address("slack", "U061F7AUR", "T061EG9R6")
    assert heard.what == Tapped("welcome.hello:go_on", "D024BE91L:1789999990.000200")
    assert heard.account == "s••••••••"
    assert heard.receipt == "https://hooks.slack.com/actions/T061EG9R6/1/x"
    assert heard.key == only(pressed()).key
    again = press()["actions"][0] | {"action_ts": "1789999999.5"}
    assert heard.key != only(pressed(actions=[again])).key


def test_a_press_in_a_thread_is_answered_there() -> None:
    container = {**press()["container"], "thread_ts": "1789999000.000100"}
    assert only(pressed(container=container)).address.thread == "1789999000.000100"


def test_what_a_thread_hangs_from_is_not_in_it() -> None:
    assert only(read(event(thread_ts=event()["event"]["ts"]))).address.thread == ""
    container = {**press()["container"], "thread_ts": press()["container"]["message_ts"]}
    assert only(pressed(container=container)).address.thread == ""


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("<https://www.edubadges.nl/public/assertions/abc>", "https://www.edubadges.nl/public/assertions/abc"),
        ("kijk <http://edubadges.nl/x|edubadges.nl/x>", "kijk edubadges.nl/x"),
        ("<https://edubadges.nl/x|mijn badge>", "mijn badge (https://edubadges.nl/x)"),
        ("<mailto:sam@uni.example|sam@uni.example>", "sam@uni.example"),
        ("<@U061F7AUR> <#C1|algemeen> <!here> <!subteam^S1|@team>", "@U061F7AUR #algemeen @here @team"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_words_are_read_as_they_were_typed(text: str, read_as: str) -> None:
    assert only(read(event(text=text))).what == Typed(read_as)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"text": "", "subtype": "file_share", "files": [{"mimetype": "image/png"}]}, "photo"),
        ({"text": "", "subtype": "file_share", "files": [{"mimetype": "application/pdf"}]}, "document"),
        ({"text": "", "subtype": "file_share", "files": [{"mimetype": "audio/webm"}]}, "voice"),
        ({"text": "", "subtype": "file_share", "files": [{"mimetype": "video/mp4"}]}, "video"),
        ({"text": " "}, "other"),
        (
            {
                "subtype": "message_changed",
                "message": {"user": "U061F7AUR", "text": "b", "edited": {"user": "U061F7AUR"}},
                "previous_message": {"user": "U061F7AUR", "text": "a"},
            },
            "edited",
        ),
    ],
)
def test_what_is_not_words_is_named(changed: dict[str, Any], kind: str) -> None:
    assert only(read(event(**changed))).what == Sent(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"subtype": "bot_message"},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"channel_type": "channel", "channel": "C1AB"},
        {"channel": 7},
        {"type": "reaction_added"},
        {"subtype": "message_changed", "message": {"bot_id": "B1", "text": "b", "edited": {}}},
        {"subtype": "message_changed", "message": {"user": "U061F7AUR", "text": "b"}},
    ],
)
def test_what_nobody_said_to_us_is_ignored(changed: dict[str, Any]) -> None:
    reading = read(event(**changed))
    assert reading.ignored
    assert not reading.heard


def test_a_challenge_comes_back() -> None:
    reading = read({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"})
    assert reading == Reading(ignored="url_verification", reply=b'{"challenge":"3eZbrw1aB"}')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"payload={",
        b"payload=null",
        b"payload=" + b"%5B" * 5_000,
        b"&".join(b"a=1" for _ in range(200)),
        b"ssl_check=1&token=x",
        b'{"type":"event_callback"}',
        b'{"type":"event_callback","event_id":7,"event":[]}',
        b'{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel_type":"im"}}',
        b'{"type":"app_rate_limited"}',
        b"payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B1%5D%7D",
        b"payload=%7B%22type%22%3A%22view_submission%22%7D",
        b'{"type":"url_verification","challenge":"\\ud800"}',
    ],
)
def test_junk_that_is_signed_is_ignored(body: bytes) -> None:
    reading = read(body)
    assert reading.ignored
    assert not reading.heard


@pytest.mark.parametrize("shift", [-301, 301, 10**9])
def test_what_is_not_of_now_is_refused(shift: int) -> None:
    body = json.dumps(event()).encode()
    with pytest.raises(Forged):
        slack().read(headers(body, at=NOW + shift), body)


@pytest.mark.parametrize("shift", [-299, 0, 299])
def test_what_is_of_now_is_taken(shift: int) -> None:
    body = json.dumps(event()).encode()
    assert slack().read(headers(body, at=NOW + shift), body).heard


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": f" {NOW}"},
        {"X-Slack-Request-Timestamp": f"-{NOW}"},
        {"X-Slack-Request-Timestamp": f"{NOW}.0"},
        {"X-Slack-Request-Timestamp": "9" * 13},
        {"X-Slack-Request-Timestamp": "١٧٩٠٠٠٠٠٠٠"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=é" + "0" * 63},
        {"X-Slack-Signature": "\udcff"},
    ],
)
def test_a_forged_delivery_is_refused(changed: dict[str, str]) -> None:
    body = json.dumps(event()).encode()
    with pytest.raises(Forged):
        slack().read({**headers(body), **changed}, body)


def test_an_unsigned_check_of_the_certificate_is_refused() -> None:
    with pytest.raises(Forged):
        slack().read({}, b"ssl_check=1")


def test_a_changed_body_is_refused() -> None:
    body = json.dumps(event()).encode()
    with pytest.raises(Forged):
        slack().read(headers(body), body + b" ")


def test_while_a_secret_is_replaced_both_are_known() -> None:
    body = json.dumps(event()).encode()
    both = slack(SECRET, OLD)
    assert both.read(headers(body, OLD), body).heard
    assert both.read(headers(body, SECRET), body).heard
    with pytest.raises(Forged):
        slack(SECRET, "").read(headers(body, OLD), body)
    with pytest.raises(Forged):
        Slack(OneToken("xoxb-1"), clock=lambda: NOW).read(headers(body, ""), body)


async def test_who_is_of_a_workspace_that_has_not_installed_us_is_not_heard() -> None:
    ours = slack()
    body = json.dumps(event()).encode()
    reading = ours.read(headers(body), body)
    assert await ours.admitted(reading) == reading
    assert isinstance(ours.tokens, OneToken)
    ours.tokens.workspaces = frozenset({"T0OTHER"})
    assert await ours.admitted(reading) == Reading(ignored="a workspace that has not installed us")
