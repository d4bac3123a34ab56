"""津南区 in summer 2023: 394 compounds of four kinds (JN-3.1) under the opinion of Tianjin."""

from __future__ import annotations

from datetime import date

from linli.cli.sample.data import Group, Sample, Service
from linli.cli.sample.posts import Place, people
from linli.registry.data import TraitKind

_ALL = ("management", "cleaning", "order", "greening", "common_parts", "equipment")

JINNAN = Sample(
    key="JN",
    people=people(
        "jn",
        "120112",
        since=date(2020, 9, 1),
        housing="区住房建设委",
        places=(
            Place("120112002", "shuanglin", "双林街道办事处"),
            Place("120112100", "xianshuigu", "咸水沽镇人民政府"),
            Place("120112002008", "fuxi", "福禧社区"),
        ),
    ),
    layers=(
        ("cn", date(2020, 9, 1)),
        ("tj", date(2023, 4, 21)),
        ("jn", date(2023, 5, 20)),
    ),
    adopted_on=date(2023, 5, 22),
    opens_on=date(2023, 6, 12),
    groups=(
        Group(
            count=137,
            traits={TraitKind.KIND: "filed_commercial"},
            modes={"market": 137},
            built=(2001, 2022),
            endings=("家园", "花园", "苑", "公馆", "雅居"),
        ),
        Group(
            count=91,
            traits={TraitKind.KIND: "resettlement"},
            modes={"market": 46, "village_company": 18, "village_self": 27},
            built=(2008, 2020),
            endings=("馨苑", "新苑", "佳苑"),
        ),
        Group(
            count=93,
            traits={TraitKind.KIND: "renovated_old"},
            modes={"low_standard": 93},
            built=(1978, 1999),
            endings=("里", "楼", "公寓"),
        ),
        Group(
            count=73,
            traits={TraitKind.KIND: "other_old"},
            modes={"low_standard": 41, "street_baseline": 29, "": 3},
            built=(1980, 2003),
            endings=("里", "楼", "新村"),
        ),
    ),
    served={
        "market": Service(_ALL),
        "village_company": Service(("management", "cleaning", "order", "greening")),
        "low_standard": Service(("cleaning", "order")),
    },
    local=41,
    outside=27,
    outside_codes=("120103", "120104", "120116", "110105"),
    letter="津",
    number="12",
    source="演示数据：总数与分类数取自津南方案第三部分，小区名称、地址、面积均为虚构",
)
