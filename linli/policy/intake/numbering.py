"""The numbers Chinese official documents give to their clauses, from 第…编 down to ①."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DIGITS = "零一二三四五六七八九"
HAN = "零〇一二三四五六七八九十百千两"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ARTICLE, NOTE, TOP, ITEM = 3, 4, 5, 7
BOOK_RANKS = (0, 1, 2)
"""Books, chapters and sections: above the articles, and never part of an article's citation."""

# In order of rank: what stands higher is left as soon as its next number comes. A delimiter or the
# start of a line must stand before a number; "1.5" and "1、2、3" are no numbers of clauses.
_STYLES = (
    rf"第(?P<r0>[{HAN}\d]+)(?:编|分编)(?=[\s　]|$)",
    rf"第(?P<r1>[{HAN}\d]+)章(?=[\s　]|$)",
    rf"第(?P<r2>[{HAN}\d]+)节(?=[\s　]|$)",
    rf"第(?P<r3>[{HAN}\d]+)条(?:之(?P<again>[{HAN}]+))?(?![{HAN}、，,第的规中款]|至|和)",
    r"(?P<r4>注)[:：]",
    rf"(?P<r5>[{HAN}]+)、(?![{HAN}]{{1,2}}[、级类])",
    rf"[（(](?P<r6>[{HAN}]+)[）)]",
    r"(?P<r7>\d{1,2})[.．、](?!\d)",
    r"[（(](?P<r8>\d{1,2})[）)]",
    rf"(?P<r9>[{CIRCLED}])",
)
_MARK = re.compile(r"(?:^|(?<=[\s　。；;：:！？]))(?:" + "|".join(_STYLES) + ")")
_RANKS = tuple(f"r{rank}" for rank in range(len(_STYLES)))
_FORMS = ("第{}编", "第{}章", "第{}节", "第{}条", "注", "{}", "（{}）", "{}", "（{}）", "{}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number found in a line: where it stands, its rank, its value, its form in a citation."""

    start: int
    end: int
    rank: int
    number: int
    label: str


def marks_in(text: str) -> Iterator[Mark]:
    """Everything in ``text`` that can be the number of a clause, in order."""
    for match in _MARK.finditer(text):
        rank = next(i for i, name in enumerate(_RANKS) if match[name] is not None)
        written = match[_RANKS[rank]]
        number = 1 if rank == NOTE else value_of(written)
        if number is None:
            continue
        label = _FORMS[rank].format(written)
        if match["again"]:
            label += f"之{match['again']}"
        yield Mark(match.start(), match.end(), rank, number, label)


def mark_at_start(text: str) -> Mark | None:
    """The number a line begins with."""
    first = next(marks_in(text), None)
    return first if first and first.start == 0 else None


def value_of(written: str) -> int | None:
    """The value of a written number (十二, 〇, 12, ⑫); None when it is none (十十)."""
    if written.isdecimal():
        return int(written)
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    total, digit, last = 0, 0, 10_000
    for sign in written.replace("〇", "零").replace("两", "二"):
        unit = {"十": 10, "百": 100, "千": 1000}.get(sign)
        if unit is None:
            if digit:
                return None
            digit = DIGITS.index(sign)
        elif unit >= last:
            return None
        else:
            total, digit, last = total + (digit or 1) * unit, 0, unit
    return total + digit or None
