"""Coverage by community and together, with its explanation; what is missing to the target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from linli.campaigns import selectors, services
from linli.campaigns.models import Campaign, Task
from linli.campaigns.selectors import Basis
from linli.registry.data import NewEnterprise
from tests import personas
from tests.campaigns.campaign import AT, DISTRICT, MEIYUAN, TODAY, at, task_id, terms

DEADLINE = date(2020, 11, 15)


def figures(login: str, on: date = TODAY) -> dict[str, tuple[int, int, str]]:
    found = selectors.coverage(personas.actor(login), Campaign.objects.get(), on)
    return {
        row.name: (row.share.part, row.share.whole, str(row.share.percent))
        for row in found.communities
    }


@pytest.mark.clause("ST-1.1")
def test_coverage_by_community_at_the_start(district: None) -> None:
    assert figures("qu-zhujian") == {
        "梅园社区": (2, 12, "16.67"),
        "紫薇社区": (10, 14, "71.43"),
        "丰泽社区": (7, 14, "50.00"),
        "东、西鲁社区": (1, 1, "100.00"),
    }


def test_a_community_sees_its_own_compounds_only(district: None) -> None:
    assert figures("meiyuan") == {"梅园社区": (2, 12, "16.67")}


@pytest.mark.parametrize("login", ["dianzi", "wuye"])
def test_strangers_see_none(district: None, login: str) -> None:
    assert figures(login) == {}


@pytest.mark.clause("ST-1.1")
def test_the_explanation_can_be_followed_by_hand(district: None) -> None:
    actor, basis = personas.actor("qu-zhujian"), Basis(DISTRICT, TODAY)
    found = selectors.coverage(actor, Campaign.objects.get(), TODAY)
    explained = selectors.explain_total(found, basis, AT)
    assert explained.value == Decimal("48.78")
    assert explained.steps == (
        "2 + 10 + 7 + 1 = 20",
        "12 + 14 + 14 + 1 = 41",
        "20 ÷ 41 = 48.78 %",
    )
    assert [each.clause for each in explained.citations] == ["ST-1.1"]
    assert explained.as_of == AT
    assert explained.release


@pytest.mark.clause("ST-1.1")
def test_covering_all_21_meets_the_target_on_that_day(district: None) -> None:
    street, campaign = personas.actor("shancheng"), Campaign.objects.get()
    for number, task in enumerate(Task.objects.filter(kind="cover").order_by("id")):
        services.register_entry(
            actor=street,
            at=at(11, 10),
            task=task.public_id,
            enterprise=NewEnterprise(name=f"测试物业{number}"),
            terms=terms(entry_on=date(2020, 11, 10)),
        )
    basis = Basis(DISTRICT, DEADLINE)
    before = selectors.coverage(street, campaign, date(2020, 11, 9))
    after = selectors.coverage(street, campaign, date(2020, 11, 10))
    assert (before.total.part, str(before.total.percent)) == (20, "48.78")
    assert (after.total.part, str(after.total.percent)) == (41, "100.00")
    assert not selectors.target_standing(before, basis).reached
    assert selectors.target_standing(after, basis).reached


@pytest.mark.clause("ST-1.1")
def test_gap_and_days_left(district: None) -> None:
    actor = personas.actor("qu-zhujian")
    found = selectors.coverage(actor, Campaign.objects.get(), TODAY)
    standing = selectors.target_standing(found, Basis(DISTRICT, TODAY))
    assert (standing.gap, standing.days_left, standing.by) == (21, 36, DEADLINE)


@pytest.mark.clause("ST-5.1", "ST-5.2", "ST-5.3")
def test_phases_on_the_day(district: None) -> None:
    one, two, three = selectors.phases(Basis(DISTRICT, date(2020, 10, 15)))
    assert (one.current, two.current, three.current) == (False, True, False)
    assert two.progress is not None
    assert (two.progress.day, two.progress.days) == (35, 66)
    assert three.progress is not None
    assert (three.progress.day, three.progress.days) == (0, 35)
    explained = selectors.explain_phase(two, Basis(DISTRICT, date(2020, 10, 15)), at(10, 15))
    assert explained is not None
    assert explained.steps == ("2020-10-15 − 2020-09-11 + 1 = 35",)


@pytest.mark.clause("ST-6.4b")
def test_lagging_are_the_overdue_and_the_unplanned(district: None) -> None:
    actor = personas.actor("qu-zhujian")
    assert len(selectors.lagging(actor, TODAY)) == 21
    assert len(selectors.lagging(actor, date(2020, 12, 1))) == 41
    assert selectors.due_within(actor, TODAY, date(2020, 11, 1)) == []
    assert len(selectors.due_within(actor, TODAY, DEADLINE)) == 21
    assert len(selectors.lagging(personas.actor("meiyuan"), TODAY)) == 10


def test_the_community_of_a_task_is_that_of_its_compound(district: None) -> None:
    found = Task.objects.get(public_id=task_id("福源公寓"))
    assert (found.division, found.community_name) == (MEIYUAN, "梅园社区")
    assert found.compound.community_id == found.division
