"""Answers of the kinds that are no formulas: target, rule, gate, duty, route, score sheet, …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from pydantic import ConfigDict, PositiveInt

from linli.policy.data import (
    Body,
    Campaign,
    Disclosure,
    Duty,
    Effect,
    Gate,
    HolidayShift,
    Office,
    Route,
    Rule,
    Silence,
    Target,
    Unset,
    Vocabulary,
)
from linli.policy.data.formulas.dates import PERIOD_RULES, PeriodRules
from linli.policy.formulas.dates import Moment, period_end
from linli.policy.formulas.registry import (
    Ask,
    Calculation,
    Computation,
    Given,
    InputWrong,
    Line,
    Nothing,
    Value,
    given_value,
    settled,
)
from linli.policy.formulas.targets import Reached, target


class Open(Given):
    """Inputs that are handed on to the formula that decides."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @property
    def others(self) -> Mapping[str, Any]:
        """What is not meant for this provision itself."""
        return self.model_extra or {}


# --- rule and gate --------------------------------------------------------------------------------


class Condition(Open):
    """Whether the condition is met; where a formula decides, its inputs instead."""

    met: bool | None = None


def rule(body: Rule, given: Condition, ask: Ask) -> Computation:
    """What the rule does: ``pass``, or its effect (block, warn, inform) when it is not met."""
    lines: tuple[Line, ...] = ()
    details: Mapping[str, Value] = {}
    met = given.met
    if met is None and body.decided_by:
        decided = ask.compute(body.decided_by, given.others)
        met, lines, details = decided.outcome == "pass", decided.lines, decided.details
        if not decided.outcome:
            raise InputWrong("met", "yes, no")
    result = body.effect.value if met is None or not met else "pass"
    lines = (*lines, Line("rule", body.requires, result))
    return Computation(result, outcome="" if met is None else result, lines=lines, details=details)


class Asked(Open):
    """What has been answered: ``consent`` ``refusal`` ``heard`` or nothing; whether time is up."""

    matter: str = ""
    answer: str = ""
    overdue: bool = False


_DONE = frozenset({"consent", "heard", "consents"})


def gate(body: Gate, given: Asked, ask: Ask) -> Computation:
    """Whether a matter may go on: ``open``, ``closed``, or ``warn`` / ``inform``.

    A gate that only asks for somebody to be heard opens with any answer; one that asks for
    consent opens with consent; silence means what the policy says, and is open where it does not.
    """
    if given.matter and not _concerns(body, given.matter):
        return Computation("not_required", outcome="open", lines=(Line("matter", given.matter),))
    if body.decided_by:
        decided = ask.compute(body.decided_by, given.others)
        opened, lines = decided.outcome == "pass", decided.lines
    else:
        opened, lines = _answered(body, given), (Line("answer", given.answer or "—"),)
    result = "open" if opened else _closed(body)
    return Computation(result, outcome=result, lines=(*lines, Line("gate", body.form, result)))


def _concerns(body: Gate, matter: str) -> bool:
    return body.open_list or matter in {item.code for item in body.matters} | set(body.operations)


def _answered(body: Gate, given: Asked) -> bool:
    if not given.answer:
        if not given.overdue:
            return False
        silence = settled(body.silence, "silence")
        return silence is Silence.CONSENTS
    needs_consent = body.form.value in ("consent", "vote")
    return given.answer in _DONE if needs_consent else True


def _closed(body: Gate) -> str:
    effect = settled(body.effect, "effect")
    return "closed" if effect is Effect.BLOCK else effect.value


# --- duty -----------------------------------------------------------------------------------------


class Owed(Given):
    """How many owe it, and for duties that hang on an event its day."""

    units: PositiveInt = 1
    event: Moment | None = None


def duty(body: Duty, given: Owed, ask: Ask) -> Computation:
    """The due days of the year asked about (or of the campaign phase), and how many in all.

    For a duty after or before an event, the day it is due. S6, J3, J7, T2.
    """
    if body.continuous:
        return Computation("continuous", lines=(Line("continuous"),))
    if body.once:
        return Computation(body.once, "date", lines=(Line("once", "", body.once.isoformat()),))
    if body.after or body.before:
        return _on_event(body, given, ask)
    rrule = settled(body.recurrence, "recurrence")
    start, end = _window(body, ask)
    days = due_days(rrule, start, end)
    dates = ", ".join(day.isoformat() for day in days)
    lines = [Line("due_days", f"{start} – {end - timedelta(days=1)}", dates)]
    if body.holiday_shift in (HolidayShift.NEXT_WORKDAY, HolidayShift.PREVIOUS_WORKDAY):
        moved = [_shifted(day, body.holiday_shift, ask) for day in days]
        lines.append(Line("rolled", "", ", ".join(day.isoformat() for day in moved)))
    total = len(days) * given.units
    lines.append(Line("in_all", f"{len(days)} × {given.units}", str(total)))
    details: dict[str, Value] = {"dates": dates, "per_unit": len(days)}
    return Computation(total, "count", lines=tuple(lines), details=details)


def due_days(rrule: str, start: date, end: date) -> list[date]:
    """The days a recurrence names from ``start`` up to, not including, ``end``."""
    rule_of_days = rrulestr(rrule, dtstart=datetime.combine(start, time.min))
    last = datetime.combine(end - timedelta(days=1), time.min)
    return [moment.date() for moment in rule_of_days.between(
        datetime.combine(start, time.min), last, inc=True
    )]  # fmt: skip


def _window(body: Duty, ask: Ask) -> tuple[date, date]:
    if body.within:
        phase = ask.provision(Campaign, body.within.campaign).phase(body.within.phase)
        return phase.first or date(ask.on.year, 1, 1), phase.last + timedelta(days=1)
    return date(ask.on.year, 1, 1), date(ask.on.year + 1, 1, 1)


