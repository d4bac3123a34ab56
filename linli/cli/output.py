"""Printing for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import Any


def say(text: str = "") -> None:
    """One line for a person, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer(value: dict[str, Any]) -> None:
    """One JSON document for a program, nothing else on standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))
