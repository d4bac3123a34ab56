"""The demonstration district as ground for tests: real divisions, policy, task lists, personas.

``district`` is seeded once per module, with real commits, so that everything that happens on
commit has happened; each test then works in a transaction of its own that is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from linli.kernel import clock


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say that these tests use the database: pytest-django makes one only for those that do."""
    for item in items:
        if "seeded_district" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="module")
def seeded_district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Seed before the first test of a module, empty the tables after its last."""
    from linli.cli import demo  # late: pure tests run without every app being importable

    with django_db_blocker.unblock():
        try:
            demo.prepare()
            yield
        finally:
            clock.set_offset(0)
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def district(seeded_district: None) -> Iterator[None]:
    """The seeded district; what the test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
