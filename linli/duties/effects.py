"""What a change of policy would do to the duties of the running district, before it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import get_language, ngettext

from linli.duties import rules
from linli.duties.models import DutyAssignment, DutyInstance
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy.data import (
    ChangeState,
    Duty,
    Example,
    Preview,
    PreviewChange,
    Resolved,
)
from linli.territory import selectors as territory

AHEAD = timedelta(days=365)
"""How far ahead a duty nobody has been given yet is counted."""
MOST_EXAMPLES = 6


@dataclass(slots=True)
class _Group:
    """Due days of one duty of one body that change alike."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, text: str) -> None:
        """One more due day."""
        self.count += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(Example(text))


Groups = defaultdict[tuple[str, str, ChangeState], _Group]


def preview(change: Preview) -> Iterator[PreviewChange]:
    """Due days that would be added, dropped or moved, by duty and body. Three queries."""
    groups: Groups = defaultdict(_Group)
    books = _Readings(change)
    _given_duties(change, books, groups)
    _new_duties(change, books, groups)
    for (key, body, state), group in groups.items():
        yield PreviewChange(
            subject=f"{books.label(key)} · {body}",
            before=_days(group.count) if state is not ChangeState.ADDED else "—",
            after=_days(group.count) if state is not ChangeState.REMOVED else "—",
            state=state,
            count=group.count,
            examples=tuple(group.examples),
        )


def _days(count: int) -> str:
    return ngettext("%(n)s due day", "%(n)s due days", count) % {"n": count}


class _Readings:
    """The duties before and after, read once for each day."""

    def __init__(self, change: Preview) -> None:
        self.change = change
        self.known: dict[tuple[str, date], Resolved[Duty] | None] = {}
        self.due: dict[tuple[str, date], date | None] = {}
        self.printed: dict[tuple[str, date, date], frozenset[date]] = {}

    def after(self, key: str, day: date) -> Resolved[Duty] | None:
        """The duty as it would hold on a day."""
        if (key, day) not in self.known:
            self.known[key, day] = self.change.after.find(Duty, key, on=day)
        return self.known[key, day]

    def due_after(self, key: str, printed: date) -> date | None:
        """The day that would count for a printed day; None where nothing would be owed."""
        if (key, printed) not in self.due:
            self.due[key, printed] = self._due(key, printed)
        return self.due[key, printed]

    def _due(self, key: str, printed: date) -> date | None:
        found = self.after(key, printed)
        if found is None:
            return None
        shift = rules.shift_of(found.body.holiday_shift)
        try:
            return rules.effective_due(printed, shift, default_calendar())
        except CalendarMissing:  # that year's holidays are not out yet: the printed day stands
            return printed

    def printed_after(self, key: str, start: date, end: date) -> frozenset[date]:
        """The days from ``change.on`` that the duty would name within ``[start, end)``."""
        found = self.after(key, self.change.on)
        asked = (found.body.rrule if found else "", start, end)
        if asked not in self.printed:
            days = rules.occurrences(*asked) if asked[0] else []
            self.printed[asked] = frozenset(day for day in days if day >= self.change.on)
        return self.printed[asked]

    def label(self, key: str) -> str:
        """What the duty is called."""
        on = self.change.on
        found = self.after(key, on) or self.change.before.find(Duty, key, on=on)
        return found.body.label.in_language(get_language() or "zh") if found else key


def _given_duties(change: Preview, books: _Readings, groups: Groups) -> None:
    """Duties that bodies have: due days from ``change.on`` that would be others. Two queries."""
    rows = DutyAssignment.objects.filter(district=change.district, to_on__gt=change.on)
    given = list(
        rows.order_by("key", "division", "id").values_list(
            "id", "key", "body__name", "from_on", "to_on"
        )
    )
    due = _due_days(change)
    for number, key, body, start, end in given:
        has = due.get(number, {})
        would_have = books.printed_after(key, start, end)
        for day, (counts_on, is_done) in has.items():
            after = books.due_after(key, day) if day in would_have else None
            if is_done or after == counts_on:
                continue
            if after is None:
                groups[key, body, ChangeState.REMOVED].add(f"{counts_on}")
            else:
                groups[key, body, ChangeState.MOVED].add(f"{counts_on} → {after}")
        for day in sorted(would_have - has.keys()):
            groups[key, body, ChangeState.ADDED].add(str(books.due_after(key, day)))


def _due_days(change: Preview) -> dict[int, dict[date, tuple[date, bool]]]:
    """Printed days to come of every assignment: the day that counts, whether it is done."""
    rows = DutyInstance.objects.filter(district=change.district, printed_on__gte=change.on)
    found: dict[int, dict[date, tuple[date, bool]]] = defaultdict(dict)
    for number, printed, due, done in rows.order_by("printed_on", "id").values_list(
        "assignment_id", "printed_on", "due_on", "fulfilled_on"
    ):
        found[number][printed] = (due, done is not None)
    return found


def _new_duties(change: Preview, books: _Readings, groups: Groups) -> None:
    """Duties the policy has not had: the due days of a year for every body that would owe them."""
    known = {found.key for found in change.before.provisions(Duty, on=change.on)}
    new = [
        found
        for found in change.after.provisions(Duty, on=change.on)
        if found.key not in known and (found.body.rrule or found.body.once)
    ]
    if not new:
        return
    bodies = defaultdict(list)
    for body in territory.bodies_within(change.district):
        bodies[body.kind].append(body.name)
    for found in new:
        recurring = (
            rules.occurrences(found.body.rrule, change.on, change.on + AHEAD)
            if (found.body.rrule)
            else []
        )
        once = [found.body.once] if found.body.once and found.body.once >= change.on else []
        for name in bodies.get(found.body.by, ()):
            for day in (*recurring, *once):
                groups[found.key, name, ChangeState.ADDED].add(
                    str(books.due_after(found.key, day) or day)
                )
