"""An officer reads a telephone number in full for a reason, and the owner sees it (P23)."""

from __future__ import annotations

from playwright.sync_api import expect

from linli.cli.sample.owner import OWNERS
from linli.cli.sample.posts import OWNER_LOGIN
from tests.journeys.browsing import PHONE
from tests.journeys.conftest import Visiting
from tests.journeys.office import section

REASON = "厨房漏水，通知楼上业主"
OWNER = OWNERS[0]


def test_an_officer_unmasks_a_phone_and_the_owner_sees_it(visiting: Visiting) -> None:
    owner = visiting(OWNER_LOGIN, width=PHONE)
    page = owner.open("/")
    assert REASON not in page.content()
    assert OWNER.phone not in page.content()

    page = visiting("shancheng").open("/registry/owners/")
    page.fill("input[name=text]", OWNER.name)
    page.locator("form.form button").click()
    page.get_by_role("link", name=OWNER.name).click()
    expect(section(page, "查看完整号码")).to_be_visible()
    assert OWNER.phone not in page.content()
    page.check("input[name=field][value=phone]")
    page.fill("input[name=reason]", REASON)
    section(page, "查看完整号码").get_by_role("button").click()
    expect(page.get_by_text(OWNER.phone, exact=True)).to_be_visible()

    page = owner.open("/")
    seen = section(page, "谁看过我的信息")
    for text in ("山城街道办事处 · 街道物业专管员", "联系电话", REASON):
        expect(seen.get_by_text(text).first).to_be_visible()
    assert OWNER.phone not in page.content()
    assert owner.overflow() == []
    assert owner.barriers() == []
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.get_by_text(OWNER.phone, exact=True)).to_be_visible()
