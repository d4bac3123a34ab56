"""Seals: what is sealed, what is not yet, and why a seal covers an act."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from linli.journal import rules
from linli.journal.data import SETTLED, Head, Proof
from linli.journal.models import Act, Seal


def head(district: str) -> Head | None:
    """The latest seal of a district, to be published; None before the first. One query.

    An empty district is the chain of acts that concern the whole installation.
    """
    latest = Seal.objects.filter(district=district).order_by("-number").first()
    return _head(latest) if latest else None


def heads() -> list[Head]:
    """The heads of all districts, by district. Two queries."""
    latest = Seal.objects.order_by("district").values("district").annotate(last=Max("id"))
    rows = Seal.objects.filter(id__in=[row["last"] for row in latest])
    return [_head(seal) for seal in rows.order_by("district", "id")]


def districts_with_acts() -> list[str]:
    """Every district that has acts. One query over an index."""
    return list(Act.objects.order_by("district").values_list("district", flat=True).distinct())


def unsealed_ids(district: str, at: datetime, *, limit: int) -> list[int]:
    """The rows to seal next, ascending: visible now, in no seal, younger than what has settled.

    A row that turns up among rows sealed more than an hour ago is left alone: ``linli verify``
    reports it. Three queries; reads the numbers of the last hour's rows.
    """
    floor = settled_floor(district, at)
    covered: set[int] = set()
    for spans in Seal.objects.filter(district=district, last_id__gt=floor).values_list("spans"):
        covered.update(rules.ids_in(spans[0]))
    rows = Act.objects.filter(district=district, id__gt=floor).order_by("id")
    found: list[int] = []
    for number in rows.values_list("id", flat=True).iterator(chunk_size=10_000):
        if number not in covered:
            found.append(number)
            if len(found) == limit:
                break
    return found


def oldest_unsealed(at: datetime) -> datetime | None:
    """When the act was done that has waited longest for its seal. Four queries a district."""
    waiting = [
        act.at
        for district in districts_with_acts()
        for act in Act.objects.filter(id__in=unsealed_ids(district, at, limit=1))
    ]
    return min(waiting, default=None)


def settled_floor(district: str, at: datetime) -> int:
    """Up to this row number everything was sealed that ever will be. One query."""
    old = Seal.objects.filter(district=district, sealed_at__lte=at - SETTLED)
    return old.aggregate(last=Max("last_id"))["last"] or 0


def proof_of(act: Act) -> Proof | None:
    """Why a seal covers the act; None while it waits for one. Two queries."""
    for seal in Seal.objects.over(act.district, act.pk).order_by("number"):
        ids = rules.ids_in(seal.spans)
        if act.pk in ids:
            return _proof(act, seal, ids)
    return None


def digests(seal: Seal, ids: list[int]) -> list[str]:
    """The stored digests of a seal's rows, in order; missing rows are missing here. One query."""
    wanted = set(ids)
    rows = Act.objects.filter(
        district=seal.district, id__gte=seal.first_id, id__lte=seal.last_id
    ).order_by("id")
    return [text for number, text in rows.values_list("id", "digest") if number in wanted]


def _proof(act: Act, seal: Seal, ids: list[int]) -> Proof:
    leaves = digests(seal, ids)
    complete = len(leaves) == len(ids)
    steps = rules.proof(leaves, ids.index(act.pk), seal.algorithm) if complete else []
    computed = rules.digest(act.digested(), rules.algorithm_of(act.digest))
    return Proof(
        number=seal.number,
        sealed_at=seal.sealed_at,
        algorithm=seal.algorithm,
        steps=tuple(steps),
        root=seal.root,
        seal=seal.hash,
        holds=complete and rules.follow(computed, steps, seal.algorithm) == seal.root,
    )


def _head(seal: Seal) -> Head:
    return Head(
        district=seal.district,
        number=seal.number,
        total=seal.total,
        hash=seal.hash,
        algorithm=seal.algorithm,
        sealed_at=seal.sealed_at,
    )
