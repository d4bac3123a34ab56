"""The log: one line per request and per event, without personal data.

Nobody can say what a text holds that was put together at run time, so none of it is written: of a
foreign logger's message only the fixed text, of an exception its kind and place. Requests are
named by route and status, people by the public id of their post; addresses, query strings, bodies
and names never stand here. (That gunicorn starts and stops is told in its own words.)
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.kernel.ids import uuid7

access = logging.getLogger("linli.access")
request_id: ContextVar[str] = ContextVar("request_id", default="")
# Whose message may stand as it is: it holds names of jobs, codes and ids, never texts of users.
OURS = ("linli",)
# What a record of ours may carry besides its message.
CARRIED = ("route", "method", "status", "duration_ms", "post", "district")


class JsonLines(logging.Formatter):
    """One JSON object a line, for machines that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, logger, message, and what is known of the request."""
        return json.dumps(_told(record), ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for people: what is known of the request as ``name=value`` behind the message."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for each frame of an exception."""
        told = _told(record)
        head = " ".join(str(told.pop(name)) for name in ("time", "level", "logger", "message"))
        frames = told.pop("frames", [])
        rest = " ".join(f"{name}={value}" for name, value in told.items())
        return "\n    ".join([f"{head} {rest}".rstrip(), *frames])


class AccessMiddleware:
    """Gives every request an id, which its log lines and its answer carry, and logs it at its end.

    The first of all middleware: what the others refuse is logged too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(str(uuid7()))
        begin = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            told = _of(request, response, time.monotonic() - begin)
            # Style sheets and pictures, and redirects to HTTPS, have no route and tell nothing.
            plain = not told["route"] and response.status_code < 400
            access.log(logging.DEBUG if plain else logging.INFO, "request", extra=told)
            return response
        finally:
            request_id.reset(token)


def catch_the_rest() -> None:
    """Exceptions that end a process or a thread go through the log, too, without their texts."""
    logger = logging.getLogger("linli")

    def ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.critical("the process ends", exc_info=(kind, error, trace))

    def thread_ended(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            kind, error = found.exc_type, found.exc_value
            logger.critical("a thread ends", exc_info=(kind, error, found.exc_traceback))

    sys.excepthook, threading.excepthook = ended, thread_ended


def _of(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    return {
        "route": match.view_name if match else "",
        "method": request.method if request.method in _METHODS else "other",
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
        "post": actor.post_id if actor else "",
        "district": actor.district if actor else "",
    }


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _told(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if request_id.get():
        told["request"] = request_id.get()
    told |= {name: getattr(record, name) for name in CARRIED if hasattr(record, name)}
    if hasattr(record, "status_code"):  # Django's own word on a request that failed
        told.setdefault("status", record.status_code)
    if record.exc_info and record.exc_info[1] is not None:
        told["exception"] = type(record.exc_info[1]).__name__
        told["frames"] = _frames(record.exc_info[1])
    return told


def _message(record: logging.LogRecord) -> str:
    """Ours in full; of a foreign one its place, and its fixed text where it has one."""
    start = record.name == "gunicorn.error" and record.levelno == logging.INFO
    if record.name.split(".")[0] in OURS or start:
        return record.getMessage()
    place = f"{record.pathname.rpartition('site-packages/')[2]}:{record.lineno}"
    return f"{record.msg} ({place})" if record.args else place


def _frames(error: BaseException) -> list[str]:
    """Where it happened, outermost first, and what it came from; no texts, no values."""
    frames = [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        frames += [f"from {type(cause).__name__}", *_frames(cause)]
    return frames
