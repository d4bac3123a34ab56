"""Reading duties: what is owed, how it stands, and why the due day is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import get_language, gettext, pgettext

from linli.duties import labels, rules
from linli.duties.data import DutyItem, DutyKind, Filing, Shift, SpecialDays, Standing, Strip
from linli.duties.models import DutyInstance
from linli.duties.querysets import DutyInstanceQuerySet
from linli.journal.selectors import acts_visible_to
from linli.kernel.actors import Actor, system_actor
from linli.kernel.deadlines import deadline
from linli.kernel.errors import NotFound
from linli.kernel.explain import Explanation, Input
from linli.kernel.integrity import Problem
from linli.kernel.web.cells import Chip
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Duty, NotConfigured, Resolved, Text


@dataclass(frozen=True, slots=True)
class Month:
    """What falls into one month: duties by the day that counts, and the days off."""

    first: date
    items: tuple[DutyItem, ...]
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
    return DutyInstance.objects.visible_to(actor).select_related("body")


def due_for(actor: Actor, today: date) -> list[DutyItem]:
    """What the actor's own body has to do now (waiting or missing), by due day. One query."""
    rows = instances_visible_to(actor).of_body(actor.body_id).open_on(today)
    return as_items(rows.order_by("due_on", "id"), today)


def due_in_scope(actor: Actor, today: date) -> list[DutyItem]:
    """The same for every body in the actor's reach. One query."""
    rows = instances_visible_to(actor).open_on(today)
    return as_items(rows.order_by("due_on", "id"), today)


def items_visible_to(
    actor: Actor, key: str, today: date, *, body_id: str = "", scope: str = ""
) -> list[DutyItem]:
    """Every period of one duty, by printed day; of one body or below one division. One query."""
    rows = instances_visible_to(actor).filter(key=key, division__startswith=scope)
    if body_id:
        rows = rows.of_body(body_id)
    return as_items(rows.order_by("printed_on", "division", "id"), today)


def item(actor: Actor, *, key: str, body_id: str, printed_on: date, today: date) -> DutyItem:
    """One period of one body. One query. Raises NotFound, also for what lies out of reach."""
    rows = instances_visible_to(actor).of_body(body_id).filter(key=key, printed_on=printed_on)
    return _single(as_items(rows.order_by("id"), today))


def item_by_id(actor: Actor, public_id: object, today: date) -> DutyItem:
    """One period by its public id. One query. Raises NotFound, also for what lies out of reach."""
    rows = instances_visible_to(actor).filter(public_id=public_id)
    return _single(as_items(rows.order_by("id"), today))


def kinds(actor: Actor, today: date, *, scope: str = "") -> list[DutyKind]:
    """The duties anybody in view owes, by key. One query."""
    rows = DutyInstance.objects.visible_to(actor).filter(division__startswith=scope)
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


def month(actor: Actor, first: date, today: date) -> Month:
    """The duties whose counting day lies in the month that begins on ``first``. One query."""
    following = (first + timedelta(days=31)).replace(day=1)
    rows = instances_visible_to(actor).filter(due_on__gte=first, due_on__lt=following)
    return Month(
        first=first,
        items=tuple(as_items(rows.order_by("due_on", "division", "id"), today)),
        holidays=tuple(rules.special_days(first, following, default_calendar())),
    )


def districts_with_open_duties(division: str = "") -> list[str]:
    """Districts at or below a division where something is not filed yet. One query."""
    rows = DutyInstance.objects.unfulfilled().filter(district__startswith=division)
    return list(rows.order_by("district").values_list("district", flat=True).distinct())


def check_acts() -> Iterator[Problem | int]:
    """Every fulfilled duty names an act in the journal, of the verb the policy asked for."""
    rows = DutyInstance.objects.filter(fulfilled_on__isnull=False).order_by("district", "id")
    for district, group in groupby(rows.iterator(), key=lambda row: row.district):
        own = list(group)
        acts = acts_visible_to(system_actor(district))
        verbs = dict(
            acts.filter(public_id__in=[row.act_id for row in own])
            .order_by("id")
            .values_list("public_id", "verb")
        )
        for row in own:
            if verbs.get(row.act_id) != row.verb:
                yield Problem(f"duties_dutyinstance {row.pk}", "no act in the journal proves it")
            yield 1


