"""Reading what the address bar asks for."""

from __future__ import annotations

from datetime import date

from django import forms


class PeriodForm(forms.Form):
    """A printed day as ``2020-10-01``; anything else asks for all periods."""

    period = forms.DateField(input_formats=["%Y-%m-%d"], required=False)

    @classmethod
    def day(cls, given: str) -> date | None:
        """The day asked for, or None."""
        form = cls({"period": given})
        return form.cleaned_data["period"] if form.is_valid() else None
