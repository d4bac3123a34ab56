"""Reading what the address bar asks for."""

from __future__ import annotations

from datetime import date

from django import forms


class MonthForm(forms.Form):
    """A month as ``2020-10``; anything else is no month."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)

    @classmethod
    def first_day(cls, given: str, fallback: date) -> date:
        """First day of the month asked for, or of the month of ``fallback``."""
        form = cls({"month": given})
        asked = form.cleaned_data["month"] if form.is_valid() else None
        return (asked or fallback).replace(day=1)
