"""The office sees what it has published, exactly, and can take it back."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from linli.disclosure.data import State
from linli.disclosure.models import Withdrawal
from linli.disclosure.selectors import published
from linli.kernel import clock
from tests import personas
from tests.harness.query_counts import QueryCount

from .samples import FUYUAN, compound, publish, withdraw

pytestmark = pytest.mark.usefixtures("offices")


def test_the_list_shows_state_period_and_publisher(query_count: QueryCount) -> None:
    publish(title="第一次公布")
    publish(title="第二次公布")
    browser = personas.client("qu-zhujian")
    with query_count("disclosure.list"):
        page = browser.get(reverse("disclosure:list"))
    rows = [[str(cell.value) for cell in row.cells] for row in page.context["page"].rows]
    assert [row[0] for row in rows] == ["第二次公布", "第一次公布"]
    assert [row[2] for row in rows] == ["公示中", "已更新"]
    assert rows[0][5] == "区住建局"
    narrowed = browser.get(reverse("disclosure:list"), {"state": "past"})
    assert [row.cells[0].value for row in narrowed.context["page"].rows] == ["第一次公布"]
    assert browser.get(reverse("disclosure:list"), {"format": "xlsx"}).status_code == 200


def test_the_page_shows_exactly_what_is_public(query_count: QueryCount) -> None:
    found = publish()
    browser = personas.client("qu-zhujian")
    with query_count("disclosure.publication"):
        page = browser.get(reverse("disclosure:publication", args=[found.public_id]))
    tables = {table["kind"]: table for table in page.context["tables"]}
    assert [str(text) for text in tables["compound"]["headings"]] == [
        "名称",
        "社区",
        "已覆盖",
        "服务企业",
        "类别",
        "服务内容",
        "进驻日期",
    ]
    assert tables["compound"]["rows"][0][4:6] == ["2", "清扫保洁、秩序维护"]
    assert found.digest in page.text


@pytest.mark.parametrize(
    ("login", "status"),
    [("qu-zhujian", 200), ("shancheng", 403), ("wuye", 403), ("shenji", 403), (None, 302)],
)
@pytest.mark.parametrize("name", ["publication", "withdraw"])
def test_the_pages_ask_who_is_there(name: str, login: str | None, status: int) -> None:
    url = reverse(f"disclosure:{name}", args=[publish().public_id])
    assert personas.client(login).get(url).status_code == status


def test_what_is_missing_is_not_found() -> None:
    browser = personas.client("qu-zhujian")
    for name in ("publication", "withdraw"):
        url = reverse(f"disclosure:{name}", args=[uuid.uuid4()])
        assert browser.get(url).status_code == 404


def test_withdrawing_asks_first_then_leaves_the_reason() -> None:
    found = publish()
    url = reverse("disclosure:withdraw", args=[found.public_id])
    browser = personas.client("qu-zhujian")
    assert "不可撤销" in browser.get(url).text
    assert browser.post(url, {"reason": ""}).status_code == 422
    refused = browser.post(url, {"reason": "请联系 13812341234"})
    assert refused.status_code == 422
    assert not Withdrawal.objects.exists()
    done = browser.post(url, {"reason": "数据有误"}, follow=True)
    assert "数据有误" in done.text
    assert published(found.public_id).state(clock.today()) == State.WITHDRAWN
    assert browser.post(url, {"reason": "再来一次"}).status_code == 409


def test_past_publications_offer_no_withdrawal() -> None:
    found = publish()
    withdraw(found)
    page = personas.client("qu-zhujian").get(reverse("disclosure:withdraw", args=[found.public_id]))
    assert "<textarea" not in page.text


def test_stored_text_never_runs() -> None:
    hostile = "<script>alert(1)</script>"
    found = publish(title=hostile, items=[compound(name=hostile, key=FUYUAN, enterprise=hostile)])
    browser = personas.client("qu-zhujian")
    for url in (
        reverse("disclosure:list"),
        reverse("disclosure:publication", args=[found.public_id]),
        reverse("disclosure:withdraw", args=[found.public_id]),
    ):
        assert "<script>alert" not in browser.get(url).text
