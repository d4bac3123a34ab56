"""Notes refused acts: who tried what, when, and under which code it was refused."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from linli.journal import services
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.standing import standing

logger = logging.getLogger("linli.journal")

REFUSALS = frozenset({403, 409, 422})
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RefusalMiddleware:
    """Writes one row for each refused POST of somebody signed in, after its own work is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = standing(request)
        refused = response.status_code in REFUSALS and request.method not in READING
        if known.actor and refused and not known.refusal_recorded:
            _note(request, known.actor, response.status_code)
        return response


def _note(request: HttpRequest, actor: Actor, status: int) -> None:
    """The page answers either way: the refusal stands even when its note cannot be written."""
    match, known = request.resolver_match, standing(request)
    try:
        services.record_refusal(
            actor=actor,
            at=clock.now(),
            route=known.operation or (match.view_name if match else ""),
            status=status,
            code=known.refusal_code,
            subject_id=str(match.kwargs.get("public_id", "")) if match else "",
        )
    except DatabaseError:
        logger.exception("a refusal could not be recorded")
