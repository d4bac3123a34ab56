"""The UI kit's template tags: ``{% load linli %}``. How to use them: docs/ui.md.

Tags take ready values and print HTML; they never query. Text they add is translated here,
text they are given is escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from linli.kernel.errors import Finding
from linli.kernel.explain import Citation, Explanation
from linli.kernel.web import formats

register = template.Library()

register.filter("dash", formats.dash)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("area", formats.area)
register.filter("yuan", formats.yuan)
register.filter("day", formats.day_element)
register.filter("plain_day", formats.day)
register.filter("unbroken", formats.unbroken)
register.filter("commands", formats.commands)
register.filter("month_day", formats.month_day)
register.filter("stamp", formats.stamp)

SPRITE = Path(__file__).parent.parent / "static/linli/icons.svg"

TONE_ICONS = {
    "ok": "check-circle",
    "warn": "clock",
    "bad": "exclamation-circle",
    "info": "hourglass-split",
    "quiet": "",
}
NOTICE_ICONS = {
    "ok": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "exclamation-circle",
    "info": "info-circle",
}
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "bad"}
LEVEL_TONES = {"error": "bad", "warning": "warn", "note": "info"}
STRIP_ICONS = {
    "on_time": "check-lg",
    "late": "clock",
    "missing": "x-lg",
    "waiting": "hourglass-split",
    "not_due": "dot",
}
STRIP_TONES = {"on_time": "ok", "late": "warn", "missing": "bad", "waiting": "info"}


# --- icons and chips -----------------------------------------------------------------------


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Names in the shipped sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon from the sprite; a name that is not in it is a programming error."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"no icon named {name!r} in the sprite")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("linli/icons.svg"),
        name,
    )


@register.simple_tag
def chip(text: object, tone: str = "quiet", icon: str | None = None) -> SafeString:
    """A state in word, icon and colour; ``icon=""`` prints none."""
    name = TONE_ICONS[tone] if icon is None else icon
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, _icon(name), text)


@register.simple_tag
def due(left: int | None, unit: str = "workday", risk: bool = False) -> SafeString:
    """Time left to a deadline in working days (``unit="day"``: calendar days).

    Negative is overdue. Three days or fewer warn, as does ``risk``; None prints nothing.
    """
    if left is None:
        return SafeString()
    if left < 0:
        return chip(_overdue(-left, unit), "bad")
    if left == 0:
        return chip(gettext("Due today"), "warn")
    return chip(_left(left, unit), "warn" if risk or left <= 3 else "info", "clock")


def _left(days: int, unit: str) -> str:
    if unit == "day":
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return ngettext("%(n)s working day left", "%(n)s working days left", days) % {"n": days}


def _overdue(days: int, unit: str) -> str:
    if unit == "day":
        return ngettext("Overdue %(n)s day", "Overdue %(n)s days", days) % {"n": days}
    return ngettext("Overdue %(n)s working day", "Overdue %(n)s working days", days) % {"n": days}


def _icon(name: str) -> SafeString:
    return icon(name) if name else SafeString()


# --- figures -------------------------------------------------------------------------------


@register.simple_tag
def bar(
    value: Decimal | int | None,
    whole: Decimal | int = 100,
    label: object = "",
    target: Decimal | int | None = None,
    tone: str = "",
) -> SafeString:
    """A thin bar: ``value`` of ``whole``, a tick at ``target`` (same unit).

    Drawn as SVG with percentages in attributes: the content policy allows no inline style.
    """
    filled = formats.part_percent(value, whole)
    tick: str | SafeString = ""
    if target is not None:
        at = formats.part_percent(target, whole)
        tick = format_html(
            '<line class="bar-target" x1="{0}%" x2="{0}%" y1="-1" y2="11"></line>', at
        )
    # A bar beside its figure is decoration; one that stands alone carries the label.
    naming = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="bar{}" {} height="10"><rect class="bar-track" y="3" width="100%" height="4"'
        ' rx="2"></rect><rect class="bar-fill" y="3" width="{}%" height="4" rx="2"></rect>{}</svg>',
        f" bar-{tone}" if tone else "",
        mark_safe(naming),  # noqa: S308  # built by format_html or a literal just above
        filled,
        tick,
    )


FIGURE_OPTIONS = frozenset(
    {"unit", "note", "alert", "tone", "part", "whole", "target", "explanation", "url"}
)


@register.inclusion_tag("kernel/parts/figure.html")
def figure(label: object, value: object, **options: Any) -> dict[str, Any]:
    """One cell of a ``.figures`` strip: label, value with unit, bar, note, explanation.

    Options: ``unit note alert tone part whole target explanation url``; a bar needs part and
    whole, ``alert`` is the overdue part of the note.
    """
    unknown = options.keys() - FIGURE_OPTIONS
    if unknown:
        raise template.TemplateSyntaxError(f"figure has no option {', '.join(sorted(unknown))}")
    return {"label": label, "value": value, **dict.fromkeys(FIGURE_OPTIONS), **options}


@register.inclusion_tag("kernel/parts/explain.html")
def explain(explanation: Explanation | None, text: object = "") -> dict[str, Any]:
    """The info button and the panel it opens; with ``text`` the figure itself is the button."""
    return {"explanation": explanation, "text": text}


@register.simple_tag
def cite(citation: Citation | str, text: object = "") -> SafeString:
    """A link to the clause in the policy reader; plain text where no reader is routed."""
    clause = citation if isinstance(citation, str) else citation.clause
    words = text or (clause if isinstance(citation, str) else citation.cite)
    hint = "" if isinstance(citation, str) else summary(citation)
    url = clause_url(clause)
    if not url:
        return format_html('<span class="cite" title="{}">{}</span>', hint, words)
    return format_html('<a class="cite" href="{}" title="{}">{}</a>', url, hint, words)


@register.filter
def clause_url(clause: str) -> str:
    """Address of a clause in the policy reader, or an empty string."""
    try:
        return reverse(settings.CLAUSE_ROUTE, args=[clause])
    except (AttributeError, NoReverseMatch):
        return ""


@register.filter
def summary(citation: Citation) -> str:
    """What the clause says, in the language in force, else in whatever it has."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return citation.says.get(language) or next(iter(citation.says.values()), "")


