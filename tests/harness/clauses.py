"""Which policy clauses a passing test showed working: ``.results/clauses.json``.

``@pytest.mark.clause("DH-4.7.1")`` on a test says so; ``linli policy coverage`` reads the file
(clause to the tests that passed). ``tests/architecture/test_clauses.py`` refuses unknown clauses.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

RESULTS = Path(__file__).parent.parent.parent / ".results" / "clauses.json"
PROPERTY = "clause"

_passed: dict[str, set[str]] = defaultdict(set)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Carry the marks on the reports, which travel from the workers to the controller."""
    for item in items:
        for mark in item.iter_markers("clause"):
            item.user_properties.extend((PROPERTY, clause) for clause in mark.args)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note the clauses of a test that passed."""
    if report.when == "call" and report.passed:
        for name, clause in report.user_properties:
            if name == PROPERTY:
                _passed[str(clause)].add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Add this run's clauses to the file; ``make test`` starts with an empty one."""
    if hasattr(session.config, "workerinput") or not _passed:
        return
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for clause, tests in _passed.items():
        known[clause] = sorted({*known.get(clause, ()), *tests})
    RESULTS.parent.mkdir(exist_ok=True)
    text = json.dumps(dict(sorted(known.items())), indent=2)
    RESULTS.write_text(text + "\n", encoding="utf-8")
