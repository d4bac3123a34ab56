"""The ``linli`` command: what an operator does, with ``--json`` where a program may read it.

Exit codes: 0 done, 1 refused or a check found problems, 2 the command itself was wrong.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError
from environs import EnvError

from linli.kernel.errors import BadInput, DomainError

FORESEEN = (DomainError, ImproperlyConfigured, EnvError, DatabaseError, OSError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the entry point of the ``linli`` script."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who reads the output has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except FORESEEN as error:
        _report(_in_words(error), as_json="--json" in words)
        return 1


def _run(words: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    # Nothing that loading makes is garbage: looking through it is a sixth of every command's start.
    gc.disable()
    try:
        django.setup()
        from linli.cli import commands

        parser = commands.parser()
        gc.freeze()
    finally:
        gc.enable()
    options = parser.parse_args(words)
    if not hasattr(options, "run"):
        parser.print_help()
        return 2
    return int(options.run(options) or 0)


def _in_words(error: Exception) -> DomainError:
    """What an operator is told instead of where in the program it failed."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, OSError):
        return DomainError(
            f"{error.filename or 'The disk'}: {error.strerror or error}.",
            code="cli.file_unusable",
            remedy="See that file and folder exist, have room and belong to this login.",
        )
    if isinstance(error, DatabaseError):
        return DomainError(
            f"The database cannot be used: {str(error).splitlines()[0]}",
            code="cli.database_unusable",
            remedy="Start it and check DATABASE_URL; then `linli migrate`, or `linli up` to try.",
        )
    return DomainError(
        str(error).replace("['", "").replace("']", ""),  # the reader of settings gives a list
        code="cli.not_configured",
        remedy="See docs/operations.md, Settings.",
    )


def _report(error: DomainError, *, as_json: bool) -> None:
    findings = [item.as_dict() for item in error.findings] if isinstance(error, BadInput) else []
    if as_json:
        answer: dict[str, Any] = {"ok": False, "code": error.code, "message": str(error)}
        if error.remedy:
            answer["remedy"] = str(error.remedy)
        if error.clause:
            answer["clause"] = error.clause
        if findings:
            answer["errors"] = findings
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
        return
    sys.stderr.write(f"{error}\n")
    for item in findings:
        row = f"row {item['row']}" if item["row"] else ""
        place = ", ".join(part for part in (item["sheet"], row, item["column"]) if part)
        allowed = f"allowed: {item['allowed']}" if item["allowed"] else ""
        value = repr(item["value"]) if item["value"] else ""
        parts = [item["level"], place, item["message"], value, allowed]
        sys.stderr.write(f"  {': '.join(part for part in parts if part)}\n")
    if error.remedy:
        sys.stderr.write(f"{error.remedy}\n")
