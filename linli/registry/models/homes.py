"""Where a compound lies, and what stands in it: buildings and units.

Areas are whole hundredths of a square metre.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.kernel.db import DistrictRecord
from linli.registry.data import AreaSource, PlaceChange, Use
from linli.registry.models.compounds import Compound
from linli.registry.querysets import (
    CompoundPlaceQuerySet,
    OfCompoundQuerySet,
    UnitQuerySet,
)


class CompoundPlace(DistrictRecord):
    """Which community a compound lay in on the days ``[valid_from, valid_to)``.

    Kept once it has changed for the first time; ``Compound.community`` is where it lies now.
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="places")
    community = models.ForeignKey("territory.Division", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    change = models.CharField(
        max_length=10, blank=True, choices=[(item, item) for item in PlaceChange]
    )

    objects = CompoundPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "compound"],
                condition=Q(valid_to__isnull=True),
                name="compoundplace_one_open",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="compoundplace_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compound_id} {self.community_id}"


class Building(DistrictRecord):
    """A building of a compound; ``name`` is its number or letter without 号楼, 栋 or 幢."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="houses")
    name = models.CharField(max_length=40)

    objects = OfCompoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "compound", "name"], name="building_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(DistrictRecord):
    """An exclusive part of a building; what votes, bills and funds are reckoned by.

    Entrance and room are numbers or letters without 单元 or 室. ``is_sold`` and ``is_delivered``
    decide whether it counts as the developer's (R-VOTE-2 of the civil code's reading).
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="units")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="units")
    entrance = models.CharField(max_length=20, blank=True)
    floor = models.SmallIntegerField(null=True)
    room = models.CharField(max_length=40)
    area = models.PositiveBigIntegerField(null=True)
    area_source = models.CharField(
        max_length=10, blank=True, choices=[(item, item) for item in AreaSource if item]
    )
    use = models.CharField(
        max_length=12, choices=[(item, item) for item in Use], default=Use.RESIDENTIAL
    )
    is_sold = models.BooleanField(default=True)
    is_delivered = models.BooleanField(default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "compound", "building", "entrance", "room"], name="unit_once"
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0), name="unit_area_positive"
            ),
            models.CheckConstraint(condition=Q(use__in=list(Use)), name="unit_use_known"),
            models.CheckConstraint(
                condition=Q(area_source__in=list(AreaSource)), name="unit_area_source_known"
            ),
        ]

    def __str__(self) -> str:
        return "-".join(part for part in (self.entrance, self.room) if part)

    @property
    def label(self) -> str:
        """Building, entrance and room. The building is joined, or it costs a query."""
        return f"{self.building.name}-{self}"
