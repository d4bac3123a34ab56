from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.db import models

from linli.kernel.actors import Actor


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices; a body reads its own and no other's."""

    def visible_to(self, actor: Actor) -> Self:
        """Notices to the actor's body."""
        try:
            body = UUID(actor.body_id)
        except ValueError:  # the system acts from no body
            return self.none()
        return self.filter(district=actor.district, body__public_id=body)

    def unread(self) -> Self:
        """Those nobody of the body has marked as read."""
        return self.filter(unread=True)
