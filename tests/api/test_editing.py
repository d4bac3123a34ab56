"""Programs and people at one record: a program says which version it read, by the same rule."""

from __future__ import annotations

import pytest

from linli.kernel.editing import ANYTHING
from tests.api.calling import Caller
from tests.api.samples import body_of
from tests.permissions.subjects import _compound
from tests.permissions.subjects import address as address_of
from tests.permissions.table import rows

BASICS = {
    "name": "测试小区",
    "buildings": 3,
    "households": 90,
    "built_year": None,
    "area": 500_000,
}
CHANGES = ("compound_edit", "enterprise_edit", "unit_edit", "owner_edit", "space_change",
           "premises_change")  # fmt: skip


def test_a_program_undoes_nothing_it_has_not_read(district: None) -> None:
    caller, address = Caller("shancheng"), f"compounds/{_compound().public_id}"
    read = caller.get(address).json()
    first = caller.post(f"{address}/basics", {**BASICS, "replaces": read["version"]}).json()
    assert (first["buildings"], first["households"]) == (3, 90)

    # The later has read the former state: what it leaves as it was stays, what it changes is set.
    left = {name: read[name] for name in BASICS}
    later = {**left, "built_year": 2001, "replaces": read["version"]}
    second = caller.post(f"{address}/basics", later).json()
    assert {name: second[name] for name in BASICS} == {**BASICS, "built_year": 2001}

    refused = caller.post(f"{address}/basics", {**later, "households": 91})
    assert refused.status_code == 409
    told = refused.json()
    assert told["code"] == "changed_meanwhile"
    assert [(one["column"], one["value"]) for one in told["findings"]] == [("households", "90")]
    assert caller.get(address).json()["households"] == 90

    now = {**later, "households": 91, "replaces": caller.get(address).json()["version"]}
    assert caller.post(f"{address}/basics", now).json()["households"] == 91


def test_a_program_may_say_that_it_replaces_whatever_stands_there(district: None) -> None:
    caller, address = Caller("shancheng"), f"compounds/{_compound().public_id}/basics"
    assert caller.post(address, {**BASICS, "replaces": ANYTHING}).status_code == 200
    for missing in ({}, {"replaces": ""}, {"replaces": "anything"}):
        assert caller.post(address, {**BASICS, **missing}).status_code == 422


def test_the_version_covers_what_is_said_from_a_day_on(district: None) -> None:
    caller, address = Caller("shancheng"), f"compounds/{_compound().public_id}"
    read = caller.get(address).json()["version"]
    sent = {"trait": "mode", "value": "market", "from_on": "2020-10-01", "replaces": read}
    assert caller.post(f"{address}/traits", sent).status_code == 200
    refused = caller.post(f"{address}/traits", {**sent, "value": "street_company"})
    assert refused.status_code == 409
    assert refused.json()["findings"][0]["column"] == "mode"


@pytest.mark.parametrize("name", CHANGES)
def test_a_field_that_is_left_out_of_a_change_is_not_taken_for_an_empty_one(
    district: None, name: str
) -> None:
    """Who forgets the area of a unit would otherwise take it away."""
    row = next(row for row in rows() if row.route == f"api:{name}")
    caller, path = Caller("shancheng"), address_of(row.route, row.subject).removeprefix("/api/")
    whole = body_of(name) or {}
    for field in whole.keys() - {"phone"}:
        answer = caller.post(path, {key: whole[key] for key in whole if key != field})
        assert answer.status_code == 422
        assert [one["column"] for one in answer.json()["findings"]] == [field]
    assert caller.post(path, whole).status_code == 200
