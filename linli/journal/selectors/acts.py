"""Acts for pages and for other apps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from linli.journal.data import READ, WrittenAct
from linli.journal.models import Act, Seal
from linli.journal.querysets import ActQuerySet
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import NotFound


def acts_visible_to(actor: Actor) -> ActQuerySet:
    """Acts in the actor's reach, unordered, each with ``sealed``. No query until used."""
    over = Seal.objects.filter(
        district=OuterRef("district"), first_id__lte=OuterRef("id"), last_id__gte=OuterRef("id")
    )
    acts: ActQuerySet = Act.objects.visible_to(actor).annotate(sealed=Exists(over))
    return acts


def acts_of_app(actor: Actor, app: str, *, and_verbs: Collection[str] = ()) -> ActQuerySet:
    """One app's acts, and some of others, in the actor's reach, unordered, with those that belong
    to no district.

    For whoever audits that app alone. Of no district are refusals of logins that nobody has.
    """
    acts: ActQuerySet = Act.objects.visible_to(actor)
    if actor.scope:
        acts = acts | Act.objects.filter(district="")
    return acts.filter(Q(verb__startswith=f"{app}.") | Q(verb__in=list(and_verbs)))


def act(actor: Actor, public_id: UUID) -> Act:
    """One act in the actor's reach. Raises NotFound for any other. One query."""
    found: Act | None = Act.objects.visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such act in your scope."))
    return found


def acts_of(district: str, kind: str, subject_id: str, *, limit: int = 50) -> list[Act]:
    """The latest acts done to one thing, newest first. One query."""
    found = Act.objects.filter(district=district).about(kind, subject_id)
    return list(found.order_by("-at", "-id")[:limit])


def readings_of(district: str, kind: str, subject_id: str, *, limit: int = 50) -> list[Act]:
    """Who looked at the personal data of one thing, newest first. One query."""
    found = Act.objects.filter(district=district, verb=READ).about(kind, subject_id)
    return list(found.order_by("-at", "-id")[:limit])


def acts_after(
    district: str, act_id: int, verbs: Collection[str], *, limit: int
) -> list[WrittenAct]:
    """Acts of some verbs written after a row of the journal, oldest first. One query.

    On PostgreSQL a row may become visible after a later one: a caller that must miss none looks
    again some rows further back.
    """
    found = Act.objects.filter(district=district, id__gt=act_id, verb__in=list(verbs))
    return [
        WrittenAct(
            row=act.pk,
            public_id=act.public_id,
            at=act.at,
            verb=act.verb,
            body_id=act.body_id,
            division=act.division,
            subject_kind=act.subject_kind,
            subject_id=act.subject_id,
            data=act.data,
        )
        for act in found.order_by("id")[:limit]
    ]


def last_act_id(district: str) -> int:
    """The row number of the district's latest act, 0 without one. One query."""
    found = Act.objects.filter(district=district).order_by("-id").values_list("id", flat=True)
    return found.first() or 0


def latest_day(district: str) -> date | None:
    """The calendar day (Asia/Shanghai) of the district's latest act. One query."""
    latest = Act.objects.filter(district=district).order_by("-at", "-id").first()
    return local_date(latest.at) if latest else None


def latest_of(verb: str) -> datetime | None:
    """When an act of the whole installation was last done. One query over an index."""
    found = Act.objects.filter(district="", verb=verb).order_by("-at", "-id").first()
    return found.at if found else None


def first_moment() -> datetime | None:
    """When the first act here was done: how old the installation is. One query."""
    found = Act.objects.order_by("id").first()
    return found.at if found else None
