"""Words of what stands in a compound, and of who owns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UNIT = "unit"
"""Subject kind of acts done to one unit."""

OWNER = "owner"
"""Subject kind of acts done to an owner: also every reading of personal data in full."""

OWNERS = "registry.owners"
"""The right to see who owns what, masked, and to look an owner up."""

UNMASK = "registry.unmask"
"""The right to read one personal value in full, with a reason."""


class AreaSource(StrEnum):
    """Where an exclusive area is taken from; the land register goes before survey and contract."""

    UNKNOWN = ""
    REGISTER = "register"
    SURVEY = "survey"
    CONTRACT = "contract"


class Use(StrEnum):
    """What a unit is for."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    GARAGE = "garage"
    OTHER = "other"


class OwnerKind(StrEnum):
    """Who an owner is; a developer keeps what is unsold or not handed over yet."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DEVELOPER = "developer"


class PersonalField(StrEnum):
    """A value of an owner that is read in full only as an act with a reason."""

    ID_NUMBER = "id_number"
    PHONE = "phone"


class IdFault(StrEnum):
    """What is odd about the number of an identity card."""

    LENGTH = "length"
    BIRTHDAY = "birthday"
    CHECK_DIGIT = "check_digit"


class PlaceChange(StrEnum):
    """How a compound came to lie in another community."""

    TRANSFER = "transfer"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One owner of a unit as those see it who need not know more.

    ID number and telephone are masked. ``share`` is written as a fraction, empty where it is
    the whole.
    """

    public_id: str
    kind: OwnerKind
    name: str
    id_number: str
    phone: str
    share: str
    is_voter: bool
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class HousingFigures:
    """What a compound has in the register. ``area`` in whole 0.01 m²."""

    buildings: int
    units: int
    area: int
    owned: int
    unsold: int
