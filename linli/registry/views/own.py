"""An owner's own page, and the login an office gives an owner for it."""

from __future__ import annotations

from uuid import UUID

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
from linli.registry.data import PersonalField
from linli.registry.forms import EndLoginForm
from linli.registry.labels import OWNER_KINDS
from linli.registry.views.homes import masked, owner_trail


@route(right="registry.own")
def own_page(request: ActorRequest) -> HttpResponse:
    """What an owner owns, and who has looked at his numbers. They stay masked until asked for."""
    id_number, phone = masked(selectors.own(request.actor))
    return _own_page(request, id_number, phone, in_full=False)


@route(right="registry.own", methods=("POST",), step_up=True)
def own_read(request: ActorRequest) -> HttpResponse:
    """One's own numbers in full, on this one answer; looking is recorded like any other."""
    values = services.read_own(actor=request.actor, at=clock.now())
    response = _own_page(
        request, values[PersonalField.ID_NUMBER], values[PersonalField.PHONE], in_full=True
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@route(right="registry.invite", methods=("POST",), step_up=True)
def owner_invite(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give an owner a link; it stands on this one answer, to be printed and handed over."""
    actor = request.actor
    invitation = services.invite_owner(actor=actor, at=clock.now(), owner=public_id)
    owner = selectors.owner(actor, public_id)
    title = _("Link for the owner")
    context = {
        "owner": owner,
        "title": title,
        "trail": owner_trail(request, owner, title),
        "invitation": invitation,
        "link": request.build_absolute_uri(reverse("accounts:join", args=[invitation.token])),
    }
    response = render(request, "registry/owner_invitation.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@route(right="registry.invite", methods=("GET", "POST"))
def owner_end_login(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End an owner's login: the unit is sold, or the login is in wrong hands."""
    owner = selectors.owner(request.actor, public_id)
    form = EndLoginForm(sent(request))

    def end() -> bool:
        services.end_owner_login(
            actor=request.actor, at=clock.now(), owner=public_id, **form.cleaned_data
        )
        return True

    if submit(request, form, end):
        messages.success(request, _("The owner's login is ended."))
        return redirect("registry:owner", public_id)
    title = _("End the owner's login")
    context = {
        "title": title,
        "lead": _("Password and sessions end at once. A new login can be opened later."),
        "trail": owner_trail(request, owner, title),
        "submit_label": title,
        "cancel_url": reverse("registry:owner", args=[public_id]),
    }
    return form_page(request, "registry/form.html", form, context)


def _own_page(request: ActorRequest, id_number: str, phone: str, *, in_full: bool) -> HttpResponse:
    owner, today = selectors.own(request.actor), clock.today()
    context = {
        "title": _("My entry in the register"),
        "facts": [
            (_("Name"), owner.name),
            (_("Kind of owner"), OWNER_KINDS[owner.kind]),
            (_("ID number"), id_number),
            (_("Telephone"), phone),
        ],
        "in_full": in_full,
        "holdings": selectors.holdings_of(owner, on=today),
        "accesses": selectors.accesses(owner),
        "archived": selectors.accesses_archived_until(owner),
        "today": today,
    }
    return render(request, "registry/own.html", context)
