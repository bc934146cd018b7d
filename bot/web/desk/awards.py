"""Awards: what institutions brought in, how far those are whose they are, and what is done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from fastapi import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot import awards as bringing
from bot import campaigns
from bot.awards import Plan
from bot.campaigns import NotNow, Order, Preview, Untried
from bot.conversation.understanding import visible
from bot.proof import masked_mail
from bot.settings import is_mail_address
from bot.store import batches, cohorts
from bot.store.batches import Overtaken, Whose
from bot.store.cases import Today
from bot.store.cohorts import SMALLEST, STANDINGS, Cohort
from bot.store.tables import id_of
from bot.uploads import LONGEST_NAME, Given, WrongUpload, looked_at
from bot.web.access import sees
from bot.web.desk import words
from bot.web.desk.cohort import Seen, seen
from bot.web.desk.delivery import without_addresses
from bot.web.desk.room import Room, Visit
from bot.wiring import House, given_for, institutions_for, read_as_mail

PAGE = "desk_awards"

LARGEST_FILE = 5_000_000
"""Bytes, some 50,000 rows; a larger file is brought in on the machine itself."""

BATCHES, ROWS = 20, 100
"""So many stand on a page."""

LOOKED = 10_000
"""Of so many awards the list tells what their learners did; of more, the page of their batch."""

REFUSED = 200
"""So many refused rows are shown one by one."""

CAMPAIGNS = ("none", "running", "paused", "done", "cancelled")
_ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as this visitor sees it. `whole`: all of it is theirs to see, and so to send, pause and forget.

    `small`: so small that what its learners did is not shown to them.
    """

    row: Any
    figures: Mapping[str, Any]
    whole: bool
    small: bool


