"""One task: its plan or its steps, the provider's entry, its history."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.campaigns import forms, rules, selectors, services
from linli.campaigns.data import StepInput, TaskAct, TaskKind, Upload
from linli.campaigns.labels import TASK_KINDS, task_state_chip
from linli.campaigns.models import Task, TaskPlan, TaskStep
from linli.campaigns.selectors.basis import ITEMS, MODES, NATURES, Basis
from linli.campaigns.views.parts import enterprise_choices, history, task_trail
from linli.files.services import read_upload
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.web import route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors as registry
from linli.registry.data import COMPOUND

GET_POST = ("GET", "POST")


@route(right="campaigns.view")
def task(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What is to be done in one compound, what has been, and what can be done next."""
    actor, now = request.actor, clock.now()
    today = clock.local_date(now)
    found = selectors.task(actor, public_id)
    basis = Basis(found.division, today)
    service = registry.service_rows(
        [found.compound_id], on=today, contacts=actor.may("registry.contacts")
    )[found.compound_id]
    items = basis.words(ITEMS)
    context = {
        "task": found,
        "kind": TASK_KINDS[TaskKind(found.kind)],
        "chip": task_state_chip(found.state),
        "left": selectors.time_left(found, today),
        "service": service,
        "items": [items.get(code, code) for code in service.service_items],
        "nature": basis.words(NATURES).get(service.nature, service.nature),
        "history": history(
            found.district,
            COMPOUND,
            str(found.compound.public_id),
            {**basis.words(MODES), **_step_labels(basis)},
        ),
        "archived": journal.acts_archived_until(
            found.district, COMPOUND, str(found.compound.public_id)
        ),
        "task_cite": _cite(basis, found),
        "trail": task_trail(found),
        "acts": _acts(actor, found),
        "yes_no": f"{_('Yes')},{_('No')}",
        **_work(found, basis),
    }
    return render(request, "campaigns/task_detail.html", context)


