"""Units and owners one by one: entering, correcting, change of owners, the voter."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.web import route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import OwnerKind
from linli.registry.forms import (
    OwnerForm,
    OwnerLines,
    SaleForm,
    UnitEditForm,
    UnitForm,
    VoterForm,
    owners_named,
)
from linli.registry.labels import OWNER_KINDS
from linli.registry.models import Unit
from linli.registry.views.homes import building_trail, owner_trail
from linli.registry.views.parts import Trail, trail


@route(right="registry.roster", methods=("GET", "POST"))
def unit_new(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Enter a unit of a compound."""
    compound = selectors.compound(request.actor, public_id)
    form = UnitForm(
        sent(request),
        initial={"is_sold": True, "is_delivered": True, "building": request.GET.get("building")},
    )
    done = submit(
        request,
        form,
        lambda: services.register_unit(
            actor=request.actor, at=clock.now(), compound=public_id, unit=form.facts()
        ),
    )
    if done:
        messages.success(request, _("The unit is in the register."))
        return redirect("registry:unit", done.public_id)
    title = _("Enter a unit")
    context = {
        "title": title,
        "trail": trail(request.actor, compound, (title, "")),
        "cancel_url": reverse("registry:compound", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.roster", methods=("GET", "POST"))
def unit_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Correct what a unit is."""
    unit = selectors.unit(request.actor, public_id)
    form = UnitEditForm(sent(request), entry=selectors.unit_entry(unit))
    done = submit(
        request,
        form,
        lambda: services.edit_unit(
            actor=request.actor,
            at=clock.now(),
            unit=public_id,
            facts=form.facts(),
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if done:
        messages.success(request, _("The unit is saved."))
        return redirect("registry:unit", public_id)
    title = _("Correct the unit")
    context = {
        "title": title,
        "trail": _unit_trail(request, unit, title),
        "cancel_url": reverse("registry:unit", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.roster", methods=("GET", "POST"))
def unit_owners(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say who owns a unit from a day on."""
    actor = request.actor
    actor.require("registry.owners")
    unit = selectors.unit(actor, public_id)
    given = sent(request)
    entry = selectors.owners_entry(unit)
    form = SaleForm(given, entry=entry, initial={"from_on": clock.today()})
    lines = OwnerLines(given, prefix="owner")
    lines_are_sound = given is None or lines.is_valid()
    done = submit(
        request,
        form,
        lambda: (
            services.change_owners(
                actor=actor,
                at=clock.now(),
                unit=public_id,
                from_on=form.cleaned_data["from_on"],
                owners=owners_named(lines.forms),
                replaces=form.cleaned_data["replaces"],
            )
            if lines_are_sound
            else None
        ),
    )
    if done:
        messages.success(request, _("The owners are recorded."))
        return redirect("registry:unit", public_id)
    if not lines_are_sound:
        form.add_error(None, _("One of the owners below cannot be read."))
    title = _("Record a change of owners")
    now, _before = selectors.owners_of(unit, actor=actor, on=clock.today())
    context = {
        "title": title,
        "lead": f"{unit.compound.name} {unit.label}",
        "trail": _unit_trail(request, unit, title),
        "lines": lines,
        "now": [(line, OWNER_KINDS[line.kind]) for line in now],
        "cancel_url": reverse("registry:unit", args=[public_id]),
    }
    return form_page(request, "registry/unit_owners.html", form, context)


@route(right="registry.roster", methods=("GET", "POST"))
def unit_voter(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Designate the co-owner who votes for all of them."""
    actor = request.actor
    actor.require("registry.owners")
    unit = selectors.unit(actor, public_id)
    now, _before = selectors.owners_of(unit, actor=actor, on=clock.today())
    present = next((line.public_id for line in now if line.is_voter), "")
    form = VoterForm(
        sent(request),
        entry=selectors.owners_entry(unit),
        initial={"owner": present},
        owners=[(line.public_id, f"{line.name} {line.share}".strip()) for line in now],
    )
    done = submit(
        request,
        form,
        lambda: services.designate_voter(
            actor=actor,
            at=clock.now(),
            unit=public_id,
            owner=UUID(form.cleaned_data["owner"]),
            replaces=form.cleaned_data["replaces"],
        ),
    )
    if done:
        messages.success(request, _("The voter is designated."))
        return redirect("registry:unit", public_id)
    title = _("Designate the voter")
    context = {
        "title": title,
        "lead": _("One co-owner votes for all co-owners of the unit."),
        "trail": _unit_trail(request, unit, title),
        "cancel_url": reverse("registry:unit", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


@route(right="registry.roster", methods=("GET", "POST"))
def owner_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Correct an owner's entry; the numbers on record are not shown."""
    actor = request.actor
    actor.require("registry.owners")
    owner = selectors.owner(actor, public_id)
    form = OwnerForm(sent(request), entry=selectors.owner_entry(owner))
    done = submit(
        request,
        form,
        lambda: services.edit_owner(
            actor=actor,
            at=clock.now(),
            owner=public_id,
            **form.cleaned_data | {"kind": OwnerKind(form.cleaned_data["kind"])},
        ),
    )
    if done:
        messages.success(request, _("The owner's entry is saved."))
        return redirect("registry:owner", public_id)
    title = _("Correct the owner's entry")
    context = {
        "title": title,
        "trail": owner_trail(request, owner, title),
        "cancel_url": reverse("registry:owner", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


def _unit_trail(request: ActorRequest, unit: Unit, title: str) -> Trail:
    own_page = reverse("registry:unit", args=[unit.public_id])
    return [*building_trail(request, unit.building), (str(unit), own_page), (title, "")]
