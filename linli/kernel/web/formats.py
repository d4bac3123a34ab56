"""Figures, areas, money and dates as people read them. Nothing here rounds twice or guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from linli.kernel import clock

DASH = "—"
CENT = Decimal("0.01")
COMMAND = re.compile(r"`([^`]+)`")
LONGEST_IN_A_CELL = 40  # in letters; a Chinese character is as wide as two
WRITTEN_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")


def dash(value: object) -> object:
    """The value, or a dash where there is none."""
    return DASH if value is None or value == "" else value


def number(value: Decimal | int | None) -> str:
    """Thousands separated by commas; decimals stay as they are."""
    return DASH if value is None else f"{value:,}"


def percent(value: Decimal | int | None) -> str:
    """A share already in percent, with its sign: ``48.78 %``."""
    return DASH if value is None else f"{value:,} %"


def area(value: int | None) -> str:
    """Whole hundredths of a square metre as ``12,480.00 m²``."""
    return DASH if value is None else f"{Decimal(value) / 100:,.2f} m²"


def yuan(value: int | None) -> str:
    """Whole fen as yuan with two decimals."""
    if value is None:
        return DASH
    return gettext("%(amount)s yuan") % {"amount": f"{Decimal(value) / 100:,.2f}"}


def day(value: date | datetime | None) -> str:
    """A calendar day in Chinese time: ``2020-10-08``."""
    return DASH if value is None else f"{_local_day(value):%Y-%m-%d}"


def day_element(value: date | datetime | None) -> SafeString | str:
    """The calendar day as a ``<time>`` element, which no line breaks; for pages, not attributes."""
    return DASH if value is None else format_html("<time>{}</time>", day(value))


def unbroken(text: object) -> SafeString:
    """Ready words with the calendar days in them kept on one line."""
    parts = enumerate(WRITTEN_DAY.split(str(text)))
    return format_html_join(
        "",
        "{}",
        ((format_html("<time>{}</time>", part) if place % 2 else part,) for place, part in parts),
    )


def commands(text: object) -> SafeString:
    """Ready words with what a terminal takes, written between backticks, set apart as such."""
    parts = enumerate(COMMAND.split(str(text)))
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in parts),
    )


def listed(words: Iterable[str]) -> str:
    """Words in a row, with the list comma of the language in force (\u3001 in Chinese)."""
    return ("\u3001" if (get_language() or "zh").startswith("zh") else ", ").join(words)


def is_long(value: object) -> bool:
    """Whether a plain text would take more than three lines of a cell among others."""
    if not isinstance(value, str) or isinstance(value, SafeString):
        return False
    return sum(1 if sign.isascii() else 2 for sign in value) > LONGEST_IN_A_CELL


def month_day(value: date | datetime | None) -> str:
    """Month and day, where the year is plain from the page: ``10-08``."""
    return DASH if value is None else f"{_local_day(value):%m-%d}"


def stamp(value: datetime | None) -> SafeString | str:
    """Day and minute in Chinese time, as a ``<time>`` element."""
    if value is None:
        return DASH
    here = clock.local(value)
    words = f"{here:%Y-%m-%d %H:%M}"
    return format_html('<time datetime="{}">{}</time>', here.isoformat(), words)


def part_percent(part: Decimal | int | None, whole: Decimal | int) -> Decimal:
    """Length of a bar in percent, within 0 and 100, two places; no whole, no bar."""
    if not part or not whole:
        return Decimal(0)
    exact = Decimal(part) * 100 / Decimal(whole)
    return min(max(exact, Decimal(0)), Decimal(100)).quantize(CENT, ROUND_HALF_UP)


def _local_day(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value
