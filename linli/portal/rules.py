"""The arithmetic of the public pages."""

from __future__ import annotations

from collections.abc import Iterable

from linli.kernel.ratios import share
from linli.portal.data import Coverage, Share


def coverage_of(code: str, name: str, communities: Iterable[Share]) -> Coverage | None:
    """The whole of a district from its communities; None when none is published.

    Covered and total are sums; the share is of the sums, half rounded up to two places (ST-1.1).
    The oldest as-of counts for the whole: no part is older than the page says.
    """
    rows = sorted(communities, key=lambda row: (-(row.percent or 0), row.code))
    if not rows:
        return None
    covered, total = sum(row.covered for row in rows), sum(row.total for row in rows)
    as_of = min(row.as_of for row in rows)
    whole = Share(code, name, covered, total, share(covered, total), as_of)
    return Coverage(whole, tuple(rows))
