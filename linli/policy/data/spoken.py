"""Periods and recurrences as officials say them, for answers given on a screen.

Policy files keep the written forms (``5 workdays``, ``FREQ=MONTHLY;BYMONTHDAY=1,15``); both mean
the same and both are taken.
"""

from __future__ import annotations

import re
from typing import Final

UNITS: Final = {
    "分钟": "minute",
    "小时": "hour",
    "个小时": "hour",
    "日": "day",
    "天": "day",
    "工作日": "workday",
    "个工作日": "workday",
    "working day": "workday",
    "working days": "workday",
    "月": "month",
    "个月": "month",
    "年": "year",
}
"""Units of time beside their codes, by how they are said."""

_EVERY = {
    "月": "FREQ=MONTHLY",
    "季度": "FREQ=YEARLY;BYMONTH=3,6,9,12",
    "半年": "FREQ=YEARLY;BYMONTH=6,12",
    "年": "FREQ=YEARLY;BYMONTH=12",
}
_LAST = r"(?:的?最后[一1][天日]|底|末)"
_SAID = re.compile(
    rf"每(?:个)?(?P<every>月|季度|半年|年)(?:{_LAST}|(?P<days>\d{{1,2}}(?:[,、，和]\d{{1,2}})*)[日号])"
)
_IN_MONTHS = re.compile(
    rf"每年(?P<months>\d{{1,2}}(?:[,、，和]\d{{1,2}})*)月(?:{_LAST}|(?P<days>\d{{1,2}}(?:[,、，和]\d{{1,2}})*)[日号])"
)


def recurrence(text: str) -> str:
    """The rule of RFC 5545 for a recurrence as it is said; any other text unchanged.

    >>> recurrence("每月1、15日")
    'FREQ=MONTHLY;BYMONTHDAY=1,15'
    >>> recurrence("每季度最后一天")
    'FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1'
    >>> recurrence("每年6、12月20日")
    'FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20'
    """
    said = re.sub(r"\s", "", text)
    if said in ("每天", "每日"):
        return "FREQ=DAILY"
    found = _IN_MONTHS.fullmatch(said)
    if found:
        return f"FREQ=YEARLY;BYMONTH={_numbers(found['months'])};BYMONTHDAY={_days(found['days'])}"
    found = _SAID.fullmatch(said)
    # A day of "the quarter" or "the year" is a day of which month? Only the last is plain.
    if found and (found["days"] is None or found["every"] == "月"):
        return f"{_EVERY[found['every']]};BYMONTHDAY={_days(found['days'])}"
    return text


def _days(written: str | None) -> str:
    return _numbers(written) if written else "-1"


def _numbers(written: str) -> str:
    return ",".join(str(int(number)) for number in re.findall(r"\d+", written))
