"""The made-up districts: published totals to the last digit, the same bytes each time."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Sum
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.accounts.data import Role
from linli.cli import demo
from linli.cli.main import main
from linli.cli.sample.canaries import owner_id
from linli.cli.sample.data import MARK, Sample
from linli.cli.sample.described import sample_facts, totals
from linli.cli.sample.donghe import DONGHE
from linli.cli.sample.generate import register_of, shares
from linli.cli.sample.haimen import HAIMEN
from linli.cli.sample.jinnan import JINNAN
from linli.kernel import clock
from linli.policy import selectors as policy
from linli.registry.models import (
    Compound,
    CompoundTrait,
    Enterprise,
    Owner,
    OwnerLogin,
    Ownership,
    ParkingSpace,
    ServicePeriod,
    ServicePremises,
)
from linli.registry.rules import id_faults, uscc_faults
from tests import personas

SAMPLES = (JINNAN, DONGHE, HAIMEN)
# Changed on purpose only: whoever compares two installations compares these.
DIGESTS = {
    "JN": "49654d90b46fbfac5b3f0ff57bc7e5cc5e569856fd2fbe95913fe05c5590ce40",
    "DH": "8df04748c25f280cec97f864600a95ebac9005546f1121dda217e1dcc6dc0a09",
    "HM": "b6f3ec0d384f1f7b94f25a87e0a209928394ebd9e52f634389ce2308092f9e5b",
}
PER_WAN = 10_000 * 100
"""Hundredths of a square metre in 万m², the unit the plan of 东河 prints."""


def published(key: str, sample: Sample) -> dict[str, int]:
    """The parts of a printed sum, as the district's loaded policy has them."""
    found = policy.explain(key, division=sample.code, on=sample.opens_on, inputs={})
    return {name: int(str(value)) for name, value in found.details.items()}


def counted(sample: Sample, trait: str) -> dict[str, int]:
    """Compounds of the district's register by what they are said to be on the opening day."""
    rows = CompoundTrait.objects.on(sample.opens_on).filter(district=sample.code, trait=trait)
    return dict(rows.values_list("value").annotate(Count("id")).order_by("value"))


def areas(sample: Sample, trait: str) -> dict[str, int]:
    """Areas of the register by trait, in 0.01 m²."""
    rows = CompoundTrait.objects.on(sample.opens_on).filter(district=sample.code, trait=trait)
    return dict(rows.values_list("value").annotate(Sum("compound__area")).order_by("value"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_the_same_seed_gives_the_same_bytes(sample: Sample) -> None:
    assert register_of(sample).digest() == register_of(sample).digest() == DIGESTS[sample.key]


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=200))
def test_shares_make_up_the_whole(total: int, weights: list[int]) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@pytest.mark.clause("JN-3.1")
def test_the_compounds_of_jinnan_are_those_its_plan_counts(districts: None) -> None:
    assert counted(JINNAN, "kind") == published("baseline.compounds", JINNAN)
    assert counted(JINNAN, "kind") == {
        "filed_commercial": 137,
        "other_old": 73,
        "renovated_old": 93,
        "resettlement": 91,
    }
    assert Compound.objects.filter(district=JINNAN.code).count() == 394


@pytest.mark.clause("DH-2.1")
def test_the_compounds_of_donghe_have_the_printed_counts_and_areas(districts: None) -> None:
    assert counted(DONGHE, "class") == published("baseline.compounds", DONGHE)
    assert counted(DONGHE, "class") == {"basic": 176, "market": 100, "quasi": 37, "self": 3}
    printed = published("baseline.area", DONGHE)
    assert areas(DONGHE, "class") == {name: 100 * area for name, area in printed.items()}
    in_wan = {name: Decimal(area) / PER_WAN for name, area in areas(DONGHE, "class").items()}
    assert in_wan == {
        "basic": Decimal("860.79"),
        "market": Decimal("1244.045"),
        "quasi": Decimal("249.31"),
        "self": Decimal("2.0515"),
    }
    assert sum(in_wan.values()) == Decimal("2356.1965")
    rows = Compound.objects.filter(district=DONGHE.code)
    assert (rows.count(), rows.values("community").distinct().count()) == (316, 66)


@pytest.mark.clause("DH-4.7.1", "DH-4.7.2")
def test_the_old_compounds_of_donghe_add_up_by_form_too(districts: None) -> None:
    printed = published("baseline.old_area_by_form", DONGHE)
    found = areas(DONGHE, "kind")
    assert {form: found[form] for form in printed} == {
        form: 100 * area for form, area in printed.items()
    }
    assert sum(printed.values()) == 11_101_000


