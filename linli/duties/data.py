"""Words of the duties: what is owed, until when, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from linli.kernel.deadlines import Deadline
from linli.kernel.ratios import share
from linli.kernel.workdays import SpecialDay
from linli.policy.data import Office, Text
from linli.territory.data import STREET_DIGITS, BodyKind

COMMUNITY_DIGITS = 12


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


SEATS: Mapping[str, BodyKind] = {
    Office.DISTRICT_GOVERNMENT: BodyKind.DISTRICT_GOVERNMENT,
    Office.DISTRICT_LEADERSHIP: BodyKind.DISTRICT_GOVERNMENT,
    Office.GOVERNMENT_OFFICE: BodyKind.DISTRICT_GOVERNMENT,
    Office.LEADING_GROUP: BodyKind.LEADING_GROUP_OFFICE,
    Office.LEADING_GROUP_OFFICE: BodyKind.LEADING_GROUP_OFFICE,
    Office.TASK_FORCE: BodyKind.LEADING_GROUP_OFFICE,
    Office.HOUSING_AUTHORITY: BodyKind.HOUSING_AUTHORITY,
    Office.AUDIT: BodyKind.AUDIT,
    Office.LINE_DEPARTMENT: BodyKind.LINE_DEPARTMENT,
    Office.STREET_TOWN: BodyKind.STREET_TOWN,
    Office.STREET_PARTY: BodyKind.STREET_TOWN,
    Office.COMMUNITY: BodyKind.COMMUNITY,
    Office.COMMUNITY_PARTY: BodyKind.COMMUNITY,
    Office.RESIDENTS_COMMITTEE: BodyKind.COMMUNITY,
    Office.PROPERTY_SPECIALIST: BodyKind.COMMUNITY,
    Office.GRID_WORKER: BodyKind.COMMUNITY,
    Office.PROPERTY_ENTERPRISE: BodyKind.PROPERTY_ENTERPRISE,
    Office.SERVICE_UNIT: BodyKind.PROPERTY_ENTERPRISE,
    Office.PRELIMINARY_ENTERPRISE: BodyKind.PROPERTY_ENTERPRISE,
}
"""At which kind of body the posts sit that act for an office. A party organisation works through
the street or community it belongs to; offices that are not here have nobody in Linli."""

LEVELS: Mapping[BodyKind, int] = {
    BodyKind.STREET_TOWN: STREET_DIGITS,
    BodyKind.COMMUNITY: COMMUNITY_DIGITS,
}
"""Digits of the division a body sits at; every other body sits at the district."""

ABOVE: Mapping[BodyKind, tuple[BodyKind, ...]] = {
    BodyKind.COMMUNITY: (BodyKind.STREET_TOWN,),
    BodyKind.PROPERTY_ENTERPRISE: (BodyKind.STREET_TOWN,),
    BodyKind.STREET_TOWN: (
        BodyKind.HOUSING_AUTHORITY,
        BodyKind.LEADING_GROUP_OFFICE,
        BodyKind.DISTRICT_GOVERNMENT,
    ),
    BodyKind.HOUSING_AUTHORITY: (BodyKind.LEADING_GROUP_OFFICE, BodyKind.DISTRICT_GOVERNMENT),
    BodyKind.LEADING_GROUP_OFFICE: (BodyKind.DISTRICT_GOVERNMENT,),
    BodyKind.LINE_DEPARTMENT: (BodyKind.LEADING_GROUP_OFFICE, BodyKind.DISTRICT_GOVERNMENT),
    BodyKind.AUDIT: (BodyKind.DISTRICT_GOVERNMENT,),
}
"""Which body stands above one: the first of these that the district has."""

RECORD = "duties.record"
"""Verb of a duty recorded by hand, where no page of Linli writes the act the policy names."""

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
class Owed:
    """Somebody who owes a duty, and for what: a row of a set, by database keys.

    ``body`` owes it for ``occasion`` on printed days in ``[from_on, to_on)``; ``subject`` is the
    name of the compound or place, empty where the body owes it for itself.
    """

    body: int
    division: str
    occasion: str = ""
    subject: str = ""
    compound: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One printed day of a duty under the policy of that day."""

    printed_on: date
    opens_on: date
    due_on: date
    shift: Shift
    clause: str
    release: str
    verb: str


@dataclass(frozen=True, slots=True)
class Generated:
    """What generating did: rows written anew or changed, rows taken back.

    ``years`` are those without a table of working days: their due days are not there yet.
    """

    written: int = 0
    removed: int = 0
    years: tuple[int, ...] = ()


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
    subject: str = ""
    compound_id: int | None = None
    verb: str = ""
    is_assigned: bool = False
    escalated_on: date | None = None
    escalated_to: str = ""
    escalated_to_id: str = ""
    taken_on: date | None = None
    taken_from: str = ""

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
class Span:
    """A period of due days ``[first, end)``: a month ``2026-10``, a quarter ``2026-Q4``, a year."""

    name: str
    first: date
    end: date


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


@dataclass(frozen=True, slots=True)
class YearTable:
    """A checked table; ``days`` by date."""

    year: int
    source: str
    days: tuple[tuple[date, SpecialDay], ...]

    def plain(self) -> list[list[str]]:
        """The days as JSON keeps them."""
        return [[day.isoformat(), special.kind, special.name] for day, special in self.days]

    @property
    def moved(self) -> list[tuple[date, SpecialDay]]:
        """Saturdays and Sundays that are worked."""
        return [(day, special) for day, special in self.days if special.kind == "work"]

    @property
    def off(self) -> list[tuple[date, SpecialDay]]:
        """Named days off, weekends among them."""
        return [(day, special) for day, special in self.days if special.kind == "off"]
