"""Acts for the tests of the journal."""

from __future__ import annotations

from datetime import UTC, datetime

from linli.journal import services
from linli.journal.data import Subject
from linli.journal.models import Act
from linli.kernel.actors import system_actor

AT = datetime(2020, 10, 10, 1, 30, 0, 123456, tzinfo=UTC)
VERB = "accounts.post.appoint"
DISTRICT = "370406"


def record(**changes: object) -> Act:
    """One act of the demonstration district, unless told otherwise."""
    values = {
        "actor": system_actor(DISTRICT),
        "at": AT,
        "verb": VERB,
        "subject": Subject("post", "1", "街道物业专管员"),
        "division": "370406001",
        "district": DISTRICT,
        "data": {"from": "2020-09-01"},
    }
    return services.record(**{**values, **changes})  # type: ignore[arg-type]  # the tests' own values


def write(count: int, **changes: object) -> list[Act]:
    """Some acts about different things."""
    subjects = [Subject("post", str(number), f"岗位{number}") for number in range(count)]
    return [record(subject=subject, **changes) for subject in subjects]
