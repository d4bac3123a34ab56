"""The journal of acts, for those who check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.journal import selectors
from linli.journal.data import declared_verbs, verb_label
from linli.journal.labels import ALGORITHMS, RECORDED, SEALED, SIDES, UNSEALED
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.web import cells, export, lists, route
from linli.kernel.web.route import ActorRequest

PERIODS = {"1": gettext_lazy("today"), "7": gettext_lazy("7 days"), "30": gettext_lazy("30 days")}


def _search(rows: QuerySet[Act], text: str) -> QuerySet[Act]:
    """A day (2020-10-10), or a part of the name of a subject or a body."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return rows.filter(Q(subject_label__icontains=text) | Q(body_name__icontains=text))
    on_day: QuerySet[Act] = rows.on_day(day)  # type: ignore[attr-defined]  # it is an ActQuerySet
    return on_day


def _by_verb(rows: QuerySet[Act], verb: str) -> QuerySet[Act]:
    return rows.filter(verb=verb)


def _by_period(rows: QuerySet[Act], days: str) -> QuerySet[Act]:
    return rows.filter(at__gt=clock.now() - timedelta(days=int(days)))


def _seal_state(act: Any) -> cells.Chip:
    return SEALED if act.sealed else UNSEALED


ACTS = lists.ListSpec[Act](
    key="acts",
    columns=[
        lists.Column(
            "at",
            gettext_lazy("When"),
            lambda act: clock.local(act.at),
            sort="at",
            kind="datetime",
        ),
        lists.Column("verb", gettext_lazy("Act"), lambda act: verb_label(act.verb), main=True),
        lists.Column("subject", gettext_lazy("Subject"), lambda act: act.subject_label, wide=True),
        lists.Column("body", gettext_lazy("Body"), lambda act: act.body_name),
        lists.Column("post", gettext_lazy("Post"), lambda act: act.actor_title),
        lists.Column("sealed", gettext_lazy("Seal"), _seal_state, kind="chip"),
    ],
    search=_search,
    row_url=lambda act: reverse("journal:act", args=[act.public_id]),
    default_sort="-at",
)


def _spec() -> lists.ListSpec[Act]:
    """The list with its filters; the verbs are known only when every app has declared its own."""
    verbs = sorted(declared_verbs().items(), key=lambda item: str(item[1]))
    return replace(
        ACTS,
        filters=[
            lists.Filter("verb", gettext_lazy("Act"), verbs, _by_verb),
            lists.Filter("days", gettext_lazy("Time span"), list(PERIODS.items()), _by_period),
        ],
    )


@route(right="journal.view")
def act_list(request: ActorRequest) -> HttpResponse:
    """Acts in the reader's scope, newest first, and the head of the district's chain."""
    acts, spec = selectors.acts_visible_to(request.actor), _spec()
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, acts, title=_("Journal of acts"))
    context = {
        "page": lists.build(request, spec, acts),
        "archived": selectors.archived_until(request.actor.district),
        "head": selectors.head(request.actor.district),
    }
    return render(request, "journal/act_list.html", context)


@route(right="journal.view")
def act_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One act: what was recorded, its digest, and the way from there to the seal."""
    act = selectors.act(request.actor, public_id)
    proof = selectors.proof_of(act)
    context = {
        "act": act,
        "verb": verb_label(act.verb),
        "trail": [(_("Journal of acts"), reverse("journal:list")), (verb_label(act.verb), "")],
        "data": [(path, _named(path), value) for path, value in sorted(_flat(act.data))],
        "proof": proof,
        "algorithm": ALGORITHMS[proof.algorithm] if proof else "",
        "steps": [(SIDES[side], value) for side, value in proof.steps] if proof else [],
        "head": selectors.head(act.district),
        "seal_state": SEALED if proof else UNSEALED,
    }
    return render(request, "journal/act.html", context)


def _flat(value: object, path: str = "") -> list[tuple[str, str]]:
    """Recorded data as rows: the path of each value, and the value as text."""
    if isinstance(value, dict) and value:
        inner = value.items()
    elif isinstance(value, list) and value:
        inner = ((str(place), item) for place, item in enumerate(value, 1))  # type: ignore[assignment]  # pairs too
    else:
        return [(path, _plain(value))] if path else []
    return [
        row for key, item in inner for row in _flat(item, f"{path}.{key}" if path else str(key))
    ]


def _named(path: str) -> SafeString:
    """The path of a recorded value in words; a part without a word stands as it was recorded."""
    parts = path.split(".")
    known = (
        (format_html("{}", RECORDED[part]) if part in RECORDED else _as_recorded(part),)
        for part in parts
    )
    return format_html_join(" · ", "{}", known)


def _as_recorded(part: str) -> SafeString:
    return format_html("{}" if part.isdecimal() else "<code>{}</code>", part)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value in (None, {}, []) else str(value)
