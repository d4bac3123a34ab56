from __future__ import annotations

from django.db import models

from linli.kernel.db import DistrictRecord, Record
from linli.policy.data import Confidence, DateConfidence, DocumentStatus, ReleaseState
from linli.policy.querysets import (
    DistrictValueQuerySet,
    DraftQuerySet,
    PaperQuerySet,
    ReleaseQuerySet,
)


class Layer(Record):
    """A place in the stack of policies: the nation, a province, a city, a district."""

    code = models.CharField(max_length=40, unique=True)
    division = models.CharField(max_length=6, blank=True)

    def __str__(self) -> str:
        return self.code


class Release(Record):
    """One loaded text of a layer. Its content never changes; only its state moves on."""

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    parent = models.CharField(max_length=40, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=100)
    state = models.CharField(
        max_length=10,
        choices=[(state, state) for state in ReleaseState],
        default=ReleaseState.INACTIVE,
    )
    governs_from = models.DateField(null=True)
    activated_at = models.DateTimeField(null=True)
    activated_by = models.CharField(max_length=100, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["layer", "digest"], name="release_content_once"),
            models.UniqueConstraint(fields=["layer", "number"], name="release_number_once"),
            models.UniqueConstraint(
                fields=["layer"],
                condition=models.Q(state=ReleaseState.ACTIVE),
                name="release_one_active",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ReleaseState)), name="release_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReleaseState.INACTIVE, governs_from__isnull=True)
                | models.Q(
                    state__in=[ReleaseState.ACTIVE, ReleaseState.SUPERSEDED],
                    governs_from__isnull=False,
                ),
                name="release_in_use_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_en} #{self.number}"

    @property
    def short_digest(self) -> str:
        """Enough of the content hash to tell releases apart on a page."""
        return self.digest[:12]


class Document(Record):
    """A policy document as a release has it: the head of the paper."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="documents")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    publisher_zh = models.CharField(max_length=100)
    publisher_en = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    issued = models.DateField()
    effective = models.DateField()
    status = models.CharField(max_length=10, choices=[(item, item) for item in DocumentStatus])
    confidence = models.CharField(max_length=12, choices=[(item, item) for item in Confidence])
    date_confidence = models.CharField(
        max_length=12,
        choices=[(item, item) for item in DateConfidence],
        default=DateConfidence.PRINTED,
    )
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="document_position_once")
        ]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def is_draft(self) -> bool:
        """Whether it was only published for comment."""
        return self.status == DocumentStatus.DRAFT

    @property
    def is_doubtful(self) -> bool:
        """Whether the text at hand is not the document itself: reworded, quoted, from memory."""
        return self.confidence in (
            Confidence.REWORDED,
            Confidence.SECONDARY,
            Confidence.UNVERIFIED,
        )


class Clause(Record):
    """One clause: its place on the paper, what it says in our words, what becomes of it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="clauses")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    chapter_zh = models.CharField(max_length=100)
    chapter_en = models.CharField(max_length=120)
    cite = models.CharField(max_length=80)
    says_zh = models.TextField()
    says_en = models.TextField()
    confidence = models.CharField(max_length=12, choices=[(item, item) for item in Confidence])
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    built_in_zh = models.TextField(blank=True)
    built_in_en = models.TextField(blank=True)
    not_yet = models.CharField(max_length=20, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    warning_zh = models.TextField(blank=True, default="")
    warning_en = models.TextField(blank=True, default="")
    warning_rule = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["code"], name="clause_code")]
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="clause_once_in_release"),
            models.UniqueConstraint(fields=["document", "position"], name="clause_position_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Provision(Record):
    """What a clause sets, as written; ``kinds`` give it its type when it is read."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="provisions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="provisions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["release", "kind", "key"], name="provision_lookup")]
        constraints = [
            models.UniqueConstraint(fields=["clause", "position"], name="provision_position_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="provision_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DistrictValue(DistrictRecord):
    """A district's answer to a field the policy leaves ``unset``; a new answer is a new row."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=2_000)
    since = models.DateField()
    reason = models.CharField(max_length=500)
    reference = models.CharField(max_length=200)
    release = models.CharField(max_length=80)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=100)

    objects = DistrictValueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["district", "kind", "key", "field", "since", "id"], name="value_lookup"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}.{self.field} = {self.value}"


class Draft(Record):
    """A text of a layer being worked on; it binds nobody until it is loaded and activated.

    ``base`` is the release it started from, none for a layer that has no release yet. ``version``
    counts the times it was saved: whoever saves says which one they had before them.
    """

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="drafts")
    base = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="drafts_from"
    )
    parent = models.CharField(max_length=40, blank=True)
    files = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)
    loaded = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="drafts_of"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["layer"],
                condition=models.Q(loaded__isnull=True),
                name="draft_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Paper(DistrictRecord):
    """An official document handed in, split into clauses, being confirmed by an official.

    ``clauses`` holds the cut in the document's order, each with what was proposed and decided;
    ``rest`` the lines that belong to no clause. ``draft`` is what became of it.
    """

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    issued = models.DateField(null=True)
    clauses = models.JSONField()
    headings = models.JSONField()
    rest = models.JSONField()
    notes = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="papers")

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "-received_at", "id"], name="paper_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "file"],
                condition=models.Q(draft__isnull=True),
                name="paper_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One row whose token changes with everything that changes the policy in force.

    Processes keep compiled policy in memory; comparing tokens tells them when to read again.
    Writers update the row, so the database lets them change policy one after the other.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
