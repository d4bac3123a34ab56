from __future__ import annotations

from typing import Any, Self

from django.db import models

from linli.kernel.actors import Actor


class StoredFileQuerySet(models.QuerySet[Any]):
    """Stored files, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Files of the actor's division and below; an enterprise sees no office's files."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(district=actor.district, division__startswith=actor.scope)
