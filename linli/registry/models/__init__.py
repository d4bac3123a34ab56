"""Tables of the register."""

from linli.registry.models.compounds import Compound, CompoundTrait
from linli.registry.models.homes import (
    Building,
    CompoundPlace,
    ParkingSpace,
    ServicePremises,
    Unit,
)
from linli.registry.models.owners import Owner, Ownership
from linli.registry.models.rosters import (
    ExportedOwner,
    PersonalExport,
    RosterFile,
    RosterImport,
)
from linli.registry.models.service import Enterprise, ServiceContract, ServicePeriod

__all__ = [
    "Building",
    "Compound",
    "CompoundPlace",
    "CompoundTrait",
    "Enterprise",
    "ExportedOwner",
    "Owner",
    "Ownership",
    "ParkingSpace",
    "PersonalExport",
    "RosterFile",
    "RosterImport",
    "ServiceContract",
    "ServicePeriod",
    "ServicePremises",
    "Unit",
]
