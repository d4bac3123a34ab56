"""An official adopts a document with the splitter: from the file to a release in force."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.browsing import ENGLISH, PHONE
from tests.journeys.conftest import Visiting
from tests.journeys.office import downloaded

TITLE = "山亭区小区巡查试行办法"
LINES = (
    "山亭区住房和城乡建设局",
    TITLE,
    "第一章 总则",
    "第一条 为做好小区巡查，制定本办法。",
    "第二章 巡查",
    "第二条 街道办事处每月10日前向区住建局报送巡查情况。巡查结果在小区显著位置公示。",
    "第三条 本办法自2020年10月20日起施行。",
)
DUTY = """\
      by: street_town
      each: street
      receiver: {zh: 区住建局, en: Housing bureau}
      recurrence: FREQ=MONTHLY;BYMONTHDAY=10
      fulfilled_by: oversight.patrol.record
      holiday_shift: unset
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The document as its office wrote it, with a table in it."""
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "街道", "联系方式"
    document.save(str(tmp_path / "plan.docx"))
    return tmp_path / "plan.docx"


def hand_in(page: Page, path: Path) -> None:
    """Upload a document."""
    page.get_by_label("政策文件").set_input_files(path)
    page.get_by_role("button", name="读取文件").click()


def clause_rows(page: Page) -> list[str]:
    """The citations on the page, in order."""
    page.wait_for_load_state()
    table = page.get_by_role("table", name="条款及其可能类型")
    return table.locator("tbody td.key").all_inner_texts()


def test_an_official_adopts_a_document(visiting: Visiting, plan: Path, tmp_path: Path) -> None:
    visit = visiting("qu-zhujian")
    page = visit.open("/policy/releases/")
    page.get_by_role("link", name="录入政策文件").click()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    hand_in(page, tmp_path / "scan.pdf")
    expect(page.get_by_role("alert").first).to_contain_text("文件已损坏")
    hand_in(page, plan)
    expect(page.locator("h1")).to_have_text(TITLE)
    assert clause_rows(page) == ["第一条", "第二条", "第三条"]
    visit.shoot("paper")
    assert visit.barriers() == []

    # 第二条 holds two things: it is cut where the second begins.
    page.get_by_role("link", name="第二条").click()
    page.get_by_label("后一部分的开头文字").fill("巡查结果在小区")
    page.get_by_label("后一部分的条款位置").fill("第二条第二款")
    visit.shoot("paper-clause")
    assert visit.barriers() == []
    page.get_by_role("button", name="拆成两条").click()
    assert clause_rows(page) == ["第一条", "第二条", "第二条第二款", "第三条"]

    page.get_by_role("button", name="全部按建议确认").click()
    for cite, decision, reason in (
        ("第一条", "not_for_system", "说明制定目的"),
        ("第二条第二款", "not_yet", ""),
        ("第三条", "not_for_system", "说明施行日期"),
    ):
        page.get_by_role("link", name=cite, exact=True).click()
        page.locator("select[name=decision]").select_option(decision)
        page.locator("input[name=reason_zh]").fill(reason)
        page.get_by_role("button", name="确认", exact=True).click()
    adopt(page)
    visit.shoot("draft-of-paper")
    fill_in_the_duty(page)

    page.get_by_label("试算日期").fill("2020-10-20")
    page.get_by_role("button", name="查看将发生的变化").click()
    expect(page.get_by_role("heading", name="按本区现有数据试算（2020-10-20）")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="山城街道办事处").first).to_contain_text(
        "新增"
    )
    visit.shoot("draft-dry-run")
    assert visit.barriers() == []
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "下载"))) as packed:
        assert "st/layer.yaml" in packed.namelist()

    page.get_by_role("button", name="载入为新版本").click()
    page.get_by_label("施行日期").fill("2020-10-20")
    page.locator("button[name=preview]").click()
    visit.shoot("activate")
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.locator("main")).to_contain_text("2020-10-20")

    phone = visiting("qu-zhujian", language=ENGLISH, width=PHONE)
    small = phone.open("/policy/papers/")
    expect(small.locator("main")).to_contain_text("No document is waiting")
    assert phone.overflow() == []


def adopt(page: Page) -> None:
    """Give the head of the document and make it part of the district's layer."""
    page.get_by_role("link", name="采用").click()
    page.get_by_label("发布日期").fill("2020-10-10")
    page.get_by_label("施行日期").fill("2020-10-20")
    page.get_by_role("button", name="生成草稿").click()
    expect(page.locator("main")).to_contain_text("已生成草稿")


def fill_in_the_duty(page: Page) -> None:
    """Find the duty's file, read what the check misses, write it."""
    page.get_by_role("link", name="2-2.yaml").click()
    text = page.get_by_label("文件内容")
    before = text.input_value()
    page.get_by_role("button", name="保存并检查").click()
    expect(page.locator("main")).to_contain_text("receiver")
    start, end = before.index("      by:"), before.index("      holiday_shift: unset\n")
    whole = before[:start] + DUTY + before[end + len("      holiday_shift: unset\n") :]
    text.fill(whole)
    page.get_by_role("button", name="保存并检查").click()
