"""What the operator is told: the result of a check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How a check ended: a warning is to be looked at, a fault to be mended before going on."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, what is wanted, what to do about the difference,
    in the language that was active as it was made.

    ``blocks``: nothing starts with this fault; most are mere warnings in a demonstration.
    """

    name: str
    level: Level
    found: str
    wanted: str
    remedy: str = ""
    blocks: bool = False

    @property
    def forbids_start(self) -> bool:
        """Whether nothing must start as things are."""
        return self.blocks and self.level is Level.FAULT

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
