"""Forms of campaigns: they check shape; what is allowed is the services' business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.campaigns.data import REMARK_CHARACTERS, PlanInput, ReportRow
from linli.kernel.web.editing import EditForm
from linli.kernel.web.forms import day_field, offer
from linli.registry.data import ContractTerms, NewEnterprise

Choices = Iterable[tuple[str, object]]
WORKBOOK = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVIDENCE = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx"
MOST_FILES = 10


class ManyFilesInput(forms.ClearableFileInput):
    """A file field of the browser that takes several files at once."""

    allow_multiple_selected = True
    needs_multipart_form = True


class ManyFilesField(forms.FileField):
    """Several files in one field; the value is always a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Each file as Django's own field would clean it; no file at all is refused by it too."""
        given = data if isinstance(data, list | tuple) and data else [data or None]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(limit)d files at once.") % {"limit": MOST_FILES}
            )
        return [super(ManyFilesField, self).clean(item, initial) for item in given]


class ImportForm(forms.Form):
    """The office's task lists."""

    lists = ManyFilesField(
        label=_("Task lists (.xlsx)"),
        help_text=_("One file or several, as the office wrote them; nothing is stored yet."),
        widget=ManyFilesInput(attrs={"accept": WORKBOOK}),
        allow_empty_file=True,
    )


class PlanForm(forms.Form):
    """One compound, one plan."""

    market_ready = forms.TypedChoiceField(
        label=_("Can the market serve this compound?"),
        choices=[("1", _("Yes")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(label=_("Service mode"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Written reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed when the market can serve the compound and another mode is chosen."),
    )
    committee = forms.CharField(
        label=_("Owners' committee and its filing"),
        max_length=100,
        required=False,
        help_text=_("Needed when the owners' committee hires staff."),
    )
    provider = forms.CharField(label=_("Intended provider"), max_length=100, required=False)
    planned_entry_on = day_field(_("Planned entry"))
    responsible_post = forms.CharField(
        label=_("Responsible post"),
        max_length=100,
        required=False,
        help_text=_("The post, not a person's name."),
    )
    replaces = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, modes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mode", modes)

    def plan(self) -> PlanInput:
        """What was entered, as the service takes it."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "replaces"}
        return PlanInput(**given)


class EntryForm(forms.Form):
    """Who serves the compound, and the contract."""

    enterprise = forms.ChoiceField(label=_("Enterprise in the register"), required=False)
    new_name = forms.CharField(
        label=_("New enterprise"),
        max_length=100,
        required=False,
        help_text=_("Only when it is not in the list."),
    )
    mode = forms.ChoiceField(label=_("Service mode"))
    nature = forms.ChoiceField(label=_("Nature of management"), widget=forms.RadioSelect)
    starts_on = day_field(_("Contract begins"), required=True)
    ends_on = day_field(_("Contract ends"), help_text=_("Its last day. Empty: no fixed term."))
    signed_on = day_field(_("Signed on"))
    entry_on = day_field(
        _("Entry"), help_text=_("The compound counts as covered from this day. Empty: not yet.")
    )
    service_items = forms.MultipleChoiceField(
        label=_("Services"), required=False, widget=forms.CheckboxSelectMultiple
    )
    manager_name = forms.CharField(label=_("Person in charge"), max_length=60, required=False)
    manager_phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        enterprises: Choices,
        modes: Choices,
        natures: Choices,
        items: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "enterprise", [("", _("— a new one, named beside —")), *enterprises])
        offer(self, "mode", [("", _("— choose —")), *modes])
        offer(self, "nature", natures)
        offer(self, "service_items", items)

    def clean(self) -> dict[str, Any]:
        """One enterprise: from the register, or a new one."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("enterprise")) == bool(given.get("new_name")):
            self.add_error("enterprise", _("Choose an enterprise, or name a new one: one of both."))
        return given

    def new_enterprise(self) -> NewEnterprise:
        """The enterprise named beside the list."""
        return NewEnterprise(name=self.cleaned_data["new_name"])

    def terms(self) -> ContractTerms:
        """The contract, as the register takes it."""
        given = self.cleaned_data
        return ContractTerms(
            nature=given["nature"],
            mode=given["mode"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            signed_on=given["signed_on"],
            entry_on=given["entry_on"],
            service_items=tuple(given["service_items"]),
            manager_name=given["manager_name"],
            manager_phone=given["manager_phone"],
            remark=given["remark"],
        )


class RemarksForm(EditForm):
    """The street's remarks on the compounds of its report, one field for each."""

    prefix = "remark"

    def __init__(self, *args: Any, rows: Iterable[ReportRow], **options: Any) -> None:
        super().__init__(*args, **options)
        for row in rows:
            named = _("Remark for %(name)s") % {"name": row.compound}
            self.fields[row.compound_id] = forms.CharField(
                label=row.compound,
                max_length=REMARK_CHARACTERS,
                required=False,
                widget=forms.TextInput({"aria-label": named, "class": "no-print"}),
            )

    def remarks(self) -> dict[str, str]:
        """What was sent, by compound: those of a compound that has left the report too."""
        head = self.add_prefix("")
        own = {self.add_prefix("replaces")}
        return {
            name.removeprefix(head): str(text)
            for name, text in self.data.items()
            if name.startswith(head) and name not in own
        }


class StepForm(EditForm):
    """One step of an upgrade with its evidence."""

    before = forms.FileField(
        label=_("Evidence before"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": EVIDENCE}),
    )
    after = forms.FileField(
        label=_("Evidence afterwards"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": EVIDENCE}),
        help_text=_("A picture or paper; needed to record the step as done."),
    )
    done_on = day_field(_("Done on"), help_text=_("Empty: not done yet."))
    note = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why something is taken back or returned."""

    reason = forms.CharField(
        label=_("Written reason"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class CopyForm(forms.Form):
    """A filled report to compare with the register."""

    file = forms.FileField(
        label=_("Filled form (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": WORKBOOK}),
        allow_empty_file=True,
    )


class StartForm(forms.Form):
    """Which street's report for which printed day."""

    division = forms.CharField(max_length=20)
    printed_on = forms.DateField(input_formats=["%Y-%m-%d"])
