"""Contracts as a page shows them: state in words, service items against the policy's sets.

Contact persons come masked unless the reader carries ``registry.contacts``: templates take them
from here, never from the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.actors import Actor
from linli.kernel.masks import mask_name, mask_phone
from linli.policy.data import Resolved, Vocabulary
from linli.registry import rules
from linli.registry.data import CONTACTS, ItemStanding, TraitKind
from linli.registry.models import Compound, Enterprise, ServiceContract, ServicePeriod
from linli.registry.selectors import words
from linli.registry.selectors.coverage import trait_on

BASIC = "basic"
TARGET = "target"


class ContractState(StrEnum):
    """Where a contract stands on a day."""

    AWAITED = "awaited"
    SERVING = "serving"
    HELD_OVER = "held_over"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ContractFile:
    """A contract with everything about it in words. ``basic`` and ``target``: ``ST-3.1d``."""

    contract: ServiceContract
    state: ContractState
    nature: str
    mode: str
    items: list[str]
    basic: ItemStanding | None
    basic_missing: list[str]
    target: ItemStanding | None
    target_missing: list[str]
    vocabulary: Resolved[Vocabulary] | None
    manager: str
    phone: str

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.contract.ended_on is None


def contract_file(contract: ServiceContract, *, actor: Actor, on: date) -> ContractFile:
    """One contract in words. No query, given enterprise and compound are joined."""
    division = contract.compound.community_id
    items = words.vocabulary(words.ITEMS, division=division, on=on)
    basic = _standing(contract, items, BASIC)
    target = _standing(contract, items, TARGET)
    in_full = actor.may(CONTACTS)

    def labels(key: str, codes: tuple[str, ...]) -> list[str]:
        return words.term_labels(key, codes, division=division, on=on)

    return ContractFile(
        contract=contract,
        state=state_of(contract, on=on),
        nature=words.term_label(words.NATURE, contract.nature, division=division, on=on),
        mode=words.term_label(words.MODE, contract.mode, division=division, on=on),
        items=labels(words.ITEMS, tuple(contract.service_items)),
        basic=basic,
        basic_missing=labels(words.ITEMS, basic.missing) if basic else [],
        target=target,
        target_missing=labels(words.ITEMS, target.missing) if target else [],
        vocabulary=items,
        manager=contract.manager_name.shown(mask_name, in_full=in_full),
        phone=contract.manager_phone.shown(mask_phone, in_full=in_full),
    )


def contract_files(compound: Compound, *, actor: Actor, on: date) -> list[ContractFile]:
    """The contracts of a compound the actor may see, newest first. One query."""
    found = (
        ServiceContract.objects.visible_to(actor)
        .filter(compound=compound)
        .select_related("enterprise", "compound__community")
        .order_by("-starts_on", "-id")
    )
    return [contract_file(contract, actor=actor, on=on) for contract in found]


def contract_files_of(enterprise: Enterprise, *, actor: Actor, on: date) -> list[ContractFile]:
    """The contracts of an enterprise the actor may see, open ones and newest first. One query."""
    found = (
        ServiceContract.objects.visible_to(actor)
        .filter(enterprise=enterprise)
        .select_related("enterprise", "compound__community")
        .order_by("-starts_on", "-id")
    )
    files = [contract_file(contract, actor=actor, on=on) for contract in found]
    return sorted(files, key=lambda file: not file.is_open)


def state_of(contract: ServiceContract, *, on: date) -> ContractState:
    """Where a contract stands on a day; service beyond the term goes on without a term."""
    if contract.ended_on and contract.ended_on <= on:
        return ContractState.CLOSED
    if contract.entry_on is None or contract.entry_on > on:
        return ContractState.AWAITED
    if contract.ends_on and contract.ends_on < on:
        return ContractState.HELD_OVER
    return ContractState.SERVING


def what_ending_changes(contract: ServiceContract, *, on: date) -> list[str]:
    """What closing a contract will change, in sentences, before it is done. Three queries."""
    compound = contract.compound
    changes = [_("The contract with %(name)s is closed.") % {"name": contract.enterprise.name}]
    if ServicePeriod.objects.filter(contract=contract, to_on__isnull=True).exists():
        changes.append(_("From that day %(name)s counts as not covered.") % {"name": compound.name})
    class_code = trait_on([compound.pk], TraitKind.CLASS, on=on).get(compound.pk, "")
    blocked = words.blocked_classes(division=compound.community_id, on=on, is_covered=False)
    if class_code in blocked:
        label = words.term_label(words.CLASS, class_code, division=compound.community_id, on=on)
        changes.append(
            _("%(label)s no longer fits: the class has to be set again.") % {"label": label}
        )
    others = ServiceContract.objects.filter(compound=compound).exclude(pk=contract.pk).count()
    changes.append(
        ngettext(
            "The contract and %(count)d other stay in the compound's file.",
            "The contract and %(count)d others stay in the compound's file.",
            others,
        )
        % {"count": others}
        if others
        else _("The contract stays in the compound's file.")
    )
    return changes


def _standing(
    contract: ServiceContract, items: Resolved[Vocabulary] | None, name: str
) -> ItemStanding | None:
    """The contract's items against a set; None where the policy names no such set."""
    if items is None or name not in items.body.sets:
        return None
    return rules.standing(contract.service_items, items.body.sets[name])
