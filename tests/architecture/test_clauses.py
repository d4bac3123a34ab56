"""``@pytest.mark.clause`` names clauses that are in the profiles."""

from __future__ import annotations

import ast

import yaml

from tests.architecture.project import (
    PACKAGE,
    assert_none,
    called,
    own_files,
    python_files,
    syntax,
    where,
)


def _known() -> set[str]:
    """The ids of all clauses in all layers, read without the policy app."""
    known: set[str] = set()
    for path in own_files():
        if path.suffix == ".yaml" and path.is_relative_to(PACKAGE / "profiles"):
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            entries = content if isinstance(content, list) else []
            known |= {entry["clause"] for entry in entries if "clause" in entry}
    return known


def test_marks_name_clauses_that_exist() -> None:
    known = _known()
    unknown = [
        f"{where(path, node)} {ast.unparse(argument)}"
        for path in python_files("tests")
        if "harness" not in path.parts
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and called(node) == "clause"
        for argument in node.args
        if not (isinstance(argument, ast.Constant) and argument.value in known)
    ]
    assert_none(unknown, "write the id as it stands in linli/profiles, as a plain string")
