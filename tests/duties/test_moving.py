"""Duties when communities are merged or split: nothing is orphaned, nothing is owed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from linli.duties import selectors, services
from linli.duties.models import DutyInstance
from linli.duties.rules import span_of
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.registry import services as registry
from linli.registry.data import PlaceChange, Reorganisation, ReorganisationPlan
from linli.registry.models import Compound
from linli.territory.data import street_of
from linli.territory.models import Body
from tests import personas
from tests.harness import jinnan

DISTRICT, AT = jinnan.DISTRICT, jinnan.AT
DAILY, MEETING = "patrol.daily", "joint_meeting.community"
PATROL = "patrol.renovated_old"
ON = date(2024, 3, 10)
LATER = datetime(2024, 3, 12, 9, tzinfo=clock.ZONE)
"""When the change is recorded: two days after it happened."""


@pytest.fixture
def places(compounds: list[Compound]) -> list[str]:
    """The four communities, two in each street; duties have been owed since 1 March."""
    services.generate(actor=system_actor(DISTRICT), at=AT, district=DISTRICT)
    clock.set_offset(clock.offset_days() + (LATER.date() - clock.today()).days)
    return sorted({compound.community_id for compound in compounds})


def officer() -> Actor:
    return system_actor(DISTRICT, frozenset({"registry.reorganise"}))


def merge(sources: tuple[str, ...], target: str = "", **changes: object) -> Reorganisation:
    wanted = Reorganisation(PlaceChange.MERGE, sources, ON, target=target)
    return replace(wanted, **changes)  # type: ignore[arg-type]  # fields as the test gives them


def planned(wanted: Reorganisation) -> ReorganisationPlan:
    return registry.plan_reorganisation(actor=officer(), at=LATER, wanted=wanted)


def carry_out(wanted: Reorganisation) -> str:
    shown = planned(wanted).digest
    return registry.reorganise(actor=officer(), at=LATER, wanted=wanted, shown=shown)


def owed(community: str) -> list[tuple[str, str, date]]:
    """What the office of a community has to do, by duty, occasion and printed day."""
    rows = DutyInstance.objects.filter(body__code__endswith=community, fulfilled_on=None)
    rows = rows.filter(body__kind="community")
    return list(rows.order_by("id").values_list("key", "occasion", "printed_on"))


def fulfil(row: DutyInstance) -> None:
    DutyInstance.objects.filter(pk=row.pk).update(
        fulfilled_at=AT, fulfilled_on=AT.date(), act_id=uuid4()
    )


def test_a_merger_hands_everything_open_to_the_successor(places: list[str]) -> None:
    before, after = places[0], places[1]
    was, had = owed(before), owed(after)
    plan = planned(merge((before,), after))
    carry_out(merge((before,), after))
    assert owed(before) == []
    now = owed(after)
    begun = {(key, day) for key, _occasion, day in was if day < ON}
    assert begun == {(key, day) for key, occ, day in now if occ == f"place {before}"}
    ahead = max(day for _key, _occasion, day in had)
    assert [row for row in now if row[1] == "" and row[2] <= ahead] == had
    assert len(set(now)) == len(now)
    said = {line.count for line in plan.follows}
    assert said == {0, len(begun), len(was) - len(begun)}  # no tasks here; those begun; the rest
    act = Act.objects.get(verb="duties.move")
    assert sum(act.data["moved"].values()) == len(begun)
    assert act.data["taken_back"] == len(was) - len(begun)


def test_what_was_missed_before_counts_for_the_former_body(places: list[str]) -> None:
    before, after = places[0], places[1]
    march = span_of("2024-03")
    assert march
    actor, today = system_actor(DISTRICT), LATER.date()
    asked = {"key": DAILY, "scope": places[0][:9]}

    def missed() -> dict[str, tuple[str, int]]:
        rows = selectors.compliance(actor, march, ON, **asked)
        return {row.division: (row.body_id, row.filing.missing) for row in rows}

    once = missed()
    carry_out(merge((before,), after))
    assert missed() == once
    body, count = once[before]
    assert count == 9  # from 1 to 9 March
    behind = selectors.instances_visible_to(actor).counted_for(body)
    assert behind.filter(key=DAILY, due_on__lt=today).count() == count
    assert selectors.counted_name(actor, body)
    listed = personas.client("jn-district").get(
        reverse("duties:list"), {"counted": body, "duty": DAILY, "standing": "missing"}
    )
    assert listed.context["page"].total == count
    row = behind.filter(key=DAILY).order_by("printed_on").first()
    assert row is not None
    page = personas.client("jn-district").get(reverse("duties:duty", args=[row.public_id]))
    assert "2024-03-10" in page.content.decode()


def test_two_into_a_new_one_that_owes_from_its_first_day(places: list[str]) -> None:
    sources = (places[0], places[1])
    street = street_of(places[0])
    code = carry_out(merge(sources, new_name="和谐社区", street=street))
    assert owed(places[0]) == owed(places[1]) == []
    own = [(key, day) for key, occasion, day in owed(code) if occasion == ""]
    days = sorted(day for key, day in own if key == DAILY)
    assert days[0] == ON
    assert days == [ON + timedelta(days=n) for n in range(len(days))]
    former = {occasion for _key, occasion, _day in owed(code) if occasion.startswith("place")}
    assert former == {f"place {source}" for source in sources}
    assert DutyInstance.objects.filter(division__in=sources, fulfilled_on=None).count() == 0


def test_generating_afterwards_changes_nothing_for_the_old_one(places: list[str]) -> None:
    carry_out(merge((places[0],), places[1]))
    rows = DutyInstance.objects.filter(printed_on__lt=LATER.date() + timedelta(days=300))
    before = list(rows.order_by("id").values())
    services.generate(actor=system_actor(DISTRICT), at=LATER, district=DISTRICT)
    assert list(rows.order_by("id").values()) == before
    services.generate(
        actor=system_actor(DISTRICT), at=LATER + timedelta(days=40), district=DISTRICT
    )
    assert owed(places[0]) == []


def test_a_compound_given_to_another_street_takes_its_duties_along(
    places: list[str], compounds: list[Compound]
) -> None:
    compound = compounds[0]
    source, target = compound.community_id, next(p for p in places if p[:9] != places[0][:9])
    patrols = DutyInstance.objects.filter(key=PATROL, compound=compound).order_by("printed_on")
    first, printed = patrols[0], list(patrols.values_list("printed_on", flat=True))
    fulfil(first)
    wanted = Reorganisation(
        PlaceChange.TRANSFER, (source,), ON, target=target, compounds=(str(compound.public_id),)
    )
    carry_out(wanted)
    assert list(patrols.values_list("printed_on", flat=True)) == printed  # none twice, none lost
    bodies = set(patrols.values_list("body__code", "division"))
    assert bodies == {(f"jn-{target[:9]}", target)}
    first.refresh_from_db()
    assert first.fulfilled_on == AT.date()
    others = DutyInstance.objects.filter(key=PATROL, compound=compounds[4])
    assert set(others.values_list("division", flat=True)) == {source}


def test_a_district_without_generated_duties_is_left_alone(compounds: list[Compound]) -> None:
    clock.set_offset(clock.offset_days() + (LATER.date() - clock.today()).days)
    codes = sorted({compound.community_id for compound in compounds})
    carry_out(merge((codes[0],), codes[1]))
    assert DutyInstance.objects.count() == 0
    assert not Act.objects.filter(verb__startswith="duties.").exists()
    assert Body.objects.filter(division=codes[0], kind="community").count() == 1
