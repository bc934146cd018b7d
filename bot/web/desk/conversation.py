"""One conversation: what was said in every channel, live; how the case stands; and all that staff can do with it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.conversation.blocks import blocks
from bot.conversation.nodes import load, plain
from bot.conversation.state import NewerState
from bot.conversation.understanding import clean
from bot.desk import LONGEST_ANSWER
from bot.ports import picture_type
from bot.redaction import asks_for_secret, redact
from bot.store import conversations, helping, pictures, staff
from bot.store.conversations import ANYBODY
from bot.store.helping import Opened
from bot.store.secrets import Sealed
from bot.store.staff import Member
from bot.store.tables import id_of
from bot.web.access import RIGHTS, sees
from bot.web.desk import words
from bot.web.desk.case import case_of, steps_to
from bot.web.desk.room import Room, Visit
from bot.web.desk.timeline import Place, shown
from bot.web.stream import EventStream, LastWords, event

PAGE = "desk_conversation"
HERE = "/desk/conversations/{token}"
OFTEN_SECONDS = 5.0
"""How often a page that is open is looked at though nothing rang: colleagues leave without a word."""

MORNING = time(9)
SNOOZES: Mapping[str, timedelta] = {"hour": timedelta(hours=1), "morning": timedelta(days=1), "days": timedelta(days=3)}
LONGEST_SNOOZE = timedelta(days=90)
LONGEST_NOTE = 3000

_HELPERS = tuple(role for role, rights in RIGHTS.items() if "talk" in rights)


class Sorry(Exception):
    """Not done, and why, as words of this page; nothing was changed. `more`: what a script is told beside."""

    def __init__(
        self, words: str, status: int = 422, /, *, more: Mapping[str, Any] | None = None, **facts: str
    ) -> None:
        super().__init__(words)
        self.words = words
        self.status = status
        self.facts = facts
        self.more = dict(more or {})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of a conversation, as it was read in one transaction."""

    found: Opened
    rows: tuple[Any, ...]
    more: bool
    last: int
    addresses: tuple[Any, ...]
    notes: tuple[Any, ...]
    labels: tuple[Any, ...]
    pictures: tuple[Any, ...]
    others: tuple[tuple[str, bool], ...]
    whose: str
    mailbox: str
    subject: str


