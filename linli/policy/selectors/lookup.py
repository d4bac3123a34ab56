"""Lookups for every app. Cost: see ``memory.read_policy``; nothing else is queried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from linli.policy.data import Body, FieldValue, Resolved
from linli.policy.explaining import PolicyExplanation
from linli.policy.explaining import explain as answer
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


def change_days(kind: type[B], *, division: str, start: date, end: date) -> list[date]:
    """The days after ``start``, before ``end``, on which provisions of a kind may change."""
    policy = read_policy(division)
    days = {dated.answer.since for dated in policy.answers if dated.kind == kind.kind}
    for history in policy.layers:
        for release in history.releases:
            days.add(release.since)
            days.update(
                day
                for (entry_kind, _key), entries in release.entries.items()
                if entry_kind == kind.kind
                for entry in entries
                for day in (entry.period.start, entry.period.end)
                if day
            )
    return sorted(day for day in days if start < day < end)


def value(kind: type[B], key: str, field: str, *, division: str, on: date) -> FieldValue:
    """One field: its value or ``UNSET``, its clause and answer. Raises NotConfigured."""
    return read_policy(division).value(kind, key, field, on=on)


def explain(
    key: str, *, division: str, on: date, inputs: Mapping[str, Any] | None = None
) -> PolicyExplanation:
    """Answer a question to the policy with everything the answer rests on.

    ``key`` may be ``kind:key``; ``inputs`` are the facts of the case, as typed. Where the policy
    leaves open what the answer hangs on, ``value`` is None and ``open`` names it. Raises
    NotConfigured, NotFound, BadInput, CalendarMissing.
    """
    return answer(read_policy(division), key, on=on, inputs=inputs or {})
