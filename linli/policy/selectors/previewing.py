"""Dry runs: the policy as it would be with a release or an answer, and what would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kernel.explain import Citation
from linli.kernel.web.formats import listed
from linli.policy.data import (
    KINDS,
    Answer,
    Body,
    Off,
    Preview,
    PreviewChange,
    Resolved,
    cautions_of,
    previewers,
)
from linli.policy.data.previews import Previewer
from linli.policy.labels import FIELDS, VALUES
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import Line, lines_of, title_of
from linli.policy.models import Layer, Release
from linli.policy.reader import LayerSource, LoadedClause, LoadedDocument, digest_of, rows_of
from linli.policy.rules import DatedAnswer, Entry, LayerHistory, LayerRelease, Policy
from linli.policy.selectors.effects import amount_changes, change_state, route_changes
from linli.policy.selectors.memory import (
    by_key,
    entries_of_release,
    read_policy,
    release_label,
)

ROUTES = _("Routes: who handles what")
AMOUNTS = _("Amounts and other results")
LATEST = 2**62
"""Order of an answer that is tried: after every answer given."""


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """What one app says would change."""

    name: str
    label: object
    changes: tuple[PreviewChange, ...]

    @property
    def total(self) -> int:
        """How many things would change, however many lines say so."""
        return sum(change.count for change in self.changes)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a change would do: ``effects`` in live data, ``wording`` of the policy behind them."""

    on: date
    effects: tuple[PreviewSection, ...]
    wording: tuple[PreviewSection, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would change."""
        return not any(section.changes for section in (*self.effects, *self.wording))


def with_release(release: Release, district: str, on: date) -> Preview:
    """The policy of a district with a release governing from ``on``. Reads the release once."""
    label = release_label(release.layer.code, release.digest)
    coming = LayerRelease(release.layer.code, label, on, entries_of_release(release))
    return _with(coming, release.layer.division, district)


def with_source(source: LayerSource, district: str, on: date) -> Preview:
    """The policy of a district with a text governing from ``on`` that is not even loaded."""
    code = source.entry.code
    label = release_label(code, digest_of(rows_of(source)))
    entries = by_key(
        Entry(row.kind, row.key, row.period, row.row, _citation(document, clause, code, label))
        for document in source.documents
        for clause in document.clauses
        for row in clause.provisions
    )
    return _with(LayerRelease(code, label, on, entries), source.entry.division, district)


def _citation(document: LoadedDocument, clause: LoadedClause, layer: str, release: str) -> Citation:
    entry, says = clause.entry, clause.entry.says
    return Citation(
        clause=entry.clause,
        cite=entry.cite,
        document=document.entry.title.zh,
        number=document.entry.number,
        layer=layer,
        release=release,
        says={"zh": says.zh, "en": says.en},
        cautions=cautions_of(
            document.entry.status, document.entry.date_confidence, entry.confidence
        ),
    )


def _with(coming: LayerRelease, division: str, district: str) -> Preview:
    before = read_policy(district)
    layers = [
        LayerHistory(history.layer, (*history.releases, coming))
        if history.layer == coming.layer
        else history
        for history in before.layers
    ]
    if coming.layer not in {history.layer for history in before.layers}:
        layers.insert(_place(division, before), LayerHistory(coming.layer, (coming,)))
    after = replace(before, layers=tuple(layers), memo={})
    return Preview(district, coming.since, before, after)


def _place(division: str, policy: Policy) -> int:
    """Where a layer without a release so far stands: below every layer of a larger place."""
    codes = [history.layer for history in policy.layers]
    stands = dict(Layer.objects.filter(code__in=codes).values_list("code", "division"))
    larger = (n for n, code in enumerate(codes) if len(stands.get(code, "")) < len(division))
    return next(larger, len(codes))


def with_answer(
    district: str, *, kind: str, key: str, field: str, value: str, since: date
) -> Preview:
    """The policy of a district with one more answer. Raises pydantic's ValidationError late."""
    before = read_policy(district)
    tried = DatedAnswer(kind, key, LATEST, Answer(field, value, since, "", ""))
    after = replace(before, answers=(*before.answers, tried), memo={})
    return Preview(district, since, before, after)


def dry_run(preview: Preview) -> DryRun:
    """What would change in the running district: in each app's data, in routes and amounts.

    A section of ``effects`` is there even where nothing changes: that it was looked at counts.
    """
    own: tuple[tuple[str, object, Previewer], ...] = (
        ("routes", ROUTES, route_changes),
        ("amounts", AMOUNTS, amount_changes),
    )
    apps = previewers()
    effects = tuple(
        PreviewSection(name, label, tuple(previewer(preview)))
        for name, label, previewer in (*own, *apps)
    )
    wording = tuple(
        PreviewSection(kind, KIND_LABELS[kind], tuple(_kind_changes(preview, body)))
        for kind, body in KINDS.items()
    )
    return DryRun(preview.on, effects, tuple(section for section in wording if section.changes))


def _kind_changes(preview: Preview, kind: type[Body]) -> Iterator[PreviewChange]:
    before = {found.key: found for found in preview.before.provisions(kind, on=preview.on)}
    after = {found.key: found for found in preview.after.provisions(kind, on=preview.on)}
    for key in sorted(before.keys() | after.keys()):
        yield from provision_changes(before.get(key), after.get(key))


def provision_changes(
    before: Resolved[Any] | None, after: Resolved[Any] | None
) -> Iterator[PreviewChange]:
    """What differs between two readings of a provision, field by field, in words."""
    shown = after or before
    if shown is None or (before and after and before.body == after.body):
        return
    old = _lines(before.body) if before else {}
    new = _lines(after.body) if after else {}
    title = title_of(shown.body) or shown.key
    state = change_state(before, after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            subject = f"{title} · {FIELDS.get(name, name)}"
            yield PreviewChange(subject, old.get(name, "—"), new.get(name, "—"), state)


def _lines(body: Body | Off) -> dict[str, str]:
    return {line.field: _line_words(line) for line in lines_of(body)}


def _line_words(line: Line) -> str:
    return listed(str(VALUES.get(str(value), value)) for value in line.values)