def install(room: Room) -> None:
    """`/desk/conversations/{token}`, its stream, and what can be done there."""

    async def show(visit: Visit, form: Mapping[str, Any], status: int = 200, before: int = 0) -> HTMLResponse:
        """The page, with what was typed."""
        seen, offers = await room.database.write(_viewed, visit, before)
        lines, _ = shown(seen.rows, room.zone)
        context = {
            "before": before,
            "offers": offers,
            "form": form,
            "lines": lines,
            "fresh": False,
            "longest": LONGEST_ANSWER,
            "preview": _preview(visit, seen, form["preview"]) if form.get("preview") else None,
        }
        return HTMLResponse(visit.html("conversation.html", PAGE, **_context(visit, seen), **context), status)

    def acts(
        path: str, work: Callable[[Connection, Visit, Opened], str | tuple[str, dict[str, Any]]], *, free: bool = True
    ) -> None:
        """A form of this page. `work` says what was done, as words of the page, and what a script is told beside.

        `free`: only where they may act; else `work` itself asks for that.
        """

        @room.post(f"{HERE}/{path}", "talk")
        async def act(visit: Visit) -> Response:
            there = _there(visit)
            try:
                done = await room.database.write(_locked, visit, work, free)
            except NewerState:
                return await sorry(visit, Sorry("newer", 409))
            except Sorry as why:
                return await sorry(visit, why)
            said, more = done if isinstance(done, tuple) else (done, {})
            if visit.by_script:
                told = {"said": visit.say(said, PAGE), "to": there, "key": str(uuid.uuid4()), **more}
                return Response(json.dumps(told), media_type="application/json")
            return visit.back(there, said, PAGE)

    async def sorry(visit: Visit, why: Sorry) -> Response:
        """Why it was not done: to a script as words, else on the page, with all that was typed."""
        words = visit.say(why.words, PAGE, **why.facts)
        if visit.by_script:
            return Response(json.dumps({"said": words, **why.more}), why.status, media_type="application/json")
        return await show(visit, {**visit.form, "sorry": words, **why.more}, why.status)

    @room.get(HERE, "see")
    async def page(visit: Visit) -> Response:
        return await show(visit, {}, before=id_of(visit.query("before")) or 0)

    @room.get(f"{HERE}/stream", "see", counts=False)
    async def stream(visit: Visit) -> Response:
        """Lines as they come, each once, and the parts beside them."""
        after = id_of(visit.request.headers.get("last-event-id") or visit.query("after") or "0")
        if after is None:
            raise HTTPException(400)
        found = await room.database.write(_followed, visit)
        news = _News(room, visit, after)
        topics = (staff.topic_of(visit.member.id), f"talk:{found.learner}", f"desk:{found.learner}")
        return EventStream(room.watch(*topics, often_seconds=OFTEN_SECONDS), news.tell)

    @room.get(f"{HERE}/picture/{{number}}", "read")
    async def picture(visit: Visit) -> Response:
        """A picture that the learner let us keep for whoever helps; the look is accounted for."""
        sealed = await room.database.write(_picture, visit)
        try:
            content = await asyncio.to_thread(room.turns.box.open, sealed)
        except Sealed:  # with another key
            raise HTTPException(404) from None
        return Response(content, media_type=picture_type(content) or "application/octet-stream")

    @room.post(f"{HERE}/preview", "talk")
    async def preview(visit: Visit) -> Response:
        """The reply as the learner will see it."""
        text = _typed(visit, "text")
        seen = await room.database.read(_seen, visit, -1)
        if visit.by_script:
            html = visit.html("conversation_preview.html", PAGE, preview=_preview(visit, seen, text))
            return Response(json.dumps({"html": html, "said": ""}), media_type="application/json")
        return await show(visit, {**visit.form, "preview": text})

    @room.post(f"{HERE}/here", "come", counts=False)
    async def here(visit: Visit) -> Response:
        """Somebody has the page open, and types or not; 404 tells the page that there is nothing any more."""
        types, gone = visit.form.get("typing") == "1", visit.form.get("gone") == "1"

        def work(db: Connection) -> bool:
            found = helping.of_token(db, visit.request.path_params["token"], visit.member)
            if found is not None and visit.may("see"):
                types_here = types and visit.may("talk")
                helping.here(db, found.learner, visit.member.id, visit.now, types=types_here, gone=gone)
            return found is not None

        return Response(status_code=204 if await room.database.write(work) else 404)

    acts("reply", _reply, free=False)
    acts("take", _take)
    acts("hand-back", _hand_back)
    acts("lead", _lead)
    acts("note", _note)
    acts("label", _label)
    acts("assign", _assign)
    acts("snooze", _snooze)
    acts("done", _done)


# Looking


def _there(visit: Visit) -> str:
    return HERE.format(token=visit.request.path_params["token"])


def _open(db: Connection, visit: Visit) -> Opened:
    found = helping.of_token(db, visit.request.path_params["token"], visit.member)
    if found is None:
        raise HTTPException(404)
    return found


def _seen(db: Connection, visit: Visit, before: int) -> Seen:
    """The conversation as it is. `before`: lines older than this one; 0 the newest, -1 none."""
    found = _open(db, visit)
    rows, more = helping.lines(db, found.learner, before=before) if visit.may("read") and before >= 0 else ([], False)
    where = tuple(helping.addresses_of(db, found.learner))
    names = staff.names(db) if found.staff_id else {}
    return Seen(
        found=found,
        rows=tuple(rows),
        more=more,
        last=helping.last_line(db, found.learner),
        addresses=where,
        notes=tuple(helping.notes(db, found.learner)) if visit.may("read") else (),
        labels=tuple(helping.labels_of(db, found.learner)),
        pictures=tuple(pictures.kept(db, found.learner, visit.now)) if visit.may("read") else (),
        others=tuple(helping.others_here(db, found.learner, visit.member.id, visit.now)),
        whose=names.get(found.staff_id or 0, ""),
        mailbox=(helping.mailbox_for(db, found.learner) or "") if visit.may("talk") else "",
        subject=helping.subject_at(db, where[0].id) if where and where[0].channel == "email" else "",
    )


def _viewed(db: Connection, visit: Visit, before: int) -> tuple[Seen, dict[str, Any]]:
    """What the page shows, accounted for; and what can be chosen there."""
    seen = _seen(db, visit, before)
    visit.note(db, "conversation.view", seen.found.token, lines=len(seen.rows))
    if not visit.may("talk"):
        return seen, {}
    had = {one.id for one in seen.labels}
    return seen, {
        "labels": [one for one in helping.all_labels(db) if one.id not in had],
        "replies": helping.canned(db),
        "helpers": helping.helpers(db, seen.found.institution, _HELPERS),
    }


