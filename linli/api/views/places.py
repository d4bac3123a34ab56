"""Parking spaces and premises of a compound: listed, entered, changed, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.api.data.places import (
    PlaceEndGiven,
    PremisesChange,
    PremisesGiven,
    PremisesTold,
    SpaceChange,
    SpaceGiven,
    SpaceTold,
)
from linli.api.data.shapes import Page, PageQuery
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import page, place
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import ROSTERS, ParkingFacts, PlaceSort, PremisesFacts


@operation(
    "GET", "compounds/{uuid:public_id}/parking", right="registry.view", tag=Tag.COMPOUNDS,
    gives=Page[SpaceTold], says=_("Parking spaces of a compound, those that have ended too"),
)  # fmt: skip
def spaces(request: ActorRequest, public_id: UUID, query: Query[PageQuery]) -> Page[SpaceTold]:
    """By their number."""
    compound = selectors.compound(request.actor, public_id)
    rows: Any = selectors.places_of(compound, PlaceSort.PARKING).select_related("compound")
    return page(SpaceTold, rows, query, sort="number", told=_space)


@operation(
    "POST", "compounds/{uuid:public_id}/parking", right=ROSTERS, tag=Tag.COMPOUNDS,
    gives=SpaceTold, status=201, says=_("Enter a parking space"),
)  # fmt: skip
def space_register(request: ActorRequest, public_id: UUID, payload: Body[SpaceGiven]) -> SpaceTold:
    """Refused with 409 when the compound has the number now."""
    entered = services.register_place(
        actor=request.actor,
        at=clock.now(),
        compound=public_id,
        facts=_parking(payload),
        from_on=payload.from_on,
    )
    return _space(entered)


@operation(
    "POST", "parking/{uuid:public_id}/change", right=ROSTERS, tag=Tag.COMPOUNDS, gives=SpaceTold,
    says=_("Change a parking space from a day on, or correct it"),
)  # fmt: skip
def space_change(request: ActorRequest, public_id: UUID, payload: Body[SpaceChange]) -> SpaceTold:
    """A later day ends the entry and begins another, with an id of its own."""
    changed = services.change_place(
        actor=request.actor,
        at=clock.now(),
        place=public_id,
        facts=_parking(payload),
        from_on=payload.from_on,
        replaces=payload.replaces,
    )
    return _space(changed)


@operation(
    "POST", "parking/{uuid:public_id}/end", right=ROSTERS, tag=Tag.COMPOUNDS, gives=SpaceTold,
    says=_("End a parking space, saying why"),
)  # fmt: skip
def space_end(request: ActorRequest, public_id: UUID, payload: Body[PlaceEndGiven]) -> SpaceTold:
    """What was stays on record."""
    return _space(_ended(request, public_id, PlaceSort.PARKING, payload))


@operation(
    "GET", "compounds/{uuid:public_id}/premises", right="registry.view", tag=Tag.COMPOUNDS,
    gives=Page[PremisesTold], says=_("Premises of a compound, those that have ended too"),
)  # fmt: skip
def premises(request: ActorRequest, public_id: UUID, query: Query[PageQuery]) -> Page[PremisesTold]:
    """By their location."""
    compound = selectors.compound(request.actor, public_id)
    rows: Any = selectors.places_of(compound, PlaceSort.PREMISES).select_related("compound")
    return page(PremisesTold, rows, query, sort="address", told=_room)


@operation(
    "POST", "compounds/{uuid:public_id}/premises", right=ROSTERS, tag=Tag.COMPOUNDS,
    gives=PremisesTold, status=201, says=_("Enter a room of the service or the committee"),
)  # fmt: skip
def premises_register(
    request: ActorRequest, public_id: UUID, payload: Body[PremisesGiven]
) -> PremisesTold:
    """Refused with 409 when the compound has one of the location now."""
    entered = services.register_place(
        actor=request.actor,
        at=clock.now(),
        compound=public_id,
        facts=_premises(payload),
        from_on=payload.from_on,
    )
    return _room(entered)


@operation(
    "POST", "premises/{uuid:public_id}/change", right=ROSTERS, tag=Tag.COMPOUNDS,
    gives=PremisesTold, says=_("Change a room from a day on, or correct it"),
)  # fmt: skip
def premises_change(
    request: ActorRequest, public_id: UUID, payload: Body[PremisesChange]
) -> PremisesTold:
    """A later day ends the entry and begins another, with an id of its own."""
    changed = services.change_place(
        actor=request.actor,
        at=clock.now(),
        place=public_id,
        facts=_premises(payload),
        from_on=payload.from_on,
        replaces=payload.replaces,
    )
    return _room(changed)


@operation(
    "POST", "premises/{uuid:public_id}/end", right=ROSTERS, tag=Tag.COMPOUNDS,
    gives=PremisesTold, says=_("End a room, saying why"),
)  # fmt: skip
def premises_end(
    request: ActorRequest, public_id: UUID, payload: Body[PlaceEndGiven]
) -> PremisesTold:
    """What was stays on record."""
    return _room(_ended(request, public_id, PlaceSort.PREMISES, payload))


def _ended(request: ActorRequest, public_id: UUID, sort: PlaceSort, given: PlaceEndGiven) -> Any:
    return services.end_place(
        actor=request.actor,
        at=clock.now(),
        place=public_id,
        sort=sort,
        to_on=given.to_on,
        reason=given.reason,
    )


def _parking(given: SpaceGiven) -> ParkingFacts:
    return ParkingFacts(**given.model_dump(exclude={"from_on", "replaces"}))


def _premises(given: PremisesGiven) -> PremisesFacts:
    return PremisesFacts(**given.model_dump(exclude={"from_on", "replaces"}))


def _space(row: Any) -> SpaceTold:
    return SpaceTold(
        id=row.public_id,
        compound=place(row.compound),
        number=row.number,
        kind=row.kind,
        tenure=row.tenure,
        area=row.area,
        is_registrable=row.is_registrable,
        unit=row.unit.label if row.unit else "",
        from_on=row.from_on,
        to_on=row.to_on,
        version=selectors.place_entry(row).version,
    )


def _room(row: Any) -> PremisesTold:
    return PremisesTold(
        id=row.public_id,
        compound=place(row.compound),
        address=row.address,
        kind=row.kind,
        area=row.area,
        source=row.source,
        from_on=row.from_on,
        to_on=row.to_on,
        version=selectors.place_entry(row).version,
    )
