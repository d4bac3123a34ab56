from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models

from linli.campaigns.data import TaskKind, TaskState
from linli.kernel.actors import Actor


def _reach(actor: Actor, division: str) -> models.Q:
    """Rows of the actor's district whose division lies in the actor's scope.

    An enterprise's reach is its contracts, and no list of a campaign goes by contract.
    """
    if not actor.scope or actor.enterprise_id:
        return models.Q(pk__in=())
    return models.Q(district=actor.district, **{f"{division}__startswith": actor.scope})


class CampaignQuerySet(models.QuerySet[Any]):
    """Campaigns: every post of the district sees that they run, in its scope what they hold."""

    def visible_to(self, actor: Actor) -> Self:
        """Campaigns of the actor's district."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(district=actor.district)


class ImportQuerySet(models.QuerySet[Any]):
    """Imported task lists, by the street they are about."""

    def visible_to(self, actor: Actor) -> Self:
        """Imports of the streets in the actor's scope."""
        return self.filter(_reach(actor, "division"))


class TaskQuerySet(models.QuerySet[Any]):
    """Tasks, by the community of their compound."""

    def visible_to(self, actor: Actor) -> Self:
        """Tasks of the compounds in the actor's scope."""
        return self.filter(_reach(actor, "division"))

    def of_kind(self, kind: TaskKind) -> Self:
        """Tasks of one list."""
        return self.filter(kind=kind)

    def unfinished(self) -> Self:
        """Tasks not done."""
        return self.exclude(state=TaskState.DONE)

    def overdue(self, on: date) -> Self:
        """Tasks not done whose last day has passed."""
        return self.unfinished().filter(due_on__lt=on)


class TaskPlanQuerySet(models.QuerySet[Any]):
    """Plans, seen with their task."""

    def visible_to(self, actor: Actor) -> Self:
        """Plans of the tasks in the actor's scope."""
        return self.filter(_reach(actor, "task__division"))


class TaskStepQuerySet(models.QuerySet[Any]):
    """Steps, seen with their task."""

    def visible_to(self, actor: Actor) -> Self:
        """Steps of the tasks in the actor's scope."""
        return self.filter(_reach(actor, "task__division"))


class ReportQuerySet(models.QuerySet[Any]):
    """Progress reports, by the street that files them."""

    def visible_to(self, actor: Actor) -> Self:
        """Reports of the streets in the actor's scope; a community's post sees none."""
        return self.filter(_reach(actor, "division"))


class FilingQuerySet(models.QuerySet[Any]):
    """Filed versions, seen with their report."""

    def visible_to(self, actor: Actor) -> Self:
        """Filings of the streets in the actor's scope."""
        return self.filter(_reach(actor, "report__division"))
