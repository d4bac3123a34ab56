"""Nothing about a person becomes public, and nothing that is not on the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.disclosure import rules
from linli.disclosure.data import Item, ItemKind, State
from linli.disclosure.labels import BREACHES, FACTS

from .samples import DISTRICT, SERVED, compound, coverage


def breaches(*items: Item, title: str = "进展", lead: str = "") -> list[tuple[str, str]]:
    found = rules.breaches(
        title=title, lead=lead, printed=("六（二）",), division=DISTRICT, items=items
    )
    return [(breach.code, breach.key) for breach in found]


def test_the_usual_rows_are_public() -> None:
    assert breaches(coverage(), compound(**SERVED)) == []


@pytest.mark.parametrize(
    "key", ["manager_name", "manager_phone", "remark", "uscc", "owner", "households", "phone", ""]
)
@pytest.mark.parametrize("kind", list(ItemKind))
def test_a_fact_that_is_not_listed_is_refused(kind: ItemKind, key: str) -> None:
    fact: dict[str, Any] = {key: "x"}
    item = coverage(**fact) if kind == ItemKind.COVERAGE else compound(**fact)
    assert breaches(item) == [("not_public", key)]


@given(st.text(min_size=1, max_size=30))
def test_only_listed_facts_ever_pass(key: str) -> None:
    known = rules.ALLOWED[ItemKind.COMPOUND].keys()
    usual = compound()
    refused = ("not_public", key) in breaches(replace(usual, data={**usual.data, key: "梅"}))
    assert refused == (key not in known)


@pytest.mark.parametrize(
    "words",
    [
        "13812341234",
        "138 1234 1234",
        "138-1234-1234",
        "１３８１２３４１２３４",
        "138—1234—1234",
        "0632-8811234",
        "（0632）8811234",
        "电话8811234",
        "37040619800101123X",
        "user@example.org",
        "user＠example.org",
    ],
)
def test_personal_numbers_and_mailboxes_are_refused_everywhere(words: str) -> None:
    assert breaches(compound(enterprise=f"物业 {words}")) == [("personal", "enterprise")]
    assert breaches(compound(service_items=["保洁", words])) == [("personal", "service_items")]
    assert breaches(compound(name=f"福源{words}")) == [("personal", "name")]
    assert breaches(compound(), title=words) == [("personal", "")]
    assert breaches(compound(), lead=f"请拨打 {words}。") == [("personal", "")]


@pytest.mark.parametrize(
    "words", ["梅园（西24.25号楼）", "2020年10月10日", "截至2020-10-10 09:30", "20/41 = 48.78 %"]
)
def test_addresses_days_and_figures_are_not_personal(words: str) -> None:
    assert not rules.is_personal(words)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (coverage(covered="2"), ("fact_shape", "covered")),
        (coverage(covered=True), ("fact_shape", "covered")),
        (coverage(covered=-1), ("fact_shape", "covered")),
        (coverage(covered=3), ("more_than_all", "covered")),
        (coverage(percent="NaN"), ("fact_shape", "percent")),
        (coverage(percent=Decimal("100.01")), ("fact_shape", "percent")),
        (coverage(percent=50.0), ("fact_shape", "percent")),
        (coverage(total=None), ("fact_missing", "total")),
        (compound(covered=1), ("fact_shape", "covered")),
        (compound(since="12/10/2020"), ("fact_shape", "since")),
        (compound(enterprise={"name": "x"}), ("fact_shape", "enterprise")),
        (compound(enterprise="长" * 201), ("fact_shape", "enterprise")),
        (compound(service_items="保洁"), ("fact_shape", "service_items")),
        (compound(service_items=["保洁", {"phone": 1}]), ("fact_shape", "service_items")),
        (compound(name=" "), ("fact_shape", "name")),
        (compound(division="370407001001"), ("outside", "")),
    ],
)
def test_values_have_the_shape_of_their_fact(item: Item, expected: tuple[str, str]) -> None:
    assert breaches(item) == [expected]


def test_the_whole_is_looked_at() -> None:
    assert breaches() == [("item_count", "")]
    assert breaches(compound(), compound()) == [("twice", "")]
    assert breaches(compound(), title=" ") == [("title_length", "")]
    assert breaches(compound(), lead="长" * 2001) == [("lead_length", "")]


def test_what_is_stored_is_plain_and_without_empty_facts() -> None:
    item = compound(enterprise=None, since=date(2020, 10, 12), service_items=("保洁",))
    assert rules.public_data(item) == {
        "community": "梅园社区",
        "covered": True,
        "service_items": ["保洁"],
        "since": "2020-10-12",
    }


@pytest.mark.parametrize(
    ("withdrawn", "superseded", "to_on", "expected"),
    [
        (False, False, None, State.IN_FORCE),
        (False, False, date(2020, 10, 11), State.IN_FORCE),
        (False, False, date(2020, 10, 10), State.ENDED),
        (False, True, date(2020, 10, 10), State.SUPERSEDED),
        (True, True, None, State.WITHDRAWN),
    ],
)
def test_states(withdrawn: bool, superseded: bool, to_on: date | None, expected: State) -> None:
    on = date(2020, 10, 10)
    found = rules.state(withdrawn=withdrawn, superseded=superseded, to_on=to_on, on=on)
    assert found == expected


def test_every_fact_has_a_label() -> None:
    keys = {key for facts in rules.ALLOWED.values() for key in facts}
    assert keys <= FACTS.keys()
    assert all(str(text) for text in BREACHES.values())
