"""Forms of compounds, enterprises, contracts, rosters and requests for personal data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.web.editing import EditForm
from linli.kernel.web.forms import AreaField, day_field, offer
from linli.registry import rules
from linli.registry.data import ContractTerms, DateFault, TraitKind
from linli.registry.labels import DATE_FAULTS, PERSONAL_FIELDS

Choices = Iterable[tuple[str, object]]

FAULTY_FIELD = {
    DateFault.ENDS_BEFORE_START: "ends_on",
    DateFault.ENDS_BEFORE_SIGNING: "ends_on",
    DateFault.ENTERS_AFTER_END: "entry_on",
}


class BasicsForm(EditForm):
    """What a compound is. The area is entered in m² and kept in whole hundredths of it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    buildings = forms.IntegerField(
        label=_("Buildings"), min_value=0, max_value=9999, required=False
    )
    households = forms.IntegerField(
        label=_("Households"), min_value=0, max_value=999999, required=False
    )
    built_year = forms.IntegerField(
        label=_("Year built"), min_value=1900, max_value=2100, required=False
    )
    area = AreaField(
        label=_("Building area (m²)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
    )


class TraitForm(EditForm):
    """A management mode or kind and the day it holds from."""

    told_at = {TraitKind.MODE: "value", TraitKind.KIND: "value"}

    value = forms.ChoiceField(widget=forms.RadioSelect)
    from_on = day_field(_("Valid since"), required=True)

    def __init__(self, *args: Any, label: object, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = str(label)
        offer(self, "value", choices)


class ClassForm(EditForm):
    """A class and the day it holds from."""

    told_at = {TraitKind.CLASS: "value"}

    value = forms.ChoiceField(label=_("Class"), widget=forms.RadioSelect)
    from_on = day_field(_("Class holds from"), required=True)

    def __init__(self, *args: Any, classes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "value", classes)


class EnterpriseForm(forms.Form):
    """An enterprise's name and credit code."""

    name = forms.CharField(label=_("Name of the enterprise"), max_length=100)
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        help_text=_("18 characters. An odd code is kept, with a warning."),
    )


class EnterpriseEditForm(EditForm, EnterpriseForm):
    """An enterprise in the register."""


class ServiceForm(forms.Form):
    """What is provided, and whom to call."""

    service_items = forms.MultipleChoiceField(
        label=_("Service items"), required=False, widget=forms.CheckboxSelectMultiple
    )
    manager_name = forms.CharField(label=_("Person in charge"), max_length=60, required=False)
    manager_phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    remark = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, items: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "service_items", items)


class AmendForm(EditForm, ServiceForm):
    """What a contract in the register says of service and contact."""


class ContractForm(ServiceForm):
    """A contract to register: with an enterprise from the register, or with a new one."""

    enterprise = forms.ChoiceField(label=_("Enterprise in the register"), required=False)
    new_name = forms.CharField(
        label=_("New enterprise, when it is not in the list"), max_length=100, required=False
    )
    new_uscc = forms.CharField(
        label=_("Its unified social credit code"), max_length=40, required=False
    )
    nature = forms.ChoiceField(label=_("Nature of the service"), widget=forms.RadioSelect)
    mode = forms.ChoiceField(label=_("Management mode"))
    signed_on = day_field(_("Signed on"))
    starts_on = day_field(_("Contract begins"), required=True)
    ends_on = day_field(_("Contract ends"), help_text=_("Its last day. Empty: no fixed term."))
    notice_days = forms.IntegerField(
        label=_("Notice period (days)"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("As the contract says. Empty: 90 days (Civil Code Art. 947)."),
    )
    entry_on = day_field(
        _("Entry"), help_text=_("The compound counts as covered from this day. Empty: not yet.")
    )

    def __init__(
        self, *args: Any, enterprises: Choices, natures: Choices, modes: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "enterprise", [("", _("— a new one, named below —")), *enterprises])
        offer(self, "nature", natures)
        # A policy that tells no natures apart asks for none.
        self.fields["nature"].required = bool(natures)
        offer(self, "mode", [("", _("— choose —")), *modes])

    def clean(self) -> dict[str, Any]:
        """One enterprise, and days in order."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("enterprise")) == bool(cleaned.get("new_name")):
            self.add_error("enterprise", _("Choose an enterprise, or name a new one: one of both."))
        if isinstance(cleaned.get("starts_on"), date):
            for fault in rules.date_faults(self.terms()):
                self.add_error(FAULTY_FIELD[fault], str(DATE_FAULTS[fault]))
        return cleaned

    def terms(self) -> ContractTerms:
        """What was entered, as the service takes it."""
        given = self.cleaned_data
        return ContractTerms(
            nature=given.get("nature", ""),
            mode=given.get("mode", ""),
            starts_on=given["starts_on"],
            ends_on=given.get("ends_on"),
            signed_on=given.get("signed_on"),
            entry_on=given.get("entry_on"),
            service_items=tuple(given.get("service_items", ())),
            manager_name=given.get("manager_name", ""),
            manager_phone=given.get("manager_phone", ""),
            remark=given.get("remark", ""),
            notice_days=given.get("notice_days"),
        )


class EntryForm(forms.Form):
    """The day an enterprise enters."""

    entry_on = day_field(
        _("Entry"), required=True, help_text=_("The compound counts as covered from this day.")
    )


class EndForm(forms.Form):
    """How a contract is closed."""

    ended_on = day_field(
        _("Out of service from"), required=True, help_text=_("The first day without the service.")
    )
    reason = forms.CharField(label=_("Reason for closing"), max_length=300)


class RosterForm(forms.Form):
    """A roster to hand in."""

    roster = forms.FileField(
        label=_("Roster"),
        help_text=_("An Excel workbook (.xlsx) or a text table (.csv), at most 200,000 lines."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
    )


class OwnerSearchForm(forms.Form):
    """Whom to look for. Sent by POST: a number never stands in an address or a log."""

    text = forms.CharField(
        label=_("Name, telephone or ID number"),
        max_length=60,
        help_text=_("Numbers are compared exactly; names by characters, pinyin or initials."),
    )


class ReadForm(forms.Form):
    """Which value to read in full, and why."""

    field = forms.ChoiceField(
        label=_("What to read"), choices=list(PERSONAL_FIELDS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What it is needed for"),
        max_length=300,
        help_text=_("The owner can see who read the value, when and why."),
    )


class ExportForm(forms.Form):
    """A request for the owners of a compound as a file."""

    reason = forms.CharField(label=_("What it is needed for"), max_length=300)
    row_limit = forms.IntegerField(label=_("At most this many rows"), min_value=1, max_value=5000)


class DecisionForm(forms.Form):
    """A decision on somebody else's request."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("Approve")), ("0", _("Refuse"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)
