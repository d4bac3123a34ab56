"""What becomes of the 332 clauses: counted by district, never below the recorded floor."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from linli.cli.main import main
from linli.policy.data.inventory import inventory
from linli.policy.selectors import (
    ClauseCoverage,
    clause_coverage,
    district_coverage,
    sunk,
)

FLOOR = Path(__file__).parent / "coverage_floor.json"


@pytest.fixture(scope="module")
def clauses() -> tuple[ClauseCoverage, ...]:
    return clause_coverage()


def test_the_inventory_has_every_clause_once() -> None:
    ids = [entry.id for entry in inventory()]
    assert len(ids) == len(set(ids)) == 332
    districts = Counter(entry.district for entry in inventory())
    assert districts == {"JN": 80, "ST": 66, "TJ": 34, "DH": 80, "HM": 72}
    assert len({entry.tag for entry in inventory()}) == 47


def test_no_count_sinks_below_its_floor(clauses: tuple[ClauseCoverage, ...]) -> None:
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    counts = district_coverage(clauses)
    assert not sunk(counts, floor)
    raised = {"JN": {"mapped": counts["JN"].mapped + 1}}
    assert sunk(counts, raised) == [f"JN mapped: {counts['JN'].mapped} < {counts['JN'].mapped + 1}"]


def test_at_most_a_tenth_is_not_for_the_system(clauses: tuple[ClauseCoverage, ...]) -> None:
    out = [clause for clause in clauses if clause.state == "not_for_system"]
    assert len(out) <= len(clauses) // 10
    assert all(clause.reason for clause in out)


def test_a_clause_names_what_it_sets_who_reads_it_and_what_showed_it(tmp_path: Path) -> None:
    results = tmp_path / "clauses.json"
    results.write_text('{"ST-A5.3": ["tests/a.py::test_b"]}', encoding="utf-8")
    found = {clause.id: clause for clause in clause_coverage(results)}
    report = found["ST-A5.3"]
    assert report.provisions == ("duty:progress_report",)
    assert any(reader.startswith("linli.duties.services") for reader in report.read_by)
    assert report.tests == ("tests/a.py::test_b",)
    basic = found["DH-4.7.1"]
    assert "formula:subsidy.basic" in basic.provisions
    assert "linli.policy.formulas.fees.area_rate_by_plan_year" in basic.read_by
    assert not basic.tests


def test_the_command_answers_one_object_per_clause(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["policy", "coverage", "--json", "--floor", str(FLOOR)])
    told = json.loads(capsys.readouterr().out)
    assert len(told["clauses"]) == 332
    assert set(told["clauses"][0]) == {
        "id", "tag", "district", "state", "reason", "provisions", "read_by", "tests",
    }  # fmt: skip
    assert code == (0 if told["ok"] else 1)
    assert not told["below_floor"]
