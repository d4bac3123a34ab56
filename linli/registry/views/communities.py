"""Merging and splitting communities, transferring compounds: asked for, shown, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.web import route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.forms import ReorganisationForm
from linli.registry.labels import PLACE_CHANGES
from linli.registry.views.parts import place_url
from linli.territory import selectors as territory
from linli.territory.data import Level


@route(right="registry.reorganise")
def community_changes(request: ActorRequest) -> HttpResponse:
    """What has become of the communities of the district."""
    changes = territory.successions(request.actor)
    context = {
        "rows": [(PLACE_CHANGES[row.kind], row) for row in changes],
        "trail": [
            (_("Compounds"), reverse("registry:compounds")),
            (_("Changes of communities"), ""),
        ],
    }
    return render(request, "registry/community_changes.html", context)


@route(right="registry.reorganise", methods=("GET", "POST"), step_up=True)
def reorganise(request: ActorRequest) -> HttpResponse:
    """First shows what would change; the same sent again with what was shown carries it out."""
    actor, at = request.actor, clock.now()
    form = _form(request)
    shown = request.POST.get("shown", "")
    if shown:
        done = submit(
            request,
            form,
            lambda: services.reorganise(actor=actor, at=at, wanted=form.wanted(), shown=shown),
        )
        if done:
            messages.success(request, _("The communities are changed."))
            return redirect(place_url(done))
    plan = (
        None
        if shown
        else submit(
            request,
            form,
            lambda: services.plan_reorganisation(actor=actor, at=at, wanted=form.wanted()),
        )
    )
    context: dict[str, Any] = {
        "title": _("Change communities"),
        "trail": [
            (_("Compounds"), reverse("registry:compounds")),
            (_("Changes of communities"), reverse("registry:community_changes")),
            (_("Change communities"), ""),
        ],
        "plan": plan,
        "submit_label": _("Carry out") if plan else _("Show what changes"),
        "cancel_url": reverse("registry:community_changes"),
    }
    return form_page(request, "registry/reorganise.html", form, context)


def _form(request: ActorRequest) -> ReorganisationForm:
    actor = request.actor
    names = territory.children(actor.scope, Level.STREET)
    streets = {place.code: place.name for place in names}
    communities = [
        (place.code, f"{streets.get(place.parent_id or '', '')} {place.name}")
        for place in territory.children(actor.scope, Level.COMMUNITY)
    ]
    compounds = selectors.compounds_visible_to(actor).select_related("community")
    return ReorganisationForm(
        sent(request),
        initial={"on": clock.today()},
        communities=communities,
        streets=list(streets.items()),
        compounds=[
            (str(row.public_id), f"{row.community.name} {row.name}")
            for row in compounds.order_by("community_id", "search_pinyin", "id")
        ],
    )
