"""Due days against a calculator that shares nothing with ours but the printed table."""

from __future__ import annotations

import csv
import random
from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import pytest

from linli.duties import rules
from linli.duties.data import Shift
from linli.kernel.deadlines import period_end
from linli.kernel.workdays import TABLE, WorkCalendar, default_calendar

CASES = 10_000
FIRST, LAST = date(2004, 1, 20), date(2026, 12, 1)
# The last and first days of years, leap days, and the edges of long holidays.
EDGES = [
    *(date(year, 12, 31) for year in range(2004, 2026)),
    *(date(year, 1, 1) for year in range(2005, 2027)),
    *(date(year, 2, 29) for year in range(2004, 2026, 4)),
    *(date(year, 10, 1) + timedelta(days=n) for year in range(2004, 2026) for n in range(-3, 11)),
]


def ordinals_of_working_days() -> list[int]:
    """Every working day from 2004 to 2026 as a number, ascending: weekdays, corrected by hand."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        marks = {row["date"]: row["kind"] for row in csv.DictReader(file)}
    days = range(date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1)

    def works(number: int) -> bool:
        mark = marks.get(date.fromordinal(number).isoformat())
        return mark == "work" if mark else (number - 1) % 7 < 5

    return [number for number in days if works(number)]


@pytest.fixture(scope="module")
def starts() -> list[date]:
    chance = random.Random(42)  # noqa: S311 - draws cases, keeps no secret
    span = (LAST - FIRST).days
    drawn = [FIRST + timedelta(days=chance.randrange(span)) for _ in range(CASES - len(EDGES))]
    return [*EDGES, *drawn]


def test_ten_thousand_due_days_are_those_of_another_calculator(starts: list[date]) -> None:
    calendar: WorkCalendar = default_calendar()
    working = ordinals_of_working_days()
    for day in starts:
        number = day.toordinal()
        following = date.fromordinal(working[bisect_left(working, number)])
        before = date.fromordinal(working[bisect_right(working, number) - 1])
        assert rules.effective_due(day, Shift.NEXT_WORKDAY, calendar) == following, day
        assert rules.effective_due(day, Shift.PREVIOUS_WORKDAY, calendar) == before, day
        assert rules.effective_due(day, Shift.NONE, calendar) == day


def test_ten_thousand_escalations_fall_on_the_working_day_counted(starts: list[date]) -> None:
    calendar: WorkCalendar = default_calendar()
    working = ordinals_of_working_days()
    chance = random.Random(43)  # noqa: S311 - draws cases, keeps no secret
    for day in starts:
        count = chance.randrange(1, 10)
        expected = date.fromordinal(working[bisect_right(working, day.toordinal()) + count - 1])
        found = period_end(day, count, "workday", calendar)
        assert found == expected, (day, count)


def test_a_rule_names_the_same_days_whenever_it_is_asked() -> None:
    chance = random.Random(44)  # noqa: S311 - draws cases, keeps no secret
    whole = (date(2020, 1, 1), date(2024, 1, 1))
    for recurrence in (
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    ):
        days = [day for day, _opens in rules.printed_days(recurrence, *whole)]
        assert days, recurrence
        for _again in range(10):
            start = whole[0] + timedelta(days=chance.randrange(1_000))
            end = start + timedelta(days=chance.randrange(1, 400))
            part = [day for day, _opens in rules.printed_days(recurrence, start, end)]
            assert part == [day for day in days if start <= day < end], (recurrence, start, end)
