"""Shapes of what stands in a compound, of owners, and of rosters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import (
    Area,
    Day,
    FindingTold,
    Given,
    Line,
    Place,
    Reason,
    Replaces,
    Told,
    Version,
    Whole,
    Words,
)
from linli.registry.data import AreaSource, OwnerKind, PersonalField, Use


class BuildingTold(Told):
    """A building and what stands in it. ``area`` in whole hundredths of a square metre."""

    id: UUID
    name: str
    units: int
    area: int
    owned: int
    unsold: int


class Buildings(Told):
    """The buildings of a compound, numbers in their order."""

    compound: Place
    items: list[BuildingTold]


class UnitTold(Told):
    """A unit of a building. ``area`` in whole hundredths of a square metre."""

    id: UUID
    entrance: str
    floor: int | None
    room: str
    area: int | None
    area_source: str
    use: str
    is_sold: bool
    is_delivered: bool


class OwnerOfUnit(Told):
    """An owner of a unit; ID number and telephone are masked."""

    owner: UUID
    kind: str
    name: str
    id_number: str
    phone: str
    share: str
    is_voter: bool
    from_on: Day | None
    to_on: Day | None


class UnitFile(Told):
    """A unit with its owners, now and before, for posts that may know them; else none."""

    unit: UnitTold
    building: Place
    compound: Place
    owners: list[OwnerOfUnit]
    earlier: list[OwnerOfUnit]
    version: Version


class OwnerSearch(Given):
    """Whom to look for: a name, or an ID number or telephone exactly.

    Sent in the body, so that no number stands in the address of a request.
    """

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class OwnerTold(Told):
    """An owner, masked."""

    id: UUID
    kind: str
    name: str
    id_number: str
    phone: str
    version: Version


class OwnedTold(Told):
    """A unit that an owner has or had."""

    unit: Place
    building: str
    compound: Place
    from_on: Day | None
    to_on: Day | None


class OwnerFile(Told):
    """An owner, masked, and what is owned in the post's reach."""

    owner: OwnerTold
    units: list[OwnedTold]


class Owners(Told):
    """Owners found, at most fifty."""

    items: list[OwnerTold]


class ReadGiven(Given):
    """Which value of an owner is to be read in full, and what for."""

    field: PersonalField
    reason: Annotated[Words, StringConstraints(min_length=1)]


class ReadTold(Told):
    """The value in full. Reading it is an act that the owner can ask about."""

    field: PersonalField
    value: str


class AccessTold(Told):
    """Who looked at an owner's data, when, how, at what, and why."""

    at: datetime
    by: str
    how: str
    what: str
    reason: str


class Accesses(Told):
    """Readings of an owner's data, the latest first."""

    items: list[AccessTold]


class UnitGiven(Given):
    """What a unit is. ``area`` in whole hundredths of a square metre, none while not known."""

    building: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    entrance: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    floor: Annotated[int | None, Field(strict=True, ge=-9, le=200)] = None
    room: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    area: Area | None = None
    area_source: AreaSource = AreaSource.UNKNOWN
    use: Use = Use.RESIDENTIAL
    is_sold: Annotated[bool, Field(strict=True)] = True
    is_delivered: Annotated[bool, Field(strict=True)] = True


class UnitChange(Whole, UnitGiven):
    """What a unit is to be."""

    replaces: Replaces


class OwnerGiven(Given):
    """An owner's entry; numbers left empty stay as they are."""

    name: Annotated[Line, StringConstraints(min_length=1)]
    kind: OwnerKind = OwnerKind.PERSON
    id_number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""


class OwnerChange(Whole, OwnerGiven):
    """An owner's entry as it is to be; numbers left out or empty stay as they are."""

    MAY_LACK = frozenset({"id_number", "phone"})
    replaces: Replaces


class CoOwnerGiven(OwnerGiven):
    """One owner of a unit. ``share`` as ``1/2``; empty: the only owner, or joint ownership."""

    share: Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,8}/[1-9][0-9]{0,8})?$")] = ""
    is_voter: Annotated[bool, Field(strict=True)] = False


class OwnersGiven(Given):
    """Who owns a unit from a day on; what others own ends on that day."""

    from_on: Day
    owners: Annotated[list[CoOwnerGiven], Field(min_length=1, max_length=20)]
    replaces: Replaces


class VoterGiven(Given):
    """The co-owner who votes for all of them."""

    owner: UUID
    replaces: Replaces


class ReasonGiven(Given):
    """Why."""

    reason: Reason


class RosterTold(Told):
    """A roster that was handed in and how it stands."""

    id: UUID
    name: str
    state: str
    size: int
    counts: dict[str, int]
    handed_in_by: str
    at: datetime
    ended_at: datetime | None


class ProgressTold(Told):
    """How far background work is; ``total`` 0: not known."""

    state: str
    done: int
    total: int
    message: str


class RosterFile(Told):
    """A roster with what was found, what it would change, and the work under way."""

    roster: RosterTold
    progress: ProgressTold | None
    findings: list[FindingTold]
    difference: dict[str, list[dict[str, Any]]]
