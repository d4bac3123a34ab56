"""Access tokens: how a program acts as a post. They never widen what the post may do.

A token is shown once and kept as a keyed hash. It is dead with the next request when it has
expired or was revoked, the login is disabled, the password changed or the post ended.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import Source, Sphere, TokenReach
from linli.accounts.models import AccessToken, Post, User
from linli.accounts.selectors import live_tokens, token_of
from linli.accounts.services import throttling
from linli.accounts.services.acts import record
from linli.accounts.services.refusals import note_refusal
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound

PREFIX = "linli_"
TOKEN_BYTES = 32


def require_allowed(*, user: User) -> None:
    """Raises Forbidden for a login without a post of an office or an enterprise."""
    if not rules.may_have_tokens(Sphere(user.sphere)):
        raise Forbidden(_("Access tokens are for posts; an owner's login has none."))


@transaction.atomic
def make(*, actor: Actor, at: datetime, user: User, name: str, reach: TokenReach, days: int) -> str:
    """Make a token for the post the user acts from; returns it, to be shown this once.

    Callers have had the user show who they are. Raises Forbidden for an owner's login, BadInput
    for a life out of bounds, Conflict when there are too many tokens already.
    """
    require_allowed(user=user)
    if not 0 < days <= rules.TOKEN_MAX_DAYS:
        raise BadInput(
            _("A token lives between 1 and %(most)d days.") % {"most": rules.TOKEN_MAX_DAYS}
        )
    locked = User.objects.select_for_update().get(pk=user.pk)
    if live_tokens(locked, at).count() >= rules.TOKENS_AT_ONCE:
        raise Conflict(
            _("There are %(most)d tokens in use already.") % {"most": rules.TOKENS_AT_ONCE},
            remedy=_("Revoke one that is no longer needed."),
        )
    text = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    made = AccessToken.objects.create(
        user=locked,
        post=Post.objects.get(public_id=actor.post_id, user=locked),
        name=name.strip(),
        digest=token_of(text),
        reach=reach,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(
        actor=actor,
        at=at,
        verb="accounts.token.make",
        user=locked,
        data={"token": str(made.public_id), "reach": reach, "days": days},
    )
    return text


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, user: User, public_id: UUID) -> None:
    """Revoke one of one's own tokens. Raises NotFound for anybody else's and for a dead one."""
    found = AccessToken.objects.filter(user=user, public_id=public_id, revoked_at__isnull=True)
    if not found.update(revoked_at=at):
        raise NotFound(_("You have no such token."))
    record(
        actor=actor,
        at=at,
        verb="accounts.token.revoke",
        user=user,
        data={"token": str(public_id)},
    )


def end_all(*, user: User, at: datetime) -> int:
    """Revoke all of a user's tokens; returns how many. Callers record why."""
    return AccessToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)


def use(*, token: AccessToken, at: datetime) -> bool:
    """Whether the token still holds; its use is noted, at most once a minute.

    One that is over is revoked, and with it all that are over at this moment: what the clock has
    once shown to be over stays so when the clock is put back.
    """
    if token.revoked_at is not None:
        return False
    if rules.token_is_over(expires_at=token.expires_at, used_at=token.used_at, at=at):
        AccessToken.objects.filter(pk=token.pk).update(revoked_at=at)
        sweep(at=at)
        return False
    if token.used_at is None or at - token.used_at >= rules.SEEN_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(used_at=at)
        sweep(at=at)
    return True


def sweep(*, at: datetime) -> int:
    """Revoke every token that has expired by now; returns how many."""
    over = AccessToken.objects.filter(revoked_at__isnull=True, expires_at__lte=at)
    return over.update(revoked_at=at)


def refuse_wrong(*, at: datetime, source: Source) -> None:
    """Count a wrong token against the network it came from. Raises Paused after too many.

    Who holds a right token is never looked at here: strangers cannot shut a program out.
    """
    guards = [throttling.guard(parts=("token", source.network), limit=rules.TOKEN_LIMIT, own=False)]
    used_up = throttling.take(at=at, guards=guards)
    note_refusal(at=at, user=None, source=source, used_up=used_up, what="token")
