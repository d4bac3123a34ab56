"""Periodic work of the journal."""

from __future__ import annotations

from datetime import datetime

from linli.journal import services


def seal(at: datetime) -> int:
    """Seal what was written since the last time."""
    return services.seal_all(at=at)
