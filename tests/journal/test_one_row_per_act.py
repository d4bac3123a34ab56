"""The watch over every POST of the tests (tests/harness/acts.py) sees what it is there to see."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from linli.kernel.actors import system_actor
from linli.kernel.web.standing import Standing
from tests.architecture.routes import routes
from tests.harness.acts import BOOKKEEPING, SEVERAL, assert_journalled

ACT = 'INSERT INTO "journal_act" ("district") VALUES (1)'
CHANGE = 'UPDATE "registry_compound" SET "name" = 1'


def _answer(
    status: int, *, signed_in: bool = True, route: str = "registry:edit"
) -> SimpleNamespace:
    request = SimpleNamespace(
        standing=Standing(actor=system_actor("370406") if signed_in else None),
        resolver_match=SimpleNamespace(view_name="registry:edit"),
    )
    return SimpleNamespace(status_code=status, wsgi_request=request)


@pytest.mark.parametrize(
    ("status", "statements"),
    [
        (302, [CHANGE]),
        (200, ['INSERT OR IGNORE INTO "files_file" VALUES (1)']),
        (302, ['DELETE FROM "registry_compound" WHERE 1']),
        (302, [CHANGE, ACT, ACT]),
        (403, []),
        (409, [ACT, ACT]),
        (422, [CHANGE]),
    ],
)
def test_a_missing_or_second_row_is_seen(status: int, statements: list[str]) -> None:
    with pytest.raises(AssertionError, match="registry:edit"):
        assert_journalled(_answer(status), statements)


@pytest.mark.parametrize(
    ("status", "statements"),
    [
        (302, [CHANGE, ACT]),
        (302, ["SELECT 1", 'UPDATE "accounts_session" SET "seen_at" = 1']),
        (403, [ACT]),
        (422, [CHANGE, ACT]),
        (404, []),
    ],
)
def test_one_row_for_an_act_and_none_for_bookkeeping(status: int, statements: list[str]) -> None:
    assert_journalled(_answer(status), statements)


def test_strangers_are_nobody_to_note() -> None:
    assert_journalled(_answer(403, signed_in=False), [])


def test_the_exceptions_name_routes_that_exist_and_say_why() -> None:
    assert set(SEVERAL) <= {route.name for route in routes()}
    assert all(len(reason) > 10 for reason in (*SEVERAL.values(), *BOOKKEEPING.values()))
