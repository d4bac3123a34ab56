"""Buildings, units and owners. Personal values come masked; in full only as an act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.accounts.data import TokenReach
from linli.api.data.homes import (
    Accesses,
    AccessTold,
    Buildings,
    BuildingTold,
    OwnedTold,
    OwnerFile,
    OwnerOfUnit,
    Owners,
    OwnerSearch,
    OwnerTold,
    ReadGiven,
    ReadTold,
    UnitFile,
    UnitTold,
)
from linli.api.data.shapes import Page, PageQuery, Place
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import moment, page, place
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.masks import mask_number, mask_phone
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import OWNERS, OwnerLine


@operation(
    "GET", "compounds/{uuid:public_id}/buildings", right="registry.view", tag=Tag.OWNERS,
    gives=Buildings, says=_("Buildings of a compound with their units counted"),
)  # fmt: skip
def buildings(request: ActorRequest, public_id: UUID) -> Buildings:
    """Areas in whole hundredths of a square metre."""
    compound = selectors.compound(request.actor, public_id)
    return Buildings(
        compound=place(compound),
        items=[
            BuildingTold(
                id=row.building.public_id,
                name=row.building.name,
                units=row.units,
                area=row.area,
                owned=row.owned,
                unsold=row.unsold,
            )
            for row in selectors.buildings_of(compound)
        ],
    )


@operation(
    "GET", "buildings/{uuid:public_id}/units", right="registry.view", tag=Tag.OWNERS,
    gives=Page[UnitTold], says=_("Units of a building, page by page"),
)  # fmt: skip
def units(request: ActorRequest, public_id: UUID, query: Query[PageQuery]) -> Page[UnitTold]:
    """In the order in which they were entered."""
    building = selectors.building(request.actor, public_id)
    rows = selectors.units_in(building)
    return page(UnitTold, rows, query, sort="id", told=_unit)


@operation(
    "GET", "units/{uuid:public_id}", right="registry.view", tag=Tag.OWNERS, gives=UnitFile,
    says=_("One unit; its owners for posts that may know them, masked"),
)  # fmt: skip
def unit(request: ActorRequest, public_id: UUID) -> UnitFile:
    """Without the right to owners the two lists are empty."""
    return unit_file(request.actor, public_id)


@operation(
    "POST", "owners/search", right="registry.owners", tag=Tag.OWNERS, gives=Owners,
    reach=TokenReach.READ, says=_("Look an owner up by name, telephone or ID number"),
)  # fmt: skip
def owner_search(request: ActorRequest, payload: Body[OwnerSearch]) -> Owners:
    """By name in any of its readings, or by a whole number exactly. Changes nothing."""
    found = selectors.find_owners(request.actor, payload.text)
    return Owners(items=[owner_told(row) for row in found])


@operation(
    "GET", "owners/{uuid:public_id}", right="registry.owners", tag=Tag.OWNERS, gives=OwnerFile,
    says=_("One owner, masked, and what is owned"),
)  # fmt: skip
def owner(request: ActorRequest, public_id: UUID) -> OwnerFile:
    """Units in the post's reach only."""
    found = selectors.owner(request.actor, public_id)
    return OwnerFile(
        owner=owner_told(found),
        units=[
            OwnedTold(
                unit=Place(id=str(row.unit.public_id), name=str(row.unit)),
                building=row.unit.building.name,
                compound=place(row.unit.compound),
                from_on=row.from_on,
                to_on=row.to_on,
            )
            for row in selectors.units_of(found, actor=request.actor)
        ],
    )


@operation(
    "POST", "owners/{uuid:public_id}/read", right="registry.unmask", tag=Tag.OWNERS,
    gives=ReadTold, reach=TokenReach.PERSONAL,
    says=_("Read one value of an owner in full, with a reason"),
)  # fmt: skip
def owner_read(request: ActorRequest, public_id: UUID, payload: Body[ReadGiven]) -> ReadTold:
    """An act: the owner can ask who looked. Needs a token made for personal data."""
    value = services.read_personal(
        actor=request.actor,
        at=clock.now(),
        owner=public_id,
        field=payload.field,
        reason=payload.reason,
    )
    return ReadTold(field=payload.field, value=value)


@operation(
    "GET", "owners/{uuid:public_id}/accesses", right="registry.accesses", tag=Tag.OWNERS,
    gives=Accesses, says=_("Who looked at an owner's data"),
)  # fmt: skip
def owner_accesses(request: ActorRequest, public_id: UUID) -> Accesses:
    """Readings in full and files handed out, the latest first."""
    found = selectors.owner(request.actor, public_id)
    return Accesses(items=[_access(row) for row in selectors.accesses(found)])


def unit_file(actor: Actor, public_id: UUID) -> UnitFile:
    """A unit; its owners for posts that may know them, masked."""
    found = selectors.unit(actor, public_id)
    now: list[OwnerLine] = []
    before: list[OwnerLine] = []
    if actor.may(OWNERS):
        now, before = selectors.owners_of(found, actor=actor, on=clock.today())
    return UnitFile(
        unit=_unit(found),
        building=place(found.building),
        compound=place(found.compound),
        owners=[_line(row) for row in now],
        earlier=[_line(row) for row in before],
        version=(selectors.unit_entry(found) | selectors.owners_entry(found)).version,
    )


def _unit(row: Any) -> UnitTold:
    return UnitTold(
        id=row.public_id,
        entrance=row.entrance,
        floor=row.floor,
        room=row.room,
        area=row.area,
        area_source=row.area_source,
        use=row.use,
        is_sold=row.is_sold,
        is_delivered=row.is_delivered,
    )


def _line(row: OwnerLine) -> OwnerOfUnit:
    return OwnerOfUnit(
        owner=UUID(row.public_id),
        kind=str(row.kind),
        name=row.name,
        id_number=row.id_number,
        phone=row.phone,
        share=row.share,
        is_voter=row.is_voter,
        from_on=row.from_on,
        to_on=row.to_on,
    )


def owner_told(row: Any) -> OwnerTold:
    """An owner, masked."""
    return OwnerTold(
        id=row.public_id,
        kind=row.kind,
        name=row.name,
        id_number=row.id_number.masked(mask_number),
        phone=row.phone.masked(mask_phone),
        version=selectors.owner_entry(row).version,
    )


def _access(row: selectors.Access) -> AccessTold:
    return AccessTold(
        at=moment(row.at), by=row.by, how=str(row.how), what=str(row.what), reason=row.reason
    )
