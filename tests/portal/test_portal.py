"""What residents see: their compound, the progress, and where it is published."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from linli.disclosure import services
from linli.disclosure.data import PublicationKind
from linli.kernel import clock
from tests import personas
from tests.disclosure.samples import (
    AS_OF,
    BASIS,
    DISTRICT,
    FUYUAN,
    JINXIU,
    MEIYUAN,
    SERVED,
    ZIWEI,
    compound,
    coverage,
    publish,
    withdraw,
)
from tests.harness.query_counts import QueryCount

pytestmark = pytest.mark.usefixtures("offices")

SHANTING = (
    ("梅园社区", MEIYUAN, 2, 12),
    ("紫薇社区", ZIWEI, 10, 14),
    ("丰泽社区", "370406001019", 7, 14),
    ("东、西鲁社区", "370406001X01", 1, 1),
)


def get(name: str, *args: object, **query: str) -> str:
    response = personas.client().get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200
    return response.text


def test_without_publications_the_home_says_so() -> None:
    assert "尚无公示" in get("home")


@pytest.mark.clause("ST-1.1")
def test_the_home_shows_the_published_coverage(query_count: QueryCount) -> None:
    rows = [
        coverage(name, key, covered=covered, total=total, percent=None)
        for name, key, covered, total in SHANTING
    ]
    publish(items=rows)
    with query_count("portal.home"):
        page = personas.client().get(reverse("portal:home"))
    found = page.context["coverage"]
    assert (found["whole"].covered, found["whole"].total) == (20, 41)
    assert found["whole"].percent == Decimal("48.78")
    assert [row["share"].name for row in found["communities"]] == [
        "东、西鲁社区",
        "紫薇社区",
        "丰泽社区",
        "梅园社区",
    ]
    assert "20 ÷ 41 = 48.78 %" in page.text
    assert "2 ÷ 12 = 16.67 %" in page.text
    assert "2020-10-10 09:30" in page.text


def test_several_districts_are_chosen_from_first() -> None:
    publish()
    _publish_elsewhere("120112", title="津南进展", items=[coverage("他处社区", "120112001001")])
    page = get("home")
    assert reverse("portal:district", args=["120112"]) in page
    assert "福源公寓" not in get("district", "120112", q="福源")
    assert "福源公寓" in get("district", DISTRICT, q="福源")


@pytest.mark.parametrize("text", ["福源", "fuyuan", "fygy", "FY", "  福 源 "])
def test_a_compound_is_found_as_people_write_it(text: str) -> None:
    publish()
    page = get("district", DISTRICT, q=text)
    assert reverse("portal:compound", args=[FUYUAN]) in page
    assert reverse("portal:compound", args=[JINXIU]) not in page


@pytest.mark.parametrize("text", ["没有这个", "%", "' OR 1=1 --", "a" * 5000, "\x00", "<b>"])
def test_a_search_without_result_says_what_to_do(text: str) -> None:
    publish()
    page = personas.client().get(reverse("portal:district", args=[DISTRICT]), {"q": text})
    assert reverse("portal:compound", args=[FUYUAN]) not in page.text
    assert len(page.context["query"]) <= 40
    assert "<b>" not in page.text


def test_a_long_result_asks_for_more_of_the_name() -> None:
    items = [compound(f"幸福小区{number}", uuid.UUID(int=number + 1)) for number in range(31)]
    publish(items=items)
    page = get("district", DISTRICT, q="xfxq")
    assert page.count('class="item-title">幸福小区') == 30
    assert "还有更多结果" in page


@pytest.mark.clause("ST-3.2b")
def test_residents_read_without_login_what_is_done_and_by_whom(query_count: QueryCount) -> None:
    found = publish()
    with query_count("portal.compound"):
        page = personas.client().get(reverse("portal:compound", args=[FUYUAN]))
    for words in (*SERVED["service_items"], SERVED["enterprise"], SERVED["since"], "山城街道"):
        assert str(words) in page.text
    assert reverse("portal:publication", args=[found.public_id]) in page.text
    assert "区住建局" in page.text


def test_a_compound_without_service_says_so() -> None:
    publish()
    page = get("compound", JINXIU)
    assert "本小区尚无物业服务" in page
    assert "服务企业" not in page


def test_a_community_lists_its_compounds(query_count: QueryCount) -> None:
    publish()
    with query_count("portal.community"):
        page = personas.client().get(reverse("portal:community", args=[DISTRICT, MEIYUAN]))
    assert [item.name for item in page.context["compounds"]] == ["福源公寓", "锦绣花园"]


def test_a_publication_shows_its_rows_and_its_circumstances(query_count: QueryCount) -> None:
    found = publish()
    with query_count("portal.publication"):
        page = personas.client().get(reverse("portal:publication", args=[found.public_id]))
    for words in ("福源公寓", "50.00 %", "六（二）", "区住建局", found.digest, "第 1 期"):
        assert words in page.text


def test_a_withdrawn_publication_leaves_its_note_and_nothing_else() -> None:
    found = publish()
    withdraw(found, "统计口径有误")
    page = get("publication", found.public_id)
    assert "该公示已撤回" in page
    assert "统计口径有误" in page
    for words in ("福源公寓", "梅园社区", found.digest):
        assert words not in page
    home = get("home")
    assert "目前没有公示" in home
    assert "梅园社区" not in home
    assert "没有找到" in get("district", DISTRICT, q="福源")
    for url in (
        reverse("portal:compound", args=[FUYUAN]),
        reverse("portal:community", args=[DISTRICT, MEIYUAN]),
    ):
        assert personas.client().get(url).status_code == 404


def test_a_replaced_publication_leads_to_the_newer_one() -> None:
    first, second = publish(), publish(items=[coverage()])
    page = get("publication", first.public_id)
    assert "已有更新的公示" in page
    assert reverse("portal:publication", args=[second.public_id]) in page
    assert "福源公寓" not in page


@pytest.mark.parametrize(
    "path",
    [
        f"/public/compounds/{uuid.UUID(int=7)}/",
        f"/public/publications/{uuid.UUID(int=7)}/",
        "/public/370407/",
        "/public/370407/publications/",
        "/public/370406/communities/370406001019/",
        "/public/370406/communities/370407001019/",
        "/public/compounds/1/",
        "/public/no-such-page/",
    ],
)
def test_what_is_not_published_is_not_found(path: str) -> None:
    publish()
    assert personas.client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "工作人员登录"), ("en", "Staff login")]
)
def test_every_page_comes_in_both_languages(language: str, words: str) -> None:
    found = publish()
    browser = personas.client()
    browser.cookies["django_language"] = language
    for url in (
        reverse("portal:home"),
        reverse("portal:compound", args=[FUYUAN]),
        reverse("portal:publication", args=[found.public_id]),
        reverse("portal:publications", args=[DISTRICT]),
    ):
        page = browser.get(url).text
        assert f'<html lang="{language}"' in page
        assert words in page


def test_whoever_is_logged_in_is_not_asked_to_log_in() -> None:
    page = personas.client("shancheng").get(reverse("portal:home")).text
    assert "工作人员登录" not in page
    assert page.count(">返回首页<") == 2, "in the bar, and at the foot on phones"


def test_the_pages_write_nothing() -> None:
    assert personas.client().post(reverse("portal:home")).status_code == 405


def _publish_elsewhere(district: str, **changes: Any) -> None:
    """Publish as the housing authority of another district would."""
    actor = replace(personas.actor("qu-zhujian"), district=district, scope=district)
    services.publish(
        actor=actor,
        at=clock.now(),
        kind=PublicationKind.COVERAGE,
        division=district,
        lead="",
        as_of=AS_OF,
        to_on=None,
        basis=BASIS,
        **changes,
    )
