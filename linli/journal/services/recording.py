"""Acts, refusals and readings, each written in the transaction it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from linli.journal import rules
from linli.journal.data import READ, REFUSED, ActRecorded, Subject, is_declared
from linli.journal.models import Act
from linli.kernel import events
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
    act.digest = rules.digest(act.digested(), settings.JOURNAL_HASH)
    act.save(force_insert=True)
    events.announce(ActRecorded(district, verb))
    return act


@transaction.atomic
def record_refusal(
    *, actor: Actor, at: datetime, route: str, status: int, code: str = "", subject_id: str = ""
) -> Act:
    """Note that somebody tried an act and was refused. In a transaction of its own: what the act
    itself wrote has been undone by then. ``route`` is a page's name, never an address with data.
    """
    return record(
        actor=actor,
        at=at,
        verb=REFUSED,
        subject=Subject("route", subject_id, route),
        division=actor.scope,
        district=actor.district,
        data={"status": status, "code": code},
    )


@transaction.atomic
def record_read(
    *,
    actor: Actor,
    at: datetime,
    subject: Subject,
    division: str,
    district: str,
    fields: Iterable[str],
    reason: str,
) -> Act:
    """Note that somebody saw personal data unmasked: of whom, which fields (never their values),
    and why. Call it in the transaction that reads them, so that nothing is shown unrecorded.

    Raises ValueError without a reason or a field: a fault of the program, the form asks for both.
    """
    named = sorted(fields)
    if not reason.strip() or not named:
        raise ValueError("a reading of personal data names its fields and its reason")
    return record(
        actor=actor,
        at=at,
        verb=READ,
        subject=subject,
        division=division,
        district=district,
        data={"fields": named, "reason": reason.strip()},
    )
