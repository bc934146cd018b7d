"""Who may come in, as what: own sessions, the list of staff, and what a change of it does."""

from __future__ import annotations

from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import select

from bot.store import staff
from bot.store.tables import audit
from bot.web.desk.browsers import browser_name
from tests.desk.desk import Desk

ALL = {"scope": "all", "others": ""}


def noted(desk: Desk, action: str) -> list[Any]:
    """The details of what the audit tells of this action, in its order."""
    wanted = select(audit.c.detail).where(audit.c.action == action).order_by(audit.c.id)
    return desk.read(lambda db: list(db.execute(wanted).scalars()))


def member(desk: Desk, email: str) -> Any:
    return desk.read(staff.by_email, email)


def test_own_sessions_are_listed_and_ended_one_or_all(desk: Desk) -> None:
    with desk.client("agent") as here, desk.client("agent") as laptop, desk.client("agent") as phone:
        page = here.get("/desk/account?lang=en").text
        assert page.count("this one") == 1
        [other, *_] = [
            one.token_hash for one in sessions(desk) if one.token_hash in page and f'value="{one.token_hash}"' in page
        ]
        assert here.post("/desk/account/end", data={"session": other}).status_code == 303
        assert [http.get("/desk/here").status_code for http in (laptop, phone)].count(204) == 1
        here.post("/desk/account/end-others")
        assert [http.get("/desk/here").status_code for http in (here, laptop, phone)] == [204, 303, 303]
    assert noted(desk, "session.end") == [{"sessions": 1}, {"sessions": 1}]


def sessions(desk: Desk) -> list[Any]:
    return desk.read(staff.sessions_of, member(desk, "noor@agent.example").id, desk.now)


def test_nobody_ends_the_session_of_another(desk: Desk) -> None:
    with desk.client("agent") as noor, desk.client("viewer") as vera:
        [hers] = [one.token_hash for one in sessions(desk)]
        vera.post("/desk/account/end", data={"session": hers})
        assert noor.get("/desk/here").status_code == 204


def test_an_admin_invites_changes_and_removes(desk: Desk) -> None:
    with desk.client("admin") as http:
        given = {
            "email": " Noor@Uni.example",
            "name": "Noor",
            "role": "agent",
            "scope": "some",
            "institution": "A",
            "others": "B\n",
        }
        assert http.post("/desk/staff?lang=en", data=given).status_code == 303
        noor = member(desk, "noor@uni.example")
        assert (noor.role, noor.institutions) == ("agent", ["A", "B"])
        assert "Noor can log in now" in http.get("/desk/staff?lang=en").text
        assert http.post("/desk/staff", data=given).status_code == 409
        word = desk.write(lambda db: staff.begin(db, staff.member_of(noor), "", desk.now))
        with httpx.Client(base_url=desk.url, cookies={"desk": word}) as hers:
            http.post(
                f"/desk/staff/{noor.id}", data={"name": "Noortje", "role": "agent", "scope": "some", "others": "A\nB"}
            )
            assert "Noortje" in hers.get("/desk/account").text, "a new name cuts nothing off"
            http.post(f"/desk/staff/{noor.id}", data={"name": "Noortje", "role": "lead", **ALL})
            assert hers.get("/desk").status_code == 303, "another role does, at once"
        assert http.post(f"/desk/staff/{noor.id}/remove").status_code == 400, "who is not sure removes nobody"
        assert http.post(f"/desk/staff/{noor.id}/remove", data={"sure": "1"}).status_code == 303
        assert http.get(f"/desk/staff/{noor.id}").status_code == 404
        assert http.get("/desk/staff/x1").status_code == 404
    assert [one["role"] for one in noted(desk, "staff.change")] == ["agent", "lead"]
    assert noted(desk, "staff.invite") == [{"member": noor.id, "role": "agent", "institutions": 2}]


def test_what_is_wrong_with_an_invitation_is_said_and_what_was_typed_stays(desk: Desk) -> None:
    right = {"email": "sam@uni.example", "name": "Sam", "role": "viewer", **ALL}
    wrong = {
        "email": "sam", "name": " ", "role": "boss", "scope": "some",
    }  # fmt: skip
    with desk.client("admin") as http:
        for name, value in wrong.items():
            page = http.post("/desk/staff?lang=en", data={**right, name: value})
            assert (page.status_code, "Nothing was changed" in page.text) == (400, True), name
        assert 'value="sam@uni.example"' in page.text
    assert member(desk, "sam@uni.example") is None


def test_nobody_changes_their_own_role_removes_themselves_or_the_last_admin(desk: Desk) -> None:
    with desk.client("admin") as http:
        ali = member(desk, "ali@admin.example")
        demoted = http.post(f"/desk/staff/{ali.id}?lang=en", data={"name": "Ali", "role": "lead", **ALL})
        assert (demoted.status_code, "ask another admin" in demoted.text) == (409, True)
        assert http.post(f"/desk/staff/{ali.id}/remove", data={"sure": "1"}).status_code == 409
        assert http.post(f"/desk/staff/{ali.id}", data={"name": "Ali B.", "role": "admin", **ALL}).status_code == 303
        assert http.get("/desk/here").status_code == 204
    with desk.client("admin", name="Bo") as other:
        assert other.post(f"/desk/staff/{ali.id}", data={"name": "Ali", "role": "lead", **ALL}).status_code == 303
    assert desk.read(staff.is_last_admin, member(desk, "bo@admin.example").id)


def test_an_admin_of_one_institution_gives_and_reaches_no_more_than_that(desk: Desk) -> None:
    sam = desk.write(staff.add, "sam@uni.example", "Sam", "agent", ("Uni B",), desk.now)
    right = {"email": "noor@uni.example", "name": "Noor", "role": "lead", "scope": "some", "institution": "Uni A"}
    with desk.client("admin", name="Bo", institutions=("Uni A",)) as http:
        page = http.get("/desk/staff").text
        assert ("Bo" in page, "Sam" in page, "Uni B" in page) == (True, False, False)
        for more in ({"scope": "all"}, {"others": "Uni B"}):
            assert http.post("/desk/staff", data={**right, **more}).status_code == 400
        assert http.post("/desk/staff", data=right).status_code == 303
        noor = member(desk, "noor@uni.example").id
        assert http.post(f"/desk/staff/{noor}", data={"name": "Noor", "role": "lead", **ALL}).status_code == 400
        for what, form in (("", right), ("/remove", {"sure": "1"}), ("/end", {})):
            assert http.post(f"/desk/staff/{sam.id}{what}", data=form).status_code == 404
    assert desk.read(staff.by_id, sam.id) == sam


def test_an_admin_logs_a_lost_laptop_out(desk: Desk) -> None:
    with desk.client("agent") as noor, desk.client("admin") as http:
        http.post(f"/desk/staff/{member(desk, 'noor@agent.example').id}/end")
        assert noor.get("/desk/here").status_code == 303


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_browser_is_known_by_name(agent: str, name: str) -> None:
    assert browser_name(agent) == name