# --- pieces of a page ----------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """What the page puts into a block, empty when nothing; may be asked for more than once.

    A page so writes its title once, and the frame prints no empty boxes.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks is not None else None
    return SafeString() if block is None else SafeString(block.render(context).strip())


@register.inclusion_tag("kernel/parts/facts.html")
def facts(rows: Iterable[tuple[object, object]], layout: str = "") -> dict[str, Any]:
    """A definition grid of (label, value) pairs; ``layout="rows"`` prints one pair a line."""
    shown = [(label, value, not layout and formats.is_long(value)) for label, value in rows]
    return {"rows": shown, "layout": layout}


@register.inclusion_tag("kernel/parts/tabs.html")
def tabs(items: Iterable[Any], label: object = "") -> dict[str, Any]:
    """Tabs with counts; items have ``label url count current``."""
    return {"items": items, "label": label}


@register.inclusion_tag("kernel/parts/crumbs.html")
def crumbs(trail: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The breadcrumb; an entry is (label, url) or (label, url, choices) for a scope menu."""
    steps = [
        {"label": step[0], "url": step[1], "choices": step[2] if len(step) > 2 else ()}
        for step in trail
    ]
    return {"steps": steps}


@register.inclusion_tag("kernel/parts/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """Acts on one line of time; entries have ``title at by`` and perhaps ``detail url tone``."""
    return {"entries": entries}


@register.inclusion_tag("kernel/parts/archived.html")
def archived(until: datetime | None, how: str = "") -> dict[str, Any]:
    """That acts up to a moment are not in this history any more, and how to come by them.

    Nothing where none were put away.
    """
    return {"until": until, "how": how}


@register.inclusion_tag("kernel/parts/strip.html")
def strip(
    cells: Iterable[Mapping[str, Any]], label: object = "", filed: bool = True
) -> dict[str, Any]:
    """Who has filed, period by period; cells have ``state label`` and perhaps ``url``.

    ``filed=False`` for what is done rather than filed.
    """
    words = strip_words(filed=filed)
    shown = [
        {
            **cell,
            "icon": STRIP_ICONS[cell["state"]],
            "word": words[cell["state"]],
        }
        for cell in cells
    ]
    return {"cells": shown, "label": label}


@register.simple_tag
def strip_legend(filed: bool = True) -> SafeString:
    """The states of a reporting strip as chips."""
    chips = format_html_join(
        "",
        "{}",
        (
            (chip(word, STRIP_TONES.get(state, "quiet"), STRIP_ICONS[state]),)
            for state, word in strip_words(filed=filed).items()
        ),
    )
    return format_html('<span class="legend">{}</span>', chips)


def strip_words(*, filed: bool = True) -> dict[str, str]:
    """The states of a reporting strip in words: of what is filed, or of what is done."""
    if not filed:
        return {
            "on_time": pgettext("doing", "Done on time"),
            "late": pgettext("doing", "Done late"),
            "missing": pgettext("doing", "Not done"),
            "waiting": pgettext("doing", "To be done"),
            "not_due": pgettext("doing", "Not due yet"),
        }
    return {
        "on_time": pgettext("filing", "On time"),
        "late": pgettext("filing", "Late"),
        "missing": pgettext("filing", "Missing"),
        "waiting": pgettext("filing", "Due now"),
        "not_due": pgettext("filing", "Not due yet"),
    }


@register.inclusion_tag("kernel/parts/findings.html")
def findings(found: Iterable[Finding]) -> dict[str, Any]:
    """What was found in a file or form: level, place, message, what is allowed, what to do."""
    words = {"error": gettext("Error"), "warning": gettext("Warning"), "note": gettext("Note")}
    listed = list(found)
    rows = [{"finding": f, "tone": LEVEL_TONES[f.level], "word": words[f.level]} for f in listed]
    counts = Counter(f.level for f in listed)
    return {"rows": rows, "counts": counts}


@register.inclusion_tag("kernel/parts/empty.html")
def empty(
    title: object, text: object = "", url: str = "", label: object = "", icon: str = "inbox"
) -> dict[str, Any]:
    """An empty state: what is missing and what to do first."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("kernel/parts/notice.html")
def notice(text: object, tone: str = "info", title: object = "") -> dict[str, Any]:
    """A box in the page: info, warn (take care), bad (refused) or ok (done)."""
    return {"text": text, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone]}


