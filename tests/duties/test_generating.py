"""Duties generated from the policy of 津南区: who owes them, for what, on which days."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from linli.duties import services
from linli.duties.data import Generated
from linli.duties.models import DutyInstance, DutyRun
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.registry.models import Compound, CompoundTrait, ServiceContract
from tests.harness import jinnan

DISTRICT, AT = jinnan.DISTRICT, jinnan.AT
PATROL = "patrol.renovated_old"


def generate(at: datetime = AT, **asked: object) -> Generated:
    actor = system_actor(DISTRICT)
    return services.generate(actor=actor, at=at, district=DISTRICT, **asked)  # type: ignore[arg-type]  # keywords as the test gives them


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE)


def rows(key: str) -> list[tuple[str, str, date]]:
    found = DutyInstance.objects.filter(key=key).order_by("printed_on", "subject")
    return list(found.values_list("subject", "body__code", "printed_on"))


@pytest.mark.clause("JN-4.3.3")
def test_a_street_owes_a_patrol_of_each_renovated_compound_each_month(
    compounds: list[Compound],
) -> None:
    generate()
    found = rows(PATROL)
    assert {subject for subject, _body, _day in found} == {c.name for c in compounds[::4]}
    place = {c.name: f"jn-{c.community_id[:9]}" for c in compounds}
    assert all(body == place[subject] for subject, body, _day in found)
    days = sorted({day for _subject, _body, day in found})
    assert days[:3] == [date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert len(days) == 12
    assert len(found) == 12 * len(compounds[::4])


def test_each_level_owes_what_the_policy_puts_there(compounds: list[Compound]) -> None:
    generate()
    kinds = Counter(
        DutyInstance.objects.filter(printed_on__lt=date(2024, 7, 1))
        .order_by("id")
        .values_list("key", "body__kind")
    )
    assert kinds["assessment.street", "leading_group_office"] > 5  # once for every street
    assert kinds["joint_meeting.community", "community"] == 4 * 4  # a duty of the municipal layer
    assert kinds["patrol.daily", "community"] == 4 * 122  # every day from 1 March to 30 June
    year_end = DutyInstance.objects.filter(key="report.year_end")
    assert year_end.count() == len(compounds)  # one for each contract
    assert set(year_end.values_list("body__kind", flat=True)) == {"property_enterprise"}


def test_generating_again_changes_nothing(compounds: list[Compound]) -> None:
    assert generate().written > 0
    before = list(DutyInstance.objects.order_by("id").values())
    assert generate() == Generated()
    assert list(DutyInstance.objects.order_by("id").values()) == before


def test_the_horizon_moves_on_by_a_day(compounds: list[Compound]) -> None:
    generate()
    last = DutyInstance.objects.filter(key="patrol.daily").order_by("-printed_on").first()
    assert last is not None
    generate(at=AT + timedelta(days=1))
    newest = DutyInstance.objects.filter(key="patrol.daily").order_by("-printed_on").first()
    assert newest is not None
    assert newest.printed_on == last.printed_on + timedelta(days=1)


def test_a_worker_that_slept_longer_than_the_horizon_leaves_no_gap(
    compounds: list[Compound],
) -> None:
    generate()
    generate(at=AT + timedelta(days=400))
    days = DutyInstance.objects.filter(key="patrol.daily").order_by("printed_on")
    found = sorted(set(days.values_list("printed_on", flat=True)))
    assert found == [found[0] + timedelta(days=n) for n in range(len(found))]


def test_a_clock_put_back_a_day_writes_nothing_twice(compounds: list[Compound]) -> None:
    generate()
    count = DutyInstance.objects.count()
    assert generate(at=AT - timedelta(days=1)).removed == 0
    assert DutyInstance.objects.filter(printed_on__gte=date(2024, 3, 1)).count() == count


def test_a_recurrence_left_open_gives_nothing_until_the_district_answers(
    compounds: list[Compound],
) -> None:
    generate()
    assert not rows("joint_meeting.district")
    since = date(2024, 6, 1)
    jinnan.answer("joint_meeting.district", "recurrence", "FREQ=MONTHLY;BYMONTHDAY=10", since=since)
    generate()
    days = [day for _subject, _body, day in rows("joint_meeting.district")]
    assert days[0] == date(2024, 6, 10)
    assert len(days) == 9


def test_a_holiday_answer_moves_what_is_to_come_and_leaves_what_is_past(
    compounds: list[Compound],
) -> None:
    generate()
    jinnan.answer(PATROL, "holiday_shift", "previous_workday", since=date(2024, 3, 1))
    generate(at=on(date(2024, 4, 2)))
    due = dict(
        DutyInstance.objects.filter(key=PATROL).order_by("id").values_list("printed_on", "due_on")
    )
    assert due[date(2024, 3, 31)] == date(2024, 3, 31)  # a Sunday, past when it was decided
    assert due[date(2024, 6, 30)] == date(2024, 6, 28)  # a Sunday, moved to Friday


def test_a_compound_that_ceases_to_fit_owes_no_more(compounds: list[Compound]) -> None:
    generate()
    until = date(2024, 6, 1)
    CompoundTrait.objects.filter(compound=compounds[0]).update(valid_to=until)
    done = generate(compounds=[compounds[0].pk])
    days = [day for subject, _body, day in rows(PATROL) if subject == compounds[0].name]
    assert days == [date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert done.removed > 0
    others = [day for subject, _body, day in rows(PATROL) if subject == compounds[4].name]
    assert len(others) == 12


def test_a_closed_contract_takes_back_what_was_to_come(compounds: list[Compound]) -> None:
    generate()
    contract = ServiceContract.objects.get(compound=compounds[1])
    contract.ended_on = date(2024, 10, 1)
    contract.save(update_fields=["ended_on"])
    generate()
    owed = DutyInstance.objects.filter(key="report.year_end", compound=compounds[1])
    assert not owed.exists()


def test_what_was_filed_is_never_taken_back(compounds: list[Compound]) -> None:
    generate()
    kept = DutyInstance.objects.filter(key=PATROL, compound=compounds[0]).order_by("id").last()
    assert kept is not None
    DutyInstance.objects.filter(pk=kept.pk).update(
        fulfilled_on=FILED.date(), fulfilled_at=FILED, act_id=kept.public_id
    )
    CompoundTrait.objects.filter(compound=compounds[0]).delete()
    generate()
    left = DutyInstance.objects.filter(key=PATROL, compound=compounds[0])
    assert list(left.values_list("pk", flat=True)) == [kept.pk]


FILED = datetime(2024, 3, 1, 10, 0, tzinfo=clock.ZONE)


def test_a_year_without_a_table_is_named_and_left_out(compounds: list[Compound]) -> None:
    jinnan.answer(PATROL, "holiday_shift", "next_workday", since=jinnan.FROM)
    at = on(date(2026, 6, 1))
    done = generate(at=at)
    assert done.years == (2027,)
    days = {day for _subject, _body, day in rows(PATROL)}
    assert max(days) == date(2026, 12, 31)
    daily = {day for _subject, _body, day in rows("patrol.daily")}
    assert max(daily) > date(2027, 1, 1)  # needs no working days: the printed day counts


def test_a_district_may_begin_with_its_past(compounds: list[Compound]) -> None:
    generate(from_on=jinnan.FROM)
    days = {day for _subject, _body, day in rows(PATROL)}
    assert min(days) == date(2024, 1, 31)
    assert DutyRun.objects.get(district=DISTRICT).started_on == jinnan.FROM
