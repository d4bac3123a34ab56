"""Campaigns: coverage, tasks, plans, entries."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, File, Form, Query
from ninja.files import UploadedFile

from linli.api.data.campaigns import (
    CampaignFile,
    Campaigns,
    CampaignTold,
    CommunityShare,
    EntryOfTask,
    EntryTold,
    PlanGiven,
    PlanTold,
    ShareTold,
    StepBackGiven,
    StepGiven,
    StepTold,
    TargetTold,
    TaskFile,
    TaskQuery,
    TaskTold,
)
from linli.api.data.shapes import Page
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import division, page, place, term
from linli.api.views.contracts import served_by, terms_of
from linli.campaigns import selectors, services
from linli.campaigns.data import PlanInput, Share, StepInput, Upload
from linli.files.services import read_upload
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.route import ActorRequest


@operation(
    "GET", "campaigns", right="campaigns.view", tag=Tag.CAMPAIGNS, gives=Campaigns,
    says=_("Campaigns of the district"),
)  # fmt: skip
def campaigns(request: ActorRequest) -> Campaigns:
    """In the order in which they were opened."""
    found = selectors.campaigns_visible_to(request.actor).order_by("id")
    return Campaigns(items=[_campaign(row) for row in found])


@operation(
    "GET", "campaigns/{uuid:public_id}", right="campaigns.view", tag=Tag.CAMPAIGNS,
    gives=CampaignFile, says=_("One campaign: coverage by community, target"),
)  # fmt: skip
def campaign(request: ActorRequest, public_id: UUID) -> CampaignFile:
    """Coverage of the listed compounds in the post's reach, as of today (ST-1.1)."""
    actor, today = request.actor, clock.today()
    found = selectors.campaign(actor, public_id)
    counted = selectors.coverage(actor, found, today)
    basis = selectors.Basis(found.district, today)
    goal = selectors.target_standing(counted, basis)
    return CampaignFile(
        campaign=_campaign(found),
        on=counted.on,
        total=_share(counted.total),
        communities=[
            CommunityShare(community=division(row.code, row.name), share=_share(row.share))
            for row in counted.communities
        ],
        target=TargetTold(
            percent=goal.percent,
            by=goal.by,
            gap=goal.gap,
            reached=goal.reached,
            clause=basis.target.citation.clause,
        ),
    )


@operation(
    "GET", "campaigns/{uuid:public_id}/tasks", right="campaigns.view", tag=Tag.CAMPAIGNS,
    gives=Page[TaskTold], says=_("Tasks of a campaign in reach, by due day"),
)  # fmt: skip
def tasks(request: ActorRequest, public_id: UUID, query: Query[TaskQuery]) -> Page[TaskTold]:
    """By kind, state and place."""
    found = selectors.campaign(request.actor, public_id)
    rows: Any = selectors.tasks_visible_to(request.actor).filter(campaign=found)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.division:
        rows = rows.filter(division__startswith=query.division)
    return page(TaskTold, rows, query, sort="due_on", told=_task)


@operation(
    "GET", "tasks/{uuid:public_id}", right="campaigns.view", tag=Tag.CAMPAIGNS, gives=TaskFile,
    says=_("One task with its plan or its steps"),
)  # fmt: skip
def task(request: ActorRequest, public_id: UUID) -> TaskFile:
    """What is to be done in one compound, and what has been."""
    return _file(request.actor, public_id, clock.today())


@operation(
    "POST", "tasks/{uuid:public_id}/plan", right="campaigns.work", tag=Tag.CAMPAIGNS,
    gives=TaskFile, says=_("Set or change the one plan of a compound without service"),
)  # fmt: skip
def task_plan(request: ActorRequest, public_id: UUID, payload: Body[PlanGiven]) -> TaskFile:
    """Refused with the clause where the policy does not allow it (ST-3.1a, ST-3.1b, ST-3.1c)."""
    services.plan_task(
        actor=request.actor,
        at=clock.now(),
        task=public_id,
        plan=PlanInput(**payload.model_dump(exclude={"replaces"})),
        replaces=payload.replaces,
    )
    return _file(request.actor, public_id, clock.today())


