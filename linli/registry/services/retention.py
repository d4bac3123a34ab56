"""What is given up when nobody has touched it for long: files with personal data go with it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from linli.kernel.actors import system_actor
from linli.kernel.errors import Conflict
from linli.registry.data import ROSTERS, RosterState
from linli.registry.models import RosterImport
from linli.registry.services.rosters import drop_roster

UNTOUCHED_ROSTER_LIFE = timedelta(days=90)
UNFINISHED = (RosterState.RECEIVED, RosterState.FAULTY, RosterState.READY)


def give_up_old_rosters(*, at: datetime) -> int:
    """Give up rosters that were handed in 90 days ago and never finished; returns how many.

    One act each, as if somebody had given them up. Doing it again finds none.
    """
    old = RosterImport.objects.filter(state__in=UNFINISHED, at__lt=at - UNTOUCHED_ROSTER_LIFE)
    count = 0
    for roster, district in list(old.order_by("id").values_list("public_id", "district")):
        actor = system_actor(district, frozenset({ROSTERS}))
        with suppress(Conflict):  # somebody was quicker
            drop_roster(actor=actor, at=at, roster=roster)
            count += 1
    return count
