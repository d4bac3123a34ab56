from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.duties.data import Shift
from linli.duties.querysets import DutyAssignmentQuerySet, DutyInstanceQuerySet
from linli.kernel.db import DistrictRecord


class DutyAssignment(DistrictRecord):
    """A body owes a duty of the policy from a day up to, not including, another."""

    key = models.CharField(max_length=80)
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=20)
    from_on = models.DateField()
    to_on = models.DateField()

    objects = DutyAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "key", "body", "from_on"], name="duty_assigned_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")), name="duty_assignment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.from_on}"


class DutyInstance(DistrictRecord):
    """One duty of one body for one printed due day.

    ``due_on`` is the day that counts (printed day moved by ``shift``); how it stands is derived.
    The act that fulfils it is kept as plain values: the journal has no foreign keys either.
    """

    assignment = models.ForeignKey(
        DutyAssignment, on_delete=models.PROTECT, related_name="instances"
    )
    key = models.CharField(max_length=80)
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=20)
    opens_on = models.DateField()
    printed_on = models.DateField()
    due_on = models.DateField()
    shift = models.CharField(max_length=20, choices=[(item, item) for item in Shift])
    release = models.CharField(max_length=80)
    clause = models.CharField(max_length=40)
    verb = models.CharField(max_length=80)
    fulfilled_on = models.DateField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    act_id = models.UUIDField(null=True)

    objects = DutyInstanceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "due_on", "id"], name="duty_district_due"),
            models.Index(
                fields=["district", "key", "printed_on", "id"], name="duty_district_printed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "key", "body", "printed_on"], name="duty_owed_once"
            ),
            models.CheckConstraint(condition=Q(shift__in=list(Shift)), name="duty_shift_known"),
            models.CheckConstraint(
                condition=Q(fulfilled_on=None, fulfilled_at=None, act_id=None)
                | Q(fulfilled_on__isnull=False, fulfilled_at__isnull=False, act_id__isnull=False),
                name="duty_fulfilled_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.printed_on}"
