"""Rosters: read right or refused, all or nothing, the same twice changes nothing."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from linli.journal.models import Act
from linli.kernel.errors import Conflict, Forbidden, NotFound
from linli.registry import services
from linli.registry.data import Kept, RosterState
from linli.registry.models import (
    Building,
    Owner,
    Ownership,
    RosterFile,
    RosterImport,
    Unit,
)
from tests import personas
from tests.registry import rosters
from tests.registry.conftest import AT, Register


def figures() -> tuple[int, int, int, int]:
    return (
        Building.objects.count(),
        Unit.objects.count(),
        Owner.objects.count(),
        Ownership.objects.count(),
    )


def test_a_roster_is_shown_before_it_is_written(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(6)))
    assert roster.state == RosterState.READY
    assert roster.counts["units_new"] == 6
    assert figures() == (0, 0, 0, 0)
    written = rosters.write(register.street, roster.public_id)
    assert written.state == RosterState.WRITTEN
    assert figures() == (1, 6, 6, 6)


def test_values_are_read_right(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx([rosters.line(3)], title="梅花园花名册"))
    unit = Unit.objects.get()
    assert (unit.building.name, unit.entrance, unit.room, unit.floor) == ("1", "1", "202", 2)
    assert (unit.area, unit.use, unit.compound) == (8003, "residential", register.served)
    ownership = Ownership.objects.select_related("owner").get()
    owner = ownership.owner
    assert (owner.name, owner.kind) == ("王" + chr(0x5B89 + 3), "person")
    assert owner.id_number.open() == rosters.id_number(3)
    assert owner.phone.open() == "19900000003"
    assert (ownership.numerator, ownership.denominator) == (1, 1)
    assert (ownership.from_on, ownership.to_on) == (None, None)
    assert owner.search_pinyin.startswith("wang")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"]
)
def test_text_tables_in_every_encoding(register: Register, encoding: str) -> None:
    content = rosters.text(rosters.lines(6), encoding)
    rosters.take_over(register.street, content, "花名册.csv")
    assert figures() == (1, 6, 6, 6)
    assert Owner.objects.filter(name="王" + chr(0x5B89)).exists()


def test_two_encodings_in_one_file_are_refused(register: Register) -> None:
    content = rosters.text(rosters.lines(3)) + rosters.text(rosters.lines(1), "gbk")
    roster = rosters.hand_in(register.street, content, "花名册.csv")
    assert roster.state == RosterState.REFUSED
    assert rosters.codes(roster)[0][:2] == ("table.mixed_encoding", 5)
    assert not RosterFile.objects.exists()


def test_the_same_file_twice_changes_nothing(register: Register) -> None:
    content = rosters.xlsx(rosters.lines(6))
    rosters.take_over(register.street, content)
    acts, before = Act.objects.count(), figures()
    again = rosters.hand_in(register.street, content)
    assert again.state == RosterState.SAME
    assert figures() == before
    assert Act.objects.count() == acts + 1  # handing it in
    with pytest.raises(Conflict):
        services.confirm_roster(actor=register.street, at=AT, roster=again.public_id)


def test_one_act_for_a_whole_roster(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx(rosters.lines(6)))
    verbs = list(
        Act.objects.filter(subject_kind="roster").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == [
        "registry.roster.hand_in",
        "registry.roster.confirm",
        "registry.roster.take_over",
    ]
    act = Act.objects.get(verb="registry.roster.take_over")
    assert act.data["units_new"] == 6
    assert "1990000" not in str(list(Act.objects.values_list("data", flat=True)))


def test_all_or_nothing_and_the_row_is_named(register: Register) -> None:
    rows = rosters.lines(40)
    rows[27] = rosters.line(27, 建筑面积=-5)
    roster = rosters.hand_in(register.street, rosters.xlsx(rows))
    assert roster.state == RosterState.FAULTY
    assert rosters.codes(roster) == [("area_negative", 29, "E")]
    assert figures() == (0, 0, 0, 0)
    with pytest.raises(Conflict):
        services.confirm_roster(actor=register.street, at=AT, roster=roster.public_id)


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
    assert figures() == (0, 0, 0, 0)


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


def test_rows_that_contradict(register: Register) -> None:
    rows = [
        rosters.line(0),
        rosters.line(0),
        rosters.line(2),
        rosters.line(2, 建筑面积=99, 业主姓名="赵一", 身份证号=rosters.id_number(50)),
    ]
    roster = rosters.hand_in(register.street, rosters.xlsx(rows))
    assert {("twice", 3, "D"), ("unit_differs", 5, "E")} <= set(rosters.codes(roster))


def test_a_misnamed_compound_comes_back_with_the_name_that_was_meant(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx([rosters.line(0, 小区="梅花园小区")]))
    assert roster.findings[0]["proposal"] == "梅花园"


def test_the_marked_copy_names_the_cells_and_goes_in_when_mended(register: Register) -> None:
    rows = [*rosters.lines(3), rosters.line(3, 建筑面积=-5)]
    roster = rosters.hand_in(register.street, rosters.xlsx(rows, title="梅花园"))
    copy = io.BytesIO(services.marked_copy_of(roster=roster))
    sheet = openpyxl.load_workbook(copy).active
    assert sheet is not None
    assert sheet["E6"].fill.start_color.rgb == "FFF8CBAD"
    assert sheet["E5"].fill.start_color.rgb != "FFF8CBAD"
    assert "面积" in str(sheet["K6"].value)
    assert sheet["K5"].value is None
    sheet["E6"] = 83.5
    mended = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(mended)
    written = rosters.take_over(register.street, mended.getvalue())
    assert written.state == RosterState.WRITTEN
    assert Unit.objects.count() == 4


def test_a_later_roster_changes_what_it_says_and_lists_what_it_lacks(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx(rosters.lines(4)))
    rows = [rosters.line(0, 建筑面积=100), rosters.line(1, 联系电话="19900002222"), rosters.line(7)]
    roster = rosters.hand_in(register.street, rosters.xlsx(rows))
    assert {key: roster.counts[key] for key in ("units_new", "units_changed", "units_gone")} == {
        "units_new": 1,
        "units_changed": 1,
        "units_gone": 2,
    }
    assert roster.counts["owners_changed"] == 1
    assert roster.difference["changed"][0]["changes"] == [
        {"field": "area", "before": 8000, "after": 10000}
    ]
    rosters.write(register.street, roster.public_id)
    assert Unit.objects.count() == 5
    assert Unit.objects.get(room="101", entrance="1").area == 10000
    changed = Owner.objects.get(name="王" + chr(0x5B89 + 1))
    assert changed.phone.open() == "19900002222"


def test_another_owner_ends_the_ownership_of_the_first(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx([rosters.line(0)]))
    new = rosters.line(0, 业主姓名="赵小新", 身份证号=rosters.id_number(77))
    roster = rosters.take_over(register.street, rosters.xlsx([new]))
    assert roster.counts["owned_ended"] == 1
    first, second = Ownership.objects.order_by("id")
    assert first.to_on == second.from_on == date(2020, 10, 10)
    assert second.to_on is None


def test_a_roster_without_owners_leaves_them_alone(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx([rosters.line(0)]))
    rows = [rosters.line(0, 建筑面积=90)[:6]]
    rosters.take_over(register.street, rosters.xlsx(rows, rosters.HEADER[:6]))
    assert Unit.objects.get().area == 9000
    assert Ownership.objects.get().to_on is None


def test_numbers_that_come_later_do_not_change_the_owners(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx([rosters.line(0, 身份证号="")]))
    roster = rosters.take_over(register.street, rosters.xlsx([rosters.line(0)]))
    assert roster.counts["owned_ended"] == 0
    owner = Owner.objects.get()
    assert owner.id_number.open() == rosters.id_number(0)
    assert rosters.hand_in(register.street, rosters.xlsx([rosters.line(0)])).state == "same"


def test_the_same_buyer_of_two_flats_is_one_owner(register: Register) -> None:
    one = {"业主姓名": "钱大同", "身份证号": rosters.id_number(9), "联系电话": ""}
    rosters.take_over(
        register.street, rosters.xlsx([rosters.line(0, **one), rosters.line(1, **one)])
    )
    assert figures() == (1, 2, 1, 2)


def test_co_owners_and_their_voter(register: Register) -> None:
    header = (*rosters.HEADER, "投票代表")
    first = [*rosters.line(0, 份额="50%"), "是"]
    second = [*rosters.line(0, 业主姓名="李同住", 身份证号=rosters.id_number(8), 份额="1/2"), ""]
    rosters.take_over(register.street, rosters.xlsx([first, second], header))
    assert set(Ownership.objects.values_list("numerator", "denominator", "is_voter")) == {
        (1, 2, True),
        (1, 2, False),
    }
    first[-1], second[-1] = "", "是"
    rosters.take_over(register.street, rosters.xlsx([first, second], header))
    assert Ownership.objects.get(is_voter=True).owner.name == "李同住"


def test_a_merged_house_number_counts_for_all_its_rows(register: Register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rosters.xlsx(rosters.lines(4))))
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A2:A5")
    sheet.merge_cells("B2:B5")
    target = io.BytesIO()
    book.save(target)
    rosters.take_over(register.street, target.getvalue())
    assert figures() == (1, 4, 4, 4)


def test_compounds_of_another_street_are_unknown(register: Register) -> None:
    roster = rosters.hand_in(personas.actor("dianzi"), rosters.xlsx(rosters.lines(1)))
    assert [code for code, _row, _column in rosters.codes(roster)] == ["compound_unknown"]


def test_who_may(register: Register) -> None:
    content = rosters.xlsx(rosters.lines(1))
    for login in ("qu-lingdao", "wuye", "shenji"):
        with pytest.raises(Forbidden):
            services.hand_in_roster(actor=personas.actor(login), at=AT, name="a", content=content)
    roster = rosters.hand_in(register.street, content)
    with pytest.raises(NotFound):
        services.confirm_roster(actor=personas.actor("dianzi"), at=AT, roster=roster.public_id)


def test_files_go_when_nobody_needs_them(register: Register) -> None:
    roster = rosters.hand_in(register.street, rosters.xlsx(rosters.lines(1)))
    kept = RosterFile.objects.filter(roster=roster).values_list("kept", flat=True)
    assert set(kept) == {Kept.UPLOAD, Kept.CHECKED}
    services.drop_roster(actor=register.street, at=AT, roster=roster.public_id)
    assert not RosterFile.objects.exists()
    assert RosterImport.objects.get().state == RosterState.DROPPED
