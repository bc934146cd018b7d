"""Staff who log in at their institution's provider: who comes in, who does not, and that nothing else is believed."""

from __future__ import annotations

import html
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2 as httpx
import pytest
from sqlalchemy import Connection, func, select

from bot.store import privacy, staff
from bot.store.staff import Member, Role
from bot.store.tables import sessions, staff_logins
from bot.web.desk.room import RECENT
from bot.wiring import House
from tests.beside import Beside, beside
from tests.fakes.openid_provider import CLIENT, KEYS, SECRET, LyingProvider, says
from tests.foreign import foreign_provider
from tests.house import emptied, free_port, program, settings

MAIL = "learner@example.net"


@dataclass
class Door:
    """A program whose staff log in at a provider."""

    house: House
    url: str
    around: Beside
    provider: Any = None

    def write(self, unit: Any, *arguments: Any) -> Any:
        return self.around.do(self.house.database.write(unit, *arguments))

    def invited(self, email: str = MAIL, role: Role = "agent") -> Member:
        found: Member = self.write(staff.add, email, "Noor", role, None, self.house.clock())
        return found

    def browser(self) -> httpx.Client:
        headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
        return httpx.Client(base_url=self.url, headers=headers)

    def off(self, http: httpx.Client, query: str = "next=%2Fdesk%2Faccount") -> str:
        """The browser leaves for the provider: to this address."""
        page = http.post(f"/desk/login?{query}")
        assert page.status_code == 200, page.text
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
        assert found
        return html.unescape(found[1])

    def back(self, http: httpx.Client, **changed: str) -> httpx.Response:
        """A whole login: what the browser gets when it is back."""
        answer = self.provider.log_in(self.off(http))
        return http.get("/desk/callback", params={**answer, **changed})

    def sessions(self) -> int:
        return int(self.write(lambda db: db.execute(select(func.count()).select_from(sessions)).scalar()))


@contextmanager
def staffed(folder: Any, around: Beside, **more: Any) -> Iterator[Door]:
    port, stack = free_port(), AsyncExitStack()
    chosen = settings(
        f"sqlite:///{folder}/{port}.db", port=port, staff_client_id=CLIENT, staff_client_secret=SECRET, **more
    )
    house, _ = around.do(stack.enter_async_context(program(chosen)))
    yield Door(house, f"http://localhost:{port}", around)
    around.do(stack.aclose())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with beside() as around:
        provider = LyingProvider(time.time())
        around.do(provider.__aenter__())
        folder = tmp_path_factory.mktemp("staffed")
        told = {
            "staff_role_claim": "groups", "staff_roles": "urn:desk:lead=lead, urn:desk=agent",
            "staff_email_domains": "own.example",
        }  # fmt: skip
        with staffed(folder, around, staff_issuer=provider.issuer, **told) as door:
            door.provider = provider
            yield door
        around.do(provider.__aexit__())


@pytest.fixture
def door(running: Door) -> Door:
    """Nobody is invited, and the provider is honest."""
    running.around.do(emptied(running.house))
    fresh = LyingProvider(time.time())
    for name in ("now", "keys", "signs_with", "header", "person", "claims", "in_userinfo", "tokens", "secret"):
        setattr(running.provider, name, getattr(fresh, name))
    running.provider.behaves = {}
    return running


def test_who_was_invited_logs_in_at_the_provider_and_is_where_they_wanted_to_be(door: Door) -> None:
    member = door.invited()
    with door.browser() as http:
        asked = dict(parse_qsl(urlsplit(door.off(http)).query))
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == f"{door.url}/desk/callback"
        assert "prompt" not in asked
        inside = door.back(http)
        assert (inside.status_code, inside.headers["location"]) == (303, "/desk/account")
        page = http.get("/desk/account").text
        assert all(words in page for words in ("Noor", MAIL, "Firefox, Linux"))
        assert door.write(staff.by_id, member.id) == member
        first = http.cookies["desk"]
        assert door.back(http).status_code == 303
        assert http.cookies["desk"] != first, "each login has a word of its own"
        assert door.sessions() == 1, "and ends the session that this browser had"


