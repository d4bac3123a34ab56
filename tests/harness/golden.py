"""Worked cases in the domain's own notation: YAML files of name, on, key, input, output, clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

KEYS = {"name", "division", "on", "key", "input", "output", "clause", "source"}


@dataclass(frozen=True)
class Case:
    """One worked case; ``output`` maps ``value``, ``outcome``, ``open`` or ``details.…``."""

    name: str
    division: str
    on: str
    key: str
    input: dict[str, str]
    output: dict[str, str]
    clause: str
    source: str
    file: str


def cases(folder: Path) -> Iterator[Any]:
    """Every case as a pytest parameter, marked with its clause. A misspelt key is refused."""
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        head, *rows = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # makes text only
        for row in rows:
            merged = {"input": {}, "source": "", **head, **row}
            if set(merged) != KEYS or not merged["output"]:
                raise ValueError(f"{path.name}: {row}: keys are {sorted(KEYS)}")
            case = Case(**merged, file=path.name)
            mark = pytest.mark.clause(case.clause)
            yield pytest.param(case, id=f"{path.stem}: {case.name}", marks=mark)


def same(expected: str, found: object) -> bool:
    """Numbers by value, everything else by its text."""
    try:
        return Decimal(expected) == Decimal(str(found))
    except InvalidOperation:
        return expected == str(found)
