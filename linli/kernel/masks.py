"""Personal data as those see them who need not know them; on the server, never in CSS."""

from __future__ import annotations

import re

STAR = "*"
LONG_NUMBER = 11
MIDDLE_STARS = 4
SHOWN_DIGITS = 4

_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_DIGITS = re.compile(r"\d+")


def mask_name(name: str) -> str:
    """The family name with stars; of several names, each.

    >>> mask_name("欧阳明、李四")
    '欧**、李*'
    """
    people = [part for part in _SEPARATORS.split(name) if part]
    return "、".join(person[0] + STAR * max(1, len(person) - 1) for person in people)


def mask_phone(phone: str) -> str:
    """Enough of a number to recognise it by, not enough to call it; words around it go.

    >>> mask_phone("13812341234")
    '138****1234'
    >>> mask_phone("0632-8811234")
    '063****1234'
    """
    numbers = [
        "".join(_DIGITS.findall(part))
        for part in _SEPARATORS.split(phone)
        if any(character.isdigit() for character in part)
    ]
    return "、".join(_mask_digits(number) for number in numbers) or (STAR * 3 if phone else "")


def _mask_digits(number: str) -> str:
    if len(number) >= LONG_NUMBER:
        return number[:3] + STAR * MIDDLE_STARS + number[-4:]
    return STAR * MIDDLE_STARS + number[-2:] if len(number) > MIDDLE_STARS else STAR * len(number)


def mask_number(number: str) -> str:
    """The last four signs of an ID number: enough to compare with a card at hand.

    >>> mask_number("99040619900101123X")
    '**************123X'
    """
    hidden = max(0, len(number) - SHOWN_DIGITS)
    return STAR * hidden + number[hidden:] if hidden else STAR * len(number)
