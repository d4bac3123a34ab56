"""Shapes of parking spaces, premises, and communities that change."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import (
    Area,
    Day,
    DivisionCode,
    Given,
    Line,
    Place,
    Reason,
    Replaces,
    Told,
    Version,
    Whole,
)
from linli.registry.data import (
    ParkingKind,
    PlaceChange,
    PremisesKind,
    PremisesSource,
    Tenure,
)

Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class SpaceTold(Told):
    """A parking space on the days ``[from_on, to_on)``. ``area`` in hundredths of a m²."""

    id: UUID
    compound: Place
    number: str
    kind: str
    tenure: str
    area: int | None
    is_registrable: bool
    unit: str
    from_on: Day | None
    to_on: Day | None
    version: Version


class PremisesTold(Told):
    """A room of the service or the committee on the days ``[from_on, to_on)``."""

    id: UUID
    compound: Place
    address: str
    kind: str
    area: int
    source: str
    from_on: Day | None
    to_on: Day | None
    version: Version


class SpaceGiven(Given):
    """What a parking space is; ``unit`` as 3-1-402. ``from_on`` none: since before the register."""

    number: Number
    kind: ParkingKind = ParkingKind.GROUND
    tenure: Tenure = Tenure.UNKNOWN
    area: Area | None = None
    is_registrable: Annotated[bool, Field(strict=True)] = False
    unit: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    from_on: Day | None = None


class SpaceChange(Whole, SpaceGiven):
    """What a parking space is to be.

    The day the present entry began, as ``from_on``, or none corrects it; a later one keeps it.
    """

    MAY_LACK = frozenset({"from_on"})
    replaces: Replaces


class PremisesGiven(Given):
    """What a room is. ``from_on`` as for a parking space."""

    address: Address
    kind: PremisesKind
    area: Area
    source: PremisesSource = PremisesSource.UNKNOWN
    from_on: Day | None = None


class PremisesChange(Whole, PremisesGiven):
    """What a room is to be. ``from_on`` as for a parking space."""

    MAY_LACK = frozenset({"from_on"})
    replaces: Replaces


class PlaceEndGiven(Given):
    """The first day without it, and why it ends."""

    to_on: Day
    reason: Reason


class ReorganisationGiven(Given):
    """Which communities change how, from which day on.

    A merger takes all compounds of ``sources``; a split or transfer those named. The target is a
    community there is, or a new one by name and street.
    """

    kind: PlaceChange
    sources: Annotated[list[DivisionCode], Field(min_length=1, max_length=50)]
    on: Day
    target: DivisionCode | None = None
    new_name: Line = ""
    street: DivisionCode | None = None
    compounds: Annotated[list[UUID], Field(max_length=500)] = []


class ReorganisationTold(Told):
    """What would change. ``posts`` move with the communities that end."""

    target: str
    opens: bool
    ends: list[str]
    compounds: list[str]
    posts: list[str]


class SuccessionTold(Told):
    """What became of a community."""

    kind: str
    before: Place
    after: Place
    on: Day


class Successions(Told):
    """Changes of the district's communities, the latest first."""

    items: list[SuccessionTold]
