"""Periodic work of campaigns."""

from __future__ import annotations

from datetime import datetime

from linli.campaigns import selectors, services
from linli.kernel.actors import system_actor


def follow_register(at: datetime) -> None:
    """Let coverage tasks follow entries and exits whose day has come. Idempotent."""
    for district in selectors.districts_with_campaigns():
        services.follow_register(actor=system_actor(district), at=at, district=district)
