"""Workers are killed while they check and write rosters: each goes in whole, and once (P1).

    python -m tests.registry.roster_kills [--kills 60] [--seed 1]

Runs on a fresh SQLite file, or on a fresh database of the server DATABASE_URL names. After every
kill the register holds of each roster all units or none. Prints what happened as JSON; exit code 1
when a unit is missing, doubled or alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from tests.harness.fresh import fresh_product
from tests.jobs import kills

UNITS = 300  # so that checking and writing take long enough to be hit
PASSWORD = "not used by any test"


def main() -> int:
    """Prepare a database of its own, then run."""
    parser = argparse.ArgumentParser(prog="python -m tests.registry.roster_kills")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - chooses moments
    with fresh_product():
        outcome = run(options.kills, chance)
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if outcome["sound"] else 1


def run(number: int, chance: random.Random) -> dict[str, Any]:
    """Hand rosters in, kill the worker while it has them, let it finish, and count."""
    actor = _ground()
    asked = max(2, number // 3)
    odd: list[Any] = []
    _hand_in(actor, range(asked))
    worker, killed = kills._start(), 0
    deadline = time.monotonic() + kills.PATIENCE_SECONDS + number
    try:
        while _confirm(actor) and time.monotonic() < deadline:
            time.sleep(chance.uniform(0.02, 0.4))
            if killed < number:
                kills._kill(worker)
                killed += 1
                odd += _halves()
                worker = kills._start()
    finally:
        kills._kill(worker)
    return _counted(asked, killed, odd)


def _ground() -> Any:
    """Divisions, posts and one compound; jobs that are tried until they succeed."""
    from django.core.management import call_command

    from linli.cli.personas import seed_personas
    from linli.jobs import rules
    from linli.kernel import clock, jobs
    from linli.registry import services, tasks
    from linli.registry.data import NewCompound
    from linli.territory import services as territory
    from tests import personas

    call_command("migrate", verbosity=0)
    territory.load_divisions()
    seed_personas(at=clock.now(), password=PASSWORD)
    rules.FIRST_DELAY = timedelta(milliseconds=50)
    rules.LONGEST_DELAY = timedelta(milliseconds=200)
    jobs._periodic.clear()
    jobs.job(services.ROSTER_CHECK, tries=1000, whole=False)(tasks.check_roster)
    jobs.job(services.ROSTER_WRITE, tries=1000, whole=False)(tasks.write_roster)
    compound = NewCompound("梅花园", "370406001018", source="附件3")
    services.register_compounds(
        actor=personas.actor("qu-zhujian"), at=clock.now(), compounds=[compound]
    )
    return personas.actor("shancheng")


def _hand_in(actor: Any, numbers: range) -> None:
    """One roster for each building, with owners of its own."""
    from linli.kernel import clock
    from linli.registry import rules, services
    from tests.registry import rosters

    for number in numbers:
        rows = []
        for flat in range(UNITS):
            first = (
                f"990406{1950 + number % 50}{1 + flat // 28 % 12:02}{1 + flat % 28:02}{number:03}"
            )
            said = {
                "楼号": str(number), "房号": str(flat), "联系电话": "",
                "身份证号": first + rules.id_check_digit(first),
            }  # fmt: skip
            rows.append(rosters.line(0, **said))
        services.hand_in_roster(
            actor=actor, at=clock.now(), name=f"{number}.csv", content=rosters.text(rows)
        )


def _confirm(actor: Any) -> bool:
    """Confirm what waits for it. False: every roster has ended."""
    from linli.kernel import clock
    from linli.registry import services
    from linli.registry.data import OPEN_ROSTERS, RosterState
    from linli.registry.models import RosterImport

    for found in RosterImport.objects.filter(state=RosterState.READY):
        services.confirm_roster(actor=actor, at=clock.now(), roster=found.public_id)
    return RosterImport.objects.filter(state__in=OPEN_ROSTERS).exists()


def _halves() -> list[Any]:
    """Buildings that are neither whole nor absent."""
    return [(name, count) for name, count in _units().items() if count != UNITS]


def _units() -> Counter[str]:
    from linli.registry.models import Ownership

    return Counter(Ownership.objects.values_list("unit__building__name", flat=True))


def _counted(asked: int, killed: int, odd: list[Any]) -> dict[str, Any]:
    from linli.jobs.models import Job
    from linli.journal.models import Act
    from linli.registry.models import RosterFile, RosterImport

    expected = {str(number): UNITS for number in range(asked)}
    written = Act.objects.filter(verb="registry.roster.take_over")
    outcome: dict[str, Any] = {
        "asked": asked,
        "killed": killed,
        "states": dict(Counter(RosterImport.objects.values_list("state", flat=True))),
        "halves": odd,
        "acts": written.count(),
        "tried_again": Job.objects.filter(tries__gt=1).count(),
        "files_left": RosterFile.objects.count(),
    }
    outcome["sound"] = (
        not odd
        and _units() == expected
        and outcome["states"] == {"written": asked}
        and outcome["acts"] == asked
        and not outcome["files_left"]
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
