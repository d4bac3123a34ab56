"""The arithmetic of five districts, answered by the layers we ship (tests/policy/golden)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from linli.policy.explaining import explain
from tests.harness.golden import Case, cases, same
from tests.policy.books import book

FOLDER = Path(__file__).parent / "golden"
CASES = list(cases(FOLDER))


@pytest.mark.parametrize("case", CASES)
def test_the_layers_answer(case: Case) -> None:
    found = explain(
        book(case.division), case.key, on=date.fromisoformat(case.on), inputs=case.input
    )
    told: dict[str, object] = {
        "value": found.value,
        "outcome": found.outcome,
        "open": ", ".join(found.open),
    }
    told |= {f"details.{name}": value for name, value in found.details.items()}
    wrong = {
        name: (expected, told.get(name))
        for name, expected in case.output.items()
        if not same(expected, told.get(name))
    }
    assert not wrong, found.steps
    clauses = {citation.clause for citation in found.citations}
    assert case.clause in clauses, "the answer rests on another clause"
    assert found.open or found.steps
