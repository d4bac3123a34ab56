"""What the system administrator fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RetryForm(forms.Form):
    """Why work is tried again: it stays in the journal."""

    reason = forms.CharField(
        label=_("What was mended"),
        max_length=200,
        help_text=_("It stays in the journal with your post. Name no persons here."),
    )
