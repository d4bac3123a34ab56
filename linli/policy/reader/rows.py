"""A layer as plain rows: what is stored, and what the content hash of a release covers.

The same rows can be made again from the database, so that ``linli verify`` can tell whether a
stored release is still what was loaded. Comments, spacing and the order of keys do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from linli.policy.data.values import DateConfidence, Text
from linli.policy.reader.schema import (
    DocumentEntry,
    LayerEntry,
    LayerSource,
    LoadedClause,
    LoadedProvision,
)

Row = dict[str, Any]
FORMAT = "linli-policy-1"
ADDED: Row = {
    "date_confidence": DateConfidence.PRINTED.value,
    "warning_zh": "",
    "warning_en": "",
    "warning_rule": "",
}
"""Columns that came later, with what they say when a folder does not use them.

Rows that say only that are hashed without them, so that older releases keep their hash.
"""


def layer_row(entry: LayerEntry) -> Row:
    """Where the layer stands."""
    return {
        "code": entry.code,
        "division": entry.division,
        "parent": entry.parent or "",
        **_text("name", entry.name),
    }


def document_row(entry: DocumentEntry, position: int) -> Row:
    """The head of a document."""
    return {
        "position": position,
        "code": entry.document,
        **_text("title", entry.title),
        **_text("publisher", entry.publisher),
        "number": entry.number,
        "issued": entry.issued.isoformat(),
        "effective": entry.effective.isoformat(),
        "status": entry.status.value,
        "confidence": entry.confidence.value,
        "date_confidence": entry.date_confidence.value,
        **_text("note", entry.note),
    }


def clause_row(clause: LoadedClause, position: int) -> Row:
    """A clause without its provisions."""
    entry = clause.entry
    return {
        "position": position,
        "code": entry.clause,
        **_text("chapter", clause.chapter),
        "cite": entry.cite,
        **_text("says", entry.says),
        "confidence": entry.confidence.value,
        **_text("note", entry.note),
        **_text("built_in", entry.built_in),
        "not_yet": entry.not_yet.value if entry.not_yet else "",
        **_text("reason", entry.not_for_system),
        **_text("warning", entry.warning),
        "warning_rule": entry.warning.rule if entry.warning else "",
    }


def provision_row(provision: LoadedProvision, position: int) -> Row:
    """A provision as written, with its days."""
    start, end = provision.period.start, provision.period.end
    return {
        "position": position,
        "kind": provision.kind,
        "key": provision.key,
        "valid_from": start.isoformat() if start else None,
        "valid_to": end.isoformat() if end else None,
        "content": provision.raw,
    }


def rows_of(source: LayerSource) -> list[Row]:
    """Every row of a layer in order; clauses and provisions follow the row they belong to."""
    rows = [layer_row(source.entry)]
    for number, document in enumerate(source.documents):
        rows.append(document_row(document.entry, number))
        for place, clause in enumerate(document.clauses):
            rows.append(clause_row(clause, place))
            rows += [provision_row(row, i) for i, row in enumerate(clause.provisions)]
    return rows


def digest_of(rows: Iterable[Row]) -> str:
    """SHA-256 over the canonical JSON of the rows, in order."""
    canonical = json.dumps(
        [FORMAT, *(_as_hashed(row) for row in rows)],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=lambda day: day.isoformat() if isinstance(day, date) else str(day),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _as_hashed(row: Row) -> Row:
    return {name: value for name, value in row.items() if ADDED.get(name, row) != value}


def _text(name: str, text: Text | None) -> Row:
    return {f"{name}_zh": text.zh if text else "", f"{name}_en": text.en if text else ""}
