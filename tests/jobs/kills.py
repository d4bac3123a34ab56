"""Workers are killed and frozen at random while they work; every job must still count once.

    python -m tests.jobs.kills [--kills 200] [--seed 1]

Runs on a fresh SQLite file, or on a fresh database of the server DATABASE_URL names. Two workers
run throughout. Prints what happened as JSON; exit code 1 when an effect is missing or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.harness.fresh import fresh_product

LEASE_SECONDS = 0.6
FROZEN_SECONDS = 1.5
PATIENCE_SECONDS = 90
WORKERS = 2
POISON_TRIES = 3


def main() -> int:
    """Prepare a database of its own, then run."""
    parser = argparse.ArgumentParser(prog="python -m tests.jobs.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - chooses victims
    with fresh_product():
        outcome = run(options.kills, chance)
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if outcome["sound"] else 1


def run(kills: int, chance: random.Random) -> dict[str, Any]:
    """Migrate, ask for work, kill while it is done, let it finish, and count."""
    from django.core.management import call_command

    for app in ("journal", "jobs"):
        call_command("migrate", app, verbosity=0)
    _declare()
    asked = _ask(kills * 3)
    workers = [_start() for _worker in range(WORKERS)]
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0.02, 0.25))
            victim = chance.randrange(WORKERS)
            if number % 3 == 2:  # frozen until its lease has run out, then back as if nothing were
                _freeze(workers[victim])
            else:
                _kill(workers[victim])
                workers[victim] = _start()
        unfinished = _wait()
    finally:
        for worker in workers:
            _kill(worker)
    return _counted(asked, unfinished)


def _declare() -> None:
    from linli.jobs import rules
    from linli.kernel import jobs as kernel_jobs
    from tests.jobs.samples import effect

    rules.FIRST_DELAY = timedelta(milliseconds=50)
    rules.LONGEST_DELAY = timedelta(milliseconds=200)

    def whole(work: kernel_jobs.Work) -> Mapping[str, Any]:
        time.sleep(0.02)
        answer = effect(work)
        time.sleep(0.02)
        return answer

    def stepwise(work: kernel_jobs.Work) -> None:
        for step in range(5):
            time.sleep(0.02)
            work.progress(step, 5, "waiting")
        with work.closing():
            effect(work)
            time.sleep(0.02)

    def poison(work: kernel_jobs.Work) -> None:
        effect(work)
        raise OSError

    kernel_jobs._periodic.clear()
    kernel_jobs.job("tests.whole", tries=1000)(whole)
    kernel_jobs.job("tests.stepwise", tries=1000, whole=False)(stepwise)
    kernel_jobs.job("tests.poison", tries=POISON_TRIES)(poison)


def _ask(count: int) -> int:
    """Ask for the jobs, every second one twice."""
    from linli.jobs import services
    from linli.kernel import clock

    for number in range(count):
        name = "tests.whole" if number % 2 else "tests.stepwise"
        for _again in range(1 + number % 2):
            services.enqueue(
                at=clock.now(),
                name=name,
                key=str(number),
                payload={"number": number},
                district="370406",
            )
    services.enqueue(
        at=clock.now(), name="tests.poison", key="p", payload={"number": -1}, district="370406"
    )
    return count


def _start() -> int:
    """A worker in a process of its own; it shares no connection with this one."""
    from django.db import connections

    from linli.jobs.worker import Worker

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        Worker(timedelta(seconds=LEASE_SECONDS)).run()
    finally:
        os._exit(0)


def _kill(worker: int) -> None:
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


def _freeze(worker: int) -> None:
    os.kill(worker, signal.SIGSTOP)
    time.sleep(FROZEN_SECONDS)
    os.kill(worker, signal.SIGCONT)


def _wait() -> int:
    """Wait until nothing is left to do; returns what is left when patience runs out."""
    from linli.jobs.models import Job

    unfinished = Job.objects.filter(state__in=("waiting", "running"))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (left := unfinished.count()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def _counted(asked: int, unfinished: int) -> dict[str, Any]:
    from linli.jobs.models import Job
    from tests.jobs.samples import effects

    seen = Counter(key.rpartition("-")[0] for key in effects())
    expected = {str(number): 1 for number in range(asked)}
    jobs = Job.objects.filter(name__startswith="tests.")
    poison = jobs.get(name="tests.poison")
    outcome = {
        "database": "postgresql" if "postgres" in os.environ["DATABASE_URL"] else "sqlite",
        "asked": asked,
        "effects": sum(seen.values()),
        "missing": sorted(expected.keys() - seen.keys()),
        "doubled": sorted(key for key, count in seen.items() if count > 1),
        "stray": sorted(seen.keys() - expected.keys()),
        "tried_again": jobs.filter(tries__gt=1).exclude(name="tests.poison").count(),
        "unfinished": unfinished,
        "poison": [poison.state, poison.tries],
    }
    outcome["sound"] = seen == expected and not unfinished and poison.state == "parked"
    return outcome


if __name__ == "__main__":
    sys.exit(main())
