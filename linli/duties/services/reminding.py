"""Reminding bodies of open duties, marking what is overdue, taking it to the body above.

All of it looks at how things stand, not at how often it was called: after a standstill each mark
and each notice comes once, and none twice. How a duty stands does not depend on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from linli.duties import rules
from linli.duties.data import Reminder, Standing
from linli.duties.models import DutyInstance
from linli.duties.querysets import DutyInstanceQuerySet
from linli.duties.selectors.items import resolved_duty
from linli.duties.selectors.owing import Superior, superior
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import NotFound
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.notices import selectors as notice_selectors
from linli.notices import services as notices
from linli.policy import selectors as policy
from linli.policy.data import PARENT, Duty
from linli.territory import selectors as territory
from linli.territory.data import BodyKind

REMINDED_FOR = timedelta(days=92)
"""So long after the due day a policy may still ask for reminders."""

ESCALATED = "duties.escalated"
NO_TABLE = "duties.no_table"


@dataclass(frozen=True, slots=True)
class _About:
    """What one notice is about: a duty of a body, due on a day; with a cause, for that alone."""

    body: str
    key: str
    due_on: date
    cause: str


@dataclass(frozen=True, slots=True)
class _Message:
    """To which body (public id), under which tag, of which kind."""

    body: str
    tag: str
    kind: str


@dataclass
class _Group:
    """Rows that share a notice."""

    about: _About
    rows: list[DutyInstance] = field(default_factory=list)

    @property
    def first(self) -> DutyInstance:
        """The row that speaks for all."""
        return self.rows[0]

    @cached_property
    def duty(self) -> Duty | None:
        """The duty as the policy of its printed day has it."""
        found = resolved_duty(self.first.district, self.first.key, self.first.printed_on)
        return found.body if found else None

    @property
    def label(self) -> str:
        """What the notice calls it: its name, for what, or for how many."""
        duty = self.duty
        name = duty.label.zh if duty else self.first.key
        if len(self.rows) > 1:
            return f"{name}（{len(self.rows)}）"
        return f"{name}（{self.first.subject}）" if self.first.subject else name

    @property
    def url(self) -> str:
        """The duty itself; the list where there are several."""
        if len(self.rows) == 1:
            return reverse("duties:duty", args=[self.first.public_id])
        asked = {"duty": self.first.key, "due": self.first.due_on, "body": self.about.body}
        return f"{reverse('duties:list')}?{urlencode(asked)}"

    def notice_key(self, tag: str) -> str:
        """What makes the notice one: its body is part of it anyway."""
        about = self.about
        named = f"{about.key} {about.cause}".strip()
        return f"duty {named} {about.due_on} {tag}"[:120]


@transaction.atomic
def remind(*, district: str, at: datetime) -> int:
    """Remind bodies of open duties and mark overdue ones; returns how many notices are new.

    Of each duty and due day a body gets one notice for an occasion, however many compounds it owes
    it for. Which days these are the policy or the district says (``rules.reminders``).
    """
    today = clock.local_date(at)
    rows = DutyInstance.objects.select_for_update(of=("self",)).filter(district=district)
    rows = rows.open_on(today).select_related("body")
    unmarked = rows.filter(overdue_at__isnull=True)
    later = rows.filter(key__in=_reminded_later(district, today))
    asked = unmarked | later.filter(due_on__gte=today - REMINDED_FOR)
    wanted = [(group, found) for group in _groups(asked) if (found := _due_now(group, today))]
    sent = _send(wanted, at)
    overdue = DutyInstance.objects.filter(district=district).standing_on(Standing.MISSING, today)
    overdue.filter(overdue_at__isnull=True).update(overdue_at=at)
    return sent


@transaction.atomic
def escalate(*, district: str, at: datetime) -> int:
    """Take overdue duties to the body above where the policy or the district says after how long;
    how many duties were taken there now. Each goes once, with one notice for all of a day.
    """
    today = clock.local_date(at)
    rows = DutyInstance.objects.select_for_update(of=("self",)).filter(district=district)
    rows = rows.standing_on(Standing.MISSING, today).filter(escalated_at__isnull=True)
    wanted = []
    for group in _groups(rows.select_related("body")):
        above = _body_above(group, today)
        if above is not None:
            own = DutyInstance.objects.filter(pk__in=[row.pk for row in group.rows])
            own.update(escalated_at=at, escalated_to=above.pk)
            tag = f"escalated {group.about.body}"
            wanted.append((group, _Message(above.public_id, tag, ESCALATED)))
    _send(wanted, at)
    return sum(len(group.rows) for group, _message in wanted)


@transaction.atomic
def report_missing_years(*, district: str, at: datetime, years: Collection[int]) -> int:
    """Tell the housing authority, once for each year, that working days are not known; returns
    how many notices are new. Nothing is sent where the district has no such body.
    """
    sent = 0
    for year in years:
        try:
            body = territory.body_of(BodyKind.HOUSING_AUTHORITY, district)
        except NotFound:
            continue
        notice = notices.send(
            actor=system_actor(district),
            at=at,
            body_id=body.public_id,
            key=f"workdays {year}",
            kind=NO_TABLE,
            data={"year": str(year)},
            url=reverse("duties:workdays"),
        )
        sent += notice.sent_at == at
    return sent


def _groups(rows: DutyInstanceQuerySet) -> list[_Group]:
    found: dict[_About, _Group] = {}
    for row in rows.order_by("due_on", "id"):
        cause = row.occasion.partition("@")[2]
        about = _About(str(row.body.public_id), row.key, row.due_on, cause)
        found.setdefault(about, _Group(about)).rows.append(row)
    return list(found.values())


def _reminded_later(district: str, today: date) -> list[str]:
    """Duties for which the policy, or the district, asks for reminders of its own afterwards."""
    duties = policy.provisions(Duty, division=district, on=today)
    return [found.key for found in duties if isinstance(found.body.remind_after, tuple)]


def _due_now(group: _Group, today: date) -> _Message | None:
    """The notice the group's body should have by now."""
    row = group.first
    days = {"opens_on": row.opens_on, "due_on": row.due_on}
    try:
        found = rules.reminders(group.duty, calendar=default_calendar(), **days)
    except CalendarMissing:  # the working days of a period are not known: without it
        found = rules.reminders(None, calendar=default_calendar(), **days)
    latest = rules.reminder(found, today)
    if latest is None or (latest.occasion is not Reminder.AFTER and today > row.due_on):
        return None
    tag = f"{latest.occasion} {latest.tag}".strip()
    return _Message(group.about.body, tag, f"duties.{latest.occasion}")


