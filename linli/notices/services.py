"""Sending notices and marking them as read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.notices import rules, selectors
from linli.notices.data import kind_of
from linli.notices.models import Notice
from linli.territory import selectors as territory


@transaction.atomic
def send(
    *,
    actor: Actor,
    at: datetime,
    body_id: UUID | str,
    key: str,
    kind: str,
    data: Mapping[str, str] | None = None,
    url: str = "",
) -> Notice:
    """Send a notice to a body (its public id); sent again with the same key, nothing happens.

    The caller holds the right for the act this belongs to. Raises LookupError for an undeclared
    kind, NotFound for an unknown body and ValueError for an address that is not ours.
    """
    if kind_of(kind) is None:
        raise LookupError(f"notice kind {kind!r} is not declared by its app")
    if url and not rules.is_own_path(url):
        raise ValueError(f"{url!r} is no path of this product")
    body = territory.body(str(body_id))
    notice, created = Notice.objects.get_or_create(
        district=body.district,
        body=body,
        key=key,
        defaults={
            "division": body.division_id,
            "kind": kind,
            "data": dict(data or {}),
            "url": url,
            "sent_at": at,
        },
    )
    if created:
        _record(actor, at, "notices.notice.send", notice)
    return notice


@transaction.atomic
def take_over(*, actor: Actor, at: datetime, before: Collection[int], after: int) -> int:
    """Notices to bodies that have ended are another body's from now on, read or not; how many.

    ``before`` and ``after`` are database keys; the first addressee stays with each notice, and what
    the other body is to be told itself is still sent to it. One act for all. The caller holds the
    right for the act this belongs to.
    """
    rows = Notice.objects.select_for_update(of=("self",)).filter(body__in=list(before))
    heir = territory.body_by_key(after)
    moved = list(rows.select_related("body").order_by("id"))
    for notice in moved:
        notice.first_to = notice.first_to or notice.body.name
        notice.key = rules.key_of_former(notice.key, str(notice.public_id))
        notice.body, notice.division = heir, heir.division_id
    if not moved:
        return 0
    Notice.objects.bulk_update(moved, ["body", "division", "key", "first_to"], batch_size=500)
    journal.record(
        actor=actor,
        at=at,
        verb="notices.notices.take_over",
        subject=Subject("body", str(heir.public_id), heir.name),
        division=heir.division_id,
        district=heir.district,
        data={"count": len(moved), "unread": sum(notice.unread for notice in moved)},
    )
    return len(moved)


@transaction.atomic
def mark_read(*, actor: Actor, at: datetime, public_id: UUID | str) -> Notice:
    """Note that the actor's body has read the notice; the first reader counts."""
    notice = selectors.notice(actor, public_id)
    actor.require("notices.view")
    _mark(actor, at, [notice.pk])
    notice.refresh_from_db()
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Note that the actor's body has read all its notices; returns how many were unread."""
    actor.require("notices.view")
    unread = selectors.notices_visible_to(actor).unread()
    return _mark(actor, at, list(unread.order_by("id").values_list("pk", flat=True)))


def _mark(actor: Actor, at: datetime, keys: list[int]) -> int:
    rows = Notice.objects.select_for_update().filter(pk__in=keys, unread=True)
    notices = list(rows.select_related(None).order_by("id"))
    for notice in notices:
        notice.unread = False
        notice.read_at = at
        notice.read_by_post = actor.title
        notice.save(update_fields=["unread", "read_at", "read_by_post"])
        _record(actor, at, "notices.notice.read", notice)
    return len(notices)


def _record(actor: Actor, at: datetime, verb: str, notice: Notice) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("notice", str(notice.public_id), notice.title),
        division=notice.division,
        district=notice.district,
        data={"kind": notice.kind, "key": notice.key},
    )
