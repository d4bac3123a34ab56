"""Checks that the stored data still holds together; ``linli verify`` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils import translation


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where the data contradicts itself or was altered."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check looked at and found."""

    name: str
    examined: int
    problems: tuple[Problem, ...]


Check = Callable[[], Iterator[Problem | int]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check. It yields a Problem for each fault and ints for rows examined."""
    _checks[name] = check


def run_all() -> list[CheckResult]:
    """Run every registered check, in order of name. Programs read what they say: it is English,
    whatever language is set.
    """
    with translation.override("en"):
        return [run(name, check()) for name, check in sorted(_checks.items())]


def run(name: str, found: Iterable[Problem | int]) -> CheckResult:
    """What one check has found."""
    examined, problems = 0, []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            examined += item
    return CheckResult(name, examined, tuple(problems))
