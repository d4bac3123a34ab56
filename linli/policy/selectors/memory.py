"""Compiled policy kept in the process, and how the process notices that policy has changed.

Releases never change, so a compiled one is kept by its content hash. Which release governs, and
what a district answered, does change; every such change renews the token in ``Edition``. A process
asks for the token once per web request (once per lookup outside a request): one row by primary
key. Only when it differs is anything read again.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.kernel import workdays
from linli.kernel.explain import Citation
from linli.kernel.periods import DatePeriod
from linli.policy.data import Answer, NotConfigured, Off, Row, cautions_of, row_type
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import in_language
from linli.policy.models import DistrictValue, Edition, Provision, Release
from linli.policy.rules import (
    DatedAnswer,
    Entry,
    LayerHistory,
    LayerRelease,
    Policy,
    ProvisionId,
    not_configured,
)
from linli.territory.data import district_of

MOST_KEPT = 256
"""Districts, and releases, kept in memory before the process starts afresh."""

Entries = Mapping[ProvisionId, tuple[Entry, ...]]


@dataclass(slots=True)
class _Known:
    """What the process has read under one edition."""

    token: UUID | None
    policies: dict[str, Policy] = field(default_factory=dict)


class _Request(threading.local):
    """Whether this thread serves a request, and whether it has asked for the token in it."""

    running = False
    asked = False


_known = _Known(None)
_compiled: dict[str, Entries] = {}
_request = _Request()


def begin_request(**kwargs: Any) -> None:
    """A web request begins: the next lookup asks for the edition."""
    _request.running, _request.asked = True, False


def end_request(**kwargs: Any) -> None:
    """The web request is over: from here on every lookup asks for the edition."""
    _request.running = _request.asked = False


def forget() -> None:
    """Ask for the edition again at the next lookup. Called by the services that change it."""
    _request.asked = False


def read_policy(division: str) -> Policy:
    """The policy of a division's district (or of a larger division itself).

    Queries: the edition's token, at most once per request; after a change three more for the
    first lookup in a district, and one for loaded years of working days.
    """
    global _known
    if not _request.asked:
        token = Edition.objects.filter(pk=1).values_list("token", flat=True).first()
        if token != _known.token or len(_known.policies) > MOST_KEPT:
            _known = _Known(token)
            workdays.reload()
        _request.asked = _request.running
    known, code = _known, district_of(division) or division
    if code not in known.policies:
        known.policies[code] = _load(code)
    return known.policies[code]


def edition() -> str:
    """What names the policy in force as a whole: another one after every change. One query."""
    return str(Edition.objects.filter(pk=1).values_list("token", flat=True).first() or "")


def release_label(layer: str, digest: str) -> str:
    """How a release is named in citations, explanations and the journal."""
    return f"{layer}@{digest[:12]}"


def _load(code: str) -> Policy:
    used = Release.objects.of_stack(code).in_use().select_related("layer")
    releases = list(used.order_by("governs_from", "activated_at", "id"))
    _compile([release for release in releases if release.digest not in _compiled])
    by_layer: dict[tuple[str, str], list[LayerRelease]] = defaultdict(list)
    for release in releases:
        layer = release.layer
        if release.governs_from is not None:
            by_layer[layer.division, layer.code].append(
                LayerRelease(
                    layer=layer.code,
                    release=release_label(layer.code, release.digest),
                    since=release.governs_from,
                    entries=_compiled[release.digest],
                )
            )
    lowest_first = sorted(by_layer, key=lambda place: (-len(place[0]), place[1]))
    histories = (LayerHistory(place[1], tuple(by_layer[place])) for place in lowest_first)
    return Policy(code, tuple(histories), _answers(code), refusal=_refusal)


def entries_of_release(release: Release) -> Entries:
    """A release compiled for lookups; one query unless it is known."""
    if release.digest not in _compiled:
        _compile([release])
    return _compiled[release.digest]


def _refusal(
    kind: str, key: str, division: str, on: date, off: Entry | None = None
) -> NotConfigured:
    words = {"day": on, "kind": KIND_LABELS[kind], "key": key}
    if off and isinstance(off.row, Off):
        message = _("On %(day)s this is switched off here (%(kind)s %(key)s).") % words
        error = not_configured(kind, key, division, on, off, message)
        error.remedy = in_language(off.row.reason)
        return error
    message = _("No policy in force here on %(day)s says this (%(kind)s %(key)s).") % words
    error = not_configured(kind, key, division, on, None, message)
    error.remedy = _("Load the district's policy and activate it, then try again.")
    return error


def _compile(releases: list[Release]) -> None:
    if len(_compiled) > MOST_KEPT:
        _compiled.clear()
    rows: dict[str, list[Provision]] = {release.digest: [] for release in releases}
    if rows:
        found = Provision.objects.filter(release__in=releases).select_related(
            "clause__document", "release__layer"
        )
        order = ("release_id", "clause__document__position", "clause__position", "position", "id")
        for row in found.order_by(*order):
            rows[row.release.digest].append(row)
    for digest, provisions in rows.items():
        _compiled[digest] = by_key(entry_of(row) for row in provisions)


def by_key(entries: Iterable[Entry]) -> Entries:
    """Rows grouped by what they set, each group in document order."""
    grouped: dict[ProvisionId, list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.kind, entry.key].append(entry)
    return {key: tuple(found) for key, found in grouped.items()}


def entry_of(row: Provision) -> Entry:
    """A stored row with its type and its citation; no query if clause and layer are loaded."""
    clause, document, release = row.clause, row.clause.document, row.release
    return Entry(
        kind=row.kind,
        key=row.key,
        period=DatePeriod(row.valid_from, row.valid_to),
        row=_typed(row),
        citation=Citation(
            clause=clause.code,
            cite=clause.cite,
            document=document.title_zh,
            number=document.number,
            layer=release.layer.code,
            release=release_label(release.layer.code, release.digest),
            says={"zh": clause.says_zh, "en": clause.says_en},
            cautions=cautions_of(document.status, document.date_confidence, clause.confidence),
        ),
    )


def _typed(row: Provision) -> Row:
    model = row_type(row.kind, row.content)
    if model is None:
        raise LookupError(f"no calculation is called {row.content['name']}")
    return model.model_validate(row.content)


def _answers(code: str) -> tuple[DatedAnswer, ...]:
    rows = DistrictValue.objects.filter(district=code).order_by("since", "id")
    return tuple(
        DatedAnswer(
            kind=row.kind,
            key=row.key,
            order=row.pk,
            answer=Answer(row.field, row.value, row.since, row.reason, row.reference),
        )
        for row in rows
    )
