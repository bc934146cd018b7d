"""Delivery: performs what is due, one thing at a time, and holds no transaction while it waits.

Workers take lanes (one conversation each), perform the lowest due row, note how it ended, and go on with the
next. There are three ways to fail: surely not sent (try again), surely refused (stop), and maybe sent: then
the channel is asked whether it came, where it can tell; where it cannot, a step is sent again, since a learner without
an answer is worse than one with two, and a courtesy (a nudge, a picture) is not.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

import structlog
from sqlalchemy import Connection, bindparam, func, select

from bot import metrics
from bot.conversation import effects as requests
from bot.conversation.effects import Request
from bot.conversation.engine import STOPPED, waiting_awards
from bot.conversation.events import Due, Happened, Joined, Learned, NobodyCame, Restored, SeenElsewhere, Started
from bot.conversation.flow import NO_ANSWER
from bot.conversation.nodes import Message, Span, load
from bot.conversation.state import NewerState, State
from bot.outgoing import Outgoing, Ready
from bot.picture import progress_picture, progress_words
from bot.ports import (
    Address,
    CarriesLetters,
    CarriesPictures,
    Channel,
    CountsMessages,
    HasHome,
    Heard,
    Neighbour,
    Outcome,
    Refused,
    RemembersMarks,
    Unavailable,
)
from bot.store import aside, batches, conversations, notices, outbox, pace
from bot.store.database import DESK_SEES, Database, DatabaseAway, HeldUp, ring
from bot.store.journal import Journal
from bot.store.outbox import Job, LeaseLost
from bot.store.prepared import Prepared
from bot.store.tables import addresses, learners, messages
from bot.store.tables import outbox as rows
from bot.turns import Clock, News, Turns, lane_of, now_utc
from bot.watch import Watch

log = structlog.get_logger()

GIVE_UP = timedelta(hours=24)
"""After so long of trying a message is failed for good."""

LAST_NOTES_SECONDS = 10.0
"""So long a stop waits for a database that is away."""

LEAST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=15)
QUIET = timedelta(seconds=10)
"""A delivery that has not looked for this long is not alive."""

DESK_RATE, DESK_BURST = 1.0, 3
"""Messages a second to the desk, of all conversations, and at once: what a Slack channel takes."""

PATIENT_WITH_PICTURE = timedelta(seconds=10)
GIVE_UP_ON_PICTURE = timedelta(minutes=15)
"""One that comes later shows what is no longer so."""

MOST_IN_A_ROW = 10
"""So much is sent to one conversation before others that wait longer have their turn."""

MOST_LENT = 32
"""So many are on their way, beside the room there is, to channels that remember marks, where a kill doubles nothing, or
are looked for."""

UNTIL_POSTED = timedelta(seconds=0.5)
"""So much later a letter is looked at again when as many are on their way as may be."""

PATIENT_WITH_NEIGHBOUR = timedelta(seconds=45)
GIVE_UP_ON_NEIGHBOUR = timedelta(minutes=2)
"""A learner waits this long for a neighbour's answer; then their word is taken."""

MOST_LATE = 500
"""So many turns that were not waited for are looked at together."""

MOST_LOOKS = 5
"""What failed more often is not looked for any more, where the channel counts: when it was away for an hour, there is
much of that, and each look is many calls."""

LOOK_AGAIN = timedelta(seconds=1)
"""So much later it is looked for again, or sent, however often it was tried: that counts deaths of processes too."""

LEAST_REST_SECONDS = 0.02
"""Before looks that find nothing: a lane that is ready may be locked by somebody else for long."""

UNREADABLE_PAUSE = timedelta(minutes=1)
"""A lane that cannot be taken for another reason than one of its rows is tried again after this."""


_DELIVERED = Prepared(
    messages.update()
    .where(messages.c.id == bindparam("message"))
    .values(delivery=bindparam("how"), provider_id=func.coalesce(bindparam("given"), messages.c.provider_id))
)


def brief(error: Exception) -> str:
    """What the log may say of a neighbour's refusal: the call and its status. Its words stay in the outbox."""
    return " ".join(str(error).split()[:2]) if str(error)[:1].isalpha() else type(error).__name__


def _news(job: Job, now: datetime) -> News:
    """What a row that is no message brings to its conversation."""
    match job.kind, job.payload.get("what"):
        case "nobody", _:
            return NobodyCame(now)
        case "news", "learned":
            return Learned(now, job.payload["badge"], job.payload["facts"])
        case "news", "joined":
            return Joined(now, job.payload.get("whose", "unknown"), tuple(job.payload.get("brought", ())))
        case "news", "too_late":
            return Started(now, link="go_late")
        case "news", "over":
            return Restored(now, job.payload["scope"])
        case "news", "seen_elsewhere":
            return SeenElsewhere(now, job.payload["channel"])
    return Due(now, job.payload["alarm"])


def _those_with(job: Job, ready: Ready | None) -> list[Job]:
    """What leaves with it in one letter."""
    return [replace(job, id=row, attempts=0) for row, _ in ready.rows[1:]] if ready else []


def _class_of(refused: Refused) -> str:
    """What a refusal is counted as: of the whole channel, of a dead address, of our own writing, or another."""
    if refused.stop:
        return "shut"
    return "gone" if refused.gone else "badly_written" if refused.ours else "refused"


