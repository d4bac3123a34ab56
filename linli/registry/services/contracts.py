"""Service contracts: registering, entry, amending, closing. Coverage follows from them.

The compound's row is the lock: whoever opens or closes a service period holds it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, NotFound, RuleBroken
from linli.kernel.events import announce
from linli.kernel.periods import DatePeriod
from linli.policy import selectors as policy
from linli.policy.data import Vocabulary
from linli.registry import rules
from linli.registry.data import (
    Basis,
    ContractEnded,
    ContractEntered,
    ContractSigned,
    ContractTerms,
    NewEnterprise,
)
from linli.registry.labels import DATE_FAULTS
from linli.registry.models import Compound, Enterprise, ServiceContract, ServicePeriod
from linli.registry.selectors.entries import contract_entry
from linli.registry.selectors.words import ITEMS, MODE, NATURE, has_words
from linli.registry.services.acts import locked_compound, record, require_terms
from linli.registry.services.enterprises import register_enterprise


@transaction.atomic
def sign_contract(
    *,
    actor: Actor,
    at: datetime,
    compound: UUID,
    enterprise: UUID | NewEnterprise,
    terms: ContractTerms,
) -> ServiceContract:
    """Register a service contract; with an entry day, the compound is covered from that day on.

    A compound that came served without a contract stays covered as it was: the contract then
    says who serves it. Raises Conflict when the contract is registered already or another
    service is in place, BadInput for dates out of order and for words the policy does not know.
    """
    found = locked_compound(actor=actor, public_id=compound)
    actor.require("contracts.edit")
    release = _check_terms(found, terms, on=clock.local_date(at))
    served_by = _enterprise(actor, at, enterprise)
    _check_unsigned(found, served_by, terms.starts_on)
    contract = ServiceContract.objects.create(
        district=found.district,
        compound=found,
        enterprise=served_by,
        nature=terms.nature,
        mode=terms.mode,
        signed_on=terms.signed_on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        entry_on=terms.entry_on,
        service_items=list(terms.service_items),
        manager_name=terms.manager_name,
        manager_phone=terms.manager_phone,
        remark=terms.remark,
        notice_days=terms.notice_days,
    )
    if terms.entry_on:
        _open_period(found, contract, terms.entry_on)
    record(
        actor=actor,
        at=at,
        verb="registry.contract.sign",
        compound=found,
        data=_plain(contract)
        | {"nature": contract.nature, "mode": contract.mode, "items": contract.service_items},
        release=release,
    )
    known = _event(actor, at, contract)
    announce(ContractSigned(**known, starts_on=contract.starts_on, entry_on=contract.entry_on))
    if contract.entry_on:
        announce(ContractEntered(**known, entry_on=contract.entry_on))
    return contract


@transaction.atomic
def record_entry(*, actor: Actor, at: datetime, contract: UUID, entry_on: date) -> ServiceContract:
    """Record that the enterprise has entered: the compound is covered from that day on.

    Recording the same day again changes nothing. Raises Conflict when another entry day is
    recorded, the contract is closed, or another service is in place.
    """
    found = _locked_contract(actor, contract)
    actor.require("contracts.edit")
    if found.entry_on == entry_on:
        return found
    if found.entry_on is not None:
        raise Conflict(_("The entry is recorded already, on %(day)s.") % {"day": found.entry_on})
    _check_open(found)
    _check_dates(_terms(found, entry_on))
    _open_period(found.compound, found, entry_on)
    found.entry_on = entry_on
    found.save(update_fields=["entry_on"])
    record(
        actor=actor,
        at=at,
        verb="registry.contract.enter",
        compound=found.compound,
        data=_plain(found),
    )
    announce(ContractEntered(**_event(actor, at, found), entry_on=entry_on))
    return found


@transaction.atomic
def amend_contract(
    *,
    actor: Actor,
    at: datetime,
    contract: UUID,
    service_items: tuple[str, ...],
    manager_name: str,
    manager_phone: str,
    remark: str,
    replaces: str = ANYTHING,
) -> ServiceContract:
    """Change what a contract says about service and contact; unchanged values make no act.

    The journal names the contact fields that changed, never their content. Raises Conflict for
    a closed contract, ChangedMeanwhile when somebody changed the same since the version
    ``replaces``.
    """
    found = _locked_contract(actor, contract)
    actor.require("contracts.edit")
    _check_open(found)
    entry = contract_entry(found, in_full=actor.may("registry.contacts"))
    given = {
        "service_items": list(service_items),
        "manager_name": manager_name,
        "manager_phone": manager_phone,
        "remark": remark,
    }
    wanted = entry.settled(given, replaces=replaces)
    if wanted["service_items"]:
        require_terms(
            key=ITEMS,
            codes=wanted["service_items"],
            division=found.compound.community_id,
            on=clock.local_date(at),
        )
    changed = [field for field, value in wanted.items() if entry.values[field] != value]
    if not changed:
        return found
    before = list(found.service_items)
    for field in changed:
        setattr(found, field, wanted[field])
    found.save(update_fields=changed)
    record(
        actor=actor,
        at=at,
        verb="registry.contract.amend",
        compound=found.compound,
        data=_plain(found)
        | {"changed": changed, "items": {"before": before, "after": found.service_items}},
    )
    return found


@transaction.atomic
def end_contract(
    *, actor: Actor, at: datetime, contract: UUID, ended_on: date, reason: str
) -> ServiceContract:
    """Close a contract; ``ended_on`` is the first day without it, and coverage ends with it.

    What was covered before stays covered. Raises Conflict when it is closed already, BadInput
    when the day lies not after the entry.
    """
    found = _locked_contract(actor, contract)
    actor.require("contracts.edit")
    _check_open(found)
    if ended_on <= (found.entry_on or found.starts_on):
        raise BadInput(
            _("A contract ends after the enterprise has entered on %(day)s.")
            % {"day": found.entry_on or found.starts_on}
        )
    ServicePeriod.objects.filter(contract=found, to_on__isnull=True).update(to_on=ended_on)
    found.ended_on = ended_on
    found.end_reason = reason
    found.save(update_fields=["ended_on", "end_reason"])
    record(
        actor=actor,
        at=at,
        verb="registry.contract.end",
        compound=found.compound,
        data=_plain(found) | {"ended_on": ended_on, "reason": reason},
    )
    announce(ContractEnded(**_event(actor, at, found), ended_on=ended_on))
    return found


# --- fetching and checking ------------------------------------------------------------------------


def _locked_contract(actor: Actor, public_id: UUID) -> ServiceContract:
    """The contract, read again after its compound is locked. Raises NotFound."""
    seen = ServiceContract.objects.visible_to(actor).filter(public_id=public_id)
    owner = seen.values_list("compound__public_id", flat=True).first()
    if owner is None:
        raise NotFound(_("There is no such contract in your scope."))
    compound = locked_compound(actor=actor, public_id=owner)
    found: ServiceContract = seen.select_related("enterprise").get()
    found.compound = compound
    return found


def _enterprise(actor: Actor, at: datetime, wanted: UUID | NewEnterprise) -> Enterprise:
    if isinstance(wanted, NewEnterprise):
        return register_enterprise(actor=actor, at=at, enterprise=wanted)
    found: Enterprise | None = Enterprise.objects.visible_to(actor).filter(public_id=wanted).first()
    if found is None:
        raise NotFound(_("There is no such enterprise in your district."))
    return found


def _check_terms(compound: Compound, terms: ContractTerms, *, on: date) -> str:
    """Dates in order and every word known to the policy; gives the release that was read."""
    _check_dates(terms)
    division = compound.community_id
    # A policy without words for nature or items leaves them empty.
    if terms.nature or has_words(NATURE, division=division, on=on):
        require_terms(key=NATURE, codes=[terms.nature], division=division, on=on)
    if terms.service_items:
        require_terms(key=ITEMS, codes=terms.service_items, division=division, on=on)
    release = require_terms(key=MODE, codes=[terms.mode], division=division, on=on)
    modes = policy.provision(Vocabulary, MODE, division=division, on=on)
    mode = modes.body.term(terms.mode)
    implied = mode.implies.get(NATURE, terms.nature) if mode else terms.nature
    if mode and implied != terms.nature:
        raise RuleBroken(
            _("This management mode does not go with this nature of service."),
            code="registry.mode_nature",
            clause=mode.clause,
            remedy=_("Choose the nature that the mode brings with it."),
        )
    return release


def _check_dates(terms: ContractTerms) -> None:
    faults = rules.date_faults(terms)
    if faults:
        raise BadInput(" ".join(str(DATE_FAULTS[fault]) for fault in faults))


def _check_unsigned(compound: Compound, enterprise: Enterprise, starts_on: date) -> None:
    same = ServiceContract.objects.filter(
        compound=compound, enterprise=enterprise, starts_on=starts_on
    )
    if same.exists():
        raise Conflict(
            _("This contract is registered already: %(enterprise)s from %(day)s.")
            % {"enterprise": enterprise.name, "day": starts_on},
            code="registry.contract_registered",
            remedy=_("Open the compound's file to see or amend it."),
        )


def _check_open(contract: ServiceContract) -> None:
    if contract.ended_on is not None:
        raise Conflict(_("The contract was closed on %(day)s.") % {"day": contract.ended_on})


# --- coverage -------------------------------------------------------------------------------------


def _open_period(compound: Compound, contract: ServiceContract, entry_on: date) -> None:
    """Begin a service period, or say who is behind the one the compound came with.

    The period it came with keeps its days: to learn who serves never changes who was covered.
    """
    periods = list(compound.service_periods.select_related("contract__enterprise").order_by("id"))
    for period in periods:
        if period.contract_id is None and period.to_on is None:
            period.contract = contract
            period.save(update_fields=["contract"])
            return
    wanted = DatePeriod(entry_on, None)
    by_days = {period.days: period for period in periods}
    other = rules.clash(by_days, wanted)
    if other is not None:
        serving = by_days[other].contract
        raise Conflict(
            _("%(name)s is served by %(enterprise)s at that time.")
            % {"name": compound.name, "enterprise": serving.enterprise.name if serving else "—"},
            code="registry.service_in_place",
            remedy=_("Close that contract first, or choose a later entry day."),
        )
    ServicePeriod.objects.create(
        district=compound.district,
        compound=compound,
        from_on=entry_on,
        basis=Basis.CONTRACT,
        contract=contract,
    )


# --- what is written and announced ----------------------------------------------------------------


def _terms(contract: ServiceContract, entry_on: date) -> ContractTerms:
    return ContractTerms(
        nature=contract.nature,
        mode=contract.mode,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        signed_on=contract.signed_on,
        entry_on=entry_on,
    )


def _plain(contract: ServiceContract) -> dict[str, Any]:
    """The contract as the journal names it; no contact data."""
    return {
        "contract": str(contract.public_id),
        "enterprise": contract.enterprise.name,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "entry_on": contract.entry_on,
    }


def _event(actor: Actor, at: datetime, contract: ServiceContract) -> dict[str, Any]:
    compound = contract.compound
    return {
        "actor": actor,
        "at": at,
        "district": compound.district,
        "division": compound.community_id,
        "compound_id": compound.pk,
        "compound": str(compound.public_id),
        "contract": str(contract.public_id),
    }
