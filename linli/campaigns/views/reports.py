"""Progress reports: the street's periods, one report, its checks, filing and return."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.campaigns import forms, rules, selectors, services
from linli.campaigns.data import ReportAct, ReportRow, ReportState
from linli.campaigns.labels import report_state_chip
from linli.campaigns.models import ProgressReport, ReportFiling
from linli.campaigns.selectors.basis import Basis
from linli.campaigns.views.parts import campaign_trail, history, report_trail
from linli.duties import selectors as duties
from linli.duties.data import Standing
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, NotFound
from linli.kernel.web import route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest

GET_POST = ("GET", "POST")


@route(right="campaigns.view")
def report_list(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Each street's reporting periods: when due, how it stands, the report."""
    found = selectors.campaign(request.actor, public_id)
    today = clock.today()
    streets = selectors.periods(request.actor, found, today)
    context = {
        "campaign": found,
        "streets": [
            {
                "street": street,
                "cells": [
                    {"state": str(period.item.standing), "label": f"{period.item.printed_on:%m-%d}"}
                    for period in street.periods
                ],
                "periods": [_period(request.actor, period) for period in street.periods],
            }
            for street in streets
        ],
        "duty_cite": Basis(found.district, today).duty.citation,
        "trail": campaign_trail(found, (_("Progress reports"), "")),
    }
    return render(request, "campaigns/report_list.html", context)


@route(right="campaigns.report", methods=("POST",))
def report_start(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Begin the report for a printed day, or open the one begun."""
    selectors.campaign(request.actor, public_id)
    form = forms.StartForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("The report's street or day is missing."))
    report = services.start_report(
        actor=request.actor, at=clock.now(), campaign=public_id, **form.cleaned_data
    )
    return redirect("campaigns:report", public_id=report.public_id)


@route(right="campaigns.view")
def report(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One report: filled from the register while open, as filed once filed."""
    found = selectors.report(request.actor, public_id)
    return _report_page(request, found, None)


def _report_page(
    request: ActorRequest, found: ProgressReport, remarks: forms.RemarksForm | None
) -> HttpResponse:
    """The page of a report; with remarks that were sent and refused, these as they were typed."""
    actor, today = request.actor, clock.today()
    filings = selectors.filings_of(found)
    shown = version_asked(filings, request.GET.get("version", ""), found)
    full = selectors.filed_rows(shown) if shown else selectors.live_rows(found, today)
    form = Basis(found.division, today).drive.body.form("annex5")
    duty = selectors.duty_of(actor, found, today)
    acts = rules.report_acts(ReportState(found.state))
    files = actor.may("campaigns.report")
    is_open = shown is None
    may_remark = files and is_open and ReportAct.EDIT in acts
    remarks = (remarks or _remarks_form(found, full, None)) if may_remark else None
    findings = services.report_findings(report=found, rows=full, on=today) if is_open else None
    context = {
        "report": found,
        "campaign": found.campaign,
        "chip": report_state_chip(found.state),
        "form_title": form.title,
        "headers": [column.header.partition("\n")[0] for column in form.columns],
        "rows": [
            (row, remarks[row.compound_id] if remarks else None)
            for row in selectors.masked(full, actor)
        ],
        "remarks": remarks,
        "findings": findings,
        "has_errors": any(finding.level == "error" for finding in findings or ()),
        "filings": filings,
        "shown": shown,
        "duty": duty,
        "duty_label": duties.label_of(duty),
        "duty_explanation": duties.explain_item(duty),
        "may_remark": may_remark,
        "may_check": files and is_open and ReportAct.CHECK in acts,
        "may_submit": files and is_open and ReportAct.SUBMIT in acts,
        "may_return": actor.may("campaigns.review") and ReportAct.RETURN in acts,
        "masked": not actor.may("registry.contacts"),
        "exports": _exports(found, shown),
        "history": history(found.district, "report", str(found.public_id)),
        "archived": journal.acts_archived_until(found.district, "report", str(found.public_id)),
        "trail": report_trail(found),
    }
    status = 422 if remarks and remarks.errors else 200
    return render(request, "campaigns/report_detail.html", context, status=status)


def _remarks_form(
    found: ProgressReport, rows: tuple[ReportRow, ...], data: QueryDict | None
) -> forms.RemarksForm:
    return forms.RemarksForm(data, entry=selectors.remarks_entry(found, rows), rows=rows)


@route(right="campaigns.report", methods=("POST",))
def report_remarks(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Save the free text of a report."""
    found = selectors.report(request.actor, public_id)
    form = _remarks_form(found, selectors.live_rows(found, clock.today()), request.POST)
    done = submit(
        request,
        form,
        lambda: services.set_remarks(
            actor=request.actor,
            at=clock.now(),
            report=public_id,
            remarks=form.remarks(),
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if not done:
        return _report_page(request, found, form)
    messages.success(request, _("The remarks are saved."))
    return redirect("campaigns:report", public_id=public_id)


@route(right="campaigns.report", methods=("POST",))
def report_check(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Check the report; what is found shows on its page."""
    found = services.check_report(actor=request.actor, at=clock.now(), report=public_id)
    if any(finding.level == "error" for finding in found):
        messages.error(request, _("The report has errors and cannot be filed yet."))
    else:
        messages.success(request, _("The report is checked and may be filed."))
    return redirect("campaigns:report", public_id=public_id)


@route(right="campaigns.report", methods=("POST",))
def report_submit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """File the checked report."""
    services.submit_report(actor=request.actor, at=clock.now(), report=public_id)
    messages.success(request, _("The report is filed and can no longer be changed."))
    return redirect("campaigns:report", public_id=public_id)


@route(right="campaigns.review", methods=GET_POST)
def report_return(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Return a filed report to its street, saying why."""
    found = selectors.report(request.actor, public_id)
    form = forms.ReasonForm(sent(request))
    done = submit(
        request,
        form,
        lambda: services.return_report(
            actor=request.actor,
            at=clock.now(),
            report=public_id,
            reason=form.cleaned_data["reason"],
        ),
    )
    if done is not None:
        messages.success(request, _("The report is returned; the street has been told."))
        return redirect("campaigns:report", public_id=public_id)
    context = {
        "report": found,
        "submit_label": _("Return it"),
        "cancel_url": reverse("campaigns:report", args=[public_id]),
        "trail": report_trail(found, (_("Return"), "")),
    }
    return form_page(request, "campaigns/report_return.html", form, context)


def _period(actor: Actor, period: selectors.Period) -> dict[str, Any]:
    report = period.report
    return {
        "item": period.item,
        "report": report,
        "chip": report_state_chip(report.state) if report else None,
        "standing": duties.chip_of(period.item),
        "may_start": report is None
        and actor.may("campaigns.report")
        and period.item.standing is not Standing.NOT_DUE,
    }


def version_asked(
    filings: list[ReportFiling], asked: str, report: ProgressReport
) -> ReportFiling | None:
    """The filed version to show: the one asked for, else the last one while the report is filed."""
    if asked:
        for filing in filings:
            if str(filing.version) == asked:
                return filing
        raise NotFound(_("There is no such version of the report."))
    return filings[0] if report.state == ReportState.SUBMITTED else None


def _exports(found: ProgressReport, shown: ReportFiling | None) -> list[tuple[object, str]]:
    query = f"?version={shown.version}" if shown else ""
    return [
        (
            name,
            reverse("campaigns:report_export", args=[found.public_id, suffix]) + query,
        )
        for suffix, name in (
            ("xlsx", _("Form, .xlsx")),
            ("docx", _("Form, .docx")),
            ("pdf", _("Form, .pdf")),
        )
    ]
