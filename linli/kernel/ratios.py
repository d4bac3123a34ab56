"""Shares in percent, exact and rounded the way officials round."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def share(part: int | Decimal, whole: int | Decimal, places: int = 2) -> Decimal | None:
    """``part`` of ``whole`` in percent, half rounded up; None when there is no whole.

    >>> share(20, 41)
    Decimal('48.78')
    """
    if not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
