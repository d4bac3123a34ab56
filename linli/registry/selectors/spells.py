"""Whole sets of compounds and contracts with the days on which they are what somebody asks for.

For set-based work of higher apps: no scope, everything of a district, plain values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from linli.registry.data import TRAIT_VOCABULARY, CompoundSpell, ContractSpell
from linli.registry.models import Compound, CompoundTrait, ServiceContract

Traits = Mapping[str, Collection[str]]
Stretch = tuple[date | None, date | None]
_Dated = tuple[str, str, date, date | None]


def compound_spells(
    district: str, *, only: Traits, not_for: Traits, compounds: Collection[int] | None = None
) -> list[CompoundSpell]:
    """Compounds of a district with the days on which they bear all of ``only``, none of
    ``not_for``; keys are policy vocabularies (``compound.kind``). At most two queries.
    """
    asked = {trait: key for trait, key in TRAIT_VOCABULARY.items() if key in {*only, *not_for}}
    traits: dict[int, list[_Dated]] = defaultdict(list)
    if asked:
        dated = _within(CompoundTrait.objects.filter(district=district), "compound", compounds)
        rows = dated.filter(trait__in=asked).order_by("id")
        for compound, trait, value, start, end in rows.values_list(
            "compound_id", "trait", "value", "valid_from", "valid_to"
        ):
            traits[compound].append((TRAIT_VOCABULARY[trait], value, start, end))
    found = _within(Compound.objects.filter(district=district), "pk", compounds).order_by("id")
    return [
        CompoundSpell(pk, community, name, start, end)
        for pk, community, name in found.values_list("pk", "community_id", "name")
        for start, end in _stretches(traits[pk] if asked else [], only, not_for)
    ]


def contract_spells(
    district: str, *, compounds: Collection[int] | None = None
) -> list[ContractSpell]:
    """Contracts of a district with the days of service and the body of the enterprise, None
    where its people have no posts. One query.
    """
    rows = _within(ServiceContract.objects.filter(district=district), "compound", compounds)
    fields = ("public_id", "compound_id", "compound__community_id", "compound__name")
    days = ("enterprise__body_id", "entry_on", "starts_on", "ended_on")
    return [
        ContractSpell(str(key), compound, community, name, body, entry or starts, ended)
        for key, compound, community, name, body, entry, starts, ended in rows.order_by(
            "id"
        ).values_list(*fields, *days)
        if ended is None or ended > (entry or starts)
    ]


def compound_keys(district: str, public_ids: Collection[str]) -> dict[str, int]:
    """Database keys of compounds by public id. One query, none when nothing is asked."""
    if not public_ids:
        return {}
    rows = Compound.objects.filter(district=district, public_id__in=list(public_ids))
    return {str(public_id): pk for public_id, pk in rows.values_list("public_id", "pk")}


def _within(
    rows: QuerySet[Any, Any], field: str, compounds: Collection[int] | None
) -> QuerySet[Any, Any]:
    return rows if compounds is None else rows.filter(**{f"{field}__in": list(compounds)})


def _stretches(traits: list[_Dated], only: Traits, not_for: Traits) -> list[Stretch]:
    """The days, joined, on which the condition holds; nothing said is neither only nor not."""
    if not only and not not_for:
        return [(None, None)]
    cuts = {day for _key, _value, start, end in traits for day in (start, end) if day}
    edges: list[date | None] = [None, *sorted(cuts), None]
    found: list[Stretch] = []
    for start, end in pairwise(edges):
        if not _holds(traits, only, not_for, start):
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _holds(traits: list[_Dated], only: Traits, not_for: Traits, day: date | None) -> bool:
    """Whether the condition holds on a day; None is the time before the first dated trait."""
    now = {
        key: value
        for key, value, start, end in traits
        if day is not None and start <= day and (end is None or day < end)
    }
    return all(now.get(key) in values for key, values in only.items()) and not any(
        now.get(key) in values for key, values in not_for.items()
    )
