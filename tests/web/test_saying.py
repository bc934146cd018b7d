"""What the learner says by form and by script: heard once, refused kindly, and never from another site."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.ports import Opened, Tapped, Typed
from bot.web import chat
from bot.web.chat import address_of
from bot.web.pages import Pages
from tests.web.talks import Talk, Talks

OURS = "http://chat.example"


@pytest.fixture
def talks() -> Talks:
    return Talks()


def client_of(talks: Talks, base_url: str = OURS) -> TestClient:
    app = FastAPI()
    chat.install(app, Pages(organisation="", sandbox=False), talks, base_url=base_url)
    headers = {"accept": "text/html", "origin": base_url}
    return TestClient(app, base_url=base_url, headers=headers, follow_redirects=False)


@pytest.fixture
def client(talks: Talks) -> Iterator[TestClient]:
    with client_of(talks) as client:
        yield client


@pytest.fixture
def talking(client: TestClient, talks: Talks) -> Talk:
    assert say(client, start="").status_code == 303
    return talk(client, talks)


def say(client: TestClient, *, script: bool = False, headers: Mapping[str, str] = {}, **form: str) -> Response:
    return send(client, form, script=script, headers=headers)


def send(
    client: TestClient, form: dict[str, str], *, script: bool = False, headers: Mapping[str, str] = {}
) -> Response:
    form.setdefault("key", str(uuid.uuid4()))
    more = {"x-requested-with": "fetch"} if script else {}
    return client.post("/chat/say", data=form, headers={**more, **headers})


def talk(client: TestClient, talks: Talks) -> Talk:
    return talks.by_address[address_of(client.cookies["chat"])]


def test_looking_begins_nothing(client: TestClient, talks: Talks) -> None:
    for path in ("/", "/chat", "/chat?start=abc", "/chat?before=3", "/chat/stream", "/chat/say"):
        for method in ("GET", "HEAD"):
            assert "set-cookie" not in client.request(method, path).headers
    assert talks.by_address == {}
    assert [client.head(path).status_code for path in ("/", "/chat?start=abc")] == [200, 200]


def test_the_post_that_begins_sets_the_cookie_and_carries_the_link(client: TestClient, talks: Talks) -> None:
    answer = say(client, start="tok_en-1", lang="en")
    assert answer.headers["location"].startswith("/chat")
    cookie = SimpleCookie(answer.headers["set-cookie"])["chat"]
    assert len(cookie.value) == 43
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/", "lax", "15552000")
    assert cookie["httponly"] is True
    assert not cookie["secure"]
    (heard,) = talk(client, talks).heard
    assert heard.what == Opened("tok_en-1")
    assert heard.language == "en"
    assert heard.address.channel == "web"
    assert heard.key.startswith(f"web:{heard.address.external_id}:")
    assert cookie.value not in repr(heard)


def test_over_https_the_cookie_belongs_to_this_host_alone(talks: Talks) -> None:
    with client_of(talks, "https://chat.example") as client:
        cookie = SimpleCookie(say(client, start="").headers["set-cookie"])["__Host-chat"]
    assert cookie["secure"] is True
    assert cookie["domain"] == ""


def test_saying_more_sets_no_cookie(client: TestClient, talking: Talk) -> None:
    assert "set-cookie" not in say(client, text="hallo").headers
    assert "set-cookie" not in say(client, value="hello:go").headers


def test_two_taps_on_begin_are_one_conversation(client: TestClient, talks: Talks) -> None:
    key = str(uuid.uuid4())
    first = say(client, start="", key=key).headers["set-cookie"]
    client.cookies.clear()
    assert say(client, start="", key=key).headers["set-cookie"] == first
    assert len(talks.by_address) == 1


def test_sending_a_form_twice_says_it_once(client: TestClient, talking: Talk) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert say(client, text="hallo", key=key).status_code == 303
    assert [heard.what for heard in talking.heard[1:]] == [Typed("hallo")]


def test_mended_words_are_heard_though_the_form_is_the_same(client: TestClient, talking: Talk) -> None:
    key = str(uuid.uuid4())
    for text in ("halo", "hallo", "hallo"):
        say(client, text=text, key=key)
    assert [heard.what for heard in talking.heard[1:]] == [Typed("halo"), Typed("hallo")]


def test_words_taps_and_links_reach_the_conversation(client: TestClient, talking: Talk) -> None:
    say(client, text="  één\r\nre\x1bgel\0\x85  ")
    say(client, value="hello:go")
    say(client, start="later")
    assert [heard.what for heard in talking.heard[1:]] == [Typed("één\nregel"), Tapped("hello:go"), Opened("later")]


def test_a_script_gets_204_and_errors_as_words(client: TestClient, talks: Talks, talking: Talk) -> None:
    answer = say(client, script=True, text="hallo")
    assert (answer.status_code, answer.content) == (204, b"")
    talks.down = True
    answer = say(client, script=True, text="nog eens", lang="en")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/plain")
    assert "could not be kept" in answer.text


def test_nothing_said_is_nothing_heard(client: TestClient, talking: Talk) -> None:
    assert say(client, text=" \n ").status_code == 303
    assert len(talking.heard) == 1


def test_what_could_not_be_kept_stays_in_the_field_with_its_key(
    client: TestClient, talks: Talks, talking: Talk
) -> None:
    talks.down = True
    key = str(uuid.uuid4())
    answer = say(client, text="<b>mijn tekst</b>", key=key)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "&lt;b&gt;mijn tekst&lt;/b&gt;</textarea>" in answer.text
    assert f'value="{key}"' in answer.text
    talks.down = False
    assert say(client, text="mijn tekst", key=key).status_code == 303


def test_a_beginning_that_could_not_be_kept_can_be_tried_again(client: TestClient, talks: Talks) -> None:
    talks.down = True
    answer = say(client, start="abc")
    assert answer.status_code == 503
    assert 'name="start" value="abc"' in answer.text
    assert "set-cookie" not in answer.headers


def test_too_long_a_text_is_explained_and_kept(client: TestClient, talking: Talk) -> None:
    answer = say(client, text="x" * 4001)
    assert answer.status_code == 422
    assert "4001" in answer.text.replace(".", "").replace("\u202f", "")
    assert "x" * 4001 in answer.text
    assert say(client, text="é" * 4000).status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {"value": ""},
        {"value": "x" * 201},
        {"start": "no spaces"},
        {"start": "x" * 65},
        {"text": "hallo", "key": "not a uuid"},
    ],
)
def test_a_form_that_is_not_ours_is_refused(client: TestClient, talking: Talk, form: dict[str, str]) -> None:
    assert send(client, dict(form)).status_code == 422
    assert len(talking.heard) == 1


def test_a_body_that_is_too_large_or_of_another_kind_is_refused(client: TestClient, talking: Talk) -> None:
    assert say(client, text="x" * 70_000).status_code == 413
    assert client.post("/chat/say", json={"text": "hallo"}).status_code == 415
    many = {f"field{number}": "x" for number in range(50)}
    assert send(client, many, script=True).status_code == 400
    assert len(talking.heard) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": OURS},
    ],
)
def test_another_site_cannot_speak_for_the_learner(client: TestClient, talking: Talk, headers: dict[str, str]) -> None:
    for script in (False, True):
        assert say(client, script=script, text="hallo", headers=headers).status_code == 403
        assert say(client, script=script, start="abc", headers=headers).status_code == 403
    assert len(talking.heard) == 1


def test_a_form_of_our_own_page_may_hide_its_origin(client: TestClient, talking: Talk) -> None:
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert say(client, text="hallo", headers=headers).status_code == 303


@pytest.mark.parametrize("cookie", ["", "short", "x" * 43])
def test_without_a_conversation_there_is_nothing_to_answer(client: TestClient, talks: Talks, cookie: str) -> None:
    if cookie:
        client.cookies["chat"] = cookie
    answer = say(client, text="hallo")
    assert answer.status_code == 409
    assert 'id="begin"' in answer.text
    assert talks.by_address == {}


def test_a_link_opened_during_a_conversation_asks_first(client: TestClient, talking: Talk) -> None:
    page = client.get("/chat?start=abc").text
    assert 'name="start" value="abc"' in page
    assert "Ga verder met deze link" in page
    assert len(talking.heard) == 1
    assert "Ga verder" not in client.get("/chat?start=a b").text


def test_what_anybody_writes_stays_text(client: TestClient, talks: Talks, talking: Talk) -> None:
    attack = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}"
    say(client, text=attack)
    talks.add(talking, "out", attack)
    talking.human = attack
    page = client.get("/chat").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_older_messages_are_a_link_away(client: TestClient, talks: Talks, talking: Talk) -> None:
    for number in range(30):
        talks.add(talking, "out", f"bericht {number}.")
    page = client.get("/chat").text
    assert "bericht 29." in page
    assert "bericht 9." not in page
    found = re.search(r'href="(/chat\?before=\d+)"', page)
    assert found
    older = client.get(found[1]).text
    assert "bericht 9." in older
    assert "bericht 29." not in older
    assert "data-live" not in older
