"""Finding one of many in a choice: typed, by keyboard, and with no script at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from playwright.sync_api import Browser, Page, expect

from linli.kernel import web
from linli.kernel.web.choices import FoundChoices
from linli.kernel.web.forms import offer

SCRIPT = Path(web.__file__).parents[1] / "static" / "linli" / "linli.js"
NAMES = [
    (str(number), f"城头镇{name}社区") for number, name in enumerate("东西南北中上下左右前后内外")
]


class _Form(forms.Form):
    some = forms.MultipleChoiceField(widget=FoundChoices)
    one = forms.ChoiceField()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The form alone, with the product's script; no server is needed for it."""
    form = _Form()
    offer(form, "some", NAMES)
    offer(form, "one", [("", "— 请选择 —"), *NAMES])
    page = chromium.new_page()
    page.set_content(f"<style>[hidden] {{ display: none }}</style><form>{form}</form>")
    yield page
    page.close()


def test_without_script_the_whole_list_is_there(page: Page) -> None:
    expect(page.get_by_role("searchbox")).to_have_count(0)
    assert page.locator("input[name=some]:visible").count() == len(NAMES)
    assert page.locator("option").count() == len(NAMES) + 1


def test_what_is_ticked_stays_in_sight_while_others_are_searched(page: Page) -> None:
    page.add_script_tag(path=SCRIPT)
    search = page.get_by_role("searchbox").first
    search.fill("nan")
    page.get_by_label("城头镇南社区").check()
    search.fill("ctzbsq")
    expect(page.locator("input[name=some]:visible")).to_have_count(2)
    expect(page.get_by_role("status").first).to_have_text("1 / 13")
    search.press("ArrowDown")
    search.fill("梅园")
    expect(page.locator("input[name=some]:visible")).to_have_count(1)
    expect(page.get_by_role("status").first).to_have_text("没有符合条件的选项。")
    search.fill("")
    expect(page.locator("input[name=some]:visible")).to_have_count(len(NAMES))


def test_one_is_found_and_chosen_from_the_keyboard(page: Page) -> None:
    page.add_script_tag(path=SCRIPT)
    search = page.get_by_role("searchbox").last
    search.fill("Zhong")
    search.press("Enter")
    assert page.url == "about:blank", "searching sends nothing"
    expect(page.locator("option")).to_have_count(2)
    search.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("select")).to_have_value("4")
    search.fill("shang")
    expect(page.locator("select")).to_have_value("4")
    expect(page.locator("option")).to_have_count(3)
