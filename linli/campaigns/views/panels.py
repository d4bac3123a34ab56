"""What campaigns show on the pages of lower apps: a compound's task, a duty's report."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from linli.campaigns import selectors
from linli.campaigns.data import TaskKind
from linli.campaigns.labels import TASK_KINDS, report_state_chip, task_state_chip
from linli.campaigns.selectors.basis import COVERAGE, MODES, PROGRESS_REPORT, Basis
from linli.duties.data import DutyItem, Standing
from linli.kernel import clock
from linli.kernel.web.panels import Panel
from linli.kernel.web.route import ActorRequest


def compound_panel(request: ActorRequest, subject: Any) -> Panel | None:
    """The compound's task with its state and plan, for readers of campaigns."""
    if not request.actor.may("campaigns.view"):
        return None
    found = selectors.task_of_compound(request.actor, subject.pk)
    if found is None:
        return None
    plan = selectors.plan_of(found)
    today = clock.today()
    context = {
        "task": found,
        "kind": TASK_KINDS[TaskKind(found.kind)],
        "chip": task_state_chip(found.state),
        "left": selectors.time_left(found, today),
        "plan": plan,
        "mode": Basis(found.division, today).words(MODES).get(plan.mode, "") if plan else "",
    }
    return Panel("campaigns/compound_panel.html", context, column="aside")


def duty_panel(request: ActorRequest, subject: Any) -> Panel | None:
    """The report behind a progress-report duty: open it, or begin it when its turn has come."""
    if not isinstance(subject, DutyItem) or subject.key != PROGRESS_REPORT:
        return None
    actor = request.actor
    campaign = selectors.campaign_of_key(actor, COVERAGE)
    if campaign is None or not actor.may("campaigns.view"):
        return None
    report = selectors.report_for(actor, subject.division, subject.printed_on)
    context = {
        "campaign": campaign,
        "item": subject,
        "report": report,
        "chip": report_state_chip(report.state) if report else None,
        "may_start": report is None
        and actor.may("campaigns.report")
        and subject.standing is not Standing.NOT_DUE,
        "reports_url": reverse("campaigns:reports", args=[campaign.public_id]),
    }
    return Panel("campaigns/duty_panel.html", context)
