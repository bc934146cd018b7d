"""One conversation at the desk: what is shown of it, and what staff do with it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import Connection, select

from bot.conversation.nodes import load, plain
from bot.ports import Address, Opened, Picture
from bot.store import audit, conversations, helping, links, pictures, privacy, staff
from bot.store.database import ring
from bot.store.staff import Role
from bot.store.tables import addresses, awards, cases, learners, messages, outbox
from bot.store.tables import audit as noted
from bot.web.live import Live
from tests.desk.desk import Desk, looked_at
from tests.desk.payloads import PAYLOADS

KIM = Address("web", "kim")
ODD = "<img src=x onerror=alert(1)>{{7*7}}'\"</textarea><script>alert(2)</script>"


class Kim:
    """A learner, and the page of their conversation."""

    def __init__(self, desk: Desk, *said: Any) -> None:
        self.desk = desk
        self.learner = desk.hears(KIM, *(said or ("hallo", "mens")))
        self.token = desk.token(self.learner)
        self.there = f"/desk/conversations/{self.token}"

    def says(self, *what: Any) -> None:
        self.desk.hears(KIM, *what)

    def last(self) -> int:
        return self.desk.read(helping.last_line, self.learner)

    def timeline(self) -> list[tuple[str, str, str]]:
        """Who said what: direction, author, words."""

        def look(db: Connection) -> list[tuple[str, str, str]]:
            rows = db.execute(select(messages).where(messages.c.learner_id == self.learner).order_by(messages.c.id))
            return [(row.direction, row.author or "", plain(load(row.body))) for row in rows if row.direction != "card"]

        return self.desk.read(look)

    def row(self) -> Any:
        return self.desk.read(lambda db: db.execute(select(learners).where(learners.c.id == self.learner)).one())

    def replies(self, http: httpx.Client, text: str, **more: str) -> httpx.Response:
        """As the page's script sends it."""
        form = {"text": text, "seen": str(self.last()), **more}
        return http.post(f"{self.there}/reply", data=form, headers={"X-Requested-With": "fetch"})

    def does(self, http: httpx.Client, what: str, **form: str) -> httpx.Response:
        return http.post(f"{self.there}/{what}", data=form, headers={"X-Requested-With": "fetch"})


@pytest.fixture
def kim(desk: Desk) -> Kim:
    return Kim(desk)


def actions(desk: Desk) -> list[str]:
    return desk.read(lambda db: list(db.execute(select(noted.c.action).order_by(noted.c.id)).scalars()))


def longer_ago(desk: Desk) -> None:
    """As if more than ten minutes went by since anything was accounted for."""
    desk.write(lambda db: db.execute(noted.update().values(at=desk.now - timedelta(minutes=11))))


# What is shown


def test_a_newcomer_reads_who_where_why_until_when_and_what_was_tried(desk: Desk) -> None:
    def invite(db: Connection) -> str:
        known = {"badge": "Rekenen", "institution": "Hogeschool X", "kind": "personal", "deadline": "2099-12-01"}
        return links.make_invitation(db, known, desk.now)

    kim = Kim(desk, Opened(desk.write(invite)), "ik zie niets in mijn backpack", "mens")
    with desk.client("agent") as noor:
        page = noor.get(f"{kim.there}?lang=en")
        assert page.status_code == 200
        for words in ("Rekenen", "Hogeschool X", "Web chat", "My badge is not there", "days left", "Waits for a human"):
            assert words in page.text, words
    assert actions(desk)[-1] == "conversation.view"


def test_all_that_a_learner_or_a_colleague_wrote_is_shown_as_text(desk: Desk) -> None:
    kim = Kim(desk, "hallo", ODD, "mens")
    with desk.client("lead", name=ODD[:28]) as lead:
        desk.write(helping.make_label, ODD[:40])
        desk.write(helping.label, kim.learner, desk.read(helping.all_labels)[0].id)
        kim.replies(lead, ODD)
        kim.does(lead, "note", note=ODD)
        page = lead.get(kim.there).text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


def test_each_role_sees_what_it_may(desk: Desk, kim: Kim) -> None:
    kim.says("mijn geheime verhaal")
    desk.write(
        lambda db: db.execute(
            addresses.insert().values(
                learner_id=kim.learner, channel="email", external_id="kim@mail.example", used_at=desk.now
            )
        )
    )
    may_read = {"viewer": True, "agent": True, "lead": True, "auditor": True, "admin": False}
    for role, reads in may_read.items():
        with desk.client(role) as http:  # type: ignore[arg-type]
            page = http.get(kim.there).text
            assert ("mijn geheime verhaal" in page) is reads, role
            assert ("kim@mail.example" in page) is (role in ("agent", "lead", "auditor")), role
            assert ('id="reply"' in page) is (role in ("agent", "lead")), role


