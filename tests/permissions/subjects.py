"""The objects that lines of the permission matrix are about, by the name they have there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Subject:
    """How to find one object: the arguments of its address. ``common``: every post may see it."""

    arguments: Callable[[], dict[str, Any]]
    common: bool = False


SUBJECTS: dict[str, Subject] = {
    "-": Subject(dict),
}


def address(route: str, subject: str) -> str:
    """Where a route leads for a subject of the seeded district."""
    return reverse(route, kwargs=SUBJECTS[subject].arguments())
