"""The progress report leaves in exactly the printed form and comes back unchanged (ST-A5.1)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from linli.campaigns.annex5 import (
    FIELDS,
    Annex5,
    ColumnKind,
    FormColumn,
    FormLayout,
    annex5_docx,
    annex5_pdf,
    annex5_workbook,
    layout_of,
    new_report,
    street_line,
    street_of,
)
from linli.campaigns.annex5_reader import read_annex5
from linli.campaigns.data import ReportRow
from linli.kernel.errors import BadInput
from linli.kernel.workbooks.data import Book, Value
from linli.kernel.workbooks.reader import read_workbook
from linli.policy.data import Form
from tests.campaigns.tables import book_of

TITLE = "住宅小区物业管理全覆盖进展情况调度表"
BLANK = "　　　　街道办事处"
NOTE = (
    "注：1.类别分为1、2、3三个等次：基础设施得到改善、管理条件较好、已实施物业管理服务的为1类；"
    "基础设施一般、管理难度相对较大的为2类；基础设施较差或规模较小、管理难度较大的为3类。"
    "2.每月1号、15号报送至区住建局。"
)
# Code, header and width as in the office's blank form.
COLUMNS: list[tuple[str, str, ColumnKind, int]] = [
    ("number", "序号", "integer", 6),
    ("community", "社区名称", "text", 14),
    ("compound", "小区名称", "text", 20),
    ("class", "类别", "term", 8),
    ("enterprise", "入驻物业管理企业名称", "text", 26),
    ("nature", "物业管理性质\n（自主或外聘物业公司）", "term", 20),
    ("entered", "入驻时间", "date", 12),
    ("items", "服务内容", "list", 26),
    ("manager", "物业负责人", "text", 12),
    ("phone", "联系电话", "text", 14),
    ("note", "备注", "text", 16),
]
HEADERS = [header for _, header, _, _ in COLUMNS]
TERMS = {"class": ("1", "2", "3"), "nature": ("自主", "外聘")}
LAYOUT = FormLayout(
    title=TITLE,
    line=BLANK,
    columns=tuple(
        FormColumn(code, header, kind, width, TERMS.get(code, ()))
        for code, header, kind, width in COLUMNS
    ),
    notes=(NOTE,),
    blank_rows=6,
)
ROW = ReportRow(
    number=1,
    community="梅园社区",
    compound="梅园（西24.25号楼）",
    grade="1",
    enterprise="枣庄甲物业服务有限公司",
    nature="外聘",
    entered=date(2020, 9, 1),
    items="保洁、保安、秩序",
    manager="张某",
    phone="0632-0000001",
    note="=1+1",
)
AT = datetime(2020, 10, 10, 1, 30, tzinfo=UTC)


def report(*rows: ReportRow) -> Annex5:
    return new_report(LAYOUT, street="山城街道", rows=rows)


def back(content: bytes) -> Annex5:
    reading = read_annex5(read_workbook(content), LAYOUT)
    assert reading.findings == ()
    return reading.report


def form(*rows: list[Value], headers: list[str] = HEADERS) -> Book:
    """A form filled by hand: header in row 3, the rows from row 4 on."""
    top: list[list[Value]] = [[TITLE], ["山城街道办事处"], list(headers)]
    return book_of([*top, *rows], merged=[(1, 1, 1, 11)])


def cells(**changed: Value) -> list[Value]:
    values: dict[str, Value] = {code: getattr(ROW, name) for code, name in FIELDS.items()}
    return list({**values, **changed}.values())


def opened(content: bytes) -> Worksheet:
    """Our own file, seen by another program."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.clause("ST-A5.1")
def test_empty_report_is_the_offices_blank_form() -> None:
    sheet = opened(annex5_workbook(new_report(LAYOUT, street="", rows=()), LAYOUT))

    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:K1", "A11:K11"}
    values = {cell.coordinate: cell.value for row in sheet for cell in row if cell.value}
    expected: dict[str, object] = {"A1": TITLE, "A2": BLANK, "A11": NOTE}
    expected |= {f"{'ABCDEFGHIJK'[index]}3": header for index, header in enumerate(HEADERS)}
    expected |= {f"A{row}": row - 3 for row in range(4, 10)}
    assert values == expected
    title, header, body = sheet["A1"], sheet["F3"], sheet["F4"]
    assert (title.font.sz, title.font.b, title.alignment.horizontal) == (16, True, "center")
    assert (header.font.b, header.alignment.wrap_text, header.border.top.style) == (
        True,
        True,
        "thin",
    )
    assert body.border.bottom.style == "thin"
    for letter, (_, _, _, width) in zip("ABCDEFGHIJK", COLUMNS, strict=True):
        assert sheet.column_dimensions[letter].width == pytest.approx(width, abs=1)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"


