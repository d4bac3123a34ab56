"""Service contracts: read, registered, entered, closed; those that end."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.api.data.registry import (
    AmendmentGiven,
    ContractEndGiven,
    ContractGiven,
    ContractTold,
    EndingTold,
    EnterpriseChange,
    EnterpriseGiven,
    EnterpriseTold,
    EntryGiven,
)
from linli.api.data.shapes import Page, PageQuery
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import division, page, place
from linli.api.views.compounds import contract_told, enterprise_told
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import ContractTerms, NewEnterprise


@operation(
    "GET", "contracts/ending", right="registry.view", tag=Tag.CONTRACTS, gives=Page[EndingTold],
    says=_("Contracts whose term ends, the soonest first, with the last day for notice"),
)  # fmt: skip
def contracts_ending(request: ActorRequest, query: Query[PageQuery]) -> Page[EndingTold]:
    """Open contracts with a term; one beyond its term goes on without one (``held_over``)."""
    today = clock.today()
    rows = selectors.contracts_ending(request.actor)
    return page(EndingTold, rows, query, sort="ends_on", told=lambda row: _ending(row, today))


@operation(
    "GET", "contracts/{uuid:public_id}", right="registry.view", tag=Tag.CONTRACTS,
    gives=ContractTold, says=_("One contract"),
)  # fmt: skip
def contract(request: ActorRequest, public_id: UUID) -> ContractTold:
    """Contact persons come masked without the right to them."""
    return _told(request.actor, public_id)


@operation(
    "POST", "compounds/{uuid:public_id}/contracts", right="contracts.edit", tag=Tag.CONTRACTS,
    gives=ContractTold, status=201, says=_("Register a contract; with an entry day it serves"),
)  # fmt: skip
def contract_sign(
    request: ActorRequest, public_id: UUID, payload: Body[ContractGiven]
) -> ContractTold:
    """The enterprise is one of the register, or registered with the contract."""
    signed = services.sign_contract(
        actor=request.actor,
        at=clock.now(),
        compound=public_id,
        enterprise=served_by(payload),
        terms=terms_of(payload),
    )
    return _told(request.actor, signed.public_id)


@operation(
    "POST", "contracts/{uuid:public_id}/entry", right="contracts.edit", tag=Tag.CONTRACTS,
    gives=ContractTold, says=_("Record the day the enterprise has entered"),
)  # fmt: skip
def contract_entry(
    request: ActorRequest, public_id: UUID, payload: Body[EntryGiven]
) -> ContractTold:
    """The compound is covered from that day on. The same day again changes nothing."""
    services.record_entry(
        actor=request.actor, at=clock.now(), contract=public_id, entry_on=payload.entry_on
    )
    return _told(request.actor, public_id)


@operation(
    "POST", "contracts/{uuid:public_id}/amend", right="contracts.edit", tag=Tag.CONTRACTS,
    gives=ContractTold, says=_("Change what a contract says about service and contact"),
)  # fmt: skip
def contract_amend(
    request: ActorRequest, public_id: UUID, payload: Body[AmendmentGiven]
) -> ContractTold:
    """All four as they are to be. Refused with 409 once the contract is closed."""
    services.amend_contract(
        actor=request.actor,
        at=clock.now(),
        contract=public_id,
        service_items=tuple(dict.fromkeys(payload.service_items)),
        manager_name=payload.manager_name,
        manager_phone=payload.manager_phone,
        remark=payload.remark,
        replaces=payload.replaces,
    )
    return _told(request.actor, public_id)


@operation(
    "POST", "contracts/{uuid:public_id}/end", right="contracts.edit", tag=Tag.CONTRACTS,
    gives=ContractTold, says=_("Close a contract; coverage ends with it"),
)  # fmt: skip
def contract_end(
    request: ActorRequest, public_id: UUID, payload: Body[ContractEndGiven]
) -> ContractTold:
    """``ended_on`` is the first day without the contract."""
    services.end_contract(
        actor=request.actor,
        at=clock.now(),
        contract=public_id,
        ended_on=payload.ended_on,
        reason=payload.reason,
    )
    return _told(request.actor, public_id)


@operation(
    "POST", "enterprises", right="registry.edit", tag=Tag.ENTERPRISES, gives=EnterpriseTold,
    status=201, says=_("Register an enterprise"),
)  # fmt: skip
def enterprise_register(request: ActorRequest, payload: Body[EnterpriseGiven]) -> EnterpriseTold:
    """Refused with 409 when the name or the credit code is in the register already."""
    found = services.register_enterprise(
        actor=request.actor,
        at=clock.now(),
        enterprise=NewEnterprise(name=payload.name, uscc=payload.uscc),
    )
    return enterprise_told(found)


@operation(
    "POST", "enterprises/{uuid:public_id}/edit", right="registry.edit", tag=Tag.ENTERPRISES,
    gives=EnterpriseTold, says=_("Correct an enterprise's name or credit code"),
)  # fmt: skip
def enterprise_edit(
    request: ActorRequest, public_id: UUID, payload: Body[EnterpriseChange]
) -> EnterpriseTold:
    """Refused with 409 when another enterprise has the name or the credit code."""
    found = services.edit_enterprise(
        actor=request.actor,
        at=clock.now(),
        enterprise=public_id,
        **payload.model_dump(),
    )
    return enterprise_told(found)


def served_by(given: ContractGiven) -> UUID | NewEnterprise:
    """The enterprise a contract names, or the one to register with it."""
    new = given.new_enterprise
    if new is not None:
        return NewEnterprise(name=new.name, uscc=new.uscc)
    return cast(UUID, given.enterprise)  # the shape asks for one of the two


def terms_of(given: ContractGiven) -> ContractTerms:
    """What a contract says, as the register takes it."""
    plain = given.model_dump(exclude={"enterprise", "new_enterprise"})
    return ContractTerms(**plain | {"service_items": tuple(dict.fromkeys(given.service_items))})


def _told(actor: Actor, contract: UUID) -> ContractTold:
    found = selectors.contract(actor, contract)
    return contract_told(selectors.contract_file(found, actor=actor, on=clock.today()))


def _ending(row: Any, today: date) -> EndingTold:
    notice_by = selectors.notice_by(row)
    state: Literal["runs", "notice", "held_over"] = "runs"
    if row.ends_on < today:
        state = "held_over"
    elif notice_by and notice_by < today:
        state = "notice"
    return EndingTold(
        contract=row.public_id,
        compound=place(row.compound),
        community=division(row.compound.community_id, row.compound.community.name),
        enterprise=place(row.enterprise),
        ends_on=row.ends_on,
        notice_by=notice_by,
        state=state,
    )
