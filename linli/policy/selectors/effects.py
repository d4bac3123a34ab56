"""What a change of policy does to routes and amounts: who gets which matter, what comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.errors import BadInput
from linli.kernel.web.formats import listed
from linli.kernel.workdays import CalendarMissing
from linli.policy.data import (
    KINDS,
    ChangeState,
    Example,
    Formula,
    NotConfigured,
    PolicyBook,
    Preview,
    PreviewChange,
    Resolved,
    Route,
    Sample,
    samplers,
)
from linli.policy.explaining import work_out
from linli.policy.formulas import Computation, Unsettled, calculation_of
from linli.policy.labels import VALUES
from linli.policy.labels.describe import title_of
from linli.policy.labels.steps import unit_words
from linli.policy.selectors.trials import TRIALS, trial_cases
from linli.territory import selectors as territory

MOST_EXAMPLES = 10
STREET_DESK = "street_town"

# --- routes --------------------------------------------------------------------------------------


def route_changes(preview: Preview) -> Iterator[PreviewChange]:
    """Matters that would go to another office, with the district's own bodies. At most one query.

    A matter for which nobody is named goes to the desk of the street.
    """
    before = {found.key: found for found in preview.before.provisions(Route, on=preview.on)}
    after = {found.key: found for found in preview.after.provisions(Route, on=preview.on)}
    changed = [
        (before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if _handlers(before.get(key)) != _handlers(after.get(key))
    ]
    seats = _seats(preview.district) if changed else {}
    for old, new in changed:
        shown = new or old
        if shown:
            state = change_state(old, new)
            subject = title_of(shown.body) or shown.key
            yield PreviewChange(subject, _goes_to(old, seats), _goes_to(new, seats), state)


def _handlers(route: Resolved[Route] | None) -> object:
    return (route.body.lead, route.body.assist, route.body.channel) if route else None


def _goes_to(route: Resolved[Route] | None, seats: Mapping[str, Sequence[str]]) -> str:
    if route is None:
        return "—"
    lead = route.body.lead
    if not isinstance(lead, str):
        desk = _seated(STREET_DESK, seats)
        words = _("nobody named: the desk of the street (%s)") % desk
    else:
        words = _seated(lead, seats)
    if not route.body.assist:
        return words
    assist = listed(str(VALUES.get(code, code)) for code in route.body.assist)
    return _("%(lead)s, together with %(assist)s") % {"lead": words, "assist": assist}


def _seated(office: str, seats: Mapping[str, Sequence[str]]) -> str:
    """An office with the bodies of the district that hold it: the name, or how many."""
    name = str(VALUES.get(office, office))
    held = seats.get(office, ())
    if len(held) == 1:
        return f"{name} ({held[0]})"
    if held:
        bodies = ngettext("%(n)s body", "%(n)s bodies", len(held)) % {"n": len(held)}
        return f"{name} ({bodies})"
    return name


def _seats(district: str) -> dict[str, list[str]]:
    seats: dict[str, list[str]] = {}
    for body in territory.bodies_within(district):
        seats.setdefault(body.kind, []).append(body.name)
    return seats


def change_state(before: object, after: object) -> ChangeState:
    """Whether something is new, gone or different."""
    if before is None:
        return ChangeState.ADDED
    return ChangeState.REMOVED if after is None else ChangeState.CHANGED


# --- amounts -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Outcome:
    """Cases one calculation was tried on: how many, how many differ, sums, the first that do."""

    tried: int = 0
    differ: int = 0
    sums: list[Decimal] = field(default_factory=lambda: [Decimal(0), Decimal(0)])
    unit: str = ""
    examples: list[Example] = field(default_factory=list)

    def take(self, sample: Sample, old: _Answer, new: _Answer) -> None:
        """Count one case."""
        self.tried += 1
        for place, answer in enumerate((old, new)):
            if answer.found and isinstance(answer.found.value, Decimal):
                self.sums[place] += answer.found.value
                self.unit = answer.found.unit
        if old.words == new.words:
            return
        self.differ += 1
        if len(self.examples) < MOST_EXAMPLES:
            text = f"{sample.subject}: {old.words} → {new.words}"
            self.examples.append(Example(text, sample.url))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a calculation gives for one case, and how it reads."""

    found: Computation | None
    words: str


