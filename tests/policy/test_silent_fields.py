"""Reminders and the level above: no document speaks of them, a district may add them."""

from __future__ import annotations

from datetime import date

import pytest

from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict
from linli.policy import selectors, services
from linli.policy.data import Duration, Duty, Resolved, TimeUnit
from linli.policy.models import Release
from linli.policy.reader import read_layer
from tests.policy.conftest import AT, CLAUSE, SHANTING, TODAY, WriteLayer
from tests.policy.test_reader_faults import DUTY, faults_in

WHY = {"reason": "月报常有迟交", "reference": "区住建局会议纪要"}


def report_duty() -> Resolved[Duty]:
    return selectors.provision(Duty, "progress_report", division=SHANTING, on=TODAY)


def settle(officer: Actor, field: str, value: str) -> None:
    services.set_value(
        actor=officer,
        at=AT,
        kind="duty",
        key="progress_report",
        field=field,
        value=value,
        since=date(2020, 9, 10),
        **WHY,
    )


@pytest.mark.django_db
def test_reminders_and_the_level_above_can_be_added(shanting: Release, officer: Actor) -> None:
    before = report_duty()
    assert "remind_before" not in before.unset  # nothing a district has to settle
    assert before.body.remind_before is None
    settle(officer, "remind_before", "[5 workdays, 1 day]")
    settle(officer, "remind_on", "true")
    settle(officer, "remind_after", "2 days")
    settle(officer, "escalate_to", "parent")
    settle(officer, "escalate_after", "3 workdays")
    duty = report_duty().body
    assert duty.remind_before == (Duration(5, TimeUnit.WORKDAY), Duration(1, TimeUnit.DAY))
    assert duty.remind_on is True
    assert duty.remind_after == (Duration(2, TimeUnit.DAY),)
    assert (duty.escalate_to, duty.escalate_after) == ("parent", Duration(3, TimeUnit.WORKDAY))
    settle(officer, "escalate_to", "housing_authority")  # and changed again
    assert report_duty().body.escalate_to == "housing_authority"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("escalate_to", "sheriff", "housing_authority"),
        ("remind_before", "[3 m2]", "workdays"),
        ("remind_on", "perhaps", "true"),
    ],
)
def test_what_cannot_be_added_is_refused(
    shanting: Release, officer: Actor, field: str, value: str, allowed: str
) -> None:
    with pytest.raises(BadInput) as refused:
        settle(officer, field, value)
    assert allowed in refused.value.findings[0].allowed
    assert getattr(report_duty().body, field) is None


@pytest.mark.django_db
def test_other_silent_fields_stay_with_the_documents(shanting: Release, officer: Actor) -> None:
    with pytest.raises(Conflict):
        settle(officer, "due_within", "3 days")


def test_a_layer_names_the_level_above_or_an_office_it_knows(write_layer: WriteLayer) -> None:
    good = DUTY + "      escalate_to: parent\n      escalate_after: 5 workdays\n"
    read_layer(write_layer(CLAUSE + good))
    (fault,) = faults_in(write_layer(CLAUSE + good.replace("parent", "sheriff")))
    assert (fault.code, fault.key) == ("unknown_reference", "report")
