"""Step 6: the district sees who filed; the public sees what was published, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import ENGLISH, PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.office import (
    begin_report,
    file_report,
    open_campaign,
    open_task,
    section,
    table,
)

SERVED = "安居小区"
ENTERPRISE, MANAGER, PHONE_NUMBER = "公开测试物业服务有限公司", "测试乙", "0632-0000002"


@pytest.mark.clause("ST-A5.3")
def test_the_district_sees_on_time_late_and_missing(visiting: Visiting) -> None:
    street = visiting("shancheng")
    for printed_on in ("2020-10-01", "2020-10-15"):
        file_report(begin_report(street, printed_on))

    visit = visiting("qu-lingdao")
    page = visit.open("/filing/")
    rows = {row[1]: (row[3], row[4]) for row in table(page.locator("[aria-labelledby=p-rows]"))}
    assert rows == {
        "2020-09-15": ("—", "超期 25 日未报"),
        "2020-10-01": ("2020-10-10", "迟报 9 日"),
        "2020-10-15": ("2020-10-10", "按时"),
        "2020-11-01": ("—", "未到期"),
        "2020-11-15": ("—", "未到期"),
    }
    strip = page.get_by_role("list", name="山城街道办事处").get_by_role("listitem")
    words = [" ".join(text.split()).split()[-1] for text in strip.all_text_contents()]
    assert words == ["未报", "迟报", "按时", "未到期", "未到期"]
    page.get_by_role("link", name="2020-10-01").first.click()
    assert len(table(page.locator("[aria-labelledby=p-rows]"))) == 1
    assert visit.barriers() == []
    page = visit.open("/cockpit/")
    expect(page.locator(".figures")).to_contain_text("33.33")
    expect(page.locator(".figures")).to_contain_text("应报 3 · 按时 1 · 迟报 1 · 未报 1")


def serve(visit: Visit) -> None:
    """Register a provider with a person in charge at a compound."""
    page = open_task(visit, SERVED)
    page.get_by_role("link", name="登记入驻").click()
    page.get_by_label("新登记企业").fill(ENTERPRISE)
    page.get_by_label("服务方式").select_option(label="市场化选聘物业企业")
    page.get_by_label("外聘").check()
    page.get_by_label("合同起始日期").fill("2020-10-10")
    page.get_by_label("入驻时间").fill("2020-10-10")
    page.get_by_label("物业负责人").fill(MANAGER)
    page.get_by_label("联系电话").fill(PHONE_NUMBER)
    page.get_by_role("button", name="登记入驻").click()
    expect(page.locator("h1")).to_contain_text("已完成")


@pytest.mark.clause("ST-3.2b", "ST-6.2")
def test_the_public_sees_what_was_published_and_when(visiting: Visiting) -> None:
    public, district = visiting(), visiting("qu-zhujian")
    serve(visiting("shancheng"))
    page = public.open("/public/")
    expect(section(page, "覆盖进展")).to_contain_text("20 / 41")

    def found() -> str:
        """What a resident finds under the compound's initials."""
        public.open("/public/")
        page.get_by_role("searchbox").fill("ajxq")
        page.get_by_role("button", name="查找").click()
        page.locator("[aria-labelledby=p-results]").get_by_role("link", name=SERVED).click()
        expect(page.locator("h1")).to_contain_text(SERVED)
        return page.locator("main").inner_text()

    before = found()
    assert "尚无物业服务" in before
    assert ENTERPRISE not in before, "registered, but not published"

    work = open_campaign(district)
    work.get_by_role("link", name="公开覆盖情况").click()
    expect(work.locator("main")).not_to_contain_text(MANAGER)
    work.get_by_role("button", name="发布").click()
    expect(work.locator("main")).to_contain_text("公示中")

    after = found()
    assert "已有物业服务" in after
    assert ENTERPRISE in after
    for private in (MANAGER, PHONE_NUMBER):
        assert private not in after
    public.open("/public/")
    expect(section(page, "覆盖进展")).to_contain_text("21 / 41")
    coverage = section(page, "覆盖进展")
    coverage.get_by_text("51.22 %").first.click()
    expect(coverage.locator(".explain-panel").first).to_contain_text("21 ÷ 41 = 51.22 %")


def test_the_portal_is_fit_for_everybody(visiting: Visiting) -> None:
    english = visiting(language=ENGLISH)
    page = english.open("/public/")
    expect(page.locator("h1")).to_have_text("My compound in plain sight")
    for width in (PHONE, 1280):
        visit = visiting(width=width)
        page = visit.open("/public/")
        page.get_by_role("button", name="大字版").click()
        for _page in range(2):
            assert visit.overflow() == []
            assert visit.barriers() == []
            section(page, "覆盖进展").get_by_role("link", name="梅园社区").click()
            page.get_by_role("link", name="梅花园").click()
            visit.open("/public/")
