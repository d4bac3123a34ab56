"""``linli selfcheck``: the settings that durability and security rest on, read from what runs."""

from __future__ import annotations

from argparse import Namespace

from django.conf import settings

from linli.cli.output import answer, say
from linli.operations import selfcheck
from linli.operations.data import Level

MARKS = {Level.OK: "ok     ", Level.WARNING: "WARNING", Level.FAULT: "FAULT  "}


def show(options: Namespace) -> int:
    """Print every check; 1 when there is a fault. Warnings alone are 0."""
    checks = selfcheck.run_for_programs()
    faulty = any(check.level is Level.FAULT for check in checks)
    if options.json:
        answer(
            {
                "ok": not faulty,
                "mode": settings.MODE,
                "checks": [check.as_dict() for check in checks],
            }
        )
        return int(faulty)
    for check in checks:
        say(f"{MARKS[check.level]} {check.name}: {check.found}")
        if check.level is not Level.OK:
            say(f"        wanted: {check.wanted}")
            say(f"        {check.remedy}")
    return int(faulty)
