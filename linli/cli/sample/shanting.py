"""山亭区 in autumn 2020: the real task lists of its campaign, and made-up posts."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from linli.campaigns import selectors as campaigns
from linli.campaigns import services as campaign_services
from linli.cli.personas import DISTRICT
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.registry import selectors as registry_selectors
from linli.registry import services as registry
from linli.registry.data import NewEnterprise

OPENING = date(2020, 10, 10)
ADOPTED_ON = date(2020, 9, 11)
ADOPTED = datetime.combine(ADOPTED_ON, time(9, 0), clock.ZONE)
ENTERPRISE = "演示物业服务有限公司"
LAYERS = (("cn", date(2020, 9, 1)), ("sd", date(2020, 9, 1)), ("st", date(2020, 9, 10)))
TASK_LISTS = tuple(
    Path(__file__).parent.parent / "seed" / name
    for name in ("shanting-annex3.xlsx", "shanting-annex4.xlsx")
)


def register_enterprise(officer: Actor) -> None:
    """The made-up enterprise whose manager is one of the personas; registered once."""
    if not registry_selectors.enterprises_visible_to(officer).filter(name=ENTERPRISE).exists():
        registry.register_enterprise(
            actor=officer,
            at=ADOPTED,
            enterprise=NewEnterprise(ENTERPRISE, body="st-demo-enterprise"),
        )


def open_campaign(officer: Actor) -> None:
    """Import the two task lists and publish where the district stands, each once."""
    for path in TASK_LISTS:
        content = path.read_bytes()
        if not campaigns.is_imported(DISTRICT, content):
            campaign_services.import_task_list(
                actor=officer, at=ADOPTED, name=path.name, content=content, division=DISTRICT
            )
    if not campaigns.is_published(DISTRICT):
        campaign_services.publish_coverage(actor=officer, at=ADOPTED)
