"""Order and counts of the workbench."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.cockpit import rules
from linli.cockpit.data import WorkItem, WorkKind
from linli.kernel.deadlines import Deadline

TODAY = date(2020, 10, 10)


def entry(days: int | None, *, risk: bool = False) -> WorkItem:
    """An entry due so many days from now; None for one without a day."""
    return WorkItem(
        kind=WorkKind.DUTY,
        title=str(days),
        note="",
        url="/",
        is_own=True,
        due_on=None if days is None else TODAY + timedelta(days=days),
        deadline=None if days is None else Deadline(days, "day", risk or days < 0),
    )


ENTRIES = st.lists(st.one_of(st.none(), st.integers(-30, 30)).map(entry), max_size=12)


@given(ENTRIES)
def test_the_most_pressing_comes_first_and_what_has_no_day_last(items: list[WorkItem]) -> None:
    ordered = rules.by_urgency(items)
    days = [item.due_on or date.max for item in ordered]
    assert days == sorted(days)
    assert len(ordered) == len(items)


@given(ENTRIES)
def test_an_entry_is_overdue_or_at_risk_or_neither_never_both(items: list[WorkItem]) -> None:
    assert rules.overdue(items) + rules.at_risk(items) <= len(items)


def test_overdue_and_at_risk_are_counted_apart() -> None:
    items = [entry(-1), entry(0, risk=True), entry(2, risk=True), entry(9), entry(None)]
    assert (rules.overdue(items), rules.at_risk(items)) == (1, 2)
