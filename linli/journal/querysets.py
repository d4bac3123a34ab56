from __future__ import annotations

from typing import Any, Self

from django.db import models

from linli.kernel.actors import Actor


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
