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
from linli.policy.intake import adopting
from linli.policy.intake.adopting import SUMMARY
from linli.policy.labels import VALUES
from linli.policy.labels.describe import value_words
from linli.policy.labels.papers import DECISIONS

SHAPES = {
    "period": _("A number with its unit, such as 10 working days, 30 days, 3 months or 2 hours."),
    "periods": _("A number with its unit; several in brackets: [5 working days, 1 day]."),
    "recurrence": _("A rule of RFC 5545, such as FREQ=MONTHLY;BYMONTHDAY=1,15."),
    "whole": _("A whole number."),
    "number": _("A number, with a decimal point where needed."),
    "day": _("A day, such as 2020-10-08."),
}
"""What may be typed, by the shape of the field."""


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
        self.fields["value"].help_text = SHAPES.get(rules.shape_of(kind, field), "")
        members = rules.choices_of(kind, field)
        if members:
            self.fields["value"] = forms.ChoiceField(
                label=_("Value"),
                choices=[
                    (member, value_words(kind, field, rules.parse_answer(kind, field, member)))
                    for member in members
                ],
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
    division = forms.CharField(
        label=_("Code of the place"),
        max_length=12,
        required=False,
        help_text=_(
            "Six digits for a district, nine for a street or town, twelve for a community; empty "
            "for your own district."
        ),
    )

    def __init__(
        self, data: Any = None, *, fields: Sequence[Field], on: date, division: str
    ) -> None:
        super().__init__(data, initial={"on": on, "division": division})
        self.names = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = _input_of(field)

    def given(self) -> dict[str, str]:
        """What was filled in, by name."""
        values = {name: str(self.cleaned_data.get(name, "")).strip() for name in self.names}
        return {name: value for name, value in values.items() if value}


class PlaceForm(forms.Form):
    """For which place and day a provision is looked up."""

    on = forms.DateField(label=_("On the day"), widget=DayInput())
    division = forms.CharField(
        label=_("Code of the place"),
        max_length=12,
        required=False,
        help_text=_(
            "Six digits for a district, nine for a street or town, twelve for a community; empty "
            "for your own district."
        ),
    )


class CompareForm(forms.Form):
    """Two releases of one layer."""

    old = forms.ChoiceField(label=_("Release"))
    new = forms.ChoiceField(label=_("Compared with"))

    def __init__(self, *args: Any, releases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(releases)


class DraftForm(forms.Form):
    """The text of one file of a draft."""

    text = forms.CharField(
        label=_("Text of the file"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea({"rows": 30, "spellcheck": "false", "class": "code"}),
    )
    on = forms.DateField(label=_("Dry run for the day"), widget=DayInput())
    version = forms.IntegerField(widget=forms.HiddenInput())


class ActivateForm(forms.Form):
    """The first day on which a release governs."""

    on = forms.DateField(
        label=_("Governs from"),
        widget=DayInput(),
        help_text=_("Earlier days stay under the release that governed them."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})


DOCUMENTS = ".txt,.md,.docx,.pdf"


class PaperForm(forms.Form):
    """A document to be read."""

    document = forms.FileField(
        label=_("Official document"),
        help_text=_("Text (.txt, .md), Word (.docx) or PDF with text in it; a scan has none."),
        widget=forms.ClearableFileInput({"accept": DOCUMENTS}),
        allow_empty_file=True,
    )


class DecideForm(forms.Form):
    """What becomes of one clause."""

    decision = forms.ChoiceField(
        label=_("What becomes of it"),
        help_text=_("The likeliest by its wording come first; the decision is yours."),
    )
    says_zh = forms.CharField(
        label=_("Summary in Chinese"),
        max_length=SUMMARY,
        help_text=_("In your own words, at most 60 characters; no names of persons."),
    )
    says_en = forms.CharField(
        label=_("Summary in English"),
        max_length=2 * SUMMARY,
        required=False,
        help_text=_("May stay empty: the Chinese is then shown."),
    )
    reason_zh = forms.CharField(
        label=pgettext_lazy("policy", "Reason"),
        max_length=200,
        required=False,
        help_text=_("Needed where the clause works without a value or is not for the system."),
    )

    def __init__(self, *args: Any, proposed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys((*proposed, *adopting.decisions()))
        field = self.fields["decision"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, DECISIONS[code]) for code in codes]


class DivideForm(forms.Form):
    """Where a clause is to be cut, and what its second part is cited as."""

    begins = forms.CharField(label=_("First words of the second part"), max_length=200)
    cite = forms.CharField(label=_("Where the second part is printed"), max_length=80)


class AdoptForm(forms.Form):
    """The head of a document that becomes part of a layer, or a layer of its own."""

    into = forms.ChoiceField(label=_("Becomes part of"))
    title_zh = forms.CharField(label=_("Title"), max_length=200)
    publisher_zh = forms.CharField(label=_("Published by"), max_length=100)
    number = forms.CharField(label=_("Number of the document"), max_length=60, required=False)
    issued = forms.DateField(label=pgettext_lazy("document", "Published on"), widget=DayInput())
    effective = forms.DateField(
        label=_("Takes effect on"),
        widget=DayInput(),
        help_text=_("Most documents say so in their last lines."),
    )
    code = forms.RegexField(
        r"^[a-z][a-z0-9_-]{1,30}$",
        label=_("Code of the new layer"),
        required=False,
        help_text=_("Small letters, as st; only for a new layer."),
    )
    name_zh = forms.CharField(
        label=_("Name of the place"),
        max_length=60,
        required=False,
        help_text=_("Only for a new layer."),
    )

    def __init__(self, *args: Any, targets: Sequence[tuple[str, object]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, str(label)) for code, label in targets]

    def clean(self) -> dict[str, Any]:
        """A new layer needs its code and its name."""
        given = super().clean() or {}
        if str(given.get("into", "")).startswith(NEW):
            for name in ("code", "name_zh"):
                if not given.get(name):
                    self.add_error(name, _("A new layer needs this."))
        return given


NEW = "new:"
"""Before the code of the layer above: the document becomes a layer of its own below it."""
