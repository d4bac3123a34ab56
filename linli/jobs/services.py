"""Asking for background work, and what its worker reports.

Enqueue inside the transaction of the act: the job exists if, and only if, the act does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.jobs import rules, selectors
from linli.jobs.data import FINISHED, Lease, State
from linli.jobs.models import Job
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel import jobs as kernel_jobs
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import Conflict, NotFound

RETRY = "jobs.retry"
KEEP_ASKED = timedelta(days=90)
KEEP_PERIODIC = timedelta(days=2)


def enqueue(
    *,
    at: datetime,
    name: str,
    key: str,
    payload: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
    right: str = "",
    district: str = "",
    run_after: datetime | None = None,
) -> Job:
    """Ask for a job once: the same name and key in one district is the same job, as long as it is
    remembered (90 days after its end). Two queries.

    With an ``actor``, the post must still be held, and carry ``right``, when the job runs; without
    one it runs for the system, with that one right. The payload holds ids and choices only.
    Raises LookupError for an undeclared job and ValueError for an unfit payload: faults of the
    program.
    """
    if kernel_jobs.find(name) is None:
        raise LookupError(f"job {name!r} is not declared by its app")
    if reason := rules.unfit({"key": key, **(payload or {})}):
        raise ValueError(f"{name}: {reason}; job arguments outlive the job and lie in backups")
    district = district or (actor.district if actor else "")
    job = Job(
        district=district,
        name=name,
        key=key,
        payload=json.loads(json.dumps(payload or {})),
        user_id=actor.user_id if actor else "",
        post_id=actor.post_id if actor else "",
        right=right,
        run_after=clock.real(run_after or at),
        enqueued_at=clock.real(at),
    )
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(district=district, name=name, key=key)


def enqueue_dues(*, at: datetime) -> int:
    """Ask for the periodic work that has come due. Any number of workers may: each due is one job.

    Returns how many are new. Two queries.
    """
    dues = {
        (name, due.isoformat(timespec="minutes")): due for name, due in kernel_jobs.dues(at).items()
    }
    known = Job.objects.filter(district="").filter(
        Q(*(Q(name=name, key=key) for name, key in dues), _connector=Q.OR)
    )
    missing = set(dues) - set(known.values_list("name", "key"))
    moment = clock.real(at)
    Job.objects.bulk_create(
        [
            Job(district="", name=name, key=key, run_after=moment, enqueued_at=moment)
            for name, key in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    return len(missing)


@transaction.atomic
def claim(*, at: datetime, lease: timedelta) -> Job | None:
    """Take up the job that has waited longest, or None. No two workers get the same."""
    moment = clock.real(at)
    due = Job.objects.due(moment).order_by("run_after", "id")
    job: Job | None = due.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.state, job.tries, job.token = State.RUNNING, job.tries + 1, secrets.token_hex(16)
    job.lease_until, job.started_at = moment + lease, moment
    job.done, job.total, job.message, job.error = 0, 0, "", ""
    job.save(
        update_fields=[
            "state", "tries", "token", "lease_until", "started_at",
            "done", "total", "message", "error",
        ]
    )  # fmt: skip
    return job


def extend(
    *, at: datetime, job_id: int, token: str, lease: timedelta, progress: tuple[int, int, str]
) -> tuple[bool, bool]:
    """Report that the worker lives and how far it is. Answers (still ours, cancel asked)."""
    done, total, message = progress
    held = Job.objects.held(job_id, token)
    ours = held.update(
        lease_until=clock.real(at) + lease, done=done, total=total, message=message[:200]
    )
    return bool(ours), bool(ours) and held.filter(cancel_asked=True).exists()


def finish(
    *, at: datetime, job_id: int, token: str, result: Mapping[str, Any] | None = None
) -> bool:
    """End the job as done, in the caller's transaction; False when the lease was lost."""
    return _end(at, job_id, token, state=State.DONE, result=json.loads(json.dumps(result or {})))


def refuse(*, at: datetime, job_id: int, token: str, error: str) -> bool:
    """End the job without another try: what it was asked to do cannot be done."""
    return _end(at, job_id, token, state=State.REFUSED, error=error[:200])


@transaction.atomic
def refuse_unauthorised(*, at: datetime, job: Job) -> bool:
    """End a job whose post has ended, or lost the right, since it was asked for. Journalled."""
    ended = refuse(at=at, job_id=job.pk, token=job.token, error="authority_ended")
    if ended:
        _record(at, job, "jobs.refuse", {"post": job.post_id, "right": job.right})
    return ended


def end_cancelled(*, at: datetime, job_id: int, token: str) -> bool:
    """End a running job that was asked to stop."""
    return _end(at, job_id, token, state=State.CANCELLED)


