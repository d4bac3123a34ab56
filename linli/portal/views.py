"""Pages for everybody, without a login. Only what is published exists here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.disclosure import selectors as disclosure
from linli.disclosure.data import ItemKind, Place
from linli.kernel import clock
from linli.kernel.web import PUBLIC, route
from linli.portal import labels, rules, selectors
from linli.portal.data import Share

MAX_QUERY = 40
MAX_RESULTS = 30
MAX_ROWS = 500
LATEST = 5


@route(right=PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The district that publishes; with several, which one?"""
    districts = disclosure.districts()
    if len(districts) == 1:
        return _district_home(request, districts[0])
    return render(request, "portal/districts.html", {"districts": districts})


@route(right=PUBLIC)
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Search, progress and publications of a district."""
    return _district_home(request, selectors.district(code))


def _district_home(request: HttpRequest, place: Place) -> HttpResponse:
    today = clock.today()
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
    found = (
        disclosure.find_compounds(place.code, query, today, limit=MAX_RESULTS + 1) if query else []
    )
    context = {
        **_frame(place),
        "query": query,
        "max_query": MAX_QUERY,
        "found": found[:MAX_RESULTS],
        "more": len(found) > MAX_RESULTS,
        "coverage": _explained(place),
        "publications": disclosure.current(place.code, today)[:LATEST],
    }
    return render(request, "portal/home.html", context)


@route(right=PUBLIC)
def community(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The compounds of a community and whether each has a property service."""
    today = clock.today()
    place = selectors.district(code)
    share = selectors.community(place, key, today)
    rows = disclosure.rows_of_kind(code, ItemKind.COMPOUND, today, division=key)
    compounds = list({row.key: row for row in rows}.values())
    context = {
        **_frame(place, (share.name, "")),
        "share": share,
        "explanation": labels.explain_coverage(share),
        "compounds": compounds[:MAX_ROWS],
    }
    return render(request, "portal/community.html", context)


@route(right=PUBLIC)
def compound(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The public facts about a compound and the publications they come from."""
    rows = disclosure.compound(public_id, clock.today())
    latest = rows[0]
    place = Place(latest.district, latest.publication.district_name)
    trail = [(latest.data["community"], _community_url(latest.district, latest.division))]
    context = {
        **_frame(place, *trail, (latest.name, "")),
        "compound": latest,
        "facts": latest.data,
        "sources": [row.publication for row in rows],
    }
    return render(request, "portal/compound.html", context)


@route(right=PUBLIC)
def publication_list(request: HttpRequest, code: str) -> HttpResponse:
    """What a district publishes now."""
    place = selectors.district(code)
    context = {
        **_frame(place, (_("Publications"), "")),
        "publications": disclosure.current(code, clock.today()),
    }
    return render(request, "portal/publication_list.html", context)


@route(right=PUBLIC)
def publication(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One publication: its rows while in force; afterwards what became of it."""
    today = clock.today()
    found = disclosure.published(public_id)
    items = disclosure.public_items(found, today)
    shares = [
        selectors.share_of(item, found.as_of) for item in items if item.kind == ItemKind.COVERAGE
    ]
    compounds = [item for item in items if item.kind == ItemKind.COMPOUND]
    place = Place(found.district, found.district_name)
    summed = rules.coverage_of(found.division, found.place, shares)
    whole = summed.whole if summed and len(shares) > 1 else None
    listed = (_("Publications"), reverse("portal:publications", args=[found.district]))
    context = {
        **_frame(place, listed, (found.title, "")),
        "publication": found,
        "state": found.state(today),
        "shares": shares,
        "whole": whole,
        "explanation": labels.explain_coverage(whole) if whole else None,
        "compounds": compounds[:MAX_ROWS],
        "hidden": max(0, len(compounds) - MAX_ROWS),
    }
    return render(request, "portal/publication.html", context)


def _explained(place: Place) -> dict[str, Any] | None:
    """Coverage of a district, each figure with its explanation."""
    found = selectors.coverage(place, clock.today())
    if found is None:
        return None
    return {
        "whole": found.whole,
        "explanation": labels.explain_coverage(found.whole),
        "communities": [_with_link(place, row) for row in found.communities],
    }


def _with_link(place: Place, share: Share) -> dict[str, Any]:
    return {
        "share": share,
        "url": _community_url(place.code, share.code),
        "explanation": labels.explain_coverage(share),
    }


def _community_url(code: str, key: str) -> str:
    return reverse("portal:community", args=[code, key])


def _frame(place: Place, *trail: tuple[object, str]) -> dict[str, Any]:
    """What every page of a district shows around its content."""
    home_url = reverse("portal:district", args=[place.code])
    return {
        "place": place,
        "brand_place": place.name,
        "brand_url": home_url,
        "trail": [(place.name, home_url), *trail],
    }
