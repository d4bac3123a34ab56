"""The one way a workbook of a stranger enters the product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from linli.kernel.errors import BadInput
from linli.kernel.workbooks.data import Area, Book, Cell, Doubt, Limits, Sheet, Value
from linli.kernel.workbooks.labels import WORDINGS, findings
from linli.kernel.workbooks.neutral import restore

# Time on the clock the child may take beyond its processor time, on a busy machine.
_GRACE_SECONDS = 0.8
_PARSERS: Mapping[str, Callable[[str], Value]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def read_workbook(source: bytes | Path, *, limits: Limits | None = None) -> Book:
    """Read an .xlsx file that may be hostile; merged areas are filled with their value.

    The file is checked and parsed in a child process that cannot take more memory or time than
    ``limits`` allow; nothing is fetched and nothing is written. Texts come back as they were before
    ``neutral.neutralise``, whole numbers as ``int``, dates as ``date``, text always as text.

    Raises:
        BadInput: the file is refused; ``findings`` say what, where, what is allowed, what to do.
    """
    limits = limits or Limits()
    answer = ask_child(_content(source, limits), limits)
    if "doubts" in answer:
        doubts = tuple(Doubt(**doubt) for doubt in answer["doubts"])
        raise refusal(doubts)
    return Book(tuple(_sheet(raw) for raw in answer["sheets"]))


def refusal(doubts: tuple[Doubt, ...]) -> BadInput:
    """The error for a file that is not read, with the first finding as its message."""
    found = findings(doubts, WORDINGS)
    return BadInput(found[0].message, findings=found, code=found[0].code, remedy=found[0].remedy)


def ask_child(content: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer: ``sheets`` or ``doubts``, and ``peak``, its largest memory in bytes.

    A child that died or hung is a file too heavy to read, whatever the file is.
    """
    request = json.dumps({"limits": asdict(limits)}).encode() + b"\n"
    command = [sys.executable, "-s", "-P", "-m", "linli.kernel.workbooks.child"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the file comes through the pipe
            command,
            input=request + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds + _GRACE_SECONDS,
            cwd="/",
            # Nothing of the server's environment: it holds secrets the child has no use for.
            env={"PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"doubts": [asdict(Doubt("error", "workbook.too_heavy"))]}
    return answer


def _content(source: bytes | Path, limits: Limits) -> bytes:
    """At most one byte more than allowed: enough to see that a file is too large."""
    if isinstance(source, bytes):
        return source[: limits.bytes + 1]
    with source.open("rb") as file:
        return file.read(limits.bytes + 1)


def _sheet(raw: dict[str, Any]) -> Sheet:
    merged = tuple(Area(*corners) for corners in raw["merged"])
    rows = [[Cell(_value(value)) for value in row] for row in raw["rows"]]
    for area in merged:
        _fill(rows, area)
    return Sheet(raw["name"], tuple(tuple(row) for row in rows), merged, raw["hidden"])


def _fill(rows: list[list[Cell]], area: Area) -> None:
    """Give every cell of a merged area its first value, within the used part of the sheet."""
    if area.first_row > len(rows) or area.first_column > len(rows[0]):
        return
    cell = Cell(rows[area.first_row - 1][area.first_column - 1].value, merged=True)
    for row in rows[area.first_row - 1 : area.last_row]:
        last = min(area.last_column, len(row))
        row[area.first_column - 1 : last] = [cell] * (last - area.first_column + 1)


def _value(raw: object) -> Value:
    if isinstance(raw, dict):
        ((kind, text),) = raw.items()
        return _PARSERS[kind](text)
    if isinstance(raw, str):
        return restore(raw)
    return raw  # type: ignore[return-value]  # JSON leaves only numbers, booleans and null here
