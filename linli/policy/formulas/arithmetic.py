"""Exact arithmetic the calculations share: rounding half up, limits, largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from linli.policy.data import Compare

Number = Decimal | Fraction | int

SIGNS = {Compare.OVER: ">", Compare.AT_LEAST: "≥", Compare.AT_MOST: "≤", Compare.BELOW: "<"}


def half_up(value: Number, places: int = 2) -> Decimal:
    """Rounded to ``places`` decimals, a half away from zero, without ever being a float.

    >>> half_up(Fraction(2, 3), 2)
    Decimal('0.67')
    """
    scaled = Fraction(value) * 10**places
    digits = floor(abs(scaled) + Fraction(1, 2))
    return Decimal(digits if scaled >= 0 else -digits).scaleb(-places)


def exact(value: Number, most: int = 10) -> Decimal:
    """The value as a decimal without superfluous zeros; half up where it has no end."""
    text = f"{half_up(value, most):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def shown(value: Number) -> str:
    """A number as a step prints it: exact where that is short, else a fraction or six decimals."""
    if isinstance(value, Fraction) and (value * 10**6).denominator != 1:
        small = value.denominator <= 1000
        return f"{value.numerator}/{value.denominator}" if small else f"{half_up(value, 6):f}"
    return f"{exact(value):f}"


def holds(part: Number, whole: Number, share: Fraction, compare: Compare) -> bool:
    """Whether ``part`` stands to ``share`` of ``whole`` as the comparison says. Exact.

    >>> holds(3, 6, Fraction(1, 2), Compare.AT_LEAST), holds(3, 6, Fraction(1, 2), Compare.OVER)
    (True, False)
    """
    limit, found = Fraction(whole) * share, Fraction(part)
    return {
        Compare.OVER: found > limit,
        Compare.AT_LEAST: found >= limit,
        Compare.AT_MOST: found <= limit,
        Compare.BELOW: found < limit,
    }[compare]


def limit_count(whole: Number, share: Fraction, compare: Compare) -> int:
    """The smallest whole number that passes; for upper limits the largest.

    >>> limit_count(937, Fraction(1, 5), Compare.AT_LEAST)
    188
    """
    limit = Fraction(whole) * share
    return {
        Compare.OVER: floor(limit) + 1,
        Compare.AT_LEAST: ceil(limit),
        Compare.AT_MOST: floor(limit),
        Compare.BELOW: ceil(limit) - 1,
    }[compare]


def apportioned(amount: Decimal, weights: Sequence[Number], unit: Decimal) -> tuple[Decimal, ...]:
    """Split by weight into multiples of ``unit`` that add up to the amount exactly.

    Largest remainder; of equal remainders the earlier one goes first. ValueError when no weight
    is above zero, or the amount is no multiple of the unit.

    >>> apportioned(Decimal("0.01"), [1, 1, 1], Decimal("0.01"))
    (Decimal('0.01'), Decimal('0.00'), Decimal('0.00'))
    """
    total = sum((Fraction(weight) for weight in weights), Fraction(0))
    units = Fraction(amount) / Fraction(unit)
    if total <= 0 or any(weight < 0 for weight in weights) or units.denominator != 1:
        raise ValueError("weights and amount do not make a split")
    shares = [units * Fraction(weight) / total for weight in weights]
    parts = [floor(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: int(units) - sum(parts)]:
        parts[i] += 1
    return tuple(part * unit for part in parts)
