"""Order and counts of the workbench."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from linli.cockpit.data import WorkItem


def by_urgency(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    """Earliest due day first, which is the order of remaining working days; undated ones last."""
    return tuple(sorted(items, key=lambda item: (item.due_on or date.max, item.kind, item.title)))


def at_risk(items: Iterable[WorkItem]) -> int:
    """How many are still in time but have used more than four fifths of it."""
    return sum(
        item.deadline is not None and item.deadline.at_risk and item.deadline.left >= 0
        for item in items
    )


def overdue(items: Iterable[WorkItem]) -> int:
    """How many are past their day."""
    return sum(item.deadline is not None and item.deadline.left < 0 for item in items)
