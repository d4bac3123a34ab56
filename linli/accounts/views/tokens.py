"""One's own access tokens: made after showing who one is, seen once, revoked at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import TokenReach
from linli.accounts.forms import TokenForm
from linli.accounts.services import tokens
from linli.accounts.views.own import own_trail, own_user
from linli.kernel import clock
from linli.kernel.web import SIGNED_IN, route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest


@route(right=SIGNED_IN, methods=("GET", "POST"), step_up=True)
def own_token(request: ActorRequest) -> HttpResponse:
    """Make a token for the post one acts from; it is shown on this one answer only."""
    user = own_user(request)
    tokens.require_allowed(user=user)
    form = TokenForm(sent(request), initial={"days": rules.TOKEN_DAYS})
    text = submit(
        request,
        form,
        lambda: tokens.make(
            actor=request.actor,
            at=clock.now(),
            user=user,
            name=form.cleaned_data["name"],
            reach=TokenReach(form.cleaned_data["reach"]),
            days=form.cleaned_data["days"],
        ),
    )
    trail = own_trail(_("Access token"))
    if text:
        response = render(request, "accounts/token.html", {"token": text, "trail": trail})
        response.headers["Cache-Control"] = "no-store"
        return response
    context = {
        "trail": trail,
        "post": f"{request.actor.body_name} {request.actor.title}",
        "submit_label": _("Make the token"),
        "cancel_url": reverse("accounts:own"),
    }
    return form_page(request, "accounts/own_token.html", form, context)


@route(right=SIGNED_IN, methods=("POST",))
def revoke_token(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Revoke one of one's own tokens."""
    tokens.revoke(actor=request.actor, at=clock.now(), user=own_user(request), public_id=public_id)
    messages.success(request, _("The token is revoked; the next request with it is refused."))
    return redirect("accounts:own")
