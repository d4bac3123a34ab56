"""When to try again, and what may stand in a job's arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=30)
MAX_TEXT = 200
# Ids, hashes and names of things pass; numbers of persons and telephones do not.
PERSONAL = re.compile(r"(?<![\w-])(?:1[3-9]\d{9}|[1-9]\d{16}[\dXx])(?![\w-])")


def delay(tries: int, chance: float) -> timedelta:
    """How long to wait after the given number of tries: doubling, never the same twice.

    ``chance`` in [0, 1) spreads the wait over half to one and a half of its length, so that jobs
    that failed together do not come back together.
    """
    exponential = FIRST_DELAY * (1 << min(max(tries - 1, 0), 20))
    return min(exponential, LONGEST_DELAY) * (0.5 + chance)


def unfit(payload: Mapping[str, Any]) -> str:
    """Why a payload may not be stored, or an empty text.

    Arguments outlive the job and lie in every backup: they hold ids and choices, never a person's
    data. A text that is long, or looks like an identity or telephone number, is refused.
    """
    for value in _leaves(payload):
        if not isinstance(value, str | int | bool | None):
            return f"a {type(value).__name__} is no plain value"
        if isinstance(value, str) and len(value) > MAX_TEXT:
            return f"a text is longer than {MAX_TEXT} characters"
        if PERSONAL.search(str(value)):
            return "a value looks like a person's number"
    return ""


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value
