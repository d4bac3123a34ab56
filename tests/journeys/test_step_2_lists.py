"""Step 2: the district officer hands in annexes 3 and 4 as the office wrote them.

The district is opened without its task lists, so that they come by the screen.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.browsing import ENGLISH
from tests.journeys.conftest import Visiting
from tests.journeys.office import (
    assert_fits,
    open_campaign,
    path_of,
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


# --- files that are refused ----------------------------------------------------------------------


def without_due(book: Workbook) -> Workbook:
    book.worksheets[0].unmerge_cells("G3:G5")
    book.worksheets[0].delete_cols(7)
    return book


def written(place: str, value: str) -> Callable[[Workbook], Workbook]:
    def change(book: Workbook) -> Workbook:
        book.worksheets[0][place] = value
        return book

    return change


SPOILED: dict[str, tuple[Callable[[Workbook], Workbook], tuple[str, ...]]] = {
    "a missing column": (without_due, ("完成时间",)),
    "an unknown street": (written("B3", "蓬莱街道（21个）"), ("第 3 行", "蓬莱街道")),
    "counts that do not add up": (written("C3", "梅园社区（12）"), ("第 3 行", "12", "10")),
    "a date that is none": (written("G3", "尽快"), ("第 3 行", "尽快")),
    "a formula": (written("D3", '=HYPERLINK("http://example.org")'), ("第 3 行", "公式")),
}
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
FOREIGN = {
    "no workbook": b"1,2,3",
    "an empty file": b"",
    "a workbook with a DTD": hostile.workbook(ENTITY + hostile.sheet_xml("")),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_spoiled_list_is_answered_by_row_and_column(visiting: Visiting, fault: str) -> None:
    spoil, words = SPOILED[fault]
    visit = visiting(OFFICER)
    before = visit.page.request.get(visit.base_url + "/campaigns/").text()
    page = upload_lists(visit, {"附件4.xlsx": saved(spoil(build(COVERS)))})
    findings = page.locator("table.findings").inner_text()
    assert "错误" in findings
    for word in words:
        assert word in findings
    assert page.get_by_role("button", name="写入任务").count() == 0
    assert ("尚未启动专项行动" in before) == ("尚未启动专项行动" in campaigns(visit.open("/campaigns/")))


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_file_that_is_no_list_is_refused(visiting: Visiting, fault: str) -> None:
    visit = visiting(OFFICER)
    page = upload_lists(visit, {"附件4.xlsx": FOREIGN[fault]})
    assert page.get_by_role("alert").count() or page.locator("table.findings").count()
    assert page.get_by_role("button", name="写入任务").count() == 0
    assert page.get_by_role("button", name="上传并核对").is_visible()


def campaigns(page: object) -> str:
    return str(page.inner_text("main"))  # type: ignore[attr-defined]
