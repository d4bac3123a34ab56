from __future__ import annotations

from django.db import models

from linli.campaigns.data import ReportState, TaskKind, TaskState
from linli.campaigns.querysets import (
    CampaignQuerySet,
    FilingQuerySet,
    ImportQuerySet,
    ReportQuerySet,
    TaskPlanQuerySet,
    TaskQuerySet,
    TaskStepQuerySet,
)
from linli.campaigns.rules import task_states
from linli.kernel.db import DistrictRecord

_STATE_FITS_KIND = models.Q(
    *(
        models.Q(kind=kind, state__in=sorted(state.value for state in task_states(kind)))
        for kind in TaskKind
    ),
    _connector=models.Q.OR,
)


class Campaign(DistrictRecord):
    """A drive of the district. Phases, kinds of task and forms are read from the policy by key."""

    key = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    release = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="campaign_once")]

    def __str__(self) -> str:
        return self.name


class TaskListImport(DistrictRecord):
    """A task list taken over from an office's workbook, once; the original is kept.

    ``digest`` stands for what the list says, so that the same list saved anew is known.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="imports")
    division = models.CharField(max_length=20)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=[(item, item) for item in TaskKind])
    title = models.CharField(max_length=200)
    counts = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "digest"], name="task_list_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(TaskKind)), name="task_list_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Task(DistrictRecord):
    """What one compound is to reach by a day.

    ``division`` is the compound's community and ``community_name`` what the list calls it (社区
    where the national table says 居委会); ``number`` is the place on the list.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    compound = models.ForeignKey("registry.Compound", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=20)
    community_name = models.CharField(max_length=60)
    source = models.ForeignKey(TaskListImport, on_delete=models.PROTECT, related_name="tasks")
    list_row = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(item, item) for item in TaskKind])
    content = models.CharField(max_length=500)
    responsible_post = models.CharField(max_length=100)
    due_on = models.DateField()
    due_text = models.CharField(max_length=60)
    state = models.CharField(max_length=15, choices=[(item, item) for item in TaskState])
    completed_on = models.DateField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "campaign", "division"], name="task_division"),
            models.Index(fields=["district", "due_on", "id"], name="task_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "campaign", "compound"], name="task_once_per_compound"
            ),
            models.CheckConstraint(condition=_STATE_FITS_KIND, name="task_state_fits_kind"),
            models.CheckConstraint(
                condition=models.Q(state=TaskState.DONE, completed_on__isnull=False)
                | (~models.Q(state=TaskState.DONE) & models.Q(completed_on__isnull=True)),
                name="task_done_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def state_now(self) -> TaskState:
        """The state as the transition table knows it."""
        return TaskState(self.state)


class TaskPlan(DistrictRecord):
    """The one plan of a compound without service (ST-3.1a); former versions are in the journal."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="plan")
    market_ready = models.BooleanField()
    mode = models.CharField(max_length=30)
    reason = models.CharField(max_length=500, blank=True)
    committee = models.CharField(max_length=100, blank=True)
    provider = models.CharField(max_length=100, blank=True)
    planned_entry_on = models.DateField(null=True)
    responsible_post = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField()
    planned_at = models.DateTimeField()

    objects = TaskPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "task"], name="plan_once_per_task"),
        ]

    def __str__(self) -> str:
        return self.mode


class TaskStep(DistrictRecord):
    """One of the things an upgrade consists of (ST-A3.2), with its evidence before and after."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    before = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TaskStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "task", "code"], name="step_once_per_task"),
        ]

    def __str__(self) -> str:
        return self.code


class ProgressReport(DistrictRecord):
    """A street's report for one printed day (ST-A5.3): its state and its free text.

    Everything else it says is read from the register until it is filed; what was filed lies in
    ``ReportFiling``. ``remarks`` maps a compound's public id to the street's remark.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    division = models.CharField(max_length=20)
    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    printed_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(item, item) for item in ReportState])
    remarks = models.JSONField(default=dict)
    checked_digest = models.CharField(max_length=64, blank=True)
    filings_count = models.PositiveIntegerField(default=0)
    return_reason = models.CharField(max_length=500, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "campaign", "division", "printed_on"], name="report_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ReportState)), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ReportState.SUBMITTED, ReportState.RETURNED])
                | models.Q(filings_count__gt=0),
                name="report_filed_has_filing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReportState.CHECKED) | ~models.Q(checked_digest=""),
                name="report_checked_has_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.printed_on}"


class ReportFiling(DistrictRecord):
    """A report exactly as it was filed. Append-only: the database refuses to change it."""

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="filings")
    version = models.PositiveIntegerField()
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=100)
    release = models.CharField(max_length=80, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "report", "version"], name="filing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"