def test_a_picture_that_a_learner_let_us_keep_is_seen_at_the_desk(desk: Desk, kim: Kim) -> None:
    png = b"\x89PNG\r\n\x1a\nthe rest"

    def keep(db: Connection) -> None:
        found = [Picture("<i>scherm.png", desk.house.turns.box.seal(png))]
        pictures.ask_about(db, kim.learner, found, desk.now + timedelta(days=1))

    desk.write(keep)
    with desk.client("viewer") as vera, desk.client("admin") as ali:
        assert "scherm.png" not in vera.get(kim.there).text  # nobody let us
        desk.write(pictures.agree, kim.learner, desk.now)
        number = desk.read(pictures.kept, kim.learner, desk.now)[0].id
        assert f'href="{kim.there}/picture/{number}"' in vera.get(kim.there).text
        shown = vera.get(f"{kim.there}/picture/{number}")
        assert (shown.content, shown.headers["content-type"]) == (png, "image/png")
        assert actions(desk)[-1] == "picture.view"
        assert vera.get(f"{kim.there}/picture/{number + 1}").status_code == 404
        assert ali.get(f"{kim.there}/picture/{number}").status_code == 403


def test_a_conversation_of_another_institution_is_not_there(desk: Desk, kim: Kim) -> None:
    with desk.client("lead", institutions=("Elders",)) as http:
        for path in (kim.there, "/desk/conversations/0000"):
            assert http.get(path).status_code == 404
            assert http.get(f"{path}/stream").status_code == 404
            for what in ("reply", "preview", "take", "hand-back", "lead", "note", "label", "assign", "snooze", "done"):
                assert http.post(f"{path}/{what}", data={"text": "a", "note": "a"}).status_code == 404, what
            assert http.post(f"{path}/here").status_code == 404
    assert "conversation.view" not in actions(desk)


# Replies


