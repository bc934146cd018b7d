"""What becomes of everything Telegram may send: realistic updates, odd ones and junk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.ports import (
    Address,
    Blocked,
    Elsewhere,
    Forged,
    Heard,
    Moved,
    Opened,
    Reading,
    Sent,
    Tapped,
    Typed,
    What,
)
from integrations.telegram import Telegram

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
SECRET = "s3cret_of-the-Webhook"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
SAM, GROUP, SUPERGROUP = "6123450987", "-4012345678", "-1002012345678"

HEARD: dict[str, What] = {
    "text": Typed("Ik heb geen mail gekregen"),
    "text_with_emoji_and_link": Typed("👩🏽‍🎓 kijk: https://edubadges.nl/public/x en mail sam@example.org"),
    "text_with_custom_emoji": Typed("👍 gelukt"),
    "text_with_control_characters": Typed("abc\nd\te\u200dfg"),
    "text_in_three_lines": Typed("een\ntwee\n\ndrie"),
    "text_forwarded": Typed("Beste student, je hebt een edubadge ontvangen"),
    "text_as_reply": Typed("dit bedoel ik"),
    "text_by_inline_bot": Typed("gif van de week"),
    "text_without_language": Typed("hallo"),
    "text_with_odd_language": Typed("hallo"),
    "start": Opened(""),
    "start_with_payload": Opened("aw_9fK2-Qx7"),
    "start_with_odd_payload": Opened(""),
    "start_with_long_payload": Opened(""),
    "start_for_us_by_name": Opened("uitnodiging-7"),
    "command": Typed("/help"),
    "command_with_words": Typed("/help ik snap het niet"),
    "command_for_us_by_name": Typed("/opnieuw"),
    "path_that_is_no_command": Typed("/usr/share/doc"),
    "photo_with_caption": Sent("photo", "AgACAgQAAxkBAAIROmcx"),
    "photo_in_an_album": Sent("photo", "AgACAgQAAxkBAAIROmcx"),
    "sticker": Sent("sticker"),
    "voice": Sent("voice"),
    "audio": Sent("voice"),
    "video_note": Sent("voice"),
    "location": Sent("location"),
    "venue": Sent("location"),
    "contact": Sent("contact"),
    "video": Sent("video"),
    "animation": Sent("video"),
    "document": Sent("document"),
    "dice": Sent("other"),
    "poll": Sent("other"),
    "story": Sent("other"),
    "something_new": Sent("other"),
    "edited_text": Sent("edited"),
    "press": Tapped("17:done", on="4454"),
    "press_on_an_old_message": Tapped("17:done", on="3912"),
    "press_without_a_message": Tapped("17:done", on=""),
    "blocked": Blocked(True),
    "unblocked": Blocked(False),
    "added_to_a_group": Elsewhere(),
    "group_mention": Elsewhere(),
    "group_command": Elsewhere(),
    "group_command_for_anyone": Elsewhere(),
    "group_reply_to_us": Elsewhere(),
    "group_photo_with_mention": Elsewhere(),
    "group_became_supergroup": Moved(SUPERGROUP),
    "supergroup_was_group": Moved(SUPERGROUP),
    "junk_half_an_emoji": Typed("ab"),
    "junk_only_control_characters": Sent("other"),
    "junk_text_number": Sent("other"),
}
IGNORED = {
    "command_for_another_bot": "a command for another bot",
    "pinned_message": "a service message",
    "timer_changed": "a service message",
    "live_location_on_the_move": "a live location on the move",
    "edited_in_a_group": "an edit in a group",
    "press_of_a_game": "a press without a sender or a value",
    "press_with_an_empty_value": "a press without a sender or a value",
    "press_on_an_inline_message": "a press in a group",
    "press_in_a_group": "a press in a group",
    "made_administrator_of_a_group": "a membership that changes nothing for us",
    "removed_from_a_group": "a membership that changes nothing for us",
    "added_to_a_channel": "a membership that changes nothing for us",
    "group_mention_of_another": "talk in a group",
    "group_command_for_another_bot": "talk in a group",
    "group_talk": "talk in a group",
    "group_member_added": "talk in a group",
    "message_by_a_bot": "a message by a bot",
    "message_in_a_channel": "a message neither private nor in a group",
    "channel_post": "an update of a kind we do not read",
    "inline_query": "an update of a kind we do not read",
    "reaction": "an update of a kind we do not read",
    "business_message": "an update of a kind we do not read",
    "kind_of_next_year": "an update of a kind we do not read",
    "junk_list": "not an update",
    "junk_text": "not an update",
    "junk_number": "not an update",
    "junk_null": "not an update",
    "junk_empty_object": "an update without update_id",
    "junk_update_id_text": "an update without update_id",
    "junk_update_id_true": "an update without update_id",
    "junk_update_id_huge": "an update without update_id",
    "junk_update_id_not_a_number": "an update without update_id",
    "junk_message_text": "message of an odd shape",
    "junk_message_list": "message of an odd shape",
    "junk_message_empty": "a message without a chat",
    "junk_chat_list": "a message without a chat",
    "junk_chat_id_text": "a message without a chat",
    "junk_chat_type_missing": "a message neither private nor in a group",
    "junk_press_empty": "a press without a sender or a value",
    "junk_press_data_list": "a press without a sender or a value",
    "junk_membership_empty": "a membership that changes nothing for us",
    "junk_membership_without_a_chat": "a membership without a chat",
    "junk_edit_without_a_chat": "an edit in a group",
    "junk_empty": "not JSON",
    "junk_broken_off": "not JSON",
    "junk_form": "not JSON",
    "junk_html": "not JSON",
    "junk_latin1": "not JSON",
    "junk_zero_bytes": "not JSON",
}


def telegram(secret: str = SECRET) -> Telegram:
    channel = Telegram("123456789:AAfake", webhook_secret=secret)
    channel.username = "badgewijzer_test_bot"  # as `open` would have learned it
    return channel


def read(name: str) -> Reading:
    return telegram().read(HEADERS, (PAYLOADS / f"{name}.json").read_bytes())


def test_of_a_picture_the_largest_that_is_kept_is_asked_for_and_of_other_files_none() -> None:
    small = {"file_id": "small", "width": 90, "height": 51, "file_size": 1204}
    large = {"file_id": "large", "width": 1280, "height": 720, "file_size": 90_000}
    huge = {"file_id": "huge", "width": 9000, "height": 9000, "file_size": 6_000_000}
    as_file = {"file_id": "file", "mime_type": "image/png", "file_name": "scherm\x00.png", "file_size": 2_000_000}
    for content, found in (
        ({"photo": [small, large, huge]}, Sent("photo", "large")),
        ({"photo": [large, small]}, Sent("photo", "large")),
        ({"photo": [huge]}, Sent("photo")),
        ({"photo": [{"file_id": ["x"]}, {"file_id": "a b"}, "x"]}, Sent("photo")),
        ({"document": as_file}, Sent("document", "file", "scherm.png")),
        ({"document": {**as_file, "file_size": 6_000_000}}, Sent("document")),
        ({"document": {**as_file, "mime_type": "image/gif"}}, Sent("document")),
        ({"document": {**as_file, "mime_type": ["image/png"]}}, Sent("document")),
        ({"sticker": {"file_id": "sticker"}}, Sent("sticker")),
    ):
        message = {"chat": {"id": 1, "type": "private"}, "from": {"id": 1}, **content}
        [heard] = telegram().read_update({"update_id": 7, "message": message}).heard
        assert heard.what == found


def test_every_payload_is_expected_to_be_something() -> None:
    assert {path.stem for path in PAYLOADS.glob("*.json")} == HEARD.keys() | IGNORED.keys()


@pytest.mark.parametrize("name", sorted(name for name in HEARD.keys() | IGNORED.keys() if "junk" not in name))
def test_the_payloads_are_what_telegram_sends(name: str) -> None:
    """Telegram's own library, which asks for every field that is always there, can read them."""
    assert Update.de_json(json.loads((PAYLOADS / f"{name}.json").read_bytes()), None).update_id


