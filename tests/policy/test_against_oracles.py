"""Votes and deadlines of the layers against calculators that share no code with them."""

from __future__ import annotations

import calendar
import csv
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from linli.kernel.workdays import TABLE, default_calendar
from linli.policy.data import Duration, TimeUnit
from linli.policy.explaining import explain
from linli.policy.formulas.dates import period_end
from tests.policy.books import book

SHANTING = "370406"
DAY = date(2024, 6, 30)
MOTIONS, STARTS = 500, 10_000


# --- votes: whole numbers of 0.01 m² and of heads, no fractions ----------------------------------


def passes(special: bool, area: tuple[int, int, int], heads: tuple[int, int, int]) -> bool:
    """Two thirds take part; then over a half, or at least three quarters, of those (art. 278)."""
    enough = all(3 * part >= 2 * total for total, part, _yes in (area, heads))
    if special:
        return enough and all(4 * yes >= 3 * part for _total, part, yes in (area, heads))
    return enough and all(2 * yes > part for _total, part, yes in (area, heads))


def near(random: Random, limit: int, most: int) -> int:
    """A count at a limit, just beside it, or anywhere up to ``most``."""
    return max(0, min(most, random.choice((limit - 1, limit, limit + 1, random.randint(0, most)))))


def ballot(random: Random, total: int, special: bool) -> tuple[int, int, int]:
    part = near(random, -(-2 * total // 3), total)
    yes = near(random, -(-3 * part // 4) if special else part // 2, part)
    return total, part, yes


@pytest.mark.clause("SD-24")
def test_five_hundred_motions_are_decided_as_a_recount_does() -> None:
    random, outcomes = Random(278), set()  # noqa: S311  # the same motions every time
    for number in range(MOTIONS):
        special = bool(number % 2)
        area = ballot(random, random.randint(100_00, 300_000_00), special)
        heads = ballot(random, random.randint(3, 3000), special)
        names = ("total", "part", "yes")
        given = {f"{n}_area": str(Decimal(v).scaleb(-2)) for n, v in zip(names, area, strict=True)}
        given |= {f"{n}_heads": str(v) for n, v in zip(names, heads, strict=True)}
        key = "vote.special" if special else "vote.ordinary"
        found = explain(book(SHANTING), key, on=DAY, inputs=given)
        assert (found.value == "pass") == passes(special, area, heads), (key, area, heads)
        outcomes.add((special, found.value))
    assert len(outcomes) == 4  # both kinds of motion both passed and failed


# --- deadlines ------------------------------------------------------------------------------------


def months_on(start: date, months: int) -> date:
    """The corresponding day so many months on (or back), or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def working_days() -> list[date]:
    """Every working day of 2020 to 2026, read from the table itself."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    named = {row[0]: row[1] for row in rows if len(row) > 1}
    first = date(2020, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(2026, 12, 31) - first).days + 1))
    return [
        d for d in days if named.get(d.isoformat(), "off" if d.weekday() > 4 else "work") == "work"
    ]


@pytest.mark.clause("CN-203")
def test_ten_thousand_periods_end_where_another_calculator_ends_them() -> None:
    random = Random(203)  # noqa: S311  # the same days every time
    table = default_calendar()
    working = working_days()
    for _number in range(STARTS):
        start = date(2021, 1, 1) + timedelta(days=random.randint(0, 4 * 365))
        sign = random.choice((1, -1))
        unit = random.choice((TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.YEAR, TimeUnit.WORKDAY))
        count = 1 if unit is TimeUnit.YEAR else random.randint(1, 12)
        if unit is TimeUnit.DAY:
            wanted = date.fromordinal(start.toordinal() + sign * count)
        elif unit is TimeUnit.WORKDAY:
            after, before = bisect_right(working, start), bisect_left(working, start)
            wanted = working[after + count - 1] if sign > 0 else working[before - count]
        else:
            wanted = months_on(start, sign * count * (12 if unit is TimeUnit.YEAR else 1))
        found = period_end(start, Duration(count, unit), table, sign=sign)
        assert found == wanted, (start, sign, count, unit)
