"""The register's ground: divisions, policy and posts of the demonstration, and a few compounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.registry import services
from linli.registry.data import NewCompound, NewEnterprise
from linli.registry.models import Compound, Enterprise
from tests import personas

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


@pytest.fixture
def register(policy_in_force: None, db: None) -> Register:
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
