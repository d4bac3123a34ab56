"""Who has seen an owner's personal data in full, and what an owner sees of himself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.web.formats import listed
from linli.registry.data import OWNER, PersonalField
from linli.registry.labels import OWN_READING, PERSONAL_FIELDS, own_reading
from linli.registry.models import ExportedOwner, Owner, OwnerLogin, Ownership

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody saw personal data of an owner: when, who by office, how, what, and why."""

    at: datetime
    by: str
    how: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What an owner owns, or has owned: of co-owners only how many and whether one votes."""

    ownership: Ownership
    is_past: bool
    co_owners: int
    voter: str


def accesses(owner: Owner) -> list[Access]:
    """Who has seen the owner's personal data in full, newest first, at most 500 and the files.

    Two queries.
    """
    acts = journal.readings_of(owner.district, OWNER, str(owner.public_id), limit=MOST_SHOWN)
    read = [
        Access(
            at=act.at,
            by=f"{act.body_name} · {act.actor_title}",
            how=capfirst(str(verb_label(act.verb))),
            what=field_names(act.data["fields"]),
            reason=_reason(act.data["reason"]),
        )
        for act in acts
    ]
    handed_out = ExportedOwner.objects.filter(owner=owner).select_related("export__compound")
    exported = [
        Access(
            at=row.export.handed_out_at,
            by=f"{row.export.asked_body} · {row.export.asked_title}",
            how=_("Handed out in a file: %(name)s") % {"name": row.export.compound.name},
            what=field_names([PersonalField.PHONE]),
            reason=row.export.reason,
        )
        for row in handed_out
        if row.export.handed_out_at
    ]
    return sorted([*read, *exported], key=lambda access: access.at, reverse=True)


def _reason(recorded: str) -> str:
    return str(OWN_READING) if recorded == own_reading() else recorded


def accesses_archived_until(owner: Owner) -> datetime | None:
    """The latest reading of the owner's data that is in an archive and not shown. One query."""
    return journal.readings_archived_until(owner.district, OWNER, str(owner.public_id))


def field_names(fields: Iterable[str]) -> str:
    """Personal fields in words."""
    return listed(str(PERSONAL_FIELDS[PersonalField(name)]) for name in fields)


def own(actor: Actor) -> Owner:
    """The owner whose login this is. One query. Raises NotFound once it is ended."""
    login: OwnerLogin | None = (
        OwnerLogin.objects.visible_to(actor).open().select_related("owner").order_by("id").first()
    )
    if login is None:
        raise NotFound(_("This login belongs to no owner."))
    found: Owner = login.owner
    return found


def login_of(owner: Owner) -> OwnerLogin | None:
    """The login an owner has now. One query."""
    found: OwnerLogin | None = (
        OwnerLogin.objects.filter(owner=owner).open().select_related("user").first()
    )
    return found


def holdings_of(owner: Owner, *, on: date) -> list[Holding]:
    """Everything an owner owns or has owned in the district, present first. Two queries."""
    rows = list(
        Ownership.objects.filter(owner=owner)
        .select_related("unit__building", "unit__compound__community")
        .order_by("-id")
    )
    others = Ownership.objects.filter(
        unit__in=[row.unit_id for row in rows], to_on__isnull=True
    ).exclude(owner=owner)
    beside: dict[int, list[bool]] = {}
    for unit, is_voter in others.values_list("unit_id", "is_voter"):
        beside.setdefault(unit, []).append(is_voter)
    held = [
        Holding(
            ownership=row,
            is_past=row.to_on is not None and row.to_on <= on,
            co_owners=len(beside.get(row.unit_id, ())) if row.to_on is None else 0,
            voter=_voter(row, beside.get(row.unit_id, [])),
        )
        for row in rows
    ]
    return sorted(held, key=lambda holding: holding.is_past)


def _voter(row: Ownership, others: list[bool]) -> str:
    if row.to_on is not None or not others:
        return ""
    if row.is_voter:
        return _("you vote for all co-owners")
    return _("another co-owner votes") if any(others) else _("no voter is designated yet")
