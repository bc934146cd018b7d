"""A data request at the desk: find, show, export, erase; each with a fresh login, a reason, and an account of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import httpx2 as httpx
from sqlalchemy import select

from bot.ports import Address
from bot.store import audit as chain
from bot.store.tables import addresses, audit, learners, pictures, sessions, suppressions
from bot.web.pages import Pages
from tests.desk.desk import Desk

FREE = {"facts", "done", "detail", "stack"}
"""Parts of an export whose own names are those of the flows."""

WHY = "Request of 27 November, file 12"


def names_in(data: Any) -> set[str]:
    """The names of everything in an export."""
    if isinstance(data, list):
        return set().union(*map(names_in, data))
    if not isinstance(data, dict):
        return set()
    return set(data).union(*(names_in(one) for name, one in data.items() if name not in FREE))


def asked(desk: Desk, *who: str, institution: str | None = None) -> list[str]:
    """Learners who said hello by mail: the names of their conversations."""
    tokens = []
    for name in who:
        learner = desk.hears(Address("web", name), "hallo")
        mail = {"learner_id": learner, "channel": "email", "external_id": f"{name}@mail.example"}

        def work(db: Any, learner: int = learner, mail: Any = mail) -> None:
            db.execute(addresses.insert().values(mail))
            db.execute(learners.update().where(learners.c.id == learner).values(institution=institution))

        desk.write(work)
        tokens.append(desk.token(learner))
    return tokens


def noted(desk: Desk) -> list[tuple[str, str, Any]]:
    wanted = select(audit.c.action, audit.c.conversation, audit.c.detail).order_by(audit.c.id)
    return [tuple(row) for row in desk.read(lambda db: db.execute(wanted).all())]


def test_a_learner_is_found_by_address_which_is_kept_nowhere(desk: Desk) -> None:
    kim, *_ = asked(desk, "kim", "sam")
    with desk.client("lead") as http:
        found = http.post("/desk/privacy/find", data={"email": "Kim@mail.example"}).text
        assert found.count("/desk/privacy?conversation=") == 1
        assert kim in found
        assert (
            "Nobody with that address" in http.post("/desk/privacy/find?lang=en", data={"email": "x@mail.example"}).text
        )
        assert http.post("/desk/privacy/find", data={"email": "kim"}).status_code == 400
    assert noted(desk) == [("privacy.find", "", {"found": 1}), ("privacy.find", "", {"found": 0})]


def test_what_is_kept_is_shown_until_when_and_exported_with_a_reason(desk: Desk) -> None:
    [kim] = asked(desk, "kim")
    who = select(learners.c.id).where(learners.c.token == kim).scalar_subquery()
    until = desk.now + timedelta(days=1)
    shot = {"learner_id": who, "name": "shot.png", "sealed": b"", "fetched": True, "expires_at": until}
    desk.write(lambda db: db.execute(pictures.insert().values(shot)))
    with desk.client("lead") as http:
        page = http.get(f"/desk/privacy?conversation={kim[:6]}&lang=en").text
        assert "90 days after they were last heard" in page
        given = {"conversation": kim, "reason": WHY}
        file = http.post("/desk/privacy/export", data={**given, "as": "file"})
        assert json.loads(file.text)["addresses"][1]["external_id"] == "kim@mail.example"
        assert f'filename="{kim[:8]}.json"' in file.headers["content-disposition"]
        page = http.post("/desk/privacy/export?lang=en", data={**given, "as": "page"}).text
        assert "kim@mail.example" in page
        words = Pages(organisation="", sandbox=True).texts
        assert not re.search(
            r"\d{4}-\d\d-\d\dT|welcome\.hello|_|\b(True|False|None)\b",
            re.sub(r"<[^>]+>", " ", page.partition("<h1>")[2]),
        )
        for part in names_in(json.loads(file.text)):
            assert words.has("desk_privacy.part", "en", part), f"desk_privacy.*.ftl has no words for {part}"
        for reason in ("", "x" * 201, "for kim@mail.example", "call 06 12345678"):
            assert http.post("/desk/privacy/export", data={**given, "reason": reason}).status_code == 400, reason
        assert http.get("/desk/privacy?conversation=zzzzzz").status_code == 404
        assert http.post("/desk/privacy/export", data={**given, "conversation": "zzzzzz"}).status_code == 404
    exports = [one for one in noted(desk) if one[0] == "privacy.export"]
    assert exports == [("privacy.export", kim, {"reason": WHY, "file": as_file}) for as_file in (True, False)]


def test_a_learner_is_erased_after_the_name_is_typed_and_the_audit_stays_whole(desk: Desk) -> None:
    kim, sam = asked(desk, "kim", "sam")
    with desk.client("lead") as http:
        given = {"conversation": kim, "reason": WHY}
        for sure in ("", sam[:8], "yes"):
            assert http.post("/desk/privacy/erase", data={**given, "sure": sure}).status_code == 400
        assert http.post("/desk/privacy/erase", data={**given, "sure": kim[:8]}).status_code == 303
        assert http.get(f"/desk/privacy?conversation={kim}").status_code == 404
        assert http.get(f"/desk/privacy?conversation={sam}").status_code == 200
    assert ("privacy.erase", kim, {"reason": WHY}) in noted(desk)
    closed = desk.read(lambda db: list(db.execute(select(suppressions.c.why)).scalars()))
    assert closed == ["erased"], "nobody writes to their mailbox again"
    assert desk.read(chain.verify).broken is None


def test_export_and_erase_ask_for_a_login_of_late(desk: Desk) -> None:
    [kim] = asked(desk, "kim")
    with desk.client("lead") as http:
        old = desk.now - timedelta(minutes=6)
        desk.write(lambda db: db.execute(sessions.update().values(proven_at=old)))
        page = http.get(f"/desk/privacy?conversation={kim}").text
        again = f"/desk/login?again=1&amp;next=%2Fdesk%2Fprivacy%3Fconversation%3D{kim}"
        assert again in page
        assert "/desk/privacy/erase" not in page
        given = {"conversation": kim, "reason": WHY, "sure": kim[:8]}
        assert http.post("/desk/privacy/export", data=given).status_code == 400
        assert http.post("/desk/privacy/erase", data=given).status_code == 400
        before = http.cookies["desk"]
        inside = http.post(f"/desk/login/sandbox/lead?again=1&next=%2Fdesk%2Fprivacy%3Fconversation%3D{kim}")
        assert inside.headers["location"] == f"/desk/privacy?conversation={kim}"
        assert http.post("/desk/privacy/export", data=given).status_code == 200
        with httpx.Client(base_url=desk.url, cookies={"desk": before}) as old_one:
            assert old_one.get("/desk").status_code == 303, "the session before has ended"


def test_who_sees_one_institution_finds_and_touches_nobody_of_another(desk: Desk) -> None:
    [kim] = asked(desk, "kim", institution="Uni A")
    with desk.client("lead", name="Bo", institutions=("Uni B",)) as http:
        given = {"conversation": kim, "reason": WHY, "sure": kim[:8]}
        assert kim not in http.post("/desk/privacy/find", data={"email": "kim@mail.example"}).text
        assert http.get(f"/desk/privacy?conversation={kim}").status_code == 404
        assert http.post("/desk/privacy/export", data=given).status_code == 404
        assert http.post("/desk/privacy/erase", data=given).status_code == 404
    with desk.client("auditor", institutions=("Uni A",)) as http:
        assert http.post("/desk/privacy/export", data=given).status_code == 200
        assert http.post("/desk/privacy/erase", data=given).status_code == 403
