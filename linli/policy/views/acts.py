"""Changing the policy in force: activate a release, answer what the policy leaves open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.kernel.web import route
from linli.kernel.web.forms import sent
from linli.kernel.web.route import ActorRequest
from linli.policy import rules, selectors, services
from linli.policy.data import KINDS, Body, ReleaseState, Resolved
from linli.policy.forms import ActivateForm, ValueForm
from linli.policy.labels import FIELDS, STATE_TONES, STATES
from linli.policy.labels.describe import said, title_of, value_words
from linli.policy.models import Release
from linli.policy.views.reading_first import Read


@route(right="policy.activate")
def releases(request: ActorRequest) -> HttpResponse:
    """Every loaded release of the layers that hold here, with its state."""
    rows: list[dict[str, Any]] = [
        {
            "release": release,
            "name": said(release, "name"),
            "state": STATES[release.state],
            "tone": STATE_TONES[release.state],
            "activate_url": reverse("policy:activate", args=[release.public_id])
            if _may_activate(request.actor, release)
            else "",
        }
        for release in selectors.releases_visible(request.actor)
    ]
    drafts = [
        {"draft": draft, "url": reverse("policy:draft", args=[draft.public_id])}
        for draft in selectors.drafts_visible(request.actor)
    ]
    own: dict[str, str] = {}  # the newest release of a layer says what it is called
    for row in rows:
        layer = row["release"].layer
        if request.actor.scope and layer.division.startswith(request.actor.scope):
            own.setdefault(layer.code, row["name"])
    trail = [(_("Policy"), reverse("policy:index")), (_("Releases"), "")]
    return render(
        request,
        "policy/releases.html",
        {
            "rows": rows,
            "drafts": drafts,
            "own": sorted(own.items()),
            "may_draft": bool(request.actor.scope),
            "trail": trail,
        },
    )


@route(right="policy.activate", methods=("GET", "POST"))
def activate(request: ActorRequest, public_id: str) -> HttpResponse:
    """Read the dry run of a day, confirm it, and let a loaded release govern from that day."""
    release = selectors.release_visible(request.actor, public_id)
    form = ActivateForm(_sent(request), today=clock.today())
    status = 200
    read = Read.of(request, form, str(release.public_id), initial={"on": clock.today()})
    if request.method == "POST":
        status = 200 if form.is_valid() and not read.is_stale else 409 if read.is_stale else 422
        if form.is_valid() and read.is_read and _activated(request, form, release):
            messages.success(request, _("The release is active."))
            return redirect("policy:releases")
        status = 422 if form.errors else status
    context = {
        "form": form,
        "read": read,
        "release": release,
        "name": said(release, "name"),
        "difference": selectors.difference(release),
        "comparison": _comparison(release),
        "run": selectors.dry_run(
            selectors.with_release(release, request.actor.district, read.values["on"])
        )
        if read.values
        else None,
        "cancel_url": reverse("policy:releases"),
        "trail": [
            (_("Policy"), reverse("policy:index")),
            (_("Releases"), reverse("policy:releases")),
            (_("Activate"), ""),
        ],
    }
    return render(request, "policy/activate.html", context, status=status)


def _activated(request: ActorRequest, form: forms.Form, release: Release) -> bool:
    """Whether the release governs now; what the service refuses goes above the form."""
    try:
        services.activate_release(
            actor=request.actor, at=clock.now(), release=release, on=form.cleaned_data["on"]
        )
    except Conflict as error:
        form.add_error(None, f"{error} {error.remedy}".strip())
        return False
    return True


@route(right="policy.set", methods=("GET", "POST"))
def set_value(request: ActorRequest, kind: str, key: str, field: str) -> HttpResponse:
    """Answer one field that the policy leaves open: read what it would change, then confirm."""
    resolved = _open_provision(request.actor, kind, key, field)
    body = type(resolved.body)
    form = ValueForm(_sent(request), kind=body, field=field, initial={"since": clock.today()})
    read = Read.of(request, form, f"{kind}:{key}.{field}")
    run: selectors.DryRun | None = None
    status = 200
    if request.method == "POST":
        asked = {"kind": kind, "key": key, "field": field}
        if form.is_valid() and read.is_read and _answered(request, form, **asked):
            messages.success(request, _("The answer holds from the day given."))
            return redirect("policy:provision", kind, key)
        run = _answer_run(request.actor, form, **asked) if form.is_valid() else None
        status = 422 if form.errors else 409 if read.is_stale else 200
    title, label = title_of(resolved.body), FIELDS.get(field, field)
    context = {
        "form": form,
        "read": read,
        "resolved": resolved,
        "provision_title": title,
        "run": run,
        "label": label,
        "now_words": value_words(body, field, getattr(resolved.body, field)),
        "history": [
            row for row in selectors.answers_of(request.actor, kind, key) if row.field == field
        ],
        "cancel_url": reverse("policy:provision", args=[kind, key]),
        "trail": [
            (_("Policy"), reverse("policy:index")),
            (title, reverse("policy:provision", args=[kind, key])),
            (label, ""),
        ],
    }
    return render(request, "policy/set_value.html", context, status=status)


def _sent(request: ActorRequest) -> QueryDict | None:
    """What was sent, empty or not; None where a page is only looked at."""
    return sent(request)


def _open_provision(actor: Actor, kind: str, key: str, field: str) -> Resolved[Body]:
    body = KINDS.get(kind)
    on = clock.today()
    resolved = selectors.find(body, key, division=actor.district, on=on) if body else None
    if resolved is None or field not in rules.settable_fields(resolved):
        raise NotFound(_("The policy has no such open field."))
    return resolved


def _answer_run(actor: Actor, form: forms.Form, **asked: str) -> selectors.DryRun | None:
    """What the answer would change; None where it cannot be kept, which is said."""
    value, since = form.cleaned_data["value"], form.cleaned_data["since"]
    try:
        return selectors.dry_run(
            selectors.with_answer(actor.district, **asked, value=value, since=since)
        )
    except ValidationError:
        form.add_error("value", _("This value is not allowed here."))
        return None


def _answered(request: ActorRequest, form: forms.Form, **asked: Any) -> bool:
    """Whether the service kept the answer; what it refuses goes beside the fields."""
    try:
        services.set_value(actor=request.actor, at=clock.now(), **asked, **form.cleaned_data)
    except BadInput as error:
        for finding in error.findings:
            column = finding.column if finding.column in form.fields else "value"
            form.add_error(column, f"{finding.message} {finding.allowed}".strip())
        return False
    return True


def _comparison(release: Release) -> tuple[selectors.ClauseChange, ...]:
    """What the release says other than the one in force, in words."""
    active = selectors.active_release(release.layer.code)
    return selectors.compare(active, release) if active and active != release else ()


def _may_activate(actor: Actor, release: Release) -> bool:
    own = release.layer.division.startswith(actor.scope) and bool(actor.scope)
    return own and release.state == ReleaseState.INACTIVE
