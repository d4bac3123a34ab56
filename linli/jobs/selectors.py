"""How background work stands, for pages and supervisors."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from linli.jobs.data import Health, LastRun, Lease, State, Status
from linli.jobs.models import Job
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.jobs import find, schedules

PATIENCE = timedelta(minutes=5)


def job(actor: Actor, public_id: UUID) -> Job:
    """A job the actor asked for. Raises NotFound for any other. One query."""
    found: Job | None = Job.objects.visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such work of yours."))
    return found


def status(public_id: UUID | str) -> Status:
    """How a job stands, for an app that has checked who asks. Raises NotFound. One query."""
    found = Job.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such work of yours."))
    return status_of(found)


def status_of(job: Job) -> Status:
    """The plain values of a job, its times by the clock pages show; no query."""
    shift = timedelta(days=clock.offset_days())
    declared = find(job.name)
    return Status(
        public_id=str(job.public_id),
        name=job.name,
        label=declared.label if declared and declared.label else job.name,
        state=State(job.state),
        done=job.done,
        total=job.total,
        message=_(job.message) if job.message else "",
        result=job.result,
        error=job.error,
        tries=job.tries,
        enqueued_at=job.enqueued_at + shift,
        finished_at=job.finished_at and job.finished_at + shift,
    )


def parked(actor: Actor) -> list[Status]:
    """What an operator finds set aside after its last try, the oldest first. One query."""
    rows = Job.objects.operated_by(actor).filter(state=State.PARKED).order_by("finished_at", "id")
    return [status_of(job) for job in rows]


def parked_job(actor: Actor, public_id: UUID) -> Status:
    """One job of those an operator finds set aside. Raises NotFound for any other. One query."""
    rows = Job.objects.operated_by(actor).filter(state=State.PARKED, public_id=public_id)
    found = rows.first()
    if found is None:
        raise NotFound(
            _("No work of this id was set aside."),
            remedy=_("The page of the system's state shows what was."),
        )
    return status_of(found)


def last_runs() -> list[LastRun]:
    """The periodic work in order of name, each with its last runs as far as they are remembered.
    One query.
    """
    shift = timedelta(days=clock.offset_days())
    rows = Job.objects.filter(district="", name__in=schedules()).order_by("name").values("name")
    ended = {
        row["name"]: row
        for row in rows.annotate(
            succeeded_at=Max("finished_at", filter=Q(state=State.DONE)),
            failed_at=Max("finished_at", filter=Q(state=State.PARKED)),
        )
    }
    runs = []
    for name, schedule in schedules().items():
        declared, row = find(name), ended.get(name, {})
        moments = {key: row.get(key) for key in ("succeeded_at", "failed_at")}
        shown = {key: moment and moment + shift for key, moment in moments.items()}
        label = declared.label if declared and declared.label else name
        runs.append(LastRun(label=label, schedule=schedule, **shown))
    return runs


def expired(real_at: datetime) -> list[Lease]:
    """Leases that have run out. One query."""
    rows = Job.objects.expired(real_at).order_by("id")
    return [Lease(*row) for row in rows.values_list("id", "token", "lease_until")]


def anything_due(real_at: datetime) -> bool:
    """Whether a worker would find something to do. One query, no lock."""
    return Job.objects.due(real_at).exists()


def health(real_at: datetime, actor: Actor | None = None) -> Health:
    """Whether the workers keep up, with all they have to do or with what one operator looks
    after. One query. Times are real, not the demonstration's.

    Parked periodic work counts until a later due of it succeeds; what somebody asked for, until
    it is dealt with.
    """
    healed = Job.objects.filter(
        name=OuterRef("name"),
        district="",
        state=State.DONE,
        finished_at__gt=OuterRef("finished_at"),
    )
    late = Q(state=State.WAITING, run_after__lt=real_at - PATIENCE)
    jobs = Job.objects.operated_by(actor) if actor else Job.objects.all()
    counts = jobs.aggregate(
        waiting=Count("id", filter=Q(state=State.WAITING)),
        running=Count("id", filter=Q(state=State.RUNNING)),
        parked=Count("id", filter=Q(state=State.PARKED) & ~Q(Q(district=""), Exists(healed))),
        overdue=Count("id", filter=late),
        last_finished_at=Max("finished_at"),
    )
    return Health(**counts)
