from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from linli.duties.data import Standing
from linli.journal.data import WrittenAct
from linli.kernel.actors import Actor


def _reach(actor: Actor) -> Q:
    """Rows of the actor's district whose body lies in the actor's division.

    An enterprise works in the whole district and sees its own duties only.
    """
    if not actor.scope:
        return Q(pk__in=())
    if actor.enterprise_id:
        return Q(district=actor.district, body__public_id=actor.enterprise_id)
    return Q(district=actor.district, division__startswith=actor.scope)


class DutyAssignmentQuerySet(models.QuerySet[Any]):
    """Who was given which duty, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Assignments of bodies at or below the actor's division."""
        return self.filter(_reach(actor))


class DutyInstanceQuerySet(models.QuerySet[Any]):
    """Single duties, limited by division."""

    def visible_to(self, actor: Actor) -> Self:
        """Duties of bodies at or below the actor's division."""
        return self.filter(_reach(actor))

    def of_body(self, body_id: str) -> Self:
        """Duties of one body, by its public id."""
        return self.filter(body__public_id=body_id)

    def counted_for(self, body_id: str) -> Self:
        """What counts for a body, by its public id: its duties, without those that had fallen due
        at another before they were handed over to it, and with those it handed over so.
        """
        own = Q(taken_on=None) | Q(taken_on__lte=F("due_on"))
        return self.filter(
            (own & Q(body__public_id=body_id))
            | Q(taken_on__gt=F("due_on"), taken_from__public_id=body_id)
        )

    def open_on(self, day: date) -> Self:
        """Not fulfilled, and their turn has come: waiting or missing on that day."""
        return self.filter(fulfilled_on__isnull=True, opens_on__lte=day)

    def unfulfilled(self) -> Self:
        """Nothing was filed yet, whether due or not."""
        return self.filter(fulfilled_on__isnull=True)

    def standing_on(self, standing: Standing, day: date) -> Self:
        """Those that stand so on a day: what ``rules.standing`` decides, in the database."""
        nothing_filed = Q(fulfilled_on__isnull=True)
        conditions = {
            Standing.ON_TIME: Q(fulfilled_on__lte=F("due_on")),
            Standing.LATE: Q(fulfilled_on__gt=F("due_on")),
            Standing.MISSING: nothing_filed & Q(due_on__lt=day),
            Standing.WAITING: nothing_filed & Q(due_on__gte=day, opens_on__lte=day),
            Standing.NOT_DUE: nothing_filed & Q(due_on__gte=day, opens_on__gt=day),
        }
        return self.filter(conditions[standing])

    def of_act(self, act: WrittenAct) -> Self:
        """Those an act about no compound may prove: of its body, or about the place it is about."""
        rows = self.filter(compound__isnull=True)
        own = Q(occasion="") | Q(occasion__startswith="@")
        about = Q(occasion__startswith="place ", division=act.division)
        try:
            body = UUID(act.body_id)
        except ValueError:  # the system acts from no body
            return rows.filter(about)
        return rows.filter(about | (own & Q(body__public_id=body)))

    def generated(self) -> Self:
        """Those the policy gave by itself, not an assignment."""
        return self.filter(assignment__isnull=True)

    def recurring(self) -> Self:
        """Those that no event set off: the calendar gave them."""
        return self.exclude(occasion__contains="@")


class CalendarFeedQuerySet(models.QuerySet[Any]):
    """Calendar feeds; a post sees its own and no other's."""

    def visible_to(self, actor: Actor) -> Self:
        """The feeds of the actor's own post."""
        try:
            post = UUID(actor.post_id)
        except ValueError:  # the system holds no post
            return self.none()
        return self.filter(district=actor.district, post__public_id=post)

    def alive(self) -> Self:
        """Those nobody has revoked."""
        return self.filter(revoked_at__isnull=True)
