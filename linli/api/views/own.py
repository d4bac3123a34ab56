"""Who calls, and the places and bodies there are."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query

from linli.api.data.own import (
    Bodies,
    BodyQuery,
    BodyTold,
    DivisionQuery,
    Divisions,
    DivisionTold,
    WhoTold,
)
from linli.api.data.shapes import Place
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import division as place_of
from linli.kernel import clock
from linli.kernel.web import SIGNED_IN
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing
from linli.territory import selectors as territory


@operation(
    "GET", "whoami", right=SIGNED_IN, tag=Tag.SELF, gives=WhoTold,
    says=_("The post the token stands for, its reach and its rights"),
)  # fmt: skip
def whoami(request: ActorRequest) -> WhoTold:
    """``reach`` is what the token is good for: read, write, or personal data besides."""
    actor = request.actor
    names = territory.names({actor.district})
    return WhoTold(
        post=UUID(actor.post_id),
        role=actor.role,
        title=actor.title,
        body=Place(id=actor.body_id, name=actor.body_name),
        district=place_of(actor.district, names.get(actor.district, "")),
        scope=actor.scope,
        rights=sorted(actor.rights),
        reach=standing(request).reach,
        today=clock.today(),
    )


@operation(
    "GET", "divisions", right=SIGNED_IN, tag=Tag.PLACES, gives=Divisions,
    says=_("Divisions directly below one, by code"),
)  # fmt: skip
def divisions(request: ActorRequest, query: Query[DivisionQuery]) -> Divisions:
    """Divisions are public: any may be asked for. Without ``below``, the post's own division."""
    found = territory.children(query.below or request.actor.scope)
    return Divisions(
        items=[DivisionTold(code=row.code, name=row.name, level=row.level) for row in found]
    )


@operation(
    "GET", "bodies", right=SIGNED_IN, tag=Tag.PLACES, gives=Bodies,
    says=_("Offices and enterprises seated in the post's reach"),
)  # fmt: skip
def bodies(request: ActorRequest, query: Query[BodyQuery]) -> Bodies:
    """By division, then by name."""
    found = territory.bodies_within(request.actor.scope)[: query.size]
    return Bodies(
        items=[
            BodyTold(id=row.public_id, name=row.name, kind=row.kind, division=row.division_id)
            for row in found
        ]
    )
