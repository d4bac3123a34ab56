"""Two people at one record of the register, on every page that changes one: both corrections stay;
where both changed the same, the later is told what stands there now and decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.urls import reverse

from linli.journal.data import REFUSED
from linli.journal.models import Act
from linli.kernel.errors import ChangedMeanwhile
from linli.registry import selectors, services
from linli.registry.data import OwnerKind, PlaceSort
from linli.registry.models import Owner, ParkingSpace
from tests import personas
from tests.harness.editing import opened
from tests.registry.acts import classify, sign
from tests.registry.conftest import AT, TODAY, Register
from tests.registry.test_places import ROOM, SPACE
from tests.registry.test_places import enter as enter_place
from tests.registry.test_units import enter, owner, sale, sell

Sent = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A page, what the first and the second send, what the later of two on one field sends, what
    stands there then in the page's words, and what the record must hold: both, then the later's.
    """

    page: str
    made: Callable[[Register], tuple[Any, Callable[[], Any]]]
    first: Sent
    second: Sent
    late: Sent
    now: str
    both: Sent
    decided: Sent


def _compound(register: Register) -> Any:
    found = register.unserved
    return [found.public_id], lambda: selectors.basics_entry(_fresh(found))


def _enterprise(register: Register) -> Any:
    found = register.enterprise
    return [found.public_id], lambda: selectors.enterprise_entry(_fresh(found))


def _contract(register: Register) -> Any:
    found = sign(register, register.unserved)
    return [found.public_id], lambda: selectors.contract_entry(_fresh(found), in_full=True)


def _unit(register: Register) -> Any:
    found = enter(register)
    return [found.public_id], lambda: selectors.unit_entry(_fresh(found))


def _owner(register: Register) -> Any:
    found = sell(register, enter(register), owner(1))[0].owner
    return [found.public_id], lambda: selectors.owner_entry(_fresh(found))


def _space(register: Register) -> Any:
    found = enter_place(register, SPACE)
    return [found.public_id, PlaceSort.PARKING], lambda: selectors.place_entry(_fresh(found))


def _room(register: Register) -> Any:
    found = enter_place(register, ROOM)
    return [found.public_id, PlaceSort.PREMISES], lambda: selectors.place_entry(_fresh(found))


def _fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


CASES = [
    Case(
        "compound_edit", _compound,
        {"households": "168", "area": "2.5"}, {"buildings": "4"}, {"area": "3"},
        "现为：2.5",
        {"households": 168, "area": 250, "buildings": 4}, {"households": 168, "area": 300},
    ),
    Case(
        "enterprise_edit", _enterprise,
        {"name": "演示物业（甲）"}, {"uscc": "X1"}, {"name": "演示物业（乙）"},
        "现为：演示物业（甲）",
        {"name": "演示物业（甲）", "uscc": "X1"}, {"name": "演示物业（乙）", "uscc": "X1"},
    ),
    Case(
        "contract_amend", _contract,
        {"remark": "甲改", "service_items": ["order"]}, {"manager_phone": "13900005678"},
        {"service_items": ["cleaning"]},
        "现为：维护秩序",
        {"remark": "甲改", "service_items": ["order"], "manager_phone": "13900005678"},
        {"remark": "甲改", "service_items": ["cleaning"], "manager_phone": "13900005678"},
    ),
    Case(
        "unit_edit", _unit,
        {"use": "commercial", "area": "90"}, {"floor": "11"}, {"use": "garage"},
        "现为：商业",
        {"use": "commercial", "area": 9000, "floor": 11}, {"use": "garage", "area": 9000},
    ),
    Case(
        "owner_edit", _owner,
        {"phone": "13900005678"}, {"name": "王改名"}, {"phone": "13700001111"},
        "现为：139****5678",
        {"phone": "13900005678", "name": "王改名"}, {"phone": "13700001111", "name": "王改名"},
    ),
    Case(
        "place_edit", _space,
        {"is_registrable": "on"}, {"area": "13"}, {"area": "14"},
        "现为：13",
        {"is_registrable": True, "area": 1300}, {"is_registrable": True, "area": 1400},
    ),
    Case(
        "place_edit", _room,
        {"source": "rented"}, {"area": "121"}, {"source": "other"},
        "现为：租赁",
        {"source": "rented", "area": 12_100}, {"source": "other", "area": 12_100},
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.made.__name__)
def test_two_tabs_keep_both_corrections_and_undo_none(register: Register, case: Case) -> None:
    arguments, stands = case.made(register)
    client = personas.client("shancheng")
    names = ("public_id", "sort")[: len(arguments)]
    address = reverse(f"registry:{case.page}", kwargs=dict(zip(names, arguments, strict=True)))
    first, second, late = (opened(client, address) for _tab in range(3))
    assert client.post(address, {**first, **case.first}).status_code == 302
    assert client.post(address, {**second, **case.second}).status_code == 302
    assert _held(stands, case.both) == case.both
    before = Act.objects.exclude(verb=REFUSED).count()

    refused = client.post(address, {**late, **case.late})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert case.now in page
    assert "本次未保存" in page
    assert _held(stands, case.both) == case.both
    form = refused.context["form"]
    typed = {name: form[name].value() for name in case.late}
    assert typed == case.late, "what was typed stays in the form"

    again = {**late, **case.late, "replaces": form["replaces"].value()}
    assert client.post(address, again).status_code == 302
    assert _held(stands, case.decided) == case.decided
    assert client.post(address, again).status_code == 302, "sent twice it counts once"
    assert Act.objects.exclude(verb=REFUSED).count() == before + 1


def _held(stands: Callable[[], Any], names: Sent) -> Sent:
    values = stands().values
    return {name: values[name] for name in names}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.made.__name__)
