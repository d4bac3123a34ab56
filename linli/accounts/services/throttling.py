"""Counting failures before anything is guessed: a slot is taken first and given back on success.

So a hundred guesses sent at once get no further than the limit. Keys are keyed hashes: the table
holds no login and no address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from linli.accounts import rules
from linli.accounts.data import Limit, Paused
from linli.accounts.models import Throttle

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Guard:
    """What is counted, and how often it may fail. ``own``: nobody else's attempts count here."""

    key: str
    limit: Limit
    own: bool = True


def guard(*, parts: Sequence[str], limit: Limit, own: bool = True) -> Guard:
    """A guard for one thing that may be guessed, named by its parts."""
    digest = salted_hmac("linli.accounts.throttle", "\0".join(parts), algorithm="sha256")
    return Guard(digest.hexdigest(), limit, own)


@transaction.atomic
def take(*, at: datetime, guards: Sequence[Guard]) -> bool:
    """Take a slot from every guard; whether one of them is now used up.

    Raises Paused, and counts nothing, when one was used up before.
    """
    ordered = sorted(guards, key=lambda item: item.key)
    rows = [_locked(item.key, at) for item in ordered]
    counts = [
        rules.failures_in_force(row.failures, row.last_at, at, item.limit)
        for item, row in zip(ordered, rows, strict=True)
    ]
    for item, count in zip(ordered, counts, strict=True):
        if count >= item.limit.failures:
            raise Paused(_pause_text(item.limit))
    for row, count in zip(rows, counts, strict=True):
        Throttle.objects.filter(pk=row.pk).update(failures=count + 1, last_at=at)
    return any(
        count + 1 >= item.limit.failures for item, count in zip(ordered, counts, strict=True)
    )


@transaction.atomic
def give_back(*, guards: Sequence[Guard]) -> None:
    """After a success: one's own count starts anew, a count shared with others loses this one."""
    for item in sorted(guards, key=lambda item: item.key):
        row = Throttle.objects.filter(pk=item.key)
        if item.own:
            row.delete()
        else:
            row.filter(failures__gt=0).update(failures=F("failures") - 1)


def forget_old(*, at: datetime) -> int:
    """Drop counts that no limit looks at any more; returns how many. Periodic."""
    return Throttle.objects.filter(last_at__lt=at - KEPT).delete()[0]


def _locked(key: str, at: datetime) -> Throttle:
    row, _created = Throttle.objects.select_for_update().get_or_create(
        key=key, defaults={"failures": 0, "last_at": at}
    )
    return row


def _pause_text(limit: Limit) -> str:
    if limit.minutes % 60:
        text = ngettext(
            "Too many failed attempts. Try again in %(n)s minute.",
            "Too many failed attempts. Try again in %(n)s minutes.",
            limit.minutes,
        )
        return text % {"n": limit.minutes}
    hours = limit.minutes // 60
    text = ngettext(
        "Too many failed attempts. Try again in %(n)s hour.",
        "Too many failed attempts. Try again in %(n)s hours.",
        hours,
    )
    return text % {"n": hours}
