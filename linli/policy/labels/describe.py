"""Provisions in words: each field with its label, its value, its unit, in the language in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from linli.journal.data import verb_label
from linli.kernel.ratios import share
from linli.kernel.web.formats import listed
from linli.policy.data import (
    UNSET,
    Band,
    Baseline,
    Duration,
    Form,
    Item,
    LawWarning,
    Measures,
    Phase,
    Rule,
    SchemeItem,
    Target,
    TargetUnit,
    TargetValue,
    Task,
    TaskItem,
    Term,
    Text,
    Unit,
    Window,
)
from linli.policy.data.formulas.money import BudgetItem
from linli.policy.data.formulas.votes import TriggerOption
from linli.policy.labels import FIELDS, UNITS, VALUES
from linli.policy.labels.acts import ACTS

_VERB_FIELDS = frozenset({"fulfilled_by", "operation", "operations", "after", "before"})
_HIDDEN = frozenset({"label", "message", "remedy", "when", "requires", "form"})

# What a rule watches over and no act of the journal is called after.
OPERATIONS: Mapping[str, object] = {
    "registry.compound.classify": _("setting the class of a compound"),
}
CONDITIONS: Mapping[str, object] = {
    "tasks": _("tasks on a list"),
}

_OWN_WORDS: Mapping[tuple[str, str], object] = {
    ("holiday_shift", "none"): _("The day stays"),
    ("mask", "none"): _("Nothing of persons"),
    ("maximum", "none"): _("No upper limit"),
}
"""Words that mean something else in this field than elsewhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a provision: label, values in words, and whether the policy leaves it open."""

    field: str
    label: object
    values: tuple[object, ...]
    is_open: bool = False


def in_language(text: Text | None) -> str:
    """A text in the language in force; empty for none."""
    return text.in_language(get_language() or "zh") if text else ""


def said(row: object, name: str) -> str:
    """The column ``name_zh`` or ``name_en`` of a stored row, as the language in force asks."""
    suffix = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return str(getattr(row, f"{name}_{suffix}"))


def title_of(body: BaseModel) -> str:
    """What a provision is called: its name, for a rule what it tells the person refused."""
    text: Text | None = getattr(body, "label", None) or getattr(body, "message", None)
    return in_language(text)


def lines_of(provision: BaseModel) -> list[Line]:
    """Every field that says something, and every field left open."""
    lines = []
    for name in type(provision).model_fields:
        value = getattr(provision, name)
        if name in _HIDDEN or _says_nothing(value):
            continue
        label = FIELDS.get(name, name)
        lines.append(Line(name, label, tuple(_words(provision, name, value)), value is UNSET))
    if isinstance(provision, Rule):  # its message is its title
        lines.append(Line("remedy", FIELDS["remedy"], (in_language(provision.remedy),)))
    return lines


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ((), {})


def value_words(provision_kind: type[BaseModel], field: str, value: object) -> str:
    """One value of a field in words, with its unit."""
    if value is UNSET or value is None:
        return gettext("The policy does not say")
    parts = value if isinstance(value, tuple) else (value,)
    shown = listed(_word(field, part) for part in parts)
    info = provision_kind.model_fields.get(field)
    unit = next((mark for mark in info.metadata if isinstance(mark, Unit)), None) if info else None
    return f"{shown} {UNITS[unit]}" if unit else shown


def _word(field: str, value: object) -> str:
    if isinstance(value, bool):
        return str(VALUES["true" if value else "false"])
    if isinstance(value, str):
        return str(_OWN_WORDS.get((field, value)) or VALUES.get(value, value))
    return str(_one(value))


def _words(provision: BaseModel, name: str, value: Any) -> Iterator[object]:
    if value is UNSET:
        yield gettext("The policy does not say")
    elif name in _VERB_FIELDS:
        names = value if isinstance(value, tuple) else (value,)
        yield from (_act_words(verb) for verb in names)
    elif name == "recurrence":
        yield recurrence_words(value)
    elif name == "having":
        yield CONDITIONS.get(value, value)
    elif isinstance(provision, Target) and name == "values":
        yield from (_target_words(item, provision.unit) for item in value)
    elif isinstance(value, tuple):
        yield from (_one(item) for item in value)
    elif isinstance(value, dict):
        yield from _set_words(provision, value) if name == "sets" else _table_words(value)
    else:
        yield (
            _one(value)
            if isinstance(value, BaseModel)
            else value_words(type(provision), name, value)
        )


def _act_words(verb: str) -> object:
    """An act in words: those of the app that records it, else those the policy needs."""
    declared = OPERATIONS.get(verb) or verb_label(verb)
    return declared if declared != verb else ACTS.get(verb) or VALUES.get(verb, verb)


def _one(value: Any) -> object:
    """A part of a provision in one line; anything without a line of its own as it is written."""
    if type(value) is Text:
        return in_language(value)
    if isinstance(value, str):
        return VALUES.get(value, value)
    wording = _WORDINGS.get(type(value))
    return wording(value) if wording else str(value)


def recurrence_words(rule: str) -> str:
    """A recurrence for readers; rules of an unusual shape stay as written."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    frequency = parts.pop("FREQ", "")
    if frequency == "DAILY" and not parts:
        return gettext("Every day")
    days, months = parts.pop("BYMONTHDAY", ""), parts.pop("BYMONTH", "")
    if parts or not days or frequency not in ("MONTHLY", "YEARLY"):
        return rule
    if days == "-1":
        when = gettext("on the last day")
    else:
        numbers = days.split(",")
        when = ngettext("on day %(days)s", "on days %(days)s", len(numbers)) % {
            "days": listed(numbers)
        }
    if months:
        return gettext("Every year in month %(months)s, %(when)s") % {
            "months": listed(months.split(",")),
            "when": when,
        }
    return gettext("Every month %(when)s") % {"when": when} if frequency == "MONTHLY" else rule


