"""Taking a register over as a whole: what an office hands in when its district joins.

All of it or nothing, in a few statements. What was agreed long ago is no event today, so nothing
is announced; the journal has one act for each compound, trait, enterprise and contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Finding
from linli.kernel.search import index_text
from linli.registry import rules
from linli.registry.data import (
    ENTERPRISE,
    TRAIT_VOCABULARY,
    Basis,
    ContractTerms,
    NewEnterprise,
    RegisterEntry,
    TraitKind,
)
from linli.registry.labels import DATE_FAULTS
from linli.registry.models import (
    Compound,
    CompoundTrait,
    Enterprise,
    ServiceContract,
    ServicePeriod,
)
from linli.registry.selectors.words import ITEMS, MODE, NATURE, blocked_classes, in_language
from linli.registry.services.acts import record, require_terms
from linli.registry.services.compounds import register_compounds
from linli.territory import selectors as territory


@dataclass(frozen=True, slots=True)
class _Act:
    """Who opens the register, when: what every row written here shares."""

    actor: Actor
    at: datetime


@transaction.atomic
def open_register(
    *,
    actor: Actor,
    at: datetime,
    enterprises: Sequence[NewEnterprise],
    entries: Sequence[RegisterEntry],
) -> list[Compound]:
    """Enter enterprises and compounds with traits and contracts, in the order given.

    Raises NotFound for a community outside the actor's scope; BadInput, with a finding for each,
    for names taken, words the policy does not know, days out of order, a contract without its
    enterprise, and a class that only a compound in service may have (``ST-A5.2``).
    """
    actor.require("registry.edit")
    actor.require("contracts.edit")
    act = _Act(actor, at)
    release = _check_words(actor, entries, on=clock.local_date(at))
    known = {enterprise.name for enterprise in enterprises}
    findings = (
        *_taken(actor.district, enterprises),
        *_faults(entries, known),
        *_unfit(actor, entries, on=clock.local_date(at)),
    )
    if findings:
        raise BadInput(_("The register cannot be taken over as it is."), findings=findings)
    served_by = {row.name: row for row in _enterprises(act, enterprises)}
    compounds = register_compounds(
        actor=actor, at=at, compounds=[entry.compound for entry in entries]
    )
    placed = list(zip(compounds, entries, strict=True))
    _traits(act, placed, release)
    _contracts(act, placed, served_by, release)
    return compounds


# --- checking -------------------------------------------------------------------------------------


def _check_words(actor: Actor, entries: Sequence[RegisterEntry], *, on: date) -> str:
    """Every word is known to the policy; each vocabulary is asked once. Gives the release read."""
    asked: dict[str, set[str]] = {}
    for entry in entries:
        for trait, value in entry.traits.items():
            asked.setdefault(TRAIT_VOCABULARY[trait], set()).add(value)
        if entry.contract:
            terms = entry.contract
            asked.setdefault(MODE, set()).add(terms.mode)
            if terms.service_items:
                asked.setdefault(ITEMS, set()).update(terms.service_items)
            if terms.nature:
                asked.setdefault(NATURE, set()).add(terms.nature)
    release = ""
    for key, codes in sorted(asked.items()):
        release = require_terms(key=key, codes=sorted(codes), division=actor.scope, on=on)
    return release


def _taken(district: str, enterprises: Sequence[NewEnterprise]) -> Iterator[Finding]:
    """A finding for each name or credit code that is registered, or comes twice."""
    rows = Enterprise.objects.filter(district=district).values_list("name", "uscc")
    names = {name for name, _uscc in rows}
    codes = {uscc for _name, uscc in rows}
    for enterprise in enterprises:
        uscc = rules.clean_uscc(enterprise.uscc)
        if enterprise.name in names or (uscc and uscc in codes):
            yield _finding(
                "registry.enterprise_taken",
                _("%(name)s is already registered.") % {"name": enterprise.name},
                enterprise.name,
            )
        names.add(enterprise.name)
        codes.add(uscc)


def _faults(entries: Iterable[RegisterEntry], known: set[str]) -> Iterator[Finding]:
    """A finding for each contract with days out of order, or whose enterprise is not named."""
    for entry in entries:
        name = entry.compound.name
        for fault in rules.date_faults(entry.contract) if entry.contract else ():
            yield _finding("registry.contract_days", str(DATE_FAULTS[fault]), name)
        if bool(entry.contract) != bool(entry.enterprise) or entry.enterprise not in {"", *known}:
            yield _finding(
                "registry.contract_enterprise",
                _("A contract names an enterprise of the same register."),
                name,
            )


def _unfit(actor: Actor, entries: Iterable[RegisterEntry], *, on: date) -> Iterator[Finding]:
    blocked = blocked_classes(division=actor.scope, on=on, is_covered=False)
    for entry in entries:
        rule = blocked.get(entry.traits.get(TraitKind.CLASS, ""))
        if rule and not (entry.contract and entry.contract.entry_on):
            yield _finding(rule.key, in_language(rule.body.message), entry.compound.name)


def _finding(code: str, message: str, value: str) -> Finding:
    return Finding(level="error", code=code, message=message, value=value)


# --- writing --------------------------------------------------------------------------------------


def _enterprises(act: _Act, enterprises: Sequence[NewEnterprise]) -> list[Enterprise]:
    created = Enterprise.objects.bulk_create(
        [
            Enterprise(
                district=act.actor.district,
                name=new.name,
                uscc=rules.clean_uscc(new.uscc),
                body=territory.body_by_code(new.body) if new.body else None,
                **index_text(new.name).as_fields(),
            )
            for new in enterprises
        ]
    )
    for enterprise in created:
        journal.record(
            actor=act.actor,
            at=act.at,
            verb="registry.enterprise.register",
            subject=Subject(ENTERPRISE, str(enterprise.public_id), enterprise.name),
            division=act.actor.scope,
            district=enterprise.district,
            data={"name": enterprise.name, "uscc": enterprise.uscc},
        )
    return created


def _traits(act: _Act, placed: Sequence[tuple[Compound, RegisterEntry]], release: str) -> None:
    rows = CompoundTrait.objects.bulk_create(
        CompoundTrait(
            district=compound.district,
            compound=compound,
            trait=trait,
            value=value,
            valid_from=entry.since,
        )
        for compound, entry in placed
        for trait, value in entry.traits.items()
    )
    for row in rows:
        record(
            actor=act.actor,
            at=act.at,
            verb="registry.trait.set",
            compound=row.compound,
            data={"trait": row.trait, "value": row.value, "from": row.valid_from},
            release=release,
        )


def _contracts(
    act: _Act,
    placed: Sequence[tuple[Compound, RegisterEntry]],
    served_by: dict[str, Enterprise],
    release: str,
) -> None:
    contracts = ServiceContract.objects.bulk_create(
        _contract(compound, served_by[entry.enterprise], entry.contract)
        for compound, entry in placed
        if entry.contract
    )
    ServicePeriod.objects.bulk_create(
        ServicePeriod(
            district=contract.district,
            compound=contract.compound,
            from_on=contract.entry_on,
            basis=Basis.CONTRACT,
            contract=contract,
        )
        for contract in contracts
        if contract.entry_on
    )
    for contract in contracts:
        record(
            actor=act.actor,
            at=act.at,
            verb="registry.contract.sign",
            compound=contract.compound,
            data={
                "contract": str(contract.public_id),
                "enterprise": contract.enterprise.name,
                "starts_on": contract.starts_on,
                "ends_on": contract.ends_on,
                "entry_on": contract.entry_on,
                "nature": contract.nature,
                "mode": contract.mode,
                "items": contract.service_items,
            },
            release=release,
        )


def _contract(compound: Compound, enterprise: Enterprise, terms: ContractTerms) -> ServiceContract:
    return ServiceContract(
        district=compound.district,
        compound=compound,
        enterprise=enterprise,
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
    )
