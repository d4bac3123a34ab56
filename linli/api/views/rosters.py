"""Rosters: handed in, checked in the background, confirmed or given up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import File, Query
from ninja.files import UploadedFile

from linli.api.data.homes import ProgressTold, RosterFile, RosterTold
from linli.api.data.shapes import FindingTold, Page, PageQuery
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import maybe_moment, moment, page
from linli.jobs import selectors as jobs
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import ROSTERS


@operation(
    "GET", "rosters", right=ROSTERS, tag=Tag.ROSTERS, gives=Page[RosterTold],
    says=_("Rosters of the division, the newest first"),
)  # fmt: skip
def rosters(request: ActorRequest, query: Query[PageQuery]) -> Page[RosterTold]:
    """With their state and what was counted."""
    rows = selectors.rosters_visible_to(request.actor)
    return page(RosterTold, rows, query, sort="-at", told=_roster)


@operation(
    "GET", "rosters/{uuid:public_id}", right=ROSTERS, tag=Tag.ROSTERS, gives=RosterFile,
    says=_("One roster: state, progress, findings, what it would change"),
)  # fmt: skip
def roster(request: ActorRequest, public_id: UUID) -> RosterFile:
    """Ask again while ``progress`` is there. Findings name places, never a person's data."""
    return _file(request, public_id)


@operation(
    "POST", "rosters", right=ROSTERS, tag=Tag.ROSTERS, gives=RosterTold, status=201,
    says=_("Hand a roster in (.xlsx or .csv); it is checked in the background"),
)  # fmt: skip
def roster_hand_in(request: ActorRequest, file: File[UploadedFile]) -> RosterTold:
    """The file is kept sealed until it has been dealt with."""
    handed_in = services.hand_in_roster(
        actor=request.actor, at=clock.now(), name=str(file.name), content=file.read()
    )
    return _roster(handed_in)


@operation(
    "POST", "rosters/{uuid:public_id}/confirm", right=ROSTERS, tag=Tag.ROSTERS, gives=RosterTold,
    says=_("Let the difference that was shown be written"),
)  # fmt: skip
def roster_confirm(request: ActorRequest, public_id: UUID) -> RosterTold:
    """Refused with 409 unless the roster waits for it."""
    return _roster(services.confirm_roster(actor=request.actor, at=clock.now(), roster=public_id))


@operation(
    "POST", "rosters/{uuid:public_id}/drop", right=ROSTERS, tag=Tag.ROSTERS, gives=RosterTold,
    says=_("Give a roster up; its files go at once"),
)  # fmt: skip
def roster_drop(request: ActorRequest, public_id: UUID) -> RosterTold:
    """Refused with 409 once it is written."""
    return _roster(services.drop_roster(actor=request.actor, at=clock.now(), roster=public_id))


def _file(request: ActorRequest, public_id: UUID) -> RosterFile:
    row = selectors.roster(request.actor, public_id)
    status = jobs.status(row.job) if row.job and row.ended_at is None else None
    progress = None
    if status is not None and not status.finished:
        progress = ProgressTold(
            state=str(status.state), done=status.done, total=status.total, message=status.message
        )
    found = services.findings_of_roster(roster=row)
    return RosterFile(
        roster=_roster(row),
        progress=progress,
        findings=[FindingTold(**finding.as_dict()) for finding in found],
        difference=row.difference,
    )


def _roster(row: Any) -> RosterTold:
    return RosterTold(
        id=row.public_id,
        name=row.name,
        state=row.state,
        size=row.size,
        counts=row.counts,
        handed_in_by=row.body_name,
        at=moment(row.at),
        ended_at=maybe_moment(row.ended_at),
    )
