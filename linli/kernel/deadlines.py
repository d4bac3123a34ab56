"""Time left to a day, as an office counts it: working days, and calendar days once overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from linli.kernel.workdays import CalendarMissing, WorkCalendar

AT_RISK_PERCENT = 80
"""From here on a deadline is shown as at risk. A product default, not policy."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Time left: ``left`` in ``unit`` (``workday`` or ``day``), negative when overdue.

    ``at_risk``: more than 80 % of the time between the opening and the due day is gone.
    """

    left: int
    unit: str
    at_risk: bool


def deadline(opens_on: date, due_on: date, today: date, calendar: WorkCalendar) -> Deadline:
    """Time left until the end of the due day.

    Counted in working days; in calendar days when overdue, when no working day is left before
    a due day that is none, and where the working days of the year are not known.
    """
    days = (due_on - today).days
    risk = at_risk(opens_on, due_on, today)
    if days <= 0:
        return Deadline(days, "day", risk)
    try:
        working = calendar.workdays_until(today, due_on)
    except CalendarMissing:
        working = 0
    return Deadline(working, "workday", risk) if working else Deadline(days, "day", risk)


def at_risk(opens_on: date, due_on: date, today: date) -> bool:
    """Whether more than 80 % of the calendar days from opening to due day are gone."""
    whole = (due_on - opens_on).days
    return today >= due_on or (today - opens_on).days * 100 > whole * AT_RISK_PERCENT


def period_end(
    start: date, count: int, unit: str, calendar: WorkCalendar, *, sign: int = 1
) -> date:
    """The last day of a period that does not count its first day; ``sign`` -1 runs backward.

    ``unit`` is ``day``, ``workday``, ``month`` or ``year``. Months and years end on the
    corresponding day, or on the month's last where there is none. Working days skip weekends and
    holidays and count make-up days; a year without a table raises CalendarMissing. Source: Civil
    Code art. 201 and 202; T16-T30.
    """
    if unit == "workday":
        day = start
        for _step in range(count):
            day += sign * timedelta(days=1)
            day = calendar.next_workday(day) if sign > 0 else calendar.previous_workday(day)
        return day
    if unit == "month":
        return start + relativedelta(months=sign * count)
    if unit == "year":
        return start + relativedelta(years=sign * count)
    return start + sign * timedelta(days=count)
