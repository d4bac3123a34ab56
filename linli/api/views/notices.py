"""Notices to the post's body: listed, marked as read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query

from linli.api.data.duties import CountTold, NoticeQuery, NoticeTold
from linli.api.data.shapes import Page
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import maybe_moment, moment, page
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest
from linli.notices import selectors, services


@operation(
    "GET", "notices", right="notices.view", tag=Tag.NOTICES, gives=Page[NoticeTold],
    says=_("Notices to the post's body, the latest first"),
)  # fmt: skip
def notices(request: ActorRequest, query: Query[NoticeQuery]) -> Page[NoticeTold]:
    """All of them, or those nobody of the body has read."""
    rows: Any = selectors.notices_visible_to(request.actor)
    if query.unread:
        rows = rows.unread()
    return page(NoticeTold, rows, query, sort="-sent_at", told=_notice)


@operation(
    "POST", "notices/{uuid:public_id}/read", right="notices.view", tag=Tag.NOTICES,
    gives=NoticeTold, says=_("Mark a notice as read for the body"),
)  # fmt: skip
def notice_read(request: ActorRequest, public_id: UUID) -> NoticeTold:
    """The first reader counts."""
    return _notice(services.mark_read(actor=request.actor, at=clock.now(), public_id=public_id))


@operation(
    "POST", "notices/read", right="notices.view", tag=Tag.NOTICES, gives=CountTold,
    says=_("Mark all notices of the body as read"),
)  # fmt: skip
def notices_read(request: ActorRequest) -> CountTold:
    """Says how many were unread; each is an act of its own."""
    return CountTold(count=services.mark_all_read(actor=request.actor, at=clock.now()))


def _notice(row: Any) -> NoticeTold:
    return NoticeTold(
        id=row.public_id,
        kind=row.kind,
        title=row.title,
        text=row.text,
        path=row.url,
        sent_at=moment(row.sent_at),
        unread=row.unread,
        read_at=maybe_moment(row.read_at),
    )
