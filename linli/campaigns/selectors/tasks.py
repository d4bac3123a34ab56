"""Reading campaigns and their tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.campaigns.data import Share, TaskKind, TaskState
from linli.campaigns.models import Campaign, Task, TaskListImport, TaskPlan, TaskStep
from linli.campaigns.querysets import CampaignQuerySet, TaskQuerySet
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.deadlines import Deadline, deadline
from linli.kernel.editing import Entry
from linli.kernel.errors import NotFound
from linli.kernel.workdays import default_calendar

FILES = ("before", "after")


def campaigns_visible_to(actor: Actor) -> CampaignQuerySet:
    """Campaigns of the actor's district, unordered. No query until used."""
    return Campaign.objects.visible_to(actor)


def campaign(actor: Actor, public_id: UUID | str) -> Campaign:
    """One campaign. One query. Raises NotFound."""
    rows = campaigns_visible_to(actor).filter(public_id=public_id)
    found: Campaign | None = rows.order_by("id").first()
    if found is None:
        raise NotFound(_("There is no such campaign in your district."))
    return found


def campaign_of_key(actor: Actor, key: str) -> Campaign | None:
    """The campaign of a policy key in the actor's district, or None. One query."""
    return campaigns_visible_to(actor).filter(key=key).order_by("id").first()


def tasks_visible_to(actor: Actor) -> TaskQuerySet:
    """Tasks in the actor's scope with compound and community joined, unordered."""
    return Task.objects.visible_to(actor).select_related("compound__community", "plan")


def task(actor: Actor, public_id: UUID | str) -> Task:
    """One task with compound, community, plan and list joined. One query. Raises NotFound."""
    found: Task | None = (
        tasks_visible_to(actor)
        .select_related("campaign", "source")
        .filter(public_id=public_id)
        .order_by("id")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such task in your scope."))
    return found


def task_of_compound(actor: Actor, compound_id: int) -> Task | None:
    """The latest task of a compound the actor may see, or None. One query."""
    found = tasks_visible_to(actor).select_related("campaign")
    return found.filter(compound_id=compound_id).order_by("-id").first()


def time_left(task: Task, today: date) -> Deadline | None:
    """Time left of a task that is not done, counted as the workbench counts it. No query: the
    campaign comes with the task.
    """
    if task.completed_on:
        return None
    opened_on = local_date(task.campaign.opened_at)
    return deadline(opened_on, task.due_on, today, default_calendar())


def plan_of(task: Task) -> TaskPlan | None:
    """The task's plan, joined by ``task`` and ``tasks_visible_to``. No query."""
    return getattr(task, "plan", None)


def steps_of(task: Task) -> list[TaskStep]:
    """The steps of an upgrade in the policy's order, files joined. One query."""
    found = TaskStep.objects.filter(district=task.district, task=task)
    return list(found.select_related("before", "after").order_by("position", "id"))


def step_entry(step: TaskStep) -> Entry:
    """A step as it stands, for those who record it; of its files the names are said. No query."""
    values = {"done_on": step.done_on, "note": step.note}
    files = {side: getattr(step, f"{side}_id") for side in FILES}
    masks = {side: partial(_file_name, step, side) for side in FILES}
    return Entry((step.task_id, step.code), {**values, **files}, masks)


def _file_name(step: TaskStep, side: str, _key: object) -> str:
    file = getattr(step, side)
    return file.name if file else ""


def steps_done(steps: Iterable[TaskStep]) -> Share:
    """How many of the steps are done (ST-A3.2: 3 of 4 is 75.00 %). No query."""
    rows = list(steps)
    return Share(sum(row.done_on is not None for row in rows), len(rows))


def in_list_order(tasks: TaskQuerySet) -> list[Task]:
    """Tasks by community in the order of the lists, and in it as listed. One query."""
    rows = list(tasks.order_by("source_id", "number", "id"))
    rank = {code: place for place, code in enumerate(dict.fromkeys(row.division for row in rows))}
    return sorted(rows, key=lambda row: rank[row.division])


def imports_visible_to(actor: Actor, campaign: Campaign) -> list[TaskListImport]:
    """Task lists taken over for a campaign, in the order of import, files joined. One query."""
    found = TaskListImport.objects.visible_to(actor).filter(campaign=campaign)
    return list(found.select_related("file").order_by("imported_at", "id"))


def unplanned(actor: Actor, campaign: Campaign) -> list[Task]:
    """Open coverage tasks without a plan (ST-3.1a), by community and compound. One query."""
    found = tasks_visible_to(actor).filter(campaign=campaign, kind=TaskKind.COVER)
    found = found.filter(state=TaskState.OPEN)
    return list(found.order_by("division", "compound__name", "id"))


def lagging(actor: Actor, on: date) -> list[Task]:
    """Tasks that need a push (ST-6.4b): overdue, or to be covered and not even planned. One query.

    By due day, then by compound.
    """
    found = tasks_visible_to(actor).unfinished()
    behind = Q(due_on__lt=on) | Q(kind=TaskKind.COVER, state=TaskState.OPEN)
    return list(found.filter(behind).order_by("due_on", "division", "compound__name", "id"))


def due_within(actor: Actor, on: date, until: date) -> list[Task]:
    """Unfinished tasks whose last day lies in [on, until], by due day. One query."""
    found = tasks_visible_to(actor).unfinished().filter(due_on__gte=on, due_on__lte=until)
    return list(found.order_by("due_on", "division", "compound__name", "id"))
