"""No worked number of the domain is silently missing: each is in a golden case or a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.harness.golden import cases
from tests.policy.books import source

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NUMBER = re.compile(r"\b[JSTDH]\d{1,2}\b|bond table")


def asked_for() -> set[str]:
    """J1-J7, S1-S10, T1-T3, D1-D20, H1-H7, the bond table, and T01-T58."""
    facts = {"J": 7, "S": 10, "T": 3, "D": 20, "H": 7}
    of_papers = {f"{letter}{n}" for letter, most in facts.items() for n in range(1, most + 1)}
    return of_papers | {f"T{n:02d}" for n in range(1, 59)} | {"bond table"}


def in_golden_cases() -> set[str]:
    named = (f"{case.name} {case.source}" for (case,) in (c.values for c in cases(HERE / "golden")))
    return {number for words in named for number in NUMBER.findall(words)}


def elsewhere() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((HERE / "numbers.yaml").read_text(encoding="utf-8"))
    return found


def test_every_number_is_shown() -> None:
    missing = asked_for() - in_golden_cases() - set(elsewhere())
    assert not missing


def test_the_list_names_no_number_twice_and_none_of_its_own() -> None:
    assert not set(elsewhere()) & in_golden_cases()
    assert set(elsewhere()) <= asked_for()


@pytest.mark.parametrize("test", sorted(set(elsewhere().values())))
def test_what_shows_a_number_is_there(test: str) -> None:
    path, _colons, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.clause("TJ-2.1.1a", "TJ-2.2.1a", "TJ-2.3.1a", "TJ-2.4.1")
def test_the_city_paper_has_its_fourteen_headings() -> None:
    """T1: three things ahead, three open, three on record, five in place."""
    (paper,) = (d for d in source("tj").documents if d.clauses[0].entry.clause.startswith("TJ-0"))
    places = (clause.entry.cite for clause in paper.clauses)
    found = {m.group() for cite in places for m in re.finditer(r"二（[一二三四]）\d", cite)}
    parts = {part: sum(cite.startswith(f"二（{part}）") for cite in found) for part in "一二三四"}
    assert parts == {"一": 3, "二": 3, "三": 3, "四": 5}
