"""Writing duties: give one to a body, note that it is done, follow the policy, remind."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.duties import rules
from linli.duties.data import ProvingAct
from linli.duties.models import DutyAssignment, DutyInstance
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound, RuleBroken
from linli.kernel.workdays import default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Campaign, Duty, Resolved
from linli.territory import selectors as territory


@transaction.atomic
def assign(
    *,
    actor: Actor,
    at: datetime,
    key: str,
    body_id: str,
    from_on: date,
    to_on: date | None = None,
) -> DutyAssignment:
    """Give a duty of the policy to a body: every due day of the period becomes a row.

    ``to_on`` is not included any more; a duty that runs within a campaign phase ends with the
    phase. Doing it twice changes nothing. The caller holds the right for the act this belongs to.
    Raises NotFound for a body out of reach, NotConfigured for a duty the policy does not have,
    RuleBroken where no end is known, CalendarMissing where working days of a year are needed
    and not known. Serves ST-A5.3.
    """
    body = territory.body(body_id)
    if not body.division_id.startswith(actor.scope):
        raise NotFound(_("There is no such body in your reach."))
    duty = policy.provision(Duty, key, division=body.division_id, on=from_on)
    first, end = _window(duty, from_on, to_on)
    assignment, is_new = DutyAssignment.objects.get_or_create(
        district=body.district,
        key=key,
        body=body,
        from_on=first,
        defaults={"division": body.division_id, "to_on": end},
    )
    if not is_new:
        return assignment
    rows = _instances(assignment, duty)
    DutyInstance.objects.bulk_create(rows)
    journal.record(
        actor=actor,
        at=at,
        verb="duties.assign",
        subject=Subject("body", body_id, body.name),
        division=assignment.division,
        district=assignment.district,
        data={
            "duty": key,
            "from": assignment.from_on,
            "to": assignment.to_on,
            "printed_days": [row.printed_on for row in rows],
        },
        release=duty.release,
    )
    return assignment


@transaction.atomic
def fulfil(
    *, actor: Actor, at: datetime, key: str, body_id: str, printed_on: date, act: ProvingAct
) -> DutyInstance:
    """Note the act that does a duty; called in the transaction of that act, which is journalled.

    The first filing counts: what is handed in again later does not move the day. Raises NotFound
    where the body owes nothing on that printed day or lies out of reach, RuleBroken where the
    policy asks for another act. Serves ST-A5.3.
    """
    owed: DutyInstance | None = (
        DutyInstance.objects.select_for_update(of=("self",))
        .visible_to(actor)
        .of_body(body_id)
        .filter(key=key, printed_on=printed_on)
        .order_by("id")
        .first()
    )
    if owed is None:
        raise NotFound(_("Nothing is owed by this body on that day."))
    if act.verb != owed.verb:
        raise RuleBroken(
            _("This act does not do the duty: the policy asks for another one."),
            code="duties.other_act",
            clause=owed.clause,
            verb=act.verb,
            expected=owed.verb,
        )
    if owed.fulfilled_on is None:
        owed.fulfilled_at = at
        owed.fulfilled_on = clock.local_date(at)
        owed.act_id = act.public_id
        owed.save(update_fields=["fulfilled_at", "fulfilled_on", "act_id"])
    return owed


@transaction.atomic
def refresh(*, actor: Actor, at: datetime, district: str) -> int:
    """Give open duties the due day that the policy in force now gives them; how many moved.

    What has been filed keeps the day it was judged by. One act in the journal for all of them,
    none when nothing moved. Serves ST-A5.3 (the holiday answer of the district).
    """
    rows = DutyInstance.objects.select_for_update().filter(district=district).unfulfilled()
    rows = rows.filter(assignment__isnull=False)
    moved = []
    for row in rows.order_by("id"):
        before = {"due": row.due_on, "shift": row.shift}
        _apply_policy(
            row, policy.provision(Duty, row.key, division=row.division, on=row.printed_on)
        )
        after = {"due": row.due_on, "shift": row.shift}
        if after != before:
            moved.append((row, before, after))
    if not moved:
        return 0
    changed = [row for row, _before, _after in moved]
    DutyInstance.objects.bulk_update(changed, ["opens_on", "due_on", "shift", "release", "clause"])
    journal.record(
        actor=actor,
        at=at,
        verb="duties.due_days.move",
        subject=Subject("district", district, territory.division(district).name),
        division=district,
        district=district,
        data={"moved": [_moved_words(row, old, new) for row, old, new in moved]},
        release=changed[-1].release,
    )
    return len(moved)


def _window(duty: Resolved[Duty], from_on: date, to_on: date | None) -> tuple[date, date]:
    """First day and the day after the last: as asked, cut to the phase the policy ties it to."""
    first, end = from_on, to_on
    within = duty.body.within
    if within:
        campaign = policy.provision(Campaign, within.campaign, division=duty.division, on=from_on)
        phase = campaign.body.phase(within.phase).period
        first = max(first, phase.start or first)
        end = min(end, phase.end) if end and phase.end else end or phase.end
    if end is None or end <= first:
        raise RuleBroken(
            _("No day is left on which this duty would run."),
            code="duties.no_period",
            clause=duty.citation.clause,
            remedy=_("Give a last day after the first; working days are known year by year."),
        )
    return first, end


def _instances(assignment: DutyAssignment, duty: Resolved[Duty]) -> list[DutyInstance]:
    start, end = assignment.from_on, assignment.to_on
    printed = rules.occurrences(duty.body.rrule, start, end)
    rows = []
    for day, opens_on in zip(printed, rules.opening_days(printed, start), strict=True):
        row = DutyInstance(
            district=assignment.district,
            assignment=assignment,
            key=assignment.key,
            body_id=assignment.body_id,
            division=assignment.division,
            opens_on=opens_on,
            printed_on=day,
            verb=duty.body.fulfilled_by,
        )
        _apply_policy(
            row, policy.provision(Duty, row.key, division=row.division, on=row.printed_on)
        )
        rows.append(row)
    return rows


def _apply_policy(row: DutyInstance, duty: Resolved[Duty]) -> None:
    """Due day, holiday behaviour, clause and release of a row, as of its printed day."""
    shift = rules.shift_of(duty.body.holiday_shift)
    row.shift = shift
    row.due_on = rules.effective_due(row.printed_on, shift, default_calendar())
    row.opens_on = min(row.opens_on, row.due_on)
    row.clause = duty.citation.clause
    row.release = duty.release


def _moved_words(
    row: DutyInstance, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    return {"duty": row.key, "printed": row.printed_on, "from": before, "to": after}