def _shifted(day: date, shift: HolidayShift | Unset, ask: Ask) -> date:
    forward = shift is HolidayShift.NEXT_WORKDAY
    return ask.calendar.next_workday(day) if forward else ask.calendar.previous_workday(day)


def _on_event(body: Duty, given: Owed, ask: Ask) -> Computation:
    period = settled(body.due_within, "due_within")
    event = given_value(given.event, "event", "2025-01-02")
    day = event.date() if isinstance(event, datetime) else event
    sign = 1 if body.after else -1
    raw = period_end(day, period, ask.calendar, sign=sign)
    working = f"{day} {'+' if sign > 0 else '−'} {period}"
    lines = [Line("after" if body.after else "before", working, raw.isoformat())]
    shift = body.holiday_shift
    if isinstance(shift, Unset):
        law = ask.find(PeriodRules, PERIOD_RULES)
        shift = (law.forward_holiday if body.after else law.backward_holiday) if law else shift
    moves = shift in (HolidayShift.NEXT_WORKDAY, HolidayShift.PREVIOUS_WORKDAY)
    final = _shifted(raw, shift, ask) if moves else raw
    if final != raw:
        lines.append(Line("rolled", raw.isoformat(), final.isoformat()))
    return Computation(final, "date", lines=tuple(lines), details={"raw": raw})


# --- route, campaign, vocabulary, disclosure ------------------------------------------------------


def route(body: Route, given: Nothing, ask: Ask) -> Computation:
    """Who leads a category; where nobody is named, the street's desk, said as such."""
    assist = ", ".join(body.assist)
    details: dict[str, Value] = {"assist": assist}
    if isinstance(body.lead, Unset):
        details["fallback"] = Office.STREET_TOWN
        lines = (Line("lead_open", "", Office.STREET_TOWN), Line("assist", "", assist or "—"))
        return Computation(Office.STREET_TOWN.value, "office", "fallback", lines, details)
    lines = (Line("lead", "", body.lead), Line("assist", "", assist or "—"))
    return Computation(body.lead, "office", lines=lines, details=details)


class PhaseAsked(Given):
    """Which phase (without it, the one of the day asked about), or which kind of task."""

    phase: PositiveInt | None = None
    task: str = ""


def campaign(body: Campaign, given: PhaseAsked, ask: Ask) -> Computation:
    """Days of a phase, both ends counted; without phases what the horizon says. S5.

    For a kind of task, of how many things it consists. S9.
    """
    if given.task:
        return _task_items(body, given.task)
    try:
        phase = body.phase(given.phase) if given.phase else body.phase_on(ask.on)
    except LookupError:
        known = ", ".join(str(phase.number) for phase in body.phases)
        raise InputWrong("phase", known) from None
    if phase is None or phase.first is None:
        years = body.years or 0
        return Computation(years, "year", lines=(Line("horizon", "", str(years)),))
    days = (phase.last - phase.first).days + 1
    line = Line("phase_days", f"{phase.first} – {phase.last}", str(days))
    details: dict[str, Value] = {"first": phase.first, "last": phase.last}
    return Computation(days, "day", lines=(line,), details=details)


def _task_items(body: Campaign, task: str) -> Computation:
    known = [found.task for found in body.tasks]
    if task not in known:
        raise InputWrong("task", ", ".join(known))
    codes = ", ".join(item.code for item in body.items_of(task))
    count = len(body.items_of(task))
    details: dict[str, Value] = {"items": codes, "due": body.task(task).due}
    return Computation(count, "count", lines=(Line("terms", codes, str(count)),), details=details)


class SetAsked(Given):
    """A named set of the vocabulary, and another one to compare it with."""

    set: str = ""
    other: str = ""


def vocabulary(body: Vocabulary, given: SetAsked, ask: Ask) -> Computation:
    """How many terms a vocabulary or one of its sets has; what another set lacks. S9, S10, J5."""
    codes = _codes(body, given.set)
    lines = [Line("terms", ", ".join(codes), str(len(codes)))]
    details: dict[str, Value] = {"terms": ", ".join(codes)}
    if given.other:
        missing = [code for code in codes if code not in _codes(body, given.other)]
        details["missing"] = ", ".join(missing)
        lines.append(Line("missing", given.other, str(details["missing"] or "—")))
    return Computation(len(codes), "count", lines=tuple(lines), details=details)


def _codes(body: Vocabulary, name: str) -> tuple[str, ...]:
    if not name:
        return tuple(term.code for term in body.terms)
    if name not in body.sets:
        raise InputWrong("set", ", ".join(body.sets))
    return body.sets[name]


def disclosure(body: Disclosure, given: Nothing, ask: Ask) -> Computation:
    """How often it is published, and how many things."""
    interval = settled(body.interval, "interval")
    details: dict[str, Value] = {"items": len(body.items)}
    line = Line("interval", str(len(body.items)), interval.value)
    times = interval.times_a_year
    return Computation(
        interval.value, "interval", lines=(line,), details=details | {"a_year": times}
    )


@dataclass(frozen=True, slots=True)
class KindAnswer(Calculation):
    """How a kind that is no formula answers."""


def _answer(given: type[Given], work_out: Callable[..., Computation]) -> KindAnswer:
    return KindAnswer(given, work_out)


KIND_ANSWERS: dict[type[Body], KindAnswer] = {
    Target: _answer(Reached, target),
    Rule: _answer(Condition, rule),
    Gate: _answer(Asked, gate),
    Duty: _answer(Owed, duty),
    Route: _answer(Nothing, route),
    Campaign: _answer(PhaseAsked, campaign),
    Vocabulary: _answer(SetAsked, vocabulary),
    Disclosure: _answer(Nothing, disclosure),
}
