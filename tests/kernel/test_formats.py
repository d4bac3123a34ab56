"""Figures, money, areas and days as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from linli.kernel.web import formats


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("shown", "value", "expected"),
    [
        (formats.number, 12480, "12,480"),
        (formats.number, None, "—"),
        (formats.percent, Decimal("48.78"), "48.78 %"),
        (formats.area, 1_248_000, "12,480.00 m²"),
        (formats.area, 5, "0.05 m²"),
        (formats.yuan, 123450, "1,234.50 yuan"),
        (formats.yuan, -1, "-0.01 yuan"),
        (formats.day, date(2020, 10, 8), "2020-10-08"),
        (formats.day_element, date(2020, 10, 8), "<time>2020-10-08</time>"),
        (formats.day_element, None, "—"),
        (formats.commands, "A<b `linli up`; B", "A&lt;b <code>linli up</code>; B"),
        (formats.commands, "one ` alone", "one ` alone"),
        (formats.unbroken, "A<b 2020-10-08, B", "A&lt;b <time>2020-10-08</time>, B"),
        (formats.month_day, date(2020, 10, 8), "10-08"),
        (formats.dash, "", "—"),
        (formats.dash, 0, 0),
    ],
)
def test_formats(shown: Callable[[Any], object], value: object, expected: object) -> None:
    assert shown(value) == expected


def test_moments_are_shown_in_chinese_time() -> None:
    late_evening_utc = datetime(2020, 10, 9, 16, 30, tzinfo=UTC)
    assert formats.day(late_evening_utc) == "2020-10-10"
    assert "2020-10-10 00:30" in formats.stamp(late_evening_utc)
    assert 'datetime="2020-10-10T00:30:00+08:00"' in formats.stamp(late_evening_utc)


@pytest.mark.parametrize(
    ("part", "whole", "length"),
    [(20, 41, "48.78"), (None, 41, "0"), (1, 0, "0"), (50, 41, "100.00"), (-3, 41, "0.00")],
)
def test_a_bar_never_leaves_its_track(part: int | None, whole: int, length: str) -> None:
    assert formats.part_percent(part, whole) == Decimal(length)