def test_a_page_that_does_not_say_what_it_showed_saves_nothing(
    register: Register, case: Case
) -> None:
    arguments, stands = case.made(register)
    client = personas.client("shancheng")
    names = ("public_id", "sort")[: len(arguments)]
    address = reverse(f"registry:{case.page}", kwargs=dict(zip(names, arguments, strict=True)))
    sent, before = opened(client, address), stands().values
    for made_up in ("", "name", "name:0000000000000000"):
        late = client.post(address, {**sent, **case.first, "replaces": made_up})
        assert late.status_code == 422
    assert stands().values == before


def test_numbers_of_an_owner_stand_on_no_page_in_the_open(register: Register) -> None:
    (public_id,), stands = _owner(register)
    client = personas.client("shancheng")
    address = reverse("registry:owner_edit", args=[public_id])
    late = opened(client, address)
    client.post(address, {**opened(client, address), "phone": "13900005678"})
    refused = client.post(address, {**late, "phone": "13700001111"}).content.decode()
    held = stands().values
    for page in (client.get(address).content.decode(), refused):
        assert held["id_number"] not in page
        assert held["phone"] not in page


def test_a_class_set_meanwhile_is_told_with_its_name(register: Register) -> None:
    client = personas.client("shancheng")
    address = reverse("registry:compound_class", args=[register.unserved.public_id])
    late = opened(client, address)
    classify(register, register.unserved, "2")
    wanted = {**late, "value": "3", "from_on": TODAY.isoformat()}
    refused = client.post(address, wanted)
    assert refused.status_code == 422
    assert "现为：" in refused.content.decode()
    assert selectors.traits_entry(register.unserved).values["class"] == "2"
    again = {**wanted, "replaces": refused.context["form"]["replaces"].value()}
    assert client.post(address, again).status_code == 302
    assert selectors.traits_entry(register.unserved).values["class"] == "3"


def test_owners_are_not_replaced_by_somebody_who_has_not_seen_them(register: Register) -> None:
    unit = enter(register)
    client = personas.client("meiyuan")
    address = reverse("registry:unit_owners", args=[unit.public_id])
    late = opened(client, address)["replaces"]
    sell(register, unit, owner(1))
    refused = client.post(address, sale("王乙", replaces=late))
    assert refused.status_code == 422
    assert "现为：王*" in refused.content.decode()
    assert Owner.objects.count() == 1
    again = sale("王乙", replaces=refused.context["form"]["replaces"].value())
    assert client.post(address, again).status_code == 302


def test_the_voter_is_not_changed_by_somebody_who_has_not_seen_the_owners(
    register: Register,
) -> None:
    unit = enter(register)
    half = {"numerator": 1, "denominator": 2}
    both = [owner(1, is_voter=True, **half), owner(2, **half)]
    rows = sell(register, unit, *both)
    client = personas.client("meiyuan")
    address = reverse("registry:unit_voter", args=[unit.public_id])
    late = opened(client, address)
    second = next(row.owner for row in rows if row.owner.name == owner(2).name)
    first = next(row.owner for row in rows if row.owner.name == owner(1).name)
    services.designate_voter(
        actor=register.street, at=AT, unit=unit.public_id, owner=second.public_id
    )
    refused = client.post(address, {**late, "owner": str(first.public_id)})
    assert refused.status_code == 422
    assert client.post(address, {**late, "owner": str(second.public_id)}).status_code == 302


def test_the_service_refuses_under_its_lock_and_names_the_field(register: Register) -> None:
    (public_id,), stands = _owner(register)
    read = stands()
    values = {"name": read.values["name"], "kind": OwnerKind.PERSON}
    asked: dict[str, Any] = {"actor": register.street, "at": AT, "owner": public_id}
    services.edit_owner(**asked, **values, phone="13900005678", replaces=read.version)
    with pytest.raises(ChangedMeanwhile) as refused:
        services.edit_owner(**asked, **values, phone="13700001111", replaces=read.version)
    assert refused.value.now == {"phone": "139****5678"}
    services.edit_owner(**asked, **values, phone="139-0000-5678", replaces=read.version)
    assert stands().values["phone"] == "13900005678"


def test_a_unit_renamed_meanwhile_does_not_stop_the_change_of_its_space(
    register: Register,
) -> None:
    unit = enter(register)
    facts = replace(SPACE, unit=unit.label)
    row = enter_place(register, facts)
    read = selectors.place_entry(row).version
    moved = replace(selectors.unit_facts(unit), room="1204")
    services.edit_unit(actor=register.street, at=AT, unit=unit.public_id, facts=moved)
    changed = services.change_place(
        actor=register.street, at=AT, place=row.public_id, facts=replace(facts, area=1300),
        from_on=row.from_on, replaces=read,
    )  # fmt: skip
    assert isinstance(changed, ParkingSpace)
    assert (changed.area, changed.unit_id) == (1300, unit.pk)
