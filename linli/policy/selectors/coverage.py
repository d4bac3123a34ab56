"""What becomes of every clause: set by the layers we ship, read by code, shown by a test.

Reads folders and source text, no database.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from linli.policy.data import KINDS, Formula, uses_of
from linli.policy.data.inventory import inventory
from linli.policy.formulas import calculation_of
from linli.policy.reader import LoadedClause, LoadedProvision, layer_folders, read_layer

PACKAGE = Path(__file__).parents[2]
PROFILES = PACKAGE / "profiles"

_KIND_NAMES = {body.__name__: kind for kind, body in KINDS.items()}


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One clause: ``state`` is ``mapped``, ``not_for_system`` (with its reason) or ``missing``."""

    id: str
    tag: str
    district: str
    state: str
    reason: str
    provisions: tuple[str, ...]
    read_by: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """The clauses of a district, counted."""

    clauses: int
    mapped: int
    not_for_system: int
    missing: int
    read: int
    exercised: int


def clause_coverage(results: Path | None = None) -> tuple[ClauseCoverage, ...]:
    """Every clause of the inventory. ``results`` is the record of a test run (clause to tests).

    Raises FolderFaults for a shipped layer with an error.
    """
    shipped = _shipped_clauses()
    tests = _tests(results)
    return tuple(
        _covered(entry.id, entry.tag, entry.district, shipped.get(entry.id), tests)
        for entry in inventory()
    )


def district_coverage(
    clauses: tuple[ClauseCoverage, ...],
) -> dict[str, DistrictCoverage]:
    """Counts by district, in the order of the inventory."""
    by_district: dict[str, list[ClauseCoverage]] = defaultdict(list)
    for clause in clauses:
        by_district[clause.district].append(clause)
    return {
        district: DistrictCoverage(
            clauses=len(rows),
            mapped=sum(row.state == "mapped" for row in rows),
            not_for_system=sum(row.state == "not_for_system" for row in rows),
            missing=sum(row.state == "missing" for row in rows),
            read=sum(bool(row.read_by) for row in rows),
            exercised=sum(bool(row.tests) for row in rows),
        )
        for district, rows in by_district.items()
    }


def sunk(
    counts: Mapping[str, DistrictCoverage], floor: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """What has fallen below the recorded floor, as ``JN mapped: 79 < 80``; empty if nothing."""
    return [
        f"{district} {name}: {getattr(counts[district], name)} < {least}"
        for district, limits in floor.items()
        for name, least in limits.items()
        if district not in counts or getattr(counts[district], name) < least
    ]


def _covered(
    code: str,
    tag: str,
    district: str,
    clause: LoadedClause | None,
    tests: Mapping[str, tuple[str, ...]],
) -> ClauseCoverage:
    entry = clause.entry if clause else None
    rows = clause.provisions if clause else ()
    works = bool(rows) or bool(entry and entry.built_in)
    is_out = entry is not None and entry.not_for_system is not None
    reason = entry.not_for_system.zh if entry and entry.not_for_system else ""
    return ClauseCoverage(
        id=code,
        tag=tag,
        district=district,
        state="mapped" if works else "not_for_system" if is_out else "missing",
        reason=reason,
        provisions=tuple(f"{row.kind}:{row.key}" for row in rows),
        read_by=tuple(dict.fromkeys(reader for row in rows for reader in _readers(row))),
        tests=tests.get(code, ()),
    )


@cache
def _shipped_clauses() -> dict[str, LoadedClause]:
    return {
        clause.entry.clause: clause
        for folder in layer_folders(PROFILES).values()
        for document in read_layer(folder).documents
        for clause in document.clauses
    }


def _tests(results: Path | None) -> dict[str, tuple[str, ...]]:
    if results is None or not results.exists():
        return {}
    found = json.loads(results.read_text(encoding="utf-8"))
    return {clause: tuple(tests) for clause, tests in found.items()}


def _readers(row: LoadedProvision) -> Iterator[str]:
    """Pages that registered, code that names the key or takes the whole kind, its calculation."""
    yield from (use.url_name for use in uses_of(row.kind, row.key))
    named = readers_in_code()
    yield from named.get((row.kind, row.key), ())
    yield from named.get((row.kind, ""), ())
    if isinstance(row.row, Formula):
        function = calculation_of(row.row).work_out
        yield f"{function.__module__}.{function.__name__}"


@cache
def readers_in_code() -> dict[tuple[str, str], tuple[str, ...]]:
    """Modules that ask the policy for a kind and key; key ``""`` where they take all of a kind.

    Found in the source: ``provision(Duty, "progress_report", …)``, ``provisions(Duty, …)``; a key
    may stand in a constant of the same module.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE.parent).with_suffix("")
        module = ".".join(relative.parts).removesuffix(".__init__")
        if module.startswith("linli.policy") or "migrations" in relative.parts:
            continue
        for asked in _asked_in(ast.parse(path.read_text(encoding="utf-8"))):
            found[asked].add(module)
    return {asked: tuple(sorted(modules)) for asked, modules in found.items()}


_WHOLE_KIND = "provisions"
_RUN_BY_DATA = frozenset({"duty"})
"""Kinds whose keys code takes from its own rows: whatever duty a policy has is run."""


def _asked_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        kind = _KIND_NAMES.get(getattr(node.args[0], "id", ""))
        if kind is None:
            continue
        key = _text(node.args[1], constants) if len(node.args) > 1 else None
        if key is not None:
            yield kind, key
        elif kind in _RUN_BY_DATA or getattr(node.func, "attr", "") == _WHOLE_KIND:
            yield kind, ""


def _text(node: ast.expr, constants: Mapping[str, object]) -> str | None:
    """The text of a constant or of a named one; None for what is only known when it runs."""
    value = node.value if isinstance(node, ast.Constant) else constants.get(getattr(node, "id", ""))
    return value if isinstance(value, str) else None
