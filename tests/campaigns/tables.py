"""Small workbooks as the guarded reader hands them over, for tests of what is read from them."""

from __future__ import annotations

from collections.abc import Sequence

from linli.kernel.workbooks.data import Area, Book, Cell, Sheet, Value

UPGRADE = [
    "序号",
    "镇（街）",
    "社区名称",
    "实施物业企业管理的住宅小区",
    "提升任务",
    "责任人",
    "完成时间",
]
COVER = [
    "序号",
    "镇（街）",
    "社区名称",
    "未实施物业管理的住宅小区",
    "工作任务",
    "责任人",
    "完成时间",
]

STREETS = {"山城街道": "370406001", "店子镇": "370406101"}
COMMUNITIES = {"梅园社区": "370406001018", "紫薇社区": "370406001017", "丰泽社区": "370406001016"}

ANNEX_3 = [
    ("梅园社区（2）", "梅花园、龙珠百合"),
    (
        "紫薇社区（10）",
        (
            "锦绣花园、御景公馆、紫锦庄园、宝徕花苑、樱花园、龙珠丽都、民生国际、裕升山亭花园、"
            "太清湖润景家园、银光上城"
        ),
    ),
    ("丰泽社区（7）", "欧亚城、欧情豪庭、欧情南苑、桂花园、御峰园、苹果花苑、枣花园"),
    ("东、西鲁社区（1）", "丰泽嘉苑"),
]
ANNEX_4 = [
    (
        "梅园社区（10）",
        (
            "四十中宿舍、建行宿舍、福源公寓、梅园（西24.25号楼）、安居小区、医院宿舍、书香花苑、福临公寓、"
            "山城街道教育宿舍、华润纸厂宿舍"
        ),
    ),
    ("紫薇社区（4）", "鑫盛公寓（药材宿舍）、银山小区、紫薇社区、翼云公寓"),
    ("丰泽社区（7）", "欧情东苑、柴林小区、财富广场、联通佳苑、海洋公寓、福地公寓、牡丹花园"),
]


class ShantingPlaces:
    """The places of the tests: two streets, three communities with a national code."""

    def street(self, name: str) -> str | None:
        return STREETS.get(name)

    def community(self, street: str, name: str) -> str | None:
        return COMMUNITIES.get(name) if street == "370406001" else None


def sheet_of(
    rows: Sequence[Sequence[Value]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    name: str = "Sheet1",
    hidden: bool = False,
) -> Sheet:
    """A sheet of these values, merged areas filled as the reader fills them."""
    width = max((len(row) for row in rows), default=0)
    grid = [[Cell(value) for value in [*row, *[None] * (width - len(row))]] for row in rows]
    areas = tuple(Area(*corners) for corners in merged)
    for area in areas:
        value = grid[area.first_row - 1][area.first_column - 1].value
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, min(area.last_column, width) + 1):
                grid[row - 1][column - 1] = Cell(value, merged=True)
    return Sheet(name, tuple(tuple(row) for row in grid), areas, hidden)


def book_of(rows: Sequence[Sequence[Value]], **options: object) -> Book:
    return Book((sheet_of(rows, **options),))  # type: ignore[arg-type]  # passed on as they are