class Delivery:
    """The workers of one process. `run` until cancelled; `stop` lets what is under way finish."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        channels: Mapping[str, Channel],
        neighbours: Mapping[type[Request], Neighbour],
        journal: Journal,
        *,
        in_flight: int = 2,
        clock: Clock = now_utc,
        even: Callable[[], float] | None = None,
    ) -> None:
        """`even`: seconds that go on evenly where `clock` may jump; without it, it does not."""
        self.database = database
        self.turns = turns
        self.channels = channels
        self.posts = {name: one for name, one in channels.items() if isinstance(one, CarriesLetters)}
        self.marking = {name: one for name, one in channels.items() if isinstance(one, RemembersMarks)}
        self.counting = {name: one for name, one in channels.items() if isinstance(one, CountsMessages)}
        self.outgoing = Outgoing(turns)
        self.neighbours = neighbours
        self.journal = journal
        self.in_flight = in_flight
        self.clock = clock
        self.last_pass = clock()
        self._watch = Watch(outbox.LEASE, clock(), even or (lambda: clock().timestamp()))
        self._bell = asyncio.Event()
        self._free = asyncio.Semaphore(in_flight)
        self._me, self._tokens = secrets.token_urlsafe(9), count()
        self._under_way: set[asyncio.Future[None]] = set()
        self._posting = self._lent = 0
        self._late: deque[tuple[float, outbox.FirstReply, tuple[str, ...] | None]] = deque()
        """Of turns that we did not wait for to the end: since when, what they may have taken, and whose they are."""
        self._look_for_late = 0.0
        self._running, self._looked_last = False, asyncio.Event()
        self._stopped_at = 0.0
        self.stopping = False

    async def run(self) -> None:
        """Deliver until `stop`. A database that is away is waited for; nothing else ends this loop."""
        self._running = True
        unaware = list(self.counting.items())  # of the numbers that were given before this process was there
        unlisten = self.database.listen(lambda topic: self._bell.set() if topic in (outbox.OWED, "wake") else None)
        pause = 0.1
        try:
            while not self.stopping:
                try:
                    while unaware:
                        name, channel = unaware[-1]
                        channel.count(await self.database.read(outbox.last_counted, name))
                        unaware.pop()
                    if not await self._claim():
                        await self._rest()
                    self.last_pass = self.clock()
                    pause = 0.1
                except Exception as error:
                    log.warning("delivery.claim_failed", error=type(error).__name__)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 5.0)
        finally:
            self._running = False
            self._looked_last.set()
            unlisten()

    def wake(self) -> None:
        """Look again at what is due: the clock was moved."""
        self._bell.set()

    async def stop(self) -> None:
        """Take nothing more; return when what was under way has ended and is noted, or the database stays away."""
        self.stopping = True
        self._stopped_at = time.monotonic()
        self._bell.set()
        if self._running:  # what is being claimed just now is ours: left alone it would wait until its lease runs out
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._looked_last.wait(), LAST_NOTES_SECONDS)
        while self._under_way:
            await asyncio.wait(self._under_way)
        if self._late:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leave_the_late(), LAST_NOTES_SECONDS)

    def _out_of_patience(self) -> bool:
        return bool(self._stopped_at) and time.monotonic() - self._stopped_at > LAST_NOTES_SECONDS

    async def _rest(self) -> None:
        """Until a bell rings, a lane gets ready, or a second passes."""
        ready = await self.database.read(outbox.next_ready, self._watch.may_take_over(self.clock()))
        seconds = outbox.SOON.total_seconds()
        if ready is not None:
            seconds = min(max((ready - self.clock()).total_seconds(), LEAST_REST_SECONDS), seconds)
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            pass

    async def _claim(self) -> int:
        """Take as many ready lanes as there is room for, and start on each.

        At most half of all room: the answer to a turn that is taken meanwhile needs no claim where there is some left.
        """
        self._bell.clear()
        await self._free.acquire()  # room for one at least
        room = 1
        while room < self.in_flight // 2 and not self._free.locked():
            await self._free.acquire()
            room += 1
        started = 0
        try:
            if self.stopping:
                return 0
            if self._late and time.monotonic() >= self._look_for_late:
                await self._let_be()
            token, now = self._token(), self.clock()
            others = self._watch.may_take_over(now)
            try:
                taken = await self.database.write(self._claim_and_take, token, now, room, others, brief=True)
            except DatabaseAway as away:
                self._saw(away)
                raise
            except Exception:  # one of these lanes cannot be read: each by itself
                taken = await self.database.write(self._claim_carefully, token, now, room, others)
            for job in filter(None, taken):
                started += 1
                self._begin(job)
            return len(taken)
        finally:
            for _ in range(room - started):
                self._free.release()

    async def take_turn(
        self, one: Heard, now: datetime, patience: float, lock_patience: float | None = None
    ) -> Message | None:
        """Take a turn, and with it the lane, so that the answer leaves without another look at the outbox.

        What comes back is as `Turns.take` tells.

        Without room here the answer waits in the outbox like everything else. Raises what the turn raises, and
        DatabaseAway. (The lane of a turn that is committed after we lost patience is let go of at a later look.)
        """
        how: dict[str, Any] = {"patience": patience, "lock_patience": lock_patience}
        if self.stopping or not self._running or self._free.locked():
            return await self.database.write(self.turns.take, one, now, **how, brief=True, lane=lane_of(one))
        await self._free.acquire()
        first, job = outbox.FirstReply(self._token(), self._pace_message, self._counted), None
        taken = asyncio.get_running_loop().create_future()
        self._under_way.add(taken)
        try:
            job, answered = await self.database.write(self._turn, one, now, first, **how, brief=True, lane=lane_of(one))
        except (DatabaseAway, asyncio.CancelledError):
            self._late.append((time.monotonic(), first, lane_of(one)))
            raise
        except Exception:  # the turn's mistake, or of something owed besides, which must not stand in its way
            answered = await self.database.write(self.turns.take, one, now, **how, brief=True)
        finally:
            if job is None:
                self._free.release()
            else:
                self._begin(job)
            self._under_way.discard(taken)
            taken.set_result(None)
        return answered

    def _turn(
        self, db: Connection, one: Heard, now: datetime, first: outbox.FirstReply
    ) -> tuple[Job | None, Message | None]:
        first.job = None  # it may be run again
        answered = self.turns.take(db, one, now, first)
        return first.job, answered

    async def _let_be(self) -> None:
        """What a turn took that was committed after we lost patience nobody performs: others may have it."""
        now = time.monotonic()
        self._look_for_late = now + outbox.SOON.total_seconds()
        while self._late and now - self._late[0][0] > outbox.LEASE.total_seconds():
            self._late.popleft()  # by now its lease ran out, or it never came to be
        took = ((first.token, first.job) for _, first, _ in self._late if first.job)
        jobs = dict(islice(took, MOST_LATE))
        for token in await self.database.read(outbox.holding, list(jobs)) if jobs else ():
            with contextlib.suppress(LeaseLost):
                await self.database.write(outbox.let_be, jobs[token], self.clock())

    async def _leave_the_late(self) -> None:
        """The same at the end, for what is being committed still, too: behind it in its lane."""
        write, now = self.database.write, self.clock()
        leaving = [write(self._leave, first, now, brief=True, lane=lane) for _, first, lane in self._late]
        for failed in filter(None, await asyncio.gather(*leaving, return_exceptions=True)):
            log.warning("delivery.lane_kept", error=type(failed).__name__)

    def _leave(self, db: Connection, first: outbox.FirstReply, now: datetime) -> None:
        if first.job:
            with contextlib.suppress(LeaseLost):
                outbox.let_be(db, first.job, now)

    def _saw(self, away: DatabaseAway) -> None:
        """Who holds something can note nothing while it is away; where one conversation is held up, all others can."""
        if not isinstance(away, HeldUp):
            self._watch.disturbed()

    def _token(self) -> str:
        """What a lane is held by: no other claim of any process has the same."""
        return f"{self._me}{next(self._tokens)}"

    def _begin(self, job: Job) -> None:
        """Work on a lane that was taken; its room is let go when it ends."""
        task = asyncio.create_task(self._work(job))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _claim_and_take(
        self, db: Connection, token: str, now: datetime, room: int, others: bool = True
    ) -> list[Job | None]:
        claimed = outbox.claim(db, token, now, room, others=others)
        return [self._next(db, learner, token, now) for learner in claimed]

    def _claim_carefully(
        self, db: Connection, token: str, now: datetime, room: int, others: bool = True
    ) -> list[Job | None]:
        claimed = outbox.claim(db, token, now, room, others=others)
        return [self._next_carefully(db, learner, token, now) for learner in claimed]

    def _next_carefully(
        self, db: Connection, learner: int, token: str, now: datetime, not_before: datetime | None = None
    ) -> Job | None:
        """The same as `_next`; what of the lane cannot be read is set aside, and the rest goes on after it."""
        try:
            with db.begin_nested():
                if not_before is None:
                    return self._next(db, learner, token, now)
                outbox.release(db, learner, token, now, not_before)
        except LeaseLost:
            pass
        except Exception as bug:
            if not aside.is_ours(bug):
                raise
            bad = aside.unreadable(db, learner)
            if not bad and (row := outbox.due(db, learner, now)) is not None:
                bad = [row.id]  # it can be read, and makes no sense
            gone = aside.put(db, bad, type(bug).__name__, now)
            log.error("outbox.set_aside", count=gone, error=type(bug).__name__)
            aside.free_lane(db, learner, token, max(now, not_before or now) if gone else now + UNREADABLE_PAUSE)
        return None

    def _next(self, db: Connection, learner: int, token: str, now: datetime) -> Job | None:
        """The next job of a lane we hold; None when it was let go, for ever or until its pace allows."""
        row = outbox.due(db, learner, now) if not self.stopping else None
        not_before = self._paced(db, learner, row, now) if row is not None else None
        if row is not None and not_before is None:
            return outbox.take(db, learner, token, row, now, self._counted(row.channel))
        outbox.release(db, learner, token, now, not_before)
        return None

    def _counted(self, channel: str | None) -> int:
        """The highest number that this channel is known to have given; 0 where it counts nothing, or none is known."""
        counting = self.counting.get(channel or "")
        return counting.counted() if counting else 0

    def _paced(self, db: Connection, learner: int, row: Any, now: datetime) -> datetime | None:
        """The moment from which this row may leave by its channel's limits; None: now, and it is counted."""
        if row.channel in self.posts and row.kind != "message":
            return None  # nothing leaves
        if row.kind in ("message", "card") and row.sending_since and row.counted and self._lent >= MOST_LENT:
            return now + UNTIL_POSTED
        if row.kind in ("message", "picture"):
            return self._pace_message(db, learner, row.channel, now)
        if row.kind == "desk":
            return pace.count(db, "sends:desk", DESK_RATE, DESK_BURST, now)
        channel = self.channels.get(row.channel) if row.kind == "card" else None
        if channel and channel.name in self.marking and self._lent >= MOST_LENT:
            return now + UNTIL_POSTED
        return outbox.pace_channel(db, channel.name, channel.rate, now) if channel else None

    def _pace_message(self, db: Connection, learner: int, name: str, now: datetime) -> datetime | None:
        channel = self.channels.get(name)
        if channel is None:
            return None
        if name in self.posts and self._posting >= self.in_flight:
            return now + UNTIL_POSTED
        if name in self.marking and self._lent >= MOST_LENT:
            return now + UNTIL_POSTED
        wait = outbox.pace_channel(db, channel.name, channel.rate, now)
        return wait or outbox.pace_chat(db, learner, channel.chat_rate, channel.chat_burst, now)

    async def _work(self, first: Job) -> None:
        """Perform one lane's rows until none is due."""
        job: Job | None = first
        try:
            while job is not None:
                job = await self._perform_or_set_aside(job)
        except DatabaseAway:
            log.warning("effect.not_noted", effect=job.kind if job else "", talk=job.talk if job else "")
        except Exception as error:
            log.error("delivery.lane_failed", error=type(error).__name__, exc_info=True)
        finally:
            self._free.release()

    async def _perform_or_set_aside(self, job: Job) -> Job | None:
        try:
            return await self._perform(job)
        except DatabaseAway:
            raise
        except Exception as bug:
            error = type(bug).__name__
            log.error("effect.set_aside", effect=job.kind, talk=job.talk, error=error, exc_info=True)
            return await self._note(job, self._set_aside, error)

    async def _perform(self, job: Job) -> Job | None:
        """Do one thing and note it; the lane's next job, or None when the lane was let go."""
        match job.kind:
            case "request":
                task = asyncio.create_task(self._ask(job))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
                return await self._note(job, self._go_on)
            case "alarm" | "nobody" | "news":
                return await self._note(job, self._ring_alarm)
            case "notice" | "desk":
                return await self._tell_staff(job)
            case _:
                return await self._send(job)

    async def _note(self, job: Job, how: Any, *details: Any) -> Job | None:
        """Write how it ended and take what is next, in one transaction; again until the database takes it."""
        pause = 0.05
        while True:
            try:
                try:
                    lane = job.to.place if job.to and how == self._ended else None
                    return await self.database.write(
                        self._noted, job, how, details, self.clock(), brief=True, lane=lane
                    )
                except DatabaseAway:
                    raise
                except LeaseLost:
                    log.warning("delivery.lease_lost")
                    return None
                except Exception:
                    return await self.database.write(self._noted_carefully, job, how, details, self.clock(), brief=True)
            except DatabaseAway as away:
                self._saw(away)
                if self._out_of_patience():
                    raise  # the next start finds it in the journal
                await asyncio.sleep(pause)  # what was sent is sent: the note must not be lost while we live
                pause = min(pause * 2, 2.0)

    def _noted(self, db: Connection, job: Job, how: Any, details: tuple[Any, ...], now: datetime) -> Job | None:
        """How a job ended; then the lane's next. Raises LeaseLost where another worker has it by now."""
        behind = now if job.in_a_row >= MOST_IN_A_ROW else None  # those that are ready by now come first then
        if how == self._ended:  # nearly always; what the lane still owes is then known in one look
            ready, ended = outbox.done_with_lane(db, job, details[0], now, behind)
            self._noted_end(db, job, ended, *details)
        else:
            self._lock_first(db, job, how)
            outbox.hold(db, job.learner, job.lane, now)
            ready = outbox.release(db, job.learner, job.lane, now, how(db, job, now, *details) or behind)
        if ready is None or ready > now or self.stopping or behind:
            return None
        outbox.seize(db, job.learner, job.lane, now)
        following = self._next(db, job.learner, job.lane, now)
        return following and replace(following, in_a_row=job.in_a_row + 1)

    def _noted_carefully(
        self, db: Connection, job: Job, how: Any, details: tuple[Any, ...], now: datetime
    ) -> Job | None:
        """The same where that failed: a job that cannot be noted is set aside, and so is what comes after it."""
        self._lock_first(db, job, how)
        try:
            outbox.hold(db, job.learner, job.lane, now)
        except LeaseLost:
            log.warning("delivery.lease_lost")
            return None
        not_before = None
        try:
            with db.begin_nested():
                not_before = how(db, job, now, *details)
        except Exception as bug:
            if not aside.is_ours(bug):
                raise
            log.error("effect.set_aside", effect=job.kind, talk=job.talk, error=type(bug).__name__, exc_info=True)
            self._set_aside(db, job, now, type(bug).__name__)
        return self._next_carefully(db, job.learner, job.lane, now, not_before)

    def _lock_first(self, db: Connection, job: Job, how: Any) -> None:
        """Where a turn comes of it, or it is about the address itself: the learner before their lane, as every turn."""
        if job.kind in ("alarm", "nobody", "news") or how == self._refused:
            conversations.lock(db, job.learner)

    def _set_aside(self, db: Connection, job: Job, now: datetime, error: str) -> None:
        aside.put(db, [job.id], error, now)

    # Sending

    async def _send(self, job: Job) -> Job | None:
        message = job.message
        address, channel = job.to, self.channels.get(job.to.channel) if job.to else None
        by_letter = self.posts.get(channel.name) if channel else None
        if job.kind == "picture" and channel and not isinstance(channel, CarriesPictures):
            return await self._note(job, self._ended, "cancelled", "")
        if job.kind == "card" and by_letter:  # what was mailed is not changed any more: each letter has it as it was
            return await self._note(job, self._ended, "cancelled", "")
        if address is None or channel is None or (message is None and job.kind != "picture"):
            return await self._note(job, self._refused, Refused("there is nobody to send it to"), None)
        courtesy = job.kind == "picture" or (job.kind == "message" and message is not None and message.nudge)
        marking = self.marking.get(channel.name) if job.kind != "picture" else None
        if job.maybe and courtesy and not marking:
            return await self._note(job, self._ended, "maybe", "")
        if courtesy and await self.database.read(self._is_moot, job):
            return await self._note(job, self._ended, "cancelled", "")
        before = self.journal.given_before(job) if job.maybe else None
        if job.maybe and before is None and not job.sent and self._can_look_for(job, channel.name):
            try:
                async with self._lending():
                    before = await self._looked_for(channel, address, job)
                if before is None:  # what is sent now has a higher number; and waiting for room here took its time
                    job = replace(job, counted=max(job.counted, self._counted(channel.name)))
                    if not await self.database.write(outbox.looked_for, job, self.clock(), brief=True):
                        return await self._note(job, self._ended, "cancelled", "")
            except LeaseLost:
                log.warning("delivery.lease_lost")
                return None
            except (Unavailable, Refused) as unknown:
                if isinstance(unknown, Refused) and (unknown.gone or unknown.stop):
                    return await self._note(job, self._refused, unknown, channel.name)
                return await self._note(job, self._later, self._still_unknown(job, unknown), channel.name)
            if before is not None and channel.name in self.counting:  # where it stands it is as it is to be
                return await self._note(job, self._ended, "sent", before)
        if before is not None and job.kind == "message":
            return await self._note(job, *((self._posted, None) if by_letter else (self._ended, "sent")), before)
        if message is not None and message.nudge and (by_day := self.turns.flows.by_day(self.clock())) > self.clock():
            return await self._note(job, self._put_off, by_day)
        looked_up = bool(before) and job.kind == "card" and not job.sent
        if looked_up:
            job = replace(job, sent=before or "")
        started = self.clock()
        ready = await self.database.read(self.outgoing.ready, job, started) if by_letter else None
        if isinstance(ready, str):
            return await self._held_back(job, ready)
        try:
            if by_letter and ready:
                given = await self._post(by_letter, address, ready, job)
            elif message is None:
                given = self._accepted(await self._send_picture(channel, address, job), job)
            elif marking:
                async with self._lending():
                    given = self._accepted(await self._send_words(channel, address, message, job), job)
            else:
                given = self._accepted(await self._send_words(channel, address, message, job), job)
        except Unavailable as away:
            metrics.sent(channel.name, job.kind, f"away_{away.sent}").inc()
            log.info(
                "effect.away",
                effect=job.kind,
                talk=job.talk,
                tries=job.attempts,
                sent=away.sent,
                why=str(away),
            )
            if looked_up:  # that it came is known to nobody but this try: the next one looks it up again
                away = self._still_unknown(job, away)
            return await self._note(job, self._later, away, channel.name)
        except Refused as refused:
            metrics.sent(channel.name, job.kind, _class_of(refused)).inc()
            log.warning("effect.refused", effect=job.kind, talk=job.talk, why=brief(refused), gone=refused.gone)
            return await self._note(job, self._refused, refused, channel.name)
        except Exception as bug:
            metrics.sent(channel.name, job.kind, "failed").inc()
            log.exception("effect.failed", effect=job.kind, talk=job.talk)
            return await self._note(job, self._refused, Refused(type(bug).__name__), channel.name)
        metrics.sent(channel.name, job.kind, "sent").inc()
        ms = round((self.clock() - started).total_seconds() * 1000)
        log.info("effect.done", effect=job.kind, talk=job.talk, ms=ms)
        if job.kind == "card" and isinstance(channel, HasHome):
            self._courtesy(self._show_home(channel, address))
        if not by_letter:
            return await self._note_sent(job, self._ended, "sent", given)
        following = await self._note_sent(job, self._posted, ready, given)
        for one in _those_with(job, ready):
            self.journal.noted(one)
        return following

    def _accepted(self, given: str, *jobs: Job) -> str:
        """The provider has it: that is kept before anything else is waited for."""
        for one in jobs:
            self.journal.accepted(one, given)
        return given

    def _courtesy(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do this beside all that is owed; a stop waits for it."""
        task = asyncio.create_task(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _show_home(self, channel: HasHome, to: Address) -> None:
        """Their page shows how far they are by now; what does not come is shown when they open it."""
        try:
            await channel.show_home(to, await self.database.read(self.turns.home, to))
        except Exception as error:
            log.info("home.not_shown", error=type(error).__name__)

    async def _post(self, channel: CarriesLetters, to: Address, ready: Ready, job: Job) -> str:
        """Post it. A mail server may take its time: the room of this lane is meanwhile another's."""
        self._free.release()
        self._posting += 1
        try:
            given = await channel.post(to, ready.message, ready.letter)
            return self._accepted(given, job, *_those_with(job, ready))
        finally:
            self._posting -= 1
            await self._free.acquire()

    async def _held_back(self, job: Job, why: str) -> Job | None:
        """The gate lets no letter out to this mailbox; it is not tried again."""
        metrics.sent(job.to.channel if job.to else "", job.kind, "held_back").inc()
        log.info("effect.held_back", effect=job.kind, talk=job.talk, why=why)
        return await self._note(job, self._cancelled, why)

    async def _note_sent(self, job: Job, how: Any, *details: Any) -> Job | None:
        following = await self._note(job, how, *details)
        self.journal.noted(job)
        return following

    @asynccontextmanager
    async def _lending(self) -> AsyncIterator[None]:
        """Meanwhile the room of this lane is another's: a channel that hangs holds up no learner of another."""
        self._free.release()
        self._lent += 1
        try:
            yield
        finally:
            self._lent -= 1
            await self._free.acquire()

    async def _send_words(self, channel: Channel, to: Address, message: Message, job: Job) -> str:
        if job.kind == "message":
            return await self._send_new(channel, to, message, job)
        return await self._edit(channel, to, message, job)

    async def _send_new(self, channel: Channel, to: Address, message: Message, job: Job) -> str:
        """Send it; if the channel finds fault with how we wrote it, the bare words rather than nothing."""
        try:
            return await self._send_by(channel, to, message, job)
        except Refused as refused:
            if not refused.ours:
                raise
            log.error("effect.badly_written", effect=job.kind, talk=job.talk, why=brief(refused))
            return await self._send_by(channel, to, Message((Span(message.text),), nudge=message.nudge), job)

    async def _send_by(self, channel: Channel, to: Address, message: Message, job: Job) -> str:
        """Send it, so that it can be found again where the channel remembers marks."""
        if marking := self.marking.get(channel.name):
            return await marking.send_marked(to, message, self._mark(job))
        return await channel.send(to, message)

    def _mark(self, job: Job) -> str:
        """What this row is known by at a channel: the same at each try, and nothing to anybody else."""
        return self.turns.box.mark("out", str(job.id))

    def _still_unknown(self, job: Job, why: Unavailable | Refused) -> Unavailable:
        """It is not known whether a message came: nothing is sent until it is."""
        log.info("effect.not_found", effect=job.kind, talk=job.talk, tries=job.attempts, why=brief(why))
        after = why.after if isinstance(why, Unavailable) else None
        return Unavailable(str(why), sent="maybe", after=after or (LOOK_AGAIN if job.counted else None))

    async def _send_picture(self, channel: Channel, to: Address, job: Job) -> str:
        """Draw it and send it. It may not hold up what is said next for long: then whether it came is not known."""
        assert isinstance(channel, CarriesPictures)
        facts, language = job.payload["facts"], job.payload["language"]
        picture = await asyncio.to_thread(progress_picture, facts, language)
        try:
            async with asyncio.timeout(PATIENT_WITH_PICTURE.total_seconds()):
                return await channel.send_picture(to, picture, progress_words(facts, language))
        except TimeoutError:
            raise Unavailable("send_picture: too slow", sent="maybe") from None

    async def _edit(self, channel: Channel, to: Address, message: Message, job: Job) -> str:
        """Bring the card on their screen up to date; it is sent when there is none yet."""
        if job.sent:
            try:
                await channel.edit(to, job.sent, message)
                return job.sent
            except Refused as refused:
                if refused.gone or refused.stop or refused.moved_to:
                    raise
        return await self._send_by(channel, to, message, job)

    def _is_moot(self, db: Connection, job: Job) -> bool:
        """Has a human the word by now? Or is a nudge no longer wanted, or about what is done?"""
        row = db.execute(select(learners.c.owner, learners.c.state).where(learners.c.id == job.learner)).one()
        if row.owner is not None or job.kind == "picture":
            return row.owner is not None
        try:
            state = State.load(row.state or State().dump())
            done = state.done.get(self.turns.flows.goal) in ("word", "proof")
            done = done and not waiting_awards(self.turns.flows, state, self.clock())
        except NewerState:
            return False
        return STOPPED in state.reminded or done

    def _put_off(self, db: Connection, job: Job, now: datetime, until: datetime) -> None:
        """A nudge that was held up into the night waits for the morning."""
        outbox.again(db, job, until, "", maybe=False)

    def _ended(self, db: Connection, job: Job, now: datetime, outcome: str, given: str) -> None:
        self._noted_end(db, job, outbox.done(db, job, outcome, now), outcome, given)

    def _noted_end(self, db: Connection, job: Job, ended: bool, outcome: str, given: str) -> None:
        if not ended and job.kind == "card" and given:
            outcome = "owed"  # it changed on its way: what came of it is what will be edited
        if job.message_id is not None and (ended or outcome == "owed"):
            _DELIVERED.later(db, {"message": job.message_id, "how": outcome, "given": given or None})
        if job.kind == "message" and outcome in ("sent", "maybe"):
            self._mailed(db, job, "sent")

    @staticmethod
    def _mailed(db: Connection, job: Job, how: str) -> None:
        """What became of a mail that a campaign wrote is known from now on."""
        if job.priority >= outbox.BULK:
            batches.mailed(db, job.learner, job.created_at, how)

    def _posted(self, db: Connection, job: Job, now: datetime, ready: Ready | None, given: str) -> None:
        self._ended(db, job, now, "sent", given)
        self.outgoing.left(db, job, ready, given, now)

    def _cancelled(self, db: Connection, job: Job, now: datetime, why: str) -> None:
        if outbox.done(db, job, "cancelled", now, why) and job.message_id is not None:
            _DELIVERED.later(db, {"message": job.message_id, "how": "cancelled", "given": None})
            self._tell_desk(db, job, now)
            self._mailed(db, job, why if why in ("gone", "complained", "unsubscribed") else f"refused: {why}")

    def _later(self, db: Connection, job: Job, now: datetime, away: Unavailable, channel: str) -> datetime | None:
        late = now - self._owed_since(db, job)
        if late > (GIVE_UP_ON_PICTURE if job.kind == "picture" else GIVE_UP):
            self._failed(db, job, "gave_up", str(away), now)
            return None
        # of a card every change counts as an attempt: it waits as long again as it is late by now
        pause = self._pause(job.attempts) if job.kind != "card" else self._spread(max(late, LEAST_PAUSE))
        due = now + (away.after or pause)
        counted = job.counted if job.attempts <= MOST_LOOKS else 0
        outbox.again(db, job, due, str(away)[:200], maybe=away.sent == "maybe", counted=counted)
        if job.kind == "desk":
            notices.hold_back(db, job.learner, due)
        return due if away.after else None

    @staticmethod
    def _owed_since(db: Connection, job: Job) -> datetime:
        """What is owed of a card is owed anew at each change, in the same row: it is late since it last changed."""
        if job.kind != "card":
            return job.created_at
        changed: datetime | None = db.execute(select(messages.c.at).where(messages.c.id == job.message_id)).scalar()
        return changed or job.created_at  # whose it was may be forgotten by now

    def _failed(self, db: Connection, job: Job, outcome: str, why: str, now: datetime) -> bool:
        """Note that it failed for good; False where it was somebody else who ended it."""
        if not outbox.done(db, job, outcome, now, why[:200]):
            return False
        ring(db, DESK_SEES)
        if job.kind == "message" and job.message_id is not None:
            _DELIVERED.later(db, {"message": job.message_id, "how": "failed", "given": None})
            self._tell_desk(db, job, now)
            self._mailed(db, job, f"refused: {why}")
        return True

    def _tell_desk(self, db: Connection, job: Job, now: datetime) -> None:
        """Staff who wrote what did not arrive are told so where they wrote it."""
        desk = self.turns.desk
        if desk and db.execute(select(messages.c.author).where(messages.c.id == job.message_id)).scalar():
            desk.not_delivered(db, job.learner, now)

    @staticmethod
    def _pause(attempts: int) -> timedelta:
        """Twice as long at each try, up to a quarter of an hour, never quite the same."""
        return Delivery._spread(timedelta(seconds=min(2.0 ** (attempts - 1), LONGEST_PAUSE.total_seconds())))

    @staticmethod
    def _spread(pause: timedelta) -> timedelta:
        return min(pause, LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311 (spreads load, guards nothing)

    def _refused(
        self, db: Connection, job: Job, now: datetime, refused: Refused, channel: str | None
    ) -> datetime | None:
        # Of mail it may be one letter that a filter dislikes: an answer of yesterday makes room for those behind it.
        too_old = channel in self.posts and job.priority < outbox.BULK and now - job.created_at > GIVE_UP
        if refused.stop and not too_old:  # the channel itself is shut to us: keep everything, staff must mend it
            until = now + timedelta(minutes=1)
            outbox.again(db, job, until, str(refused)[:200], maybe=job.maybe, counted=job.counted)
            if channel in self.posts and job.priority >= outbox.BULK:
                batches.pause(db, job.learner, job.created_at, str(refused), now)
            return until
        if refused.moved_to:
            db.execute(addresses.update().where(addresses.c.id == job.address_id).values(external_id=refused.moved_to))
            outbox.again(db, job, now, str(refused)[:200], maybe=False)
            return None
        ours = self._failed(db, job, "refused", str(refused), now)  # else what was heard meanwhile says how it stands
        if ours and refused.gone and job.address_id is not None and not outbox.heard_meanwhile(db, job):
            db.execute(addresses.update().where(addresses.c.id == job.address_id).values(blocked_at=now))
            if channel in self.posts:
                self.outgoing.bounced(db, job, now)
            outbox.cancel_for(db, job.address_id, now)
        return None

    async def _tell_staff(self, job: Job) -> Job | None:
        """A notice to staff, with nothing of the conversation; or what goes to their desk, where it is read along."""
        to = Address(**job.payload["to"])
        channel = self.channels.get(to.channel)
        if job.kind == "desk":
            thread = await self.database.read(notices.thread_of, job.payload["notice"])
            if not thread and not job.payload["begins"]:  # its notice never came
                return await self._note(job, self._ended, "refused", "")
            to = replace(to, thread=thread)
        try:
            if channel is None:
                raise Refused(f"{to.channel} is off")
            given = await (self._to_desk if job.kind == "desk" else self._to_staff)(channel, to, job)
        except Unavailable as away:
            return await self._note(job, self._later, away, to.channel)
        except Exception as refused:
            why = " ".join(str(refused).split()[:3]) if isinstance(refused, Refused) else type(refused).__name__
            log.error("staff.not_told", why=why, talk=job.talk)
            mends = isinstance(refused, Refused) and (refused.stop or refused.moved_to or job.kind == "desk")
            if isinstance(refused, Refused) and mends and not refused.ours:
                return await self._note(job, self._tell_staff_again, refused)
            return await self._note(job, self._ended, "refused", "")
        self.journal.accepted(job, given)
        return await self._note_sent(job, self._told_staff, given)

    async def _to_staff(self, channel: Channel, to: Address, job: Job) -> str:
        """Send it, unless an earlier try did."""
        given = await self._came_before(channel, to, job) if job.maybe else None
        if given is None:
            given = await self._send_new(channel, to, Message(load(job.payload["body"])), job)
        return given

    async def _to_desk(self, channel: Channel, to: Address, job: Job) -> str:
        """The same, and meanwhile its room is another's: no learner waits for it. Its pace bounds how many wait."""
        async with self._lending():
            return await self._to_staff(channel, to, job)

    async def _came_before(self, channel: Channel, to: Address, job: Job) -> str | None:
        """The channel's id of what an earlier try sent; None: it did not, or nobody can tell. Raises Unavailable."""
        before = self.journal.given_before(job)
        if before is None and self._can_look_for(job, channel.name):
            try:
                return await self._looked_for(channel, to, job)
            except (Unavailable, Refused) as unknown:
                raise self._still_unknown(job, unknown) from None
        return before

    def _can_look_for(self, job: Job, channel: str) -> bool:
        """Can be found out whether this came? By its mark, or by the number that it was given."""
        return channel in self.marking or (channel in self.counting and job.counted > 0 and job.message is not None)

    async def _looked_for(self, channel: Channel, to: Address, job: Job) -> str | None:
        """The channel's id of what an earlier try sent; None: it did not come, or cannot be found.

        Raises Unavailable or Refused.
        """
        if marking := self.marking.get(channel.name):
            return await marking.find(to, self._mark(job), job.created_at)
        assert job.message
        others = await self.database.read(outbox.given_beside, job)
        if others is None:
            return None
        return await self.counting[channel.name].find_after(
            to, job.message, job.counted, others | self.journal.given_in(job.talk)
        )

    def _told_staff(self, db: Connection, job: Job, now: datetime, given: str) -> None:
        if job.kind == "desk":
            notices.sent(db, job.payload["notice"], given)
        self._ended(db, job, now, "sent", "")

    def _tell_staff_again(self, db: Connection, job: Job, now: datetime, refused: Refused) -> None:
        """The staff's chat has another name by now, or their channel is shut to us until somebody mends it.

        Nobody invited the bot into the desk's channel, for example: nothing that is meant for a desk is lost by that.
        """
        if not refused.moved_to and now - job.created_at > GIVE_UP:
            self._failed(db, job, "gave_up", str(refused), now)
            return
        if refused.moved_to:
            log.warning("staff.moved", setting="STAFF_TELEGRAM_CHAT", talk=job.talk)
            to = {**job.payload["to"], "external_id": refused.moved_to}
            db.execute(rows.update().where(rows.c.id == job.id).values(payload={**job.payload, "to": to}))
        due = now if refused.moved_to else now + timedelta(minutes=1)
        outbox.again(db, job, due, str(refused)[:200], maybe=False)
        if job.kind == "desk":
            notices.hold_back(db, job.learner, due)

    # Asking neighbours, ringing alarms: what comes of them is a turn

    def _go_on(self, db: Connection, job: Job, now: datetime) -> None:
        """The asking goes on beside the lane, so that a slow neighbour holds up no message."""

    async def _ask(self, job: Job) -> None:
        try:
            request = self._request(job)
        except Exception as bug:
            await self._write(self._answer_failed, job, type(bug).__name__)
            return
        ask = self.neighbours.get(type(request))
        channel = self.channels.get(job.to.channel) if job.to else None
        outcome = Outcome(NO_ANSWER)
        if ask is not None:
            if channel and job.to:
                await channel.typing(job.to)
            try:
                async with asyncio.timeout(PATIENT_WITH_NEIGHBOUR.total_seconds()):
                    outcome = await ask(request)
            except Refused as refused:
                log.warning("effect.refused", effect=type(request).__name__, talk=job.talk, why=brief(refused))
            except (Unavailable, TimeoutError) as away:
                if self.clock() - job.created_at < GIVE_UP_ON_NEIGHBOUR:
                    await self._write(self._ask_later, job, str(away))
                    return
                log.warning("effect.gave_up", effect=type(request).__name__, talk=job.talk)
            except Exception:
                log.exception("effect.failed", effect=type(request).__name__, talk=job.talk)
        await self._write(self._answered, job, outcome)

    async def _write(self, unit: Any, *details: Any) -> None:
        pause = 0.05
        while True:
            try:
                await self.database.write(unit, *details, self.clock(), brief=True)
                return
            except DatabaseAway:
                if self._out_of_patience():
                    return  # its lease runs out, and it is asked again
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)
            except NewerState:
                return  # it stays in the outbox; the newer program will perform it
            except Exception as bug:
                log.exception("effect.answer_failed")
                if unit == self._answer_failed:
                    return  # its lease runs out, and it is asked again
                unit, details = self._answer_failed, (details[0], type(bug).__name__)

    @staticmethod
    def _request(job: Job) -> Request:
        kind = getattr(requests, job.payload["request"])
        names = {field.name for field in fields(kind)}
        made: Request = kind(**{name: value for name, value in job.payload["fields"].items() if name in names})
        return made

    def _ask_later(self, db: Connection, job: Job, why: str, now: datetime) -> None:
        conversations.lock(db, job.learner)
        outbox.again(db, job, now + self._pause(job.attempts), why[:200], maybe=False)
        outbox.wake(db, job.learner, now + self._pause(job.attempts))
        ring(db, f"talk:{job.learner}")

    def _answer_failed(self, db: Connection, job: Job, error: str, now: datetime) -> None:
        """Our mistake: the turn of this answer cannot be taken. The learner is told and can skip the step."""
        conversations.lock(db, job.learner)
        if not aside.put(db, [job.id], error, now):
            return
        try:
            with db.begin_nested():
                self.turns.apologise(db, job.learner, now)
        except Exception as bug:
            if not aside.is_ours(bug):
                raise
            log.exception("turn.unreadable")

    def _answered(self, db: Connection, job: Job, outcome: Outcome, now: datetime) -> None:
        conversations.lock(db, job.learner)
        step, asked = job.payload["step"], job.payload["asked"]
        if outbox.done(db, job, "done", now):
            self.turns.think(db, job.learner, Happened(now, step, asked, outcome.name, outcome.facts), now, job.to)

    def _ring_alarm(self, db: Connection, job: Job, now: datetime) -> datetime | None:
        event = _news(job, now)
        try:
            with db.begin_nested():
                if outbox.done(db, job, "done", now):
                    self.turns.think(db, job.learner, event, now)
        except NewerState:
            until = now + timedelta(minutes=1)
            outbox.put(
                db,
                job.learner,
                job.kind,
                now=now,
                due=until,
                payload=job.payload,
                key=f"news:{job.id}" if job.kind == "news" else f"{job.kind}:{job.learner}",
                priority=outbox.REMINDER,
            )
            return until
        except Exception as bug:
            if not aside.is_ours(bug):
                raise
            log.exception("alarm.failed", talk=job.talk)
            self._set_aside(db, job, now, type(bug).__name__)
        return None
