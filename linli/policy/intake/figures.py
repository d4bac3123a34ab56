"""Numbers with their units, deadlines and dates in a clause, as printed."""

from __future__ import annotations

import re

from linli.policy.intake.data import Figure

_HAN = "一二三四五六七八九十百千万两半"
_NUMBER = rf"(?:\d+(?:\.\d+)?(?:\s?[-—－~～至]\s?\d+(?:\.\d+)?)?|[{_HAN}]+)"
# Tried in this order at every place: the longer reading first.
_FORMS = (
    (
        "date",
        r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|底)(?:\s*[—–至-]\s*(?:\d{1,2}月)?\d{1,2}[日号])?(?:前|止|起)?",
    ),
    (
        "rate",
        rf"{_NUMBER}\s?元\s?(?:/|／|每)\s?(?:月|平方米|㎡|户)(?:\s?(?:/|／|每|·)\s?(?:月|平方米|㎡))?",
    ),
    ("percent", rf"{_NUMBER}\s?[%％‰]|百分之[{_HAN}\d.]+|[{_HAN}]+分之[{_HAN}]+"),
    ("money", rf"{_NUMBER}\s?(?:万|亿)?元"),
    ("area", rf"{_NUMBER}\s?万?(?:平方米|㎡|m²)"),
    (
        "deadline",
        rf"(?:不少于|提前|在|自.{{0,20}}起|于)?{_NUMBER}\s?(?:个)?(?:工作日|日|天|小时|分钟|月|年)(?:之?内|以内|以前|前)",
    ),
    (
        "recurrence",
        r"每(?:个?工作日|[日天周旬月年]|个?季度?|半年|两年)(?:[\d、，,和]*\d+[日号](?:、\d+[日号])*)?",
    ),
    (
        "duration",
        rf"(?:连续)?{_NUMBER}\s?(?:个)?(?:工作日|小时|分钟|季度|月|天)|(?:连续)?(?:\d{{1,2}}|[{_HAN}]+)\s?年(?!\d)",
    ),
    ("year", r"(?:19|20)\d{2}\s?年(?:末|底|前)?"),
    ("count", r"\d+(?:\.\d+)?\s?(?:个|家|名|户|人|栋|类|次|处|辆)"),
)
_ANY = re.compile("|".join(f"(?P<{what}>{form})" for what, form in _FORMS))


def figures_in(text: str) -> tuple[Figure, ...]:
    """Every number with a unit, date and deadline of a clause, in order; each wording once."""
    found = (
        Figure(match.lastgroup or "", re.sub(r"\s", "", match.group()))
        for match in _ANY.finditer(text)
    )
    return tuple(dict.fromkeys(found))
