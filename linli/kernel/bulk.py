"""Many rows at once: COPY on PostgreSQL, prepared statements on SQLite. For set-based acts only.

Frames name the database columns and hold every one of them; nothing is filled in. Call inside the
transaction of the act.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.db import connection, models

_BATCH = 5_000


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """``count`` fresh primary keys, so that rows of other tables can point at them.

    PostgreSQL draws them from the sequence; SQLite has one writer at a time and takes the next.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One text instead of a row for each: an array costs a Python object a time, twice.
            cursor.execute(
                "SELECT string_agg(nextval(pg_get_serial_sequence(%s, 'id'))::text, ' ')"
                " FROM generate_series(1, %s)",
                [table, count],
            )
            return list(map(int, (cursor.fetchone()[0] or "").split()))
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        first = int(cursor.fetchone()[0]) + 1
    return range(first, first + count)


def public_ids(count: int) -> list[str]:
    """Public ids (UUID version 7) as 32 hexadecimal digits, which both databases take."""
    start = f"{time.time_ns() // 1_000_000:012x}7"
    noise = os.urandom(10 * count).hex()
    return [
        f"{start}{noise[at : at + 3]}{'89ab'[int(noise[at + 3], 16) & 3]}{noise[at + 4 : at + 19]}"
        for at in range(0, 20 * count, 20)
    ]


def insert_frame(model: type[models.Model], frame: pl.DataFrame) -> int:
    """Insert every row of the frame; its columns are database columns. Returns how many."""
    if frame.is_empty():
        return 0
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(column) for column in frame.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Texts are quoted, also empty ones; what stands there unquoted and empty is null.
            statement = f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)"
            with cursor.cursor.copy(statement) as copy:
                for part in frame.iter_slices(50_000):
                    copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
        else:
            marks = ", ".join(["%s"] * len(frame.columns))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
            cursor.executemany(statement, _plain(frame).rows())
    return frame.height


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Set the columns of single rows; each row holds their values and last its primary key."""
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608 - names of ours
    given = list(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(given), _BATCH):
            cursor.executemany(statement, given[start : start + _BATCH])
    return len(given)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Days as the texts that SQLite keeps."""
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    return frame.with_columns(pl.col(day).cast(pl.String) for day in days)
