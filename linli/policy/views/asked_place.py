"""For which place and day a page of the reader is asked: those of the address, else here, today."""

from __future__ import annotations

from datetime import date

from linli.kernel import clock
from linli.kernel.web.route import ActorRequest


def asked_place(request: ActorRequest) -> tuple[str, date]:
    """The division and the day asked for.

    A place above the actor's district (what holds there without the district's own layer), the
    district itself, or one below it; anything else is the district.
    """
    own, typed = request.actor.district, request.GET.get("division", "").strip()
    is_near = (
        typed.isascii() and typed.isalnum() and (own.startswith(typed) or typed.startswith(own))
    )
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = clock.today()
    return (typed if typed and is_near else own), on
