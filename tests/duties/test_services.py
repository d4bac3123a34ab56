"""Giving, doing and moving duties, on the real policy of Shanting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from linli.cli.personas import DISTRICT
from linli.duties import selectors, services
from linli.duties.data import DutyItem, Shift, Standing
from linli.duties.models import DutyInstance
from linli.journal.data import Subject
from linli.journal.models import Act
from linli.journal.services import record
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import NotFound, RuleBroken
from linli.policy import services as policy
from tests import personas
from tests.duties.conftest import AT, FROM, KEY, STREET, TOWN, body_id

PRINTED = [
    date(2020, 9, 15),
    date(2020, 10, 1),
    date(2020, 10, 15),
    date(2020, 11, 1),
    date(2020, 11, 15),
]


@dataclass(frozen=True)
class SomeAct:
    """An act of a verb, as far as duties look at it."""

    verb: str
    public_id: UUID


def submission(actor: Actor, at: datetime) -> Act:
    """What filing a report leaves in the journal."""
    return record(
        actor=actor,
        at=at,
        verb="campaigns.report.submit",
        subject=Subject("report", "1", "report"),
        division=STREET,
        district=DISTRICT,
    )


def file(printed_on: date, filed_on: date) -> DutyInstance:
    """File the street's report for a printed day, at noon of another day."""
    at = datetime(filed_on.year, filed_on.month, filed_on.day, 4, 0, tzinfo=UTC)
    actor = personas.actor("shancheng")
    return services.fulfil(
        actor=actor,
        at=at,
        key=KEY,
        body_id=body_id(STREET),
        printed_on=printed_on,
        act=submission(actor, at),
    )


def shift_from(day: date, value: str) -> None:
    """Let the district answer what happens on days off."""
    policy.set_value(
        actor=personas.actor("qu-zhujian"),
        at=AT,
        kind="duty",
        key=KEY,
        field="holiday_shift",
        value=value,
        since=day,
        reason="区住建局答复",
        reference="2020-09-11 会议纪要",
    )


def street_items(today: date = date(2020, 10, 10)) -> list[DutyItem]:
    return selectors.items_visible_to(
        personas.actor("shancheng"), KEY, today, body_id=body_id(STREET)
    )


@pytest.mark.clause("ST-A5.3")
def test_the_street_owes_five_reports_in_phase_two(assigned: None) -> None:
    items = street_items()
    assert [item.printed_on for item in items] == PRINTED
    assert [item.due_on for item in items] == PRINTED
    assert {item.shift for item in items} == {Shift.UNSET}
    assert {item.clause for item in items} == {"ST-A5.3"}


def test_assigning_twice_changes_nothing(assigned: None) -> None:
    before = (DutyInstance.objects.count(), Act.objects.count())
    services.assign(
        actor=system_actor(DISTRICT), at=AT, key=KEY, body_id=body_id(STREET), from_on=FROM
    )
    assert (DutyInstance.objects.count(), Act.objects.count()) == before


def test_a_body_out_of_reach_cannot_be_given_a_duty(assigned: None) -> None:
    with pytest.raises(NotFound):
        services.assign(
            actor=personas.actor("dianzi"),
            at=AT,
            key=KEY,
            body_id=body_id(STREET),
            from_on=date(2020, 9, 20),
        )


def test_a_duty_after_the_phase_has_no_day(assigned: None) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.assign(
            actor=system_actor(DISTRICT),
            at=AT,
            key=KEY,
            body_id=body_id(STREET),
            from_on=date(2020, 11, 16),
        )
    assert refused.value.clause == "ST-A5.3"


@pytest.mark.clause("ST-A5.3")
def test_a_day_after_the_printed_day_is_late_unless_the_district_shifts(
    assigned: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file(date(2020, 10, 1), date(2020, 10, 2))
    filed = street_items()[1]
    assert (filed.standing, filed.days_late) == (Standing.LATE, 1)

    with django_capture_on_commit_callbacks(execute=True):
        shift_from(FROM, "next_workday")
    kept = street_items()[1]
    assert (kept.standing, kept.days_late, kept.shift) == (Standing.LATE, 1, Shift.UNSET)


@pytest.mark.clause("ST-A5.3")
def test_the_districts_answer_moves_open_due_days_at_once(
    assigned: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file(date(2020, 9, 15), date(2020, 9, 15))
    with django_capture_on_commit_callbacks(execute=True):
        shift_from(FROM, "next_workday")
    assert [item.due_on for item in street_items()] == [
        date(2020, 9, 15),
        date(2020, 10, 9),
        date(2020, 10, 15),
        date(2020, 11, 2),
        date(2020, 11, 16),
    ]
    acts = Act.objects.filter(verb="duties.due_days.move")
    assert acts.count() == 1
    file(date(2020, 10, 1), date(2020, 10, 9))
    assert street_items()[1].standing is Standing.ON_TIME


def test_an_answer_counts_from_its_own_day(
    assigned: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shift_from(date(2020, 10, 15), "next_workday")
    assert [item.due_on for item in street_items()][1] == date(2020, 10, 1)
    assert [item.due_on for item in street_items()][3] == date(2020, 11, 2)


def test_refreshing_without_a_change_leaves_no_trace(assigned: None) -> None:
    before = Act.objects.count()
    assert services.refresh(actor=system_actor(DISTRICT), at=AT, district=DISTRICT) == 0
    assert Act.objects.count() == before


def test_the_first_filing_counts(assigned: None) -> None:
    first = file(date(2020, 10, 1), date(2020, 10, 1))
    again = file(date(2020, 10, 1), date(2020, 10, 5))
    assert (again.fulfilled_on, again.act_id) == (first.fulfilled_on, first.act_id)


def test_another_act_does_not_do_the_duty(assigned: None) -> None:
    with pytest.raises(RuleBroken):
        services.fulfil(
            actor=personas.actor("shancheng"),
            at=AT,
            key=KEY,
            body_id=body_id(STREET),
            printed_on=PRINTED[0],
            act=SomeAct("campaigns.report.start", uuid4()),
        )


@pytest.mark.parametrize("division", [TOWN, STREET])
def test_a_foreign_duty_and_a_day_without_duty_look_the_same(assigned: None, division: str) -> None:
    day = PRINTED[0] if division == TOWN else date(2020, 9, 16)
    with pytest.raises(NotFound):
        services.fulfil(
            actor=personas.actor("shancheng"),
            at=AT,
            key=KEY,
            body_id=body_id(division),
            printed_on=day,
            act=SomeAct("campaigns.report.submit", uuid4()),
        )


def test_each_occasion_is_reminded_of_once(assigned: None) -> None:
    at = datetime(2020, 10, 15, 1, 0, tzinfo=UTC)
    # On 15 October: two bodies, each with two reports missing and one due today.
    assert services.remind(district=DISTRICT, at=at) == 6
    assert services.remind(district=DISTRICT, at=at.replace(hour=2)) == 0
    assert services.remind(district=DISTRICT, at=at.replace(day=16)) == 2


def test_a_report_filed_is_not_reminded_of(assigned: None) -> None:
    for day in PRINTED[:3]:
        file(day, day)
    at = datetime(2020, 10, 15, 1, 0, tzinfo=UTC)
    assert services.remind(district=DISTRICT, at=at) == 3  # the town's


def test_verify_finds_a_duty_without_its_act(assigned: None) -> None:
    done = file(PRINTED[0], PRINTED[0])
    assert not [found for found in selectors.check_acts() if not isinstance(found, int)]
    DutyInstance.objects.filter(pk=done.pk).update(act_id=uuid4())
    assert [found for found in selectors.check_acts() if not isinstance(found, int)]
