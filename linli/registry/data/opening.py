"""Words of taking a whole register over at once, when a district joins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from linli.registry.data.service import ContractTerms, NewCompound, TraitKind


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A compound as an office's register has it: what it is since when, and who serves it.

    ``enterprise`` is the name of the one that holds the contract; neither where nobody does.
    """

    compound: NewCompound
    since: date
    traits: Mapping[TraitKind, str] = field(default_factory=dict)
    enterprise: str = ""
    contract: ContractTerms | None = None
