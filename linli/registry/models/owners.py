"""Owners and what they own. ID numbers and telephones are sealed; hashes find them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.kernel.db import DistrictRecord
from linli.kernel.sealed import SealedField
from linli.kernel.search import Searchable
from linli.registry.data import OwnerKind
from linli.registry.models.homes import Unit
from linli.registry.querysets import OwnerLoginQuerySet, OwnerQuerySet, OwnershipQuerySet


class Owner(DistrictRecord, Searchable):
    """Somebody who owns units in a district: a person, an organisation, or its developer.

    ``identity`` is the keyed hash of what tells two owners apart: the ID number; without one name
    and telephone; without either the name within one unit. Who owns two units is one owner.
    """

    kind = models.CharField(max_length=12, choices=[(item, item) for item in OwnerKind])
    name = models.CharField(max_length=100)
    id_number = SealedField()
    id_hash = models.CharField(max_length=40, blank=True)
    phone = SealedField()
    phone_hash = models.CharField(max_length=40, blank=True)
    identity = models.CharField(max_length=40)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "identity"], name="owner_once"),
            models.CheckConstraint(condition=Q(kind__in=list(OwnerKind)), name="owner_kind_known"),
        ]
        indexes = [
            models.Index(
                fields=["district", "id_hash"], name="owner_by_id", condition=~Q(id_hash="")
            ),
            models.Index(
                fields=["district", "phone_hash"],
                name="owner_by_phone",
                condition=~Q(phone_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ownership(DistrictRecord):
    """Who owns a unit on the days ``[from_on, to_on)``; from null: since before the register.

    A share is a fraction, ``1/1`` for the whole and ``0/0`` where co-owners' shares are not known.
    ``is_voter``: the co-owner who votes for all of them.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ownerships")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="ownerships")
    numerator = models.PositiveIntegerField(default=1)
    denominator = models.PositiveIntegerField(default=1)
    is_voter = models.BooleanField(default=False)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "unit", "owner"],
                condition=Q(to_on__isnull=True),
                name="ownership_one_open",
            ),
            models.UniqueConstraint(
                fields=["district", "unit"],
                condition=Q(to_on__isnull=True, is_voter=True),
                name="ownership_one_voter",
            ),
            models.CheckConstraint(
                condition=Q(numerator__lte=F("denominator")), name="ownership_share_at_most_whole"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gt=F("from_on")),
                name="ownership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["district", "owner", "unit"], name="ownership_by_owner")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.owner_id}"

    @property
    def share(self) -> str:
        """The share as a fraction; empty for the whole and where it is not known."""
        is_plain = self.denominator == 0 or self.numerator == self.denominator
        return "" if is_plain else f"{self.numerator}/{self.denominator}"


class OwnerLogin(DistrictRecord):
    """Which login belongs to an owner, from one moment to another; one at a time."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="logins")
    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OwnerLoginQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "owner"],
                condition=Q(ended_at__isnull=True),
                name="ownerlogin_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.user_id}"
