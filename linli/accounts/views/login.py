"""Logging in, step by step: password, second factor, what is due; then logging out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.accounts import rules, selectors
from linli.accounts.data import Source, Step
from linli.accounts.forms import CodeForm, LoginForm, NewPasswordForm
from linli.accounts.middleware import POST_SESSION_KEY
from linli.accounts.models import Post, User
from linli.accounts.services import factors, logins, passwords
from linli.accounts.sessions import SessionStore
from linli.accounts.sources import (
    device_name,
    refusals_recorded,
    remember_device,
    source_of,
)
from linli.accounts.views.drawing import enrolment_context
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError, NotFound
from linli.kernel.web import PUBLIC, SIGNED_IN, route
from linli.kernel.web.forms import refusal, sent
from linli.kernel.web.standing import standing

PENDING = "pending"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = {
    Step.CODE: "accounts:login_code",
    Step.NEW_PASSWORD: "accounts:login_password",
    Step.ENROL: "accounts:login_enrol",
}


@dataclass(frozen=True)
class Pending:
    """Somebody whose password was right, on the way to being logged in."""

    user: User
    posts: list[Post]
    target: str
    code_given: bool

    @property
    def actor(self) -> Actor:
        """The actor they will be; they hold a post, or they would not have got here."""
        actor = selectors.actor_among(self.posts)
        if actor is None:
            raise NotFound(_("This login holds no post today."))
        return actor


@route(right=PUBLIC, methods=("GET", "POST"))
def login_page(request: HttpRequest) -> HttpResponse:
    """Log in; then on to where the visitor wanted to go, if that is a page of ours."""
    target = safe_target(request)
    again = "again" in (request.POST if request.method == "POST" else request.GET)
    if request.method == "GET":
        form = LoginForm(initial={"login": request.GET.get("login", "")})
        return render(request, "accounts/login.html", _login_context(form, target, again=again))
    form = LoginForm(request.POST)
    if form.is_valid():
        answer = _check_login(request, form, target)
        if answer is not None:
            return answer
    context = _login_context(form, target, again=again)
    return render(request, "accounts/login.html", context, status=422)


@route(right=PUBLIC, methods=("GET", "POST"))
def login_code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    pending = _pending(request)
    if pending is None:
        return redirect("accounts:login")
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        user = pending.user

        def check() -> None:
            with refusals_recorded(request):
                logins.check_code(
                    at=clock.now(),
                    user=user,
                    code=form.cleaned_data["code"],
                    source=source_of(request, user.login),
                )

        if _tried(form, check):
            return _proceed(request, user, pending.posts, pending.target, code_given=True)
    return _step_page(request, "accounts/login_code.html", form)


@route(right=PUBLIC, methods=("GET", "POST"))
def login_password(request: HttpRequest) -> HttpResponse:
    """A new password in place of one that is too old."""
    pending = _pending(request)
    if pending is None:
        return redirect("accounts:login")
    form = NewPasswordForm(sent(request))
    if request.method == "POST" and form.is_valid():
        user = pending.user

        def change() -> None:
            passwords.change(
                actor=pending.actor, at=clock.now(), user=user, new=form.cleaned_data["new"]
            )

        if _tried(form, change):
            return _proceed(
                request, user, pending.posts, pending.target, code_given=pending.code_given
            )
    return _step_page(
        request,
        "accounts/login_password.html",
        form,
        {"requirements": passwords.requirements()},
    )


@route(right=PUBLIC, methods=("GET", "POST"))
def login_enrol(request: HttpRequest) -> HttpResponse:
    """Set up the second factor that staff must have, then show the recovery codes once."""
    pending = _pending(request)
    if pending is None:
        return redirect("accounts:login")
    user = pending.user
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        codes: list[str] = []

        def confirm() -> None:
            codes.extend(
                factors.confirm(
                    actor=pending.actor, at=clock.now(), user=user, code=form.cleaned_data["code"]
                )
            )

        if _tried(form, confirm):
            _complete(request, user, pending.actor, source_of(request, user.login))
            target = landing(pending.actor, pending.target)
            response = render(request, "accounts/codes.html", {"codes": codes, "next": target})
            remember_device(request, response, user.login)
            return response
    return _step_page(request, "accounts/login_enrol.html", form, enrolment_context(user))


@route(right=PUBLIC, methods=("POST",))
def logout_page(request: HttpRequest) -> HttpResponse:
    """Log out; the session is gone at once. Nothing is said of one that had ended before."""
    actor = standing(request).actor
    if actor is not None and isinstance(request.user, User):
        logins.logged_out(actor=actor, at=clock.now(), user=request.user)
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


def safe_target(request: HttpRequest) -> str:
    """Where the visitor wants to go, if that is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else "/"


