"""How the installation runs, for the system administrator: work, backups, seals, checks.

Kinds, counts and times only: no name, no number and no file of anybody is on these pages.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.jobs import selectors as jobs
from linli.jobs import services
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.web import route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.operations import selfcheck
from linli.operations.checks.surroundings import BACKUP_VERB
from linli.operations.data import Level
from linli.operations.forms import RetryForm
from linli.operations.labels import FAILING, LEVELS, RUNNING_WELL, check_label, schedule_text


@route(right="operations.view")
def state(request: ActorRequest) -> HttpResponse:
    """The state of the system as it is now."""
    actor = request.actor
    checks = selfcheck.run()
    context = {
        "health": jobs.health(clock.real(clock.now()), actor),
        "parked": jobs.parked(actor),
        "may_retry": actor.may(services.RETRY),
        "runs": [
            {
                "label": run.label,
                "due": schedule_text(run.schedule),
                "succeeded_at": run.succeeded_at,
                "state": FAILING if run.failing else RUNNING_WELL if run.succeeded_at else None,
            }
            for run in jobs.last_runs()
        ],
        "findings": [
            {"label": check_label(check.name), "check": check, "level": LEVELS[check.level]}
            for check in checks
            if check.level is not Level.OK
        ],
        "in_order": sum(check.level is Level.OK for check in checks),
        "backup_at": journal.latest_of(BACKUP_VERB),
        "head": journal.head(actor.district),
        "archived": journal.archived_until(actor.district),
    }
    return render(request, "operations/state.html", context)


@route(right=services.RETRY, methods=("GET", "POST"), step_up=True)
def retry(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Have work tried again that was set aside, once its cause is mended."""
    job = jobs.parked_job(request.actor, public_id)
    form = RetryForm(sent(request))
    done = submit(
        request,
        form,
        lambda: services.retry(
            actor=request.actor,
            at=clock.now(),
            public_id=public_id,
            reason=form.cleaned_data["reason"],
        ),
    )
    if done:
        messages.success(request, _("The work will be tried again from the start."))
        return redirect("operations:state")
    back = reverse("operations:state")
    context = {
        "job": job,
        "state": Chip(_("Set aside"), "bad", "exclamation-triangle"),
        "trail": [(_("State of the system"), back), (_("Try again"), "")],
        "submit_label": _("Try again"),
        "cancel_url": back,
    }
    return form_page(request, "operations/retry.html", form, context)
