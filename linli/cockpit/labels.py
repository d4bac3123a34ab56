"""Words of the cockpit for levels of the administrative tree."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cockpit.data import WorkKind
from linli.policy.data import Interval

DISTRICT_DIGITS, STREET_DIGITS = 6, 9

TITLES: Mapping[int, Promise] = {
    DISTRICT_DIGITS: _("District at a glance"),
    STREET_DIGITS: _("Street at a glance"),
}
COMMUNITY_TITLE = _("Community at a glance")

BELOW: Mapping[int, Promise] = {
    DISTRICT_DIGITS: _("Street or town"),
    STREET_DIGITS: _("Community"),
}

WORK_KINDS: Mapping[WorkKind, Promise] = {
    WorkKind.DUTY: _("Reports due"),
    WorkKind.TASK: _("Campaign tasks (overdue ones each, others by street, kind and last day)"),
    WorkKind.REPORT: _("Reports returned"),
    WorkKind.CONTRACT: _("Service contracts to be settled"),
    WorkKind.POLICY: _("Provisions with open questions"),
}

INTERVALS: Mapping[Interval, Promise] = {
    Interval.ON_CHANGE: _("On every change"),
    Interval.MONTHLY: _("Every month"),
    Interval.QUARTERLY: _("Every quarter"),
    Interval.HALF_YEARLY: _("Every half year"),
    Interval.YEARLY: _("Every year"),
}


def title_of(code: str) -> Promise:
    """What the page about a place is called, by the level of its code."""
    return TITLES.get(len(code), COMMUNITY_TITLE)
