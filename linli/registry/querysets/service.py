"""What an actor may see of compounds, contracts and enterprises. Nothing here runs a query."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from linli.kernel.actors import Actor
from linli.kernel.search import matches
from linli.registry.rules import notice_due


def on_day(day: date, *, start: str, end: str) -> Q:
    """Rows whose half-open period ``[start, end)`` contains the day; a null side is open."""
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day})
    )


class OfCompoundQuerySet(models.QuerySet[Any]):
    """Rows that belong to one compound and are seen by whoever sees that compound."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of compounds in the actor's division; for an enterprise, of those it serves."""
        if not actor.scope:
            return self.none()
        mine = self.filter(
            district=actor.district, compound__community__code__startswith=actor.scope
        )
        return mine._of_enterprise(actor.enterprise_id) if actor.enterprise_id else mine

    def _of_enterprise(self, body_id: str) -> Self:
        """Rows of compounds the enterprise has a contract for."""
        compound: Any = self.model._meta.get_field("compound").related_model
        served = compound.objects.all()
        return self.filter(compound__in=served.with_contract_of(body_id))


class CompoundQuerySet(models.QuerySet[Any]):
    """Compounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Compounds in the actor's division; for an enterprise, those it has a contract for."""
        if not actor.scope:
            return self.none()
        mine = self.filter(district=actor.district, community__code__startswith=actor.scope)
        return mine.with_contract_of(actor.enterprise_id) if actor.enterprise_id else mine

    def with_contract_of(self, body_id: str) -> Self:
        """Compounds that the enterprise seated at the body has a contract for.

        A contract that was closed opens nothing from the moment its end is recorded.
        """
        contracts = self._related("contracts").filter(
            enterprise__body__public_id=body_id, ended_on__isnull=True
        )
        return self.filter(Exists(contracts.filter(compound=OuterRef("pk"))))

    def in_division(self, code: str) -> Self:
        """Compounds in a division or below it."""
        return self.filter(community__code__startswith=code)

    def covered_on(self, day: date) -> Self:
        """Compounds that are served on the day."""
        return self.filter(self._served(day))

    def uncovered_on(self, day: date) -> Self:
        """Compounds that nobody serves on the day."""
        return self.filter(~self._served(day))

    def of_class(self, code: str, day: date) -> Self:
        """Compounds that are of the class on the day."""
        return self.with_class(day).filter(class_code=code)

    def with_class(self, day: date) -> Self:
        """Adds ``class_code``: the class on the day, None before it has one."""
        return self.annotate(class_code=self._trait("class", day))

    def with_kind(self, day: date) -> Self:
        """Adds ``kind_code``: the kind on the day, None before it has one."""
        return self.annotate(kind_code=self._trait("kind", day))

    def with_service(self, day: date) -> Self:
        """Adds ``is_covered``, ``served_by`` (None when unknown) and ``served_since`` of a day."""
        serving = (
            self._related("service_periods")
            .filter(on_day(day, start="from_on", end="to_on"), compound=OuterRef("pk"))
            .order_by("id")
        )
        return self.annotate(
            is_covered=self._served(day),
            served_by=Subquery(serving.values("contract__enterprise__name")[:1]),
            served_since=Subquery(serving.values("from_on")[:1]),
        )

    def matching(self, text: str) -> Self:
        """Compounds whose name contains the text: characters, pinyin or initials."""
        return matches(self, text)

    def _trait(self, trait: str, day: date) -> Subquery:
        rows = self._related("traits").filter(
            on_day(day, start="valid_from", end="valid_to"), trait=trait, compound=OuterRef("pk")
        )
        return Subquery(rows.values("value")[:1])

    def _served(self, day: date) -> Exists:
        periods = self._related("service_periods")
        return Exists(
            periods.filter(on_day(day, start="from_on", end="to_on"), compound=OuterRef("pk"))
        )

    def _related(self, name: str) -> models.QuerySet[Any]:
        """All rows of a relation's model: models are above this module and import it."""
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any] = related.objects.all()
        return rows


class CompoundTraitQuerySet(OfCompoundQuerySet):
    """Dated traits."""

    def on(self, day: date) -> Self:
        """Values in force on a day."""
        return self.filter(on_day(day, start="valid_from", end="valid_to"))


class ServicePeriodQuerySet(OfCompoundQuerySet):
    """Stretches of time in which a compound is served."""

    def on(self, day: date) -> Self:
        """Periods that contain the day."""
        return self.filter(on_day(day, start="from_on", end="to_on"))


class ServiceContractQuerySet(models.QuerySet[Any]):
    """Service contracts."""

    def visible_to(self, actor: Actor) -> Self:
        """Contracts of compounds in the actor's division; an enterprise sees only its own."""
        if not actor.scope:
            return self.none()
        mine = self.filter(
            district=actor.district, compound__community__code__startswith=actor.scope
        )
        if actor.enterprise_id:
            return mine.filter(enterprise__body__public_id=actor.enterprise_id)
        return mine

    def running_out(self) -> Self:
        """Contracts with a term whose end has not been recorded."""
        return self.filter(ended_on__isnull=True, ends_on__isnull=False)

    def without_term(self, day: date) -> Self:
        """Those of them whose term is over: they go on without one."""
        return self.running_out().filter(ends_on__lt=day)

    def past_notice(self, day: date) -> Self:
        """Those of them that run, but whose last day for notice is over. One query: how long
        before the end notice is to be given is each contract's own.
        """
        periods = set(self.running_out().values_list("notice_days", flat=True).order_by())
        late = Q(pk__in=())
        for days in periods:
            # The last day for notice is `ends_on` less the period: `rules.notice_due`.
            before = day + (day - notice_due(day, days))
            late |= Q(notice_days=days, ends_on__lt=before)
        return self.running_out().filter(late, ends_on__gte=day)


class EnterpriseQuerySet(models.QuerySet[Any]):
    """Enterprises. Name and credit code are public, so they are known in the whole district."""

    def visible_to(self, actor: Actor) -> Self:
        """Enterprises of the actor's district; an enterprise sees only itself."""
        if not actor.scope:
            return self.none()
        mine = self.filter(district=actor.district)
        return mine.filter(body__public_id=actor.enterprise_id) if actor.enterprise_id else mine

    def matching(self, text: str) -> Self:
        """Enterprises whose name contains the text, or whose credit code begins with it."""
        return matches(self, text) | self.filter(uscc__istartswith=text)
