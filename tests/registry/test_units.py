"""Units and owners one by one: what a roster does for many, an office does for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.journal.models import Act
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.registry import rules, selectors, services
from linli.registry.data import (
    AreaSource,
    NewOwner,
    OwnerKind,
    ShareFault,
    UnitFacts,
    Use,
)
from linli.registry.models import Owner, Ownership, Unit
from linli.registry.selectors.homes import UnitState
from tests import personas
from tests.harness.editing import version
from tests.registry import rosters
from tests.registry.conftest import AT, TODAY, Register

YESTERDAY = TODAY - timedelta(days=1)
FLAT = UnitFacts(building="3", entrance="1", floor=12, room="1203", area=8966)


def enter(register: Register, **changes: Any) -> Unit:
    """The flat in 梅花园."""
    facts = UnitFacts(**{name: getattr(FLAT, name) for name in FLAT.__slots__} | changes)
    return services.register_unit(
        actor=register.street, at=AT, compound=register.served.public_id, unit=facts
    )


def sell(
    register: Register, unit: Unit, *owners: NewOwner, on: date = YESTERDAY
) -> list[Ownership]:
    """The owners from a day on."""
    return services.change_owners(
        actor=register.street, at=AT, unit=unit.public_id, from_on=on, owners=owners
    )


def owner(number: int, **changes: Any) -> NewOwner:
    """Somebody made up."""
    plain: dict[str, Any] = {
        "name": f"王{chr(0x5B89 + number)}",
        "id_number": rosters.id_number(number),
        "phone": f"1990000{number:04}",
    }
    return NewOwner(**plain | changes)


def test_a_unit_is_entered_once(register: Register) -> None:
    unit = enter(register, use=Use.COMMERCIAL, area_source=AreaSource.SURVEY)
    assert (unit.label, unit.area, unit.use, unit.area_source) == (
        "3-1-1203", 8966, "commercial", "survey",
    )  # fmt: skip
    before = Act.objects.count()
    with pytest.raises(Conflict):
        enter(register)
    assert Act.objects.count() == before


@pytest.mark.parametrize("changes", [{"area": 0}, {"area": -1}, {"building": " "}, {"room": ""}])
def test_nonsense_is_refused(register: Register, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        enter(register, **changes)
    assert not Unit.objects.exists()


def test_a_correction_says_what_changed(register: Register) -> None:
    unit = enter(register)
    facts = selectors.unit_facts(unit)
    edited = UnitFacts(
        building="3", entrance="1", floor=12, room="1204", area=9000, is_delivered=False
    )
    services.edit_unit(actor=register.street, at=AT, unit=unit.public_id, facts=edited)
    act = Act.objects.latest("id")
    assert act.verb == "registry.unit.edit"
    assert act.data["facts"]["area"] == {"before": facts.area, "after": 9000}
    before = Act.objects.count()
    services.edit_unit(actor=register.street, at=AT, unit=unit.public_id, facts=edited)
    assert Act.objects.count() == before
    unit.refresh_from_db()
    _entrances, floors = selectors.grid(unit.building)
    assert floors[0].entrances[0][0].state == UnitState.UNDELIVERED


def test_a_sale_ends_the_old_ownership_the_day_the_new_begins(register: Register) -> None:
    unit = enter(register)
    sell(register, unit, owner(1), on=date(2015, 1, 1))
    sell(register, unit, owner(2))
    now, before = selectors.owners_of(unit, actor=register.street, on=TODAY)
    assert [(line.name, line.from_on, line.to_on) for line in now] == [
        (owner(2).name, YESTERDAY, None)
    ]
    assert [(line.name, line.to_on) for line in before] == [(owner(1).name, YESTERDAY)]
    for day, expected in ((YESTERDAY - timedelta(days=1), 1), (YESTERDAY, 2)):
        assert [row.owner.name for row in Ownership.objects.on(day)] == [owner(expected).name]


def test_a_developers_unit_becomes_sold(register: Register) -> None:
    unit = enter(register, is_sold=False)
    sell(
        register, unit, owner(1, name="演示置业公司", kind=OwnerKind.DEVELOPER), on=date(2015, 1, 1)
    )
    unit.refresh_from_db()
    assert not unit.is_sold
    sell(register, unit, owner(2))
    unit.refresh_from_db()
    assert unit.is_sold


def test_the_same_owners_again_change_nothing(register: Register) -> None:
    unit = enter(register)
    sell(register, unit, owner(1))
    before = Act.objects.count(), list(Ownership.objects.values())
    sell(register, unit, owner(1), on=TODAY)
    assert (Act.objects.count(), list(Ownership.objects.values())) == before


def test_the_same_day_again_corrects(register: Register) -> None:
    unit = enter(register)
    sell(register, unit, owner(1), on=date(2015, 1, 1))
    sell(register, unit, owner(2))
    sell(register, unit, owner(3))
    rows = Ownership.objects.order_by("id")
    assert [(row.owner.name, row.from_on, row.to_on) for row in rows] == [
        (owner(1).name, date(2015, 1, 1), YESTERDAY),
        (owner(3).name, YESTERDAY, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "refusal"), [(TODAY + timedelta(days=1), BadInput), (date(2014, 1, 1), Conflict)]
)
def test_neither_the_future_nor_the_past_is_rewritten(
    register: Register, on: date, refusal: type[Exception]
) -> None:
    unit = enter(register)
    sell(register, unit, owner(1), on=date(2015, 1, 1))
    with pytest.raises(refusal):
        sell(register, unit, owner(2), on=on)
    assert Owner.objects.count() == 1


def test_a_change_is_not_put_before_one_that_a_staying_co_owner_lived_through(
    register: Register,
) -> None:
    """Who stays may be older than the latest change: days before that change stay as they were."""
    unit = enter(register)
    joint = {"numerator": 0, "denominator": 0}
    sell(register, unit, owner(1, **joint), owner(2, **joint), on=date(2015, 1, 1))
    sell(register, unit, owner(1, **joint), on=date(2018, 1, 1))  # the second has left
    with pytest.raises(Conflict, match="2018"):
        sell(register, unit, owner(3, **joint), on=date(2016, 1, 1))
    sell(register, unit, owner(1, **joint), owner(4, **joint), on=date(2019, 1, 1))
    with pytest.raises(Conflict, match="2019"):
        sell(register, unit, owner(4, **joint), owner(5, **joint), on=date(2018, 6, 1))
    for day, names in ((date(2017, 1, 1), {1, 2}), (date(2018, 6, 1), {1}), (TODAY, {1, 4})):
        held = {row.owner.name for row in Ownership.objects.on(day).select_related("owner")}
        assert held == {owner(number).name for number in names}


def test_a_unit_with_a_buyer_is_not_called_unsold(register: Register) -> None:
    unit = enter(register, is_sold=False)
    developer = owner(1, name="演示置业公司", kind=OwnerKind.DEVELOPER)
    sell(register, unit, developer, on=date(2015, 1, 1))
    facts = replace(FLAT, is_sold=False, area=9000)
    edit = partial(services.edit_unit, actor=register.street, at=AT, unit=unit.public_id)
    assert not edit(facts=facts).is_sold
    sell(register, unit, owner(2))
    with pytest.raises(BadInput):
        edit(facts=facts)
    assert edit(facts=replace(facts, is_sold=True)).is_sold


def test_a_co_owner_who_stays_keeps_the_day_he_began(register: Register) -> None:
    unit = enter(register)
    half = {"numerator": 1, "denominator": 2}
    sell(register, unit, owner(1, **half), owner(2, **half), on=date(2015, 1, 1))
    sell(register, unit, owner(1, **half), owner(3, is_voter=True, **half))
    now, _before = selectors.owners_of(unit, actor=register.street, on=TODAY)
    assert {(line.name, line.from_on, line.share, line.is_voter) for line in now} == {
        (owner(1).name, date(2015, 1, 1), "1/2", False),
        (owner(3).name, YESTERDAY, "1/2", True),
    }


def test_one_co_owner_votes(register: Register) -> None:
    unit = enter(register)
    joint = {"numerator": 0, "denominator": 0}
    rows = sell(register, unit, owner(1, is_voter=True, **joint), owner(2, **joint))
    for row in rows:
        services.designate_voter(
            actor=register.street, at=AT, unit=unit.public_id, owner=row.owner.public_id
        )
        assert [held.owner_id for held in Ownership.objects.filter(is_voter=True)] == [row.owner_id]
    before = Act.objects.count()
    services.designate_voter(
        actor=register.street, at=AT, unit=unit.public_id, owner=rows[-1].owner.public_id
    )
    assert Act.objects.count() == before
    with pytest.raises(NotFound):
        services.designate_voter(
            actor=register.street, at=AT, unit=unit.public_id, owner=unit.public_id
        )


def test_an_owner_is_corrected_without_a_number_in_the_journal(register: Register) -> None:
    row = sell(register, enter(register), owner(1))[0]
    services.edit_owner(
        actor=register.street, at=AT, owner=row.owner.public_id, name="单雄", kind=OwnerKind.PERSON,
        phone="138-0000 1234",
    )  # fmt: skip
    found = Owner.objects.get()
    assert (found.phone.open(), found.id_number.open()) == ("13800001234", rosters.id_number(1))
    assert selectors.find_owners(register.street, "shanxiong") == [found]
    assert selectors.find_owners(register.street, "13800001234") == [found]
    act = Act.objects.latest("id")
    assert act.data == {"changed": ["name", "phone"]}


def test_a_number_of_somebody_else_is_refused(register: Register) -> None:
    unit = enter(register)
    joint = {"numerator": 0, "denominator": 0}
    first, _second = sell(register, unit, owner(1, **joint), owner(2, **joint))
    with pytest.raises(Conflict):
        services.edit_owner(
            actor=register.street, at=AT, owner=first.owner.public_id, name="王甲",
            kind=OwnerKind.PERSON, id_number=rosters.id_number(2),
        )  # fmt: skip


@pytest.mark.parametrize("said", ["both", "phone", "name"])
def test_a_roster_knows_the_owners_that_were_entered_one_by_one(
    register: Register, said: str
) -> None:
    """The same flat and owner in a roster afterwards: nothing new."""
    unit = enter(register, building="1", entrance="1", room="101", floor=1, area=8000)
    known = owner(0, **{} if said == "both" else {"id_number": ""})
    if said == "name":
        known = NewOwner(known.name)
    sell(register, unit, known)
    line = rosters.line(0, 身份证号=known.id_number, 联系电话=known.phone)
    roster = rosters.hand_in(register.street, rosters.xlsx([line]))
    assert (roster.state, rosters.codes(roster)) == ("same", [])


@pytest.mark.parametrize("login", ["dianzi", "wuye", "qu-lingdao", "shenji"])
def test_who_may_not(register: Register, login: str) -> None:
    unit = enter(register)
    with pytest.raises(Exception, match=r".+") as refused:
        services.change_owners(
            actor=personas.actor(login), at=AT, unit=unit.public_id, from_on=TODAY,
            owners=[owner(1)],
        )  # fmt: skip
    assert refused.type.__name__ in {"NotFound", "Forbidden"}
    assert not Ownership.objects.exists()


# --- shares ---------------------------------------------------------------------------------------

PARTS = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(PARTS)
def test_parts_of_the_whole_are_in_order(parts: list[int]) -> None:
    owners = [
        NewOwner(f"甲{number}", numerator=part, denominator=sum(parts))
        for number, part in enumerate(parts)
    ]
    assert rules.share_faults(owners) == ()


@given(PARTS, st.integers(1, 50))
def test_more_or_less_than_the_whole_is_not(parts: list[int], off: int) -> None:
    whole = sum(parts) + off
    owners = [NewOwner(f"甲{n}", numerator=p, denominator=whole) for n, p in enumerate(parts)]
    assert ShareFault.NOT_THE_WHOLE in rules.share_faults(owners)


@pytest.mark.parametrize(
    ("owners", "fault"),
    [
        ([], ShareFault.NOBODY),
        ([NewOwner(" ")], ShareFault.NO_NAME),
        ([NewOwner("甲", numerator=2, denominator=1)], ShareFault.BEYOND_WHOLE),
        ([NewOwner("甲"), NewOwner("乙", numerator=0, denominator=0)], ShareFault.SOME_UNKNOWN),
        (
            [NewOwner(name, numerator=1, denominator=2, is_voter=True) for name in "甲乙"],
            ShareFault.TWO_VOTERS,
        ),
        ([NewOwner("甲", numerator=1, denominator=2)] * 2, ShareFault.TWICE),
    ],
)
def test_what_is_out_of_order_is_named(owners: list[NewOwner], fault: ShareFault) -> None:
    assert fault in rules.share_faults(owners)


# --- by the form ----------------------------------------------------------------------------------


def sale(*names: str, **more: str) -> dict[str, str]:
    """What the page sends: lines beyond the named ones are empty."""
    sent = {"from_on": "2020-10-09", "owner-TOTAL_FORMS": "4", "owner-INITIAL_FORMS": "0"}
    for number in range(4):
        sent[f"owner-{number}-name"] = names[number] if number < len(names) else ""
        sent[f"owner-{number}-kind"] = "person"
    return sent | more


def test_a_sale_is_entered_on_the_page(register: Register) -> None:
    unit = enter(register)
    browser = personas.client("meiyuan")
    address = reverse("registry:unit_owners", args=[unit.public_id])
    assert browser.post(address, sale("王甲", **version(browser, address))).status_code == 302
    assert [row.share for row in Ownership.objects.all()] == [""]
    halves = {"owner-0-share": "1/2", "owner-1-share": "50%", "owner-1-is_voter": "on"}
    halves |= version(browser, address)
    assert browser.post(address, sale("王甲", "王乙", **halves)).status_code == 302
    now = Ownership.objects.filter(to_on=None).order_by("id")
    assert [(row.owner.name, row.share, row.is_voter) for row in now] == [
        ("王甲", "1/2", False),
        ("王乙", "1/2", True),
    ]
    for wrong in ({"owner-0-share": "1/2"}, {"owner-0-share": "half"}, {"from_on": "2030-01-01"}):
        sent = sale("王丙", **wrong, **version(browser, address))
        assert browser.post(address, sent).status_code == 422
    assert Ownership.objects.filter(to_on=None).count() == 2
