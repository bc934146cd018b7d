"""Canned replies and labels: what staff have ready, in both languages, and by what they sort conversations."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from bot.conversation.understanding import clean
from bot.desk import LONGEST_ANSWER
from bot.redaction import asks_for_secret
from bot.store import helping
from bot.store.tables import id_of
from bot.web.desk.room import Room, Visit

PAGE = "desk_replies"
THERE = "/desk/replies"
LONGEST_NAME = 60
LONGEST_LABEL = 40

STARTERS = ("where_is_it", "confirm_name", "link_institution", "no_mail", "make_public", "all_done")
"""Replies to begin with, offered in the sandbox."""


def install(room: Room, *, sandbox: bool) -> None:
    """`/desk/replies`; `sandbox`: examples can be added."""

    async def show(visit: Visit, status: int = 200, sorry: str = "", **form: Any) -> Response:
        def look(db: Connection) -> tuple[list[Any], list[Any]]:
            return helping.canned(db), helping.all_labels(db)

        replies, labels = await room.database.read(look)
        return visit.page(
            "replies.html", PAGE, status=status, replies=replies, labels=labels, sorry=sorry, form=form,
            examples=sandbox, longest_name=LONGEST_NAME, longest_label=LONGEST_LABEL, longest=LONGEST_ANSWER,
        )  # fmt: skip

    async def sorry(visit: Visit, words: str) -> Response:
        return await show(visit, 422, visit.say(words, PAGE), **visit.form)

    @room.get(THERE, "see")
    async def page(visit: Visit) -> Response:
        return await show(visit)

    @room.post(f"{THERE}/keep", "write")
    async def keep(visit: Visit) -> Response:
        """A new reply, or the one of this number as it is to read from now on."""
        name, nl, en = (_line(visit, "name"), _words(visit, "nl"), _words(visit, "en"))
        number = id_of(visit.form.get("number", "") or "0")
        if number is None or not (name and nl and en):
            return await sorry(visit, "all_fields")
        if len(name) > LONGEST_NAME or max(len(nl), len(en)) > LONGEST_ANSWER:
            return await sorry(visit, "too_long")
        if asks_for_secret(nl) or asks_for_secret(en):
            return await sorry(visit, "asks_for_secret")

        def work(db: Connection) -> bool:
            kept = helping.keep_canned(db, name, nl, en, number)
            if kept:
                visit.note(db, "reply.keep", number=number)
            return kept

        return visit.back(THERE, "kept", PAGE) if await room.database.write(work) else await sorry(visit, "name_taken")

    @room.post(f"{THERE}/drop", "write")
    async def drop(visit: Visit) -> Response:
        def work(db: Connection, number: int) -> None:
            if helping.drop_canned(db, number):
                visit.note(db, "reply.drop", number=number)

        await room.database.write(work, _number(visit))
        return visit.back(THERE, "dropped", PAGE)

    @room.post(f"{THERE}/label", "write")
    async def label(visit: Visit) -> Response:
        name = _line(visit, "label")
        if not name or len(name) > LONGEST_LABEL:
            return await sorry(visit, "label_name")

        def work(db: Connection) -> bool:
            made = helping.make_label(db, name)
            if made:
                visit.note(db, "label.make")
            return made

        return visit.back(THERE, "label_made", PAGE) if await room.database.write(work) else await sorry(visit, "taken")

    @room.post(f"{THERE}/label-drop", "write")
    async def label_drop(visit: Visit) -> Response:
        def work(db: Connection, number: int) -> None:
            if helping.drop_label(db, number):
                visit.note(db, "label.drop", number=number)

        await room.database.write(work, _number(visit))
        return visit.back(THERE, "label_dropped", PAGE)

    if sandbox:

        @room.post(f"{THERE}/examples", "write")
        async def examples(visit: Visit) -> Response:
            """Six replies that are of use to begin with."""

            def work(db: Connection) -> None:
                for one in STARTERS:
                    nl, en = (room.pages.say(f"starter_{one}", language, PAGE) for language in ("nl", "en"))
                    helping.keep_canned(db, visit.say(f"starter_{one}.name", PAGE), nl, en)
                visit.note(db, "reply.examples")

            await room.database.write(work)
            return visit.back(THERE, "kept", PAGE)


def _line(visit: Visit, name: str) -> str:
    return " ".join(clean(visit.form.get(name, "")).split())


def _words(visit: Visit, name: str) -> str:
    return clean(visit.form.get(name, "")).strip()


def _number(visit: Visit) -> int:
    return id_of(visit.form.get("number", "")) or 0
