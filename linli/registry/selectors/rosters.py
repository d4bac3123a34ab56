"""Rosters that were handed in."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registry.models import RosterImport
from linli.registry.querysets import RosterQuerySet


def rosters_visible_to(actor: Actor) -> RosterQuerySet:
    """Rosters of the actor's division and below, unordered. No query until used."""
    return RosterImport.objects.visible_to(actor)


def roster(actor: Actor, public_id: UUID) -> RosterImport:
    """One roster. One query. Raises NotFound."""
    found: RosterImport | None = rosters_visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such roster in your scope."))
    return found
