"""Seals over what was written, a batch at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from linli.journal import rules, selectors
from linli.journal.models import Seal
from linli.journal.selectors.seals import digests

ROWS_PER_SEAL = 5_000


@transaction.atomic
def seal(*, district: str, at: datetime) -> Seal | None:
    """Seal the district's waiting acts, up to 5,000; None when none waits.

    Two workers at once: the second finds its number taken, rolls back and comes again.
    """
    ids = selectors.unsealed_ids(district, at, limit=ROWS_PER_SEAL)
    if not ids:
        return None
    before = selectors.head(district)
    number, total, previous = (before.number, before.total, before.hash) if before else (0, 0, "")
    made = Seal(
        district=district,
        number=number + 1,
        sealed_at=at.astimezone(UTC),
        algorithm=settings.JOURNAL_HASH,
        first_id=ids[0],
        last_id=ids[-1],
        spans=rules.spans_of(ids),
        count=len(ids),
        total=total + len(ids),
        previous=previous,
    )
    made.root = rules.root(digests(made, ids), made.algorithm)
    made.hash = made.computed_hash()
    made.save(force_insert=True)
    return made


def seal_all(*, at: datetime) -> int:
    """Seal whatever waits, district by district, one short transaction each; returns the seals."""
    made = 0
    for district in selectors.districts_with_acts():
        while seal(district=district, at=at):
            made += 1
    return made
