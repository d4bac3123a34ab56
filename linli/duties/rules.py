"""Due days and standings. Dates in, dates out; the working days come as a calendar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from dateutil.rrule import rrulestr

from linli.duties.data import (
    COMMUNITY_DIGITS,
    Filing,
    Judgement,
    Owed,
    PlannedDay,
    Reminder,
    Shift,
    Span,
    SpecialDays,
    Standing,
)
from linli.kernel.deadlines import AT_RISK_PERCENT, period_end
from linli.kernel.workdays import CalendarMissing, WorkCalendar
from linli.policy.data import Duration, Duty, Each, HolidayShift, Resolved, TimeUnit, Unset
from linli.territory.data import DISTRICT_DIGITS, STREET_DIGITS

ONE_DAY = timedelta(days=1)
SPAN = re.compile(r"(?P<year>20[0-9]{2})(-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")
ORDER = {Reminder.BEFORE: 0, Reminder.ON_DAY: 1, Reminder.AFTER: 2}
ANCHOR = date(2001, 1, 1)
"""Where every recurrence is counted from: a Monday that is also the first of month and year."""


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


def planned_days(
    duty: Resolved[Duty], start: date, end: date, calendar: WorkCalendar
) -> tuple[list[PlannedDay], set[int]]:
    """The printed days of a duty in ``[start, end)``, and the years whose table is missing.

    The rule is counted from ``ANCHOR``, so that it names the same days whenever it is asked; each
    period opens the day after the printed day before it. A day whose due day needs working days
    that are not known is left out: never guessed.
    """
    body = duty.body
    if body.once:
        printed = [(body.once, min(start, body.once))] if start <= body.once < end else []
    else:
        printed = printed_days(body.rrule, start, end) if body.rrule else []
    found: list[PlannedDay] = []
    missing: set[int] = set()
    shift = shift_of(body.holiday_shift)
    for day, opens_on in printed:
        try:
            due_on = effective_due(day, shift, calendar)
        except CalendarMissing as error:
            missing.add(error.data["year"])
            continue
        found.append(
            PlannedDay(
                printed_on=day,
                opens_on=min(opens_on, due_on),
                due_on=due_on,
                shift=shift,
                clause=duty.citation.clause,
                release=duty.release,
                verb=body.fulfilled_by,
            )
        )
    return found, missing


EVENT_DAYS: Mapping[str, str] = {
    "registry.contract.sign": "starts_on",
    "registry.contract.enter": "entry_on",
    "registry.contract.end": "ended_on",
    "registry.trait.set": "from_on",
}
"""Where an act names the day of the event; any other happens on the day it is recorded."""


def event_day(verb: str, data: Mapping[str, Any], recorded_on: date) -> date:
    """The day from which a duty after this act counts."""
    written = data.get(EVENT_DAYS.get(verb, ""))
    return date.fromisoformat(written) if isinstance(written, str) and written else recorded_on


def caused(occasion: str, act_id: UUID) -> str:
    """What a duty set off by an act is owed for: each act sets it off once."""
    return f"{occasion}@{act_id}"


def runs_on(owed: Owed, day: date) -> bool:
    """Whether somebody owes on a day."""
    return (owed.from_on is None or owed.from_on <= day) and (
        owed.to_on is None or day <= owed.to_on
    )


def day_after_event(duty: Resolved[Duty], event: date, calendar: WorkCalendar) -> PlannedDay:
    """The day a duty set off by an event falls due; the day of the event is not counted.

    Minutes and hours end on the day of the event. Raises CalendarMissing.
    """
    within = duty.body.due_within
    if not isinstance(within, Duration):
        raise ValueError(f"{duty.key} names no period")
    printed = event
    if within.unit not in (TimeUnit.MINUTE, TimeUnit.HOUR):
        printed = period_end(event, within.count, within.unit.value, calendar)
    shift = shift_of(duty.body.holiday_shift)
    return PlannedDay(
        printed_on=printed,
        opens_on=event,
        due_on=max(event, effective_due(printed, shift, calendar)),
        shift=shift,
        clause=duty.citation.clause,
        release=duty.release,
        verb=duty.body.fulfilled_by,
    )


def shift_of(said: HolidayShift | Unset) -> Shift:
    """The holiday behaviour as the policy, or the district's answer, says it."""
    return Shift(said.value) if isinstance(said, HolidayShift) else Shift.UNSET


def printed_days(recurrence: str, start: date, end: date) -> list[tuple[date, date]]:
    """Printed days in ``[start, end)``, each with the day after the printed day before it."""
    begin = _anchor(recurrence, start)
    days = occurrences(recurrence, begin, end)
    opening = opening_days(days, begin)
    return [(day, opens) for day, opens in zip(days, opening, strict=True) if start <= day < end]


