"""海门区 in summer 2021, when its draft was out for comment. It prints no count of compounds:

the number here is made up, too.
"""

from __future__ import annotations

from datetime import date

from linli.cli.sample.data import Group, Sample, Service
from linli.cli.sample.posts import Place, people
from linli.registry.data import TraitKind

HAIMEN = Sample(
    key="HM",
    people=people(
        "hm",
        "320614",
        since=date(2020, 9, 1),
        housing="区住建局",
        places=(
            Place("320614400", "kaifaqu", "海门经济技术开发区管委会"),
            Place("320614103", "changle", "常乐镇人民政府"),
            Place("320614400043", "minsheng", "民生社区"),
        ),
    ),
    layers=(
        ("cn", date(2020, 9, 1)),
        ("js", date(2021, 1, 1)),
        ("js/nantong", date(2021, 7, 12)),
        ("hm", date(2021, 7, 12)),
    ),
    adopted_on=date(2021, 7, 12),
    opens_on=date(2021, 8, 16),
    groups=(
        Group(
            count=64,
            traits={TraitKind.KIND: "commodity"},
            modes={"market": 34, "preliminary": 27, "owner_self": 3},
            built=(2002, 2021),
            endings=("花苑", "花园", "名邸", "湾"),
        ),
        Group(
            count=38,
            traits={TraitKind.KIND: "resettlement"},
            modes={"town_basic": 26, "market": 12},
            built=(2005, 2019),
            endings=("新村", "新苑"),
        ),
        Group(
            count=22,
            traits={TraitKind.KIND: "old"},
            modes={"town_basic": 18, "market": 2, "": 2},
            built=(1979, 2000),
            endings=("新村", "公寓"),
        ),
        Group(
            count=4,
            traits={TraitKind.KIND: "public_housing"},
            modes={"": 4},
            built=(1976, 1994),
            endings=("公寓",),
        ),
    ),
    served={
        "market": Service((), nature="hired"),
        "preliminary": Service((), nature="hired"),
    },
    local=22,
    outside=9,
    outside_codes=("320602", "320681", "310115"),
    letter="海",
    number="32",
    source="演示数据：海门征求意见稿未载小区总数，本名册数量、名称、地址、面积均为虚构",
)
