"""Periods of validity: calendar days, half open, ``[start, end)``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DatePeriod:
    """From ``start`` (or ever) up to, not including, ``end`` (or without end)."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end <= self.start:
            raise ValueError(f"period ends ({self.end}) before it has begun ({self.start})")

    def contains(self, day: date) -> bool:
        """Whether the day lies inside; the end day itself does not."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: DatePeriod) -> bool:
        """Whether the two have at least one day in common."""
        starts_before = self.start is None or other.end is None or self.start < other.end
        ends_after = self.end is None or other.start is None or other.start < self.end
        return starts_before and ends_after

    def days(self) -> int | None:
        """Number of days, or None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days
