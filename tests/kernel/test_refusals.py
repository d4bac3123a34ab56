"""What a form says to wrong input: the product's own words, in both languages."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from linli.duties.forms import WorkdaysForm


class Asked(forms.Form):
    name = forms.CharField(max_length=3)
    day = forms.DateField()
    floor = forms.IntegerField(max_value=99)
    area = forms.DecimalField(max_digits=6, decimal_places=2)
    use = forms.ChoiceField(choices=[("home", "home")])


WRONG = {"name": "abcd", "day": "2020-13-45", "floor": "100", "area": "1.234", "use": "barn"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh-hans",
            {
                "name": "最多 3 个字，现有 4 个字。",
                "day": "日期有误，请按2020-10-08的格式填写。",
                "floor": "不得大于 99。",
                "area": "小数最多 2 位。",
                "use": "请从所列选项中选择。",
            },
        ),
        (
            "en",
            {
                "name": "At most 3 characters; there are 4.",
                "day": "This is no date. Write it like 2020-10-08.",
                "floor": "At most 99.",
                "area": "At most 2 places after the point.",
                "use": "Choose one of the entries shown.",
            },
        ),
    ],
)
def test_wrong_input_is_told_what_is_allowed(language: str, said: dict[str, str]) -> None:
    with translation.override(language):
        errors = Asked(WRONG).errors
        assert {name: list(found) for name, found in errors.items()} == {
            name: [text] for name, text in said.items()
        }


def test_what_is_missing_is_asked_for() -> None:
    with translation.override("zh-hans"):
        assert all(list(found) == ["此项必填。"] for found in Asked({}).errors.values())


def test_forms_of_every_app_speak_so() -> None:
    """Their fields were made while the product started."""
    with translation.override("zh-hans"):
        errors = WorkdaysForm({"year": "x", "source": "s" * 201}).errors
        assert [list(errors[name]) for name in ("year", "source")] == [
            ["请填整数。"],
            ["最多 200 个字，现有 201 个字。"],
        ]
