"""Nobody confirms what they have not read: a dry run is shown before its change can be made.

The page with the dry run carries a mark of what was asked and of the policy it was worked out on.
The confirmation brings the mark back; where the values, or the policy in force, are others by then,
the dry run is shown again instead.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from linli.policy import selectors

NAME = "read"


@dataclass(frozen=True, slots=True)
class Read:
    """The values a dry run is for, its mark, and whether the request confirms that very one."""

    values: Mapping[str, Any]
    mark: str
    brought: str

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        form: forms.Form,
        subject: str,
        initial: Mapping[str, Any] | None = None,
    ) -> Read:
        """Of a form as it was sent, or of its first values; empty while they are wrong."""
        values = form.cleaned_data if form.is_bound and form.is_valid() else initial or {}
        if form.is_bound and not form.is_valid():
            values = {}
        told = "\x1f".join([subject, selectors.edition(), *map(str, values.values())])
        mark = hashlib.sha256(told.encode()).hexdigest()[:32] if values else ""
        return cls(values, mark, request.POST.get(NAME, ""))

    @property
    def is_read(self) -> bool:
        """Whether this dry run is what the person had before them."""
        return bool(self.mark) and hmac.compare_digest(self.mark, self.brought)

    @property
    def is_stale(self) -> bool:
        """Whether the person had another dry run before them."""
        return bool(self.mark and self.brought) and not self.is_read
