"""Lookups for every app. Cost: see ``memory.read_policy``; nothing else is queried."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from linli.policy.data import Body, FieldValue, Resolved
from linli.policy.rules import Policy
from linli.policy.selectors.memory import read_policy

B = TypeVar("B", bound=Body)


def policy_for(division: str) -> Policy:
    """The policy that holds in a division: take it once per act, ask it as often as needed."""
    return read_policy(division)


def provision(kind: type[B], key: str, *, division: str, on: date) -> Resolved[B]:
    """The provision in force in a division on a day. Raises NotConfigured."""
    return read_policy(division).provision(kind, key, on=on)


def find(kind: type[B], key: str, *, division: str, on: date) -> Resolved[B] | None:
    """The provision in force, or None when no layer has it."""
    return read_policy(division).find(kind, key, on=on)


def provisions(kind: type[B], *, division: str, on: date) -> list[Resolved[B]]:
    """All provisions of a kind in force in a division on a day, by key."""
    return read_policy(division).provisions(kind, on=on)


def value(kind: type[B], key: str, field: str, *, division: str, on: date) -> FieldValue:
    """One field: its value or ``UNSET``, its clause and answer. Raises NotConfigured."""
    return read_policy(division).value(kind, key, field, on=on)
