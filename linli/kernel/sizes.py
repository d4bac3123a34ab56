"""How large a file is, beside how large it may be: in words that agree with each other."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat

# `filesizeformat` shows one place after the point, in megabytes of 2**20 bytes.
_SHOWN_PER_MEGABYTE = 10
_MEGABYTE = 2**20


def size_and_limit(size: int, limit: int) -> dict[str, str]:
    """``size`` and ``limit`` (bytes) as texts for a message about a file that is too large.

    The size is rounded up to what is shown, so that a file a few bytes above the limit is not said
    to be exactly as large as it may be.

    >>> size_and_limit(20 * 2**20 + 1, 20 * 2**20)["size"].replace(chr(160), " ")
    '20.1 MB'
    """
    steps = -(-size * _SHOWN_PER_MEGABYTE // _MEGABYTE)
    shown = steps * _MEGABYTE // _SHOWN_PER_MEGABYTE if size > _MEGABYTE else size
    return {"size": filesizeformat(shown), "limit": filesizeformat(limit)}
