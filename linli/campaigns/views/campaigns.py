"""The campaigns of a district, and the page of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linli.campaigns import annexes, selectors
from linli.campaigns.data import Coverage, TaskKind
from linli.campaigns.models import Campaign
from linli.campaigns.selectors.basis import MODES, Basis
from linli.campaigns.views.parts import campaign_trail
from linli.campaigns.views.task_list import task_spec
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import export, lists, route
from linli.kernel.web.route import ActorRequest


@route(right="campaigns.view")
def campaign_list(request: ActorRequest) -> HttpResponse:
    """The campaigns of the reader's district with their coverage and days left."""
    today = clock.today()
    entries = []
    for campaign in selectors.campaigns_visible_to(request.actor).order_by("id"):
        found = selectors.coverage(request.actor, campaign, today)
        basis = Basis(campaign.district, today)
        entries.append(
            {
                "campaign": campaign,
                "coverage": found,
                "target": selectors.target_standing(found, basis),
                "phase": next((p for p in selectors.phases(basis) if p.current), None),
            }
        )
    context = {
        "entries": entries,
        "today": today,
        "may_import": request.actor.may("campaigns.import"),
        "trail": [(_("Campaigns"), "")],
    }
    return render(request, "campaigns/campaign_list.html", context)


@route(right="campaigns.view")
def campaign(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One campaign: phase, coverage with target and gap, its tasks."""
    actor, now = request.actor, clock.now()
    today = clock.local_date(now)
    found = selectors.campaign(actor, public_id)
    basis = Basis(found.district, today)
    tasks = selectors.tasks_visible_to(actor).filter(campaign=found)
    coverage = selectors.coverage(actor, found, today)
    spec = task_spec(
        on=today,
        communities=[(row.code, row.name) for row in coverage.communities],
        modes=basis.words(MODES),
    )
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, tasks, title=_("Tasks of the campaign"))
    context = {
        "campaign": found,
        "today": today,
        "page": lists.build(request, spec, tasks),
        "lists": selectors.imports_visible_to(actor, found),
        "unplanned": selectors.unplanned(actor, found),
        "trail": campaign_trail(found),
        **figures(coverage, basis, now),
        **_offers(request, found),
    }
    return render(request, "campaigns/campaign_detail.html", context)


@route(right="campaigns.view")
def annex(request: ActorRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The tasks as the annex prints them: the same title and columns, tasks in scope."""
    if kind not in set(TaskKind):
        raise NotFound(_("There is no such list."))
    found = selectors.campaign(request.actor, public_id)
    tasks = selectors.tasks_visible_to(request.actor).filter(campaign=found, kind=kind)
    form = annexes.form_of(TaskKind(kind), Basis(found.district, clock.today()))
    body = annexes.annex_workbook(form, tasks.order_by("source_id", "number", "id"))
    return export.download(body, f"{form.title}.xlsx", export.XLSX)


def figures(coverage: Coverage, basis: Basis, now: datetime) -> dict[str, Any]:
    """Coverage, target and phases with their explanations, for a page."""
    phases = selectors.phases(basis)
    current = next((phase for phase in phases if phase.current), None)
    target = selectors.target_standing(coverage, basis)
    return {
        **_notes(coverage, target, current),
        "coverage": coverage,
        "rows": [
            (row, selectors.explain_community(row, basis, now)) for row in coverage.communities
        ],
        "target": target,
        "target_cite": basis.target.citation,
        "plan_cite": basis.rule("one_plan_per_compound").citation,
        "total_explanation": selectors.explain_total(coverage, basis, now),
        "phases": [(phase, basis.drive.citation_of(phase.clause)) for phase in phases],
        "phase": current,
        "phase_explanation": selectors.explain_phase(current, basis, now) if current else None,
    }


def _notes(
    coverage: Coverage, target: selectors.TargetStanding, phase: selectors.PhaseNow | None
) -> dict[str, str]:
    """The line under each figure."""
    total = coverage.total
    notes = {
        "coverage_text": f"{total.part} / {total.whole}",
        "gap_note": ngettext(
            "%(n)d more to reach the target", "%(n)d more to reach the target", target.gap
        )
        % {"n": target.gap}
        if target.gap
        else gettext("The target is reached"),
        "target_note": gettext("by %(day)s, %(n)d days left")
        % {"day": target.by.isoformat(), "n": target.days_left}
        if target.days_left >= 0
        else gettext("by %(day)s, passed") % {"day": target.by.isoformat()},
    }
    if phase and phase.progress:
        notes["phase_text"] = gettext("day %(day)d of %(days)d") % {
            "day": phase.progress.day,
            "days": phase.progress.days,
        }
        notes["phase_note"] = f"{phase.first} – {phase.last}"
    return notes


def _offers(request: ActorRequest, campaign: Campaign) -> dict[str, Any]:
    """What this reader can do from the page."""
    actor = request.actor
    exports = [
        (label, reverse("campaigns:annex", args=[campaign.public_id, kind]))
        for kind, label in (
            (TaskKind.UPGRADE, _("Annex 3, .xlsx")),
            (TaskKind.COVER, _("Annex 4, .xlsx")),
        )
    ]
    return {
        "exports": [(_("This list, .xlsx"), "?format=xlsx"), *exports],
        "may_import": actor.may("campaigns.import"),
        "may_publish": actor.may("disclosure.publish"),
    }
