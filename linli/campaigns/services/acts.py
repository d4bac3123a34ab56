"""What every act on a task shares: the locked task, its next state, its row in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import TaskAct, TaskKind, WrongState
from linli.campaigns.models import Task
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registry.data import COMPOUND


def locked_task(*, actor: Actor, task: UUID) -> Task:
    """The task, locked until the transaction ends. Raises NotFound outside the actor's scope."""
    found: Task | None = (
        Task.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("compound")
        .filter(public_id=task)
        .order_by("id")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such task in your scope."))
    return found


def state_after(*, task: Task, act: TaskAct) -> str:
    """The state the act leads to. Raises WrongState when the task does not allow it now."""
    after = rules.task_after(TaskKind(task.kind), task.state_now, act)
    if after is None:
        raise WrongState(
            _("This cannot be done with the task as it stands now."),
            remedy=_("Open the task again to see what can be done."),
            state=task.state,
        )
    return after


def record(
    *,
    task: Task,
    actor: Actor,
    at: datetime,
    verb: str,
    data: dict[str, Any],
    release: str = "",
) -> None:
    """Write an act on a task into the journal of its compound."""
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(COMPOUND, str(task.compound.public_id), task.compound.name),
        division=task.division,
        district=task.district,
        data={"task": str(task.public_id), **data},
        release=release,
    )
