"""Is it alive, is it ready, and what does it count: /healthz, /readyz, /metrics."""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics
from bot.delivery import QUIET, Delivery
from bot.store import reports
from bot.store.database import Database, DatabaseAway
from bot.store.migrate import at_head
from bot.turns import Ears

OLDEST_SECONDS = 60.0
"""Something owed for longer than this while nothing is wrong with its channel means delivery is stuck."""


def router(database: Database, ears: Ears, delivery: Delivery, *, delivers: bool, metrics_token: str) -> APIRouter:
    """The pages that operators and their tools look at. `delivers`: this process should be sending."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def ready() -> JSONResponse:
        """200 when a learner's message would be taken and answered now; else 503 with what is wrong."""
        wrong: list[str] = []
        told: dict[str, Any] = {"spooled": len(ears.spool)}
        try:
            state = await database.read(reports.pulse, ears.clock())
            told["outbox_due"], told["outbox_oldest_seconds"] = state.due, round(state.oldest_seconds, 1)
            told["set_aside"] = state.set_aside
            if not await database.read(at_head):
                wrong.append("the database is not migrated: run badgewijzer migrate")
            if state.oldest_seconds > OLDEST_SECONDS:
                wrong.append("messages wait too long to be sent")
        except DatabaseAway:
            wrong.append("the database does not answer")
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
            metrics.SET_ASIDE.set(state.set_aside)
            metrics.WAITING.set(state.waiting)
        except DatabaseAway:
            pass  # what this process counts itself is still worth telling
        metrics.SPOOLED.set(len(ears.spool))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes
