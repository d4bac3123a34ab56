"""Rosters that were handed in, and requests for personal data. What they hold of it is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.kernel.db import DistrictRecord
from linli.registry.data import ExportState, Kept, RosterState
from linli.registry.models.compounds import Compound
from linli.registry.models.owners import Owner
from linli.registry.querysets import ExportQuerySet, RosterQuerySet


class RosterImport(DistrictRecord):
    """A roster that was handed in, from its first check to its being written.

    ``findings`` and ``difference`` hold places and facts, never a name, number or telephone.
    ``base`` is the digest of the difference shown, ``job`` the work that goes on in the background.
    """

    division = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(item, item) for item in RosterState], default=RosterState.RECEIVED
    )
    user_id = models.CharField(max_length=40)
    post_title = models.CharField(max_length=100)
    body_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    job = models.UUIDField(null=True)
    findings = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    difference = models.JSONField(default=dict)
    base = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(RosterState)), name="rosterimport_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "division", "at", "id"], name="roster_by_time"),
        ]

    def __str__(self) -> str:
        return self.name


class RosterFile(DistrictRecord):
    """A file of a roster, sealed as a whole: what was handed in, and the copy with marked cells."""

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="files")
    kept = models.CharField(max_length=10, choices=[(item, item) for item in Kept])
    content = models.BinaryField()

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "roster", "kept"], name="rosterfile_once"),
        ]

    def __str__(self) -> str:
        return self.kept


class PersonalExport(DistrictRecord):
    """A request for the owners of a compound as a file: asked by one, decided by another.

    It is handed out once, before ``expires_at``, with at most ``row_limit`` rows.
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="exports")
    reason = models.CharField(max_length=300)
    row_limit = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=[(item, item) for item in ExportState], default=ExportState.ASKED
    )
    mark = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    asked_user = models.CharField(max_length=40)
    asked_post = models.CharField(max_length=40)
    asked_title = models.CharField(max_length=100)
    asked_body = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_user = models.CharField(max_length=40, blank=True)
    decided_title = models.CharField(max_length=100, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(null=True)
    handed_out_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "mark"], name="personalexport_mark_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(ExportState)), name="personalexport_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_user="") | ~Q(decided_user=models.F("asked_user")),
                name="personalexport_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.mark


class ExportedOwner(DistrictRecord):
    """That an owner's data went out with an export: so that "who looked at my data" knows."""

    export = models.ForeignKey(PersonalExport, on_delete=models.PROTECT, related_name="owners")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="exports")

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "owner", "export"], name="exportedowner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.export_id}"