def _anchor(recurrence: str, start: date) -> date:
    """A day from which the rule names the same days as from ``ANCHOR``, near enough to be quick.

    Without interval or count any Monday, or any first of January, will do.
    """
    rule = recurrence.upper()
    if "INTERVAL" in rule or "COUNT" in rule or "DTSTART" in rule:
        return ANCHOR
    if "FREQ=DAILY" in rule or "FREQ=WEEKLY" in rule:
        return start - timedelta(days=start.weekday() + 14)
    return max(ANCHOR, date(start.year - 2, 1, 1))


def level_of(subject: Each) -> int | None:
    """Digits of the place a duty is owed for, None where it is not owed for a place."""
    digits = {
        Each.DISTRICT: DISTRICT_DIGITS,
        Each.STREET: STREET_DIGITS,
        Each.COMMUNITY: COMMUNITY_DIGITS,
    }
    return digits.get(subject)


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


def around(at: int, *, of: int, each_side: int) -> slice:
    """The places next to one of a row: as many on each side, at the ends more on the other.

    >>> list(range(100))[around(50, of=100, each_side=2)]
    [48, 49, 50, 51, 52]
    """
    first = max(0, min(at - each_side, of - 2 * each_side - 1))
    return slice(first, first + 2 * each_side + 1)


def span_of(name: str) -> Span | None:
    """The period a name means, None for anything else.

    >>> span_of("2026-Q4")
    Span(name='2026-Q4', first=datetime.date(2026, 10, 1), end=datetime.date(2027, 1, 1))
    """
    found = SPAN.fullmatch(name)
    if not found:
        return None
    year, month, quarter = int(found["year"]), found["month"], found["quarter"]
    if quarter:
        first, months = int(quarter) * 3 - 2, 3
    else:
        first, months = (int(month), 1) if month else (1, 12)
    begin = date(year, first, 1)
    following = first + months
    end = date(year + 1, 1, 1) if following > 12 else date(year, following, 1)
    return Span(name, begin, end)


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


@dataclass(frozen=True, slots=True)
class Reminding:
    """A day on which a body is reminded of an open duty; ``tag`` tells two of a kind apart."""

    day: date
    occasion: Reminder
    tag: str


def reminders(
    duty: Duty | None, *, opens_on: date, due_on: date, calendar: WorkCalendar
) -> list[Reminding]:
    """The days of reminding, by the policy or the district's answer; earliest first.

    Where nothing is said: as soon as the duty is at risk, on the due day, and the day after it.
    None comes before the duty opens. Raises CalendarMissing where working days are not known.
    """
    before = duty.remind_before if duty else None
    on_day = duty.remind_on if duty else None
    after = duty.remind_after if duty else None
    found = [Reminding(due_on, Reminder.ON_DAY, "")] if on_day is not False else []
    if isinstance(before, tuple):
        days = [(_away(due_on, period, calendar, -1), str(period)) for period in before]
        found += [Reminding(max(day, opens_on), Reminder.BEFORE, tag) for day, tag in days]
    else:
        found.append(Reminding(risk_day(opens_on, due_on), Reminder.BEFORE, ""))
    if isinstance(after, tuple):
        days = [(_away(due_on, period, calendar, 1), str(period)) for period in after]
        found += [Reminding(day, Reminder.AFTER, tag) for day, tag in days]
    else:
        found.append(Reminding(due_on + ONE_DAY, Reminder.AFTER, ""))
    return sorted(found, key=lambda one: (one.day, ORDER[one.occasion]))


def reminder(found: Iterable[Reminding], today: date) -> Reminding | None:
    """The latest one that has come. Earlier ones are superseded: after a standstill nobody is
    told that something is due today when it is overdue already.
    """
    come = [one for one in found if one.day <= today]
    return come[-1] if come else None


def escalation_day(duty: Duty | None, due_on: date, calendar: WorkCalendar) -> date | None:
    """The day an open duty goes to the body above, None where nobody has said so.

    The due day is not counted. Raises CalendarMissing.
    """
    after = duty.escalate_after if duty else None
    return _away(due_on, after, calendar, 1) if isinstance(after, Duration) else None


def risk_day(opens_on: date, due_on: date) -> date:
    """The first day on which an open duty is at risk."""
    whole = (due_on - opens_on).days
    return min(due_on, opens_on + timedelta(days=whole * AT_RISK_PERCENT // 100 + 1))


def _away(day: date, period: Duration, calendar: WorkCalendar, sign: int) -> date:
    return period_end(day, period.count, period.unit.value, calendar, sign=sign)


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
