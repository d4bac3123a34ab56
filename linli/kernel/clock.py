"""The one clock. Views, tasks and commands read it; everything below takes the time as argument.

A demonstration district may live on another date (the Shanting campaign is of 2020): the demo
sets a whole-day offset, which production settings refuse.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_offset = timedelta(0)


def set_offset(days: int) -> None:
    """Shift the clock by whole days. Demo and tests only; ``0`` is the real time."""
    global _offset
    _offset = timedelta(days=days)


def offset_days() -> int:
    """Whole days by which the clock is shifted."""
    return _offset.days


def now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def real(moment: datetime) -> datetime:
    """The moment as clocks outside show it, without the demonstration's shift."""
    return moment - _offset


def local(moment: datetime) -> datetime:
    """The moment on the wall clock of the district (Asia/Shanghai)."""
    return moment.astimezone(ZONE)


def local_date(moment: datetime) -> date:
    """The calendar day of the moment in Asia/Shanghai: the only datetime-to-date conversion."""
    return local(moment).date()


def today() -> date:
    """The calendar day now, in Asia/Shanghai."""
    return local_date(now())
