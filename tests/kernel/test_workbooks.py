"""What we write is neutral, typed and ready to print, and comes back as it was (P30)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from linli.kernel.workbooks.data import Cell, Value, column_letters, column_number
from linli.kernel.workbooks.neutral import neutralise, restore
from linli.kernel.workbooks.reader import read_workbook
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u3000＝1",
    "\u200b=cmd|' /C calc'!A0",
]


def one_column(*values: Value | Decimal) -> bytes:
    layout = SheetLayout("表", [Column("值")], [[value] for value in values])
    return write_workbook(layout)


def opened(content: bytes) -> Worksheet:
    """Our own file, seen by another program."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_like_text_is_neutral_in_the_file_and_comes_back(text: str) -> None:
    content = one_column(text)

    stored = opened(content)
    assert str(stored["A2"].value).startswith("'")
    assert stored["A2"].data_type != "f"
    assert read_workbook(content).sheets[0].cell(2, 1).value == text


@given(st.text(st.sampled_from("'=+-@＝＋－＠ \t\r\n\u3000\u200b山1"), max_size=8))
@example("'=1")
@example("''")
def test_neutralise_can_always_be_undone(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert neutralise(text)[:1] not in set("=+-@＝＋－＠\t\r\n")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1), max_size=40))
@example(["_x000D_", "a\r\nb", " 007 ", "0632-0000000", "１２", "\x01", "1E5", "TRUE", "#N/A"])
def test_any_text_survives_the_file(texts: list[str]) -> None:
    sheet = read_workbook(one_column(*texts)).sheets[0]

    assert [row[0].value for row in sheet.rows[1:]] == texts


def test_values_keep_their_type() -> None:
    moment = datetime(2020, 10, 10, 1, 30, tzinfo=UTC)
    values: list[Value | Decimal] = [
        7,
        1.5,
        Decimal("48.78"),
        True,
        date(2020, 11, 30),
        moment,
        12345678901234567,
    ]

    sheet = read_workbook(one_column(*values)).sheets[0]

    assert [row[0].value for row in sheet.rows[1:]] == [
        7,
        1.5,
        48.78,
        True,
        date(2020, 11, 30),
        datetime(2020, 10, 10, 9, 30),  # noqa: DTZ001 - a cell shows a wall clock
        "12345678901234567",
    ]
    assert isinstance(sheet.cell(2, 1).value, int)


def test_sheet_is_laid_out_for_print() -> None:
    columns = [Column("序号", 6, "integer"), Column("性质\n（自主或外聘）", 20)]
    content = write_workbook(
        SheetLayout("表", columns, [[1, "自主"]], title="调度表", line="街道", notes=["注：一"])
    )

    sheet = opened(content)
    assert sheet["A1"].value == "调度表"
    assert (sheet["A1"].font.sz, sheet["A1"].font.b) == (16, True)
    assert sheet["B3"].value == "性质\n（自主或外聘）"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:B1", "A6:B6"}
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.column_dimensions["B"].width == pytest.approx(20, abs=1)
    assert sheet["A4"].border.left.style == "thin"


def test_same_rows_give_the_same_bytes() -> None:
    assert one_column("梅花园", 1) == one_column("梅花园", 1)


def test_text_longer_than_a_cell_is_refused_by_the_writer() -> None:
    with pytest.raises(ValueError, match="32767"):
        one_column("山" * 32_768)


def test_number_that_is_none_is_refused_by_the_writer() -> None:
    with pytest.raises(ValueError, match="finite"):
        one_column(float("nan"))


def test_merged_area_gives_its_value_to_every_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["街道", "社区"])
    sheet.append(["山城街道", "梅园"])
    sheet.append([None, "紫薇"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D1:F9")
    target = io.BytesIO()
    book.save(target)

    read = read_workbook(target.getvalue()).sheets[0]

    assert read.cell(3, 1) == Cell("山城街道", merged=True)
    assert read.cell(3, 2) == Cell("紫薇", merged=False)
    assert read.cell(99, 99) == Cell()


def test_hidden_sheet_is_known_as_hidden() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("旧").sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)

    read = read_workbook(target.getvalue())

    assert [sheet.name for sheet in read.sheets] == ["Sheet", "旧"]
    assert [sheet.name for sheet in read.visible()] == ["Sheet"]


@given(st.integers(1, 16_384))
def test_column_letters_and_number_are_inverse(column: int) -> None:
    assert column_number(column_letters(column)) == column
