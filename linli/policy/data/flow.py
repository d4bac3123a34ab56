"""Lists and tables typed into one line, the way a policy file writes them."""

from __future__ import annotations

from typing import Any

from linli.kernel import plain_yaml

MOST = 2_000
"""Characters of one line; a longer value belongs into a layer of the district."""


def flow(text: str) -> Any:
    """Plain lists, mappings and words from text such as ``[{at_least: 90, share: 100 %}]``.

    What cannot be read comes back as the text itself, which no list or table accepts. Anchors
    and tags are not read: a value must show all it contains.
    """
    if len(text) > MOST:
        return text
    try:
        return plain_yaml.read(text).tree
    except plain_yaml.NotPlainError:
        return text
