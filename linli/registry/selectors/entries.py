"""Records as they stand, for those who change them (``kernel.editing``): pages, programs, services.

What a form shows and what the service compares under the lock come from here alike.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from linli.kernel.editing import Entry
from linli.kernel.masks import mask_name, mask_number, mask_phone
from linli.kernel.web.formats import listed
from linli.registry.data import PlaceSort, TraitKind
from linli.registry.models import (
    Compound,
    CompoundTrait,
    Enterprise,
    Owner,
    Ownership,
    ParkingSpace,
    ServiceContract,
    ServicePremises,
    Unit,
)
from linli.registry.selectors.homes import unit_facts

BASICS = ("name", "buildings", "households", "built_year", "area")
PLACE_FIELDS: dict[PlaceSort, tuple[str, ...]] = {
    PlaceSort.PARKING: ("number", "kind", "tenure", "area", "is_registrable"),
    PlaceSort.PREMISES: ("address", "kind", "area", "source"),
}


def basics_entry(compound: Compound) -> Entry:
    """The basics of a compound. No query."""
    return _entry(compound, {name: getattr(compound, name) for name in BASICS})


def traits_entry(compound: Compound) -> Entry:
    """Class, kind and mode of a compound as they were last said. One query."""
    rows = CompoundTrait.objects.filter(compound=compound, valid_to__isnull=True)
    said = {row.trait: row.value for row in rows}
    return _entry(compound, {str(trait): said.get(trait, "") for trait in TraitKind})


def enterprise_entry(enterprise: Enterprise) -> Entry:
    """An enterprise. No query."""
    return _entry(enterprise, {"name": enterprise.name, "uscc": enterprise.uscc})


def contract_entry(contract: ServiceContract, *, in_full: bool) -> Entry:
    """What a contract says about service and contact, masked unless ``in_full``. No query."""
    values = {
        "service_items": list(contract.service_items),
        "manager_name": contract.manager_name.open(),
        "manager_phone": contract.manager_phone.open(),
        "remark": contract.remark,
    }
    masks = {} if in_full else {"manager_name": mask_name, "manager_phone": mask_phone}
    return Entry(contract.public_id, values, masks)


def unit_entry(unit: Unit) -> Entry:
    """What a unit is. The building is joined, or it costs a query."""
    return _entry(unit, asdict(unit_facts(unit)))


def owners_entry(unit: Unit) -> Entry:
    """Who owns a unit, with which shares, and who votes. One query."""
    found = Ownership.objects.filter(unit=unit, to_on__isnull=True).select_related("owner")
    rows = list(found.order_by("id"))
    held = {row.owner_id: (row.numerator, row.denominator, row.is_voter) for row in rows}
    names = listed(mask_name(row.owner.name) for row in rows)
    return Entry(unit.public_id, {"owners": plain_owners(held)}, {"owners": lambda _held: names})


def plain_owners(held: dict[int, tuple[int, int, bool]]) -> list[str]:
    """Owners by key, with share and vote, in a form that compares."""
    return [f"{owner}:{part}/{whole}:{voter}" for owner, (part, whole, voter) in held.items()]


def owner_entry(owner: Owner) -> Entry:
    """An owner; of the numbers is said what is left by their masks. No query."""
    values = {
        "name": owner.name,
        "kind": owner.kind,
        "id_number": owner.id_number.open(),
        "phone": owner.phone.open(),
    }
    return Entry(owner.public_id, values, {"id_number": mask_number, "phone": mask_phone})


def place_entry(place: ParkingSpace | ServicePremises) -> Entry:
    """A parking space or a room. The unit of a space is joined, or it costs a query."""
    if isinstance(place, ServicePremises):
        names = PLACE_FIELDS[PlaceSort.PREMISES]
        return _entry(place, {name: getattr(place, name) for name in names})
    values = {name: getattr(place, name) for name in PLACE_FIELDS[PlaceSort.PARKING]}
    return _entry(place, {**values, "unit": place.unit.label if place.unit else ""})


def _entry(row: Any, values: dict[str, Any]) -> Entry:
    return Entry(row.public_id, values)