@pytest.mark.clause("ST-A5.1")
def test_report_comes_back_with_identical_values() -> None:
    sent = report(
        ROW, replace(ROW, number=2, compound="安居小区", grade="3", entered=None, note="")
    )

    assert back(annex5_workbook(sent, LAYOUT)) == sent


def test_cells_of_the_file_are_typed_and_neutral() -> None:
    sheet = opened(annex5_workbook(report(ROW), LAYOUT))

    assert sheet["A2"].value == "山城街道办事处"
    assert (sheet["D4"].value, sheet["J4"].value, sheet["K4"].value) == (1, "0632-0000001", "'=1+1")
    assert sheet["G4"].value == datetime(2020, 9, 1)  # noqa: DTZ001 - as openpyxl gives a date
    assert sheet["J4"].data_type == "s"
    assert [sheet[f"A{row}"].value for row in range(4, 11)] == [1, 2, 3, 4, 5, 6, None]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=12)
NAME = TEXT.filter(lambda text: text and text == text.strip())
ROWS = st.lists(
    st.builds(
        ReportRow,
        number=st.integers(1, 9999),
        community=NAME,
        compound=NAME,
        grade=st.sampled_from(["", "1", "2", "3"]),
        enterprise=st.one_of(st.just(""), NAME),
        nature=st.sampled_from(["", "自主", "外聘"]),
        entered=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        items=TEXT,
        manager=TEXT,
        phone=st.one_of(TEXT, st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}", fullmatch=True)),
        note=st.one_of(
            TEXT, st.sampled_from(["=1", "＝1", "'=1", "\t-1", "－", "@a", "+86", "\n="])
        ),
    ),
    max_size=9,
    unique_by=lambda row: (row.community.casefold(), row.compound.casefold()),
)


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_any_report_comes_back_with_identical_values(rows: list[ReportRow]) -> None:
    sent = report(*rows)

    reading = read_annex5(read_workbook(annex5_workbook(sent, LAYOUT)), LAYOUT)

    assert reading.report == sent


@pytest.mark.parametrize(
    ("street", "line"),
    [
        ("山城街道", "山城街道办事处"),
        ("店子镇", "店子镇人民政府"),
        ("水泉乡", "水泉乡人民政府"),
        ("", BLANK),
        ("开发区", "开发区"),
    ],
)
def test_line_names_the_office_of_the_street(street: str, line: str) -> None:
    assert street_line(street, LAYOUT) == line
    assert street_of(line, LAYOUT) == street


def test_merged_community_and_other_order_of_columns_are_read() -> None:
    headers = [HEADERS[2], HEADERS[1], HEADERS[0], *HEADERS[3:]]
    first, second = cells(), cells(number=2, compound="安居小区")
    for values in (first, second):
        values[0], values[2] = values[2], values[0]
    book = book_of([[TITLE], ["x"], list(headers), first, second], merged=[(4, 2, 5, 2)])

    rows = read_annex5(book, LAYOUT).report.rows

    assert [(row.number, row.community, row.compound) for row in rows] == [
        (1, "梅园社区", "梅园（西24.25号楼）"),
        (2, "梅园社区", "安居小区"),
    ]


def test_empty_community_below_a_filled_one_repeats_it() -> None:
    rows = read_annex5(
        form(cells(), cells(number=2, community=None, compound="乙")), LAYOUT
    ).report.rows

    assert rows[1].community == "梅园社区"


