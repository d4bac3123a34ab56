"""What an actor may see of the changes of divisions. Nothing here runs a query."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from linli.kernel.actors import Actor


class SuccessionQuerySet(models.QuerySet[Any]):
    """What has become of divisions."""

    def visible_to(self, actor: Actor) -> Self:
        """In the actor's district: which community lies where is known to all of its offices."""
        return self.filter(district=actor.district) if actor.scope else self.none()
