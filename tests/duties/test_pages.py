"""Pages of duties: scope, words, and how many queries they make."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from linli.duties import selectors
from linli.duties.data import Standing
from linli.duties.models import DutyInstance
from tests import personas
from tests.duties.conftest import STREET


def instance(division: str, printed_on: date = date(2020, 10, 1)) -> DutyInstance:
    return DutyInstance.objects.get(division=division, printed_on=printed_on)


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


@pytest.mark.clause("ST-A5.3")
def test_a_duty_page_says_which_day_counts_and_why(assigned: None) -> None:
    page = text(personas.client("shancheng"), f"/duties/{instance(STREET).public_id}/")
    for words in ("每月 1、15 日", "国庆节", "政策未明确", "超期 9 日"):
        assert words in page, words


def test_only_a_post_that_may_answer_is_led_to_the_question(assigned: None) -> None:
    url = f"/duties/{instance(STREET).public_id}/"
    assert "holiday_shift" in text(personas.client("qu-zhujian"), url)
    assert "holiday_shift" not in text(personas.client("shancheng"), url)


@pytest.mark.parametrize(
    ("login", "status"),
    [("shancheng", 200), ("qu-lingdao", 200), ("shenji", 200), ("dianzi", 404), ("meiyuan", 404)],
)
def test_a_foreign_duty_is_not_there(assigned: None, login: str, status: int) -> None:
    url = f"/duties/{instance(STREET).public_id}/"
    assert personas.client(login).get(url).status_code == status


def test_a_post_without_the_right_is_refused(assigned: None) -> None:
    assert personas.client("wuye").get("/duties/calendar/").status_code == 403


def test_the_calendar_shows_the_month_by_the_day_that_counts(assigned: None) -> None:
    page = text(personas.client("shancheng"), "/duties/calendar/?month=2020-10")
    assert "2020-10-15" in page
    assert "<time>2020-10-01</time> – <time>2020-10-08</time>" in page
    assert "2020-11-01" not in page


def test_a_month_that_is_none_shows_the_present_one(assigned: None) -> None:
    page = text(personas.client("shancheng"), "/duties/calendar/?month=2020-13")
    assert "2020-10-15" in page


@pytest.mark.parametrize("standing", Standing)
def test_the_filter_finds_what_the_rule_decides(assigned: None, standing: Standing) -> None:
    today = date(2020, 10, 10)
    rows = selectors.instances_visible_to(personas.actor("qu-lingdao"))
    by_rule = {
        item.public_id for item in selectors.as_items(rows, today) if item.standing == standing
    }
    by_database = set(rows.standing_on(standing, today).values_list("public_id", flat=True))
    assert by_database == by_rule


def test_the_list_exports_what_it_shows(assigned: None) -> None:
    answer = personas.client("qu-lingdao").get("/duties/?standing=missing&format=xlsx")
    sheet = openpyxl.open(io.BytesIO(answer.content)).active
    assert sheet is not None
    bodies = {row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert bodies == {"山城街道办事处", "店子镇人民政府"}
    assert sheet.max_row == 5  # the heading, and two periods missing at each of two bodies


def test_pages_are_complete_in_english(assigned: None) -> None:
    browser = personas.client("shancheng")
    browser.cookies["django_language"] = "en"
    page = text(browser, f"/duties/{instance(STREET).public_id}/")
    for words in ("Every month on days 1, 15", "The policy does not say", "9 days overdue"):
        assert words in page, words
