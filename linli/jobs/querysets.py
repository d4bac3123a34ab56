from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models

from linli.jobs.data import State
from linli.kernel.actors import Actor


class JobQuerySet(models.QuerySet[Any]):
    """Jobs; whoever asked for one may see how it goes, nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """The jobs this user asked for in this district."""
        return self.filter(district=actor.district, user_id=actor.user_id)

    def operated_by(self, actor: Actor) -> Self:
        """What an operator looks after: the installation's work and that of the own district; a
        command of the machine belongs to no district and looks after all.
        """
        return self.filter(district__in=["", actor.district]) if actor.district else self.all()

    def due(self, real_at: datetime) -> Self:
        """Jobs a worker may take up."""
        return self.filter(state=State.WAITING, run_after__lte=real_at)

    def expired(self, real_at: datetime) -> Self:
        """Running jobs whose worker has not been heard of within its lease."""
        return self.filter(state=State.RUNNING, lease_until__lt=real_at)

    def held(self, job_id: int, token: str) -> Self:
        """The job, if it is still in the hands of the worker with this token."""
        return self.filter(pk=job_id, state=State.RUNNING, token=token)
