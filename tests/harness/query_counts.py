"""Query counts of pages and selectors, recorded in a file and changed only on purpose.

    def test_list(client, query_count):
        with query_count("registry.compounds"):
            client.get("/registry/")

``make query-counts`` records them anew; the diff is what a reviewer reads.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parent.parent / "query_counts.json"
RECORDING = bool(os.environ.get("LINLI_RECORD_QUERY_COUNTS"))
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
# What a database is asked about itself, each in its own words: selfcheck does.
OF_ITSELF = ("PRAGMA", "SHOW", "SELECT sqlite_version()")

QueryCount = Callable[[str], AbstractContextManager[None]]
_recorded: dict[str, int] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make query-counts`` has to run."""
    for item in items:
        if "query_count" in getattr(item, "fixturenames", ()):
            item.add_marker("query_count")


@pytest.fixture
def query_count(db: None) -> QueryCount:
    """Assert that the block makes as many queries as recorded under the name."""
    return _counted


@contextmanager
def _counted(name: str) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = counted(captured)
    if RECORDING:
        _recorded[name] = len(statements)
        return
    expected = _expected(name)
    assert len(statements) == expected, (
        f"{name}: {len(statements)} queries, recorded are {expected}. Mend the query, or, when "
        "the change is meant, run `make query-counts` and commit the diff.\n"
        + "\n".join(f"{number:3} {sql[:200]}" for number, sql in enumerate(statements, 1))
    )


def counted(captured: CaptureQueriesContext) -> list[str]:
    """The statements that count: those that read or change rows."""
    statements = (query["sql"] for query in captured.captured_queries)
    return [sql for sql in statements if not sql.startswith(BOOKKEEPING + OF_ITSELF)]


def _expected(name: str) -> int | None:
    recorded: dict[str, int] = json.loads(FILE.read_text(encoding="utf-8"))
    return recorded.get(name)


def pytest_sessionfinish() -> None:
    """Write what was recorded beside what other tests recorded before.

    Names that no test counts any more are found by tests/architecture/test_query_counts.py.
    """
    if RECORDING:
        counts = json.loads(FILE.read_text(encoding="utf-8")) | _recorded
        text = json.dumps(dict(sorted(counts.items())), indent=2)
        FILE.write_text(text + "\n", encoding="utf-8")
