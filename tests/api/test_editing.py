"""Programs and people at one record: a program says which version it read, by the same rule."""

from __future__ import annotations

from linli.kernel.editing import ANYTHING
from tests.api.calling import Caller
from tests.permissions.subjects import _compound

BASICS = {"name": "测试小区", "buildings": 3, "households": 90, "area": 500_000}


def test_a_program_undoes_nothing_it_has_not_read(district: None) -> None:
    caller, address = Caller("shancheng"), f"compounds/{_compound().public_id}"
    read = caller.get(address).json()
    first = caller.post(f"{address}/basics", {**BASICS, "replaces": read["version"]}).json()
    assert (first["buildings"], first["households"]) == (3, 90)

    # The later has read the former state: what it leaves as it was stays, what it changes is set.
    left = {name: read[name] for name in ("name", "buildings", "households", "area")}
    later = {**left, "built_year": 2001, "replaces": read["version"]}
    second = caller.post(f"{address}/basics", later).json()
    assert {name: second[name] for name in BASICS} == BASICS
    assert second["built_year"] == 2001

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
