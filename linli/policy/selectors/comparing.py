"""Two releases side by side in words: clause by clause, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.web.formats import listed
from linli.policy.data import PreviewChange, Row
from linli.policy.labels import CONFIDENCE, FIELDS, VALUES
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import lines_of, said, title_of
from linli.policy.models import Clause, Provision, Release
from linli.policy.selectors.memory import entry_of


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of a clause: ``state`` is ``added``, ``removed`` or ``changed``."""

    code: str
    cite: str
    state: str
    changes: tuple[PreviewChange, ...]


def compare(old: Release, new: Release) -> tuple[ClauseChange, ...]:
    """What differs from one release to another of the same layer. Four queries."""
    before, after = _clauses(old), _clauses(new)
    found = []
    for code in dict.fromkeys((*after, *before)):
        was, now = before.get(code), after.get(code)
        changes = tuple(_differences(_told(was) if was else {}, _told(now) if now else {}))
        if changes or was is None or now is None:
            state = "added" if was is None else "removed" if now is None else "changed"
            shown = now or was
            found.append(ClauseChange(code, shown.cite if shown else "", state, changes))
    return tuple(found)


def _clauses(release: Release) -> dict[str, Clause]:
    rows = Provision.objects.select_related("clause__document", "release__layer")
    ordered = Prefetch("provisions", queryset=rows.order_by("position", "id"))
    clauses = Clause.objects.filter(release=release).prefetch_related(ordered)
    return {row.code: row for row in clauses.order_by("document__position", "position", "id")}


def _told(clause: Clause) -> dict[str, str]:
    """Everything a clause says, by what it is: its words, then each field of what it sets."""
    told = {str(label): said(clause, name) for name, label in _TEXTS.items()}
    told[_("Where printed")] = clause.cite
    told[_("Confidence")] = str(CONFIDENCE[clause.confidence])
    told[_("Waits for")] = clause.not_yet
    for row in clause.provisions.all():
        told |= _provision_told(row)
    return {label: text for label, text in told.items() if text}


_TEXTS = {
    "says": gettext_lazy("What it says"),
    "note": gettext_lazy("Remark"),
    "built_in": gettext_lazy("Works without a value"),
    "reason": gettext_lazy("Not for the system"),
    "warning": gettext_lazy("Mind when applying it"),
}


def _provision_told(row: Provision) -> dict[str, str]:
    typed: Row = entry_of(row).row
    name = f"{KIND_LABELS[row.kind]} {title_of(typed) or row.key} ({row.key})"
    days = f"{row.valid_from} – {row.valid_to or '…'}"
    told = {f"{name} · {_('Holds')}": days}
    for line in lines_of(typed):
        words = listed(str(VALUES.get(str(value), value)) for value in line.values)
        told[f"{name} · {FIELDS.get(line.field, line.field)}"] = words
    return told


def _differences(before: dict[str, str], after: dict[str, str]) -> Iterator[PreviewChange]:
    for label in dict.fromkeys((*after, *before)):
        if before.get(label) != after.get(label):
            yield PreviewChange(label, before.get(label, "—"), after.get(label, "—"))
