"""Compounds, their contracts, and the enterprises that serve them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.api.data.registry import (
    ActTold,
    BasicsGiven,
    CompoundFile,
    CompoundQuery,
    CompoundTold,
    ContractTold,
    EnterpriseQuery,
    EnterpriseTold,
    TraitGiven,
    TraitTold,
)
from linli.api.data.shapes import Page
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import division, moment, page, place, term
from linli.kernel import clock, search
from linli.kernel.actors import Actor
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import TRAIT_VOCABULARY, TraitKind

COMPOUND_SORTS = {"name": "search_pinyin", "community": "community_id"}


@operation(
    "GET", "compounds", right="registry.view", tag=Tag.COMPOUNDS, gives=Page[CompoundTold],
    says=_("Compounds in reach, filtered, searched, page by page"),
)  # fmt: skip
def compounds(request: ActorRequest, query: Query[CompoundQuery]) -> Page[CompoundTold]:
    """``q`` is part of the name: characters, pinyin or initials. Service and class as of today."""
    today = clock.today()
    rows: Any = selectors.compounds_visible_to(request.actor).select_related("community")
    rows = rows.with_class(today).with_service(today)
    if query.q:
        rows = search.matches(rows, query.q)
    if query.division:
        rows = rows.in_division(query.division)
    if query.service:
        rows = rows.filter(is_covered=query.service == "yes")
    if query.compound_class:
        wanted = None if query.compound_class == "none" else query.compound_class
        rows = rows.filter(class_code=wanted)
    sort = COMPOUND_SORTS[query.sort.lstrip("-")]
    sign = "-" if query.sort.startswith("-") else ""
    return page(CompoundTold, rows, query, sort=sign + sort, told=_compound)


@operation(
    "GET", "compounds/{uuid:public_id}", right="registry.view", tag=Tag.COMPOUNDS,
    gives=CompoundFile, says=_("One compound: basics, traits, contracts, history"),
)  # fmt: skip
def compound(request: ActorRequest, public_id: UUID) -> CompoundFile:
    """Traits with their days, contracts as far as the post may see them, the latest acts."""
    return _file(request.actor, public_id)


@operation(
    "POST", "compounds/{uuid:public_id}/basics", right="registry.edit", tag=Tag.COMPOUNDS,
    gives=CompoundFile, says=_("Correct the basics of a compound"),
)  # fmt: skip
def compound_edit(
    request: ActorRequest, public_id: UUID, payload: Body[BasicsGiven]
) -> CompoundFile:
    """All of them as they are to be. Refused with 409 when the community has the name already, or
    somebody has changed the same since the version named (``changed_meanwhile``)."""
    services.edit_compound(
        actor=request.actor, at=clock.now(), compound=public_id, **payload.model_dump()
    )
    return _file(request.actor, public_id)


@operation(
    "POST", "compounds/{uuid:public_id}/traits", right="registry.edit", tag=Tag.COMPOUNDS,
    gives=CompoundFile, says=_("Set class, kind or mode of a compound from a day on"),
)  # fmt: skip
def compound_trait(
    request: ActorRequest, public_id: UUID, payload: Body[TraitGiven]
) -> CompoundFile:
    """What was before keeps its days. Refused with the clause where the class is not allowed."""
    services.set_trait(
        actor=request.actor,
        at=clock.now(),
        compound=public_id,
        **payload.model_dump(),
    )
    return _file(request.actor, public_id)


@operation(
    "GET", "enterprises", right="registry.view", tag=Tag.ENTERPRISES, gives=Page[EnterpriseTold],
    says=_("Enterprises of the district, by name"),
)  # fmt: skip
def enterprises(request: ActorRequest, query: Query[EnterpriseQuery]) -> Page[EnterpriseTold]:
    """``q`` is part of the name or the beginning of the credit code."""
    rows = selectors.enterprises_visible_to(request.actor)
    if query.q:
        rows = rows.matching(query.q)
    return page(EnterpriseTold, rows, query, sort="search_pinyin", told=enterprise_told)


@operation(
    "GET", "enterprises/{uuid:public_id}", right="registry.view", tag=Tag.ENTERPRISES,
    gives=EnterpriseTold, says=_("One enterprise"),
)  # fmt: skip
def enterprise(request: ActorRequest, public_id: UUID) -> EnterpriseTold:
    """With what is odd about its credit code."""
    return enterprise_told(selectors.enterprise(request.actor, public_id))


def _file(actor: Actor, public_id: UUID) -> CompoundFile:
    today = clock.today()
    found = selectors.compound(actor, public_id)
    return CompoundFile(
        id=found.public_id,
        name=found.name,
        community=division(found.community_id, found.community.name),
        buildings=found.buildings,
        households=found.households,
        built_year=found.built_year,
        area=found.area,
        source=found.source,
        is_covered=bool(selectors.covered_ids([found.pk], on=today)),
        traits=[_trait(row, found.community_id, today) for row in selectors.traits_of(found)],
        contracts=[
            contract_told(file) for file in selectors.contract_files(found, actor=actor, on=today)
        ],
        history=[
            ActTold(title=entry.title, at=moment(entry.at), by=entry.by, detail=entry.detail)
            for entry in selectors.history(found, actor=actor, on=today)
        ],
        version=(selectors.basics_entry(found) | selectors.traits_entry(found)).version,
    )


def _compound(row: Any) -> CompoundTold:
    return CompoundTold(
        id=row.public_id,
        name=row.name,
        community=division(row.community_id, row.community.name),
        compound_class=row.class_code,
        is_covered=row.is_covered,
        served_by=row.served_by,
        served_since=row.served_since,
    )


def enterprise_told(row: Any) -> EnterpriseTold:
    """An enterprise with what is odd about its code."""
    return EnterpriseTold(
        id=row.public_id,
        name=row.name,
        uscc=row.uscc,
        doubts=[str(text) for text in selectors.uscc_doubts(row.uscc)],
        version=selectors.enterprise_entry(row).version,
    )


def contract_told(file: selectors.ContractFile) -> ContractTold:
    """A contract as the post may see it."""
    row = file.contract
    items = dict(zip(dict.fromkeys(row.service_items), file.items, strict=True))
    return ContractTold(
        id=row.public_id,
        compound=place(row.compound),
        enterprise=place(row.enterprise),
        state=str(file.state),
        nature=term(row.nature, file.nature),
        mode=term(row.mode, file.mode),
        service_items=[term(code, name) for code, name in items.items()],
        basic_missing=file.basic_missing,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        entry_on=row.entry_on,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        manager=file.manager,
        phone=file.phone,
        remark=row.remark,
        version=selectors.contract_entry(row, in_full=False).version,
    )


def _trait(row: Any, where: str, on: date) -> TraitTold:
    key = TRAIT_VOCABULARY[TraitKind(row.trait)]
    name = selectors.term_label(key, row.value, division=where, on=on)
    return TraitTold(
        trait=row.trait,
        value=term(row.value, name),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
