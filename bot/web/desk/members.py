"""Staff: who may come to the desk, as what, and for whose learners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.settings import is_mail_address
from bot.store import staff
from bot.store.staff import LONGEST_NAME, Known, Member, Role
from bot.web.access import ROLES
from bot.web.desk.room import Room, Visit

PAGE = "desk_members"
HERE = "/desk/staff"
MOST_INSTITUTIONS = 50
LONGEST_INSTITUTION = 120


@dataclass(frozen=True, slots=True)
class _Given:
    """What a form says of a member."""

    name: str
    role: Role
    institutions: tuple[str, ...] | None


def install(room: Room, institutions: Sequence[str]) -> None:
    """`/desk/staff`, and what can be done there. `institutions`: those that this installation knows, by name."""

    def everybody(db: Connection, visit: Visit) -> list[Any]:
        return [row for row in staff.everybody(db) if reaches(visit.member, staff.member_of(row))]

    def named(db: Connection, visit: Visit) -> Member:
        """The member that the address names. Raises HTTPException: there is none such, or not for them."""
        found = staff.by_id(db, _id(visit))
        if found is None or not reaches(visit.member, found):
            raise HTTPException(404)
        return found

    async def listing(visit: Visit, status: int = 200, wrong: str = "") -> Response:
        rows = await room.database.read(everybody, visit)
        return visit.page(
            "members.html", PAGE, status, rows=rows, wrong=wrong, given=visit.form, roles=ROLES,
            known=_known(institutions, rows, visit), chosen=_chosen(visit),
        )  # fmt: skip

    async def one(visit: Visit, status: int = 200, wrong: str = "") -> Response:
        rows = await room.database.read(everybody, visit)
        member = await room.database.read(named, visit)
        sessions = await room.database.read(staff.sessions_of, member.id, visit.now)
        given = visit.form or _as_form(member)
        chosen = _chosen(visit) if visit.form else member.institutions or ()
        return visit.page(
            "member.html", PAGE, status, member=member, sessions=sessions, wrong=wrong, given=given, roles=ROLES,
            known=_known(institutions, rows, visit), chosen=chosen,
        )  # fmt: skip

    @room.get(HERE, "staff")
    async def members(visit: Visit) -> Response:
        """Everybody who may come in, and a form to invite somebody."""
        return await listing(visit)

    @room.post(HERE, "staff")
    async def invite(visit: Visit) -> Response:
        """Invite somebody."""
        email, given = visit.form.get("email", "").strip().lower(), _given(visit)
        wrong = _wrong(visit, given) or ("" if is_mail_address(email) and len(email) <= 320 else "no_address")
        if wrong:
            return await listing(visit, 400, wrong)

        def work(db: Connection) -> None:
            member = staff.add(db, email, given.name, given.role, given.institutions, visit.now)
            visit.note(db, "staff.invite", **_told(member))

        try:
            await room.database.write(work)
        except Known:
            return await listing(visit, 409, "known")
        return visit.back(HERE, "invited", PAGE, name=given.name)

    @room.get(f"{HERE}/{{member}}", "staff")
    async def member(visit: Visit) -> Response:
        """One member, to be changed."""
        return await one(visit)

    @room.post(f"{HERE}/{{member}}", "staff")
    async def change(visit: Visit) -> Response:
        """Give a member another name, role or scope."""
        given = _given(visit)

        def work(db: Connection) -> str:
            before = named(db, visit)
            role = before.role if before.by_claim else given.role
            if role != before.role and before.id == visit.member.id:
                return "own_role"
            if role != "admin" and staff.is_last_admin(db, before.id):
                return "last_admin"
            after = staff.change(
                db, before.id, role=role, institutions=given.institutions, name=given.name, now=visit.now
            )
            assert after is not None
            visit.note(db, "staff.change", was=before.role, **_told(after))
            return ""

        wrong = _wrong(visit, given) or await room.database.write(work)
        if wrong:
            return await one(visit, 409 if wrong in ("own_role", "last_admin") else 400, wrong)
        return visit.back(HERE, "changed", PAGE, name=given.name)

    @room.post(f"{HERE}/{{member}}/remove", "staff")
    async def remove(visit: Visit) -> Response:
        """Let a member go, at once."""

        def work(db: Connection) -> str:
            before = named(db, visit)
            if before.id == visit.member.id:
                return "oneself"
            if staff.is_last_admin(db, before.id):
                return "last_admin"
            staff.remove(db, before.id, visit.now)
            visit.note(db, "staff.remove", member=before.id)
            return ""

        wrong = "not_sure" if visit.form.get("sure") != "1" else await room.database.write(work)
        if wrong:
            return await one(visit, 400 if wrong == "not_sure" else 409, wrong)
        return visit.back(HERE, "removed", PAGE)

    @room.post(f"{HERE}/{{member}}/end", "staff")
    async def end(visit: Visit) -> Response:
        """Log a member out everywhere, as when a laptop is lost."""

        def work(db: Connection) -> None:
            member = named(db, visit).id
            visit.note(db, "staff.log_out", member=member, sessions=staff.end_all(db, member))

        await room.database.write(work)
        return visit.back(f"{HERE}/{_id(visit)}", "logged_out", PAGE)


def reaches(admin: Member, member: Member) -> bool:
    """May this admin see and change that member? One who is bound to institutions: who is bound to some of these."""
    if admin.institutions is None or admin.id == member.id:
        return True
    return member.institutions is not None and set(member.institutions) <= set(admin.institutions)


def _id(visit: Visit) -> int:
    """Raises HTTPException: no number of anybody."""
    return visit.number("member")


def _chosen(visit: Visit) -> tuple[str, ...]:
    """The institutions that a form names, each once."""
    ticked = [value for name, value in visit.pairs if name == "institution"]
    written = visit.form.get("others", "").split("\n")
    names = (" ".join(one.split()) for one in (*ticked, *written))
    return tuple(dict.fromkeys(filter(None, names)))


def _given(visit: Visit) -> _Given:
    only = _chosen(visit) if visit.form.get("scope") == "some" else None
    return _Given(" ".join(visit.form.get("name", "").split()), cast(Role, visit.form.get("role", "")), only)


def _wrong(visit: Visit, given: _Given) -> str:
    """What is wrong with it; "" for nothing."""
    if not 1 <= len(given.name) <= LONGEST_NAME:
        return "no_name"
    if given.role not in ROLES:
        return "no_role"
    mine = visit.member.institutions
    if mine is not None and (given.institutions is None or not set(given.institutions) <= set(mine)):
        return "beyond"
    if given.institutions is not None:
        if not given.institutions:
            return "no_institution"
        if len(given.institutions) > MOST_INSTITUTIONS or max(map(len, given.institutions)) > LONGEST_INSTITUTION:
            return "many_institutions"
    return ""


def _as_form(member: Member) -> Mapping[str, str]:
    return {"name": member.name, "role": member.role, "scope": "all" if member.institutions is None else "some"}


def _known(institutions: Sequence[str], rows: Sequence[Any], visit: Visit) -> list[str]:
    """The institutions to choose from: those of the settings, and those that somebody is bound to."""
    if visit.member.institutions is not None:
        return sorted(visit.member.institutions, key=str.casefold)
    return sorted({*institutions, *(name for row in rows for name in row.institutions or ())}, key=str.casefold)


def _told(member: Member) -> dict[str, Any]:
    scope = member.institutions
    return {"member": member.id, "role": member.role, "institutions": "all" if scope is None else len(scope)}
