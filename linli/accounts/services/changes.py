"""Posts and rights change by two persons: one administrator asks, another decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules, selectors
from linli.accounts.data import ChangeKind, NewPost, Outcome, Role, Sphere
from linli.accounts.models import Change, Post, User
from linli.accounts.services.acts import record
from linli.accounts.services.users import appoint
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from linli.territory import selectors as territory
from linli.territory.data import district_of


@transaction.atomic
def request_appointment(
    *, actor: Actor, at: datetime, user: User, post: NewPost, reason: str
) -> Change:
    """Ask for a post for somebody. Raises RuleBroken when the login's sphere excludes it."""
    actor.require("accounts.manage")
    if post.role is Role.OWNER:
        raise RuleBroken(
            _("An owner's login is opened on the owner's page in the register."),
            code="owner_post",
        )
    body = territory.body(post.body_id)
    if not (body.division_id.startswith(actor.scope) and post.scope.startswith(actor.scope)):
        raise NotFound(_("There is no such body or division in your scope."))
    if not rules.may_hold(Sphere(user.sphere), post.role):
        raise RuleBroken(
            _("This login belongs to another kind of post; the two exclude each other."),
            code="spheres_exclude",
            remedy=_("Open a login of its own for this post."),
        )
    return _ask(
        actor=actor,
        at=at,
        user=user,
        kind=ChangeKind.APPOINT,
        reason=reason,
        division=post.scope,
        role=post.role,
        title=post.title,
        body=body,
        scope=post.scope,
        starts_on=post.starts_on,
        ends_on=post.ends_on,
    )


@transaction.atomic
def request_end(*, actor: Actor, at: datetime, post: Post, on: date, reason: str) -> Change:
    """Ask that a post end on a day; on the day itself it is held no more."""
    actor.require("accounts.manage")
    if post.ends_on is not None and post.ends_on <= on:
        raise Conflict(_("This post ends by then already."))
    return _ask(
        actor=actor,
        at=at,
        user=post.user,
        kind=ChangeKind.END,
        reason=reason,
        division=post.scope,
        post=post,
        title=post.title,
        body=post.body,
        ends_on=on,
    )


@transaction.atomic
def request_enabling(*, actor: Actor, at: datetime, user: User, reason: str) -> Change:
    """Ask that a disabled login be opened again."""
    actor.require("accounts.manage")
    if user.is_active:
        raise Conflict(_("This login is not disabled."))
    return _ask(
        actor=actor,
        at=at,
        user=user,
        kind=ChangeKind.ENABLE,
        reason=reason,
        division=user.division,
    )


@transaction.atomic
def approve(*, actor: Actor, at: datetime, on: date, change: Change, note: str = "") -> Change:
    """Agree to a change, which takes effect in the same transaction.

    Refused when the one who asked has lost the right meanwhile, or when actor and asker or actor
    and the person concerned are the same.
    """
    locked = _pending(actor, change)
    if not selectors.actor_still_may(locked.requested_post, "accounts.manage", on):
        raise RuleBroken(
            _("Who asked for this may not any more; refuse it and let it be asked anew."),
            code="asker_lost_right",
        )
    _decide(actor, at, locked, Outcome.APPROVED, note)
    _carry_out(actor, at, on, locked)
    return locked


@transaction.atomic
def refuse(*, actor: Actor, at: datetime, change: Change, note: str) -> Change:
    """Refuse a change, with the reason."""
    locked = _pending(actor, change)
    _decide(actor, at, locked, Outcome.REFUSED, note)
    return locked


def _ask(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    kind: ChangeKind,
    reason: str,
    division: str,
    **fields: Any,
) -> Change:
    maker = _person(actor)
    if maker.pk == user.pk:
        raise RuleBroken(_("Nobody asks for changes to their own posts."), code="own_post")
    locked: User | None = (
        User.objects.visible_to(actor).select_for_update().filter(pk=user.pk).first()
    )
    if locked is None:
        raise NotFound(_("There is no such login in your scope."))
    waiting = Change.objects.filter(user=locked, kind=kind, outcome=Outcome.PENDING)
    if waiting.filter(post=fields.get("post"), role=fields.get("role", "")).exists():
        raise Conflict(_("The same change waits for a decision already."))
    change: Change = Change.objects.create(
        district=district_of(division),
        division=division,
        user=locked,
        kind=kind,
        reason=reason,
        requested_at=at,
        requested_by=maker,
        requested_post=actor.post_id,
        **fields,
    )
    record(
        actor=actor,
        at=at,
        verb="accounts.change.request",
        user=locked,
        data={"change": str(change.public_id), "kind": kind, "role": change.role},
    )
    return change


def _pending(actor: Actor, change: Change) -> Change:
    actor.require("accounts.approve")
    rows = Change.objects.visible_to(actor).select_for_update()
    locked: Change | None = rows.filter(pk=change.pk).first()
    if locked is None:
        raise NotFound(_("There is no such request in your scope."))
    if locked.outcome != Outcome.PENDING:
        raise Conflict(_("This request has been decided already."))
    if _person(actor).pk in (locked.requested_by_id, locked.user_id):
        raise Forbidden(
            _("A change is decided by somebody else than who asked and whom it concerns."),
            code="same_person",
        )
    return locked


def _decide(actor: Actor, at: datetime, change: Change, outcome: Outcome, note: str) -> None:
    change.outcome, change.note = outcome, note
    change.decided_at, change.decided_by = at, _person(actor)
    change.save(update_fields=["outcome", "note", "decided_at", "decided_by"])
    record(
        actor=actor,
        at=at,
        verb="accounts.change.decide",
        user=change.user,
        data={"change": str(change.public_id), "kind": change.kind, "outcome": outcome},
    )


def _carry_out(actor: Actor, at: datetime, on: date, change: Change) -> None:
    user = User.objects.select_for_update().get(pk=change.user_id)
    if change.kind == ChangeKind.ENABLE:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(actor=actor, at=at, verb="accounts.user.enable", user=user)
    elif change.kind == ChangeKind.END and change.post and change.ends_on:
        # Not before the day it was asked for: what was done in office stays done in office.
        ends_on = max(change.ends_on, change.post.starts_on)
        Post.objects.filter(pk=change.post.pk).update(ends_on=ends_on)
        record(
            actor=actor,
            at=at,
            verb="accounts.post.end",
            user=user,
            data={"post": str(change.post.public_id), "on": ends_on.isoformat()},
        )
    elif change.body and change.starts_on:
        starts_on = max(change.starts_on, on)
        if change.ends_on is not None and change.ends_on <= starts_on:
            raise Conflict(_("The time asked for is over; refuse it and let it be asked anew."))
        appoint(
            actor=actor,
            at=at,
            user=user,
            role=Role(change.role),
            title=change.title,
            body_code=change.body.code,
            scope=change.scope,
            starts_on=starts_on,
            ends_on=change.ends_on,
        )


def _person(actor: Actor) -> User:
    """The login behind an actor. Work of the system has none, and may not ask or decide."""
    try:
        person: User = User.objects.get(public_id=actor.user_id)
    except (User.DoesNotExist, ValidationError):
        raise Forbidden(_("This takes an administrator in person."), code="no_person") from None
    return person
