"""津南区 in summer 2023: a street's month of duties, and what becomes of one it misses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit
from tests.journeys.conftest import Visiting
from tests.journeys.office import section, table
from tests.journeys.product import Product

STREET, DISTRICT, LEADERS = "jn-shuanglin", "jn-qu-zhujian", "jn-qu-lingdao"
PATROL = "旧楼区每月巡查"
PATIENCE = 90  # looks at the workbench, a second apart: the worker has other things to do


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The made-up 津南区 on its opening day, 12 June 2023."""
    running = Product(tmp_path_factory.mktemp("jinnan") / "var")
    running.folder.mkdir()
    try:
        running.start("--district", "JN")
        yield running
    finally:
        code = running.stop()
    assert code == 0, running.printed()


@pytest.fixture(scope="module")
def passwords(product: Product) -> dict[str, str]:
    """Those of this district, which has logins of its own."""
    return product.passwords()


def month(visit: Visit, name: str) -> dict[tuple[str, str], str]:
    """The patrols of a month: by day and duty, how they stand."""
    page = visit.open(f"/duties/calendar/?month={name}")
    rows = table(page.locator("[aria-labelledby=p-month]"))
    return {(row[0][:10], row[1]): row[3] for row in rows if row[1] == PATROL}


def kept(visit: Visit, period: str) -> list[str]:
    """The street's line of the page of duties kept."""
    page = visit.open(f"/duties/compliance/?period={period}")
    rows = table(section(page, "按单位"))
    return next(row for row in rows if row[0] == "双林街道办事处")


def open_patrol(visit: Visit, due: str) -> Page:
    """From the calendar through the list to the first patrol due on a day."""
    page = visit.open(f"/duties/calendar/?month={due[:7]}")
    page.get_by_role("row").filter(has_text=due).get_by_role("link", name=PATROL).click()
    page.get_by_role("link", name=PATROL).first.click()
    return page


def record(page: Page) -> None:
    """Record the duty on the page as done."""
    page.get_by_role("link", name="登记已履行").click()
    page.get_by_label("履行情况").fill("已巡查，记录见街道台账第6号")
    page.get_by_role("button", name="登记已履行").click()
    expect(page.get_by_text("已登记。")).to_be_visible()


@pytest.mark.clause("JN-4.3.3")
def test_a_streets_month(visiting: Visiting) -> None:
    street = visiting(STREET)
    assert month(street, "2023-05") == {("2023-05-31", PATROL): "逾期 8 项 已完成 0/8"}
    assert month(street, "2023-06") == {("2023-06-30", PATROL): "已完成 0/8"}
    assert kept(street, "2023-05")[1:6] == ["0.00 %", "8", "0", "0", "8"]

    page = open_patrol(street, "2023-06-30")
    record(page)
    expect(page.locator("h1")).to_contain_text("按时完成")
    page = open_patrol(street, "2023-05-31")
    record(page)
    expect(page.locator("h1")).to_contain_text("逾期 12 日完成")
    expect(page.get_by_role("link", name="登记已履行")).to_have_count(0)

    assert month(street, "2023-06") == {("2023-06-30", PATROL): "已完成 1/8"}
    assert month(street, "2023-05") == {("2023-05-31", PATROL): "逾期 7 项 已完成 1/8"}
    assert kept(street, "2023-05")[1:6] == ["0.00 %", "8", "0", "1", "7"]
    assert kept(street, "2023-06")[1:6] == ["100.00 %", "1", "1", "0", "0"]
    assert street.barriers() == []


def test_a_missed_duty_escalates(
    product: Product, passwords: dict[str, str], visiting: Visiting
) -> None:
    office = visiting(DISTRICT)
    page = office.open("/policy/provisions/duty/patrol.renovated_old/escalate_after/")
    page.locator("[name=value]").fill("3 workdays")
    page.locator("[name=since]").fill("2023-06-12")
    page.locator("[name=reason]").fill("逾期三个工作日报区里")
    page.locator("[name=reference]").fill("区物业办会议纪要3号")
    page.get_by_role("button", name="查看将发生的变化").click()
    page.get_by_role("button", name="确认", exact=True).click()

    product.stop()
    product.start("--today", "2023-07-06")
    leaders = visiting(LEADERS)
    page = leaders.open("/")
    entry = page.get_by_role("listitem").filter(has_text=f"{PATROL} 2023-06-30")
    entry = entry.filter(has_text="双林街道办事处")
    escalated = entry.filter(has_text="已提级督办")
    for _look in range(PATIENCE):
        if escalated.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(escalated).to_have_count(1)
    expect(visiting(STREET).open("/notices/").get_by_text("已逾期").first).to_be_visible()
    page = leaders.open("/notices/")
    expect(page.get_by_text(f"双林街道办事处“{PATROL}").first).to_be_visible()
