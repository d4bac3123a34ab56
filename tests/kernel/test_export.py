"""Exports of lists: typed cells, and no cell that acts."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from linli.kernel.web import export
from linli.kernel.web.cells import Chip
from linli.kernel.workbooks.writer import Column

COLUMNS = [Column("名称", 20), Column("日期", 14, "date"), Column("数量", 10, "number")]


def first_sheet(content: bytes) -> Worksheet:
    """The workbook's only sheet, read by a library that is not ours."""
    return load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"])
def test_a_cell_that_could_act_is_neutral(sign: str) -> None:
    sheet = first_sheet(export.table("清单", COLUMNS, [[f"{sign}1+1", None, 1]]).content)
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert str(cell.value)[0] not in "=+-@＝＋－＠\t\r"


def test_values_keep_their_type() -> None:
    answer = export.table("清单", COLUMNS, [[Chip("按时"), date(2020, 10, 15), Decimal("2.50")]])
    sheet = first_sheet(answer.content)
    assert [cell.value for cell in sheet[1]] == ["名称", "日期", "数量"]
    assert sheet["A2"].value == "按时"
    assert sheet["B2"].is_date
    assert sheet["C2"].value == 2.5
    assert sheet["B2"].value.date() == date(2020, 10, 15)
