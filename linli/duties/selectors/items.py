"""Reading duties: what is owed, how it stands, and why the due day is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Min, Q
from django.utils.translation import get_language, gettext

from linli.duties import labels, rules
from linli.duties.data import (
    RECORD,
    DutyItem,
    DutyKind,
    Filing,
    Shift,
    SpecialDays,
    Standing,
    Strip,
)
from linli.duties.models import DutyInstance, DutyRun
from linli.duties.querysets import DutyInstanceQuerySet
from linli.journal.data import is_declared
from linli.journal.selectors import acts_visible_to, archived_until
from linli.kernel.actors import Actor, system_actor
from linli.kernel.clock import local_date
from linli.kernel.deadlines import deadline
from linli.kernel.errors import NotFound
from linli.kernel.integrity import Problem
from linli.kernel.web.cells import Chip
from linli.kernel.workdays import default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Duty, NotConfigured, Resolved, Text

COMPOUND_AHEAD = 92


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """What one body owes of one duty by one day: ``item`` speaks for ``count`` rows."""

    item: DutyItem
    count: int
    escalated: int

    @property
    def above(self) -> str:
        """Public id of the body above that it went to, empty while it has not."""
        return self.item.escalated_to_id


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """One duty on one day: ``item`` speaks for ``count`` rows; so many are done, missing."""

    item: DutyItem
    count: int
    bodies: int
    done: int
    missing: int


@dataclass(frozen=True, slots=True)
class Month:
    """What falls into one month: duties by the day that counts, and the days off.

    ``known`` says whether the working days of the year are.
    """

    first: date
    entries: tuple[MonthEntry, ...]
    known: bool
    holidays: tuple[SpecialDays, ...]

    @property
    def previous(self) -> date:
        """First day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        """First day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def instances_visible_to(actor: Actor) -> DutyInstanceQuerySet:
    """Duties in the actor's reach with their bodies, unordered. No query until used."""
    return DutyInstance.objects.visible_to(actor).select_related(
        "body", "escalated_to", "taken_from"
    )


def due_for(actor: Actor, today: date) -> list[DutyItem]:
    """What the actor's own body has to do now (waiting or missing), by due day. One query."""
    rows = instances_visible_to(actor).of_body(actor.body_id).open_on(today)
    return as_items(rows.order_by("due_on", "id"), today)


def due_in_scope(actor: Actor, today: date) -> list[DutyItem]:
    """The same for every body in the actor's reach. One query."""
    rows = instances_visible_to(actor).open_on(today)
    return as_items(rows.order_by("due_on", "id"), today)


def due_groups(actor: Actor, today: date) -> list[DutyGroup]:
    """The same, with what one body owes for several compounds or places by one day put together.

    Two queries: counts, and the rows that stand alone.
    """
    rows = DutyInstance.objects.visible_to(actor).open_on(today)
    counted = rows.order_by("due_on", "key").values("due_on", "key", "body__public_id")
    groups = counted.annotate(n=Count("id"), first=Min("id"), escalated=Count("escalated_at"))
    found = {
        group["first"]: (group["n"], group["escalated"]) for group in groups.order_by("due_on")
    }
    speaking = as_items(_by_ids(actor, list(found)), today)
    return [DutyGroup(item, *found[pk]) for pk, item in zip(sorted(found), speaking, strict=True)]


def _by_ids(actor: Actor, ids: list[int]) -> DutyInstanceQuerySet:
    return instances_visible_to(actor).filter(pk__in=ids).order_by("id")


def escalated_to(actor: Actor, today: date) -> list[DutyItem]:
    """Overdue duties that have come to the actor's own body from the level below. One query."""
    rows = instances_visible_to(actor).standing_on(Standing.MISSING, today)
    rows = rows.filter(escalated_to__public_id=actor.body_id)
    return as_items(rows.order_by("due_on", "id"), today)


def compound_items(actor: Actor, compound: int, today: date) -> list[DutyItem]:
    """What is owed for a compound now, and the next of each duty to come. One query."""
    rows = instances_visible_to(actor).filter(compound=compound, fulfilled_on__isnull=True)
    rows = rows.filter(due_on__lte=today + timedelta(days=COMPOUND_AHEAD))
    shown: dict[str, DutyItem] = {}
    overdue = []
    for found in as_items(rows.order_by("due_on", "id"), today):
        if found.standing is Standing.MISSING:
            overdue.append(found)
        else:
            shown.setdefault(found.key, found)
    return [*overdue, *sorted(shown.values(), key=lambda found: found.due_on)]


def bodies(actor: Actor) -> list[tuple[str, str]]:
    """Public id and name of the bodies in reach that owe anything, by name. One query."""
    rows = DutyInstance.objects.visible_to(actor).order_by("body__name", "body_id")
    named = rows.values_list("body__public_id", "body__name").distinct()
    return [(str(public_id), name) for public_id, name in named]