def test_a_login_comes_back_once_in_time_and_in_its_own_browser(door: Door) -> None:
    door.invited()
    with door.browser() as http, door.browser() as other:
        answer = door.provider.log_in(door.off(http))
        assert other.get("/desk/callback", params=answer).status_code == 400
        door.off(other)
        assert other.get("/desk/callback", params=answer).status_code == 400
        assert http.get("/desk/callback", params={**answer, "state": "x" + answer["state"]}).status_code == 400
        assert http.get("/desk/callback", params={"error": "access_denied"}).status_code == 400
        assert http.get("/desk/callback", params=answer).status_code == 303
        assert http.get("/desk/callback", params=answer).status_code == 400
        answer = door.provider.log_in(door.off(http))
        late = door.house.clock() - timedelta(seconds=1)
        door.write(lambda db: db.execute(staff_logins.update().values(expires_at=late)))
        assert http.get("/desk/callback", params=answer).status_code == 400
        assert door.sessions() == 1


def test_nothing_but_a_true_answer_is_believed(door: Door) -> None:
    door.invited()
    lies: list[dict[str, Any]] = [
        {"claims": {"nonce": "another"}}, {"claims": {"nonce": None}}, {"claims": {"aud": "somebody-else"}},
        {"claims": {"aud": [CLIENT, "other"]}}, {"claims": {"iss": "https://evil.example"}},
        {"claims": {"exp": door.provider.now - 60}}, {"claims": {"iat": None}}, {"claims": {"sub": None}},
        {"header": {"alg": "none"}}, {"header": {"alg": "HS256"}},
        {"signs_with": KEYS[1], "header": {"kid": KEYS[0].kid}}, {"tokens": {"id_token": None}},
        {"tokens": {"access_token": None}},
    ]  # fmt: skip
    with door.browser() as http:
        for lie in lies:
            honest = {name: getattr(door.provider, name) for name in lie}
            for name, value in lie.items():
                setattr(door.provider, name, value)
            assert door.back(http).status_code == 502, lie
            for name, value in honest.items():
                setattr(door.provider, name, value)
        assert door.back(http, iss="https://evil.example").status_code == 502
        assert door.back(http, code="made-up").status_code == 502
        assert door.sessions() == 0


def test_each_failure_says_what_to_do_in_both_languages(door: Door) -> None:
    with door.browser() as http:
        for language, words in (("nl", "Je bent nog niet uitgenodigd"), ("en", "You are not invited yet")):
            refused = door.back(http, lang=language)
            assert (refused.status_code, words in refused.text, MAIL in refused.text) == (403, True, True)
        stopped = http.get(
            "/desk/callback", params={"state": _state(door, http), "error": "access_denied", "lang": "en"}
        )
        assert (stopped.status_code, "You did not log in" in stopped.text) == (200, True)
        evil = {"state": _state(door, http), "error": "<script>alert(1)</script>", "error_description": "<b>"}
        refused = http.get("/desk/callback", params={**evil, "lang": "en"})
        assert (refused.status_code, "not set up well" in refused.text, "<b>" in refused.text) == (502, True, False)
        door.provider.secret = "another"
        assert "not set up well" in door.back(http, lang="en").text
        door.provider.behaves["token"] = says(503)
        away = door.back(http, lang="en")
        assert (away.status_code, "does not answer" in away.text) == (503, True)


def _state(door: Door, http: httpx.Client) -> str:
    return dict(parse_qsl(urlsplit(door.off(http)).query))["state"]


def test_a_member_is_known_by_a_verified_address_once_and_then_by_who_they_are(door: Door) -> None:
    door.invited()
    provider = door.provider
    with door.browser() as http:
        for says_of_it in (False, None, "no", 1):
            provider.claims = provider.in_userinfo = {"email_verified": says_of_it}
            assert door.back(http).status_code == 403, says_of_it
        provider.claims = provider.in_userinfo = {}
        assert door.back(http).status_code == 303
        provider.person["sub"] = "somebody-else-with-that-address"
        assert "in use" in door.back(http, lang="en").text
        provider.person |= {"sub": "b1d0a6c4-7d55-4c7f-8a52-0f6c2f0b9a11", "email": "new@example.net"}
        assert door.back(http).status_code == 303


