"""Tasks of a campaign follow the compounds they are about into another community."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from linli.campaigns.models import Task, TaskStep
from linli.campaigns.querysets import TaskQuerySet
from linli.files import services as files
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.registry.data import CommunityChange, Consequence


def foresee_move(*, change: CommunityChange) -> tuple[Consequence, ...]:
    """How many tasks would go where: those to be done, and those done. Two queries."""
    tasks = _tasks(change)
    count = tasks.unfinished().count()
    text = ngettext(
        "%(n)s open task goes on at %(place)s.", "%(n)s open tasks go on at %(place)s.", count
    )
    found = [Consequence(text % {"n": count, "place": change.target_name}, count)]
    done = tasks.count() - count
    if done:
        text = ngettext(
            "%(n)s task that is done is listed at %(place)s.",
            "%(n)s tasks that are done are listed at %(place)s.",
            done,
        )
        found.append(Consequence(text % {"n": done, "place": change.target_name}, done))
    return tuple(found)


@transaction.atomic
def move_tasks(*, actor: Actor, at: datetime, change: CommunityChange) -> None:
    """Carry tasks and their evidence with the compounds of a change that is being recorded.

    Figures of a day before the change stay those of the communities of that day, and what has been
    filed stays as it was filed. One act for all; the change itself is the actor's right.
    """
    tasks = list(_tasks(change).select_for_update(of=("self",)).order_by("id"))
    if not tasks:
        return
    keys = [task.pk for task in tasks]
    Task.objects.filter(pk__in=keys).update(
        division=change.target, community_name=change.target_name
    )
    steps = TaskStep.objects.filter(district=change.district, task__in=keys).order_by("id")
    stored = {key for pair in steps.values_list("before", "after") for key in pair if key}
    files.take_over(actor=actor, at=at, after=change.target, named=sorted(stored))
    journal.record(
        actor=actor,
        at=at,
        verb="campaigns.tasks.move",
        subject=Subject("division", change.target, change.target_name),
        division=change.target,
        district=change.district,
        data={
            "from": list(change.sources),
            "on": change.on,
            "tasks": [str(task.public_id) for task in tasks],
        },
    )


def _tasks(change: CommunityChange) -> TaskQuerySet:
    """Every task of the compounds that move: of a campaign there is one for each."""
    return Task.objects.filter(district=change.district, compound__in=change.compounds)
