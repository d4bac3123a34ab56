"""Re-computing the journal: every digest, every seal, every link; and comparing with kept heads.

One pass over the rows of each district, a few thousand at a time; nothing is trusted but the
fields of the acts themselves and the heads that were published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from linli.journal import rules
from linli.journal.data import Published, is_declared
from linli.journal.guards import ACTS, RETIREMENTS, SEALS
from linli.journal.models import DIGESTED, Act, Retirement, Seal, plain
from linli.journal.querysets import ActQuerySet
from linli.journal.selectors.retirements import latest_retirement, retirement_problems
from linli.journal.selectors.seals import districts_with_acts, settled_floor
from linli.kernel.db import guard_faults
from linli.kernel.integrity import Problem

Found = Iterator[Problem | int]
CHUNK = 5_000
ALTERED = "the row was altered after it was written"


def check_chain() -> Found:
    """Every act has its digest, every seal its rows and its link to the seal before.

    Yields 1 for each act looked at and a Problem for each fault, named by table and row.
    """
    sealed = Seal.objects.order_by("district").values_list("district", flat=True).distinct()
    retired = Retirement.objects.order_by("district").values_list("district", flat=True).distinct()
    for district in sorted({*districts_with_acts(), *sealed, *retired}):
        yield from check_district(district)


def check_published(published: Iterable[Published]) -> Found:
    """Every head that was kept outside is still the seal it was."""
    for kept in published:
        yield 1
        seals = Seal.objects.filter(hash=kept.hash)
        if kept.district is not None:
            seals = seals.filter(district=kept.district)
        if kept.number is not None:
            seals = seals.filter(number=kept.number)
        if not seals.exists():
            where = f"journal_seal {kept.district or ''} {kept.number or ''}".strip()
            yield Problem(
                where, f"the published head {kept.hash[:16]}… is no seal of this journal any more"
            )


def check_triggers() -> Found:
    """The triggers that make the journal append-only are in place."""
    yield 1
    for table, fault in guard_faults((ACTS, SEALS, RETIREMENTS)):
        yield Problem(table, fault)


def check_district(district: str) -> Found:
    """The retirements; the seals in order, each with its rows unless they are in an archive; then
    the rows that no seal covers.
    """
    yield from retirement_problems(district)
    latest = latest_retirement(district)
    retired_to = latest.last_seal if latest else 0
    covered: set[int] = set()
    retired: set[int] = set()
    before: Seal | None = None
    for seal in Seal.objects.filter(district=district).order_by("number").iterator():
        where = f"journal_seal {seal.pk}"
        for fault in _link_faults(seal, before):
            yield Problem(where, fault)
        try:
            ids = rules.ids_in(seal.spans)
        except ValueError:
            yield Problem(where, "its list of rows was altered")
        else:
            if not covered.isdisjoint(ids) or not retired.isdisjoint(ids):
                yield Problem(where, "it covers rows that an earlier seal covers")
            if seal.number <= retired_to:
                retired.update(ids)
            else:
                covered.update(ids)
                yield from _check_rows(seal, ids)
        before = seal
    yield from _check_unsealed(district, covered, retired)


def _link_faults(seal: Seal, before: Seal | None) -> Iterator[str]:
    if seal.hash != seal.computed_hash():
        yield "the seal was altered after it was made"
    if seal.number != (before.number if before else 0) + 1:
        yield "seals before it are missing"
    if seal.previous != (before.hash if before else ""):
        yield "it does not follow the seal before it"
    if seal.total != (before.total if before else 0) + seal.count:
        yield "its count of rows does not add up"


def _check_rows(seal: Seal, ids: list[int]) -> Found:
    wanted = set(ids)
    digests = []
    rows = Act.objects.filter(district=seal.district, id__gte=seal.first_id, id__lte=seal.last_id)
    for number, written, row in _rows(rows):
        if number in wanted:
            computed, problems = _looked_at(number, written, row)
            digests.append(computed)
            yield from problems
            yield 1
    where = f"journal_seal {seal.pk}"
    if len(digests) != seal.count or len(ids) != seal.count:
        yield Problem(where, f"{seal.count} rows were sealed, {len(digests)} of them are there")
    elif rules.root(digests, seal.algorithm) != seal.root:
        yield Problem(where, "its rows are not the rows that were sealed")


def _check_unsealed(district: str, covered: set[int], retired: set[int]) -> Found:
    """Rows no seal covers: the young ones wait for it; others were put in, or put back."""
    latest = Seal.objects.filter(district=district).order_by("-number").first()
    floor = settled_floor(district, latest.sealed_at) if latest else 0
    acts = Act.objects.filter(district=district)
    numbers = acts.order_by("id").values_list("id", flat=True).iterator(chunk_size=CHUNK)
    waiting = [number for number in numbers if number not in covered]
    for start in range(0, len(waiting), CHUNK):
        for number, written, row in _rows(acts.filter(id__in=waiting[start : start + CHUNK])):
            _computed, problems = _looked_at(number, written, row)
            yield from problems
            where = f"journal_act {number}"
            if number in retired:
                yield Problem(where, "it went into an archive, yet it is there")
            elif number <= floor:
                yield Problem(where, "it stands among sealed rows, but no seal covers it")
            yield 1


def _rows(acts: ActQuerySet) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Number, digest as written, and digested fields of each act."""
    rows = acts.order_by("id").values_list("id", "digest", *DIGESTED).iterator(chunk_size=CHUNK)
    for number, written, *values in rows:
        yield number, written, dict(zip(DIGESTED, values, strict=True))


def _looked_at(number: int, written: str, row: dict[str, Any]) -> tuple[str, list[Problem]]:
    """The digest the row's fields have now, and what is wrong with the row itself."""
    computed = rules.digest(plain(row), rules.algorithm_of(written))
    where = f"journal_act {number}"
    problems = [] if computed == written else [Problem(where, ALTERED)]
    if not is_declared(row["verb"]):
        problems.append(Problem(where, f"unknown verb {row['verb']!r}"))
    return computed, problems
