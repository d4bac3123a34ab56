"""What an actor may see of units, owners, rosters and requests for personal data."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from linli.kernel.actors import Actor
from linli.kernel.search import matches
from linli.registry.data import OWN
from linli.registry.querysets.service import OfCompoundQuerySet, on_day


class CompoundPlaceQuerySet(OfCompoundQuerySet):
    """Where compounds lay."""

    def on(self, day: date) -> Self:
        """Where they lay on a day, of those that have ever moved."""
        return self.filter(on_day(day, start="valid_from", end="valid_to"))


class PlaceQuerySet(OfCompoundQuerySet):
    """Parking spaces and premises, as they were on some days."""

    def on(self, day: date) -> Self:
        """As they were on a day."""
        return self.filter(on_day(day, start="from_on", end="to_on"))


class UnitQuerySet(OfCompoundQuerySet):
    """Units."""

    def by_place(self) -> Self:
        """From the top floor down; within a floor by entrance and room."""
        floor = F("floor").desc(nulls_last=True)
        return self.order_by("building__name", floor, "entrance", "room", "id")


class OwnershipQuerySet(models.QuerySet[Any]):
    """Who owns what when."""

    def visible_to(self, actor: Actor) -> Self:
        """Of units in compounds of the actor's division, for posts that may know owners."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(
            district=actor.district, unit__compound__community__code__startswith=actor.scope
        )

    def on(self, day: date) -> Self:
        """Ownership on a day."""
        return self.filter(on_day(day, start="from_on", end="to_on"))


class OwnerQuerySet(models.QuerySet[Any]):
    """Owners."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who own, or have owned, a unit in a compound of the actor's division."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        related: Any = self.model._meta.get_field("ownerships").related_model
        owned = related.objects.visible_to(actor)
        return self.filter(Exists(owned.filter(owner=OuterRef("pk"))), district=actor.district)

    def matching(self, text: str) -> Self:
        """Owners whose name contains the text: characters, pinyin or initials."""
        return matches(self, text)

    def hashed(self, hashes: dict[str, str]) -> Self:
        """Owners with one of these keyed hashes: column to hash, empty ones left out."""
        wanted = Q()
        for column, value in hashes.items():
            if value:
                wanted |= Q(**{column: value})
        return self.filter(wanted) if wanted else self.none()


class OwnerLoginQuerySet(models.QuerySet[Any]):
    """Logins of owners."""

    def visible_to(self, actor: Actor) -> Self:
        """For an owner his own; for an office those of the owners it may see."""
        if actor.may(OWN):
            return self.open().filter(user__public_id=actor.user_id)
        owners: Any = self.model._meta.get_field("owner").related_model
        return self.filter(owner__in=owners.objects.visible_to(actor))

    def open(self) -> Self:
        """Logins that have not been ended."""
        return self.filter(ended_at__isnull=True)


class RosterQuerySet(models.QuerySet[Any]):
    """Rosters that were handed in, and their files."""

    def visible_to(self, actor: Actor) -> Self:
        """Handed in for the actor's division or below; files with their roster."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        reach = "" if hasattr(self.model, "division") else "roster__"
        return self.filter(district=actor.district, **{f"{reach}division__startswith": actor.scope})


class ExportQuerySet(models.QuerySet[Any]):
    """Requests for personal data, and whom they were about."""

    def visible_to(self, actor: Actor) -> Self:
        """About compounds in the actor's division."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        reach = "" if hasattr(self.model, "reason") else "export__"
        place = f"{reach}compound__community__code__startswith"
        return self.filter(district=actor.district, **{place: actor.scope})
