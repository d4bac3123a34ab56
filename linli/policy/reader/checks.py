"""Checks across a whole layer: what no single clause can tell about itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from linli.policy import rules
from linli.policy.data.bodies import Off, Reference
from linli.policy.data.kinds import KINDS
from linli.policy.data.offices import KNOWN_OFFICES
from linli.policy.reader.schema import LoadedClause, LoadedProvision
from linli.policy.reader.yamlfile import Fault


def clause_faults(clauses: Sequence[LoadedClause]) -> Iterator[Fault]:
    """Clauses said twice, clauses that say nothing of what becomes of them, or two things."""
    seen: dict[str, LoadedClause] = {}
    for clause in clauses:
        entry, here = clause.entry, (clause.file, clause.line)
        first = seen.setdefault(entry.clause, clause)
        if first is not clause:
            detail = f"{first.file}:{first.line}"
            yield Fault("duplicate_clause", *here, "clause", entry.clause, detail=detail)
        works = bool(entry.provisions or entry.built_in)
        if not (works or entry.not_yet or entry.not_for_system):
            allowed = ("provisions", "built_in", "not_yet", "not_for_system")
            yield Fault("silent_clause", *here, entry.clause, allowed=allowed)
        if entry.not_for_system and (works or entry.not_yet):
            yield Fault("contradicting_clause", *here, "not_for_system", entry.clause)


def seam_faults(provisions: Sequence[LoadedProvision]) -> Iterator[Fault]:
    """Values of one part that leave a day without a value, or give a day two."""
    parts: dict[tuple[str, str, str], list[LoadedProvision]] = defaultdict(list)
    for provision in provisions:
        for part in provision.row.part_names():
            parts[provision.kind, provision.key, part].append(provision)
    for (_, key, part), rows in parts.items():
        for code, earlier, later in rules.seams([row.period for row in rows]):
            first, second = rows[earlier], rows[later]
            yield Fault(
                f"date_{code}",
                second.file,
                second.line,
                f"{key} {part}".strip(),
                value=_days(second),
                detail=f"{first.file}:{first.line} {_days(first)}",
            )


def reference_faults(
    provisions: Sequence[LoadedProvision],
    clauses: Iterable[str],
    inherited: frozenset[Reference],
) -> Iterator[Fault]:
    """Provisions, parts and clauses that something relies on and that are not there."""
    known = known_parts(provisions) | inherited | KNOWN_OFFICES
    clause_ids = frozenset(clauses)
    for row in provisions:
        for wanted in row.row.references():
            if wanted not in known:
                kind, key, part = wanted
                allowed = sorted({_spoken(ref) for ref in known if ref[0] == kind and ref[2]})
                yield Fault(
                    "unknown_reference",
                    row.file,
                    row.line,
                    row.key,
                    value=f"{kind} {key} {part}".strip(),
                    allowed=tuple(allowed),
                )
        for clause in sorted(set(_clauses_in(row.raw)) - clause_ids):
            yield Fault("unknown_clause", row.file, row.line, "clause", clause)


def known_parts(provisions: Iterable[LoadedProvision]) -> frozenset[Reference]:
    """Every provision and part of these rows, as others may refer to them."""
    return frozenset(
        (row.kind, row.key, part) for row in provisions for part in ("", *row.row.part_names())
    )


def composition_faults(provisions: Sequence[LoadedProvision]) -> Iterator[Fault]:
    """Rows that are right one by one and do not make a whole on some day."""
    groups: dict[tuple[str, str], list[LoadedProvision]] = defaultdict(list)
    for provision in provisions:
        groups[provision.kind, provision.key].append(provision)
    for (kind, key), rows in groups.items():
        for day in rules.change_days(row.period for row in rows):
            in_force = [row for row in rows if row.period.contains(day)]
            off = [row for row in in_force if isinstance(row.row, Off)]
            if off and len(off) < len(in_force):
                yield _whole_fault(off[0], key, "off", {})
                break
            if not in_force or off:
                continue
            try:
                KINDS[kind].compose([(row.clause, row.row) for row in in_force])
            except ValidationError as error:
                detail = error.errors(include_url=False)[0]
                yield _whole_fault(in_force[0], key, detail["msg"], detail.get("ctx", {}))
                break
            except ValueError as error:
                yield _whole_fault(
                    in_force[0], key, str(error), getattr(error, "context", None) or {}
                )
                break


def _whole_fault(row: LoadedProvision, key: str, detail: str, context: dict[str, Any]) -> Fault:
    allowed = tuple(str(context["allowed"]).split(", ")) if context.get("allowed") else ()
    return Fault("not_whole", row.file, row.line, key, detail=detail, allowed=allowed)


def _clauses_in(raw: Any) -> Iterator[str]:
    """Clause ids written inside the parts of a provision."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key == "clause" and isinstance(value, str):
                yield value
            else:
                yield from _clauses_in(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from _clauses_in(item)


def _days(row: LoadedProvision) -> str:
    return f"[{row.period.start}, {row.period.end or '…'})"


def _spoken(reference: Reference) -> str:
    return " ".join(part for part in reference if part)