def landing(actor: Actor, target: str) -> str:
    """Where somebody goes after logging in. The three administrators have pages of their own."""
    if target != "/":
        return target
    if actor.may("accounts.approve"):
        return reverse("accounts:changes")
    if actor.may("accounts.manage"):
        return reverse("accounts:users")
    return reverse("accounts:acts") if actor.may("accounts.audit") else target


def _login_context(form: LoginForm, target: str, *, again: bool) -> dict[str, object]:
    """A demonstration offers its posts; an installation in earnest tells nobody who has a login."""
    offered = selectors.demonstration(clock.today()) if settings.DEMO else []
    return {"form": form, "next": target, "again": again, "demonstration": offered}


def _check_login(request: HttpRequest, form: LoginForm, target: str) -> HttpResponse | None:
    """Check login and password; the next page, or None with what is wrong said in the form."""
    name = form.cleaned_data["login"]
    try:
        with refusals_recorded(request):
            user = logins.check_login(
                at=clock.now(),
                login=name,
                password=form.cleaned_data["password"],
                source=source_of(request, name),
            )
    except DomainError as refused:
        form.add_error(None, refusal(refused))
        return None
    posts = selectors.posts_in_office(user, clock.today())
    if not posts:
        form.add_error(
            None,
            _("This login holds no post today. The district housing authority can record one."),
        )
        return None
    return _proceed(request, user, posts, target, code_given=False)


def _proceed(
    request: HttpRequest, user: User, posts: list[Post], target: str, *, code_given: bool
) -> HttpResponse:
    """On to the step that is still missing, or in."""
    at = clock.now()
    step = logins.missing_step(user=user, posts=posts, at=at, code_given=code_given)
    if step is not Step.DONE:
        _remember(request, user, target, at, code_given=code_given)
        if step is Step.ENROL:
            factors.offer(user=user)
        return redirect(PAGES[step])
    pending = Pending(user, posts, target, code_given)
    _complete(request, user, pending.actor, source_of(request, user.login))
    response = redirect(landing(pending.actor, target))
    remember_device(request, response, user.login)
    return response


def _remember(
    request: HttpRequest, user: User, target: str, at: datetime, *, code_given: bool
) -> None:
    """Keep who is on the way in, under a key of its own that nobody knew before."""
    request.session.flush()
    request.session[PENDING] = {
        "user": str(user.public_id),
        "at": at.isoformat(),
        "next": target,
        "code": code_given,
        "proof": user.get_session_auth_hash(),
    }


def _pending(request: HttpRequest) -> Pending | None:
    """Who is on the way in; None when nobody is, or it has taken too long."""
    kept = request.session.get(PENDING)
    if not kept:
        return None
    age = clock.now() - datetime.fromisoformat(kept["at"])
    user = User.objects.filter(public_id=kept["user"], is_active=True).first()
    timely = -rules.CLOCK_TOLERANCE <= age < rules.PENDING_LIFE
    if user is None or not timely or user.get_session_auth_hash() != kept["proof"]:
        request.session.flush()
        return None
    posts = selectors.posts_in_office(user, clock.today())
    return Pending(user, posts, kept["next"], kept["code"]) if posts else None


def _complete(request: HttpRequest, user: User, actor: Actor, source: Source) -> None:
    """Log the user in under a fresh session key, and record it."""
    request.session.pop(PENDING, None)
    if isinstance(request.session, SessionStore):
        request.session.device = device_name(request)
    login(request, user, backend=BACKEND)
    logins.logged_in(actor=actor, at=clock.now(), user=user, source=source)


def _tried(form: CodeForm | NewPasswordForm, act: Callable[[], object]) -> bool:
    """Whether the act was done; a refusal is said in the form."""
    try:
        act()
    except DomainError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _step_page(
    request: HttpRequest,
    template: str,
    form: CodeForm | NewPasswordForm,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)
