"""Forms that change a record others may change at the same time (``kernel.editing``).

The page carries the version that was read. A save that clashes with another is refused beside the
fields; the page then carries what it has told, so that saving again is a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.kernel.editing import MOST_VERSION, Entry
from linli.kernel.errors import ChangedMeanwhile
from linli.kernel.web.formats import listed

Label = Any  # a text or a lazy one; the stubs know no public type for both


class EditForm(forms.Form):
    """Filled with a record as it stands, but for what is masked; hands on what it replaces.

    ``told_at`` names the form's field for a record's field called otherwise, ``labels`` those
    fields of the record that the form has none for.
    """

    told_at: ClassVar[Mapping[str, str]] = {}
    labels: ClassVar[Mapping[str, Label]] = {}

    replaces = forms.CharField(required=False, max_length=MOST_VERSION, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, entry: Entry, **options: Any
    ) -> None:
        open_values = {
            name: value for name, value in entry.values.items() if name not in entry.masks
        }
        initial = {**open_values, **options.pop("initial", {}), "replaces": entry.version}
        super().__init__(data, files, initial=initial, **options)

    def tell(self, refused: ChangedMeanwhile) -> None:
        """Say beside each field that clashes what stands there now; what was typed stays."""
        clash = _(
            "What you changed has been changed since you opened this page; nothing was saved."
        )
        remedy = _(
            "Compare what is marked below: save again to put yours in its place, or enter what "
            "stands there now."
        )
        self.add_error(None, f"{clash} {remedy}")
        for name, value in refused.now.items():
            told = self.told_at.get(name, name)
            self._tell(told if told in self.fields else None, name, self._words(told, value))
        sent = cast("QueryDict", self.data).copy()
        sent[self.add_prefix("replaces")] = refused.version
        self.data = sent

    def _tell(self, at: str | None, name: str, words: str) -> None:
        said = (
            _("Changed since you opened this page; now: %(value)s") % {"value": words}
            if words
            else _("Changed since you opened this page; now empty.")
        )
        self.add_error(at, said if at else f"{self.labels.get(name, name)}: {said}")

    def _words(self, name: str, value: Any) -> str:
        """A value as the form would show it."""
        if value is None or value in ("", [], ()):
            return ""
        field = self.fields.get(name)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(field, forms.ChoiceField):
            choices = cast("Iterable[tuple[object, object]]", field.choices)
            words = {str(code): str(label) for code, label in choices}
            codes = value if isinstance(value, list | tuple) else [value]
            found = (words.get(str(code), str(code)) for code in codes)
            return listed(found)
        return str(field.prepare_value(value)) if field else str(value)
