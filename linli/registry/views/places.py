"""Parking spaces and premises: a compound's list of them, entering, changing, ending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import export, lists, panels, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.formats import area
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import ROSTERS, PlaceSort
from linli.registry.forms import PLACE_EDIT_FORMS, PLACE_FORMS, EndPlaceForm
from linli.registry.labels import (
    PARKING_KINDS,
    PLACE_SORTS,
    PREMISES_KINDS,
    PREMISES_SOURCES,
    TENURES,
)
from linli.registry.models import Compound, ParkingSpace
from linli.registry.views.parts import trail


def places_panel(request: ActorRequest, compound: Compound) -> panels.Panel:
    """Parking spaces and premises on the compound's page. Two queries."""
    context = {
        "compound": compound,
        "figures": selectors.place_figures(compound, on=clock.today()),
        "may_edit": request.actor.may(ROSTERS),
    }
    return panels.Panel("registry/places_panel.html", context)


@route(right="registry.view")
def place_list(request: ActorRequest, public_id: UUID, sort: str) -> HttpResponse:
    """The parking spaces or premises of a compound, those that have ended too."""
    compound, kept = selectors.compound(request.actor, public_id), _sort(sort)
    may_edit = request.actor.may(ROSTERS)
    spec = _spec(kept, may_edit=may_edit)
    rows = selectors.places_of(compound, kept)
    title = f"{compound.name} {PLACE_SORTS[kept]}"
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=title)
    context = {
        "title": str(PLACE_SORTS[kept]),
        "compound": compound,
        "sort": kept,
        "trail": trail(request.actor, compound, (str(PLACE_SORTS[kept]), "")),
        "page": lists.build(request, spec, rows),
        "may_edit": may_edit,
    }
    return render(request, "registry/place_list.html", context)


@route(right="registry.roster", methods=("GET", "POST"))
def place_new(request: ActorRequest, public_id: UUID, sort: str) -> HttpResponse:
    """Enter a parking space or a room."""
    compound, kept = selectors.compound(request.actor, public_id), _sort(sort)
    form = PLACE_FORMS[kept](sent(request))
    done = submit(
        request,
        form,
        lambda: services.register_place(
            actor=request.actor,
            at=clock.now(),
            compound=public_id,
            facts=form.facts(),
            from_on=form.cleaned_data["from_on"],
        ),
    )
    if done:
        messages.success(request, _("The entry is in the register."))
        return redirect("registry:places", public_id, kept)
    return _form_page(request, compound, kept, form, _("New entry"))


