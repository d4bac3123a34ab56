"""Working the coverage tasks: one plan for each compound, and the provider's entry."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import PlanInput, TaskAct, TaskKind
from linli.campaigns.models import Task, TaskPlan
from linli.campaigns.selectors.basis import Basis
from linli.campaigns.services.acts import locked_task, record, state_after
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import BadInput, Conflict, RuleBroken
from linli.policy.data import Resolved, Rule
from linli.registry import selectors as registry_selectors
from linli.registry import services as registry
from linli.registry.data import ContractTerms, NewEnterprise

COMMITTEE_HIRES = "committee_hires"


@transaction.atomic
def plan_task(
    *, actor: Actor, at: datetime, task: UUID, plan: PlanInput, replaces: int = 0
) -> TaskPlan:
    """Set the plan of a compound without service, or change it (ST-3.1a, ST-3.1b, ST-3.1c).

    ``replaces`` is the version the change is based on, 0 for the first plan. Raises RuleBroken
    with the clause for a second plan, a missing reason or a missing committee; Conflict when the
    plan has been changed meanwhile; WrongState when the task is not one to plan; NotFound for a
    foreign task. Former versions stay readable in the journal.
    """
    found = locked_task(actor=actor, task=task)
    actor.require("campaigns.work")
    after = state_after(task=found, act=TaskAct.PLAN)
    basis = Basis(found.division, local_date(at))
    before = TaskPlan.objects.filter(task=found).order_by("id").first()
    _require_replacing(before, replaces, basis)
    release = _require_plan_fits(plan, basis)
    values = {**asdict(plan), "version": replaces + 1, "planned_at": at}
    if before is None:
        saved = TaskPlan.objects.create(district=found.district, task=found, **values)
    else:
        saved = before
        for name, value in values.items():
            setattr(saved, name, value)
        saved.save(update_fields=list(values))
    found.state = after
    found.save(update_fields=["state"])
    record(
        task=found,
        actor=actor,
        at=at,
        verb="campaigns.task.plan",
        data={**asdict(plan), "version": saved.version},
        release=release,
    )
    return saved


@transaction.atomic
def register_entry(
    *,
    actor: Actor,
    at: datetime,
    task: UUID,
    enterprise: UUID | NewEnterprise,
    terms: ContractTerms,
) -> str:
    """Register who serves the compound and the contract; an entry completes the task with it.

    Both happen or neither. Without an entry day, or with one to come, the contract is registered
    and the task waits. Returns the contract's public id. Raises what ``registry.sign_contract``
    raises, and WrongState when the task is done already.
    """
    found = locked_task(actor=actor, task=task)
    actor.require("campaigns.work")
    state_after(task=found, act=TaskAct.ENTER)
    contract = registry.sign_contract(
        actor=actor,
        at=at,
        compound=found.compound.public_id,
        enterprise=enterprise,
        terms=terms,
    )
    _follow([found], actor=actor, at=at)
    return str(contract.public_id)


@transaction.atomic
def follow_register(
    *, actor: Actor, at: datetime, district: str, compound_id: int | None = None
) -> int:
    """Make coverage tasks say what the register says on the day: of one compound, or of all.

    A provider that has entered completes the task, wherever it was recorded; one that has left
    reopens it. A consequence of acts already allowed, so no right is asked. Doing it again
    changes nothing. Returns how many tasks moved.
    """
    tasks = Task.objects.filter(district=district).of_kind(TaskKind.COVER)
    if compound_id is not None:
        tasks = tasks.filter(compound_id=compound_id)
    locked = tasks.select_for_update(of=("self",)).select_related("compound")
    return _follow(list(locked.order_by("id")), actor=actor, at=at)


def _follow(tasks: list[Task], *, actor: Actor, at: datetime) -> int:
    on = local_date(at)
    since = registry_selectors.covered_since([task.compound_id for task in tasks], on=on)
    moved = 0
    for task in tasks:
        served = task.compound_id in since
        if served and _can(task, TaskAct.ENTER):
            _complete(task, actor=actor, at=at, entry_on=since[task.compound_id] or on)
        elif not served and _can(task, TaskAct.LEAVE):
            _reopen(task, actor=actor, at=at)
        else:
            continue
        moved += 1
    return moved


def _complete(task: Task, *, actor: Actor, at: datetime, entry_on: date) -> None:
    task.state = state_after(task=task, act=TaskAct.ENTER)
    task.completed_on = entry_on
    task.save(update_fields=["state", "completed_on"])
    record(
        task=task,
        actor=actor,
        at=at,
        verb="campaigns.task.complete",
        data={"entry_on": entry_on, "on_time": entry_on <= task.due_on},
    )


def _reopen(task: Task, *, actor: Actor, at: datetime) -> None:
    task.state = state_after(task=task, act=TaskAct.LEAVE)
    task.completed_on = None
    task.save(update_fields=["state", "completed_on"])
    record(task=task, actor=actor, at=at, verb="campaigns.task.reopen", data={})


def _can(task: Task, act: TaskAct) -> bool:
    return rules.task_after(TaskKind(task.kind), task.state_now, act) is not None


def _require_replacing(before: TaskPlan | None, replaces: int, basis: Basis) -> None:
    if before is not None and replaces == 0:
        raise _broken(basis.rule("one_plan_per_compound"))
    if replaces != (before.version if before else 0):
        raise Conflict(
            _("Somebody has changed the plan since you opened it."),
            remedy=_("Open the plan again and repeat your change."),
        )


def _require_plan_fits(plan: PlanInput, basis: Basis) -> str:
    """Refuse a plan the policy does not allow; returns the release it was held against."""
    modes = basis.modes(market_ready=plan.market_ready)
    if plan.mode not in modes:
        raise BadInput(_("This service mode is not open to the compound."), code="mode_not_open")
    needs_reason = basis.rule("plan_mode_needs_reason")
    if rules.is_reason_missing(
        market_ready=plan.market_ready,
        mode=plan.mode,
        market_modes=basis.market_modes(),
        reason=plan.reason,
    ):
        raise _broken(needs_reason)
    if plan.mode == COMMITTEE_HIRES and not plan.committee.strip():
        raise _broken(basis.rule("committee_hires_needs_committee"))
    return needs_reason.release


def _broken(rule: Resolved[Rule]) -> RuleBroken:
    """The refusal a policy rule prescribes, in the language in force."""
    language = Basis.language()
    return RuleBroken(
        rule.body.message.in_language(language),
        code=f"campaigns.{rule.key}",
        clause=rule.citation.clause,
        remedy=rule.body.remedy.in_language(language),
    )
