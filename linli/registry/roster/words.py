"""What cells of a roster say: words, days, shares. Pure, one text at a time.

Texts come half width and without blanks. Each function gives None for what it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from linli.registry.data import AreaSource, OwnerKind, Use

USES: Mapping[str, Use] = {
    **dict.fromkeys(
        ("住宅", "成套住宅", "普通住宅", "居住", "住房", "别墅", "公寓"), Use.RESIDENTIAL
    ),
    **dict.fromkeys(
        ("商业", "商铺", "商服", "商用", "门面", "门市", "网点", "商业服务", "办公", "商住"),
        Use.COMMERCIAL,
    ),
    **dict.fromkeys(("车库", "地下车库"), Use.GARAGE),
    **dict.fromkeys(("其他", "其它", "储藏室", "地下室", "仓储", "配套"), Use.OTHER),
}
PARKING = ("车位", "停车位", "地下车位", "地上车位")

SOURCES: Mapping[str, AreaSource] = {
    **dict.fromkeys(
        ("登记", "不动产登记", "不动产登记簿", "登记簿", "房产证", "不动产权证", "产权证"),
        AreaSource.REGISTER,
    ),
    **dict.fromkeys(("测绘", "实测", "测绘报告", "测绘实测"), AreaSource.SURVEY),
    **dict.fromkeys(("合同", "买卖合同", "购房合同", "销售合同"), AreaSource.CONTRACT),
}

OWNER_KINDS: Mapping[str, OwnerKind] = {
    **dict.fromkeys(("个人", "自然人", "居民", "私有", "私产"), OwnerKind.PERSON),
    **dict.fromkeys(
        ("单位", "法人", "企业", "机关", "公产", "组织", "国有"), OwnerKind.ORGANISATION
    ),
    **dict.fromkeys(("开发商", "建设单位", "开发企业", "开发单位"), OwnerKind.DEVELOPER),
}

TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "已售", "售出", "已交付", "已交房", "√", "✓", "1", "TRUE", "Y"), True),
    **dict.fromkeys(("否", "未售", "未售出", "未交付", "未交房", "×", "0", "FALSE", "N"), False),
}

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\d\d:\d\d:\d\d)?\Z")
_EIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)\Z")
_FRACTION = re.compile(r"(\d{1,6})/(\d{1,6})\Z")
_FAR_DAY = 1950
_WHOLES = ("全部", "单独所有", "独有", "100", "单独")
_JOINT = ("共同共有", "共有")
_MOST_DENOMINATOR = 1_000_000
# How the names of organisations end; for whole columns.
ORGANISATION = (
    r"(?:公司|中心|委员会|学校|小学|中学|大学|医院|卫生院|厂|集团|事务所|银行|信用社|政府|协会|管理局"
    r"|管理处|办事处|合作社|幼儿园|商行|研究院|支行|分行|居委会|村委会)$"
)


def first_words(known: Mapping[str, object]) -> list[str]:
    """The first word for each value: those that are proposed."""
    first: dict[object, str] = {}
    for word, value in known.items():
        first.setdefault(value, word)
    return list(first.values())


def day(text: str) -> date | None:
    """A day however it is written; nothing before 1950 and nothing that is no day."""
    found = _DAY.match(text) or _EIGHT.match(text)
    if found is None:
        return None
    try:
        read = date(*map(int, found.groups()))
    except ValueError:
        return None
    return read if read.year >= _FAR_DAY else None


def share(text: str) -> tuple[int, int] | None:
    """A share as numerator and denominator; ``0/0`` for joint ownership without shares."""
    if text in _WHOLES:
        return 1, 1
    if text in _JOINT:
        return 0, 0
    value = _fraction(text)
    if value is None or not 0 < value <= 1 or value.denominator > _MOST_DENOMINATOR:
        return None
    return value.numerator, value.denominator


def _fraction(text: str) -> Fraction | None:
    found = _FRACTION.match(text)
    if found:
        return Fraction(int(found[1]), int(found[2])) if int(found[2]) else None
    try:
        if text.endswith("%"):
            return Fraction(Decimal(text[:-1])) / 100
        return Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        return None
