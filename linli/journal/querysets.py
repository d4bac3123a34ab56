from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models

from linli.kernel.actors import Actor
from linli.kernel.clock import ZONE


class ActQuerySet(models.QuerySet[Any]):
    """Acts, limited by division; the journal's own screen asks for the right to read it."""

    def visible_to(self, actor: Actor) -> Self:
        """Acts in the actor's district and below the actor's division."""
        if not actor.scope:
            return self.none()
        return self.filter(district=actor.district, division__startswith=actor.scope)

    def about(self, kind: str, subject_id: str) -> Self:
        """Acts done to one thing."""
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def on_day(self, day: date) -> Self:
        """Acts of one calendar day in Asia/Shanghai."""
        return self.between(day, day + timedelta(days=1))

    def between(self, first: date | None, before: date | None) -> Self:
        """Acts from one calendar day in Asia/Shanghai on, until before another; none: no bound."""
        found = self
        if first:
            found = found.filter(at__gte=datetime.combine(first, time(), ZONE))
        if before:
            found = found.filter(at__lt=datetime.combine(before, time(), ZONE))
        return found


class SealQuerySet(models.QuerySet[Any]):
    """Seals, retirements and what was retired; they say nothing of what any act did, so whoever
    reads a district may see them.
    """

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's district."""
        return self.filter(district=actor.district) if actor.district else self.none()

    def over(self, district: str, act_id: int) -> Self:
        """Those among whose rows the act may be, by the range of their row numbers."""
        return self.filter(district=district, first_id__lte=act_id, last_id__gte=act_id)
