"""Forms of units and owners, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.web.editing import EditForm
from linli.kernel.web.forms import area_field, day_field, offer
from linli.registry.data import AreaSource, NewOwner, OwnerKind, UnitFacts, Use
from linli.registry.forms.service import Choices
from linli.registry.labels import AREA_SOURCES, OWNER_KINDS, USES
from linli.registry.roster.words import share

CO_OWNERS = 4
MOST_CO_OWNERS = 20


class UnitForm(forms.Form):
    """What a unit is."""

    building = forms.CharField(
        label=_("Building"),
        max_length=40,
        help_text=_("Its number or letter, without the word for it."),
    )
    entrance = forms.CharField(label=_("Entrance"), max_length=20, required=False)
    floor = forms.IntegerField(label=_("Floor"), min_value=-9, max_value=200, required=False)
    room = forms.CharField(label=_("Room"), max_length=40)
    area = area_field(_("Exclusive area (m²)"))
    area_source = forms.ChoiceField(
        label=_("Source of the area"), choices=list(AREA_SOURCES.items()), required=False
    )
    use = forms.ChoiceField(label=_("Use"), choices=list(USES.items()))
    is_sold = forms.BooleanField(
        label=_("Sold"), required=False, help_text=_("Not sold: it counts as the developer's.")
    )
    is_delivered = forms.BooleanField(
        label=_("Handed over"),
        required=False,
        help_text=_("Sold but not handed over: it counts as the developer's."),
    )

    def facts(self) -> UnitFacts:
        """What was entered, as the service takes it."""
        given = {name: self.cleaned_data[name] for name in UnitForm.base_fields}
        given["area_source"] = AreaSource(given["area_source"])
        given["use"] = Use(given["use"])
        return UnitFacts(**given)


class UnitEditForm(EditForm, UnitForm):
    """A unit in the register."""


class SaleForm(EditForm):
    """From which day the owners named below own the unit."""

    labels = {"owners": _("Owners at present")}

    from_on = day_field(
        _("Owned since"),
        required=True,
        help_text=_("What the present owners own ends on this day."),
    )


class OwnerLineForm(forms.Form):
    """One owner of a unit; a line left empty names nobody."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind of owner"), choices=list(OWNER_KINDS.items()))
    id_number = forms.CharField(
        label=_("ID number or credit code"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    share = forms.CharField(
        label=_("Share owned"),
        max_length=20,
        required=False,
        help_text=_("For example 1/2 or 50%. Empty: a single owner, or joint ownership."),
    )
    is_voter = forms.BooleanField(label=_("Votes for all co-owners"), required=False)

    def clean_share(self) -> tuple[int, int] | None:
        """A fraction, or None where nothing was entered."""
        text = "".join(str(self.cleaned_data["share"]).split())
        if not text:
            return None
        read = share(text)
        if read is None:
            raise forms.ValidationError(_("The share cannot be read. For example 1/2 or 50%."))
        return read


OwnerLines = forms.formset_factory(
    OwnerLineForm, extra=CO_OWNERS, max_num=MOST_CO_OWNERS, absolute_max=MOST_CO_OWNERS
)


def owners_named(lines: Iterable[forms.Form]) -> list[NewOwner]:
    """The owners of the lines that name somebody. Without a share a single one has the whole."""
    named = [line.cleaned_data for line in lines if line.cleaned_data.get("name")]
    whole = (1, 1) if len(named) == 1 else (0, 0)
    return [
        NewOwner(
            name=given["name"],
            kind=OwnerKind(given["kind"]),
            id_number=given["id_number"],
            phone=given["phone"],
            numerator=(given["share"] or whole)[0],
            denominator=(given["share"] or whole)[1],
            is_voter=given["is_voter"],
        )
        for given in named
    ]


class VoterForm(EditForm):
    """Which co-owner votes for all of them."""

    labels = {"owners": _("Owners at present")}

    owner = forms.ChoiceField(label=_("Votes for all co-owners"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners)


class OwnerForm(EditForm):
    """An owner's entry. The numbers are not shown; what is entered replaces them."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind of owner"), choices=list(OWNER_KINDS.items()))
    id_number = forms.CharField(
        label=_("New ID number or credit code"),
        max_length=40,
        required=False,
        help_text=_("Empty: it stays as it is."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("New telephone"),
        max_length=60,
        required=False,
        help_text=_("Empty: it stays as it is."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class EndLoginForm(forms.Form):
    """Why an owner's login is ended."""

    reason = forms.CharField(label=_("Why it ends"), max_length=200)
