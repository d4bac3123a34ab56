"""Finding names by Chinese characters, pinyin or initials: 梅花园, meihuayuan and mhy are one.

Plain columns, written once with the name and compared without regard to case, width, spaces and
punctuation. At the size of a district (some thousand names) this needs no search engine.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from pypinyin import Style, lazy_pinyin

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
