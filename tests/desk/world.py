"""A desk with something on every page: learners at all places, staff, labels, awards, an outage, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, select, update

from bot.ports import Address
from bot.store import helping, staff
from bot.store.tables import learners, outbox
from tests.desk.desk import Desk

INSTITUTION = "Universiteit Voorbeeld"


@dataclass(frozen=True)
class World:
    """Paths of what is there: a conversation that waits, a batch of awards; and every page by a name."""

    conversation: str
    batch: str
    pages: dict[str, tuple[str, str]]
    """By a name: where it is, and with which role one looks."""


def world(desk: Desk, odd: Sequence[str] = ()) -> World:
    """Fill the desk. `odd`: texts that stand wherever somebody can write or name something."""
    name = odd[0] if odd else "Groep A"
    people = {
        one: desk.hears(Address("web", one), "/start", "beginnen") for one in ("kim", "sam", "noa", "lars", "mila")
    }
    desk.hears(Address("web", "kim"), "ik zie niets in mijn backpack", "mens")
    desk.hears(Address("web", "sam"), "blauwe olifant kwartel", "en nog zoiets vreemds")
    desk.hears(Address("web", "kim"), *odd)

    def settled(db: Connection) -> None:
        soon = (desk.now + timedelta(days=2)).date()
        db.execute(
            update(learners).where(learners.c.id == people["noa"]).values(deadline=soon, institution=INSTITUTION)
        )
        some = select(outbox.c.id).where(outbox.c.learner_id == people["lars"], outbox.c.kind == "message").limit(1)
        db.execute(
            update(outbox)
            .where(outbox.c.id.in_(some))
            .values(outcome="set_aside", error=f"RuntimeError: {name}", done_at=desk.now)
        )
        helping.make_label(db, name[:40])

    desk.write(settled)
    kim = f"/desk/conversations/{desk.token(people['kim'])}"
    with desk.client("lead", name=name[:60]) as lead:
        lead.post("/desk/replies/keep", data={"name": name[:60], "nl": name, "en": name})
        lead.post(f"{kim}/note", data={"note": name, "text": name})
        lead.post("/desk/journeys/outages", data={"scope": "eduid", "nl": name[:200], "en": name[:200]})
        rows = "".join(f"student{number}@voorbeeld.example;Sam;Voorbeeld\n" for number in range(12))
        rows += "".join(f"{one};{one};{one}\n" for one in odd if not set(one) & set(";\n\r\0"))
        look = lead.post(
            "/desk/awards/new",
            files={
                "file": (
                    f"{name[:60]}.csv",
                    f"Recipient mailadres;Recipient First name;Recipient Surname\n{rows}".encode(),
                    "text/csv",
                )
            },
            data={"badge": name[:100], "institution": INSTITUTION},
        )
        assert look.status_code == 303, look.text
        look = look.headers["location"]
        batch = str(lead.post(look.replace("/look", "/open")).headers["location"])
    learner = kim.rpartition("/")[2]
    member = desk.read(staff.everybody)[0].id
    return World(
        kim,
        batch,
        {
            "login": ("/desk/login?again=1", "agent"),
            "now": ("/desk", "agent"),
            "conversations": ("/desk/conversations?tab=all", "agent"),
            "search": ("/desk/conversations?tab=all&find=backpack", "agent"),
            "conversation": (kim, "lead"),
            "conversation without text": (kim, "admin"),
            "replies": ("/desk/replies", "lead"),
            "awards": ("/desk/awards", "lead"),
            "bring in": ("/desk/awards/new", "lead"),
            "batch": (batch, "lead"),
            "campaign": (f"{batch}/campaign", "lead"),
            "undo": (f"{batch}/forget", "lead"),
            "cohort": (f"/desk/cohort?batch={batch.rpartition('/')[2]}", "viewer"),
            "insight": ("/desk/insight", "viewer"),
            "journeys": ("/desk/journeys", "lead"),
            "journey": ("/desk/journeys/eduid", "viewer"),
            "step": ("/desk/journeys/eduid/have_one", "viewer"),
            "delivery": ("/desk/delivery", "lead"),
            "data requests": (f"/desk/privacy?conversation={learner}", "lead"),
            "audit": ("/desk/audit", "auditor"),
            "staff": ("/desk/staff", "admin"),
            "a member": (f"/desk/staff/{member}", "admin"),
            "account": ("/desk/account", "agent"),
            "refused": ("/desk/staff", "viewer"),
            "nothing there": ("/desk/conversations/0123456789abcdef", "agent"),
        },
    )
