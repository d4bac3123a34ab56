"""What this app announces once it is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReleaseActivated:
    """Event: another release of a layer governs from ``on``."""

    layer: str
    division: str
    release: str
    on: date


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Event: a district answered an ``unset`` field."""

    district: str
    kind: str
    key: str
    field: str
    since: date
