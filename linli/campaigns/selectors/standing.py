"""Whether a district's campaign is set up and sound: for operators, the demo and ``verify``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from linli.campaigns.data import TaskKind, TaskState
from linli.campaigns.models import Campaign, Task, TaskListImport, TaskStep
from linli.campaigns.selectors.tasks import campaigns_visible_to, tasks_visible_to
from linli.journal import selectors as journal
from linli.kernel.actors import Actor, system_actor
from linli.kernel.integrity import Problem


def is_imported(district: str, content: bytes) -> bool:
    """Whether a file with this content has been taken over in the district. One query."""
    digest = hashlib.sha256(content).hexdigest()
    return TaskListImport.objects.filter(district=district, file__sha256=digest).exists()


def is_published(district: str) -> bool:
    """Whether the district's coverage has ever been published. One query."""
    acts = journal.acts_visible_to(system_actor(district))
    return acts.filter(verb="campaigns.coverage.publish").exists()


def districts_with_campaigns() -> list[str]:
    """Districts that run a campaign, for periodic work. One query."""
    found = Campaign.objects.order_by("district").values_list("district", flat=True)
    return list(found.distinct())


def seeded_objects(actor: Actor) -> dict[str, Any]:
    """Where a checker can start: campaigns, and tasks with their compounds, by public id."""
    return {
        "campaigns": [
            {"id": str(campaign.public_id), "name": campaign.name}
            for campaign in campaigns_visible_to(actor).order_by("id")
        ],
        "tasks": [
            {
                "id": str(task.public_id),
                "kind": task.kind,
                "compound": task.compound.name,
                "compound_id": str(task.compound.public_id),
                "division": task.division,
            }
            for task in tasks_visible_to(actor).order_by("source_id", "number", "id")
        ],
    }


def check_tasks() -> Iterator[Problem | int]:
    """An upgrade is done when all its steps are, and only then; a list has the tasks it stated."""
    steps: dict[int, list[bool]] = {}
    for task_id, done_on in TaskStep.objects.order_by("id").values_list("task_id", "done_on"):
        steps.setdefault(task_id, []).append(done_on is not None)
    tasks = Task.objects.filter(kind=TaskKind.UPGRADE).order_by("id")
    for pk, state in tasks.values_list("pk", "state"):
        if (state == TaskState.DONE) != (bool(steps.get(pk)) and all(steps[pk])):
            yield Problem(f"task {pk}", f"state {state} does not fit its steps")
        yield 1
    for source in TaskListImport.objects.order_by("id"):
        found = Task.objects.filter(district=source.district, source=source).count()
        if found != source.counts["compounds"]:
            yield Problem(f"task list {source.pk}", f"{found} tasks instead of those imported")
        yield 1
