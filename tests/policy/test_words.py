"""Recurrences as officials read them, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from linli.policy.labels.describe import recurrence_words
from linli.policy.views.presenting import waits_for
from tests.policy.books import source


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月 1、15 日", "Every month on days 1, 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天", "Every month on the last day"),
        ("FREQ=DAILY", "每天", "Every day"),
        (
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            "每年 3、6、9、12 月最后一天",
            "Every year in month 3, 6, 9, 12, on the last day",
        ),
        (
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
            "每年 12 月 31 日",
            "Every year in month 12, on day 31",
        ),
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTHDAY=1"),
    ],
)
def test_recurrences_in_words(rule: str, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert recurrence_words(rule) == chinese
    with override("en"):
        assert recurrence_words(rule) == english


@pytest.mark.parametrize(
    ("layer", "kind", "key", "part"),
    [
        ("st", "route", "noise", "cases"),
        ("st", "gate", "fee.approval", "billing"),
        ("hm", "rule", "bid_needs_file", "market"),
        ("dh", "scheme", "assessment.enterprise", "oversight"),
        ("st", "duty", "progress_report", ""),
        ("dh", "formula", "bond.amount", ""),
        ("dh", "target", "standard", ""),
    ],
)
def test_a_setting_names_the_part_it_waits_for(layer: str, kind: str, key: str, part: str) -> None:
    (row,) = (r for r in source(layer).provisions() if (r.kind, r.key) == (kind, key))
    assert waits_for(row.row) == part
