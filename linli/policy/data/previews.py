"""What a change of policy would change in live data: the apps above say it, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from linli.policy.data.bodies import Body
from linli.policy.data.results import Resolved

B = TypeVar("B", bound=Body)


class PolicyBook(Protocol):
    """A policy as it can be asked: the one in force, or the one that would be."""

    def find(self, kind: type[B], key: str, *, on: date) -> Resolved[B] | None:
        """The provision that holds on a day, or None."""

    def provisions(self, kind: type[B], *, on: date) -> list[Resolved[B]]:
        """All provisions of a kind that hold on a day."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A change that has not happened: the district, its first day, the policy before and after."""

    district: str
    on: date
    before: PolicyBook
    after: PolicyBook


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """One thing that would change: what, and how it reads before and after; plain words."""

    subject: str
    before: str
    after: str


Previewer = Callable[[Preview], Iterable[PreviewChange]]

_previewers: dict[str, tuple[Any, Previewer]] = {}


def register_preview(name: str, *, label: object, previewer: Previewer) -> None:
    """Say what a change of policy would change in an app's own data. Called in ``ready()``.

    The previewer reads and writes nothing; its changes show in the order of registration.
    """
    _previewers[name] = (label, previewer)


def previewers() -> tuple[tuple[str, object, Previewer], ...]:
    """Every registered previewer with its name and label."""
    return tuple((name, label, previewer) for name, (label, previewer) in _previewers.items())
