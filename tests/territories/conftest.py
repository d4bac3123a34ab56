"""All four districts of the demonstration in one database, seeded once for this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from linli.cli import demo
from linli.kernel import clock


@pytest.fixture(scope="package")
def settled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Seed before the first test of the folder, empty the tables after its last."""
    with django_db_blocker.unblock():
        try:
            demo.prepare(districts=[demo.ALL])
            yield
        finally:
            clock.set_offset(0)
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def districts(settled: None, db: None) -> Iterator[None]:
    """The four districts; what the test writes is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