def _picture(db: Connection, visit: Visit) -> bytes:
    found, number = _open(db, visit), visit.request.path_params["number"]
    for one in pictures.kept(db, found.learner, visit.now):
        if str(one.id) == number and one.fetched:
            visit.note(db, "picture.view", found.token)
            return pictures.sealed(db, one.id)
    raise HTTPException(404)


def _followed(db: Connection, visit: Visit) -> Opened:
    """The conversation of a page that is open: a look as that at the page, accounted for where that is long ago."""
    found = _open(db, visit)
    visit.note_looks(db, "conversation.follow", [found.token])
    return found


def _context(visit: Visit, seen: Seen) -> dict[str, Any]:
    """What the page and the parts of it that change are drawn from."""
    return {
        "seen": seen,
        "case": case_of(visit, seen.found),
        "there": _there(visit),
        "mine": _is_free_to(visit, seen.found),
        "yours": seen.found.staff_id == visit.member.id and bool(seen.found.owner),
        "channel": seen.addresses[0].channel if seen.addresses else "",
        "steps": steps_to(visit) if visit.may("talk") else (),
        "clock": partial(words.clock, visit),
        "told": _told(visit),
        "words_of_note": lambda body: plain(load(body)),
        "new_key": lambda: str(uuid.uuid4()),
        "by_mail": bool(seen.mailbox) and visit.room.turns.post is not None,
    }


def _told(visit: Visit) -> Callable[[str, str], str]:
    pages = visit.room.pages

    def told(name: str, value: str) -> str:
        """What a name from the flows is called at the desk; the name itself where it has no words."""
        return visit.say(f"{name}.{value}", PAGE) if pages.texts.has(f"{PAGE}.{name}", label=value) else value

    return told


def _preview(visit: Visit, seen: Seen, text: str) -> dict[str, Any]:
    """What the learner will see: who says it, the words, the button; and the subject where it is a letter."""
    message = visit.room.turns.in_name_of(visit.member.name, text, seen.found.language)
    channel = seen.addresses[0].channel if seen.addresses else ""
    return {
        "channel": "email" if visit.form.get("by") == "email" else channel,
        "blocks": blocks(message.nodes, lists=False),
        "buttons": [button.label for button in message.buttons],
        "subject": seen.subject,
        "spoken": seen.found.language,
        "asks": asks_for_secret(text),
    }


# What is live


class _News:
    """What a page that is open does not have yet: lines by their number, how they stand, and what stands beside."""

    def __init__(self, room: Room, visit: Visit, after: int) -> None:
        self.room = room
        self.visit = visit
        self.after = after
        self.place: Place | None = None
        self.deliveries: dict[int, str] = {}
        self.told: dict[str, str] = {}

    async def tell(self) -> str | None:
        """All of it, as events, each look accounted for before.

        Whoever may not see it any more, or for whom it is gone, is told that and no more.
        """
        if not await self.room.is_there(self.visit):
            return LastWords(event("over", ""))
        try:
            seen, rows, deliveries, accounted = await self.room.database.read(self._look)
            events = self._events(seen, rows, deliveries)
            if events and not accounted:
                await self.room.database.write(_followed, self.visit)
        except HTTPException:
            return LastWords(event("gone", self.visit.say("gone", PAGE)))
        return "".join(events)

    def _events(self, seen: Seen, rows: list[Any], deliveries: Mapping[int, str]) -> list[str]:
        events = []
        lines, self.place = shown(rows, self.room.zone, self.place or Place())
        for line in lines:
            html = self.visit.html("conversation_lines.html", PAGE, lines=(line,), fresh=True)
            events.append(event("line", json.dumps({"id": line.id, "who": line.who, "html": html}), str(line.id)))
            self.after = line.id
        changed = {number: how for number, how in deliveries.items() if self.deliveries.get(number) != how}
        if changed:
            self.deliveries.update(changed)
            events.append(event("deliveries", json.dumps(changed)))
        for name, html in self._parts(seen).items():
            if self.told.get(name) != html:
                self.told[name] = html
                events.append(event("part", json.dumps({"id": name, "html": html})))
        return events

    def _look(self, db: Connection) -> tuple[Seen, list[Any], dict[int, str], bool]:
        found = _open(db, self.visit)
        rows: list[Any] = []
        deliveries: dict[int, str] = {}
        if self.visit.may("read"):
            if self.place is None:
                last = helping.line(db, found.learner, self.after)
                self.place = shown((last,), self.room.zone)[1] if last else Place()
            rows, more = helping.lines(db, found.learner, after=self.after)
            while more:
                rest, more = helping.lines(db, found.learner, after=rows[-1].id)
                rows += rest
            first = helping.first_shown(db, found.learner)
            deliveries = helping.deliveries(db, found.learner, first)
        seen = _seen(db, self.visit, -1)
        accounted = not self.visit.unaccounted(db, "conversation.follow", [found.token])
        return seen, rows, deliveries, accounted

    def _parts(self, seen: Seen) -> dict[str, str]:
        context = _context(self.visit, seen)
        return {
            name: self.visit.html(f"conversation_{name}.html", PAGE, **context)
            for name in ("head", "case", "notes", "others", "labels")
        }


