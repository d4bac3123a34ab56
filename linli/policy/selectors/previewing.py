"""Dry runs: the policy as it would be with a release or an answer, and what would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from linli.policy.data import KINDS, Answer, Body, Off, Resolved
from linli.policy.data.previews import Preview, PreviewChange, previewers
from linli.policy.labels import FIELDS, VALUES
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import Line, lines_of, listed, title_of
from linli.policy.models import Release
from linli.policy.rules import DatedAnswer, LayerHistory, LayerRelease, Policy
from linli.policy.selectors.memory import entries_of_release, read_policy, release_label

LATEST = 2**62
"""Order of an answer that is tried: after every answer given."""


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """What one app says would change."""

    name: str
    label: object
    changes: tuple[PreviewChange, ...]


def with_release(release: Release, district: str, on: date) -> Preview:
    """The policy of a district with a release governing from ``on``. Reads the release once."""
    before = read_policy(district)
    label = release_label(release.layer.code, release.digest)
    coming = LayerRelease(release.layer.code, label, on, entries_of_release(release))
    layers = [
        LayerHistory(history.layer, (*history.releases, coming))
        if history.layer == coming.layer
        else history
        for history in before.layers
    ]
    if coming.layer not in {history.layer for history in before.layers}:
        layers.insert(_place(release, before), LayerHistory(coming.layer, (coming,)))
    return Preview(district, on, before, replace(before, layers=tuple(layers), memo={}))


def _place(release: Release, policy: Policy) -> int:
    """Where a layer without a release so far stands: the district's own is the lowest."""
    return 0 if len(release.layer.division) >= len(policy.division) else len(policy.layers)


def with_answer(
    district: str, *, kind: str, key: str, field: str, value: str, since: date
) -> Preview:
    """The policy of a district with one more answer. Raises pydantic's ValidationError late."""
    before = read_policy(district)
    tried = DatedAnswer(kind, key, LATEST, Answer(field, value, since, "", ""))
    after = replace(before, answers=(*before.answers, tried), memo={})
    return Preview(district, since, before, after)


def preview_sections(preview: Preview) -> tuple[PreviewSection, ...]:
    """What would change: first the policy itself by kind, then what each app says."""
    own = [
        PreviewSection(kind, KIND_LABELS[kind], tuple(_kind_changes(preview, body)))
        for kind, body in KINDS.items()
    ]
    apps = [
        PreviewSection(name, label, tuple(previewer(preview)))
        for name, label, previewer in previewers()
    ]
    return tuple(section for section in (*own, *apps) if section.changes)


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
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            subject = f"{title} · {FIELDS.get(name, name)}"
            yield PreviewChange(subject, old.get(name, "—"), new.get(name, "—"))


def _lines(body: Body | Off) -> dict[str, str]:
    return {line.field: _line_words(line) for line in lines_of(body)}


def _line_words(line: Line) -> str:
    return listed(str(VALUES.get(str(value), value)) for value in line.values)
