"""What can be done in the background: jobs by name, schedules, and who says what a post may do.

Apps declare here; ``linli.jobs`` stores and runs. Two kinds of work:

* a **job** is asked for (``linli.jobs.services.enqueue``) with a key and a small payload, and
  receives a ``Work``;
* **periodic work** comes due by itself and receives the moment it runs.

Either may run more than once (a worker can die after the work and before the word of it), so it
must find out for itself what is done. What happens inside ``Work.closing()`` happens exactly once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol

from linli.kernel import clock
from linli.kernel.actors import Actor

logger = logging.getLogger("linli.jobs")


class Halt(Exception):
    """The job must stop here: cancelled, the worker is stopping, or the lease is lost.

    Raised by ``Work.progress`` and ``Work.closing``. Let it pass: what is not committed is undone.
    """


class Work(Protocol):
    """One attempt at a job, as its function receives it."""

    job: str
    payload: Mapping[str, Any]
    actor: Actor
    district: str
    at: datetime
    attempt: int

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is. Cheap: call it as often as you like. Raises Halt.

        ``message`` is a fixed English text (``gettext_noop``), shown in the reader's language.
        Inside a long transaction on SQLite it is seen only after the commit.
        """

    def closing(
        self, result: Mapping[str, Any] | None = None
    ) -> AbstractContextManager[Any, bool | None]:
        """The transaction whose commit also ends the job: its effects happen exactly once."""


Run = Callable[[Work], Mapping[str, Any] | None]
Periodic = Callable[[datetime], object]
Authority = Callable[[str, str, datetime], Actor | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A declared job. ``whole``: it runs inside one transaction that also ends it. ``label``: what
    it is called on its page, a lazy text.
    """

    name: str
    run: Run
    tries: int
    whole: bool
    label: object


@dataclass(frozen=True, slots=True)
class Every:
    """Comes due at whole multiples of a span, counted from midnight UTC."""

    span: timedelta

    def latest_due(self, at: datetime) -> datetime:
        """The last moment, not after ``at``, at which the work came due."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return at - (at - epoch) % self.span


@dataclass(frozen=True, slots=True)
class Daily:
    """Comes due once a day, at a time of day in Asia/Shanghai."""

    at: time

    def latest_due(self, at: datetime) -> datetime:
        """The last moment, not after ``at``, at which the work came due."""
        local = clock.local(at)
        due = datetime.combine(local.date(), self.at, clock.ZONE)
        return due if due <= local else due - timedelta(days=1)


Schedule = Every | Daily
TEN_MINUTES = Every(timedelta(minutes=10))

_jobs: dict[str, Job] = {}
_periodic: dict[str, tuple[Periodic, Schedule]] = {}
_authority: Authority | None = None


def job(
    name: str, *, label: object = "", tries: int = 5, whole: bool = True
) -> Callable[[Run], Run]:
    """Declare a job (``app.verb``), in an app's ``tasks.py``.

    What it returns is kept as its result: plain values without personal data. A ``url`` among them
    is where the job's page leads when it is done.

    Keep ``whole`` while the job is one short transaction; long work sets it to False, does its
    reading and checking outside, and writes inside ``work.closing()``.
    """

    def declare(run: Run) -> Run:
        _jobs[name] = Job(name, run, tries, whole, label)
        return run

    return declare


def register(
    name: str, work: Periodic, schedule: Schedule = TEN_MINUTES, *, label: object = ""
) -> None:
    """Add periodic work; ``label`` is what the operator reads.

    Each due moment is run once, whatever the number of workers.

    Dues missed while no worker ran are not made up one by one: only the latest is run, so the
    work must look at how things stand, not at how often it was called.
    """
    _periodic[name] = (work, schedule)
    job(name, label=label, whole=False)(lambda attempt: _run_periodic(work, attempt))


def _run_periodic(work: Periodic, attempt: Work) -> None:
    work(attempt.at)


def find(name: str) -> Job | None:
    """The declared job of this name; None in a program that does not know it (an older release)."""
    return _jobs.get(name)


def schedules() -> dict[str, Schedule]:
    """The periodic work and when it comes due."""
    return {name: schedule for name, (_work, schedule) in sorted(_periodic.items())}


def dues(at: datetime) -> dict[str, datetime]:
    """When each piece of periodic work last came due."""
    return {name: schedule.latest_due(at) for name, (_work, schedule) in _periodic.items()}


def set_authority(authority: Authority) -> None:
    """Say who knows what a post may do: ``(user_id, post_id, at)`` to its Actor, None if ended."""
    global _authority
    _authority = authority


def actor_now(user_id: str, post_id: str, at: datetime) -> Actor | None:
    """The actor a post is at this moment; None when it ended, or nobody can say."""
    return _authority(user_id, post_id, at) if _authority else None


def run_all() -> dict[str, bool]:
    """Run all periodic work once, here and now; one failure does not stop the others."""
    outcome = {}
    for name, (work, _schedule) in sorted(_periodic.items()):
        try:
            work(clock.now())
            outcome[name] = True
        except Exception:
            logger.exception("periodic job %s failed", name)
            outcome[name] = False
    return outcome
