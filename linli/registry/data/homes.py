"""Words of what stands in a compound, and of who owns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.registry.data.succession import Consequence
from linli.territory.data import PlaceChange as PlaceChange

UNIT = "unit"
"""Subject kind of acts done to one unit."""

OWNER = "owner"
"""Subject kind of acts done to an owner: also every reading of personal data in full."""

OWNERS = "registry.owners"
"""The right to see who owns what, masked, and to look an owner up."""

UNMASK = "registry.unmask"
"""The right to read one personal value in full, with a reason."""

INVITE = "registry.invite"
"""The right to give an owner a login of his own, and to end it."""

OWN = "registry.own"
"""The right of an owner to his own data, and to learn who has looked at them."""


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


class PlaceSort(StrEnum):
    """What else a compound has that is kept one by one, with dates."""

    PARKING = "parking"
    PREMISES = "premises"


class ParkingKind(StrEnum):
    """Where a parking space is."""

    GROUND = "ground"
    UNDERGROUND = "underground"
    MECHANICAL = "mechanical"


class Tenure(StrEnum):
    """Whose a parking space is: an owner's, let, all owners' together, civil defence, unsold."""

    UNKNOWN = ""
    OWNED = "owned"
    RENTED = "rented"
    SHARED = "shared"
    CIVIL_DEFENCE = "civil_defence"
    DEVELOPER = "developer"


class PremisesKind(StrEnum):
    """Whom a room of a compound serves: the property service, or the owners' committee."""

    SERVICE = "service"
    COMMITTEE = "committee"


class PremisesSource(StrEnum):
    """How a compound came by such a room."""

    UNKNOWN = ""
    PLANNED = "planned"
    HANDED_OVER = "handed_over"
    RENTED = "rented"
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


class ShareFault(StrEnum):
    """What is out of order among the owners of one unit."""

    NOBODY = "nobody"
    NO_NAME = "no_name"
    BEYOND_WHOLE = "beyond_whole"
    NOT_THE_WHOLE = "not_the_whole"
    SOME_UNKNOWN = "some_unknown"
    TWO_VOTERS = "two_voters"
    TWICE = "twice"


# --- taken in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit is. ``area`` in whole 0.01 m², None while it is not known.

    Not sold, or sold and not handed over: it counts as the developer's.
    """

    building: str
    room: str
    entrance: str = ""
    floor: int | None = None
    area: int | None = None
    area_source: AreaSource = AreaSource.UNKNOWN
    use: Use = Use.RESIDENTIAL
    is_sold: bool = True
    is_delivered: bool = True


@dataclass(frozen=True, slots=True)
class ParkingFacts:
    """What a parking space is. ``area`` in whole 0.01 m²; ``unit`` as ``building-entrance-room``.

    ``is_registrable``: it can be entered in the land register by itself.
    """

    number: str
    kind: ParkingKind = ParkingKind.GROUND
    tenure: Tenure = Tenure.UNKNOWN
    area: int | None = None
    is_registrable: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PremisesFacts:
    """What a room of the service or of the committee is. ``area`` in whole 0.01 m²."""

    address: str
    kind: PremisesKind
    area: int
    source: PremisesSource = PremisesSource.UNKNOWN


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Somebody who owns a unit from now on. The share is ``0/0`` where it is not known."""

    name: str
    kind: OwnerKind = OwnerKind.PERSON
    id_number: str = ""
    phone: str = ""
    numerator: int = 1
    denominator: int = 1
    is_voter: bool = False


# --- handed out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """Communities merged, split, or giving compounds away, as it is asked for.

    Compounds of the ``sources`` (division codes) lie in ``target`` from the day ``on``: in a
    community there is, or, where that is empty, in a new one called ``new_name`` under ``street``.
    Merging takes all compounds and ends the sources; else ``compounds`` (public ids) says which.
    """

    kind: PlaceChange
    sources: tuple[str, ...]
    on: date
    target: str = ""
    new_name: str = ""
    street: str = ""
    compounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReorganisationPlan:
    """What a reorganisation would do, in names; ``digest`` tells whether it still would.

    ``follows`` is what goes along by itself, ``decide`` what somebody must see to by hand.
    """

    target: str
    opens: bool
    ends: tuple[str, ...]
    compounds: tuple[str, ...]
    posts: tuple[str, ...]
    digest: str
    follows: tuple[Consequence, ...] = ()
    decide: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerInvitation:
    """What an office hands to an owner, once: the login, the link's token, how long it holds."""

    login: str
    token: str
    expires_at: datetime


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