def _body_above(group: _Group, today: date) -> Superior | None:
    """Who is told now; None before the day, and where nobody stands above."""
    duty = group.duty
    try:
        day = rules.escalation_day(duty, group.about.due_on, default_calendar())
    except CalendarMissing:
        return None
    if duty is None or day is None or today < day:
        return None
    body, to = group.first.body, duty.escalate_to
    office = to if isinstance(to, str) else PARENT
    return superior(BodyKind(body.kind), body.pk, place=group.first.division, office=office)


def _send(wanted: list[tuple[_Group, _Message]], at: datetime) -> int:
    """Send what has not been sent yet; how many that were."""
    if not wanted:
        return 0
    district = wanted[0][0].first.district
    keys = {(message.body, group.notice_key(message.tag)) for group, message in wanted}
    known = notice_selectors.sent(district, {key for _body, key in keys})
    new = 0
    for group, message in wanted:
        key = group.notice_key(message.tag)
        if (message.body, key) in known:
            continue
        notices.send(
            actor=system_actor(district),
            at=at,
            body_id=message.body,
            key=key,
            kind=message.kind,
            data={
                "label": group.label,
                "due": group.about.due_on.isoformat(),
                "body": group.first.body.name,
            },
            url=group.url,
        )
        new += 1
    return new
