"""Setting a password by a one-time link: the first, or one after a reset."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.accounts.forms import NewPasswordForm
from linli.accounts.services import links, passwords
from linli.kernel import clock
from linli.kernel.errors import BadInput
from linli.kernel.web import PUBLIC, route
from linli.kernel.web.forms import refusal, sent


@route(right=PUBLIC, methods=("GET", "POST"))
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; then log in with it. A link that does not hold is a missing page."""
    link = links.usable(token=token, at=clock.now())
    form = NewPasswordForm(sent(request))
    if form.is_valid():
        try:
            links.use(token=token, at=clock.now(), password=form.cleaned_data["new"])
        except BadInput as refused:
            form.add_error("new", refusal(refused))
        else:
            messages.success(request, _("The password is set. Log in with it."))
            return redirect("accounts:login")
    context = {"form": form, "login": link.user.login, "requirements": passwords.requirements()}
    response = render(request, "accounts/join.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
