"""What the public pages show, put together from published rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol


class PublicRow(Protocol):
    """What a published row shows of itself."""

    key: str
    name: str
    data: Any


@dataclass(frozen=True, slots=True)
class Share:
    """How many compounds of a place have a property service, of how many."""

    code: str
    name: str
    covered: int
    total: int
    percent: Decimal | None
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of a district: the whole and each community, the least covered last."""

    whole: Share
    communities: tuple[Share, ...]