@route(right="campaigns.work", methods=GET_POST)
def plan(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Set or change the one plan of a compound without service."""
    found = selectors.task(request.actor, public_id)
    before = selectors.plan_of(found)
    basis = Basis(found.division, clock.today())
    words = basis.words(MODES)
    form = forms.PlanForm(
        sent(request),
        initial=_initial(before, found),
        modes=[(code, words[code]) for code in basis.modes(market_ready=True)],
    )
    done = submit(
        request,
        form,
        lambda: services.plan_task(
            actor=request.actor,
            at=clock.now(),
            task=public_id,
            plan=form.plan(),
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if done is not None:
        messages.success(request, _("The plan is set; the former one stays in the history."))
        return redirect("campaigns:task", public_id=public_id)
    context = {
        "task": found,
        "before": before,
        "rules": _plan_rules(basis),
        "cancel_url": reverse("campaigns:task", args=[public_id]),
        "trail": task_trail(found, (_("Plan"), "")),
    }
    return form_page(request, "campaigns/task_plan.html", form, context)


@route(right="campaigns.work", methods=GET_POST)
def entry(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Register the enterprise that serves the compound and its contract."""
    actor = request.actor
    found = selectors.task(actor, public_id)
    basis = Basis(found.division, clock.today())
    form = forms.EntryForm(
        sent(request),
        initial=_entry_initial(selectors.plan_of(found), basis),
        enterprises=enterprise_choices(actor),
        modes=list(basis.words(MODES).items()),
        natures=list(basis.words(NATURES).items()),
        items=list(basis.words(ITEMS).items()),
    )
    done = submit(
        request,
        form,
        lambda: services.register_entry(
            actor=actor,
            at=clock.now(),
            task=public_id,
            enterprise=_enterprise(form),
            terms=form.terms(),
        ),
    )
    if done is not None:
        messages.success(request, _("Enterprise and contract are registered."))
        return redirect("campaigns:task", public_id=public_id)
    context = {
        "task": found,
        "cancel_url": reverse("campaigns:task", args=[public_id]),
        "submit_label": _("Register the entry"),
        "trail": task_trail(found, (_("Provider's entry"), "")),
    }
    return form_page(request, "campaigns/task_entry.html", form, context)


@route(right="campaigns.work", methods=GET_POST)
def step(request: ActorRequest, public_id: UUID, code: str) -> HttpResponse:
    """Record one step of an upgrade, with evidence."""
    found = selectors.task(request.actor, public_id)
    row = _step(found, code)
    form = forms.StepForm(
        sent(request),
        request.FILES or None,
        entry=selectors.step_entry(row),
    )
    done = submit(
        request,
        form,
        lambda: services.record_step(
            actor=request.actor,
            at=clock.now(),
            task=public_id,
            code=code,
            step=_input(form),
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if done is not None:
        messages.success(request, _("The step is recorded."))
        return redirect("campaigns:task", public_id=public_id)
    label = _step_labels(Basis(found.division, clock.today())).get(code, code)
    context = {
        "task": found,
        "step": row,
        "label": label,
        "cancel_url": reverse("campaigns:task", args=[public_id]),
        "trail": task_trail(found, (label, "")),
    }
    return form_page(request, "campaigns/task_step.html", form, context)


@route(right="campaigns.work", methods=GET_POST)
def withdraw_step(request: ActorRequest, public_id: UUID, code: str) -> HttpResponse:
    """Take back that a step is done."""
    found = selectors.task(request.actor, public_id)
    row = _step(found, code)
    form = forms.ReasonForm(sent(request))
    done = submit(
        request,
        form,
        lambda: services.withdraw_step(
            actor=request.actor,
            at=clock.now(),
            task=public_id,
            code=code,
            reason=form.cleaned_data["reason"],
        ),
    )
    if done is not None:
        messages.success(request, _("The step is open again."))
        return redirect("campaigns:task", public_id=public_id)
    label = _step_labels(Basis(found.division, clock.today())).get(code, code)
    context = {
        "task": found,
        "step": row,
        "label": label,
        "cancel_url": reverse("campaigns:task", args=[public_id]),
        "submit_label": _("Take back"),
        "trail": task_trail(found, (_("Take back: %(step)s") % {"step": label}, "")),
    }
    return form_page(request, "campaigns/task_withdraw.html", form, context)


# --- the task page -------------------------------------------------------------------------------


def _work(found: Task, basis: Basis) -> dict[str, Any]:
    if found.kind == TaskKind.UPGRADE:
        steps = selectors.steps_of(found)
        labels = _step_labels(basis)
        done = selectors.steps_done(steps)
        return {
            "steps": [(row, labels.get(row.code, row.code)) for row in steps],
            "done": done,
            "done_explanation": selectors.explain_steps(done, steps, labels, basis),
        }
    current = selectors.plan_of(found)
    words = basis.words(MODES)
    return {
        "plan": current,
        "mode": words.get(current.mode, current.mode) if current else "",
        "plan_cite": basis.rule("one_plan_per_compound").citation,
    }


def _acts(actor: Actor, found: Task) -> dict[str, bool]:
    """What the page offers: what the transition table and the reader's rights allow."""
    open_acts = rules.task_acts(TaskKind(found.kind), found.state_now)
    works = actor.may("campaigns.work")
    return {
        "plan": works and TaskAct.PLAN in open_acts,
        "enter": works and TaskAct.ENTER in open_acts,
        "step": works and bool(open_acts & {TaskAct.STEP, TaskAct.LAST_STEP}),
        "withdraw": works and TaskAct.WITHDRAW_STEP in open_acts,
        "classify": actor.may("registry.edit"),
        "contract": actor.may("contracts.edit") and found.kind == TaskKind.UPGRADE,
    }


def _cite(basis: Basis, found: Task) -> object:
    drive = basis.drive
    return drive.citation_of(drive.body.task(found.kind).clause)


def _step_labels(basis: Basis) -> dict[str, str]:
    items = basis.drive.body.items_of(TaskKind.UPGRADE)
    return {item.code: item.label.in_language(basis.language()) for item in items}


def _step(found: Task, code: str) -> TaskStep:
    for row in selectors.steps_of(found):
        if row.code == code:
            return row
    raise NotFound(_("The task has no such step."))


# --- forms ---------------------------------------------------------------------------------------


def _plan_rules(basis: Basis) -> list[tuple[object, str]]:
    language = basis.language()
    found = [
        basis.rule(key) for key in ("plan_mode_needs_reason", "committee_hires_needs_committee")
    ]
    return [(rule.citation, rule.body.message.in_language(language)) for rule in found]


def _initial(before: TaskPlan | None, found: Task) -> dict[str, Any]:
    if before is None:
        return {"replaces": 0, "responsible_post": found.responsible_post}
    return {
        "market_ready": "1" if before.market_ready else "0",
        "mode": before.mode,
        "reason": before.reason,
        "committee": before.committee,
        "provider": before.provider,
        "planned_entry_on": before.planned_entry_on,
        "responsible_post": before.responsible_post,
        "replaces": before.version,
    }


def _entry_initial(before: TaskPlan | None, basis: Basis) -> dict[str, Any]:
    """What the plan already says; the mode tells the nature (ST-3.1b, ST-3.1c)."""
    if before is None:
        return {}
    term = basis.vocabulary(MODES).body.term(before.mode)
    day: date | None = before.planned_entry_on
    return {
        "mode": before.mode,
        "nature": term.implies.get(NATURES, "") if term else "",
        "new_name": before.provider,
        "starts_on": day,
    }


def _enterprise(form: forms.EntryForm) -> Any:
    chosen = form.cleaned_data["enterprise"]
    return UUID(chosen) if chosen else form.new_enterprise()


def _input(form: forms.StepForm) -> StepInput:
    given = form.cleaned_data
    return StepInput(
        done_on=given["done_on"],
        note=given["note"],
        before=_upload(given["before"]),
        after=_upload(given["after"]),
    )


def _upload(given: UploadedFile[bytes] | None) -> Upload | None:
    return Upload(str(given.name), read_upload(upload=given)) if given else None
