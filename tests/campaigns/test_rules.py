"""Transitions, phases, gaps and digests: what campaigns decide without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.campaigns import rules
from linli.campaigns.data import (
    ReportAct,
    ReportRow,
    ReportState,
    Share,
    TaskAct,
    TaskKind,
    TaskState,
)
from linli.kernel.periods import DatePeriod

PHASE_2 = DatePeriod(date(2020, 9, 11), date(2020, 11, 16))
PHASE_3 = DatePeriod(date(2020, 11, 16), date(2020, 12, 21))
FULL = ReportRow(
    number=1,
    community="梅园社区",
    compound="福源公寓",
    grade="2",
    enterprise="演示物业服务有限公司",
    nature="外聘",
    entered=date(2020, 10, 1),
    items="保洁、保安",
    manager="测试甲",
    phone="0632-0000001",
    served=True,
)
texts = st.text(max_size=20)
report_rows = st.builds(
    ReportRow,
    number=st.integers(1, 99),
    community=texts,
    compound=texts,
    entered=st.none() | st.dates(),
    phone=texts,
    note=texts,
    served=st.booleans(),
    compound_id=texts,
)


# --- transitions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(TaskKind))
def test_tasks_move_only_as_the_table_says(kind: TaskKind) -> None:
    table = rules.TASK_TRANSITIONS[kind]
    for state, act in product(TaskState, TaskAct):
        assert rules.task_after(kind, state, act) == table.get((state, act))
        assert (act in rules.task_acts(kind, state)) == ((state, act) in table)


@pytest.mark.parametrize("kind", list(TaskKind))
def test_every_task_can_be_done_and_none_is_stuck(kind: TaskKind) -> None:
    reached, frontier = {TaskState.OPEN}, [TaskState.OPEN]
    while frontier:
        state = frontier.pop()
        for act in rules.task_acts(kind, state):
            after = rules.task_after(kind, state, act)
            if after is not None and after not in reached:
                reached.add(after)
                frontier.append(after)
    assert reached == rules.task_states(kind)
    assert TaskState.DONE in reached


def test_a_filed_report_can_only_be_returned() -> None:
    assert rules.report_acts(ReportState.SUBMITTED) == {ReportAct.RETURN}
    for state, act in product(ReportState, ReportAct):
        known = rules.REPORT_TRANSITIONS.get((state, act))
        assert rules.report_after(state, act) == known


def test_only_a_checked_report_can_be_filed() -> None:
    ready = [state for state in ReportState if ReportAct.SUBMIT in rules.report_acts(state)]
    assert ready == [ReportState.CHECKED]


@given(done=st.integers(0, 9), whole=st.integers(0, 9))
def test_the_last_step_is_the_one_that_leaves_none(done: int, whole: int) -> None:
    is_last = rules.step_act(done, whole) is TaskAct.LAST_STEP
    assert is_last == (whole > 0 and done == whole)


# --- arithmetic ----------------------------------------------------------------------------------


@pytest.mark.clause("ST-5.2")
@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 9, 10), 0),
        (date(2020, 9, 11), 1),
        (date(2020, 10, 10), 30),
        (date(2020, 10, 15), 35),
        (date(2020, 11, 15), 66),
        (date(2020, 11, 16), 66),
    ],
)
def test_phase_2_counts_both_ends(day: date, number: int) -> None:
    progress = rules.phase_progress(PHASE_2, day)
    assert progress is not None
    assert (progress.day, progress.days) == (number, 66)


@pytest.mark.clause("ST-5.3")
def test_phase_3_has_35_days() -> None:
    progress = rules.phase_progress(PHASE_3, date(2020, 12, 20))
    assert progress is not None
    assert (progress.day, progress.days) == (35, 35)


def test_a_phase_without_a_first_day_has_no_progress() -> None:
    assert rules.phase_progress(DatePeriod(None, date(2020, 9, 11)), date(2020, 9, 1)) is None


@pytest.mark.clause("ST-1.1")
def test_the_gap_to_full_coverage() -> None:
    assert Share(20, 41).percent == Decimal("48.78")
    assert rules.missing_to_target(20, 41, Decimal(1)) == 21
    assert rules.missing_to_target(41, 41, Decimal(1)) == 0


@given(part=st.integers(0, 500), more=st.integers(0, 500), goal=st.decimals(0, 1, places=2))
def test_closing_the_gap_reaches_the_target_and_not_one_fewer(
    part: int, more: int, goal: Decimal
) -> None:
    whole = part + more
    gap = rules.missing_to_target(part, whole, goal)
    assert part + gap >= goal * whole
    assert gap == 0 or part + gap - 1 < goal * whole


# --- what a report says --------------------------------------------------------------------------


def _codes(row: ReportRow) -> set[tuple[str, str, str]]:
    doubts = rules.report_doubts([row], date(2020, 10, 10))
    return {(doubt.level, doubt.code.removeprefix("report."), doubt.column) for doubt in doubts}


def test_a_full_row_raises_no_doubt() -> None:
    assert _codes(FULL) == set()


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"grade": "1", "served": False}, ("error", "class_1_without_service", "class")),
        ({"enterprise": ""}, ("error", "provider_missing", "enterprise")),
        ({"nature": ""}, ("error", "nature_missing", "nature")),
        ({"entered": None}, ("error", "entry_missing", "entered")),
        ({"entered": date(2020, 10, 11)}, ("error", "entry_ahead", "entered")),
        ({"grade": ""}, ("warning", "class_missing", "class")),
        ({"items": ""}, ("warning", "items_missing", "items")),
        ({"manager": ""}, ("warning", "manager_missing", "manager")),
        ({"phone": ""}, ("warning", "phone_missing", "phone")),
    ],
)
def test_each_gap_is_named_with_its_column(
    change: dict[str, object], doubt: tuple[str, str, str]
) -> None:
    assert doubt in _codes(replace(FULL, **change))  # type: ignore[arg-type]  # fields of a row


def test_a_compound_without_service_only_lacks_its_class() -> None:
    bare = ReportRow(number=2, community="梅园社区", compound="安居小区")
    assert _codes(bare) == {("warning", "class_missing", "class")}


@given(rows=st.lists(report_rows, max_size=5))
def test_a_stored_report_comes_back_as_it_was(rows: list[ReportRow]) -> None:
    back = rules.rows_of(rules.plain_rows(rows))
    assert [repr(row) for row in back] == [repr(row) for row in rows]


@given(row=report_rows, days=st.integers(1, 30))
def test_any_change_changes_the_digest(row: ReportRow, days: int) -> None:
    def digest(changed: ReportRow, printed_on: date = date(2020, 10, 15)) -> str:
        rows = rules.plain_rows([changed])
        return rules.snapshot_digest(division="370406001", printed_on=printed_on, rows=rows)

    assert digest(row) == digest(row)
    assert digest(row) != digest(replace(row, note=row.note + "."))
    assert digest(row) != digest(row, date(2020, 10, 15) + timedelta(days))
