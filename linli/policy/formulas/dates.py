"""Periods and deadlines, forward and backward, in days, working days, months and years."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from dateutil.relativedelta import relativedelta
from pydantic import BeforeValidator

from linli.kernel import deadlines
from linli.kernel.workdays import WorkCalendar
from linli.policy.data import Duration, HolidayShift, TimeUnit, Unset
from linli.policy.data.formulas.dates import (
    PERIOD_RULES,
    Deadline,
    LongestNotice,
    PeriodRules,
    StatedPeriod,
    Toward,
)
from linli.policy.data.formulas.money import FreeMonths
from linli.policy.data.quantities import Period
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    InputWrong,
    Line,
    Nothing,
    Unsettled,
    Value,
    calculation,
    settled,
)

ONE_DAY = timedelta(days=1)
CLOCK = (TimeUnit.MINUTE, TimeUnit.HOUR)


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        has_time = "T" in value or ":" in value
        return datetime.fromisoformat(value) if has_time else date.fromisoformat(value)
    return value


Moment = Annotated[datetime | date, BeforeValidator(_moment)]
"""A day, or a moment where the period is counted in hours: ``2025-01-02`` ``2025-01-02T09:30``."""


def period_end(start: date, period: Duration, calendar: WorkCalendar, *, sign: int = 1) -> date:
    """The last day of a period that does not count its first day; ``sign`` -1 runs backward.

    The arithmetic is the kernel's, one for formulas, duties and deadlines. Source: Civil Code
    art. 201 and 202; T16-T30.
    """
    return deadlines.period_end(start, period.count, period.unit.value, calendar, sign=sign)


class Start(Given):
    """The day (or, for hours, the moment) from which, or up to which, is counted."""

    start: Moment


@calculation(Deadline, Start)
def deadline(rule: Deadline, given: Start, ask: Ask) -> Computation:
    """The day a period ends, or the last day to act before an event.

    Forward, a last day off rolls to the next working day where the rule (or the law) says so;
    backward it stays, and the answer says by which working day to act. ``details.raw`` is the day
    before rolling. Source: Civil Code art. 201-203; T16-T22, H6.
    """
    period = settled(rule.period, "period")
    law = ask.find(PeriodRules, PERIOD_RULES)
    forward = rule.direction is Toward.AFTER
    if period.unit in CLOCK:
        return _to_the_minute(given.start, period, forward)
    start = given.start.date() if isinstance(given.start, datetime) else given.start
    counts = law is not None and law.start_day_counts
    shift: HolidayShift | Unset | None = rule.holiday
    if shift is None and law is not None:
        shift = law.forward_holiday if forward else law.backward_holiday
    return _on_a_day(start, period, ask.calendar, forward=forward, shift=shift, first_counts=counts)


class AnyPeriod(Given):
    """A start, a period, and whether it runs forward or backward."""

    start: Moment
    period: Period
    direction: Toward = Toward.AFTER


@calculation(PeriodRules, AnyPeriod)
def period_rules(rule: PeriodRules, given: AnyPeriod, ask: Ask) -> Computation:
    """Where any period ends under the law alone. Source: Civil Code art. 201-203; T23-T30."""
    forward = given.direction is Toward.AFTER
    if given.period.unit in CLOCK:
        return _to_the_minute(given.start, given.period, forward)
    start = given.start.date() if isinstance(given.start, datetime) else given.start
    shift = rule.forward_holiday if forward else rule.backward_holiday
    counts = rule.start_day_counts
    return _on_a_day(
        start, given.period, ask.calendar, forward=forward, shift=shift, first_counts=counts
    )


class End(Given):
    """The day something ends, and the notice a contract asks for."""

    end: date
    contract_period: Period | None = None


@calculation(LongestNotice, End)
def longest_notice(rule: LongestNotice, given: End, ask: Ask) -> Computation:
    """The last day to give notice: the earliest of the days the periods lead to (R-CON-13)."""
    own = (given.contract_period,) if given.contract_period else ()
    ends = [
        (period_end(given.end, period, ask.calendar, sign=-1), period)
        for period in (*rule.periods, *own)
    ]
    lines = [Line("before", f"{given.end} − {period}", day.isoformat()) for day, period in ends]
    return Computation(min(day for day, _period in ends), "date", lines=tuple(lines))


@calculation(StatedPeriod, Nothing)
def stated_period(rule: StatedPeriod, given: Nothing, ask: Ask) -> Computation:
    """The length of time the document states."""
    period = settled(rule.value, "value")
    return Computation(period.count, period.unit.value, lines=(Line("stated", "", str(period)),))


class Entry(Given):
    """The day a provider takes up service."""

    entry: date


@calculation(FreeMonths, Entry)
def free_months(rule: FreeMonths, given: Entry, ask: Ask) -> Computation:
    """The first month that is billed, as ``2023-06``. Source: DH-4.4.4a; T43."""
    months = settled(rule.months, "months")
    first = given.entry + relativedelta(months=months)
    line = Line("free_months", f"{given.entry} + {months}", first.isoformat())
    details: dict[str, Value] = {"billed_from": first}
    return Computation(f"{first:%Y-%m}", "month", lines=(line,), details=details)


def _to_the_minute(start: datetime | date, period: Duration, forward: bool) -> Computation:
    """Hours and minutes run from the moment, on any day."""
    if not isinstance(start, datetime):
        raise InputWrong("start", "2025-01-02T09:30")
    step = timedelta(**{f"{period.unit}s": period.count}) * (1 if forward else -1)
    end = (start + step).isoformat(timespec="minutes")
    line = Line("after" if forward else "before", f"{start:%Y-%m-%dT%H:%M} ± {period}", end)
    return Computation(end, "moment", lines=(line,), details={"raw": end})


def _on_a_day(
    start: date,
    period: Duration,
    calendar: WorkCalendar,
    *,
    forward: bool,
    shift: HolidayShift | Unset | None,
    first_counts: bool,
) -> Computation:
    sign = 1 if forward else -1
    origin = start - sign * ONE_DAY if first_counts else start
    raw = period_end(origin, period, calendar, sign=sign)
    what, mark = ("after", "+") if forward else ("before", "−")
    lines = [Line(what, f"{start} {mark} {period}", raw.isoformat())]
    details: dict[str, Value] = {"raw": raw}
    if calendar.is_workday(raw):
        return Computation(raw, "date", lines=tuple(lines), details=details)
    lines.append(Line("day_off", raw.isoformat(), calendar.holiday_name(raw) or f"{raw:%A}"))
    if isinstance(shift, Unset):
        raise Unsettled("holiday")
    final = _shifted(raw, shift or HolidayShift.NONE, calendar)
    if final != raw:
        lines.append(Line("rolled", raw.isoformat(), final.isoformat()))
    elif forward:
        rolled = calendar.next_workday(raw)
        details["as_last_day"] = rolled
        lines.append(Line("as_last_day", "", rolled.isoformat()))
    else:
        act_by = calendar.previous_workday(raw)
        details["act_by"] = act_by
        lines.append(Line("act_by", "", act_by.isoformat()))
    return Computation(final, "date", lines=tuple(lines), details=details)


def _shifted(day: date, shift: HolidayShift, calendar: WorkCalendar) -> date:
    if shift is HolidayShift.NEXT_WORKDAY:
        return calendar.next_workday(day)
    if shift is HolidayShift.PREVIOUS_WORKDAY:
        return calendar.previous_workday(day)
    return day
