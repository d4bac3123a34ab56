"""Text that a spreadsheet program would take for a formula, made harmless and brought back.

The rule turns on what a text looks like without its leading apostrophes. Looks it like a formula,
``neutralise`` puts one apostrophe in front and ``restore`` takes one away; every other text is left
alone. So ``restore(neutralise(text)) == text`` for every text, also for one that begins with
apostrophes of its own, and a neutralised text never starts like a formula.
"""

from __future__ import annotations

import re

# Blanks and invisible signs before the sign do not help: some programs trim them. The signs come in
# normal, full and small width; tab and line breaks start a new cell where a file is pasted.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\u200b\u200c\u200d\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])")


def neutralise(text: str) -> str:
    """The text as it may stand in a cell of a file we hand out."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that ``neutralise`` was given; texts it never touches come back unchanged."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
