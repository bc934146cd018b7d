"""Is it alive, is it ready, and what does it count: /healthz, /readyz, /metrics."""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics
from bot.delivery import QUIET, Delivery
from bot.ears import Ears
from bot.store import reports
from bot.store.database import Database, DatabaseAway
from bot.store.migrate import at_head

LONGEST_WAIT_SECONDS = 60.0
"""A conversation that could be taken and was not for so long: no worker delivers, or too few do."""

WRITE_SECONDS = 2.0


def router(database: Database, ears: Ears, delivery: Delivery, *, delivers: bool, metrics_token: str) -> APIRouter:
    """The pages that operators and their tools look at. `delivers`: this process should be sending."""
    routes = APIRouter()

    async def takes_writing() -> bool:
        try:
            await database.write(reports.touch, ears.clock(), patience=WRITE_SECONDS)
        except DatabaseAway:
            return False
        return True

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def ready() -> JSONResponse:
        """200 when a learner's message would be taken and answered now; else 503 with what is wrong.

        Not what a proxy should route by: with the database away, messages are still taken, and kept on disk.
        """
        wrong: list[str] = []
        told: dict[str, Any] = {"spooled": len(ears.spool)}
        try:
            state = await database.read(reports.pulse, ears.clock())
            told["outbox_due"], told["outbox_oldest_seconds"] = state.due, round(state.oldest_seconds, 1)
            told["longest_wait_seconds"] = round(state.longest_wait_seconds, 1)
            told["set_aside"] = state.events_aside + state.owed_aside
            if not await database.read(at_head):
                wrong.append("the database is not migrated: run badgewijzer migrate")
            if state.longest_wait_seconds > LONGEST_WAIT_SECONDS:
                wrong.append("messages wait too long to be sent: no worker takes them")
        except DatabaseAway:
            wrong.append("the database does not answer")
        else:
            if not await takes_writing():
                wrong.append("the database takes no writing: what is heard is kept on disk, and answered later")
        if delivers and ears.clock() - delivery.last_pass > QUIET:
            wrong.append("delivery stands still")
        if delivery.stopping:
            wrong.append("the program is stopping")
        status = 503 if wrong else 200
        return JSONResponse({"status": "not ready" if wrong else "ready", "wrong": wrong, **told}, status)

    @routes.get("/metrics")
    async def counts(request: Request) -> Response:
        """Prometheus' text format, for this machine or for who has METRICS_TOKEN."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = bool(metrics_token) and hmac.compare_digest(given.encode(), metrics_token.encode())
        host = request.client.host if request.client else ""
        through_proxy = "x-forwarded-for" in request.headers or "forwarded" in request.headers
        if not known and (metrics_token or through_proxy or host not in ("127.0.0.1", "::1")):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            state = await database.read(reports.pulse, ears.clock())
            metrics.OUTBOX_AGE.set(state.oldest_seconds)
            metrics.OUTBOX_DUE.set(state.due)
            metrics.WAITING.set(state.waiting)
            metrics.SET_ASIDE.labels("event").set(state.events_aside)
            metrics.SET_ASIDE.labels("owed").set(state.owed_aside)
            metrics.LETTERS_KEPT.set(state.letters_aside)
            metrics.TIDIED_AT.set(state.tidied_at)
            for priority, (count, wait) in state.lanes.items():
                metrics.LANES.labels(priority).set(count)
                metrics.LANE_WAIT.labels(priority).set(wait)
            metrics.DATABASE.set(await takes_writing())
        except DatabaseAway:  # what this process counts itself is still worth telling
            metrics.DATABASE.set(0)
        metrics.SPOOLED.set(len(ears.spool))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes
