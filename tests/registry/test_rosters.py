"""Rosters: read right or refused, all or nothing, the same twice changes nothing."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from linli.journal.models import Act
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
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
    assert (written.state, rosters.codes(written)) == (RosterState.WRITTEN, [])
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


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("名册.jpg", b"\xff\xd8\xff\xe0", "table.other_kind"),
        ("名册.csv", b"%PDF-1.7", "table.other_kind"),
        ("名册.xlsx", b"PK\x03\x04 word/document.xml", "table.other_kind"),
        ("名册.xlsx", rosters.xlsx(rosters.lines(1))[:-10], "workbook.damaged"),
        ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook.legacy"),
        (
            "名册.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook.encrypted",
        ),
    ],
)
def test_what_is_plainly_no_table_is_refused_at_the_desk(
    register: Register, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        services.hand_in_roster(actor=register.street, at=AT, name=name, content=content)
    assert refused.value.code == code
    assert refused.value.remedy
    assert not RosterImport.objects.exists()
