from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.policy import rules
from linli.policy.data import Body
from linli.policy.explaining import Field
from linli.policy.labels import VALUES


class DayInput(forms.DateInput):
    """A native date field; its value is always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ValueForm(forms.Form):
    """A district's answer to a field the policy leaves open; the service checks the value."""

    value = forms.CharField(label=_("Value"), max_length=200)
    since = forms.DateField(
        label=_("Holds from"),
        widget=DayInput(),
        help_text=_("The first day on which the answer holds; it may lie in the past."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("policy", "Reason"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    reference = forms.CharField(
        label=_("Decision it rests on"),
        max_length=200,
        help_text=_("Number or date of the minutes, reply or notice."),
    )

    def __init__(self, *args: Any, kind: type[Body], field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = rules.choices_of(kind, field)
        if members:
            self.fields["value"] = forms.ChoiceField(
                label=_("Value"),
                choices=[(member, VALUES.get(member, member)) for member in members],
                widget=forms.RadioSelect(),
            )


def _input_of(field: Field) -> forms.Field:
    """A choice where words are allowed, else a line of text; what is open says so."""
    help_text = _("Left open by the policy; a value may be tried here.") if field.is_open else ""
    if field.choices:
        words = [(word, VALUES.get(word, word)) for word in field.choices]
        return forms.ChoiceField(
            label=field.label,  # type: ignore[arg-type]  # a lazy text
            required=field.required,
            help_text=help_text,
            choices=[("", "—"), *words],
        )
    return forms.CharField(
        label=field.label,  # type: ignore[arg-type]  # a lazy text
        required=field.required,
        help_text=help_text,
        max_length=2000,
    )


class AskForm(forms.Form):
    """The day and the inputs of a question to the policy; all as typed, the answer checks them."""

    on = forms.DateField(label=_("On the day"), widget=DayInput())

    def __init__(self, data: Any = None, *, fields: Sequence[Field], on: date) -> None:
        super().__init__(data, initial={"on": on})
        self.names = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = _input_of(field)

    def given(self) -> dict[str, str]:
        """What was filled in, by name."""
        values = {name: str(self.cleaned_data.get(name, "")).strip() for name in self.names}
        return {name: value for name, value in values.items() if value}


class DraftForm(forms.Form):
    """The text of one file of a draft."""

    text = forms.CharField(
        label=_("Text of the file"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea({"rows": 30, "spellcheck": "false", "class": "code"}),
    )
    on = forms.DateField(label=_("Dry run for the day"), widget=DayInput())


class ActivateForm(forms.Form):
    """The first day on which a release governs."""

    on = forms.DateField(
        label=_("Governs from"),
        widget=DayInput(),
        help_text=_("Earlier days stay under the release that governed them."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
