"""Writing the duties that the policy gives by itself, up to a horizon, and keeping them so.

What was printed before today stays as it is, with the release it was written under. What is still
to come follows the policy and the register: rows come, move, and are taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import Max, Min

from linli.duties import rules
from linli.duties.data import Generated, Owed, PlannedDay
from linli.duties.models import DutyInstance, DutyRun
from linli.duties.querysets import DutyInstanceQuerySet
from linli.duties.selectors.owing import Ground
from linli.duties.services.writing import upsert
from linli.journal import selectors as acts
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.workdays import default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Campaign, Duty, Resolved
from linli.territory import selectors as territory

HORIZON = timedelta(days=366)
"""How far ahead duties are written: a year, so that yearly ones are always in the calendar."""

BATCH = 500


@transaction.atomic
def generate(
    *,
    actor: Actor,
    at: datetime,
    district: str,
    from_on: date | None = None,
    compounds: Collection[int] | None = None,
    place: str = "",
    since: date | None = None,
) -> Generated:
    """Write what the district's policy asks for from today to the horizon; twice changes nothing.

    The first time it begins today, or on ``from_on`` where a district takes over its past. With
    ``compounds`` (database keys) only what is owed for these is looked at, with ``place`` (a
    division code) only what is owed there: from ``since`` on where the place is new. A year whose
    working days are not known is left out where they are needed, and named in the result. One act
    in the journal, none when nothing changed.
    """
    today = local_date(at)
    run, is_new = DutyRun.objects.select_for_update().get_or_create(
        district=district,
        defaults={"started_on": from_on or today, "act_seen": acts.last_act_id(district)},
    )
    start = run.started_on if is_new else min(today, (run.through or today) + timedelta(days=1))
    start = min(start, since or start)
    end = max(today, start) + HORIZON
    work = _Work(district, Ground(district, compounds, place))
    for first, following in pairwise([start, *_changes(district, start, end), end]):
        work.segment(first, following)
    if compounds is None and not place:
        run.through = max(run.through or start, end - timedelta(days=1))
        run.save(update_fields=["through"])
    done = Generated(work.written, work.removed, tuple(sorted(work.years)))
    if done.written or done.removed:
        journal.record(
            actor=actor,
            at=at,
            verb="duties.generate",
            subject=Subject("district", district, territory.division(district).name),
            division=district,
            district=district,
            data={
                "from": start,
                "to": end,
                "written": done.written,
                "removed": done.removed,
                "duties": dict(sorted(work.counts.items())),
            },
        )
    return done


def _changes(district: str, start: date, end: date) -> list[date]:
    """The days on which a duty, or the campaign it runs in, may become another."""
    days = {
        day
        for kind in (Duty, Campaign)
        for day in policy.change_days(kind, division=district, start=start, end=end)
    }
    return sorted(days)


@dataclass
class _Work:
    """One run over the segments of time in which the policy does not change."""

    district: str
    ground: Ground
    written: int = 0
    removed: int = 0
    years: set[int] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def segment(self, start: date, end: date) -> None:
        """Bring the printed days in ``[start, end)`` in line with the policy of ``start``."""
        known = self._known(start, end)
        kept = set()
        for duty in policy.provisions(Duty, division=self.district, on=start):
            days, missing = self._days(duty, start, end)
            owed = self.ground.owed(duty.body) if days or missing else []
            if not owed:
                continue
            self.years |= missing
            kept.add(duty.key)
            if duty.key in known:
                self._take_back(duty.key, known[duty.key], owed, days, start, end)
            written = upsert(district=self.district, key=duty.key, owed=owed, days=days)
            self.written += written
            self.counts[duty.key] += written
        gone = [key for key in known if key not in kept]
        if gone:
            self._remove(self._open(start, end).filter(key__in=gone))

    def _days(
        self, duty: Resolved[Duty], start: date, end: date
    ) -> tuple[list[PlannedDay], set[int]]:
        """The printed days, cut to the campaign phase a duty runs in."""
        within = duty.body.within
        if within:
            drive = policy.find(Campaign, within.campaign, division=self.district, on=start)
            phase = drive.body.phase(within.phase).period if drive else None
            if phase is None:
                return [], set()
            start, end = max(start, phase.start or start), min(end, phase.end or end)
        return rules.planned_days(duty, start, end, default_calendar())

    def _open(self, start: date, end: date) -> DutyInstanceQuerySet:
        rows = DutyInstance.objects.filter(district=self.district).generated().unfulfilled()
        rows = rows.filter(printed_on__gte=start, printed_on__lt=end).recurring()
        if self.ground.compounds is not None:
            rows = rows.filter(compound__in=list(self.ground.compounds))
        return rows.filter(division=self.ground.place) if self.ground.place else rows

    def _known(self, start: date, end: date) -> dict[str, dict[tuple[int, str], tuple[date, date]]]:
        """Per duty, who has open rows for what, and their first and last printed day. One query."""
        rows = self._open(start, end).order_by("key").values_list("key", "body_id", "occasion")
        found: dict[str, dict[tuple[int, str], tuple[date, date]]] = defaultdict(dict)
        for key, body, occasion, first, last in rows.annotate(
            first=Min("printed_on"), last=Max("printed_on")
        ):
            found[key][body, occasion] = (first, last)
        return found

    def _take_back(
        self,
        key: str,
        known: dict[tuple[int, str], tuple[date, date]],
        owed: list[Owed],
        days: list[PlannedDay],
        start: date,
        end: date,
    ) -> None:
        """Remove open rows of days that are no longer printed, or that nobody owes any more."""
        rows = self._open(start, end).filter(key=key)
        self._remove(rows.exclude(printed_on__in=[day.printed_on for day in days]))
        spells: dict[tuple[int, str], list[Owed]] = defaultdict(list)
        for row in owed:
            spells[row.body, row.occasion].append(row)
        printed = [day.printed_on for day in days]
        for (body, occasion), (first, last) in known.items():
            own = spells.get((body, occasion), [])
            if any(_covers(row, first, last) for row in own):
                continue
            theirs = rows.filter(body_id=body, occasion=occasion)
            over = [day for day in printed if not any(_covers(row, day, day) for row in own)]
            for at in range(0, len(over), BATCH):
                self._remove(theirs.filter(printed_on__in=over[at : at + BATCH]))

    def _remove(self, rows: DutyInstanceQuerySet) -> None:
        self.removed += rows.delete()[0]


def _covers(row: Owed, first: date, last: date) -> bool:
    return (row.from_on is None or row.from_on <= first) and (row.to_on is None or last < row.to_on)
