"""How many queries each page makes, for the first persona of the matrix that may open it.

Taken from the same table, so that a page without a recorded count fails like one without a line.
"""

from __future__ import annotations

import pytest

from tests.harness.query_counts import QueryCount
from tests.permissions.sending import sender
from tests.permissions.subjects import address
from tests.permissions.table import Row, rows

OPENED = {row.page: row for row in reversed(rows()) if row.method == "GET" and row.opened_by}


@pytest.mark.parametrize("row", OPENED.values(), ids=str)
def test_page(district: None, query_count: QueryCount, row: Row) -> None:
    login = row.opened_by[0]
    get = sender(row.route, login)
    path = address(row.route, row.subject)
    assert get(path).status_code == 200  # what is remembered between requests is warm
    with query_count(row.page):
        get(path)