def amount_changes(preview: Preview) -> Iterator[PreviewChange]:
    """Every calculation that would give another result, tried on the real cases of the district.

    A calculation no case of the district fits is tried on round figures. Queries: those of the
    samplers, and only if a calculation is touched at all.
    """
    touched = [key for key in _formula_keys(preview) if _is_touched(preview, key)]
    if not touched:
        return
    cases = [case for sampler in samplers() for case in sampler(preview.district)]
    for key in touched:
        change = _amount_change(preview, key, cases)
        if change:
            yield change


def _formula_keys(preview: Preview) -> list[str]:
    books = (preview.before, preview.after)
    return sorted(
        {found.key for book in books for found in book.provisions(Formula, on=preview.on)}
    )


def _is_touched(preview: Preview, key: str) -> bool:
    """Whether a formula, or anything it relies on, reads differently afterwards."""
    waiting, seen = [("formula", key)], set()
    while waiting:
        kind, name = waiting.pop()
        if (kind, name) in seen or kind not in KINDS:
            continue
        seen.add((kind, name))
        before = preview.before.find(KINDS[kind], name, on=preview.on)
        after = preview.after.find(KINDS[kind], name, on=preview.on)
        if (before and before.body) != (after and after.body):
            return True
        relied_on = getattr(after.body, "references", tuple) if after else tuple
        waiting += [(kind, name) for kind, name, _part in relied_on()]
    return False


def _amount_change(preview: Preview, key: str, cases: Sequence[Sample]) -> PreviewChange | None:
    old = preview.before.find(Formula, key, on=preview.on)
    new = preview.after.find(Formula, key, on=preview.on)
    shown = new or old
    if shown is None:
        return None
    outcome = _tried(preview, shown, (old, new), cases)
    if outcome.tried and not outcome.differ:
        return None
    return PreviewChange(
        subject=title_of(shown.body) or key,
        before=_in_all(outcome, 0) if old else "—",
        after=_in_all(outcome, 1) if new else "—",
        state=change_state(old, new),
        count=max(outcome.differ, 1),
        examples=tuple(outcome.examples),
    )


def _tried(
    preview: Preview,
    shown: Resolved[Any],
    formulas: tuple[Resolved[Any] | None, Resolved[Any] | None],
    cases: Sequence[Sample],
) -> _Outcome:
    """A calculation on every case that fits: with the facts it must have, else with more."""
    old, new = formulas
    asked = calculation_of(shown.body).given.model_fields
    must = {name for name, info in asked.items() if info.is_required()}
    outcome = _Outcome()
    for names in (must, set(asked)):
        for sample in _fitting(asked.keys(), must, cases) or trial_cases(names, preview.on):
            assumed = {name: TRIALS[name][0] for name in names if name in TRIALS}
            given = {name: value for name, value in sample.facts.items() if name in asked}
            before = _answer(preview.before, old, assumed | given)
            after = _answer(preview.after, new, assumed | given)
            if before and after:
                outcome.take(sample, before, after)
        if outcome.tried:
            break
    return outcome


def _fitting(asked: Collection[str], must: set[str], cases: Sequence[Sample]) -> list[Sample]:
    """The district's cases that say something this calculation asks, and lack nothing it needs."""
    return [
        case
        for case in cases
        if not case.facts.keys().isdisjoint(asked)
        and all(name in case.facts or name in TRIALS for name in must)
        and ("area" not in asked or "area" in case.facts)
    ]


def _answer(
    book: PolicyBook, formula: Resolved[Any] | None, inputs: Mapping[str, Any]
) -> _Answer | None:
    """One case worked out; None where the case does not fit the calculation."""
    if formula is None:
        return _Answer(None, "—")
    try:
        found = work_out(book, formula, inputs)
    except Unsettled:
        return _Answer(None, _("left open"))
    except (NotConfigured, CalendarMissing) as error:
        return _Answer(None, str(error))
    except BadInput:
        return None
    return _Answer(found, _result_words(found))


def _result_words(found: Computation) -> str:
    value = found.outcome if found.value is None else found.value
    return f"{VALUES.get(str(value), value)} {unit_words(found.unit)}".strip()


def _in_all(outcome: _Outcome, place: int) -> str:
    """The sum of all cases where it is money, else how many were tried."""
    words = ngettext("%(n)s case", "%(n)s cases", outcome.tried) % {"n": outcome.tried}
    if outcome.unit != "yuan":
        return words
    amount = f"{outcome.sums[place]:,.2f}"
    return f"{words} · {amount} {unit_words(outcome.unit)}"
