"""How this app's acts are recorded: by public id and post, never by login, name or address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.accounts.models import User
from linli.accounts.selectors import label_of
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.territory.data import district_of


def record(
    *, actor: Actor, at: datetime, verb: str, user: User, data: dict[str, Any] | None = None
) -> None:
    """Record an act done to a login, in the district whose administrators look after it."""
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("user", str(user.public_id), label_of(user)),
        division=user.division,
        district=district_of(user.division),
        data=data,
    )
