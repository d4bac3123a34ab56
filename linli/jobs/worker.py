"""The worker: takes up jobs one at a time, keeps their leases, frees those of dead workers.

Any number of workers may run, on any number of machines. All they share is the database.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import translation

from linli.jobs import selectors, services
from linli.jobs.data import Lease
from linli.jobs.models import Job
from linli.kernel import clock
from linli.kernel import jobs as kernel_jobs
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import DomainError

logger = logging.getLogger("linli.jobs")

POLL_SECONDS = 1.0
BEATS_PER_LEASE = 6


class Attempt:
    """One try at one job: what its function sees of the worker (``kernel.jobs.Work``).

    A thread of its own extends the lease and reports progress, on a connection of its own, so that
    a long transaction of the job holds up neither (on SQLite it does, until the commit).
    """

    def __init__(
        self, job: Job, actor: Actor, at: datetime, lease: timedelta, stopping: threading.Event
    ) -> None:
        self.job = str(job.public_id)
        self.payload: Mapping[str, Any] = job.payload
        self.actor = actor
        self.district: str = job.district
        self.at = at
        self.attempt: int = job.tries
        self.ended = False
        self._id, self._token, self._lease = job.pk, job.token, lease
        self._stopping = stopping
        self._over = threading.Event()
        self._progress = self._told = (0, 0, "")
        self._beaten = time.monotonic()
        self._lost = self._cancelled = False

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """See ``kernel.jobs.Work.progress``."""
        self._progress = (done, total, message)
        self._halt_if_told()

    @contextmanager
    def closing(self, result: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """See ``kernel.jobs.Work.closing``. The yielded dict takes results known only inside."""
        self._halt_if_told()
        answer = dict(result or {})
        with transaction.atomic():
            yield answer
            ours = services.finish(
                at=clock.now(), job_id=self._id, token=self._token, result=answer
            )
            if not ours:
                self._lost = True
                raise kernel_jobs.Halt("lease lost")
        self.ended = True

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Keep the lease while the block runs."""
        thread = threading.Thread(target=self._keep, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def halt(self) -> None:
        """After a Halt: say that the job was cancelled, or give it back; a lost one is not ours."""
        if self._cancelled:
            services.end_cancelled(at=clock.now(), job_id=self._id, token=self._token)
        elif not self._lost:
            services.put_back(job_id=self._id, token=self._token)

    def _halt_if_told(self) -> None:
        if self._lost or self._cancelled or self._stopping.is_set():
            raise kernel_jobs.Halt

    def _keep(self) -> None:
        try:
            while not self._over.wait(min(POLL_SECONDS, self._beat_seconds / 2)):
                if self._progress != self._told or self._beat_is_due():
                    self._beat()
        finally:
            connection.close()

    @property
    def _beat_seconds(self) -> float:
        return self._lease.total_seconds() / BEATS_PER_LEASE

    def _beat_is_due(self) -> bool:
        return time.monotonic() - self._beaten >= self._beat_seconds

    def _beat(self) -> None:
        progress = self._progress
        try:
            ours, self._cancelled = services.extend(
                at=clock.now(),
                job_id=self._id,
                token=self._token,
                lease=self._lease,
                progress=progress,
            )
        except DatabaseError:
            return  # locked or away: the next beat is soon
        self._lost = not ours
        self._told, self._beaten = progress, time.monotonic()


class Worker:
    """The loop. ``stop`` is safe from a signal handler."""

    def __init__(self, lease: timedelta | None = None) -> None:
        self.lease = lease or timedelta(seconds=settings.JOB_LEASE_SECONDS)
        self.stopping = threading.Event()
        self._looked_after = float("-inf")
        self._suspects: set[Lease] = set()

    def stop(self) -> None:
        """Finish or give back the job under way, then leave."""
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped. A database that goes away is waited for."""
        while not self.stopping.is_set():
            close_old_connections()
            try:
                busy = self.step()
            except DatabaseError as error:
                logger.warning("the database is away: %s", type(error).__name__)
                connection.close()
                busy = False
            if not busy:
                self.stopping.wait(POLL_SECONDS)

    def run_until_idle(self) -> int:
        """Run what is due, and nothing that comes due later; returns how many were run."""
        count = 0
        while self._run_next():
            count += 1
        return count

    def step(self) -> bool:
        """Look after schedule and leases when it is time, then run one job. False: nothing due."""
        if time.monotonic() - self._looked_after >= self._pause:
            self._looked_after = time.monotonic()
            services.enqueue_dues(at=clock.now())
            self._free_lost_jobs()
        return self._run_next()

    @property
    def _pause(self) -> float:
        return self.lease.total_seconds() / BEATS_PER_LEASE

    def _run_next(self) -> bool:
        if not selectors.anything_due(clock.real(clock.now())):
            return False
        job = services.claim(at=clock.now(), lease=self.lease)
        if job is None:
            return False
        with translation.override(settings.LANGUAGE_CODE):
            self._run(job)
        return True

    def _free_lost_jobs(self) -> None:
        """Take back jobs whose lease ran out, once that was seen twice with the database writable.

        A worker in a long transaction cannot extend its lease on SQLite: once the lock is free it
        gets the time between two looks to do so.
        """
        if not selectors.expired(clock.real(clock.now())):
            self._suspects = set()
            return
        with transaction.atomic():
            expired = set(selectors.expired(clock.real(clock.now())))
        for lease in expired & self._suspects:
            services.take_back(at=clock.now(), lease=lease, chance=_chance())
        self._suspects = expired

    def _run(self, job: Job) -> None:
        at = clock.now()
        actor = _actor_of(job, at)
        if actor is None:
            services.refuse_unauthorised(at=at, job=job)
            return
        attempt = Attempt(job, actor, at, self.lease, self.stopping)
        try:
            with attempt.alive():
                _call(job, attempt)
        except kernel_jobs.Halt:
            attempt.halt()
        except DomainError as refused:
            services.refuse(at=clock.now(), job_id=job.pk, token=job.token, error=refused.code)
        except Exception as error:
            _failed(job, attempt, error)


def _call(job: Job, attempt: Attempt) -> None:
    declared = kernel_jobs.find(job.name)
    if declared is None:
        raise LookupError(job.name)
    if declared.whole:
        with attempt.closing() as answer:
            answer.update(declared.run(attempt) or {})
        return
    result = declared.run(attempt)
    if not attempt.ended:
        with attempt.closing(result):
            pass  # nothing left to do but to say so


def _failed(job: Job, attempt: Attempt, error: Exception) -> None:
    """Note the kind and the place of a failure, never its text: that may quote a person's data."""
    if attempt.ended:
        logger.error("job %s failed after its end: %s", job.name, _place(error))
        return
    logger.warning("job %s try %d: %s", job.name, job.tries, _place(error))
    services.fail(
        at=clock.now(), job_id=job.pk, token=job.token, error=_place(error), chance=_chance()
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "linli" in frame.filename] or list(frames)
    file = ours[-1].filename.rpartition("linli/")[-1] if ours else "?"
    return f"{type(error).__name__} at {file}:{ours[-1].lineno if ours else 0}"


def _actor_of(job: Job, at: datetime) -> Actor | None:
    """Who the job runs for, as the post is now; None when it may no longer do this."""
    if job.post_id in ("", "system"):
        return system_actor(job.district, frozenset({job.right} - {""}))
    actor = kernel_jobs.actor_now(job.user_id, job.post_id, at)
    if actor is None or actor.district != job.district:
        return None
    return actor if not job.right or actor.may(job.right) else None


def _chance() -> float:
    return random.random()  # noqa: S311 - spreads retries, guards nothing