# Doing


def _is_free_to(visit: Visit, found: Opened) -> bool:
    """May they act here? Everybody who helps, where it is nobody's or theirs; else those who step in for colleagues."""
    if not visit.may("talk"):
        return False
    nobodys = found.staff_id is None and found.owner in (None, ANYBODY)
    return nobodys or found.staff_id == visit.member.id or visit.may("talk_for_others")


def _locked(
    db: Connection,
    visit: Visit,
    work: Callable[[Connection, Visit, Opened], str | tuple[str, dict[str, Any]]],
    free: bool,
) -> str | tuple[str, dict[str, Any]]:
    """Do this in a conversation that is locked until it is done. Raises Sorry where it has to be `free` to them and is
    a colleague's."""
    conversations.of_learner(db, _open(db, visit).learner)
    found = _open(db, visit)
    if free and not _is_free_to(visit, found):
        raise Sorry("theirs", 403, owner=_owner(db, found))
    return work(db, visit, found)


def _owner(db: Connection, found: Opened) -> str:
    """What the colleague is called whose conversation it is."""
    owner = found.owner if found.owner not in (None, ANYBODY) else ""
    return owner or staff.names(db).get(found.staff_id or 0, "") or "–"


def _typed(visit: Visit, name: str) -> str:
    return clean(visit.form.get(name, "")).strip()


