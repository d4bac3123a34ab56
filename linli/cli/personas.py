"""The people of the demonstration district: fixed logins, one for each kind of post.

No real person: a post is named, never a holder. The same personas serve the tests.
"""

from __future__ import annotations

from datetime import date, datetime

from linli.accounts import services as accounts
from linli.accounts.data import Role
from linli.cli.sample.data import People, Persona, Seat
from linli.kernel.actors import system_actor
from linli.territory import selectors as territory
from linli.territory import services as territory_services
from linli.territory.data import BodyKind

DISTRICT = "370406"
IN_OFFICE_FROM = date(2020, 9, 1)

SEATS = (
    Seat("st-housing", "区住建局", BodyKind.HOUSING_AUTHORITY, DISTRICT),
    Seat("st-leading-office", "区领导小组办公室", BodyKind.LEADING_GROUP_OFFICE, DISTRICT),
    Seat("st-audit", "区审计局", BodyKind.AUDIT, DISTRICT),
    Seat("st-shancheng", "山城街道办事处", BodyKind.STREET_TOWN, "370406001"),
    Seat("st-dianzi", "店子镇人民政府", BodyKind.STREET_TOWN, "370406101"),
    Seat("st-meiyuan", "梅园社区", BodyKind.COMMUNITY, "370406001018"),
    Seat("st-data", "区大数据中心", BodyKind.LINE_DEPARTMENT, DISTRICT),
    Seat("st-demo-enterprise", "演示物业服务有限公司", BodyKind.PROPERTY_ENTERPRISE, DISTRICT),
)

PERSONAS = (
    Persona("qu-zhujian", Role.DISTRICT_OFFICER, "物业科科员", "st-housing", DISTRICT),
    Persona("qu-lingdao", Role.DISTRICT_LEADER, "领导小组办公室", "st-leading-office", DISTRICT),
    Persona("shancheng", Role.STREET_OFFICER, "街道物业专管员", "st-shancheng", "370406001"),
    Persona("dianzi", Role.STREET_OFFICER, "镇物业专管员", "st-dianzi", "370406101"),
    Persona("meiyuan", Role.COMMUNITY_OFFICER, "社区工作者", "st-meiyuan", "370406001018"),
    Persona("wuye", Role.ENTERPRISE_MANAGER, "项目经理", "st-demo-enterprise", DISTRICT),
    Persona("shenji", Role.AUDITOR, "审计员", "st-audit", DISTRICT),
    Persona("xitong", Role.SYSTEM_ADMIN, "系统管理员", "st-data", DISTRICT),
    Persona("anquan", Role.SECURITY_ADMIN, "安全管理员", "st-data", DISTRICT),
    Persona("shenjiyuan", Role.AUDIT_ADMIN, "安全审计员", "st-audit", DISTRICT),
    Persona("yezhu", Role.OWNER, "业主", "st-meiyuan", "370406001018"),
)


PEOPLE = People(DISTRICT, IN_OFFICE_FROM, SEATS, PERSONAS)


def seed_personas(*, at: datetime, password: str, people: People = PEOPLE) -> None:
    """Record the seats, users and posts of a district. Doing it again changes nothing."""
    for seat in people.seats:
        territory_services.record_body(
            code=seat.code,
            name=seat.name,
            kind=seat.kind,
            division=territory.division(seat.division),
        )
    actor = system_actor(people.district)
    for persona in people.personas:
        user = accounts.create_user(login=persona.login, password=password)
        accounts.appoint(
            actor=actor,
            at=at,
            user=user,
            role=persona.role,
            title=persona.title,
            body_code=persona.seat,
            scope=persona.scope,
            starts_on=people.since,
        )
