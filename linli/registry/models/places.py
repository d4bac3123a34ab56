"""Parking spaces, and rooms of the property service and of the owners' committee.

What was so on the days ``[from_on, to_on)`` is one row; a change closes it and opens the next. From
null: since before the register. Areas are whole hundredths of a square metre.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.kernel.db import DistrictRecord
from linli.registry.data import ParkingKind, PremisesKind, PremisesSource, Tenure
from linli.registry.models.compounds import Compound
from linli.registry.models.homes import Unit
from linli.registry.querysets import PlaceQuerySet

ENDS_AFTER_START = Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gt=F("from_on"))


class ParkingSpace(DistrictRecord):
    """A parking space as it was on some days; ``unit`` is the one it belongs to or is let with.

    ``is_registrable``: it can be owned by itself (R-VOTE-5).
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="parking_spaces")
    number = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=12, choices=[(item, item) for item in ParkingKind], default=ParkingKind.GROUND
    )
    tenure = models.CharField(
        max_length=14, blank=True, choices=[(item, item) for item in Tenure if item]
    )
    area = models.PositiveIntegerField(null=True)
    is_registrable = models.BooleanField(default=False)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="parking_spaces"
    )
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "compound", "number"],
                condition=Q(to_on__isnull=True),
                name="parkingspace_once",
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0), name="parkingspace_area_positive"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(ParkingKind)), name="parkingspace_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(tenure__in=list(Tenure)), name="parkingspace_tenure_known"
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER_START, name="parkingspace_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ServicePremises(DistrictRecord):
    """A room of the service (服务用房) or the committee, owned by all owners together."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="premises")
    address = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=10,
        choices=[(item, item) for item in PremisesKind],
        default=PremisesKind.SERVICE,
    )
    area = models.PositiveIntegerField()
    source = models.CharField(
        max_length=12, blank=True, choices=[(item, item) for item in PremisesSource if item]
    )
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "compound", "address"],
                condition=Q(to_on__isnull=True),
                name="servicepremises_once",
            ),
            models.CheckConstraint(condition=Q(area__gt=0), name="servicepremises_area_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=list(PremisesKind)), name="servicepremises_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=list(PremisesSource)), name="servicepremises_source_known"
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER_START, name="servicepremises_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.address
