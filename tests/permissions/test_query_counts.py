"""How many queries each page makes, for the first persona of the matrix that may open it.

Taken from the same table, so that a page without a recorded count fails like one without a line.
"""

from __future__ import annotations

import pytest

from tests import personas
from tests.harness.query_counts import QueryCount
from tests.permissions.subjects import address
from tests.permissions.table import ANONYMOUS, Row, rows

OPENED = {row.page: row for row in reversed(rows()) if row.method == "GET" and row.opened_by}


@pytest.mark.parametrize("row", OPENED.values(), ids=str)
def test_page(district: None, query_count: QueryCount, row: Row) -> None:
    login = row.opened_by[0]
    browser = personas.client(None if login == ANONYMOUS else login)
    path = address(row.route, row.subject)
    assert browser.get(path).status_code == 200  # what is remembered between requests is warm
    with query_count(row.page):
        browser.get(path)
