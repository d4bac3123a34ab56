"""A post's calendar address: making it, revoking it, and what it answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.duties import selectors, services
from linli.kernel import clock
from linli.kernel.web import PUBLIC, route
from linli.kernel.web.route import ActorRequest

CONTENT_TYPE = "text/calendar; charset=utf-8"


@route(right="duties.view", methods=("GET", "POST"))
def feeds(request: ActorRequest) -> HttpResponse:
    """Whether the post has a calendar address; a new one is shown this once."""
    address = ""
    if request.method == "POST":
        secret = services.make_feed(actor=request.actor, at=clock.now())
        address = request.build_absolute_uri(reverse("duties:feed", args=[secret]))
    context = {
        "address": address,
        "feeds": selectors.feeds_of(request.actor),
        "trail": [
            (_("Duty calendar"), reverse("duties:calendar")),
            (_("Subscribe to the calendar"), ""),
        ],
    }
    return render(request, "duties/feeds.html", context)


@route(right="duties.view", methods=("POST",))
def revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make the post's calendar address dead."""
    services.revoke_feed(actor=request.actor, at=clock.now(), public_id=public_id)
    messages.success(request, gettext("The calendar address no longer works."))
    return redirect("duties:feeds")


@route(right=PUBLIC)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for whoever holds the secret address. In the office's language."""
    at = clock.now()
    with translation.override("zh-hans"):
        actor = selectors.reader_of(secret, at)
        answer = HttpResponse(selectors.calendar_of(actor, at), content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "private, max-age=900"
    answer["Content-Disposition"] = 'inline; filename="linli.ics"'
    return answer
