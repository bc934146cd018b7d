"""A stand-in for edubadges, for the pages about a badge: every kind of badge there is, each under an id of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date

from bot.ports import Badge, NoBadge, NoCode, Unavailable

SITE = "https://www.edubadges.nl/public/assertions/"


def id_of(name: str) -> str:
    """The 22 characters under which this kind of badge is found."""
    return (name + "0123456789ABCDEFGHIJKL")[:22]


WHOLE = Badge(
    id=id_of("whole"),
    link=SITE + id_of("whole"),
    verdict="genuine",
    name="Data & ethiek in de zorg 🎓",
    issuer=("Onderwijs voor Professionals", "Education for Professionals"),
    institution=("Hogeschool Voorbeeld", "Example University of Applied Sciences"),
    on_behalf_of="Zorgacademie Oost",
    issued_on=date(2026, 1, 31),
    expires=date(2030, 1, 31),
    holder="Sanne Voorbeeld",
    holder_confirmed=True,
    identity_hash="sha256$" + "0" * 64,
    salt="0" * 32,
    kind="micro_credential",
    ects=2.5,
    hours=70,
    level=6,
    language="nl",
    description="Leer **verantwoord** omgaan met gegevens van patiënten.",
    criteria="Minstens 80% aanwezig, en een voldoende voor het *portfolio*.",
    outcome=(
        "## Je kunt\n\n- gegevens **veilig** verzamelen\n- uitkomsten [uitleggen](https://elders.example/x)\n\n"
        "<script>alert(1)</script> & meer"
    ),
    assessment="portfolio_assessment",
    assessment_supervised=True,
    assessment_id_verified=False,
    participation="blended",
    quality="Kwaliteitskader Microcredentials voor Professionals HBO en WO",
    quality_link="https://npuls.nl/doorbouwen-aan-microcredentials",
    grade="8",
)
BARE = Badge(id=id_of("bare"), link=SITE + id_of("bare"), verdict="genuine", name="Eerste hulp", kind="regular")
KNOWN = {
    badge.id: badge
    for badge in (
        WHOLE,
        BARE,
        replace(WHOLE, id=id_of("expired"), link=SITE + id_of("expired"), verdict="expired", expires=date(2026, 6, 1)),
        replace(WHOLE, id=id_of("unchecked"), link=SITE + id_of("unchecked"), checked=False),
        replace(WHOLE, id=id_of("tampered"), link=SITE + id_of("tampered"), verdict="tampered"),
        replace(BARE, id=id_of("revoked"), link=SITE + id_of("revoked"), verdict="revoked", name="",
                revoked_because="Verkeerd uitgegeven"),
        replace(WHOLE, id=id_of("unconfirmed"), link=SITE + id_of("unconfirmed"), holder_confirmed=False,
                kind="extra_curricular", quality_link="javascript:alert(1)"),
        replace(WHOLE, id=id_of("long"), link=SITE + id_of("long"), name="Interprofessioneelsamenwerken" * 9,
                holder="د. سلمى الخطيب", institution=("", "")),
    )
}  # fmt: skip

PICTURE = b"\x89PNG with a code"
"""The one picture with a QR code that `read_picture` knows: that of `WHOLE`."""


async def read_picture(picture: bytes) -> str | None:
    """What the code in this picture says."""
    if picture == b"away":
        raise Unavailable("busy")
    for why in ("too_big", "no_picture", "several", "too_hard"):
        if picture == why.encode():
            raise NoCode("no code", why)  # type: ignore[arg-type]
    return WHOLE.link if picture == PICTURE else None


@dataclass
class Sample:
    """Says of each badge above what edubadges would; `held` keeps everybody waiting."""

    asked: list[str] = field(default_factory=list)
    held: asyncio.Event | None = None
    away: bool = False

    async def look_up(self, text: str) -> Badge:
        self.asked.append(text)
        if self.held is not None:
            await self.held.wait()
        if self.away:
            raise Unavailable("away")
        for word, why in (("lookalike", "lookalike"), ("elsewhere", "elsewhere"), ("demo", "demo")):
            if word in text:
                raise NoBadge("not here", why)  # type: ignore[arg-type]
        found = next((badge for number, badge in KNOWN.items() if number in text), None)
        if found is None:
            raise NoBadge("nothing to see", "private" if id_of("private") in text else "no_link")
        return found

    async def is_of(self, badge: Badge, name: str) -> bool | None:
        if name == "Niemand Weet":
            return None
        if name == "Even Weg":
            raise Unavailable("away")
        return name.casefold() == badge.holder.casefold()
