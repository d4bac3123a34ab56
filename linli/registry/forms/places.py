"""Forms of parking spaces and premises."""

from __future__ import annotations

import dataclasses
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.web.editing import EditForm
from linli.kernel.web.forms import area_field, day_field
from linli.registry.data import (
    ParkingFacts,
    ParkingKind,
    PlaceSort,
    PremisesFacts,
    PremisesKind,
    PremisesSource,
    Tenure,
)
from linli.registry.labels import PARKING_KINDS, PREMISES_KINDS, PREMISES_SOURCES, TENURES


class ParkingForm(forms.Form):
    """What a parking space is, and from which day on."""

    number = forms.CharField(label=_("Number of the space"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind of space"), choices=list(PARKING_KINDS.items()))
    tenure = forms.ChoiceField(label=_("Ownership"), choices=list(TENURES.items()), required=False)
    area = area_field(_("Area (m²)"))
    is_registrable = forms.BooleanField(
        label=_("Can be entered in the land register by itself"), required=False
    )
    unit = forms.CharField(
        label=_("Belongs to unit"),
        max_length=80,
        required=False,
        help_text=_("Building-entrance-room, for example 3-1-402."),
    )
    from_on = day_field(_("Valid since"), help_text=_("Empty: since before the register."))

    def facts(self) -> ParkingFacts:
        """What was entered, as the service takes it."""
        given = _facts(self, ParkingFacts)
        return ParkingFacts(
            **given | {"kind": ParkingKind(given["kind"]), "tenure": Tenure(given["tenure"])}
        )


class PremisesForm(forms.Form):
    """What a room of the service or the committee is, and from which day on."""

    address = forms.CharField(
        label=_("Location"), max_length=200, help_text=_("For example building 3, ground floor.")
    )
    kind = forms.ChoiceField(label=_("Used by"), choices=list(PREMISES_KINDS.items()))
    area = area_field(_("Area (m²)"), required=True)
    source = forms.ChoiceField(
        label=_("How it came"), choices=list(PREMISES_SOURCES.items()), required=False
    )
    from_on = day_field(_("Valid since"), help_text=_("Empty: since before the register."))

    def facts(self) -> PremisesFacts:
        """What was entered, as the service takes it."""
        given = _facts(self, PremisesFacts)
        return PremisesFacts(
            **given
            | {"kind": PremisesKind(given["kind"]), "source": PremisesSource(given["source"])}
        )


class ParkingEditForm(EditForm, ParkingForm):
    """A parking space in the register."""


class PremisesEditForm(EditForm, PremisesForm):
    """A room in the register."""


PLACE_FORMS: dict[PlaceSort, type[ParkingForm | PremisesForm]] = {
    PlaceSort.PARKING: ParkingForm,
    PlaceSort.PREMISES: PremisesForm,
}
PLACE_EDIT_FORMS: dict[PlaceSort, type[ParkingEditForm | PremisesEditForm]] = {
    PlaceSort.PARKING: ParkingEditForm,
    PlaceSort.PREMISES: PremisesEditForm,
}


def _facts(form: forms.Form, kind: type[ParkingFacts | PremisesFacts]) -> dict[str, Any]:
    """What was entered for the facts, by name."""
    return {part.name: form.cleaned_data[part.name] for part in dataclasses.fields(kind)}


class EndPlaceForm(forms.Form):
    """From which day a place is no more, and why."""

    to_on = day_field(
        _("Ends on"), required=True, help_text=_("The first day on which it is no more.")
    )
    reason = forms.CharField(label=_("Why it ends"), max_length=200)
