"""Choices too long to look through: a search over them, by characters, pinyin or initials.

The search field is hidden until the script that serves it runs; without it the whole list is there.
What is chosen stays in sight, whatever is searched for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.kernel.search import index_text

# As many as are overlooked at a glance.
SHORT = 12


class _Found(ChoiceWidget):
    """What both widgets share: the search, and on each entry what it is found by."""

    found_class = "found"

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The list as Django prints it, below its search when it is long."""
        listed = super().render(*args, **kwargs)
        if not self._is_long:
            return listed
        search = render_to_string("kernel/parts/find.html")
        return format_html('<div class="{}">{}{}</div>', self.found_class, search, listed)

    def optgroups(self, *args: Any, **kwargs: Any) -> list[Any]:
        """The entries with what each is found by; one that stands for nothing is always there."""
        groups = super().optgroups(*args, **kwargs)
        if self._is_long:
            for _name, entries, _index in groups:
                for entry in entries:
                    if str(entry["value"]):
                        entry["attrs"]["data-find"] = _found_by(str(entry["label"]))
        return groups

    @property
    def _is_long(self) -> bool:
        return len(list(self.choices)) > SHORT


class FoundChoice(_Found, forms.Select):
    """One of many."""


class FoundChoices(_Found, forms.CheckboxSelectMultiple):
    """Some of many, each with a box to tick: a further one never undoes the others."""

    found_class = "found found-long"


@lru_cache(maxsize=20_000)
def _found_by(label: str) -> str:
    text = index_text(label)
    return " ".join(dict.fromkeys((text.chars, text.pinyin, text.initials)))
