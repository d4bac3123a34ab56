"""Every kind of error in a policy folder: refused with file, line, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.policy.reader import Fault, FolderFaults, read_layer
from tests.policy.conftest import CLAUSE, LAYER, WriteLayer

DUTY = """\
  provisions:
    - duty: report
      label: {zh: 报送, en: Report}
      by: street_town
      each: street
      receiver: {zh: 区住建局, en: Housing authority}
      recurrence: FREQ=MONTHLY;BYMONTHDAY=1,15
      fulfilled_by: campaigns.report.submit
      holiday_shift: unset
"""
TARGET = """\
  provisions:
    - target: coverage
      label: {zh: 覆盖率, en: Coverage}
      unit: share
      values:
        - {by: 2020-11-15, value: 1.00}
      compare_places: 2
      rounding: half_up
"""
TARGET_AGAIN = TARGET.split("provisions:\n")[1]
CAMPAIGN = """\
  provisions:
    - campaign: drive
      label: {zh: 行动, en: Drive}
      phases:
        - {number: 1, label: {zh: 一, en: One}, last: 2020-09-10}
        - {number: 2, label: {zh: 二, en: Two}, first: 2020-09-11, last: 2020-11-15}
"""
WORDS = """\
  provisions:
    - vocabulary: mode
      label: {zh: 方式, en: Mode}
      terms:
        - {code: market, label: {zh: 市场, en: Market}}
