"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date

from django.db import connection
from django.db.models import Q

from linli.journal import rules
from linli.journal.data import is_declared
from linli.journal.models import Act
from linli.journal.querysets import ActQuerySet
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.db import trigger_names
from linli.kernel.integrity import Problem


def acts_visible_to(actor: Actor) -> ActQuerySet:
    """Acts in the actor's reach, unordered. No query until used."""
    return Act.objects.visible_to(actor)


def acts_of_app(actor: Actor, app: str) -> ActQuerySet:
    """One app's acts in the actor's reach, unordered, with those that belong to no district.

    For whoever audits that app alone. Of no district are refusals of logins that nobody has.
    """
    if not actor.scope:
        return Act.objects.none()
    reach = Q(district=actor.district, division__startswith=actor.scope)
    return Act.objects.filter(Q(district="") | reach, verb__startswith=f"{app}.")


def acts_of(district: str, kind: str, subject_id: str, *, limit: int = 50) -> list[Act]:
    """The latest acts done to one thing, newest first. One query."""
    found = Act.objects.filter(district=district).about(kind, subject_id)
    return list(found.order_by("-at", "-id")[:limit])


def latest_day(district: str) -> date | None:
    """The calendar day (Asia/Shanghai) of the district's latest act. One query."""
    latest = Act.objects.filter(district=district).order_by("-at", "-id").first()
    return local_date(latest.at) if latest else None


def check_digests() -> Iterator[Problem | int]:
    """Each stored act still has the digest it was written with, and a declared verb."""
    for act in Act.objects.order_by("id").iterator(chunk_size=2000):
        act.at = act.at.astimezone(UTC)
        if rules.digest(act.digested()) != act.digest:
            yield Problem(f"journal_act {act.pk}", "the row was altered after it was written")
        if not is_declared(act.verb):
            yield Problem(f"journal_act {act.pk}", f"unknown verb {act.verb!r}")
        yield 1


def check_triggers() -> Iterator[Problem | int]:
    """The triggers that make the journal append-only are in place."""
    yield 1
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    for missing in sorted(trigger_names(Act._meta.db_table) - present):
        yield Problem("journal_act", f"trigger {missing} is missing")
