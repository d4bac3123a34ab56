"""Enterprises, their contracts, and the days on which a compound is served."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.kernel.db import DistrictRecord
from linli.kernel.periods import DatePeriod
from linli.kernel.sealed import SealedField
from linli.kernel.search import Searchable
from linli.registry.data import Basis
from linli.registry.models.compounds import Compound
from linli.registry.querysets import (
    EnterpriseQuerySet,
    ServiceContractQuerySet,
    ServicePeriodQuerySet,
)


class Enterprise(DistrictRecord, Searchable):
    """A property service enterprise. ``body`` is set when its people have posts in Linli."""

    name = models.CharField(max_length=100)
    uscc = models.CharField(max_length=40, blank=True)
    body = models.OneToOneField(
        "territory.Body", null=True, on_delete=models.PROTECT, related_name="enterprise"
    )

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="enterprise_once"),
            models.UniqueConstraint(
                fields=["district", "uscc"], condition=~Q(uscc=""), name="enterprise_uscc_once"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "search_pinyin", "id"], name="enterprise_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceContract(DistrictRecord):
    """An enterprise's contract for one compound. ``ends_on`` is the last day it was made for.

    ``ended_on`` is the first day without it, once it is closed. The codes are policy vocabulary.
    ``notice_days`` before its end whoever will not go on has to say so, where the contract says
    otherwise than the law.
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="contracts")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="contracts")
    nature = models.CharField(max_length=40)
    mode = models.CharField(max_length=40)
    signed_on = models.DateField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    entry_on = models.DateField(null=True)
    service_items = models.JSONField(default=list)
    notice_days = models.PositiveSmallIntegerField(null=True)
    manager_name = SealedField()
    manager_phone = SealedField()
    remark = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = ServiceContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "compound", "enterprise", "starts_on"],
                name="servicecontract_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="servicecontract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("signed_on")),
                name="servicecontract_ends_after_signing",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(entry_on__isnull=True)
                | Q(ended_on__gt=F("entry_on")),
                name="servicecontract_closed_after_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "enterprise", "id"], name="contract_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.compound_id} {self.starts_on:%Y-%m-%d}"


class ServicePeriod(DistrictRecord):
    """Days ``[from_on, to_on)`` on which a compound is served; from null: before the register.

    A compound is covered on a day when one of its periods contains the day, whoever serves it.
    """

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="service_periods")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    basis = models.CharField(max_length=20, choices=[(item, item) for item in Basis])
    contract = models.OneToOneField(
        ServiceContract, null=True, on_delete=models.PROTECT, related_name="service_period"
    )

    objects = ServicePeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=list(Basis)), name="serviceperiod_basis_known"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gt=F("from_on")),
                name="serviceperiod_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.TASK_LIST)
                | Q(contract__isnull=False, from_on__isnull=False),
                name="serviceperiod_contract_known",
            ),
            models.UniqueConstraint(
                fields=["district", "compound"],
                condition=Q(to_on__isnull=True),
                name="serviceperiod_one_open",
            ),
            models.UniqueConstraint(
                fields=["district", "compound"],
                condition=Q(from_on__isnull=True),
                name="serviceperiod_one_first",
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "compound", "from_on", "to_on"], name="serviceperiod_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} - {self.to_on}"

    @property
    def days(self) -> DatePeriod:
        """The same days as a value."""
        return DatePeriod(self.from_on, self.to_on)
