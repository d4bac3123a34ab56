"""The list of compounds: who is served, by whom, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.search import matches
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.formats import day as day_text
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors
from linli.registry.querysets import CompoundQuerySet
from linli.registry.selectors.words import CLASS, KIND
from linli.registry.views.parts import term_choices
from linli.territory import selectors as territory
from linli.territory.data import street_of


@route(right="registry.view")
def compound_list(request: ActorRequest) -> HttpResponse:
    """The compounds in the reader's scope, with their service as of today."""
    actor, today = request.actor, clock.today()
    seen = selectors.compounds_visible_to(actor)
    spec = _spec(actor, today)
    rows = seen.select_related("community").with_class(today).with_kind(today).with_service(today)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=gettext_lazy("Compounds"))
    context = {
        "page": lists.build(request, spec, rows),
        "lead": _lead(actor, seen, today),
        "may_reorganise": actor.may("registry.reorganise"),
    }
    return render(request, "registry/compound_list.html", context)


def _spec(actor: Actor, today: date) -> lists.ListSpec[Any]:
    """Rows carry what ``with_class``, ``with_kind`` and ``with_service`` add to a compound.

    Class and kind are shown where the policy in force here knows such words.
    """
    sorts = _sorts(actor, today)
    return lists.ListSpec[Any](
        key="compounds",
        columns=[
            lists.Column(
                "name", _("Compound"), lambda row: row.name, sort="search_pinyin", main=True
            ),
            lists.Column(
                "community",
                _("Community"),
                lambda row: row.community.name,
                sort="community_id",
            ),
            *(_sort_column(sort) for sort in sorts),
            lists.Column("service", _("Property service"), _service, kind="chip"),
            lists.Column("enterprise", _("Enterprise in service"), _served_by, wide=True),
            lists.Column("since", _("Served since"), lambda row: row.served_since, kind="date"),
        ],
        filters=[
            lists.Filter(
                "place",
                _("Street or community"),
                _places(actor),
                _in_place,
            ),
            lists.Filter(
                "service",
                _("Property service"),
                [("yes", _("Covered")), ("no", _("Not covered"))],
                lambda rows, value: rows.filter(is_covered=value == "yes"),
            ),
            *(_sort_filter(sort) for sort in sorts),
        ],
        search=matches,
        row_url=lambda row: reverse("registry:compound", args=[row.public_id]),
        default_sort="community",
    )


@dataclass(frozen=True, slots=True)
class _Sort:
    """A way in which compounds are told apart here: its column, and the words of the policy."""

    key: str
    label: str
    without: str
    terms: list[tuple[str, str]]


def _sorts(actor: Actor, today: date) -> list[_Sort]:
    asked = (
        ("class", CLASS, _("Class"), _("No class yet")),
        ("kind", KIND, _("Kind of compound"), _("No kind yet")),
    )
    found = [
        _Sort(key, label, without, term_choices(vocabulary, division=actor.scope, on=today))
        for key, vocabulary, label, without in asked
    ]
    return [sort for sort in found if sort.terms]


def _sort_column(sort: _Sort) -> lists.Column[Any]:
    names = dict(sort.terms)

    def name(row: Any) -> str | None:
        code: str | None = getattr(row, f"{sort.key}_code")
        return names.get(code or "", code)

    return lists.Column(sort.key, sort.label, name)


def _sort_filter(sort: _Sort) -> lists.Filter[Any]:
    def narrowed(rows: Any, value: str) -> Any:
        return rows.filter(**{f"{sort.key}_code": None if value == "none" else value})

    return lists.Filter(sort.key, sort.label, [*sort.terms, ("none", sort.without)], narrowed)


def _service(row: Any) -> Chip:
    covered = row.is_covered
    return Chip(_("Covered"), "ok") if covered else Chip(_("Not covered"), "quiet", "dash-lg")


def _served_by(row: Any) -> str:
    if row.is_covered and row.served_by is None:
        return _("not recorded yet")
    return str(row.served_by or "")


def _in_place(rows: Any, code: str) -> Any:
    return rows.in_division(code)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Streets, where there are several, each followed by its communities that have compounds."""
    communities = selectors.communities_visible_to(actor)
    streets = territory.names({street_of(code) for code, _name in communities})
    if len(streets) <= 1:
        return communities
    return [*sorted(streets.items()), *communities]


def _lead(actor: Actor, seen: CompoundQuerySet, today: date) -> str:
    """What the page covers, as of when, and what is hidden and why."""
    total, covered = seen.count(), seen.covered_on(today).count()
    counted = ngettext("%(total)d compound", "%(total)d compounds", total) % {"total": total}
    place = territory.names({actor.scope}).get(actor.scope, "")
    said = _("%(place)s: %(counted)s, %(covered)d covered as of %(day)s.") % {
        "place": place,
        "counted": counted,
        "covered": covered,
        "day": day_text(today),
    }
    if actor.enterprise_id:
        return f"{said} " + _("Shown are only those your enterprise has, or had, a contract for.")
    return said
