"""Time left: working days, calendar days once overdue, and when it becomes a risk."""

from __future__ import annotations

from datetime import date

import pytest

from linli.kernel.deadlines import at_risk, deadline
from linli.kernel.workdays import default_calendar

CALENDAR = default_calendar()


@pytest.mark.parametrize(
    ("today", "left", "unit"),
    [
        (date(2020, 10, 10), 4, "workday"),  # Saturday, a make-up day; then 12, 13, 14, 15
        (date(2020, 10, 15), 0, "day"),
        (date(2020, 10, 18), -3, "day"),
    ],
)
def test_time_left_is_counted_in_working_days_and_overdue_in_days(
    today: date, left: int, unit: str
) -> None:
    found = deadline(date(2020, 10, 2), date(2020, 10, 15), today, CALENDAR)
    assert (found.left, found.unit) == (left, unit)


def test_a_due_sunday_on_the_saturday_before_is_not_due_today() -> None:
    found = deadline(date(2020, 10, 16), date(2020, 11, 1), date(2020, 10, 31), CALENDAR)
    assert (found.left, found.unit) == (1, "day")


def test_time_left_in_a_year_without_notice_is_counted_in_days() -> None:
    found = deadline(date(2099, 1, 1), date(2099, 1, 15), date(2099, 1, 10), CALENDAR)
    assert (found.left, found.unit) == (5, "day")


@pytest.mark.parametrize(("day", "risk"), [(12, False), (13, True), (15, True), (16, True)])
def test_at_risk_is_over_four_fifths_of_the_time(day: int, risk: bool) -> None:
    # 2 to 15 October are 13 days; four fifths of them are 10.4.
    assert at_risk(date(2020, 10, 2), date(2020, 10, 15), date(2020, 10, day)) is risk
