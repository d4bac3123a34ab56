"""Working days of the People's Republic: weekends, public holidays and make-up days (调休).

The State Council fixes each year by notice, so a year without a table is refused, never guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import DomainError

TABLE = Path(__file__).parent / "data" / "workdays.csv"
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class CalendarMissing(DomainError):
    """No table of working days for the year asked about."""

    default_code = "calendar_missing"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day the notice names: ``off`` (holiday) or ``work`` (make-up working day)."""

    kind: Literal["off", "work"]
    name: str


@dataclass(frozen=True)
class WorkCalendar:
    """Working days from a table of special days; complete for ``years`` only."""

    special: Mapping[date, SpecialDay]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day. Raises CalendarMissing for a year without table."""
        if day.year not in self.years:
            raise CalendarMissing(
                _("No table of working days for %(year)s.") % {"year": day.year},
                remedy=_("Load the notice of that year under Duty calendar, Working days."),
                year=day.year,
            )
        special = self.special.get(day)
        return special.kind == "work" if special else day.weekday() < SATURDAY

    def holiday_name(self, day: date) -> str:
        """Name of the public holiday or make-up day, empty on an ordinary day."""
        special = self.special.get(day)
        return special.name if special else ""

    def next_workday(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def workdays_until(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when it has passed.

        The start day is not counted (Civil Code art. 201).
        """
        if end < start:
            return -self.workdays_until(end, start)
        days = (start + ONE_DAY * step for step in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)

    def with_years(self, tables: Mapping[int, Mapping[date, SpecialDay]]) -> WorkCalendar:
        """The calendar with whole years added, or put in place of those it has."""
        kept = {day: special for day, special in self.special.items() if day.year not in tables}
        for special in tables.values():
            kept.update(special)
        return WorkCalendar(kept, self.years | tables.keys())


def read_table(path: Path) -> WorkCalendar:
    """Read a table ``date,kind,name``; the years it lists count as complete."""
    with path.open(encoding="utf-8", newline="") as file:
        special = {
            date.fromisoformat(row["date"]): SpecialDay(
                "work" if row["kind"] == "work" else "off", row["name"]
            )
            for row in csv.DictReader(file)
        }
    return WorkCalendar(special, frozenset(day.year for day in special))


Source = Callable[[], Mapping[int, Mapping[date, SpecialDay]]]


@dataclass
class _Loaded:
    """What the process knows beyond the shipped table."""

    source: Source | None = None
    calendar: WorkCalendar | None = None


_loaded = _Loaded()


@cache
def shipped_calendar() -> WorkCalendar:
    """The table shipped with the product (2004 to 2026)."""
    return read_table(TABLE)


def default_calendar() -> WorkCalendar:
    """The table shipped with the product, with the years an office has loaded. Never queries."""
    return _loaded.calendar or shipped_calendar()


def set_source(source: Source) -> None:
    """Say where loaded years are kept."""
    _loaded.source = source


def reload() -> None:
    """Ask for the loaded years again: they are part of the policy, so whoever notices that it has
    changed calls this.
    """
    years = _loaded.source() if _loaded.source else {}
    _loaded.calendar = shipped_calendar().with_years(years) if years else None
