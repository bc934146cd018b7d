"""What learners get to see on Slack: blocks in which nothing needs escaping, and what a notification shows."""

from __future__ import annotations

import pytest

from bot.conversation.nodes import RULE, Button, Message, Span
from integrations.slack import OneToken, Slack

SLACK = Slack(OneToken("xoxb-1234567890"))


def test_a_text_is_one_rich_text_and_its_buttons_stand_beneath_it() -> None:
    written = SLACK.write(
        Message(
            (Span("Ga naar "), Span("eduID", href="https://eduid.nl"), Span(" en klik op\n"), Span("Akkoord", "bold")),
            (Button("Ja", "eduid.have_one:yes"), Button("Help", ":help", "command")),
        )
    )
    assert written["blocks"] == [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Ga naar "},
                        {"type": "link", "url": "https://eduid.nl", "text": "eduID"},
                        {"type": "text", "text": " en klik op\n"},
                        {"type": "text", "text": "Akkoord", "style": {"bold": True}},
                    ],
                }
            ],
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Ja"},
                    "value": "eduid.have_one:yes",
                    "action_id": "answer0",
                }
            ],
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Help"},
                    "value": ":help",
                    "action_id": "command0",
                }
            ],
        },
    ]


def test_markup_in_what_somebody_said_stays_text() -> None:
    said = "<!channel> <@U1> *klik* <https://evil.example|hier> & meer"
    written = SLACK.write(Message((Span(said),)))
    assert written["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": said}]
    assert written["text"] == "&lt;!channel&gt; &lt;@U1&gt; *klik* &lt;https://evil.example|hier&gt; &amp; meer"
    assert (written["parse"], written["link_names"]) == ("none", False)
    assert not written["unfurl_links"]
    assert not written["unfurl_media"]


def test_what_is_no_link_on_slack_is_told_in_words() -> None:
    written = SLACK.write(Message((Span("hier", href="javascript:alert(1)"),)))
    assert written["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": "hier (javascript:alert(1))"}]


def test_between_two_languages_stands_a_line() -> None:
    written = SLACK.write(Message((Span("Hallo"), RULE, Span("Hello"))))
    assert [block["type"] for block in written["blocks"]] == ["rich_text", "divider", "rich_text"]


def test_no_row_has_more_than_25_buttons() -> None:
    written = SLACK.write(Message((Span("Kies"),), tuple(Button(f"{i}", f"a.b:{i}") for i in range(60))))
    assert [len(block["elements"]) for block in written["blocks"][1:]] == [25, 25, 10]
    ids = [one["action_id"] for block in written["blocks"][1:] for one in block["elements"]]
    assert len(set(ids)) == 60


@pytest.mark.parametrize(
    "message",
    [
        Message((Span("x" * 13_201),)),
        Message((Span(" \n"),)),
        Message((Span("Kies"),), (Button("x" * 76, "a.b:c"),)),
        Message((Span("Kies"),), (Button(" ", "a.b:c"),)),
        Message((Span("Kies"),), (Button("Ja", ""),)),
        Message((Span("Kies"),), (Button("Ja", "x" * 2001),)),
        Message((Span("Kies"),), tuple(Button("Ja", f"a.b:{i}") for i in range(101))),
    ],
)
def test_what_slack_would_refuse_is_not_written(message: Message) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        SLACK.write(message)


def test_a_notification_shows_the_beginning_of_a_long_text() -> None:
    for text in ("woord " * 1000, "<&>" * 1200, "x" * 3000 + "&" * 1000):
        shown = SLACK.write(Message((Span(text),)))["text"]
        assert 3_800 < len(shown) <= 3_900
        assert shown.endswith("…")
