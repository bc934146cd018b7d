"""How a workspace lets us in: Bolt's OAuth flow, with our own tables behind it and our own pages before it.

Source: slackapi/bolt-python, `slack_bolt/oauth/async_oauth_flow.py` (August 2026);
https://docs.slack.dev/authentication/installing-with-oauth.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ports import Installed, InstallPage, Installs, Unavailable
from integrations.slack_manifest import INSTALL_PATH, REDIRECT_PATH

log = structlog.get_logger()

TIMEOUT_SECONDS = 20
STATE_SECONDS = 600

_QUIET = logging.Logger("slack installing", logging.CRITICAL)
"""Bolt writes codes into its log, which are as good as tokens."""

_LATER = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_PAGES: Mapping[str, Any] = {"access_denied": "cancelled", "invalid_browser": "elsewhere", "invalid_state": "late"}
_PAGE = "badgewijzer page"


class _States(AsyncOAuthStateStore):
    def __init__(self, installs: Installs) -> None:
        self.installs = installs

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return await self.installs.begin()

    async def async_consume(self, state: str) -> bool:
        return await self.installs.come_back(state)


class _Store(AsyncInstallationStore):
    """Bolt only saves here: who speaks in which workspace, `ports.Tokens` tells."""

    def __init__(self, installs: Installs) -> None:
        self.installs = installs

    async def async_save(self, installation: Installation) -> None:
        await self.installs.keep(installed(installation))


def installed(found: Installation) -> Installed:
    """An installation of Slack's as ours: of the whole organisation where that is what let us in."""
    organisation = found.enterprise_id or ""
    workspace = organisation if found.is_enterprise_install else found.team_id or organisation
    expires = found.bot_token_expires_at
    return Installed(
        workspace,
        found.bot_token or "",
        organisation,
        found.bot_refresh_token or "",
        datetime.fromtimestamp(expires, UTC) if expires else None,
    )


class _Client(AsyncWebClient):
    """Slack's client, tried once, that tells what was refused; what it could not reach is Unavailable."""

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **how)
        except SlackApiError as error:
            answer = error.response.data if isinstance(error.response, AsyncSlackResponse) else None
            told = answer.get("error") if isinstance(answer, dict) else None
            if not isinstance(told, str) or told in _LATER or error.response.status_code >= 429:
                raise Unavailable(f"{api_method}: no answer that can be used") from None
            log.warning("slack.install_refused", method=api_method, why=_known(told))
            raise
        except Exception as error:  # whatever it is, its text may hold a code
            raise Unavailable(f"{api_method}: {type(error).__name__}") from None


def _known(told: str) -> str:
    return told[:80] if re.fullmatch(r"[a-z_]+", told) else "an error of an odd name"


class _Cookies(OAuthStateUtils):
    """The cookie that tells in which browser it began: no other site can set it, where there is TLS."""

    def __init__(self, secure: bool) -> None:
        super().__init__(
            cookie_name="__Host-slack-install" if secure else "slack-install", expiration_seconds=STATE_SECONDS
        )
        self.secure = secure

    def build_set_cookie_for_new_state(self, state: str) -> str:
        cookie = f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"
        return cookie if self.secure else cookie.replace("; Secure", "")


class _Flow(AsyncOAuthFlow):
    """Bolt's flow; what it would show is a page of ours."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        request.context[_PAGE] = InstallPage("begin", there=url)
        return ""

    async def run_installation(self, code: str) -> Installation | None:
        found = await super().run_installation(code)
        return found if found is not None and found.bot_token and (found.team_id or found.enterprise_id) else None


class SlackInstaller:
    """`ports.Installer` for a Slack app that any workspace can install."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        installs: Installs,
        *,
        scopes: tuple[str, ...],
        base_url: str,
        api_url: str,
    ) -> None:
        self._api_url = api_url
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=scopes,
            user_scopes=(),
            redirect_uri=f"{base_url}{REDIRECT_PATH}",
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            callback_options=AsyncCallbackOptions(self._let_in, self._failed),
            authorization_url=f"{api_url}/oauth/v2/authorize",
            installation_store=_Store(installs),
            state_store=_States(installs),
            state_expiration_seconds=STATE_SECONDS,
            logger=_QUIET,
        )
        settings.state_utils = _Cookies(base_url.startswith("https://"))
        client = _Client(base_url=f"{api_url}/api/", timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=_QUIET)
        self._flow = _Flow(client=client, logger=_QUIET, settings=settings)

    async def begin(self, asked: Mapping[str, str]) -> InstallPage:
        team = asked.get("team", "")
        request = _request({"team": team} if _TEAM.fullmatch(team) else {}, "")
        answer = await self._flow.handle_installation(request)
        page: InstallPage = request.context[_PAGE]
        return InstallPage(page.name, page.there, cookie=answer.headers["set-cookie"][0])

    async def finish(self, answer: Mapping[str, str], cookie: str) -> InstallPage:
        request = _request(answer, cookie)
        try:
            await self._flow.handle_callback(request)
        except Unavailable as away:
            log.warning("slack.install_away", why=str(away))
            return InstallPage("away")
        page: InstallPage = request.context[_PAGE]
        return page

    async def _let_in(self, args: AsyncSuccessArgs) -> BoltResponse:
        found = args.installation
        whole = found.is_enterprise_install
        name = (found.enterprise_name if whole else found.team_name) or ""
        args.request.context[_PAGE] = InstallPage("done", self._there(found), name[:80])
        return BoltResponse(status=200)

    def _there(self, found: Installation) -> str:
        """Where the conversation with the app is. Source: https://api.slack.com/docs/deep-linking."""
        team = {"team": found.team_id} if found.team_id and not found.is_enterprise_install else {}
        return f"{self._api_url}/app_redirect?{urlencode({'app': found.app_id or '', **team})}"

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        page = InstallPage(_PAGES.get(args.reason, "refused"))
        log.info("slack.not_installed", why=_known(args.reason))
        args.request.context[_PAGE] = page
        return BoltResponse(status=args.suggested_status_code)


def _request(query: Mapping[str, str], cookie: str) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=dict(query), headers={"cookie": cookie})
