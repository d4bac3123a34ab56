"""Words of background work: the states of a job, and what a page or a supervisor is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.kernel.jobs import Schedule


class State(StrEnum):
    """Where a job stands. The last four are final until somebody retries a parked one."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    PARKED = "parked"
    CANCELLED = "cancelled"


FINISHED = frozenset({State.DONE, State.REFUSED, State.PARKED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one worker to one job: valid while the row still carries the token."""

    job_id: int
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """How a job stands. ``total`` 0: not known. ``error`` is a kind of fault, never its text."""

    public_id: str
    name: str
    label: object
    state: State
    done: int
    total: int
    message: str
    result: Mapping[str, Any]
    error: str
    tries: int
    enqueued_at: datetime
    finished_at: datetime | None

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in FINISHED


@dataclass(frozen=True, slots=True)
class LastRun:
    """How periodic work went: when it last succeeded, and whether a later due failed for good."""

    label: object
    schedule: Schedule
    succeeded_at: datetime | None
    failed_at: datetime | None

    @property
    def failing(self) -> bool:
        """Whether its latest end was a failure."""
        return bool(
            self.failed_at and (not self.succeeded_at or self.failed_at > self.succeeded_at)
        )


@dataclass(frozen=True, slots=True)
class Health:
    """What a supervisor must know: jobs parked for good, jobs that nobody takes up."""

    waiting: int
    running: int
    parked: int
    overdue: int
    last_finished_at: datetime | None

    @property
    def sound(self) -> bool:
        """Nothing is parked and nothing waits longer than it should."""
        return not self.parked and not self.overdue
