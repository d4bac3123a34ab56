"""An official document in the one layout districts use for tables they hand up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: header (line breaks are kept), share of the width, how its cells stand."""

    header: str
    width: float = 10
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """Title, a line under it, one table, notes; the footer says as of when and from what.

    Every text is final: dates, numbers and language are the caller's. ``footer`` stands at the
    bottom of each page left of the page number.
    """

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    line: str = ""
    notes: Sequence[str] = ()
    footer: str = ""
    landscape: bool = True
