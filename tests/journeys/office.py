"""What officers do at the screen, in the words of the screen: for journeys of several steps."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import FilePayload, Locator, Page

from tests.journeys.browsing import Visit
from tools.demo_annexes import ANNEXES, build

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CAMPAIGN = "住宅小区物业管理全覆盖"


def saved(book: Workbook) -> bytes:
    """The bytes an office's program would write."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def task_lists() -> dict[str, bytes]:
    """Annexes 3 and 4 as the office wrote them, by file name."""
    return {annex.file: saved(build(annex)) for annex in ANNEXES}


def payload(name: str, content: bytes, kind: str = XLSX) -> FilePayload:
    """A file as the browser's file field takes it."""
    return {"name": name, "mimeType": kind, "buffer": content}


def section(page: Page, title: str) -> Locator:
    """The panel with this heading."""
    return page.get_by_role("region", name=title, exact=True)


def table(place: Locator) -> list[list[str]]:
    """The rows of the table in a panel, cell by cell, as they read; fields by what they hold."""
    place.page.wait_for_load_state()
    rows: list[list[str]] = place.locator(".table-wrap > table").evaluate(
        """table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => {
            const field = cell.querySelector("input");
            return field ? field.value : cell.innerText;
        }))"""
    )
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def open_campaign(visit: Visit) -> Page:
    """From the list of campaigns to the one there is."""
    page = visit.open("/campaigns/")
    page.get_by_role("link", name=CAMPAIGN).click()
    return page


def upload_lists(visit: Visit, files: dict[str, bytes]) -> Page:
    """Hand task lists in on the upload page; shows the preview, or why not."""
    page = visit.open("/campaigns/import/")
    page.set_input_files(
        "input[name=lists]", [payload(name, content) for name, content in files.items()]
    )
    page.get_by_role("button", name="上传并核对").click()
    return page


def open_task(visit: Visit, compound: str) -> Page:
    """The task of a compound, found in the campaign's list."""
    page = open_campaign(visit)
    section(page, "任务").get_by_role("link", name=compound, exact=True).click()
    return page


def begin_report(visit: Visit, printed_on: str) -> Page:
    """Begin the street's report for a printed day."""
    page = open_campaign(visit)
    page.get_by_role("link", name="进展调度表").click()
    row = page.get_by_role("row").filter(has_text=printed_on)
    row.get_by_role("button", name="开始填报").click()
    return page


def file_report(page: Page) -> None:
    """Check the report that is open, then file it."""
    page.get_by_role("button", name="校核").click()
    page.get_by_role("button", name="报送", exact=True).click()


def downloaded(page: Page, name: str) -> bytes:
    """A file from the export menu of the page."""
    page.wait_for_load_state()
    if not page.get_by_role("link", name=name).is_visible():
        page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def sheet_values(content: bytes) -> list[tuple[object, ...]]:
    """Every cell of the first sheet."""
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
