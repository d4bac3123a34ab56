"""What the tests of campaigns share: days, the office's files, the street's plans and contracts."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import linli
from linli.campaigns.data import PlanInput
from linli.campaigns.models import Task
from linli.kernel import clock
from linli.kernel.workbooks.data import Value
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook
from linli.registry.data import ContractTerms
from tests.campaigns.tables import COVER

ROOT = Path(linli.__path__[0])
PROFILES = ROOT / "profiles"
ANNEX_3 = ROOT / "cli/seed/shanting-annex3.xlsx"
ANNEX_4 = ROOT / "cli/seed/shanting-annex4.xlsx"
DISTRICT, STREET, MEIYUAN = "370406", "370406001", "370406001018"
ADOPTED = datetime(2020, 9, 11, 9, 0, tzinfo=clock.ZONE)
AT = datetime(2020, 10, 10, 9, 30, tzinfo=clock.ZONE)
TODAY = date(2020, 10, 10)

MARKET_PLAN = PlanInput(market_ready=True, mode="market", provider="演示物业服务有限公司")
FALLBACK_PLAN = PlanInput(market_ready=False, mode="community_fallback", provider="梅园社区")


def at(month: int, day: int) -> datetime:
    """A morning of 2020."""
    return datetime(2020, month, day, 9, 30, tzinfo=clock.ZONE)


def task(compound: str) -> Task:
    """The task of a compound of the seeded lists."""
    found: Task = Task.objects.select_related("compound", "campaign").get(compound__name=compound)
    return found


def task_id(compound: str) -> UUID:
    """Its public id, as services take it."""
    found: UUID = task(compound).public_id
    return found


def terms(entry_on: date | None = TODAY) -> ContractTerms:
    """A contract as the street registers it."""
    return ContractTerms(
        nature="self",
        mode="community_fallback",
        starts_on=date(2020, 10, 1),
        entry_on=entry_on,
        service_items=("cleaning", "security", "order"),
        manager_name="测试甲",
        manager_phone="0632-0000001",
    )


def cover_list(*rows: list[Value], header: list[str] | None = None) -> bytes:
    """A workbook in the form of annex 4."""
    return write_workbook(
        SheetLayout(
            name="Sheet1",
            title="任务一览表",
            columns=[Column(text, 14) for text in header or COVER],
            rows=rows,
        )
    )


def cover_row(
    compounds: str,
    *,
    street: str = "山城街道",
    community: str = "梅园社区",
    due: Value = "11月15日",
) -> list[Value]:
    """One line of such a list."""
    return [1, street, community, compounds, "实现物业管理全覆盖", "党工委副书记", due]