@pytest.mark.parametrize(
    ("changed", "name", "value"),
    [
        ({"class": "１类"}, "grade", "1"),
        ({"class": 3}, "grade", "3"),
        ({"nature": "外聘物业公司"}, "nature", "外聘"),
        ({"entered": "2020年9月1日"}, "entered", date(2020, 9, 1)),
        ({"entered": "2020.9.1"}, "entered", date(2020, 9, 1)),
        ({"number": None}, "number", 1),
        ({"compound": " 安居小区 "}, "compound", "安居小区"),
        ({"phone": " 00632-1"}, "phone", " 00632-1"),
        ({"note": 5}, "note", "5"),
    ],
)
def test_what_offices_write_is_understood(
    changed: dict[str, Value], name: str, value: object
) -> None:
    reading = read_annex5(form(cells(**changed)), LAYOUT)

    assert reading.findings == ()
    assert getattr(reading.report.rows[0], name) == value


@pytest.mark.parametrize(
    ("changed", "level", "code", "column"),
    [
        ({"number": "一"}, "error", "annex5.bad_number", "A"),
        ({"community": None}, "error", "annex5.no_community", "B"),
        ({"compound": " "}, "error", "annex5.no_compound", "C"),
        ({"class": 4}, "error", "annex5.bad_term", "D"),
        ({"class": 1.5}, "error", "annex5.bad_term", "D"),
        ({"class": 12}, "error", "annex5.bad_term", "D"),
        ({"nature": "自主或外聘物业公司"}, "error", "annex5.bad_term", "F"),
        ({"nature": "代管"}, "error", "annex5.bad_term", "F"),
        ({"entered": "9月1日"}, "error", "annex5.bad_date", "G"),
        ({"entered": 44075}, "error", "annex5.bad_date", "G"),
        ({"phone": 6320000001}, "warning", "annex5.phone_as_number", "J"),
    ],
)
def test_wrong_value_is_named_by_row_and_column(
    changed: dict[str, Value], level: str, code: str, column: str
) -> None:
    (finding,) = read_annex5(form(cells(**changed)), LAYOUT).findings

    assert (finding.level, finding.code, finding.row, finding.column) == (level, code, 4, column)


def test_compound_reported_twice_is_an_error() -> None:
    (finding,) = read_annex5(form(cells(), cells(number=2)), LAYOUT).errors

    assert (finding.code, finding.row) == ("annex5.duplicate", 5)
    assert "4" in finding.message


@pytest.mark.parametrize("missing", range(11))
def test_missing_column_is_named(missing: int) -> None:
    headers = [header for index, header in enumerate(HEADERS) if index != missing]

    with pytest.raises(BadInput) as refused:
        read_annex5(form(headers=headers), LAYOUT)

    (finding,) = refused.value.findings
    assert finding.code == "annex5.missing_column"
    assert HEADERS[missing].split("\n")[0] in finding.message


@pytest.mark.parametrize("book", [Book(()), book_of([["甲", "乙"]]), book_of([])])
def test_workbook_without_the_form_is_refused(book: Book) -> None:
    with pytest.raises(BadInput) as refused:
        read_annex5(book, LAYOUT)

    assert refused.value.code == "annex5.no_form"


def test_pdf_and_word_show_the_same_report() -> None:
    sent = report(*(replace(ROW, number=number) for number in range(1, 41)))

    pages = PdfReader(io.BytesIO(annex5_pdf(sent, LAYOUT, footer="ST-A5.1", at=AT))).pages
    word = docx.Document(io.BytesIO(annex5_docx(sent, LAYOUT, footer="ST-A5.1", at=AT)))

    assert len(pages) > 1
    assert all("入驻时间" in page.extract_text() for page in pages)
    assert "2020-09-01" in pages[0].extract_text()
    assert [cell.text for cell in word.tables[0].rows[0].cells] == HEADERS
    assert word.tables[0].rows[40].cells[9].text == "0632-0000001"
    assert word.paragraphs[1].text == "山城街道办事处"


def policy_form(codes: list[str]) -> Form:
    known = {code: (header, kind, width) for code, header, kind, width in COLUMNS}
    columns = [
        {"code": code, "header": known[code][0], "type": known[code][1], "width": known[code][2]}
        for code in codes
    ]
    return Form.model_validate(
        {
            "form": "annex5",
            "title": TITLE,
            "line": BLANK,
            "columns": columns,
            "notes": [NOTE],
            "blank_rows": 6,
        }
    )


def test_layout_is_the_policys_form() -> None:
    assert layout_of(policy_form(list(FIELDS)), terms=TERMS) == LAYOUT


def test_policy_form_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="annex5"):
        layout_of(policy_form(list(FIELDS)[:-1]), terms=TERMS)
