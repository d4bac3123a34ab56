"""Bringing sealed values to the current key, a batch at a time, while others read and write.

No lock and no long transaction: a value is replaced only where it still is the value that was
read, so whoever wrote meanwhile has the last word. What is done is told by the values themselves,
so a run that was cut off is simply run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex, Substr

from linli.kernel.crypto import Keyring
from linli.kernel.keys import keyring
from linli.kernel.sealed import Sealed, SealedPlace, open_bytes, places, seal_bytes

BATCH, FILE_BATCH = 500, 5
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Resealed:
    """What a run did: values brought to the current key, and how many had moved on meanwhile."""

    key: int
    values: int
    overtaken: int


def usage() -> dict[int, int]:
    """How many values each key has sealed. One query a column; files are looked at one by one."""
    counts: Counter[int] = Counter()
    for place in places():
        if place.whole_files:
            for row in _files(place).only(place.column).iterator(chunk_size=FILE_BATCH):
                counts[_version(bytes(getattr(row, place.column)))] += 1
            continue
        rows = _texts(place).annotate(
            version=Substr("sealed_text", 1, StrIndex("sealed_text", Value(":")) - 1)
        )
        for version, count in rows.values_list("version").annotate(count=Count("pk")).order_by():
            counts[int(version)] += count
    return dict(counts)


def reseal(*, progress: Progress = lambda _done: None) -> Resealed:
    """Bring every sealed value to the current key. Safe beside writers, and to be repeated.

    Raises kernel.crypto.SealBroken for a value no key opens: it stays as it is, and so does
    everything behind it; ``linli restore`` of an older backup is the way out.
    """
    key, done, overtaken = keyring().current, 0, 0
    for place in places():
        for replaced, missed in _reseal_place(place, key):
            done, overtaken = done + replaced, overtaken + missed
            progress(done)
    return Resealed(key, done, overtaken)


def _reseal_place(place: SealedPlace, key: int) -> Iterator[tuple[int, int]]:
    """Batch by batch in the order of the rows: how many were replaced, how many had moved on."""
    last: Any = 0
    while True:
        rows = _after(place, key, last)
        if not rows:
            return
        changes = [
            (new, row.pk, old) for row in rows for old, new in _both(place, row, key, keyring())
        ]
        replaced = _replace(place, changes)
        yield replaced, len(changes) - replaced
        last = rows[-1].pk


def _after(place: SealedPlace, key: int, last: Any) -> list[Model]:
    if place.whole_files:
        return list(_files(place).filter(pk__gt=last).order_by("pk")[:FILE_BATCH])
    rows = _texts(place).exclude(sealed_text__startswith=f"{key}:").filter(pk__gt=last)
    return list(rows.order_by("pk")[:BATCH])


def _texts(place: SealedPlace) -> QuerySet[Model]:
    """Rows with something in the column, its sealed text as ``sealed_text``."""
    rows = place.model._base_manager.annotate(sealed_text=Cast(place.column, TextField()))
    return rows.exclude(sealed_text="")


def _files(place: SealedPlace) -> QuerySet[Model]:
    """Rows that hold a whole file."""
    return place.model._base_manager.exclude(**{place.column: b""})


def _both(
    place: SealedPlace, row: Model, key: int, ring: Keyring
) -> Iterator[tuple[str | bytes, str | bytes]]:
    """The value as it was read, and the same sealed with the current key."""
    context, value = place.context(row), getattr(row, place.column)
    if place.whole_files:
        content = bytes(value)
        if _version(content) != key:
            yield content, seal_bytes(open_bytes(content, context), context)
        return
    text = value.text if isinstance(value, Sealed) else str(value)
    yield text, ring.seal(ring.open(text, context), context)


@transaction.atomic
def _replace(place: SealedPlace, changes: list[tuple[str | bytes, Any, str | bytes]]) -> int:
    """Replace what still is what was read; returns how many were."""
    quote, meta = connection.ops.quote_name, place.model._meta
    (field,) = (field for field in meta.concrete_fields if field.name == place.column)
    table, column = quote(meta.db_table), quote(str(field.column))
    primary = quote(str(meta.pk.column))
    statement = f"UPDATE {table} SET {column} = %s WHERE {primary} = %s AND {column} = %s"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        replaced = 0
        for change in changes:
            cursor.execute(statement, change)
            replaced += cursor.rowcount
    return replaced


def _version(content: bytes) -> int:
    return int(content.partition(b":")[0])
