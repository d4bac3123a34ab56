"""Handing out stored files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from linli.files import selectors
from linli.kernel.web import export, route
from linli.kernel.web.route import ActorRequest


@route(right="files.view")
def download(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The file as an attachment; right and scope are asked at this very moment."""
    stored = selectors.file(request.actor, public_id)
    response = export.download(selectors.read(stored), stored.name, stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
