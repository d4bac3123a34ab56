"""One question to the policy, answered with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from linli.kernel.errors import NotFound
from linli.kernel.explain import Citation, Explanation, Input
from linli.kernel.web.formats import listed
from linli.kernel.workdays import WorkCalendar, default_calendar
from linli.policy.data import (
    KINDS,
    Answer,
    Body,
    PolicyBook,
    Resolved,
    Text,
)
from linli.policy.explaining.inputs import parsed, with_trials, wrong
from linli.policy.formulas import Computation, InputWrong, Line, Unsettled, Value, calculation_of
from linli.policy.labels import CAUTIONS, FIELDS
from linli.policy.labels.describe import in_language, lines_of, title_of
from linli.policy.labels.steps import INPUTS, step_words, unit_words
from linli.policy.rules import Policy

B = TypeVar("B", bound=Body)

KINDS_ASKED = (
    "formula", "gate", "rule", "target", "scheme", "duty", "route", "campaign", "disclosure",
    "vocabulary",
)  # fmt: skip
"""Kinds in the order in which a key without its kind is looked for."""


@dataclass(frozen=True, slots=True)
class Read:
    """One value that was read: where it stands, what it is, who says it."""

    kind: str
    key: str
    field: str
    value: str
    citation: Citation
    answer: Answer | None = None
    assumed: bool = False


@dataclass(frozen=True)
class PolicyExplanation(Explanation):
    """An explanation with the parts a program reads: outcome, further figures, values read.

    ``open`` names what the policy leaves open and the answer hangs on; ``value`` is then None.
    """

    kind: str = ""
    key: str = ""
    outcome: str = ""
    open: tuple[str, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()


@dataclass(slots=True)
class _Asked:
    """What a calculation asks; notes every provision that was read."""

    on: date
    policy: PolicyBook
    calendar: WorkCalendar
    read: list[tuple[Resolved[Body], tuple[str, ...]]] = field(default_factory=list)

    def provision(self, kind: type[B], key: str) -> B:
        found = self.policy.provision(kind, key, on=self.on)
        self._note(found)
        return found.body

    def find(self, kind: type[B], key: str) -> B | None:
        found = self.policy.find(kind, key, on=self.on)
        if found:
            self._note(found)
        return found.body if found else None

    def compute(self, key: str, given: Mapping[str, Any]) -> Computation:
        return self.answer(self.policy.provision(KINDS["formula"], key, on=self.on), given)

    def answer(self, resolved: Resolved[Body], given: Mapping[str, Any]) -> Computation:
        """Try what is open, check the inputs, work the answer out."""
        body, tried = with_trials(resolved, given)
        self._note(resolved, tried)
        rest = {name: value for name, value in given.items() if name not in tried}
        try:
            return calculation_of(body).work_out(body, parsed(body, rest), self)
        except InputWrong as error:
            raise wrong(error.name, error.allowed) from error

    def _note(self, resolved: Resolved[Any], tried: tuple[str, ...] = ()) -> None:
        known = {(found.body.kind, found.key) for found, _tried in self.read}
        if (resolved.body.kind, resolved.key) not in known:
            self.read.append((resolved, tried))


def explain(policy: Policy, key: str, *, on: date, inputs: Mapping[str, Any]) -> PolicyExplanation:
    """Answer a question to the policy as it holds on a day.

    ``key`` is a provision's key, or ``kind:key`` where several kinds share it. ``inputs`` are the
    facts of the case, as typed; a parameter the policy leaves open may be tried by its name.
    Raises NotConfigured, NotFound (no such kind), BadInput (inputs), CalendarMissing.
    """
    resolved = _asked_for(policy, key, on)
    asked = _Asked(on, policy, default_calendar())
    try:
        found = asked.answer(resolved, inputs)
    except Unsettled as error:
        return _explained(resolved, asked, _open_answer(error.field), inputs, (error.field,))
    return _explained(resolved, asked, found, inputs, ())


def work_out(
    policy: PolicyBook, resolved: Resolved[Body], inputs: Mapping[str, Any]
) -> Computation:
    """The bare answer of a provision, for many cases in a row.

    Raises Unsettled, NotConfigured, BadInput (inputs), CalendarMissing.
    """
    return _Asked(resolved.on, policy, default_calendar()).answer(resolved, inputs)


def _asked_for(policy: Policy, key: str, on: date) -> Resolved[Body]:
    kind, _colon, name = key.rpartition(":")
    if kind and kind not in KINDS:
        raise NotFound(_("The policy knows no such kind of provision."))
    asked = [KINDS[name] for name in ((kind,) if kind else KINDS_ASKED)]
    for candidate in asked:
        found = policy.find(candidate, name, on=on)
        if found:
            return found
    off = (body for body in asked if policy.switched_off(body.kind, name, on=on))
    return policy.provision(next(off, asked[0]), name, on=on)


def _open_answer(name: str) -> Computation:
    return Computation(None, lines=(Line("open", name),))


def _explained(
    resolved: Resolved[Body],
    asked: _Asked,
    found: Computation,
    given: Mapping[str, Any],
    left_open: tuple[str, ...],
) -> PolicyExplanation:
    reads = tuple(read for row, tried in asked.read for read in _reads(row, tried))
    cited = {(c.clause, c.release): c for row, _tried in asked.read for c in row.citations}
    tried = {name for _row, names in asked.read for name in names}
    cases = [
        Input(INPUTS.get(name, name), value) for name, value in given.items() if name not in tried
    ]
    return PolicyExplanation(
        title=title_of(resolved.body) or resolved.key,
        value=_plain_value(found.value),
        unit=unit_words(found.unit),
        inputs=(*cases, *(_as_input(read) for read in reads)),
        steps=tuple(step_words(line) for line in found.lines),
        citations=tuple(cited.values()),
        release=resolved.release,
        note=_note(resolved, tried, left_open, cited.values()),
        kind=resolved.body.kind,
        key=resolved.key,
        outcome=found.outcome,
        open=left_open,
        details=found.details,
        reads=reads,
    )


def _plain_value(value: Value) -> Decimal | int | str | None:
    return value.isoformat() if isinstance(value, date) else value


def _as_input(read: Read) -> Input:
    label = f"{FIELDS.get(read.field, read.field)} ({read.key})"
    return Input(label, read.value, citation=read.citation)


_UNREAD = frozenset({"label", "name", "message", "remedy", "warning"})
"""Fields that name a provision and are no values."""


def _reads(resolved: Resolved[Body], tried: tuple[str, ...]) -> Iterator[Read]:
    answers = {answer.field: answer for answer in resolved.answers}
    for line in lines_of(resolved.body):
        if line.field in _UNREAD:
            continue
        yield Read(
            kind=resolved.body.kind,
            key=resolved.key,
            field=line.field,
            value=_("tried here") if line.field in tried else " · ".join(map(str, line.values)),
            citation=resolved.citation,
            answer=answers.get(line.field),
            assumed=line.field in tried,
        )


def _note(
    resolved: Resolved[Body],
    tried: set[str],
    left_open: tuple[str, ...],
    cited: Iterable[Citation],
) -> str:
    notes = []
    for name in left_open:
        label = FIELDS.get(name, name)
        notes.append(_("The policy leaves this open, and the answer hangs on it: %s.") % label)
    if tried:
        named = ", ".join(str(FIELDS.get(name, name)) for name in sorted(tried))
        notes.append(_("Tried, not settled: %s.") % named)
    warning: Text | None = getattr(resolved.body, "warning", None)
    if warning:
        notes.append(in_language(warning))
    notes += _cautions(tuple(cited))
    return " ".join(notes)


def _cautions(cited: tuple[Citation, ...]) -> Iterator[str]:
    """What stands behind the answer and is no printed law, with the clauses it concerns."""
    for caution, words in CAUTIONS.items():
        clauses = [citation.clause for citation in cited if caution in citation.cautions]
        if clauses:
            yield _("%(clauses)s: %(caution)s.") % {"clauses": listed(clauses), "caution": words}
