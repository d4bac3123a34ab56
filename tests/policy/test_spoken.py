"""Answers as officials say them: periods and recurrences in Chinese mean what files write."""

from __future__ import annotations

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from linli.policy import rules
from linli.policy.data import Duty
from linli.policy.data.spoken import UNITS, recurrence


@given(st.integers(1, 999), st.sampled_from(sorted(UNITS)), st.sampled_from(["", " "]))
def test_a_period_said_is_the_period_written(count: int, unit: str, gap: str) -> None:
    said = rules.parse_answer(Duty, "due_within", f"{count}{gap}{unit}")
    assert said == rules.parse_answer(Duty, "due_within", f"{count} {UNITS[unit]}")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("每天", "FREQ=DAILY"),
        ("每月1、15日", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("每月 5 日", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每季度末", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每半年最后一天", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("每年12月31日", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ],
)
def test_a_recurrence_said_is_the_rule_written(said: str, written: str) -> None:
    assert rules.parse_answer(Duty, "recurrence", said) == written
    rrulestr(written)


@pytest.mark.parametrize("vague", ["每季度5日", "经常", "每年", "每月两次", "每周一"])
def test_what_names_no_day_is_not_guessed(vague: str) -> None:
    assert recurrence(vague) == vague
    with pytest.raises(ValueError, match="recurrence"):
        rules.parse_answer(Duty, "recurrence", vague)