def test_the_institutions_own_addresses_are_believed_where_the_provider_says_nothing_of_them(door: Door) -> None:
    door.invited("noor@own.example")
    door.provider.person |= {"email": "Noor@own.example"}
    with door.browser() as http:
        door.provider.claims = door.provider.in_userinfo = {"email_verified": False}
        assert door.back(http).status_code == 403
        door.provider.claims = door.provider.in_userinfo = {"email_verified": None}
        assert door.back(http).status_code == 303


def test_a_role_by_a_claim_follows_it_and_goes_with_it(door: Door) -> None:
    provider = door.provider

    def member() -> Any:
        return door.write(lambda db: [(one.role, one.by_claim) for one in staff.everybody(db)])

    with door.browser() as http:
        provider.person["groups"] = ["urn:other", "urn:desk"]
        assert door.back(http).status_code == 303
        assert member() == [("agent", True)]
        provider.person["groups"] = ["urn:desk", "urn:desk:lead"]
        with door.browser() as another:
            assert door.back(another).status_code == 303
        assert member() == [("lead", True)]
        assert http.get("/desk").status_code == 303, "at the desk with another role, they must come in again"
        provider.person["groups"] = "urn:other"
        assert door.back(http).status_code == 403
        assert door.sessions() == 0
        provider.person["groups"] = "urn:desk"
        assert door.back(http).status_code == 303
        door.write(lambda db: staff.remove(db, staff.everybody(db)[0].id, door.house.clock()))
        assert door.back(http).status_code == 403, "who was removed is to be invited again"


def test_an_invitation_stands_whatever_the_provider_tells(door: Door) -> None:
    member = door.invited(role="viewer")
    door.provider.person["groups"] = ["urn:desk:lead"]
    with door.browser() as http:
        assert door.back(http).status_code == 303
    assert door.write(staff.by_id, member.id).role == "viewer"


def test_a_login_again_is_a_new_one_and_ends_the_session_before(door: Door) -> None:
    door.invited()
    again = "again=1&next=%2Fdesk%2Faccount"
    with door.browser() as http:
        door.back(http)
        before = http.cookies["desk"]
        page = http.get(f"/desk/login?{again}&lang=en").text
        assert "less than five minutes ago" in page
        address = door.off(http, again)
        asked = dict(parse_qsl(urlsplit(address).query))
        assert (asked["prompt"], asked["max_age"]) == ("login", "0")
        for auth_time in (None, door.provider.now - 3600, True):
            door.provider.claims = {"auth_time": auth_time}
            refused = http.get("/desk/callback", params=door.provider.log_in(door.off(http, again)))
            assert refused.status_code == 403
        assert http.get("/desk/here").status_code == 204, "the session that there was goes on"
        door.provider.claims = {"auth_time": int(time.time())}
        inside = http.get("/desk/callback", params=door.provider.log_in(address))
        assert inside.headers["location"] == "/desk/account"
        assert http.cookies["desk"] != before
        assert door.sessions() == 1


def test_a_login_that_the_provider_remembered_is_none_of_late(door: Door) -> None:
    member = door.invited(role="lead")
    proven = select(sessions.c.proven_at).where(sessions.c.staff_id == member.id).order_by(sessions.c.begun_at.desc())
    for told, of_late in ((None, False), (door.provider.now - 3600, False), (int(time.time()), True), (1e40, False)):
        door.provider.claims = {} if told is None else {"auth_time": told}
        with door.browser() as http:
            assert door.back(http).status_code == 303
        found = door.write(lambda db: db.execute(proven.limit(1)).scalar())
        assert (door.house.clock() - found <= RECENT) == of_late, told


def test_an_odd_page_to_go_on_to_is_the_first_one(door: Door) -> None:
    with door.browser() as http:
        for odd in ("//[", "//elsewhere.example", "https://elsewhere.example", "/desk/../x"):
            assert http.get("/desk/login", params={"next": odd}).status_code == 200
            assert http.post("/desk/login", params={"next": odd}).status_code == 200


