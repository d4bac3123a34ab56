"""Parking spaces and premises: entered once, changed with dates, ended, never rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from linli.journal.models import Act
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.registry import selectors, services
from linli.registry.data import (
    ParkingFacts,
    ParkingKind,
    PlaceSort,
    PremisesFacts,
    PremisesKind,
    PremisesSource,
    Tenure,
    UnitFacts,
)
from linli.registry.models import ParkingSpace, ServicePremises
from tests import personas
from tests.registry.conftest import AT, TODAY, Register

YESTERDAY = TODAY - timedelta(days=1)
SPACE = ParkingFacts("B1-001", kind=ParkingKind.UNDERGROUND, tenure=Tenure.RENTED, area=1250)
ROOM = PremisesFacts(
    "3号楼一层", kind=PremisesKind.SERVICE, area=12_000, source=PremisesSource.PLANNED
)
Facts = ParkingFacts | PremisesFacts


def enter(register: Register, facts: Facts = SPACE, from_on: date | None = None) -> Any:
    return services.register_place(
        actor=register.street, at=AT, compound=register.served.public_id, facts=facts,
        from_on=from_on,
    )  # fmt: skip


def change(register: Register, row: Any, facts: Facts, from_on: date | None) -> Any:
    return services.change_place(
        actor=register.street, at=AT, place=row.public_id, facts=facts, from_on=from_on
    )


def end(register: Register, row: Any, to_on: date = TODAY, reason: str = "改为绿地") -> Any:
    return services.end_place(
        actor=register.street, at=AT, place=row.public_id, sort=PlaceSort.PARKING, to_on=to_on,
        reason=reason,
    )  # fmt: skip


@pytest.mark.parametrize("facts", [SPACE, ROOM])
def test_entered_once(register: Register, facts: Facts) -> None:
    enter(register, facts)
    before = Act.objects.count()
    with pytest.raises(Conflict):
        enter(register, facts)
    assert Act.objects.count() == before
    figures = selectors.place_figures(register.served, on=TODAY)
    assert figures.parking + figures.premises == 1


@pytest.mark.parametrize(
    "facts",
    [
        ParkingFacts("1", area=-1),
        ParkingFacts("1", area=0),
        ParkingFacts("  "),
        ParkingFacts("1", unit="9-9-999"),
        PremisesFacts("", kind=PremisesKind.SERVICE, area=1),
        PremisesFacts("1号楼", kind=PremisesKind.SERVICE, area=-1),
    ],
)
def test_nonsense_is_refused(register: Register, facts: Facts) -> None:
    with pytest.raises(BadInput):
        enter(register, facts)
    assert not ParkingSpace.objects.exists()
    assert not ServicePremises.objects.exists()


def test_a_change_keeps_what_was_before(register: Register) -> None:
    row = enter(register, from_on=date(2015, 1, 1))
    sold = ParkingFacts("B1-001", kind=ParkingKind.UNDERGROUND, tenure=Tenure.OWNED, area=1250)
    new = change(register, row, sold, TODAY)
    for day, tenure in ((YESTERDAY, "rented"), (TODAY, "owned")):
        assert [found.tenure for found in ParkingSpace.objects.on(day)] == [tenure]
    corrected = ParkingFacts("B1-001", kind=ParkingKind.UNDERGROUND, tenure=Tenure.SHARED)
    assert change(register, new, corrected, TODAY).pk == new.pk
    before = Act.objects.count()
    change(register, new, corrected, TODAY)
    assert Act.objects.count() == before
    with pytest.raises(Conflict):
        change(register, new, sold, date(2014, 1, 1))
    with pytest.raises(Conflict):
        change(register, row, sold, None)


def test_an_end_lies_after_the_start_and_needs_a_reason(register: Register) -> None:
    row = enter(register, from_on=YESTERDAY)
    with pytest.raises(Conflict):
        end(register, row, YESTERDAY)
    with pytest.raises(BadInput):
        end(register, row, reason=" ")
    end(register, row)
    assert selectors.place_figures(register.served, on=YESTERDAY).parking == 1
    assert selectors.place_figures(register.served, on=TODAY).parking == 0
    assert enter(register, from_on=TODAY).pk != row.pk


@pytest.mark.parametrize("from_on", [None, date(2015, 1, 1), YESTERDAY])
def test_no_two_entries_of_a_number_share_a_day(register: Register, from_on: date | None) -> None:
    """A number that was given up can be given again, but not for days it was taken."""
    first = enter(register, from_on=date(2014, 1, 1))
    end(register, first)
    with pytest.raises(Conflict):
        enter(register, from_on=from_on)
    other = enter(register, ParkingFacts("G-7"), from_on=from_on)
    with pytest.raises(Conflict):
        change(register, other, SPACE, from_on)
    assert change(register, other, SPACE, TODAY).number == SPACE.number


def test_a_space_belongs_to_a_unit_of_the_same_compound(register: Register) -> None:
    unit = services.register_unit(
        actor=register.street, at=AT, compound=register.served.public_id,
        unit=UnitFacts(building="3", entrance="1", room="402"),
    )  # fmt: skip
    assert enter(register, ParkingFacts("1", unit="3-1-402")).unit == unit
    with pytest.raises(BadInput):
        services.register_place(
            actor=register.street, at=AT, compound=register.unserved.public_id,
            facts=ParkingFacts("1", unit="3-1-402"), from_on=None,
        )  # fmt: skip


def test_a_stranger_finds_nothing(register: Register) -> None:
    row = enter(register)
    with pytest.raises(NotFound):
        services.change_place(
            actor=personas.actor("dianzi"), at=AT, place=row.public_id, facts=SPACE, from_on=None
        )


def test_the_list_is_searched_narrowed_and_exported(register: Register) -> None:
    enter(register)
    enter(register, ParkingFacts("G-7"))
    browser = personas.client("meiyuan")
    address = reverse("registry:places", args=[register.served.public_id, "parking"])
    for query, shown, hidden in (("q=g-", "G-7", "B1-001"), ("kind=underground", "B1-001", "G-7")):
        page = browser.get(f"{address}?{query}").content.decode()
        assert shown in page
        assert hidden not in page
    assert browser.get(f"{address}?format=xlsx").content[:2] == b"PK"
    nothing = reverse("registry:places", args=[register.served.public_id, "nothing"])
    assert browser.get(nothing).status_code == 404


def test_entered_and_changed_by_the_form(register: Register) -> None:
    browser = personas.client("meiyuan")
    browser.post(
        reverse("registry:place_new", args=[register.served.public_id, "premises"]),
        {"address": "3号楼一层", "kind": "service", "area": "120.5", "source": "planned"},
    )
    row = ServicePremises.objects.get()
    assert row.area == 12_050
    address = reverse(
        "registry:place_edit", kwargs={"sort": "premises", "public_id": row.public_id}
    )
    assert "120.5" in browser.get(address).content.decode()
    wrong = {"address": "3号楼一层", "kind": "service", "area": "-1", "from_on": "2020-01-01"}
    assert browser.post(address, wrong).status_code == 422
    assert ServicePremises.objects.get().area == 12_050
