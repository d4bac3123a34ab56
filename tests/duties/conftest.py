"""The Shanting street and its duty, on real divisions and the real policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

import linli
from linli.cli.personas import DISTRICT, seed_personas
from linli.duties import services
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.policy import services as policy
from linli.registry.models import Compound
from linli.territory import selectors as territory
from linli.territory import services as territory_services
from linli.territory.data import BodyKind
from tests.harness import jinnan

PROFILES = Path(linli.__path__[0]) / "profiles"
AT = datetime(2020, 9, 11, 1, 0, tzinfo=UTC)
FROM = date(2020, 9, 11)
KEY = "progress_report"
STREET, TOWN = "370406001", "370406101"


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Divisions, personas and policy, written once per module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        territory_services.load_divisions()
        seed_personas(at=AT, password="not used by any test")
        operator = system_actor("", frozenset({"policy.activate"}))
        for layer in ("cn", "sd", "st"):
            release = policy.load_layer(folder=PROFILES / layer, actor=operator, at=AT)
            policy.activate_release(actor=operator, at=AT, release=release, on=date(2020, 9, 10))
        for division in (STREET, TOWN):
            services.assign(
                actor=system_actor(DISTRICT),
                at=AT,
                key=KEY,
                body_id=body_id(division),
                from_on=FROM,
            )
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def jinnan_ground(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[Compound]]:
    """Policy, bodies, posts and twelve compounds of 津南区, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        territory_services.load_divisions()
        jinnan.adopt()
        seated = jinnan.communities(streets=2, each=2)
        jinnan.seat(seated)
        jinnan.people()
        compounds = jinnan.register(12, seated)
        jinnan.renovate(compounds)
        jinnan.serve(compounds)
        yield compounds
        transaction.set_rollback(True)


@pytest.fixture
def compounds(jinnan_ground: list[Compound], db: None) -> list[Compound]:
    """The compounds of 津南区; the clock stands at 1 March 2024."""
    clock.set_offset((jinnan.AT.date() - clock.today()).days)
    return jinnan_ground


@pytest.fixture
def assigned(ground: None, db: None) -> None:
    """Street and town owe the progress report; the clock stands at 10 October 2020."""
    clock.set_offset((date(2020, 10, 10) - clock.today()).days)


def body_id(division: str) -> str:
    """Public id of the street office or town government of a division."""
    return str(territory.body_of(BodyKind.STREET_TOWN, division).public_id)
