"""Workbench, cockpit and filing on the demonstration district as it opens on 10 October 2020."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.test import Client

from linli.cockpit import selectors
from linli.cockpit.data import WorkKind
from linli.kernel import clock
from tests import personas

STREET, TOWN, COMMUNITY = "370406001", "370406101", "370406001018"


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def counts(page: str) -> list[int]:
    """The numbers on the tabs."""
    return [int(found) for found in re.findall(r'<span class="n">(\d+)</span>', page)]


@pytest.mark.parametrize(
    "login", ["qu-zhujian", "qu-lingdao", "shancheng", "dianzi", "meiyuan", "wuye"]
)
@pytest.mark.parametrize("view", ["", "all"])
def test_the_count_on_a_tab_is_the_number_of_rows(district: None, login: str, view: str) -> None:
    page = text(personas.client(login), f"/?view={view}")
    own, everything = counts(page)
    assert page.count('class="item-title"') == (everything if view else own)
    assert own <= everything


@pytest.mark.clause("ST-A5.3")
def test_the_streets_reports_are_on_its_workbench(district: None) -> None:
    page = text(personas.client("shancheng"), "/")
    assert "报送全覆盖进展调度表 <time>2020-10-15</time>" in page
    assert "剩 4 个工作日" in page


def test_the_district_is_asked_what_the_policy_leaves_open(district: None) -> None:
    asked = "确定政策未明确事项"
    assert asked in text(personas.client("qu-zhujian"), "/")
    assert asked not in text(personas.client("qu-lingdao"), "/?view=all")


@pytest.mark.parametrize("login", ["dianzi", "wuye"])
def test_nobody_sees_the_work_of_others(district: None, login: str) -> None:
    work = selectors.work(personas.actor(login), clock.now())
    assert work.everything == ()


def test_the_workbench_of_a_place_leaves_out_what_lies_elsewhere(district: None) -> None:
    actor, at = personas.actor("shancheng"), clock.now()
    street = selectors.work(actor, at, scope=STREET).everything
    community = selectors.work(actor, at, scope=COMMUNITY).everything
    assert [item.kind for item in street] == [WorkKind.DUTY] * 3 + [WorkKind.TASK] * 2
    assert [item.kind for item in community] == [WorkKind.TASK, WorkKind.TASK]
    assert "10" in community[0].title


@pytest.mark.clause("ST-1.1", "ST-6.4b")
def test_the_cockpit_shows_coverage_by_community(district: None) -> None:
    page = text(personas.client("qu-lingdao"), "/cockpit/")
    for figure in ("48.78", "100.00 %", "71.43 %", "50.00 %", "16.67 %"):
        assert figure in page, figure
    best, worst = page.index("东、西鲁社区"), page.index("梅园社区</a>")
    assert best < worst


def test_every_figure_opens_its_explanation(district: None) -> None:
    shown = selectors.overview(personas.actor("qu-lingdao"), clock.now(), "370406")
    assert len(shown.figures) == 6
    assert [figure.label for figure in shown.figures if figure.explanation is None] == []


def test_a_narrower_place_has_its_own_figures(district: None) -> None:
    page = text(personas.client("shancheng"), f"/cockpit/?at={COMMUNITY}")
    assert "2 / 12" in page
    assert "7 / 14" not in page


@pytest.mark.parametrize("path", ["/", "/cockpit/", "/filing/"])
@pytest.mark.parametrize("asked", [TOWN, "370406", "37", "999999", "370406001999", "x"])
def test_the_scope_never_leaves_the_posts_reach(district: None, path: str, asked: str) -> None:
    assert personas.client("shancheng").get(f"{path}?at={asked}").status_code == 404


def test_the_breadcrumb_offers_only_places_in_reach(district: None) -> None:
    page = text(personas.client("shancheng"), "/cockpit/")
    offered = re.findall(r"\?at=(\w+)", page)
    assert offered
    assert all(code.startswith(STREET) for code in offered)


@pytest.mark.parametrize(
    ("login", "status"), [("meiyuan", 403), ("wuye", 403), ("shenji", 200), ("dianzi", 200)]
)
def test_who_may_open_the_cockpit(district: None, login: str, status: int) -> None:
    assert personas.client(login).get("/cockpit/").status_code == status
    assert personas.client(login).get("/filing/").status_code == status


@pytest.mark.clause("ST-A5.3")
def test_filing_says_who_has_not_filed(district: None) -> None:
    page = text(personas.client("qu-lingdao"), "/filing/?period=2020-10-01")
    assert "山城街道办事处" in page
    assert "超期 9 日未报" in page


@pytest.mark.parametrize("asked", ["?period=2020-10-02", "?duty=no_such_duty"])
def test_a_period_or_duty_nobody_owes_is_not_there(district: None, asked: str) -> None:
    assert personas.client("qu-lingdao").get(f"/filing/{asked}").status_code == 404


def test_filing_exports_what_it_shows(district: None) -> None:
    answer = personas.client("qu-lingdao").get("/filing/?period=2020-10-01&format=xlsx")
    sheet = openpyxl.open(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["山城街道办事处"]
    assert rows[0][-1] == 9


def test_pages_in_english(district: None) -> None:
    browser = personas.client("qu-zhujian")
    browser.cookies["django_language"] = "en"
    assert "District at a glance" in text(browser, "/cockpit/")
    assert "Who has filed" in text(browser, "/filing/")
    assert "All I may see" in text(browser, "/")
