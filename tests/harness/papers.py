"""What papers say, row by row in YAML tables: each row a test case that carries its clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from linli.policy.data import UNSET


def table(file: Path, name: str) -> list[list[Any]]:
    """The rows of one table of a file; the first cell of a row is the clause."""
    tables: dict[str, list[list[Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tables[name]


def stated(file: Path, name: str) -> list[Any]:
    """Each row of a table as a case marked with its clause; ``unset`` is what the paper leaves.

    The test that takes a row must find its clause in the layer: that is what tells a wrong id.
    """
    return [
        pytest.param(
            *(UNSET if cell == "unset" else cell for cell in row),
            marks=pytest.mark.clause(row[0]),
            id=" ".join(str(cell) for cell in row[:3]),
        )
        for row in table(file, name)
    ]
