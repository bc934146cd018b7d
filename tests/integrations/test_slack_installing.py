"""Bolt's OAuth flow before a fake Slack: who lets us in, what comes back, and what is told when it does not."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
import pytest_asyncio
import structlog

from bot.ports import Installed, InstallPage, Refused, Unavailable
from integrations.slack_installing import SlackInstaller
from integrations.slack_manifest import scopes
from integrations.slack_renewing import SlackRenewing
from tests.fakes.slack_api import SlackApi

SITE = "https://badgewijzer.example.nl"


@dataclass
class Kept:
    """`ports.Installs` in memory."""

    words: set[str] = field(default_factory=set)
    here: list[Installed] = field(default_factory=list)

    async def begin(self) -> str:
        self.words.add(word := f"word-{len(self.words)}")
        return word

    async def come_back(self, word: str) -> bool:
        found = word in self.words
        self.words.discard(word)
        return found

    async def keep(self, new: Installed) -> None:
        self.here.append(new)


@dataclass
class Admin:
    """An admin's browser, with our pages and Slack's before it."""

    slack: SlackApi
    kept: Kept
    installer: SlackInstaller

    async def begins(self, **asked: str) -> tuple[dict[str, str], InstallPage, str]:
        """What Slack is asked, the page before it, and the Cookie header from then on."""
        page = await self.installer.begin(asked)
        [(name, morsel)] = SimpleCookie(page.cookie).items()
        return dict(parse_qsl(urlsplit(page.there).query)), page, f"{name}={morsel.value}"

    async def agrees(self, page: InstallPage, **more: str) -> dict[str, str]:
        """The query that Slack sends the browser back with."""
        async with aiohttp.ClientSession() as http:
            async with http.get(page.there, params=more, allow_redirects=False) as answer:
                back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == f"{SITE}/slack/oauth_redirect"
        return dict(parse_qsl(back.query))

    async def installs(self) -> InstallPage:
        _, page, cookie = await self.begins()
        return await self.installer.finish(await self.agrees(page), cookie)


@pytest_asyncio.fixture
async def admin() -> AsyncIterator[Admin]:
    async with SlackApi(strict=False) as slack:
        yield admin_of(slack)


def admin_of(slack: SlackApi) -> Admin:
    kept = Kept()
    client = (slack.client_id, slack.client_secret)
    return Admin(
        slack, kept, SlackInstaller(*client, kept, scopes=scopes(staff=False), base_url=SITE, api_url=slack.root)
    )


async def test_an_admin_who_agrees_lets_us_in_and_is_told_where_to_go(admin: Admin) -> None:
    asked, page, cookie = await admin.begins()
    assert page.name == "begin"
    assert asked["scope"] == ",".join(scopes(staff=False))
    assert asked["redirect_uri"] == f"{SITE}/slack/oauth_redirect"
    done = await admin.installer.finish(await admin.agrees(page), cookie)
    [new] = admin.kept.here
    assert (done.name, done.workspace) == ("done", "Edubadges")
    assert done.there == f"{admin.slack.root}/app_redirect?app=A0EDUBADGE&team={new.workspace}"
    assert new == Installed("T0EDUBADGE", admin.slack.team.token)


async def test_the_cookie_is_for_this_site_alone_and_ten_minutes(admin: Admin) -> None:
    _, page, _ = await admin.begins()
    [morsel] = SimpleCookie(page.cookie).values()
    assert morsel.key == "__Host-slack-install"
    told = (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"], morsel["max-age"])
    assert told == (True, True, "Lax", "/", "600")
    assert not morsel["domain"]


async def test_a_workspace_may_be_named_and_nothing_else_gets_into_the_address(admin: Admin) -> None:
    asked, _, _ = await admin.begins(team="T0EDUBADGE")
    assert asked["team"] == "T0EDUBADGE"
    for odd in ("T1&scope=admin", "T1 ", "x", "T" * 50, "http://elsewhere.example"):
        asked, _, _ = await admin.begins(team=odd)
        assert "team" not in asked
        assert asked["scope"] == ",".join(scopes(staff=False))


async def test_tokens_that_expire_come_with_what_renews_them() -> None:
    async with SlackApi(rotation=True, strict=False) as slack:
        admin = admin_of(slack)
        assert (await admin.installs()).name == "done"
        [new] = admin.kept.here
        assert new.renewal
        assert new.expires_at is not None
        assert timedelta(hours=11) < new.expires_at - datetime.now(UTC) <= timedelta(hours=12)

        renew = SlackRenewing(slack.client_id, slack.client_secret, slack.root, lambda: datetime.now(UTC))
        newer = await renew(new)
        assert newer.token == slack.team.token != new.token
        assert newer.renewal != new.renewal
        assert newer.expires_at is not None
        assert newer.expires_at > new.expires_at
        with pytest.raises(Refused):
            await renew(new)  # what it was renewed for is worth nothing any more
        slack.breaks("oauth.v2.access", "html500")
        with pytest.raises(Unavailable):
            await renew(newer)


async def test_a_whole_organisation_is_one_installation_under_its_own_name(admin: Admin) -> None:
    team = admin.slack.team
    team.enterprise, team.org_wide = "E0GRID", True
    done = await admin.installs()
    [new] = admin.kept.here
    assert (new.workspace, new.organisation) == ("E0GRID", "E0GRID")
    assert (done.name, done.workspace) == ("done", "Grid")
    assert done.there == f"{admin.slack.root}/app_redirect?app=A0EDUBADGE"


async def test_one_workspace_of_an_organisation_is_an_installation_of_its_own(admin: Admin) -> None:
    admin.slack.team.enterprise = "E0GRID"
    await admin.installs()
    [new] = admin.kept.here
    assert (new.workspace, new.organisation) == ("T0EDUBADGE", "E0GRID")


# What does not work


async def test_who_stops_at_slack_is_told_that_nothing_changed(admin: Admin) -> None:
    _, page, cookie = await admin.begins()
    admin.slack.denies = True
    back = await admin.agrees(page)
    assert back["error"] == "access_denied"
    assert (await admin.installer.finish(back, cookie)).name == "cancelled"
    assert admin.kept.here == []


async def test_an_answer_in_another_browser_lets_nobody_in(admin: Admin) -> None:
    """An attacker's own workspace in a victim's browser, or a browser without cookies."""
    _, page, _ = await admin.begins()
    back = await admin.agrees(page)
    _, _, theirs = await admin.begins()
    for cookie in ("", theirs, "other=1"):
        assert (await admin.installer.finish(back, cookie)).name == "elsewhere"
    assert admin.kept.here == []


async def test_an_answer_that_comes_twice_or_too_late_is_told_so(admin: Admin) -> None:
    _, page, cookie = await admin.begins()
    back = await admin.agrees(page)
    assert (await admin.installer.finish(back, cookie)).name == "done"
    assert (await admin.installer.finish(back, cookie)).name == "late"
    assert len(admin.kept.here) == 1


@pytest.mark.parametrize("odd", [{}, {"state": "x"}, {"code": "x"}, {"error": "<script>"}, {"error": ""}])
async def test_an_answer_that_slack_never_gives_is_a_page_and_no_error(admin: Admin, odd: dict[str, str]) -> None:
    page = await admin.installer.finish(odd, "")
    assert page.name in ("elsewhere", "refused", "cancelled")
    assert admin.kept.here == []


async def test_a_code_that_slack_does_not_know_lets_nobody_in(admin: Admin) -> None:
    asked, _, cookie = await admin.begins()
    page = await admin.installer.finish({"code": "made-up", "state": asked["state"]}, cookie)
    assert page.name == "refused"
    assert admin.kept.here == []


@pytest.mark.parametrize(
    ("method", "kind", "told"),
    [
        ("oauth.v2.access", "html500", "away"),
        ("oauth.v2.access", "reset_before", "away"),
        ("oauth.v2.access", "reset_after", "away"),
        ("oauth.v2.access", "junk", "away"),
        ("oauth.v2.access", "list", "away"),
        ("oauth.v2.access", "half_body", "away"),
        ("oauth.v2.access", "429", "away"),
        ("oauth.v2.access", "not_ok", "refused"),
        ("auth.test", "503", "away"),
        ("auth.test", "reset_before", "away"),
    ],
)
async def test_a_slack_that_stumbles_is_a_page_that_says_what_to_do(
    admin: Admin, method: str, kind: str, told: str
) -> None:
    _, page, cookie = await admin.begins()
    back = await admin.agrees(page)
    admin.slack.breaks(method, kind)
    assert (await admin.installer.finish(back, cookie)).name in (told, "away")
    assert admin.kept.here == []


async def test_a_wrong_client_secret_is_named_in_the_log_and_no_code_ever_is(
    admin: Admin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked, page, cookie = await admin.begins()
    back = await admin.agrees(page)
    admin.slack.client_secret = "another"
    with structlog.testing.capture_logs() as said:
        assert (await admin.installer.finish(back, cookie)).name == "refused"
    admin.slack.client_secret = "client-fake"
    assert said[0] == {
        "event": "slack.install_refused",
        "method": "oauth.v2.access",
        "why": "bad_client_secret",
        "log_level": "warning",
    }
    await admin.installs()
    [new] = admin.kept.here
    every = f"{said} {caplog.text} {new} {page.name}"
    for secret in (back["code"], asked["state"], new.token, "client-fake"):
        assert secret not in every
    assert new.token not in repr(replace(new, renewal=new.token))
