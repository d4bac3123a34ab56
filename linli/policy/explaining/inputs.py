"""What an answer needs to be given: the inputs of a provision, and the values that may be tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.kernel.errors import BadInput, Finding
from linli.policy import rules
from linli.policy.data import Body, Formula, NotConfigured, Resolved
from linli.policy.formulas import Given, Open, calculation_of
from linli.policy.labels import FIELDS
from linli.policy.labels.faults import MESSAGES
from linli.policy.labels.steps import INPUTS

_LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
"""Limits of a number, as they are written."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name, label, whether it must be given, and whether the policy leaves it open.

    ``choices`` are the words it may be, empty for numbers, days and texts.
    """

    name: str
    label: object
    required: bool = False
    is_open: bool = False
    choices: tuple[str, ...] = ()


def fields_of(resolved: Resolved[Any], policy: rules.Policy) -> tuple[Field, ...]:
    """The inputs of a provision; where a formula decides, those of the formula too."""
    body = resolved.body
    own = [_field(name, info) for name, info in _given_of(body).model_fields.items()]
    decided_by = getattr(body, "decided_by", None)
    if decided_by:
        try:
            inner = policy.provision(Formula, decided_by, on=resolved.on)
        except NotConfigured:
            return tuple(own)
        taken = {field.name for field in own}
        own += [field for field in fields_of(inner, policy) if field.name not in taken]
    kind = type(body)
    open_ones = [
        Field(name, FIELDS.get(name, name), False, True, rules.choices_of(kind, name))
        for name in (resolved.unset if isinstance(body, Formula) else ())
    ]
    return (*own, *open_ones)


def _given_of(body: Body) -> type[Given]:
    return calculation_of(body).given


def _field(name: str, info: Any) -> Field:
    members = getattr(info.annotation, "__members__", {})
    choices = tuple(str(member.value) for member in members.values())
    if info.annotation in (bool, bool | None):
        choices = ("yes", "no")
    return Field(name, INPUTS.get(name, name), info.is_required(), False, choices)


def with_trials(resolved: Resolved[Body], given: Mapping[str, Any]) -> tuple[Body, tuple[str, ...]]:
    """The provision with the open values that are tried, and their names.

    Only what the policy leaves open can be tried. Raises BadInput for a value not allowed there.
    """
    body = resolved.body
    tried = tuple(name for name in resolved.unset if name in given)
    values, findings = {}, []
    for name in tried:
        try:
            values[name] = rules.parse_answer(type(body), name, str(given[name]))
        except ValidationError as error:
            findings += _findings(error, name)
    if findings:
        raise BadInput(_("These inputs cannot be used."), findings=tuple(findings))
    return body.model_copy(update=values), tried


def parsed(body: Body, given: Mapping[str, Any]) -> Given:
    """The typed inputs. Raises BadInput naming each one that is missing, unknown or not allowed."""
    model = _given_of(body)
    opened = not getattr(body, "decided_by", None) and issubclass(model, Open)
    unknown = [name for name in given if name not in model.model_fields] if opened else []
    findings = [_unknown(name, model) for name in unknown]
    try:
        found = model.model_validate(dict(given))
    except ValidationError as error:
        findings += [
            _unknown(str(item["loc"][0]), model)
            if item["type"] == "extra_forbidden"
            else _finding(item, str(item["loc"][0]) if item["loc"] else "")
            for item in error.errors(include_url=False)
        ]
    if findings:
        raise BadInput(_("These inputs cannot be used."), findings=tuple(findings))
    return found


def wrong(name: str, allowed: str) -> BadInput:
    """The refusal of one input that an answer finds missing or impossible."""
    finding = Finding(
        "error",
        "policy.input",
        _("This input is missing or cannot be."),
        column=name,
        allowed=allowed,
        remedy=_("Give it as name=value."),
    )
    return BadInput(_("These inputs cannot be used."), findings=(finding,))


def _findings(error: ValidationError, name: str) -> list[Finding]:
    return [_finding(item, name) for item in error.errors(include_url=False)]


def _finding(item: Any, name: str) -> Finding:
    value = item["input"] if isinstance(item["input"], str) else ""
    missing = item["type"] == "missing"
    said = MESSAGES.get(item["type"], MESSAGES["bad_value"])
    message = _("This input is missing or cannot be.") if missing else str(said)
    context = item.get("ctx", {})
    limits = ", ".join(
        f"{sign} {context[name]}" for name, sign in _LIMITS.items() if name in context
    )
    allowed = str(context.get("allowed") or context.get("expected") or limits)
    remedy = _("Give it as name=value.")
    return Finding("error", "policy.input", message, "", None, name, value, allowed, remedy)


def _unknown(name: str, model: type[Given]) -> Finding:
    return Finding(
        "error",
        "policy.input_unknown",
        _("This answer knows no such input, or the policy settles the value itself."),
        column=name,
        allowed=", ".join(model.model_fields),
        remedy=_("Leave it out or correct its name."),
    )
