"""The demonstration district as ground for tests: real divisions, policy, task lists, personas.

``district`` is seeded once per module, with real commits, so that everything that happens on
commit has happened; each test then works in a transaction of its own that is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from linli.kernel import clock
from linli.kernel.actors import system_actor

PROFILES = Path(__file__).parents[2] / "linli" / "profiles"


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


@pytest.fixture(scope="module")
def policy_in_force(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The district before anything happened in it: divisions, posts, its policy in force.

    Once per module, with the clock in its autumn; the tables are emptied after the last test.
    """
    from linli.cli.personas import seed_personas
    from linli.cli.sample.shanting import ADOPTED, LAYERS, OPENING
    from linli.policy import services as policy
    from linli.territory import services as territory

    with django_db_blocker.unblock():
        try:
            territory.load_divisions()
            seed_personas(at=ADOPTED, password="not used by any test")
            actor = system_actor("", frozenset({"policy.activate"}))
            for layer, day in LAYERS:
                release = policy.load_layer(actor=actor, at=ADOPTED, folder=PROFILES / layer)
                policy.activate_release(actor=actor, at=ADOPTED, release=release, on=day)
            clock.set_offset((OPENING - clock.today()).days)
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
