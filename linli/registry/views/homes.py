"""Buildings, units, owners, and reading personal data in full."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.masks import mask_number, mask_phone
from linli.kernel.web import panels, route
from linli.kernel.web.formats import area
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import INVITE, OWNERS, ROSTERS, PersonalField
from linli.registry.forms import OwnerSearchForm, ReadForm
from linli.registry.labels import AREA_SOURCES, OWNER_KINDS, PERSONAL_FIELDS, USES
from linli.registry.models import Building, Compound, Owner, Unit
from linli.registry.views.parts import Trail, trail


def housing_panel(request: ActorRequest, compound: Compound) -> panels.Panel:
    """Buildings and units on the compound's page. One query."""
    buildings = selectors.buildings_of(compound)
    context = {
        "compound": compound,
        "figures": selectors.housing(buildings),
        "buildings": buildings,
        "may_export": request.actor.may("registry.export_ask"),
        "may_roster": request.actor.may("registry.roster"),
    }
    return panels.Panel("registry/housing_panel.html", context)


@route(right="registry.view")
def building_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The units of a building, floor by floor."""
    building = selectors.building(request.actor, public_id)
    entrances, floors = selectors.grid(building)
    context = {
        "building": building,
        "trail": building_trail(request, building, is_last=True),
        "entrances": entrances,
        "floors": floors,
        "units": sum(len(cells) for floor in floors for cells in floor.entrances),
    }
    return render(request, "registry/building.html", context)


@route(right="registry.view")
def unit_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One unit, and its owners for those who may know them."""
    actor, today = request.actor, clock.today()
    unit = selectors.unit(actor, public_id)
    may_owners = actor.may(OWNERS)
    now, before = selectors.owners_of(unit, actor=actor, on=today) if may_owners else ([], [])
    context = {
        "unit": unit,
        "trail": [*building_trail(request, unit.building), (str(unit), "")],
        "facts": _facts(unit),
        "owners": [(line, OWNER_KINDS[line.kind]) for line in now],
        "earlier": [(line, OWNER_KINDS[line.kind]) for line in before],
        "may_owners": may_owners,
        "may_edit": actor.may(ROSTERS),
        "today": today,
    }
    return render(request, "registry/unit.html", context)


@route(right="registry.owners", methods=("GET", "POST"))
def owner_search(request: ActorRequest) -> HttpResponse:
    """Look an owner up by name, telephone or ID number, within the reader's scope."""
    form = OwnerSearchForm(sent(request))
    found = submit(
        request, form, lambda: selectors.find_owners(request.actor, form.cleaned_data["text"])
    )
    context = {
        "title": _("Owners"),
        "found": [(owner, *masked(owner)) for owner in found or []],
        "searched": found is not None,
        "may_export": request.actor.may("registry.export_ask"),
    }
    return form_page(request, "registry/owner_search.html", form, context)


@route(right="registry.owners")
def owner_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """An owner with masked values and what is owned."""
    return _owner_page(request, selectors.owner(request.actor, public_id), ReadForm())


@route(right="registry.unmask", methods=("POST",), step_up=True)
def owner_read(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Read one value in full: an act with a reason. The value stands on this one answer only."""
    form = ReadForm(request.POST)
    owner = selectors.owner(request.actor, public_id)
    value = submit(
        request,
        form,
        lambda: services.read_personal(
            actor=request.actor,
            at=clock.now(),
            owner=public_id,
            field=PersonalField(form.cleaned_data["field"]),
            reason=form.cleaned_data["reason"],
        ),
    )
    if value is None:
        return _owner_page(request, owner, form)
    label = PERSONAL_FIELDS[PersonalField(form.cleaned_data["field"])]
    return _owner_page(request, owner, ReadForm(), shown=(label, value))


@route(right="registry.accesses")
def owner_accesses(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Who has looked at an owner's personal data: to be answered when the owner asks."""
    owner = selectors.owner(request.actor, public_id)
    title = _("Who looked at the data")
    context = {
        "owner": owner,
        "title": title,
        "trail": owner_trail(request, owner, title),
        "accesses": selectors.accesses(owner),
        "archived": selectors.accesses_archived_until(owner),
        "today": clock.today(),
    }
    return render(request, "registry/owner_accesses.html", context)


def _owner_page(
    request: ActorRequest,
    owner: Owner,
    form: ReadForm,
    *,
    shown: tuple[object, str] | None = None,
) -> HttpResponse:
    id_number, phone = masked(owner)
    context = {
        "owner": owner,
        "title": owner.name,
        "trail": owner_trail(request, owner),
        "facts": [
            (_("Kind of owner"), OWNER_KINDS[owner.kind]),
            (_("ID number"), id_number),
            (_("Telephone"), phone),
        ],
        "units": selectors.units_of(owner, actor=request.actor),
        "shown": shown,
        "may_read": request.actor.may("registry.unmask"),
        "may_accesses": request.actor.may("registry.accesses"),
        "may_edit": request.actor.may(ROSTERS),
        "may_invite": request.actor.may(INVITE),
        "login": selectors.login_of(owner) if request.actor.may(INVITE) else None,
    }
    return form_page(request, "registry/owner.html", form, context)


def masked(owner: Owner) -> tuple[str, str]:
    """ID number and telephone as pages show them."""
    return owner.id_number.masked(mask_number), owner.phone.masked(mask_phone)


def _facts(unit: Unit) -> list[tuple[object, object]]:
    return [
        (_("Exclusive area"), area(unit.area)),
        (_("Source of the area"), AREA_SOURCES[unit.area_source]),
        (_("Use"), USES[unit.use]),
        (_("Floor"), unit.floor),
        (_("Sold"), _("yes") if unit.is_sold else _("no")),
        (_("Handed over"), _("yes") if unit.is_delivered else _("no")),
    ]


def building_trail(request: ActorRequest, building: Building, *, is_last: bool = False) -> Trail:
    """Down to a building; ``is_last`` when that is the page itself."""
    name = _("Building %(name)s") % {"name": building.name}
    url = "" if is_last else reverse("registry:building", args=[building.public_id])
    return trail(request.actor, building.compound, (name, url))


def owner_trail(request: ActorRequest, owner: Owner, *ends: object) -> Trail:
    """From the look-up to an owner, and what comes after."""
    may_search = request.actor.may(OWNERS)
    first = (_("Owners"), reverse("registry:owners") if may_search else "")
    url = reverse("registry:owner", args=[owner.public_id]) if ends and may_search else ""
    return [first, (owner.name, url), *((end, "") for end in ends)]
