"""A community's clerk hands in rosters: marked where they are wrong, shown before they count."""

from __future__ import annotations

import io
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.office import payload, saved, section, table
from tests.journeys.product import Product
from tests.registry import rosters

CLERK = "meiyuan"
PATIENCE_MS = 30_000  # for the worker, on a machine that does other things
FAULTY_FILL = "FFF8CBAD"
PROPOSED = re.compile("建议改为：(.+?)。")
BUILDING = "901号楼"


def lines(count: int) -> list[rosters.Line]:
    """Flats of a building that is in nobody's register."""
    return [rosters.line(number, 楼号=BUILDING) for number in range(count)]


def hand_in(visit: Visit, content: bytes, name: str = "梅花园花名册.xlsx") -> Page:
    """From the list of rosters to the page of the one that was handed in."""
    page = visit.open("/registry/rosters/")
    page.get_by_role("link", name="提交花名册").click()
    page.set_input_files("input[name=roster]", payload(name, content))
    page.get_by_role("button", name="提交核对").click()
    return page


def checked(visit: Visit, content: bytes, state: str) -> Page:
    """Handed in, and waited for on its page, which renews itself."""
    page = hand_in(visit, content)
    expect(page.locator("h1").get_by_text(state)).to_be_visible(timeout=PATIENCE_MS)
    return page


def figures(page: Page) -> dict[str, str]:
    """The figures of a roster's page by name."""
    words = page.locator(".figures").inner_text().split()
    return {words[at]: words[at + 1] for at in range(len(words) - 1)}


def test_a_faulty_roster_comes_back_marked_and_goes_in_mended(visiting: Visiting) -> None:
    rows = lines(6)
    rows[1] = rosters.line(1, 楼号=BUILDING, 建筑面积=-81.5)
    rows[3] = rosters.line(3, 楼号=BUILDING, 小区="梅花园小区")
    rows[4] = rosters.line(4, 楼号=BUILDING, 身份证号=99040619901001123)
    visit = visiting(CLERK)
    page = checked(visit, rosters.xlsx(rows, title="梅花园业主花名册"), "待修改")
    found = table(section(page, "逐行逐列核对结果"))
    assert [row[1] for row in found] == [
        "第 4 行 E 专有部分面积",
        "第 6 行 A 小区",
        "第 7 行 H 证件号码",
    ]
    assert "面积为负数" in found[0][2]
    assert "建议改为：梅花园" in found[1][3]
    assert "99040619901001123" not in page.content(), "numbers stay in the sender's file"
    assert visit.barriers() == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert visit.overflow() == []

    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注副本").click()
    assert download.value.suggested_filename == "梅花园花名册（标注）.xlsx"
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    marked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == FAULTY_FILL
    }
    assert marked == {"E4", "A6", "H7"}
    proposed = PROPOSED.search(str(sheet["K6"].value))
    assert proposed is not None
    sheet["A6"], sheet["E4"], sheet["H7"] = proposed[1], 81.5, rosters.id_number(4)

    page = checked(visit, saved(book), "待确认")
    assert figures(page)["新增房屋"] == "6"
    assert visit.overflow() == []
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("以下内容已入库。")).to_be_visible(timeout=PATIENCE_MS)


def test_the_same_file_changes_nothing_and_a_later_one_shows_what_differs(
    visiting: Visiting,
) -> None:
    visit = visiting(CLERK)
    first = [rosters.line(number, 楼号="902号楼") for number in range(4)]
    page = checked(visit, rosters.xlsx(first), "待确认")
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("以下内容已入库。")).to_be_visible(timeout=PATIENCE_MS)

    page = checked(visit, rosters.xlsx(first), "无变动")
    expect(page.get_by_role("button", name="确认入库")).to_have_count(0)

    later = [rosters.line(number, 楼号="902号楼") for number in range(5)]
    later[2] = rosters.line(2, 楼号="902号楼", 建筑面积=99.5)
    page = checked(visit, rosters.xlsx(later), "待确认")
    shown = figures(page)
    assert (shown["新增房屋"], shown["变更房屋"]) == ("1", "1")
    (change,) = table(section(page, "变更房屋"))
    assert change[:3] == ["梅花园", "902", "1-201"]
    assert "80.02 m²" in change[3], change
    assert "99.50 m²" in change[3], change
    assert visit.barriers() == []
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("已放弃该花名册，文件已删除。")).to_be_visible()
    page = checked(visit, rosters.xlsx(first), "无变动")


@contextmanager
def busy_worker(product: Product) -> Iterator[None]:
    """The worker stands still meanwhile, as on a machine with other work to do."""
    workers = [child for child in product.children() if child.command.endswith(b"\0worker\0")]
    assert len(workers) == 1
    os.kill(workers[0].process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(workers[0].process, signal.SIGCONT)


def test_who_leaves_the_page_finds_the_progress_again(visiting: Visiting, product: Product) -> None:
    visit = visiting(CLERK)
    content = rosters.text([rosters.line(number, 楼号="903号楼") for number in range(20)], "gbk")
    with busy_worker(product):
        page = hand_in(visit, content, "梅花园903.csv")
        address = page.url
        expect(section(page, "进度")).to_be_visible()
        visit.open("/")
        visit.open("/registry/rosters/")
        row = page.get_by_role("row").filter(has_text="梅花园903.csv")
        expect(row.get_by_text("核对中")).to_be_visible()
        row.get_by_role("link").first.click()
        expect(page).to_have_url(address)
        expect(section(page, "进度").get_by_role("progressbar")).to_be_visible()
    expect(page.locator("h1").get_by_text("待确认")).to_be_visible(timeout=PATIENCE_MS)
    assert figures(page)["行数"] == "20"


def test_the_empty_roster_can_be_filled_in_and_handed_in(visiting: Visiting) -> None:
    visit = visiting(CLERK)
    page = visit.open("/registry/rosters/new/")
    with page.expect_download() as download:
        page.get_by_role("link", name="空白花名册").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    at, header = next(
        (at, row) for at, row in enumerate(sheet.iter_rows(values_only=True), 1) if row[1] == "小区"
    )
    said: dict[str, str | float] = {
        "小区": "梅花园",
        "楼号": "904",
        "房号": "101",
        "建筑面积": 88.5,
    }
    for column, name in enumerate(header, 1):
        sheet.cell(at + 1, column, said.get(str(name)))
    page = checked(visit, saved(book), "待确认")
    assert figures(page)["新增房屋"] == "1"
