"""Finding names by Chinese characters, pinyin or initials: 梅花园, meihuayuan and mhy are one.

Plain columns, written once with the name and compared without regard to case, width, spaces and
punctuation. At the size of a district (some thousand names) this needs no search engine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from pypinyin import Style, lazy_pinyin

# Surnames that are not read as the same characters are elsewhere.
SURNAMES: Mapping[str, str] = {
    "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "长孙": "zhang sun", "单于": "chan yu",
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie", "朴": "piao",
    "盖": "ge", "缪": "miao", "乐": "yue", "覃": "qin", "翟": "zhai", "冼": "xian", "洗": "xian",
    "员": "yun", "祭": "zhai", "谌": "chen", "繁": "po", "折": "she", "种": "chong", "秘": "bi",
    "黑": "he", "宓": "mi", "句": "gou", "隗": "wei", "乜": "nie", "都": "du", "任": "ren",
    "华": "hua", "宁": "ning", "纪": "ji", "燕": "yan", "应": "ying", "晟": "cheng", "召": "shao",
    "尹": "yin", "逄": "pang", "牟": "mu", "阚": "kan", "臧": "zang", "葛": "ge", "沈": "shen",
}  # fmt: skip

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Searchable(models.Model):
    """A row found by its name; the service that writes the name writes these columns too."""

    search_chars = models.CharField(max_length=200)
    search_pinyin = models.CharField(max_length=600)
    search_initials = models.CharField(max_length=200)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a name is found by."""

    chars: str
    pinyin: str
    initials: str

    def as_fields(self) -> dict[str, str]:
        """Values of the columns of ``Searchable``."""
        return {
            "search_chars": self.chars,
            "search_pinyin": self.pinyin,
            "search_initials": self.initials,
        }


def plain(text: str) -> str:
    """Letters, digits and characters only: half width, lower case, nothing between them.

    >>> plain("梅园（西２４.25号楼）")
    '梅园西2425号楼'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isalnum():
        return folded
    return "".join(character for character in folded if character.isalnum())


def index_text(name: str) -> SearchText:
    """The three ways to write a name.

    >>> index_text("梅花园")
    SearchText(chars='梅花园', pinyin='meihuayuan', initials='mhy')
    """
    chars = plain(name)
    return SearchText(
        chars=chars,
        pinyin="".join(lazy_pinyin(chars)),
        initials="".join(lazy_pinyin(chars, style=Style.FIRST_LETTER)),
    )


def index_person(name: str) -> SearchText:
    """The three ways to write a person's name, the surname read as surnames are.

    Fast: one look-up a character, for rosters of a hundred thousand names.

    >>> index_person("单田芳").pinyin, index_person("万俟雪").initials
    ('shantianfang', 'mqx')
    """
    chars = plain(name)
    surname = next((length for length in (2, 1) if chars[:length] in SURNAMES), 0)
    syllables = [*SURNAMES.get(chars[:surname], "").split(), *map(_reading, chars[surname:])]
    return SearchText(chars, "".join(syllables), "".join(word[:1] for word in syllables))


@cache
def _reading(character: str) -> str:
    return str(lazy_pinyin(character)[0])


def matches(rows: Rows, text: str) -> Rows:
    """Rows of a ``Searchable`` model whose name contains the text in any of the three ways.

    A text without a single letter, digit or character names nothing.
    """
    wanted = plain(text)
    if not wanted:
        return rows.none()
    return rows.filter(
        Q(search_chars__contains=wanted)
        | Q(search_pinyin__contains=wanted)
        | Q(search_initials__contains=wanted)
    )