@pytest.mark.parametrize("name", HEARD)
def test_it_is_heard_as_what_it_is(name: str) -> None:
    reading = read(name)
    assert [heard.what for heard in reading.heard] == [HEARD[name]]
    assert reading.ignored == ""


@pytest.mark.parametrize("name", IGNORED)
def test_it_is_ignored_with_a_reason(name: str) -> None:
    assert read(name) == Reading(ignored=IGNORED[name])


def test_a_message_has_a_key_an_address_a_masked_account_and_a_language() -> None:
    update = json.loads((PAYLOADS / "text.json").read_bytes())
    assert read("text").heard == (
        Heard(
            key=f"tg:123456789:{update['update_id']}",
            address=Address("telegram", SAM),
            what=Typed("Ik heb geen mail gekregen"),
            language="nl",
            account="S•• d•• V••••",
        ),
    )


def test_a_press_brings_the_receipt_that_telegram_waits_for() -> None:
    [heard] = read("press").heard
    assert (heard.receipt, heard.address.external_id) == ("2637104859204718293", SAM)


def test_a_press_without_its_message_is_the_persons_own() -> None:
    [heard] = read("press_without_a_message").heard
    assert heard.address == Address("telegram", SAM)


@pytest.mark.parametrize("name", ["text_without_language", "text_with_odd_language"])
def test_a_language_that_is_none_is_left_out(name: str) -> None:
    assert read(name).heard[0].language == ""


@pytest.mark.parametrize("name", ["added_to_a_group", "group_mention", "group_reply_to_us"])
def test_what_is_said_in_a_group_belongs_to_the_group_and_to_nobody_in_it(name: str) -> None:
    [heard] = read(name).heard
    assert heard.address == Address("telegram", GROUP)
    assert SAM not in repr(heard)


