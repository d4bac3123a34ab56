"""Numbers with their unit, as an official writes them: ``3 months``, ``2/3``, ``860.79 万m2``.

A plain number is taken in the unit of the field; a number with another unit is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from linli.policy.data import spoken

_WRITTEN = re.compile(r"^\s*(?P<number>[+-]?[0-9][0-9,_]*(?:\.[0-9]+)?)\s*(?P<unit>\S.*)?$")
_RATIO = re.compile(r"^\s*(?P<top>[0-9]+)\s*/\s*(?P<bottom>[1-9][0-9]*)\s*$")
WAN: Final = Decimal(10_000)
"""Ten thousand, the 万 of areas and budgets."""


class TimeUnit(StrEnum):
    """What a period is counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Duration:
    """So many minutes, hours, days, working days, months or years; never a mixture."""

    count: int
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def wrong_unit(written: object, *allowed: str) -> PydanticCustomError:
    """The refusal of a number in a unit that does not belong to the field."""
    return PydanticCustomError(
        "wrong_unit",
        "“{written}” has no unit of this field",
        {"written": str(written), "allowed": ", ".join(allowed)},
    )


def _split(value: str) -> tuple[Decimal, str]:
    """The number and what follows it; ValueError when no number leads."""
    found = _WRITTEN.match(value)
    if not found:
        raise ValueError(value)
    return Decimal(found["number"].replace(",", "").replace("_", "")), (found["unit"] or "").strip()


def _duration(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    units = {name: unit for unit in TimeUnit for name in (unit.value, f"{unit.value}s")}
    try:
        count, unit = _split(value)
    except (ValueError, InvalidOperation):
        raise wrong_unit(value, "30 days", "5 workdays", "3 months", "2 years") from None
    unit = spoken.UNITS.get(unit, unit)
    if unit not in units or count != int(count) or count < 0:
        raise wrong_unit(value, *sorted(set(units) - set(TimeUnit)))
    return Duration(int(count), units[unit])


Period = Annotated[Duration, BeforeValidator(_duration)]
"""A length of time with its unit: ``15 days``, ``5 workdays``, ``3 months``, ``30 分钟``."""


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Periods = Annotated[tuple[Period, ...], BeforeValidator(_one_or_more), Field(min_length=1)]
"""One period, or several in brackets: ``3 days``, ``[5 workdays, 1 day]``."""


def _ratio(value: Any) -> Any:
    if not isinstance(value, str):
        return Fraction(value) if isinstance(value, int | Decimal) else value
    found = _RATIO.match(value)
    if found:
        return Fraction(int(found["top"]), int(found["bottom"]))
    return _scaled_ratio(value)


def _scaled_ratio(value: str) -> Fraction:
    scales = {"": 1, "%": 100, "‰": 1000, "permille": 1000, "percent": 100}
    try:
        number, unit = _split(value)
    except (ValueError, InvalidOperation):
        raise wrong_unit(value, "2/3", "0.5", "50 %", "4 ‰") from None
    if unit not in scales:
        raise wrong_unit(value, "2/3", "0.5", "50 %", "4 ‰")
    return Fraction(number) / scales[unit]


Ratio = Annotated[Fraction, BeforeValidator(_ratio)]
"""An exact part of a whole: ``2/3``, ``0.5``, ``50 %``, ``4 ‰``. Never rounded."""


def _share(value: Any) -> Any:
    """A share of a target keeps the digits it was written with; they say how it is compared."""
    if isinstance(value, str) and value.rstrip().endswith("%"):
        try:
            return Decimal(value.rstrip()[:-1].strip()).scaleb(-2)
        except InvalidOperation:
            raise wrong_unit(value, "0.6614", "66.14 %") from None
    return value


WrittenShare = Annotated[Decimal, BeforeValidator(_share)]
"""A share as printed, ``0.6614`` or ``66.14 %``; its decimals carry meaning."""


def _in(units: dict[str, Decimal]) -> Any:
    """A validator for decimals of one base unit, written plain or with one of ``units``."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            number, unit = _split(value)
        except (ValueError, InvalidOperation):
            return value
        if unit and unit not in units:
            raise wrong_unit(value, *units)
        return number * units.get(unit, Decimal(1))

    return BeforeValidator(read)


ONE: Final = Decimal(1)
Area = Annotated[
    Decimal, _in({"m2": ONE, "m²": ONE, "平方米": ONE, "万m2": WAN, "万m²": WAN, "万平方米": WAN})
]
"""Square metres."""
Money = Annotated[Decimal, _in({"yuan": ONE, "元": ONE, "万元": WAN, "万yuan": WAN})]
"""Yuan."""
Rate = Annotated[Decimal, _in({"yuan/m2/month": ONE, "元/m2/月": ONE, "元/平方米·月": ONE})]
"""Yuan per square metre and month."""
UnitPrice = Annotated[Decimal, _in({"yuan/m2": ONE, "元/m2": ONE, "元/平方米": ONE})]
"""Yuan per square metre."""
