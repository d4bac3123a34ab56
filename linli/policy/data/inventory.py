"""The clauses of the first five districts, one by one: what coverage is measured against."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "inventory.csv"


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """A clause of a document, the district whose document it is, its main mechanism."""

    id: str
    district: str
    tag: str


@cache
def inventory() -> tuple[InventoryEntry, ...]:
    """All entries in the order of the documents."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(InventoryEntry(**row) for row in csv.DictReader(file))
