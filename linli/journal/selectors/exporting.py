"""Sealed acts as lines of JSON, which anybody can verify without this program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linli.journal import rules
from linli.journal.models import DIGESTED, Act, Seal, plain
from linli.journal.selectors.retirements import latest_retirement
from linli.kernel.errors import Conflict


def exported(district: str, *, first: int | None = None, last: int | None = None) -> Iterator[str]:
    """The seals of a district from number ``first`` to ``last``, each followed by its acts.

    One line of JSON each, without line ends; by itself from the first seal whose acts are still
    here. Holds what the acts hold: treat it like the journal. Raises Conflict for seals whose acts
    are in an archive.
    """
    retired = latest_retirement(district)
    kept_from = retired.last_seal + 1 if retired else 1
    if first is not None and first < kept_from:
        raise Conflict(
            f"The acts of seals before {kept_from} are in archives.",
            code="retired",
            remedy="Verify the archives themselves, in order, before this export.",
        )
    seals = Seal.objects.filter(district=district, number__gte=first or kept_from)
    if last is not None:
        seals = seals.filter(number__lte=last)
    for seal in seals.order_by("number").iterator():
        yield _line({"seal": described(seal)})
        yield from _acts(seal)


def described(seal: Seal) -> dict[str, Any]:
    """A seal as it is written in exports and archives."""
    return {
        "district": seal.district,
        "number": seal.number,
        "sealed_at": seal.sealed_at.isoformat(timespec="microseconds"),
        "algorithm": seal.algorithm,
        "spans": seal.spans,
        "count": seal.count,
        "total": seal.total,
        "root": seal.root,
        "previous": seal.previous,
        "hash": seal.hash,
    }


def _acts(seal: Seal) -> Iterator[str]:
    wanted = set(rules.ids_in(seal.spans))
    rows = Act.objects.filter(
        district=seal.district, id__gte=seal.first_id, id__lte=seal.last_id
    ).order_by("id")
    for row in rows.values("id", "digest", *DIGESTED).iterator(chunk_size=2_000):
        number, digest = row.pop("id"), row.pop("digest")
        if number in wanted:
            yield _line({"act": plain(row), "digest": digest})


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