def items_visible_to(
    actor: Actor, key: str, today: date, *, body_id: str = "", scope: str = ""
) -> list[DutyItem]:
    """Every period of one duty, by printed day; of one body or below one division. One query."""
    rows = instances_visible_to(actor).filter(key=key, division__startswith=scope)
    if body_id:
        rows = rows.of_body(body_id)
    return as_items(rows.order_by("printed_on", "division", "id"), today)


def siblings(actor: Actor, found: DutyItem) -> list[DutyItem]:
    """Every period of one duty of one body, for the same thing, by printed day. One query."""
    rows = instances_visible_to(actor).of_body(found.body_id).filter(key=found.key)
    rows = rows.filter(compound=found.compound_id, subject=found.subject)
    return as_items(rows.order_by("printed_on", "id"), found.as_of)


def item(actor: Actor, *, key: str, body_id: str, printed_on: date, today: date) -> DutyItem:
    """One period of one body. One query. Raises NotFound, also for what lies out of reach."""
    rows = instances_visible_to(actor).of_body(body_id).filter(key=key, printed_on=printed_on)
    return _single(as_items(rows.order_by("id"), today))


def item_by_id(actor: Actor, public_id: object, today: date) -> DutyItem:
    """One period by its public id. One query. Raises NotFound, also for what lies out of reach."""
    rows = instances_visible_to(actor).filter(public_id=public_id)
    return _single(as_items(rows.order_by("id"), today))


def kinds(actor: Actor, today: date, *, scope: str = "", assigned: bool = False) -> list[DutyKind]:
    """The duties anybody in view owes, by key; with ``assigned`` those of campaigns. One query."""
    rows = DutyInstance.objects.visible_to(actor).filter(division__startswith=scope)
    rows = rows.filter(assignment__isnull=False) if assigned else rows
    keys = rows.order_by("key").values_list("key", flat=True).distinct()
    return [DutyKind(key, _wording(actor.district, key, today)[0]) for key in keys]


def strips(actor: Actor, key: str, today: date, *, scope: str = "") -> list[Strip]:
    """Per body, every period of a duty and how it stands, by division. One query."""
    items = items_visible_to(actor, key, today, scope=scope)
    items.sort(key=lambda found: (found.division, found.body_id, found.printed_on))
    return [
        Strip(
            body_id=body_id,
            body_name=own[0].body_name,
            division=own[0].division,
            items=tuple(own),
            filing=rules.tally(found.standing for found in own),
        )
        for body_id, group in groupby(items, key=lambda found: found.body_id)
        for own in [list(group)]
    ]


def filing(
    actor: Actor, key: str, today: date, printed_on: date | None = None, *, scope: str = ""
) -> Filing:
    """How many filed one duty on time, late, not at all; of one period or of all. One query."""
    items = items_visible_to(actor, key, today, scope=scope)
    return rules.tally(found.standing for found in items if printed_on in (None, found.printed_on))


def tally(items: Iterable[DutyItem]) -> Filing:
    """Items counted by standing. No query."""
    return rules.tally(found.standing for found in items)


def month(actor: Actor, first: date, today: date, *, body_id: str = "", key: str = "") -> Month:
    """The duties whose counting day lies in the month that begins on ``first``. Two queries."""
    following = (first + timedelta(days=31)).replace(day=1)
    rows = DutyInstance.objects.visible_to(actor).filter(due_on__gte=first, due_on__lt=following)
    rows = rows.of_body(body_id) if body_id else rows
    rows = rows.filter(key=key) if key else rows
    calendar = default_calendar()
    return Month(
        first=first,
        entries=tuple(_entries(actor, rows, today)),
        known=first.year in calendar.years,
        holidays=tuple(rules.special_days(first, following, calendar)),
    )


def _entries(actor: Actor, rows: DutyInstanceQuerySet, today: date) -> Iterator[MonthEntry]:
    """Rows of one duty and day together, by day. Two queries."""
    is_open = Q(fulfilled_on__isnull=True)
    counted = rows.order_by("due_on", "key").values("due_on", "key")
    groups = counted.annotate(
        first=Min("id"),
        count=Count("id"),
        bodies=Count("body", distinct=True),
        done=Count("fulfilled_on"),
        missing=Count("id", filter=is_open & Q(due_on__lt=today)),
    )
    found = list(groups)
    speaking = list(_by_ids(actor, [group["first"] for group in found]))
    items = dict(zip((row.pk for row in speaking), as_items(speaking, today), strict=True))
    for group in found:
        yield MonthEntry(
            item=items[group["first"]],
            count=group["count"],
            bodies=group["bodies"],
            done=group["done"],
            missing=group["missing"],
        )


def districts_with_open_duties(division: str = "") -> list[str]:
    """Districts at or below a division where something is not filed yet. One query."""
    rows = DutyInstance.objects.unfulfilled().filter(district__startswith=division)
    return list(rows.order_by("district").values_list("district", flat=True).distinct())


