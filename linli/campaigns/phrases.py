"""How an office writes names, counts and dates into one cell, and what that means.

Pure text work of ST annexes 3 and 4; where something was found is the caller's business.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime

_OPENING = "（(【[〔〈《"
_CLOSING = "）)】]〕〉》"
_SEPARATORS = "、，,；;\n\r\t"
_NOTHING = {"", "无", "/", "／", "-", "－", "—", "——"}

_COUNTED = re.compile(r"(?P<name>.+?)[（(](?P<count>\d{1,4})(?:个|处)?(?:小区)?[）)]\Z")
_BETWEEN_CJK = re.compile(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])")

_ENUMERATION = re.compile(r"[（(【\[〔][^）)】\]〕]*[、，,；;.．][^）)】\]〕]*[）)】\]〕]")

_YEAR = r"(?:(?P<year>\d{4})[年./-])?"
_END = r"(?:之?前)?(?:完成)?\Z"
_DAY = re.compile(_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?" + _END)
_PART = re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?P<part>底|末|上旬|中旬|下旬)" + _END)
_NUMERIC = re.compile(
    r"(?P<year>\d{4})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})\Z"
)
_YEAR_END = re.compile(r"(?:(?P<year>\d{4})年)?年?[底末]" + _END)


class UnbalancedBracketsError(ValueError):
    """A bracket is opened and not closed, or closed and not opened: names cannot be told apart."""


def squeeze(text: str) -> str:
    """A name without the blanks that only spread or wrap it in its cell."""
    return _BETWEEN_CJK.sub("", re.sub(r"\s*\n\s*", "", text).strip())


def name_key(name: str) -> str:
    """What two spellings of one name share: width of signs and blanks do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list in one cell: ``梅园（西24.25号楼）、安居小区`` are two.

    Separators are 、 ， , ； ; and line breaks, never inside brackets. Dashes and 无 mean no name.

    Raises:
        UnbalancedBracketsError: brackets do not match, so the end of a name is unknown.
    """
    names: list[str] = []
    current: list[str] = []
    depth = 0
    for sign in text:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth < 0:
            raise UnbalancedBracketsError(text)
        if sign in _SEPARATORS and depth == 0:
            names.append("".join(current))
            current = []
        else:
            current.append(sign)
    if depth:
        raise UnbalancedBracketsError(text)
    names.append("".join(current))
    cleaned = (squeeze(name).rstrip("。.") for name in names)
    return tuple(name for name in cleaned if name not in _NOTHING)


def enumerates_in_brackets(name: str) -> bool:
    """Whether brackets in a name hold what looks like several items: ``梅园（西24.25号楼）``."""
    return _ENUMERATION.search(name) is not None


def counted_name(text: str) -> tuple[str, int | None]:
    """A name and the count stated behind it: ``梅园社区（2）`` is 梅园社区 and 2.

    Brackets and digits may be of half or full width; without a count the second value is ``None``.
    """
    name = squeeze(text)
    match = _COUNTED.match(name)
    if match is None:
        return name, None
    return match["name"].strip(), int(match["count"])


def due_date(value: object, year: int) -> date | None:
    """The last day on which the work may be done, or ``None`` when the value is no date.

    ``11月底`` is the last day of November of ``year`` (the campaign's); 上旬, 中旬 and 下旬 end on
    the 10th, the 20th and the last day; a year that is written wins over ``year``.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    for pattern in (_DAY, _PART, _NUMERIC, _YEAR_END):
        if match := pattern.match(text):
            return _day(match.groupdict(), year)
    return None


def full_date(value: object) -> date | None:
    """A day written with its year, or a date cell; ``None`` for everything else."""
    if isinstance(value, str):
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
        matches = (_NUMERIC.match(text), _DAY.match(text))
        if not any(match and match["year"] for match in matches):
            return None
    return due_date(value, date.min.year)


def _day(found: dict[str, str | None], year: int) -> date | None:
    year = int(found.get("year") or year)
    month = int(found.get("month") or 12)
    if not (1 <= month <= 12 and year >= 1):
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found.get("day") or {"上旬": 10, "中旬": 20}.get(found.get("part") or "", last))
    return date(year, month, day) if 1 <= day <= last else None
