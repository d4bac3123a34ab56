"""The years whose working days are known, and where each table is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from linli.duties.models import WorkdayTable
from linli.kernel.workdays import SpecialDay, default_calendar, shipped_calendar


@dataclass(frozen=True, slots=True)
class KnownYear:
    """A year with its table; ``source`` is empty for one that came with the product."""

    year: int
    off: int
    moved: int
    source: str = ""
    loaded_at: datetime | None = None
    loaded_by: str = ""


def loaded_years() -> Mapping[int, Mapping[date, SpecialDay]]:
    """The latest table of every loaded year. One query."""
    return {row.year: _days(row) for row in _latest().values()}


def known_years() -> list[KnownYear]:
    """Every year with a table, newest first: the product's, and those loaded. One query."""
    loaded = _latest()
    calendar = shipped_calendar().with_years({row.year: _days(row) for row in loaded.values()})
    found = []
    for year in sorted(calendar.years, reverse=True):
        days = [special for day, special in calendar.special.items() if day.year == year]
        moved = sum(special.kind == "work" for special in days)
        row = loaded.get(year)
        known = KnownYear(year, len(days) - moved, moved)
        if row:
            known = KnownYear(year, known.off, moved, row.source, row.loaded_at, row.loaded_by)
        found.append(known)
    return found


def days_of(year: int) -> list[tuple[date, SpecialDay]]:
    """The named days of a year, empty without a table. No query."""
    special = default_calendar().special
    return sorted((day, found) for day, found in special.items() if day.year == year)


def _latest() -> dict[int, WorkdayTable]:
    return {row.year: row for row in WorkdayTable.objects.order_by("id")}


def _days(row: WorkdayTable) -> dict[date, SpecialDay]:
    return {
        date.fromisoformat(day): SpecialDay("work" if kind == "work" else "off", name)
        for day, kind, name in row.days
    }
