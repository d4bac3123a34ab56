"""Owners' logins: opened by an office for an owner of its register, used for own data only.

Accounts knows no owners. Whoever calls this keeps which login belongs to whom, and has checked the
right to give it out.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.data import LinkKind, Role, Sphere
from linli.accounts.models import Link, Post, User
from linli.accounts.services import links, sessions
from linli.accounts.services.acts import record
from linli.accounts.services.users import appoint
from linli.kernel.actors import Actor
from linli.kernel.errors import RuleBroken
from linli.territory import selectors as territory

PREFIX = "yz-"
DIGITS = 8


@transaction.atomic
def open_owner(*, actor: Actor, at: datetime, on: date) -> User:
    """A login without a password, with an owner's post at the actor's body from a day on.

    Its name says nothing about the person.
    """
    user = User(login=_free_name(), division=actor.scope)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(actor=actor, at=at, verb="accounts.user.open", user=user)
    appoint(
        actor=actor,
        at=at,
        user=user,
        role=Role.OWNER,
        title=_("Owner"),
        body_code=territory.body(actor.body_id).code,
        scope=actor.scope,
        starts_on=on,
    )
    return user


@transaction.atomic
def invite_owner(*, actor: Actor, at: datetime, user: User) -> str:
    """A fresh one-time link for an owner's login; returns its token, which is stored nowhere.

    Earlier links are void. Once the login has a password this is a reset: password and sessions
    end at once. Raises RuleBroken for any other login: an office gives out no post by it.
    """
    locked = _locked(user)
    kind = LinkKind.RESET if locked.has_usable_password() else LinkKind.INVITATION
    if kind is LinkKind.RESET:
        locked.set_unusable_password()
        locked.save(update_fields=["password"])
        sessions.end_all(user=locked)
    token = links.fresh(user=locked, kind=kind, at=at)
    record(actor=actor, at=at, verb="accounts.link.issue", user=locked, data={"kind": kind})
    return token


@transaction.atomic
def close_owner(*, actor: Actor, at: datetime, on: date, user: User) -> None:
    """End an owner's login at once: post, sessions and links. It is never opened again."""
    locked = _locked(user)
    for post in Post.objects.select_for_update().filter(user=locked, ends_on__isnull=True):
        post.ends_on = max(on, post.starts_on)
        post.save(update_fields=["ends_on"])
    Link.objects.filter(user=locked, used_at__isnull=True).update(expires_at=at)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    sessions.end_all(user=locked)
    record(actor=actor, at=at, verb="accounts.user.disable", user=locked)


def _locked(user: User) -> User:
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    if locked.sphere != Sphere.OWNER:
        raise RuleBroken(_("This is no owner's login."), code="no_owner_login")
    return locked


def _free_name() -> str:
    """A name of eight digits at random; the database refuses the one in a billion that is taken."""
    return PREFIX + "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
