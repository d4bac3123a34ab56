from __future__ import annotations

from django.db import models

from linli.kernel.db import Record
from linli.territory.data import BodyKind, Level, Origin, PlaceChange
from linli.territory.querysets import SuccessionQuerySet


class Division(models.Model):
    """A place in the administrative tree; the code is the tree (GB/T 2260, prefix = ancestor).

    ``name`` is what offices call it (梅园社区), ``official_name`` what the national table says
    (梅园居委会).
    """

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    official_name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=[(item, item) for item in Level])
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    district = models.CharField(max_length=6, blank=True)
    stem = models.CharField(max_length=60)
    origin = models.CharField(max_length=10, default=Origin.NATIONAL)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["district", "level", "code"], name="division_district"),
            models.Index(fields=["district", "stem"], name="division_stem"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=list(Level)), name="division_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=list(Origin)), name="division_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """That what lay in one division lies in another from a day on, wholly or in part.

    A merged division ends (``valid_to``); one that gave something away goes on.
    """

    district = models.CharField(max_length=6)
    kind = models.CharField(max_length=10, choices=[(item, item) for item in PlaceChange])
    before = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="successors")
    after = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="predecessors")
    on_day = models.DateField()

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "before", "after", "on_day"], name="succession_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="succession_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} {self.after_id}"


class Body(Record):
    """Something that acts: a department, a street office, a community, an enterprise."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30, choices=[(item, item) for item in BodyKind])
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="bodies")
    district = models.CharField(max_length=6, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(BodyKind)), name="body_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
