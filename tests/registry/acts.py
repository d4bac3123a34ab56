"""Short ways to do the acts that tests are about."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.registry import services
from linli.registry.data import ContractTerms, NewEnterprise, TraitKind
from linli.registry.models import Compound, CompoundTrait, ServiceContract
from tests.registry.conftest import AT, TODAY, Register

ENTRY = date(2020, 10, 1)


def terms(**changes: Any) -> ContractTerms:
    """A market contract from 1 October 2020 without a term, entered the same day."""
    plain: dict[str, Any] = {
        "nature": "hired",
        "mode": "market",
        "starts_on": ENTRY,
        "entry_on": ENTRY,
        "service_items": ("cleaning", "security", "order"),
        "manager_name": "王大明",
        "manager_phone": "13812341234",
    }
    return ContractTerms(**plain | changes)


def sign(
    register: Register, compound: Compound, *, name: str = "", **changes: Any
) -> ServiceContract:
    """A contract with the register's enterprise, or with a new one of the name."""
    return services.sign_contract(
        actor=register.street,
        at=AT,
        compound=compound.public_id,
        enterprise=NewEnterprise(name) if name else register.enterprise.public_id,
        terms=terms(**changes),
    )


def end(register: Register, contract: ServiceContract, ended_on: date) -> ServiceContract:
    """The contract closed."""
    return services.end_contract(
        actor=register.street,
        at=AT,
        contract=contract.public_id,
        ended_on=ended_on,
        reason="合同到期未续",
    )


def classify(
    register: Register, compound: Compound, value: str, from_on: date = TODAY
) -> CompoundTrait:
    """The compound's class set by the street."""
    return services.set_trait(
        actor=register.street,
        at=AT,
        compound=compound.public_id,
        trait=TraitKind.CLASS,
        value=value,
        from_on=from_on,
    )