def test_a_form_of_another_site_begins_no_login(door: Door) -> None:
    with door.browser() as http:
        assert http.post("/desk/login", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert door.write(lambda db: db.execute(select(func.count()).select_from(staff_logins)).scalar()) == 0


def test_what_is_over_is_let_go(door: Door) -> None:
    door.invited()
    with door.browser() as http:
        door.back(http)
        door.off(http)

    def gone(db: Connection, after: timedelta) -> Any:
        return privacy.sweep(db, door.house.clock() + after, timedelta(days=90))

    assert door.write(gone, timedelta(minutes=9)) == {}
    assert door.write(gone, timedelta(minutes=31)) == {"session": 1, "staff login": 1}
    door.write(lambda db: staff.remove(db, staff.everybody(db)[0].id, door.house.clock()))
    assert door.write(gone, timedelta(days=364)) == {}
    assert door.write(gone, timedelta(days=366)) == {"audit": 1, "member": 1}


def test_staff_log_in_at_a_provider_that_nobody_here_wrote(tmp_path: Any) -> None:
    """With every hop that a browser makes, also when it must log in anew."""
    port = free_port()
    with foreign_provider(redirect=f"http://localhost:{port}/desk/callback") as provider, beside() as around:
        stack = AsyncExitStack()
        chosen = settings(
            f"sqlite:///{tmp_path}/foreign.db", port=port, staff_issuer=provider.issuer, staff_client_id=CLIENT,
            staff_client_secret=SECRET, staff_role_claim="uids", staff_roles="urn:desk=lead",
        )  # fmt: skip
        house, _ = around.do(stack.enter_async_context(program(chosen)))
        door = Door(house, f"http://localhost:{port}", around)
        person = {"email": MAIL, "email_verified": True, "name": "Noor de Vries", "uids": ["urn:desk"]}
        provider.set(person={"sub": secrets.token_hex(8), **person}, reaches=None, fails=None, claims="id_token")
        with door.browser() as http:
            for query in ("next=%2Fdesk%2Faccount", "again=1&next=%2Fdesk%2Faccount"):
                inside = _walked(http, door.off(http, query))
                assert (inside.status_code, inside.headers["location"]) == (303, "/desk/account"), inside.text
            assert "Noor de Vries" in http.get("/desk/account").text
            provider.set(claims="userinfo")
            assert _walked(http, door.off(http)).status_code == 303
            provider.set(fails={"error": "access_denied"})
            assert "You did not log in" in _walked(http, door.off(http), "&lang=en").text
        assert door.sessions() == 1
        around.do(stack.aclose())


def _walked(http: httpx.Client, address: str, more: str = "") -> httpx.Response:
    """From this address by every redirect until it is back at the desk."""
    with httpx.Client() as visitor:
        for _ in range(8):
            address = urljoin(address, visitor.get(address).headers["location"])
            if "/desk/callback" in address:
                return http.get(address + more)
    raise AssertionError("it never leads back")


def test_without_a_provider_the_desk_says_how_it_is_turned_on(tmp_path: Any) -> None:
    with beside() as around:
        stack = AsyncExitStack()
        alone = settings(f"sqlite:///{tmp_path}/off.db")
        public = settings(f"sqlite:///{tmp_path}/public.db", sandbox=None, base_url="https://gids.example.org")
        for chosen in (alone, public):  # a web chat that others reach is no place to practise, unless that is said
            _, url = around.do(stack.enter_async_context(program(chosen)))
            with httpx.Client(base_url=url) as http:
                for path in ("/desk", "/desk/login", "/desk/conversations/abc"):
                    page = http.get(path)
                    assert (page.status_code, "STAFF_ISSUER" in page.text) == (404, True)
                assert http.post("/desk/login/sandbox/admin").status_code == 405
        around.do(stack.aclose())


def test_behind_https_no_other_host_sets_a_cookie_of_the_desk(tmp_path: Any) -> None:
    with beside() as around:
        stack = AsyncExitStack()
        chosen = settings(f"sqlite:///{tmp_path}/https.db", sandbox=True, base_url="https://gids.example.org")
        _, url = around.do(stack.enter_async_context(program(chosen)))
        with httpx.Client(base_url=url, headers={"Sec-Fetch-Site": "same-origin"}) as http:
            inside = http.post("/desk/login/sandbox/agent")
        cookie = {part.partition("=")[0].strip().lower() for part in inside.headers["set-cookie"].split(";")}
        assert {"__host-desk", "secure", "httponly", "path", "samesite"} <= cookie
        assert "domain" not in cookie
        around.do(stack.aclose())
