"""Step 3: the campaign page shows the tasks and the coverage, each figure with its explanation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browsing import ENGLISH, PHONE
from tests.journeys.conftest import Visiting
from tests.journeys.office import CAMPAIGN, open_campaign, section, table

COVERAGE = {
    "梅园社区": (2, 12, "16.67 %"),
    "紫薇社区": (10, 14, "71.43 %"),
    "丰泽社区": (7, 14, "50.00 %"),
    "东、西鲁社区": (1, 1, "100.00 %"),
    "合计": (20, 41, "48.78 %"),
}
POST = "山城街道党工委副书记"


@pytest.mark.clause("ST-1.1", "ST-5.2")
def test_tasks_show_post_deadline_and_phase(visiting: Visiting) -> None:
    page = open_campaign(visiting("qu-zhujian"))
    expect(page.locator("h1")).to_have_text(CAMPAIGN)
    rows = table(section(page, "任务"))
    assert len(rows) == 41
    due = {"提升任务": "2020-11-30", "全覆盖任务": "2020-11-15"}
    assert all(row[3] == POST and row[4] == due[row[2]] for row in rows)
    assert sum(row[2] == "提升任务" for row in rows) == 20
    phases = section(page, "阶段").locator("li").all_inner_texts()
    assert [text.split("\n")[0] for text in phases[:3]] == [
        "安排部署阶段",
        "组织实施阶段",
        "考核验收阶段",
    ]
    assert "第 30 天，共 66 天" in phases[1]
    assert "2020-09-11 – 2020-11-15" in phases[1]


@pytest.mark.clause("ST-1.1")
def test_each_coverage_opens_arithmetic_that_is_right(visiting: Visiting) -> None:
    page = open_campaign(visiting("qu-lingdao"))
    panel = section(page, "各社区覆盖进度")
    shown = {row[0]: (row[1], row[2].split("（")[0].strip()) for row in table(panel)}
    assert list(shown) == list(COVERAGE)
    rows = panel.locator(".table-wrap > table > tbody > tr")
    for number, (name, (part, whole, percent)) in enumerate(COVERAGE.items()):
        assert shown[name][0] == f"{part} / {whole}"
        assert shown[name][1].startswith(percent)
        assert_explained(rows.nth(number), part, whole, percent)


def assert_explained(row: Locator, part: int, whole: int, percent: str) -> None:
    """The explanation of a row's figure opens, and its steps can be followed by hand."""
    row.locator("summary").click()
    explanation = row.locator(".explain-panel")
    expect(explanation).to_be_visible()
    expect(explanation.locator(".figure-value")).to_contain_text(percent.removesuffix(" %"))
    by_hand = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    steps = explanation.locator(".explain-steps li").all_inner_texts()
    assert steps[-1] == f"{part} ÷ {whole} = {by_hand} %"
    for step in steps[:-1]:
        terms, total = step.split(" = ")
        assert sum(map(int, terms.split(" + "))) == int(total)
    clause = explanation.locator(".explain-sources").get_by_role("link").first
    expect(clause).to_have_attribute("href", "/policy/clauses/ST-1.1/")
    row.locator("summary").click()


def test_the_campaign_reads_in_english_and_on_a_phone(visiting: Visiting) -> None:
    english = visiting("shancheng", language=ENGLISH)
    page = english.open("/campaigns/")
    page.get_by_role("link", name=CAMPAIGN).click()
    expect(section(page, "Coverage by community")).to_contain_text("20 / 41")
    expect(section(page, "Tasks")).to_contain_text("41 tasks")
    address = page.url.removeprefix(english.base_url)
    for width in (PHONE, 1280):
        visit = visiting("shancheng", width=width)
        visit.open(address)
        assert visit.overflow() == []
        assert visit.barriers() == []
