from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models

from linli.journal import rules
from linli.journal.querysets import ActQuerySet, SealQuerySet
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
    digest = models.CharField(max_length=72)

    objects = ActQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "at", "id"], name="act_district_at"),
            models.Index(
                fields=["district", "subject_kind", "subject_id", "at"], name="act_subject"
            ),
            models.Index(fields=["district", "verb", "at"], name="act_verb"),
            models.Index(fields=["district", "id"], name="act_district_id"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    def digested(self) -> dict[str, Any]:
        """The fields the digest covers, as plain JSON values."""
        return plain({name: getattr(self, name) for name in DIGESTED})


DIGESTED = tuple(
    field.name for field in Act._meta.concrete_fields if field.name not in ("id", "digest")
)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values of the digested fields as JSON holds them; ``at`` in UTC, to the microsecond."""
    moment = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return {**values, "public_id": str(values["public_id"]), "at": moment}


class Seal(DistrictRecord):
    """A batch of a district's acts, and everything sealed before it, under one hash.

    ``spans`` lists the rows by number: on PostgreSQL a row may become visible after a later one
    was sealed, so a range would not do. ``total`` counts the rows of all seals so far.
    """

    number = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField()
    algorithm = models.CharField(max_length=10)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    spans = models.TextField()
    count = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["district", "last_id"], name="seal_district_last")]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="seal_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.number}"

    def computed_hash(self) -> str:
        """The hash as it should be."""
        return rules.seal_hash(**{name: getattr(self, name) for name in SEALED})


SEALED = (
    "district",
    "number",
    "sealed_at",
    "spans",
    "count",
    "total",
    "root",
    "previous",
    "algorithm",
)


class Retirement(DistrictRecord):
    """Sealed acts that went into an archive: which seals, how many, and the archive's hash.

    Chained like seals, and named by an act of its own. While that act is not written, and only
    then, the database lets the retired rows go: so they go in the transaction that records it.
    """

    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    first_seal = models.PositiveBigIntegerField()
    last_seal = models.PositiveBigIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveBigIntegerField()
    archive = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="retirement_number_once"),
        ]

    def __str__(self) -> str:
        return self.archive

    def computed_hash(self) -> str:
        """The hash as it should be."""
        return rules.retirement_hash(**{name: getattr(self, name) for name in RETIRED})

    def recorded(self) -> dict[str, Any]:
        """What its act in the journal says of it."""
        return {
            "first_seal": self.first_seal,
            "last_seal": self.last_seal,
            "count": self.count,
            "archive": self.archive,
            "sha256": self.sha256,
            "hash": self.hash,
        }


RETIRED = (
    "district",
    "number",
    "at",
    "first_seal",
    "last_seal",
    "count",
    "archive",
    "sha256",
    "previous",
    "algorithm",
)


class RetiredSubject(DistrictRecord):
    """That acts done to one thing went into an archive: its history says so, and no other's.

    ``readings`` are told apart: they are shown on their own to whom the data is about. An index of
    what was removed, written with the retirement; nothing is proved by it.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    readings = models.BooleanField()
    until = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "subject_kind", "subject_id", "readings"],
                name="retired_subject_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
