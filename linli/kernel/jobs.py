"""Periodic work: functions that may run any number of times and do their work once.

The worker calls every registered function at start and then at the interval; each must be
idempotent (a reminder has a natural key, a refresh compares before it writes).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from linli.kernel import clock

logger = logging.getLogger("linli.jobs")

Job = Callable[[datetime], object]
_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Add periodic work under a dotted name."""
    _jobs[name] = job


def run_all() -> dict[str, bool]:
    """Run every job once, now; one that fails is logged and does not stop the others."""
    outcome = {}
    for name, job in sorted(_jobs.items()):
        try:
            job(clock.now())
            outcome[name] = True
        except Exception:
            logger.exception("periodic job %s failed", name)
            outcome[name] = False
    return outcome
