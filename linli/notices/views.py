"""The notices of one's body."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.kernel import clock
from linli.kernel.web import lists, route
from linli.kernel.web.cells import Chip
from linli.kernel.web.route import ActorRequest
from linli.notices import selectors, services
from linli.notices.models import Notice


def _state(notice: Notice) -> Chip:
    return Chip(_("Unread"), "info", "bell") if notice.unread else Chip(_("Read"), "quiet")


def _by_state(rows: QuerySet[Notice], value: str) -> QuerySet[Notice]:
    return rows.filter(unread=value == "unread")


NOTICES = lists.ListSpec[Notice](
    key="notices",
    columns=[
        lists.Column("title", _("Notice"), lambda notice: notice.title, main=True, wide=True),
        lists.Column("text", _("Message"), lambda notice: notice.text, wide=True),
        lists.Column("sent", _("Sent"), lambda notice: notice.sent_at, kind="datetime"),
        lists.Column("state", _("State"), _state, sort="unread", kind="chip"),
    ],
    filters=[
        lists.Filter("state", _("State"), [("unread", _("Unread")), ("read", _("Read"))], _by_state)
    ],
    row_url=lambda notice: reverse("notices:notice", args=[notice.public_id]),
    default_sort="-state",
)


@route(right="notices.view")
def notice_list(request: ActorRequest) -> HttpResponse:
    """Notices to the reader's body: unread first, then the latest."""
    page = lists.build(request, NOTICES, selectors.notices_visible_to(request.actor))
    return render(request, "notices/notice_list.html", {"page": page})


@route(right="notices.view")
def notice_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One notice and where it leads."""
    notice = selectors.notice(request.actor, public_id)
    trail = [(_("Notices"), reverse("notices:list")), (notice.title, "")]
    return render(request, "notices/notice.html", {"notice": notice, "trail": trail})


@route(right="notices.view", methods=("POST",))
def mark_read(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Mark as read, then on to what the notice is about."""
    notice = services.mark_read(actor=request.actor, at=clock.now(), public_id=public_id)
    return redirect(notice.url or "notices:list")


@route(right="notices.view", methods=("POST",))
def mark_all_read(request: ActorRequest) -> HttpResponse:
    """Mark all as read."""
    count = services.mark_all_read(actor=request.actor, at=clock.now())
    done = ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", count)
    messages.success(request, done % {"n": count})
    return redirect("notices:list")
