"""Who has filed, who has not: per duty, period and body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from linli.duties import selectors as duties
from linli.duties.data import DutyItem, DutyKind, Filing, Standing, Strip
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.explain import Explanation


@dataclass(frozen=True, slots=True)
class Period:
    """One printed day of a duty with how many bodies filed of those that owe it."""

    printed_on: date
    filed: int
    owed: int


@dataclass(frozen=True, slots=True)
class FilingTable:
    """One duty below a place: its periods, its bodies, and the figures of what is shown."""

    kind: DutyKind
    kinds: tuple[DutyKind, ...]
    periods: tuple[Period, ...]
    period: date | None
    strips: tuple[Strip, ...]
    items: tuple[DutyItem, ...]
    counted: Filing
    explanation: Explanation


def filing_table(
    actor: Actor, today: date, *, scope: str, key: str = "", period: date | None = None
) -> FilingTable | None:
    """What was filed of a duty below a place; None where nobody owes any. Two queries.

    Without a key the first duty, without a period all of them. Raises NotFound for a duty or
    period that nobody in reach owes.
    """
    kinds = tuple(duties.kinds(actor, today, scope=scope, assigned=True))
    if not kinds:
        return None
    kind = _chosen(kinds, key)
    strips = duties.strips(actor, kind.key, today, scope=scope)
    items = tuple(item for strip in strips for item in strip.items)
    if period and period not in {item.printed_on for item in items}:
        raise NotFound("Nothing is owed for this day.")
    shown = tuple(item for item in items if period in (None, item.printed_on))
    counted = duties.tally(shown)
    return FilingTable(
        kind=kind,
        kinds=kinds,
        periods=tuple(_periods(items)),
        period=period,
        strips=tuple(strips),
        items=shown,
        counted=counted,
        explanation=duties.explain_filing(counted, key=kind.key, division=scope, today=today),
    )


def latest_period(items: Iterable[DutyItem], today: date) -> date | None:
    """The last printed day that has come."""
    return max((item.printed_on for item in items if item.printed_on <= today), default=None)


def next_period(items: Iterable[DutyItem], today: date) -> date | None:
    """The first printed day still to come."""
    return min((item.printed_on for item in items if item.printed_on > today), default=None)


def _chosen(kinds: tuple[DutyKind, ...], key: str) -> DutyKind:
    for kind in kinds:
        if key in ("", kind.key):
            return kind
    raise NotFound("Nobody in your reach owes this duty.")


def _periods(items: Iterable[DutyItem]) -> Iterable[Period]:
    owed: dict[date, list[DutyItem]] = {}
    for item in items:
        owed.setdefault(item.printed_on, []).append(item)
    for printed_on, own in sorted(owed.items()):
        filed = sum(item.standing in (Standing.ON_TIME, Standing.LATE) for item in own)
        yield Period(printed_on, filed, len(own))
