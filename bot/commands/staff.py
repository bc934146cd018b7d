"""Who may come to the desk: invite them, list them, give them another role, let them go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.commands.beside import NotFound, account, ago, with_database
from bot.settings import Settings
from bot.store import staff
from bot.store.staff import Known, Role
from bot.wiring import clock_for


async def added(settings: Settings, email: str, name: str, role: Role, institutions: Sequence[str]) -> str:
    """Invites somebody. Raises NotFound: they are here already."""
    now = clock_for(settings)()

    def work(db: Connection) -> None:
        member = staff.add(db, email, name, role, institutions or None, now)
        account(db, now, "staff.invite", member=member.id, role=role)

    try:
        await with_database(settings, lambda database: database.write(work))
    except Known:
        raise NotFound(f"{email} may come in already; `badgewijzer staff role` gives them another role") from None
    how = f"log in at {settings.own_url}/desk" if settings.staff_issuer else "come in once STAFF_ISSUER is set"
    return f"{name} ({role}) can {how}, with an account at this address."


async def listed(settings: Settings) -> str:
    """Everybody who may come in."""
    rows = await with_database(settings, lambda database: database.read(staff.everybody))
    if not rows:
        return "Nobody may come to the desk yet; `badgewijzer staff add` invites somebody."
    now = clock_for(settings)()
    told = ["role     last here  name                      address                         institutions"]
    for row in rows:
        role = f"{row.role}*" if row.by_claim else row.role
        scope = "all" if row.institutions is None else ", ".join(row.institutions)
        told.append(f"{role:8} {ago(row.seen_at, now) or 'never':9}  {row.name:24.24}  {row.email:30}  {scope}")
    if any(row.by_claim for row in rows):
        told.append("* not invited: STAFF_ROLES gives the role, at each login")
    return "\n".join(told)


async def given(settings: Settings, email: str, role: Role) -> str:
    """Gives somebody another role. Raises NotFound."""
    now = clock_for(settings)()

    def work(db: Connection) -> str:
        row = _known(db, email)
        if row.by_claim:
            raise NotFound(f"the role of {email} is told by the claim in STAFF_ROLE_CLAIM; change it there")
        staff.change(db, row.id, role=role, institutions=row.institutions, name=row.name, now=now)
        account(db, now, "staff.change", member=row.id, role=role)
        return str(row.name)

    name = await with_database(settings, lambda database: database.write(work))
    return f"{name} is {role} now, and has to log in again."


async def removed(settings: Settings, email: str) -> str:
    """Lets somebody go, at once. Raises NotFound."""
    now = clock_for(settings)()

    def work(db: Connection) -> str:
        row = _known(db, email)
        staff.remove(db, row.id, now)
        account(db, now, "staff.remove", member=row.id)
        return str(row.name)

    return f"{await with_database(settings, lambda database: database.write(work))} may not come in any more."


def _known(db: Connection, email: str) -> Any:
    found = staff.by_email(db, email)
    if found is None:
        raise NotFound(f"nobody is invited as {email}; `badgewijzer staff list` lists who is")
    return found