def test_a_reply_takes_over_and_tells_who_says_it(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        assert kim.replies(noor, "Hoi Kim!").status_code == 200
    assert kim.timeline()[-1] == ("out", "Noor", "Noor (medewerker):\nHoi Kim!")
    assert (kim.row().owner, kim.row().waiting_since) == ("Noor", None)
    kim.says("dank je, maar ik zie nog niets")
    assert kim.timeline()[-1][0] == "in"  # the guide is silent
    assert actions(desk)[-1] == "conversation.reply"
    assert desk.read(audit.verify).broken is None


def test_the_same_reply_sent_twice_goes_out_once(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        form = {"text": "Hoi Kim!", "key": "a-key", "seen": str(kim.last())}
        answers = [noor.post(f"{kim.there}/reply", data=form).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    assert [text for _, author, text in kim.timeline() if author] == ["Noor (medewerker):\nHoi Kim!"]


def test_who_answers_past_a_new_word_is_shown_it_first(desk: Desk, kim: Kim) -> None:
    seen = str(kim.last())
    with desk.client("agent") as noor, desk.client("lead") as lidia:
        kim.says("o, ik heb het al gevonden")
        late = kim.replies(noor, "Kijk eens bij je badges", seen=seen)
        assert late.status_code == 409
        assert late.json()["seen"] == kim.last()
        assert "o, ik heb het al gevonden" in late.json()["lines"][0]["html"]
        kim.replies(lidia, "Fijn!")
        form = {"text": "Kijk eens bij je badges", "seen": str(late.json()["seen"])}
        again = noor.post(f"{kim.there}/reply", data=form)  # without a script
        assert again.status_code == 409
        assert "Fijn!" in again.text
        assert "Lidia heeft dit gesprek intussen" in again.text
        assert "Kijk eens bij je badges</textarea>" in again.text
        again = noor.post(f"{kim.there}/reply", data={**form, "seen": str(kim.last())})
        assert again.status_code == 403  # by now it is Lidia's
        assert "Kijk eens bij je badges</textarea>" in again.text
        kim.does(lidia, "hand-back")
        again = noor.post(f"{kim.there}/reply", data=form)
        assert again.status_code == 409
        assert "Kijk eens bij je badges</textarea>" in again.text
        assert "Fijn!" in again.text
        assert kim.replies(noor, "Kijk eens bij je badges").status_code == 200  # having seen it: sent anyway
    assert [author for _, author, _ in kim.timeline() if author] == ["Lidia", "Noor"]


def test_what_cannot_be_sent_is_said_and_kept(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        assert kim.replies(noor, "   ").status_code == 422
        assert kim.replies(noor, "a" * 3001).status_code == 422
        for text in ("Wat is je wachtwoord?", "Please send me the code you got", "Stuur je bsn even door."):
            asked = kim.replies(noor, text)
            assert (asked.status_code, asked.json()["sure"]) == (422, True), text
        for text in ("Geef je wachtwoord nooit door.", "Typ daarna je naam.", "The code is never asked for here."):
            assert kim.replies(noor, text).status_code == 200, text
        assert kim.replies(noor, "Wat is de code van de cursus?", sure="1").status_code == 200
        kept = noor.post(f"{kim.there}/reply", data={"text": "Wat is je wachtwoord?", "seen": str(kim.last())})
        assert (kept.status_code, "Wat is je wachtwoord?</textarea>" in kept.text) == (422, True)


def test_the_preview_is_what_the_learner_will_see(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        html = kim.does(noor, "preview", text="Hoi <b>").json()["html"]
        assert "<strong>Noor</strong> (medewerker):" in html
        assert "Hoi &lt;b&gt;" in html
        assert "Verder met de gids" in html
        page = noor.post(f"{kim.there}/preview", data={"text": "Hoi <b>"})
        assert (page.status_code, "Hoi &lt;b&gt;</textarea>" in page.text) == (200, True)
    assert not [author for _, author, _ in kim.timeline() if author]


def test_who_went_silent_elsewhere_is_written_to_by_mail(desk: Desk) -> None:
    kim = Kim(desk)
    with desk.client("agent") as noor:
        assert kim.replies(noor, "Lukt het?", by="email").status_code == 422  # no address is known
        award = {"badge": "Rekenen", "source": "a test", "address": "kim@mail.example", "created_at": desk.now}
        desk.write(lambda db: db.execute(awards.insert().values(learner_id=kim.learner, **award)))
        assert 'value="email"' in noor.get(kim.there).text
        assert kim.replies(noor, "Lukt het?", by="email").status_code == 200

    def owed(db: Connection) -> Any:
        letter = select(addresses.c.channel, addresses.c.external_id).join(
            messages, messages.c.address_id == addresses.c.id
        )
        return db.execute(letter.where(messages.c.author == "Noor")).one()

    assert tuple(desk.read(owed)) == ("email", "kim@mail.example")


# Taking over and giving back


def test_who_was_talking_with_the_guide_is_told_that_a_human_takes_over(desk: Desk) -> None:
    kim = Kim(desk, "hallo")
    with desk.client("agent") as noor:
        assert kim.does(noor, "take").status_code == 200
        assert kim.does(noor, "take").status_code == 200  # twice is once
        assert [text for _, _, text in kim.timeline() if text.startswith("Noor (medewerker) leest nu met je mee")]
        before = len(kim.timeline())
        kim.says("ok")
        assert len(kim.timeline()) == before + 1
        assert kim.does(noor, "hand-back").status_code == 200
        assert "Ik ben er weer, de automatische gids." in kim.timeline()[-1][2]
        assert kim.row().owner is None
        assert kim.does(noor, "take").status_code == 200
        before = len(kim.timeline())
        assert kim.does(noor, "done").status_code == 200  # the guide has the word, and says nothing
    assert (kim.row().owner, len(kim.timeline())) == (None, before)


def test_a_colleagues_conversation_is_the_leads_alone_also_of_one_who_has_the_same_name(desk: Desk, kim: Kim) -> None:
    def another_noor(db: Connection) -> str:
        member = staff.add(db, "noor.b@agent.example", "Noor", "agent", None, desk.now)
        return staff.begin(db, member, "a test", desk.now)

    with desk.client("agent") as noor, desk.client("agent") as namesake, desk.client("lead") as lidia:
        namesake.cookies.set("desk", desk.write(another_noor))
        kim.does(noor, "take")
        for what in ("take", "hand-back", "done", "reply", "note", "snooze", "lead", "label", "assign"):
            refused = kim.does(namesake, what, text="hoi", note="hoi", until="hour", seen=str(kim.last()))
            assert refused.status_code == 403, what
        assert kim.does(lidia, "take").status_code == 200
        assert kim.row().owner == "Lidia"
        refused = kim.does(noor, "hand-back")
        assert (refused.status_code, "Lidia" in refused.json()["said"]) == (403, True)


def test_whose_it_was_ends_when_the_learner_goes_on_with_the_guide(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor, desk.client("agent", name="Bo") as bo:
        kim.does(noor, "take")
        kim.says("gids")
        assert kim.row().owner is None
        kim.says("mens")
        assert kim.does(bo, "take").status_code == 200
        assert kim.does(noor, "take").status_code == 403


def test_staff_bring_a_learner_to_another_step(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        assert kim.does(noor, "lead", step="common.erase_sure").status_code == 422
        assert kim.does(noor, "lead", step="nowhere").status_code == 422
        assert kim.row().owner == "staff"
        assert kim.does(noor, "lead", step="claim.find_card").status_code == 200
    assert (kim.row().owner, kim.row().step) == (None, "claim.find_card")
    assert kim.timeline()[-1][2].startswith("Een medewerker bracht je naar een andere stap.")


# For each other


def test_a_note_is_for_colleagues_and_nobody_else(desk: Desk, kim: Kim) -> None:
    owed = desk.read(lambda db: len(db.execute(select(outbox.c.id)).all()))
    with desk.client("agent") as noor, desk.client("viewer") as vera:
        for _ in range(2):
            assert kim.does(noor, "note", note="Belt om 10:00, code 482913", key="one").status_code == 200
        assert vera.get(kim.there).text.count("Belt om 10:00, code [code]") == 2  # in the timeline, and beside it
    assert [text for who, _, text in kim.timeline() if who == "note"] == ["Belt om 10:00, code [code]"]
    assert owed == desk.read(lambda db: len(db.execute(select(outbox.c.id)).all()))
    view = desk.do(Live(desk.house.database, desk.house.ears, desk.house.closing).view(KIM))
    assert view is not None
    assert "Belt om" not in str(view.lines)
    told = desk.read(privacy.export, kim.learner)["messages"]  # theirs by law
    assert [one["text"] for one in told if one["who"] == "note"] == ["Belt om 10:00, code [code]"]


def test_the_name_of_a_learner_is_for_who_may_know_whose_it_is(desk: Desk, kim: Kim) -> None:
    desk.write(lambda db: db.execute(addresses.update().values(account="K•• V•••••••")))
    with desk.client("agent") as noor, desk.client("viewer") as vera:
        assert "K•• V•••••••" in noor.get(kim.there).text
        assert "K••" not in vera.get(kim.there).text


def test_labels_assigning_and_resting(desk: Desk, kim: Kim) -> None:
    desk.write(helping.make_label, "spoed")
    spoed = str(desk.read(helping.all_labels)[0].id)
    desk.session("agent", "Xa", ("X",))
    with desk.client("agent") as noor, desk.client("lead") as lidia:
        assert kim.does(noor, "label", label=spoed).status_code == 200
        assert kim.does(noor, "label", label="0").status_code == 422
        assert [one.name for one in desk.read(helping.labels_of, kim.learner)] == ["spoed"]
        assert kim.does(noor, "label", off=spoed).status_code == 200
        numbers = {row.name: row.id for row in desk.read(staff.everybody)}
        assert kim.does(noor, "assign", to=str(numbers["Xa"])).status_code == 422  # who may not see this learner
        assert kim.does(noor, "assign", to=str(numbers["Lidia"])).status_code == 200
        assert (kim.row().owner, kim.does(noor, "take").status_code) == ("Lidia", 403)
        for odd in ("2001-01-01T09:00", "0001-01-01T00:00", "soon"):
            assert kim.does(lidia, "snooze", until="own", moment=odd).status_code == 422
        assert kim.does(lidia, "snooze", until="morning").status_code == 200

        def snoozed(db: Connection) -> Any:
            return db.execute(select(cases.c.snoozed_until).where(cases.c.learner_id == kim.learner)).scalar()

        until = desk.read(snoozed).astimezone(desk.house.settings.zone)
        assert (until.hour, until.minute) == (9, 0)
        kim.replies(lidia, "Tot morgen!")
        kim.says("toch nog iets")
        assert desk.read(snoozed) is None
    assert actions(desk)[-1] == "conversation.reply"


@pytest.mark.parametrize("how", ["removed", "a viewer now", "for elsewhere"])
def test_whose_colleague_has_left_waits_for_anybody(desk: Desk, how: str) -> None:
    kim = Kim(desk)
    elsewhere = ("ROC Voorbeeld",) if how == "for elsewhere" else None

    def leaves(db: Connection) -> None:
        noor = next(row for row in staff.everybody(db) if row.name == "Noor")
        if how == "removed":
            staff.remove(db, noor.id, desk.now)
        else:
            role: Role = "viewer" if how == "a viewer now" else "agent"
            staff.change(db, noor.id, role=role, institutions=elsewhere, name="Noor", now=desk.now)

    with desk.client("agent", name="Noor") as noor, desk.client("agent", name="Ali") as ali:
        kim.replies(noor, "Ik kijk even.")
        assert kim.row().waiting_since is None
        assert kim.does(ali, "take").status_code == 403
        desk.write(leaves)
        assert kim.row().waiting_since is not None
        assert kim.token in ali.get("/desk").text
        assert kim.does(ali, "take").status_code == 200


def test_what_is_assigned_to_a_colleague_is_not_offered_to_others(desk: Desk) -> None:
    kim = Kim(desk, "hallo")
    with desk.client("lead") as lead, desk.client("agent") as noor, desk.client("agent", name="Ali") as ali:
        member = desk.read(lambda db: next(row.id for row in staff.everybody(db) if row.name == "Noor"))
        assert kim.does(lead, "assign", to=str(member)).status_code == 200
        kim.says("mens")
        take = f'action="{kim.there}/take"'
        assert take in noor.get("/desk").text
        assert take in lead.get("/desk").text
        assert kim.token in ali.get("/desk").text
        assert take not in ali.get("/desk").text
        assert kim.does(ali, "take").status_code == 403


def test_a_page_that_came_of_a_form_offers_no_other_language_since_the_link_would_lead_nowhere(desk: Desk) -> None:
    with desk.client("lead") as http:
        assert 'hreflang="' in http.get("/desk/privacy").text
        assert 'hreflang="' not in http.post("/desk/privacy/find", data={"email": "kim@mail.example"}).text


def test_colleagues_see_each_other_come_type_and_go(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor, desk.client("lead") as lidia, listening(lidia, kim) as news:
        news.until(lambda: "part" in news.names)
        assert kim.does(noor, "here", typing="1").status_code == 204
        news.until(lambda: "typt" in news.parts.get("others", ""))
        number = next(row.id for row in desk.read(staff.everybody) if row.name == "Noor")
        kim.does(noor, "here", gone="1")
        assert desk.read(helping.others_here, kim.learner, 0, desk.now + helping.LEAVES) == []
        moments_ago = desk.now - helping.LEAVES
        desk.write(lambda db: helping.here(db, kim.learner, number, moments_ago, types=False, gone=True))
        news.until(lambda: news.parts["others"].strip() == "")
        desk.write(lambda db: helping.here(db, kim.learner, number, desk.now - helping.HERE, types=False))
        assert desk.read(lambda db: helping.others_here(db, kim.learner, 0, desk.now)) == []  # no heartbeat for so long


# What is live


class News:
    """What a stream told so far."""

    def __init__(self, answer: httpx.Response) -> None:
        self.rows = answer.iter_lines()
        self.names: list[str] = []
        self.ids: list[int] = []
        self.parts: dict[str, str] = {}
        self.deliveries: dict[str, str] = {}

    def until(self, enough: Any) -> None:
        """Hear more, until it is enough."""
        name, data = "", ""
        until = time.monotonic() + 20
        while not (not name and enough()):
            assert time.monotonic() < until
            row = next(self.rows)
            if row.startswith("event: "):
                name = row[7:]
            elif row.startswith("data: "):
                data += row[6:]
            elif not row and name:
                self._hear(name, data)
                name, data = "", ""

    def _hear(self, name: str, data: str) -> None:
        self.names.append(name)
        if name == "line":
            self.ids.append(json.loads(data)["id"])
        elif name == "part":
            self.parts[json.loads(data)["id"]] = json.loads(data)["html"]
        elif name == "deliveries":
            self.deliveries |= json.loads(data)


@contextmanager
def listening(http: httpx.Client, kim: Kim, after: int | None = None) -> Iterator[News]:
    """The stream of an open page. `after`: the last line it has; None = all there are."""
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(kim.last() if after is None else after)}
    with http.stream("GET", f"{kim.there}/stream", headers=headers) as answer:
        assert answer.status_code == 200
        yield News(answer)


def test_no_line_is_lost_or_doubled_when_many_come_and_the_page_comes_back(desk: Desk, kim: Kim) -> None:
    """130 lines as fast as they come, of which the stream is cut off twice; no page of lines holds so many."""
    first = kim.last()
    with desk.client("agent") as noor:

        def heard(db: Connection, number: int) -> None:
            talk = conversations.of_learner(db, kim.learner)
            assert talk is not None
            conversations.add_heard(db, talk, f"woord {number}", desk.now, "heard")
            ring(db, f"talk:{kim.learner}")

        got: list[int] = []
        for begin, end in ((0, 10), (10, 120), (120, 130)):
            after = got[-1] if got else first
            if begin == 10:  # while nobody listens
                for number in range(begin, end):
                    desk.write(heard, number)
            with listening(noor, kim, after) as news:
                if begin != 10:
                    for number in range(begin, end):
                        desk.write(heard, number)
                news.until(lambda news=news, wanted=end - begin: len(news.ids) >= wanted)
                got += news.ids

    def stored(db: Connection) -> list[int]:
        wanted = select(messages.c.id).where(messages.c.learner_id == kim.learner, messages.c.id > first)
        return list(db.execute(wanted.order_by(messages.c.id)).scalars())

    assert got == desk.read(stored)
    assert len(got) == 130


def test_how_a_line_was_delivered_is_told_as_it_changes(desk: Desk, kim: Kim) -> None:
    def ends(db: Connection, how: str) -> None:
        db.execute(messages.update().where(messages.c.id == number).values(delivery=how))
        ring(db, f"talk:{kim.learner}")

    number = kim.last()
    with desk.client("agent") as noor, listening(noor, kim) as news:
        for how in ("maybe", "failed"):
            desk.write(ends, how)
            news.until(lambda how=how: news.deliveries.get(str(number)) == how)


def test_a_stream_ends_with_the_session_and_tells_when_a_learner_is_gone(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor, desk.client("viewer") as vera:
        with listening(vera, kim) as news:
            news.until(lambda: "part" in news.names)
            desk.write(lambda db: [staff.end_all(db, row.id) for row in staff.everybody(db) if row.name == "Vera"])
            kim.says("nog iets")
            news.until(lambda: "over" in news.names)
            assert not news.ids
        with listening(noor, kim) as news:
            news.until(lambda: "part" in news.names)
            desk.write(privacy.erase, kim.learner)
            news.until(lambda: "gone" in news.names)
            assert not news.ids
        assert vera.get(f"{kim.there}/stream", headers={"Accept": "text/event-stream"}).status_code == 204
        assert kim.does(noor, "here").status_code == 404


def test_who_comes_back_to_a_page_again_and_again_looked_once(desk: Desk, kim: Kim) -> None:
    def comes(http: httpx.Client) -> None:
        with listening(http, kim) as news:
            news.until(lambda: "part" in news.names)

    with desk.client("agent") as noor, desk.client("viewer") as vera:
        noor.get(kim.there)
        for _ in range(3):
            comes(noor)
        assert actions(desk) == ["conversation.view"]
        comes(vera)
        comes(vera)
        assert actions(desk) == ["conversation.view", "conversation.follow"], "the look of another is not hers"
        longer_ago(desk)
        comes(noor)
        comes(noor)
        assert actions(desk)[2:] == ["conversation.follow"]


def test_what_comes_at_a_page_that_stays_open_is_a_look_each_ten_minutes(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        noor.get(kim.there)
        with listening(noor, kim) as news:

            def hears(line: str) -> None:
                kim.says(line)
                news.until(lambda: kim.last() in news.ids)

            hears("een")
            assert actions(desk) == ["conversation.view"]
            for looks in (1, 2):
                longer_ago(desk)
                hears("twee")
                hears("drie")
                assert actions(desk)[1:] == ["conversation.follow"] * looks


def test_a_page_of_another_site_gets_no_stream_and_sends_no_reply(desk: Desk, kim: Kim) -> None:
    with desk.client("agent") as noor:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}):
            answer = noor.post(f"{kim.there}/reply", data={"text": "Hoi", "seen": "999"}, headers=headers)
            assert answer.status_code == 403
    assert not [author for _, author, _ in kim.timeline() if author]


# In a browser


def test_two_keystrokes_take_over_and_nothing_typed_is_lost(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo")
    page = desk.opens(kim.there, "agent", language="en")
    page.keyboard.press("t")
    expect(page.locator("#head")).to_contain_text("Noor has the word")
    page.keyboard.press("r")
    page.keyboard.type("Hello Kim")
    desk.write(lambda db: [staff.end_all(db, row.id) for row in staff.everybody(db)])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#net")).to_contain_text("what you typed is still there")
    login = page.locator("#net").get_by_role("link", name="Log in in a new tab")
    assert [login.get_attribute(name) for name in ("href", "target", "rel")] == ["/desk/login", "_blank", "noopener"]
    page.context.add_cookies([{"name": "desk", "value": desk.session("agent"), "url": desk.url}])
    page.reload()
    expect(page.locator("#reply-text")).to_have_value("Hello Kim")
    kim.says("wacht, ik heb nog een vraag")
    expect(page.locator("#lines")).to_contain_text("ik heb nog een vraag")
    page.evaluate("document.forms.reply.elements.seen.value = '1'")  # it came while they were sending
    page.locator("#reply-text").press("Control+Enter")
    expect(page.locator("#reply-care")).to_contain_text("something came in meanwhile")
    expect(page.locator("#reply-text")).to_have_value("Hello Kim")
    page.get_by_role("button", name="Send anyway").click()
    expect(page.locator("#lines .line.staff")).to_contain_text("Hello Kim")
    expect(page.locator("#reply-text")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator("#head")).to_contain_text("The guide has the word")
    assert [text for _, author, text in kim.timeline() if author == "Noor"] == ["Noor (medewerker):\nHello Kim"]
    page.reload()
    expect(page.locator("#reply-text")).to_have_value("")


@pytest.mark.parametrize(("width", "height"), [(1280, 500), (390, 700)])
def test_a_line_counts_as_seen_when_it_is_in_sight_and_no_sooner(
    desk_in_browser: Desk, width: int, height: int
) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens", *(f"woord {number}\nen meer" for number in range(12)))
    page = desk.opens(kim.there, "agent", language="en", width=width, height=height)
    seen, first = page.locator("#reply [name=seen]"), str(kim.last())
    button = page.get_by_role("button", name="New message")
    kim.says("dit volgt de pagina")
    expect(page.locator(f"#line-{kim.last()} .how")).to_be_in_viewport()
    expect(seen).to_have_value(str(kim.last()))
    page.evaluate("scrollTo(0, 0); document.getElementById('timeline').scrollTop = 0")
    before = str(kim.last())
    assert before != first
    kim.says("dit is nog buiten beeld")
    expect(button).to_be_visible()
    page.locator("#reply-text").fill("Hoi")
    page.wait_for_timeout(1800)
    expect(seen).to_have_value(before)
    button.click()
    line = page.locator(f"#line-{kim.last()} .how")
    expect(line).to_be_in_viewport()
    assert line.bounding_box()["y"] < page.locator("#reply").bounding_box()["y"]  # type: ignore[index]
    expect(seen).to_have_value(str(kim.last()))
    expect(button).to_be_hidden()
    page.evaluate("scrollTo(0, 0); document.getElementById('timeline').scrollTop = 0")
    page.evaluate("document.querySelector('#reply').requestSubmit()")
    line = page.locator("#lines .line.staff .how")
    expect(line).to_be_in_viewport()
    assert line.bounding_box()["y"] < page.locator("#reply").bounding_box()["y"]  # type: ignore[index]


def test_who_may_reply_follows_who_has_the_word_and_a_draft_stays(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    text = page.locator("#reply-text")
    text.fill("Hello Kim")
    with desk.client("lead") as lidia:
        kim.does(lidia, "take")
        expect(text).to_have_attribute("readonly", "")
        expect(text).to_have_value("Hello Kim")
        expect(page.locator("#reply-shut")).to_contain_text("Your text is kept here")
        page.get_by_role("button", name="Copy").click()
        expect(page.locator("#said")).to_have_text("Copied.")
        expect(page.locator("#reply-send")).to_be_hidden()
        expect(page.locator("#manage-title")).to_be_hidden()
        page.reload()
        expect(text).to_have_value("Hello Kim")
        text.focus()
        kim.does(lidia, "hand-back")
    expect(page.locator("#reply-send")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_attribute("placeholder", "Reply as Noor. You take the conversation over by it.")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(text).to_have_attribute("placeholder", "Reply as Noor")
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#lines .line.staff").last).to_contain_text("Hello Kim")
    page.locator("#note textarea").fill("belt om tien")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notes")).to_contain_text("belt om tien")


@pytest.mark.parametrize(("form", "shown"), [("reply", "#lines .line.staff"), ("note", "#notes")])
def test_what_is_typed_while_something_is_sent_stays(desk_in_browser: Desk, form: str, shown: str) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    held: list[Route] = []
    page.route(f"**/{form}", lambda route: held.append(route))
    text = page.locator(f"#{form} textarea")

    def sends() -> None:
        with page.expect_request(f"**/{form}"):
            text.press("Control+Enter")

    def arrives() -> None:
        expect(page.locator(f"#{form}")).to_have_attribute("data-sending", "1")
        held.pop().continue_()
        expect(page.locator(f"#{form}")).not_to_have_attribute("data-sending", "1")

    text.fill("Hello Kim")
    sends()
    page.keyboard.type("\nOne thing more")
    arrives()
    expect(page.locator(shown)).to_contain_text("Hello Kim")
    expect(text).to_have_value("One thing more")
    page.keyboard.type("!")
    expect(text).to_have_value("One thing more!")
    page.reload()
    expect(text).to_have_value("One thing more!")
    sends()
    text.fill("Something else")
    arrives()
    expect(page.locator(shown).filter(has_text="One thing more!")).to_be_visible()
    expect(text).to_have_value("Something else")
    sends()
    arrives()
    expect(text).to_have_value("")
    page.reload()
    expect(text).to_have_value("")


def test_a_draft_is_its_writers_alone_and_a_list_leads_to_the_reply(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk)
    page = desk.opens("/desk/conversations?tab=all", "agent")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**#reply")
    page.wait_for_load_state("load")
    text = page.locator("#reply-text")
    expect(text).to_be_focused()
    page.wait_for_timeout(300)
    page.keyboard.type("van Noor")
    expect(text).to_have_value("van Noor")
    desk.goes(page, kim.there, "lead")
    expect(text).to_have_value("")
    desk.goes(page, kim.there, "agent")
    expect(text).to_have_value("van Noor")


def test_what_one_was_typing_is_never_sent_as_the_colleague_who_logged_in_meanwhile(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    text = page.locator("#reply-text")

    def logs_in(role: Role) -> None:
        cookie = {"name": "desk", "value": desk.session(role), "url": desk.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    def is_drawn_for(name: str) -> None:
        expect(page.locator("details.me summary")).to_contain_text(name)
        page.wait_for_load_state()

    page.route(f"**{kim.there}/here", lambda route: route.abort())  # which would find out by itself
    text.fill("van Noor")
    logs_in("lead")
    text.press("Control+Enter")
    expect(page.locator("#reply-care")).to_contain_text("somebody else logged in in this browser")
    expect(text).to_have_value("van Noor")
    page.evaluate("dispatchEvent(new Event('focus'))")
    is_drawn_for("Lidia")
    expect(text).to_have_value("")
    looked_at(page, False)
    logs_in("agent")
    looked_at(page, True)
    is_drawn_for("Noor")
    expect(text).to_have_value("van Noor")
    page.unroute(f"**{kim.there}/here")
    logs_in("lead")
    text.fill("v")
    is_drawn_for("Lidia")
    assert not [author for _, author, _ in kim.timeline() if author]


def test_a_page_that_nobody_looks_at_has_no_stream_and_misses_nothing(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    streams: list[str] = []
    page.on("request", lambda asked: streams.append(asked.url) if "/stream" in asked.url else None)
    kim.says("appelmoes")
    expect(page.locator("#lines")).to_contain_text("appelmoes")
    seen_until = kim.last()
    looked_at(page, False)
    kim.says("perensap", "pruimtaart")
    looked_at(page, True)
    expect(page.locator("#lines")).to_contain_text("pruimtaart")
    kim.says("kersenjam")
    expect(page.locator("#lines")).to_contain_text("kersenjam")
    assert streams[-1].endswith(f"/stream?after={seen_until}"), "it goes on behind the last line that came"
    words = page.locator("#lines .line.learner .said-words").all_inner_texts()
    assert [one.strip() for one in words][-4:] == ["appelmoes", "perensap", "pruimtaart", "kersenjam"]


def test_who_looks_at_another_tab_is_not_here_for_colleagues(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")

    def stays() -> bool:
        """Is somebody here, who will still be when one who left no longer is?"""
        return bool(desk.read(helping.others_here, kim.learner, 0, desk.now + helping.LEAVES))

    def comes_to_be(here: bool) -> None:
        until = time.monotonic() + 10
        while stays() != here:
            assert time.monotonic() < until
            page.wait_for_timeout(50)

    page = desk.opens("/desk/account", "agent")
    page.clock.install()
    page.goto(kim.there)
    comes_to_be(True)
    looked_at(page, False)
    comes_to_be(False)
    page.clock.fast_forward(11_000)
    page.wait_for_timeout(500)
    assert not stays(), "a page that nobody looks at says nothing of who is here"
    looked_at(page, True)
    comes_to_be(True)


def test_more_tabs_than_a_browser_has_connections(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    for _ in range(7):
        looked_at(page, False)
        page = page.context.new_page()
        page.goto(kim.there)
    page.locator("#reply-text").fill("Hoi")
    page.locator("#reply-text").press("Control+Enter")
    expect(page.locator("#lines .line.staff")).to_contain_text("Hoi")


def test_a_word_typed_beside_the_fields_sends_nothing_and_one_key_alone_does(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    page.keyboard.type("the tthh", delay=60)
    page.wait_for_timeout(600)
    assert "conversation.take" not in actions(desk)
    page.keyboard.press("t")
    expect(page.locator("#head")).to_contain_text("Noor has the word")
    page.goto("/desk/account?lang=en")
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.locator("#said")).to_have_text("The keys are off.")
    page.goto(kim.there)
    page.keyboard.press("h")
    page.keyboard.press("?")
    page.wait_for_timeout(600)
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert "conversation.hand_back" not in actions(desk)
    page.locator("details.me summary").click()
    page.locator("[data-help]").click()
    page.get_by_role("link", name="Switch keys on or off at My sessions").click()
    page.get_by_role("button", name="Switch the keys on").click()
    expect(page.locator("#said")).to_have_text("The keys are on.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_one_key_after_a_field_is_heard_however_quick(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")
    page = desk.opens(kim.there, "agent", language="en")
    page.keyboard.press("t")
    expect(page.locator("#head")).to_contain_text("Noor has the word")
    for key in ("r", "Escape", "h"):
        page.keyboard.press(key)
    expect(page.locator("#head")).to_contain_text("The guide has the word")


def test_lines_come_live_as_text_and_an_erased_learner_is_forgotten(desk_in_browser: Desk) -> None:
    desk = desk_in_browser
    kim = Kim(desk, "hallo", "mens")

    def says(db: Connection, odd: Sequence[str]) -> None:
        talk = conversations.of_learner(db, kim.learner)
        assert talk is not None
        for text in odd:
            conversations.add_heard(db, talk, text, desk.now, "heard")
            conversations.add_note(db, talk, text, desk.now, text[:60])
        ring(db, f"talk:{kim.learner}")

    desk.write(helping.make_label, PAYLOADS[0][:40])
    desk.write(says, PAYLOADS[:100])
    page = desk.opens(kim.there, "agent", width=390, height=844)
    page.evaluate("sessionStorage.setItem('draft:x:reply', 'of another')")
    page.locator("#reply-text").fill("een begin")
    desk.write(says, PAYLOADS[100:])
    expect(page.locator("#lines .line")).to_have_count(100 + 2 * len(PAYLOADS[100:]))
    shown = page.locator("#lines .line.learner .said-words").all_text_contents()
    assert ["".join(text.split()) for text in shown] == [re.sub(r"[\s\0]", "", text) for text in PAYLOADS[50:]]
    expect(page.locator("#heard")).to_contain_text("Nieuw bericht van de deelnemer")
    assert page.evaluate("window.xss") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.write(privacy.erase, kim.learner)
    expect(page.locator("#main")).to_have_text("Dit gesprek is gewist. Er is niets meer te zien.")
    assert page.evaluate("Object.keys(sessionStorage)") == ["draft:x:reply"]
