"""Duties follow communities that are merged or split: whose they are from a day on.

What is printed from the day on belongs to the successor. What the former body had not done by then
goes on at the successor, and whatever had fallen due by that day still counts for the former one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import ngettext

from linli.duties.models import DutyInstance, DutyRun
from linli.duties.querysets import DutyInstanceQuerySet
from linli.duties.services.generating import generate
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor, system_actor
from linli.registry.data import CommunityChange, Consequence
from linli.territory import selectors as territory
from linli.territory.data import BodyKind, street_of


def foresee_move(*, change: CommunityChange) -> tuple[Consequence, ...]:
    """What a change of communities would do to duties. A handful of queries, nothing written."""
    moving = _Moving(change)
    handed = [rows.unfulfilled() for rows, _heir in moving.handed_over()]
    count = sum(rows.count() for rows in handed)
    overdue = sum(rows.filter(due_on__lt=change.on).count() for rows in handed)
    planned = moving.planned().count()
    text = ngettext(
        "%(n)s open duty goes on at %(place)s.", "%(n)s open duties go on at %(place)s.", count
    )
    found = [Consequence(text % {"n": count, "place": change.target_name}, count)]
    if overdue:
        text = ngettext(
            "%(n)s of them was due before %(day)s and still counts for the former body.",
            "%(n)s of them were due before %(day)s and still count for the former body.",
            overdue,
        )
        found.append(Consequence(text % {"n": overdue, "day": change.on}, overdue))
    if planned:
        text = ngettext(
            "%(n)s duty of the communities that end is taken back from %(day)s on; %(place)s owes "
            "its own.",
            "%(n)s duties of the communities that end are taken back from %(day)s on; %(place)s "
            "owes its own.",
            planned,
        )
        words = {"n": planned, "day": change.on, "place": change.target_name}
        found.append(Consequence(text % words, planned))
    return tuple(found)


@transaction.atomic
def move_duties(*, actor: Actor, at: datetime, change: CommunityChange) -> None:
    """Carry the duties with a change of communities that is being recorded.

    From the day on the successor owes what the policy gives it, the former body nothing. One act
    for all, none when nothing changed; the change itself is the actor's right.
    """
    run = DutyRun.objects.select_for_update().filter(district=change.district).first()
    moving = _Moving(change)
    taken_back = moving.planned().delete()[0]
    moved = moving.carry()
    if moved or taken_back:
        journal.record(
            actor=actor,
            at=at,
            verb="duties.move",
            subject=Subject("division", change.target, change.target_name),
            division=change.target,
            district=change.district,
            data={
                "from": list(change.sources),
                "on": change.on,
                "moved": dict(sorted(moved.items())),
                "taken_back": taken_back,
            },
        )
    if run is not None:
        generate(
            actor=system_actor(change.district),
            at=at,
            district=change.district,
            place=change.target,
            since=max(change.on, run.started_on) if change.opens else None,
        )


@dataclass
class _Moving:
    """The rows a change concerns, as sets. A row is done with if it was done before the day."""

    change: CommunityChange

    @cached_property
    def seats(self) -> dict[tuple[BodyKind, str], list[int]]:
        """Community and street offices by where they sit, the first one first. One query."""
        change = self.change
        codes = {*change.sources, change.target, change.street} | set(
            map(street_of, change.sources)
        )
        found: dict[tuple[BodyKind, str], list[int]] = {}
        for body in territory.bodies_at(codes):
            if body.kind in (BodyKind.COMMUNITY, BodyKind.STREET_TOWN):
                found.setdefault((BodyKind(body.kind), body.division_id), []).append(body.pk)
        return found

    def former(self, *places: str) -> list[int]:
        """Offices of these communities."""
        return [pk for code in places for pk in self.seats.get((BodyKind.COMMUNITY, code), [])]

    def planned(self) -> DutyInstanceQuerySet:
        """What the policy gave the communities that end, or gave others for them, and is printed
        from the day on: the successor has its own.
        """
        return self._of_places().filter(self._replaced())

    def _replaced(self) -> Q:
        own = Q(body__in=self.former(*self.change.ends)) | Q(occasion__startswith="place ")
        given = Q(assignment=None, printed_on__gte=self.change.on) & ~Q(occasion__contains="@")
        return own & given

    def handed_over(self) -> Iterator[tuple[DutyInstanceQuerySet, int | None]]:
        """Sets of rows that come to another office, with that office; None while it is not there.

        Offices of the communities; and of their streets, where the street is another one.
        """
        change = self.change
        heirs = self.seats.get((BodyKind.COMMUNITY, change.target), [None])
        yield self._of_compounds().filter(body__in=self.former(*change.sources)), heirs[0]
        begun = self._of_places().exclude(self._replaced())
        yield begun.filter(body__in=self.former(*change.ends)), heirs[0]
        streets = {street_of(code) for code in change.sources} - {change.street}
        old = [pk for code in streets for pk in self.seats.get((BodyKind.STREET_TOWN, code), [])]
        new = self.seats.get((BodyKind.STREET_TOWN, change.street), [])
        if old and new:
            yield self._of_compounds().filter(body__in=old), new[0]
            yield begun.filter(body__in=old), new[0]

    def carry(self) -> Counter[str]:
        """Hand the rows over; how many, by duty."""
        change = self.change
        self._name_former_places()
        moved: Counter[str] = Counter()
        for rows, heir in self.handed_over():
            if heir is None:
                continue
            moved.update(rows.order_by("id").values_list("key", flat=True))
            begun = rows.filter(printed_on__lt=change.on)
            begun = begun.filter(Q(taken_on=None) | Q(due_on__gte=F("taken_on")))
            begun.update(taken_from=F("body"), taken_on=change.on)
            rows.update(body=heir, division=change.target)
            self._escalated(heir)
        for rows in (self._of_compounds(), self._of_places()):
            rows.exclude(division=change.target).update(division=change.target)
        return moved

    def _name_former_places(self) -> None:
        """What an office owed for itself says from now on for which community it was."""
        names = territory.names(set(self.change.ends))
        for code in self.change.ends:
            own = self._of_places().filter(body__in=self.former(code))
            own = own.filter(Q(occasion="") | Q(occasion__startswith="@"))
            own.filter(subject="").update(subject=names[code])
            own.update(occasion=Concat(Value(f"place {code}"), F("occasion")))

    def _escalated(self, heir: int) -> None:
        """What had come to an office that ended stands on the desk of the one after it."""
        rows = DutyInstance.objects.filter(district=self.change.district).unfulfilled()
        rows.filter(escalated_to__in=self.former(*self.change.ends)).update(escalated_to=heir)

    def _of_compounds(self) -> DutyInstanceQuerySet:
        """About compounds that move: what is still open, and all that is printed from the day."""
        rows = DutyInstance.objects.filter(district=self.change.district)
        rows = rows.filter(compound__in=self.change.compounds)
        return rows.filter(Q(fulfilled_on=None) | Q(printed_on__gte=self.change.on))

    def _of_places(self) -> DutyInstanceQuerySet:
        """Open, about no compound, in a community that ends."""
        rows = DutyInstance.objects.filter(district=self.change.district).unfulfilled()
        return rows.filter(compound=None, division__in=self.change.ends)
