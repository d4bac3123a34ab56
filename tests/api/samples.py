"""For each operation that takes a body, one that is in order; ids name what the district has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.campaigns.models import Task
from linli.registry.models import Compound, Enterprise
from tests.api.calling import Caller

Body = dict[str, Any]

ROSTER = "社区,小区,楼号,房号,建筑面积\n梅园社区,无此小区,1,101,80.5\n".encode()


def _contract() -> Body:
    found = Enterprise.objects.get(body__code="st-demo-enterprise")
    return {
        "enterprise": str(found.public_id),
        "nature": "hired",
        "mode": "market",
        "starts_on": "2020-10-01",
        "ends_on": "2023-09-30",
        "signed_on": "2020-09-20",
        "entry_on": "2020-10-01",
        "service_items": ["cleaning"],
        "manager_name": "测试甲",
        "manager_phone": "0632-0000001",
        "remark": "",
    }


def _listed() -> Compound:
    """A compound on the street's report."""
    found = Task.objects.filter(division__startswith="370406001").earliest("id")
    compound: Compound = found.compound
    return compound


BODIES: dict[str, Callable[[], Body]] = {
    "contract_sign": _contract,
    "contract_entry": lambda: {"entry_on": "2020-10-01"},
    "contract_end": lambda: {"ended_on": "2020-10-08", "reason": "合同解除"},
    "owner_search": lambda: {"text": "测试甲"},
    "owner_read": lambda: {"field": "phone", "reason": "通知业主大会"},
    "task_plan": lambda: {
        "market_ready": False,
        "mode": "street_company",
        "reason": "",
        "committee": "",
        "provider": "",
        "planned_entry_on": "2020-10-20",
        "responsible_post": "社区书记",
        "replaces": 0,
    },
    "task_entry": _contract,
    "report_start": lambda: {"division": "370406001", "printed_on": "2020-10-01"},
    "report_remarks": lambda: {
        "remarks": [{"compound": str(_listed().public_id), "text": "正在协商"}]
    },
    "report_return": lambda: {"reason": "请补充联系人"},
    "publication_withdraw": lambda: {"reason": "数据有误"},
    "policy_explain": lambda: {"key": "duty:progress_report", "inputs": {}},
    "enterprise_register": lambda: {"name": "测试物业服务公司", "uscc": ""},
}


QUERIES: dict[str, dict[str, str]] = {
    "duties_filing": {"key": "progress_report"},
    "public_publications": {"district": "370406"},
}


def query_of(route: str) -> dict[str, str]:
    """What a route must be asked with."""
    return QUERIES.get(route.removeprefix("api:"), {})


def body_of(route: str) -> Body | None:
    """The body to send to a route; None where it takes none."""
    made = BODIES.get(route.removeprefix("api:"))
    return made() if made else None


def send_upload(caller: Caller, path: str, content: bytes = ROSTER) -> Any:
    """Hand a file in."""
    return caller.client.post(
        f"/api/{path}",
        {"file": SimpleUploadedFile("名册.csv", content)},
        headers={"idempotency-key": uuid4().hex},
    )
