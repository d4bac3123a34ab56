"""What may happen to tasks and reports, and the arithmetic of phases and targets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from linli.campaigns.data import (
    PhaseProgress,
    ReportAct,
    ReportRow,
    ReportState,
    TaskAct,
    TaskKind,
    TaskState,
)
from linli.kernel.periods import DatePeriod
from linli.kernel.workbooks.data import Doubt, Level

TASK_TRANSITIONS: Mapping[TaskKind, Mapping[tuple[TaskState, TaskAct], TaskState]] = {
    # A contract is a fact: signing one completes the task, planned or not. When the provider
    # leaves, the compound needs a plan again.
    TaskKind.COVER: {
        (TaskState.OPEN, TaskAct.PLAN): TaskState.PLANNED,
        (TaskState.OPEN, TaskAct.ENTER): TaskState.DONE,
        (TaskState.PLANNED, TaskAct.PLAN): TaskState.PLANNED,
        (TaskState.PLANNED, TaskAct.ENTER): TaskState.DONE,
        (TaskState.DONE, TaskAct.LEAVE): TaskState.OPEN,
    },
    TaskKind.UPGRADE: {
        (TaskState.OPEN, TaskAct.STEP): TaskState.IN_PROGRESS,
        (TaskState.OPEN, TaskAct.LAST_STEP): TaskState.DONE,
        (TaskState.IN_PROGRESS, TaskAct.STEP): TaskState.IN_PROGRESS,
        (TaskState.IN_PROGRESS, TaskAct.LAST_STEP): TaskState.DONE,
        (TaskState.IN_PROGRESS, TaskAct.WITHDRAW_STEP): TaskState.IN_PROGRESS,
        (TaskState.DONE, TaskAct.WITHDRAW_STEP): TaskState.IN_PROGRESS,
    },
}

REPORT_TRANSITIONS: Mapping[tuple[ReportState, ReportAct], ReportState] = {
    (ReportState.DRAFT, ReportAct.EDIT): ReportState.DRAFT,
    (ReportState.DRAFT, ReportAct.CHECK): ReportState.CHECKED,
    (ReportState.CHECKED, ReportAct.EDIT): ReportState.DRAFT,
    (ReportState.CHECKED, ReportAct.CHECK): ReportState.CHECKED,
    (ReportState.CHECKED, ReportAct.SUBMIT): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, ReportAct.RETURN): ReportState.RETURNED,
    (ReportState.RETURNED, ReportAct.EDIT): ReportState.DRAFT,
    (ReportState.RETURNED, ReportAct.CHECK): ReportState.CHECKED,
}

SNAPSHOT_FORMAT = "linli-report-1"


def task_states(kind: TaskKind) -> frozenset[TaskState]:
    """The states a task of this kind can be in."""
    table = TASK_TRANSITIONS[kind]
    return frozenset({state for state, _act in table} | set(table.values()))


def task_after(kind: TaskKind, state: TaskState, act: TaskAct) -> TaskState | None:
    """The state the act leads to, or None when it is not possible."""
    return TASK_TRANSITIONS[kind].get((state, act))


def task_acts(kind: TaskKind, state: TaskState) -> frozenset[TaskAct]:
    """The acts possible now: nothing else decides what a page offers."""
    return frozenset(act for known, act in TASK_TRANSITIONS[kind] if known == state)


def report_after(state: ReportState, act: ReportAct) -> ReportState | None:
    """The state the act leads to, or None when it is not possible."""
    return REPORT_TRANSITIONS.get((state, act))


def report_acts(state: ReportState) -> frozenset[ReportAct]:
    """The acts possible now."""
    return frozenset(act for known, act in REPORT_TRANSITIONS if known == state)


def step_act(done: int, whole: int) -> TaskAct:
    """Which act ticking a step is, when ``done`` of ``whole`` are ticked afterwards."""
    return TaskAct.LAST_STEP if whole and done == whole else TaskAct.STEP


def phase_progress(period: DatePeriod, today: date) -> PhaseProgress | None:
    """The day of the phase, first and last day counted (ST-5.2: 2020-10-15 is day 35 of 66).

    0 before the phase; the full length after it; None when the phase has no printed first day.
    """
    days = period.days()
    if days is None or period.start is None:
        return None
    day = (today - period.start).days + 1
    return PhaseProgress(max(0, min(day, days)), days)


def missing_to_target(part: int, whole: int, target: Decimal) -> int:
    """How many more of the whole it takes to reach the target share (0 to 1), rounded up."""
    needed = (target * whole).to_integral_value(rounding=ROUND_CEILING)
    return max(0, int(needed) - part)


def is_reason_missing(
    *, market_ready: bool, mode: str, market_modes: Iterable[str], reason: str
) -> bool:
    """ST-3.1b: a compound with a market that is planned otherwise needs a written reason."""
    return market_ready and mode not in set(market_modes) and not reason.strip()


def report_doubts(rows: Iterable[ReportRow], on: date) -> list[Doubt]:
    """What is wrong or unclear in a report; ``row`` is its number, ``column`` a column's code.

    An error stands in the way of filing; a warning is for the street to look at.
    """
    return [
        Doubt(level, f"report.{code}", row=row.number, column=column, value=row.compound)
        for row in rows
        for is_so, level, code, column in _row_checks(row, on)
        if is_so
    ]


def _row_checks(row: ReportRow, on: date) -> tuple[tuple[bool, Level, str, str], ...]:
    provider = bool(row.enterprise)
    told = bool(row.nature or row.entered or row.items or row.manager or row.phone)
    return (
        (row.grade == "1" and not row.served, "error", "class_1_without_service", "class"),
        (not provider and told, "error", "provider_missing", "enterprise"),
        (provider and not row.nature, "error", "nature_missing", "nature"),
        (provider and row.entered is None, "error", "entry_missing", "entered"),
        (bool(row.entered and row.entered > on), "error", "entry_ahead", "entered"),
        (not row.grade, "warning", "class_missing", "class"),
        (row.served and not provider, "warning", "provider_unknown", "enterprise"),
        (provider and not row.items, "warning", "items_missing", "items"),
        (provider and not row.manager, "warning", "manager_missing", "manager"),
        (provider and not row.phone, "warning", "phone_missing", "phone"),
    )


def plain_rows(rows: Iterable[ReportRow]) -> list[dict[str, Any]]:
    """Rows as JSON values: what is stored and what the digest covers."""
    return [
        {**asdict(row), "entered": row.entered.isoformat() if row.entered else None} for row in rows
    ]


def rows_of(stored: Iterable[Mapping[str, Any]]) -> tuple[ReportRow, ...]:
    """The rows of a stored snapshot."""
    return tuple(
        ReportRow(
            **{
                **row,
                "entered": date.fromisoformat(row["entered"]) if row["entered"] else None,
            }
        )
        for row in stored
    )


def snapshot_digest(*, division: str, printed_on: date, rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the canonical JSON of a report: same content, same digest, on any machine."""
    canonical = json.dumps(
        {
            "format": SNAPSHOT_FORMAT,
            "division": division,
            "printed_on": printed_on.isoformat(),
            "rows": list(rows),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
