"""Texts for the enums, kinds, fields, faults and acts of policy."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.policy.data import (
    ChangeState,
    Confidence,
    DateConfidence,
    DocumentStatus,
    Each,
    Effect,
    HolidayShift,
    Interval,
    Place,
    ReleaseState,
    Rounding,
    TargetUnit,
    Unit,
)
from linli.policy.labels.fields import MORE_FIELDS
from linli.policy.labels.names import NAMES
from linli.policy.labels.offices import OFFICES
from linli.policy.labels.words import WORDS
from linli.territory.data import BodyKind

VERBS = {
    "policy.draft.save": _("worked on a policy draft"),
    "policy.draft.start": _("started a policy draft"),
    "policy.layer.load": _("loaded a policy layer"),
    "policy.paper.adopt": _("made a policy draft of a document"),
    "policy.paper.confirm": _("confirmed the proposed kinds of a document's clauses"),
    "policy.paper.cut": _("mended the cut of a document"),
    "policy.paper.decide": _("decided what becomes of a clause"),
    "policy.paper.receive": _("handed in an official document"),
    "policy.release.activate": _("activated a policy release"),
    "policy.value.set": _("settled what the policy leaves open"),
}

KINDS: Mapping[str, object] = {
    "campaign": _("Campaign"),
    "disclosure": _("Publication duty"),
    "duty": pgettext_lazy("policy", "Duty"),
    "formula": _("Calculation"),
    "gate": _("Prior consent"),
    "route": _("Route"),
    "rule": pgettext_lazy("policy", "Rule"),
    "scheme": _("Score sheet"),
    "target": pgettext_lazy("policy", "Target"),
    "vocabulary": _("Vocabulary"),
}

FIELDS: Mapping[str, object] = {
    "label": pgettext_lazy("policy", "Name"),
    "unit": pgettext_lazy("policy", "Unit"),
    "values": _("To reach"),
    "baseline": _("Starting point"),
    "compare_places": _("Decimal places compared"),
    "rounding": _("Rounding"),
    "effect": _("Effect"),
    "operation": _("Applies to the act"),
    "when": pgettext_lazy("policy", "When"),
    "requires": pgettext_lazy("policy", "Requires"),
    "remedy": _("What to do"),
    "by": _("Who"),
    "each": _("For each"),
    "having": _("Only where there are"),
    "receiver": _("To whom"),
    "recurrence": _("When due"),
    "within": _("Only during"),
    "fulfilled_by": _("Proven by the act"),
    "holiday_shift": _("If the day is no working day"),
    "form": pgettext_lazy("policy", "Form"),
    "items": _("Items"),
    "interval": _("How often"),
    "where": _("Where"),
    "keep_days": _("How long"),
    "terms": _("Terms"),
    "sets": _("Sets"),
    "phases": _("Phases"),
    "tasks": _("Kinds of task"),
    "forms": _("Forms"),
    **MORE_FIELDS,
}

VALUES: Mapping[str, object] = {
    HolidayShift.NONE: _("The day stays"),
    HolidayShift.NEXT_WORKDAY: _("The next working day"),
    HolidayShift.PREVIOUS_WORKDAY: _("The working day before"),
    Interval.ON_CHANGE: _("Whenever it changes"),
    Interval.MONTHLY: _("Monthly"),
    Interval.QUARTERLY: _("Quarterly"),
    Interval.HALF_YEARLY: _("Half-yearly"),
    Interval.YEARLY: _("Yearly"),
    Place.PORTAL: _("Public website"),
    Place.NOTICE_BOARD: _("Notice board"),
    Place.PORTAL_AND_BOARD: _("Public website and notice board"),
    Rounding.HALF_UP: _("Half up"),
    Rounding.EXACT: _("Not rounded"),
    TargetUnit.SHARE: _("A share"),
    TargetUnit.COUNT: _("A number"),
    Effect.BLOCK: _("Refuses the act"),
    Effect.WARN: _("Warns; a written reason lets it pass"),
    Effect.INFORM: _("Informs"),
    Each.DISTRICT: _("District"),
    Each.STREET: _("Street or town"),
    Each.COMMUNITY: _("Community"),
    Each.COMPOUND: _("Compound"),
    BodyKind.STREET_TOWN: _("Street or town"),
    BodyKind.HOUSING_AUTHORITY: _("District housing authority"),
    BodyKind.PROPERTY_ENTERPRISE: _("Property enterprise"),
    BodyKind.COMMUNITY: _("Community"),
    BodyKind.DISTRICT_GOVERNMENT: _("District government"),
    BodyKind.LEADING_GROUP_OFFICE: _("Leading group office"),
    BodyKind.LINE_DEPARTMENT: _("Line department"),
    BodyKind.AUDIT: _("Audit"),
    **NAMES,
    **OFFICES,
    **WORDS,
}

UNITS: Mapping[Unit, object] = {
    Unit.DAY: _("days"),
}

CONFIDENCE: Mapping[str, object] = {
    Confidence.PRINTED: _("As printed"),
    Confidence.DERIVED: _("Worked out from printed figures"),
    Confidence.INTERPRETED: _("Our reading"),
    Confidence.MIRROR: _("From an unofficial text"),
    Confidence.SECONDARY: _("From a secondary source"),
    Confidence.UNVERIFIED: _("Not checked against a text"),
    Confidence.REWORDED: _("From a reworded copy"),
}

DATE_CONFIDENCE: Mapping[str, object] = {
    DateConfidence.PRINTED: _("Dates as printed"),
    DateConfidence.DOUBTFUL: _("The printed dates are doubtful"),
}

STATUS: Mapping[str, object] = {
    DocumentStatus.IN_FORCE: pgettext_lazy("policy", "In force"),
    DocumentStatus.DRAFT: _("Draft"),
}

CAUTIONS: Mapping[str, object] = {
    DocumentStatus.DRAFT: _("a draft that binds nobody"),
    DateConfidence.DOUBTFUL: _("a document whose dates are doubtful"),
    Confidence.REWORDED: _("a reworded copy"),
    Confidence.SECONDARY: _("a secondary source"),
    Confidence.UNVERIFIED: _("not checked against a text"),
}
"""What an answer says of the clauses it rests on; the milder ones the reader alone shows."""

STATES: Mapping[str, object] = {
    ReleaseState.INACTIVE: _("Not active"),
    ReleaseState.ACTIVE: _("Active"),
    ReleaseState.SUPERSEDED: _("Superseded"),
}
STATE_TONES: Mapping[str, str] = {
    ReleaseState.INACTIVE: "quiet",
    ReleaseState.ACTIVE: "ok",
    ReleaseState.SUPERSEDED: "info",
}

CHANGE_STATES: Mapping[ChangeState, tuple[object, str]] = {
    ChangeState.ADDED: (pgettext_lazy("dry run", "New"), "ok"),
    ChangeState.REMOVED: (pgettext_lazy("dry run", "Falls away"), "warn"),
    ChangeState.MOVED: (pgettext_lazy("dry run", "Moves"), "info"),
    ChangeState.CHANGED: (pgettext_lazy("dry run", "Changes"), "info"),
    ChangeState.BREAKS: (pgettext_lazy("dry run", "Would break"), "bad"),
    ChangeState.MENDED: (pgettext_lazy("dry run", "No longer broken"), "ok"),
}
"""What becomes of a thing, in words and tone."""

APPS: Mapping[str, object] = {
    "accounts": _("posts and rights"),
    "policy": _("policy documents"),
    "registry": _("compound files"),
    "duties": _("duty calendar"),
    "disclosure": _("publications"),
    "notices": _("notices"),
    "party": _("party building"),
    "cases": _("requests and mediation"),
    "autonomy": _("owners' self-governance"),
    "meetings": _("joint meetings"),
    "surveys": _("surveys"),
    "oversight": _("inspection and assessment"),
    "billing": _("fees"),
    "funds": _("maintenance fund and common revenue"),
    "incentives": _("subsidies and bonds"),
    "market": _("tender, takeover and exit"),
    "campaigns": _("campaigns"),
    "cockpit": _("cockpit"),
}
