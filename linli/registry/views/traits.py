"""A compound's management mode and kind: what they are and were, and setting them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import panels, route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import TRAIT_VOCABULARY, TraitKind
from linli.registry.forms import TraitForm
from linli.registry.labels import TRAITS
from linli.registry.models import Compound, CompoundTrait
from linli.registry.views.parts import term_choices, trail

SHOWN = (TraitKind.MODE, TraitKind.KIND)
"""The class has a panel and a page of its own: it comes with criteria."""


@dataclass(frozen=True, slots=True)
class TraitRow:
    """A value a compound has had, in words."""

    label: str
    trait: CompoundTrait


@dataclass(frozen=True, slots=True)
class TraitHistory:
    """One trait with its values, newest first; ``may_set``: the policy has words for it here."""

    kind: TraitKind
    name: object
    rows: list[TraitRow]
    may_set: bool


def traits_panel(request: ActorRequest, compound: Compound) -> panels.Panel:
    """Mode and kind with their days, on the compound's page. One query."""
    today, traits = clock.today(), selectors.traits_of(compound)
    shown = [_history(request, compound, kind, traits, today) for kind in SHOWN]
    context = {"compound": compound, "histories": [row for row in shown if row.rows or row.may_set]}
    return panels.Panel("registry/traits_panel.html", context, column="aside")


@route(right="registry.edit", methods=("GET", "POST"))
def compound_trait(request: ActorRequest, public_id: UUID, trait: str) -> HttpResponse:
    """Set mode or kind from a day on, in the policy's words."""
    actor, today = request.actor, clock.today()
    compound = selectors.compound(actor, public_id)
    kind = next((known for known in SHOWN if known == trait), None)
    choices = _choices(compound, kind, today) if kind else []
    if kind is None or not choices:
        raise NotFound(_("The policy in force here has no words for this."))
    name = TRAITS[kind]
    form = TraitForm(
        sent(request),
        entry=selectors.traits_entry(compound),
        initial={"from_on": today},
        label=name,
        choices=choices,
    )
    done = submit(
        request,
        form,
        lambda: services.set_trait(
            actor=actor, at=clock.now(), compound=public_id, trait=kind, **form.cleaned_data
        ),
    )
    if done:
        messages.success(request, _("It is set; what was before stays on record."))
        return redirect("registry:compound", public_id)
    title = _("Set: %(trait)s") % {"trait": name}
    context = {
        "title": title,
        "lead": compound.name,
        "trail": trail(actor, compound, (title, "")),
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


def _choices(compound: Compound, kind: TraitKind, today: date) -> list[tuple[str, str]]:
    return term_choices(TRAIT_VOCABULARY[kind], division=compound.community_id, on=today)


def _history(
    request: ActorRequest,
    compound: Compound,
    kind: TraitKind,
    traits: list[CompoundTrait],
    today: date,
) -> TraitHistory:
    choices = _choices(compound, kind, today)
    words = dict(choices)
    return TraitHistory(
        kind=kind,
        name=TRAITS[kind],
        rows=[
            TraitRow(words.get(trait.value, trait.value), trait)
            for trait in traits
            if trait.trait == kind
        ],
        may_set=bool(choices) and request.actor.may("registry.edit"),
    )
