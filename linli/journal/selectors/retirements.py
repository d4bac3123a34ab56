"""What went into archives: how far, what may go next, and whether the record of it holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Sum

from linli.journal.data import LEAST_DAYS, RETIRE, RETIREMENT, SETTLED, Retirable
from linli.journal.models import Act, RetiredSubject, Retirement, Seal
from linli.kernel.integrity import Problem


def latest_retirement(district: str) -> Retirement | None:
    """The last retirement of a district. One query."""
    return Retirement.objects.filter(district=district).order_by("-number").first()


def archived_until(district: str) -> datetime | None:
    """Acts of a district sealed up to this moment are in an archive, later ones here. Two
    queries.
    """
    latest = latest_retirement(district)
    if latest is None:
        return None
    last = Seal.objects.filter(district=district, number=latest.last_seal)
    return last.values_list("sealed_at", flat=True).first()


def acts_archived_until(district: str, kind: str, subject_id: str) -> datetime | None:
    """The latest of the acts done to one thing that are in an archive; None when none is. One
    query.
    """
    return _subject_until(district, kind, subject_id)


def readings_archived_until(district: str, kind: str, subject_id: str) -> datetime | None:
    """The latest of the readings of one thing's personal data that are in an archive. One query."""
    return _subject_until(district, kind, subject_id, readings=True)


def _subject_until(district: str, kind: str, subject_id: str, **which: bool) -> datetime | None:
    found = RetiredSubject.objects.filter(
        district=district, subject_kind=kind, subject_id=subject_id, **which
    ).aggregate(last=Max("until"))
    last: datetime | None = found["last"]
    return last


def retirable(district: str, *, before: datetime, limit: int | None = None) -> Retirable | None:
    """The next whole seals all of whose acts are older than ``before``, up to ``limit`` acts or
    one seal; None when there are none. Four queries and the seals.
    """
    latest = latest_retirement(district)
    seals = Seal.objects.filter(
        district=district, number__gt=latest.last_seal if latest else 0, sealed_at__lt=before
    ).order_by("number")
    newest = seals.aggregate(last=Max("last_id"))["last"]
    if newest is None:
        return None
    # Empty, unless a clock was set back: acts that are younger than the seal over them.
    young = Act.objects.filter(district=district, at__gte=before, id__lte=newest)
    too_young = list(young.order_by("id").values_list("id", flat=True))
    taken: list[Seal] = []
    count = 0
    for seal in seals.iterator():
        place = bisect_left(too_young, seal.first_id)
        if place < len(too_young) and too_young[place] <= seal.last_id:
            break
        if taken and (
            seal.number != taken[-1].number + 1 or (limit and count + seal.count > limit)
        ):
            break
        taken.append(seal)
        count += seal.count
    if not taken:
        return None
    return Retirable(
        district=district,
        first_seal=taken[0].number,
        last_seal=taken[-1].number,
        first_id=min(seal.first_id for seal in taken),
        last_id=max(seal.last_id for seal in taken),
        count=count,
        sealed_until=max(seal.sealed_at for seal in taken),
    )


def retirement_problems(district: str) -> Iterator[Problem]:
    """What is wrong with the record of a district's retirements.

    Each is chained to the one before, and the act of the latest is in the journal, under a seal:
    so none can be altered, removed or put in later. A few queries each.
    """
    rows = list(Retirement.objects.filter(district=district).order_by("number"))
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        faults = [*_link_faults(row, before), *_seal_faults(row)]
        faults += _act_faults(row, is_latest=place == len(rows) - 1)
        for fault in faults:
            yield Problem(f"journal_retirement {row.pk}", fault)


def _link_faults(row: Retirement, before: Retirement | None) -> Iterator[str]:
    if row.hash != row.computed_hash():
        yield "the retirement was altered after it was made"
    if row.number != (before.number if before else 0) + 1:
        yield "retirements before it are missing"
    if row.previous != (before.hash if before else ""):
        yield "it does not follow the retirement before it"
    if row.first_seal != (before.last_seal if before else 0) + 1:
        yield "its seals do not follow those retired before"


def _seal_faults(row: Retirement) -> Iterator[str]:
    seals = Seal.objects.filter(
        district=row.district, number__gte=row.first_seal, number__lte=row.last_seal
    )
    found = seals.aggregate(
        seals=Count("id"),
        acts=Sum("count"),
        first=Min("first_id"),
        last=Max("last_id"),
        newest=Max("sealed_at"),
    )
    if found["seals"] == 0 or found["seals"] != row.last_seal - row.first_seal + 1:
        yield "it covers seals that are not there"
        return
    if (found["acts"], found["first"], found["last"]) != (row.count, row.first_id, row.last_id):
        yield "its rows are not those of its seals"
    if found["newest"] > row.at - timedelta(days=LEAST_DAYS):
        yield f"it took acts younger than {LEAST_DAYS} days"


def _act_faults(row: Retirement, *, is_latest: bool) -> Iterator[str]:
    """An earlier retirement's act may have gone into an archive itself; the latest's cannot."""
    acts = list(
        Act.objects.filter(district=row.district, verb=RETIRE)
        .about(RETIREMENT, str(row.number))
        .order_by("id")
    )
    if len(acts) > 1 or (is_latest and not acts):
        yield f"{len(acts)} acts of the journal record it instead of one"
    for act in acts:
        if act.data != row.recorded() or act.at != row.at:
            yield "it is not what its act in the journal says"
        seals = Seal.objects.over(row.district, act.pk)
        if seals.filter(sealed_at__lt=act.at - SETTLED).exists():
            yield "it is dated later than the seal over its act"
