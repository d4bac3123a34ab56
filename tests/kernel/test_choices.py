"""A choice too long to look through is searched; a short one is left alone."""

from __future__ import annotations

import re

import pytest
from django import forms

from linli.kernel.web.choices import SHORT, FoundChoices
from linli.kernel.web.forms import offer

NAMES = [(str(number), f"梅花园{number}期") for number in range(SHORT + 1)]


class _Form(forms.Form):
    one = forms.ChoiceField()
    some = forms.MultipleChoiceField(widget=FoundChoices, required=False)
    radio = forms.ChoiceField(widget=forms.RadioSelect)


def _form(names: list[tuple[str, str]], **sent: object) -> _Form:
    form = _Form(sent or None)
    for name in form.fields:
        offer(form, name, names)
    return form


@pytest.mark.parametrize(("name", "tag"), [("one", "option"), ("some", "input")])
def test_each_entry_of_a_long_choice_says_what_it_is_found_by(name: str, tag: str) -> None:
    page = str(_form(NAMES)[name])
    assert page.count("data-find-in hidden") == 1, "hidden where no script serves it"
    found_by = re.findall(rf'<{tag}[^>]*data-find="([^"]*)"', page)
    assert len(found_by) == len(NAMES)
    assert found_by[3] == "梅花园3期 meihuayuan3qi mhy3q"


def test_what_stands_for_nothing_is_never_searched_away() -> None:
    page = str(_form([("", "— 请选择 —"), *NAMES])["one"])
    assert re.search(r'<option value=""[^>]*>', page)
    assert page.count("data-find=") == len(NAMES)


def test_a_short_choice_has_no_search() -> None:
    form = _form(NAMES[:SHORT])
    assert "data-find" not in str(form["one"]) + str(form["some"])
    assert "data-find" not in str(_form(NAMES)["radio"])


def test_choosing_works_as_before() -> None:
    form = _form(NAMES, one="3", some=["1", "2"], radio="1")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"one": "3", "some": ["1", "2"], "radio": "1"}
    assert " required" in str(_form([("", "— 请选择 —"), *NAMES])["one"])
    assert not _form(NAMES, one="99", radio="1").is_valid()
