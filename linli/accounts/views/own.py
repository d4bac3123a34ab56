"""One's own login: password, second factor, recovery codes, sessions, and proving oneself again."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.accounts import rules, selectors
from linli.accounts.data import Role, Sphere, TokenReach
from linli.accounts.forms import (
    ChangePasswordForm,
    CodeForm,
    CodeProofForm,
    PasswordProofForm,
)
from linli.accounts.labels import TOKEN_REACHES
from linli.accounts.middleware import session_in_use
from linli.accounts.models import Session, User
from linli.accounts.services import factors, logins, passwords, sessions
from linli.accounts.sources import refusals_recorded, source_of
from linli.accounts.views.drawing import enrolment_context
from linli.accounts.views.login import safe_target
from linli.kernel import clock
from linli.kernel.errors import Conflict, NotFound
from linli.kernel.web import SIGNED_IN, route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing


@route(right=SIGNED_IN)
def own_page(request: ActorRequest) -> HttpResponse:
    """What protects one's login, and where one is logged in."""
    user = own_user(request)
    context = {
        "enrolled": selectors.has_second_factor(user),
        "required": _required(request),
        "codes_left": selectors.recovery_codes_left(user),
        "password_set_at": user.password_set_at,
        "requirements": passwords.requirements(),
        "sessions": selectors.sessions_of(user),
        "current": session_in_use(request),
        "tokens": [
            (token, TOKEN_REACHES[TokenReach(token.reach)])
            for token in selectors.live_tokens(user, clock.now())
        ],
        "may_have_tokens": rules.may_have_tokens(Sphere(user.sphere)),
        "idle": settings.SESSION_IDLE_MINUTES,
    }
    return render(request, "accounts/own.html", context)


@route(right=SIGNED_IN, methods=("GET", "POST"))
def own_password(request: ActorRequest) -> HttpResponse:
    """Change the password; every other session ends."""
    user, session = own_user(request), _session(request)
    form = ChangePasswordForm(sent(request))

    def change() -> bool:
        at = clock.now()
        with refusals_recorded(request):
            logins.check_own_password(
                at=at,
                user=user,
                session=session,
                password=form.cleaned_data["current"],
                source=source_of(request, user.login),
            )
        passwords.change(
            actor=request.actor, at=at, user=user, new=form.cleaned_data["new"], keep=session
        )
        return True

    if submit(request, form, change):
        update_session_auth_hash(request, user)
        messages.success(request, _("The password is changed; every other session has ended."))
        return redirect("accounts:own")
    context = {
        "requirements": passwords.requirements(),
        "trail": own_trail(_("Change password")),
        "submit_label": _("Change password"),
        "cancel_url": reverse("accounts:own"),
    }
    return form_page(request, "accounts/own_password.html", form, context)


@route(right=SIGNED_IN, methods=("POST",), step_up=True)
def own_factor_begin(request: ActorRequest) -> HttpResponse:
    """Make a secret to scan; the one in force stays until the new one is confirmed."""
    factors.offer(user=own_user(request))
    return redirect("accounts:own_factor")


@route(right=SIGNED_IN, methods=("GET", "POST"), step_up=True)
def own_factor(request: ActorRequest) -> HttpResponse:
    """Scan the secret and enter a code from it; then the recovery codes are shown once."""
    user = own_user(request)
    if not factors.offered_secret(user=user):
        return redirect("accounts:own")
    form = CodeForm(sent(request))
    codes = submit(
        request,
        form,
        lambda: factors.confirm(
            actor=request.actor,
            at=clock.now(),
            user=user,
            code=form.cleaned_data["code"],
            keep=_session(request),
        ),
    )
    if codes:
        return _show_codes(request, codes)
    context = {
        **enrolment_context(user),
        "trail": own_trail(_("Second factor")),
        "submit_label": _("Confirm"),
        "cancel_url": reverse("accounts:own"),
    }
    return form_page(request, "accounts/own_factor.html", form, context)


@route(right=SIGNED_IN, methods=("POST",), step_up=True)
def own_factor_remove(request: ActorRequest) -> HttpResponse:
    """Take the second factor off, where the post does not require one."""
    if _required(request):
        raise Conflict(_("Your post requires a second factor. Set up a new one instead."))
    factors.remove(
        actor=request.actor, at=clock.now(), user=own_user(request), keep=_session(request)
    )
    messages.success(request, _("The second factor is removed; every other session has ended."))
    return redirect("accounts:own")


@route(right=SIGNED_IN, methods=("POST",), step_up=True)
def own_codes(request: ActorRequest) -> HttpResponse:
    """Fresh recovery codes, shown once; the old ones are void."""
    codes = factors.renew_codes(actor=request.actor, at=clock.now(), user=own_user(request))
    return _show_codes(request, codes)


@route(right=SIGNED_IN, methods=("POST",))
def end_session(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    sessions.end_own(
        actor=request.actor, at=clock.now(), user=own_user(request), public_id=public_id
    )
    messages.success(request, _("The session has ended."))
    return redirect("accounts:own")


@route(right=SIGNED_IN, methods=("POST",))
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    sessions.end_others(
        actor=request.actor, at=clock.now(), user=own_user(request), keep=session_in_use(request)
    )
    messages.success(request, _("You are logged in here only."))
    return redirect("accounts:own")


@route(right=SIGNED_IN, methods=("GET", "POST"))
def proof(request: ActorRequest) -> HttpResponse:
    """Show who is at the keyboard before a sensitive act, then go back there."""
    user = own_user(request)
    enrolled = selectors.has_second_factor(user)
    form = (CodeProofForm if enrolled else PasswordProofForm)(sent(request))

    def check() -> bool:
        with refusals_recorded(request):
            logins.prove_again(
                actor=request.actor,
                at=clock.now(),
                user=user,
                session=_session(request),
                proof=form.cleaned_data["proof"],
                source=source_of(request, user.login),
            )
        return True

    target = safe_target(request)
    again = "again" in (request.POST if request.method == "POST" else request.GET)
    if submit(request, form, check):
        if again:
            messages.info(request, _("Now fill in and send once more what was not carried out."))
        return redirect(target)
    context = {"next": target, "again": again, "enrolled": enrolled}
    return form_page(request, "accounts/proof.html", form, context)


def own_user(request: ActorRequest) -> User:
    """The login behind the request; there is one, for there is an actor."""
    if not isinstance(request.user, User):
        raise NotFound(_("There is no such page."))
    return request.user


def _session(request: ActorRequest) -> Session:
    session = session_in_use(request)
    if session is None:
        raise NotFound(_("There is no such page."))
    return session


def _required(request: ActorRequest) -> bool:
    roles = [Role(post.role) for post in standing(request).posts]
    return bool(settings.REQUIRE_SECOND_FACTOR) and rules.needs_second_factor(roles)


def _show_codes(request: ActorRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next": reverse("accounts:own")}
    response = render(request, "accounts/codes.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def own_trail(title: str) -> list[tuple[object, str]]:
    """Where a page below one's own login stands."""
    return [(_("Login and security"), reverse("accounts:own")), (title, "")]
