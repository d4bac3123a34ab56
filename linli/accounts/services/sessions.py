"""When sessions end: by age, by rest, by their owner, or because a right was lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.models import Session, User
from linli.accounts.services import tokens
from linli.accounts.services.acts import record
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound


def use(*, session: Session, at: datetime) -> bool:
    """Whether the session goes on; its use is noted, at most once a minute.

    A session that is over is deleted, and with it every other one that is over at the same
    moment: what the clock has once shown to be over stays so when the clock is put back.
    """
    if rules.session_is_over(
        started_at=session.started_at, seen_at=session.seen_at, at=at, idle=_idle()
    ):
        Session.objects.filter(pk=session.pk).delete()
        sweep(at=at)
        return False
    if at - session.seen_at >= rules.SEEN_EVERY:
        Session.objects.filter(pk=session.pk).update(seen_at=at)
        sweep(at=at)
    return True


def sweep(*, at: datetime) -> None:
    """Delete every session that is over at this moment. Two index ranges, one statement."""
    Session.objects.filter(
        Q(seen_at__lte=at - _idle()) | Q(started_at__lte=at - rules.SESSION_LIFE)
    ).delete()


def prove(*, session: Session, at: datetime) -> None:
    """Note that the user has just shown who they are."""
    Session.objects.filter(pk=session.pk).update(proved_at=at)


def end_all(*, user: User, keep: Session | None = None) -> int:
    """End the user's sessions, all or all but one; returns how many. Callers record why."""
    ended = Session.objects.filter(user=user)
    if keep is not None:
        ended = ended.exclude(pk=keep.pk)
    return ended.delete()[0]


@transaction.atomic
def end_own(*, actor: Actor, at: datetime, user: User, public_id: UUID) -> None:
    """End one of one's own sessions. Raises NotFound for anybody else's."""
    if not Session.objects.filter(user=user, public_id=public_id).delete()[0]:
        raise NotFound(_("You have no such session."))
    record(actor=actor, at=at, verb="accounts.session.end", user=user, data={"count": 1})


@transaction.atomic
def end_others(*, actor: Actor, at: datetime, user: User, keep: Session | None) -> int:
    """End all of one's own sessions but the one in use; returns how many."""
    count = end_all(user=user, keep=keep)
    record(actor=actor, at=at, verb="accounts.session.end", user=user, data={"count": count})
    return count


@transaction.atomic
def end_by_administrator(*, actor: Actor, at: datetime, user: User) -> int:
    """End somebody's sessions and revoke their access tokens; returns how many sessions."""
    actor.require("accounts.protect")
    count = end_all(user=user)
    tokens.end_all(user=user, at=at)
    record(actor=actor, at=at, verb="accounts.session.end", user=user, data={"count": count})
    return count


def _idle() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)
