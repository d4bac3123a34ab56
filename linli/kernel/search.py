"""Finding names by Chinese characters, pinyin or initials: 梅花园, meihuayuan and mhy are one.

Plain columns, written once with the name and compared without regard to case, width, spaces and
punctuation. At the size of a district (some thousand names) this needs no search engine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

# Surnames that are not read as the same characters are elsewhere. Where families differ, each
# reading, the commoner first.
SURNAMES: Mapping[str, tuple[str, ...]] = {
    name: tuple(readings.split("|"))
    for name, readings in {
        "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "长孙": "zhang sun",
        "单于": "chan yu", "令狐": "ling hu", "呼延": "hu yan", "宰父": "zai fu", "亓官": "qi guan",
        "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie",
        "朴": "piao", "盖": "ge|gai", "缪": "miao|mou", "乐": "yue|le", "覃": "qin|tan",
        "翟": "zhai|di", "冼": "xian", "洗": "xian", "员": "yun", "祭": "zhai", "谌": "chen|shen",
        "繁": "po", "折": "she", "种": "chong", "秘": "bi", "黑": "he", "宓": "mi|fu", "句": "gou",
        "隗": "wei|kui", "乜": "nie", "都": "du", "任": "ren", "华": "hua", "宁": "ning",
        "纪": "ji", "燕": "yan", "应": "ying", "晟": "cheng", "召": "shao|zhao", "尹": "yin",
        "逄": "pang", "牟": "mu|mou", "阚": "kan", "臧": "zang", "葛": "ge", "沈": "shen",
        "尉": "wei|yu", "费": "fei|bi", "郇": "xun|huan", "柏": "bai", "薄": "bo", "车": "che",
        "卜": "bu", "过": "guo", "幺": "yao", "佴": "nai", "洪": "hong", "哈": "ha", "那": "na",
    }.items()
}  # fmt: skip

# Places that are not read as the same characters are elsewhere, where the dictionary errs.
PLACES: Mapping[str, str] = {
    "单县": "shan xian", "单城": "shan cheng", "浚县": "xun xian", "乐陵": "lao ling",
    "洪洞": "hong tong", "涡阳": "guo yang", "十里堡": "shi li pu", "八里堡": "ba li pu",
    "长清": "chang qing", "长岛": "chang dao", "泌阳": "bi yang", "会稽": "kuai ji",
    "六合": "lu he", "解州": "xie zhou", "曾都": "zeng du", "盖州": "gai zhou",
    "翟营": "zhai ying", "朝阳": "chao yang", "太行": "tai hang", "覃塘": "qin tang",
    "仇湾": "qiu wan",
}  # fmt: skip
_LONGEST_PLACE = max(map(len, PLACES))
# A village named after a family: 单家庄, 曾家湾.
_FAMILY = "家"
# Longer "names" are no persons' names, and their readings must fit the columns.
_LONGEST_NAME = 20

Read = list[tuple[str, str]]  # each syllable with its first letter

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
    """The three ways to write the name of a thing or place.

    >>> index_text("梅花园")
    SearchText(chars='梅花园', pinyin='meihuayuan', initials='mhy')
    >>> index_text("单县曾家湾").pinyin, index_text("曾家湾").pinyin
    ('shanxiancengjiawan', 'zengjiawan')
    """
    chars = plain(name)
    read = _family_village(chars) or _place(chars)
    return SearchText(chars, "".join(word for word, _ in read), "".join(first for _, first in read))


def index_person(name: str) -> SearchText:
    """The three ways to write a person's name, the surname read as surnames are.

    Of a surname that families read differently, every reading stands in the columns, with a blank
    between: no search text holds one, so none is found across two.

    >>> index_person("单田芳").pinyin, index_person("万俟雪").initials
    ('shantianfang', 'mqx')
    >>> index_person("覃小明").pinyin
    'qinxiaoming tanxiaoming'
    """
    chars = plain(name)
    surname = next((length for length in (2, 1) if chars[:length] in SURNAMES), 0)
    given = [_reading(character) for character in chars[surname:]]
    readings = SURNAMES.get(chars[:surname], ("",))
    if len(chars) > _LONGEST_NAME:
        readings = readings[:1]
    ways = [[*reading.split(), *given] for reading in readings]
    initials = dict.fromkeys("".join(syllable[:1] for syllable in way) for way in ways)
    return SearchText(chars, " ".join(map("".join, ways)), " ".join(initials))


def index_people(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """Characters, pinyin and initials of many persons' names, as ``index_person`` gives them.

    For rosters: a name whose surname has no reading of its own costs one look-up a character.
    """
    found = []
    for name in names:
        chars = plain(name)
        if chars[:1] in SURNAMES or chars[:2] in SURNAMES:
            text = index_person(name)
            found.append((text.chars, text.pinyin, text.initials))
            continue
        syllables = [*map(_reading, chars)]
        initials = "".join([syllable[:1] for syllable in syllables])
        found.append((chars, "".join(syllables), initials))
    return found


def _family_village(chars: str) -> Read:
    """How a place named after a family is read: by its surname. Of any other place, nothing."""
    family = chars[: chars.find(_FAMILY)] if _FAMILY in chars[1:3] else ""
    if family not in SURNAMES:
        return []
    return [*_known(SURNAMES[family][0]), *_place(chars[len(family) :])]


def _place(chars: str) -> Read:
    """How a name is read, with the places in it as they are called."""
    read: Read = []
    done = at = 0
    while at < len(chars):
        ahead = (chars[at : at + length] for length in range(_LONGEST_PLACE, 1, -1))
        found = next((name for name in ahead if name in PLACES), "")
        if found:
            read += [*_by_dictionary(chars[done:at]), *_known(PLACES[found])]
            done = at + len(found)
        at += len(found) or 1
    return [*read, *_by_dictionary(chars[done:])]


def _known(reading: str) -> Read:
    return [(syllable, syllable[0]) for syllable in reading.split()]


def _by_dictionary(chars: str) -> Read:
    """By phrases; letters and digits stand for themselves in both columns."""
    return list(zip(_pinyin(chars), _pinyin(chars, first_letters=True), strict=True))


@cache
def _reading(character: str) -> str:
    return _pinyin(character)[0]


def _pinyin(chars: str, *, first_letters: bool = False) -> list[str]:
    # Its dictionaries are half of a second that most commands need not wait for.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(chars, style=Style.FIRST_LETTER if first_letters else Style.NORMAL)


def matches(rows: Rows, text: str) -> Rows:
    """Rows of a ``Searchable`` model whose name contains the text in any of the three ways.

    A text without a single letter, digit or character names nothing.
    """
    wanted = plain(text).replace("ü", "v")
    if not wanted:
        return rows.none()
    return rows.filter(
        Q(search_chars__contains=wanted)
        | Q(search_pinyin__contains=wanted)
        | Q(search_initials__contains=wanted)
    )
