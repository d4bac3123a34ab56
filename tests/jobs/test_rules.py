"""Back-off, schedules, and what may stand in a job's arguments."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.jobs import rules
from linli.kernel.jobs import Daily, Every


@given(tries=st.integers(1, 60), chance=st.floats(0, 1, exclude_max=True))
def test_the_wait_grows_up_to_a_bound_and_is_spread(tries: int, chance: float) -> None:
    wait = rules.delay(tries, chance)
    assert timedelta(0) < wait <= rules.LONGEST_DELAY * 1.5
    assert rules.delay(tries, 0) <= wait
    assert rules.delay(tries, chance) <= rules.delay(tries + 1, chance)


def test_the_wait_doubles() -> None:
    assert [rules.delay(tries, 0.5).total_seconds() for tries in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert rules.delay(1, 0) != rules.delay(1, 0.9)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-01T18:29:59+00:00", "2026-02-28T18:30:00+00:00"),
        ("2026-03-01T18:30:00+00:00", "2026-03-01T18:30:00+00:00"),
        ("2024-02-29T18:31:00+00:00", "2024-02-29T18:30:00+00:00"),
        ("2026-12-31T23:59:58+00:00", "2026-12-31T18:30:00+00:00"),
    ],
)
def test_daily_work_comes_due_at_its_time_in_china(at: str, due: str) -> None:
    schedule = Daily(time(2, 30))
    assert schedule.latest_due(datetime.fromisoformat(at)) == datetime.fromisoformat(due)


@given(
    at=st.datetimes(timezones=st.just(UTC)),
    minutes=st.integers(1, 2000),
)
def test_a_due_is_never_ahead_and_never_a_span_behind(at: datetime, minutes: int) -> None:
    span = timedelta(minutes=minutes)
    due = Every(span).latest_due(at)
    assert due <= at
    assert at - due < span
    assert Every(span).latest_due(due) == due


@pytest.mark.parametrize(
    "payload",
    [
        {"phone": "13800001234"},
        {"phone": 13800001234},
        {"note": "call 13800001234 today"},
        {"owners": [{"id": "11010519491231002" + "X"}]},
        {"13800001234": True},
        {"text": "x" * 201},
        {"object": object()},
        {"share": 0.5},
    ],
)
def test_personal_data_and_other_values_do_not_enter(payload: dict[str, object]) -> None:
    assert rules.unfit(payload)


@pytest.mark.parametrize(
    "payload",
    [
        {"upload": "01975f2e-6a7b-7c3d-8e9f-138000012345"},
        {"sha256": "a" * 53 + "13800001234"},
        {"division": "370406001018", "rows": 100_000, "check": True, "until": None},
        {"files": ["名册.xlsx"]},
    ],
)
def test_ids_hashes_and_choices_do(payload: dict[str, object]) -> None:
    assert not rules.unfit(payload)
