"""Filters of the policy pages: a lookup's steps and the district's answers in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.templatetags.linli import chip
from linli.policy.data import KINDS, PreviewChange, Step
from linli.policy.labels import CHANGE_STATES, FIELDS
from linli.policy.labels.describe import value_words
from linli.policy.models import DistrictValue
from linli.policy.rules import parse_answer

register = template.Library()

_CODE = re.compile(r"(?<![\w/])([a-z][a-z0-9]+(?:[._][a-z0-9]+)*)(?!\w)")

_TONES = {"taken": "ok", "answered": "ok", "overridden": "quiet", "silent": "quiet", "unset": "bad"}


@register.filter
def step_tone(outcome: str) -> str:
    """The tone of a step's dot in the timeline."""
    return _TONES[outcome]


@register.filter
def step_words(step: Step, names: Mapping[str, str]) -> str:
    """What a lookup found at one place; ``names`` are those of the layers."""
    words = {
        "taken": _("%(layer)s says it:"),
        "overridden": _("%(layer)s says it too, but the lower layer goes before:"),
        "silent": _("%(layer)s does not say it"),
        "answered": _("The district settled: %(field)s"),
        "unset": _("Open, for the district to settle: %(field)s"),
    }
    return words[step.outcome] % {
        "layer": names.get(step.layer, step.layer),
        "field": FIELDS.get(step.field, step.field),
    }


@register.filter
def coded(value: object) -> SafeString:
    """A value in words; what has no word yet and stands as its code is set apart as one.

    On an English page only codes of several parts can be told from words.
    """
    chinese = (get_language() or "zh").startswith("zh")
    pieces = _CODE.split(str(value))  # words and codes in turn
    marked = (
        ("<code>{}</code>" if place % 2 and (chinese or re.search(r"[._]", piece)) else "{}", piece)
        for place, piece in enumerate(pieces)
    )
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in marked))


@register.simple_tag
def change_chip(change: PreviewChange) -> SafeString:
    """What becomes of the thing a dry run names, and of how many."""
    word, tone = CHANGE_STATES[change.state]
    return chip(word if change.count == 1 else f"{word} ×{change.count}", tone)


@register.filter
def field_label(field: str) -> object:
    """The name of a provision's field."""
    return FIELDS.get(field, field)


@register.filter
def answer_words(row: DistrictValue) -> str:
    """A stored answer in words."""
    kind = KINDS[row.kind]
    return value_words(kind, row.field, parse_answer(kind, row.field, row.value))
