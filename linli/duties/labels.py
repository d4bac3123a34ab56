"""Words for standings, holiday behaviour and acts of duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.duties.data import DutyItem, Filing, Reminder, Shift, Standing

VERBS = {
    "duties.assign": _("assigned a recurring duty"),
    "duties.due_days.move": _("moved open due days"),
    "duties.record": _("recorded a duty as done"),
    "duties.workdays.load": _("loaded the working days of a year"),
    "duties.feed.make": _("made a calendar address"),
    "duties.feed.revoke": _("revoked a calendar address"),
    "duties.move": _("handed duties over with a change of communities"),
    "duties.generate": _("brought the duties in line with the policy"),
}

PREVIEW = _("Due days")
CALENDAR = _("Duty calendar")

NOTICES = {
    Reminder.BEFORE: (
        _("“%(label)s” falls due soon"),
        _("Counts as on time up to and including %(due)s."),
    ),
    Reminder.ON_DAY: (
        _("“%(label)s” is due today"),
        _("Counts as on time up to and including %(due)s."),
    ),
    Reminder.AFTER: (_("“%(label)s” is overdue"), _("It was due on %(due)s.")),
}

ESCALATED_NOTICE = (
    _("%(body)s has missed “%(label)s”"),
    _("It was due on %(due)s and has come to your body, the level above."),
)
NO_TABLE_NOTICE = (
    _("Working days of %(year)s are not known"),
    _("Duties of %(year)s that need them are not written. Load the year's table of holidays."),
)

STANDINGS = {
    Standing.ON_TIME: pgettext_lazy("duty", "On time"),
    Standing.LATE: pgettext_lazy("duty", "Late"),
    Standing.MISSING: pgettext_lazy("duty", "Missing"),
    Standing.WAITING: pgettext_lazy("duty", "Due now"),
    Standing.NOT_DUE: pgettext_lazy("duty", "Not due yet"),
}

# In a list of what is filed and what is done alike.
STANDINGS_OF_BOTH = {
    **STANDINGS,
    Standing.LATE: _("Filed or done late"),
    Standing.MISSING: _("Overdue and not done"),
    Standing.WAITING: pgettext_lazy("duty", "To be done"),
}

TONES = {
    Standing.ON_TIME: "ok",
    Standing.LATE: "warn",
    Standing.MISSING: "bad",
    Standing.WAITING: "info",
    Standing.NOT_DUE: "quiet",
}

SHIFTS = {
    Shift.NONE: _("The printed day counts, holiday or not"),
    Shift.NEXT_WORKDAY: _("Moves to the next working day"),
    Shift.PREVIOUS_WORKDAY: _("Moves to the working day before"),
    Shift.UNSET: _("The policy does not say; the printed day counts until the district decides"),
}

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def day_words(day: date, *, works: bool, name: str) -> str:
    """What kind of day it is: weekday, holiday or make-up day by name, working or not."""
    weekday = WEEKDAYS[day.weekday()]
    kind = gettext("a working day") if works else gettext("a day off")
    words = [str(weekday), name, kind] if name else [str(weekday), kind]
    return pgettext("between facts", ", ").join(words)


def shift_step(item: DutyItem) -> str:
    """How the printed day became the day that counts."""
    days = {"printed": item.printed_on.isoformat(), "due": item.due_on.isoformat()}
    if item.is_shifted:
        return gettext("%(printed)s is a day off, so %(due)s counts") % days
    if item.shift in (Shift.NONE, Shift.UNSET):
        return gettext("%(printed)s counts as printed") % days
    return gettext("%(printed)s is a working day and counts as printed") % days


def _done_step(item: DutyItem, days: Mapping[str, object]) -> str:
    """The same for a duty that is done rather than filed."""
    texts = {
        Standing.ON_TIME: gettext("Done %(filed)s, not after %(due)s: on time"),
        Standing.LATE: ngettext(
            "Done %(filed)s − due %(due)s = %(n)s day late",
            "Done %(filed)s − due %(due)s = %(n)s days late",
            item.days_late,
        ),
        Standing.MISSING: ngettext(
            "Not done; %(today)s − due %(due)s = %(n)s day overdue",
            "Not done; %(today)s − due %(due)s = %(n)s days overdue",
            item.days_late,
        ),
        Standing.WAITING: gettext("Not done yet; %(today)s is not after %(due)s: still in time"),
        Standing.NOT_DUE: gettext("Its turn has not come yet on %(today)s"),
    }
    return texts[item.standing] % days


def standing_step(item: DutyItem) -> str:
    """How the standing follows from the day that counts and the day of filing."""
    days = {
        "due": item.due_on.isoformat(),
        "filed": item.fulfilled_on.isoformat() if item.fulfilled_on else "",
        "today": item.as_of.isoformat(),
        "n": item.days_late,
    }
    if not item.is_assigned:
        return _done_step(item, days)
    if item.standing is Standing.ON_TIME:
        return gettext("Filed %(filed)s, not after %(due)s: on time") % days
    if item.standing is Standing.LATE:
        return (
            ngettext(
                "Filed %(filed)s − due %(due)s = %(n)s day late",
                "Filed %(filed)s − due %(due)s = %(n)s days late",
                item.days_late,
            )
            % days
        )
    if item.standing is Standing.MISSING:
        return (
            ngettext(
                "Not filed; %(today)s − due %(due)s = %(n)s day overdue",
                "Not filed; %(today)s − due %(due)s = %(n)s days overdue",
                item.days_late,
            )
            % days
        )
    if item.standing is Standing.WAITING:
        return gettext("Not filed yet; %(today)s is not after %(due)s: still in time") % days
    return gettext("Its turn has not come yet on %(today)s") % days


def rate_steps(counted: Filing) -> tuple[str, ...]:
    """The arithmetic of the filing rate."""
    if counted.rate is None:
        return (gettext("Nothing is due yet, so there is no rate."),)
    figures = {
        "on_time": counted.on_time,
        "late": counted.late,
        "missing": counted.missing,
        "due": counted.due,
        "rate": counted.rate,
    }
    return (
        gettext("Due = on time %(on_time)s + late %(late)s + missing %(missing)s = %(due)s")
        % figures,
        gettext("On time %(on_time)s ÷ due %(due)s = %(rate)s %%") % figures,
    )


def _done_words(item: DutyItem) -> str:
    """The standing of a duty that is done rather than filed."""
    late = {"n": item.days_late}
    if item.standing is Standing.LATE:
        return ngettext("Done %(n)s day late", "Done %(n)s days late", item.days_late) % late
    if item.standing is Standing.MISSING:
        return (
            ngettext("Not done, %(n)s day overdue", "Not done, %(n)s days overdue", item.days_late)
            % late
        )
    words = {
        Standing.ON_TIME: pgettext("duty", "Done on time"),
        Standing.WAITING: pgettext("duty", "To be done"),
    }
    return words.get(item.standing, str(STANDINGS[item.standing]))


def standing_words(item: DutyItem) -> str:
    """The standing in words, with the days where it is late or overdue."""
    late = {"n": item.days_late}
    if not item.is_assigned:
        return _done_words(item)
    if item.standing is Standing.LATE:
        return ngettext("Late by %(n)s day", "Late by %(n)s days", item.days_late) % late
    if item.standing is Standing.MISSING:
        return (
            ngettext("Missing, %(n)s day overdue", "Missing, %(n)s days overdue", item.days_late)
            % late
        )
    return str(STANDINGS[item.standing])


# What the worker does by itself, as the operator reads it.
PERIODIC = {
    "duties.generate_all": _("writing of duties a year ahead"),
    "duties.follow": _("marking of duties that acts have done"),
    "duties.remind": _("reminders and escalation of duties"),
}
