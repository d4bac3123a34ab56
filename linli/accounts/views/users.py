"""Logins as their administrators see them: states and posts, never a password or business data."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts import selectors, services
from linli.accounts.data import LINK_LIFE, ChangeKind, Outcome, Role
from linli.accounts.forms import OpenLoginForm, ReasonForm
from linli.accounts.labels import CHANGES, OUTCOMES, ROLES
from linli.accounts.models import Change, Post, User
from linli.accounts.services import factors, links, sessions
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest

TONES = {Outcome.PENDING: "warn", Outcome.APPROVED: "ok", Outcome.REFUSED: "quiet"}


def state_of(user: User) -> Chip:
    """Whether somebody can log in with it."""
    if not user.is_active:
        return Chip(gettext_lazy("Disabled"), "bad", "lock")
    if not user.has_usable_password():
        return Chip(gettext_lazy("Password to be set"), "warn", "hourglass-split")
    return Chip(gettext_lazy("In use"), "ok", "check-circle")


def outcome_of(change: Change) -> Chip:
    """Where a change stands."""
    outcome = Outcome(change.outcome)
    return Chip(OUTCOMES[outcome], TONES[outcome])


def _posts_text(user: Any, on: date) -> str:
    held = [post for post in user.listed_posts if post.starts_on <= on]
    return "; ".join(
        f"{post.body.name} {post.title}" for post in held if not post.ends_on or post.ends_on > on
    )


def _by_state(rows: QuerySet[User], value: str) -> QuerySet[User]:
    return rows.filter(is_active=value == "active")


def _search(rows: QuerySet[User], text: str) -> QuerySet[User]:
    found = rows.filter(login__icontains=text) | rows.filter(posts__title__icontains=text)
    return found.distinct()


def _spec(on: date) -> lists.ListSpec[User]:
    return lists.ListSpec[User](
        key="users",
        columns=[
            lists.Column("login", _("Login"), lambda user: user.login, sort="login", main=True),
            lists.Column("posts", _("Posts today"), lambda user: _posts_text(user, on), wide=True),
            lists.Column("state", _("State"), state_of, kind="chip"),
        ],
        filters=[
            lists.Filter(
                "state",
                _("State"),
                [("active", _("Not disabled")), ("disabled", _("Disabled"))],
                _by_state,
            )
        ],
        search=_search,
        row_url=lambda user: reverse("accounts:user", args=[user.public_id]),
        default_sort="login",
    )


@route(right="accounts.view")
def user_list(request: ActorRequest) -> HttpResponse:
    """The logins in the administrator's scope."""
    spec = _spec(clock.today())
    posts = Post.objects.select_related("body").order_by("starts_on", "id")
    rows = selectors.users_visible_to(request.actor).prefetch_related(
        Prefetch("posts", queryset=posts, to_attr="listed_posts")
    )
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, rows, title=_("Logins"))
    context = {
        "page": lists.build(request, spec, rows),
        "may_manage": request.actor.may("accounts.manage"),
    }
    return render(request, "accounts/user_list.html", context)


@route(right="accounts.view")
def user_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One login: its posts, what protects it, what was asked for it."""
    actor, today = request.actor, clock.today()
    user = selectors.user_visible_to(actor, public_id)
    context = {
        "shown": user,
        "state": state_of(user),
        "trail": user_trail(user),
        "posts": [
            {"post": post, "role": ROLES[Role(post.role)], "state": _post_state(post, today)}
            for post in selectors.posts_of(user)
        ],
        "changes": [
            {
                "change": change,
                "kind": CHANGES[ChangeKind(change.kind)],
                "outcome": outcome_of(change),
            }
            for change in selectors.changes_of(user)
        ],
        "enrolled": selectors.has_second_factor(user),
        "session_count": len(selectors.sessions_of(user)),
        "own": str(user.public_id) == actor.user_id,
        "may_manage": actor.may("accounts.manage"),
        "may_protect": actor.may("accounts.protect"),
        "may_reset": actor.may("accounts.approve"),
        "reason_form": ReasonForm(),
    }
    return render(request, "accounts/user.html", context)


@route(right="accounts.manage", methods=("GET", "POST"), step_up=True)
def user_new(request: ActorRequest) -> HttpResponse:
    """Open a login. It has no password and no post yet."""
    form = OpenLoginForm(sent(request))
    user = submit(
        request,
        form,
        lambda: services.open_login(
            actor=request.actor, at=clock.now(), login=form.cleaned_data["login"]
        ),
    )
    if user:
        messages.success(request, _("The login is open. Ask for its post, then invite its holder."))
        return redirect("accounts:user", user.public_id)
    context = {
        "trail": [(_("Logins"), reverse("accounts:users")), (_("Open a login"), "")],
        "cancel_url": reverse("accounts:users"),
        "submit_label": _("Open a login"),
    }
    return form_page(request, "accounts/user_new.html", form, context)


@route(right="accounts.manage", methods=("POST",), step_up=True)
def user_invite(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A one-time link to set the password, shown once."""
    user = selectors.user_visible_to(request.actor, public_id)
    token = links.issue(actor=request.actor, at=clock.now(), user=user)
    context = {
        "shown": user,
        "trail": [*user_trail(user)[:1], (user.login, _user_url(user)), (_("Link"), "")],
        "address": f"{settings.BASE_URL}{reverse('accounts:join', args=[token])}",
        "until": clock.now() + LINK_LIFE,
    }
    return render(request, "accounts/link.html", context)


@route(right="accounts.protect", methods=("POST",), step_up=True)
def user_disable(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Shut a login at once."""
    user = selectors.user_visible_to(request.actor, public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.disable(
            actor=request.actor, at=clock.now(), user=user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The login is disabled and its sessions have ended."))
    else:
        messages.error(request, _("Say why: the audit administrator reads it."))
    return redirect("accounts:user", user.public_id)


@route(right="accounts.protect", methods=("POST",))
def user_end_sessions(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Log somebody out everywhere."""
    user = selectors.user_visible_to(request.actor, public_id)
    sessions.end_by_administrator(actor=request.actor, at=clock.now(), user=user)
    messages.success(request, _("The sessions of this login have ended."))
    return redirect("accounts:user", user.public_id)


@route(right="accounts.approve", methods=("POST",), step_up=True)
def user_reset_factor(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a lost second factor off a login."""
    user = selectors.user_visible_to(request.actor, public_id)
    factors.reset(actor=request.actor, at=clock.now(), user=user)
    messages.success(request, _("The second factor is off and the sessions have ended."))
    return redirect("accounts:user", user.public_id)


def user_trail(user: User) -> list[tuple[object, str]]:
    """The way to a login's page."""
    return [(_("Logins"), reverse("accounts:users")), (user.login, "")]


def _user_url(user: User) -> str:
    return reverse("accounts:user", args=[user.public_id])


def _post_state(post: Post, on: date) -> Chip:
    if post.starts_on > on:
        return Chip(_("To come"), "info")
    if post.ends_on and post.ends_on <= on:
        return Chip(_("Ended"), "quiet")
    return Chip(_("In office"), "ok")
