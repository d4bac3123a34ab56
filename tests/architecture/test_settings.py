"""Every setting is in the operator's handbook, and every setting there exists."""

from __future__ import annotations

import ast
import re

from tests.architecture.project import ROOT, assert_none, python_files, syntax

HANDBOOK = ROOT / "docs" / "operations.md"


def _read_from_the_environment() -> set[str]:
    return {
        str(node.args[0].value)
        for path in python_files("linli")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_setting_is_documented() -> None:
    handbook = HANDBOOK.read_text(encoding="utf-8")
    undocumented = {name for name in _read_from_the_environment() if f"`{name}`" not in handbook}
    assert_none(undocumented, "add it to the table of settings in docs/operations.md")


def test_every_documented_setting_exists() -> None:
    documented = set(re.findall(r"`(LINLI_[A-Z_]+)`", HANDBOOK.read_text(encoding="utf-8")))
    assert_none(documented - _read_from_the_environment(), "take it out of docs/operations.md")
