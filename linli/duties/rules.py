"""Due days and standings. Dates in, dates out; the working days come as a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from linli.duties.data import (
    Filing,
    Judgement,
    Reminder,
    Shift,
    SpecialDays,
    Standing,
)
from linli.kernel.deadlines import at_risk
from linli.kernel.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


def occurrences(recurrence: str, start: date, end: date) -> list[date]:
    """The days an RFC 5545 rule names from ``start`` up to, not including, ``end``.

    >>> occurrences("FREQ=MONTHLY;BYMONTHDAY=1,15", date(2020, 9, 11), date(2020, 10, 2))
    [datetime.date(2020, 9, 15), datetime.date(2020, 10, 1)]
    """
    if end <= start:
        return []
    rule = rrulestr(recurrence, dtstart=datetime.combine(start, time.min))
    last = datetime.combine(end - ONE_DAY, time.min)
    days = (moment.date() for moment in rule.xafter(datetime.combine(start, time.min), inc=True))
    found: list[date] = []
    for day in days:
        if day > last.date():
            break
        found.append(day)
    return found


def opening_days(printed: Iterable[date], start: date) -> list[date]:
    """From which day each period can be worked on: the day after the printed day before it."""
    days = sorted(printed)
    return [start, *(day + ONE_DAY for day in days[:-1])][: len(days)]


def effective_due(printed: date, shift: Shift, calendar: WorkCalendar) -> date:
    """The day that counts. ``none`` and ``unset`` keep the printed day.

    Raises CalendarMissing when working days of that year are needed and not known.
    """
    if shift is Shift.NEXT_WORKDAY:
        return calendar.next_workday(printed)
    if shift is Shift.PREVIOUS_WORKDAY:
        return calendar.previous_workday(printed)
    return printed


def standing(*, opens_on: date, due_on: date, fulfilled_on: date | None, today: date) -> Judgement:
    """How a duty stands on a day. The due day itself is still in time (ST-A5.3).

    Lateness is counted in calendar days after the due day.
    """
    if fulfilled_on is not None:
        days = (fulfilled_on - due_on).days
        return Judgement(Standing.LATE, days) if days > 0 else Judgement(Standing.ON_TIME)
    if today > due_on:
        return Judgement(Standing.MISSING, (today - due_on).days)
    return Judgement(Standing.WAITING if today >= opens_on else Standing.NOT_DUE)


def tally(standings: Iterable[Standing]) -> Filing:
    """Standings counted; the order does not matter."""
    counts = Counter(standings)
    return Filing(
        on_time=counts[Standing.ON_TIME],
        late=counts[Standing.LATE],
        missing=counts[Standing.MISSING],
        waiting=counts[Standing.WAITING],
        not_due=counts[Standing.NOT_DUE],
    )


def reminder(*, opens_on: date, due_on: date, today: date) -> Reminder | None:
    """The occasion an open duty gives today, if any; nothing before it is at risk."""
    if today > due_on:
        return Reminder.AFTER
    if today == due_on:
        return Reminder.ON_DAY
    if today >= opens_on and at_risk(opens_on, due_on, today):
        return Reminder.BEFORE
    return None


def special_days(start: date, end: date, calendar: WorkCalendar) -> list[SpecialDays]:
    """Named holidays and make-up days from ``start`` up to ``end``, neighbours joined.

    Empty for a year whose notice is not known.
    """
    runs: list[SpecialDays] = []
    for offset in range((end - start).days):
        day = start + ONE_DAY * offset
        name = calendar.holiday_name(day)
        if not name:
            continue
        works = calendar.is_workday(day)
        before = runs[-1] if runs else None
        if before and (before.name, before.works, before.last + ONE_DAY) == (name, works, day):
            runs[-1] = SpecialDays(name, before.first, day, works)
        else:
            runs.append(SpecialDays(name, day, day, works))
    return runs
