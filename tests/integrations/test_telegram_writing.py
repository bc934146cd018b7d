"""How a message looks on Telegram: text, entities counted in UTF-16, buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.nodes import Button, Message, Span
from integrations.telegram import Entity, Telegram

telegram = Telegram("123456789:AAfake")


def entities(*spans: Span) -> list[Entity]:
    return telegram.write(Message(spans))[1]


def covered(text: str, entity: Entity) -> str:
    """The part of the text that an entity covers, by Telegram's way of counting."""
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def test_plain_words_have_no_entities_and_no_keyboard() -> None:
    assert telegram.write(Message((Span("Hallo Sam"),))) == ("Hallo Sam", [], None)


def test_what_a_learner_typed_cannot_become_markup() -> None:
    text, marks, _ = telegram.write(Message((Span("*vet* _x_ <b>y</b> [a](https://x.nl) `z`"),)))
    assert (text, marks) == ("*vet* _x_ <b>y</b> [a](https://x.nl) `z`", [])


def test_styles_become_entities() -> None:
    assert entities(Span("a "), Span("b", "bold"), Span("c", "italic"), Span("d", "code")) == [
        {"type": "bold", "offset": 2, "length": 1},
        {"type": "italic", "offset": 3, "length": 1},
        {"type": "code", "offset": 4, "length": 1},
    ]


def test_an_emoji_counts_for_as_many_units_as_it_has() -> None:
    assert entities(Span("👩🏽‍🎓é "), Span("vet", "bold")) == [{"type": "bold", "offset": 9, "length": 3}]
    assert entities(Span("👍", "bold"), Span("x", "bold"))[1]["offset"] == 2


def test_a_link_keeps_its_words_and_its_style() -> None:
    assert entities(Span("je backpack", "bold", "https://edubadges.nl/backpack")) == [
        {"type": "bold", "offset": 0, "length": 11},
        {"type": "text_link", "offset": 0, "length": 11, "url": "https://edubadges.nl/backpack"},
    ]


def test_a_link_that_is_its_own_text_needs_nothing() -> None:
    assert entities(Span("https://eduid.nl", href="https://eduid.nl")) == []


@pytest.mark.parametrize("href", ["http://localhost:8000/chat", "mailto:hulp@example.org", "javascript:x", "#a"])
def test_a_link_that_telegram_would_drop_is_written_out(href: str) -> None:
    text, marks, _ = telegram.write(Message((Span("hier", "bold", href), Span("!"))))
    assert text == f"hier ({href})!"
    assert [mark["type"] for mark in marks] == ["bold"]


def test_a_mail_address_with_a_link_to_itself_is_written_once() -> None:
    message = Message((Span("hulp@example.org", href="mailto:hulp@example.org"),))
    assert telegram.write(message) == ("hulp@example.org", [], None)


spans = st.builds(
    Span,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(["👍", "é", "👨‍👩‍👧", "\n"]),
    st.sampled_from(["plain", "bold", "italic", "code"]),
    st.sampled_from(["", "https://edubadges.nl/x"]),
)


@given(st.lists(spans, max_size=12))
def test_every_entity_covers_exactly_its_span(nodes: list[Span]) -> None:
    message = Message((Span("x"), *nodes))
    text, marks, _ = telegram.write(message)
    assert text == "".join(node.text for node in message.nodes)
    styled = [node.text for node in nodes if node.style != "plain" and node.text]
    linked = [node.text for node in nodes if node.href and node.text]
    assert [covered(text, mark) for mark in marks if mark["type"] != "text_link"] == styled
    assert [covered(text, mark) for mark in marks if mark["type"] == "text_link"] == linked


def test_answers_stand_one_to_a_row_and_commands_three_to_a_row_below() -> None:
    answers = [Button("Ja", "y"), Button("Nee", "n")]
    commands = [Button(f"c{i}", f"!{i}", "command") for i in range(4)]
    keyboard = telegram.write(Message((Span("?"),), (commands[0], *answers, *commands[1:])))[2]
    assert keyboard is not None
    rows = [[key["text"] for key in row] for row in keyboard["inline_keyboard"]]
    assert rows == [["Ja"], ["Nee"], ["c0", "c1", "c2"], ["c3"]]
    assert keyboard["inline_keyboard"][0] == [{"text": "Ja", "callback_data": "y"}]


def test_a_nudge_looks_like_any_message() -> None:
    words = (Span("Nog drie dagen"),)
    assert telegram.write(Message(words, nudge=True)) == telegram.write(Message(words))


def test_up_to_the_limits_everything_is_taken() -> None:
    message = Message((Span("👍" * 2048),), tuple(Button("é", "é" * 32) for _ in range(100)))
    text, _, keyboard = telegram.write(message)
    assert len(text) == 2048
    assert keyboard is not None
    assert len(keyboard["inline_keyboard"]) == 100


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (Message((Span("x" * 4097),)), "4097 UTF-16 units"),
        (Message((Span("👍" * 2049),)), "4098 UTF-16 units"),
        (Message((Span(" \n "),)), "without words"),
        (Message(()), "without words"),
        (Message((Span("\ud83d"),)), "surrogates"),
        (Message((Span("?"),), (Button("Ja", ""),)), "1 to 64 bytes"),
        (Message((Span("?"),), (Button("Ja", "é" * 33),)), "1 to 64 bytes"),
        (Message((Span("?"),), (Button(" ", "y"),)), "no label"),
        (Message((Span("?"),), tuple(Button("x", "y") for _ in range(101))), "101 buttons"),
    ],
)
def test_beyond_the_limits_it_says_what_is_wrong(message: Message, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        telegram.write(message)


def test_after_a_hundred_entities_the_rest_stays_plain() -> None:
    assert len(entities(*[Span("x", "bold"), Span(" ")] * 150)) == 100
