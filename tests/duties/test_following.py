"""What acts do to duties: prove them done, set them off; reminders, marks and escalation, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from linli.accounts import selectors as accounts
from linli.accounts.models import User
from linli.duties import selectors, services
from linli.duties.data import Standing
from linli.duties.models import DutyInstance
from linli.journal import data as journal_data
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import Forbidden, NotFound, RuleBroken
from linli.notices.models import Notice
from linli.registry.models import Compound
from tests.harness import jinnan

DISTRICT = jinnan.DISTRICT
PATROL, PATROLLED = "patrol.renovated_old", "oversight.patrol.record"
FILING = "contract.project_filing"
SIGNED = "registry.contract.sign"


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def actor(login: str) -> Actor:
    found = accounts.actor_for(User.objects.get(login=login), clock.today())
    assert found is not None
    return found


def generate() -> None:
    services.generate(actor=system_actor(DISTRICT), at=jinnan.AT, district=DISTRICT)
    # Every day in every community would drown what these tests look at.
    DutyInstance.objects.filter(key="patrol.daily").delete()


@pytest.fixture
def patrol_verb(monkeypatch: pytest.MonkeyPatch) -> str:
    """A verb that a later app will declare."""
    monkeypatch.setitem(journal_data._verbs, PATROLLED, "patrolled")
    return PATROLLED


def act(verb: str, day: date, compound: Compound, **data: object) -> UUID:
    with transaction.atomic():
        return journal.record(
            actor=system_actor(DISTRICT),
            at=at(day),
            verb=verb,
            subject=Subject("compound", str(compound.public_id), compound.name),
            division=compound.community_id,
            district=DISTRICT,
            data=data,
        ).public_id


def follow(day: date) -> int:
    return services.follow_acts(at=at(day), district=DISTRICT)


def patrols(compound: Compound) -> dict[date, date | None]:
    rows = DutyInstance.objects.filter(key=PATROL, compound=compound).order_by("printed_on")
    return dict(rows.values_list("printed_on", "fulfilled_on"))


# --- acts prove -----------------------------------------------------------------------------------


@pytest.mark.clause("JN-4.3.3")
def test_the_act_about_the_compound_does_the_duty_of_its_month(
    compounds: list[Compound], patrol_verb: str
) -> None:
    generate()
    proof = act(patrol_verb, date(2024, 4, 12), compounds[0])
    assert follow(date(2024, 4, 12)) == 1
    assert follow(date(2024, 4, 13)) == 0  # looked at again, it counts once
    done = DutyInstance.objects.get(fulfilled_on__isnull=False)
    assert (done.key, done.compound_id, done.act_id) == (PATROL, compounds[0].pk, proof)
    assert done.printed_on == date(2024, 4, 30)


def test_a_second_act_makes_up_the_earliest_that_is_overdue(
    compounds: list[Compound], patrol_verb: str
) -> None:
    generate()
    for hour in (1, 2):
        act(patrol_verb, date(2024, 6, 10 + hour), compounds[0])
    assert follow(date(2024, 6, 20)) == 2
    found = patrols(compounds[0])
    assert found[date(2024, 6, 30)] == date(2024, 6, 11)  # still in time
    assert found[date(2024, 3, 31)] == date(2024, 6, 12)  # late
    assert found[date(2024, 4, 30)] is None


def test_another_compounds_act_does_nothing(compounds: list[Compound], patrol_verb: str) -> None:
    generate()
    act(patrol_verb, date(2024, 4, 12), compounds[1])  # not renovated: owes no patrol
    assert follow(date(2024, 4, 12)) == 0


def test_acts_from_before_the_beginning_do_not_count(
    compounds: list[Compound], patrol_verb: str
) -> None:
    act(patrol_verb, date(2024, 2, 12), compounds[0])
    generate()
    assert follow(date(2024, 3, 2)) == 0


# --- events set off -------------------------------------------------------------------------------


def test_a_contract_signed_sets_off_a_duty_in_working_days(compounds: list[Compound]) -> None:
    jinnan.answer(FILING, "due_within", "30 days")
    jinnan.answer(FILING, "holiday_shift", "next_workday")
    generate()
    contract = compounds[0].contracts.get()
    day = date(2024, 4, 5)
    given = {"contract": str(contract.public_id), "starts_on": day.isoformat()}
    act(SIGNED, day, compounds[0], **given)
    for _again in range(2):
        follow(date(2024, 4, 8))
    owed = DutyInstance.objects.get(key=FILING)
    # 5 April + 30 days = Sunday 5 May, a day off of the Labour Day holiday: Monday 6 May.
    assert (owed.opens_on, owed.printed_on, owed.due_on) == (
        day,
        date(2024, 5, 5),
        date(2024, 5, 6),
    )
    assert owed.body_id == contract.enterprise.body_id


def test_two_events_set_off_two_duties(compounds: list[Compound]) -> None:
    jinnan.answer(FILING, "due_within", "5 workdays")
    generate()
    for compound in compounds[:2]:
        contract = compound.contracts.get()
        act(SIGNED, date(2024, 4, 8), compound, contract=str(contract.public_id))
    assert follow(date(2024, 4, 8)) == 2


def test_a_period_left_open_sets_off_nothing(compounds: list[Compound]) -> None:
    generate()
    act(
        SIGNED, date(2024, 4, 8), compounds[0], contract=str(compounds[0].contracts.get().public_id)
    )
    assert follow(date(2024, 4, 8)) == 0


# --- by hand --------------------------------------------------------------------------------------


def owed_patrol(compounds: list[Compound]) -> DutyInstance:
    rows = DutyInstance.objects.filter(key=PATROL, compound=compounds[0])
    first: DutyInstance = rows.earliest("printed_on")
    return first


def test_a_body_records_its_own_duty_where_linli_has_no_page_for_the_act(
    compounds: list[Compound],
) -> None:
    jinnan.answer("joint_meeting.street", "recurrence", "FREQ=MONTHLY;BYMONTHDAY=15")
    generate()
    owed = DutyInstance.objects.filter(key="joint_meeting.street").order_by("id").first()
    assert owed is not None
    street = actor("jn-street")
    if str(owed.body.public_id) != street.body_id:
        owed = DutyInstance.objects.filter(
            key="joint_meeting.street", body__public_id=street.body_id
        ).earliest("printed_on")
    clock.set_offset((date(2024, 3, 18) - jinnan.AT.date()).days + clock.offset_days())
    done = services.record_done(
        actor=street, at=at(date(2024, 3, 18)), public_id=owed.public_id, note="会议纪要3号"
    )
    item = selectors.item_by_id(street, done.public_id, date(2024, 3, 18))
    assert (item.standing, item.days_late) == (Standing.LATE, 3)
    assert [found for found in selectors.check_acts() if not isinstance(found, int)] == []
    with pytest.raises(RuleBroken):
        services.record_done(
            actor=street, at=at(date(2024, 3, 19)), public_id=owed.public_id, note="again"
        )
    with pytest.raises(NotFound):
        services.record_done(
            actor=actor("jn-community"),
            at=at(date(2024, 3, 19)),
            public_id=owed.public_id,
            note="x",
        )


def test_the_level_above_does_not_record_for_the_one_below(compounds: list[Compound]) -> None:
    generate()
    owed = owed_patrol(compounds)
    with pytest.raises(RuleBroken):
        services.record_done(
            actor=actor("jn-district"),
            at=at(date(2024, 3, 20)),
            public_id=owed.public_id,
            note="not mine",
        )
    assert not actor("jn-street").may("policy.set")
    reader = system_actor(DISTRICT)
    with pytest.raises(Forbidden):
        services.record_done(
            actor=reader, at=at(date(2024, 3, 20)), public_id=owed.public_id, note="no right"
        )


# --- once -----------------------------------------------------------------------------------------


def days_of_notices(kind: str, key: str = PATROL) -> list[date]:
    rows = Notice.objects.filter(kind=kind, key__contains=key).order_by("sent_at", "id")
    return [clock.local_date(moment) for moment in rows.values_list("sent_at", flat=True)]


def run(day: date) -> None:
    services.remind(district=DISTRICT, at=at(day))
    services.escalate(district=DISTRICT, at=at(day))


def test_reminders_follow_the_districts_answers(compounds: list[Compound]) -> None:
    jinnan.answer(PATROL, "remind_before", "[5 days, 1 day]")
    jinnan.answer(PATROL, "remind_after", "[2 days]")
    generate()
    for offset in (0, 3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 20, 39):
        run(date(2024, 3, 20) + timedelta(days=offset))
    streets = len({c.community_id[:9] for c in compounds[::4]})
    march = [day for day in days_of_notices("duties.before") if day.month == 3]
    assert sorted(march) == sorted([date(2024, 3, 26), date(2024, 3, 30)] * streets)
    assert days_of_notices("duties.on_day") == [date(2024, 3, 31)] * streets
    assert days_of_notices("duties.after") == [date(2024, 4, 2)] * streets


@pytest.mark.parametrize("standstill", [3, 400])
def test_a_worker_that_slept_marks_and_reminds_each_once(
    compounds: list[Compound], standstill: int
) -> None:
    generate()
    run(date(2024, 3, 30))
    run(date(2024, 3, 30) + timedelta(days=standstill))
    run(date(2024, 3, 29))  # the clock is put back by a day
    run(date(2024, 3, 30) + timedelta(days=standstill))
    streets = len({c.community_id[:9] for c in compounds[::4]})
    march = Notice.objects.filter(kind="duties.after", key__contains=f"{PATROL} 2024-03-31")
    assert march.count() == streets
    overdue = DutyInstance.objects.filter(key=PATROL, overdue_at__isnull=False)
    marked = dict(overdue.order_by("id").values_list("pk", "overdue_at"))
    run(date(2024, 3, 30) + timedelta(days=standstill + 1))
    assert {pk: marked[pk] for pk in marked} == dict(
        overdue.filter(pk__in=marked).order_by("id").values_list("pk", "overdue_at")
    )


def test_a_missed_duty_goes_to_the_level_above_once(compounds: list[Compound]) -> None:
    jinnan.answer(PATROL, "escalate_after", "3 workdays")
    generate()
    # Due Sunday 31 March; working days after it: 1, 2, 3 April (4 to 6 April are Tomb-Sweeping).
    run(date(2024, 4, 2))
    assert not Notice.objects.filter(kind="duties.escalated").exists()
    for day in (3, 4, 8):
        run(date(2024, 4, day))
    escalated = Notice.objects.filter(kind="duties.escalated")
    streets = len({c.community_id[:9] for c in compounds[::4]})
    assert escalated.count() == streets
    assert {notice.body.code for notice in escalated} == {"jn-office"}  # as JN-4.3.3 says
    rows = DutyInstance.objects.filter(key=PATROL, printed_on=date(2024, 3, 31))
    assert {clock.local_date(row.escalated_at) for row in rows} == {date(2024, 4, 3)}


def test_nothing_goes_up_where_nobody_said_so(compounds: list[Compound]) -> None:
    generate()
    run(date(2024, 6, 3))
    assert not DutyInstance.objects.filter(escalated_at__isnull=False).exists()


def test_a_missing_year_is_told_once(compounds: list[Compound]) -> None:
    for _again in range(2):
        services.report_missing_years(
            district=DISTRICT, at=datetime(2024, 3, 1, tzinfo=UTC), years=(2027,)
        )
    notice = Notice.objects.get(kind="duties.no_table")
    assert "2027" in notice.title
