"""How a wrong proof is recorded: of a login, a code, a token; always without saying what it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.accounts.data import Source
from linli.accounts.models import User
from linli.accounts.selectors import label_of
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import system_actor
from linli.territory.data import district_of


@transaction.atomic
def note_refusal(
    *, at: datetime, user: User | None, source: Source, used_up: bool, what: str = "password"
) -> None:
    """Record a refusal. Of a login nobody has, neither the text nor a district is known.

    The same statements run in both cases, so that neither the time nor the journal's growth tells
    them apart. While a pause lasts nothing more is recorded: a flood fills no journal.
    """
    subject = user or User()
    journal.record(
        actor=system_actor(district_of(subject.division)),
        at=at,
        verb="accounts.login.pause" if used_up else "accounts.login.refused",
        subject=Subject("user", str(user.public_id) if user else "", label_of(subject)),
        division=subject.division,
        district=district_of(subject.division),
        data={"what": what, "network": source.network, "known_device": bool(source.device)},
    )
