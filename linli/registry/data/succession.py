"""What becomes of that which other apps keep for a community when it is merged or split.

The register moves compounds, posts, notices and files itself. Whoever stands above it and keeps
something for communities says here what would go where, and carries it with the change: in the same
transaction, so that nothing is left behind when a process dies between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from linli.kernel.actors import Actor
from linli.territory.data import PlaceChange


@dataclass(frozen=True, slots=True)
class CommunityChange:
    """Compounds (database keys) of the ``sources`` lie in ``target`` from the day ``on``.

    Codes of divisions. ``ends`` are the sources that are no more; ``opens`` says that the target,
    or its office, begins on that day. While the change is only planned a new target has no code.
    """

    district: str
    kind: PlaceChange
    on: date
    sources: tuple[str, ...]
    ends: tuple[str, ...]
    target: str
    target_name: str
    street: str
    compounds: tuple[int, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line of what a change would bring: ``text`` tells how many of what go where.

    ``decide``: somebody must see to it by hand, the change does not.
    """

    text: str
    count: int
    decide: bool = False


class Foresee(Protocol):
    """Says what a change would bring; reads only."""

    def __call__(self, *, change: CommunityChange) -> tuple[Consequence, ...]: ...


class Follow(Protocol):
    """Carries a change out, in the transaction of the change."""

    def __call__(self, *, actor: Actor, at: datetime, change: CommunityChange) -> None: ...


@dataclass(frozen=True, slots=True)
class Follower:
    """How one app follows: ``foresee`` only reads, ``follow`` writes and journals its own acts."""

    foresee: Foresee
    follow: Follow


_followers: dict[str, Follower] = {}


def register_follower(name: str, follower: Follower) -> None:
    """Have an app follow changes of communities. Called in ``ready()``; it goes set by set."""
    _followers[name] = follower


def followers() -> tuple[Follower, ...]:
    """Every app that follows, in the order of registration."""
    return tuple(_followers.values())
