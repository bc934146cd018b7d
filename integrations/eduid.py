"""Who someone is: one login with eduID, by way of SURFconext, and what it tells of the institutions linked in it.

What it asks for and reads: the e-mail of the eduID, the name, eduID's number of this person for us, and eduID's list of
links. Nothing of it is kept here or logged; tokens are used once and forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.ports import Attempt, Linked, NotProven, Person, Unavailable
from integrations.json_over_http import Asker, is_safe
from integrations.openid import Clock, OpenID, Proof, asked, dumped, now_utc, word_of

SCOPE = "openid eduid.nl/links"
"""Source: edubadges-server, `apps/badgrsocialauth/providers/eduid/views.py` (June 2026), which asks for the same."""

CLAIMS = ("email", "eduid", "given_name", "family_name", "name", "preferred_username")
"""What the id_token is asked to hold; SURFconext keeps claims in userinfo otherwise.

edubadges asks for `uids` and `eduperson_scoped_affiliation` as well; nothing here needs them.

Source: https://wiki.surfnet.nl/display/surfconextdev/Claims
"""

PATIENCE_SECONDS = 10.0
"""For one answer; a whole login may take twice as long."""

LARGEST = 1_000_000
"""Bytes of one answer."""

MOST_LINKS = 100


class EduID:
    """`bot.ports.Identity`, at eduID."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        api_url: str,
        redirect_uri: str,
        *,
        clock: Clock = now_utc,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._openid = OpenID(issuer, client_id, client_secret, redirect_uri, setting="EDUID_ISSUER", clock=clock)
        self._links_url = f"{api_url}/myconext/api/eduid/links"
        self._patience = patience_seconds

    def _asker(self) -> Asker:
        """A way to ask for the time of one login: no connection, and nothing in it, outlives that."""
        return Asker("eduID", patience=timedelta(seconds=self._patience), longest=LARGEST)

    async def begin(self, attempt: Attempt, *, language: str, trust: str = "") -> str:
        """The address at the provider to send the browser to. `trust`: the acr value to ask for. Raises Unavailable."""
        claims = dumped({"id_token": dict.fromkeys(CLAIMS)})
        async with self._asker() as asker:
            return await self._openid.address(
                asker, attempt, SCOPE, claims=claims, acr_values=trust, ui_locales=language
            )

    async def finish(self, attempt: Attempt, answer: Mapping[str, str], *, trust: str = "") -> Person:
        """The person behind the answer that the browser came back with (the callback's query), each token verified.

        Without eduID's list of links there is no person either: who logged in and what is linked are told together or
        not at all. Raises NotProven, or Unavailable.
        """
        try:
            async with asyncio.timeout(2 * self._patience), self._asker() as asker:
                proof = await self._openid.prove(asker, attempt, answer, acr=trust)
                claims = proof.claims
                if not (claims.get("email") and (claims.get("given_name") or claims.get("name"))):
                    claims = {**await self._openid.userinfo(asker, proof), **claims}
                return self._person(claims, await self._links(asker, proof), trust)
        except TimeoutError:
            pass
        raise Unavailable("the login was not done in time")

    async def _links(self, asker: Asker, proof: Proof) -> list[dict[str, Any]]:
        """eduID's list of links. Raises NotProven, Unavailable.

        401: the token is not known there. 403: it is not for `eduid.nl/links`. 404: whoever logged in has no eduID, or
        neither `uids` nor `eduid` is released to our client. All three are settings of our client at SURFconext.

        Source: OpenConext-myconext, `eduid/APIController.java`, `exceptions/UserNotFoundException.java` (August 2026).
        """
        if not is_safe(self._links_url):
            raise Unavailable("EDUID_API_URL is no https address")
        status, found = await asked(asker, self._links_url, "eduID's list of links", proof.bearer)
        if status in (401, 403, 404):
            raise NotProven(f"eduID's list of links was answered with {status}", "refused")
        if status != 200 or not isinstance(found, list) or len(found) > MOST_LINKS:
            raise Unavailable(f"eduID's list of links was answered with {status} and no list")
        if not all(isinstance(one, dict) for one in found):
            raise Unavailable("eduID's list of links has something else in it")
        return found

    def _person(self, claims: Mapping[str, Any], links: list[dict[str, Any]], trust: str) -> Person:
        """The person of these claims and links.

        They are known by `eduid`, eduID's number of them for our client: the same at every login, and what edubadges
        knows them by. Where it is not released, by `sub`, which stays the same for clients that are registered with a
        persistent subject. Addresses and accounts are in small letters, as edubadges compares them.

        Source: edubadges-server, setting `EDUID_IDENTIFIER` and `apps/badgrsocialauth/providers/eduid/views.py` (June
        2026); https://wiki.surfnet.nl/display/surfconextdev/eduID+identifiers
        """
        email = word_of(claims, "email").lower()
        if "@" not in email:
            raise NotProven("neither the id_token nor userinfo has an e-mail address", "refused")
        name = f"{word_of(claims, 'given_name')} {word_of(claims, 'family_name')}".strip()
        return Person(
            subject=f"{self._openid.issuer}|{word_of(claims, 'eduid') or word_of(claims, 'sub')}",
            email=email,
            name=name or word_of(claims, "name") or word_of(claims, "preferred_username"),
            confirmed_name=_confirmed_name(links),
            links=tuple(
                Linked(institution.lower(), word_of(one, "eppn").lower(), word_of(one, "validated_name"))
                for one in links
                if (institution := word_of(one, "schac_home_organization") or word_of(one, "eppn").rpartition("@")[2])
            ),
            trust=trust,
        )


def _confirmed_name(links: list[dict[str, Any]]) -> str:
    """The name of the preferred link that has one, else the first: so edubadges takes it.

    Source: edubadges-server, `apps/badgrsocialauth/providers/eduid/views.py` (June 2026).
    """
    named = [(one.get("preferred") is True, name) for one in links if (name := word_of(one, "validated_name"))]
    return next((name for preferred, name in named if preferred), named[0][1] if named else "")