def as_items(rows: Iterable[DutyInstance], today: date) -> list[DutyItem]:
    """Stored rows as they stand on a day. No query beyond the rows; bodies come with them."""
    return [_as_item(row, today) for row in rows]


# --- explanations -------------------------------------------------------------------------------


def explain_item(found: DutyItem) -> Explanation:
    """Why this is the day that counts, and why it stands as it does. At most one tiny query."""
    resolved = _resolved(found.division, found.key, found.printed_on)
    return Explanation(
        title=gettext("Due day and standing"),
        value=found.due_on.isoformat(),
        inputs=(*_rule_inputs(found, resolved), *_filing_inputs(found)),
        steps=(labels.shift_step(found), labels.standing_step(found)),
        citations=resolved.citations if resolved else (),
        release=found.release,
        note=_shift_note(found, resolved),
    )


def explain_filing(counted: Filing, *, key: str, division: str, today: date) -> Explanation:
    """What the filing rate divides by what, on a day."""
    resolved = _resolved(division, key, today)
    counts = {
        Standing.ON_TIME: counted.on_time,
        Standing.LATE: counted.late,
        Standing.MISSING: counted.missing,
        Standing.WAITING: counted.waiting,
        Standing.NOT_DUE: counted.not_due,
    }
    return Explanation(
        title=gettext("Filing rate"),
        value=counted.rate,
        unit="%",
        inputs=tuple(Input(labels.STANDINGS[item], value) for item, value in counts.items()),
        steps=labels.rate_steps(counted),
        citations=resolved.citations if resolved else (),
        release=resolved.release if resolved else "",
        note=gettext(
            "Reports that are not due yet are left out on both sides. Filed on the due day is "
            "on time; lateness counts calendar days."
        ),
    )


def explain_strip(strip: Strip) -> Explanation:
    """The filing rate of one body, as of the day its items were read for."""
    last = strip.items[-1]
    return explain_filing(strip.filing, key=last.key, division=strip.division, today=last.as_of)


def _rule_inputs(found: DutyItem, resolved: Resolved[Duty] | None) -> Iterable[Input]:
    citation = resolved.citation if resolved else None
    if resolved:
        rule = labels.recurrence_words(resolved.body.rrule)
        yield Input(gettext("Printed rule"), rule, citation=citation)
    yield Input(gettext("Printed due day"), found.printed_on.isoformat(), citation=citation)
    yield Input(gettext("That day is"), _kind_of_day(found.printed_on))
    yield Input(gettext("On a day off"), labels.SHIFTS[found.shift])


def _filing_inputs(found: DutyItem) -> Iterable[Input]:
    if found.fulfilled_on:
        yield Input(gettext("Filed on"), found.fulfilled_on.isoformat())
    else:
        yield Input(pgettext("duty", "As of"), found.as_of.isoformat())


def _shift_note(found: DutyItem, resolved: Resolved[Duty] | None) -> str:
    answers = resolved.answers if resolved else ()
    answer = next((a for a in answers if a.field == "holiday_shift"), None)
    if found.shift is Shift.UNSET:
        return gettext(
            "The document does not say what happens on a day off. The district can decide it "
            "under Policy clauses, at this duty."
        )
    if answer is None:
        return gettext("What happens on a day off is written in the policy.")
    return gettext("Decided by the district, in force since %(day)s: %(reason)s") % {
        "day": answer.since.isoformat(),
        "reason": answer.reason,
    }


def _kind_of_day(day: date) -> str:
    calendar = default_calendar()
    try:
        works = calendar.is_workday(day)
    except CalendarMissing:
        return gettext("not known: no table of working days for %(year)s") % {"year": day.year}
    return labels.day_words(day, works=works, name=calendar.holiday_name(day))


# --- rows to items -------------------------------------------------------------------------------


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
    )


def _wording(division: str, key: str, on: date) -> tuple[Text, Text]:
    resolved = _resolved(division, key, on)
    if resolved:
        return resolved.body.label, resolved.body.receiver
    return Text(zh=key, en=key), Text(zh="—", en="—")


def _resolved(division: str, key: str, on: date) -> Resolved[Duty] | None:
    try:
        return policy.provision(Duty, key, division=division, on=on)
    except NotConfigured:
        return None


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