@register.filter
def message_tone(tags: str) -> str:
    """The notice tone of a Django message's level."""
    return next((tone for tag, tone in MESSAGE_TONES.items() if tag in tags), "info")


@register.inclusion_tag("kernel/parts/confirm.html")
def confirm(title: object, text: object = "", changes: Iterable[object] = ()) -> dict[str, Any]:
    """Names what an act will change, before the button that does it."""
    return {"title": title, "text": text, "changes": list(changes)}


@register.inclusion_tag("kernel/parts/progress.html")
def progress(done: int, total: int, label: object) -> dict[str, Any]:
    """Progress of long work; ``total`` 0 means the size is not known yet."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("kernel/parts/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Previous and next of a keyset page, with how many rows of how many are shown."""
    return {"page": page}


@register.inclusion_tag("kernel/parts/export_links.html")
def export_links(items: Iterable[tuple[object, str]]) -> dict[str, Any]:
    """An export menu of (label, url) pairs."""
    return {"items": items}


@register.filter
def nav_items(groups: Iterable[Mapping[str, Any]]) -> list[Any]:
    """All entries of the navigation in one list, for the bottom bar on phones."""
    return [item for group in groups or () for item in group["items"]]


# --- forms ---------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, help, error and required mark."""
    return bound.as_field_group()


@register.inclusion_tag("kernel/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top, with links to the fields."""
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {"general": form.non_field_errors() if form.is_bound else [], "fields": wrong}
