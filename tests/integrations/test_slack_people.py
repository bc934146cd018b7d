"""What Slack delivers beside our own conversation with somebody: the desk, mentions, commands, a look, strangers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.conversation.nodes import Button, Message, Span
from bot.ports import (
    OPEN,
    Address,
    AtHome,
    Heard,
    Mentioned,
    Opened,
    Reading,
    Refused,
    Sent,
    StaffSaid,
    Stranger,
    Tapped,
    Typed,
    Unavailable,
)
from integrations.slack import OneToken, Slack
from tests.integrations.test_slack_reading import NOW, SECRET, headers, press
from tests.integrations.test_slack_reading import event as delivered

TEAM, DESK, THREAD = "T061EG9R6", "C0DESK", "1789999000.000100"
AT_DESK = {"channel": DESK, "channel_type": "group", "thread_ts": THREAD}


THE_DESK = Address("slack", DESK)


def slack(desk: Address | None = THE_DESK) -> Slack:
    return Slack(OneToken("xoxb-1234567890"), signing_secrets=(SECRET,), clock=lambda: NOW, desk=desk)


def event(**changed: Any) -> dict[str, Any]:
    return {**delivered(**changed), "api_app_id": "A0APP"}


def read(payload: dict[str, Any], by: Slack | None = None) -> Reading:
    body = json.dumps(payload).encode()
    if payload["type"] == "block_actions":
        body = urlencode({"payload": body}).encode()
    return (by or slack()).read(headers(body), body)


def heard(payload: dict[str, Any], by: Slack | None = None) -> Heard:
    [one] = read(payload, by).heard
    return one


def at_desk(outer: dict[str, Any] | None = None, /, **changed: Any) -> dict[str, Any]:
    return {**event(**{**AT_DESK, **changed}), **(outer or {})}


def reaction(outer: dict[str, Any] | None = None, /, **changed: Any) -> dict[str, Any]:
    item = {"type": "message", "channel": DESK, "ts": THREAD}
    told = {"type": "reaction_added", "user": "U07", "reaction": "white_check_mark", "item": item, **changed}
    return {**event(), "event": told, **(outer or {})}


# The desk


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"text": "Waar zie je dat?"}, "Waar zie je dat?"),
        ({"text": "<@U0BOT> hoi &lt;b&gt; <https://x.example|x.example>"}, "hoi <b> x.example"),
        ({"text": "Hoi", "subtype": "thread_broadcast"}, "Hoi"),
        ({"text": "", "subtype": "file_share", "files": [{"mimetype": "image/png"}]}, ""),
        ({"text": ":white_check_mark:"}, ":white_check_mark:"),
    ],
    ids=str,
)
def test_what_staff_say_in_a_thread_is_heard_as_theirs(changed: dict[str, Any], text: str) -> None:
    one = heard(at_desk(**changed))
    assert one == Heard(
        "slack:Ev08MFMKH6",
        Address("slack", DESK),
        StaffSaid(text, by="U061F7AUR", files="files" in changed),
        receipt=f"A0APP {DESK}:{THREAD}",
    )
    assert one.address.thread == f"{DESK}:{THREAD}"


@pytest.mark.parametrize(
    "payload",
    [
        at_desk(thread_ts=None),
        at_desk(thread_ts="1789999999.000100"),  # its own: it begins the thread
        at_desk(thread_ts="junk"),
        at_desk(subtype="message_changed", message={"user": "U07", "text": "x", "thread_ts": THREAD}),
        at_desk(subtype="message_deleted"),
        at_desk(subtype="channel_join"),
        at_desk(bot_id="B09"),
        at_desk(bot_id="B09", subtype="bot_message"),
        at_desk(user="U0BOT"),
        at_desk(app_id="A0APP"),
        at_desk(user="USLACKBOT"),
        at_desk(user=None),
        at_desk({"is_ext_shared_channel": True}, user_team="T0OTHER"),
        at_desk({"is_ext_shared_channel": True}, team=None),
        at_desk(type="app_mention"),
        at_desk(channel="C0OTHER"),
        reaction(reaction="eyes"),
        reaction(user="U0BOT"),
        reaction(user=None),
        reaction(item={"type": "message", "channel": "C0OTHER", "ts": THREAD}),
        reaction(item={"type": "message", "channel": DESK, "ts": "junk"}),
        reaction(item={"type": "file", "channel": DESK}),
        reaction(item="junk"),
        reaction(type="reaction_removed"),
        reaction({"is_ext_shared_channel": True}),
    ],
    ids=str,
)
def test_what_is_no_answer_of_staff_is_ignored(payload: dict[str, Any]) -> None:
    assert [one for one in read(payload).heard if not isinstance(one.what, Mentioned)] == []


@pytest.mark.parametrize("desk", [None, Address("slack", "C0OTHER"), Address("slack", DESK, "T0OTHER")], ids=str)
def test_a_desk_is_one_channel_of_one_workspace(desk: Address | None) -> None:
    assert read(at_desk(), slack(desk)).ignored == "a message in a channel"
    assert read(reaction(), slack(desk)).ignored == "a reaction elsewhere"


@pytest.mark.parametrize("workspace", ["", TEAM])
def test_a_mark_on_a_notice_is_heard(workspace: str) -> None:
    one = heard(reaction(), slack(Address("slack", DESK, workspace)))
    assert one.what == StaffSaid(by="U07", done=True)
    assert one.address == Address("slack", DESK, workspace)
    assert one.address.thread == f"{DESK}:{THREAD}"


# Where others read along


def test_a_mention_is_heard_without_a_word_of_it() -> None:
    one = heard(event(type="app_mention", channel="C01", text="<@U0BOT> mijn code is 123456", thread_ts=THREAD))
    assert (one.what, one.address) == (Mentioned(), Address("slack", "U061F7AUR", TEAM))
    assert one.receipt == f"A0APP C01:{THREAD}"
    assert "123456" not in repr(one)
    assert read(event(type="app_mention", channel="D01")).ignored


def test_a_look_at_the_home_tab_is_heard() -> None:
    opened = event(type="app_home_opened", tab="home", channel="D024BE91L")
    assert heard(opened).what == AtHome()
    assert read(event(type="app_home_opened", tab="messages")).ignored
    assert read(event(type="app_home_opened", tab="home", user=None)).ignored


SHARED = {"is_ext_shared_channel": True}


@pytest.mark.parametrize(
    ("changed", "outer", "what"),
    [
        ({"bot_id": "B09"}, {}, Stranger("bot")),
        ({"bot_id": "B09", "subtype": "bot_message", "user": None}, {}, Stranger("bot")),
        ({"type": "app_mention", "channel": "C01", "bot_id": "B09"}, {}, Stranger("bot")),
        ({"user_team": "T0OTHER"}, SHARED, Stranger("foreign")),
        ({"team": "T0OTHER"}, SHARED, Stranger("foreign")),
        ({"team": None}, SHARED, Stranger("foreign")),
        ({"type": "app_mention", "channel": "C01", "user_team": "E0OTHER"}, SHARED, Stranger("foreign")),
        ({}, SHARED, Typed("hallo")),
        ({"user_team": TEAM, "team": "T0OTHER"}, SHARED, Typed("hallo")),
        ({"team": "T0SISTER"}, {}, Typed("hallo")),  # of the same organisation, where nothing is shared with others
        ({"subtype": "file_share", "text": "", "files": [{}]}, SHARED, Sent("document")),
    ],
    ids=str,
)
def test_strangers_are_known_as_such(changed: dict[str, Any], outer: dict[str, Any], what: Any) -> None:
    assert heard({**event(**changed), **outer}).what == what


def test_what_we_said_ourselves_is_nobodys() -> None:
    for own in ({"user": "U0BOT"}, {"app_id": "A0APP", "bot_id": "B01"}):
        assert read(event(type="app_mention", channel="C01", **own)).ignored
        assert read(event(**own)).ignored


# Presses and commands


@pytest.mark.parametrize(
    "container",
    [
        {"type": "view", "view_id": "V01"},
        {"type": "message", "message_ts": "1789999990.000200", "channel_id": "C01", "is_ephemeral": True},
    ],
    ids=str,
)
def test_the_button_to_our_conversation_is_heard_wherever_it_stands_and_no_other(container: dict[str, Any]) -> None:
    actions = [{"type": "button", "action_id": "answer0", "value": OPEN, "action_ts": "1789999998.5"}]
    one = heard(press(container=container, actions=actions))
    assert (one.what, one.address, one.receipt) == (Tapped(OPEN), Address("slack", "U061F7AUR", TEAM), "")
    assert read(press(container=container)).ignored == "a press in a channel"


def test_a_press_by_somebody_of_another_workspace_is_ignored() -> None:
    user = {"id": "U061F7AUR", "name": "max", "team_id": "T0OTHER"}
    assert read(press(user=user)).ignored == "a press by somebody of another workspace"
    assert read(press(user=user, enterprise={"id": "E0ORG"})).heard, "who is of our organisation is known by it"
    assert read(press(user={"id": "U061F7AUR"})).heard


def command(by: Slack | None = None, /, **changed: str) -> Reading:
    form = {
        "team_id": TEAM, "channel_id": "C01", "user_id": "U061F7AUR", "user_name": "sanne", "command": "/edubadge",
        "text": "", "api_app_id": "A0APP", "response_url": "https://hooks.slack.com/commands/1/2",
        "trigger_id": "1.2.a", **changed,
    }  # fmt: skip
    body = urlencode(form).encode()
    return (by or slack()).read(headers(body), body)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", Opened()),
        ("  ", Opened()),
        ("start", Opened()),
        ("start aB3_dE6-gH9", Opened("aB3_dE6-gH9")),
        ("hulp", Typed("hulp")),
        ("how far am I &amp; why", Typed("how far am I & why")),
        ("start met iets anders", Typed("start met iets anders")),
    ],
)
def test_a_command_says_what_could_be_said_in_our_conversation(text: str, what: Any) -> None:
    [one] = command(text=text).heard
    assert (one.what, one.address) == (what, Address("slack", "U061F7AUR", TEAM))
    assert one.receipt == "A0APP https://hooks.slack.com/commands/1/2"
    assert one.key != command(text=text, trigger_id="9.9.b").heard[0].key
    assert one.key == command(text=text).heard[0].key


def test_who_gives_a_command_in_our_own_conversation_is_not_told_to_look_there() -> None:
    by = slack()
    spoken = heard(event(), by)
    [there] = command(by, channel_id="D024BE91L", text="hulp").heard
    [with_another] = command(by, channel_id="D0OTHER", text="hulp", trigger_id="2.2.b").heard
    assert spoken.address == there.address
    assert (there.receipt, with_another.receipt) == ("", "A0APP https://hooks.slack.com/commands/1/2")


@pytest.mark.parametrize(
    "changed", [{"user_id": ""}, {"user_id": "junk"}, {"trigger_id": ""}, {"team_id": ""}], ids=str
)
def test_a_command_by_nobody_is_ignored(changed: dict[str, str]) -> None:
    assert command(**changed).ignored == "a command by nobody"


def test_a_command_in_an_organisation_is_the_same_persons_as_their_messages() -> None:
    [one] = command(enterprise_id="E0ORG", is_enterprise_install="true").heard
    said = event()
    said["authorizations"][0] |= {"enterprise_id": "E0ORG", "is_enterprise_install": True}
    assert heard(said).address == one.address == Address("slack", "U061F7AUR", "E0ORG")


# Out


class Calls(Slack):
    """A Slack whose calls are kept, or go wrong."""

    def __init__(self, *trouble: Exception) -> None:
        super().__init__(OneToken("xoxb-1234567890"), desk=Address("slack", DESK))
        self.trouble = list(trouble)
        self.made: list[tuple[str, dict[str, Any]]] = []

    async def _call(self, to: Address, method: str, parameters: Any, *, as_form: bool = False) -> dict[str, Any]:
        if self.trouble:
            raise self.trouble.pop(0)
        self.made.append((method, dict(parameters)))
        return {"user": {"real_name": "Noor de Wit", "profile": {"display_name": " Noor\n "}}}


WORDS = Message((Span("Hier lezen anderen mee"),), (Button("Naar ons gesprek", OPEN),))


@pytest.mark.parametrize(
    ("what", "receipt", "method", "user"),
    [
        (Mentioned(), f"A0APP C01:{THREAD}", "chat.postEphemeral", "U01"),
        (Stranger("foreign"), "A0APP C01", "chat.postEphemeral", "U01"),
        (Stranger("foreign"), "A0APP D01", "chat.postMessage", None),
        (Stranger("bot"), "A0APP C01", "chat.postMessage", None),
        (StaffSaid("x", by="U07"), f"A0APP {DESK}:{THREAD}", "chat.postEphemeral", "U07"),
    ],
    ids=str,
)
async def test_a_whisper_is_for_one_alone(what: Any, receipt: str, method: str, user: str | None) -> None:
    calls = Calls()
    await calls.whisper(Heard("k", Address("slack", "U01", TEAM), what, receipt=receipt), WORDS)
    [(made, parameters)] = calls.made
    assert (made, parameters.get("user")) == (method, user)
    assert parameters.get("thread_ts", "") == (THREAD if ":" in receipt else "")
    [button] = parameters["blocks"][-1]["elements"]
    assert button["url"] == f"https://slack.com/app_redirect?app=A0APP&team={TEAM}"


async def test_a_way_to_answer_that_is_not_slacks_is_not_taken() -> None:
    calls = Calls()
    one = Heard("k", Address("slack", "U01", TEAM), Typed("x"), receipt="A0APP https://evil.example/x")
    await calls.whisper(one, WORDS)
    assert [parameters["channel"] for _, parameters in calls.made] == ["https"], "Slack knows no such channel"


@pytest.mark.parametrize("trouble", [Refused("not_in_channel"), Unavailable("away")])
async def test_what_cannot_be_shown_is_let_be(trouble: Exception) -> None:
    calls = Calls(trouble, trouble, trouble)
    await calls.whisper(Heard("k", Address("slack", "U01", TEAM), Mentioned(), receipt="A0APP C01"), WORDS)
    await calls.show_home(Address("slack", "U01", TEAM), WORDS)
    assert await calls.name_of(Address("slack", "U07", TEAM)) == ""


async def test_somebody_is_asked_for_by_name_once() -> None:
    calls = Calls()
    for _ in range(2):
        assert await calls.name_of(Address("slack", "U07", TEAM)) == "Noor"
    assert [method for method, _ in calls.made] == ["users.info"]
