"""The campaign's ground: divisions, policy and posts of 山亭, without a task list yet.

Tests of what happens after the import take the harness's ``district``, where both lists are in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.policy import services as policy
from linli.territory import services as territory
from tests import personas
from tests.campaigns.campaign import ADOPTED, PROFILES, TODAY


@pytest.fixture(scope="module")
def policy_in_force(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything an import needs to be there first; once per module."""
    with django_db_blocker.unblock():
        try:
            territory.load_divisions()
            seed_personas(at=ADOPTED, password="not used by any test")
            actor = system_actor("", frozenset({"policy.activate"}))
            for layer, day in (("cn", 1), ("sd", 1), ("st", 10)):
                release = policy.load_layer(actor=actor, at=ADOPTED, folder=PROFILES / layer)
                policy.activate_release(
                    actor=actor, at=ADOPTED, release=release, on=date(2020, 9, day)
                )
            clock.set_offset((TODAY - clock.today()).days)
            yield
        finally:
            clock.set_offset(0)
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def ground(policy_in_force: None, db: None) -> None:
    """The ground, with what a test writes gone after it."""


@pytest.fixture
def officer(ground: None) -> Actor:
    """The district officer before any list is imported."""
    return personas.actor("qu-zhujian")
