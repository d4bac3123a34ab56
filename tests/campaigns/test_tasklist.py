"""Task lists as the office wrote them: what is read, and every doubt by row and column."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linli.cli
from linli.campaigns.data import TaskKind
from linli.campaigns.tasklist import TaskList, parse_tasklist
from linli.kernel.errors import BadInput
from linli.kernel.workbooks.data import Book, Value
from linli.kernel.workbooks.reader import read_workbook
from tests.campaigns.tables import (
    ANNEX_3,
    ANNEX_4,
    COVER,
    UPGRADE,
    ShantingPlaces,
    book_of,
    sheet_of,
)

SEED = Path(linli.cli.__file__).parent / "seed"
TITLE = "山亭区任务一览表"
POST = "山城街道党工委副书记"


def parse(book: Book) -> TaskList:
    return parse_tasklist(book, year=2020, places=ShantingPlaces())


def annex(
    header: list[str], street: str, content: str, due: str, lists: list[tuple[str, str]]
) -> Book:
    """An annex in its printed form: title over all columns, one street block merged downwards."""
    rows: list[list[Value]] = [[TITLE], list(header)]
    for number, (community, compounds) in enumerate(lists):
        first = number == 0
        block: list[Value] = [1, street] if first else [None, None]
        tail: list[Value] = [content, POST, due] if first else [None, None, None]
        rows.append([*block, community, compounds, *tail])
    last = len(rows)
    merged = [(1, 1, 1, 7)] + [(3, column, last, column) for column in (1, 2, 5, 6, 7)]
    return book_of(rows, merged=merged)


def row(
    street: Value = "山城街道",
    community: Value = "梅园社区",
    compounds: Value = "梅花园",
    content: Value = "提升",
    responsible: Value = POST,
    due: Value = "2020-11-30",
) -> list[Value]:
    return [1, street, community, compounds, content, responsible, due]


def one(*rows: list[Value]) -> TaskList:
    """A list with the header in row 1 and these rows from row 2 on."""
    return parse(book_of([list(UPGRADE), *rows]))


def doubts(tasks: TaskList) -> list[tuple[str, str, int | None, str]]:
    return [(found.level, found.code, found.row, found.column) for found in tasks.findings]


OF_ANNEX_3 = [
    ("note", "tasklist.year_added", 3, "G"),
    ("warning", "tasklist.community_without_code", 6, "C"),
    ("note", "tasklist.one_community", 6, "C"),
]
OF_ANNEX_4 = [
    ("note", "tasklist.one_compound", 3, "D"),
    ("note", "tasklist.year_added", 3, "G"),
    ("note", "tasklist.named_like_community", 4, "D"),
]


@pytest.mark.clause("ST-A3.1")
def test_annex_3_names_twenty_compounds() -> None:
    tasks = parse(annex(UPGRADE, "山城街道\n（20个）", "服务质量4项攻坚", "11月底", ANNEX_3))

    assert (tasks.kind, tasks.title) == (TaskKind.UPGRADE, TITLE)
    assert list(Counter(task.community for task in tasks.rows).values()) == [2, 10, 7, 1]
    assert tasks.communities[-1] == "东、西鲁社区"
    assert {task.due_on for task in tasks.rows} == {date(2020, 11, 30)}
    assert {task.due_text for task in tasks.rows} == {"11月底"}
    assert {task.responsible for task in tasks.rows} == {POST}
    assert doubts(tasks) == OF_ANNEX_3


@pytest.mark.clause("ST-A4")
def test_annex_4_names_twenty_one_compounds() -> None:
    tasks = parse(annex(COVER, "山城街道\n（21个）", "全覆盖", "11月15日", ANNEX_4))

    assert tasks.kind == TaskKind.COVER
    assert list(Counter(task.community for task in tasks.rows).values()) == [10, 4, 7]
    assert {"梅园（西24.25号楼）", "鑫盛公寓（药材宿舍）"} <= {task.compound for task in tasks.rows}
    assert {task.due_on for task in tasks.rows} == {date(2020, 11, 15)}
    assert doubts(tasks) == OF_ANNEX_4


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_both_annexes_name_forty_one_compounds() -> None:
    upgrade = parse(annex(UPGRADE, "山城街道（20个）", "提升", "11月底", ANNEX_3))
    cover = parse(annex(COVER, "山城街道（21个）", "覆盖", "11月15日", ANNEX_4))

    names = {(task.community, task.compound) for task in upgrade.rows + cover.rows}
    assert len(names) == 41


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_the_offices_own_files_read_like_the_tables_above() -> None:
    upgrade, cover = (
        parse(read_workbook(SEED / f"shanting-annex{number}.xlsx")) for number in (3, 4)
    )

    assert [(task.community, task.compound) for task in upgrade.rows] == [
        (community.partition("（")[0], name)
        for community, names in ANNEX_3
        for name in names.split("、")
    ]
    assert (len(cover.rows), cover.title) == (21, "山亭区实施住宅小区物业管理全覆盖任务一览表")
    assert doubts(upgrade) == OF_ANNEX_3
    assert doubts(cover) == OF_ANNEX_4


@pytest.mark.clause("ST-A3.1")
def test_a_community_opened_before_still_has_no_national_code() -> None:
    class Opened(ShantingPlaces):
        def community(self, street: str, name: str) -> str | None:
            return super().community(street, name) or "370406001X01"

    book = annex(UPGRADE, "山城街道\n（20个）", "服务质量4项攻坚", "11月底", ANNEX_3)

    tasks = parse_tasklist(book, year=2020, places=Opened())

    assert doubts(tasks) == OF_ANNEX_3
    assert tasks.rows[-1].community_code == "370406001X01"


def test_unmerged_list_reads_like_the_merged_one() -> None:
    merged = annex(UPGRADE, "山城街道（20个）", "提升", "11月底", ANNEX_3)
    plain = book_of(
        [
            [TITLE],
            list(UPGRADE),
            [1, "山城街道（20个）", *ANNEX_3[0], "提升", POST, "11月底"],
            *[[None, None, *pair] for pair in ANNEX_3[1:]],
        ]
    )

    assert parse(plain).rows == parse(merged).rows


def test_one_row_per_compound_under_a_merged_community_is_one_list() -> None:
    rows: list[list[Value]] = [
        list(UPGRADE),
        row("山城街道（3）", "梅园社区（2）", "梅花园"),
        row("山城街道（3）", "梅园社区（2）", "龙珠百合"),
        row("山城街道（3）", "丰泽社区（1）", "欧亚城"),
    ]

    tasks = parse(book_of(rows, merged=[(2, 2, 4, 2), (2, 3, 3, 3)]))

    assert [task.compound for task in tasks.rows] == ["梅花园", "龙珠百合", "欧亚城"]
    assert tasks.findings == ()


def test_list_merged_over_rows_is_told_once() -> None:
    rows: list[list[Value]] = [list(UPGRADE), row(), row()]

    tasks = parse(book_of(rows, merged=[(2, 3, 3, 3), (2, 4, 3, 4)]))

    assert [task.compound for task in tasks.rows] == ["梅花园"]


def test_header_over_two_rows_is_read_as_one() -> None:
    upper = ["序号", "镇\n（街）", "社区名称", "未实施物业管理的", "工作任务", "责任情况", None]
    lower = [None, None, None, "住宅小区", None, "责任人", "完成时间"]
    book = book_of([[TITLE], upper, lower, row()], merged=[(1, 1, 1, 7), (2, 6, 2, 7)])

    tasks = parse(book)

    assert tasks.kind == TaskKind.COVER
    assert [task.row for task in tasks.rows] == [4]


def test_header_printed_again_and_totals_and_notes_are_no_tasks() -> None:
    tasks = one(
        row(),
        list(UPGRADE),
        row(compounds="龙珠百合"),
        ["合计", None, None, 2],
        ["注：按月报送"],
        ["x"],
    )

    assert [task.compound for task in tasks.rows] == ["梅花园", "龙珠百合"]
    assert doubts(tasks) == [("note", "tasklist.total_row", 5, "")]


def test_half_width_brackets_and_other_names_of_headers_are_known() -> None:
    header = [
        "序号",
        "镇(街)",
        "社区 名称",
        "未实施物业管理的\n住宅小区",
        "工作任务",
        "责任人",
        "完成时限",
    ]

    tasks = parse(book_of([header, row("山城街道(1个)", "梅园社区(1)")]))

    assert (tasks.kind, tasks.streets, tasks.findings) == (TaskKind.COVER, ("山城街道",), ())


# Bad input


@pytest.mark.parametrize("missing", range(1, 7))
def test_missing_column_is_named_and_the_found_headers_listed(missing: int) -> None:
    header = [text for index, text in enumerate(UPGRADE) if index != missing]

    with pytest.raises(BadInput) as refused:
        parse(book_of([[TITLE], list(header)], merged=[(1, 1, 1, 6)]))

    (finding,) = refused.value.findings
    assert (finding.code, finding.row) == ("tasklist.missing_column", 2)
    assert UPGRADE[missing] in finding.message
    assert finding.allowed.endswith("、".join(header))


def test_workbook_without_a_task_list_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        parse(book_of([["姓名", "电话"], ["甲", "1"]]))

    assert refused.value.code == "tasklist.no_table"


@pytest.mark.parametrize("book", [Book(()), book_of([])])
def test_empty_workbook_is_refused(book: Book) -> None:
    with pytest.raises(BadInput) as refused:
        parse(book)

    assert refused.value.code == "tasklist.no_table"


def test_list_that_fits_either_annex_is_refused() -> None:
    header = ["序号", "镇（街）", "社区名称", "住宅小区", "任务", "责任人", "完成时间"]

    with pytest.raises(BadInput) as refused:
        parse(book_of([header, row()]))

    assert refused.value.code == "tasklist.unknown_kind"
    assert refused.value.findings[0].column == "D"


def test_list_on_a_hidden_sheet_is_not_read() -> None:
    hidden = sheet_of([list(UPGRADE), row()], hidden=True)

    with pytest.raises(BadInput):
        parse(Book((hidden,)))


def test_second_list_in_the_workbook_is_not_passed_over_in_silence() -> None:
    book = Book((sheet_of([list(UPGRADE), row()]), sheet_of([list(COVER), row()], name="附件4")))

    tasks = parse(book)

    assert tasks.kind == TaskKind.UPGRADE
    assert [(found.code, found.sheet) for found in tasks.findings] == [
        ("tasklist.other_sheet", "附件4")
    ]


def test_table_without_rows_is_an_error() -> None:
    assert doubts(one()) == [("error", "tasklist.empty", 1, "")]


def test_unknown_street_is_an_error_in_its_cell() -> None:
    tasks = one(row(street="山成街道"))

    assert doubts(tasks) == [("error", "tasklist.unknown_street", 2, "B")]
    assert tasks.errors[0].value == "山成街道"


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"street": None}, "tasklist.no_street", "B"),
        ({"community": None}, "tasklist.no_community", "C"),
        ({"compounds": None}, "tasklist.no_compound", "D"),
        ({"compounds": "梅园（西"}, "tasklist.brackets", "D"),
        ({"compounds": "很" * 61}, "tasklist.long_name", "D"),
        ({"due": None}, "tasklist.no_due_date", "G"),
        ({"due": "尽快"}, "tasklist.bad_date", "G"),
        ({"due": "11月31日"}, "tasklist.bad_date", "G"),
        ({"due": 44150}, "tasklist.bad_date", "G"),
    ],
)
def test_what_cannot_be_stored_is_an_error(
    changed: dict[str, Value], code: str, column: str
) -> None:
    tasks = one(row(**changed))

    assert ("error", code, 2, column) in doubts(tasks)
    assert {found.code for found in tasks.errors} == {code}


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"responsible": None}, "tasklist.no_responsible", "F"),
        ({"content": " "}, "tasklist.no_content", "E"),
        ({"due": date(2026, 11, 15)}, "tasklist.other_year", "G"),
        ({"community": "梅圆社区"}, "tasklist.community_without_code", "C"),
        ({"compounds": "梅花园、龙珠百合、梅花园"}, "tasklist.duplicate", "D"),
    ],
)
def test_what_is_doubtful_is_a_warning(changed: dict[str, Value], code: str, column: str) -> None:
    tasks = one(row(**changed))

    assert doubts(tasks) == [("warning", code, 2, column)]
    assert tasks.errors == ()


def test_post_missing_in_the_second_street_is_not_taken_from_the_first() -> None:
    tasks = one(row(), row(street="店子镇", community="前村", compounds="新村", responsible=None))

    assert tasks.rows[1].responsible == ""
    assert ("warning", "tasklist.no_responsible", 3, "F") in doubts(tasks)


def test_compound_in_two_communities_stays_two_and_is_pointed_at() -> None:
    tasks = one(row(), row(community="丰泽社区"))

    assert len(tasks.rows) == 2
    assert doubts(tasks) == [("warning", "tasklist.name_in_two_communities", 3, "D")]


def test_one_bad_cell_is_told_once_however_many_compounds_it_concerns() -> None:
    tasks = one(row(compounds="甲、乙、丙", due="尽快", responsible=None))

    assert len(tasks.findings) == 2


LISTS = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(LISTS, st.lists(st.integers(-2, 2), min_size=6, max_size=6))
def test_every_stated_count_is_checked(sizes: list[int], wrong: list[int]) -> None:
    rows: list[list[Value]] = []
    stated_street = sum(sizes) + wrong[0]
    number = 0
    for index, size in enumerate(sizes):
        names = "、".join(f"小区{number + one}号" for one in range(size))
        number += size
        stated = max(size + wrong[index + 1], 0)
        rows.append(
            row(f"山城街道（{max(stated_street, 0)}个）", f"第{index}居（{stated}）", names)
        )

    tasks = one(*rows)

    found = {(f.code, f.row) for f in tasks.findings if f.code.endswith("_count")}
    expected = {
        ("tasklist.community_count", index + 2)
        for index, size in enumerate(sizes)
        if max(size + wrong[index + 1], 0) != size
    }
    if max(stated_street, 0) != sum(sizes):
        expected.add(("tasklist.street_count", 2))
    assert found == expected
    assert len(tasks.rows) == sum(sizes)


def test_a_wrong_count_is_told_with_both_numbers() -> None:
    (finding,) = one(row(community="梅园社区（3）", compounds="梅花园、龙珠百合")).findings

    assert finding.level == "error"
    assert "3" in finding.message
    assert "2" in finding.message
