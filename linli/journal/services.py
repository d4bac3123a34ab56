"""Writing the journal. Called by other apps' services inside their transaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from linli.journal import rules
from linli.journal.data import Subject, is_declared
from linli.journal.models import Act
from linli.kernel.actors import Actor


def record(
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    subject: Subject,
    division: str,
    district: str,
    data: dict[str, Any] | None = None,
    release: str = "",
) -> Act:
    """Write one act into the transaction under way.

    Raises RuntimeError outside a transaction and LookupError for an undeclared verb: both are
    faults of the program, not of the user.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb} must be recorded inside the transaction of the act itself")
    if not is_declared(verb):
        raise LookupError(f"act verb {verb!r} is not declared by its app")
    act = Act(
        at=at.astimezone(UTC),
        verb=verb,
        actor_user=actor.user_id,
        actor_post=actor.post_id,
        actor_title=actor.title,
        body_id=actor.body_id,
        body_name=actor.body_name,
        division=division,
        district=district,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=subject.label[:200],
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        release=release,
    )
    act.digest = rules.digest(act.digested())
    act.save(force_insert=True)
    return act