@pytest.mark.parametrize("name", ["group_became_supergroup", "supergroup_was_group"])
def test_both_sides_of_a_move_tell_the_same(name: str) -> None:
    [heard] = read(name).heard
    assert (heard.address.external_id, heard.what) == (GROUP, Moved(SUPERGROUP))


def test_two_deliveries_of_one_update_have_one_key() -> None:
    assert read("press").heard[0].key == read("press").heard[0].key
    assert read("press").heard[0].key != read("text").heard[0].key


@pytest.mark.parametrize("name", sorted(HEARD.keys() | IGNORED.keys()))
def test_no_reason_holds_anything_personal(name: str) -> None:
    assert not any(word in read(name).ignored.lower() for word in ("sam", "hallo", "6123450987", "kim"))


# Who may deliver


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET.upper()},
        {"X-Telegram-Bot-Api-Secret-Token": "é" * 20},
        {"X-Telegram-Bot-Api-Secret-Token": "\udcff"},
        {"Authorization": SECRET},
    ],
)
def test_a_delivery_without_our_secret_is_forged(headers: dict[str, str]) -> None:
    with pytest.raises(Forged) as raised:
        telegram().read(headers, (PAYLOADS / "text.json").read_bytes())
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("given", ["", SECRET])
def test_without_a_secret_of_our_own_every_delivery_is_forged(given: str) -> None:
    with pytest.raises(Forged):
        telegram(secret="").read({"X-Telegram-Bot-Api-Secret-Token": given}, b"{}")


def test_the_header_may_be_written_in_any_case() -> None:
    body = (PAYLOADS / "text.json").read_bytes()
    for name in ("x-telegram-bot-api-secret-token", "X-TELEGRAM-BOT-API-SECRET-TOKEN"):
        assert telegram().read({"Host": "x", name: SECRET}, body).heard


def test_junk_from_a_forger_is_forged_before_it_is_junk() -> None:
    with pytest.raises(Forged):
        telegram().read({}, b"\xff" * 2_000_000)


# Junk


def test_more_than_a_megabyte_is_not_even_parsed() -> None:
    body = b'{"update_id": 1, "message": "' + b"x" * 1_000_000 + b'"}'
    assert telegram().read(HEADERS, body) == Reading(ignored="too large")


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"update_id":1,"message":['])
def test_deep_nesting_is_not_json_to_us(opening: bytes) -> None:
    assert telegram().read(HEADERS, opening * 100_000).ignored


def test_a_very_long_text_is_cut() -> None:
    update = {"update_id": 1, "message": {"chat": {"id": 5, "type": "private"}, "text": "é" * 20_000}}
    [heard] = telegram().read_update(update).heard
    assert heard.what == Typed("é" * 8_192)


NAMES = (
    "update_id", "message", "callback_query", "edited_message", "my_chat_member", "chat", "from", "id",
    "type", "text", "data", "photo", "message_id", "new_chat_member", "status", "reply_to_message", "caption",
)  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


@given(json_values)
def test_no_update_however_odd_escapes_as_an_exception(update: object) -> None:
    assert isinstance(telegram().read_update(update), Reading)


shaped = st.fixed_dictionaries(
    {"update_id": st.integers()},
    optional={
        kind: st.fixed_dictionaries(
            {"chat": st.fixed_dictionaries({"id": st.integers(), "type": st.just("private")} | extra)},
            optional={
                "from": json_values,
                "text": st.text() | json_values,
                "data": st.text(),
                "id": st.text(),
            },
        )
        for kind, extra in (
            ("message", {}),
            ("callback_query", {"first_name": st.text()}),
            ("my_chat_member", {}),
        )
    },
)


@given(shaped)
def test_what_is_heard_can_be_stored_anywhere(update: object) -> None:
    for heard in telegram().read_update(update).heard:
        repr(heard).encode()
        assert len(heard.receipt) <= 64
        if isinstance(heard.what, Typed | Tapped):
            words = heard.what.text if isinstance(heard.what, Typed) else heard.what.value
            words.encode()
            assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in words)


@given(st.binary(max_size=300))
def test_no_bytes_however_odd_escape_as_an_exception(body: bytes) -> None:
    assert isinstance(telegram().read(HEADERS, body), Reading)


@pytest.mark.parametrize("token", ["", "abc", "123", "123:", ":abc", "123:a b", "123:abc\n", "１２３:abc"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ValueError, match="looks like 123456789") as raised:
        Telegram(token)
    assert not token or token not in str(raised.value).replace("123456789:AAF0a9…", "")


@pytest.mark.parametrize("secret", ["a b", "é", "x" * 257, "a\n"])
def test_what_cannot_be_a_webhook_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        Telegram("1:a", webhook_secret=secret)