@operation(
    "POST", "tasks/{uuid:public_id}/entry", right="campaigns.work", tag=Tag.CAMPAIGNS,
    gives=EntryTold, status=201,
    says=_("Register who serves the compound; an entry completes the task"),
)  # fmt: skip
def task_entry(request: ActorRequest, public_id: UUID, payload: Body[EntryOfTask]) -> EntryTold:
    """Contract and task together, or neither. Needs the right to register contracts too."""
    contract = services.register_entry(
        actor=request.actor,
        at=clock.now(),
        task=public_id,
        enterprise=served_by(payload),
        terms=terms_of(payload),
    )
    return EntryTold(contract=UUID(contract), task=_task(selectors.task(request.actor, public_id)))


@operation(
    "POST", "tasks/{uuid:public_id}/steps/{slug:code}", right="campaigns.work", tag=Tag.CAMPAIGNS,
    gives=TaskFile, says=_("Record one step of an upgrade, with evidence before and after"),
)  # fmt: skip
def task_step(
    request: ActorRequest,
    public_id: UUID,
    code: str,
    payload: Form[StepGiven],
    before: File[UploadedFile | None] = None,
    after: File[UploadedFile | None] = None,
) -> TaskFile:
    """The last step done completes the task. Files recorded before stay unless sent anew."""
    services.record_step(
        actor=request.actor,
        at=clock.now(),
        task=public_id,
        code=code,
        step=StepInput(
            done_on=payload.done_on,
            note=payload.note,
            before=_upload(before),
            after=_upload(after),
        ),
        replaces=payload.replaces,
    )
    return _file(request.actor, public_id, clock.today())


@operation(
    "POST", "tasks/{uuid:public_id}/steps/{slug:code}/withdraw", right="campaigns.work",
    tag=Tag.CAMPAIGNS, gives=TaskFile, says=_("Take back that a step is done, saying why"),
)  # fmt: skip
def task_step_withdraw(
    request: ActorRequest, public_id: UUID, code: str, payload: Body[StepBackGiven]
) -> TaskFile:
    """Its files stay; the task is open again."""
    services.withdraw_step(
        actor=request.actor,
        at=clock.now(),
        task=public_id,
        code=code,
        reason=payload.reason,
    )
    return _file(request.actor, public_id, clock.today())


def _upload(sent: UploadedFile | None) -> Upload | None:
    return Upload(str(sent.name), read_upload(upload=sent)) if sent else None


def _campaign(row: Any) -> CampaignTold:
    return CampaignTold(id=row.public_id, key=row.key, name=row.name)


def _share(share: Share) -> ShareTold:
    return ShareTold(part=share.part, whole=share.whole, percent=share.percent)


def _task(row: Any) -> TaskTold:
    return TaskTold(
        id=row.public_id,
        kind=row.kind,
        state=row.state,
        compound=place(row.compound),
        community=division(row.division, row.community_name),
        content=row.content,
        responsible_post=row.responsible_post,
        due_on=row.due_on,
        completed_on=row.completed_on,
    )


def _file(actor: Actor, public_id: UUID, today: date) -> TaskFile:
    found = selectors.task(actor, public_id)
    plan = selectors.plan_of(found)
    words = selectors.Basis(found.division, today).words("service.mode") if plan else {}
    return TaskFile(
        task=_task(found),
        plan=PlanTold(
            market_ready=plan.market_ready,
            mode=term(plan.mode, words.get(plan.mode, plan.mode)),
            reason=plan.reason,
            committee=plan.committee,
            provider=plan.provider,
            planned_entry_on=plan.planned_entry_on,
            responsible_post=plan.responsible_post,
            version=plan.version,
        )
        if plan
        else None,
        steps=[
            StepTold(
                code=row.code,
                done_on=row.done_on,
                note=row.note,
                version=selectors.step_entry(row).version,
            )
            for row in selectors.steps_of(found)
        ],
    )