def _key(visit: Visit, text: str) -> str:
    """The same for the same words of the same form, sent twice."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"desk:{visit.member.id}:{visit.form.get('key', '') or uuid.uuid4()}:{digest}"


def _reply(db: Connection, visit: Visit, found: Opened) -> tuple[str, dict[str, Any]]:
    text = _typed(visit, "text")
    if not text:
        raise Sorry("no_words")
    if len(text) > LONGEST_ANSWER:
        raise Sorry("too_long", length=str(len(text)), longest=str(LONGEST_ANSWER))
    key = _key(visit, text)
    if not conversations.noted(db, key):
        _say(db, visit, found, text)
        conversations.note(db, conversations.key_of(key), "desk", visit.now)
    return "sent", {"seen": helping.last_line(db, found.learner)}


def _say(db: Connection, visit: Visit, found: Opened, text: str) -> None:
    turns = visit.room.turns
    seen = id_of(visit.form.get("seen", "")) or 0
    free = _is_free_to(visit, found)
    if helping.newer(db, found.learner, seen):
        missed = _missed(db, visit, found, seen)
        if free:
            raise Sorry("meanwhile", 409, more={**missed, "again": True})
        raise Sorry("meanwhile_theirs", 409, more=missed, owner=_owner(db, found))
    if not free:
        raise Sorry("theirs", 403, owner=_owner(db, found))
    if asks_for_secret(text) and visit.form.get("sure") != "1":
        raise Sorry("asks_for_secret", more={"sure": True})
    by_mail = visit.form.get("by") == "email"
    if by_mail and not turns.into_mail(db, found.learner, visit.now):
        raise Sorry("no_mail")
    if why := turns.reply(db, found.learner, visit.member.name, text, visit.now, staff=visit.member.id):
        raise Sorry(f"not_{why}")
    visit.note(db, "conversation.reply", found.token, letters=len(text), by_mail=by_mail)


def _missed(db: Connection, visit: Visit, found: Opened, seen: int) -> dict[str, Any]:
    """What came after the line that was seen, as far as the newest page of it holds."""
    rows = [row for row in helping.lines(db, found.learner)[0] if row.id > seen]
    lines, _ = shown(rows, visit.room.zone)
    html = [
        {"id": line.id, "html": visit.html("conversation_lines.html", PAGE, lines=(line,), fresh=True)}
        for line in lines
    ]
    return {"seen": helping.last_line(db, found.learner), "lines": html}


def _take(db: Connection, visit: Visit, found: Opened) -> str:
    if found.staff_id == visit.member.id and found.owner:
        return "yours_already"
    if not visit.room.turns.take_over(db, found.learner, visit.member.name, visit.now, staff=visit.member.id):
        raise Sorry("not_erased")
    visit.note(db, "conversation.take", found.token, **({"from": found.staff_id} if found.staff_id else {}))
    return "taken"


def _hand_back(db: Connection, visit: Visit, found: Opened) -> str:
    if not visit.room.turns.hand_back(db, found.learner, visit.now):
        return "bots_already"
    visit.note(db, "conversation.hand_back", found.token)
    return "handed_back"


def _lead(db: Connection, visit: Visit, found: Opened) -> str:
    path = visit.form.get("step", "")
    if why := visit.room.turns.lead(db, found.learner, path, visit.now):
        raise Sorry(f"not_{why}")
    visit.note(db, "conversation.lead", found.token, step=path)
    return "led"


def _note(db: Connection, visit: Visit, found: Opened) -> str:
    text = redact(_typed(visit, "note"))[0]
    if not text:
        raise Sorry("no_words")
    if len(text) > LONGEST_NOTE:
        raise Sorry("too_long", length=str(len(text)), longest=str(LONGEST_NOTE))
    key = _key(visit, f"note {text}")
    if not conversations.noted(db, key):
        if not helping.add_note(db, found.learner, text, visit.member.name, visit.now):
            raise Sorry("not_erased")
        conversations.note(db, conversations.key_of(key), "desk", visit.now)
        visit.note(db, "conversation.note", found.token)
    return "noted"


def _label(db: Connection, visit: Visit, found: Opened) -> str:
    number = id_of(visit.form.get("label", "") or visit.form.get("off", ""))
    if number is None:
        raise Sorry("no_label")
    if visit.form.get("off"):
        helping.unlabel(db, found.learner, number)
        visit.note(db, "conversation.unlabel", found.token, label=number)
        return "unlabelled"
    if not helping.label(db, found.learner, number):
        raise Sorry("no_label")
    visit.note(db, "conversation.label", found.token, label=number)
    return "labelled"


def _assign(db: Connection, visit: Visit, found: Opened) -> str:
    member = _helper(db, visit.form.get("to", ""), found)
    if member is None:
        raise Sorry("no_colleague")
    if not helping.assign(db, found.learner, member):
        raise Sorry("not_erased")
    visit.note(db, "conversation.assign", found.token, to=member.id)
    return "assigned"


def _helper(db: Connection, number: str, found: Opened) -> Member | None:
    """The member of this number, where they may help this learner."""
    wanted = id_of(number)
    member = None if wanted is None else staff.by_id(db, wanted)
    if member is None or member.role not in _HELPERS or not sees(member, found.institution):
        return None
    return member


def _snooze(db: Connection, visit: Visit, found: Opened) -> str:
    how = visit.form.get("until", "")
    if how == "now":
        helping.snooze(db, found.learner, None)
        visit.note(db, "conversation.wake", found.token)
        return "woken"
    until = _until(visit, how)
    if until is None or not visit.now < until <= visit.now + LONGEST_SNOOZE:
        raise Sorry("no_moment")
    helping.snooze(db, found.learner, until)
    visit.note(db, "conversation.snooze", found.token, until=until.isoformat(timespec="minutes"))
    return "snoozed"


def _until(visit: Visit, how: str) -> datetime | None:
    zone = visit.room.zone
    if how == "morning":
        day = (visit.now.astimezone(zone) + SNOOZES[how]).date()
        return datetime.combine(day, MORNING, zone).astimezone(UTC)
    if how in SNOOZES:
        return visit.now + SNOOZES[how]
    try:
        return datetime.fromisoformat(visit.form.get("moment", "")).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _done(db: Connection, visit: Visit, found: Opened) -> str:
    visit.room.turns.settle(db, found.learner, visit.now)
    helping.snooze(db, found.learner, None)
    visit.note(db, "conversation.done", found.token)
    return "done"
