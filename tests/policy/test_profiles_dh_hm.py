"""Donghe and Haimen, and what stands above them: complete, with the values of the paper."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from linli.policy.data import Confidence
from linli.policy.data.values import UNSET, DateConfidence, DocumentStatus
from linli.policy.reader import LayerSource, read_layer
from linli.policy.reader.schema import LoadedProvision
from tests.policy.conftest import PROFILES

FOLDERS = ("dh", "hm", "nm", "nm/baotou", "js", "js/nantong", "sd/zaozhuang")
DISTRICTS = ("dh", "hm")
CJK = re.compile(r"[\u3400-\u9fff]")

DONGHE = """
0.1 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 3.6 3.7 4.1.1a 4.1.1b 4.1.2a 4.1.2b 4.1.3 4.1.4 4.2.1a 4.2.1b
4.2.2a 4.2.2b 4.2.3 4.2.4a 4.2.4b 4.2.5 4.2.6 4.2.7 4.3.1a 4.3.1b 4.3.1c 4.3.2a 4.3.2b 4.3.2c
4.3.3a 4.3.3b 4.3.3c 4.3.4a 4.3.4b 4.3.4c 4.3.5a 4.3.5b 4.3.5c 4.3.5d 4.4.1 4.4.2a 4.4.2b 4.4.2c
4.4.2d 4.4.2e 4.4.2f 4.4.3a 4.4.3b 4.4.4a 4.4.4b 4.4.4c 4.4.5a 4.4.5b 4.4.5c 4.5.1 4.5.2a 4.5.2b
4.5.2c 4.5.2d 4.5.3a 4.5.3b 4.5.3c 4.5.4a 4.5.4b 4.5.4c 4.6a 4.6b 4.7.1 4.7.2 4.7.3 4.7.4 4.7.5
4.7.6 5.2 5.3 5.4
"""
HAIMEN = """
0.1 0.2 1.1 1.2 1.3 2.0 2.1.1 2.1.2 2.1.3 2.2.1 2.2.2 2.2.3a 2.2.3b 2.2.4 2.2.5 2.2.6 2.3.1 2.3.2
2.3.3 2.3.4 2.3.6 2.3.7 2.3.8 2.4 2.5 2.6 2.6b 2.7 2.8 2.9 2.10 2.11a 2.11b 2.12 2.13a 2.13b 2.14
2.15 2.17 3.0 3.1 3.2 3.3 4.1a 4.1b 4.1c 4.2a 4.2b 4.2c 4.2d 4.2e 4.2f 4.2g 4.2h 4.2i 4.2j 4.3a
4.3b 4.3c 4.4a 4.4b 4.4c 4.4d 4.4e 4.4f 4.5a 4.5b 4.5c 4.5d 4.5e 5.2 5.3
"""


@cache
def layer(folder: str) -> LayerSource:
    return read_layer(PROFILES / folder)


def row(folder: str, kind: str, key: str) -> LoadedProvision:
    """The one provision of a kind and key."""
    (found,) = (p for p in layer(folder).provisions() if (p.kind, p.key) == (kind, key))
    return found


def value(folder: str, kind: str, key: str, field: str) -> Any:
    return getattr(row(folder, kind, key).row, field)


def clauses(folder: str) -> list[Any]:
    return [clause.entry for document in layer(folder).documents for clause in document.clauses]


# --- the whole paper -----------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "ids"), [("dh", DONGHE), ("hm", HAIMEN)])
def test_every_clause_is_there_in_the_order_of_the_paper(folder: str, ids: str) -> None:
    expected = [f"{folder.upper()}-{number}" for number in ids.split()]
    assert [clause.clause for clause in clauses(folder)] == expected


def test_the_two_papers_have_80_and_72_clauses() -> None:
    assert (len(clauses("dh")), len(clauses("hm"))) == (80, 72)


@pytest.mark.parametrize("folder", DISTRICTS)
def test_no_clause_is_left_aside(folder: str) -> None:
    assert all(clause.provisions for clause in clauses(folder))
    assert not [clause.clause for clause in clauses(folder) if clause.not_for_system]


@pytest.mark.parametrize("folder", FOLDERS)
def test_words_are_ours_short_and_in_both_languages(folder: str) -> None:
    for clause in clauses(folder):
        assert CJK.search(clause.says.zh), clause.clause
        assert len(clause.says.zh) <= 60, clause.clause
        assert not CJK.search(clause.says.en), clause.clause
        if clause.confidence in (Confidence.INTERPRETED, Confidence.DERIVED):
            assert clause.note, f"{clause.clause} says what is ours"


@pytest.mark.parametrize("folder", FOLDERS)
def test_nobody_can_be_called_or_written_to(folder: str) -> None:
    for path in sorted((PROFILES / folder).glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\w@\w|\b1\d{10}\b|\b0\d{3}-?\d{7}\b", text), path


def test_donghe_prints_no_date() -> None:
    (document,) = layer("dh").documents
    assert document.entry.date_confidence is DateConfidence.DOUBTFUL
    assert document.entry.status is DocumentStatus.IN_FORCE


def test_haimen_is_a_draft_whose_day_is_not_known() -> None:
    (document,) = layer("hm").documents
    assert document.entry.status is DocumentStatus.DRAFT
    assert document.entry.date_confidence is DateConfidence.DOUBTFUL


@pytest.mark.parametrize("folder", FOLDERS[2:])
def test_what_stands_above_was_not_read_in_the_original(folder: str) -> None:
    marks = {clause.confidence for clause in clauses(folder)}
    assert marks <= {Confidence.SECONDARY, Confidence.UNVERIFIED}


def test_the_stack_of_each_district() -> None:
    parents = {layer(folder).entry.code: layer(folder).entry.parent for folder in FOLDERS}
    assert parents == {
        "dh": "baotou", "baotou": "nm", "nm": "cn",
        "hm": "nantong", "nantong": "js", "js": "cn", "zaozhuang": "sd",
    }  # fmt: skip


# --- values of the paper -------------------------------------------------------------------------

PRINTED = [
    ("dh", "formula", "subsidy.basic", "rates", "0.1 0.05 0.05", "DH-4.7.1"),
    ("dh", "formula", "subsidy.quasi", "rates", "0.2 0.1 0.1", "DH-4.7.2"),
    ("dh", "formula", "fee.basic", "rate", "0.3", "DH-4.7.1"),
    ("dh", "formula", "fee.quasi", "rate", "0.6", "DH-4.7.2"),
    ("dh", "formula", "baseline.area", "printed", "23561965", "DH-2.1"),
    ("dh", "formula", "baseline.compounds", "printed", "316", "DH-2.1"),
    ("dh", "formula", "baseline.enterprises", "printed", "97", "DH-2.3"),
    ("dh", "formula", "bond.amount", "share", "1/10", "DH-4.5.3a"),
    ("dh", "formula", "fee.billing_start", "choices", "2 3", "DH-4.4.4a"),
    ("dh", "formula", "subsidy.reward", "value", "1000000", "DH-4.7.4"),
    ("dh", "formula", "publicity.period", "value", "1 month", "DH-5.2"),
    ("dh", "campaign", "plan", "years", "3", "DH-0.1"),
    ("hm", "formula", "bond.amount", "unit_price", "0.8", "HM-4.2d"),
    ("hm", "formula", "bond.amount", "up_to", "100000", "HM-4.2d"),
    ("hm", "formula", "bond.amount", "step", "10000", "HM-4.2d"),
    ("hm", "formula", "bond.amount", "step_amount", "5000", "HM-4.2d"),
    ("hm", "formula", "service_room", "share", "1/25", "HM-4.1a"),
    ("hm", "formula", "service_room", "minimum", "100", "HM-4.1a"),
    ("hm", "formula", "exit.notice", "periods", "3 months 90 days", "HM-4.2g"),
    ("hm", "formula", "fee.undelivered", "share", "1", "HM-4.4c"),
    ("hm", "scheme", "assessment.enterprise", "scale", "100", "HM-4.5a"),
    ("hm", "scheme", "assessment.enterprise", "cycle", "monthly", "HM-4.5a"),
    ("js", "formula", "service_room", "share", "1/250", "JS-ROOM"),
    ("nm", "formula", "tender.public_area_compound", "value", "50000", "NM-268"),
]


def plain(found: Any) -> str:
    """A value in digits, without trailing zeros."""
    if isinstance(found, tuple):
        return " ".join(plain(item) for item in found)
    if isinstance(found, int | Fraction):
        return str(found)
    return format(found.normalize(), "f") if hasattr(found, "normalize") else str(found)


@pytest.mark.clause(
    "DH-4.7.1",
    "DH-4.7.2",
    "DH-2.1",
    "DH-2.3",
    "DH-4.5.3a",
    "DH-4.4.4a",
    "DH-4.7.4",
    "DH-5.2",
    "DH-0.1",
    "HM-4.2d",
    "HM-4.1a",
    "HM-4.2g",
    "HM-4.4c",
    "HM-4.5a",
    "JS-ROOM",
    "NM-268",
)
def test_the_printed_values_stand_in_their_clauses() -> None:
    for folder, kind, key, field, expected, clause in PRINTED:
        found = row(folder, kind, key)
        assert (plain(getattr(found.row, field)), found.clause) == (expected, clause), key


@pytest.mark.clause("DH-3.1", "DH-3.5", "DH-3.6")
def test_donghe_targets_by_year() -> None:
    def by_year(key: str) -> list[str]:
        values = value("dh", "target", key, "values")
        return [f"{v.by.year} {v.value}" for v in values]

    assert by_year("committees") == ["2022 0.70", "2023 0.80", "2024 0.85"]
    assert by_year("standard") == ["2022 0.6614", "2023 0.75", "2024 0.85"]
    assert by_year("satisfaction") == ["2022 0.80", "2023 0.85", "2024 0.90"]


@pytest.mark.clause("DH-3.2", "DH-3.4")
def test_a_share_that_only_has_to_rise_has_no_figure() -> None:
    for key in ("party_share", "red_property"):
        assert value("dh", "target", key, "direction") == "rising"
        assert value("dh", "target", key, "values") == ()


# --- what the papers leave open ------------------------------------------------------------------

OPEN = [
    ("dh", "campaign", "plan", "starts"),
    ("dh", "formula", "bond.release", "bands"),
    ("dh", "formula", "bond.amount", "base"),
    ("dh", "formula", "subsidy.on_change", "plan_year_rule"),
    ("dh", "formula", "subsidy.paid_share", "bands"),
    ("dh", "formula", "fee.billing_start", "months"),
    ("dh", "formula", "fee.reduction", "share"),
    ("dh", "formula", "committee.party_share", "share"),
    ("dh", "scheme", "assessment.enterprise", "weights"),
    ("dh", "duty", "joint_meeting.street", "recurrence"),
    ("dh", "disclosure", "fee_payment_status", "interval"),
    ("hm", "formula", "bond.amount", "partial_increment"),
    ("hm", "formula", "bond.return", "value"),
    ("hm", "formula", "warranty_deposit", "share"),
    ("hm", "formula", "fee.guided", "rate"),
    ("hm", "formula", "subsidy.old", "rate"),
    ("hm", "formula", "fee.dunning_period", "value"),
    ("hm", "formula", "assembly.trigger", "compare"),
    ("hm", "scheme", "assessment.street", "weights"),
    ("hm", "scheme", "list.enterprise", "bands"),
    ("hm", "route", "hotline_12345", "resolve_within"),
]


@pytest.mark.parametrize(("folder", "kind", "key", "field"), OPEN)
def test_what_the_paper_does_not_say_is_open(folder: str, kind: str, key: str, field: str) -> None:
    assert value(folder, kind, key, field) is UNSET


@pytest.mark.parametrize("folder", DISTRICTS)
def test_no_dated_duty_invents_what_a_holiday_does(folder: str) -> None:
    duties = [p for p in layer(folder).provisions() if p.kind == "duty"]
    dated = [p.key for p in duties if not p.raw.get("continuous")]
    settled = [p.key for p in duties if p.raw["holiday_shift"] != "unset"]
    assert len(dated) > 20
    assert not set(dated) & set(settled)


# --- who handles what ----------------------------------------------------------------------------

CATEGORIES = """
corridor_clutter green_enclosure ground_lock illegal_construction opening_alteration
illegal_decoration poultry dog private_wiring fire_lane fire_safety high_rise_fire ebike_charging
ev_charging noise cooking_fumes pollution pests sanitation waste_sorting decoration_waste parking
large_vehicle traffic public_order outsiders crime elevator special_equipment unlicensed_business
fee_price service_quality maintenance_fund emergency_fund garage_ownership committee_affairs
old_compound mediation petition hotline_12345 power_supply water_supply secondary_water heat gas
telecom cable planning_premises construction_quality air_defence outdoor_advertising party_building
civilised_compound official_conduct subsidy_funds political_legal other committee_crime
"""


@pytest.mark.parametrize("folder", DISTRICTS)
def test_every_category_has_a_route_or_falls_back_to_the_street(folder: str) -> None:
    routes = {p.key for p in layer(folder).provisions() if p.kind == "route"}
    assert set(CATEGORIES.split()) <= routes


@pytest.mark.clause("DH-4.2.4a")
def test_donghe_names_few_offices_and_leaves_the_list_to_the_district() -> None:
    led = {
        p.key: p.raw["lead"]
        for p in layer("dh").provisions()
        if p.kind == "route" and p.raw["lead"] != "unset"
    }
    assert led == {
        "party_building": "industry_party",
        "dispatch": "street_town",
        "committee_affairs": "street_town",
        "committee_crime": "judicial_organs",
        "fire_safety": "property_enterprise",
        "fee_price": "law_enforcement",
        "service_quality": "street_town",
        "subsidy_funds": "housing_authority",
        "old_compound": "street_town",
        "official_conduct": "district_government",
    }


HAIMEN_ROUTES = [
    ("illegal_construction", "urban_management", "", "HM-2.6"),
    ("opening_alteration", "urban_management", "", "HM-2.6"),
    ("opening_alteration.bearing", "unset", "", "HM-2.6"),
    ("decoration_waste", "urban_management", "property_enterprise", "HM-2.6b"),
    ("private_wiring", "unset", "", "HM-2.11b"),
    ("private_wiring.power_facility", "development_reform", "", "HM-2.11b"),
    ("pollution", "ecology_authority", "", "HM-2.10"),
    ("noise", "unset", "", "HM-2.10"),
    ("dog", "police", "", "HM-2.7"),
    ("parking", "property_enterprise", "police", "HM-2.7"),
    ("unlicensed_business", "urban_management", "market_regulation", "HM-2.9"),
    ("elevator", "market_regulation", "", "HM-2.9"),
    ("fire_lane", "fire_authority", "", "HM-2.12"),
    ("air_defence", "housing_authority", "air_defence", "HM-2.2.5"),
    ("outdoor_advertising", "street_town", "", "HM-2.3.8"),
    ("hotline_12345", "command_centre", "", "HM-2.13a"),
    ("civilised_compound", "civilisation_office", "", "HM-2.14"),
    ("official_conduct", "discipline_authority", "", "HM-2.15"),
    ("telecom", "telecom_utility", "", "HM-2.17"),
    ("subsidy_funds", "finance_authority", "", "HM-2.8"),
    ("construction_quality", "developer", "housing_authority street_town", "HM-4.4f"),
    ("corridor_clutter", "unset", "", "HM-2.0"),
]


@pytest.mark.clause("HM-2.0", "HM-2.2.5", "HM-2.3.8", "HM-2.6", "HM-2.6b", "HM-2.7", "HM-2.8")
@pytest.mark.clause("HM-2.9", "HM-2.10", "HM-2.11b", "HM-2.12", "HM-2.13a", "HM-2.14", "HM-2.15")
@pytest.mark.clause("HM-2.17", "HM-4.4f")
def test_haimen_routes_each_category_as_its_clause_says() -> None:
    for category, lead, assist, clause in HAIMEN_ROUTES:
        found = row("hm", "route", category)
        written = (found.raw["lead"], " ".join(found.raw.get("assist", [])), found.clause)
        assert written == (lead, assist, clause), category


# --- who owes what, how often --------------------------------------------------------------------

QUARTERLY = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
YEARLY = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=-1"
CADENCES = [
    ("dh", "assessment.quarterly", "street_town", "project", QUARTERLY, "DH-4.5.3c"),
    ("dh", "assessment.yearly", "street_town", "project", YEARLY, "DH-4.5.3c"),
    ("dh", "subsidy.to_street", "housing_authority", "street", MONTHLY, "DH-4.7.5"),
    ("dh", "subsidy.to_enterprise", "street_town", "project", MONTHLY, "DH-4.7.5"),
    ("dh", "joint_meeting.street", "street_town", "street", "unset", "DH-4.2.2a"),
    ("dh", "report.committee_meeting", "owners_committee", "committee", "unset", "DH-4.3.4a"),
    ("hm", "assessment.monthly", "street_town", "compound", MONTHLY, "HM-4.5a"),
    ("hm", "inspection.spot_check", "leading_group_office", "district", QUARTERLY, "HM-4.5b"),
    ("hm", "assessment.street", "leading_group", "street", QUARTERLY, "HM-4.5c"),
    ("hm", "joint_meeting.district", "leading_group_office", "district", QUARTERLY, "HM-2.1.2"),
]


@pytest.mark.clause("DH-4.2.2a", "DH-4.3.4a", "DH-4.5.3c", "DH-4.7.5")
@pytest.mark.clause("HM-2.1.2", "HM-4.5a", "HM-4.5b", "HM-4.5c")
def test_who_owes_what_how_often() -> None:
    for folder, key, by, each, recurrence, clause in CADENCES:
        found = row(folder, "duty", key)
        assert [found.raw[name] for name in ("by", "each", "recurrence")] == [by, each, recurrence]
        assert found.clause == clause, key


@pytest.mark.clause("HM-4.5a")
def test_haimen_leaves_public_and_unit_housing_out_of_the_monthly_sheet() -> None:
    left_out = {"compound.kind": ("public_housing", "unit_housing")}
    assert value("hm", "duty", "assessment.monthly", "not_for") == left_out
    assert value("hm", "scheme", "assessment.enterprise", "not_for") == left_out


# --- where a paper does not go together with law -----------------------------------------------


def test_conflicts_with_law_are_shown() -> None:
    warned = {
        p.clause: p.row.warning.rule
        for folder in DISTRICTS
        for p in layer(folder).provisions()
        if p.row.warning
    }
    assert warned == {
        "DH-4.3.1b": "10.5",
        "DH-4.3.3b": "R-FEE-12",
        "DH-4.4.3a": "R-FEE-12",
        "DH-4.4.3b": "R-FEE-12",
        "DH-4.5.2b": "R-TND-8",
        "DH-4.5.2d": "10.2",
        "DH-4.5.3a": "R-BND-3",
        "DH-4.5.4b": "10.6",
        "HM-2.0": "R-CR-5",
        "HM-4.1a": "R-ROOM-2",
        "HM-4.1b": "9.2",
        "HM-4.2a": "R-TND-8",
        "HM-4.2c": "10.6",
        "HM-4.2d": "R-BND-3",
        "HM-4.3a": "2.2",
        "HM-4.4b": "R-TND-8",
        "HM-4.4d": "R-FEE-9",
    }


def test_the_committees_consent_stands_beside_the_owners_vote() -> None:
    gate = row("dh", "gate", "common_parts_business.committee").row
    assert gate.warning
    assert gate.warning.rule == "10.1"
    own = {p.key for p in layer("dh").provisions() if p.kind == "gate"}
    assert "common_parts_business" not in own, (
        "the law's vote of three quarters must not be replaced"
    )
