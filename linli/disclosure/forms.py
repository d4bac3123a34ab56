"""Forms of publishing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.disclosure.rules import REASON_LENGTH


class WithdrawForm(forms.Form):
    """Why a publication is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown publicly. No names, telephone or other numbers."),
    )
