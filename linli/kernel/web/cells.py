"""Values a list shows that are more than text: a chip, a bar. Exports write their text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in a word, with a tone (ok, warn, bad, info, quiet) and an icon beside it."""

    text: object
    tone: str = "quiet"
    icon: str = ""

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share drawn as a bar; ``percent`` 0 to 100 (None: nothing to divide by)."""

    percent: Decimal | None
    text: object = ""

    def __str__(self) -> str:
        return str(self.text) or ("" if self.percent is None else f"{self.percent} %")

    @property
    def width(self) -> int:
        """Whole percent for the drawing, never outside 0 to 100."""
        return max(0, min(100, int(self.percent or 0)))
