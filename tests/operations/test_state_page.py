"""The page that says how the installation runs: for the system administrator, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from linli.jobs import services
from linli.jobs.data import State
from linli.jobs.models import Job
from linli.journal.models import Act
from linli.kernel import clock
from tests import personas

DISTRICT, OTHER = "370406", "120112"


def _administrator() -> Client:
    return personas.client("xitong")


def _parked(key: str, district: str = DISTRICT, **values: Any) -> Job:
    job = services.enqueue(at=clock.now(), name="registry.roster_check", key=key, district=district)
    given = {
        "state": State.PARKED,
        "tries": 3,
        "error": "OSError at linli/registry/roster.py:12",
        "finished_at": clock.real(clock.now()),
        **values,
    }
    Job.objects.filter(pk=job.pk).update(**given)
    job.refresh_from_db()
    return job


def _page(browser: Client) -> str:
    answer = browser.get(reverse("operations:state"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_parked_work_is_listed_with_its_fault_and_tried_again_with_a_reason(
    district: None,
) -> None:
    job, browser = _parked("one"), _administrator()
    page, address = _page(browser), reverse("operations:retry", args=[job.public_id])
    assert "OSError at linli/registry/roster.py:12" in page
    assert address in page
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "磁盘已扩容"}).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.tries, job.error) == (State.WAITING, 0, "")
    act = Act.objects.get(verb="jobs.retry")
    assert (act.district, act.data) == (DISTRICT, {"reason": "磁盘已扩容"})
    assert act.actor_post == personas.actor("xitong").post_id
    audited = personas.client("shenjiyuan").get(reverse("accounts:acts")).content.decode()
    assert "磁盘已扩容" in audited, "the audit administrator sees what the other two do"
    assert address not in _page(browser)
    assert browser.post(address, {"reason": "再来一次"}).status_code == 404


def test_the_installations_work_is_everybodys_another_districts_is_not(district: None) -> None:
    own, common, foreign = _parked("a"), _parked("b", district=""), _parked("c", district=OTHER)
    browser = _administrator()
    page = _page(browser)
    shown = {
        job.pk: reverse("operations:retry", args=[job.public_id]) in page
        for job in (own, common, foreign)
    }
    assert shown == {own.pk: True, common.pk: True, foreign.pk: False}
    address = reverse("operations:retry", args=[foreign.public_id])
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"reason": "越权"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == State.PARKED


def test_the_page_says_what_ran_when_and_what_is_to_be_mended(district: None) -> None:
    moment = clock.real(clock.now())
    for number, (name, state) in enumerate(
        (("journal.seal", State.DONE), ("jobs.prune", State.DONE), ("jobs.prune", State.PARKED))
    ):
        job = services.enqueue(at=clock.now(), name=name, key=str(number))
        ended = moment + timedelta(seconds=number)
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=ended)
    answer = _administrator().get(reverse("operations:state"))
    runs = {str(run["label"]): run for run in answer.context["runs"]}
    assert str(runs["封存办理记录"]["state"].text) == "正常运行"
    assert str(runs["清理早已结束的后台任务"]["state"].text) == "执行失败"
    assert runs["履职事项提醒与逐级上报"]["state"] is None
    assert runs["封存办理记录"]["due"] == "每1分钟"
    found = {item["check"].name for item in answer.context["findings"]}
    assert "backup.latest" in found, "none was ever made"
    assert answer.context["in_order"] > len(found)


def test_no_business_data_is_on_the_page(district: None) -> None:
    """Work of an office shows its kind only: not who asked, not about what."""
    job = services.enqueue(
        at=clock.now(),
        name="registry.roster_check",
        key="梅园名册",
        payload={"roster": "01890000-0000-7000-8000-000000000000"},
        actor=personas.actor("shancheng"),
    )
    Job.objects.filter(pk=job.pk).update(state=State.PARKED, finished_at=clock.real(clock.now()))
    page = _page(_administrator())
    for hidden in ("梅园", "01890000-0000-7000", personas.actor("shancheng").body_name):
        assert hidden not in page
