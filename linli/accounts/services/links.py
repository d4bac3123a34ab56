"""One-time links by which somebody sets their password: invitations and resets."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import LINK_LIFE, LinkKind, Role
from linli.accounts.models import Link, Post, User
from linli.accounts.services import passwords, sessions, tokens
from linli.accounts.services.acts import record
from linli.accounts.services.users import appoint
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import Conflict, NotFound, RuleBroken
from linli.territory.data import district_of

TOKEN_BYTES = 32
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@transaction.atomic
def issue(*, actor: Actor, at: datetime, user: User) -> str:
    """A fresh link for a login; returns its token, which is stored nowhere. Earlier links die.

    Once the login has a password this is a reset: the password, all sessions and all access
    tokens end at once, and the second factor stays, so the administrator who hands out links
    cannot get in by one.
    """
    actor.require("accounts.manage")
    locked = User.objects.visible_to(actor).select_for_update().get(pk=user.pk)
    if str(locked.public_id) == actor.user_id:
        raise RuleBroken(_("Change your own password on your own page."), code="own_login")
    kind = LinkKind.RESET if locked.has_usable_password() else LinkKind.INVITATION
    if kind is LinkKind.RESET:
        locked.set_unusable_password()
        locked.save(update_fields=["password"])
        sessions.end_all(user=locked)
        tokens.end_all(user=locked, at=at)
    token = fresh(user=locked, kind=kind, at=at)
    record(actor=actor, at=at, verb="accounts.link.issue", user=locked, data={"kind": kind})
    return token


def usable(*, token: str, at: datetime) -> Link:
    """The link of a token. Raises NotFound, the same for used, expired, replaced and unknown."""
    link = (
        Link.objects.select_related("user")
        .filter(digest=_digest(token), used_at__isnull=True, expires_at__gt=at)
        .filter(user__is_active=True)
        .first()
    )
    if link is None or at < link.issued_at - rules.CLOCK_TOLERANCE:
        raise NotFound(
            _("This link does not hold, or no longer."),
            remedy=_("Ask whoever gave it to you for a new one."),
        )
    return link


@transaction.atomic
def use(*, token: str, at: datetime, password: str) -> User:
    """Set the password by a link, which is used up by it. Raises NotFound or BadInput."""
    link = usable(token=token, at=at)
    user: User = User.objects.select_for_update().get(pk=link.user_id)
    if not Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at):
        raise NotFound(_("This link does not hold, or no longer."))
    passwords.set_new(at=at, user=user, new=password)
    record(
        actor=system_actor(district_of(user.division)),
        at=at,
        verb="accounts.link.use",
        user=user,
        data={"kind": link.kind},
    )
    return user


@transaction.atomic
def invite_first_administrator(
    *, at: datetime, on: date, login: str, role: Role, title: str, body_code: str, scope: str
) -> str:
    """The first administrator of a kind in a division, by the operator; returns the token.

    A fresh installation has no login at all. Asked again for a login that has not set a password
    yet, it gives another link: the first may have been lost. Raises RuleBroken when the role is
    none of the three, Conflict when somebody holds it: from then on posts take two persons.
    """
    if role not in ADMINISTRATORS:
        raise RuleBroken(_("This begins the three administrations only."))
    operator = system_actor(district_of(scope))
    held = Post.objects.in_office(on).filter(role=role, scope=scope).select_related("user")
    post = held.order_by("id").first()
    if post and post.user.login == login and not post.user.has_usable_password():
        return _invitation(operator, at, post.user)
    if held.exists() or User.objects.filter(login=login).exists():
        raise Conflict(
            _("This post is held already, or the login is taken."),
            remedy=_("The administrators in office appoint others on their pages."),
        )
    user = User(login=login, division=scope)
    user.set_unusable_password()
    user.save(force_insert=True)
    appoint(
        actor=operator,
        at=at,
        user=user,
        role=role,
        title=title,
        body_code=body_code,
        scope=scope,
        starts_on=on,
    )
    return _invitation(operator, at, user)


def forget_old(*, at: datetime) -> int:
    """Delete links that have not held for a month; returns how many. Periodic."""
    return Link.objects.filter(expires_at__lt=at - rules.DEAD_LINK_LIFE).delete()[0]


def _invitation(operator: Actor, at: datetime, user: User) -> str:
    record(
        actor=operator,
        at=at,
        verb="accounts.link.issue",
        user=user,
        data={"kind": LinkKind.INVITATION},
    )
    return fresh(user=user, kind=LinkKind.INVITATION, at=at)


def fresh(*, user: User, kind: LinkKind, at: datetime) -> str:
    """The token of a new link; links not used yet are void. The caller has checked the right."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Link.objects.filter(user=user, used_at__isnull=True).update(expires_at=at)
    Link.objects.create(
        user=user,
        digest=_digest(token),
        kind=kind,
        issued_at=at,
        expires_at=at + LINK_LIFE,
    )
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
