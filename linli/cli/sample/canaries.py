"""Personal data that belongs to nobody: names, telephones, ID numbers found nowhere else.

No telephone in the country begins with 100 and has eleven digits, no place has a code that begins
with 9999: what looks like a person here cannot be one. Each district has its own, so that a string
found in a wrong district tells where it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from linli.cli.sample.data import Canaries, Sample
from linli.registry.rules import id_check_digit

_ELDEST = date(1948, 1, 1)
_DAYS_APART = 37
_YOUNGEST_AFTER = 20_000
_SHOWN = 5


def owner_name(sample: Sample, number: int) -> str:
    """A name that nobody bears."""
    return f"金丝雀{sample.letter}{number:04d}"


def owner_phone(sample: Sample, number: int) -> str:
    """A telephone number that is nobody's."""
    return f"100{sample.number}{number:06d}"


def owner_id(sample: Sample, number: int) -> str:
    """An ID number with a sound check digit, of a place that does not exist."""
    born = _ELDEST + timedelta(days=number * _DAYS_APART % _YOUNGEST_AFTER)
    first17 = f"9999{sample.number}{born:%Y%m%d}{number % 1000:03d}"
    return first17 + id_check_digit(first17)


def contact(sample: Sample, number: int) -> tuple[str, str]:
    """A manager's name and telephone."""
    return f"金丝雀经理{sample.letter}{number:05d}", f"100{sample.number}9{number:05d}"


def described(sample: Sample, owners: int, contacts: Iterable[tuple[str, str]]) -> list[Canaries]:
    """The kinds of canaries of a district, each with a pattern to search for."""
    managers = sorted(contacts)
    numbers = range(1, min(owners, _SHOWN) + 1)
    letter, digits = sample.letter, sample.number
    return [
        Canaries(
            "owner_name",
            rf"金丝雀{letter}\d{{4}}",
            owners,
            tuple(owner_name(sample, number) for number in numbers),
        ),
        Canaries(
            "owner_phone",
            rf"100{digits}0\d{{5}}",
            owners,
            tuple(owner_phone(sample, number) for number in numbers),
        ),
        Canaries(
            "owner_id_number",
            rf"9999{digits}\d{{11}}[\dX]",
            owners,
            tuple(owner_id(sample, number) for number in numbers),
        ),
        Canaries(
            "contact_name",
            rf"金丝雀经理{letter}\d{{5}}",
            len(managers),
            tuple(name for name, _phone in managers[:_SHOWN]),
        ),
        Canaries(
            "contact_phone",
            rf"100{digits}9\d{{5}}",
            len(managers),
            tuple(phone for _name, phone in managers[:_SHOWN]),
        ),
    ]
