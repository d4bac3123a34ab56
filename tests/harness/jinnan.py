"""津南区: real divisions and policy, made-up compounds, so that duties come in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import linli
from linli.accounts import services as accounts
from linli.accounts.data import Role
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.policy import services as policy
from linli.registry import services as registry
from linli.registry.data import NewCompound, TraitKind
from linli.registry.models import Compound, CompoundTrait, Enterprise, ServiceContract
from linli.territory import selectors as territory
from linli.territory import services as places
from linli.territory.data import BodyKind, Level

PROFILES = Path(linli.__path__[0]) / "profiles"
DISTRICT = "120112"
ADOPTED = datetime(2024, 1, 2, 9, 0, tzinfo=clock.ZONE)
FROM = date(2024, 1, 2)
AT = datetime(2024, 3, 1, 9, 0, tzinfo=clock.ZONE)
RENOVATED_EVERY = 4
ENTERPRISES = 5
REASON, REFERENCE = "区里定的", "津南会议纪要1号"


def everybody() -> Actor:
    """Whoever sets the ground: every right the services ask for."""
    rights = {"registry.edit", "contracts.edit", "policy.set", "policy.activate"}
    return system_actor(DISTRICT, frozenset(rights))


def adopt() -> None:
    """National, municipal and district policy, in force since 2 January 2024."""
    operator = system_actor("", frozenset({"policy.activate"}))
    for layer in ("cn", "tj", "jn"):
        release = policy.load_layer(folder=PROFILES / layer, actor=operator, at=ADOPTED)
        policy.activate_release(actor=operator, at=ADOPTED, release=release, on=FROM)


def communities(streets: int, each: int) -> list[str]:
    """The first communities of the first streets, by code."""
    return [
        place.code
        for street in territory.children(DISTRICT, Level.STREET)[:streets]
        for place in territory.children(street.code, Level.COMMUNITY)[:each]
    ]


def seat(seated: list[str]) -> None:
    """The district's offices, a body in each of these communities and in their streets."""
    home = territory.division(DISTRICT)
    for code, name, kind in (
        ("jn-housing", "区住建委", BodyKind.HOUSING_AUTHORITY),
        ("jn-office", "区物业办", BodyKind.LEADING_GROUP_OFFICE),
    ):
        places.record_body(code=code, name=name, kind=kind, division=home)
    for code in sorted({code[:9] for code in seated} | set(seated)):
        kind = BodyKind.STREET_TOWN if len(code) == 9 else BodyKind.COMMUNITY
        place = territory.division(code)
        places.record_body(code=f"jn-{code}", name=place.name, kind=kind, division=place)
    for number in range(ENTERPRISES):
        places.record_body(
            code=f"jn-e{number}",
            name=f"测试{number}号物业",
            kind=BodyKind.PROPERTY_ENTERPRISE,
            division=home,
        )


def people() -> None:
    """A post at the district, at the first street and at its first community."""
    for login, role, body, scope in posts():
        user = accounts.create_user(login=login, password="not used by any test")
        accounts.appoint(
            actor=system_actor(DISTRICT),
            at=ADOPTED,
            user=user,
            role=role,
            title="经办人",
            body_code=body,
            scope=scope,
            starts_on=FROM,
        )


def posts() -> Iterator[tuple[str, Role, str, str]]:
    """Login, role, body and scope of the posts."""
    street = territory.children(DISTRICT, Level.STREET)[0].code
    community = territory.children(street, Level.COMMUNITY)[0].code
    yield "jn-district", Role.DISTRICT_OFFICER, "jn-housing", DISTRICT
    yield "jn-street", Role.STREET_OFFICER, f"jn-{street}", street
    yield "jn-community", Role.COMMUNITY_OFFICER, f"jn-{community}", community


def register(count: int, seated: list[str]) -> list[Compound]:
    """Compounds over the communities in turn."""
    actor = everybody()
    names = [
        NewCompound(f"测试{number}号院", seated[number % len(seated)]) for number in range(count)
    ]
    return [
        found
        for start in range(0, count, 1_000)
        for found in registry.register_compounds(
            actor=actor, at=ADOPTED, compounds=names[start : start + 1_000]
        )
    ]


def renovate(compounds: list[Compound]) -> None:
    """Every fourth compound is an old one that has been renovated. Written as rows, for speed."""
    CompoundTrait.objects.bulk_create(
        [
            CompoundTrait(
                district=DISTRICT,
                compound=compound,
                trait=TraitKind.KIND,
                value="renovated_old",
                valid_from=FROM,
            )
            for compound in compounds[::RENOVATED_EVERY]
        ]
    )


def serve(compounds: list[Compound]) -> list[ServiceContract]:
    """One of five enterprises serves each compound since 2 January 2024. Written as rows."""
    enterprises = [
        Enterprise.objects.create(
            district=DISTRICT,
            name=f"测试{number}号物业",
            body=territory.body_by_code(f"jn-e{number}"),
        )
        for number in range(ENTERPRISES)
    ]
    return ServiceContract.objects.bulk_create(
        [
            ServiceContract(
                district=DISTRICT,
                compound=compound,
                enterprise=enterprises[number % ENTERPRISES],
                nature="market",
                mode="market",
                signed_on=FROM,
                starts_on=FROM,
                entry_on=FROM,
            )
            for number, compound in enumerate(compounds)
        ]
    )


def answer(key: str, field: str, value: str, *, since: date = FROM) -> None:
    """The district decides what the policy leaves open about a duty."""
    policy.set_value(
        actor=everybody(),
        at=ADOPTED,
        kind="duty",
        key=key,
        field=field,
        value=value,
        since=since,
        reason=REASON,
        reference=REFERENCE,
    )
