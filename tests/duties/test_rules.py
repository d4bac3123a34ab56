"""Due days, standings and time left: decided from dates alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.duties import rules
from linli.duties.data import Filing, Reminder, Shift, Standing
from linli.kernel.workdays import CalendarMissing, default_calendar

SEMI_MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=1,15"
PHASE_2 = (date(2020, 9, 11), date(2020, 11, 16))
PRINTED = [
    date(2020, 9, 15),
    date(2020, 10, 1),
    date(2020, 10, 15),
    date(2020, 11, 1),
    date(2020, 11, 15),
]
CALENDAR = default_calendar()
DAYS = st.dates(date(2005, 1, 1), date(2025, 12, 1))
SHIFTS = st.sampled_from(Shift)


@pytest.mark.clause("ST-A5.3")
def test_the_first_and_the_fifteenth_fall_five_times_into_phase_two() -> None:
    assert rules.occurrences(SEMI_MONTHLY, *PHASE_2) == PRINTED


def test_the_end_day_itself_is_outside() -> None:
    assert rules.occurrences(SEMI_MONTHLY, date(2020, 9, 15), date(2020, 10, 1)) == PRINTED[:1]
    assert rules.occurrences(SEMI_MONTHLY, date(2020, 10, 1), date(2020, 10, 1)) == []


@pytest.mark.clause("ST-A5.3")
@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift.UNSET, PRINTED),
        (Shift.NONE, PRINTED),
        (
            Shift.NEXT_WORKDAY,
            [
                date(2020, 9, 15),
                date(2020, 10, 9),  # National Day and Mid-Autumn: 1 to 8 October are off
                date(2020, 10, 15),
                date(2020, 11, 2),
                date(2020, 11, 16),
            ],
        ),
        (
            Shift.PREVIOUS_WORKDAY,
            [
                date(2020, 9, 15),
                date(2020, 9, 30),
                date(2020, 10, 15),
                date(2020, 10, 30),
                date(2020, 11, 13),
            ],
        ),
    ],
)
def test_what_counts_when_a_printed_day_is_off(shift: Shift, expected: list[date]) -> None:
    assert [rules.effective_due(day, shift, CALENDAR) for day in PRINTED] == expected


@given(DAYS, SHIFTS)
def test_a_due_day_only_moves_in_the_direction_named(day: date, shift: Shift) -> None:
    due = rules.effective_due(day, shift, CALENDAR)
    if shift is Shift.NEXT_WORKDAY:
        assert due >= day
    elif shift is Shift.PREVIOUS_WORKDAY:
        assert due <= day
    else:
        assert due == day


@given(DAYS, st.sampled_from([Shift.NEXT_WORKDAY, Shift.PREVIOUS_WORKDAY]))
def test_a_moved_due_day_is_the_nearest_working_day(day: date, shift: Shift) -> None:
    due = rules.effective_due(day, shift, CALENDAR)
    assert CALENDAR.is_workday(due)
    first, last = sorted((day, due))
    between = (first + timedelta(days=n) for n in range((last - first).days + 1))
    assert not any(CALENDAR.is_workday(other) for other in between if other != due)


@given(DAYS, SHIFTS)
def test_moving_twice_is_moving_once(day: date, shift: Shift) -> None:
    once = rules.effective_due(day, shift, CALENDAR)
    assert rules.effective_due(once, shift, CALENDAR) == once


def test_a_year_without_a_notice_is_refused_only_where_working_days_matter() -> None:
    day = date(2099, 1, 1)
    assert rules.effective_due(day, Shift.NONE, CALENDAR) == day
    with pytest.raises(CalendarMissing):
        rules.effective_due(day, Shift.NEXT_WORKDAY, CALENDAR)


@pytest.mark.clause("ST-A5.3")
def test_filed_on_the_second_for_the_first_is_one_day_late_unless_shifted() -> None:
    filed = date(2020, 10, 2)
    printed = rules.standing(
        opens_on=date(2020, 9, 16), due_on=date(2020, 10, 1), fulfilled_on=filed, today=filed
    )
    assert (printed.standing, printed.days_late) == (Standing.LATE, 1)
    shifted = rules.standing(
        opens_on=date(2020, 9, 16), due_on=date(2020, 10, 9), fulfilled_on=filed, today=filed
    )
    assert (shifted.standing, shifted.days_late) == (Standing.ON_TIME, 0)


@pytest.mark.parametrize(
    ("today", "expected", "days"),
    [
        (date(2020, 10, 1), Standing.NOT_DUE, 0),
        (date(2020, 10, 2), Standing.WAITING, 0),
        (date(2020, 10, 15), Standing.WAITING, 0),
        (date(2020, 10, 16), Standing.MISSING, 1),
        (date(2020, 10, 20), Standing.MISSING, 5),
    ],
)
def test_what_is_not_filed_waits_for_its_turn_then_is_missing(
    today: date, expected: Standing, days: int
) -> None:
    judged = rules.standing(
        opens_on=date(2020, 10, 2), due_on=date(2020, 10, 15), fulfilled_on=None, today=today
    )
    assert (judged.standing, judged.days_late) == (expected, days)


@given(DAYS, st.integers(0, 40), st.integers(0, 60))
def test_standing_of_an_open_duty_never_goes_back(day: date, length: int, later: int) -> None:
    order = [Standing.NOT_DUE, Standing.WAITING, Standing.MISSING]
    due_on = day + timedelta(days=length)
    start = day - timedelta(days=5)

    def at(today: date) -> int:
        judged = rules.standing(opens_on=day, due_on=due_on, fulfilled_on=None, today=today)
        return order.index(judged.standing)

    assert at(start) <= at(start + timedelta(days=later))


def test_each_period_opens_the_day_after_the_one_before() -> None:
    assert rules.opening_days(PRINTED, PHASE_2[0]) == [
        date(2020, 9, 11),
        date(2020, 9, 16),
        date(2020, 10, 2),
        date(2020, 10, 16),
        date(2020, 11, 2),
    ]
    assert rules.opening_days([], PHASE_2[0]) == []


@given(st.lists(st.sampled_from(Standing)))
def test_a_tally_counts_each_once_in_any_order(standings: list[Standing]) -> None:
    counted = rules.tally(standings)
    assert counted == rules.tally(sorted(standings))
    assert counted.due + counted.waiting + counted.not_due == len(standings)
    assert counted.rate is None or 0 <= counted.rate <= 100


def test_the_rate_leaves_out_what_is_not_due() -> None:
    counted = Filing(on_time=2, late=1, missing=0, waiting=1, not_due=1)
    assert (counted.filed, counted.due, str(counted.rate)) == (3, 3, "66.67")
    assert Filing(not_due=5).rate is None


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (5, None),
        (12, None),
        (13, Reminder.BEFORE),
        (14, Reminder.BEFORE),
        (15, Reminder.ON_DAY),
        (16, Reminder.AFTER),
    ],
)
def test_a_body_is_reminded_before_on_and_after_the_due_day(
    day: int, kind: Reminder | None
) -> None:
    days = rules.reminders(
        None, opens_on=date(2020, 10, 2), due_on=date(2020, 10, 15), calendar=CALENDAR
    )
    found = rules.reminder(days, date(2020, 10, day))
    assert (found.occasion if found else None) == kind


def test_special_days_of_october_2020_are_joined() -> None:
    found = rules.special_days(date(2020, 10, 1), date(2020, 11, 1), CALENDAR)
    off = [(run.first.day, run.last.day) for run in found if not run.works]
    work = [(run.first.day, run.last.day) for run in found if run.works]
    assert off[0][0] == 1
    assert off[-1][1] == 8
    assert work == [(10, 10)]


@given(st.integers(1, 400), st.data())
def test_a_strip_shows_the_periods_around_one(of: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, of - 1))
    shown = list(range(of))[rules.around(at, of=of, each_side=15)]
    assert at in shown
    assert len(shown) == min(of, 31)
