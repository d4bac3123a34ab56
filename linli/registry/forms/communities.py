"""The form for merging, splitting and transferring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.web.choices import FoundChoices
from linli.kernel.web.forms import day_field, offer
from linli.registry.data import PlaceChange, Reorganisation
from linli.registry.forms.service import Choices
from linli.registry.labels import PLACE_CHANGES


class ReorganisationForm(forms.Form):
    """Which communities change how, and from which day on."""

    kind = forms.ChoiceField(
        label=_("What happens"), choices=list(PLACE_CHANGES.items()), widget=forms.RadioSelect
    )
    sources = forms.MultipleChoiceField(label=_("Communities concerned"), widget=FoundChoices)
    compounds = forms.MultipleChoiceField(
        label=_("Compounds that move"),
        required=False,
        widget=FoundChoices,
        help_text=_("For a split or a transfer. A merger takes all compounds."),
    )
    target = forms.ChoiceField(label=_("To which community"), required=False)
    new_name = forms.CharField(label=_("Name of the new community"), max_length=60, required=False)
    street = forms.ChoiceField(label=_("Street or town of the new community"), required=False)
    on = day_field(_("From this day on"), required=True)

    def __init__(
        self, *args: Any, communities: Choices, streets: Choices, compounds: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "sources", communities)
        offer(self, "compounds", compounds)
        offer(self, "target", [("", _("— a new community, named below —")), *communities])
        offer(self, "street", [("", _("— choose —")), *streets])

    def clean(self) -> dict[str, Any]:
        """Compounds for a split or a transfer; one target."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind and kind != PlaceChange.MERGE and not cleaned.get("compounds"):
            self.add_error("compounds", _("Choose the compounds that move."))
        if bool(cleaned.get("target")) == bool(cleaned.get("new_name")):
            self.add_error("target", _("Choose a community, or name a new one: one of both."))
        return cleaned

    def wanted(self) -> Reorganisation:
        """What was entered, as the service takes it."""
        given = self.cleaned_data
        merges = given["kind"] == PlaceChange.MERGE
        return Reorganisation(
            kind=PlaceChange(given["kind"]),
            sources=tuple(given["sources"]),
            on=given["on"],
            target=given["target"],
            new_name=given["new_name"],
            street=given["street"],
            compounds=() if merges else tuple(given["compounds"]),
        )
