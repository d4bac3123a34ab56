"""A publication of the demonstration district, made of public facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from linli.disclosure import services
from linli.disclosure.data import Basis, Item, ItemKind, PublicationKind
from linli.disclosure.models import Publication
from linli.kernel import clock
from tests import personas

DISTRICT = "370406"
MEIYUAN, ZIWEI = "370406001018", "370406001016"
FUYUAN = UUID("0192aaaa-0000-7000-8000-000000000001")
JINXIU = UUID("0192aaaa-0000-7000-8000-000000000002")
AS_OF = datetime(2020, 10, 10, 1, 30, tzinfo=UTC)
BASIS = Basis("ST-6.2", "六（二）", "山亭区物业服务全覆盖工作意见", "st-2020")


def coverage(name: str = "梅园社区", key: str = MEIYUAN, **data: object) -> Item:
    """The coverage row of a community."""
    facts: dict[str, object] = {"community": name, "covered": 1, "total": 2, "percent": "50.00"}
    return Item(ItemKind.COVERAGE, key, name, key, {**facts, **data})


def compound(
    name: str = "福源公寓", key: UUID = FUYUAN, division: str = MEIYUAN, **data: object
) -> Item:
    """The row of a compound."""
    facts: dict[str, object] = {"community": "梅园社区", "covered": True}
    return Item(ItemKind.COMPOUND, str(key), name, division, {**facts, **data})


SERVED: dict[str, Any] = {
    "enterprise": "演示物业服务有限公司",
    "class": "2",
    "service_items": ["清扫保洁", "秩序维护"],
    "since": "2020-10-12",
}


def publish(login: str = "qu-zhujian", **changes: Any) -> Publication:
    """Publish the progress of coverage, two compounds of one community."""
    arguments: dict[str, Any] = {
        "at": clock.now(),
        "kind": PublicationKind.COVERAGE,
        "division": DISTRICT,
        "title": "物业服务覆盖进展",
        "lead": "全区集中攻坚期间，各社区物业服务覆盖情况如下。",
        "as_of": AS_OF,
        "to_on": None,
        "basis": BASIS,
        "items": [coverage(), compound(**SERVED), compound("锦绣花园", JINXIU, covered=False)],
        **changes,
    }
    return services.publish(actor=personas.actor(login), **arguments)


def withdraw(of: Publication, reason: str = "数据有误，核实后重新公布。") -> Publication:
    """Take it back as the district officer."""
    return services.withdraw(
        actor=personas.actor("qu-zhujian"), at=clock.now(), public_id=of.public_id, reason=reason
    )
