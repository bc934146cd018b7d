"""The pages' words, blocks, headers and errors, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fluent.syntax import FluentParser, ast

from bot.conversation.blocks import Block, blocks
from bot.conversation.nodes import Button, Span
from bot.web import chat
from bot.web.chat import Line, shown
from bot.web.pages import HEADERS, HERE, SHARED, Pages
from tests.web.talks import Talks


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    chat.install(app, Pages(organisation="Hogeschool <X>", sandbox=False), Talks(), base_url="https://chat.example")

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("a word that nobody may read")

    with TestClient(
        app,
        base_url="https://chat.example",
        headers={"accept": "text/html", "sec-fetch-site": "same-origin"},
        raise_server_exceptions=False,
    ) as client:
        yield client


ROOMS = sorted(file.name.partition(".")[0] for file in HERE.glob("*.nl.ftl"))
"""Who has words: what all pages share (`words`), and the pages with words of their own."""


def words(room: str, language: str) -> dict[str, set[str]]:
    resource = FluentParser().parse((HERE / f"{room}.{language}.ftl").read_text("utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    return {
        entry.id.name: {attribute.id.name for attribute in entry.attributes}
        for entry in resource.body
        if isinstance(entry, ast.Message)
    }


def sources_of(room: str) -> list[Path]:
    """The templates and modules that speak a room's words."""
    own = {other: [*HERE.glob(f"templates/{other}*.html"), *HERE.glob(f"{other}.py")] for other in ROOMS}
    others = {file for files in own.values() for file in files}
    return own[room] if room != SHARED else [*(set(HERE.glob("templates/*.html")) - others), HERE / "chat.py"]


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_words(room: str) -> None:
    assert words(room, "nl") == words(room, "en")


