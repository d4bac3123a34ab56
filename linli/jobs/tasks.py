"""Periodic work of the queue itself."""

from __future__ import annotations

from datetime import datetime

from linli.jobs import services


def prune(at: datetime) -> int:
    """Forget jobs that ended long ago."""
    return services.prune(at=at)
