"""A foreign object's page is that of an object that does not exist: status, text, time (P11).

Every page of the matrix that is foreign to somebody, for that persona; time for the kinds of object
whose existence tells something by itself. The interface has the same test of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import uuid4

import pytest

from tests import personas
from tests.permissions.subjects import SUBJECTS, address
from tests.permissions.table import Row, rows

pytestmark = pytest.mark.one_database("a lookup that finds nothing; its pages are tried on both")

STRANGER = "dianzi"
TIMED = {
    "registry:owner", "registry:unit", "registry:export", "registry:roster", "files:download",
    "duties:duty", "campaigns:task",
}  # fmt: skip
ASKED = 40
MOST_SECONDS = 0.010
FOREIGN: list[Row] = [
    row
    for row in rows()
    if row.method == "GET" and not row.route.startswith("api:")
    if row.expected[STRANGER] == 404 and not SUBJECTS[row.subject].common
]


def asked(row: Row) -> tuple[str, str]:
    """The address of the foreign object, and of one that never was."""
    path = address(row.route, row.subject)
    known = next(part for part in path.split("/") if part.count("-") == 4)
    return path, path.replace(known, str(uuid4()))


def plain(answer: Any) -> str:
    """The page without its own address and token."""
    text = re.sub(r'(value="|Token": ")[\w-]{30,}"', "", answer.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


@pytest.mark.parametrize("row", FOREIGN, ids=str)
def test_foreign_and_missing_pages_are_the_same(district: None, row: Row) -> None:
    get = personas.client(STRANGER).get
    foreign, missing = (get(path) for path in asked(row))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert plain(foreign) == plain(missing)


@pytest.mark.parametrize(
    "row", [row for row in FOREIGN if row.route in TIMED], ids=lambda row: row.route
)
def test_foreign_and_missing_pages_take_the_same_time(district: None, row: Row) -> None:
    get = personas.client(STRANGER).get
    foreign, missing = asked(row)
    took: dict[str, list[float]] = {foreign: [], missing: []}
    for _number in range(ASKED):
        for path, times in took.items():
            times.append(_seconds(get, path))
    assert abs(median(took[foreign]) - median(took[missing])) < MOST_SECONDS


def _seconds(get: Callable[[str], Any], path: str) -> float:
    began = time.perf_counter()
    assert get(path).status_code == 404
    return time.perf_counter() - began


def test_every_kind_that_is_timed_is_there() -> None:
    assert {row.route for row in FOREIGN} >= TIMED
