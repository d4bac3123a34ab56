"""Publishing the coverage: look at what becomes public, then publish."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.campaigns import selectors, services
from linli.campaigns.views.parts import campaign_trail
from linli.disclosure.data import ItemKind
from linli.kernel import clock
from linli.kernel.web import route
from linli.kernel.web.route import ActorRequest


@route(right="disclosure.publish", methods=("GET", "POST"))
def publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show item by item what the public would see; on confirmation publish it."""
    found = selectors.campaign(request.actor, public_id)
    if request.method == "POST":
        publication = services.publish_coverage(actor=request.actor, at=clock.now())
        messages.success(request, _("The coverage is published."))
        return redirect("disclosure:publication", publication.public_id)
    draft = services.draft_coverage(actor=request.actor, at=clock.now())
    context = {
        "campaign": found,
        "draft": draft,
        "compounds": [item for item in draft.items if item.kind == ItemKind.COMPOUND],
        "cancel_url": reverse("campaigns:campaign", args=[public_id]),
        "trail": campaign_trail(found, (_("Publish"), "")),
    }
    return render(request, "campaigns/publish.html", context)
