"""Shapes of duties, calendars, working days, notices."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import Code, Day, DivisionCode, Given, Number, PageQuery, Place, Told


class DutyQuery(PageQuery):
    """Which duties: of one key, one body, one place, due from one day until before another."""

    key: Code | None = None
    body: UUID | None = None
    division: DivisionCode | None = None
    due_from: Day | None = None
    due_before: Day | None = None


class DutyTold(Told):
    """One duty of one body for one printed day, as it stands today."""

    id: UUID
    key: str
    label: str
    body: Place
    division: str
    printed_on: Day
    opens_on: Day
    due_on: Day
    standing: str
    days_late: int
    fulfilled_on: Day | None
    act: UUID | None
    clause: str


class FilingQuery(Given):
    """Of which duty, and of which printed day; of all when none is named."""

    key: Code
    printed_on: Day | None = None


class FilingTold(Told):
    """How many filed on time, late, not at all. ``rate``: on time in percent of what is due."""

    key: str
    on_time: int
    late: int
    missing: int
    waiting: int
    not_due: int
    rate: Decimal | None


class RecordGiven(Given):
    """How the duty was done, for whoever looks it up."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CalendarTold(Told):
    """The calendar address of the post: its path is told once, when it is made."""

    id: UUID
    path: str


class MadeTold(Told):
    """A calendar address in use."""

    id: UUID
    made_at: datetime


class CalendarsTold(Told):
    """The calendar address in use, if there is one; the address itself is kept nowhere."""

    items: list[MadeTold]


class YearTold(Told):
    """A year whose working days are known; ``source`` empty: it came with the product."""

    year: int
    off: int
    moved: int
    source: str


class Years(Told):
    """Years whose working days are known, the newest first."""

    items: list[YearTold]


class TableGiven(Given):
    """Of which year the table is, and the notice it was taken from."""

    year: Annotated[int, Field(ge=2000, le=2100), Number]
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NamedDay(Told):
    """A day the notice names: ``off``, or ``work`` on a weekend."""

    on: Day
    kind: str
    name: str


class TableTold(Told):
    """What a table says."""

    year: int
    source: str
    days: list[NamedDay]


class NoticeQuery(PageQuery):
    """Which notices: all, or those nobody of the body has read."""

    unread: bool = False


class NoticeTold(Told):
    """A notice to the post's body; ``path`` is the page it leads to."""

    id: UUID
    kind: str
    title: str
    text: str
    path: str
    sent_at: datetime
    unread: bool
    read_at: datetime | None


class CountTold(Told):
    """How many."""

    count: int
