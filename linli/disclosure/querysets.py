from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from linli.kernel.actors import Actor


def _in_force(on: date, prefix: str = "") -> Q:
    """What is public on a day: begun, not over, not replaced, not withdrawn."""
    standing = {
        f"{prefix}withdrawal__isnull": True,
        f"{prefix}successor__isnull": True,
        f"{prefix}from_on__lte": on,
    }
    open_end = Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gt": on})
    return Q(**standing) & open_end


class _ScopedQuerySet(models.QuerySet[Any]):
    """Rows that the offices of a place administer."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the actor's division and below; enterprises read the public pages."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(district=actor.district, division__startswith=actor.scope)


class PublicationQuerySet(_ScopedQuerySet):
    """Publications: limited by division for offices, by being in force for the public."""

    def in_force(self, on: date) -> Self:
        """Those whose content is public on a day."""
        return self.filter(_in_force(on))


class PublishedItemQuerySet(_ScopedQuerySet):
    """Published rows."""

    def in_force(self, on: date) -> Self:
        """Those of publications whose content is public on a day."""
        return self.filter(_in_force(on, "publication__"))


class WithdrawalQuerySet(models.QuerySet[Any]):
    """Withdrawals; reached through their publication."""

    def visible_to(self, actor: Actor) -> Self:
        """Withdrawals of the actor's division and below."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(district=actor.district, publication__division__startswith=actor.scope)
