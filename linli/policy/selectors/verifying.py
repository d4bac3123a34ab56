"""For ``linli verify``: stored releases are what was loaded, and nothing can change them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.kernel.db import Guard, guard_faults, present_triggers
from linli.kernel.integrity import Problem
from linli.policy.models import Clause, DistrictValue, Document, Layer, Provision, Release
from linli.policy.reader import Row, digest_of, files_of

_APPEND_ONLY = (Clause, DistrictValue, Document, Layer, Provision)
_OWN_TRIGGERS = ("policy_release_content", "policy_release_no_delete")


def check_releases() -> Iterator[Problem | int]:
    """Rows still add up to the hash of each release; the triggers that guard them are there."""
    for release in Release.objects.select_related("layer").order_by("id"):
        if digest_of(stored_rows(release)) != release.digest:
            yield Problem(f"policy_release {release.pk}", _("its rows were altered after loading"))
        yield 1
    guards = (Guard(model._meta.db_table) for model in _APPEND_ONLY)
    for _table, fault in guard_faults(guards):
        yield Problem("policy", fault)
    for name in sorted(set(_OWN_TRIGGERS) - present_triggers().keys()):
        yield Problem("policy", _("trigger %(name)s is missing") % {"name": name})


def folder_of(release: Release) -> dict[str, str]:
    """A release as the files of a layer folder, name to text; read again, it has the same hash.

    The days of rows are written as dates. Three queries.
    """
    return files_of(stored_rows(release))


def stored_rows(release: Release) -> Iterator[Row]:
    """The rows the reader made of the layer, made again from the database. Three queries."""
    yield {
        "code": release.layer.code,
        "division": release.layer.division,
        "parent": release.parent,
        "name_zh": release.name_zh,
        "name_en": release.name_en,
    }
    clauses = _rows_by(Clause, release, "document_id", "release_id")
    provisions = _rows_by(Provision, release, "clause_id", "release_id")
    for document in _rows_by(Document, release, "release_id")[release.pk]:
        document_id = document.pop("id")
        yield document
        for clause in clauses.get(document_id, []):
            clause_id = clause.pop("id")
            yield clause
            for provision in provisions.get(clause_id, []):
                provision.pop("id")
                yield provision


def _rows_by(
    model: type[Document | Clause | Provision], release: Release, owner: str, *dropped: str
) -> dict[int, list[Row]]:
    """Rows of a release by the id of what they belong to, in order, without database keys."""
    names = [field.attname for field in model._meta.concrete_fields]
    kept = [name for name in names if name not in {"public_id", owner, *dropped}]
    found: dict[int, list[Row]] = {}
    rows = model._default_manager.filter(release=release).order_by("position", "id")
    for values in rows.values_list(owner, *kept):
        found.setdefault(values[0], []).append(dict(zip(kept, values[1:], strict=True)))
    return found
