"""P1: the whole server group is killed while programs write; what was confirmed is there, once.

    python -m tests.api.kills [--kills 60] [--seed 1] [--storm 0] [--cold]

Runs on a fresh SQLite file, or on a fresh database of the server DATABASE_URL names. Clients
register enterprises over the API and send a request again, under its key, until it is answered.
Prints what happened as JSON; exit code 1 when anything is missing, doubled or answered twice
differently, or when ``linli verify`` finds a problem.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.api import serving, storm
from tests.harness.fresh import fresh_product

CLIENTS = 4
PATIENCE_SECONDS = 60
LOGIN = "qu-zhujian"


def main() -> int:
    """Prepare a database of its own, then run."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--storm", type=int, default=0, help="then this many requests at once")
    parser.add_argument("--cold", action="store_true", help="start servers as an operator does")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - chooses moments
    with fresh_product(LINLI_HOSTS="127.0.0.1,testserver"):
        outcome = run(options.kills, chance, serving.cold if options.cold else serving.warm)
        if options.storm:
            outcome["storm"] = storm.run(options.storm)
            outcome["sound"] = outcome["sound"] and outcome["storm"]["sound"]
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if outcome["sound"] else 1


@dataclass
class Ledger:
    """What the clients were told, under which key."""

    answers: dict[str, str] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    repeated: int = 0
    differing: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def run(kills: int, chance: random.Random, serve: Callable[[int], serving.Stop]) -> dict[str, Any]:
    """Serve, write, kill at random moments, serve again; then count."""
    token = prepare()
    port = free_port()
    over, ledger = threading.Event(), Ledger()
    stop = serve(port)
    clients = [
        threading.Thread(target=_write, args=(port, token, over, ledger), daemon=True)
        for _client in range(CLIENTS)
    ]
    slowest = 0.0
    try:
        until_well(port)
        for client in clients:
            client.start()
        for _kill in range(kills):
            time.sleep(chance.uniform(0.2, 1.2))
            stop()
            began = time.monotonic()
            stop = serve(port)
            until_well(port)
            slowest = max(slowest, time.monotonic() - began)
        over.set()
        for client in clients:
            client.join(PATIENCE_SECONDS)
    finally:
        over.set()
        stop()
    return _counted(kills, slowest, ledger)


def prepare(*, with_lists: bool = False) -> str:
    """A district with its posts, and an access token of the housing officer."""
    from django.conf import settings
    from django.core.management import call_command

    from linli.accounts import selectors
    from linli.accounts.data import TokenReach
    from linli.accounts.models import User
    from linli.accounts.services import tokens
    from linli.cli import demo
    from linli.kernel import clock

    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    demo.prepare(with_lists=with_lists)
    os.environ["LINLI_CLOCK_OFFSET_DAYS"] = str(clock.offset_days())
    actor = selectors.actor_by_login(LOGIN, clock.today())
    if actor is None:
        raise RuntimeError(f"the demonstration has no {LOGIN}")
    return tokens.make(
        actor=actor,
        at=clock.now(),
        user=User.objects.get(login=LOGIN),
        name="kills",
        reach=TokenReach.WRITE,
        days=1,
    )


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_well(port: int) -> None:
    """Wait for the server. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if _ask(port, "GET", "/healthz")[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    raise TimeoutError("the server did not come back")


def _ask(
    port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body.encode() or None, headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def _write(port: int, token: str, over: threading.Event, ledger: Ledger) -> None:
    while not over.is_set():
        key = uuid4().hex
        body = json.dumps({"name": f"断线{key}物业"})
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        told = _told(port, body, headers, ledger)
        again = _told(port, body, headers, ledger)  # the same again gets the same answer
        with ledger.lock:
            ledger.differing += bool(told and again and told != again)
            if told or again:
                ledger.answers[key] = told or again
            else:
                ledger.unanswered.add(key)


def _told(port: int, body: str, headers: dict[str, str], ledger: Ledger) -> str:
    """The answer, asked for until there is one; empty when it was refused or never came."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            status, answer = _ask(port, "POST", "/api/enterprises", body, headers)
        except (OSError, http.client.HTTPException):
            with ledger.lock:
                ledger.repeated += 1
            time.sleep(0.05)
            continue
        if status == 201:
            return answer
        with ledger.lock:
            ledger.refused[status] += 1
        return ""
    return ""


def _counted(kills: int, slowest: float, ledger: Ledger) -> dict[str, Any]:
    from linli.journal.models import Act
    from linli.kernel import integrity
    from linli.registry.models import Enterprise

    stored = Counter(
        Enterprise.objects.filter(name__startswith="断线").values_list("name", flat=True)
    )
    acts = Act.objects.filter(verb="registry.enterprise.register", subject_label__startswith="断线")
    lost = sum(f"断线{key}物业" not in stored for key in ledger.answers)
    doubled = sum(count > 1 for count in stored.values())
    problems = sum(len(check.problems) for check in integrity.run_all())
    outcome = {
        "kills": kills,
        "confirmed": len(ledger.answers),
        "stored": len(stored),
        "journalled": acts.count(),
        "unanswered": len(ledger.unanswered),
        "sent_again": ledger.repeated,
        "lost": lost,
        "doubled": doubled,
        "differing_answers": ledger.differing,
        "refused": dict(ledger.refused),
        "problems": problems,
        "back_within_seconds": round(slowest, 1),
    }
    # Nobody knows of a request that was never answered: it may be there, or not.
    known = {f"断线{key}物业" for key in (*ledger.answers, *ledger.unanswered)}
    exact = stored.keys() <= known and len(stored) == outcome["journalled"]
    faults = lost or doubled or ledger.differing or problems or ledger.refused
    return {"sound": exact and not faults, **outcome}


if __name__ == "__main__":
    sys.exit(main())
