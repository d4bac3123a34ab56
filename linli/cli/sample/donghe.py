"""东河区 in summer 2022: 316 compounds in 66 communities, areas and enterprises as printed.

DH-2.1 counts and areas by class of service, DH-2.3 enterprises, DH-4.7.1 the area of the old
compounds (basic and quasi service) by form: 134.3, 406.9 and 568.9 万m².
"""

from __future__ import annotations

from datetime import date

from linli.cli.sample.data import Group, Sample, Service
from linli.cli.sample.posts import Place, people
from linli.registry.data import TraitKind

_ALL = ("staff_vehicle", "safety", "greening", "waste", "environment")
_OLD = ("小区", "家属院", "新村")


def _old(service: str, form: str, count: int, area: int) -> Group:
    return Group(
        count=count,
        traits={TraitKind.CLASS: service, TraitKind.KIND: form},
        modes={service: count},
        built=(1976, 2002),
        endings=("楼",) if form == "single_building" else _OLD,
        area=area,
    )


DONGHE = Sample(
    key="DH",
    people=people(
        "dh",
        "150202",
        since=date(2020, 9, 1),
        housing="区住建局",
        places=(
            Place("150202006", "dongzhan", "东站街道办事处"),
            Place("150202010", "tiexi", "铁西街道办事处"),
            Place("150202006027", "gongyuanlu", "公园路社区"),
        ),
    ),
    layers=(
        ("cn", date(2020, 9, 1)),
        ("nm", date(2020, 9, 1)),
        ("nm/baotou", date(2022, 1, 1)),
        ("dh", date(2022, 1, 1)),
    ),
    adopted_on=date(2022, 1, 4),
    opens_on=date(2022, 6, 13),
    groups=(
        Group(
            count=100,
            traits={TraitKind.CLASS: "market", TraitKind.KIND: "new_build"},
            modes={"market": 100},
            built=(2003, 2021),
            endings=("花园", "苑", "府", "国际城", "家园"),
            area=12_440_450,
        ),
        _old("quasi", "closed_old", 37, 2_493_100),
        _old("basic", "single_building", 34, 1_343_000),
        _old("basic", "open_old", 81, 4_069_000),
        _old("basic", "closed_old", 61, 3_195_900),
        Group(
            count=3,
            traits={TraitKind.CLASS: "self"},
            modes={"self": 3},
            built=(1985, 1999),
            endings=("小区",),
            area=20_515,
        ),
    ),
    served={
        "market": Service(_ALL, nature="hired"),
        "quasi": Service(("safety", "greening", "waste"), nature="hired"),
        "basic": Service(("waste", "environment"), nature="hired"),
    },
    local=53,
    outside=44,
    outside_codes=("150203", "150204", "150105", "110105"),
    letter="河",
    number="15",
    source="演示数据：总数、面积合计取自东河方案第二部分，小区名称、地址、单个面积均为虚构",
)
