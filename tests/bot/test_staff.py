"""Who may come to the desk, as both databases keep it: who somebody is, their sessions, a login on its way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert

from bot.ports import StaffPerson
from bot.store import privacy, staff, staff_logins
from bot.store.secrets import Box
from bot.store.staff import ABSOLUTE, IDLE
from bot.store.tables import addresses, awards, learners, messages

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
NOOR = StaffPerson("https://login.uni.example", "n1", "noor@uni.example", True, "Noor  de Vries ")


def test_an_invitation_is_bound_to_the_first_who_comes_by_its_address(db: Connection) -> None:
    assert staff.come_in(db, NOOR, None, NOON) == "not_invited"
    invited = staff.add(db, " Noor@uni.example", "Noor", "agent", ("Uni A",), NOON)
    assert staff.come_in(db, NOOR, "lead", NOON) == invited, "an invitation is not overruled by a claim"
    another = StaffPerson(NOOR.issuer, "n2", NOOR.email, True, "Noor")
    assert staff.come_in(db, another, "lead", NOON) == "somebody_else"
    elsewhere = StaffPerson("https://login.other.example", "n1", NOOR.email, True, "Noor")
    assert staff.come_in(db, elsewhere, None, NOON) == "somebody_else"
    assert staff.remove(db, invited.id, NOON)
    assert staff.come_in(db, NOOR, "lead", NOON) == "not_invited"
    assert staff.add(db, NOOR.email, "Noor", "lead", None, NOON).id == invited.id, (
        "who is invited again is who they were"
    )
    found = staff.come_in(db, another, None, NOON)
    assert isinstance(found, staff.Member)
    assert (found.id, found.role, found.institutions) == (invited.id, "lead", None)


def test_a_role_by_a_claim_makes_a_member_whose_sessions_end_with_it(db: Connection) -> None:
    noor = staff.come_in(db, NOOR, "agent", NOON)
    assert isinstance(noor, staff.Member)
    assert (noor.name, noor.by_claim, noor.institutions) == ("Noor de Vries", True, None)
    word = staff.begin(db, noor, "Firefox", NOON)
    assert staff.come_in(db, NOOR, "agent", NOON) == noor
    assert staff.of_word(db, word, NOON) is not None
    lead = staff.come_in(db, NOOR, "lead", NOON)
    assert isinstance(lead, staff.Member)
    assert (lead.id, lead.role) == (noor.id, "lead")
    assert staff.of_word(db, word, NOON) is None


def test_a_session_lasts_as_long_as_it_is_used_and_no_longer_than_half_a_day(db: Connection) -> None:
    noor = staff.add(db, NOOR.email, "Noor", "agent", None, NOON)
    word, now = staff.begin(db, noor, "Firefox", NOON), NOON
    assert staff.of_word(db, word, NOON + IDLE) is not None
    assert staff.of_word(db, word, NOON + IDLE + timedelta(seconds=1)) is None
    while now < NOON + ABSOLUTE:
        session = staff.of_word(db, word, now)
        assert session is not None
        staff.use(db, session, now)
        now += IDLE
    assert len(staff.sessions_of(db, noor.id, now)) == 1
    assert staff.of_word(db, word, now + timedelta(seconds=1)) is None
    assert staff.sessions_of(db, noor.id, now + timedelta(seconds=1)) == []


def test_the_last_admin_is_known(db: Connection) -> None:
    ali = staff.add(db, "ali@uni.example", "Ali", "admin", None, NOON)
    assert staff.is_last_admin(db, ali.id)
    bo = staff.add(db, "bo@uni.example", "Bo", "admin", None, NOON)
    assert not staff.is_last_admin(db, ali.id)
    staff.remove(db, ali.id, NOON)
    assert staff.is_last_admin(db, bo.id)


def test_a_login_comes_back_once_in_time_in_its_browser(db: Connection) -> None:
    box = Box("a key of the tests")
    attempt = staff_logins.begin(db, box, "a browser", "/desk/audit", True, NOON)
    assert staff_logins.come_back(db, box, attempt.state, "another", NOON) is None
    assert staff_logins.come_back(db, box, "another", "a browser", NOON) is None
    away = staff_logins.come_back(db, box, attempt.state, "a browser", NOON)
    assert away == staff_logins.Away(attempt, "/desk/audit", True, NOON)
    assert staff_logins.come_back(db, box, attempt.state, "a browser", NOON) is None
    late = staff_logins.begin(db, box, "a browser", "/desk", False, NOON)
    assert staff_logins.come_back(db, box, late.state, "a browser", NOON + timedelta(minutes=11)) is None


def test_a_learner_is_found_by_a_mail_or_an_award_and_counted(db: Connection) -> None:
    for number, name in enumerate(("wrote", "given", "other"), 1):
        token = f"{name}{number}".ljust(32, "0")
        db.execute(insert(learners).values(id=number, token=token, language="nl", created_at=NOON, institution="Uni A"))
    db.execute(insert(addresses).values(learner_id=1, channel="email", external_id="kim@mail.example"))
    award = {"badge": "Rekenen", "source": "import", "created_at": NOON, "address": "kim@mail.example"}
    db.execute(insert(awards).values(learner_id=2, **award))
    db.execute(insert(awards).values(institution="Uni B", **award))
    said = {"direction": "in", "body": [], "at": NOON, "delivery": "heard"}
    db.execute(insert(messages).values(learner_id=2, **said))
    found, waiting = privacy.of_mailbox(db, "kim@mail.example")
    assert [row.id for row in found] == [1, 2]
    assert waiting == [("Uni B", 1)]
    figures = privacy.figures(db, 2)
    assert (figures["messages"], figures["awards"], figures["channels"], figures["joined"]) == (1, 1, [], 0)
    assert privacy.conversation(db, "give").id == 2
    assert privacy.conversation(db, "giv") is None
    assert privacy.conversation(db, "%%%%") is None
