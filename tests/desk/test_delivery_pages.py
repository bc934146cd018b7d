"""Delivery at the desk: what did not leave is seen with its reason, and mended, once and accounted for."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import httpx2 as httpx
from sqlalchemy import Connection, select, update

from bot.ports import Address, Heard, Typed
from bot.store import aside as set_aside
from bot.store import conversations, failures, suppressions
from bot.store import outbox as owed
from bot.store.failures import Counts
from bot.store.reports import Pulse
from bot.store.secrets import Box
from bot.store.tables import addresses, audit, heard, learners, messages, outbox
from bot.web.desk.delivery import TABS, state_of, without_addresses
from bot.web.pages import Pages
from tests.desk.desk import Desk

OURS = "Universiteit Voorbeeld"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KIM = Address("web", "kim")


def fails(desk: Desk, learner: int, outcome: str = "refused", error: str = "send 403") -> int:
    """The last message that this learner got did not leave, as it turns out: its row."""

    def work(db: Connection) -> int:
        last = select(outbox.c.id).where(outbox.c.learner_id == learner, outbox.c.kind == "message")
        row = db.execute(last.order_by(outbox.c.id.desc()).limit(1)).scalar_one()
        change = {"outcome": outcome, "error": error, "done_at": desk.now, "payload": None, "attempts": 3}
        db.execute(update(outbox).where(outbox.c.id == row).values(change))
        return int(row)

    return desk.write(work)


def delivered(desk: Desk) -> None:
    """Wait until nothing is owed."""
    waits = select(outbox.c.id).where(outbox.c.outcome.is_(None), outbox.c.kind != "alarm")

    async def settled() -> None:
        while await desk.house.database.read(lambda db: db.execute(waits).all()):
            await asyncio.sleep(0.01)

    desk.do(asyncio.wait_for(settled(), 30))


def does(http: httpx.Client, what: str, *rows: int) -> str:
    """Somebody picks these, presses a button, and reads what comes of it."""
    pairs = [("row", str(row)) for row in rows] + [("do", what)]
    sent = http.post("/desk/delivery/failed", data={"row": [str(row) for row in rows], "do": what})
    assert sent.status_code == 303, (sent.status_code, pairs)
    return text_of(http.get(sent.headers["location"]))


def text_of(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def outcome_of(desk: Desk, row: int) -> Any:
    return desk.read(lambda db: db.execute(select(outbox.c.outcome).where(outbox.c.id == row)).scalar())


def actions(desk: Desk) -> list[tuple[str, str]]:
    rows = desk.read(lambda db: db.execute(select(audit.c.action, audit.c.conversation).order_by(audit.c.id)).all())
    return [(row.action, row.conversation) for row in rows]


def test_what_was_refused_is_seen_with_its_reason_and_sent_again_once(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo")
    delivered(desk)
    row = fails(desk, kim, error="550 5.1.1 <kim@voorbeeld.example> no such user")
    with desk.client("lead") as http:
        page = http.get("/desk/delivery")
        assert "Het kanaal weigerde het" in page.text
        assert "550 5.1.1 &lt;k•••@voorbeeld.example&gt; no such user" in page.text
        assert f"/desk/conversations/{desk.token(kim)}" in page.text
        assert "Eén gaat opnieuw op weg" in does(http, "retry", row)
        delivered(desk)
        assert outcome_of(desk, row) == "sent"
        assert "1 niet" in does(http, "retry", row)
        assert outcome_of(desk, row) == "sent"
        assert "Alles is verstuurd" in http.get("/desk/delivery").text
    assert actions(desk) == [("delivery.retry", desk.token(kim))]


def test_what_is_dropped_is_gone_and_nothing_picked_changes_nothing(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo")
    delivered(desk)
    row = fails(desk, kim, "gave_up", "connection refused")
    with desk.client("admin") as http:
        assert "Te lang geprobeerd" in http.get("/desk/delivery?all=yes").text
        assert "Er was niets gekozen" in does(http, "drop")
        assert http.post("/desk/delivery/failed", data={"row": str(row), "do": "erase"}).status_code == 400
        assert "Eén is vervallen" in does(http, "drop", row)
    assert outcome_of(desk, row) == "cancelled"
    assert actions(desk) == [("delivery.drop", desk.token(kim))]


def test_a_closed_address_gets_nothing_until_it_is_free(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo")
    delivered(desk)
    row = fails(desk, kim)
    with desk.client("lead") as http:
        assert "Eén adres is dicht" in does(http, "blocked", row)
        assert "Het adres is dicht: geblokkeerd" in http.get("/desk/delivery").text
        assert "1 niet: het adres is dicht" in does(http, "retry", row)
        assert outcome_of(desk, row) == "refused"
        assert "Eén adres is weer open" in does(http, "free", row)
        assert "Eén gaat opnieuw op weg" in does(http, "retry", row)
    delivered(desk)
    assert outcome_of(desk, row) == "sent"
    assert [action for action, _ in actions(desk)] == ["delivery.blocked", "delivery.free", "delivery.retry"]


def test_what_could_not_be_handled_is_handled_again_or_stays_with_what_it_fails_on(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo")

    def aside(db: Connection) -> list[str]:
        said = [Heard(f"aside{number}", KIM, Typed("status"), "nl") for number in range(3)]
        keys = [desk.house.turns.keep_event(db, one, "bug", "KeyError", desk.now) for one in said]
        db.execute(update(heard).where(heard.c.key.in_(keys)).values(learner_id=kim))
        db.execute(update(heard).where(heard.c.key == keys[1]).values(raw=b"not sealed by us"))
        return keys

    keys = desk.write(aside)
    with desk.client("lead") as http:
        page = http.get("/desk/delivery?tab=events")
        assert page.text.count("Een fout van ons") == 3
        sent = http.post("/desk/delivery/heard", data={"key": keys[:2], "do": "replay", "tab": "events"})
        told = text_of(http.get(sent.headers["location"]))
        assert "Eén is opnieuw verwerkt. Eén mislukt weer, en blijft hier staan." in told
        http.post("/desk/delivery/heard", data={"key": keys[1:], "do": "drop", "tab": "events"})
        assert "Alles is verwerkt" in http.get("/desk/delivery?tab=events").text
    said = desk.read(lambda db: db.execute(select(messages.c.body).where(messages.c.direction == "in")).scalars().all())
    assert sum("status" in str(body) for body in said) == 1
    token = desk.token(kim)
    assert actions(desk) == [("delivery.replay", token)] * 2 + [("delivery.drop_heard", token)] * 2


def test_who_may_not_mend_only_sees_and_who_is_bound_sees_only_theirs(desk: Desk) -> None:
    kim, bo = desk.hears(KIM, "hallo"), desk.hears(Address("web", "bo"), "hallo")
    delivered(desk)
    rows = [fails(desk, kim), fails(desk, bo)]
    desk.write(lambda db: db.execute(update(learners).where(learners.c.id == kim).values(institution=OURS)).rowcount)
    with desk.client("agent") as http:
        assert "Verstuur opnieuw" not in http.get("/desk/delivery").text
        for path in ("failed", "heard", "mailbox"):
            assert http.post(f"/desk/delivery/{path}", data={"do": "drop"}).status_code == 403
    with desk.client("viewer") as http:
        assert http.get("/desk/delivery").status_code == 403
    with desk.client("lead", name="Bo", institutions=(OURS,)) as http:
        page = http.get("/desk/delivery").text
        assert desk.token(kim) in page
        assert desk.token(bo) not in page
        assert "Dichte mailboxen" not in page
        assert http.post("/desk/delivery/mailbox", data={"mailbox": "a@b.example", "do": "ask"}).status_code == 404
        assert "Eén is vervallen. 1 waren er al niet meer." in does(http, "drop", *rows)
    assert [outcome_of(desk, row) for row in rows] == ["cancelled", "refused"]


def test_what_is_counted_beside_each_tab_is_theirs_alone_who_are_bound(desk: Desk) -> None:
    kim, bo = desk.hears(KIM, "hallo"), desk.hears(Address("web", "bo"), "hallo")
    delivered(desk)
    for learner in (kim, bo):
        fails(desk, learner)
    desk.write(lambda db: db.execute(update(learners).where(learners.c.id == kim).values(institution=OURS)).rowcount)
    for scope, count in ((None, "2"), ((OURS,), "1"), (("UvA",), "0")):
        with desk.client("lead", name=f"Bo {count}", institutions=scope) as http:
            tabs = re.findall(r'data-key="tab-failed".*?<span[^>]*>([^<]*)<', http.get("/desk/delivery").text)
            assert tabs == [count], scope


def test_a_mailbox_that_was_full_or_gone_is_opened_and_one_that_wants_no_mail_is_not(desk: Desk) -> None:
    box = desk.house.turns.box
    desk.write(suppressions.close, box, "vol@voorbeeld.example", "gone", desk.now)
    desk.write(suppressions.close, box, "af@voorbeeld.example", "unsubscribed", desk.now)
    with desk.client("lead") as http:
        page = text_of(http.get("/desk/delivery?tab=closed"))
        assert re.search(r"Bestaat niet 1 .*Afgemeld 1", page)

        def asks(mailbox: str, do: str) -> str:
            return text_of(http.post("/desk/delivery/mailbox", data={"mailbox": mailbox, "do": do}))

        assert "het bestond niet toen we mailden" in asks("Vol@voorbeeld.example", "ask")
        assert "Dit adres is weer open" in asks("vol@voorbeeld.example", "free")
        assert "Dit adres is open" in asks("vol@voorbeeld.example", "ask")
        assert "Dit adres is dicht: afgemeld" in asks("af@voorbeeld.example", "free")
        assert "geen e-mailadres" in asks("vol", "free")
    assert [action for action, _ in actions(desk)] == ["mailbox.ask", "mailbox.free", "mailbox.ask", "mailbox.ask"]


def test_what_fails_is_counted_while_one_looks(desk: Desk) -> None:
    kim = desk.hears(KIM, "hallo")
    alarm = select(outbox.c.id).where(outbox.c.learner_id == kim, outbox.c.kind == "alarm")
    row = desk.read(lambda db: db.execute(alarm).scalar_one())
    with desk.client("agent") as http, http.stream("GET", "/desk/delivery/live", timeout=30) as answer:
        told = (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith('data: {"id"'))
        first = {part["id"]: part["html"] for part in (next(told), next(told))}
        assert "Loopt" in first["health"]
        assert "chip wrong" not in first["tabs"]
        desk.write(set_aside.put, [row], "KeyError", desk.now)
        later = next(part for part in told if part["id"] == "tabs")
        assert 'chip wrong">1<' in later["html"]


def test_what_failed_is_counted_paged_and_mended_on_each_database(db: Connection) -> None:
    box = Box("key of the tests")
    sam = conversations.at_address(db, Address("email", "sam@voorbeeld.example"), "nl", NOW)
    bo = conversations.at_address(db, Address("fake", "bo"), "nl", NOW)
    db.execute(update(learners).where(learners.c.id == sam.learner).values(institution=OURS))
    for talk in (sam, bo):
        for priority in (owed.REPLY, owed.REMINDER):
            said = conversations.add_message(db, talk, (), NOW, "failed")
            row = {"learner_id": talk.learner, "address_id": talk.address_id, "message_id": said, "kind": "message"}
            ended = {"outcome": "refused", "error": "no", "done_at": NOW}
            db.execute(outbox.insert().values(**row, **ended, due=NOW, priority=priority, created_at=NOW))
    newest = [row.id for row in failures.failed(db, None)]
    assert len(newest) == 4
    assert [row.id for row in failures.failed(db, None, before=newest[1])] == newest[2:]
    assert failures.counts(db, None) == Counts(4, 0, 0)
    assert failures.counts(db, (OURS,)) == Counts(2, 0, 0)
    assert failures.counts(db, ()) == Counts(0, 0, 0)

    tokens: list[str] = []
    later = NOW + timedelta(hours=1)
    assert failures.mark(db, box, (OURS,), newest, "gone", later, tokens.append) == 1
    assert suppressions.closed(db, box, "sam@voorbeeld.example", later) == "gone"
    assert failures.retry(db, None, newest, later, tokens.append) == 2  # those to the address that is open
    assert failures.retry(db, None, newest, later, tokens.append) == 0
    rows = db.execute(select(outbox).where(outbox.c.outcome.is_(None)).order_by(outbox.c.id)).all()
    assert [(row.learner_id, row.payload, row.due) for row in rows] == [
        (bo.learner, None, later),
        (bo.learner, {"nudge": True}, later),
    ]
    assert failures.mark(db, box, (OURS,), newest, "free", later, tokens.append) == 1
    assert suppressions.closed(db, box, "sam@voorbeeld.example", later) == ""
    assert db.execute(select(addresses.c.blocked_at).where(addresses.c.channel == "email")).scalar() is None
    assert failures.drop(db, (OURS,), newest, later, tokens.append) == 2
    assert failures.counts(db, None) == Counts(0, 0, 0)
    assert tokens == [sam.token, bo.token, bo.token, sam.token, sam.token, sam.token]


def test_a_delivery_is_behind_when_learners_wait_and_not_when_a_campaign_does() -> None:
    def pulse(**seconds: float) -> Pulse:
        lanes = {name: (1, seconds.get(name, 0.0)) for name in ("reply", "reminder", "bulk")}
        return Pulse(0, 0.0, lanes, 0, 0, 0, 0, 0.0)

    assert [state_of(pulse(**one)) for one in ({"bulk": 9000.0}, {"reply": 31.0}, {"reminder": 301.0})] == [
        "well",
        "behind",
        "still",
    ]


def test_no_words_of_a_neighbour_show_a_whole_address() -> None:
    said = "550 5.1.1 <sam.de-vries@voorbeeld.example>: no such user (sam.de-vries@voorbeeld.example)"
    assert "sam.de" not in without_addresses(said)
    assert without_addresses(None) == ""


def test_everything_that_can_fail_has_words() -> None:
    pages = Pages(organisation="", sandbox=False)
    names = [f"kind.{kind}" for kind in get_args(owed.Kind)]
    names += [f"{part}.{tab}" for tab in TABS for part in ("tab", "about", "none")]
    names += [f"{part}.{why}" for why in get_args(suppressions.Why) for part in ("closed", "mailbox_is")]
    names += [f"did_{what}" for what in ("retry", "drop", "replay", *get_args(failures.Mark))]
    for language in ("nl", "en"):
        for name in names:
            assert pages.say(name, language, "desk_delivery", count=2, left=0), name  # type: ignore[arg-type]
