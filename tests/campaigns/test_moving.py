"""Tasks, evidence and notices when a community becomes part of another: all go on there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from linli.accounts.data import NewPost, Role
from linli.accounts.models import Change, User
from linli.accounts.services import request_appointment
from linli.campaigns import services
from linli.campaigns.data import StepInput, Upload
from linli.campaigns.models import Task, TaskStep
from linli.campaigns.services.reports import start_report
from linli.files.models import StoredFile
from linli.journal.models import Act
from linli.kernel.actors import system_actor
from linli.notices import selectors as notice_selectors
from linli.notices import services as notices
from linli.notices.models import Notice
from linli.registry import services as registry
from linli.registry.data import PlaceChange, Reorganisation, ReorganisationPlan
from linli.territory import selectors as territory
from linli.territory import services as places
from linli.territory.data import BodyKind
from tests import personas
from tests.campaigns.campaign import AT, DISTRICT, MEIYUAN, TODAY, task_id
from tests.campaigns.test_coverage import figures

ZIWEI = "370406001016"
MERGE = Reorganisation(PlaceChange.MERGE, (MEIYUAN,), TODAY, target=ZIWEI)
KIND = "campaigns.report_returned"


def merge() -> ReorganisationPlan:
    officer = personas.actor("qu-zhujian")
    plan = registry.plan_reorganisation(actor=officer, at=AT, wanted=MERGE)
    registry.reorganise(actor=officer, at=AT, wanted=MERGE, shown=plan.digest)
    return plan


def test_tasks_go_on_at_the_successor_and_past_figures_stay(district: None) -> None:
    before = figures("qu-zhujian")
    past = figures("qu-zhujian", TODAY - timedelta(days=1))
    open_tasks = Task.objects.filter(division=MEIYUAN).unfinished().count()
    assert open_tasks
    plan = merge()
    assert not Task.objects.filter(division=MEIYUAN).exists()
    assert open_tasks in {line.count for line in plan.follows}
    assert any("紫薇社区" in line.text and str(open_tasks) in line.text for line in plan.follows)
    now = figures("qu-zhujian")
    assert "梅园社区" not in now
    added = [before[name][:2] for name in ("梅园社区", "紫薇社区")]
    assert now["紫薇社区"][:2] == (sum(a for a, _ in added), sum(b for _, b in added))
    assert figures("qu-zhujian", TODAY - timedelta(days=1)) == past
    assert len(Act.objects.get(verb="campaigns.tasks.move").data["tasks"]) == before["梅园社区"][1]
    page = personas.client("meiyuan").get(reverse("campaigns:task", args=[task_id("福源公寓")]))
    assert page.status_code == 200


def test_evidence_is_still_opened_by_those_who_gave_it(district: None) -> None:
    task = Task.objects.filter(division=MEIYUAN, kind="upgrade").order_by("id")[0]
    step = TaskStep.objects.filter(task=task).order_by("position")[0]
    given = StepInput(before=Upload("a.pdf", b"%PDF-before"))
    services.record_step(
        actor=personas.actor("shancheng"), at=AT, task=task.public_id, code=step.code, step=given
    )
    stored = StoredFile.objects.get(subject=task.compound.name)
    address = reverse("files:download", args=[stored.public_id])
    assert personas.client("meiyuan").get(address).status_code == 200
    merge()
    assert personas.client("meiyuan").get(address).status_code == 200
    assert personas.client("dianzi").get(address).status_code == 404


def test_notices_follow_and_say_to_whom_they_were_sent(district: None) -> None:
    old = territory.body_of(BodyKind.COMMUNITY, MEIYUAN)
    new = places.record_body(
        code="st-ziwei",
        name="紫薇社区",
        kind=BodyKind.COMMUNITY,
        division=territory.division(ZIWEI),
    )
    system = system_actor(DISTRICT)
    for body in (old, new):
        notices.send(actor=system, at=AT, body_id=body.public_id, key="same", kind=KIND)
    merge()
    reader = personas.actor("meiyuan")
    found = notice_selectors.notices_visible_to(reader)
    assert sorted(found.values_list("first_to", flat=True)) == ["", "梅园社区"]
    assert not Notice.objects.filter(body=old).exists()
    taken = found.get(first_to="梅园社区")
    page = personas.client("meiyuan").get(reverse("notices:notice", args=[taken.public_id]))
    assert "梅园社区" in page.content.decode()
    again = notices.send(actor=system, at=AT, body_id=new.public_id, key="same", kind=KIND)
    assert again.first_to == ""


def test_a_post_asked_for_before_is_decided_for_the_successor(district: None) -> None:
    old = territory.body_of(BodyKind.COMMUNITY, MEIYUAN)
    user = User.objects.get(login="meiyuan")
    post = NewPost(Role.COMMUNITY_OFFICER, "社区工作者二", str(old.public_id), MEIYUAN, TODAY, None)
    asked = request_appointment(
        actor=personas.actor("xitong"), at=AT, user=user, post=post, reason="增加人手"
    )
    merge()
    waiting = Change.objects.get(pk=asked.pk)
    assert (waiting.scope, waiting.division) == (ZIWEI, ZIWEI)
    assert waiting.body is not None
    assert waiting.body.division_id == ZIWEI


def test_what_a_street_has_filed_stays(district: None) -> None:
    street = personas.actor("shancheng")
    task = Task.objects.get(public_id=task_id("福源公寓"))
    report = start_report(
        actor=street, at=AT, campaign=task.campaign.public_id, division="370406001",
        printed_on=date(2020, 10, 15),
    )  # fmt: skip
    merge()
    report.refresh_from_db()
    assert report.division == "370406001"
    page = personas.client("shancheng").get(reverse("campaigns:report", args=[report.public_id]))
    assert "福源公寓" in page.content.decode()


@pytest.mark.parametrize("kind", [PlaceChange.TRANSFER, PlaceChange.SPLIT])
def test_a_compound_that_moves_takes_its_task_alone(district: None, kind: PlaceChange) -> None:
    task = Task.objects.select_related("compound").get(public_id=task_id("福源公寓"))
    rest = Task.objects.filter(division=MEIYUAN).count() - 1
    new = {"target": ZIWEI} if kind is PlaceChange.TRANSFER else {
        "new_name": "新园社区", "street": "370406001"
    }  # fmt: skip
    wanted = Reorganisation(
        kind, (MEIYUAN,), TODAY, compounds=(str(task.compound.public_id),), **new
    )
    officer = personas.actor("qu-zhujian")
    plan = registry.plan_reorganisation(actor=officer, at=AT, wanted=wanted)
    code = registry.reorganise(actor=officer, at=AT, wanted=wanted, shown=plan.digest)
    task.refresh_from_db()
    name = territory.division(code).name
    assert (task.division, task.community_name) == (code, name)
    assert Task.objects.filter(division=MEIYUAN).count() == rest
    assert territory.body_of(BodyKind.COMMUNITY, code).name
