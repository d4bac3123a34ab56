"""What an actor may see of the register, and how it is narrowed. Nothing here runs a query."""

from linli.registry.querysets.homes import (
    CompoundPlaceQuerySet,
    ExportQuerySet,
    OwnerQuerySet,
    OwnershipQuerySet,
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
    "OwnerQuerySet",
    "OwnershipQuerySet",
    "RosterQuerySet",
    "ServiceContractQuerySet",
    "ServicePeriodQuerySet",
    "UnitQuerySet",
    "on_day",
]
