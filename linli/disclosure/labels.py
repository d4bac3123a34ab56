"""Texts for the states, refusals and acts of publishing."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from linli.disclosure.data import PublicationKind, State

VERBS = {
    "disclosure.publication.publish": _("published"),
    "disclosure.publication.withdraw": _("withdrew a publication"),
}

PUBLICATIONS = _("Publications")

KINDS: Mapping[str, object] = {PublicationKind.COVERAGE: _("Progress of coverage")}

STATES: Mapping[State, object] = {
    State.IN_FORCE: _("In force"),
    State.ENDED: _("Period over"),
    State.SUPERSEDED: _("Replaced"),
    State.WITHDRAWN: _("Withdrawn"),
}

TONES: Mapping[State, str] = {
    State.IN_FORCE: "ok",
    State.ENDED: "quiet",
    State.SUPERSEDED: "quiet",
    State.WITHDRAWN: "bad",
}

FACTS: Mapping[str, object] = {
    "name": _("Name"),
    "community": _("Community"),
    "covered": _("Covered"),
    "total": _("Compounds in all"),
    "percent": _("Share (%)"),
    "enterprise": _("Service enterprise"),
    "class": _("Class"),
    "service_items": _("Services"),
    "since": _("In service since"),
}

BREACHES: Mapping[str, object] = {
    "title_length": _("The title is empty or longer than 120 characters."),
    "lead_length": _("The text is longer than 2,000 characters."),
    "period": _("The period ends before it begins."),
    "no_basis": _("No clause says that this is published."),
    "personal": _(
        "A text holds what looks like a telephone, identity or account number or a mailbox."
    ),
    "item_count": _("There is nothing to publish, or more than 5,000 rows."),
    "twice": _("The same thing stands there twice."),
    "outside": _("This lies outside the place the publication is for."),
    "not_public": _("This fact is not among those that may be published."),
    "fact_missing": _("A fact that must be published is missing."),
    "fact_shape": _("The value is not of the kind this fact has."),
    "more_than_all": _("More are covered than there are."),
}


def shown(value: object) -> object:
    """A published value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return pgettext("between the entries of a list", ", ").join(value)
    return value
