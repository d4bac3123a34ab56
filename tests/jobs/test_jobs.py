"""The queue: asked for once, run once, tried again, set aside, and never beyond its authority."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from linli.jobs import selectors, services
from linli.jobs.data import Lease, State
from linli.jobs.models import Job
from linli.jobs.worker import Worker
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel import jobs as kernel_jobs
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from linli.kernel.jobs import Halt, Work
from tests.jobs.samples import declared, effect, effects, only_periodic

DISTRICT = "370406"
OFFICER = Actor(
    user_id="u1",
    post_id="p1",
    role="district_officer",
    title="物业科科员",
    body_id="b1",
    body_name="区住建局",
    body_kind="housing_authority",
    district=DISTRICT,
    scope=DISTRICT,
    rights=frozenset({"registry.edit"}),
)


def ask(name: str = "tests.work", key: str = "1", **more: Any) -> Job:
    return services.enqueue(
        at=clock.now(), name=name, key=key, district=DISTRICT, payload={"number": 1}, **more
    )


def run() -> int:
    return Worker().run_until_idle()


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def make_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(run_after=clock.real(clock.now()))


def test_a_job_runs_once_and_says_what_came_of_it(db: None) -> None:
    with declared("tests.work", effect):
        job = ask()
        assert run() == 1
        assert run() == 0
    status = selectors.status(job.public_id)
    assert (status.state, status.tries, dict(status.result)) == (State.DONE, 1, {"number": 1})
    assert status.finished
    assert effects() == ["1-1"]


def test_the_same_key_is_the_same_job(db: None) -> None:
    with declared("tests.work", effect):
        assert {ask().pk for _ in range(5)} == {ask().pk}
        run()
        assert again(ask()).state == State.DONE
        run()
        assert ask(key="2").pk != ask().pk
    assert effects() == ["1-1"]


def test_a_job_exists_only_if_its_act_does(db: None) -> None:
    with declared("tests.work", effect):
        with transaction.atomic():
            ask()
            transaction.set_rollback(True)
        assert run() == 0
    assert not Job.objects.filter(name="tests.work").exists()


@pytest.mark.parametrize("payload", [{"phone": "13800001234"}, {"id": "11010519491231002" + "X"}])
def test_a_persons_number_never_becomes_an_argument(db: None, payload: dict[str, str]) -> None:
    with declared("tests.work", effect), pytest.raises(ValueError, match="person's number"):
        services.enqueue(at=clock.now(), name="tests.work", key="1", payload=payload)
    with declared("tests.work", effect), pytest.raises(ValueError, match="person's number"):
        services.enqueue(at=clock.now(), name="tests.work", key="owner 13800001234")
    assert not Job.objects.exists()


def test_an_undeclared_job_is_a_fault_of_the_program(db: None) -> None:
    with pytest.raises(LookupError, match="not declared"):
        ask("tests.conjure")


def test_a_failing_job_is_tried_again_later_then_set_aside_with_an_alarm(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(work: Work) -> None:
        effect(work)
        raise OSError("the owner's number is 13800001234")

    with declared("tests.work", fails, tries=3), caplog.at_level(logging.WARNING, "linli.jobs"):
        job = ask()
        waits = []
        for _attempt in range(3):
            make_due(job)
            assert run() == 1
            waits.append(again(job).run_after - clock.real(clock.now()))
        assert run() == 0
    assert timedelta(0) < waits[0] < waits[1] * 3
    parked = again(job)
    assert (parked.state, parked.tries) == (State.PARKED, 3)
    assert parked.error.startswith("OSError at ")
    assert effects() == []
    assert not selectors.health(clock.real(clock.now())).sound
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert "13800001234" not in caplog.text + parked.error
    assert Act.objects.filter(verb="jobs.park", district=DISTRICT).count() == 1


def test_a_parked_job_starts_anew_when_an_operator_asks(db: None) -> None:
    def retry(operator: Actor) -> None:
        services.retry(actor=operator, at=clock.now(), public_id=job.public_id, reason="已修复")

    operator = system_actor(DISTRICT, frozenset({services.RETRY}))
    with declared("tests.work", lambda work: {}, tries=1):
        job = ask()
        with pytest.raises(Conflict):
            retry(operator)
        Job.objects.filter(pk=job.pk).update(state=State.PARKED, tries=1)
        for stranger, refusal in ((OFFICER, Forbidden), (system_actor("120112"), NotFound)):
            with pytest.raises(refusal):
                retry(stranger)
        retry(operator)
        assert run() == 1
    assert again(job).state == State.DONE
    assert selectors.health(clock.real(clock.now())).sound


def test_a_rule_that_forbids_the_work_is_no_reason_to_try_again(db: None) -> None:
    def refused(work: Work) -> None:
        effect(work)
        raise RuleBroken("13800001234", code="too_late")

    with declared("tests.work", refused):
        job = ask()
        run()
    assert (again(job).state, again(job).error) == (State.REFUSED, "too_late")
    assert effects() == []


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OFFICER, State.DONE),
        (None, State.REFUSED),
        ("without right", State.REFUSED),
        ("elsewhere", State.REFUSED),
    ],
)
def test_authority_is_asked_again_when_the_job_runs(
    db: None, monkeypatch: pytest.MonkeyPatch, now: object, state: State
) -> None:
    changes: dict[object, Mapping[str, Any]] = {
        "without right": {"rights": frozenset({"registry.view"})},
        "elsewhere": {"district": "120112", "scope": "120112"},
    }
    actor = now if not isinstance(now, str) else _changed(changes[now])
    monkeypatch.setattr(kernel_jobs, "_authority", lambda _user, _post, _at: actor)
    seen: list[Actor] = []

    def work(work: Work) -> None:
        seen.append(work.actor)
        effect(work)

    with declared("tests.work", work):
        job = ask(actor=OFFICER, right="registry.edit")
        run()
    assert again(job).state == state
    assert seen == ([OFFICER] if state == State.DONE else [])
    assert Act.objects.filter(verb="jobs.refuse").exists() is (state == State.REFUSED)


def _changed(changes: Mapping[str, Any]) -> Actor:
    values = {name: getattr(OFFICER, name) for name in Actor.__dataclass_fields__}
    return Actor(**{**values, **changes})


def test_without_anybody_to_ask_nobody_has_authority(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_jobs, "_authority", None)
    with declared("tests.work", effect):
        job = ask(actor=OFFICER)
        run()
    assert again(job).state == State.REFUSED


def test_work_of_the_system_has_the_one_right_it_was_given(db: None) -> None:
    seen: list[Actor] = []
    with declared("tests.work", lambda work: seen.append(work.actor)):
        ask(right="registry.edit")
        run()
    assert seen == [system_actor(DISTRICT, frozenset({"registry.edit"}))]


def test_a_claimed_job_is_nobody_elses(db: None) -> None:
    with declared("tests.work", effect):
        ask()
        first = services.claim(at=clock.now(), lease=timedelta(seconds=60))
        assert first is not None
        assert services.claim(at=clock.now(), lease=timedelta(seconds=60)) is None


def test_a_dead_workers_job_is_taken_back_after_two_looks(db: None) -> None:
    worker = Worker()
    with declared("tests.work", effect):
        job = ask()
        services.claim(at=clock.now(), lease=timedelta(seconds=-1))
        worker._free_lost_jobs()
        assert again(job).state == State.RUNNING
        worker._free_lost_jobs()
        assert (again(job).state, again(job).error) == (State.WAITING, "worker_died")
        make_due(job)
        assert run() == 1
    assert (again(job).state, effects()) == (State.DONE, ["1-2"])


def test_a_lease_extended_between_the_looks_is_left_alone(db: None) -> None:
    worker = Worker()
    with declared("tests.work", effect):
        job = ask()
        claimed = services.claim(at=clock.now(), lease=timedelta(seconds=-1))
        assert claimed is not None
        worker._free_lost_jobs()
        kept = {"job_id": job.pk, "token": claimed.token, "progress": (0, 0, "")}
        services.extend(at=clock.now(), lease=timedelta(seconds=-1), **kept)  # type: ignore[arg-type]  # as above
        worker._free_lost_jobs()
    assert again(job).state == State.RUNNING


def test_a_job_that_kills_its_workers_is_set_aside_too(db: None) -> None:
    with declared("tests.work", effect, tries=2):
        job = ask()
        for _death in range(2):
            make_due(job)
            claimed = services.claim(at=clock.now(), lease=timedelta(seconds=-1))
            assert claimed is not None
            assert claimed.lease_until is not None
            services.take_back(
                at=clock.now(),
                lease=Lease(claimed.pk, claimed.token, claimed.lease_until),
                chance=0,
            )
    assert again(job).state == State.PARKED


def test_a_worker_that_lost_its_lease_changes_nothing(db: None) -> None:
    def overtaken(work: Work) -> None:
        Job.objects.filter(public_id=work.job).update(token="another")
        with work.closing():
            effect(work)

    with declared("tests.work", overtaken, whole=False):
        job = ask()
        run()
    assert (again(job).state, again(job).token) == (State.RUNNING, "another")
    assert effects() == []


def test_progress_is_reported_by_the_beat_and_survives(db: None) -> None:
    with declared("tests.work", effect):
        job = ask()
        claimed = services.claim(at=clock.now(), lease=timedelta(seconds=60))
        assert claimed is not None
        answer = services.extend(
            at=clock.now(),
            job_id=job.pk,
            token=claimed.token,
            lease=timedelta(seconds=60),
            progress=(40, 100, "waiting"),
        )
    assert answer == (True, False)
    status = selectors.status(job.public_id)
    assert (status.done, status.total, status.message) == (40, 100, "等待执行")


def test_a_waiting_job_is_cancelled_at_once_by_its_owner_only(db: None) -> None:
    with declared("tests.work", effect):
        job = ask(actor=OFFICER)
        stranger = _changed({"user_id": "u2"})
        with pytest.raises(NotFound):
            services.cancel(actor=stranger, at=clock.now(), public_id=job.public_id)
        services.cancel(actor=OFFICER, at=clock.now(), public_id=job.public_id)
        with pytest.raises(Conflict):
            services.cancel(actor=OFFICER, at=clock.now(), public_id=job.public_id)
        assert run() == 0
    assert again(job).state == State.CANCELLED
    assert Act.objects.filter(verb="jobs.cancel").count() == 1


def test_a_stopping_worker_gives_the_job_back_and_the_try_does_not_count(db: None) -> None:
    worker = Worker()

    def interrupted(work: Work) -> None:
        effect(work)
        worker.stop()
        work.progress(1)

    with declared("tests.work", interrupted):
        job = ask()
        assert worker._run_next()
    assert (again(job).state, again(job).tries, effects()) == (State.WAITING, 0, [])


def test_work_after_the_closing_transaction_cannot_undo_it(db: None) -> None:
    def closes(work: Work) -> None:
        with work.closing({"rows": 3}):
            effect(work)
        raise OSError("too late")

    with declared("tests.work", closes, whole=False):
        job = ask()
        run()
    assert (again(job).state, again(job).result, effects()) == (State.DONE, {"rows": 3}, ["1-1"])


def test_each_due_is_one_job_however_often_it_is_noticed(db: None) -> None:
    calls: list[object] = []
    with only_periodic(tick=(calls.append, kernel_jobs.TEN_MINUTES)):
        at = clock.now()
        assert [services.enqueue_dues(at=at) for _worker in range(3)] == [1, 0, 0]
        assert services.enqueue_dues(at=at + timedelta(minutes=10)) == 1
        Job.objects.update(run_after=clock.real(at))
        run()
    assert len(calls) == 2


def test_failed_periodic_work_is_forgiven_when_a_later_due_succeeds(db: None) -> None:
    with only_periodic(tick=(lambda _at: None, kernel_jobs.TEN_MINUTES)):
        at = clock.now()
        services.enqueue_dues(at=at - timedelta(minutes=20))
        Job.objects.update(state=State.PARKED, finished_at=clock.real(at) - timedelta(minutes=15))
        assert selectors.health(clock.real(at)).parked == 1
        services.enqueue_dues(at=at)
        run()
        assert selectors.health(clock.real(at)).parked == 0


def test_old_jobs_are_forgotten_but_not_parked_ones(db: None) -> None:
    with declared("tests.work", effect):
        jobs = {state: ask(key=state) for state in (State.DONE, State.PARKED, State.WAITING)}
        for state, job in jobs.items():
            old = clock.real(clock.now()) - timedelta(days=91)
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=old)
        assert services.prune(at=clock.now()) == 1
    assert set(Job.objects.values_list("key", flat=True)) == {State.PARKED, State.WAITING}


def test_a_job_nobody_takes_up_is_an_alarm(db: None) -> None:
    with declared("tests.work", effect):
        ask()
    now = clock.real(clock.now())
    assert selectors.health(now).sound
    assert selectors.health(now + timedelta(minutes=6)).overdue == 1


def test_supervisors_are_told_of_parked_work_but_the_process_is_well(db: None) -> None:
    assert Client().get("/healthz").json()["jobs"] == "ok"
    with declared("tests.work", effect):
        Job.objects.filter(pk=ask().pk).update(state=State.PARKED)
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["jobs"], answer.json()["jobs_parked"]) == ("attention", 1)


def test_halt_leaves_through_the_jobs_function(db: None) -> None:
    worker, caught = Worker(), threading.Event()

    def careful(work: Work) -> None:
        worker.stop()
        try:
            work.progress(1)
        except Halt:
            caught.set()
            raise

    with declared("tests.work", careful, whole=False):
        ask()
        worker._run_next()
    assert caught.is_set()
