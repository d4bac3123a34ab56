from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.duties.data import Shift
from linli.duties.querysets import (
    CalendarFeedQuerySet,
    DutyAssignmentQuerySet,
    DutyInstanceQuerySet,
)
from linli.kernel.db import DistrictRecord, Record


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

    Either it was assigned (``assignment``), or it was generated from the policy. ``occasion`` says
    what it is owed for beyond the body itself: empty, a compound, a contract, a place, each with
    the act that set off a duty after an event (``linli.duties.rules.occasion``). ``subject`` is
    the name of that thing, for lists.

    What another body owed before its community was merged or gave the compound away says so:
    ``taken_from`` and ``taken_on``, for rows printed before that day.
    """

    assignment = models.ForeignKey(
        DutyAssignment, null=True, on_delete=models.PROTECT, related_name="instances"
    )
    key = models.CharField(max_length=80)
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=20)
    occasion = models.CharField(max_length=100, blank=True, default="")
    subject = models.CharField(max_length=100, blank=True, default="")
    compound = models.ForeignKey(
        "registry.Compound", null=True, on_delete=models.PROTECT, related_name="+"
    )
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
    overdue_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.ForeignKey(
        "territory.Body", null=True, on_delete=models.PROTECT, related_name="+"
    )

    taken_from = models.ForeignKey(
        "territory.Body", null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_on = models.DateField(null=True)

    objects = DutyInstanceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "due_on", "id"], name="duty_district_due"),
            models.Index(
                fields=["district", "key", "printed_on", "id"], name="duty_district_printed"
            ),
            models.Index(
                fields=["district", "due_on", "id"],
                condition=Q(fulfilled_on__isnull=True),
                name="duty_district_open",
            ),
            models.Index(fields=["act_id"], condition=Q(act_id__isnull=False), name="duty_of_act"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "key", "body", "occasion", "printed_on"],
                name="duty_owed_once_for",
            ),
            models.CheckConstraint(condition=Q(shift__in=list(Shift)), name="duty_shift_known"),
            models.CheckConstraint(
                condition=Q(fulfilled_on=None, fulfilled_at=None, act_id=None)
                | Q(fulfilled_on__isnull=False, fulfilled_at__isnull=False, act_id__isnull=False),
                name="duty_fulfilled_by_an_act",
            ),
            models.CheckConstraint(
                condition=Q(escalated_at=None, escalated_to=None)
                | Q(escalated_at__isnull=False, escalated_to__isnull=False),
                name="duty_escalated_to_a_body",
            ),
            models.CheckConstraint(
                condition=Q(taken_on=None, taken_from=None)
                | Q(taken_on__isnull=False, taken_from__isnull=False),
                name="duty_taken_from_a_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.printed_on}"


class DutyRun(models.Model):
    """How far a district's duties have been generated, and which acts have been looked at.

    ``through`` is the last printed day generated; ``act_seen`` the journal row up to which acts
    have fulfilled duties and set off new ones.
    """

    district = models.CharField(max_length=6, primary_key=True)
    started_on = models.DateField()
    through = models.DateField(null=True)
    act_seen = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.district} {self.through}"


class CalendarFeed(DistrictRecord):
    """A secret address under which one post's duties can be subscribed to as a calendar.

    Only a digest of the secret is kept. The feed is dead once revoked, and when the post ends.
    """

    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "post"],
                condition=Q(revoked_at__isnull=True),
                name="calendarfeed_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.made_at:%Y-%m-%d}"


class WorkdayTable(Record):
    """The holidays and make-up working days of one year, as loaded; a newer one replaces it.

    ``days`` is a list of ``[date, kind, name]``. Rows are never changed: the latest counts.
    """

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    days = models.JSONField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["year", "id"], name="workdaytable_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"
