"""Requests for owners' data as a file: ask, decide, be handed out once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.web import lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import ExportState
from linli.registry.forms import DecisionForm, ExportForm
from linli.registry.labels import EXPORT_STATES
from linli.registry.models import PersonalExport
from linli.registry.views.parts import trail
from linli.registry.views.rosters import XLSX


@route(right="registry.export_ask")
def export_list(request: ActorRequest) -> HttpResponse:
    """Requests about compounds in the reader's scope, newest first."""
    spec = lists.ListSpec[Any](
        key="exports",
        columns=[
            lists.Column("compound", _("Compound"), lambda row: row.compound.name, main=True),
            lists.Column("state", _("State"), _state, kind="chip"),
            lists.Column("reason", _("What it is needed for"), lambda row: row.reason, wide=True),
            lists.Column("by", _("Asked by"), lambda row: row.asked_body),
            lists.Column(
                "at", _("Asked"), lambda row: row.asked_at, sort="asked_at", kind="datetime"
            ),
        ],
        row_url=lambda row: reverse("registry:export", args=[row.public_id]),
        default_sort="-at",
    )
    rows = selectors.exports_visible_to(request.actor).select_related("compound")
    return render(request, "registry/export_list.html", {"page": lists.build(request, spec, rows)})


@route(right="registry.export_ask", methods=("GET", "POST"))
def export_new(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask for the owners of a compound as a file."""
    compound = selectors.compound(request.actor, public_id)
    form = ExportForm(sent(request), initial={"row_limit": 500})
    done = submit(
        request,
        form,
        lambda: services.ask_for_export(
            actor=request.actor, at=clock.now(), compound=public_id, **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, _("The request is made; another officer has to decide."))
        return redirect("registry:export", done.public_id)
    title = _("Ask for owners' data")
    context = {
        "title": title,
        "lead": _("Names and telephones. ID numbers are never handed out as a file."),
        "trail": trail(request.actor, compound, (title, "")),
        "submit_label": _("Ask"),
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.export_ask")
def export_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How a request stands."""
    return _page(request, selectors.export(request.actor, public_id), DecisionForm())


@route(right="registry.export_decide", methods=("POST",), step_up=True)
def export_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Approve or refuse somebody else's request."""
    form = DecisionForm(request.POST)
    asked = selectors.export(request.actor, public_id)
    done = submit(
        request,
        form,
        lambda: services.decide_on_export(
            actor=request.actor, at=clock.now(), export=public_id, **form.cleaned_data
        ),
    )
    if done:
        return redirect("registry:export", public_id)
    return _page(request, asked, form)


@route(right="registry.export_ask", methods=("POST",), step_up=True)
def export_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Be handed out the approved file, once."""
    content = services.hand_out_export(actor=request.actor, at=clock.now(), export=public_id)
    response = HttpResponse(content, content_type=XLSX)
    name = content_disposition_header(as_attachment=True, filename=_("Owners.xlsx"))
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def _page(request: ActorRequest, asked: PersonalExport, form: DecisionForm) -> HttpResponse:
    is_own = asked.asked_user == request.actor.user_id
    context = {
        "asked": asked,
        "title": _("Owners of %(name)s") % {"name": asked.compound.name},
        "trail": [
            (_("Files with owners' data"), reverse("registry:exports")),
            (asked.compound.name, ""),
        ],
        "state": _state(asked),
        "facts": [
            (_("What it is needed for"), asked.reason),
            (_("At most this many rows"), asked.row_limit),
            (_("Asked by"), f"{asked.asked_body} · {asked.asked_title}"),
            (_("Decided by"), asked.decided_title),
            (_("Remark"), asked.refusal),
            (_("Rows handed out"), asked.rows or None),
        ],
        "may_decide": asked.state == ExportState.ASKED
        and request.actor.may("registry.export_decide")
        and not is_own,
        "may_take": asked.state == ExportState.APPROVED and is_own,
    }
    return form_page(request, "registry/export.html", form, context)


def _state(asked: Any) -> Chip:
    text, tone = EXPORT_STATES[asked.state]
    return Chip(str(text), tone)
