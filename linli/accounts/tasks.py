"""Periodic work: what is over is deleted even where nobody comes by."""

from __future__ import annotations

from datetime import datetime

from linli.accounts.services import links, sessions, submissions, throttling, tokens


def sweep(at: datetime) -> None:
    """End sessions and tokens that are over; forget old links, counts of failures and answers."""
    sessions.sweep(at=at)
    throttling.forget_old(at=at)
    links.forget_old(at=at)
    tokens.sweep(at=at)
    submissions.forget_answers(at=at)
