"""What generating duties costs: ``python -m bench.duties [--rounds 3] [--compounds 394 6000]``.

All duties of 津南区 for a year, with everything the policy leaves open answered so that as many as
can recur do. Two ways, alternating in one run, on SQLite and on PostgreSQL:

floor  one INSERT … SELECT written by hand for each duty: its days, texts and conditions are known
ours   the product: policy read, days planned, working days looked up, rows written and journalled

Counted is the processor time of this process and, on PostgreSQL, of the server's child that serves
it; the goal is a ratio of at most 1.5. Both end with the same number of rows, which is checked.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

SIZES = (394, 6_000)
GOAL = 1.5
OPEN = {
    "joint_inspection": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "joint_meeting.street": "FREQ=MONTHLY;BYMONTHDAY=15",
    "joint_meeting.district": "FREQ=MONTHLY;BYMONTHDAY=10",
    "deliberation": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "training": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
    "department_visit": "FREQ=MONTHLY;BYMONTHDAY=20",
}
SHIFTED = ("patrol.renovated_old", "deliberation", "report.year_end", "joint_meeting.street")


def main() -> int:
    """Each database and size in a process of its own; exit code 1 when the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.duties", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--compounds", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options.inside, options.compounds[0], options.rounds)
    from tools import postgres

    print(f"{options.rounds} rounds; processor seconds, median; peak memory of the process")
    broken = 0
    for vendor in ("sqlite", "postgresql"):
        for size in options.compounds:
            server = postgres.throwaway() if vendor == "postgresql" else nullcontext("")
            with server as url, tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
                given = {"LINLI_VAR": folder, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
                environment = {**os.environ, **given, **({"DATABASE_URL": url} if url else {})}
                sizes = ["--compounds", str(size), "--rounds", str(options.rounds)]
                command = [sys.executable, "-m", "bench.duties", "--inside", vendor, *sizes]
                broken += subprocess.run(command, env=environment, check=False).returncode
    return 1 if broken else 0


def measure(vendor: str, size: int, rounds: int) -> int:
    """Alternate both ways on one database and print the line."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _ground(size)
    floor, ours, again = [], [], []
    rows = _rows_by_hand_and_ours()
    _empty()
    before = _memory()
    for _round in range(rounds):
        floor.append(_spent(_by_hand))
        _empty()
        ours.append(_spent(_generate))
        again.append(_spent(_generate))
        _empty()
    ratio = statistics.median(ours) / statistics.median(floor)
    print(
        f"{vendor:<11}{size:>6} compounds {rows:>8} rows  by hand {statistics.median(floor):6.2f} s"
        f"  ours {statistics.median(ours):6.2f} s  ratio {ratio:4.2f} (goal {GOAL})"
        f"  again, nothing new {statistics.median(again):5.2f} s"
        f"  memory {_memory():.0f} MB (+{_memory() - before:.0f})",
        flush=True,
    )
    return 1 if ratio > GOAL else 0


# --- the ground -----------------------------------------------------------------------------------


def _ground(size: int) -> None:
    from linli.policy import selectors as policy
    from linli.policy.data import Duty
    from linli.territory import services as places
    from tests.harness import jinnan

    places.load_divisions()
    jinnan.adopt()
    seated = jinnan.communities(streets=99, each=99)
    jinnan.seat(seated)
    compounds = jinnan.register(size, seated)
    jinnan.renovate(compounds)
    jinnan.serve(compounds)
    for key, rule in OPEN.items():
        found = policy.find(Duty, key, division=jinnan.DISTRICT, on=jinnan.AT.date())
        if found and "recurrence" in found.unset:
            jinnan.answer(key, "recurrence", rule)
    for key in SHIFTED:
        jinnan.answer(key, "holiday_shift", "next_workday")


def _generate() -> int:
    from linli.duties import services
    from linli.kernel.actors import system_actor
    from tests.harness import jinnan

    return services.generate(
        actor=system_actor(jinnan.DISTRICT), at=jinnan.AT, district=jinnan.DISTRICT
    ).written


def _empty() -> None:
    from linli.duties.models import DutyInstance, DutyRun

    DutyInstance.objects.all().delete()
    DutyRun.objects.all().delete()


def _rows_by_hand_and_ours() -> int:
    """Both ways write the same rows, or the measurement is worth nothing."""
    from linli.duties.models import DutyInstance

    fields = ("key", "body_id", "occasion", "printed_on", "due_on", "opens_on", "verb")
    _generate()
    ours = set(DutyInstance.objects.order_by("id").values_list(*fields))
    _learn()
    _empty()
    _by_hand()
    by_hand = set(DutyInstance.objects.order_by("id").values_list(*fields))
    if ours != by_hand:
        raise SystemExit(f"{len(ours ^ by_hand)} rows differ: {list(ours ^ by_hand)[:3]}")
    return len(ours)


# --- by hand --------------------------------------------------------------------------------------

_statements: list[tuple[str, list[Any]]] = []


def _learn() -> None:
    """Write the statements down: each duty's days as a table of values, its owners as a join."""
    from linli.duties.models import DutyInstance

    keys = DutyInstance.objects.order_by("key").values_list("key", flat=True).distinct()
    for key in keys:
        first = DutyInstance.objects.filter(key=key).order_by("id").first()
        assert first is not None
        days = (
            DutyInstance.objects.filter(key=key)
            .order_by("printed_on")
            .values_list("printed_on", "opens_on", "due_on")
            .distinct()
        )
        _statements.append(_statement(first, list(days)))


def _statement(first: Any, days: list[tuple[date, date, date]]) -> tuple[str, list[Any]]:
    from django.db import connection

    is_postgres = connection.vendor == "postgresql"
    marks = "(%s::date, %s::date, %s::date)" if is_postgres else "(%s, %s, %s)"
    new_id = "gen_random_uuid()" if is_postgres else "lower(hex(randomblob(16)))"
    values = ", ".join([marks] * len(days))
    source = _source(first)
    statement = f"""
        INSERT INTO duties_dutyinstance (public_id, district, key, body_id, division, occasion,
            subject, compound_id, opens_on, printed_on, due_on, shift, release, clause, verb)
        WITH d(printed, opens, due) AS (VALUES {values})
        SELECT {new_id}, '120112', %s, s.body, s.division, s.occasion, s.subject, s.compound,
            d.opens, d.printed, d.due, %s, %s, %s, %s
        FROM ({source}) s CROSS JOIN d
    """  # noqa: S608 - a statement of the measurement's own
    parameters: list[Any] = [day for row in days for day in row]
    parameters = [item.isoformat() if not is_postgres else item for item in parameters]
    parameters += [first.key, first.shift, first.release, first.clause, first.verb]
    return statement, parameters


def _source(first: Any) -> str:
    """Who owes the duty, as an official who knows the schema would write it."""
    kind, occasion = first.body.kind, first.occasion.partition(" ")[0]
    at = {"street_town": "substr(c.community_id, 1, 9)", "community": "c.community_id"}.get(
        kind, "'120112'"
    )
    if occasion == "compound":
        trait = """JOIN registry_compoundtrait t ON t.compound_id = c.id AND t.trait = 'kind'
            AND t.value = 'renovated_old' AND t.valid_to IS NULL"""
        return f"""SELECT b.id AS body, c.community_id AS division,
            'compound ' || c.id AS occasion, c.name AS subject, c.id AS compound
            FROM registry_compound c {trait if "old" in first.key else ""}
            JOIN territory_body b ON b.kind = '{kind}' AND b.division_id = {at}"""  # noqa: S608 - names of ours
    if occasion == "project":
        return f"""SELECT e.body_id AS body, c.community_id AS division,
            'project ' || {_uuid_text("k.public_id")} AS occasion, c.name AS subject,
            c.id AS compound FROM registry_servicecontract k
            JOIN registry_compound c ON c.id = k.compound_id
            JOIN registry_enterprise e ON e.id = k.enterprise_id"""  # noqa: S608 - names of ours
    if occasion == "place":
        level = {9: "street", 12: "community"}[len(first.division)]
        return f"""SELECT b.id AS body, p.code AS division, 'place ' || p.code AS occasion,
            p.name AS subject, CAST(NULL AS bigint) AS compound
            FROM territory_division p JOIN territory_body b ON b.kind = '{kind}'
            AND b.division_id = '120112'
            WHERE p.district = '120112' AND p.level = '{level}'"""  # noqa: S608 - names of ours
    return f"""SELECT b.id AS body, b.division_id AS division, '' AS occasion, '' AS subject,
        CAST(NULL AS bigint) AS compound FROM territory_body b
        WHERE b.kind = '{kind}' AND b.district = '120112'"""  # noqa: S608 - names of ours


def _uuid_text(column: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column}::text"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({column}, {start}, {size})" for start, size in parts)


def _by_hand() -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement, parameters in _statements:
            cursor.execute(statement, parameters)


# --- measuring ------------------------------------------------------------------------------------


def _spent(action: Callable[[], object]) -> float:
    """Processor seconds of this process and of the database server's side of the connection."""
    gc.collect()
    begin = time.process_time() + _server()
    action()
    return time.process_time() + _server() - begin


def _server() -> float:
    """Processor seconds of the PostgreSQL child that serves this connection; 0 on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
