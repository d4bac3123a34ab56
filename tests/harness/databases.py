"""Both databases: which tests need one, and emptying tables that refuse it.

SQLite is what the tests run on by themselves; ``python -m tools.postgres pytest --needs-database``
runs those that touch the database on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client", "district"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--needs-database``: only the tests that touch the database."""
    parser.addoption("--needs-database", action="store_true", help="only tests with a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot behave differently on another database."""
    if not config.getoption("--needs-database"):
        return
    kept = [item for item in items if _needs_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _needs_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_database") is not None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def flush_past_append_only() -> Iterator[None]:
    """Let transactional tests empty append-only tables afterwards, and only the tests.

    The triggers that refuse DELETE are lifted inside the transaction of the flush, so no test
    ever runs without them.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def lifted(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        if self.connection.vendor == "postgresql":
            flush(self, ["SET LOCAL session_replication_role = replica", *sql_list])
            return
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        flush(self, [*drop, *sql_list, *(sql for _, sql in triggers)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lifted)
        yield
