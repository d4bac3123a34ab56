"""Compounds and what they are said to be."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.kernel.db import DistrictRecord
from linli.kernel.search import Searchable
from linli.registry.data import TraitKind
from linli.registry.querysets import CompoundQuerySet, CompoundTraitQuerySet


class Compound(DistrictRecord, Searchable):
    """A residential compound: the thing that a district's property governance is about.

    ``area`` is the building area in whole hundredths of a square metre.
    """

    name = models.CharField(max_length=100)
    community = models.ForeignKey(
        "territory.Division", on_delete=models.PROTECT, related_name="compounds"
    )
    buildings = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    built_year = models.PositiveSmallIntegerField(null=True)
    area = models.PositiveBigIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)

    objects = CompoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "community", "name"], name="compound_once"),
        ]
        indexes = [
            models.Index(fields=["district", "search_pinyin", "id"], name="compound_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CompoundTrait(DistrictRecord):
    """What a compound is said to be on the days ``[valid_from, valid_to)``."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="traits")
    trait = models.CharField(max_length=10, choices=[(item, item) for item in TraitKind])
    value = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = CompoundTraitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trait__in=list(TraitKind)), name="compoundtrait_trait_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="compoundtrait_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["district", "compound", "trait"],
                condition=Q(valid_to__isnull=True),
                name="compoundtrait_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "trait", "value", "compound"], name="compoundtrait_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trait} {self.value}"
