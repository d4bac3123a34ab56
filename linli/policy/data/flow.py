"""Lists and tables typed into one line, the way a policy file writes them."""

from __future__ import annotations

from typing import Any

import yaml

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
        events = list(yaml.parse(text, Loader=yaml.BaseLoader))
        if any(getattr(e, "anchor", None) or getattr(e, "tag", None) for e in events):
            return text
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # makes text only, no types
    except (yaml.YAMLError, RecursionError):
        return text
