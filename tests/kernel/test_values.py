"""Periods, shares, ids: small values with exact rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linli.kernel.ids import uuid7
from linli.kernel.periods import DatePeriod
from linli.kernel.ratios import share

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
OPEN_DAYS = st.none() | DAYS


@st.composite
def periods(draw: st.DrawFn) -> DatePeriod:
    start, end = draw(OPEN_DAYS), draw(OPEN_DAYS)
    assume(start is None or end is None or start < end)
    return DatePeriod(start, end)


@given(periods(), periods(), DAYS)
def test_overlap_means_a_common_day(one: DatePeriod, other: DatePeriod, day: date) -> None:
    if one.contains(day) and other.contains(day):
        assert one.overlaps(other)
    assert one.overlaps(other) == other.overlaps(one)
    if one.overlaps(other):
        starts = [side for side in (one.start, other.start) if side]
        common = max(starts) if starts else min(side for side in (one.end, other.end, day) if side)
        common = common if starts else common - timedelta(days=1)
        assert one.contains(common)
        assert other.contains(common)


@given(DAYS, st.integers(1, 4000))
def test_days_of_a_period_are_those_it_contains(start: date, length: int) -> None:
    period = DatePeriod(start, start + timedelta(days=length))
    assert period.days() == length
    assert period.contains(start)
    assert not period.contains(start + timedelta(days=length))


def test_a_period_never_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it has begun"):
        DatePeriod(date(2020, 10, 2), date(2020, 10, 2))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (20, 41, "48.78"),
        (2, 12, "16.67"),
        (10, 14, "71.43"),
        (7, 14, "50.00"),
        (1, 1, "100.00"),
        (209, 316, "66.14"),
        (1, 800, "0.13"),  # half is rounded up
    ],
)
def test_shares_as_officials_round_them(part: int, whole: int, percent: str) -> None:
    assert str(share(part, whole)) == percent


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_within_half_a_place_of_the_exact_value(part: int, whole: int) -> None:
    rounded = share(part, whole)
    assert rounded is not None
    assert abs(rounded * whole - part * 100) <= Decimal("0.005") * whole


def test_there_is_no_share_of_nothing() -> None:
    assert share(0, 0) is None


def test_public_ids_are_unique_and_ordered_by_time() -> None:
    ids = [uuid7() for _ in range(2000)]
    assert len(set(ids)) == len(ids)
    assert {value.version for value in ids} == {7}
    assert {value.variant for value in ids} == {"specified in RFC 4122"}
    stamps = [value.int >> 80 for value in ids]
    assert stamps == sorted(stamps)
