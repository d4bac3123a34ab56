"""What the middlewares know of a request beside Django's own: who asks, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from linli.kernel.actors import Actor
from linli.kernel.errors import DomainError


@dataclass(slots=True)
class Standing:
    """Filled by the middlewares and by what refuses an act; every default is the safe one."""

    actor: Actor | None = None
    posts: Sequence[Any] = ()  # the posts in office of the login, for the page frame
    proved: bool = False  # shown who they are within the last minutes
    refusal_code: str = ""  # read by the journal's note of a refused act
    refusal_recorded: bool = False  # the service that refused has recorded it itself
    reach: str = ""  # of a program's access token: what it is good for
    token_refused: DomainError | None = None  # too many wrong tokens from there
    operation: str = ""  # of a program: its name, where one address has several


def standing(request: HttpRequest) -> Standing:
    """The standing of this request: one object from the first middleware to the last."""
    found: Standing = request.__dict__.setdefault("standing", Standing())
    return found
