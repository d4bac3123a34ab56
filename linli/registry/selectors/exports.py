"""Requests for personal data, what a granted one holds, and who has looked at an owner's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel.actors import Actor
from linli.kernel.clock import local
from linli.kernel.errors import NotFound
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook
from linli.registry import rules
from linli.registry.data import OWNER, PersonalField
from linli.registry.labels import PERSONAL_FIELDS
from linli.registry.models import ExportedOwner, Owner, Ownership, PersonalExport
from linli.registry.querysets import ExportQuerySet


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One owner of one unit, in full."""

    owner_id: int
    building: str
    entrance: str
    room: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody saw personal data of an owner: when, who by office, what, and why."""

    at: datetime
    title: str
    by: str
    detail: str


def exports_visible_to(actor: Actor) -> ExportQuerySet:
    """Requests about compounds in the actor's reach, unordered. No query until used."""
    return PersonalExport.objects.visible_to(actor)


def export(actor: Actor, public_id: UUID) -> PersonalExport:
    """One request with its compound. One query. Raises NotFound."""
    found: PersonalExport | None = (
        exports_visible_to(actor)
        .select_related("compound__community")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such request in your scope."))
    return found


def export_rows(asked: PersonalExport) -> list[ExportRow]:
    """What a file would hold: the present owners of the compound. One query. Opens telephones."""
    found = (
        Ownership.objects.filter(unit__compound=asked.compound, to_on__isnull=True)
        .select_related("unit__building", "owner")
        .order_by("unit__building__name", "unit__entrance", "unit__room", "id")
    )
    return [
        ExportRow(
            owner_id=row.owner_id,
            building=row.unit.building.name,
            entrance=row.unit.entrance,
            room=row.unit.room,
            name=row.owner.name,
            phone=row.owner.phone.open(),
        )
        for row in found[: asked.row_limit + 1]
    ]


def exported_file(asked: PersonalExport, rows: list[ExportRow], *, at: datetime) -> bytes:
    """The workbook: a line that says for whom it is, and the same hidden in every name."""
    hidden = rules.hidden_mark(asked.mark)
    line = _("%(body)s, %(title)s, %(at)s, No. %(mark)s. For: %(reason)s. Not to be passed on.") % {
        "body": asked.asked_body,
        "title": asked.asked_title,
        "at": f"{local(at):%Y-%m-%d %H:%M}",
        "mark": asked.mark,
        "reason": asked.reason,
    }
    columns = (
        Column(_("Building"), 10),
        Column(_("Entrance"), 10),
        Column(_("Room"), 10),
        Column(_("Owner"), 24),
        Column(_("Telephone"), 24),
    )
    body = [(row.building, row.entrance, row.room, row.name + hidden, row.phone) for row in rows]
    title = _("Owners of %(name)s") % {"name": asked.compound.name}
    return write_workbook(
        SheetLayout(name=_("Owners"), columns=columns, rows=body, title=title, line=line)
    )


def accesses(owner: Owner) -> list[Access]:
    """Who has seen the owner's personal data in full, newest first. Two queries."""
    read = [
        Access(
            at=act.at,
            title=capfirst(str(verb_label(act.verb))),
            by=f"{act.body_name} · {act.actor_title}",
            detail=f"{_field_names(act.data['fields'])} · {act.data['reason']}",
        )
        for act in journal.acts_of(owner.district, OWNER, str(owner.public_id))
        if "fields" in act.data
    ]
    handed_out = ExportedOwner.objects.filter(owner=owner).select_related("export__compound")
    exported = [
        Access(
            at=row.export.handed_out_at,
            title=_("Handed out in a file: %(name)s") % {"name": row.export.compound.name},
            by=f"{row.export.asked_body} · {row.export.asked_title}",
            detail=f"{PERSONAL_FIELDS[PersonalField.PHONE]} · {row.export.reason}",
        )
        for row in handed_out
        if row.export.handed_out_at
    ]
    return sorted([*read, *exported], key=lambda access: access.at, reverse=True)


def _field_names(fields: list[str]) -> str:
    return "、".join(str(PERSONAL_FIELDS[PersonalField(name)]) for name in fields)
