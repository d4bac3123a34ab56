"""Rows of duties in sets: one INSERT … SELECT for a duty, whoever and however many owe it.

Who owes and which days there are go to the database as two JSON texts; it multiplies them. The same
rows again change nothing. What has been fulfilled is never touched.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from linli.duties.data import Owed, PlannedDay

_OWED = {
    "sqlite": """
        SELECT json_extract(value, '$[0]') AS body, json_extract(value, '$[1]') AS division,
            json_extract(value, '$[2]') AS occasion, json_extract(value, '$[3]') AS subject,
            json_extract(value, '$[4]') AS compound, json_extract(value, '$[5]') AS from_on,
            json_extract(value, '$[6]') AS to_on
        FROM json_each(%s)""",
    "postgresql": """
        SELECT (value->>0)::bigint AS body, value->>1 AS division, value->>2 AS occasion,
            value->>3 AS subject, (value->>4)::bigint AS compound, (value->>5)::date AS from_on,
            (value->>6)::date AS to_on
        FROM jsonb_array_elements(%s::jsonb)""",
}
_DAYS = {
    "sqlite": """
        SELECT json_extract(value, '$[0]') AS printed, json_extract(value, '$[1]') AS opens,
            json_extract(value, '$[2]') AS due, json_extract(value, '$[3]') AS shift,
            json_extract(value, '$[4]') AS clause, json_extract(value, '$[5]') AS release,
            json_extract(value, '$[6]') AS verb
        FROM json_each(%s)""",
    "postgresql": """
        SELECT (value->>0)::date AS printed, (value->>1)::date AS opens, (value->>2)::date AS due,
            value->>3 AS shift, value->>4 AS clause, value->>5 AS release, value->>6 AS verb
        FROM jsonb_array_elements(%s::jsonb)""",
}
# A UUID of version 7: the moment in the first 13 digits (one parameter), chance in the others.
_PUBLIC_ID = {
    "sqlite": "%s || substr(lower(hex(randomblob(2))), 2) || '8'"
    " || substr(lower(hex(randomblob(8))), 2)",
    "postgresql": "(%s || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid",
}
# The later of two days: a period does not open before there is something it is owed for.
_LATER = {"sqlite": "max", "postgresql": "greatest"}

_FOLLOWING = ("division", "subject", "opens_on", "due_on", "shift", "release", "clause", "verb")
"""What follows the policy as long as nothing has been filed."""


def upsert(*, district: str, key: str, owed: Sequence[Owed], days: Sequence[PlannedDay]) -> int:
    """Write a row for everybody who owes the duty on every day; returns rows new or changed.

    Rows that are there follow the policy in force while they are open. One statement.
    """
    if not owed or not days:
        return 0
    vendor = connection.vendor
    statement = f"""
        INSERT INTO duties_dutyinstance AS old (public_id, district, key, body_id, division,
            occasion, subject, compound_id, opens_on, printed_on, due_on, shift, release, clause,
            verb)
        WITH owed AS MATERIALIZED ({_OWED[vendor]}), days AS MATERIALIZED ({_DAYS[vendor]})
        SELECT {_PUBLIC_ID[vendor]}, %s, %s, owed.body, owed.division, owed.occasion,
            owed.subject, owed.compound,
            CASE WHEN owed.from_on IS NOT NULL AND owed.from_on <= days.due
                THEN {_LATER[vendor]}(owed.from_on, days.opens) ELSE days.opens END,
            days.printed, days.due, days.shift, days.release, days.clause, days.verb
        FROM owed CROSS JOIN days
        WHERE (owed.from_on IS NULL OR days.printed >= owed.from_on)
            AND (owed.to_on IS NULL OR days.printed < owed.to_on)
        ON CONFLICT (district, key, body_id, occasion, printed_on) DO UPDATE SET {_changes()}
        WHERE old.fulfilled_on IS NULL AND old.assignment_id IS NULL AND ({_differences()})
    """  # noqa: S608 - names of ours
    moment = f"{time.time_ns() // 1_000_000:012x}7"
    with connection.cursor() as cursor:
        cursor.execute(statement, [_owed(owed), _days(days), moment, district, key])
        return int(max(cursor.rowcount, 0))


def _changes() -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in _FOLLOWING)


def _differences() -> str:
    return " OR ".join(f"old.{name} <> excluded.{name}" for name in _FOLLOWING)


def _owed(rows: Iterable[Owed]) -> str:
    return json.dumps(
        [
            [
                row.body,
                row.division,
                row.occasion,
                row.subject,
                row.compound,
                _iso(row.from_on),
                _iso(row.to_on),
            ]
            for row in rows
        ],
        ensure_ascii=False,
    )


def _days(rows: Iterable[PlannedDay]) -> str:
    return json.dumps(
        [
            [
                row.printed_on.isoformat(),
                row.opens_on.isoformat(),
                row.due_on.isoformat(),
                row.shift,
                row.clause,
                row.release,
                row.verb,
            ]
            for row in rows
        ]
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
