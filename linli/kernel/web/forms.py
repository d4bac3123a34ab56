"""What form pages share: calendar days, refusals said inside the form, the 422 answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import (
    BadInput,
    ChangedMeanwhile,
    Conflict,
    DomainError,
    Finding,
    RuleBroken,
)
from linli.kernel.templatetags.linli import cite
from linli.kernel.web.choices import FoundChoice
from linli.kernel.web.editing import EditForm
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing

HUNDREDTHS = 100

T = TypeVar("T")
Label = Any  # a text or a lazy one; the stubs know no public type for both


class DayInput(forms.DateInput):
    """The browser's own calendar; the value travels as ``2020-10-08`` in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Label, *, required: bool = False, help_text: Label = "") -> forms.DateField:
    """A calendar day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
    )


class AreaField(forms.DecimalField):
    """An area, entered in m² and handed on in whole hundredths of it."""

    default_error_messages = {
        "min_value": _("An area is more than 0 m²; leave it empty while it is not known."),
    }

    def clean(self, value: Any) -> Any:
        metres = super().clean(value)
        return None if metres is None else int(metres * HUNDREDTHS)

    def prepare_value(self, value: Any) -> Any:
        """What the register keeps, as it is entered; what was sent stays as it was sent."""
        return Decimal(value) / HUNDREDTHS if isinstance(value, int) else value


def area_field(label: Label, *, required: bool = False, help_text: Label = "") -> AreaField:
    """An area of a room, a unit or a place to park: up to 100,000 m²."""
    return AreaField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        decimal_places=2,
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, object]]) -> None:
    """Give a choice field the choices that only the request knows (from policy or register). Of a
    long list one is found by searching it.
    """
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        if type(field.widget) is forms.Select:
            required, field.widget = field.widget.is_required, FoundChoice(field.widget.attrs)
            field.widget.is_required = required
        field.choices = [(value, str(label)) for value, label in choices]


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, None while it is only looked at. Nothing filled in is something
    sent: such a form is refused like any other that cannot be taken.
    """
    return request.POST if request.method == "POST" else None


def submit(request: ActorRequest, form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do the act if the form was sent and is in shape; a refusal is said in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except (BadInput, Conflict, RuleBroken) as refused:
        standing(request).refusal_code = refused.code
        if isinstance(form, EditForm) and isinstance(refused, ChangedMeanwhile):
            form.tell(refused)
        else:
            form.add_error(None, refusal(refused))
        return None


def refusal(error: DomainError) -> SafeString:
    """What is the matter, under which clause, and what to do next."""
    clause = cite(error.clause) if error.clause else ""
    return format_html("{} {} {}", str(error), clause, str(error.remedy))


def findings_beside(refused: BadInput) -> tuple[Finding, ...]:
    """What a refusal found, to be listed beside the form; nothing when that is one thing about the
    whole file, which the refusal says itself.
    """
    found = refused.findings
    if len(found) == 1 and str(found[0].message) == str(refused):
        only = found[0]
        return found if only.row or only.column or only.value else ()
    return found


def form_page(
    request: ActorRequest, template: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    """A form's page; 422 when what was sent cannot be taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
