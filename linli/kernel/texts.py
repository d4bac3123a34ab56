"""What a text may hold: everything people write, nothing that only programs send."""

from __future__ import annotations

BREAKS = frozenset("\t\n\r")
_FIRST_PRINTED = " "
_DELETE = "\x7f"
_SURROGATES = ("\ud800", "\udfff")


def is_plain(text: str) -> bool:
    """Whether a text is free of control characters and of halves of characters.

    Databases refuse some of these, terminals and spreadsheets obey others.

    >>> is_plain("梅花园\\n二期"), is_plain("a\\0b"), is_plain("\\ud800")
    (True, False, False)
    """
    return not any(_is_control(character) for character in text)


def _is_control(character: str) -> bool:
    if character < _FIRST_PRINTED:
        return character not in BREAKS
    return _DELETE <= character <= "\x9f" or _SURROGATES[0] <= character <= _SURROGATES[1]
