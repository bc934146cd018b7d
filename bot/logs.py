"""Logs: an event with fields, one JSON object a line. Personal data stays out by an allow-list, not by care.

A field that is not known here is left out by name; an exception is told by its kind and where it came from,
never by its message, which may hold what a learner wrote. Other libraries speak only when something is wrong.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

FIELDS = frozenset({
    "event", "level", "timestamp", "logger", "effect", "talk", "ms", "tries", "sent", "why", "gone", "channel",
    "what", "error", "exception", "status", "path", "method", "port", "url", "version", "count", "seconds",
    "kind", "reason", "by", "state", "flows", "languages", "database", "role", "pid", "outcome", "bot", "code",
    "waiting", "file", "line", "feature", "process", "retry_after", "attempts", "pending", "updates", "size",
    "workspace",
})  # fmt: skip
"""The only fields that reach a log. None of them ever holds a name, an address, a message or a token.

`by` is the id that a channel gives a member of staff: who answered a learner is to be known afterwards."""

_SECRET = re.compile(
    r"\d{5,}:[A-Za-z0-9_-]{20,}|[\w.+-]+@[\w-]+\.[\w.]+|://[^/\s:@]+:[^/\s@]+@|\bx(?:ox|app)[\w.-]{8,}"
)


def set_up(level: str = "info", *, stream: Any = None) -> None:
    """Send every log line of this process, ours and others', to standard error as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace,
        _only_known,
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("badgewijzer").setLevel(level.upper())
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=lambda *_: logging.getLogger("badgewijzer"),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def _trace(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The exception as its kind and the places it passed, without its message."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
        event["exception"] = f"{type(error).__name__} at {places}"
    return event


def _foreign(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Another library's line: which library, and its words before anything was filled in."""
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{record.name}: {record.msg}" if isinstance(record.msg, str) else record.name
    if record.exc_info:
        event["exc_info"] = record.exc_info
    return event


def _only_known(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in [name for name in event if name not in FIELDS and not name.startswith("_")]:
        event[name] = "…"
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _SECRET.sub("…", value)[:600]
    return event
