"""Personal data in full: one value of one owner, or the owners of a compound as a file.

Either is an act with a reason. A file needs another post's approval, is handed out once and in
time, and carries who asked for it, visibly and hidden.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from linli.kernel.masks import mask_name
from linli.registry.data import (
    EXPORT,
    EXPORTS_ASK,
    EXPORTS_DECIDE,
    OWNER,
    UNMASK,
    ExportState,
    PersonalField,
)
from linli.registry.models import ExportedOwner, Owner, PersonalExport
from linli.registry.selectors.exports import export_rows, exported_file
from linli.registry.services.acts import locked_compound

SHORTEST_REASON = 4
MOST_ROWS = 5_000
VALID = timedelta(hours=24)


@transaction.atomic
def read_personal(
    *, actor: Actor, at: datetime, owner: UUID, field: PersonalField, reason: str
) -> str:
    """One personal value of one owner in full; the owner can learn who read it, when and why.

    Raises NotFound for an owner outside the scope, BadInput without a reason.
    """
    found: Owner | None = Owner.objects.visible_to(actor).filter(public_id=owner).first()
    if found is None:
        raise NotFound(_("There is no such owner in your scope."))
    actor.require(UNMASK)
    _require_reason(reason)
    journal.record_read(
        actor=actor,
        at=at,
        subject=_subject(found),
        division=actor.scope,
        district=found.district,
        fields=[field.value],
        reason=reason,
    )
    sealed = {PersonalField.ID_NUMBER: found.id_number, PersonalField.PHONE: found.phone}
    return sealed[field].open()


@transaction.atomic
def ask_for_export(
    *, actor: Actor, at: datetime, compound: UUID, reason: str, row_limit: int
) -> PersonalExport:
    """Ask for the owners of a compound with their telephones. Another post has to decide."""
    found = locked_compound(actor=actor, public_id=compound)
    actor.require(EXPORTS_ASK)
    _require_reason(reason)
    if not 0 < row_limit <= MOST_ROWS:
        raise BadInput(_("Between 1 and %(most)d rows can be asked for.") % {"most": MOST_ROWS})
    asked: PersonalExport = PersonalExport.objects.create(
        district=found.district,
        compound=found,
        reason=reason.strip(),
        row_limit=row_limit,
        mark=secrets.token_hex(8),
        asked_at=at,
        asked_user=actor.user_id,
        asked_post=actor.post_id,
        asked_title=actor.title,
        asked_body=actor.body_name,
    )
    _record(actor, at, "registry.export.ask", asked, reason=asked.reason, limit=row_limit)
    return asked


@transaction.atomic
def decide_on_export(
    *, actor: Actor, at: datetime, export: UUID, approve: bool, remark: str = ""
) -> PersonalExport:
    """Approve or refuse somebody else's request. An approval holds for a day.

    Raises Forbidden for one's own request: nobody approves what he asked for, in any post.
    """
    found = _locked(actor, export)
    actor.require(EXPORTS_DECIDE)
    if actor.user_id == found.asked_user:
        raise Forbidden(
            _("You have asked for this yourself; another officer has to decide."),
            code="registry.own_request",
        )
    if found.state != ExportState.ASKED:
        raise Conflict(_("This request has been decided already."))
    found.state = ExportState.APPROVED if approve else ExportState.REFUSED
    found.decided_at, found.decided_user, found.decided_title = at, actor.user_id, actor.title
    found.refusal, found.expires_at = remark, at + VALID if approve else None
    found.save(
        update_fields=[
            "state", "decided_at", "decided_user", "decided_title", "refusal", "expires_at",
        ]
    )  # fmt: skip
    verb = "registry.export.approve" if approve else "registry.export.refuse"
    _record(actor, at, verb, found, remark=remark)
    return found


@transaction.atomic
def hand_out_export(*, actor: Actor, at: datetime, export: UUID) -> bytes:
    """The approved file, once, for the user who asked for it and still holds the right.

    Raises Conflict when it is not approved, has been handed out, has expired, or would hold more
    rows than were approved.
    """
    found = _locked(actor, export)
    actor.require(EXPORTS_ASK)
    if actor.user_id != found.asked_user:
        raise NotFound(_("There is no such request in your scope."))
    if found.state != ExportState.APPROVED:
        raise Conflict(_("This file is not, or no longer, approved for handing out."))
    if found.expires_at is None or at >= found.expires_at:
        raise Conflict(
            _("The approval has expired."), remedy=_("Ask again; another officer has to decide.")
        )
    rows = export_rows(found)
    if len(rows) > found.row_limit:
        raise Conflict(
            _("The file would have %(rows)d rows; approved are %(limit)d.")
            % {"rows": len(rows), "limit": found.row_limit}
        )
    ExportedOwner.objects.bulk_create(
        [
            ExportedOwner(district=found.district, export=found, owner_id=owner)
            for owner in sorted({row.owner_id for row in rows})
        ]
    )
    found.state, found.handed_out_at, found.rows = ExportState.HANDED_OUT, at, len(rows)
    found.save(update_fields=["state", "handed_out_at", "rows"])
    _record(actor, at, "registry.export.hand_out", found, rows=len(rows), reason=found.reason)
    return exported_file(found, rows, at=at)


def _locked(actor: Actor, public_id: UUID) -> PersonalExport:
    rows = PersonalExport.objects.visible_to(actor).select_for_update(of=("self",))
    found: PersonalExport | None = (
        rows.select_related("compound__community").filter(public_id=public_id).first()
    )
    if found is None:
        raise NotFound(_("There is no such request in your scope."))
    return found


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(_("Say in some words what the data are needed for."))


def _subject(owner: Owner) -> Subject:
    return Subject(OWNER, str(owner.public_id), mask_name(owner.name))


def _record(actor: Actor, at: datetime, verb: str, export: PersonalExport, **data: Any) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(EXPORT, str(export.public_id), export.compound.name),
        division=export.compound.community_id,
        district=export.district,
        data={"mark": export.mark, **data},
    )
