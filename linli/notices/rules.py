"""What a notice may carry."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")


def is_own_path(url: str) -> bool:
    """Whether the address is a path of ours: a notice never leads elsewhere.

    >>> is_own_path("/campaigns/"), is_own_path("//evil.example"), is_own_path("https://x")
    (True, False, False)
    """
    return _OWN_PATH.fullmatch(url) is not None and "\\" not in url


def fill(text: str, data: Mapping[str, str]) -> str:
    """The text with the notice's values; a value that is missing leaves a dash, not an error."""
    return text % _Values(data)


def key_of_former(key: str, public_id: str) -> str:
    """The key of a notice taken over: never one that the new body's own notices have.

    >>> key_of_former("duty report 2020-10-15", "0192")
    'duty report 2020-10-15 former 0192'
    """
    return f"{key[:70]} former {public_id}"


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"
