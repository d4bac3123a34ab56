"""The same request a hundred times at once under one key: one effect, one answer (P7).

    python -m tests.api.storm [--requests 100]

Runs on a fresh SQLite file, or on a fresh database of the server DATABASE_URL names. Prints what
happened as JSON; exit code 1 when an effect is missing or doubled or two answers differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.harness.fresh import fresh_product

KEY = "storm-0001"
AT_ONCE = 25


def main() -> int:
    """Prepare a database of its own, then send."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.storm", description=__doc__)
    parser.add_argument("--requests", type=int, default=100)
    options = parser.parse_args()
    with fresh_product(LINLI_HOSTS="testserver"):
        outcome = run(options.requests)
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if outcome["sound"] else 1


def run(requests: int) -> dict[str, Any]:
    """Seed the district, send the same contract from many threads, count what came of it."""
    from django.core.management import call_command
    from django.db import connections

    from linli.cli import demo
    from linli.journal.models import Act
    from linli.registry.models import Compound, ServiceContract
    from tests.api.calling import Caller, token_of
    from tests.api.samples import body_of

    call_command("migrate", verbosity=0)
    demo.prepare()
    token, body = token_of("shancheng"), body_of("contract_sign")
    compound = Compound.objects.filter(community="370406001018").earliest("id")
    address = f"compounds/{compound.public_id}/contracts"

    def send(number: int) -> tuple[int, bytes]:
        """Every tenth asks for something else under the same key."""
        try:
            sent = body if number % 10 else {**(body or {}), "remark": "其他"}
            answer = Caller(token=token).post(address, sent, key=KEY)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(send, range(1, requests + 1)))
    statuses = Counter(status for status, _content in answers)
    done = {content for status, content in answers if status == 201}
    effects = ServiceContract.objects.filter(compound=compound).count()
    acts = Act.objects.filter(verb="registry.contract.sign").count()
    others = requests // 10
    sound = (
        effects == acts == len(done) == 1
        and set(statuses) <= {201, 409}
        and statuses[409] in (others, requests - others)
    )
    return {
        "requests": requests,
        "statuses": {str(status): count for status, count in statuses.items()},
        "effects": effects,
        "acts": acts,
        "different_answers": len(done),
        "sound": sound,
    }


if __name__ == "__main__":
    sys.exit(main())