def install(room: Room, house: House) -> None:
    """`/desk/awards` and what is below it."""
    one_at_a_time = asyncio.Lock()
    database, settings = room.database, house.settings

    def today() -> date:
        return room.clock().astimezone(room.zone).date()

    @room.get("/desk/awards", "awards")
    async def listed(visit: Visit) -> Response:
        """Every batch, the newest first."""
        campaign = visit.query("campaign") if visit.query("campaign") in CAMPAIGNS else ""
        picked = visit.query("institution")
        whose: Whose = (picked,) if picked and sees(visit.member, picked) else visit.member.institutions

        def work(db: Connection) -> tuple[list[Any], list[str]]:
            before = id_of(visit.query("before")) or 0
            found = batches.listed(db, whose=whose, campaign=campaign, before=before, most=BATCHES + 1, looked=LOOKED)
            return found, cohorts.badges(db, visit.member.institutions)

        rows, badges = await database.read(work)
        return visit.page(
            "awards.html", PAGE, rows=rows[:BATCHES], older=rows[BATCHES - 1][0].id if len(rows) > BATCHES else 0,
            campaign=campaign, institution=picked, institutions=_institutions(visit, house), badges=badges,
            filtered=bool(campaign or picked), campaigns=CAMPAIGNS, told=partial(_told, visit), smallest=SMALLEST,
        )  # fmt: skip

    # Bringing in

    def form(visit: Visit, status: int = 200, wrong: str = "", looked: Plan | None = None) -> Response:
        return visit.page(
            "awards_new.html", PAGE, status=status, wrong=wrong, looked=looked, kept=visit.form,
            institutions=_institutions(visit, house), bound=visit.member.institutions is not None,
            largest=LARGEST_FILE, megabytes=LARGEST_FILE // 1_000_000, today=today().isoformat(), most=REFUSED,
        )  # fmt: skip

    @room.get("/desk/awards/new", "bring_in")
    async def new(visit: Visit) -> Response:
        """The form to bring a file."""
        return form(visit)

    @room.post("/desk/awards/new", "bring_in", longest=LARGEST_FILE + 64 * 1024, brings_file=True)
    async def look(visit: Visit) -> Response:
        """What is in a file; then off to what bringing it in would do."""
        file = visit.files.get("file")
        if visit.too_large or (file and len(file.body) > LARGEST_FILE):
            return form(visit, 413, visit.say("wrong_large", PAGE, most=LARGEST_FILE // 1_000_000))
        if file is None or not file.name:
            return form(visit, 422, visit.say("wrong_nothing", PAGE))
        institution, badge = visit.form.get("institution", "").strip(), visit.form.get("badge", "").strip()
        language = visit.form.get("language", "")
        try:
            deadline = date.fromisoformat(visit.form["deadline"]) if visit.form.get("deadline") else None
        except ValueError:
            return form(visit, 422, visit.say("wrong_deadline", PAGE))
        if deadline is not None and deadline < today():
            return form(visit, 422, visit.say("wrong_past", PAGE))
        if max(len(badge), len(institution)) > LONGEST_NAME:
            return form(visit, 422, visit.say("wrong_long", PAGE, most=LONGEST_NAME))
        given = Given(badge, institution, deadline, is_theirs=partial(sees, visit.member))
        given = given_for(settings, room.turns, given)
        async with one_at_a_time:
            try:
                number, plan = await _staged(house, file.name, file.body, given, language, visit.member.id)
            except WrongUpload as wrong:
                return form(visit, 422, visit.say(f"wrong_{wrong.why}", PAGE, **wrong.facts))
            except Overtaken:
                return form(visit, 409, visit.say("wrong_overtaken", PAGE))
        if not number:
            return form(visit, 200, looked=plan)
        return visit.back(f"/desk/awards/{number}/look")

    @room.get("/desk/awards/{number}/look", "bring_in")
    async def looked(visit: Visit) -> Response:
        """What bringing a file in would do."""
        batch = await database.read(_looked_at, visit)
        if batch is None or batch.row.state != "staging" or "new" not in batch.row.found:  # or still written down
            return over(visit)
        return visit.page("awards_look.html", PAGE, batch=batch, found=batch.row.found, most=REFUSED)

    @room.post("/desk/awards/{number}/open", "bring_in")
    async def bring_in(visit: Visit) -> Response:
        """Brings it in."""
        number = _here(visit)
        batch = await database.read(_looked_at, visit)
        if batch is None:
            return over(visit)
        if batch.row.state == "open":  # pressed twice
            return visit.back(f"/desk/awards/{number}")
        found = batch.row.found

        def account(db: Connection) -> None:
            visit.note(db, "award.import", batch=number, **{name: found[name] for name in ("new", "changed")})

        try:
            await bringing.open_staged(database, number, room.clock(), account)
        except Overtaken:
            return over(visit, 409)
        return visit.back(f"/desk/awards/{number}", "brought_in", PAGE, new=found["new"], changed=found["changed"])

    @room.post("/desk/awards/{number}/drop", "bring_in")
    async def drop(visit: Visit) -> Response:
        """Leaves a file that was looked at."""
        batch = await database.read(_looked_at, visit)
        if batch is None or batch.row.state != "staging":
            return over(visit)
        await database.write(batches.drop, _here(visit))
        await bringing.clear(database)
        return visit.back("/desk/awards", "let_be", PAGE)

    @room.get("/desk/awards/{number}/forget", "bring_in")
    async def forgetting(visit: Visit) -> Response:
        """What forgetting a batch would do."""
        batch = await database.read(_batch, visit)
        _insist_on(batch.whole)
        return visit.page("awards_forget.html", PAGE, batch=batch, told=partial(_told, visit))

    @room.post("/desk/awards/{number}/forget", "bring_in")
    async def forget(visit: Visit) -> Response:
        """Forgets a batch."""
        batch = await database.read(_batch, visit)
        _insist_on(batch.whole)

        def account(db: Connection) -> None:
            visit.note(db, "award.forget", batch=batch.row.id, awards=batch.figures["rows"])

        gone, left = await bringing.forget(database, batch.row.id, room.clock(), account=account)
        return visit.back("/desk/awards", "forgotten", PAGE, gone=gone, left=left)

    # A batch

    async def parts(visit: Visit) -> dict[str, str]:
        def work(db: Connection) -> tuple[Batch, Seen]:
            return _batch(db, visit), seen(db, visit, Cohort(batch=_here(visit), whose=visit.member.institutions))

        batch, cohort = await database.read(work)
        return {
            "cohort": visit.html("cohort_part.html", PAGE, cohort=cohort),
            "campaign": visit.html("awards_campaign_part.html", PAGE, batch=batch),
        }

    @room.get("/desk/awards/{number}", "awards")
    async def batch_page(visit: Visit) -> Response:
        """What became of a batch, and its awards one by one."""
        standing = visit.query("standing") if visit.query("standing") in STANDINGS else ""
        names = visit.may("contact") and visit.query("names") == "yes"
        cohort = Cohort(batch=_here(visit), whose=visit.member.institutions)

        def work(db: Connection) -> tuple[Batch, Seen, Sequence[Any], list[Any]]:
            batch = _batch(db, visit)
            counted = seen(db, visit, cohort)
            rows: Sequence[Any] = ()
            if not counted.hidden:
                after = id_of(visit.query("after")) or 0
                rows = cohorts.awards_of(
                    db, cohort, Today(visit.now, words.today(visit)), standing=standing, after=after, most=ROWS + 1
                )
            lost = batches.undeliverable(db, batch.row.id) if batch.whole else []
            if names and rows:
                visit.note(db, "award.view", batch=batch.row.id, awards=len(rows[:ROWS]))
            return batch, counted, rows, lost

        batch, counted, rows, lost = await (database.write if names else database.read)(work)
        return visit.page(
            "awards_batch.html", PAGE, batch=batch, cohort=counted, rows=rows[:ROWS], standing=standing, names=names,
            following=rows[ROWS - 1].id if len(rows) > ROWS else 0, first=not visit.query("after"), lost=lost,
            told=partial(_told, visit), standings=STANDINGS, most=REFUSED, masked=masked_mail, bare=without_addresses,
        )  # fmt: skip

    @room.get("/desk/awards/{number}/live", "awards", counts=False)
    async def live(visit: Visit) -> Response:
        """The figures of a batch as they change."""
        await database.read(_batch, visit)
        return room.live(visit, partial(parts, visit), f"batch:{_here(visit)}")

    # Its campaign

    async def campaign_page(visit: Visit, status: int = 200, wrong: str = "") -> Response:
        def work(db: Connection) -> tuple[Batch, Preview]:
            batch = _batch(db, visit)
            _insist_on(batch.whole)
            return batch, campaigns.preview(db, batch.row.id, room.turns, visit.now, today())

        batch, preview = await database.read(work)
        mail = None
        if preview.first is not None and room.turns.post is not None:
            mail = await asyncio.to_thread(_mail, house, preview.first, batch.row.language or "")
        return visit.page(
            "awards_campaign.html", PAGE, status=status, batch=batch, preview=preview, mail=mail, wrong=wrong,
            told=partial(_told, visit), sends=room.turns.post is not None,
        )  # fmt: skip

    @room.get("/desk/awards/{number}/campaign", "bring_in")
    async def campaign(visit: Visit) -> Response:
        """What a campaign would do, with its first mail as it would be."""
        return await campaign_page(visit)

    @room.post("/desk/awards/{number}/campaign", "bring_in")
    async def order(visit: Visit) -> Response:
        """Starts a campaign, pauses it, has it go on, or ends it."""
        await database.read(_batch, visit)
        what = next((one for one in _ORDERS if one == visit.form.get("order")), None)
        if what is None:
            raise HTTPException(400)
        if what in ("start", "resume") and room.turns.post is None:
            raise HTTPException(409)

        def work(db: Connection) -> None:
            batch = _batch(db, visit)
            _insist_on(batch.whole)
            campaigns.order(db, batch.row.id, what, visit.now)
            visit.note(db, f"campaign.{what}", batch=batch.row.id)

        try:
            await database.write(work)
        except NotNow:
            raise HTTPException(409) from None
        return visit.back(f"/desk/awards/{_here(visit)}", f"ordered_{what}", PAGE)

    @room.post("/desk/awards/{number}/try", "bring_in")
    async def try_out(visit: Visit) -> Response:
        """Sends the first mail of a campaign to somebody who wants to see it."""
        mailbox = visit.form.get("mailbox", "").strip().lower()
        if room.turns.post is None:
            raise HTTPException(409)
        if not is_mail_address(mailbox):
            return await campaign_page(visit, 422, visit.say("wrong_mailbox", PAGE))

        def work(db: Connection) -> None:
            batch = _batch(db, visit)
            _insist_on(batch.whole)
            campaigns.try_out(db, batch.row.id, room.turns, mailbox, visit.now, today())
            visit.note(db, "campaign.try", batch=batch.row.id)

        try:
            await database.write(work)
        except Untried as why:
            name = "wrong_empty_batch" if str(why) == "empty" else "wrong_closed"
            return await campaign_page(visit, 422, visit.say(name, PAGE))
        return visit.back(f"/desk/awards/{_here(visit)}/campaign", "tried", PAGE)


async def _staged(house: House, name: str, body: bytes, given: Given, language: str, member: int) -> tuple[int, Plan]:
    """Writes a file down where nobody sees it yet: its batch, 0 where there is nothing to do; and what was found.

    Raises WrongUpload, Overtaken.
    """
    database, box, now = house.database, house.turns.box, house.clock()
    called = visible(name).replace("\\", "/").rpartition("/")[2][:LONGEST_NAME].strip() or "-"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "upload.csv"
        await asyncio.to_thread(file.write_bytes, body)
        upload = await asyncio.to_thread(looked_at, file, called)
        planned = await bringing.plan(database, box, upload, given, house.settings.zone, now)
        language = language if language in ("nl", "en") else ""
        more: dict[str, Any] = {"by": member, "until": planned.until.isoformat(), "unused": list(upload.unused)}
        number, _ = await bringing.stage(database, planned, now, language, **more)
    return number, planned


def _batch(db: Connection, visit: Visit, state: str = "open") -> Batch:
    """The batch that the address names, as far as its awards may be seen; 404 for any other."""
    number = _here(visit)
    row = batches.find(db, number, state)
    mine = visit.member.institutions
    if row is None:
        raise HTTPException(404)
    whole = True
    if mine is not None:
        its = batches.institutions_of(db, number)
        if not its & set(mine) and (its or row.found.get("by") != visit.member.id):
            raise HTTPException(404)
        whole = its <= set(mine)
    figures = batches.figures(db, number, mine, done=False)
    return Batch(row, figures, whole, figures["rows"] < SMALLEST and not visit.may("contact"))


def _looked_at(db: Connection, visit: Visit) -> Batch | None:
    """The batch that was looked at before it is brought in, or since it was; None when that look is over."""
    for state in ("staging", "open"):
        with suppress(HTTPException):
            return _batch(db, visit, state)
    return None


def over(visit: Visit, status: int = 404) -> Response:
    """A look at a file ends when somebody else looks at one: why, and how to go on."""
    return visit.page("awards_over.html", PAGE, status=status)


def _here(visit: Visit) -> int:
    """The number of a batch in the address."""
    return visit.number("number")


def _insist_on(whole: bool) -> None:
    if not whole:
        raise HTTPException(403)


def _institutions(visit: Visit, house: House) -> list[str]:
    """Those of which somebody may bring in awards, as far as they are known by name."""
    known = [profile.names[0] for profile in institutions_for(house.settings).profiles.values() if profile.names]
    return sorted(known if visit.member.institutions is None else visit.member.institutions)


def _told(visit: Visit, figures: Mapping[str, Any]) -> str:
    """The badge and the institution of a batch, or how many there are of each."""
    said = [
        str(figures[one]) if figures[f"{one}s"] == 1 else visit.say(f"so_many_{one}s", PAGE, count=figures[f"{one}s"])
        for one in ("badge", "institution")
        if figures[f"{one}s"]
    ]
    return ", ".join(said) or visit.say("only_changes", PAGE)


def _mail(house: House, award: Any, language: str) -> dict[str, str]:
    """The first mail of a campaign as it would be."""
    now = house.clock()
    whole, letter = campaigns.first_mail(house.turns, award, language, now)
    mail = read_as_mail(house.settings, house.turns, whole, letter, now)
    text = mail.get_body(("plain",))
    return {
        "from": str(mail["From"]),
        "to": masked_mail(award.address),
        "subject": str(mail["Subject"]),
        "text": text.get_content().strip() if isinstance(text, EmailMessage) else "",
    }
