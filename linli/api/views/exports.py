"""Requests for owners' data as a file: asked for, looked at, handed out once."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.accounts.data import TokenReach
from linli.api.data.exports import ExportGiven, ExportTold, FileTold
from linli.api.data.shapes import Page, PageQuery
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import maybe_moment, moment, page, place
from linli.kernel import clock
from linli.kernel.web.export import XLSX
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import EXPORTS_ASK


@operation(
    "GET", "exports", right=EXPORTS_ASK, tag=Tag.OWNERS, gives=Page[ExportTold],
    says=_("Requests for owners' data, the newest first"),
)  # fmt: skip
def exports(request: ActorRequest, query: Query[PageQuery]) -> Page[ExportTold]:
    """About compounds in the post's reach."""
    rows: Any = selectors.exports_visible_to(request.actor).select_related("compound")
    return page(ExportTold, rows, query, sort="-asked_at", told=_export)


@operation(
    "GET", "exports/{uuid:public_id}", right=EXPORTS_ASK, tag=Tag.OWNERS, gives=ExportTold,
    says=_("How a request for owners' data stands"),
)  # fmt: skip
def export(request: ActorRequest, public_id: UUID) -> ExportTold:
    """It is decided on the pages, by another officer who shows who they are."""
    return _export(selectors.export(request.actor, public_id))


@operation(
    "POST", "compounds/{uuid:public_id}/exports", right=EXPORTS_ASK, tag=Tag.OWNERS,
    gives=ExportTold, status=201, says=_("Ask for the owners of a compound as a file"),
)  # fmt: skip
def export_ask(request: ActorRequest, public_id: UUID, payload: Body[ExportGiven]) -> ExportTold:
    """Names and telephones, never ID numbers. Another officer has to decide."""
    asked = services.ask_for_export(
        actor=request.actor,
        at=clock.now(),
        compound=public_id,
        reason=payload.reason,
        row_limit=payload.row_limit,
    )
    return _export(selectors.export(request.actor, asked.public_id))


@operation(
    "POST", "exports/{uuid:public_id}/file", right=EXPORTS_ASK, tag=Tag.OWNERS, gives=FileTold,
    reach=TokenReach.PERSONAL, once=True,
    says=_("Be handed out an approved file of one's own, once"),
)  # fmt: skip
def export_file(request: ActorRequest, public_id: UUID) -> FileTold:
    """Needs a token made for personal data. The file carries the marks of who asked for it."""
    content = services.hand_out_export(actor=request.actor, at=clock.now(), export=public_id)
    return FileTold(name=_now("Owners.xlsx"), type=XLSX, content=base64.b64encode(content).decode())


def _export(row: Any) -> ExportTold:
    return ExportTold(
        id=row.public_id,
        compound=place(row.compound),
        state=row.state,
        reason=row.reason,
        row_limit=row.row_limit,
        asked_by=f"{row.asked_body} {row.asked_title}",
        asked_at=moment(row.asked_at),
        decided_by=row.decided_title,
        remark=row.refusal,
        expires_at=maybe_moment(row.expires_at),
        rows=row.rows,
    )
