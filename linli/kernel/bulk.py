"""Many rows at once: COPY on PostgreSQL, prepared statements on SQLite. For set-based acts only.

Frames name the database columns and hold every one of them; nothing is filled in. Call inside the
transaction of the act.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import polars as pl
from django.db import connection, models

_BATCH = 5_000
# Of one statement: what SQLite takes, however it was built.
_MOST_VALUES = 999
# The indexes of a roster of 200,000 lines fit into it.
_ROOM_KIB = 128 * 1024
# The digit of a UUID that names its variant: one of four, drawn by one of sixteen.
_VARIANTS = str.maketrans("0123456789abcdef", "89ab" * 4)


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
    """Public ids (UUID version 7) as 32 hexadecimal digits, which both databases take.

    In ascending order: their index grows at its end instead of being rewritten all over.
    """
    start = f"{time.time_ns() // 1_000_000:012x}7"
    noise = os.urandom(10 * count).hex()
    variants = noise.translate(_VARIANTS)
    return sorted(
        [
            f"{start}{noise[at : at + 3]}{variants[at + 3]}{noise[at + 4 : at + 19]}"
            for at in range(0, 20 * count, 20)
        ]
    )


@contextmanager
def roomy() -> Iterator[None]:
    """Room for the indexes that many rows go into: SQLite keeps 2 MB of pages unless told.

    Pages that do not fit are written to the log and read back again and again. PostgreSQL shares
    its memory among all connections and needs no telling.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{_ROOM_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


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
            # The driver's own cursor: its errors are made Django's, as those of other statements.
            with connection.wrap_database_errors, cursor.cursor.copy(statement) as copy:
                for part in frame.iter_slices(50_000):
                    copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
        else:
            for marks, rows in _statements(_plain(frame)):
                # FAIL: the act's transaction takes everything back; no statement needs a log too.
                statement = f"INSERT OR FAIL INTO {table} ({columns}) VALUES {marks}"  # noqa: S608 - names of ours
                cursor.executemany(statement, rows)
    return frame.height


def _statements(frame: pl.DataFrame) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    """Some dozens of rows to a statement, then the rest row by row: marks, and their values.

    Beginning and ending a statement costs as much as half a row.
    """
    marks = f"({', '.join(['%s'] * frame.width)})"
    rows = frame.rows()
    many = max(1, _MOST_VALUES // frame.width)
    whole = len(rows) - len(rows) % many
    yield (
        ", ".join([marks] * many),
        [list(chain.from_iterable(rows[at : at + many])) for at in range(0, whole, many)],
    )
    yield marks, rows[whole:]


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
