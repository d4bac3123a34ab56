"""The same posts for every district: whoever knows one demonstration knows the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.accounts.data import Role
from linli.cli.sample.data import MARK, People, Persona, Seat
from linli.territory.data import BodyKind

OWNER_LOGIN = "yezhu"
"""The login of the owner; outside 山亭 with the district's key before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A street or community with the login of its officer."""

    code: str
    login: str
    office: str


def people(
    prefix: str, district: str, *, since: date, housing: str, places: tuple[Place, Place, Place]
) -> People:
    """Bodies and posts of a district: home street, strange street, home community in ``places``.

    The second street is the stranger: whoever works there sees nothing of the first.
    """
    home, strange, community = places
    seats = (
        Seat(f"{prefix}-housing", housing, BodyKind.HOUSING_AUTHORITY, district),
        Seat(
            f"{prefix}-leading-office", "区领导小组办公室", BodyKind.LEADING_GROUP_OFFICE, district
        ),
        Seat(f"{prefix}-audit", "区审计局", BodyKind.AUDIT, district),
        Seat(f"{prefix}-{home.login}", home.office, BodyKind.STREET_TOWN, home.code),
        Seat(f"{prefix}-{strange.login}", strange.office, BodyKind.STREET_TOWN, strange.code),
        Seat(f"{prefix}-{community.login}", community.office, BodyKind.COMMUNITY, community.code),
        Seat(f"{prefix}-data", "区大数据中心", BodyKind.LINE_DEPARTMENT, district),
        Seat(
            f"{prefix}-demo-enterprise",
            f"{MARK}第一物业服务有限公司",
            BodyKind.PROPERTY_ENTERPRISE,
            district,
        ),
    )
    posts = (
        ("qu-zhujian", Role.DISTRICT_OFFICER, "物业科科员", "housing", district),
        ("qu-lingdao", Role.DISTRICT_LEADER, "领导小组办公室", "leading-office", district),
        (home.login, Role.STREET_OFFICER, "物业专管员", home.login, home.code),
        (strange.login, Role.STREET_OFFICER, "物业专管员", strange.login, strange.code),
        (community.login, Role.COMMUNITY_OFFICER, "社区工作者", community.login, community.code),
        ("wuye", Role.ENTERPRISE_MANAGER, "项目经理", "demo-enterprise", district),
        ("shenji", Role.AUDITOR, "审计员", "audit", district),
        ("xitong", Role.SYSTEM_ADMIN, "系统管理员", "data", district),
        ("anquan", Role.SECURITY_ADMIN, "安全管理员", "data", district),
        ("shenjiyuan", Role.AUDIT_ADMIN, "安全审计员", "audit", district),
        (OWNER_LOGIN, Role.OWNER, "业主", community.login, community.code),
    )
    personas = tuple(
        Persona(f"{prefix}-{login}", role, title, f"{prefix}-{seat}", scope)
        for login, role, title, seat, scope in posts
    )
    return People(district, since, seats, personas)
