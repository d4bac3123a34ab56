"""Step 4: the street officer brings one compound to its service; coverage moves, history stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import ENGLISH, PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.office import open_campaign, open_task, section, table

SERVED, UNSERVED = "福源公寓", "医院宿舍"
ENTERPRISE = "测试物业服务有限公司"


def total(visit: Visit) -> tuple[str, str]:
    """Coverage of the whole campaign as its page shows it."""
    page = open_campaign(visit)
    name, count, percent = table(section(page, "各社区覆盖进度"))[-1]
    assert name == "合计"
    return count, percent.split(" %")[0]


def history(page: Page) -> list[str]:
    """The acts on the page's timeline, the latest first."""
    page.wait_for_load_state()
    found: list[str] = section(page, "经过").locator("ol.timeline > li").all_inner_texts()
    return [text.split("\n")[0].strip() for text in found]


@pytest.mark.clause("ST-3.1a", "ST-3.1b", "ST-A5.2", "ST-1.1")
def test_one_compound_from_plan_to_service(visiting: Visiting) -> None:
    visit = visiting("shancheng")
    page = visit.page
    assert total(visit) == ("20 / 41", "48.78")

    open_task(visit, SERVED)
    task = page.url
    page.get_by_role("link", name="制定方案").first.click()
    page.get_by_role("group", name="是否具备市场化条件").get_by_label("是", exact=True).check()
    page.get_by_label("社区兜底").check()
    page.get_by_role("button", name="保存").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("须写明理由")
    assert visit.barriers() == []
    page.get_by_label("市场化选聘物业企业").check()
    page.get_by_label("拟入驻单位").fill(ENTERPRISE)
    page.get_by_label("计划入驻时间").fill("2020-10-09")
    page.get_by_role("button", name="保存").click()
    expect(section(page, "一区一策方案")).to_contain_text("市场化选聘物业企业")

    page.get_by_role("link", name="登记入驻").click()
    expect(page.get_by_label("新登记企业")).to_have_value(ENTERPRISE)
    page.get_by_label("合同起始日期").fill("2020-10-09")
    page.get_by_label("合同终止日期").fill("2020-10-01")
    page.get_by_label("入驻时间").fill("2020-10-10")
    page.get_by_label("保洁").check()
    page.get_by_label("保安").check()
    page.get_by_label("物业负责人").fill("测试甲")
    page.get_by_label("联系电话").fill("0632-0000001")
    page.get_by_role("button", name="登记入驻").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("合同终止日期").fill("2023-10-08")
    page.get_by_role("button", name="登记入驻").click()
    expect(page.locator("h1")).to_contain_text("已完成")

    page.get_by_role("link", name="核定类别").click()
    page.get_by_label("1类").check()
    page.get_by_role("button", name="保存").click()
    expect(section(page, "类别")).to_contain_text("1类")
    expect(section(page, "物业服务")).to_contain_text(ENTERPRISE)
    on_compound = history(page)

    assert total(visit) == ("21 / 41", "51.22")
    page.goto(task)
    done = ["完成全覆盖任务", "制定小区实施方案", "小区纳入登记"]
    for acts in (history(page), on_compound):
        assert [act for act in acts if act in done] == done
        assert "登记物业服务合同" in acts


@pytest.mark.clause("ST-A5.2")
def test_class_1_is_refused_without_service(visiting: Visiting) -> None:
    visit = visiting("shancheng", width=PHONE)
    page = open_task(visit, UNSERVED)
    page.get_by_role("link", name="核定类别").click()
    class_1 = page.get_by_role("radio", name="1类")
    expect(class_1).to_be_disabled()
    reason = page.locator("#why-1")
    expect(reason).to_contain_text("小区尚无物业服务，不能定为1类")
    expect(reason.get_by_role("link")).to_have_attribute("href", "/policy/clauses/ST-A5.2/")
    assert visit.barriers() == []
    assert visit.overflow() == []
    # Somebody who sends it all the same is refused by the service, not by the page.
    class_1.evaluate("radio => { radio.disabled = false; radio.checked = true; }")
    page.get_by_role("button", name="保存").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("小区尚无物业服务，不能定为1类")
    expect(refusal).to_contain_text("ST-A5.2")
    page.get_by_role("link", name="取消").click()
    expect(section(page, "类别")).to_contain_text("尚未分类")


def test_a_stranger_finds_no_task(visiting: Visiting) -> None:
    address = open_task(visiting("shancheng"), UNSERVED).url
    stranger = visiting("dianzi", language=ENGLISH)
    stranger.page.goto(address)
    expect(stranger.page.locator("main")).to_contain_text("There is no such task in your scope")
    expect(stranger.page.locator("main")).not_to_contain_text(UNSERVED)
