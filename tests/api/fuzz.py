"""Many thousands of made-up requests against every operation, as every persona (P29).

    python -m tests.api.fuzz [--cases 20000] [--seed 1]

Runs on a fresh SQLite file, or on a fresh database of the server DATABASE_URL names. Prints what
came back as JSON; exit code 1 when anything was not as declared.
"""

from __future__ import annotations

import argparse
import json
import random
import sys

from tests.harness.fresh import fresh_product

MOST_SHOWN = 20


def main() -> int:
    """Prepare a database of its own, then ask."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with fresh_product(LINLI_HOSTS="testserver"):
        return ask(options.cases, options.seed)


def ask(cases: int, seed: int) -> int:
    """Seed the district, make the requests up, say what came back."""
    from django.core.management import call_command

    from linli.cli import demo
    from tests.api.fuzzing import Fuzzer, ids_of_the_district

    call_command("migrate", verbosity=0)
    demo.prepare()
    chance = random.Random(seed)  # noqa: S311 - the same cases again, nothing secret
    outcome = Fuzzer(chance, ids_of_the_district()).run(cases)
    told = {
        "cases": sum(outcome.statuses.values()),
        "operations": len(outcome.by_operation),
        "statuses": {str(status): count for status, count in sorted(outcome.statuses.items())},
        "faults": len(outcome.faults),
        "first": outcome.faults[:MOST_SHOWN],
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
