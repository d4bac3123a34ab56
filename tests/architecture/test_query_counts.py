"""The recorded query counts are those of tests that exist, and lists are among them."""

from __future__ import annotations

import ast
import json

from tests.architecture.project import assert_none, python_files, syntax
from tests.harness.query_counts import FILE
from tests.permissions.table import rows


def test_every_recorded_count_is_counted_by_a_test() -> None:
    counted = {
        str(node.value)
        for path in python_files("tests")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant)
    }
    counted |= {row.page for row in rows() if row.method == "GET" and row.opened_by}
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    assert_none(set(recorded) - counted, f"no test counts these: remove them from {FILE.name}")
