"""A consistent copy of the database while others write, and putting it into an empty one.

SQLite: the online backup, which copies the state of one moment (copying the file of a live
database gives garbage). PostgreSQL: pg_dump of an exported snapshot.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import make_conninfo

from linli.kernel.errors import Conflict
from linli.kernel.storage import sync_folder

# Read from the copy itself, which is no connection of Django's.
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
ACTS = "SELECT COUNT(*) FROM journal_act"
HEADS = (
    "SELECT seal.district, seal.number, seal.hash FROM journal_seal AS seal JOIN "
    "(SELECT district, MAX(number) AS number FROM journal_seal GROUP BY district) AS latest "
    "ON seal.district = latest.district AND seal.number = latest.number ORDER BY seal.district"
)
Query = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of the database in a file, and what it says of itself."""

    path: Path
    vendor: str
    migrations: list[list[str]]
    heads: list[dict[str, Any]]
    acts: int


def snapshot(folder: Path) -> Snapshot:
    """Copy the database as it is at one moment into a file in ``folder``.

    Raises Conflict when it cannot be copied: no database yet, no pg_dump, or an older one.
    """
    path = folder / "database"
    if connection.vendor == "sqlite":
        return _sqlite_snapshot(path)
    return _postgresql_snapshot(path)


def is_empty() -> bool:
    """Whether the database of this installation holds nothing: an archive may come in."""
    if connection.vendor == "sqlite":
        path = sqlite_path()
        if not path.exists() or path.stat().st_size == 0:
            return True
    return not connection.introspection.table_names()


def install(dump: Path) -> None:
    """Put a copy in place, in one step. The database must be empty.

    Raises Conflict when PostgreSQL refuses; nothing of the copy is in it then.
    """
    connection.close()
    if connection.vendor == "sqlite":
        _install_sqlite(dump)
    else:
        _install_postgresql(dump)


def pending_migrations() -> list[str]:
    """The migrations of this version that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def sqlite_path() -> Path:
    """The file of the SQLite database."""
    return Path(connection.settings_dict["NAME"])


# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite_snapshot(path: Path) -> Snapshot:
    source_path = sqlite_path()
    if not source_path.exists():
        raise Conflict(
            f"There is no database at {source_path}.",
            code="no_database",
            remedy="Run `linli migrate` first; for the demonstration, `linli up`.",
        )
    with (
        closing(sqlite3.connect(f"{source_path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.execute("PRAGMA busy_timeout = 20000")
        source.backup(copy)  # all pages in one step: one moment, whoever writes meanwhile
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise Conflict(
                f"The database is damaged: {verdict}.",
                code="database_damaged",
                remedy="Stop Linli and restore the latest sound backup into an empty LINLI_VAR.",
            )
        return _told(path, "sqlite", lambda sql: copy.execute(sql).fetchall())


def _install_sqlite(dump: Path) -> None:
    target = sqlite_path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in (Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)  # of an empty database, and wrong for any other
    dump.chmod(0o600)
    dump.replace(target)
    sync_folder(target.parent)


# --- PostgreSQL -----------------------------------------------------------------------------------


def _postgresql_snapshot(path: Path) -> Snapshot:
    parameters = _parameters()
    with psycopg.connect(**parameters) as held:
        program = _client("pg_dump", held.info.server_version)
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = held.execute("SELECT pg_export_snapshot()").fetchone()
        name = row[0] if row else ""
        _run(
            [program, "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
             f"--snapshot={name}", f"--file={path}", f"--dbname={_address(parameters)}"],
            parameters,
        )  # fmt: skip
        return _told(path, "postgresql", lambda sql: held.execute(sql).fetchall())


def _install_postgresql(dump: Path) -> None:
    parameters = _parameters()
    with psycopg.connect(**parameters) as held:
        program = _client("pg_restore", held.info.server_version)
    _run(
        [program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         f"--dbname={_address(parameters)}", str(dump)],
        parameters,
    )  # fmt: skip


def _parameters() -> dict[str, Any]:
    """What libpq needs, without what only Django understands."""
    given = connection.settings_dict
    named = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": given["NAME"],
    }
    own = {"pool", "isolation_level", "assume_role", "server_side_binding"}
    options = {name: value for name, value in given["OPTIONS"].items() if name not in own}
    return {name: value for name, value in {**named, **options}.items() if value}


def _address(parameters: Mapping[str, Any]) -> str:
    """Everything but the password: arguments can be read by every login of the machine."""
    return make_conninfo(**{k: v for k, v in parameters.items() if k != "password"})


def _client(program: str, server_version: int) -> str:
    """The path of a client program that can talk to the server."""
    path = shutil.which(program)
    remedy = "Install the PostgreSQL client of the server's version (postgresql-client)."
    if path is None:
        raise Conflict(f"{program} is not installed here.", code="no_client", remedy=remedy)
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - found on the PATH
    found = re.search(r"\) (\d+)", said)
    if found is None or int(found[1]) < server_version // 10_000:
        raise Conflict(
            f"{program} is older than the server: {said.strip()}.", code="no_client", remedy=remedy
        )
    return path


def _run(command: list[str], parameters: Mapping[str, Any]) -> None:
    secret = {"PGPASSWORD": str(parameters["password"])} if "password" in parameters else {}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with arguments of ours
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        # Its first line says what failed; further ones may quote rows.
        what = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Conflict(
            f"{Path(command[0]).name} failed: {what}",
            code="database_client_failed",
            remedy="Check DATABASE_URL and the rights of its login, then try again.",
        )


def _told(path: Path, vendor: str, query: Query) -> Snapshot:
    heads = [
        {"district": district, "number": number, "hash": digest}
        for district, number, digest in query(HEADS)
    ]
    migrations = [list(row) for row in query(MIGRATIONS)]
    return Snapshot(path, vendor, migrations, heads, int(query(ACTS)[0][0]))
