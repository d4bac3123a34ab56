"""Reading what the address bar asks for."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.functional import keep_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 100_000


@keep_lazy(SafeString)
def _with_codes(text: object, *codes: str) -> SafeString:
    """A text with words of a file's format set apart as codes."""
    return format_html(str(text), *(format_html("<code>{}</code>", code) for code in codes))


class MonthForm(forms.Form):
    """A month as ``2020-10``; anything else is no month."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)

    @classmethod
    def first_day(cls, given: str, fallback: date) -> date:
        """First day of the month asked for, or of the month of ``fallback``."""
        form = cls({"month": given})
        asked = form.cleaned_data["month"] if form.is_valid() else None
        return (asked or fallback).replace(day=1)


class DayForm(forms.Form):
    """A day as ``2020-10-01``; anything else is none."""

    day = forms.DateField(input_formats=["%Y-%m-%d"], required=False)

    @classmethod
    def day_of(cls, given: str) -> date | None:
        """The day asked for."""
        form = cls({"day": given})
        found: date | None = form.cleaned_data["day"] if form.is_valid() else None
        return found


class RecordForm(forms.Form):
    """What was done, and where it is written down."""

    note = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence, with the number of the minutes or the record."),
    )


class WorkdaysForm(forms.Form):
    """A year's table: as a file, or pasted."""

    year = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2099)
    source = forms.CharField(
        label=_("Source notice"),
        max_length=200,
        help_text=_("Number and title of the State Council's notice."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_with_codes(_("CSV with the columns {}, or JSON."), "date,kind,name"),
    )
    text = forms.CharField(
        label=_("Or the table itself"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_with_codes(
            _("One day on a line: day, {} or {}, name of the holiday."), "off", "work"
        ),
    )

    def clean(self) -> dict[str, object]:
        """Exactly one of the two is needed; the file wins."""
        given = super().clean() or {}
        missing = not given.get("file") and not str(given.get("text") or "").strip()
        if missing and not self.errors.keys() & {"file", "text"}:
            raise forms.ValidationError(_("Choose a file, or paste the table."))
        return given

    def content(self) -> bytes:
        """What was handed in, with the heading that pasted lines may lack."""
        upload = self.cleaned_data.get("file")
        if upload:
            return bytes(upload.read(MOST_BYTES + 1))
        text = self.cleaned_data["text"].strip().replace("，", ",")
        if not text.startswith(("{", "date")):
            text = f"date,kind,name\n{text}"
        return str(text).encode()
