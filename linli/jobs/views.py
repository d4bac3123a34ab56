"""The page of one piece of long work: how far it is, how it ended, where its result is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.jobs import selectors, services
from linli.jobs.data import Status
from linli.jobs.labels import STATES, TONES
from linli.kernel import clock
from linli.kernel.web import SIGNED_IN, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.route import ActorRequest

STOP_POLLING = 286  # htmx: show this and ask no more


@route(right=SIGNED_IN)
def job_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How the reader's own work stands; the part that moves renews itself until it has ended."""
    status = selectors.status_of(selectors.job(request.actor, public_id))
    context = {
        "job": status,
        "state": Chip(STATES[status.state], TONES[status.state]),
        "trail": [(_("To do"), "/"), (status.label, "")],
        "result_url": _result_url(request, status),
    }
    if request.headers.get("HX-Request"):
        code = STOP_POLLING if status.finished else 200
        return render(request, "jobs/progress.html", context, status=code)
    return render(request, "jobs/job.html", context)


@route(right=SIGNED_IN, methods=("POST",))
def cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Stop the reader's own work."""
    services.cancel(actor=request.actor, at=clock.now(), public_id=public_id)
    return redirect("jobs:job", public_id)


def _result_url(request: ActorRequest, status: Status) -> str:
    target = str(status.result.get("url", ""))
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if ours else ""
