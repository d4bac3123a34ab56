"""Words of publishing: what is published, on what basis, in which state it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PublicationKind(StrEnum):
    """What a publication is about; one of a kind and place is in force at a time."""

    COVERAGE = "coverage"


class ItemKind(StrEnum):
    """What one published row is about. Which facts it may hold: ``rules.ALLOWED``."""

    COVERAGE = "coverage"
    COMPOUND = "compound"


class State(StrEnum):
    """Where a publication stands on a day. Only what is in force shows its content."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Basis:
    """The clause that has something published, as plain values printed on the page."""

    clause: str
    cite: str
    document: str
    release: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One row to publish. ``key`` names the thing (a compound's public id, a division's code)."""

    kind: ItemKind
    key: str
    name: str
    division: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """A district that publishes something."""

    code: str
    name: str
