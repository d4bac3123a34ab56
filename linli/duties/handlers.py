"""What duties do when the policy changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.duties import rules, selectors, services
from linli.duties.data import Shift
from linli.duties.models import DutyInstance
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.workdays import default_calendar
from linli.policy.data import Duty, HolidayShift, Preview, PreviewChange, Resolved
from linli.policy.events import ReleaseActivated, ValueSet


def value_set(event: ValueSet) -> None:
    """A district answered a question about a duty: its open due days follow."""
    if event.kind == Duty.kind:
        _refresh(event.district)


def release_activated(event: ReleaseActivated) -> None:
    """A layer has a new release: open due days of every district below it follow."""
    for district in selectors.districts_with_open_duties(event.division):
        _refresh(district)


def preview(change: Preview) -> Iterator[PreviewChange]:
    """Open due days that a change of policy would move, or leave without a duty. One query."""
    rows = DutyInstance.objects.filter(district=change.district, printed_on__gte=change.on)
    for row in rows.unfulfilled().select_related("body").order_by("key", "printed_on", "id"):
        found = change.after.find(Duty, row.key, on=row.printed_on)
        after = _due_after(row, found)
        if after != row.due_on.isoformat():
            label = found.body.label.in_language(get_language() or "zh") if found else row.key
            subject = f"{label} · {row.body.name} · {row.printed_on}"
            yield PreviewChange(subject, row.due_on.isoformat(), after)


def _due_after(row: DutyInstance, found: Resolved[Duty] | None) -> str:
    if found is None:
        return _("no duty any more")
    said = found.body.holiday_shift
    shift = Shift(said.value) if isinstance(said, HolidayShift) else Shift.UNSET
    return rules.effective_due(row.printed_on, shift, default_calendar()).isoformat()


def _refresh(district: str) -> None:
    services.refresh(actor=system_actor(district), at=clock.now(), district=district)