def watches(district: str, verb: str, today: date) -> bool:
    """Whether acts of this verb may prove or set off a duty here. No query of its own."""
    duties = policy.provisions(Duty, division=district, on=today)
    return any(verb in (found.body.fulfilled_by, found.body.after) for found in duties)


def is_generated(district: str) -> bool:
    """Whether the district's duties are generated. One query."""
    return DutyRun.objects.filter(district=district).exists()


def districts_to_generate() -> list[str]:
    """Districts with a policy of their own, or whose duties are generated already. Two queries."""
    started = DutyRun.objects.order_by("district").values_list("district", flat=True)
    return sorted({*started, *policy.districts_in_force()})


def check_acts() -> Iterator[Problem | int]:
    """Every fulfilled duty names an act in the journal, of the verb the policy asked for.

    An act that has gone into an archive is not looked for: its seal stands for it.
    """
    rows = DutyInstance.objects.filter(fulfilled_on__isnull=False).order_by("district", "id")
    for district, group in groupby(rows.iterator(), key=lambda row: row.district):
        own = list(group)
        acts = acts_visible_to(system_actor(district))
        verbs = dict(
            acts.filter(public_id__in=[row.act_id for row in own])
            .order_by("id")
            .values_list("public_id", "verb")
        )
        until = archived_until(district)
        last_archived = local_date(until) if until else date.min
        for row in own:
            archived = row.act_id not in verbs and (row.fulfilled_on or date.max) <= last_archived
            if not archived and verbs.get(row.act_id) not in (row.verb, RECORD):
                yield Problem(f"duties_dutyinstance {row.pk}", "no act in the journal proves it")
            yield 1


def as_items(rows: Iterable[DutyInstance], today: date) -> list[DutyItem]:
    """Stored rows as they stand on a day. No query beyond the rows; bodies come with them."""
    return [_as_item(row, today) for row in rows]


def _as_item(row: DutyInstance, today: date) -> DutyItem:
    judged = rules.standing(
        opens_on=row.opens_on, due_on=row.due_on, fulfilled_on=row.fulfilled_on, today=today
    )
    label, receiver = _wording(row.district, row.key, row.printed_on)
    left = (
        None if row.fulfilled_on else deadline(row.opens_on, row.due_on, today, default_calendar())
    )
    return DutyItem(
        public_id=row.public_id,
        key=row.key,
        label=label,
        receiver=receiver,
        body_id=str(row.body.public_id),
        body_name=row.body.name,
        division=row.division,
        printed_on=row.printed_on,
        opens_on=row.opens_on,
        due_on=row.due_on,
        shift=Shift(row.shift),
        clause=row.clause,
        release=row.release,
        fulfilled_on=row.fulfilled_on,
        act_id=row.act_id,
        as_of=today,
        standing=judged.standing,
        days_late=judged.days_late,
        deadline=left,
        subject=row.subject,
        compound_id=row.compound_id,
        verb=row.verb,
        is_assigned=row.assignment_id is not None,
        escalated_on=local_date(row.escalated_at) if row.escalated_at else None,
        escalated_to=row.escalated_to.name if row.escalated_to else "",
        taken_on=row.taken_on,
        taken_from=row.taken_from.name if row.taken_from else "",
        escalated_to_id=str(row.escalated_to.public_id) if row.escalated_to else "",
    )


def _wording(division: str, key: str, on: date) -> tuple[Text, Text]:
    resolved = resolved_duty(division, key, on)
    if resolved:
        return resolved.body.label, resolved.body.receiver
    return Text(zh=key, en=key), Text(zh="—", en="—")


def resolved_duty(division: str, key: str, on: date) -> Resolved[Duty] | None:
    """The duty as the policy of a day has it, or None."""
    try:
        return policy.provision(Duty, key, division=division, on=on)
    except NotConfigured:
        return None


def may_record(actor: Actor, row: DutyInstance) -> bool:
    """Whether the actor's body records this duty as done by hand: its own, and the act the policy
    names is none that a page of Linli writes. The caller has the body joined. No query.
    """
    return str(row.body.public_id) == actor.body_id and not is_declared(row.verb)


def is_to_record(actor: Actor, found: DutyItem) -> bool:
    """The same for an item. No query."""
    return found.body_id == actor.body_id and not is_declared(found.verb)


def _single(found: list[DutyItem]) -> DutyItem:
    if not found:
        raise NotFound(gettext("There is no such duty in your reach."))
    return found[0]


def chip_of(found: DutyItem) -> Chip:
    """The standing in words, with its tone."""
    return Chip(labels.standing_words(found), labels.TONES[found.standing])


def label_of(found: DutyItem | DutyKind) -> str:
    """The duty's name in the language in force."""
    return found.label.in_language(get_language() or "zh")
