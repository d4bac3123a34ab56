"""Whatever is sent: declared answers only (P29), nothing injected (P12), nothing undeclared
taken in (P24)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel, ValidationError

from linli.api.operations import Operation
from linli.api.urls import OPERATIONS
from linli.journal.models import Act
from linli.kernel import search
from tests.api.calling import Caller
from tests.api.fuzzing import Fuzzer, ids_of_the_district
from tests.api.samples import body_of, query_of
from tests.architecture.project import assert_none
from tests.harness.acts import WRITE
from tests.permissions.subjects import address
from tests.permissions.table import rows

pytestmark = pytest.mark.one_database("looks at what the interface accepts")

CASES = 5 * len(OPERATIONS)
INJECTIONS = (
    "' OR '1'='1", "x' UNION SELECT null--", "1; DROP TABLE registry_compound", "') OR ('1'='1",
    "%' OR 1=1 --", "\\' OR 1=1#", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "$(id)", "`id`",
    "x\r\nSet-Cookie: a=b", "=cmd|' /C calc'!A0",
)  # fmt: skip
ASKED = [one for one in OPERATIONS.values() if one.queries]
WRITES = [one for one in OPERATIONS.values() if one.writes]
WITH_BODY = [one for one in OPERATIONS.values() if one.body is not None]
OPENED = {row.route.removeprefix("api:"): row for row in rows() if row.route.startswith("api:")}


def _model_fields() -> set[str]:
    return {
        name
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        for field in model._meta.get_fields()
        for name in (field.name, getattr(field, "attname", field.name))
    } | {"pk", "_state", "__class__", "is_superuser", "is_staff"}


def _path(declared: Operation) -> str:
    row = OPENED[declared.name]
    return address(row.route, row.subject).removeprefix("/api/")


def _who(declared: Operation) -> str:
    """The first persona who may."""
    expected = OPENED[declared.name].expected
    return next(login for login, status in expected.items() if status in (200, 201, 409))


def test_made_up_requests_get_declared_answers(district: None) -> None:
    chance = random.Random(20201010)  # noqa: S311 - the same cases every time
    outcome = Fuzzer(chance, ids_of_the_district()).run(CASES)
    assert_none(outcome.faults, "undeclared answers")
    assert outcome.statuses[200] > CASES // 10, outcome.statuses
    assert outcome.statuses[422] > CASES // 10, outcome.statuses


@pytest.mark.parametrize("declared", ASKED, ids=lambda one: one.name)
def test_nothing_sent_in_an_address_is_carried_out(district: None, declared: Operation) -> None:
    """A hostile text finds what any other text finds: nothing, or a refusal that names it."""
    caller = Caller(_who(declared)) if declared.right != "public" else Caller()
    path, faults = _path(declared), []
    for name in sorted(declared.queries):
        plain = caller.get(path, **query_of(declared.name) | {name: "zzzz"})
        for hostile in INJECTIONS:
            answer = caller.get(path, **query_of(declared.name) | {name: hostile})
            same = answer.status_code in (plain.status_code, 404, 422)
            if answer.status_code == 200 == plain.status_code and answer.json() != plain.json():
                # a search by name looks at letters and digits only
                letters = query_of(declared.name) | {name: search.plain(hostile)}
                same = answer.json() == caller.get(path, **letters).json()
            if not same or "Set-Cookie" in answer.headers:
                faults.append(f"{name}={hostile}: {answer.status_code}")
    assert_none(faults, declared.name)


@pytest.mark.parametrize("declared", WITH_BODY, ids=lambda one: one.name)
def test_nothing_sent_in_a_body_is_carried_out(district: None, declared: Operation) -> None:
    caller, path, faults = Caller(_who(declared)), _path(declared), []
    allowed = {declared.status, *declared.refusals}
    shape: Any = declared.body
    sample = body_of(declared.name) or {}
    for name in shape.model_fields:
        for hostile in _got_through(shape, sample, name):
            answer = caller.post(path, {**sample, name: hostile})
            if answer.status_code not in allowed or b"Traceback" in answer.content:
                faults.append(f"{name}={hostile}: {answer.status_code}")
    assert_none(faults, declared.name)


def _got_through(shape: type[BaseModel], sample: dict[str, Any], name: str) -> list[str]:
    """The hostile texts that a field's shape lets through, and one of those it stops."""
    stopped = []
    for hostile in INJECTIONS:
        try:
            shape.model_validate({**sample, name: hostile})
        except ValidationError:
            stopped.append(hostile)
    return [one for one in INJECTIONS if one not in stopped[1:]]


