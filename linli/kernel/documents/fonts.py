"""The fonts documents are set in: shipped with the product, checked before anyone needs them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

import typst
from django.utils.translation import gettext as _

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Noto Serif SC"
# Found on machines with Debian's fonts-noto-cjk: the same design with every character there is.
SYSTEM_FAMILY = "Noto Serif CJK SC"


def check_fonts() -> list[str]:
    """What is wrong with the shipped fonts, in plain words for the operator; empty when fine.

    Without this check a missing font shows only as empty boxes on a document that is already out.
    """
    problems = []
    for line in (FOLDER / "sha256.txt").read_text().splitlines():
        digest, name = line.split()
        path = FOLDER / name
        if not path.is_file():
            problems.append(_("font file is missing: %(path)s") % {"path": path})
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problems.append(_("font file is damaged: %(path)s") % {"path": path})
    if not problems and FAMILY not in fonts().families():
        problems.append(_("the fonts in %(folder)s cannot be loaded") % {"folder": FOLDER})
    return problems


def families() -> tuple[str, ...]:
    """The families to set text in, the shipped one first; only those that are really there."""
    known = fonts().families()
    return tuple(family for family in (FAMILY, SYSTEM_FAMILY) if family in known)


def uncovered(text: str) -> frozenset[str]:
    """The characters of a text that no font here can show; they would print as empty boxes."""
    if SYSTEM_FAMILY in families():
        return frozenset()
    return beyond_shipped(text)


def beyond_shipped(text: str) -> frozenset[str]:
    """The characters of a text that the shipped fonts do not hold, control characters aside."""
    starts, ends = _coverage()
    missing = set()
    for sign in set(text):
        at = bisect_right(starts, ord(sign)) - 1
        if sign.isprintable() and (at < 0 or ord(sign) > ends[at]):
            missing.add(sign)
    return frozenset(missing)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The loaded fonts; searching the system's takes a tenth of a second, so once a process."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


@lru_cache(maxsize=1)
def _coverage() -> tuple[list[int], list[int]]:
    starts, ends = [], []
    for line in (FOLDER / "coverage.txt").read_text().split():
        first, _, last = line.partition("-")
        starts.append(int(first, 16))
        ends.append(int(last or first, 16))
    return starts, ends
