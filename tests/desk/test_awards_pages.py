"""Awards at the desk: files brought in and undone, mailed about, and how far everybody is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, func, select, update

from bot import campaigns, nudges
from bot.ports import Address
from bot.store import batches as stored
from bot.store import cohorts
from bot.store.awards import Award, key_of
from bot.store.batches import New
from bot.store.cases import Today
from bot.store.cohorts import Cohort
from bot.store.tables import addresses, audit, awards, batches, events, learners, messages, outbox
from bot.uploads import WRONGS, Reason
from bot.web.pages import Pages
from flows import FLOWS
from tests.desk.desk import Desk
from tests.desk.payloads import PAYLOADS

OURS, OTHERS = "Universiteit Voorbeeld", "Hogeschool Elders"
HEAD = "Recipient mailadres;Recipient First name;Recipient Surname"
LATER = timedelta(days=5)


def people(count: int, begin: int = 0) -> str:
    return "".join(f"student{number}@voorbeeld.example;Voornaam;Achternaam\n" for number in range(begin, begin + count))


def brings(http: httpx.Client, content: str | bytes, name: str = "lijst.csv", **fields: str) -> httpx.Response:
    """Somebody picks a file at the desk, and looks."""
    body = content.encode() if isinstance(content, str) else content
    given = {"badge": "Data in de zorg", "institution": OURS, **fields}
    return http.post("/desk/awards/new", files={"file": (name, body, "text/csv")}, data=given)


def brought(http: httpx.Client, content: str | bytes, **fields: str) -> str:
    """The same, and then brings it in: the page of the batch."""
    there = brings(http, content, **fields).headers["location"]
    return str(http.post(there.replace("/look", "/open")).headers["location"])


def number_of(page: str) -> int:
    return int(page.rpartition("/")[2])


def text_of(page: httpx.Response) -> str:
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def done(desk: Desk) -> list[tuple[str, Any]]:
    """What was accounted for."""
    rows = desk.read(lambda db: db.execute(select(audit.c.action, audit.c.detail).order_by(audit.c.id)).all())
    return [(row.action, row.detail) for row in rows]


def count(desk: Desk, table: Any) -> int:
    return int(desk.read(lambda db: db.execute(select(func.count()).select_from(table)).scalar_one()))


# Bringing in


def test_a_file_is_looked_at_first_then_brought_in_and_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    with desk.client("lead") as http:
        look = brings(http, f"{HEAD}\n{people(3)}geen adres;x;y\n", "mijn lijst.csv", language="en")
        assert look.status_code == 303
        told = text_of(http.get(look.headers["location"]))
        assert "mijn lijst.csv" in told
        assert re.search(r"Nieuw 3 .*Geweigerd 1 .*Rij 5: dit is geen e-mailadres", told)
        assert "Lees 3 toekenningen in" in told
        assert desk.read(lambda db: db.execute(select(awards.c.id).where(stored.there())).all()) == []
        assert "Er zijn nog geen toekenningen" in text_of(http.get("/desk/awards"))

        here = http.post(look.headers["location"].replace("/look", "/open"))
        assert "Ingelezen: 3 toekenningen" in text_of(http.get(here.headers["location"]))
        assert http.post(look.headers["location"].replace("/look", "/open")).status_code == 303  # pressed twice
        again = brings(http, f"{HEAD}\n{people(3)}")
        assert "Alle 3 toekenningen die erin staan, kenden we al" in text_of(again)
    assert count(desk, awards) == 3
    assert done(desk) == [("award.import", {"batch": number_of(here.headers["location"]), "new": 3, "changed": 0})]


def test_whoever_leaves_a_file_that_they_looked_at_leaves_nothing_of_it(desk: Desk) -> None:
    with desk.client("lead") as http:
        there = brings(http, f"{HEAD}\n{people(3)}").headers["location"]
        assert http.post(there.replace("/look", "/drop")).headers["location"] == "/desk/awards"
        assert http.get(there).status_code == 404
        refused = http.post(there.replace("/look", "/open"))
        assert refused.status_code == 404
        assert "collega keek intussen naar een ander bestand" in refused.text
    assert (count(desk, awards), count(desk, batches), done(desk)) == (0, 0, [])


def test_a_file_that_was_overtaken_by_a_colleagues_is_not_brought_in(desk: Desk) -> None:
    with desk.client("lead") as http, desk.client("admin") as other:
        there = brings(http, f"{HEAD}\n{people(3)}").headers["location"]
        brought(other, f"{HEAD}\n{people(2, 10)}")
        assert http.post(there.replace("/look", "/open")).status_code == 404
    assert count(desk, awards) == 2


def test_a_wrong_file_is_told_what_is_wrong_and_costs_nothing(desk: Desk) -> None:
    wrong: dict[str, tuple[bytes, int]] = {
        "spreadsheet": (b"PK\x03\x04" + bytes(2000), 422),
        "": (b"\xd0\xcf\x11\xe0" + bytes(2000), 422),
        "is leeg": (b"  \n", 422),
        "noemt geen kolom": (b"naam;klas\nSam;2b\n", 422),
        "geen tekst": (b"%PDF-1.7\n\x00 mail;badge\n" * 20, 422),
        "betekenen hetzelfde: Mail en E-mail": (b"Mail;E-mail\na@b.example;a@b.example\n", 422),
        "groter dan 5 MB": (HEAD.encode() + b"\n" * 6_000_000, 413),
    }
    with desk.client("lead") as http:
        for words, (content, status) in wrong.items():
            answer = brings(http, content)
            assert answer.status_code == status, words
            assert words in answer.text, words
        nothing = http.post("/desk/awards/new", files={}, data={"badge": "x"})
        assert nothing.status_code == 422
        for fields, words in (
            ({"deadline": "morgen"}, "geen datum"),
            ({"deadline": "2020-01-01"}, "al voorbij"),
            ({"badge": "x" * 121}, "langer dan 120"),
        ):
            assert words in brings(http, f"{HEAD}\n{people(1)}", **fields).text
        no_form = http.post(
            "/desk/awards/new", content=b"--x\r\nno form", headers={"Content-Type": "multipart/form-data"}
        )
        assert no_form.status_code == 400
    assert (count(desk, awards), count(desk, batches), done(desk)) == (0, 0, [])


def test_what_excel_saves_is_read_and_what_would_run_is_shown_as_it_stands_there(desk: Desk) -> None:
    attack = "<img src=x onerror=alert(1)>"
    with desk.client("lead") as http:
        for encoding in ("cp1252", "utf-16", "utf-8-sig"):
            there = brings(http, f"{HEAD};Badge\ncafé@voorbeeld.example;é;é;{encoding} Café\n".encode(encoding))
            assert f"{encoding} Café" in http.get(there.headers["location"]).text
        rows = (
            f"a@voorbeeld.example;x;y;{attack}\n"
            "b@voorbeeld.example;x;y;=HYPERLINK(1)\n"
            "c@voorbeeld.example;x;y;+cmd|' /C calc'!A0\n"
        )
        there = brings(http, f"{HEAD};Badge;{attack}\n{rows}", f"../../{attack}.csv")
        look = http.get(there.headers["location"])
        assert attack not in look.text
        assert "&lt;img src=x" in look.text
        assert look.text.count("een formule: een naam begint niet met") == 2
        page = http.get(http.post(there.headers["location"].replace("/look", "/open")).headers["location"])
        assert attack not in page.text
        assert attack not in http.get("/desk/awards").text
        assert attack not in http.get("/desk/cohort", params={"badge": attack}).text


def test_what_stands_in_cells_and_in_the_name_of_a_file_is_text_and_nothing_else(desk: Desk) -> None:
    cells = [text for text in PAYLOADS if len(text) <= 120 and not re.search(r"[\x00-\x1f]", text)]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = "".join(f"s{place}@voorbeeld.example;x;y;{cell}\n" for place, cell in enumerate(quoted))
    with desk.client("lead") as http:
        look = brings(http, f"{HEAD};Badge\n{rows}", cells[0]).headers["location"]
        page = http.post(look.replace("/look", "/open")).headers["location"]
        pages = [look, page, f"{page}?names=yes", f"{page}/campaign", f"{page}/forget", "/desk/awards"]
        pages += [f"/desk/cohort?{urlencode({'badge': cell})}" for cell in cells[:20]]
        shown = "".join(http.get(path).text for path in pages)
    assert shown.count("window.xss") > 100
    assert [cell for cell in cells if re.search("[<\"']", cell) and cell in shown] == []


def test_a_batch_is_undone_but_for_what_learners_began_with(desk: Desk) -> None:
    with desk.client("lead") as http:
        page = brought(http, f"{HEAD}\n{people(3)}")
        whose = desk.hears(Address("web", "kim"), "hallo")
        desk.write(lambda db: stored.bind(db, db.execute(select(func.min(awards.c.id))).scalar_one(), whose))
        assert "2 toekenningen waarmee nog niemand begon, gaan weg. Eén blijft" in text_of(http.get(f"{page}/forget"))
        assert http.post(f"{page}/forget").headers["location"] == "/desk/awards"
        assert http.get(page).status_code == 404
    assert count(desk, awards) == 1
    assert done(desk)[-1] == ("award.forget", {"batch": number_of(page), "awards": 3})


# Who may


def test_who_is_bound_to_an_institution_brings_in_and_sees_awards_of_that_one_only(desk: Desk) -> None:
    rows = f"a@voorbeeld.example;x;y;{OURS.upper()}\nb@voorbeeld.example;x;y;{OTHERS}\nc@voorbeeld.example;x;y;\n"
    with desk.client("lead") as all_of_it, desk.client("lead", name="Bo", institutions=(OURS,)) as http:
        elsewhere = brought(all_of_it, f"{HEAD}\n{people(2)}", institution=OTHERS)
        look = http.get(brings(http, f"{HEAD};Institution\n{rows}").headers["location"])
        assert "Rij 3: van een instelling waarvoor jij geen toekenningen inleest" in text_of(look)
        assert "Nieuw 2" in text_of(look)
        http.post(str(look.url.path).replace("/look", "/open"))
        # what is known there already is not changed by an import here
        look = brings(http, f"{HEAD}\n{people(1)}", deadline=(desk.now.date() + LATER).isoformat())
        assert "Geweigerd: 1" in text_of(look)

        for path in ("", "/forget", "/campaign", "/live"):
            assert http.get(f"{elsewhere}{path}").status_code == 404, path
        for path in ("/forget", "/campaign", "/open", "/drop", "/try"):
            answer = http.post(f"{elsewhere}{path}", data={"order": "start", "mailbox": "a@b.example"})
            assert answer.status_code == 404, path
        assert http.get(f"/desk/cohort/nudge?batch={number_of(elsewhere)}").status_code == 404
        assert OTHERS not in http.get("/desk/awards").text

        both = brought(all_of_it, f"{HEAD};Institution\nd@voorbeeld.example;x;y;{OURS}\ne@x.example;x;y;{OTHERS}\n")
        page = http.get(both)
        assert "Rij" in page.text
        assert OTHERS not in page.text
        assert "Alle  1" in text_of(page).replace("Alle 1", "Alle  1")
        for path in ("/forget", "/campaign"):
            assert http.get(f"{both}{path}").status_code == 403
            assert http.post(f"{both}{path}", data={"order": "start"}).status_code == 403


def test_a_viewer_sees_how_far_a_class_is_but_nobodys_name_and_of_a_small_class_nothing(desk: Desk) -> None:
    with desk.client("lead") as lead, desk.client("viewer") as http:
        large, small = brought(lead, f"{HEAD}\n{people(12)}"), brought(lead, f"{HEAD}\n{people(3, 50)}")
        page = http.get(f"{large}?names=yes")
        assert "0 van de 12 zijn opgehaald" in text_of(page)
        assert "student" not in page.text.replace("studenten", "")
        assert "minder dan 10" in text_of(http.get(small))
        assert "Eén voor één" not in http.get(small).text
        assert http.get("/desk/awards/new").status_code == 403
        assert http.post(f"{large}/forget").status_code == 403
        assert {action for action, _ in done(desk)} == {"award.import"}

        assert "student1@voorbeeld.example" not in lead.get(large).text
        assert "student1@voorbeeld.example" in lead.get(f"{large}?names=yes").text
    assert done(desk)[-1] == ("award.view", {"batch": number_of(large), "awards": 12})


def test_a_batch_of_many_is_shown_a_page_at_a_time_and_the_list_by_campaign(desk: Desk) -> None:
    with desk.client("lead") as http:
        page = brought(http, f"{HEAD}\n{people(230)}")
        shown, after = [], ""
        for _ in range(3):
            text = http.get(page, params={"after": after} if after else {}).text
            shown += re.findall(r'<td class="num">(\d+)</td>\s*<td><bdi>s•••@', text)
            following = re.search(r"\?after=(\d+)#one-by-one", text)
            after = following[1] if following else ""
        assert not after
        assert shown == [str(row) for row in range(2, 232)]
        assert "lijst.csv" in http.get("/desk/awards?campaign=none").text
        assert "lijst.csv" not in http.get("/desk/awards?campaign=running").text


# A campaign


def test_a_campaign_is_looked_at_tried_started_held_and_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = campaigns.go_on
    monkeypatch.setattr(campaigns, "go_on", lambda *_: 0)  # the program itself would end it when it likes
    with desk.client("lead") as http:
        page = brought(http, f"{HEAD}\n{people(3)}", language="nl")
        look = http.get(f"{page}/campaign")
        assert "3 deelnemers krijgen een mail" in text_of(look)
        assert "Universiteit Voorbeeld heeft je een edubadge gegeven: Data in de zorg" in text_of(look)
        assert http.post(f"{page}/try", data={"mailbox": "geen adres"}).status_code == 422
        assert http.post(f"{page}/try", data={"mailbox": "proef@voorbeeld.example"}).status_code == 303
        assert count(desk, addresses) == 1
        for order, after in (("pause", 409), ("start", 303), ("start", 409), ("pause", 303), ("resume", 303)):
            assert http.post(f"{page}/campaign", data={"order": order}).status_code == after, order
        assert http.post(f"{page}/campaign", data={"order": "delete"}).status_code == 400
        while desk.write(go_on, desk.house.turns, desk.now, desk.now.date()):
            pass
        assert desk.read(lambda db: stored.find(db, number_of(page)).campaign) == "done"
        assert count(desk, addresses) == 4
    orders = [action for action, _ in done(desk) if action.startswith("campaign")]
    assert orders == ["campaign.try", "campaign.start", "campaign.pause", "campaign.resume"]


# How far they are


def standing(db: Connection, now: datetime, *stands: str) -> list[int]:
    """Awards of one batch that stand so, one each: their learners."""
    batch = stored.begin(db, "lijst.csv", "", now)
    given = [
        Award("Rekenen", OURS, "personal", date(2027, 1, 31), f"s{place}@voorbeeld.example")
        for place in range(len(stands))
    ]
    stored.write_down(db, batch, [New(n + 2, award, False, key_of(award)) for n, award in enumerate(given)], [], now)
    stored.staged(db, batch, {"new": len(stands)})
    stored.open_(db, batch)
    found = []
    for row, how in zip(db.execute(select(awards.c.id).order_by(awards.c.id)).scalars().all(), stands, strict=True):
        learner = db.execute(
            learners.insert().values(
                token=f"t{row}", language="nl", created_at=now, heard_at=now, milestone="institution",
                step="common.stopped" if how == "stopped" else "eduid.link_institution",
                since=now - LATER if how == "stuck" else now, owner="Noor" if how == "human" else None,
            ).returning(learners.c.id)
        ).scalar_one()  # fmt: skip
        found.append(learner)
        changes: dict[str, Any] = {"learner_id": learner, "invited_at": now, "mail": "sent"}
        if how == "unwritten":
            changes = {}
        if how == "unreached":
            changes["mail"] = "refused: no such user"
        if how == "gone":
            changes["status"] = "gone"
        if how == "not_theirs":
            changes["flag"] = "not_me"
        if changes:
            db.execute(update(awards).where(awards.c.id == row).values(changes))
        if how in ("claimed", "stuck", "under_way", "human", "stopped"):
            db.execute(
                messages.insert().values(learner_id=learner, direction="in", body=[["ja"]], at=now, delivery="heard")
            )
        if how == "claimed":
            db.execute(
                events.insert().values(
                    learner_id=learner, award=0, what="ticked", detail="claimed", at=now, journey=f"j{row}",
                    channel="web", language="nl",
                )
            )  # fmt: skip
    return found


def test_each_award_stands_in_one_place(db: Connection) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    each = get_args(cohorts.Standing)
    whose = standing(db, now, *each, "stuck", "claimed")
    cohort = Cohort(batch=1)
    today = Today(now, now.date())
    found = {(group.standing, group.milestone): group.count for group in cohorts.groups(db, cohort, today)}
    at = "institution"
    expected = Counter({(one, at if one in ("stuck", "under_way") else ""): 1 for one in each})
    assert found == expected + Counter({("stuck", at): 1, ("claimed", ""): 1})
    assert cohorts.learners_of(db, cohort, today, ("stuck", "human"), 10) == [
        whose[each.index("stuck")],
        whose[each.index("human")],
        whose[-2],
    ]
    rows = cohorts.awards_of(db, cohort, today, standing="stuck", most=10)
    assert [row.file_row for row in rows] == [3, 12]
    assert cohorts.groups(db, Cohort(badge="Rekenen", whose=(OTHERS,)), today) == []
    assert sum(group.count for group in cohorts.groups(db, Cohort(badge="Rekenen", whose=(OURS,)), today)) == 12
    assert cohorts.badges(db, None) == ["Rekenen"]
    figures = stored.figures_of(db, [1, 2], (OURS,))
    assert (figures[1]["rows"], figures[1]["claimed"], figures[2]["rows"], figures[2]["badge"]) == (12, 2, 0, None)
    assert stored.figures(db, 1, (OTHERS,))["rows"] == 0
    assert [row.id for row, _ in stored.listed(db, whose=(OURS,), campaign="none")] == [1]
    assert stored.listed(db, whose=(OTHERS,)) == []
    [(_, counted)] = stored.listed(db, looked=11)
    assert (counted["rows"], "claimed" in counted) == (12, False)
    assert stored.institutions_of(db, 1) == {OURS}


def test_a_class_is_told_in_a_sentence_and_those_who_are_stuck_are_nudged_once(desk: Desk) -> None:
    with desk.client("lead") as http:
        page = brought(http, f"{HEAD}\n{people(6)}")
        ids = desk.read(lambda db: list(db.execute(select(awards.c.id).order_by(awards.c.id)).scalars()))
        names = ("stuck", "stopped", "human", "blocked", "claimed")
        whose = {}
        for award, name in zip(ids, names, strict=False):
            who = whose[name] = desk.hears(Address("web", name), "hallo", "[welcome.hello:learner]")
            if name == "stopped":
                desk.hears(Address("web", name), "stop")
            desk.write(lambda db, award=award, who=who: stored.bind(db, award, who))

        def later(db: Connection) -> None:
            db.execute(update(learners).values(since=desk.now - LATER))
            db.execute(update(learners).where(learners.c.id == whose["human"]).values(owner="Noor"))
            db.execute(update(addresses).where(addresses.c.external_id == "blocked").values(blocked_at=desk.now))
            db.execute(
                events.insert().values(
                    learner_id=whose["claimed"], award=0, what="ticked", detail="claimed", at=desk.now, journey="j",
                    channel="web", language="nl",
                )
            )  # fmt: skip

        desk.write(later)
        told = text_of(http.get(page))
        assert "1 van de 6 zijn opgehaald, 2 lopen vast bij eduID maken, één praat met een medewerker" in told
        batch = str(number_of(page))
        look = text_of(http.get(f"/desk/cohort/nudge?batch={batch}"))
        assert "Eén deelnemer krijgt een berichtje" in look
        for why in ("1 niet: praten met", "1 niet: willen geen", "1 niet: het laatste kanaal is dicht"):
            assert why in look
        assert http.post("/desk/cohort/nudge", data={"batch": batch}).headers["location"] == page

        def said(db: Connection) -> list[Any]:
            reminders = outbox.c.priority == 5
            return list(db.execute(select(outbox.c.learner_id).where(reminders, outbox.c.kind == "message")).scalars())

        assert desk.read(said) == [whose["stuck"]]
        assert "Niemand krijgt nu een berichtje" in text_of(http.get(f"/desk/cohort/nudge?batch={batch}"))
        http.post("/desk/cohort/nudge", data={"batch": batch})
        assert desk.read(said) == [whose["stuck"]]
        with desk.client("agent") as agent:
            assert agent.post("/desk/cohort/nudge", data={"batch": batch}).status_code == 403
    rows = desk.read(lambda db: db.execute(select(audit).where(audit.c.action == "conversation.nudge")).all())
    assert [(row.conversation, row.detail) for row in rows] == [(desk.token(whose["stuck"]), {"batch": int(batch)})]
    last = desk.read(
        lambda db: db.execute(
            select(messages.c.body).where(messages.c.learner_id == whose["stuck"], messages.c.direction == "out")
            .order_by(messages.c.id.desc())
        ).scalar()
    )  # fmt: skip
    assert "Hallo, ik ben er nog" in str(last)


def test_everything_that_is_named_has_words() -> None:
    pages = Pages(organisation="", sandbox=False)
    names = [f"reason.{one}" for one in get_args(Reason)]
    names += [f"wrong_{one}" for one in WRONGS]
    names += [f"standing.{one}" for one in get_args(cohorts.Standing)]
    names += [f"place.{one}" for one in ("start", *FLOWS.milestones)]
    names += [f"nudge_not.{one}" for one in get_args(nudges.Why)]
    names += [f"skipped.{one}" for one in get_args(campaigns.Skipped)]
    for language in ("nl", "en"):
        for name in names:
            facts: dict[str, str | int] = {"most": 5, "one": "a", "other": "b", "count": 2}
            assert pages.say(name, language, "desk_awards", **facts), name  # type: ignore[arg-type]


# In a browser


def focus(page: Page, name: str) -> None:
    """Tab on until what has the focus is called so."""
    for _ in range(60):
        here = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''")
        if str(here).strip().startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {name}")


def test_from_a_file_to_who_claimed_by_keyboard_alone(desk_in_browser: Desk, tmp_path: Any) -> None:
    desk = desk_in_browser
    file = tmp_path / "lijst.csv"
    file.write_text(f"{HEAD}\n{people(12)}", "utf-8")
    page = desk.opens("/desk/awards", "lead", language="en")
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a file")
    focus(page, "CSV file")
    page.keyboard.press("Space")
    expect(page.get_by_label("CSV file")).to_have_value(re.compile("lijst.csv"))
    focus(page, "Edubadge")
    page.keyboard.type("Rekenen")
    focus(page, "Institution")
    page.keyboard.type(OURS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    focus(page, "Bring in 12 awards")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Brought in: 12 awards.")).to_be_visible()
    expect(page.get_by_text("0 of 12 claimed")).to_be_visible()

    who = desk.hears(Address("web", "kim"), "hallo")

    def claims(db: Connection) -> None:
        stored.bind(db, db.execute(select(func.min(awards.c.id))).scalar_one(), who)
        claimed = {"learner_id": who, "award": 0, "what": "ticked", "detail": "claimed", "at": desk.now}
        db.execute(events.insert().values(**claimed, journey="j", channel="web", language="nl"))

    desk.write(claims)
    desk.write(campaigns.order, number_of(page.url), "start", desk.now)  # rings the bell of the batch
    expect(page.get_by_text("1 of 12 claimed")).to_be_visible()
    page.keyboard.press("Escape")
    focus(page, "Show addresses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="student3@voorbeeld.example")).to_be_visible()
