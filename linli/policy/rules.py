"""Pure lookup: which release governs a day, which layer says it, what the district answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar, get_args, get_origin

from pydantic import TypeAdapter

from linli.kernel.explain import Citation
from linli.kernel.periods import DatePeriod
from linli.policy.data import (
    UNSET,
    Answer,
    Body,
    Duration,
    FieldValue,
    NotConfigured,
    Resolved,
    Row,
    Step,
)
from linli.policy.data.bodies import Off
from linli.policy.data.flow import flow
from linli.policy.data.values import OrUnset, once_set

B = TypeVar("B", bound=Body)
ProvisionId = tuple[str, str]

MOST_REMEMBERED = 10_000
"""Lookups one district's policy remembers before it starts afresh."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a release: the clause, the days it holds, what it writes."""

    kind: str
    key: str
    period: DatePeriod
    row: Row
    citation: Citation


@dataclass(frozen=True, slots=True)
class LayerRelease:
    """A compiled release of one layer; ``since`` is the first day it governs."""

    layer: str
    release: str
    since: date
    entries: Mapping[ProvisionId, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """An answer and the provision it belongs to; ``order`` settles two of the same day."""

    kind: str
    key: str
    order: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class LayerHistory:
    """A layer with all releases that ever governed, oldest first."""

    layer: str
    releases: tuple[LayerRelease, ...]

    def on(self, day: date) -> LayerRelease | None:
        """The release that governs a day. The first one also covers the days before it:
        provisions carry their own dates, and a campaign's past is read by the text that ran it.
        """
        governing = [release for release in self.releases if release.since <= day]
        if governing:
            return governing[-1]
        return self.releases[0] if self.releases else None


def not_configured(
    kind: str, key: str, division: str, on: date, off: Entry | None = None, message: object = ""
) -> NotConfigured:
    """The refusal when no layer says it, or a lower one switched it off (``off``).

    ``message`` is for readers; without it a plain one for logs.
    """
    return NotConfigured(
        message or f"{kind} {key}: no policy in force for {division} on {on} says this",
        clause=off.citation.clause if off else "",
        kind=kind,
        key=key,
        division=division,
        on=on.isoformat(),
        switched_off=off is not None,
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that holds for one division, ready for lookups without a query.

    ``layers`` run from the district up to national law; the lowest layer that speaks wins.
    """

    division: str
    layers: tuple[LayerHistory, ...]
    answers: tuple[DatedAnswer, ...] = ()
    refusal: Callable[[str, str, str, date, Entry | None], NotConfigured] = not_configured
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def provision(self, kind: type[B], key: str, *, on: date) -> Resolved[B]:
        """The provision in force on a day; raises NotConfigured if no layer has it."""
        found = self.find(kind, key, on=on)
        if found is None:
            off = self.switched_off(kind.kind, key, on=on)
            raise self.refusal(kind.kind, key, self.division, on, off)
        return found

    def switched_off(self, kind: str, key: str, *, on: date) -> Entry | None:
        """The row of the lowest layer that speaks, if all it says is that this is off."""
        for history in self.layers:
            entries = entries_on(history.on(on), kind, key, on)
            if entries:
                return entries[0] if isinstance(entries[0].row, Off) else None
        return None

    def find(self, kind: type[B], key: str, *, on: date) -> Resolved[B] | None:
        """The provision in force on a day, or None. The same call gives the same object."""
        memo_key = (kind.kind, key, on)
        if memo_key not in self.memo:
            if len(self.memo) > MOST_REMEMBERED:
                self.memo.clear()
            self.memo[memo_key] = resolve(self, kind, key, on)
        found: Resolved[B] | None = self.memo[memo_key]
        return found

    def provisions(self, kind: type[B], *, on: date) -> list[Resolved[B]]:
        """All provisions of a kind in force on a day, by key."""
        keys = {
            key
            for history in self.layers
            for release in (history.on(on),)
            if release
            for entry_kind, key in release.entries
            if entry_kind == kind.kind
        }
        found = (self.find(kind, key, on=on) for key in sorted(keys))
        return [resolved for resolved in found if resolved]

    def value(self, kind: type[B], key: str, field_name: str, *, on: date) -> FieldValue:
        """One field of a provision: its value or ``UNSET``, with clause and answer."""
        resolved = self.provision(kind, key, on=on)
        answer = next((a for a in resolved.answers if a.field == field_name), None)
        return FieldValue(getattr(resolved.body, field_name), resolved.citation, answer)


def resolve(policy: Policy, kind: type[B], key: str, on: date) -> Resolved[B] | None:
    """Walk the layers from the district up; note every place the lookup went to."""
    taken: tuple[Entry, ...] = ()
    release = ""
    overrides: list[Citation] = []
    steps: list[Step] = []
    for history in policy.layers:
        governing = history.on(on)
        entries = entries_on(governing, kind.kind, key, on)
        outcome = "silent" if not entries else "overridden" if taken else "taken"
        steps.append(_layer_step(history, governing, outcome, entries))
        if outcome == "overridden":
            overrides.extend(entry.citation for entry in entries)
        if outcome == "taken" and governing:
            taken, release = entries, governing.release
    if not taken or isinstance(taken[0].row, Off):
        return None
    body = kind.compose([(entry.citation.clause, entry.row) for entry in taken])
    body, answers, answer_steps = apply_answers(body, policy, key, on)
    return Resolved(
        key=key,
        body=body,
        division=policy.division,
        on=on,
        release=release,
        citations=tuple(entry.citation for entry in taken),
        overrides=tuple(overrides),
        answers=answers,
        unset=tuple(name for name in type(body).unset_fields() if getattr(body, name) is UNSET),
        steps=(*steps, *answer_steps),
    )


def entries_on(release: LayerRelease | None, kind: str, key: str, on: date) -> tuple[Entry, ...]:
    """The rows of one provision that hold on a day, in document order."""
    if release is None:
        return ()
    rows = release.entries.get((kind, key), ())
    return tuple(entry for entry in rows if entry.period.contains(on))


def apply_answers(
    body: B, policy: Policy, key: str, on: date
) -> tuple[B, tuple[Answer, ...], tuple[Step, ...]]:
    """The body with the district's answers put where the policy says ``unset``.

    An answer to a field that a newer release settles itself no longer counts.
    """
    answers: list[Answer] = []
    steps: list[Step] = []
    values: dict[str, Any] = {}
    for name in body.unset_fields():
        is_open = getattr(body, name) is UNSET
        if not is_open and name not in silent_fields(body):
            continue
        answer = answer_on(policy.answers, body.kind, key, name, on)
        if not is_open and answer is None:
            continue
        outcome = "answered" if answer else "unset"
        steps.append(Step(outcome, policy.division[:6], field=name, answer=answer))
        if answer:
            answers.append(answer)
            values[name] = parse_answer(type(body), name, answer.value)
    return body.model_copy(update=values), tuple(answers), tuple(steps)


def silent_fields(body: Body) -> tuple[str, ...]:
    """Fields no document speaks of, which the district may settle all the same."""
    return tuple(name for name in body.settable if getattr(body, name) is None)


def settable_fields(resolved: Resolved[B]) -> tuple[str, ...]:
    """Fields of a provision the district may settle: open, settled before, or never spoken of."""
    answered = (answer.field for answer in resolved.answers)
    named = {*resolved.unset, *answered, *silent_fields(resolved.body)}
    return tuple(name for name in type(resolved.body).unset_fields() if name in named)


def answer_on(
    answers: Iterable[DatedAnswer], kind: str, key: str, field_name: str, on: date
) -> Answer | None:
    """The district's answer of a day: the latest that has begun; of one day, the last given."""
    begun = [
        dated
        for dated in answers
        if (dated.kind, dated.key, dated.answer.field) == (kind, key, field_name)
        and dated.answer.since <= on
    ]
    return max(begun, key=lambda d: (d.answer.since, d.order)).answer if begun else None


def parse_answer(kind: type[Body], field_name: str, value: str) -> Any:
    """The typed value of an answer; raises pydantic's ValidationError if it is not allowed.

    A list or a table is written in the flow form of a policy file: ``[0.10, 0.05]``.
    """
    info = kind.model_fields[field_name]
    adapter: TypeAdapter[Any] = TypeAdapter(once_set(info.annotation))
    return adapter.validate_python(flow(value) if is_structured(kind, field_name) else value)


def is_structured(kind: type[Body], field_name: str) -> bool:
    """Whether an answer is a list or a table rather than one value."""
    annotation = _plain_type(once_set(kind.model_fields[field_name].annotation))
    return get_origin(annotation) in (tuple, dict)


def choices_of(kind: type[Body], field_name: str) -> tuple[str, ...]:
    """The words an answer may be, or nothing if the field is a number or a text."""
    annotation = _plain_type(once_set(kind.model_fields[field_name].annotation))
    if annotation is bool:
        return ("true", "false")
    return tuple(member.value for member in getattr(annotation, "__members__", {}).values())


def shape_of(kind: type[Body], field_name: str) -> str:
    """What an answer looks like, for the words beside the field; empty where it has no name."""
    annotation = _plain_type(once_set(kind.model_fields[field_name].annotation))
    if field_name == "recurrence":
        return "recurrence"
    if get_origin(annotation) is tuple and _plain_type(get_args(annotation)[0]) is Duration:
        return "periods"
    shapes = {Duration: "period", int: "whole", Decimal: "number", date: "day"}
    return shapes.get(annotation, "")


def _plain_type(annotation: Any) -> Any:
    return _plain_type(annotation.__origin__) if hasattr(annotation, "__metadata__") else annotation


def is_answerable(kind: type[Body], field_name: str) -> bool:
    """Whether a field of the kind may be ``unset`` at all."""
    info = kind.model_fields.get(field_name)
    return info is not None and any(isinstance(mark, OrUnset) for mark in info.metadata)


def change_days(periods: Iterable[DatePeriod]) -> list[date]:
    """The days on which something begins or ceases to hold: a lookup only changes on these."""
    return sorted({day for period in periods for day in (period.start, period.end) if day})


def seams(periods: Sequence[DatePeriod]) -> Iterator[tuple[str, int, int]]:
    """Where dated values of one part do not join: ``("gap" | "overlap", earlier, later)``.

    The numbers are positions in ``periods``. Values that join leave no day without, and no day
    with two.
    """
    order = sorted(range(len(periods)), key=lambda i: (periods[i].start or date.min, i))
    for earlier, later in pairwise(order):
        if periods[earlier].overlaps(periods[later]):
            yield ("overlap", earlier, later)
        elif periods[earlier].end != periods[later].start:
            yield ("gap", earlier, later)


def _layer_step(
    history: LayerHistory,
    release: LayerRelease | None,
    outcome: str,
    entries: tuple[Entry, ...],
) -> Step:
    return Step(
        outcome,
        history.layer,
        release=release.release if release else "",
        citation=entries[0].citation if entries else None,
    )
