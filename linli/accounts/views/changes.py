"""Changes of rights: asked for by one administrator, decided by another."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts import selectors, services
from linli.accounts.data import ChangeKind, NewPost, Outcome, Role
from linli.accounts.forms import AppointForm, EndForm, ReasonForm, RefuseForm
from linli.accounts.labels import CHANGES, OUTCOMES, ROLES
from linli.accounts.models import Change, User
from linli.accounts.views.users import outcome_of, user_trail
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.formats import day
from linli.kernel.web.forms import form_page, offer, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.territory import selectors as territory


def _what(change: Change) -> str:
    """What is asked for, in one line."""
    kind = CHANGES[ChangeKind(change.kind)]
    post = f"{change.body.name} {change.title}" if change.body else ""
    return f"{kind} {post}".strip()


CHANGE_LIST = lists.ListSpec[Change](
    key="changes",
    columns=[
        lists.Column(
            "at",
            gettext_lazy("Asked for"),
            lambda change: clock.local(change.requested_at),
            sort="requested_at",
            kind="datetime",
        ),
        lists.Column("what", gettext_lazy("Change"), _what, main=True, wide=True),
        lists.Column("login", gettext_lazy("Login"), lambda change: change.user.login),
        lists.Column("state", gettext_lazy("State"), outcome_of, sort="outcome", kind="chip"),
    ],
    filters=[
        lists.Filter(
            "state",
            gettext_lazy("State"),
            [(outcome, OUTCOMES[outcome]) for outcome in Outcome],
            lambda rows, value: rows.filter(outcome=value),
        )
    ],
    row_url=lambda change: reverse("accounts:change", args=[change.public_id]),
    default_sort="-at",
)


@route(right="accounts.view")
def change_list(request: ActorRequest) -> HttpResponse:
    """What was asked for in the administrator's scope, latest first."""
    rows = selectors.changes_visible_to(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, CHANGE_LIST, rows, title=_("Changes of rights"))
    return render(
        request, "accounts/change_list.html", {"page": lists.build(request, CHANGE_LIST, rows)}
    )


@route(right="accounts.view")
def change_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One change: what, for whom, why, and who decides."""
    actor = request.actor
    change = selectors.change_visible_to(actor, public_id)
    concerned = {str(change.requested_by.public_id), str(change.user.public_id)}
    context = {
        "change": change,
        "what": _what(change),
        "outcome": outcome_of(change),
        "facts": _facts(change),
        "trail": [(_("Changes of rights"), reverse("accounts:changes")), (_what(change), "")],
        "open": change.outcome == Outcome.PENDING,
        "may_decide": actor.may("accounts.approve") and actor.user_id not in concerned,
        "refuse_form": RefuseForm(),
    }
    return render(request, "accounts/change.html", context)


@route(right="accounts.approve", methods=("POST",), step_up=True)
def change_approve(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Agree; the change takes effect at once."""
    change = selectors.change_visible_to(request.actor, public_id)
    services.approve(actor=request.actor, at=clock.now(), on=clock.today(), change=change)
    messages.success(request, _("Approved. The change is in effect."))
    return redirect("accounts:changes")


@route(right="accounts.approve", methods=("POST",), step_up=True)
def change_refuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Refuse, with the reason."""
    change = selectors.change_visible_to(request.actor, public_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the request is refused."))
        return redirect("accounts:change", change.public_id)
    services.refuse(
        actor=request.actor, at=clock.now(), change=change, note=form.cleaned_data["note"]
    )
    messages.success(request, _("Refused. Nothing has changed."))
    return redirect("accounts:changes")


@route(right="accounts.manage", methods=("GET", "POST"), step_up=True)
def appoint(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask for a post for somebody."""
    actor = request.actor
    user = selectors.user_visible_to(actor, public_id)
    form = AppointForm(sent(request), initial={"starts_on": clock.today()})
    bodies = {str(body.public_id): body for body in territory.bodies_within(actor.scope)}
    offer(form, "body", [(key, body.name) for key, body in bodies.items()])

    def ask() -> Change:
        asked = form.cleaned_data
        post = NewPost(
            role=Role(asked["role"]),
            title=asked["title"],
            body_id=asked["body"],
            scope=bodies[asked["body"]].division_id,
            starts_on=asked["starts_on"],
            ends_on=asked["ends_on"],
        )
        return services.request_appointment(
            actor=actor, at=clock.now(), user=user, post=post, reason=asked["reason"]
        )

    return _ask_page(request, user, form, ask, _("Ask for a post"))


@route(right="accounts.manage", methods=("GET", "POST"), step_up=True)
def end_post(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask that a post end."""
    post = selectors.post_visible_to(request.actor, public_id)
    form = EndForm(sent(request), initial={"ends_on": clock.today()})
    return _ask_page(
        request,
        post.user,
        form,
        lambda: services.request_end(
            actor=request.actor,
            at=clock.now(),
            post=post,
            on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
        ),
        _("Ask for the end of the post %(post)s") % {"post": post.title},
    )


@route(right="accounts.manage", methods=("GET", "POST"), step_up=True)
def enable(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask that a disabled login be opened again."""
    user = selectors.user_visible_to(request.actor, public_id)
    form = ReasonForm(sent(request))
    return _ask_page(
        request,
        user,
        form,
        lambda: services.request_enabling(
            actor=request.actor, at=clock.now(), user=user, reason=form.cleaned_data["reason"]
        ),
        _("Ask for the login to be enabled"),
    )


def _ask_page(
    request: ActorRequest, user: User, form: forms.Form, ask: Callable[[], Change], title: str
) -> HttpResponse:
    if submit(request, form, ask):
        messages.success(request, _("Asked for. Another administrator decides."))
        return redirect("accounts:user", user.public_id)
    back = reverse("accounts:user", args=[user.public_id])
    context = {
        "title": title,
        "trail": [*user_trail(user)[:1], (user.login, back), (title, "")],
        "cancel_url": back,
        "submit_label": _("Ask for it"),
    }
    return form_page(request, "accounts/ask.html", form, context)


def _facts(change: Change) -> list[tuple[object, object]]:
    role = ROLES[Role(change.role)] if change.role else None
    return [
        (_("Login"), change.user.login),
        (_("Role"), role),
        (_("In office from"), day(change.starts_on) if change.starts_on else None),
        (_("In office until"), day(change.ends_on) if change.ends_on else None),
        (_("Grounds"), change.reason),
        (_("Asked for by"), change.requested_by.login),
        (_("Decided by"), change.decided_by.login if change.decided_by else None),
        (_("Reason of the decision"), change.note),
    ]
