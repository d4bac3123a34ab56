"""Words of the duties: what is owed, until when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from linli.kernel.deadlines import Deadline
from linli.kernel.ratios import share
from linli.policy.data import Text


class Shift(StrEnum):
    """What happens to a printed due day that is not a working day."""

    NONE = "none"
    NEXT_WORKDAY = "next_workday"
    PREVIOUS_WORKDAY = "previous_workday"
    UNSET = "unset"
    """The policy does not say and the district has not answered: the printed day counts."""


class Standing(StrEnum):
    """Where one duty of one body and one period stands. Derived from dates, never stored."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    WAITING = "waiting"
    NOT_DUE = "not_due"


class Reminder(StrEnum):
    """The three occasions on which a body is reminded, once each."""

    BEFORE = "before"
    ON_DAY = "on_day"
    AFTER = "after"


OPEN = frozenset({Standing.WAITING, Standing.MISSING})


class ProvingAct(Protocol):
    """The journalled act that proves a duty done."""

    @property
    def public_id(self) -> UUID:
        """Public id of the act."""

    @property
    def verb(self) -> str:
        """Dotted verb of the act."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standing; ``days_late`` are the calendar days after the due day (late or missing)."""

    standing: Standing
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One duty of one body for one printed day, as it stands on the day asked about."""

    public_id: UUID
    key: str
    label: Text
    receiver: Text
    body_id: str
    body_name: str
    division: str
    printed_on: date
    opens_on: date
    due_on: date
    shift: Shift
    clause: str
    release: str
    fulfilled_on: date | None
    act_id: UUID | None
    as_of: date
    standing: Standing
    days_late: int
    deadline: Deadline | None

    @property
    def is_open(self) -> bool:
        """Whether something is to be done now: its turn has come and nothing was filed."""
        return self.standing in OPEN

    @property
    def is_shifted(self) -> bool:
        """Whether the day that counts differs from the printed one."""
        return self.due_on != self.printed_on


@dataclass(frozen=True, slots=True)
class Filing:
    """How many filed on time, late, not at all; how many are waiting or not due yet."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    waiting: int = 0
    not_due: int = 0

    @property
    def due(self) -> int:
        """What should be there by now: filed, or past its day."""
        return self.on_time + self.late + self.missing

    @property
    def filed(self) -> int:
        """What is there, on time or late."""
        return self.on_time + self.late

    @property
    def rate(self) -> Decimal | None:
        """On time in percent of what is due, half up to 2 places; None while nothing is due."""
        return share(self.on_time, self.due)


@dataclass(frozen=True, slots=True)
class Strip:
    """All periods of one duty at one body, by printed day."""

    body_id: str
    body_name: str
    division: str
    items: tuple[DutyItem, ...]
    filing: Filing


@dataclass(frozen=True, slots=True)
class DutyKind:
    """A duty somebody in view owes: its key and its name in both languages."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """A run of days that the State Council's notice names: a holiday, or make-up working days."""

    name: str
    first: date
    last: date
    works: bool
