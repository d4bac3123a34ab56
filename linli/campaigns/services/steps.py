"""Recording the steps of an upgrade with their evidence (ST-A3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import StepInput, TaskAct, TaskKind, Upload, WrongState
from linli.campaigns.models import Task, TaskStep
from linli.campaigns.selectors.tasks import FILES, step_entry
from linli.campaigns.services.acts import locked_task, record, state_after
from linli.files import services as files
from linli.files.data import FileKind
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, NotFound


@transaction.atomic
def record_step(
    *,
    actor: Actor,
    at: datetime,
    task: UUID,
    code: str,
    step: StepInput,
    replaces: str = ANYTHING,
) -> TaskStep:
    """Record one step of an upgrade: done on a day, a note, evidence before and after.

    A step is done with a day and evidence of the result; the last one completes the task. Files
    already recorded stay unless a new one is handed in. Raises BadInput for a day to come, a
    result without evidence or a file that is none, NotFound for a foreign task or unknown step,
    ChangedMeanwhile when somebody recorded the same since the version ``replaces``.
    """
    found = _locked_upgrade(actor, task)
    actor.require("campaigns.work")
    row = _step(found, code)
    step = _settled(row, step, replaces)
    for upload in (step.before, step.after):
        if upload is not None:
            files.require_evidence(name=upload.name, content=upload.content)
    changes = _stored(found, step, actor=actor, at=at)
    _require_evidence(step, row, changes, at)
    was_done = row.done_on is not None
    values: dict[str, Any] = {**changes, "note": step.note}
    if step.done_on is not None:
        values["done_on"] = step.done_on
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if step.done_on is not None and not was_done:
        done, whole = _progress(found)
        _move(found, rules.step_act(done, whole), completed_on=step.done_on)
    record(
        task=found,
        actor=actor,
        at=at,
        verb="campaigns.step.record",
        data={
            "step": row.code,
            "done_on": row.done_on,
            "note": row.note,
            "files": sorted(changes),
        },
    )
    return row


@transaction.atomic
def withdraw_step(*, actor: Actor, at: datetime, task: UUID, code: str, reason: str) -> TaskStep:
    """Take back that a step is done, saying why; its files stay. The task is open again by that.

    Raises BadInput without a reason, WrongState when the step is not done.
    """
    found = _locked_upgrade(actor, task)
    actor.require("campaigns.work")
    row = _step(found, code)
    if not reason.strip():
        raise BadInput(_("Say why the step is taken back."), code="reason_missing")
    if row.done_on is None:
        raise WrongState(_("The step is not recorded as done."))
    row.done_on = None
    row.save(update_fields=["done_on"])
    _move(found, TaskAct.WITHDRAW_STEP)
    record(
        task=found,
        actor=actor,
        at=at,
        verb="campaigns.step.withdraw",
        data={"step": row.code, "reason": reason},
    )
    return row


def _locked_upgrade(actor: Actor, task: UUID) -> Task:
    found = locked_task(actor=actor, task=task)
    if found.kind != TaskKind.UPGRADE:
        raise NotFound(_("There is no such task in your scope."))
    return found


def _step(task: Task, code: str) -> TaskStep:
    row: TaskStep | None = (
        task.steps.filter(district=task.district, code=code).order_by("id").first()
    )
    if row is None:
        raise NotFound(_("The task has no such step."))
    return row


def _settled(row: TaskStep, step: StepInput, replaces: str) -> StepInput:
    """What is recorded beside what somebody else has recorded since. A new file counts as a change
    of the one there was; without a day the one that stands there stays.
    """
    entry = step_entry(row)
    given = {side: upload for side in FILES if (upload := getattr(step, side)) is not None}
    wanted = {"done_on": step.done_on or row.done_on, "note": step.note}
    named = {side: f"{upload.name} {len(upload.content)}" for side, upload in given.items()}
    settled = entry.settled({**wanted, **named}, replaces=replaces)
    return replace(step, **{name: settled[name] for name in wanted})


def _stored(task: Task, step: StepInput, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The files handed in, stored: ``before`` and ``after`` as far as they were given."""
    given: dict[str, Upload | None] = {"before": step.before, "after": step.after}
    return {
        side: files.store(
            actor=actor,
            at=at,
            name=upload.name,
            content=upload.content,
            kind=FileKind.DOCUMENT,
            division=task.division,
            subject=task.compound.name,
        )
        for side, upload in given.items()
        if upload is not None
    }


def _require_evidence(
    step: StepInput, row: TaskStep, changes: dict[str, Any], at: datetime
) -> None:
    if step.done_on is None:
        return
    if step.done_on > local_date(at):
        raise BadInput(_("The day lies ahead; record the step when it is done."), code="future_day")
    if "after" not in changes and row.after_id is None:
        raise BadInput(
            _("A step is done when evidence shows the result."),
            code="evidence_missing",
            clause="ST-A3.2",
            remedy=_("Hand in a picture or paper that shows the state afterwards."),
        )


def _progress(task: Task) -> tuple[int, int]:
    days = task.steps.filter(district=task.district).values_list("done_on", flat=True)
    return sum(day is not None for day in days), len(days)


def _move(task: Task, act: TaskAct, *, completed_on: Any = None) -> None:
    task.state = state_after(task=task, act=act)
    task.completed_on = completed_on if act is TaskAct.LAST_STEP else None
    task.save(update_fields=["state", "completed_on"])