@pytest.mark.parametrize("declared", WRITES, ids=lambda one: one.name)
def test_no_field_of_any_table_can_be_smuggled_in(district: None, declared: Operation) -> None:
    """Every field of every table at once: all of them refused, nothing written but the refusal."""
    shape: Any = declared.body
    foreign = _model_fields() - set(shape.model_fields if shape else ())
    caller, path = Caller(_who(declared)), _path(declared)
    body = {**(body_of(declared.name) or {}), **dict.fromkeys(sorted(foreign), "1")}
    before = Act.objects.count()
    with CaptureQueriesContext(connection) as captured:
        if declared.upload:
            answer = caller.client.post(
                f"/api/{path}", dict.fromkeys(foreign, "1"), headers={"idempotency-key": "smuggled"}
            )
        else:
            answer = caller.post(path, body)
    assert answer.status_code == 422, answer.content
    written = {found[1] for query in captured if (found := WRITE.match(query["sql"]))}
    assert written <= {"journal_act", "accounts_accesstoken"}, written
    assert Act.objects.count() == before + 1


def test_each_unknown_field_alone_is_refused() -> None:
    """Also inside the objects of a body."""
    taken = []
    for declared in WITH_BODY:
        shape: type[BaseModel] | None = declared.body
        for name in _model_fields() - set(shape.model_fields if shape else ()):
            try:
                shape.model_validate({name: "1"})  # type: ignore[union-attr]  # WITH_BODY has one
                taken.append(f"{declared.name}: {name}")
            except ValidationError as error:
                if not any(item["type"] == "extra_forbidden" for item in error.errors()):
                    taken.append(f"{declared.name}: {name}")
    assert_none(taken, "shapes refuse what they do not know: extra='forbid'")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b'{"name": "a", "name": "b"}', 422),
        (b'{"name": NaN}', 422),
        (b"[" * 100_000, 422),
        (b'{"name": "a\\u0000b"}', 422),
        (b'{"name": "\\ud800"}', 422),
        (b"\xff\xfe", 422),
        (b'{"name": 5}', 422),
        (b'"' + b"a" * (1024 * 1024 + 1) + b'"', 413),
    ],
    ids=["cut", "doubled", "nan", "deep", "nul", "half", "utf16", "number", "huge"],
)
def test_broken_bodies_are_refused_cleanly(district: None, body: bytes, status: int) -> None:
    answer = Caller("shancheng").post("enterprises", body)
    assert answer.status_code == status
    told = answer.json()
    assert told["code"] in ("bad_input", "too_large")
    for finding in told["findings"]:
        assert finding["code"] != "not_json" or "12 levels" in finding["allowed"]


def test_another_content_type_is_refused(district: None) -> None:
    caller = Caller("shancheng")
    answer = caller.client.post(
        "/api/enterprises", "name=a", content_type="application/x-www-form-urlencoded",
        headers={"idempotency-key": "12345678"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (415, "content_type")
    assert caller.client.put("/api/enterprises").status_code == 405


def test_an_address_that_is_none_is_answered_like_every_other(district: None) -> None:
    for path in ("nothing", "tasks/%0D%0ASet-Cookie%3A%20a%3Db", "%0A", "a/%00/b"):
        answer = Caller("shancheng").client.get(f"/api/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.headers["Content-Type"] == "application/problem+json"
