"""What the cells of rosters say: read right where it is certain, told where it is not.

Property P10.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from linli.kernel.tables.data import LIMITS
from linli.kernel.tables.labels import WORDINGS
from linli.registry import services
from linli.registry.data import RosterState
from linli.registry.models import Owner, Unit
from linli.registry.roster.phrases import finding
from tests.registry import rosters
from tests.registry.conftest import Register

FAULTS: list[tuple[str, Any, str]] = [
    ("建筑面积", -5, "area_negative"),
    ("建筑面积", 0, "area_zero"),
    ("建筑面积", 80.123, "area_places"),
    ("建筑面积", "约八十", "no_number"),
    ("建筑面积", 1e9, "area_huge"),
    ("小区", "没有的花园", "compound_unknown"),
    ("小区", "", "blank"),
    ("房号", "", "blank"),
    ("楼号", None, "blank"),
    ("用途", "养鱼", "unknown_word"),
    ("用途", "车位", "parking"),
    ("业主姓名", "王\x07明", "control"),
    ("业主姓名", "王" * 101, "too_long"),
    ("业主姓名", "", "owner_missing"),
    ("身份证号", 370406199001011234, "id_digits_lost"),
    ("身份证号", "3.70406E+17", "id_digits_lost"),
    ("身份证号", "?", "id_odd_signs"),
    ("身份证号", "990406195001011000", "id_digits_lost"),
    ("建筑面积", "88,5", "no_number"),
    ("建筑面积", "1e2", "no_number"),
    ("房号", date(2020, 3, 1), "day_instead"),
    ("楼号", "3月1日", "day_instead"),
    ("业主姓名", "张三、李四", "owners_in_one"),
    ("业主姓名", "张小三\n李四", "owners_in_one"),
    ("份额", "3/2", "share_odd"),
    ("份额", "一半", "share_odd"),
]


@pytest.mark.parametrize(("column", "value", "code"), FAULTS)
def test_faults_are_named_by_row_and_column(
    register: Register, column: str, value: Any, code: str
) -> None:
    rows = [*rosters.lines(4), rosters.line(4, **{column: value})]
    name = "花名册.csv" if isinstance(value, str) and "\x07" in value else "花名册.xlsx"
    content = rosters.text(rows) if name.endswith("csv") else rosters.xlsx(rows)
    roster = rosters.hand_in(register.street, content, name)
    assert roster.state == RosterState.FAULTY
    letters = chr(ord("A") + rosters.HEADER.index(column))
    assert (code, 6, letters) in rosters.codes(roster)
    assert not Unit.objects.exists()


READ: list[tuple[str, Any, str, Any]] = [
    ("建筑面积", "８１．５０平方米", "area", 8150),
    ("建筑面积", "1,234.50", "area", 123450),
    ("建筑面积", 89.10000000000001, "area", 8910),
    ("楼号", "０３栋", "building__name", "3"),
    ("楼号", "三号楼", "building__name", "3"),
    ("楼号", "A座", "building__name", "A"),
    ("房号", "１２０３ 室", "room", "1203"),
    ("房号", "1203", "floor", 12),
    ("楼号", "二十三号楼", "building__name", "23"),
    ("房号", "201.0", "room", "201"),
    ("房号", "1\u200b01", "room", "101"),
    ("业主姓名", "王  明", "ownerships__owner__name", "王明"),
    ("业主姓名", "王\u202e小\u200b明", "ownerships__owner__name", "王小明"),
    ("业主姓名", "农业银行 山亭支行", "ownerships__owner__name", "农业银行 山亭支行"),
    ("单元", "二单元", "entrance", "2"),
    ("用途", "商铺", "use", "commercial"),
    ("小区", " 梅 花园", "compound__name", "梅花园"),
    ("联系电话", 19900001234, "ownerships__owner__phone_hash", ...),
]


@pytest.mark.parametrize(("column", "value", "field", "expected"), READ)
def test_what_is_certain_is_read_right(
    register: Register, column: str, value: Any, field: str, expected: Any
) -> None:
    rosters.take_over(register.street, rosters.xlsx([rosters.line(0, **{column: value})]))
    found = Unit.objects.values_list(field, flat=True).get()
    assert found if expected is ... else found == expected


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("身份证号", rosters.id_number(1)[:17] + "Z", "id_check"),
        ("身份证号", "99040619901301123X", "id_birthday"),
        ("身份证号", "1234567", "id_length"),
        ("联系电话", "请找居委会", "phone_odd"),
        ("份额", "1/2", "share_sum"),
        ("建筑面积", "", "area_missing"),
        ("建筑面积", "88平方米", "read_as"),
    ],
)
def test_warnings_and_notes_do_not_keep_a_roster_out(
    register: Register, column: str, value: Any, code: str
) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx([rosters.line(0, **{column: value})]))
    assert roster.state == RosterState.READY
    assert code in [found for found, _row, _column in rosters.codes(roster)]


def test_a_comma_that_moves_a_line_to_the_right_is_seen(register: Register) -> None:
    content = "小区,楼号,房号,建筑面积,备注\n梅花园,1,101,88.5,\n梅花园,1,102,88,5,\n"
    roster = rosters.hand_in(register.street, content.encode(), "花名册.csv")
    assert (roster.state, rosters.codes(roster)) == (
        RosterState.FAULTY,
        [("cells_beyond", 3, "")],
    )
    mended = content.replace("88,5", '"88.5"').encode()
    assert rosters.hand_in(register.street, mended, "花名册.csv").state == RosterState.READY


def test_lines_that_are_no_units_are_left_out(register: Register) -> None:
    header, blank = list(rosters.HEADER), [""] * 6
    rows = [
        rosters.line(0),
        ["梅花园", "1号楼", "", "小计", 80, *blank[1:]],
        header,
        rosters.line(1),
        ["合　计", "", "", "", 160, *blank[1:]],
        ["本页2户", "", "", "", "", *blank[1:]],
        ["共2户", "", "", "", "", *blank[1:]],
        ["审核人：", "", "", "", "", *blank[1:]],
    ]
    roster = rosters.take_over(register.street, rosters.xlsx(rows))
    assert (roster.state, rosters.codes(roster)) == (RosterState.WRITTEN, [])
    assert set(Unit.objects.values_list("room", flat=True)) == {"101", "102"}


@pytest.mark.parametrize(
    "header", ["*身份证号", "身份证号（必填）", "证件号码(身份证)", "业主身份证号码"]
)
def test_what_stands_around_a_header_does_not_hide_its_column(
    register: Register, header: str
) -> None:
    names = [header if name == "身份证号" else name for name in rosters.HEADER]
    roster = rosters.take_over(register.street, rosters.xlsx(rosters.lines(1), names))
    assert rosters.codes(roster) == []
    assert Owner.objects.get().id_number.open() == rosters.id_number(0)


def test_what_is_not_read_is_told(register: Register) -> None:
    header = [*rosters.HEADER, "建筑面积(套内)", "序号", "备注"]
    rows = [[*rosters.line(0), 66.5, 1, ""]]
    book = openpyxl.load_workbook(io.BytesIO(rosters.xlsx(rows, header)))
    book.create_sheet("空表")
    book.create_sheet("二号楼").append(["梅花园", "2", "101"])
    target = io.BytesIO()
    book.save(target)
    roster = rosters.take_over(register.street, target.getvalue())
    assert [(found["code"], found["proposal"]) for found in roster.findings] == [
        ("sheet_unread", "二号楼"),
        ("column_unread", "建筑面积(套内)"),
    ]
    assert Unit.objects.get().area == 8000
    said = [finding.message for finding in services.findings_of_roster(roster=roster)]
    assert all(name in text for name, text in zip(("二号楼", "套内"), said, strict=True))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_refuses_a_whole_file_is_told_with_its_own_limit(language: str) -> None:
    """Only codes and places are kept with a roster, so the words are made anew without values."""
    with translation.override(language):
        told = {code: finding({"code": code}) for code in WORDINGS}
    texts = {code: f"{one.message} {one.allowed} {one.remedy}" for code, one in told.items()}
    odd = [text for text in texts.values() if re.search(r"[：:] ?[。.]|[{}]", text)]
    assert odd == []
    numbers = {code: re.findall(r"\d[\d,]*", one.allowed) for code, one in told.items()}
    assert numbers["workbook.long_cell"] == [str(LIMITS.cell_characters)]
    assert numbers["workbook.bomb"] == [str(LIMITS.unpacked // 2**20)]
    assert numbers["workbook.too_many_parts"] == [str(LIMITS.parts)]
    assert numbers["workbook.too_big"] == [str(LIMITS.bytes // 2**20)]


def test_a_text_too_long_is_told_how_long_it_may_be() -> None:
    with translation.override("en"):
        told = finding({"code": "too_long", "field": "owner", "row": 4, "column": "G"})
    assert told.allowed == "At most 100 characters."
