"""The register's ground: divisions, policy and posts of the demonstration, and a few compounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.policy import services as policy
from linli.registry import services
from linli.registry.data import NewCompound, NewEnterprise
from linli.registry.models import Compound, Enterprise
from linli.territory import services as territory
from tests import personas

PROFILES = Path(__file__).parents[2] / "linli" / "profiles"
ADOPTED = datetime(2020, 9, 11, 9, 0, tzinfo=clock.ZONE)
AT = datetime(2020, 10, 10, 9, 30, tzinfo=clock.ZONE)
TODAY = date(2020, 10, 10)
MEIYUAN = "370406001018"
ZIWEI = "370406001016"


@dataclass(frozen=True)
class Register:
    """A small register in two communities of 山城街道, and who works on it."""

    street: Actor
    district: Actor
    served: Compound
    unserved: Compound
    neighbour: Compound
    enterprise: Enterprise
    """The one whose people hold posts: the persona ``wuye``."""


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Divisions, posts and the policy of 山亭, once per module; the clock stands in its autumn."""
    with django_db_blocker.unblock():
        try:
            territory.load_divisions()
            seed_personas(at=ADOPTED, password="long enough 2020")
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
def register(ground: None, db: None) -> Register:
    """The register; what the test writes is gone after it."""
    street, district = personas.actor("shancheng"), personas.actor("qu-zhujian")
    served, unserved, neighbour = services.register_compounds(
        actor=district,
        at=ADOPTED,
        compounds=[
            NewCompound("梅花园", MEIYUAN, source="附件3"),
            NewCompound("福源公寓", MEIYUAN, source="附件4"),
            NewCompound("银山小区", ZIWEI, source="附件4"),
        ],
    )
    services.record_baseline_service(actor=district, at=ADOPTED, compounds=[served])
    enterprise = services.register_enterprise(
        actor=district,
        at=ADOPTED,
        enterprise=NewEnterprise("演示物业服务有限公司", body="st-demo-enterprise"),
    )
    return Register(street, district, served, unserved, neighbour, enterprise)
