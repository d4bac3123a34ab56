"""From rows back to a folder of YAML: what is read again has the same content hash."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import yaml

from linli.policy.reader.rows import Row

WIDTH = 100


class _Plain(yaml.SafeDumper):
    """No anchors: every value stands where it applies."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always: the reader refuses aliases."""
        return True


def files_of(rows: Iterable[Row]) -> dict[str, str]:
    """The files of a layer folder, name to text, from its rows in order (``rows.rows_of``)."""
    head, *rest = rows
    files: dict[str, str] = {}
    documents: list[dict[str, Any]] = []
    current: list[list[Row]] = []
    for row in rest:
        if "issued" in row:
            documents.append(_document(row))
            current = []
        elif "cite" in row:
            current.append([row])
            documents[-1]["clauses"] = current
        else:
            current[-1].append(row)
    for number, document in enumerate(documents, start=1):
        files |= _chapters(number, document)
    entry = {
        "code": head["code"],
        "name": _text(head, "name"),
        **({"parent": head["parent"]} if head["parent"] else {}),
        "division": head["division"],
        "documents": documents,
    }
    return {"layer.yaml": _dump(entry), **files}


def _document(row: Row) -> dict[str, Any]:
    names = ("number", "issued", "effective", "status", "confidence", "date_confidence")
    return {
        "document": row["code"],
        "title": _text(row, "title"),
        "publisher": _text(row, "publisher"),
        **{name: str(row[name]) for name in names if str(row.get(name) or "")},
        **_optional(row, "note", "note"),
    }


def _chapters(number: int, document: dict[str, Any]) -> dict[str, str]:
    """The chapter files of a document; fills in its list of chapters."""
    effective = document["effective"]
    clauses = document.pop("clauses", [])
    files: dict[str, str] = {}
    document["chapters"] = []
    grouped = groupby(clauses, key=lambda rows: (rows[0]["chapter_zh"], rows[0]["chapter_en"]))
    chapters = [(title, list(rows)) for title, rows in grouped]
    titles = chapters or [((document["title"]["zh"], document["title"]["en"]), [])]
    for place, ((zh, en), rows) in enumerate(titles, start=1):
        name = f"{number}-{place}.yaml"
        document["chapters"].append({"file": name, "title": {"zh": zh, "en": en}})
        files[name] = _dump([_clause(clause, effective) for clause in rows])
    return files


def _clause(rows: list[Row], effective: str) -> dict[str, Any]:
    row, *provisions = rows
    warning = _optional(row, "warning", "warning")
    if warning:
        warning["warning"]["rule"] = row["warning_rule"]
    return {
        "clause": row["code"],
        "cite": row["cite"],
        "says": _text(row, "says"),
        "confidence": row["confidence"],
        **_optional(row, "note", "note"),
        **warning,
        **({"provisions": [_provision(p, effective) for p in provisions]} if provisions else {}),
        **_optional(row, "built_in", "built_in"),
        **({"not_yet": row["not_yet"]} if row["not_yet"] else {}),
        **_optional(row, "reason", "not_for_system"),
    }


def _provision(row: Row, effective: str) -> dict[str, Any]:
    start, end = row["valid_from"], row["valid_to"]
    return {
        row["kind"]: row["key"],
        **({"from": str(start)} if str(start) != effective else {}),
        **({"to": str(end)} if end else {}),
        **row["content"],
    }


def _text(row: Row, name: str) -> dict[str, str]:
    return {"zh": row[f"{name}_zh"], "en": row[f"{name}_en"]}


def _optional(row: Row, name: str, key: str) -> dict[str, Any]:
    return {key: _text(row, name)} if row.get(f"{name}_zh") else {}


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=WIDTH)
