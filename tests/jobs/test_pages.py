"""The page of long work: its owner's alone, alive until the end, then with the result."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from linli.jobs import services
from linli.jobs.models import Job
from linli.kernel import clock
from tests import personas


def _job(**values: Any) -> Job:
    job = services.enqueue(
        at=clock.now(), name="jobs.prune", key="page", actor=personas.actor("qu-zhujian")
    )
    Job.objects.filter(pk=job.pk).update(**values)
    return job


def _page(job: Job, login: str = "qu-zhujian", **headers: str) -> Any:
    browser: Client = personas.client(login)
    return browser.get(reverse("jobs:job", args=[job.public_id]), headers=headers)


def test_a_running_job_shows_how_far_it_is_and_asks_again(district: None) -> None:
    job = _job(state="running", token="x", lease_until=clock.now(), done=400, total=1000)
    page = _page(job)
    assert "400 / 1000" in page.content.decode()
    assert "hx-trigger" in page.content.decode()
    part = _page(job, **{"HX-Request": "true"})
    assert (part.status_code, b"<html" in part.content) == (200, False)


def test_a_finished_job_stops_asking_and_leads_to_its_result(district: None) -> None:
    job = _job(state="done", result={"url": "/registry/compounds/"}, finished_at=clock.now())
    assert _page(job, **{"HX-Request": "true"}).status_code == 286
    page = _page(job).content.decode()
    assert 'href="/registry/compounds/"' in page
    assert "hx-trigger" not in page


def test_a_result_never_leads_elsewhere(district: None) -> None:
    job = _job(state="done", result={"url": "https://elsewhere.example/"})
    assert "elsewhere.example" not in _page(job).content.decode()


def test_it_is_nobody_elses(district: None) -> None:
    job = _job()
    assert _page(job, "shenji").status_code == 404
    assert _page(job, "shancheng").status_code == 404


def test_cancelling_is_an_act(district: None) -> None:
    job = _job()
    browser = personas.client("qu-zhujian")
    assert browser.post(reverse("jobs:cancel", args=[job.public_id])).status_code == 302
    assert browser.post(reverse("jobs:cancel", args=[job.public_id])).status_code == 409
    assert Job.objects.get(pk=job.pk).state == "cancelled"
