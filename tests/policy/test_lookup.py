"""Lookups in Shanting: what the product reads, with where it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from linli.kernel.actors import Actor
from linli.policy import selectors, services
from linli.policy.data import (
    UNSET,
    Campaign,
    Disclosure,
    Duty,
    Effect,
    HolidayShift,
    NotConfigured,
    Rule,
    Target,
    Vocabulary,
)
from linli.policy.models import Release
from linli.policy.rules import Policy
from tests.policy.conftest import AT, SHANTING, TODAY, WriteLayer

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(shanting: Release) -> Policy:
    return selectors.policy_for("370406001018")


@pytest.mark.clause("ST-1.1")
def test_target_is_full_coverage_by_mid_november(policy: Policy) -> None:
    found = policy.provision(Target, "coverage", on=TODAY)
    due = found.body.due_on(TODAY)
    assert (due.by, due.value) == (date(2020, 11, 15), Decimal("1.00"))
    assert found.body.baseline is not None
    assert (found.body.baseline.part, found.body.baseline.whole) == (20, 41)
    assert found.body.compare_places == 2
    assert (found.citation.clause, found.citation.cite) == ("ST-1.1", "一；五（二）")
    assert found.citation.number == "山政办发〔2020〕9号"


@pytest.mark.clause("ST-5.1", "ST-5.2", "ST-5.3")
def test_phases_are_as_long_as_the_plan_says(policy: Policy) -> None:
    campaign = policy.provision(Campaign, "coverage", on=TODAY).body
    assert [phase.period.days() for phase in campaign.phases] == [None, 66, 35]
    assert [phase.clause for phase in campaign.phases] == ["ST-5.1", "ST-5.2", "ST-5.3"]
    days = [date(2020, 9, 10), date(2020, 9, 11), date(2020, 11, 15), date(2020, 11, 16)]
    found = [campaign.phase_on(day) for day in days]
    assert [phase.number for phase in found if phase] == [1, 2, 2, 3]
    assert campaign.phase_on(date(2020, 12, 21)) is None


@pytest.mark.clause("ST-A3.1", "ST-A3.2", "ST-A4")
def test_tasks_carry_their_deadline_and_its_printed_text(policy: Policy) -> None:
    campaign = policy.provision(Campaign, "coverage", on=TODAY).body
    upgrade, cover = campaign.task("upgrade"), campaign.task("cover")
    assert (upgrade.due, upgrade.due_text) == (date(2020, 11, 30), "11月底")
    assert (cover.due, cover.due_text) == (date(2020, 11, 15), "11月15日")
    assert [item.code for item in campaign.items_of("upgrade")] == [
        "sanitation",
        "roads",
        "parking",
        "service",
    ]
    assert campaign.items_of("cover") == ()


@pytest.mark.clause("ST-A5.1")
def test_report_form_has_the_eleven_printed_headers(policy: Policy) -> None:
    form = policy.provision(Campaign, "coverage", on=TODAY).body.form("annex5")
    assert len(form.columns) == 11
    assert form.columns[5].header == "物业管理性质\n（自主或外聘物业公司）"
    assert form.line == "\u3000\u3000\u3000\u3000街道办事处"
    assert form.notes[0].endswith("2.每月1号、15号报送至区住建局。")


@pytest.mark.clause("ST-A5.3")
def test_report_duty_leaves_rest_days_open(policy: Policy) -> None:
    duty = policy.provision(Duty, "progress_report", on=TODAY)
    assert duty.body.recurrence == "FREQ=MONTHLY;BYMONTHDAY=1,15"
    assert duty.body.holiday_shift is UNSET
    assert duty.unset == ("holiday_shift",)
    assert duty in policy.provisions(Duty, on=TODAY)


@pytest.mark.clause("ST-3.1b", "ST-3.1c", "ST-3.1d", "ST-A5.2")
def test_vocabularies_of_the_plan(policy: Policy) -> None:
    modes = policy.provision(Vocabulary, "service.mode", on=TODAY)
    assert [term.code for term in modes.body.subset("market_ready")] == ["market"]
    others = modes.body.subset("not_market_ready")
    assert [term.code for term in others] == [
        "street_company",
        "community_fallback",
        "committee_hires",
    ]
    assert {term.implies["service.nature"] for term in others} == {"self"}
    assert [modes.citation_of(term.clause).cite for term in modes.body.terms[:2]] == [
        "三（一）"
    ] * 2
    items = policy.provision(Vocabulary, "service.items", on=TODAY).body
    assert (len(items.subset("basic")), len(items.subset("target"))) == (3, 5)
    classes = policy.provision(Vocabulary, "compound.class", on=TODAY).body
    assert [term.code for term in classes.terms] == ["1", "2", "3"]


@pytest.mark.clause("ST-3.1a", "ST-3.1b", "ST-3.1c", "ST-A5.2")
@pytest.mark.parametrize(
    ("key", "effect", "clause"),
    [
        ("one_plan_per_compound", Effect.BLOCK, "ST-3.1a"),
        ("plan_mode_needs_reason", Effect.WARN, "ST-3.1b"),
        ("committee_hires_needs_committee", Effect.BLOCK, "ST-3.1c"),
        ("class_1_requires_service", Effect.BLOCK, "ST-A5.2"),
    ],
)
def test_rules_say_how_hard_they_are(policy: Policy, key: str, effect: Effect, clause: str) -> None:
    rule = policy.provision(Rule, key, on=TODAY)
    assert (rule.body.effect, rule.citation.clause) == (effect, clause)


@pytest.mark.clause("ST-3.2b", "ST-6.2")
def test_publications_leave_interval_and_place_open(policy: Policy) -> None:
    four = policy.provision(Disclosure, "service_items", on=TODAY)
    assert [item.code for item in four.body.items] == [
        "service_content",
        "fees",
        "common_revenue",
        "complaint_channel",
    ]
    assert four.unset == ("interval", "where", "keep_days")
    assert policy.provision(Disclosure, "coverage", on=TODAY).citation.clause == "ST-6.2"


def test_nothing_holds_before_the_plan_or_elsewhere(policy: Policy) -> None:
    with pytest.raises(NotConfigured):
        policy.provision(Target, "coverage", on=date(2020, 9, 9))
    with pytest.raises(NotConfigured, match="2020"):
        selectors.provision(Target, "coverage", division="120112", on=TODAY)
    assert selectors.find(Target, "nothing", division=SHANTING, on=TODAY) is None


def test_trace_names_every_layer_the_lookup_went_to(policy: Policy) -> None:
    duty = policy.provision(Duty, "progress_report", on=TODAY)
    assert [(step.outcome, step.layer) for step in duty.steps] == [
        ("taken", "st"),
        ("silent", "sd"),
        ("silent", "cn"),
        ("unset", "370406"),
    ]


def test_answer_of_the_district_holds_from_its_day(policy: Policy, officer: Actor) -> None:
    _answer(officer, "next_workday", date(2020, 10, 1))
    _answer(officer, "previous_workday", date(2020, 11, 1))
    shifts = [
        selectors.value(Duty, "progress_report", "holiday_shift", division=SHANTING, on=day).value
        for day in (date(2020, 9, 30), date(2020, 10, 1), date(2020, 11, 1))
    ]
    assert shifts == [UNSET, HolidayShift.NEXT_WORKDAY, HolidayShift.PREVIOUS_WORKDAY]


def test_a_later_answer_of_the_same_day_corrects_the_earlier(
    policy: Policy, officer: Actor
) -> None:
    _answer(officer, "next_workday", TODAY)
    _answer(officer, "none", TODAY)
    found = selectors.value(Duty, "progress_report", "holiday_shift", division=SHANTING, on=TODAY)
    assert found.value is HolidayShift.NONE
    assert found.is_set
    assert found.answer
    assert found.answer.reference == "区住建局会议纪要"


def test_lower_layer_wins_and_lists_what_it_overrides(
    shanting: Release, operator: Actor, write_layer: WriteLayer
) -> None:
    write_layer(
        "- {clause: CN-1, cite: 一, says: {zh: 一, en: One}, confidence: printed,"
        " not_yet: cases}\n",
        code="cn",
    )
    folder = write_layer(
        "- clause: ZZ-1\n  cite: 一\n  says: {zh: 市定目标, en: City target}\n"
        "  confidence: printed\n  provisions:\n"
        "    - target: coverage\n      label: {zh: 覆盖率, en: Coverage}\n      unit: share\n"
        "      values: [{by: 2020-12-31, value: 0.90}]\n      compare_places: 2\n"
        "      rounding: half_up\n"
        "    - target: satisfaction\n      label: {zh: 满意度, en: Satisfied}\n      unit: share\n"
        "      values: [{by: 2020-12-31, value: 0.80}]\n      compare_places: 2\n"
        "      rounding: half_up\n",
        code="zaozhuang",
        parent="cn",
        division="3704",
    )
    city = services.load_layer(actor=operator, at=AT, folder=folder)
    services.activate_release(actor=operator, at=AT, release=city, on=TODAY)
    found = selectors.provision(Target, "coverage", division=SHANTING, on=TODAY)
    assert found.citation.clause == "ST-1.1"
    assert [citation.clause for citation in found.overrides] == ["ZZ-1"]
    inherited = selectors.provisions(Target, division=SHANTING, on=TODAY)
    assert [(target.key, target.citation.layer) for target in inherited] == [
        ("coverage", "st"),
        ("satisfaction", "zaozhuang"),
    ]


def _answer(actor: Actor, value: str, since: date) -> None:
    services.set_value(
        actor=actor,
        at=AT,
        kind="duty",
        key="progress_report",
        field="holiday_shift",
        value=value,
        since=since,
        reason="节假日不便报送",
        reference="区住建局会议纪要",
    )
