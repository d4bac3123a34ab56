"""The digest of an act: what a later reader re-computes to see whether a row was altered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = "linli-act-1"


def digest(fields: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the fields (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(
        {"format": FORMAT, **fields}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
