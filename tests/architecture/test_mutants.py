"""Every planted fault of tests/mutants.toml still fits the tree, and names a test that exists."""

from __future__ import annotations

import ast

from tests.architecture.project import ROOT, assert_none, syntax
from tools import mutants

PROPERTIES = ROOT / "docs" / "properties.md"


def _fault(mutant: mutants.Mutant) -> str:
    """What is wrong with an entry; empty when nothing is."""
    source = ROOT / mutant.file
    if not source.is_file():
        return f"{mutant.what}: no file {mutant.file}"
    try:
        ast.parse(mutant.faulty(source.read_text("utf-8")) if source.suffix == ".py" else "")
    except (mutants.BadEntry, SyntaxError) as wrong:
        return f"{mutant.what}: {wrong}"
    path, _, rest = mutant.test.partition("::")
    name = rest.split("[")[0].split("::")[-1]
    if not (ROOT / path).is_file():
        return f"{mutant.what}: no file {path}"
    defined = {node.name for node in ast.walk(syntax(ROOT / path)) if hasattr(node, "name")}
    return "" if name in defined else f"{mutant.what}: no test {name} in {path}"


def test_every_mutant_fits() -> None:
    faults = {fault for mutant in mutants.entries() if (fault := _fault(mutant))}
    assert_none(faults, "bring tests/mutants.toml up to date, see tools/mutants.py")


def test_every_property_with_a_mutant_is_described() -> None:
    described = PROPERTIES.read_text("utf-8")
    missing = {m.property for m in mutants.entries() if f"| {m.property} |" not in described}
    assert_none(missing, "say in docs/properties.md how the property is shown")
