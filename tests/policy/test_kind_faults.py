"""Errors in the newer kinds: refused with file, line, key and what is allowed."""

from __future__ import annotations

import pytest

from tests.policy.conftest import CLAUSE, WriteLayer
from tests.policy.test_reader_faults import DUTY, faults_in

FORMULA = """\
  provisions:
    - formula: contract.refusal
      name: deadline
      label: {zh: 期限, en: Deadline}
      period: 90 days
      direction: before
      holiday: none
"""
ROUTE = """\
  provisions:
    - route: dog
      label: {zh: 养犬, en: Dogs}
      lead: police
"""
SUM = """\
  provisions:
    - formula: baseline
      name: sum_of_parts
      label: {zh: 合计, en: Sum}
      parts: {a: 1, b: 2}
      unit: count
      printed: 3
"""
RATE = """\
  provisions:
    - formula: fee.service
      name: area_rate
      label: {zh: 物业费, en: Fee}
      rate: 0.30
"""
TIERS = """\
  provisions:
    - formula: bond.amount
      name: area_tiers
      label: {zh: 保证金, en: Bond}
      unit_price: 0.80
      up_to: 100000
      step: 10000
      step_amount: 5000
      partial_increment: unset
"""
SHARE = """\
  provisions:
    - formula: committee.party_share
      name: minimum_share
      label: {zh: 党员比例, en: Party members}
      share: 50 %
      compare: at_least
"""
RULE = """\
  provisions:
    - rule: quorum
      effect: block
      operation: autonomy.vote.count
      requires: quorum
      decided_by: vote.ordinary
      message: {zh: 人数不足, en: Too few}
      remedy: {zh: 请补充, en: Find more}
"""
OFF = "    - route: dog\n      off: true\n      reason: {zh: 不适用, en: Does not apply}\n"

# id, chapter, (code, line, key), words among what is allowed
CASES = [
    ("wrong_unit", FORMULA.replace("90 days", "90 m2"), ("wrong_unit", 9, "period"), {"days"}),
    ("no_unit", FORMULA.replace("90 days", "90"), ("wrong_unit", 9, "period"), {"months"}),
    (
        "missing_parameter",
        FORMULA.replace("      period: 90 days\n", ""),
        ("missing_key", 6, "period"),
        set(),
    ),
    (
        "unknown_calculation",
        FORMULA.replace("name: deadline", "name: dead_line"),
        ("unknown_calculation", 7, "name"),
        {"deadline", "joint_decision"},
    ),
    (
        "key_of_another_calculation",
        FORMULA + "      rates: [0.1]\n",
        ("unknown_key", 12, "rates"),
        {"period", "holiday"},
    ),
    ("sum", SUM.replace("printed: 3", "printed: 4"), ("sum_differs", 6, ""), set()),
    (
        "unknown_office",
        ROUTE.replace("police", "sheriff"),
        ("unknown_reference", 6, "dog"),
        {"vocabulary office term police"},
    ),
    (
        "two_timings",
        DUTY + "      once: 2020-10-01\n",
        ("duty_timing", 6, ""),
        {"recurrence", "once", "after"},
    ),
    (
        "event_without_time",
        DUTY.replace("recurrence: FREQ=MONTHLY;BYMONTHDAY=1,15", "after: market.contract.signed"),
        ("due_within_missing", 6, ""),
        set(),
    ),
    ("unit_of_a_rate", RATE.replace("0.30", "0.30 yuan/m2"), ("wrong_unit", 9, "rate"),
     {"yuan/m2/month"}),
    ("unit_of_an_area", TIERS.replace("100000", "100000 yuan"), ("wrong_unit", 10, "up_to"),
     {"m2", "万m2"}),
    ("unit_of_an_amount", TIERS.replace("5000", "5000 m2"), ("wrong_unit", 12, "step_amount"),
     {"yuan", "万元"}),
    ("unit_of_a_price", TIERS.replace("0.80", "0.80 yuan"), ("wrong_unit", 9, "unit_price"),
     {"yuan/m2"}),
    ("unit_of_a_share", SHARE.replace("50 %", "50 m2"), ("wrong_unit", 9, "share"), {"50 %"}),
    (
        "formula_that_is_not_there",
        RULE,
        ("unknown_reference", 6, "quorum"),
        set(),
    ),
    ("off_and_on", ROUTE + OFF, ("not_whole", 9, "dog"), set()),
    ("off_without_reason", "  provisions:\n    - route: dog\n      off: true\n",
     ("missing_key", 6, "reason"), set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("chapter", "expected", "allowed"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_refused_where_the_error_is(
    write_layer: WriteLayer, chapter: str, expected: tuple[str, int, str], allowed: set[str]
) -> None:
    faults = faults_in(write_layer(CLAUSE + chapter))
    code, line, key = expected
    found = [fault for fault in faults if fault.code == code]
    assert found, faults
    assert (found[0].line, found[0].key or key) == (line, key), found[0]
    assert allowed <= set(found[0].allowed), found[0]
