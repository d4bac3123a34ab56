"""What forms say to wrong input, instead of Django's own words: what is allowed, briefly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from linli.kernel.web.uploads import small_enough

Text = Any  # a lazy text; the stubs want plain ones in places

FIELDS: Mapping[type[forms.Field], Mapping[str, Text]] = {
    forms.Field: {"required": _("This has to be filled in.")},
    forms.DateField: {"invalid": _("This is no date. Write it like 2020-10-08.")},
    forms.IntegerField: {"invalid": _("This has to be a whole number.")},
    forms.DecimalField: {"invalid": _("This has to be a number.")},
    forms.ChoiceField: {"invalid_choice": _("Choose one of the entries shown.")},
    forms.MultipleChoiceField: {"invalid_choice": _("Choose among the entries shown.")},
    forms.FileField: {
        "invalid": _("No file came with the form. Choose it again."),
        "missing": _("No file came with the form. Choose it again."),
        "empty": _("The file is empty."),
    },
}
LONGEST = ngettext_lazy(
    "At most %(limit_value)d character; there are %(show_value)d.",
    "At most %(limit_value)d characters; there are %(show_value)d.",
    "limit_value",
)
LARGEST = _("At most %(limit_value)s.")
SMALLEST = _("At least %(limit_value)s.")
DIGITS: Mapping[str, Text] = {
    "max_digits": _("At most %(max)s digits."),
    "max_decimal_places": _("At most %(max)s places after the point."),
    "max_whole_digits": _("At most %(max)s digits before the point."),
}


def install() -> None:
    """Let every form speak so; called once, when the product starts."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    forms.FileField.default_validators = [small_enough]
    validators.MaxLengthValidator.message = LONGEST
    validators.MaxValueValidator.message = LARGEST
    validators.MinValueValidator.message = SMALLEST
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **DIGITS}