@pytest.mark.parametrize("file", sorted(HERE.rglob("*.ftl")), ids=lambda file: file.name)
def test_no_word_of_the_pages_is_written_twice_for_the_second_would_never_be_said(file: Path) -> None:
    resource = FluentParser().parse(file.read_text("utf-8"))
    names = [entry.id.name for entry in resource.body if isinstance(entry, ast.Message)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_of_the_pages_is_used_and_every_used_word_is_there(room: str) -> None:
    text = "".join(source.read_text("utf-8") for source in sources_of(room))
    used = {name.partition(".")[0] for name in re.findall(r'\b[tn]\("([a-z_0-9]+(?:\.[a-z]+)?)"', text)}
    begun = {name for name in used if name.endswith("_")}  # the rest of the name is put together
    have, shared = set(words(room, "nl")), set(words(SHARED, "nl"))
    assert used - begun <= have | shared
    whole = ("error_", "fail_", *begun) if room == SHARED else tuple(begun)
    elsewhere = "".join(source.read_text("utf-8") for source in HERE.glob("templates/*.html")) if room == SHARED else ""
    unused = {name for name in have - used if not name.startswith(whole) and f'"{name}"' not in elsewhere}
    assert unused == set()


# Nodes as blocks


def texts_of(found: tuple[Block, ...]) -> list[object]:
    return [(block.kind, block.start, ["".join(piece.text for piece in row) for row in block.rows]) for block in found]


def test_lines_become_paragraphs_and_lists() -> None:
    text = "Zo doe je dat:\n1. een\n2. twee\n\n3. drie\nKlaar\n\n• los\n• ding\nweer\neen regel\n\nslot"
    assert texts_of(blocks((Span(text),))) == [
        ("p", 1, ["Zo doe je dat:"]),
        ("ol", 1, ["een", "twee", "drie"]),
        ("p", 1, ["Klaar"]),
        ("ul", 1, ["los", "ding"]),
        ("p", 1, ["weer", "een regel"]),
        ("p", 1, ["slot"]),
    ]


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_numbers() -> None:
    assert texts_of(blocks((Span("1. een\n\nuitleg\n\n2. twee"),)))[2] == ("ol", 2, ["twee"])


def test_styles_and_links_survive_inside_an_item() -> None:
    nodes = (Span("1. Ga naar "), Span("eduID", "bold", "https://www.eduid.nl/home"), Span(" en kijk\n2. Klaar"))
    (found,) = blocks(nodes)
    assert [(piece.text, piece.style, piece.host) for piece in found.rows[0]] == [
        ("Ga naar ", "plain", ""),
        ("eduID", "bold", "eduid.nl"),
        (" en kijk", "plain", ""),
    ]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://[", "/chat"])
def test_a_link_that_is_not_to_the_web_is_only_text(href: str) -> None:
    (found,) = blocks((Span("klik", "plain", href),))
    assert found.rows[0][0].href == ""


def test_what_a_learner_writes_is_no_list() -> None:
    assert [block.kind for block in blocks((Span("1. een\n2. twee"),), lists=False)] == ["p"]


@pytest.mark.parametrize("text", ["", "\n\n", " \n "])
def test_nothing_becomes_nothing(text: str) -> None:
    assert blocks((Span(text),)) == ()


# Lines


def line(number: int, direction: str, text: str, *buttons: str) -> Line:
    made = tuple(Button(label.lstrip("/"), label, "command" if label[0] == "/" else "answer") for label in buttons)
    return Line(number, direction, (Span(text),), made, datetime(2026, 6, 22, 22, number, tzinfo=UTC))  # type: ignore[arg-type]


def test_only_the_newest_open_question_asks_for_an_answer() -> None:
    lines, commands = shown(
        [line(1, "out", "Een?", "Ja", "Nee", "/Hulp"), line(2, "in", "Nee"), line(3, "out", "Twee?", "Goed", "/Stop")]
    )
    assert [one.live for one in lines] == [False, False, True]
    assert lines[0].chosen == "Nee"
    assert [button.label for button in commands] == ["Stop"]


def test_an_answered_question_is_quiet_at_once_and_a_typed_word_leaves_it_open() -> None:
    answered, _ = shown([line(1, "out", "Een?", "Ja"), line(2, "in", "Ja")])
    typed, _ = shown([line(1, "out", "Een?", "Ja"), line(2, "in", "wat?"), line(3, "out", "Nou...")])
    assert not answered[0].live
    assert typed[0].live


def test_a_message_in_another_language_than_the_page_says_so() -> None:
    said = [
        Line(1, "out", (Span("Hallo"),), (Button("Ja", "yes"),), datetime(2026, 6, 22, tzinfo=UTC), "nl"),
        Line(2, "out", (Span("Hello"),), (), datetime(2026, 6, 22, tzinfo=UTC), "en"),
        Line(3, "out", (Span("?"),), (), datetime(2026, 6, 22, tzinfo=UTC)),
    ]
    pages = Pages(organisation="", sandbox=False)
    html = pages.render("lines.html", "en", lines=shown(said)[0], new_key=lambda: "key")
    assert re.findall(r'class="(words|label)" lang="(..)"', html) == [("words", "nl"), ("label", "nl")]


def test_days_are_dutch_days() -> None:
    lines, _ = shown([line(1, "out", "laat"), line(2, "out", "later")])
    assert [one.day for one in lines] == ["2026-06-23", ""]  # 22:01 UTC is after midnight in summer
    assert lines[0].clock == "00:01"


# Headers, languages, errors


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/chat", 200), ("/nothing", 404), ("/broken", 500), ("/chat/stream", 204), ("/static/none", 404)],
)
def test_every_answer_has_the_headers(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    assert answer.headers["cache-control"] == "no-store"
    assert "a word that nobody may read" not in answer.text


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.parametrize(("language", "word"), [("nl", "het"), ("en", "the")])
def test_error_pages_speak_the_readers_language(client: TestClient, status: int, language: str, word: str) -> None:
    path = {404: "/nothing", 500: "/broken"}[status]
    answer = client.get(path, headers={"accept-language": language})
    assert f'<html lang="{language}">' in answer.text
    assert "/chat" in answer.text


def test_a_program_gets_an_error_without_a_page(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"accept": "application/json"})
    assert (answer.status_code, answer.text) == (404, "Not Found")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("", "nl"),
        ("de,fr;q=0.9", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("en;q=0.2, nl-BE;q=0.9", "nl"),
        ("en;q=0, nl;q=0.1", "nl"),
        ("en;q=oops,;;;,", "nl"),
    ],
)
def test_the_browsers_language_is_followed(client: TestClient, wanted: str, language: str) -> None:
    assert f'lang="{language}"' in client.get("/", headers={"accept-language": wanted}).text.split(">")[1]


def test_a_language_picked_by_link_wins(client: TestClient) -> None:
    page = client.get("/?lang=en", headers={"accept-language": "nl"}).text
    assert '<html lang="en">' in page
    assert 'href="/chat?lang=en"' in page
    assert 'href="?lang=nl"' in page


def test_the_front_page_says_what_it_never_asks_and_how_to_check(client: TestClient) -> None:
    page = client.get("/").text
    for told in ("DigiD", "wachtwoord", "edubadges.nl", "eduid.nl", "Hogeschool &lt;X&gt;"):
        assert told in page
    assert "Oefenomgeving" not in page


def test_static_files_are_kept_for_long_only_in_their_exact_version(client: TestClient) -> None:
    found = re.search(r'"(/static/chat\.css\?v=[0-9a-f]{12})"', client.get("/").text)
    assert found
    assert "immutable" in client.get(found[1]).headers["cache-control"]
    assert client.get("/static/chat.css?v=old").headers["cache-control"] == "no-cache"
