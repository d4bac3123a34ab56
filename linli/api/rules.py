"""Reading requests: JSON without surprises, and the hash by which a repetition is known."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linli.kernel.texts import is_plain

KEY = re.compile(r"[\x21-\x7e]{8,64}", re.ASCII)
MOST_DEPTH = 12


class NotJson(ValueError):
    """The body is no JSON, or JSON that two readers would understand differently."""


def read_json(body: bytes) -> Any:
    """The value of a JSON text. Raises NotJson for doubled names, NaN and nesting without end."""
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_single, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise NotJson from None
    if _depth(value) > MOST_DEPTH:
        raise NotJson
    return value


def unprintable(value: Any, place: str = "") -> Iterator[str]:
    """Where in a JSON value a text holds control characters: dotted places."""
    if isinstance(value, str) and not is_plain(value):
        yield place
    elif isinstance(value, dict):
        for name, inner in value.items():
            here = f"{place}.{name}" if place else name
            if not is_plain(name):
                yield place or "body"
            yield from unprintable(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from unprintable(inner, f"{place}.{number}" if place else str(number))


def is_key(text: str) -> bool:
    """Whether a text can name a request: 8 to 64 visible characters."""
    return KEY.fullmatch(text) is not None


def fingerprint(
    *,
    operation: str,
    post: str,
    path: Mapping[str, object],
    query: Sequence[tuple[str, str]],
    body: object,
) -> str:
    """The hash of everything that a request asks for, and from which post."""
    asked = [operation, post, {key: str(value) for key, value in path.items()}, sorted(query), body]
    plain = json.dumps(asked, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson
    return found


def _no_constant(name: str) -> Any:
    raise NotJson(name)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
