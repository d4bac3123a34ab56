"""Decisions of the register: codes and their check digits, service periods and items. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from linli.kernel.periods import DatePeriod
from linli.registry.data import (
    ContractTerms,
    DateFault,
    IdFault,
    ItemStanding,
    NewOwner,
    ShareFault,
    UsccFault,
)

# --- unified social credit code, GB 32100-2015 ----------------------------------------------------

USCC_LENGTH = 18
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_PART = slice(8, 17)


def clean_uscc(text: str) -> str:
    """A credit code as it is stored: half width, capitals, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def uscc_check_digit(first17: str) -> str:
    """The eighteenth character, over the first seventeen: weights 3^i mod 31.

    >>> uscc_check_digit("91350100M000100Y4")
    '3'
    """
    total = sum(
        USCC_ALPHABET.index(character) * pow(3, position, 31)
        for position, character in enumerate(first17)
    )
    return USCC_ALPHABET[-total % 31]


def organisation_check_digit(first8: str) -> str:
    """The last character of the organisation code inside (GB 11714), over its first eight."""
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def uscc_faults(code: str) -> tuple[UsccFault, ...]:
    """What is odd about a credit code; nothing for a sound one or none at all.

    Codes of the pilot years fail the check digits rightly, so the register warns and never
    refuses. A code of wrong length or alphabet has no check digits to speak of.
    """
    if not code:
        return ()
    if len(code) != USCC_LENGTH:
        return (UsccFault.LENGTH,)
    if any(character not in USCC_ALPHABET for character in code):
        return (UsccFault.ALPHABET,)
    organisation = code[ORGANISATION_PART]
    faults = []
    if organisation_check_digit(organisation[:8]) != organisation[8]:
        faults.append(UsccFault.ORGANISATION_DIGIT)
    if uscc_check_digit(code[:17]) != code[17]:
        faults.append(UsccFault.CHECK_DIGIT)
    return tuple(faults)


# --- contracts ------------------------------------------------------------------------------------


def date_faults(terms: ContractTerms) -> tuple[DateFault, ...]:
    """What is out of order among a contract's days; days that are not known are in order.

    A contract may be signed after it has begun, and an enterprise may enter before it begins:
    both happen and neither is a fault.
    """
    if terms.ends_on is None:
        return ()
    late = (
        (terms.starts_on, DateFault.ENDS_BEFORE_START),
        (terms.signed_on, DateFault.ENDS_BEFORE_SIGNING),
        (terms.entry_on, DateFault.ENTERS_AFTER_END),
    )
    return tuple(fault for day, fault in late if day is not None and day > terms.ends_on)


# --- service periods ------------------------------------------------------------------------------


def is_covered(periods: Iterable[DatePeriod], on: date) -> bool:
    """Whether a compound is served on a day: one of its periods contains it."""
    return any(period.contains(on) for period in periods)


def clash(periods: Iterable[DatePeriod], wanted: DatePeriod) -> DatePeriod | None:
    """A period that shares a day with the wanted one: a compound has one service at a time."""
    return next((period for period in periods if period.overlaps(wanted)), None)


# --- service items (ST-3.1d) ----------------------------------------------------------------------


def standing(provided: Iterable[str], wanted: Sequence[str]) -> ItemStanding:
    """Which of the wanted items are provided and which are missing, in the order of the wanted."""
    given = set(provided)
    return ItemStanding(
        met=tuple(code for code in wanted if code in given),
        missing=tuple(code for code in wanted if code not in given),
    )


# --- identity cards, GB 11643-1999 ----------------------------------------------------------------

