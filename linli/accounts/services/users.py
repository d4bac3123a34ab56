"""Logins and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import Role, Sphere
from linli.accounts.models import Post, User
from linli.accounts.services import sessions, tokens
from linli.accounts.services.acts import record
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, RuleBroken
from linli.territory import selectors as territory
from linli.territory.data import district_of


@transaction.atomic
def create_user(*, login: str, password: str) -> User:
    """Create a user, or return the one who has this login with the password left as it is.

    For the demonstration and for tests. Elsewhere a login is opened without a password
    (``open_login``) and its holder sets one through a link.
    """
    found: User | None = User.objects.filter(login=login).first()
    if found:
        return found
    user = User(login=login)
    user.set_password(password)
    user.save(force_insert=True)
    return user


@transaction.atomic
def open_login(*, actor: Actor, at: datetime, login: str) -> User:
    """Open a login without password or post. Raises Conflict when the name is taken."""
    actor.require("accounts.manage")
    if User.objects.filter(login=login).exists():
        raise Conflict(_("This login is taken."), code="login_taken")
    user = User(login=login, division=actor.scope)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(actor=actor, at=at, verb="accounts.user.open", user=user)
    return user


@transaction.atomic
def disable(*, actor: Actor, at: datetime, user: User, reason: str) -> None:
    """Shut a login at once; its sessions end. Enabling it again takes two persons."""
    actor.require("accounts.protect")
    locked = User.objects.visible_to(actor).select_for_update().get(pk=user.pk)
    if str(locked.public_id) == actor.user_id:
        raise RuleBroken(_("Nobody disables the login they are using."), code="own_login")
    if not locked.is_active:
        raise Conflict(_("This login is disabled already."))
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    sessions.end_all(user=locked)
    tokens.end_all(user=locked, at=at)
    record(actor=actor, at=at, verb="accounts.user.disable", user=locked, data={"reason": reason})


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    role: Role,
    title: str,
    body_code: str,
    scope: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Post:
    """Give a user a post. Doing it twice changes nothing. Operator's act, journalled.

    Administrators' screens go through ``request_appointment`` and a second person instead.
    Raises RuleBroken when the user's sphere excludes the role.
    """
    body = territory.body_by_code(body_code)
    claim_sphere(user=user, role=role, scope=scope)
    post, created = Post.objects.get_or_create(
        user=user,
        body=body,
        role=role,
        starts_on=starts_on,
        defaults={"title": title, "scope": scope, "ends_on": ends_on},
    )
    if created:
        journal.record(
            actor=actor,
            at=at,
            verb="accounts.post.appoint",
            subject=Subject("post", str(post.public_id), f"{body.name} {title}"),
            division=scope,
            district=district_of(scope),
            data={"role": role, "from": starts_on.isoformat()},
        )
    return post


def claim_sphere(*, user: User, role: Role, scope: str) -> None:
    """Fix what the login is for with its first post; refuse a post of another sphere."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not rules.may_hold(Sphere(locked.sphere), role):
        raise RuleBroken(
            _("This login belongs to another kind of post; the two exclude each other."),
            code="spheres_exclude",
            remedy=_("Open a login of its own for this post."),
        )
    if not locked.sphere or not locked.division:
        locked.sphere = rules.sphere_of(role)
        locked.division = locked.division or scope
        locked.save(update_fields=["sphere", "division"])
    user.sphere, user.division = locked.sphere, locked.division
