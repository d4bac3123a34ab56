from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from linli.duties.data import Standing
from linli.kernel.actors import Actor


def _reach(actor: Actor) -> Q:
    """Rows of the actor's district whose body lies in the actor's division.

    An enterprise works in the whole district and sees its own duties only.
    """
    if not actor.scope:
        return Q(pk__in=())
    if actor.enterprise_id:
        return Q(district=actor.district, body__public_id=actor.enterprise_id)
    return Q(district=actor.district, division__startswith=actor.scope)


class DutyAssignmentQuerySet(models.QuerySet[Any]):
    """Who was given which duty, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Assignments of bodies at or below the actor's division."""
        return self.filter(_reach(actor))


class DutyInstanceQuerySet(models.QuerySet[Any]):
    """Single duties, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Duties of bodies at or below the actor's division."""
        return self.filter(_reach(actor))

    def of_body(self, body_id: str) -> Self:
        """Duties of one body, by its public id."""
        return self.filter(body__public_id=body_id)

    def open_on(self, day: date) -> Self:
        """Not fulfilled, and their turn has come: waiting or missing on that day."""
        return self.filter(fulfilled_on__isnull=True, opens_on__lte=day)

    def unfulfilled(self) -> Self:
        """Nothing was filed yet, whether due or not."""
        return self.filter(fulfilled_on__isnull=True)

    def standing_on(self, standing: Standing, day: date) -> Self:
        """Those that stand so on a day: what ``rules.standing`` decides, in the database."""
        nothing_filed = Q(fulfilled_on__isnull=True)
        conditions = {
            Standing.ON_TIME: Q(fulfilled_on__lte=F("due_on")),
            Standing.LATE: Q(fulfilled_on__gt=F("due_on")),
            Standing.MISSING: nothing_filed & Q(due_on__lt=day),
            Standing.WAITING: nothing_filed & Q(due_on__gte=day, opens_on__lte=day),
            Standing.NOT_DUE: nothing_filed & Q(due_on__gte=day, opens_on__gt=day),
        }
        return self.filter(conditions[standing])