ID_LENGTHS = (15, 18)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def id_check_digit(first17: str) -> str:
    """The eighteenth character of an identity number, over the first seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def id_faults(number: str) -> tuple[IdFault, ...]:
    """What is odd about the number of an identity card; early cards have fifteen digits."""
    if len(number) not in ID_LENGTHS or not number[:-1].isdigit():
        return (IdFault.LENGTH,)
    birthday = number[6:14] if len(number) == ID_LENGTHS[1] else f"19{number[6:12]}"
    faults = []
    try:
        date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    except ValueError:
        faults.append(IdFault.BIRTHDAY)
    if len(number) == ID_LENGTHS[1] and id_check_digit(number[:17]) != number[17]:
        faults.append(IdFault.CHECK_DIGIT)
    return tuple(faults)


def clean_number(text: str) -> str:
    """An ID number or credit code as it is stored and hashed: half width, capitals, no dividers."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return re.sub(r"[-()]", "", plain)


def clean_phone(text: str) -> str:
    """Telephone numbers as they are stored: no dividers, no 86 before a mobile, 、 between several.

    >>> clean_phone("+86 138-1234-1234 / 0632 8811234")
    '13812341234、06328811234'
    """
    numbers = re.split(r"[、,;/|]+", unicodedata.normalize("NFKC", text))
    bare = (re.sub(r"[-()\s]", "", number) for number in numbers)
    return "、".join(re.sub(r"^\+?86(1\d{10})$", r"\1", number) for number in bare if number)


def first_phone(phone: str) -> str:
    """The number of several that is looked up."""
    found = re.match(r"\d+", phone)
    return found[0] if found else ""


# --- owners of one unit ---------------------------------------------------------------------------


def share_faults(owners: Sequence[NewOwner]) -> tuple[ShareFault, ...]:
    """What is out of order among the owners of a unit: they share the whole, one votes for all.

    Either every share is known and they make up the whole, or none is known (joint ownership).
    """
    if not owners:
        return (ShareFault.NOBODY,)
    faults = []
    if any(not owner.name.strip() for owner in owners):
        faults.append(ShareFault.NO_NAME)
    known = [owner for owner in owners if owner.denominator]
    shares = [Fraction(owner.numerator, owner.denominator) for owner in known]
    if any(not 0 < share <= 1 for share in shares):
        faults.append(ShareFault.BEYOND_WHOLE)
    elif known and len(known) < len(owners):
        faults.append(ShareFault.SOME_UNKNOWN)
    elif known and sum(shares) != 1:
        faults.append(ShareFault.NOT_THE_WHOLE)
    if sum(owner.is_voter for owner in owners) > 1:
        faults.append(ShareFault.TWO_VOTERS)
    numbers = [clean_number(owner.id_number) for owner in owners if owner.id_number]
    people = [(owner.name.strip(), clean_phone(owner.phone)) for owner in owners]
    if len(set(numbers)) < len(numbers) or (not numbers and len(set(people)) < len(people)):
        faults.append(ShareFault.TWICE)
    return tuple(faults)


# --- contracts that end ---------------------------------------------------------------------------

NOTICE_DAYS = 90
"""A provider that will not renew says so this long before the end (Civil Code Art. 947)."""


def notice_due(ends_on: date, notice_days: int | None) -> date:
    """The last day on which notice can be given in time; the contract may say other days."""
    return ends_on - timedelta(days=NOTICE_DAYS if notice_days is None else notice_days)


# --- marks of files with personal data ------------------------------------------------------------

_ZERO, _ONE, _FENCE = "\u200b", "\u200c", "\u2060"


def hidden_mark(mark: str) -> str:
    """A hexadecimal mark as signs nobody sees, to be found in a file or in text copied from it."""
    bits = f"{int(mark, 16):0{len(mark) * 4}b}"
    return _FENCE + bits.replace("0", _ZERO).replace("1", _ONE) + _FENCE


def find_mark(text: str) -> str:
    """The hidden mark in a text, empty when there is none.

    >>> find_mark("王小明" + hidden_mark("00ff12ab00ff12ab"))
    '00ff12ab00ff12ab'
    """
    found = text.split(_FENCE)
    if len(found) < 3 or not found[1] or set(found[1]) - {_ZERO, _ONE}:
        return ""
    bits = found[1].replace(_ZERO, "0").replace(_ONE, "1")
    return f"{int(bits, 2):0{len(bits) // 4}x}"
