"""Who a member of staff is: a login at the institution's own OpenID provider.

What it asks for and reads: the e-mail address, whether the provider vouches for it, the name, and one claim in which
the provider may tell a role. Nothing of it is kept here or logged; tokens are used once and forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.ports import Attempt, NotProven, StaffPerson, Unavailable
from integrations.json_over_http import Asker
from integrations.openid import LEEWAY_SECONDS, Clock, OpenID, dumped, now_utc, word_of

SCOPE = "openid email profile"

CLAIMS = ("email", "email_verified", "name")

PATIENCE_SECONDS = 10.0
"""For one answer; a whole login may take twice as long."""

LARGEST = 1_000_000
"""Bytes of one answer."""

MOST_VALUES = 500
"""Of the claim that tells a role: somebody may be in many groups."""


class StaffLogin:
    """`bot.ports.StaffIdentity`, at one provider.

    `role_claim`: the claim whose values may tell a role, "" for none. `own_domains`: of addresses there the provider is
    believed when it says nothing of whether it has verified them.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        *,
        role_claim: str = "",
        own_domains: Collection[str] = (),
        clock: Clock = now_utc,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._openid = OpenID(issuer, client_id, client_secret, redirect_uri, setting="STAFF_ISSUER", clock=clock)
        self._role_claim = role_claim
        self._own_domains = own_domains
        self._patience = patience_seconds

    @property
    def _claims(self) -> tuple[str, ...]:
        return (*CLAIMS, self._role_claim) if self._role_claim else CLAIMS

    def _asker(self) -> Asker:
        return Asker("the provider of staff", patience=timedelta(seconds=self._patience), longest=LARGEST)

    async def begin(self, attempt: Attempt, *, language: str, again: bool = False) -> str:
        """The address at the provider to send the browser to. Raises Unavailable.

        `again`: whoever it is has to prove it anew, also where the provider knows them still.
        """
        wanted = dict.fromkeys(self._claims)
        anew = {"prompt": "login", "max_age": "0"} if again else {}
        async with self._asker() as asker:
            told = {"id_token": {**wanted, "auth_time": {"essential": True}}, "userinfo": wanted}
            return await self._openid.address(
                asker, attempt, SCOPE, claims=dumped(told), ui_locales=language,
                **anew,
            )  # fmt: skip

    async def finish(
        self, attempt: Attempt, answer: Mapping[str, str], *, proven_since: datetime | None = None
    ) -> StaffPerson:
        """Who is behind the answer that the browser came back with (the callback's query), each token verified.

        `proven_since`: a login that is older proves nothing ("unmet"), nor does one that does not tell when it was.
        Raises NotProven, or Unavailable.
        """
        try:
            async with asyncio.timeout(2 * self._patience), self._asker() as asker:
                proof = await self._openid.prove(asker, attempt, answer)
                if proven_since is not None:
                    _is_fresh(_moment(proof.claims.get("auth_time")), proven_since)
                claims = proof.claims
                if any(claims.get(name) is None for name in self._claims):
                    claims = {**await self._openid.userinfo(asker, proof), **claims}
                return self._person(claims)
        except TimeoutError:
            pass
        raise Unavailable("the login was not done in time")

    def _person(self, claims: Mapping[str, Any]) -> StaffPerson:
        email = word_of(claims, "email").lower()
        if "@" not in email:
            raise NotProven("neither the id_token nor userinfo has an e-mail address", "refused")
        says = claims.get("email_verified")
        vouched = says is None and email.rpartition("@")[2] in self._own_domains
        return StaffPerson(
            issuer=self._openid.issuer,
            subject=word_of(claims, "sub"),
            email=email,
            email_verified=says is True or says == "true" or vouched,  # some write it as a text
            name=word_of(claims, "name"),
            told=_values(claims.get(self._role_claim)) if self._role_claim else (),
            proven_at=_moment(claims.get("auth_time")),
        )


def _moment(at: object) -> datetime | None:
    """When a login was, which providers tell in seconds; None for anything else. Source: OpenID Connect Core 1.0, 2."""
    if isinstance(at, bool) or not isinstance(at, int | float):
        return None
    try:
        return datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _is_fresh(at: datetime | None, since: datetime) -> None:
    """Raises NotProven unless this moment is after `since`. Source: OpenID Connect Core 1.0, 3.1.2.1."""
    if at is None or at < since - timedelta(seconds=LEEWAY_SECONDS):
        raise NotProven("the provider did not have them log in anew", "unmet")


def _values(told: object) -> tuple[str, ...]:
    """The texts of a claim: one, or a list of them. Raises Unavailable."""
    listed = told if isinstance(told, list) else [] if told is None else [told]
    if len(listed) > MOST_VALUES:
        raise Unavailable("the claim of the role has more values than can be used")
    return tuple(one for one in listed if isinstance(one, str))