@route(right="registry.roster", methods=("GET", "POST"))
def place_edit(request: ActorRequest, public_id: UUID, sort: str) -> HttpResponse:
    """Change a parking space or a room from a day on, or correct it."""
    kept = _sort(sort)
    place = selectors.place(request.actor, kept, public_id)
    form = PLACE_EDIT_FORMS[kept](
        sent(request),
        entry=selectors.place_entry(place),
        initial={"from_on": place.from_on},
    )
    form.fields["from_on"].help_text = _(
        "The day shown corrects the entry; a later day keeps what was before."
    )
    done = submit(
        request,
        form,
        lambda: services.change_place(
            actor=request.actor,
            at=clock.now(),
            place=public_id,
            facts=form.facts(),
            from_on=form.cleaned_data["from_on"],
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if done:
        messages.success(request, _("The entry is saved."))
        return redirect("registry:places", place.compound.public_id, kept)
    return _form_page(
        request, place.compound, kept, form, str(place), end=place if not place.to_on else None
    )


@route(right="registry.roster", methods=("GET", "POST"))
def place_end(request: ActorRequest, public_id: UUID, sort: str) -> HttpResponse:
    """Close a parking space or a room."""
    kept = _sort(sort)
    place = selectors.place(request.actor, kept, public_id)
    form = EndPlaceForm(sent(request), initial={"to_on": clock.today()})
    done = submit(
        request,
        form,
        lambda: services.end_place(
            actor=request.actor, at=clock.now(), place=public_id, sort=kept, **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, _("The entry is ended."))
        return redirect("registry:places", place.compound.public_id, kept)
    return _form_page(
        request, place.compound, kept, form, _("End the entry"), submit_label=_("End the entry")
    )


def _form_page(
    request: ActorRequest, compound: Compound, kept: PlaceSort, form: Any, title: str, **more: Any
) -> HttpResponse:
    own_list = reverse("registry:places", args=[compound.public_id, kept])
    context = {
        "title": title,
        "lead": f"{compound.name} · {PLACE_SORTS[kept]}",
        "sort": kept,
        "trail": trail(request.actor, compound, (str(PLACE_SORTS[kept]), own_list), (title, "")),
        "cancel_url": own_list,
        **more,
    }
    return form_page(request, "registry/place_form.html", form, context)


def _sort(text: str) -> PlaceSort:
    try:
        return PlaceSort(text)
    except ValueError:
        raise NotFound(_("There is no such list.")) from None


def _spec(kept: PlaceSort, *, may_edit: bool) -> lists.ListSpec[Any]:
    columns, filters = (_parking if kept is PlaceSort.PARKING else _premises)()
    return lists.ListSpec[Any](
        key=f"places_{kept}",
        columns=[
            *columns,
            lists.Column("from", _("Valid since"), lambda row: row.from_on, kind="date"),
            lists.Column("to", _("Ended on"), lambda row: row.to_on, kind="date"),
            lists.Column("state", _("State"), _state, kind="chip"),
        ],
        filters=[
            *filters,
            lists.Filter(
                "state",
                _("State"),
                [("now", _("at present")), ("past", _("ended"))],
                lambda rows, value: rows.filter(to_on__isnull=value == "now"),
            ),
        ],
        search=_matching,
        row_url=(
            lambda row: reverse(
                "registry:place_edit", kwargs={"sort": kept, "public_id": row.public_id}
            )
        )
        if may_edit
        else None,
        default_sort="key",
    )


def _parking() -> tuple[list[lists.Column[Any]], list[lists.Filter[Any]]]:
    columns: list[lists.Column[Any]] = [
        lists.Column(
            "key", _("Number of the space"), lambda row: row.number, sort="number", main=True
        ),
        lists.Column("kind", _("Kind of space"), lambda row: str(PARKING_KINDS[row.kind])),
        lists.Column("tenure", _("Ownership"), lambda row: str(TENURES[row.tenure])),
        lists.Column("area", _("Area"), lambda row: area(row.area)),
        lists.Column("unit", _("Belongs to unit"), lambda row: row.unit.label if row.unit else ""),
    ]
    filters: list[lists.Filter[Any]] = [
        _choice("kind", _("Kind of space"), PARKING_KINDS),
        _choice("tenure", _("Ownership"), TENURES),
    ]
    return columns, filters


def _premises() -> tuple[list[lists.Column[Any]], list[lists.Filter[Any]]]:
    columns: list[lists.Column[Any]] = [
        lists.Column("key", _("Location"), lambda row: row.address, sort="address", main=True),
        lists.Column("kind", _("Used by"), lambda row: str(PREMISES_KINDS[row.kind])),
        lists.Column("area", _("Area"), lambda row: area(row.area)),
        lists.Column("source", _("How it came"), lambda row: str(PREMISES_SOURCES[row.source])),
    ]
    return columns, [_choice("kind", _("Used by"), PREMISES_KINDS)]


def _choice(name: str, label: str, words: Mapping[str, object]) -> lists.Filter[Any]:
    return lists.Filter(
        name,
        label,
        [(value, text) for value, text in words.items() if value],
        lambda rows, value: rows.filter(**{name: value}),
    )


def _matching(rows: Any, text: str) -> Any:
    """By number or address, and by the unit a space belongs to."""
    if rows.model is ParkingSpace:
        return rows.filter(Q(number__icontains=text) | Q(unit__room__icontains=text))
    return rows.filter(address__icontains=text)


def _state(row: Any) -> Chip:
    return Chip(_("ended"), "quiet") if row.to_on else Chip(_("at present"), "ok")
