"""Buildings, units and their owners as pages show them. Personal values come masked."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.masks import mask_number, mask_phone
from linli.kernel.sealed import lookup_hash
from linli.registry.data import (
    AreaSource,
    HousingFigures,
    OwnerKind,
    OwnerLine,
    UnitFacts,
    Use,
)
from linli.registry.models import Building, Compound, Owner, Ownership, Unit
from linli.registry.querysets import UnitQuerySet

MOST_FOUND = 50
_SHORTEST_NUMBER = 6


class UnitState(StrEnum):
    """What a unit's cell in the grid says."""

    OWNED = "owned"
    UNKNOWN = "unknown"
    UNSOLD = "unsold"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building and what stands in it; ``area`` in 0.01 m²."""

    building: Building
    units: int
    area: int
    owned: int
    unsold: int

    @property
    def unknown(self) -> int:
        """Units that nobody is recorded to own, though they are sold."""
        return max(0, self.units - self.owned - self.unsold)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One unit in the grid."""

    unit: Unit
    state: UnitState


@dataclass(frozen=True, slots=True)
class GridFloor:
    """A floor with its cells, one list for each entrance in the order of the grid's head."""

    floor: int | None
    entrances: list[list[GridCell]]


def buildings_of(compound: Compound) -> list[BuildingRow]:
    """The buildings of a compound, numbers in their order. One query."""
    found = Building.objects.filter(compound=compound).annotate(
        count=Count("units"),
        total=Sum("units__area"),
        owned=Count("units", filter=_owned("units__pk")),
        unsold=Count("units", filter=Q(units__is_sold=False)),
    )
    rows = [
        BuildingRow(row, row.count, row.total or 0, row.owned, row.unsold)
        for row in found.order_by("id")
    ]
    return sorted(rows, key=lambda row: _natural(row.building.name))


def housing(rows: list[BuildingRow]) -> HousingFigures:
    """What a compound has in the register, from its buildings. No query."""
    return HousingFigures(
        buildings=len(rows),
        units=sum(row.units for row in rows),
        area=sum(row.area for row in rows),
        owned=sum(row.owned for row in rows),
        unsold=sum(row.unsold for row in rows),
    )


def building(actor: Actor, public_id: UUID) -> Building:
    """One building with compound and community. One query. Raises NotFound."""
    found: Building | None = (
        Building.objects.visible_to(actor)
        .select_related("compound__community")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such building in your scope."))
    return found


def grid(building: Building) -> tuple[list[str], list[GridFloor]]:
    """Entrances, and floors from the top down with their units. One query."""
    units = Unit.objects.filter(building=building).annotate(has_owner=_owned())
    found = list(units.by_place())
    entrances = sorted({unit.entrance for unit in found}, key=_natural)
    floors: dict[int | None, list[list[GridCell]]] = defaultdict(lambda: [[] for _ in entrances])
    for unit in sorted(found, key=lambda unit: _natural(unit.room)):
        floors[unit.floor][entrances.index(unit.entrance)].append(GridCell(unit, _state(unit)))
    order = sorted(floors, key=lambda floor: (floor is not None, floor or 0), reverse=True)
    return entrances, [GridFloor(floor, floors[floor]) for floor in order]


def units_in(building: Building) -> UnitQuerySet:
    """The units of a building, unordered. No query until used."""
    return Unit.objects.filter(building=building)


def unit(actor: Actor, public_id: UUID) -> Unit:
    """One unit with building, compound and community. One query. Raises NotFound."""
    found: Unit | None = (
        Unit.objects.visible_to(actor)
        .select_related("building", "compound__community")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such unit in your scope."))
    return found


def unit_facts(unit: Unit) -> UnitFacts:
    """What the register says about a unit. The building is joined, or it costs a query."""
    return UnitFacts(
        building=unit.building.name,
        entrance=unit.entrance,
        floor=unit.floor,
        room=unit.room,
        area=unit.area,
        area_source=AreaSource(unit.area_source),
        use=Use(unit.use),
        is_sold=unit.is_sold,
        is_delivered=unit.is_delivered,
    )


def owners_of(unit: Unit, *, actor: Actor, on: date) -> tuple[list[OwnerLine], list[OwnerLine]]:
    """Who owns a unit on a day, and who did before. One query."""
    found = (
        Ownership.objects.visible_to(actor)
        .filter(unit=unit)
        .select_related("owner")
        .order_by("-is_voter", "id")
    )
    now: list[OwnerLine] = []
    before: list[OwnerLine] = []
    for row in found:
        (before if row.to_on and row.to_on <= on else now).append(_line(row))
    return now, before


def owner(actor: Actor, public_id: UUID) -> Owner:
    """One owner. One query. Raises NotFound."""
    found: Owner | None = Owner.objects.visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such owner in your scope."))
    return found


def units_of(owner: Owner, *, actor: Actor) -> list[Ownership]:
    """What an owner owns or has owned in the actor's reach. One query."""
    found = Ownership.objects.visible_to(actor).filter(owner=owner)
    return list(found.select_related("unit__building", "unit__compound").order_by("-id"))


def find_owners(actor: Actor, text: str) -> list[Owner]:
    """Owners by ID number or telephone, exactly, or by name. One query, at most fifty."""
    wanted = "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("-", "")
    seen = Owner.objects.visible_to(actor)
    if sum(character.isdigit() for character in wanted) >= _SHORTEST_NUMBER:
        found = seen.hashed(
            {
                "id_hash": lookup_hash(Owner, "id_number", wanted),
                "phone_hash": lookup_hash(Owner, "phone", wanted),
            }
        )
    else:
        found = seen.matching(text)
    return list(found.order_by("search_pinyin", "id")[:MOST_FOUND])


def _owned(unit: str = "pk") -> Exists:
    return Exists(Ownership.objects.filter(unit=OuterRef(unit), to_on__isnull=True))


def _state(unit: Any) -> UnitState:
    if not unit.is_sold:
        return UnitState.UNSOLD
    if not unit.is_delivered:
        return UnitState.UNDELIVERED
    return UnitState.OWNED if unit.has_owner else UnitState.UNKNOWN


def _line(row: Ownership) -> OwnerLine:
    return OwnerLine(
        public_id=str(row.owner.public_id),
        kind=OwnerKind(row.owner.kind),
        name=row.owner.name,
        id_number=mask_number(row.owner.id_number.open()),
        phone=mask_phone(row.owner.phone.open()),
        share=row.share,
        is_voter=row.is_voter,
        from_on=row.from_on,
        to_on=row.to_on,
    )


def _natural(name: str) -> tuple[int, str]:
    """Numbers as numbers: 2 before 10."""
    digits = "".join(character for character in name if character.isdigit())
    return (int(digits) if digits and len(digits) < 9 else 10**9, name)
