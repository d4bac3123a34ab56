"""Working days: known cases, and what holds on any day of the table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.workdays import CalendarMissing, default_calendar

DAYS = st.dates(date(2004, 1, 10), date(2026, 12, 20))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 9, 27), True),  # a Sunday worked in exchange for National Day
        (date(2020, 9, 30), True),
        (date(2020, 10, 1), False),
        (date(2020, 10, 8), False),
        (date(2020, 10, 9), True),
        (date(2020, 10, 10), True),  # a Saturday worked
        (date(2020, 11, 1), False),
        (date(2020, 11, 15), False),
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert default_calendar().is_workday(day) is works


def test_a_year_without_table_is_refused() -> None:
    with pytest.raises(CalendarMissing) as refusal:
        default_calendar().is_workday(date(2003, 5, 1))
    assert refusal.value.data["year"] == 2003
    with pytest.raises(CalendarMissing):
        default_calendar().is_workday(date(2027, 1, 4))


@given(DAYS)
def test_rolling_lands_on_a_working_day_and_stays(day: date) -> None:
    calendar = default_calendar()
    for rolled, in_order in (
        (calendar.next_workday(day), calendar.next_workday(day) >= day),
        (calendar.previous_workday(day), calendar.previous_workday(day) <= day),
    ):
        assert in_order
        assert calendar.is_workday(rolled)
        assert calendar.next_workday(rolled) == rolled == calendar.previous_workday(rolled)
        assert abs((rolled - day).days) <= 12


@given(DAYS, st.integers(0, 40))
def test_workdays_until_counts_each_day_after_the_start(start: date, length: int) -> None:
    calendar = default_calendar()
    end = min(start + timedelta(days=length), date(2026, 12, 31))
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    expected = len([day for day in days if calendar.is_workday(day)])
    assert calendar.workdays_until(start, end) == expected
    assert calendar.workdays_until(end, start) == -expected
