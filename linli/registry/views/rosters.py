"""Rosters: hand in, watch the check, look at what was found or would change, confirm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.jobs import selectors as jobs
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.formats import area
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import OPEN_ROSTERS, AreaSource, RosterField, RosterState
from linli.registry.forms import RosterForm
from linli.registry.labels import AREA_SOURCES, ROSTER_STATES, USES
from linli.registry.models import RosterImport
from linli.registry.roster import blank
from linli.registry.roster.phrases import FIELDS, finding

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STOP_POLLING = 286  # htmx: show this and ask no more


@route(right="registry.roster")
def roster_list(request: ActorRequest) -> HttpResponse:
    """The rosters of the reader's division, newest first."""
    spec = lists.ListSpec[Any](
        key="rosters",
        columns=[
            lists.Column("name", _("Roster"), lambda row: row.name, main=True),
            lists.Column("state", _("State"), lambda row: state_chip(row), kind="chip"),
            lists.Column("rows", _("Lines"), lambda row: row.counts.get("rows"), kind="number"),
            lists.Column("body", _("Handed in by"), lambda row: row.body_name),
            lists.Column("at", _("Handed in"), lambda row: row.at, sort="at", kind="datetime"),
        ],
        row_url=lambda row: reverse("registry:roster", args=[row.public_id]),
        default_sort="-at",
    )
    rows = selectors.rosters_visible_to(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=_("Rosters"))
    page = lists.build(request, spec, rows)
    return render(request, "registry/roster_list.html", {"page": page})


@route(right="registry.roster", methods=("GET", "POST"))
def roster_new(request: ActorRequest) -> HttpResponse:
    """Hand in a roster; it is checked in the background."""
    form = RosterForm(sent(request), request.FILES or None)
    done = submit(
        request,
        form,
        lambda: services.hand_in_roster(
            actor=request.actor,
            at=clock.now(),
            name=str(form.cleaned_data["roster"].name),
            content=form.cleaned_data["roster"].read(),
        ),
    )
    if done:
        return redirect("registry:roster", done.public_id)
    context = {
        "title": _("Hand in a roster"),
        "trail": _trail(_("Hand in a roster")),
        "submit_label": _("Hand in and check"),
        "cancel_url": reverse("registry:rosters"),
    }
    return form_page(request, "registry/roster_form.html", form, context)


@route(right="registry.roster")
def roster_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How a roster stands; the part that moves renews itself until the work has ended."""
    roster = selectors.roster(request.actor, public_id)
    is_working = roster.state in (RosterState.RECEIVED, RosterState.CONFIRMED)
    context = {
        "roster": roster,
        "trail": _trail(roster.name),
        "state": state_chip(roster),
        "job": jobs.status(roster.job) if is_working and roster.job else None,
        "findings": [finding(kept) for kept in roster.findings],
        "more": sum(roster.counts.get(level, 0) for level in ("error", "warning", "note"))
        - len(roster.findings),
        "changed": [_change(sample) for sample in roster.difference.get("changed", [])],
        "may_drop": roster.state in (*OPEN_ROSTERS, RosterState.FAULTY),
    }
    if request.headers.get("HX-Request"):
        status = 200 if is_working else STOP_POLLING
        part = render(request, "registry/roster_progress.html", context, status=status)
        if not is_working:
            part["HX-Refresh"] = "true"
        return part
    return render(request, "registry/roster.html", context)


@route(right="registry.roster", methods=("POST",))
def roster_confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let the difference that was shown be written."""
    services.confirm_roster(actor=request.actor, at=clock.now(), roster=public_id)
    return redirect("registry:roster", public_id)


@route(right="registry.roster", methods=("POST",))
def roster_drop(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give a roster up."""
    services.drop_roster(actor=request.actor, at=clock.now(), roster=public_id)
    messages.success(request, _("The roster is given up; its files are deleted."))
    return redirect("registry:rosters")


@route(right="registry.roster")
def roster_marked(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The copy with the faulty cells marked."""
    roster = selectors.roster(request.actor, public_id)
    content = services.marked_copy_of(roster=roster)
    stem = roster.name.rpartition(".")[0] or roster.name
    return _file(content, _("%(name)s (marked).xlsx") % {"name": stem})


@route(right="registry.roster")
def roster_blank(request: ActorRequest) -> HttpResponse:
    """An empty roster with all columns."""
    return _file(blank.blank_roster(), _("Roster (empty).xlsx"))


def state_chip(roster: RosterImport) -> Chip:
    """A roster's state."""
    text, tone = ROSTER_STATES[roster.state]
    return Chip(str(text), tone)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _change(sample: dict[str, Any]) -> dict[str, Any]:
    """A changed unit with its values in words."""
    changes = [
        {
            "label": FIELDS[RosterField(change["field"])],
            "before": _value(change["field"], change["before"]),
            "after": _value(change["field"], change["after"]),
        }
        for change in sample["changes"]
    ]
    return {**sample, "changes": changes}


def _value(field: str, value: Any) -> object:
    if field == RosterField.AREA:
        return area(value)
    if field == RosterField.USE:
        return USES.get(value, value)
    if field == RosterField.AREA_SOURCE:
        return AREA_SOURCES[AreaSource(value)]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


def _trail(last: object) -> list[tuple[object, str]]:
    return [(_("Rosters"), reverse("registry:rosters")), (last, "")]
