"""What a district of the demonstration is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linli.accounts.data import Role
from linli.registry.data import TraitKind
from linli.territory.data import BodyKind

MARK = "【演示】"
"""What the name of every made-up compound and enterprise begins with."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A body of the demonstration: where it sits and what it is called."""

    code: str
    name: str
    kind: BodyKind
    division: str


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who can log in to the demonstration, and the post they hold."""

    login: str
    role: Role
    title: str
    seat: str
    scope: str


@dataclass(frozen=True, slots=True)
class People:
    """The bodies and posts of one district, in office from a day on."""

    district: str
    since: date
    seats: tuple[Seat, ...]
    personas: tuple[Persona, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """So many compounds of one sort, as the district counts them.

    ``modes`` says how many of them are managed how; where ``served`` does not name the mode,
    nobody holds a contract. ``area`` is what they have together in whole m²; None where nothing
    is published and any size will do. ``built`` are the first and last year of building.
    """

    count: int
    traits: Mapping[TraitKind, str]
    modes: Mapping[str, int]
    built: tuple[int, int]
    endings: Sequence[str]
    area: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What a contract of one mode says: nature and items in the words of the policy."""

    items: tuple[str, ...]
    nature: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A district of the demonstration whose register is made up.

    ``layers`` are the policy folders above and including its own, each with the day it governs
    from; ``opens_on`` is the day on which the demonstration stands there. ``letter`` and
    ``number`` set its canaries apart; ``outside`` are codes of other places in which enterprises
    are registered.
    """

    key: str
    people: People
    layers: tuple[tuple[str, date], ...]
    adopted_on: date
    opens_on: date
    groups: tuple[Group, ...]
    served: Mapping[str, Service]
    local: int
    outside: int
    outside_codes: tuple[str, ...]
    letter: str
    number: str
    source: str

    @property
    def code(self) -> str:
        """The six digits of the district."""
        return self.people.district


@dataclass(frozen=True, slots=True)
class Canaries:
    """Strings of one kind that exist only in personal data: how they look, and how many."""

    kind: str
    pattern: str
    count: int
    examples: tuple[str, ...]
