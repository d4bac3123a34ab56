"""Every route, every method, every persona: the answer is what ``matrix.txt`` says.

The routes come from the URL resolver, never from a list: a new page without a line fails.
"""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from tests import personas
from tests.architecture.project import assert_none
from tests.architecture.routes import Route, routes
from tests.permissions.sending import send
from tests.permissions.subjects import SUBJECTS, address
from tests.permissions.table import ANONYMOUS, FILE, Row, rows

pytestmark = pytest.mark.one_database(
    "rights and scopes; the pages have tests of their own on both"
)

SHOWN_ONCE = {
    "accounts:user_invite", "registry:owner_invite", "registry:own_read", "duties:feeds",
}  # fmt: skip
# Posts that reach only a part of the district.
LOCAL = ("shancheng", "dianzi", "meiyuan", "wuye")
WITH_OBJECT = tuple(route for route in routes() if "<uuid:" in route.pattern)


def answer(row: Row, path: str, login: str) -> int:
    """The status a persona gets; whatever the request wrote is undone."""
    with transaction.atomic():
        answered = send(row.method, row.route, path, login)
        transaction.set_rollback(True)
    return int(answered.status_code)


def test_every_route_and_method_has_a_line() -> None:
    covered = {(row.route, row.method) for row in rows()}
    uncovered = [
        f"{method} {route}"
        for route in routes()
        for method in route.methods
        if (route.name, method) not in covered
    ]
    assert_none(uncovered, f"UNCOVERED: add a line to {FILE.name} for each")


def test_every_line_is_about_a_route_and_method_that_exist() -> None:
    existing = {(route.name, method) for route in routes() for method in route.methods}
    gone = [f"line {row.line}: {row}" for row in rows() if (row.route, row.method) not in existing]
    assert_none(gone, f"remove these lines from {FILE.name}")


def test_every_persona_has_a_column() -> None:
    assert all(set(row.expected) == {ANONYMOUS, *personas.LOGINS} for row in rows())


def test_every_page_of_an_object_is_tried_by_somebody_it_is_foreign_to() -> None:
    """Unless everybody may see the object, or only the district's posts may open the page."""
    untried = [
        str(route)
        for route in WITH_OBJECT
        if not any(
            404 in row.expected.values()
            or SUBJECTS[row.subject].common
            or all(row.expected[login] == 403 for login in LOCAL)
            for row in rows()
            if row.route == route.name
        )
    ]
    assert_none(untried, "add a line with an object that some persona must not see")


def test_a_form_that_is_refused_answers_422() -> None:
    """One rule for every app: sent empty, a form is done, or refused; never shown as if not sent.

    The others show what nobody may see twice, by an act that needs nothing to be filled in.
    """
    pages = {
        row.route
        for row in rows()
        if row.method == "POST"
        and 200 in row.expected.values()
        and not row.route.startswith("api:")
    }
    assert pages == SHOWN_ONCE


@pytest.mark.parametrize("row", rows(), ids=str)
def test_answers(district: None, row: Row) -> None:
    path = address(row.route, row.subject)
    answers = {login: answer(row, path, login) for login in row.expected}
    wrong = [
        f"{login}: {answers[login]} instead of {expected}"
        for login, expected in row.expected.items()
        if answers[login] != expected
    ]
    shown = " ".join(map(str, answers.values()))
    assert_none(wrong, f"{FILE.name}:{row.line} {row}\n  all answers: {shown}")


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_what_does_not_exist_looks_like_what_is_foreign(district: None, route: Route) -> None:
    """404 with the right, 403 without it, the login page for strangers; never a hint."""
    arguments = {
        part.split(":")[1].split(">")[0]: uuid.uuid4() if part.startswith("uuid:") else 1
        for part in route.pattern.split("<")[1:]
    }
    for login in personas.LOGINS:
        method = "GET" if "GET" in route.methods else "POST"
        path = reverse(route.name, kwargs=arguments)
        status = send(method, route.name, path, login).status_code
        assert status in (403, 404), f"{login} gets {status} from {route}"
