"""Requests for personal data, and what a granted one holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.clock import local
from linli.kernel.errors import NotFound
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook
from linli.registry import rules
from linli.registry.models import Ownership, PersonalExport
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
