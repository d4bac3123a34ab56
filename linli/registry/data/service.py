"""Words of compounds, enterprises and the service between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.kernel.actors import Actor

COMPOUND = "compound"
"""Subject kind of acts done to a compound, its service and its contracts."""

ENTERPRISE = "enterprise"
"""Subject kind of acts done to an enterprise."""

CONTACTS = "registry.contacts"
"""The right to read the names and numbers of contact persons in full."""


class TraitKind(StrEnum):
    """What a compound can be said to be, with dates. The words themselves are policy."""

    CLASS = "class"
    MODE = "mode"
    KIND = "kind"


TRAIT_VOCABULARY: Mapping[TraitKind, str] = {
    TraitKind.CLASS: "compound.class",
    TraitKind.MODE: "service.mode",
    TraitKind.KIND: "compound.kind",
}
"""Policy vocabulary each trait takes its values from."""


class Basis(StrEnum):
    """How the register knows of a service period."""

    TASK_LIST = "task_list"
    CONTRACT = "contract"


class UsccFault(StrEnum):
    """What is odd about a unified social credit code."""

    LENGTH = "length"
    ALPHABET = "alphabet"
    ORGANISATION_DIGIT = "organisation_digit"
    CHECK_DIGIT = "check_digit"


class DateFault(StrEnum):
    """What is out of order among the days of a contract."""

    ENDS_BEFORE_START = "ends_before_start"
    ENDS_BEFORE_SIGNING = "ends_before_signing"
    ENTERS_AFTER_END = "enters_after_end"


# --- taken in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewCompound:
    """A compound to register. ``area`` in whole 0.01 m², ``community`` is a division code."""

    name: str
    community: str
    source: str = ""
    buildings: int | None = None
    households: int | None = None
    built_year: int | None = None
    area: int | None = None


@dataclass(frozen=True, slots=True)
class NewEnterprise:
    """An enterprise to register; ``body`` is the code of the body its posts sit at, if any."""

    name: str
    uscc: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """What a contract says. Codes are those of the policy; ``ends_on`` is its last day.

    ``entry_on`` is the day the enterprise takes up the service, None when it has not yet;
    ``notice_days`` how long before the end whoever will not go on says so, None: as the law says.
    """

    nature: str
    mode: str
    starts_on: date
    ends_on: date | None = None
    signed_on: date | None = None
    entry_on: date | None = None
    service_items: tuple[str, ...] = ()
    manager_name: str = ""
    manager_phone: str = ""
    remark: str = ""
    notice_days: int | None = None


# --- handed out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContractsToSettle:
    """Open contracts that need a decision, with the last day of the first of them.

    ``notice``: the last day for notice is over (Civil Code Art. 947); ``over``: the term is, so
    they go on without one (Art. 948).
    """

    notice: int
    notice_first: date | None
    over: int
    over_first: date | None


@dataclass(frozen=True, slots=True)
class CommunityCoverage:
    """How many of the compounds asked about are served in one community."""

    code: str
    name: str
    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A compound and who serves it on a day: what an office's table has in one line.

    Where nobody is known to serve it, all of the service is empty; ``contract`` is its public id.
    """

    compound_id: int
    community: str
    name: str
    class_code: str = ""
    enterprise: str = ""
    nature: str = ""
    mode: str = ""
    entry_on: date | None = None
    service_items: tuple[str, ...] = ()
    manager: str = ""
    phone: str = ""
    remark: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class CompoundSpell:
    """Days ``[from_on, to_on)`` on which a compound is what was asked for; by database key."""

    compound: int
    community: str
    name: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class ContractSpell:
    """Days ``[from_on, to_on)`` of service under a contract; ``body`` is a database key."""

    contract: str
    compound: int
    community: str
    name: str
    body: int | None
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """Service items of a contract against a set the policy names."""

    met: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many items the set has."""
        return len(self.met) + len(self.missing)

    @property
    def is_met(self) -> bool:
        """Whether nothing of the set is missing."""
        return not self.missing


# --- announced ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CompoundEvent:
    """Something has happened to a compound. ``compound`` is its public id."""

    actor: Actor
    at: datetime
    district: str
    division: str
    compound_id: int
    compound: str


@dataclass(frozen=True, slots=True)
class ContractSigned(CompoundEvent):
    """A service contract has been registered."""

    contract: str
    starts_on: date
    entry_on: date | None


@dataclass(frozen=True, slots=True)
class ContractEntered(CompoundEvent):
    """The enterprise has entered: recorded with the contract or later."""

    contract: str
    entry_on: date


@dataclass(frozen=True, slots=True)
class ContractEnded(CompoundEvent):
    """A contract has been closed; ``ended_on`` is the first day without it."""

    contract: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class TraitChanged(CompoundEvent):
    """A trait has another value from a day on; ``before`` is empty when there was none."""

    trait: TraitKind
    value: str
    before: str
    from_on: date
