"""The objects that lines of the permission matrix are about, by the name they have there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from linli.duties import selectors as duties
from linli.kernel import clock
from tests import personas


@dataclass(frozen=True)
class Subject:
    """How to find one object: the arguments of its address. ``common``: every post may see it."""

    arguments: Callable[[], dict[str, Any]]
    common: bool = False


def _duty() -> dict[str, Any]:
    """A report the street 山城 owes."""
    street = personas.actor("shancheng")
    return {"public_id": duties.due_for(street, clock.today())[0].public_id}


SUBJECTS: dict[str, Subject] = {
    "-": Subject(dict),
    "duty": Subject(_duty),
}


def address(route: str, subject: str) -> str:
    """Where a route leads for a subject of the seeded district."""
    return reverse(route, kwargs=SUBJECTS[subject].arguments())
