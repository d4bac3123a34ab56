"""For each operation that takes a body, one that is in order; ids name what the district has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.campaigns.models import ProgressReport, Task
from linli.campaigns.selectors import live_rows
from linli.campaigns.services import print_report
from linli.kernel import clock
from linli.policy import selectors as policy
from linli.policy.models import Release
from linli.registry.models import Compound, Enterprise, Ownership
from tests.api.calling import Caller
from tests.campaigns.campaign import cover_list, cover_row

Body = dict[str, Any]

Form = dict[str, Any]

ANY = {"replaces": "*"}
OLD = "并向社会公开"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
WORKDAYS = "date,kind,name\n" + "".join(
    f"2027-{day},off,{name}\n"
    for name, days in {
        "元旦": ["01-01"],
        "春节": [f"02-0{number}" for number in range(6, 10)] + ["02-10", "02-11", "02-12"],
        "劳动节": ["05-01", "05-02", "05-03"],
        "国庆节": [f"10-0{number}" for number in range(1, 8)],
    }.items()
    for day in days
)
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


def _voter() -> Body:
    """The first by name of the owners of the first unit: not its voter, once it is sold to two."""
    rows = list(Ownership.objects.filter(to_on__isnull=True).select_related("owner"))
    first = min((row.unit_id for row in rows), default=None)
    found = min((row.owner for row in rows if row.unit_id == first), key=str, default=None)
    return {"owner": str(found.public_id if found else uuid4()), **ANY}


@cache
def _files_of(digest: str) -> dict[str, str]:
    """Written once for every text: writing it takes longer than the request it is for."""
    return policy.folder_of(Release.objects.get(digest=digest))


def _edited() -> Body:
    """A file of the text in force, one word of it changed."""
    release = policy.active_release("st")
    files = _files_of(release.digest) if release else {}
    name = next((name for name, text in files.items() if OLD in text), "layer.yaml")
    return {"name": name, "text": files.get(name, "").replace(OLD, "并公开"), "version": 1}


def _merger() -> Body:
    found = Compound.objects.filter(community="370406001018").earliest("id")
    return {
        "kind": "transfer",
        "sources": ["370406001018"],
        "on": "2020-10-01",
        "target": "370406001016",
        "compounds": [str(found.public_id)],
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
        "remarks": [{"compound": str(_listed().public_id), "text": "正在协商"}],
        **ANY,
    },
    "report_return": lambda: {"reason": "请补充联系人"},
    "publication_withdraw": lambda: {"reason": "数据有误"},
    "policy_explain": lambda: {"key": "duty:progress_report", "inputs": {}},
    "compound_edit": lambda: {
        "name": "测试小区",
        "buildings": 3,
        "households": 90,
        "built_year": None,
        "area": 500000,
        **ANY,
    },
    "compound_trait": lambda: {"trait": "mode", "value": "market", "from_on": "2020-10-01", **ANY},
    "contract_amend": lambda: {
        "service_items": ["cleaning"],
        "manager_name": "测试乙",
        "manager_phone": "0632-0000002",
        "remark": "",
        **ANY,
    },
    "enterprise_edit": lambda: {"name": "测试物业服务更名公司", "uscc": "", **ANY},
    "unit_register": lambda: {"building": "9", "room": "901", "area": 8050, "use": "residential"},
    "unit_edit": lambda: {
        "building": "1",
        "entrance": "",
        "floor": None,
        "room": "9909",
        "area": 9050,
        "area_source": "",
        "use": "residential",
        "is_sold": True,
        "is_delivered": True,
        **ANY,
    },
    "unit_owners": lambda: {
        "from_on": "2020-10-08",
        "owners": [
            {"name": "测试丙", "share": "1/2", "is_voter": True},
            {"name": "测试丁", "share": "1/2", "phone": "0632-0000003"},
        ],
        **ANY,
    },
    "unit_voter": _voter,
    "owner_edit": lambda: {
        "name": "测试戊",
        "kind": "person",
        "phone": "0632-0000004",
        **ANY,
    },
    "owner_end_login": lambda: {"reason": "房屋已出售"},
    "space_register": lambda: {"number": "B-7", "kind": "underground", "tenure": "owned"},
    "space_change": lambda: {
        "number": "A-1",
        "kind": "ground",
        "tenure": "",
        "area": 1300,
        "is_registrable": False,
        "unit": "",
        **ANY,
    },
    "space_end": lambda: {"to_on": "2020-10-08", "reason": "改作绿地"},
    "premises_register": lambda: {"address": "3号楼底层", "kind": "service", "area": 12000},
    "premises_change": lambda: {
        "address": "1号楼底层",
        "kind": "service",
        "area": 13000,
        "source": "",
        **ANY,
    },
    "premises_end": lambda: {"to_on": "2020-10-08", "reason": "房屋拆除"},
    "community_plan": _merger,
    "export_ask": lambda: {"reason": "通知业主大会", "row_limit": 100},
    "task_step_withdraw": lambda: {"reason": "照片有误"},
    "draft_start": lambda: {"layer": "st"},
    "draft_save": _edited,
    "draft_try": lambda: {"on": "2020-11-01"},
    "release_try": lambda: {"on": "2020-11-01"},
    "duty_record": lambda: {"note": "会议纪要3号"},
    "enterprise_register": lambda: {"name": "测试物业服务公司", "uscc": ""},
}


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _list() -> Form:
    return {"file": _file("一览表.xlsx", cover_list(cover_row("接口测试小区")))}


def _table() -> Form:
    return {"file": _file("2027.csv", WORKDAYS.encode()), "year": "2027", "source": "国办发明电9号"}


def _copy() -> Form:
    """The report's own form as it stands now, with one remark more."""
    found = ProgressReport.objects.order_by("id").last()
    if found is None:
        return {"file": _file("附件5.xlsx", b"")}
    first, *others = live_rows(found, clock.today())
    rows = [replace(first, note="正在协商"), *others]
    body = print_report(found=found, rows=rows, suffix="xlsx", at=clock.now())
    return {"file": _file("附件5.xlsx", body)}


FORMS: dict[str, Callable[[], Form]] = {
    "roster_hand_in": lambda: {"file": _file("名册.csv", ROSTER)},
    "task_list_check": _list,
    "task_list_import": _list,
    "task_step": lambda: {
        "done_on": "2020-10-08",
        "note": "已完成",
        "after": _file("整治后.png", PICTURE),
        **ANY,
    },
    "report_compare": _copy,
    "report_copy": lambda: _copy() | ANY,
    "workdays_check": _table,
    "workdays_load": _table,
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


def form_of(route: str) -> Form:
    """The form with its files to send to a route that takes files."""
    return FORMS[route.removeprefix("api:")]()


def send_form(caller: Caller, path: str, form: Form, *, key: str = "") -> Any:
    """Send fields and files."""
    return caller.client.post(f"/api/{path}", form, headers={"idempotency-key": key or uuid4().hex})
