"""What an actor may see of the register, and how it is narrowed. Nothing here runs a query."""

from linli.registry.querysets.homes import (
    CompoundPlaceQuerySet,
    ExportQuerySet,
    OwnerLoginQuerySet,
    OwnerQuerySet,
    OwnershipQuerySet,
    PlaceQuerySet,
    RosterQuerySet,
    UnitQuerySet,
)
from linli.registry.querysets.service import (
    CompoundQuerySet,
    CompoundTraitQuerySet,
    EnterpriseQuerySet,
    OfCompoundQuerySet,
    ServiceContractQuerySet,
    ServicePeriodQuerySet,
    on_day,
)

__all__ = [
    "CompoundPlaceQuerySet",
    "CompoundQuerySet",
    "CompoundTraitQuerySet",
    "EnterpriseQuerySet",
    "ExportQuerySet",
    "OfCompoundQuerySet",
    "OwnerLoginQuerySet",
    "OwnerQuerySet",
    "OwnershipQuerySet",
    "PlaceQuerySet",
    "RosterQuerySet",
    "ServiceContractQuerySet",
    "ServicePeriodQuerySet",
    "UnitQuerySet",
    "on_day",
]
