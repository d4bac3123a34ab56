"""Communities merged, split, giving compounds away: shown first, dated, nothing before is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from linli.accounts.models import Post
from linli.journal.models import Act
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from linli.registry import selectors, services
from linli.registry.data import NewCompound, PlaceChange, Reorganisation
from linli.registry.models import Compound, CompoundPlace
from linli.territory import selectors as territory
from linli.territory.data import Level
from tests import personas
from tests.registry.conftest import AT, MEIYUAN, TODAY, ZIWEI, Register

STREET, OTHER_STREET = "370406001", "370406101"
YESTERDAY = TODAY - timedelta(days=1)
MERGE = Reorganisation(PlaceChange.MERGE, (MEIYUAN,), TODAY, target=ZIWEI)
ALL_NEW = Reorganisation(
    PlaceChange.MERGE, (MEIYUAN, ZIWEI), TODAY, new_name="和谐社区", street=STREET
)


def carry_out(register: Register, wanted: Reorganisation) -> str:
    plan = services.plan_reorganisation(actor=register.district, at=AT, wanted=wanted)
    return services.reorganise(actor=register.district, at=AT, wanted=wanted, shown=plan.digest)


def transfer(register: Register, *compounds: Compound, **changes: Any) -> Reorganisation:
    wanted = Reorganisation(
        PlaceChange.TRANSFER, (MEIYUAN,), TODAY, target=ZIWEI,
        compounds=tuple(str(compound.public_id) for compound in compounds),
    )  # fmt: skip
    return replace(wanted, **changes)


def lying(*compounds: Compound, on: date) -> list[str]:
    found = selectors.communities_on([compound.pk for compound in compounds], on=on)
    return [found[compound.pk][0] for compound in compounds]


def test_a_plan_writes_nothing_and_names_everything(register: Register) -> None:
    before = Act.objects.count()
    plan = services.plan_reorganisation(actor=register.district, at=AT, wanted=ALL_NEW)
    assert (plan.target, plan.opens) == ("和谐社区", True)
    assert set(plan.ends) == {"梅园社区", "紫薇社区"} or len(plan.ends) == 2
    assert set(plan.compounds) == {"梅花园", "福源公寓", "银山小区"}
    assert "梅园社区 社区工作者" in plan.posts
    assert Act.objects.count() == before
    assert not CompoundPlace.objects.exists()


def test_a_merger_moves_compounds_and_posts_and_ends_the_community(register: Register) -> None:
    carry_out(register, MERGE)
    moved, there = register.served, register.neighbour
    assert lying(moved, there, on=TODAY) == [ZIWEI, ZIWEI]
    assert lying(moved, there, on=YESTERDAY) == [MEIYUAN, ZIWEI]
    assert MEIYUAN not in {place.code for place in territory.children(STREET, Level.COMMUNITY)}
    assert territory.division(MEIYUAN).valid_to == TODAY
    officer = personas.actor("meiyuan")
    assert officer.scope == ZIWEI
    assert selectors.compound(officer, moved.public_id) == moved
    old, new = Post.objects.filter(user__login="meiyuan").order_by("id")
    assert (old.scope, old.ends_on, new.starts_on) == (MEIYUAN, TODAY, TODAY)
    assert [row.community_id for row in selectors.places_lain_in(moved)] == [ZIWEI, MEIYUAN]
    act = Act.objects.get(verb="registry.communities.merge")
    assert act.data["sources"] == [MEIYUAN]
    figures = selectors.coverage_by_community([moved.pk], on=YESTERDAY)
    assert [row.code for row in figures] == [MEIYUAN]


def test_the_next_request_reaches_as_far_as_the_post_does_now(register: Register) -> None:
    """P27: territory moved, the browser that is logged in already sees it with the next click."""
    browser = personas.client("meiyuan")
    address = reverse("registry:compound", args=[register.neighbour.public_id])
    assert browser.get(address).status_code == 404
    carry_out(register, MERGE)
    assert browser.get(address).status_code == 200


def test_compounds_given_away_are_gone_for_the_old_community(register: Register) -> None:
    browser = personas.client("meiyuan")
    address = reverse("registry:compound", args=[register.served.public_id])
    assert browser.get(address).status_code == 200
    carry_out(register, transfer(register, register.served))
    assert browser.get(address).status_code == 404
    assert lying(register.unserved, on=TODAY) == [MEIYUAN]
    assert territory.division(MEIYUAN).valid_to is None


def test_a_split_opens_a_community(register: Register) -> None:
    code = carry_out(
        register,
        transfer(
            register, register.unserved, kind=PlaceChange.SPLIT, target="", new_name="新园社区",
            street=STREET,
        ),
    )  # fmt: skip
    assert code.startswith(STREET)
    assert territory.division(code).valid_from == TODAY
    assert lying(register.served, register.unserved, on=TODAY) == [MEIYUAN, code]


def test_moved_twice(register: Register) -> None:
    carry_out(register, transfer(register, register.served, on=date(2020, 9, 20)))
    with pytest.raises(Conflict):
        carry_out(
            register,
            transfer(
                register, register.served, sources=(ZIWEI,), target=MEIYUAN, on=date(2020, 9, 20)
            ),
        )
    carry_out(register, transfer(register, register.served, sources=(ZIWEI,), target=MEIYUAN))
    days = (date(2020, 9, 19), date(2020, 9, 20), YESTERDAY, TODAY)
    assert [lying(register.served, on=day)[0] for day in days] == [MEIYUAN, ZIWEI, ZIWEI, MEIYUAN]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(MERGE, target=MEIYUAN), BadInput),
        (replace(MERGE, on=TODAY + timedelta(days=1)), BadInput),
        (replace(MERGE, target="370405001001"), NotFound),
        (replace(MERGE, sources=("370405001001",)), NotFound),
        (replace(MERGE, sources=()), NotFound),
        (replace(ALL_NEW, new_name=" "), BadInput),
        (replace(ALL_NEW, street="370405001"), NotFound),
        (replace(MERGE, kind=PlaceChange.TRANSFER), BadInput),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(
    register: Register, wanted: Reorganisation, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        carry_out(register, wanted)
    assert not CompoundPlace.objects.exists()
    assert lying(register.served, on=TODAY) == [MEIYUAN]


def test_an_ended_community_takes_and_gives_nothing(register: Register) -> None:
    carry_out(register, MERGE)
    for wanted in (MERGE, transfer(register, register.served, sources=(ZIWEI,), target=MEIYUAN)):
        with pytest.raises(NotFound):
            carry_out(register, wanted)


def test_two_of_one_name_do_not_meet(register: Register) -> None:
    services.register_compounds(
        actor=register.district, at=AT, compounds=[NewCompound("梅花园", ZIWEI)]
    )
    with pytest.raises(BadInput, match="梅花园"):
        carry_out(register, MERGE)


def test_only_what_was_shown_is_carried_out(register: Register) -> None:
    plan = services.plan_reorganisation(actor=register.district, at=AT, wanted=MERGE)
    services.register_compounds(
        actor=register.district, at=AT, compounds=[NewCompound("后来小区", MEIYUAN)]
    )
    with pytest.raises(Conflict):
        services.reorganise(actor=register.district, at=AT, wanted=MERGE, shown=plan.digest)
    assert not CompoundPlace.objects.exists()


@pytest.mark.parametrize("login", ["shancheng", "meiyuan", "qu-lingdao", "wuye", "shenji"])
def test_only_the_district_may(register: Register, login: str) -> None:
    with pytest.raises(Forbidden):
        services.plan_reorganisation(actor=personas.actor(login), at=AT, wanted=MERGE)


def test_shown_then_confirmed_on_screen(register: Register) -> None:
    browser = personas.client("qu-zhujian")
    address = reverse("registry:reorganise")
    sent = {"kind": "merge", "sources": [MEIYUAN], "target": ZIWEI, "on": "2020-10-10"}
    page = browser.post(address, sent).content.decode()
    assert "福源公寓" in page
    assert not CompoundPlace.objects.exists()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    assert browser.post(address, sent | {"shown": shown}).status_code == 302
    assert lying(register.served, on=TODAY) == [ZIWEI]
    listed = browser.get(reverse("registry:community_changes")).content.decode()
    assert "2020-10-10" in listed
    compound = browser.get(reverse("registry:compound", args=[register.served.public_id]))
    assert "梅园社区" in compound.content.decode()
