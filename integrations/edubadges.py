"""edubadges, as anybody can ask it: what a public badge is, and whose.

Source: edubadges-server, `apps/public/public_api.py` and `apps/issuer/models.py` (June 2026); edubadges' validator,
`openbadges/verifier/verifier.py` and `tasks/` there.
"""

from __future__ import annotations

import asyncio
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from bot.ports import Badge, NoBadge, Unavailable
from integrations.badge_links import ID, PRACTICE, BadgeLinks
from integrations.json_over_http import Asker
from integrations.names import same_name

PATIENCE: Final = timedelta(seconds=5)
"""How long all questions about one badge may take together."""

LONGEST: Final = 1_000_000
LONGEST_NAME, LONGEST_STORY = 255, 8000

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

EXPIRY = "ASSERTION_TIMESTAMP_CHECKS"
"""By this name alone the validator says that a badge has expired. Source: `tasks/validation.py`."""

UNREADABLE = frozenset(("FETCH_HTTP_NODE", "JSONLD_COMPACT_DATA"))
"""What the validator could not fetch or expand, as an extension's context: no fault of the badge.

Source: `tasks/task_types.py`, and the explanations in `verifier/utils.py`.
"""

Kind = Literal["", "micro_credential", "regular", "extra_curricular"]
Json = dict[str, Any]


class Edubadges:
    """Looks up public badges. `site` is where its pages are, `api` where it answers; `practice`: sites for practice."""

    def __init__(
        self,
        site: str,
        api: str,
        *,
        practice: Iterable[str] = PRACTICE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience: timedelta = PATIENCE,
    ) -> None:
        self._site = site.rstrip("/")
        self._api = api.rstrip("/")
        self._links = BadgeLinks(self._site, self._api, practice)
        self._clock = clock
        self._patience = patience.total_seconds()
        self._asker = Asker("edubadges", patience=patience, longest=LONGEST)

    async def look_up(self, text: str) -> Badge:
        """The badge that a link or id in this text names. Raises NoBadge, or Unavailable.

        edubadges' validation fetches every part of a badge anew, and may be slow or away. What edubadges itself shows
        is then told all the same, as not `checked`; so it is without the holder's name or the quality framework.
        """
        entity = self._links.badge_id(text)
        until = asyncio.get_running_loop().time() + self._patience
        report = asyncio.create_task(self._perhaps(f"assertions/validate/{entity}", until))
        try:
            expanded = "expand=badge&expand=badge.issuer&expand=badge.user"
            told = await self._ask(f"assertions/{entity}?{expanded}", until)
            if told is None:
                raise NoBadge("not public, or not there: edubadges tells no difference", "private")
            badge = _badge(told, entity, f"{self._site}/public/assertions/{entity}", self._clock())
            if badge.verdict == "revoked":
                return badge
            named, known, reported = await asyncio.gather(
                self._perhaps(_identity(badge), until), self._perhaps(_badge_class(told), until), report
            )
        finally:
            report.cancel()
        return _judged(_complete(badge, named, known), reported)

    async def is_of(self, badge: Badge, name: str) -> bool | None:
        """Whether this badge is of the person of this name; None when edubadges does not tell enough to say so.

        It knows the name on the badge, and the name that was confirmed; either will do. Raises Unavailable.
        """
        until = asyncio.get_running_loop().time() + self._patience
        named = await self._ask(path, until) if (path := _identity(badge)) else None
        if named is None:
            return None
        names = {_text(named, key) for key in ("recipient_name", "validated_name", "name")} - {""}
        verdicts = {same_name(name, one) for one in names}
        if True in verdicts:
            return True
        return None if None in verdicts or not verdicts else False

    async def close(self) -> None:
        await self._asker.close()

    async def _ask(self, path: str, until: float) -> Json | None:
        """What edubadges tells of something public; None when it says that there is no such thing. Raises Unavailable.

        A page that says "not found" is not edubadges' word but a proxy's, or that of a wrong address in our settings.
        """
        try:
            async with asyncio.timeout_at(until):
                answer = await self._asker.get(f"{self._api}/public/{path}")
        except TimeoutError:
            raise Unavailable("edubadges: too slow") from None
        if answer.status == 404 and (answer.is_json or answer.is_empty):
            return None
        if answer.status != 200 or not isinstance(answer.told, dict):
            raise Unavailable(f"edubadges: {answer.status}, and nothing that we can read")
        return answer.told

    async def _perhaps(self, path: str, until: float) -> Json | None:
        """The same of something we can do without; None also when there is no `path`, or no answer."""
        try:
            return await self._ask(path, until) if path else None
        except Unavailable:
            return None


