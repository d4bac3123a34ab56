"""What the journal speaks of: subjects of acts, declared verbs, seals and their published heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

REFUSED = "journal.refused"
READ = "journal.read"
RETIRE = "journal.retire"
RETIREMENT = "retirement"
# Network logs are kept at least six months (Cybersecurity Law, article 21): the database itself
# lets no younger act go, whatever the setting says.
LEAST_DAYS = 180
# No transaction lasts so long: a row that is still without a seal then was put in afterwards.
SETTLED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was done to, as plain values: the record outlives the thing."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ActRecorded:
    """Event: an act has been written. Listeners look it up; most only look at the verb."""

    district: str
    verb: str


@dataclass(frozen=True, slots=True)
class WrittenAct:
    """An act as plain values, for apps that let something follow from it; ``row`` orders acts."""

    row: int
    public_id: UUID
    at: datetime
    verb: str
    body_id: str
    division: str
    subject_kind: str
    subject_id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The latest seal of a district: whoever holds a copy can tell whether anything before it
    was altered, removed or added since. ``district`` is empty for acts of the whole installation.
    """

    district: str
    number: int
    total: int
    hash: str
    algorithm: str
    sealed_at: datetime

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "sealed_at": self.sealed_at.isoformat()}


@dataclass(frozen=True, slots=True)
class Retirable:
    """Whole seals of one district whose acts may go into an archive, and the rows they cover."""

    district: str
    first_seal: int
    last_seal: int
    first_id: int
    last_id: int
    count: int
    sealed_until: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """A head somebody kept: the hash, and the district and number where they were kept too."""

    hash: str
    district: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a seal covers an act: the hashes from its digest up to the seal's root."""

    number: int
    sealed_at: datetime
    algorithm: str
    steps: tuple[tuple[str, str], ...]
    root: str
    seal: str
    holds: bool


_verbs: dict[str, object] = {}


def register_verbs(verbs: Mapping[str, object]) -> None:
    """Declare the acts an app records: dotted verb and its lazy text ("submitted the report")."""
    _verbs.update(verbs)


def verb_label(verb: str) -> object:
    """The text of a verb; the verb itself when its app is gone."""
    return _verbs.get(verb, verb)


def is_declared(verb: str) -> bool:
    """Whether an app has declared the verb."""
    return verb in _verbs


def declared_verbs() -> Mapping[str, object]:
    """Every declared verb with its text."""
    return dict(_verbs)
