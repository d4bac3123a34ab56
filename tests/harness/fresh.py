"""The product on a database of its own, for scripts that kill, crowd or fuzz it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import django
import psycopg


@contextmanager
def fresh_product(**settings: str) -> Iterator[None]:
    """Django set up on an empty database of this process: an SQLite file, or one on the server
    that DATABASE_URL names. Both are gone afterwards, and the folder for files with them."""
    server = os.environ.get("DATABASE_URL", "")
    with (
        tempfile.TemporaryDirectory(prefix="linli-fresh-") as folder,
        _fresh_database(server, folder) as url,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
            "LINLI_VAR": folder,
            "LINLI_LOG_LEVEL": "CRITICAL",
            "DATABASE_URL": url,
            **settings,
        }
        django.setup()
        yield


@contextmanager
def _fresh_database(server: str, folder: str) -> Iterator[str]:
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder}/fresh.sqlite3"
        return
    name = f"fresh_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