"""


def faults_in(folder: Path) -> list[Fault]:
    with pytest.raises(FolderFaults) as refused:
        read_layer(folder)
    return list(refused.value.faults)


# id, chapter text, (code, line, key), words that must be among what is allowed
CASES = [
    ("unknown_key", CLAUSE + DUTY + "      wen: x\n", ("unknown_key", 14, "wen"), {"each", "to"}),
    (
        "unknown_key_of_a_part",
        CLAUSE + CAMPAIGN.replace("last: 2020-09-10", "lst: x, last: 2020-09-10"),
        ("unknown_key", 9, "lst"),
        {"first", "last"},
    ),
    (
        "missing_key",
        CLAUSE + DUTY.replace("      holiday_shift: unset\n", ""),
        ("missing_key", 6, "holiday_shift"),
        {"next_workday", "unset"},
    ),
    (
        "word_not_allowed",
        CLAUSE + DUTY.replace("unset", "skip"),
        ("bad_value", 13, "holiday_shift"),
        {"none", "next_workday", "previous_workday", "unset"},
    ),
    (
        "wrong_unit",
        CLAUSE + TARGET.replace("unit: share", "unit: percent"),
        ("bad_value", 8, "unit"),
        {"share", "count"},
    ),
    ("share_above_one", CLAUSE + TARGET.replace("1.00", "100"), ("target_share", 6, ""), set()),
    ("no_number", CLAUSE + TARGET.replace("1.00", "all"), ("bad_value", 10, "value"), set()),
    ("no_date", CLAUSE + TARGET.replace("11-15", "11-31"), ("bad_value", 10, "by"), set()),
    (
        "not_a_whole_number",
        CLAUSE + TARGET.replace("compare_places: 2", "compare_places: two"),
        ("bad_value", 11, "compare_places"),
        set(),
    ),
    (
        "out_of_limits",
        CLAUSE + TARGET.replace("compare_places: 2", "compare_places: 9"),
        ("bad_value", 11, "compare_places"),
        {"le 4"},
    ),
    (
        "no_recurrence",
        CLAUSE + DUTY.replace("FREQ=MONTHLY", "FREQ=MONTHS"),
        ("bad_value", 11, "recurrence"),
        set(),
    ),
    (
        "unset_where_a_value_is_needed",
        CLAUSE + DUTY.replace("each: street", "each: unset"),
        ("bad_value", 9, "each"),
        {"street", "compound"},
    ),
    (
        "bad_key",
        CLAUSE + DUTY.replace("duty: report", "duty: Re port"),
        ("bad_value", 6, "duty"),
        set(),
    ),
    (
        "unknown_kind",
        CLAUSE + DUTY.replace("duty: report", "dutys: report"),
        ("unknown_kind", 6, ""),
        {"duty", "campaign", "vocabulary"},
    ),
    (
        "two_kinds",
        CLAUSE + DUTY + "      target: report\n",
        ("unknown_kind", 6, ""),
        {"duty", "target"},
    ),
    (
        "duplicate_key",
        CLAUSE + DUTY + "      holiday_shift: none\n",
        ("duplicate_key", 14, "holiday_shift"),
        set(),
    ),
    ("duplicate_clause", (CLAUSE + DUTY) * 2, ("duplicate_clause", 14, "clause"), set()),
    (
        "silent_clause",
        CLAUSE,
        ("silent_clause", 1, "XX-1"),
        {"provisions", "not_yet", "not_for_system"},
    ),
    (
        "contradiction",
        CLAUSE + DUTY + "  not_for_system: {zh: 口号, en: A slogan}\n",
        ("contradicting_clause", 1, "not_for_system"),
        set(),
    ),
    ("unknown_app", CLAUSE + "  not_yet: magic\n", ("bad_value", 5, "not_yet"), {"cases", "party"}),
    (
        "one_language_missing",
        CLAUSE.replace(", en: What it says", "") + DUTY,
        ("missing_key", 3, "en"),
        set(),
    ),
    (
        "empty_text",
        CLAUSE.replace("What it says", '" "') + DUTY,
        ("bad_value", 3, "en"),
        set(),
    ),
    (
        "clause_id",
        CLAUSE.replace("XX-1", "clause one") + DUTY,
        ("bad_value", 1, "clause"),
        set(),
    ),
    (
        "empty_period",
        CLAUSE + DUTY + "      from: 2020-10-01\n      to: 2020-10-01\n",
        ("empty_period", 15, "to"),
        set(),
    ),
    ("bad_from", CLAUSE + DUTY + "      from: 1/10/2020\n", ("bad_value", 14, "from"), set()),
    (
        "date_overlap",
        CLAUSE + TARGET + TARGET_AGAIN,
        ("date_overlap", 13, "coverage"),
        set(),
    ),
    (
        "date_gap",
        CLAUSE + TARGET + "      to: 2020-10-01\n" + TARGET_AGAIN + "      from: 2020-10-02\n",
        ("date_gap", 14, "coverage"),
        set(),
    ),
    (
        "part_written_twice",
        CLAUSE + WORDS + WORDS.split("provisions:\n")[1],
        ("date_overlap", 10, "mode label"),
        set(),
    ),
    (
        "unknown_phase",
        CLAUSE
        + CAMPAIGN
        + DUTY.split("provisions:\n")[1]
        + "      within: {campaign: drive, phase: 3}\n",
        ("unknown_reference", 11, "report"),
        {"campaign drive phase 1", "campaign drive phase 2"},
    ),
    (
        "unknown_clause",
        CLAUSE + CAMPAIGN.replace("number: 1,", "number: 1, clause: XX-9,"),
        ("unknown_clause", 6, "clause"),
        set(),
    ),
    (
        "phases_with_a_hole",
        CLAUSE + CAMPAIGN.replace("first: 2020-09-11", "first: 2020-09-12"),
        ("not_whole", 6, "drive"),
        set(),
    ),
    (
        "item_of_no_task",
        CLAUSE + CAMPAIGN + "      items: [{task: nothing, code: a, label: {zh: 甲, en: A}}]\n",
        ("not_whole", 6, "drive"),
        set(),
    ),
    (
        "set_of_unknown_terms",
        CLAUSE + WORDS + "      sets: {basic: [market, street]}\n",
        ("not_whole", 6, "mode"),
        {"market"},
    ),
    (
        "no_label",
        CLAUSE + WORDS.replace("      label: {zh: 方式, en: Mode}\n", ""),
        ("not_whole", 6, "mode"),
        set(),
    ),
    ("not_a_number", CLAUSE + TARGET.replace("1.00", "NaN"), ("bad_value", 10, "value"), set()),
    ("too_deep", "[" * 5000, ("syntax", 1, ""), set()),
    ("syntax", CLAUSE + "  note: {zh: [\n", ("syntax", 6, ""), set()),
    ("alias", "- &a {clause: XX-1}\n- *a\n", ("syntax", 1, ""), set()),
    ("tag", "- !!python/object:os.system {}\n", ("syntax", 1, ""), set()),
    ("empty", "# nothing\n", ("empty", 1, ""), set()),
    ("no_list", "clause: XX-1\n", ("bad_value", 1, ""), set()),
    ("clause_is_no_mapping", "- just words\n", ("bad_value", 1, ""), set()),
]


@pytest.mark.parametrize(
    ("chapter", "expected", "allowed"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_chapter_is_refused_where_the_error_is(
    write_layer: WriteLayer, chapter: str, expected: tuple[str, int, str], allowed: set[str]
) -> None:
    faults = faults_in(write_layer(chapter))
    code, line, key = expected
    found = [fault for fault in faults if fault.code == code]
    assert found, faults
    assert found[0].file == "xx/1-main.yaml"
    assert found[0].line == line, found[0]
    assert not key or found[0].key == key, found[0]
    assert allowed <= set(found[0].allowed), found[0]


def test_the_cases_differ_from_a_right_chapter_in_one_thing(write_layer: WriteLayer) -> None:
    """The ground the cases stand on is sound: without the error each text loads."""
    for chapter in (CLAUSE + DUTY, CLAUSE + TARGET, CLAUSE + CAMPAIGN, CLAUSE + WORDS):
        assert read_layer(write_layer(chapter)).provisions()


def test_all_errors_are_named_at_once(write_layer: WriteLayer) -> None:
    chapter = CLAUSE + DUTY.replace("unset", "skip").replace("each: street", "each: house")
    keys = [fault.key for fault in faults_in(write_layer(chapter))]
    assert keys == ["each", "holiday_shift"]


# id, layer.yaml, (code, line, key), allowed
HEADS = [
    (
        "missing_parent",
        LAYER.format(code="xx", parent="parent: nation\n", division="37"),
        ("missing_parent", 3, "parent"),
        set(),
    ),
    (
        "own_parent",
        LAYER.format(code="xx", parent="parent: xx\n", division="37"),
        ("parent_cycle", 3, "parent"),
        set(),
    ),
    (
        "division",
        LAYER.format(code="xx", parent="", division="3704061"),
        ("bad_value", 3, "division"),
        set(),
    ),
    (
        "status",
        LAYER.format(code="xx", parent="", division="37").replace("in_force", "valid"),
        ("bad_value", 10, "status"),
        {"in_force", "draft"},
    ),
    (
        "chapter_not_there",
        LAYER.format(code="xx", parent="", division="37").replace("1-main", "2-main"),
        ("unreadable_file", 1, ""),
        set(),
    ),
    (
        "chapter_not_listed",
        LAYER.format(code="xx", parent="", division="37").replace("1-main", "2-main"),
        ("unlisted_file", 1, ""),
        {"layer.yaml"},
    ),
]


@pytest.mark.parametrize(
    ("head", "expected", "allowed"), [case[1:] for case in HEADS], ids=[case[0] for case in HEADS]
)
def test_layer_file_is_refused_where_the_error_is(
    write_layer: WriteLayer, head: str, expected: tuple[str, int, str], allowed: set[str]
) -> None:
    faults = faults_in(write_layer(CLAUSE + DUTY, head=head))
    found = [fault for fault in faults if fault.code == expected[0]]
    assert found, faults
    assert (found[0].line, found[0].key) == expected[1:]
    assert allowed <= set(found[0].allowed)


def test_a_circle_of_parents_is_refused(write_layer: WriteLayer) -> None:
    write_layer(CLAUSE + DUTY, code="aa", parent="bb")
    (fault,) = faults_in(write_layer(CLAUSE + DUTY, code="bb", parent="aa"))
    assert (fault.code, fault.line, fault.detail) == ("parent_cycle", 3, "bb > aa > bb")


def test_a_missing_parent_names_the_layers_there_are(write_layer: WriteLayer) -> None:
    write_layer(CLAUSE + DUTY, code="aa")
    (fault,) = faults_in(write_layer(CLAUSE + DUTY, code="bb", parent="cc"))
    assert (fault.code, fault.value, fault.allowed) == ("missing_parent", "cc", ("aa",))


def test_a_division_outside_its_parents_is_refused(write_layer: WriteLayer) -> None:
    write_layer(CLAUSE + DUTY, code="aa", division="37")
    (fault,) = faults_in(write_layer(CLAUSE + DUTY, code="bb", parent="aa", division="1201"))
    assert (fault.code, fault.key, fault.allowed) == ("division_outside", "division", ("37…",))


def test_a_reference_to_the_layer_above_is_fine(write_layer: WriteLayer) -> None:
    write_layer(CLAUSE + CAMPAIGN, code="aa")
    folder = write_layer(
        CLAUSE + DUTY + "      within: {campaign: drive, phase: 2}\n", code="bb", parent="aa"
    )
    assert read_layer(folder).provisions()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path / "nowhere")
    assert (fault.code, fault.file) == ("unreadable_file", "nowhere/layer.yaml")
