"""Parking spaces and rooms of the service for the compounds whose flats the demonstration knows.

All made up: every number and every address says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.cli.sample.data import MARK
from linli.kernel.actors import Actor
from linli.registry import selectors, services
from linli.registry.data import (
    ParkingFacts,
    ParkingKind,
    PlaceSort,
    PremisesFacts,
    PremisesKind,
    PremisesSource,
    Tenure,
)

_OWNED = 3
_SPACE = 1_320
"""A space of 13.20 m², in whole 0.01 m²."""
_BELOW, _ABOVE = ParkingKind.UNDERGROUND, ParkingKind.GROUND
PREMISES = (
    PremisesFacts(
        f"{MARK}1号楼一层101室", PremisesKind.SERVICE, 12_600, PremisesSource.HANDED_OVER
    ),
    PremisesFacts(f"{MARK}1号楼一层102室", PremisesKind.COMMITTEE, 2_400, PremisesSource.PLANNED),
)


@transaction.atomic
def settle(*, actor: Actor, at: datetime, compounds: Iterable[UUID]) -> None:
    """Enter spaces and rooms of these compounds, each compound once."""
    for public_id in compounds:
        compound = selectors.compound(actor, public_id)
        if selectors.places_of(compound, PlaceSort.PARKING).exists():
            continue
        units = [
            f"{unit.building.name}-{unit.entrance}-{unit.room}"
            for row in selectors.buildings_of(compound)[:1]
            for unit in selectors.units_in(row.building).order_by("id")[:_OWNED]
        ]
        made_up: list[ParkingFacts | PremisesFacts] = [*_spaces(units), *PREMISES]
        for facts in made_up:
            services.register_place(
                actor=actor, at=at, compound=public_id, facts=facts, from_on=None
            )


def _spaces(units: list[str]) -> list[ParkingFacts]:
    """Some of every sort: owned with a flat, unsold, civil defence, all owners' on the ground."""
    owned = [
        ParkingFacts(
            f"{MARK}地下{number:03d}",
            _BELOW,
            Tenure.OWNED,
            _SPACE,
            is_registrable=True,
            unit=unit,
        )
        for number, unit in enumerate(units, start=1)
    ]
    return [
        *owned,
        ParkingFacts(f"{MARK}地下004", _BELOW, Tenure.DEVELOPER, _SPACE, is_registrable=True),
        ParkingFacts(f"{MARK}人防001", _BELOW, Tenure.CIVIL_DEFENCE, _SPACE),
        ParkingFacts(f"{MARK}地面001", _ABOVE, Tenure.SHARED),
        ParkingFacts(f"{MARK}地面002", _ABOVE, Tenure.SHARED),
    ]
