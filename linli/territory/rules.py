"""How division codes nest and how the same community is written in different hands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from linli.territory.data import Level

DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
}
"""How many digits the code of a place has at each level (GB/T 2260, GB/T 10114)."""
LOCAL_MARK = "X"
_NAMELESS = ("市辖区", "县")
_COMMITTEES = ("社区居民委员会", "社区居委会", "居民委员会", "居委会")

_ENDINGS = re.compile(
    r"(社区居民委员会|村民委员会|居民委员会|社区居委会|居委会|村委会|社区|街道办事处|街道办|街道|镇人民政府|镇|乡)$"
)


def stem(name: str) -> str:
    """What identifies a place when its ending varies: 梅园社区 and 梅园居委会 are both 梅园."""
    plain = re.sub(r"\s", "", name)
    return _ENDINGS.sub("", plain) or plain


def common_name(official: str, *, above: str = "") -> str:
    """What offices call a place on their lists: the community, not its committee.

    The level between a municipality and its districts has no name of its own: it is called like
    what stands ``above`` it.

    >>> common_name("梅园居委会")
    '梅园社区'
    >>> common_name("市辖区", above="天津市")
    '天津市'
    """
    if official in _NAMELESS:
        return above or official
    return f"{stem(official)}社区" if official.endswith(_COMMITTEES) else official


def local_code(parent: str, number: int) -> str:
    """A code for a place without a national one: the parent's code, X, a running number.

    It keeps the prefix (scope works) and the length of its level, and cannot meet a national
    code, which has digits only.

    >>> local_code("370406001", 1)
    '370406001X01'
    """
    return f"{parent}{LOCAL_MARK}{number:02d}"


def division_faults(
    rows: Iterable[Mapping[str, str]], known: Collection[str]
) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a table of divisions: (row, column, value), rows counted from 1.

    ``known`` are the codes already there. A place stands below another that is in the table or
    known, whose code its own begins with; its level goes with the length of its code.
    """
    listed = list(rows)
    codes = {*known, *(row["code"] for row in listed)}
    seen: set[str] = set()
    for number, row in enumerate(listed, start=1):
        code, level, parent = row["code"], row["level"], row["parent"]
        if not code.isdecimal() or not code.isascii() or code in seen:
            yield number, "code", code
        elif level not in set(Level) or len(code) != DIGITS[Level(level)]:
            yield number, "level", level
        elif level != Level.PROVINCE and (
            parent not in codes or parent == code or not code.startswith(parent)
        ):
            yield number, "parent", parent
        elif not row["name"].strip():
            yield number, "name", ""
        seen.add(code)
