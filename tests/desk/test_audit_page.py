"""The audit on the desk: found by who, what and when, taken along as a file, and checked."""

from __future__ import annotations

import ast
import csv
import io
import re
from typing import Any

from bot.conversation.texts import LANGUAGES, Texts
from bot.store import audit, staff
from bot.store.tables import audit as rows
from bot.web.desk.audit import ACTIONS
from tests.desk.desk import Desk
from tests.house import ROOT


def test_whatever_is_accounted_for_has_words() -> None:
    noted = re.compile(r'(?:note|account)\((?:[^()]|\(\))*?"([a-z]+(?:\.[a-z_]+)?)"', re.S)
    named = {
        action
        for file in (ROOT / "bot").rglob("*.py")
        for action in noted.findall(file.read_text("utf-8"))
        if file.parent.name in ("desk", "commands") or file.name in ("desk.py",)
    }
    assert len(named) > 25
    assert named <= set(ACTIONS), "give it words in desk_audit.*.ftl"


def test_whatever_stands_beside_a_row_has_words() -> None:
    files = [file for folder in ("web/desk", "commands") for file in (ROOT / "bot" / folder).glob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    notes = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("note", "account")]
    beside = {named.arg for note in notes for named in note.keywords} - {None, "detail"}
    assert len(beside) > 15
    texts = Texts.load(ROOT / "bot/web/desk")
    for language in LANGUAGES:
        assert [one for one in beside if not texts.has("desk_audit.beside", language, one)] == []


TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


def filled(desk: Desk, count: int = 0) -> int:
    """Three who did something, and `count` looks more: the number of the member."""

    def work(db: Any) -> int:
        member = staff.add(db, "noor@uni.example", "Noor <b>", "agent", None, desk.now)
        audit.note(db, desk.now, member.actor, "conversation.view", TOKEN, {"messages": 4})
        audit.note(db, desk.now, "slack:U042", "conversation.reply", TOKEN)
        audit.note(db, desk.now, "command", "privacy.erase", "another")
        for _ in range(count):
            audit.note(db, desk.now, member.actor, "search", "", {"found": 1})
        return member.id

    return desk.write(work)


def test_what_stands_beside_a_row_is_told_in_words(desk: Desk) -> None:
    filled(desk, 1)
    desk.write(lambda db: audit.note(db, desk.now, "command", "staff.invite", "", {"role": "auditor"}))
    with desk.client("auditor") as http:
        assert "found 1" in http.get("/desk/audit?lang=en").text
        page = http.get("/desk/audit?lang=nl").text
        assert "gevonden 1" in page
        assert "rol controleur" in page


def test_one_row_is_called_one(desk: Desk) -> None:
    desk.write(lambda db: audit.note(db, desk.now, "command", "staff.invite"))
    with desk.client("auditor") as http:
        assert "One row. Whether it is" in http.get("/desk/audit?lang=en").text
        assert "Eén regel. Nog niet" in http.get("/desk/audit?lang=nl").text


def test_the_audit_is_found_by_who_what_and_conversation_in_the_address(desk: Desk) -> None:
    noor = filled(desk)
    with desk.client("auditor") as http:
        page = http.get("/desk/audit?lang=en").text
        assert all(
            words in page for words in ("Noor &lt;b&gt;", "read a conversation", "on Slack (U042)", "by a command")
        )
        for query, shown in (
            (f"actor=staff:{noor}", [1]), ("actor=slack", [2]), ("action=privacy.erase", [3]),
            ("conversation=0f1e2d", [1, 2]),
            ("since=2000-01-01&until=2000-01-02", []), ("since=nonsense", [1, 2, 3]),
        ):  # fmt: skip
            table = http.get(f"/desk/audit?{query}").text
            assert [number for number in (1, 2, 3) if f'<td class="soft">{number}</td>' in table] == shown, query


def test_older_rows_are_a_page_on(desk: Desk) -> None:
    filled(desk, 110)
    with desk.client("auditor") as http:
        first = http.get("/desk/audit?lang=en&action=search").text
        assert (first.count("<tr>"), "action=search&amp;before=" in first) == (101, True)
        older = http.get("/desk/audit?action=search&before=14").text
        assert older.count("<tr>") == 11


def test_a_file_of_the_audit_holds_no_formula_and_is_accounted_for(desk: Desk) -> None:
    filled(desk)
    desk.write(lambda db: audit.note(db, desk.now, "=1+1", "@SUM(A1)"))
    with desk.client("auditor") as http:
        file = http.get("/desk/audit.csv?actor=%3D1%2B1")
        assert "audit.csv" in file.headers["content-disposition"]
        [_, row] = csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
        assert row[2:5] == ["'=1+1", "'=1+1", "'@SUM(A1)"]
        assert "took the audit along" in http.get("/desk/audit?lang=en").text


def test_a_changed_row_is_found_by_the_button(desk: Desk) -> None:
    filled(desk)
    with desk.client("auditor") as http:
        assert "not checked yet" in http.get("/desk/audit?lang=en").text
        assert http.post("/desk/audit/verify").status_code == 303
        assert "all are as they were written" in http.get("/desk/audit?lang=en").text
        desk.write(lambda db: db.execute(rows.update().where(rows.c.id == 2).values(actor="slack:U1")))
        http.post("/desk/audit/verify")
        assert "Row 2 was changed" in http.get("/desk/audit?lang=en").text
