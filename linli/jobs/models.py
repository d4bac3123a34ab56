from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.jobs.data import State
from linli.jobs.querysets import JobQuerySet
from linli.kernel.db import DistrictRecord


class Job(DistrictRecord):
    """Work to be done once, and how it goes. Times are real, never the demonstration's.

    ``district`` is empty for work of the whole installation. ``token`` is the fence: only the
    worker whose token stands here may report, extend or end the job.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    user_id = models.CharField(max_length=40, blank=True)
    post_id = models.CharField(max_length=40, blank=True)
    right = models.CharField(max_length=60, blank=True)

    state = models.CharField(max_length=10, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    token = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=200, blank=True)

    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "run_after", "id"], name="job_due"),
            models.Index(fields=["district", "user_id", "id"], name="job_of_user"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["district", "name", "key"], name="job_once"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | (Q(lease_until__isnull=False) & ~Q(token="")),
                name="job_running_is_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
