"""Plans, entries and steps: what a street does with its tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from linli.campaigns import selectors, services
from linli.campaigns.data import PlanInput, StepInput, TaskState, Upload, WrongState
from linli.campaigns.models import Campaign, Task
from linli.files.models import StoredFile
from linli.journal import selectors as journal
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound, RuleBroken
from linli.policy.data import NotConfigured
from linli.registry import services as registry
from linli.registry.data import NewEnterprise
from tests import personas
from tests.campaigns.campaign import (
    AT,
    FALLBACK_PLAN,
    MARKET_PLAN,
    TODAY,
    at,
    task,
    task_id,
    terms,
)

PICTURE = Upload(
    "after.png",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00",
)
PROVIDER = NewEnterprise(name="测试物业服务有限公司")
UNSERVED = "福源公寓"
SERVED = "梅花园"


@pytest.fixture
def street(district: None) -> Actor:
    """The street officer of the seeded district."""
    return personas.actor("shancheng")


def plan(street: Actor, chosen: PlanInput, *, replaces: int = 0, compound: str = UNSERVED) -> None:
    services.plan_task(actor=street, at=AT, task=task_id(compound), plan=chosen, replaces=replaces)


def enter(street: Actor, *, entry_on: date | None = TODAY, compound: str = UNSERVED) -> str:
    return services.register_entry(
        actor=street,
        at=AT,
        task=task_id(compound),
        enterprise=PROVIDER,
        terms=terms(entry_on=entry_on),
    )


def step(street: Actor, code: str, given: StepInput) -> None:
    services.record_step(actor=street, at=AT, task=task_id(SERVED), code=code, step=given)


# --- plans ---------------------------------------------------------------------------------------


@pytest.mark.clause("ST-3.1a")
def test_a_plan_is_set_once_and_changed_by_version(street: Actor) -> None:
    plan(street, MARKET_PLAN)
    with pytest.raises(RuleBroken) as refused:
        plan(street, FALLBACK_PLAN)
    assert refused.value.clause == "ST-3.1a"
    plan(street, FALLBACK_PLAN, replaces=1)
    with pytest.raises(Conflict):
        plan(street, MARKET_PLAN, replaces=1)
    found = task(UNSERVED)
    assert (found.state, found.plan.mode, found.plan.version) == (
        TaskState.PLANNED,
        "community_fallback",
        2,
    )


@pytest.mark.clause("ST-3.1a")
def test_compounds_without_a_plan_are_named(street: Actor) -> None:
    for found in Task.objects.filter(kind="cover").order_by("id")[:19]:
        services.plan_task(actor=street, at=AT, task=found.public_id, plan=FALLBACK_PLAN)
    assert len(selectors.unplanned(street, Campaign.objects.get())) == 2


@pytest.mark.clause("ST-3.1a")
def test_every_version_stays_readable(street: Actor) -> None:
    plan(street, MARKET_PLAN)
    plan(street, FALLBACK_PLAN, replaces=1)
    acts = journal.acts_of("370406", "compound", str(task(UNSERVED).compound.public_id))
    planned = [act.data["mode"] for act in acts if act.verb == "campaigns.task.plan"]
    assert planned == ["community_fallback", "market"]


@pytest.mark.clause("ST-3.1b")
@pytest.mark.parametrize("reason", ["", "   "])
def test_another_mode_than_the_market_needs_a_written_reason(street: Actor, reason: str) -> None:
    other = PlanInput(market_ready=True, mode="community_fallback", reason=reason)
    with pytest.raises(RuleBroken) as refused:
        plan(street, other)
    assert refused.value.clause == "ST-3.1b"
    assert task(UNSERVED).state == TaskState.OPEN
    plan(street, replace(other, reason="两次招选无人报名"))
    assert task(UNSERVED).state == TaskState.PLANNED


@pytest.mark.clause("ST-3.1c")
def test_without_a_market_exactly_three_modes_are_open(street: Actor) -> None:
    basis = selectors.Basis("370406001018", TODAY)
    assert basis.modes(market_ready=False) == (
        "street_company",
        "community_fallback",
        "committee_hires",
    )
    with pytest.raises(BadInput):
        plan(street, PlanInput(market_ready=False, mode="market"))


@pytest.mark.clause("ST-3.1c")
def test_a_committee_hires_only_where_there_is_one(street: Actor) -> None:
    chosen = PlanInput(market_ready=False, mode="committee_hires")
    with pytest.raises(RuleBroken) as refused:
        plan(street, chosen)
    assert refused.value.clause == "ST-3.1c"
    plan(street, replace(chosen, committee="业委会，备案号 ST-0001"))
    assert task(UNSERVED).state == TaskState.PLANNED


def test_an_upgrade_has_no_plan(street: Actor) -> None:
    with pytest.raises(WrongState):
        plan(street, MARKET_PLAN, compound=SERVED)


def test_before_the_policy_nothing_can_be_planned(street: Actor) -> None:
    with pytest.raises(NotConfigured):
        services.plan_task(actor=street, at=at(8, 1), task=task_id(UNSERVED), plan=MARKET_PLAN)


# --- who may -------------------------------------------------------------------------------------


def test_a_foreign_task_is_not_there_and_a_right_is_needed(district: None) -> None:
    for login, refusal in (("dianzi", NotFound), ("wuye", NotFound), ("meiyuan", Forbidden)):
        with pytest.raises(refusal):
            plan(personas.actor(login), MARKET_PLAN)
        with pytest.raises(refusal):
            enter(personas.actor(login))
    with pytest.raises(NotFound):
        step(personas.actor("dianzi"), "roads", StepInput(note="…"))


# --- entries -------------------------------------------------------------------------------------


@pytest.mark.clause("ST-A4", "ST-1.1")
def test_contract_and_task_are_one_act(street: Actor) -> None:
    plan(street, FALLBACK_PLAN)
    enter(street)
    found = task(UNSERVED)
    assert (found.state, found.completed_on) == (TaskState.DONE, TODAY)
    total = selectors.coverage(street, Campaign.objects.get(), TODAY).total
    assert (total.part, total.whole) == (21, 41)
    with pytest.raises(WrongState):
        enter(street)


def test_a_refused_contract_leaves_the_task_as_it_was(street: Actor) -> None:
    with pytest.raises(BadInput):
        services.register_entry(
            actor=street,
            at=AT,
            task=task_id(UNSERVED),
            enterprise=PROVIDER,
            terms=replace(terms(), mode="nobody knows this mode"),
        )
    assert task(UNSERVED).state == TaskState.OPEN


@pytest.mark.parametrize("entry_on", [None, date(2020, 10, 20)], ids=["not yet", "to come"])
def test_without_an_entry_the_task_waits(street: Actor, entry_on: date | None) -> None:
    enter(street, entry_on=entry_on)
    assert task(UNSERVED).state == TaskState.OPEN
    moved = services.follow_register(actor=street, at=at(10, 20), district="370406")
    assert moved == (1 if entry_on else 0)


def test_a_contract_signed_in_the_register_completes_the_task_too(
    street: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        contract = registry.sign_contract(
            actor=street,
            at=AT,
            compound=task(UNSERVED).compound.public_id,
            enterprise=PROVIDER,
            terms=terms(),
        )
    assert task(UNSERVED).state == TaskState.DONE
    with django_capture_on_commit_callbacks(execute=True):
        registry.end_contract(
            actor=street,
            at=AT,
            contract=contract.public_id,
            ended_on=date(2020, 10, 11),
            reason="退出",
        )
    assert task(UNSERVED).state == TaskState.DONE
    services.follow_register(actor=street, at=at(10, 11), district="370406")
    assert (task(UNSERVED).state, task(UNSERVED).completed_on) == (TaskState.OPEN, None)


def test_following_again_changes_nothing(street: Actor) -> None:
    enter(street)
    assert services.follow_register(actor=street, at=AT, district="370406") == 0


# --- steps ---------------------------------------------------------------------------------------


@pytest.mark.clause("ST-A3.2")
def test_three_of_four_steps_are_75_percent_and_not_complete(street: Actor) -> None:
    done = StepInput(done_on=TODAY, after=PICTURE)
    for code in ("sanitation", "roads", "parking"):
        step(street, code, done)
    found = task(SERVED)
    share = selectors.steps_done(selectors.steps_of(found))
    assert (share.part, share.whole, str(share.percent)) == (3, 4, "75.00")
    assert (found.state, found.completed_on) == (TaskState.IN_PROGRESS, None)
    step(street, "service", done)
    assert (task(SERVED).state, task(SERVED).completed_on) == (TaskState.DONE, TODAY)
    services.withdraw_step(actor=street, at=AT, task=task_id(SERVED), code="roads", reason="返工")
    assert (task(SERVED).state, task(SERVED).completed_on) == (TaskState.IN_PROGRESS, None)


@pytest.mark.clause("ST-A3.2")
def test_a_step_is_done_only_with_evidence_and_not_in_advance(street: Actor) -> None:
    with pytest.raises(BadInput, match=r".") as refused:
        step(street, "roads", StepInput(done_on=TODAY))
    assert refused.value.code == "evidence_missing"
    with pytest.raises(BadInput) as refused:
        step(street, "roads", StepInput(done_on=date(2020, 10, 11), after=PICTURE))
    assert refused.value.code == "future_day"
    for name, content in (
        ("整改后.exe", b"MZ"),
        ("整改后.png", b"MZ"),
        ("整改后", PICTURE.content),
    ):
        with pytest.raises(BadInput, match="整改后") as refused:
            step(street, "roads", StepInput(done_on=TODAY, before=Upload(name, content)))
        assert refused.value.code == "file_no_evidence"
    assert not StoredFile.objects.filter(name__contains="整改后").exists()
    step(street, "roads", StepInput(note="已进场"))
    assert task(SERVED).state == TaskState.OPEN


def test_a_step_is_taken_back_only_when_done_and_with_a_reason(street: Actor) -> None:
    with pytest.raises(WrongState):
        services.withdraw_step(
            actor=street, at=AT, task=task_id(SERVED), code="roads", reason="返工"
        )
    step(street, "roads", StepInput(done_on=TODAY, after=PICTURE))
    with pytest.raises(BadInput):
        services.withdraw_step(actor=street, at=AT, task=task_id(SERVED), code="roads", reason=" ")
    with pytest.raises(NotFound):
        step(street, "garden", StepInput())


# --- the database holds the table ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("compound", "values"),
    [
        (UNSERVED, {"state": TaskState.IN_PROGRESS}),
        (SERVED, {"state": TaskState.PLANNED}),
        (SERVED, {"state": TaskState.DONE}),
        (UNSERVED, {"completed_on": TODAY}),
    ],
)
def test_impossible_states_are_refused_by_the_database(
    district: None, compound: str, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(compound__name=compound).update(**values)
