"""What is foreign looks like what does not exist: status, body, time (P11)."""

from __future__ import annotations

import time
from statistics import median
from uuid import uuid4

import pytest

from linli.api.operations import Operation
from linli.api.urls import OPERATIONS
from tests.api.calling import Caller
from tests.api.samples import body_of, query_of
from tests.permissions.subjects import SUBJECTS, address
from tests.permissions.table import Row, rows

ASKED = 200
MOST_SECONDS = 0.010
FOREIGN: list[Row] = [
    row
    for row in rows()
    if row.route.removeprefix("api:") in OPERATIONS
    and 404 in row.expected.values()
    and not SUBJECTS[row.subject].common
]


def _ask(caller: Caller, declared: Operation, path: str) -> tuple[int, bytes]:
    if declared.method == "GET":
        answer = caller.get(path, **query_of(declared.name))
    else:
        answer = caller.post(path, body_of(declared.name))
    return answer.status_code, answer.content


@pytest.mark.parametrize("row", FOREIGN, ids=str)
def test_foreign_and_missing_get_the_same_answer(district: None, row: Row) -> None:
    declared = OPERATIONS[row.route.removeprefix("api:")]
    foreign = address(row.route, row.subject).removeprefix("/api/")
    known = next(part for part in foreign.split("/") if part.count("-") == 4)
    missing = foreign.replace(known, str(uuid4()))
    for login in (name for name, status in row.expected.items() if status == 404):
        caller = Caller(login)
        assert _ask(caller, declared, foreign) == _ask(caller, declared, missing), login


def test_foreign_and_missing_take_the_same_time(district: None) -> None:
    caller = Caller("dianzi")
    foreign = address("api:compound", "compound").removeprefix("/api/")
    took: dict[str, list[float]] = {"foreign": [], "missing": []}
    for _number in range(ASKED):
        for kind, path in (("foreign", foreign), ("missing", f"compounds/{uuid4()}")):
            began = time.perf_counter()
            assert caller.get(path).status_code == 404
            took[kind].append(time.perf_counter() - began)
    assert abs(median(took["foreign"]) - median(took["missing"])) < MOST_SECONDS
