"""What a change of policy would change in live data: the apps above say it, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from linli.policy.data.bodies import Body
from linli.policy.data.results import Resolved

B = TypeVar("B", bound=Body)


class PolicyBook(Protocol):
    """A policy as it can be asked: the one in force, or the one that would be."""

    def find(self, kind: type[B], key: str, *, on: date) -> Resolved[B] | None:
        """The provision that holds on a day, or None."""

    def provision(self, kind: type[B], key: str, *, on: date) -> Resolved[B]:
        """The provision that holds on a day. Raises NotConfigured."""

    def provisions(self, kind: type[B], *, on: date) -> list[Resolved[B]]:
        """All provisions of a kind that hold on a day."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A change that has not happened: the district, its first day, the policy before and after."""

    district: str
    on: date
    before: PolicyBook
    after: PolicyBook


class ChangeState(StrEnum):
    """What becomes of a thing in a dry run."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    BREAKS = "breaks"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Example:
    """One of the things that would change alike, with its page where it has one."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """Something that would change: what, and how it reads before and after; plain words.

    One line may stand for many things of the same sort: ``count`` says how many, ``examples``
    are the first of them.
    """

    subject: str
    before: str
    after: str
    state: ChangeState = ChangeState.CHANGED
    count: int = 1
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A real case a calculation can be tried on: its name, its facts by the names of inputs."""

    subject: str
    facts: Mapping[str, Any]
    url: str = ""


Previewer = Callable[[Preview], Iterable[PreviewChange]]
Sampler = Callable[[str], Iterable[Sample]]

_previewers: dict[str, tuple[Any, Previewer]] = {}
_samplers: dict[str, Sampler] = {}


def register_preview(name: str, *, label: object, previewer: Previewer) -> None:
    """Say what a change of policy would change in an app's own data. Called in ``ready()``.

    The previewer reads and writes nothing; its changes show in the order of registration. It
    works set by set: a district may hold thousands of compounds.
    """
    _previewers[name] = (label, previewer)


def previewers() -> tuple[tuple[str, object, Previewer], ...]:
    """Every registered previewer with its name and label."""
    return tuple((name, label, previewer) for name, (label, previewer) in _previewers.items())


def register_samples(name: str, sampler: Sampler) -> None:
    """Give a district's real cases, by its code, for calculations to be tried on."""
    _samplers[name] = sampler


def samplers() -> tuple[Sampler, ...]:
    """Every registered source of cases."""
    return tuple(_samplers.values())
