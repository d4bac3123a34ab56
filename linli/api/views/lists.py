"""Task lists, checked and taken over; what a campaign publishes; filled copies of reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import File, Form
from ninja.files import UploadedFile

from linli.accounts.data import TokenReach
from linli.api.data.campaigns import (
    ComparisonTold,
    CopyGiven,
    DifferenceTold,
    ListPlanTold,
    ListTold,
    ReportTold,
)
from linli.api.data.oversight import DraftOfPublication, ItemTold, PublicationTold
from linli.api.data.shapes import FindingTold
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.oversight import publication_told
from linli.api.views.reports import report_told
from linli.campaigns import selectors, services
from linli.campaigns.data import Upload
from linli.files.services import read_upload
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest


@operation(
    "POST", "task-lists/check", right="campaigns.import", tag=Tag.CAMPAIGNS, gives=ListPlanTold,
    reach=TokenReach.READ, says=_("What taking a task list over would write"),
)  # fmt: skip
def task_list_check(request: ActorRequest, file: File[UploadedFile]) -> ListPlanTold:
    """Nothing is kept. With a finding of level ``error`` the list would be refused."""
    found = services.check_task_lists(
        actor=request.actor,
        at=clock.now(),
        uploads=[_uploaded(file)],
        division=request.actor.district,
    )
    (checked,) = found.lists
    return ListPlanTold(
        title=checked.title,
        kind=checked.kind,
        division=checked.division,
        compounds=len(checked.rows),
        new_compounds=found.new_compounds,
        new_communities=list(found.new_communities),
        already=found.already,
        findings=[FindingTold(**finding.as_dict()) for finding in found.findings],
    )


@operation(
    "POST", "task-lists", right="campaigns.import", tag=Tag.CAMPAIGNS, gives=ListTold, status=201,
    says=_("Take a task list over: compounds, service so far, tasks"),
)  # fmt: skip
def task_list_import(request: ActorRequest, file: File[UploadedFile]) -> ListTold:
    """All or nothing. Refused with 409 when it was taken over before, however it was saved."""
    (written,) = services.import_task_lists(
        actor=request.actor,
        at=clock.now(),
        uploads=[_uploaded(file)],
        division=request.actor.district,
    )
    return ListTold(
        id=written.public_id,
        campaign=written.campaign.public_id,
        division=written.division,
        kind=written.kind,
        title=written.title,
        counts=written.counts,
    )


@operation(
    "GET", "campaigns/{uuid:public_id}/publication", right="disclosure.publish",
    tag=Tag.PUBLICATIONS, gives=DraftOfPublication,
    says=_("What publishing the coverage now would make public"),
)  # fmt: skip
def coverage_draft(request: ActorRequest, public_id: UUID) -> DraftOfPublication:
    """Item by item."""
    selectors.campaign(request.actor, public_id)
    draft = services.draft_coverage(actor=request.actor, at=clock.now())
    return DraftOfPublication(
        title=draft.title,
        lead=draft.lead,
        items=[
            ItemTold(
                kind=row.kind,
                key=row.key,
                name=row.name,
                division=row.division,
                data=dict(row.data),
            )
            for row in draft.items
        ],
    )


@operation(
    "POST", "campaigns/{uuid:public_id}/publication", right="disclosure.publish",
    tag=Tag.PUBLICATIONS, gives=PublicationTold, status=201,
    says=_("Publish the coverage; it replaces the former publication"),
)  # fmt: skip
def coverage_publish(request: ActorRequest, public_id: UUID) -> PublicationTold:
    """No persons and no telephone numbers leave the register."""
    selectors.campaign(request.actor, public_id)
    published = services.publish_coverage(actor=request.actor, at=clock.now())
    return publication_told(published, clock.today())


@operation(
    "POST", "reports/{uuid:public_id}/copy/compare", right="campaigns.report", tag=Tag.REPORTS,
    gives=ComparisonTold, reach=TokenReach.READ,
    says=_("Compare a filled copy of a report with the register"),
)  # fmt: skip
def report_compare(
    request: ActorRequest, public_id: UUID, file: File[UploadedFile]
) -> ComparisonTold:
    """Nothing is kept."""
    found = services.compare_copy(
        actor=request.actor,
        at=clock.now(),
        public_id=public_id,
        content=read_upload(upload=file),
    )
    return ComparisonTold(
        identical=found.identical,
        differences=[_difference(row) for row in found.differences],
        missing=list(found.missing),
        unknown=list(found.unknown),
        findings=[FindingTold(**finding.as_dict()) for finding in found.findings],
    )


@operation(
    "POST", "reports/{uuid:public_id}/copy", right="campaigns.report", tag=Tag.REPORTS,
    gives=ReportTold, says=_("Take the remarks of a filled copy over, and nothing else of it"),
)  # fmt: skip
def report_copy(
    request: ActorRequest, public_id: UUID, payload: Form[CopyGiven], file: File[UploadedFile]
) -> ReportTold:
    """Refused with its findings when the copy has errors."""
    services.apply_remarks(
        actor=request.actor,
        at=clock.now(),
        public_id=public_id,
        content=read_upload(upload=file),
        replaces=payload.replaces,
    )
    return report_told(request.actor, public_id)


def _uploaded(file: UploadedFile) -> Upload:
    return Upload(str(file.name), read_upload(upload=file))


def _difference(row: Any) -> DifferenceTold:
    return DifferenceTold(
        number=row.number,
        community=row.community,
        compound=row.compound,
        column=row.column,
        ours=row.ours,
        theirs=row.theirs,
        applies=row.applies,
    )
