"""What offices call the columns of a roster, and where its header stands."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from linli.kernel.tables.data import Table
from linli.kernel.workbooks.data import Cell, Sheet, column_letters
from linli.kernel.workbooks.headers import find_header, header_key
from linli.registry.data import RosterField as F

_SEARCHED_ROWS = 25
# What offices put around a header without changing its meaning. Not every bracket is of that kind:
# 建筑面积(套内) is another area.
_AROUND = re.compile(
    r"^[*\s]+|[*\s]+$|\((?:必填|选填|必填项|如有|m2|手机|单位|名称|身份证|号|室|栋|幢|项目)\)"
)
# Columns that many lists have and no roster needs; the last two are those of the marked copy.
_PLAIN = frozenset(
    map(
        header_key,
        ("序号", "编号", "备注", "经办人", "填表人", "签字", "签名", "问题与建议", "To mend"),
    )
)

NAMES: Mapping[F, tuple[str, ...]] = {
    F.COMMUNITY: ("社区", "所属社区", "社区名称", "居委会", "社区居委会", "所在社区"),
    F.COMPOUND: (
        "小区", "小区名称", "住宅小区", "项目", "项目名称", "物业项目", "所属小区", "楼盘",
        "住宅小区名称", "物业区域", "小区名", "所在小区", "物业小区名称",
    ),
    F.BUILDING: (
        "楼号", "楼栋", "楼栋号", "栋号", "幢号", "楼幢", "幢", "栋", "楼", "座", "楼座", "座号",
        "楼宇", "幢名", "楼栋名称", "楼栋编号", "楼号/幢号", "楼幢号", "号楼",
    ),
    F.ENTRANCE: ("单元", "单元号", "门", "门号", "单元门", "单元号码", "单元/梯"),
    F.FLOOR: ("楼层", "所在层", "层", "层数", "所在楼层", "层次"),
    F.ROOM: (
        "房号", "室号", "房间号", "房屋号", "户号", "门牌", "门牌号", "室", "房间",
        "门牌号码", "房屋编号", "户室号", "室号/房号", "房室号",
    ),
    F.AREA: (
        "建筑面积", "面积", "房屋面积", "专有部分面积", "专有面积", "产权面积", "建筑面积(平方米)",
        "建筑面积(m2)", "面积(平方米)", "面积(m2)", "专有部分建筑面积", "房屋建筑面积",
        "建筑面积(㎡)", "建筑面积㎡", "面积㎡", "建筑面积平方米", "建筑面积/㎡", "产权建筑面积",
    ),
    F.AREA_SOURCE: ("面积来源", "面积依据", "面积出处"),
    F.USE: ("用途", "房屋用途", "使用性质", "规划用途", "房屋性质", "房屋类型", "设计用途"),
    F.SOLD: ("销售状态", "是否售出", "是否已售", "销售情况", "售出"),
    F.DELIVERED: ("交付状态", "是否交付", "交付情况", "交房状态", "是否交房"),
    F.OWNER: (
        "业主", "业主姓名", "姓名", "产权人", "房屋所有权人", "业主名称", "权利人", "户主",
        "产权人姓名", "业主(单位)姓名", "所有权人", "业主姓名(名称)", "业主名", "房主", "房主姓名",
        "业主/产权人", "产权人名称", "权利人姓名",
    ),
    F.OWNER_KIND: ("业主类型", "业主类别", "产权人类型", "业主性质"),
    F.ID_NUMBER: (
        "身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码",
        "身份证号/统一社会信用代码", "统一社会信用代码", "业主身份证号", "证件编号",
        "业主身份证号码", "身份证件号码", "身份证号码/统一社会信用代码",
    ),
    F.PHONE: (
        "联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "业主电话",
        "业主联系电话", "移动电话", "联系电话1", "业主手机号", "业主手机号码", "手机电话",
    ),
    F.SHARE: ("份额", "产权份额", "共有份额", "所占份额", "产权比例", "共有比例", "份额比例"),
    F.VOTER: ("投票代表", "表决代表", "是否投票代表", "共有人代表", "推选代表", "投票人"),
    F.FROM_ON: ("取得日期", "登记日期", "产权登记日期", "购房日期", "取得时间", "登记时间"),
}  # fmt: skip
"""The first name of a field is the one that the empty form carries."""


@dataclass(frozen=True, slots=True)
class RosterHeader:
    """Where the columns stand. ``doubled`` came twice, ``unread`` are headers not understood."""

    last_row: int
    columns: Mapping[F, int]
    doubled: tuple[F, ...]
    unread: tuple[str, ...]

    def letters(self, field: F) -> str:
        """The letters of a field's column, as the spreadsheet shows them; empty without one."""
        return column_letters(self.columns[field]) if field in self.columns else ""


def find(table: Table) -> RosterHeader:
    """The header of a roster, below any title, over one to three rows."""
    rows = tuple(
        tuple(Cell(_bare(text) or None) for text in row) for row in table.head(_SEARCHED_ROWS)
    )
    sheet = Sheet(table.name, rows)
    found = find_header(sheet, {field.value: names for field, names in NAMES.items()})
    known = {header_key(name): field for field, names in NAMES.items() for name in names}
    lowest = rows[found.last_row - 1] if rows else ()
    named = Counter(
        known[header_key(cell.text)] for cell in lowest if header_key(cell.text) in known
    )
    columns = {F(name): column for name, column in found.columns.items()}
    texts = [_text(rows, found.first_row, found.last_row, at) for at in range(len(lowest))]
    return RosterHeader(
        last_row=found.last_row,
        columns=columns,
        doubled=tuple(field for field, count in named.items() if count > 1),
        unread=tuple(
            text
            for at, text in enumerate(texts, 1)
            if text and at not in columns.values() and header_key(text) not in _PLAIN
        ),
    )


def is_header(text: pl.Expr, field: F) -> pl.Expr:
    """Whether a cell says the name of its own column: lists in print repeat their header."""
    return text.str.replace_all(" ", "").is_in([header_key(name) for name in NAMES[field]])


def _bare(text: str) -> str:
    return _AROUND.sub("", unicodedata.normalize("NFKC", text))


def _text(rows: tuple[tuple[Cell, ...], ...], first: int, last: int, column: int) -> str:
    pieces = [rows[row][column].text for row in range(first - 1, last)]
    return "".join(dict.fromkeys(piece for piece in pieces if piece))