@pytest.mark.clause("DH-2.3")
def test_the_enterprises_of_donghe_are_local_and_from_outside(districts: None) -> None:
    codes = Enterprise.objects.filter(district=DONGHE.code).values_list("uscc", flat=True)
    places = Counter("local" if code[2:8] == DONGHE.code else "outside" for code in codes)
    assert places == published("baseline.enterprises", DONGHE) == {"local": 53, "outside": 44}


@pytest.mark.clause("DH-3.3")
def test_all_but_the_self_run_compounds_of_donghe_are_served(districts: None) -> None:
    served = ServicePeriod.objects.on(DONGHE.opens_on).filter(district=DONGHE.code)
    assert served.count() == 313


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_everything_made_up_says_so(sample: Sample) -> None:
    register = register_of(sample)
    names = [entry.compound.name for entry in register.entries]
    names += [enterprise.name for enterprise in register.enterprises]
    assert all(name.startswith(MARK) for name in names)
    assert len(names) == len(set(names))
    for enterprise in register.enterprises:
        assert uscc_faults(enterprise.uscc) == ()
        assert enterprise.uscc[8:12] == "DEM0"
    for number in range(1, 400):
        assert id_faults(owner_id(sample, number)) == ()
        assert owner_id(sample, number).startswith("9999")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_the_patterns_of_the_canaries_find_their_examples(districts: None, sample: Sample) -> None:
    kinds = sample_facts(sample)["canaries"]
    assert len(kinds) == 5
    for kind in kinds:
        assert kind["examples"]
        assert all(re.fullmatch(kind["pattern"], example) for example in kind["examples"])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_a_district_has_somebody_in_every_post(districts: None, sample: Sample) -> None:
    roles = Counter(persona.role for persona in sample.people.personas)
    home = Counter(persona.role for persona in demo.people_of(demo.HOME).personas)
    assert roles == home
    assert roles[Role.STREET_OFFICER] == 2
    owners = Owner.objects.filter(district=sample.code, name__startswith="金丝雀")
    assert owners.count() == sample_facts(sample)["roster"]["owners"]


@pytest.mark.parametrize("key", demo.DISTRICTS)
def test_an_owner_finds_the_flat_and_its_canaries_on_the_page(districts: None, key: str) -> None:
    people = demo.people_of(key)
    login = next(persona.login for persona in people.personas if persona.role is Role.OWNER)
    page = personas.client(login).get(reverse("registry:own")).content.decode()
    own = OwnerLogin.objects.select_related("owner").get(user__login=login).owner
    assert own.district == people.district
    assert own.name.startswith("金丝雀")
    assert own.name in page
    assert own.phone.open() not in page
    assert Ownership.objects.filter(owner=own, is_voter=True, denominator=2).count() == 1


@pytest.mark.parametrize("key", demo.DISTRICTS)
def test_parking_spaces_and_rooms_are_there_and_say_that_they_are_made_up(
    districts: None, key: str
) -> None:
    code = demo.people_of(key).district
    for model in (ParkingSpace, ServicePremises):
        rows = list(model.objects.filter(district=code).select_related("compound"))
        assert rows
        assert all(str(row).startswith(MARK) for row in rows)
    spaces = ParkingSpace.objects.filter(district=code)
    assert spaces.filter(unit__isnull=False, tenure="owned").exists()
    compound = spaces.order_by("id")[0].compound
    browser = personas.client(demo.people_of(key).personas[0].login)
    for sort in ("parking", "premises"):
        page = browser.get(reverse("registry:places", args=[compound.public_id, sort]))
        assert MARK in page.content.decode()


def test_seeding_again_changes_nothing(districts: None) -> None:
    kept = (Compound, Enterprise, Owner, OwnerLogin, ParkingSpace, ServicePremises)
    before = [model.objects.count() for model in kept]
    demo.prepare(districts=["JN", "DH"])
    assert [model.objects.count() for model in kept] == before


def test_the_clock_stands_where_the_policies_of_all_are_in_force(districts: None) -> None:
    assert demo.present() == ["ST", "JN", "DH", "HM"]
    assert clock.today() == JINNAN.opens_on == date(2023, 6, 12)


def test_demo_tells_of_every_district(districts: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    by_key = {district["key"]: district for district in told["districts"]}
    assert list(by_key) == ["ST", "JN", "DH", "HM"]
    for sample in SAMPLES:
        district = by_key[sample.key]
        assert district["totals"] == totals(register_of(sample))
        assert all(district["objects"].values())
        assert district["canaries"]
        assert {persona.login for persona in sample.people.personas} == set(district["logins"])
    logins = [persona["login"] for persona in told["personas"]]
    assert len(logins) == len(set(logins)) == sum(len(item["logins"]) for item in by_key.values())
