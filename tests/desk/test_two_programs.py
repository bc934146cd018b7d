"""Two programs on one PostgreSQL, as behind one address: what is done at one is seen at the other, and done once."""

from __future__ import annotations

import asyncio
import uuid

import httpx2 as httpx
import pytest
from sqlalchemy import Connection, select

from bot.ports import Address, Heard, Typed
from bot.store import conversations, helping, staff
from bot.store.tables import learners, messages
from tests.house import program, settings

KIM = Address("web", "kim")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_reply_goes_out_once_and_a_line_is_live_whichever_program_one_comes_to(database_url: str) -> None:
    chosen = settings(database_url, sandbox=True)
    async with program(chosen) as (one, here), program(chosen) as (other, there):
        for key, word in enumerate(("hallo", "mens")):
            said = Heard(f"{key}", KIM, Typed(word), "nl")
            await one.database.write(one.turns.take, said, one.clock())
        kim = await one.database.read(conversations.learner_at, KIM)
        assert kim is not None

        def noor(db: Connection) -> str:
            return staff.begin(
                db, staff.add(db, "noor@desk.example", "Noor", "agent", None, one.clock()), "", one.clock()
            )

        def token(db: Connection) -> str:
            return str(db.execute(select(learners.c.token).where(learners.c.id == kim)).scalar())

        path = f"/desk/conversations/{await one.database.read(token)}"
        seen = await one.database.read(helping.last_line, kim)
        headers = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "fetch"}
        async with httpx.AsyncClient(cookies={"desk": await one.database.write(noor)}, headers=headers) as http:
            form = {"text": "Hoi Kim!", "key": str(uuid.uuid4()), "seen": str(seen)}
            async with http.stream("GET", f"{there}{path}/stream?after={seen}") as stream:
                rows = stream.aiter_lines()
                while "event: part" not in await anext(rows):
                    pass
                sent = await asyncio.gather(*(http.post(f"{url}{path}/reply", data=form) for url in (here, there) * 3))
                assert [answer.status_code for answer in sent] == [200] * 6
                while "event: line" not in await anext(rows):
                    pass
                assert "Hoi Kim!" in await anext(rows)
            other_words = (http.post(f"{url}{path}/reply", data={**form, "text": url}) for url in (here, there))
            late = await asyncio.gather(*other_words)  # two at once who have seen the same: both are told of Hoi Kim
            assert [answer.status_code for answer in late] == [409, 409]
        said = select(messages.c.id).where(messages.c.author == "Noor")
        assert len(await other.database.read(lambda db: db.execute(said).all())) == 1
