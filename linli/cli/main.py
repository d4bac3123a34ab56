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
from django.db.utils import OperationalError, ProgrammingError

from linli.kernel.errors import BadInput, DomainError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the entry point of the ``linli`` script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    # Nothing that loading makes is garbage: looking through it is a sixth of every command's start.
    gc.disable()
    django.setup()
    from linli.cli import commands

    parser = commands.parser()
    gc.freeze()
    gc.enable()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return 2
    try:
        return int(options.run(options) or 0)
    except DomainError as error:
        _report(error, as_json=getattr(options, "json", False))
        return 1
    except (OperationalError, ProgrammingError) as error:
        unusable = DomainError(
            f"The database cannot be used: {str(error).splitlines()[0]}",
            code="cli.database_unusable",
            remedy="Run `linli migrate` first; for the demonstration, `linli up`.",
        )
        _report(unusable, as_json=getattr(options, "json", False))
        return 1
    except ImproperlyConfigured as error:
        unfit = DomainError(
            str(error), code="cli.not_configured", remedy="See docs/operations.md, Settings."
        )
        _report(unfit, as_json=getattr(options, "json", False))
        return 1
    except KeyboardInterrupt:
        return 130


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
        parts = [item["level"], place, item["message"]]
        sys.stderr.write(f"  {': '.join(part for part in parts if part)}\n")
    if error.remedy:
        sys.stderr.write(f"{error.remedy}\n")
