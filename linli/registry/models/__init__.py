"""Tables of the register."""

from linli.registry.models.compounds import Compound, CompoundTrait
from linli.registry.models.homes import Building, CompoundPlace, Unit
from linli.registry.models.owners import Owner, OwnerLogin, Ownership
from linli.registry.models.places import ParkingSpace, ServicePremises
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
    "OwnerLogin",
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
