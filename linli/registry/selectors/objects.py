"""Compounds, enterprises and contracts, one by one and as querysets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.registry import rules
from linli.registry.data import ContractsToSettle
from linli.registry.labels import USCC_FAULTS
from linli.registry.models import (
    Compound,
    CompoundPlace,
    CompoundTrait,
    Enterprise,
    ServiceContract,
)
from linli.registry.querysets import (
    CompoundQuerySet,
    EnterpriseQuerySet,
    ServiceContractQuerySet,
)

T = TypeVar("T")


def compounds_visible_to(actor: Actor) -> CompoundQuerySet:
    """Compounds in the actor's reach, unordered. No query until used."""
    return Compound.objects.visible_to(actor)


def compound(actor: Actor, public_id: UUID) -> Compound:
    """One compound with its community. One query. Raises NotFound."""
    found = compounds_visible_to(actor).select_related("community").filter(public_id=public_id)
    item: Compound | None = found.first()
    return _one(item, _("There is no such compound in your scope."))


def compounds_by_id(ids: Iterable[int]) -> dict[int, Compound]:
    """Compounds with their communities, by database id. One query.

    No scope: for callers that hold rows of their own, seen by scope, that point to compounds.
    """
    return {
        found.pk: found
        for found in Compound.objects.select_related("community").filter(pk__in=list(ids))
    }


def named(district: str, community: str, names: Iterable[str]) -> dict[str, Compound]:
    """Compounds of a community that bear one of the names exactly. One query."""
    found = Compound.objects.filter(district=district, community_id=community, name__in=list(names))
    return {item.name: item for item in found}


def communities_visible_to(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the communities that have compounds in the actor's reach. One query."""
    found = compounds_visible_to(actor).order_by("community_id")
    return list(found.values_list("community_id", "community__name").distinct())


def places_lain_in(compound: Compound) -> list[CompoundPlace]:
    """Where a compound has lain, newest first; nothing when it never moved. One query."""
    found = CompoundPlace.objects.filter(compound=compound).select_related("community")
    return list(found.order_by("-id"))


def traits_of(compound: Compound) -> list[CompoundTrait]:
    """All that a compound is and has been, newest first. One query."""
    found = CompoundTrait.objects.filter(compound=compound)
    return list(found.order_by("-valid_from", "-id"))


def enterprises_visible_to(actor: Actor) -> EnterpriseQuerySet:
    """Enterprises the actor may see, unordered. No query until used."""
    return Enterprise.objects.visible_to(actor)


def enterprise(actor: Actor, public_id: UUID) -> Enterprise:
    """One enterprise. One query. Raises NotFound."""
    found = enterprises_visible_to(actor).filter(public_id=public_id)
    item: Enterprise | None = found.first()
    return _one(item, _("There is no such enterprise in your district."))


def contract(actor: Actor, public_id: UUID) -> ServiceContract:
    """One contract with compound, community and enterprise. One query. Raises NotFound."""
    found = (
        ServiceContract.objects.visible_to(actor)
        .select_related("compound__community", "enterprise", "service_period")
        .filter(public_id=public_id)
    )
    item: ServiceContract | None = found.first()
    return _one(item, _("There is no such contract in your scope."))


def contracts_ending(actor: Actor) -> ServiceContractQuerySet:
    """Open contracts with a term, compound and enterprise joined. No query until used."""
    found = ServiceContract.objects.visible_to(actor).running_out()
    return found.select_related("compound__community", "enterprise")


def contracts_to_settle(actor: Actor, *, on: date, scope: str = "") -> ContractsToSettle:
    """How many open contracts at or below a place need a decision on a day. Three queries."""
    found = ServiceContract.objects.visible_to(actor)
    found = found.filter(compound__community__code__startswith=scope)
    counted = {"count": Count("pk"), "first": Min("ends_on")}
    notice = found.past_notice(on).order_by().aggregate(**counted)
    over = found.without_term(on).order_by().aggregate(**counted)
    return ContractsToSettle(notice["count"], notice["first"], over["count"], over["first"])


def notice_by(contract: ServiceContract) -> date | None:
    """The last day on which notice can be given in time (Civil Code Art. 947); no query."""
    return rules.notice_due(contract.ends_on, contract.notice_days) if contract.ends_on else None


def uscc_doubts(uscc: str) -> list[object]:
    """What is odd about a credit code, in words; no query."""
    return [USCC_FAULTS[fault] for fault in rules.uscc_faults(uscc)]


def _one(found: T | None, message: str) -> T:
    if found is None:
        raise NotFound(message)
    return found
