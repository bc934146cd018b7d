"""What staff do at edubadges, on one page: award, approve requests, take back an award, revoke a badge.

The issuer portal looks otherwise and asks for an invitation; here anybody may play staff.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from integrations.sandbox import awarding
from integrations.sandbox.edubadges import Edubadges

LONGEST_NAME = 80
LATEST_DAYS = 80
FIELDS = ("badge_class", "email", "account", "given", "family")

Text = Annotated[str, Form()]

REFUSED = {
    "940": (
        "Er wacht al zo'n award op dit e-mailadres.",
        "Such an award waits for this e-mail address already.",
    ),
    "931": (
        "Er wacht al zo'n award op dit instellingsaccount.",
        "Such an award waits for this institution account already.",
    ),
    "email": ("Vul een e-mailadres in.", "Fill in an e-mail address."),
    "account": (
        "Vul het instellingsaccount in, zoals s1234567@voorbeeld.example.",
        "Fill in the institution account, as s1234567@voorbeeld.example.",
    ),
    "badge_class": ("Kies een edubadge.", "Choose an edubadge."),
    "why": ("Vul een reden in.", "Fill in a reason."),
}


def router(here: Edubadges) -> APIRouter:
    """The staff page and what can be done there."""
    routes = APIRouter(prefix="/edubadges/staff", include_in_schema=False)
    world = here.world

    def shown(request: Request, refused: str = "", kept: dict[str, str] | None = None) -> Response:
        newest = sorted(world.awards.values(), key=lambda one: one.created_at, reverse=True)
        claimed = sorted(world.badges.values(), key=lambda one: one.claimed_at, reverse=True)
        return here.page(
            request,
            "staff.html",
            400 if refused else 200,
            classes=[(one, world.institutions[one.institution]) for one in world.badge_classes.values()],
            awards=[(one, world.badge_classes[one.badge_class]) for one in newest],
            badges=[(*here.card(one), world.accounts[one.holder]) for one in claimed],
            asked=[
                (one, world.badge_classes[one.badge_class], world.accounts[one.holder])
                for one in world.enrolments.values()
            ],
            refused=REFUSED.get(refused),
            kept={**dict.fromkeys(FIELDS, ""), **(kept or {})},
        )

    @routes.get("")
    async def staff(request: Request) -> Response:
        return shown(request)

    @routes.post("/award")
    async def award(
        request: Request,
        badge_class: Text = "",
        email: Text = "",
        account: Text = "",
        given: Text = "",
        family: Text = "",
        days: Text = "",
        notify: Text = "",
    ) -> Response:
        kept = dict(zip(FIELDS, (badge_class, email, account, given, family), strict=True))
        later = min(int(days), LATEST_DAYS) if re.fullmatch(r"\d{1,3}", days.strip()) else 0
        if badge_class not in world.badge_classes:
            return shown(request, "badge_class", kept)
        if not _is_address(email):
            return shown(request, "email", kept)
        if account.strip() and not _is_address(account):
            return shown(request, "account", kept)
        try:
            made = awarding.award(
                world,
                here.site,
                badge_class,
                email,
                account=account,
                given=given[:LONGEST_NAME],
                family=family[:LONGEST_NAME],
                scheduled_at=(world.now() + timedelta(days=later)).isoformat(timespec="seconds") if later else "",
                notify=bool(notify),
            )
        except awarding.NotAwarded as refused:
            return shown(request, str(refused), kept)
        world.save()
        if world.awarded is not None and notify and not later and not here.demo:
            await world.awarded(made)
        return here.go("/staff", "awarded")

    @routes.post("/delete")
    async def delete(request: Request, entity: Text = "", why: Text = "") -> Response:
        one = world.awards.get(entity)
        if one is not None and one.status in ("Unaccepted", "Scheduled"):
            if not why.strip():
                return shown(request, "why")
            awarding.delete(world, here.site, one, why.strip()[:500])
            world.save()
        return here.go("/staff")

    @routes.post("/revoke")
    async def revoke(request: Request, entity: Text = "", why: Text = "") -> Response:
        one = world.badges.get(entity)
        if one is not None and not one.revoked:
            if not why.strip():
                return shown(request, "why")
            awarding.revoke(world, here.site, one, why.strip()[:500])
            world.save()
        return here.go("/staff")

    @routes.post("/decide")
    async def decide(request: Request, entity: Text = "", do: Text = "", why: Text = "") -> Response:
        asked = world.enrolments.get(entity)
        if asked is not None:
            if do == "approve":
                awarding.approve(world, here.site, asked)
            else:
                awarding.deny(world, asked, why.strip()[:500])
            world.save()
        return here.go("/staff")

    return routes


def _is_address(text: str) -> bool:
    return re.fullmatch(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>]{2,}", text.strip()) is not None
