"""Making and revoking a post's calendar address."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import selectors as accounts
from linli.duties.models import CalendarFeed
from linli.duties.selectors.feeds import digest_of
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound

SECRET_BYTES = 32


@transaction.atomic
def make_feed(*, actor: Actor, at: datetime) -> str:
    """Give the actor's post a calendar address and return its secret, which is kept nowhere.

    A former address of the post is dead from now on. Raises Forbidden.
    """
    actor.require("duties.view")
    _end(actor, at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(
        district=actor.district,
        post_id=accounts.post_key(actor),
        digest=digest_of(secret),
        made_at=at,
    )
    _record(actor, at, "duties.feed.make", feed)
    return secret


@transaction.atomic
def revoke_feed(*, actor: Actor, at: datetime, public_id: UUID) -> None:
    """Make the post's calendar address dead. Doing it again changes nothing. Raises Forbidden,
    and NotFound for another post's.
    """
    actor.require("duties.view")
    found = CalendarFeed.objects.visible_to(actor).filter(public_id=public_id)
    feed = found.select_for_update().order_by("id").first()
    if feed is None:
        raise NotFound(_("There is no such calendar."))
    if feed.revoked_at is None:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        _record(actor, at, "duties.feed.revoke", feed)


def _end(actor: Actor, at: datetime) -> None:
    CalendarFeed.objects.visible_to(actor).alive().update(revoked_at=at)


def _record(actor: Actor, at: datetime, verb: str, feed: CalendarFeed) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("calendar_feed", str(feed.public_id), actor.title),
        division=actor.scope,
        district=actor.district,
    )
