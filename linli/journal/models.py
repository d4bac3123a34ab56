from __future__ import annotations

from typing import Any

from django.db import models

from linli.journal.querysets import ActQuerySet
from linli.kernel.db import DistrictRecord


class Act(DistrictRecord):
    """One act, written in the transaction that did it, never changed afterwards.

    No foreign keys: who and what are plain values, so the record outlives both.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_user = models.CharField(max_length=40)
    actor_post = models.CharField(max_length=40)
    actor_title = models.CharField(max_length=100)
    body_id = models.CharField(max_length=40)
    body_name = models.CharField(max_length=100)
    division = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=200)
    data = models.JSONField()
    release = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)

    objects = ActQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "at", "id"], name="act_district_at"),
            models.Index(
                fields=["district", "subject_kind", "subject_id", "at"], name="act_subject"
            ),
            models.Index(fields=["district", "verb", "at"], name="act_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    def digested(self) -> dict[str, Any]:
        """The fields the digest covers, as plain JSON values."""
        plain = {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if field.name not in ("id", "digest")
        }
        return {
            **plain,
            "public_id": str(self.public_id),
            "at": self.at.isoformat(timespec="microseconds"),
        }
