"""What the wording of a clause proposes, and the figures found in it."""

from __future__ import annotations

import pytest

from linli.policy.data.kinds import KINDS
from linli.policy.intake import split_text
from linli.policy.intake.figures import figures_in
from linli.policy.intake.wordings import proposals_for, wordings
from tests.policy.intake.documents import PLAN

EXPECTED = {
    "一（一）1": ("duty", "每月"),
    "一（一）2": ("rule", "不低于"),
    "一（一）3": ("gate", "同意"),
    "一（二）": ("route", "牵头"),
    "二（一）": ("formula", "每平方米0.3元"),
    "二（二）": ("disclosure", "公示"),
    "二（三）": ("target", "达到85%"),
    "二（末段）": ("vocabulary", "分为"),
    "三1": ("scheme", "百分制"),
    "附件2 注2": ("duty", "每月"),
}


@pytest.mark.parametrize("cite", EXPECTED)
def test_the_likeliest_kind_with_the_words_that_led_to_it(cite: str) -> None:
    clause = next(clause for clause in split_text(PLAN).clauses if clause.cite == cite)
    kind, word = EXPECTED[cite]
    proposed = {proposal.kind: proposal for proposal in clause.proposals}
    assert kind in proposed
    assert any(word in found for found in proposed[kind].words)
    if cite != "二（二）":  # published each quarter: a duty as much as a disclosure
        assert clause.proposals[0].kind == kind


def test_more_words_make_more_sure_but_never_certain() -> None:
    few, many = proposals_for("每月一次。")[0], proposals_for("每月定期召开，5日内报送，负责。")[0]
    assert few.kind == many.kind == "duty"
    assert few.confidence < many.confidence <= 0.95


def test_wording_that_says_nothing_proposes_nothing() -> None:
    assert proposals_for("提升获得感、幸福感。") == ()


def test_every_wording_is_for_a_kind_there_is() -> None:
    assert set(wordings()) <= set(KINDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月1号、15号报送", [("recurrence", "每月1号、15号")]),
        ("应提前三个月公示", [("duration", "三个月")]),
        ("5个工作日内报告", [("deadline", "5个工作日内")]),
        ("收取0.3元每月每平方米", [("rate", "0.3元每月每平方米")]),
        ("不少于 100 平方米", [("area", "100平方米")]),
        ("按百分之十收取，比例66.14%", [("percent", "百分之十"), ("percent", "66.14%")]),
        ("补贴 1631 万元", [("money", "1631万元")]),
        ("11月15日前完成", [("date", "11月15日前")]),
        ("党员占三分之二", [("percent", "三分之二")]),
    ],
)
def test_figures_as_printed(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(figure.what, figure.text) for figure in figures_in(text)] == expected