def _badge(told: Json, entity: str, link: str, now: datetime) -> Badge:
    """What an assertion with its badge class and issuer tells. Raises Unavailable when it is no such thing."""
    if told.get("type") != "Assertion":
        raise Unavailable("edubadges: something else than a badge")
    if told.get("revoked") is True:
        return Badge(entity, link, "revoked", revoked_because=_text(told, "revocationReason", longest=LONGEST_STORY))
    name = _text(told, "badge", "name")
    if not name:
        raise Unavailable("edubadges: a badge without its name")
    issuer, faculty = _at(told, "badge", "issuer"), _at(told, "badge", "issuer", "faculty")
    expires = _moment(told.get("expires"))
    if told.get("expires") and expires is None:
        raise Unavailable("edubadges: a last day that we cannot read")
    hashed = _at(told, "recipient", "hashed") is True
    ours = _text(_at(told, "badge", "extensions:LanguageExtension"), "Language")
    return Badge(
        entity,
        link,
        "expired" if expires and expires < now else "genuine",
        name=name,
        issuer=_both(issuer),
        institution=_institution(issuer),
        on_behalf_of=_text(faculty, "on_behalf_of_display_name") if _at(faculty, "on_behalf_of") is True else "",
        issued_on=_day(told.get("issuedOn")),
        expires=_day(told.get("expires")),
        holder=_text(told, "badge", "user") or _text(told, "user"),
        identity_hash=_matching(r"sha256\$[0-9a-f]{64}", _at(told, "recipient", "identity")) if hashed else "",
        salt=_matching(r"[0-9A-Za-z-]{1,64}", _at(told, "recipient", "salt")) if hashed else "",
        kind=_kind(_text(told, "badge", "typeBadgeClass")),
        ects=_number(_extension(told, "ECTS"), most=1000),
        hours=int(_number(_extension(told, "TimeInvestment") or _extension(told, "StudyLoad"), most=100_000)),
        level=_level(told),
        language=ours[:2].lower() if re.fullmatch(r"[a-z]{2}_[A-Z]{2}", ours) else "",
        description=_text(told, "badge", "description", longest=LONGEST_STORY),
        criteria=_text(told, "badge", "criteria", "narrative", longest=LONGEST_STORY),
        outcome=_text(
            _at(told, "badge", "extensions:LearningOutcomeExtension"), "LearningOutcome", longest=LONGEST_STORY
        ),
        assessment=_word(told, "assessmentType"),
        assessment_supervised=_yes_or_no(_at(told, "badge", "assessmentSupervised")),
        assessment_id_verified=_yes_or_no(_at(told, "badge", "assessmentIdVerified")),
        participation=_word(told, "participation"),
        grade=_text(told, "badge", "grade_achieved"),
    )


def _complete(badge: Badge, named: Json | None, known: Json | None) -> Badge:
    """With the name that stands on the badge, and the quality framework that only the badge class itself tells.

    The page of a badge shows these names in this order, and says "verified" of them when a confirmed name is known.
    Source: edubadges-ui, `src/routes/students/BadgeValidation.svelte`.
    """
    confirmed = _text(named, "validated_name")
    link = _text(known, "qualityAssuranceUrl", longest=2000)
    return replace(
        badge,
        holder=_text(named, "recipient_name") or confirmed or _text(named, "name") or badge.holder,
        holder_confirmed=bool(confirmed),
        quality=_text(known, "qualityAssuranceName"),
        quality_link=link if re.fullmatch(r"https?://[^\s<>\"'\\]+", link) else "",
    )


