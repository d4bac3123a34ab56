"""Notes refused acts: who tried what, when, and under which code it was refused."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from linli.journal import services
from linli.kernel import clock
from linli.kernel.actors import Actor

logger = logging.getLogger("linli.journal")

REFUSALS = frozenset({403, 409, 422})
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RefusalMiddleware:
    """Writes one row for each refused POST of somebody signed in, after its own work is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        recorded = getattr(request, "refusal_recorded", False)  # by the service that refused
        refused = response.status_code in REFUSALS and request.method not in READING
        if actor and refused and not recorded:
            _note(request, actor, response.status_code)
        return response


def _note(request: HttpRequest, actor: Actor, status: int) -> None:
    """The page answers either way: the refusal stands even when its note cannot be written."""
    match = request.resolver_match
    try:
        services.record_refusal(
            actor=actor,
            at=clock.now(),
            route=match.view_name if match else "",
            status=status,
            code=str(getattr(request, "refusal_code", "")),
            subject_id=str(match.kwargs.get("public_id", "")) if match else "",
        )
    except DatabaseError:
        logger.exception("a refusal could not be recorded")
