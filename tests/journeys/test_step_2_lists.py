"""Step 2: the district officer hands in annexes 3 and 4 as the office wrote them.

The district is opened without its task lists, so that they come by the screen. Whatever is refused
leaves nothing behind, so the order of these journeys does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.journeys.browsing import ENGLISH, PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.office import (
    open_campaign,
    payload,
    saved,
    section,
    table,
    task_lists,
    upload_lists,
)
from tests.journeys.product import Product
from tests.kernel import hostile
from tools.demo_annexes import ANNEXES, build

UPGRADES, COVERS = ANNEXES
OFFICER = "qu-zhujian"
ANSWER_MS = 5_000  # what an officer waits for an answer to a bad file


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A district without task lists: divisions, policy and people only."""
    running = Product(tmp_path_factory.mktemp("district") / "var")
    running.folder.mkdir()
    try:
        running.start("--without-lists")
        yield running
    finally:
        code = running.stop()
    assert code == 0, running.printed()


# --- the lists as the office wrote them ----------------------------------------------------------

DOUBTS = (
    ("shanting-annex3.xlsx 第 3 行 G", "“11月底”未写年份，按 2020-11-30 处理，原文保留。"),
    ("shanting-annex3.xlsx 第 6 行 C", "“东、西鲁社区”没有国家统计用区划代码。"),
    ("shanting-annex3.xlsx 第 6 行 C", "“东、西鲁社区”按一个社区处理。"),
    ("shanting-annex4.xlsx 第 3 行 D", "“梅园（西24.25号楼）”按一个小区名称处理。"),
    ("shanting-annex4.xlsx 第 3 行 G", "“11月15日”未写年份，按 2020-11-15 处理，原文保留。"),
    ("shanting-annex4.xlsx 第 4 行 D", "小区“紫薇社区”与社区同名。"),
)


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_lists_are_previewed_with_every_doubt_and_written_once(
    visiting: Visiting, product: Product
) -> None:
    visit = visiting(OFFICER)
    lists = task_lists()
    page = upload_lists(visit, lists)

    figures = page.locator(".figures").inner_text().split()
    assert figures == ["表列小区", "41", "新登记小区", "41", "社区", "4", "疑点", "6"]
    found = [(row[1], row[2]) for row in table(section(page, "疑点（按行列）"))]
    assert [place for place, _words in found] == [place for place, _words in DOUBTS]
    for (_place, words), (_expected, beginning) in zip(found, DOUBTS, strict=True):
        assert words.startswith(beginning)
    for annex, count in ((UPGRADES, 20), (COVERS, 21)):
        rows = table(section(page, annex.title))
        assert len(rows) == count
        names = {name for listed in annex.compounds.values() for name in listed.split("、")}
        assert {row[2] for row in rows} == names
    assert visit.barriers() == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert visit.overflow() == []
    assert product.run("demo")["objects"]["tasks"] == [], "a preview writes nothing"

    preview = page.url
    page.get_by_role("button", name="写入任务").click()
    expect(page.get_by_text("已写入 41 项任务。")).to_be_visible()
    assert len(product.run("demo")["objects"]["tasks"]) == 41

    page.goto(preview)
    expect(page.get_by_role("button", name="写入任务")).to_have_count(0)
    page = upload_lists(visit, lists)
    for name in lists:
        expect(page.get_by_text(f"“{name}”已于 2020-10-10")).to_be_visible()
    expect(page.get_by_role("button", name="写入任务")).to_have_count(0)
    assert len(product.run("demo")["objects"]["tasks"]) == 41
    open_campaign(visit)
    expect(section(page, "任务").get_by_text("41 项任务")).to_be_visible()
    assert product.run("verify")["ok"]


# --- files that are refused ----------------------------------------------------------------------


def without_due(book: Workbook) -> Workbook:
    sheet = book.worksheets[0]
    sheet.unmerge_cells("G3:G5")
    sheet.delete_cols(7)
    return book


def written(place: str, value: str) -> Callable[[Workbook], Workbook]:
    def change(book: Workbook) -> Workbook:
        book.worksheets[0][place] = value
        return book

    return change


SPOILED: dict[str, tuple[Callable[[Workbook], Workbook], str, str]] = {
    "a missing column": (without_due, "第 2 行", "缺少“完成时间”列。"),
    "an unknown street": (written("B3", "蓬莱街道（21个）"), "第 3 行 B", "“蓬莱街道”不是本区"),
    "counts that differ": (
        written("C3", "梅园社区（12）"),
        "第 3 行 C",
        "注明 12 个小区，实列 10 个",
    ),
    "a date that is none": (written("G3", "尽快"), "第 3 行 G", "“尽快”不是有效日期。"),
    "a formula": (written("D3", '=WEBSERVICE("http://127.0.0.1")'), "第 3 行 D", "公式"),
}
FOREIGN = {
    "no workbook": (b"1,2,3", "不是 Excel 工作簿"),
    "an empty file": (b"", "文件是空的"),
    "a DTD": (
        hostile.workbook(
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + hostile.sheet_xml("")
        ),
        "文档类型（DTD）",
    ),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_spoiled_list_is_answered_by_row_and_column(visiting: Visiting, fault: str) -> None:
    spoil, place, words = SPOILED[fault]
    visit = visiting(OFFICER)
    before = standing(visit)
    visit.page.set_default_timeout(ANSWER_MS)
    page = upload_lists(visit, {"附件4.xlsx": saved(spoil(build(COVERS)))})
    error = page.locator("table.findings tr").filter(has_text=words)
    expect(error).to_contain_text("错误")
    expect(error).to_contain_text(place)
    expect(page.get_by_role("button", name="写入任务")).to_have_count(0)
    assert standing(visit) == before


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_file_that_is_no_list_is_refused(visiting: Visiting, fault: str) -> None:
    content, words = FOREIGN[fault]
    visit = visiting(OFFICER, width=PHONE)
    before = standing(visit)
    visit.page.set_default_timeout(ANSWER_MS)
    page = upload_lists(visit, {"附件4.xlsx": content})
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("button", name="上传并核对")).to_be_visible()
    assert visit.overflow() == []
    assert visit.barriers() == []
    assert standing(visit) == before


def standing(visit: Visit) -> str:
    """What the list of campaigns says: no campaign, or the figures of one."""
    return visit.open("/campaigns/").inner_text("main")


def test_refusals_are_told_in_english_too(visiting: Visiting) -> None:
    visit = visiting(OFFICER, language=ENGLISH)
    spoil, *_words = SPOILED["a date that is none"]
    page = visit.open("/campaigns/import/")
    page.set_input_files("input[name=lists]", payload("a.xlsx", saved(spoil(build(COVERS)))))
    page.get_by_role("button", name="Upload and check").click()
    expect(page.locator("table.findings tr", has_text="row 3 G")).to_contain_text("Error")
