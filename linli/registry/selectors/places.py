"""Parking spaces and premises of compounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registry.data import ParkingKind, PlaceSort, Tenure
from linli.registry.models import Compound, ParkingSpace, ServicePremises
from linli.registry.querysets import PlaceQuerySet

MODELS: dict[PlaceSort, type[ParkingSpace | ServicePremises]] = {
    PlaceSort.PARKING: ParkingSpace,
    PlaceSort.PREMISES: ServicePremises,
}


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What a compound has to park in and to work in. Areas in 0.01 m²."""

    parking: int
    underground: int
    owned: int
    premises: int
    premises_area: int


def place_figures(compound: Compound, *, on: date) -> PlaceFigures:
    """The figures of a day. Two queries."""
    parking = (
        ParkingSpace.objects.on(on)
        .filter(compound=compound)
        .aggregate(
            all=Count("id"),
            underground=Count("id", filter=Q(kind=ParkingKind.UNDERGROUND)),
            owned=Count("id", filter=Q(tenure=Tenure.OWNED)),
        )
    )
    premises = (
        ServicePremises.objects.on(on)
        .filter(compound=compound)
        .aggregate(all=Count("id"), area=Sum("area"))
    )
    return PlaceFigures(
        parking=parking["all"],
        underground=parking["underground"],
        owned=parking["owned"],
        premises=premises["all"],
        premises_area=premises["area"] or 0,
    )


def places_of(compound: Compound, sort: PlaceSort) -> PlaceQuerySet:
    """All entries of a sort, past ones too, unordered. No query until used."""
    rows: PlaceQuerySet = MODELS[sort].objects.filter(compound=compound)
    return rows.select_related("unit__building") if sort is PlaceSort.PARKING else rows


def place(actor: Actor, sort: PlaceSort, public_id: UUID) -> Any:
    """One parking space or room with its compound. One query. Raises NotFound."""
    joined = ["compound__community"]
    if sort is PlaceSort.PARKING:
        joined.append("unit__building")
    found = (
        MODELS[sort]
        .objects.visible_to(actor)
        .select_related(*joined)
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such space or room in your scope."))
    return found
