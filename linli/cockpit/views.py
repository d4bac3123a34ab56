"""The workbench, the cockpit of a place, and who has filed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cockpit import labels, selectors
from linli.cockpit.data import Work
from linli.cockpit.forms import PeriodForm
from linli.duties import selectors as duties
from linli.duties.data import DutyItem, Strip
from linli.kernel import clock
from linli.kernel.web import SIGNED_IN, export, route
from linli.kernel.web.route import ActorRequest
from linli.kernel.workbooks.writer import Column
from linli.registry.data import OWN

MOST_PRESSING = 6


@route(right=SIGNED_IN)
def workbench(request: ActorRequest) -> HttpResponse:
    """What this post has to do, and on the other tab all that is to do in its reach.

    The first page after login, so every post may open it; its rights decide what it lists. An
    owner holds no office and goes on to his own page.
    """
    actor, at = request.actor, clock.now()
    if actor.may(OWN):
        return redirect("registry:own")
    scope = selectors.scope_of(actor, request.GET.get("at", ""))
    work = selectors.work(actor, at, scope=scope)
    everything = request.GET.get("view") == "all"
    context = {
        "items": work.everything if everything else work.own,
        "everything": everything,
        "others": len(work.everything) - len(work.own),
        "tabs": _work_tabs(work, everything, scope),
        "as_of": at,
        "place": selectors.path_to(actor, scope)[-1],
    }
    return render(request, "cockpit/workbench.html", context)


@route(right="cockpit.view")
def district(request: ActorRequest) -> HttpResponse:
    """The figures of a district, street or community: the same layout at every level."""
    actor, at = request.actor, clock.now()
    scope = selectors.scope_of(actor, request.GET.get("at", ""))
    shown = selectors.overview(actor, at, scope)
    filing = shown.filing
    context = {
        "title": labels.title_of(scope),
        "trail": _trail(request, scope),
        "overview": shown,
        "urgent": shown.work.everything[:MOST_PRESSING],
        "strips": [_strip_row(strip) for strip in filing.strips] if filing else [],
        "duty": duties.label_of(filing.kind) if filing else "",
        "work_url": reverse("cockpit:workbench"),
        "all_url": f"{reverse('cockpit:workbench')}?{urlencode({'view': 'all', 'at': scope})}",
        "filing_url": f"{reverse('cockpit:filing')}?{urlencode({'at': scope})}",
        "as_of": at,
        "scope": scope,
    }
    return render(request, "cockpit/district.html", context)


@route(right="cockpit.view")
def filing(request: ActorRequest) -> HttpResponse:
    """Per duty and period: who filed on time, late, not at all."""
    actor, today = request.actor, clock.today()
    scope = selectors.scope_of(actor, request.GET.get("at", ""))
    table = selectors.filing_table(
        actor,
        today,
        scope=scope,
        key=request.GET.get("duty", ""),
        period=PeriodForm.day(request.GET.get("period", "")),
    )
    if table and request.GET.get("format") == "xlsx":
        return _filing_workbook(table)
    context = {
        "table": table,
        "duty": duties.label_of(table.kind) if table else "",
        "trail": _trail(request, scope),
        "periods": _period_tabs(table, scope) if table else [],
        "kinds": _kind_tabs(table, scope) if table else [],
        "rows": [_filing_row(item) for item in table.items] if table else [],
        "strips": [_strip_row(strip) for strip in table.strips] if table else [],
        "export_url": _with(request, format="xlsx"),
        "today": today,
    }
    return render(request, "cockpit/filing.html", context)


def _trail(request: ActorRequest, scope: str) -> list[tuple[object, ...]]:
    """Breadcrumb and scope selector in one: links up to the reader's own place, a menu down."""
    steps = selectors.path_to(request.actor, scope)
    trail: list[tuple[object, ...]] = [
        (step.name, f"{request.path}?at={step.code}" if step.code else "") for step in steps[:-1]
    ]
    below = labels.BELOW.get(len(scope))
    if below is None:
        return [*trail, (steps[-1].name, "")]
    choices = [
        (place.name, f"{request.path}?at={place.code}") for place in selectors.places_below(scope)
    ]
    return [*trail, (steps[-1].name, f"{request.path}?at={scope}"), (below, "", choices)]


def _work_tabs(work: Work, everything: bool, scope: str) -> list[dict[str, object]]:
    """The count on a tab is the number of rows below it."""
    asked = {"at": scope}
    return [
        {
            "label": _("Mine"),
            "url": f"?{urlencode(asked)}",
            "count": len(work.own),
            "current": not everything,
        },
        {
            "label": _("All I may see"),
            "url": f"?{urlencode({'view': 'all', **asked})}",
            "count": len(work.everything),
            "current": everything,
        },
    ]


def _period_tabs(table: selectors.FilingTable, scope: str) -> list[dict[str, object]]:
    base = {"duty": table.kind.key, "at": scope}
    every = {
        "label": _("All periods"),
        "url": f"?{urlencode(base)}",
        "count": "",
        "current": table.period is None,
    }
    return [every] + [
        {
            "label": period.printed_on.isoformat(),
            "url": f"?{urlencode({**base, 'period': period.printed_on.isoformat()})}",
            "count": f"{period.filed}/{period.owed}",
            "current": period.printed_on == table.period,
        }
        for period in table.periods
    ]


def _kind_tabs(table: selectors.FilingTable, scope: str) -> list[dict[str, object]]:
    return [
        {
            "label": duties.label_of(kind),
            "url": f"?{urlencode({'duty': kind.key, 'at': scope})}",
            "count": "",
            "current": kind.key == table.kind.key,
        }
        for kind in table.kinds
    ]


def _strip_row(strip: Strip) -> dict[str, object]:
    return {
        "body": strip.body_name,
        "rate": strip.filing.rate,
        "explanation": duties.explain_strip(strip),
        "cells": [
            {
                "state": str(item.standing),
                "label": item.printed_on.isoformat(),
                "url": reverse("duties:duty", args=[item.public_id]),
            }
            for item in strip.items
        ],
    }


def _filing_row(item: DutyItem) -> dict[str, object]:
    return {
        "item": item,
        "chip": duties.chip_of(item),
        "url": reverse("duties:duty", args=[item.public_id]),
    }


def _filing_workbook(table: selectors.FilingTable) -> HttpResponse:
    title = gettext("Who has filed")
    columns = [
        Column(gettext("Body"), 24),
        Column(gettext("Duty"), 28),
        Column(gettext("Printed day"), 14, "date"),
        Column(gettext("Day that counts"), 14, "date"),
        Column(gettext("Filed on"), 14, "date"),
        Column(gettext("Standing"), 12),
        Column(gettext("Days late"), 10, "integer"),
    ]
    rows: list[list[object]] = [
        [
            item.body_name,
            duties.label_of(table.kind),
            item.printed_on,
            item.due_on,
            item.fulfilled_on,
            duties.chip_of(item),
            item.days_late,
        ]
        for item in table.items
    ]
    return export.table(title, columns, rows)


def _with(request: ActorRequest, **changes: str) -> str:
    return f"?{urlencode({**request.GET.dict(), **changes})}"
