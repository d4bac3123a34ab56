"""How a figure came about: inputs, values read with their clause, arithmetic, release."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value is written: clause id and printed citation, document, layer, release."""

    clause: str
    cite: str
    document: str
    number: str = ""
    layer: str = ""
    release: str = ""
    says: dict[str, str] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    """Codes of why it is not to be taken as printed law: ``draft``, ``doubtful``, ``reworded`` …"""


@dataclass(frozen=True, slots=True)
class Input:
    """One value that went into a figure; ``citation`` when a clause gave it."""

    label: object
    value: object
    unit: object = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything needed to follow a figure by hand."""

    title: object
    value: Decimal | int | str | None
    unit: object = ""
    inputs: tuple[Input, ...] = ()
    steps: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    as_of: datetime | None = None
    release: str = ""
    note: object = ""
