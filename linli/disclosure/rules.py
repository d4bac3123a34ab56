"""What may become public. Deny by default: a fact that is not listed here is refused.

Nothing about a person is listed, and a text that holds a telephone number, an identity number or
a mailbox is refused wherever it stands.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from linli.disclosure.data import Item, ItemKind, State

FORMAT = "linli-publication-1"
MAX_ITEMS = 5000
TITLE_LENGTH = 120
LEAD_LENGTH = 2000
NAME_LENGTH = 80
REASON_LENGTH = 500
TEXT_LENGTH = 200
LIST_LENGTH = 30

Plain = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact an item may hold: how its value becomes plain, and whether it must be there."""

    plain: Callable[[object], Plain | None]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Breach:
    """Why something may not be published; ``labels.BREACHES`` has the words."""

    code: str
    where: str = ""
    key: str = ""
    value: str = ""


# --- values: each returns the plain value, or None when it is not of this shape ---------------


def text(value: object) -> str | None:
    """A short line of text."""
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    return line if 0 < len(line) <= TEXT_LENGTH else None


def count(value: object) -> int | None:
    """A whole number, not negative."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def flag(value: object) -> bool | None:
    """Yes or no."""
    return value if isinstance(value, bool) else None


def percent(value: object) -> str | None:
    """A share in percent from 0 to 100, as its decimal text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() and 0 <= number <= 100 else None


def day(value: object) -> str | None:
    """A calendar day, as ISO text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def texts(value: object) -> list[str] | None:
    """A short list of lines."""
    if not isinstance(value, list | tuple) or len(value) > LIST_LENGTH:
        return None
    lines = [text(item) for item in value]
    return [line for line in lines if line] if all(lines) else None


ALLOWED: Mapping[ItemKind, Mapping[str, Fact]] = {
    ItemKind.COVERAGE: {
        "community": Fact(text, required=True),
        "covered": Fact(count, required=True),
        "total": Fact(count, required=True),
        "percent": Fact(percent),
    },
    ItemKind.COMPOUND: {
        "community": Fact(text, required=True),
        "covered": Fact(flag, required=True),
        "enterprise": Fact(text),
        "class": Fact(text),
        "service_items": Fact(texts),
        "since": Fact(day),
    },
}


# --- personal data ------------------------------------------------------------------------------

_PERSONAL = (
    re.compile(r"(?<!\d)1[3-9](?:[ ()-]?\d){9}(?!\d)"),  # mobile phone
    re.compile(r"(?<!\d)0\d{2,3}[ ()-]*\d{3,4}[ -]?\d{3,4}(?!\d)"),  # fixed line with area code
    re.compile(r"\d{7,}"),  # any longer number: phone, identity card, account
    re.compile(r"\S@\S"),  # mailbox
)


def is_personal(value: str) -> bool:
    """Whether a text holds what may be a phone, identity or account number or a mailbox.

    >>> is_personal("１３８－１２３４－１２３４"), is_personal("梅园（西24.25号楼）")
    (True, False)
    """
    folded = unicodedata.normalize("NFKC", value)
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded)
    return any(pattern.search(folded) for pattern in _PERSONAL)


# --- the whole publication ----------------------------------------------------------------------


def breaches(
    *, title: str, lead: str, printed: Sequence[str], division: str, items: Sequence[Item]
) -> Iterator[Breach]:
    """Everything that speaks against publishing this; nothing means it may go out.

    ``printed`` are the other texts that appear on the page (basis, publisher).
    """
    if not 0 < len(title.strip()) <= TITLE_LENGTH:
        yield Breach("title_length", value=title)
    if len(lead) > LEAD_LENGTH:
        yield Breach("lead_length")
    for line in (title, lead, *printed):
        if is_personal(line):
            yield Breach("personal", value=line)
    if not 0 < len(items) <= MAX_ITEMS:
        yield Breach("item_count", value=str(len(items)))
    seen: set[tuple[str, str]] = set()
    for item in items:
        if (item.kind, item.key) in seen:
            yield Breach("twice", item.name, value=item.key)
        seen.add((item.kind, item.key))
        if not item.division.startswith(division):
            yield Breach("outside", item.name, value=item.division)
        yield from _item_breaches(item)


def _item_breaches(item: Item) -> Iterator[Breach]:
    allowed = ALLOWED[item.kind]
    for key in sorted(item.data.keys() - allowed.keys()):
        yield Breach("not_public", item.name, key)
    for key, fact in allowed.items():
        value = item.data.get(key)
        if value is None:
            if fact.required:
                yield Breach("fact_missing", item.name, key)
        elif fact.plain(value) is None:
            yield Breach("fact_shape", item.name, key, str(value)[:TEXT_LENGTH])
    if text(item.name) is None or len(item.name) > NAME_LENGTH:
        yield Breach("fact_shape", item.name, "name")
    yield from _personal_facts(item)
    yield from _more_than_all(item)


def _personal_facts(item: Item) -> Iterator[Breach]:
    for key, value in [("name", item.name), *item.data.items()]:
        if key == "since":
            continue  # its shape allows a calendar day only
        for part in value if isinstance(value, list | tuple) else [value]:
            if isinstance(part, str) and is_personal(part):
                yield Breach("personal", item.name, key, part)


def _more_than_all(item: Item) -> Iterator[Breach]:
    covered, total = item.data.get("covered"), item.data.get("total")
    if isinstance(covered, int) and isinstance(total, int) and covered > total:
        yield Breach("more_than_all", item.name, "covered", f"{covered} / {total}")


def public_data(item: Item) -> dict[str, Plain]:
    """The facts of an item that passed ``breaches``, as plain JSON values, without empty ones."""
    allowed = ALLOWED[item.kind]
    plain = {
        key: fact.plain(item.data[key])
        for key, fact in allowed.items()
        if item.data.get(key) is not None
    }
    return {key: value for key, value in plain.items() if value is not None}


def state(*, withdrawn: bool, superseded: bool, to_on: date | None, on: date) -> State:
    """Where a publication stands on a day; being withdrawn outweighs everything."""
    if withdrawn:
        return State.WITHDRAWN
    if superseded:
        return State.SUPERSEDED
    if to_on is not None and on >= to_on:
        return State.ENDED
    return State.IN_FORCE


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a publication with its items."""
    canonical = json.dumps(
        {"format": FORMAT, **content}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
