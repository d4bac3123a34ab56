"""Why a due day is what it is, and what a filing rate divides by what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext, pgettext

from linli.duties import labels
from linli.duties.data import DutyItem, Filing, Shift, Standing, Strip
from linli.duties.selectors.items import resolved_duty
from linli.kernel.explain import Explanation, Input
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Duty, Resolved


def explain_item(found: DutyItem) -> Explanation:
    """Why this is the day that counts, and why it stands as it does. At most one tiny query."""
    resolved = resolved_duty(found.division, found.key, found.printed_on)
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
    resolved = resolved_duty(division, key, today)
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
        rule = policy.recurrence_words(resolved.body.rrule)
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