def _target_words(value: TargetValue, unit: TargetUnit) -> str:
    shown = f"{share(value.value, 1)} %" if unit is TargetUnit.SHARE else str(value.value)
    return gettext("%(value)s by %(day)s") % {"value": shown, "day": value.by}


def _baseline_words(value: Baseline) -> str:
    return gettext("%(part)s of %(whole)s compounds, %(share)s %%") % {
        "part": value.part,
        "whole": value.whole,
        "share": share(value.part, value.whole),
    }


def _window_words(value: Window) -> str:
    return gettext("phase %(phase)s of the campaign") % {"phase": value.phase}


def _phase_words(value: Phase) -> str:
    days = f"{value.first} – {value.last}" if value.first else _until(value.last)
    return f"{value.number} · {in_language(value.label)} · {days}"


def _until(day: date) -> str:
    return gettext("until %(day)s") % {"day": day}


def _task_words(value: Task) -> str:
    return gettext("%(task)s, due %(day)s (printed: %(text)s)") % {
        "task": in_language(value.label),
        "day": value.due,
        "text": value.due_text,
    }


def _form_words(value: Form) -> str:
    columns = ngettext("%(n)s column", "%(n)s columns", len(value.columns))
    return f"{value.title} · {columns % {'n': len(value.columns)}}"


def _term_words(value: Term) -> str:
    criteria = f" · {in_language(value.criteria)}" if value.criteria else ""
    return f"{in_language(value.label)}{criteria}"


def _item_words(value: TaskItem | Item) -> str:
    return in_language(value.label)


def _set_words(provision: BaseModel, sets: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    terms = {term.code: term for term in getattr(provision, "terms", ())}
    for name, codes in sets.items():
        words = [
            in_language(terms[code].label) if code in terms else str(VALUES.get(code, code))
            for code in codes
        ]
        yield f"{SETS.get(name) or VALUES.get(name, name)} · {listed(words)}"


def _table_words(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        shown = value if isinstance(value, tuple) else (value,)
        yield f"{VALUES.get(name, name)} · {listed(str(_one(item)) for item in shown)}"


def ratio_words(value: Fraction) -> str:
    """An exact ratio: as percent where that is short, else as a fraction."""
    percent = value * 100
    if (percent * 1000).denominator == 1:
        return f"{plain(Decimal(percent.numerator) / percent.denominator)} %"
    return f"{value.numerator}/{value.denominator}"


def plain(value: Decimal) -> str:
    """A decimal without superfluous zeros or exponents."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration_words(value: Duration) -> str:
    """A period with its unit in the language in force."""
    return f"{value.count} {VALUES[value.unit]}"


def _band_words(value: Band) -> str:
    named = in_language(value.label) or value.grade or ""
    share_of = ratio_words(value.share) if value.share is not None else ""
    follows = listed(in_language(measure) for measure in value.measures)
    parts = (f"≥ {plain(value.at_least)}", named, share_of, follows)
    return " · ".join(part for part in parts if part)


def _sheet_item_words(value: SchemeItem) -> str:
    points = plain(value.points) if value.points is not None else ""
    parts = (in_language(value.label), str(VALUES[value.kind]), points)
    return " · ".join(part for part in parts if part)


def _measures_words(value: Measures) -> str:
    whole = in_language(value.whole)
    return f"{in_language(value.part)} / {whole}" if whole else in_language(value.part)


def _option_words(value: BaseModel) -> str:
    named = ((name, getattr(value, name)) for name in value.model_fields_set)
    return listed(
        f"{FIELDS.get(name) or VALUES.get(name, name)} {_one(found)}"
        for name, found in sorted(named)
    )


def _warning_words(value: LawWarning) -> str:
    return f"{in_language(value)} ({value.rule})"


SETS: Mapping[str, object] = {
    "basic": _("Basic services"),
    "target": _("Services to reach"),
    "market_ready": _("Where the market can serve"),
    "not_market_ready": _("Where the market cannot serve"),
}

_WORDINGS: dict[type[Any], Callable[[Any], str]] = {
    Band: _band_words,
    BudgetItem: _option_words,
    Decimal: plain,
    Duration: duration_words,
    Fraction: ratio_words,
    LawWarning: _warning_words,
    Measures: _measures_words,
    SchemeItem: _sheet_item_words,
    TriggerOption: _option_words,
    Baseline: _baseline_words,
    Item: _item_words,
    Form: _form_words,
    Phase: _phase_words,
    Task: _task_words,
    TaskItem: _item_words,
    Term: _term_words,
    Window: _window_words,
}
