from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from linli.kernel.actors import Actor


class UserQuerySet(models.QuerySet[Any]):
    """Logins, limited to those an administrator looks after."""

    def visible_to(self, actor: Actor) -> Self:
        """Logins whose home lies at or below the actor's division."""
        return self.filter(division__startswith=actor.scope) if actor.scope else self.none()


class PostQuerySet(models.QuerySet[Any]):
    """Posts, by day and by reach."""

    def visible_to(self, actor: Actor) -> Self:
        """Posts that reach no further than the actor's division."""
        return self.filter(scope__startswith=actor.scope) if actor.scope else self.none()

    def in_office(self, on: date) -> Self:
        """Posts held on a day by logins that are not disabled."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            starts_on__lte=on,
            user__is_active=True,
        )


class ChangeQuerySet(models.QuerySet[Any]):
    """Requested changes, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Requests about posts and logins at or below the actor's division."""
        if not actor.scope:
            return self.none()
        narrowed = self.filter(district=actor.district) if actor.district else self
        return narrowed.filter(division__startswith=actor.scope)
