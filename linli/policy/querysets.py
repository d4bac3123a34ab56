from __future__ import annotations

from typing import Any, Self

from django.db import models

from linli.kernel.actors import Actor
from linli.policy.data import ReleaseState


def stack_codes(division: str) -> list[str]:
    """Division codes a layer of this place's stack can stand at: ``""``, province, city, district.

    >>> stack_codes("370406001")
    ['', '37', '3704', '370406']
    """
    return ["", *(division[:length] for length in (2, 4, 6) if len(division) >= length)]


class ReleaseQuerySet(models.QuerySet[Any]):
    """Loaded layers. Policy is public reference data; scope only decides what concerns whom."""

    def of_stack(self, division: str) -> Self:
        """Releases of the layers that hold in a division: its own and those above."""
        return self.filter(layer__division__in=stack_codes(division))

    def visible_to(self, actor: Actor) -> Self:
        """Releases that hold, or may come to hold, where the actor works."""
        return self.of_stack(actor.district)

    def in_use(self) -> Self:
        """Releases that govern or have governed."""
        return self.exclude(state=ReleaseState.INACTIVE)


class DistrictValueQuerySet(models.QuerySet[Any]):
    """A district's answers to what the policy leaves open."""

    def visible_to(self, actor: Actor) -> Self:
        """Answers of the actor's own district."""
        return self.filter(district=actor.district) if actor.district else self.none()


class DraftQuerySet(models.QuerySet[Any]):
    """Texts being worked on. A district sees the drafts of its own layer."""

    def visible_to(self, actor: Actor) -> Self:
        """Drafts of the layers that stand inside the actor's reach."""
        if not actor.scope:
            return self.none()
        return self.filter(layer__division__startswith=actor.scope)

    def still_open(self) -> Self:
        """Drafts that have not become a release."""
        return self.filter(loaded__isnull=True)


class PaperQuerySet(models.QuerySet[Any]):
    """Documents handed in to become policy."""

    def visible_to(self, actor: Actor) -> Self:
        """Documents of the actor's district, for posts that reach the whole of it."""
        if not actor.scope or actor.enterprise_id:
            return self.none()
        return self.filter(district=actor.district, district__startswith=actor.scope)
