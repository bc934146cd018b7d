"""edubadges, as one institution's own system may ask it: which awards still wait.

The institution has a client of its own at SURFconext for this, which edubadges knows as its SIS (student information
system). Source: edubadges-server, `apps/mainsite/oidc_authentication.py`, `apps/queries/api.py`,
`apps/directaward/api.py` (June 2026); the scope is of its wiki, page "API".
"""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote_plus

from bot.ports import Refused, Unavailable, Waiting
from integrations.badge_links import ID
from integrations.json_over_http import Answer, Asker

SCOPE: Final = "edubadges.nl/sis"
PATIENCE: Final = timedelta(seconds=60)
LONGEST: Final = 50_000_000
"""A row is some 600 bytes, and a large institution may have some ten thousands of them."""

EARLY: Final = 60.0
"""Seconds before its end that a token is not used any more."""


class InstitutionAwards:
    """Asks for the awards of the institution whose client this is. `api` and `token_url` are whole addresses."""

    def __init__(
        self,
        api: str,
        token_url: str,
        client_id: str,
        client_secret: str,
        *,
        patience: timedelta = PATIENCE,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api.rstrip("/")
        self._token_url = token_url
        # Source: RFC 6749, section 2.3.1: each is written as in a form before they are joined
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        self._basic = f"Basic {b64encode(pair.encode()).decode()}"
        self._seconds = seconds
        self._token, self._until = "", 0.0
        self._asker = Asker("edubadges (institution)", patience=patience, longest=LONGEST)

    async def waiting(self, bundles: Iterable[str] = ()) -> tuple[Waiting, ...]:
        """Every award of this institution that waits to be claimed. Raises Unavailable or Refused.

        The list does not tell what is only planned for later from what waits; the action by which it was awarded (a
        bundle) does. Those named in `bundles` are asked for that.
        """
        answer = await self._get("queries/direct-awards?status=unclaimed")
        if not isinstance(answer.told, list):
            raise Unavailable("edubadges (institution): a list that we cannot read")
        rows = [_waiting(row) for row in answer.told]
        planned = {entity for bundle in sorted(set(bundles)) for entity in await self._planned(bundle)}
        return tuple(replace(row, planned=row.entity in planned) for row in rows)

    async def close(self) -> None:
        await self._asker.close()

    async def _planned(self, bundle: str) -> set[str]:
        """The awards of one bundle that are planned for later; of a bundle that is not there, none."""
        if not re.fullmatch(ID, bundle):
            return set()
        answer = await self._get(f"directaward/bundle/{bundle}", or_missing=True)
        awards = answer.told.get("direct_awards") if isinstance(answer.told, dict) else None
        rows = [row for row in awards if isinstance(row, dict)] if isinstance(awards, list) else []
        return {str(row.get("entity_id")) for row in rows if row.get("status") == "Scheduled"}

    async def _get(self, path: str, *, or_missing: bool = False) -> Answer:
        """A 200, or with `or_missing` a 404; with a token that is fetched anew once when it is not accepted."""
        for _ in range(2):
            token = self._token if self._seconds() < self._until else await self._new_token()
            answer = await self._asker.get(f"{self._api}/{path}", {"Authorization": f"Bearer {token}"})
            if answer.status != 401:
                break
            self._until = 0.0
        match answer.status:
            case 200 if answer.is_json:
                return answer
            case 404 if or_missing:
                return answer
            case 400:  # Django's own page, or JSON: edubadges writes either
                raise Refused(
                    "edubadges (institution): 400; is this client the institution's, with its SIS switched on?"
                )
            case 401:
                raise Refused("edubadges (institution): 401; our token is not accepted, also a new one")
            case 403:
                raise Refused("edubadges (institution): 403; the account behind this client may not award")
        raise Unavailable(f"edubadges (institution): {answer.status}, and nothing that we can read")

    async def _new_token(self) -> str:
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        answer = await self._asker.post(self._token_url, form, {"Authorization": self._basic})
        told: dict[str, Any] = answer.told if isinstance(answer.told, dict) else {}
        token, lasts = told.get("access_token"), told.get("expires_in")
        if answer.status == 200 and isinstance(token, str) and re.fullmatch(r"[\x21-\x7e]{1,8192}", token):
            seconds = float(lasts) if isinstance(lasts, int | float) and 0 < lasts < 10**9 else 0.0
            self._token, self._until = token, self._seconds() + max(0.0, seconds - EARLY)
            return token
        if answer.status in (400, 401, 403):
            error = told.get("error")
            named = error if isinstance(error, str) and re.fullmatch(r"[a-z_]{1,40}", error) else ""
            raise Refused(f"edubadges (institution): no token: {answer.status} {named}".rstrip())
        raise Unavailable(f"edubadges (institution): no token: {answer.status}")


def _waiting(row: object) -> Waiting:
    """One row of the list. Raises Unavailable: a row left out would count as an award that waits no longer."""
    told = row if isinstance(row, dict) else {}
    entity, badge = told.get("entityId"), told.get("name")
    if not isinstance(entity, str) or not isinstance(badge, str):
        raise Unavailable("edubadges (institution): an award that we cannot read")
    return Waiting(
        entity,
        badge,
        email=_lower(told.get("recipientEmail")),
        account=_lower(told.get("eppn")),
        issuer=(_words(told.get("i_name_dutch")), _words(told.get("i_name_english"))),
        created=_moment(told.get("created_at")),
        expires=_moment(told.get("expiration_date")),
    )


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _lower(value: object) -> str:
    return _words(value).lower()


def _moment(value: object) -> datetime | None:
    """The list's moments are in UTC without saying so: they come straight from the database."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


__all__ = ["InstitutionAwards"]