def _judged(badge: Badge, reported: Json | None) -> Badge:
    """With what the validation found; a part that it could not fetch is no fault of the badge."""
    valid, messages = _at(reported, "report", "valid"), _at(reported, "report", "messages")
    if valid is True:
        return badge
    found = [
        _matching(r"[A-Z0-9_]{1,60}", _at(one, "name")) or "UNNAMED"
        for one in (messages if isinstance(messages, list) else [])[:50]
        if _at(one, "messageLevel") == "ERROR" and _at(one, "success") is not True
    ]
    if badge.verdict == "expired":
        expected, found = found, [name for name in found if name != EXPIRY]
        if expected and not found:
            return badge
    if valid is None or not found or UNREADABLE.intersection(found):
        return replace(badge, checked=False, faults=tuple(found))
    return replace(badge, verdict="tampered", faults=tuple(found))


def _identity(badge: Badge) -> str:
    return f"assertions/identity/{badge.identity_hash}/{badge.salt}" if badge.identity_hash and badge.salt else ""


def _badge_class(told: Json) -> str:
    found = re.search(rf"/public/badges/({ID})$", _text(told, "badge", "id", longest=2000))
    return f"badges/{found[1]}?expand=micro" if found else ""


def _institution(issuer: object) -> tuple[str, str]:
    named = _both(_at(issuer, "faculty", "institution"))
    extension = _text(_at(issuer, "extensions:InstitutionNameExtension"), "InstitutionName")
    return named if any(named) else (extension, extension)


def _both(told: object) -> tuple[str, str]:
    """A name as (nl, en); what is missing in one language is as in the other."""
    usual = _text(told, "name")
    dutch, english = _text(told, "name_dutch"), _text(told, "name_english")
    return dutch or usual or english, english or usual or dutch


def _level(told: Json) -> int:
    """As on a badge's page, only when it was verified. Source: `apps/issuer/models.py`, `eqf_nlqf_level_verified`."""
    level = _number(_extension(told, "EQF"), most=8)
    return int(level) if _at(told, "badge", "eqfNlqfLevelVerified") is True and level == int(level) else 0


def _extension(told: Json, name: str) -> object:
    return _at(told, "badge", f"extensions:{name}Extension", name)


def _kind(value: str) -> Kind:
    match value:
        case "micro_credential" | "regular" | "extra_curricular":
            return value
        case _:
            return ""


def _at(told: object, *path: str) -> object:
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told


_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the words around them."""


def _text(told: object, *path: str, longest: int = LONGEST_NAME) -> str:
    """A text as it can be shown: no control characters, and no longer than we take over; "" when there is none."""
    value = _at(told, *path)
    if not isinstance(value, str):
        return ""
    kept = "".join(one for one in value if one == "\n" or (unicodedata.category(one) != "Cc" and one not in _TURNS))
    return unicodedata.normalize("NFC", kept).strip()[:longest].strip()


def _matching(pattern: str, value: object) -> str:
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else ""


def _word(told: Json, name: str) -> str:
    return _matching(r"[a-z_]{1,40}", _at(told, "badge", name))


def _yes_or_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object, *, most: float) -> float:
    """A number from 0 to `most`, also when it is written as a text; else 0."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return 0
    return value if 0 <= value <= most else 0


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(AMSTERDAM) if moment else None
    except (OverflowError, ValueError):
        return None


def _day(value: object) -> date | None:
    """The day in the Netherlands."""
    moment = _moment(value)
    return moment.date() if moment else None


__all__ = ["Edubadges"]
