"""Step 5: the progress report falls due, is filled, checked, filed, and travels as files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.browsing import ENGLISH, PHONE
from tests.journeys.conftest import Visiting
from tests.journeys.office import (
    begin_report,
    downloaded,
    file_report,
    open_campaign,
    payload,
    saved,
    section,
    sheet_values,
    table,
)

PRINTED = ["2020-09-15", "2020-10-01", "2020-10-15", "2020-11-01", "2020-11-15"]
SHIFTED = ["2020-09-15", "2020-10-09", "2020-10-15", "2020-11-02", "2020-11-16"]
POLICY = Path(__file__).parents[2] / "linli" / "profiles" / "st" / "annex-5.yaml"
TURN = "2020-10-15"


def printed_form() -> dict[str, Any]:
    """Annex 5 as the policy prints it."""
    clauses = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    (form,) = (
        form
        for clause in clauses
        for provision in clause.get("provisions", ())
        for form in provision.get("forms", ())
    )
    assert isinstance(form, dict)
    return form


def due_days(page: Page) -> list[tuple[str, str]]:
    """Printed day and the day that counts, of each period."""
    return [(row[0], row[1]) for row in table(section(page, "山城街道办事处"))]


@pytest.mark.clause("ST-A5.3")
def test_the_district_decides_what_a_holiday_does(visiting: Visiting) -> None:
    street, district = visiting("shancheng"), visiting("qu-zhujian")
    page = open_campaign(street)
    page.get_by_role("link", name="进展调度表").click()
    assert due_days(page) == list(zip(PRINTED, PRINTED, strict=True))

    asked = district.open("/policy/")
    asked.locator("summary").filter(has_text="工作职责").click()
    question = asked.get_by_role("listitem").filter(has_text="报送全覆盖进展调度表 · 遇非工作日")
    question.get_by_role("link", name="去确定").click()
    asked.get_by_label("顺延至下一工作日").check()
    asked.get_by_label("生效日期").fill("2020-09-11")
    asked.get_by_label("理由").fill("节假日无人收件")
    asked.get_by_label("决定依据").fill("领导小组会议纪要")
    asked.get_by_role("button", name="查看将发生的变化").click()
    expect(asked.get_by_role("heading", name="按本区现有数据试算（2020-09-11）")).to_be_visible()
    moved = asked.get_by_role("listitem").filter(has_text="山城街道办事处").first
    expect(moved).to_contain_text("改期 ×3")
    expect(moved).to_contain_text("2020-10-01 → 2020-10-09")
    assert district.barriers() == []
    page.reload()
    assert due_days(page) == list(
        zip(PRINTED, PRINTED, strict=True)
    )  # nothing has been changed yet

    asked.get_by_label("生效日期").fill("2020-10-01")
    asked.get_by_role("button", name="确认").click()
    expect(asked.locator("main")).to_contain_text("填写内容或现行政策已有变化")
    asked.get_by_label("生效日期").fill("2020-09-11")
    asked.get_by_role("button", name="查看将发生的变化").click()
    asked.get_by_role("button", name="确认").click()
    expect(asked.locator("main")).to_contain_text("顺延至下一工作日")
    assert district.barriers() == []

    page.reload()
    assert due_days(page) == list(zip(PRINTED, SHIFTED, strict=True))
    page.get_by_role("link", name="2020-10-09").click()
    expect(page.locator("main")).to_contain_text("2020-10-01 为休息日，以 2020-10-09 为截止日")
    expect(page.locator("main")).to_contain_text("节假日无人收件")


@pytest.mark.clause("ST-A5.1", "ST-A5.3")
def test_a_report_is_filled_checked_filed_and_locked(visiting: Visiting) -> None:
    visit = visiting("shancheng")
    page = begin_report(visit, TURN)
    form = printed_form()
    blank = downloaded(page, "调度表 .xlsx")
    assert_form(sheet_values(blank), form)
    assert "A1:K1" in {
        str(area) for area in load_workbook(io.BytesIO(blank)).worksheets[0].merged_cells.ranges
    }

    compare(page, blank)
    expect(page.locator("main")).to_contain_text("表格与登记信息完全一致。")
    page.get_by_role("link", name="返回调度表").click()

    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    compound = sheet["C4"].value
    sheet["K4"] = "已约谈"
    compare(page, saved(book))
    expect(section(page, "不一致之处")).to_contain_text("已约谈")
    page.get_by_role("button", name="采用备注").click()
    expect(page.get_by_label(f"{compound}备注")).to_have_value("已约谈")

    file_report(page)
    expect(page.locator("h1")).to_contain_text("已报送")
    expect(page.get_by_role("button", name="报送", exact=True)).to_have_count(0)
    expect(page.get_by_label(f"{compound}备注")).to_have_count(0)
    assert visit.barriers() == []

    shown = table(section(page, form["title"]))
    filed = sheet_values(downloaded(page, "调度表 .xlsx"))
    assert_form(filed, form)
    assert filed[3][10] == "已约谈"
    assert [row[2] for row in shown] == [row[2] for row in filed[3:44]]
    names = {str(row[2]) for row in filed[3:44]}
    assert len(names) == 41
    word = docx.Document(io.BytesIO(downloaded(page, "调度表 .docx")))
    assert word.paragraphs[0].text == form["title"]
    assert names <= {row.cells[2].text for row in word.tables[0].rows}
    pdf = PdfReader(io.BytesIO(downloaded(page, "调度表 .pdf")))
    text = "".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert form["title"] in text
    assert [name for name in names if name not in text] == []


def compare(page: Page, content: bytes) -> None:
    """Hand a filled copy in."""
    page.get_by_role("link", name="比对已填表格").click()
    page.set_input_files("input[name=file]", payload("填好的表.xlsx", content))
    page.get_by_role("button", name="比对").click()


def assert_form(rows: list[tuple[object, ...]], form: dict[str, Any]) -> None:
    """Title, street line, headers with their line break, and notes stand as printed."""
    assert rows[0][0] == form["title"]
    assert rows[1][0] == "山城街道办事处"
    headers = [column["header"] for column in form["columns"]]
    assert list(rows[2]) == headers
    assert headers[5] == "物业管理性质\n（自主或外聘物业公司）"
    assert [row[0] for row in rows[3:44]] == list(range(1, 42))
    assert [rows[-1][0]] == form["notes"]


def test_a_report_that_is_no_form_is_refused_and_reads_in_english(visiting: Visiting) -> None:
    page = begin_report(visiting("shancheng"), "2020-09-15")
    compare(page, b"1,2,3")
    expect(page.get_by_role("alert")).to_contain_text("不是 Excel 工作簿")
    address = page.url.removesuffix("compare/")
    english = visiting("shancheng", language=ENGLISH, width=PHONE)
    english.page.goto(address)
    expect(english.page.locator("h1")).to_contain_text("Progress report")
    expect(english.page.get_by_role("button", name="Check")).to_be_visible()
    assert english.overflow() == []
    assert english.barriers() == []