def _end(at: datetime, job_id: int, token: str, **values: Any) -> bool:
    held = Job.objects.held(job_id, token)
    return bool(held.update(finished_at=clock.real(at), lease_until=None, token="", **values))


def put_back(*, job_id: int, token: str) -> bool:
    """Give up an attempt that was not the job's fault (the worker stops): it does not count."""
    job = Job.objects.filter(pk=job_id).first()
    return job is not None and bool(
        Job.objects.held(job_id, token).update(
            state=State.WAITING, tries=max(job.tries - 1, 0), token="", lease_until=None
        )
    )


@transaction.atomic
def fail(*, at: datetime, job_id: int, token: str, error: str, chance: float) -> State | None:
    """Note a failed try: try again later, or, after the last one, park the job with an alarm.

    Returns the new state; None when the lease was lost meanwhile.
    """
    job: Job | None = Job.objects.held(job_id, token).select_for_update().first()
    if job is None:
        return None
    declared = kernel_jobs.find(job.name)
    job.error, job.token, job.lease_until = error[:200], "", None
    if declared is not None and job.tries >= declared.tries:
        job.state, job.finished_at = State.PARKED, clock.real(at)
        _record(at, job, "jobs.park", {"tries": job.tries, "error": job.error})
        _alarm(job)
    else:
        job.state = State.WAITING
        job.run_after = clock.real(at) + rules.delay(job.tries, chance)
    job.save(update_fields=["state", "error", "token", "lease_until", "finished_at", "run_after"])
    return State(job.state)


def take_back(*, at: datetime, lease: Lease, chance: float) -> State | None:
    """Free a job whose worker is gone. A worker's death counts as a try: a job may be its cause."""
    current = Job.objects.filter(pk=lease.job_id, lease_until=lease.until)
    if not current.exists():
        return None
    return fail(at=at, job_id=lease.job_id, token=lease.token, error="worker_died", chance=chance)


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, public_id: UUID) -> Job:
    """Stop a job the actor asked for: at once while it waits, at its next step while it runs.

    Raises NotFound for a foreign job and Conflict for one that has ended.
    """
    selectors.job(actor, public_id)
    job: Job = Job.objects.select_for_update().get(public_id=public_id)
    if job.state in FINISHED:
        raise Conflict(_("This work has ended already."), code="job_ended")
    if job.state == State.WAITING:
        job.state, job.finished_at = State.CANCELLED, clock.real(at)
    job.cancel_asked = True
    job.save(update_fields=["state", "finished_at", "cancel_asked"])
    _record(at, job, "jobs.cancel", {}, actor)
    return job


@transaction.atomic
def retry(*, actor: Actor, at: datetime, public_id: UUID, reason: str) -> Job:
    """Let a parked job be tried again from the start, for an operator who has mended the cause.

    Raises NotFound for work the operator does not look after, Forbidden without the right, and
    Conflict when the job is not parked.
    """
    looked_after = Job.objects.operated_by(actor).select_for_update()
    job: Job | None = looked_after.filter(public_id=public_id).first()
    if job is None:
        raise NotFound(_("No work of this id was set aside."))
    actor.require(RETRY)
    if job.state != State.PARKED:
        raise Conflict(_("Only work that was set aside can be tried again."), code="job_not_parked")
    job.state, job.tries, job.finished_at, job.error = State.WAITING, 0, None, ""
    job.run_after = clock.real(at)
    job.save(update_fields=["state", "tries", "finished_at", "error", "run_after"])
    _record(at, job, RETRY, {"reason": reason}, actor)
    return job


def prune(*, at: datetime) -> int:
    """Forget jobs that ended long ago; parked ones stay until somebody deals with them."""
    moment = clock.real(at)
    ended = Job.objects.filter(state__in=FINISHED - {State.PARKED})
    old = Q(finished_at__lt=moment - KEEP_ASKED)
    old |= Q(user_id="", payload={}, district="", finished_at__lt=moment - KEEP_PERIODIC)
    deleted, _by_model = ended.filter(old).delete()
    return deleted


def _record(
    at: datetime, job: Job, verb: str, data: dict[str, Any], actor: Actor | None = None
) -> None:
    journal.record(
        actor=actor or system_actor(job.district),
        at=at,
        verb=verb,
        subject=Subject("job", str(job.public_id), job.name),
        division=job.district,
        district=job.district,
        data=data,
    )


def _alarm(job: Job) -> None:
    """Supervisors see it in the log at once, and in the health page until it is dealt with."""
    kernel_jobs.logger.error(
        "job %s %s parked after %d tries: %s", job.name, job.public_id, job.tries, job.error
    )
