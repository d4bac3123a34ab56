"""Periodic work: what is over is deleted even where nobody comes by."""

from __future__ import annotations

from datetime import datetime

from linli.accounts.services import sessions, throttling


def sweep(at: datetime) -> None:
    """Delete sessions that are over and counts of failures no limit looks at any more."""
    sessions.sweep(at=at)
    throttling.forget_old(at=at)
