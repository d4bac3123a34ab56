"""Logging in and out, and changing between the posts one holds."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.accounts import selectors
from linli.accounts.forms import LoginForm
from linli.accounts.middleware import POST_SESSION_KEY
from linli.accounts.models import User
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import PUBLIC, SIGNED_IN, route


@route(right=PUBLIC, methods=("GET", "POST"))
def login_page(request: HttpRequest) -> HttpResponse:
    """Log in; then on to where the visitor wanted to go, if that is a page of ours."""
    target = _safe_target(request)
    if request.method == "GET":
        return render(request, "accounts/login.html", {"form": LoginForm(), "next": target})
    form = LoginForm(request.POST)
    if form.is_valid():
        user = authenticate(
            request, username=form.cleaned_data["login"], password=form.cleaned_data["password"]
        )
        if isinstance(user, User) and selectors.posts_in_office(user, clock.today()):
            login(request, user)
            return redirect(target)
        form.add_error(None, _login_refusal(user))
    return render(request, "accounts/login.html", {"form": form, "next": target}, status=422)


@route(right=SIGNED_IN, methods=("POST",))
def logout_page(request: HttpRequest) -> HttpResponse:
    """Log out; the session is gone at once."""
    logout(request)
    return redirect("accounts:login")


@route(right=SIGNED_IN, methods=("POST",))
def change_post(request: HttpRequest) -> HttpResponse:
    """Act from another of one's posts."""
    user = request.user
    held = selectors.posts_in_office(user, clock.today()) if isinstance(user, User) else []
    chosen = request.POST.get("post", "")
    if chosen not in {str(post.public_id) for post in held}:
        raise NotFound(_("You do not hold this post today."))
    request.session[POST_SESSION_KEY] = chosen
    return redirect("/")


def _login_refusal(user: object) -> str:
    if user is None:
        return _("Login or password is wrong. Capital letters matter in the password.")
    return _("This login holds no post today. The district housing authority can record one.")


def _safe_target(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else "/"
