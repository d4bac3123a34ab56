"""What a commit rests on: settings under which an acknowledged write survives a power cut."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

# SQLite: the log is flushed at every commit (2 is FULL). NORMAL loses commits at a power cut.
SQLITE: Mapping[str, str] = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
POSTGRESQL: Mapping[str, str] = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}
# Stricter than needed is as good: the commit also waits for a standby.
AS_GOOD: Mapping[str, frozenset[str]] = {
    "synchronous": frozenset({"3"}),
    "synchronous_commit": frozenset({"remote_write", "remote_apply"}),
}


def wanted() -> Mapping[str, str]:
    """The settings of this database and the value each must have."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


def found() -> dict[str, str]:
    """The values in force on this very connection, read from the database."""
    values = {}
    with connection.cursor() as cursor:
        for name in wanted():
            statement = f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}"
            cursor.execute(statement)
            values[name] = str(cursor.fetchone()[0])
    return values


def deviations() -> dict[str, str]:
    """The settings that are not as they must be, with what was found."""
    return {
        name: value
        for name, value in found().items()
        if value != wanted()[name] and value not in AS_GOOD.get(name, ())
    }
