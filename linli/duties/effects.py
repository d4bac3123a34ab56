"""What a change of policy would do to the duties of the running district, before it is made."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import get_language, ngettext

from linli.duties import rules
from linli.duties.data import Owed
from linli.duties.models import DutyAssignment, DutyInstance
from linli.duties.selectors.owing import Ground
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy.data import (
    Campaign,
    ChangeState,
    Duty,
    Example,
    PolicyBook,
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

    def add_days(self, days: dict[date, str], spells: Iterable[Owed]) -> None:
        """The days on which somebody owes it, of printed days in order with their words."""
        printed = list(days)
        for owed in spells:
            first = bisect_left(printed, owed.from_on) if owed.from_on else 0
            last = bisect_left(printed, owed.to_on) if owed.to_on else len(printed)
            self.count += max(last - first, 0)
            for day in printed[first:last][: MOST_EXAMPLES - len(self.examples)]:
                self.examples.append(Example(f"{days[day]} {owed.subject}".strip()))


Groups = defaultdict[tuple[str, str, ChangeState], _Group]


def preview(change: Preview) -> Iterator[PreviewChange]:
    """Due days that would be added, dropped or moved, by duty and body.

    What was given to a body day by day is compared row by row; what the policy gives by itself is
    worked out for the coming year as the generator would. A dozen queries whatever the size.
    """
    groups: Groups = defaultdict(_Group)
    books = _Readings(change)
    _given_duties(change, books, groups)
    _generated_duties(change, books, groups)
    for (key, body, state), group in groups.items():
        if not group.count:
            continue
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
    rows = DutyInstance.objects.filter(
        district=change.district, assignment__isnull=False, printed_on__gte=change.on
    )
    found: dict[int, dict[date, tuple[date, bool]]] = defaultdict(dict)
    for number, printed, due, done in rows.order_by("printed_on", "id").values_list(
        "assignment_id", "printed_on", "due_on", "fulfilled_on"
    ):
        found[number][printed] = (due, done is not None)
    return found


# --- duties the policy gives by itself -----------------------------------------------------------

Owner = tuple[int, str]
"""Who owes it, and for what: a body and an occasion."""


@dataclass(frozen=True, slots=True)
class _Owing:
    """One duty under one policy: its printed days with the day that counts, and who owes it."""

    due: dict[date, date]
    spells: dict[Owner, list[Owed]]

    @classmethod
    def of(
        cls, book: PolicyBook, duty: Resolved[Duty] | None, change: Preview, ground: Ground
    ) -> _Owing:
        """What would be owed within a year of the change; nothing where the duty is not there."""
        if duty is None:
            return cls({}, {})
        start, end = change.on, change.on + AHEAD
        within = duty.body.within
        if within:
            drive = book.find(Campaign, within.campaign, on=start)
            phase = drive.body.phase(within.phase).period if drive else None
            start = max(start, phase.start or start) if phase else end
            end = min(end, phase.end or end) if phase else end
        days, _missing = rules.planned_days(duty, start, end, default_calendar())
        spells: dict[Owner, list[Owed]] = defaultdict(list)
        for owed in ground.owed(duty.body) if days else ():
            spells[owed.body, owed.occasion].append(owed)
        return cls({day.printed_on: day.due_on for day in days}, spells)


def _generated_duties(change: Preview, books: _Readings, groups: Groups) -> None:
    """Duties that follow from the policy alone, body by body, without a row being written.

    A handful of queries for the whole district, and none if no duty reads differently.
    """
    before = {found.key: found for found in change.before.provisions(Duty, on=change.on)}
    after = {found.key: found for found in change.after.provisions(Duty, on=change.on)}
    different = [
        key
        for key in sorted(before.keys() | after.keys())
        if key not in before or key not in after or before[key].body != after[key].body
    ]
    if not different:
        return
    ground = Ground(change.district)
    names = {body.pk: body.name for body in territory.bodies_within(change.district)}
    for key in different:
        old = _Owing.of(change.before, before.get(key), change, ground)
        new = _Owing.of(change.after, after.get(key), change, ground)
        for state, owners, days in _differences(old, new):
            for (body, _occasion), spells in owners.items():
                groups[key, names.get(body, key), state].add_days(days, spells)


def _differences(
    old: _Owing, new: _Owing
) -> Iterator[tuple[ChangeState, dict[Owner, list[Owed]], dict[date, str]]]:
    """Who gets, loses or sees moved which days: state, owners, printed days with their words."""
    gone = {day: str(due) for day, due in old.due.items()}
    come = {day: str(due) for day, due in new.due.items()}
    stay = {owner: spells for owner, spells in new.spells.items() if owner in old.spells}
    yield (
        ChangeState.REMOVED,
        {owner: spells for owner, spells in old.spells.items() if owner not in new.spells},
        gone,
    )
    yield (
        ChangeState.ADDED,
        {owner: spells for owner, spells in new.spells.items() if owner not in old.spells},
        come,
    )
    yield ChangeState.REMOVED, stay, {d: words for d, words in gone.items() if d not in come}
    yield ChangeState.ADDED, stay, {d: words for d, words in come.items() if d not in gone}
    moved = {d: f"{gone[d]} → {come[d]}" for d in gone if d in come and gone[d] != come[d]}
    yield ChangeState.MOVED, stay, moved
