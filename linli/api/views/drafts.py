"""Texts of the policy being worked on, and what they would change. They bind nobody: what is to
govern is confirmed on the pages, by a person who has the dry run before them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body

from linli.accounts.data import TokenReach
from linli.api.data.drafts import (
    ChangeTold,
    DraftFile,
    DraftGiven,
    Drafts,
    DraftStarted,
    DraftTold,
    Releases,
    ReleaseTold,
    SectionTold,
    TrialGiven,
    TrialTold,
)
from linli.api.data.shapes import FindingTold
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import moment
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors, services
from linli.policy.data import PolicyInvalid


@operation(
    "GET", "policy/releases", right="policy.activate", tag=Tag.POLICY, gives=Releases,
    says=_("Loaded releases of the layers that hold here"),
)  # fmt: skip
def releases(request: ActorRequest) -> Releases:
    """The newest of each layer first."""
    return Releases(items=[_release(row) for row in selectors.releases_visible(request.actor)])


@operation(
    "POST", "policy/releases/{uuid:public_id}/try", right="policy.activate", tag=Tag.POLICY,
    gives=TrialTold, reach=TokenReach.READ,
    says=_("What a release would change, governing from a day on"),
)  # fmt: skip
def release_try(request: ActorRequest, public_id: UUID, payload: Body[TrialGiven]) -> TrialTold:
    """Nothing is written."""
    found = selectors.release_visible(request.actor, str(public_id))
    return _trial(selectors.with_release(found, request.actor.district, payload.on))


@operation(
    "GET", "policy/drafts", right="policy.activate", tag=Tag.POLICY, gives=Drafts,
    says=_("Policy drafts of the own layers, the latest first"),
)  # fmt: skip
def drafts(request: ActorRequest) -> Drafts:
    """Those that are still open."""
    return Drafts(items=[_draft(row) for row in selectors.drafts_visible(request.actor)])


@operation(
    "GET", "policy/drafts/{uuid:public_id}", right="policy.activate", tag=Tag.POLICY,
    gives=DraftFile, says=_("One policy draft with its files"),
)  # fmt: skip
def draft(request: ActorRequest, public_id: UUID) -> DraftFile:
    """With what is wrong with them, by file, line and key."""
    return _file(request.actor, public_id)


@operation(
    "POST", "policy/drafts", right="policy.activate", tag=Tag.POLICY, gives=DraftFile, status=201,
    says=_("Open the draft of a layer: the one being worked on, or a new one"),
)  # fmt: skip
def draft_start(request: ActorRequest, payload: Body[DraftStarted]) -> DraftFile:
    """A new one starts from the text in force."""
    found = services.start_draft(actor=request.actor, at=clock.now(), layer=payload.layer)
    return _file(request.actor, found.public_id)


@operation(
    "POST", "policy/drafts/{uuid:public_id}/files", right="policy.activate", tag=Tag.POLICY,
    gives=DraftFile, says=_("Keep a changed file of a draft, and check the whole"),
)  # fmt: skip
def draft_save(request: ActorRequest, public_id: UUID, payload: Body[DraftGiven]) -> DraftFile:
    """Kept right or wrong. Refused with 409 where somebody else has saved since."""
    services.save_draft(
        actor=request.actor,
        at=clock.now(),
        draft=selectors.draft_visible(request.actor, str(public_id)),
        **payload.model_dump(),
    )
    return _file(request.actor, public_id)


@operation(
    "POST", "policy/drafts/{uuid:public_id}/try", right="policy.activate", tag=Tag.POLICY,
    gives=TrialTold, reach=TokenReach.READ,
    says=_("What a draft would change in the running district"),
)  # fmt: skip
def draft_try(request: ActorRequest, public_id: UUID, payload: Body[TrialGiven]) -> TrialTold:
    """Nothing is written. Refused with its findings while something is wrong with it."""
    found = selectors.draft_visible(request.actor, str(public_id))
    findings = services.check_draft(draft=found)
    if findings:
        raise PolicyInvalid(_("The draft has errors."), findings=findings)
    district = request.actor.district
    return _trial(services.try_draft(draft=found, district=district, on=payload.on))


@operation(
    "POST", "policy/drafts/{uuid:public_id}/load", right="policy.activate", tag=Tag.POLICY,
    gives=ReleaseTold, status=201, says=_("Load a draft as a release; what is in force stays"),
)  # fmt: skip
def draft_load(request: ActorRequest, public_id: UUID) -> ReleaseTold:
    """It governs once it is activated, on the pages. Refused with its findings, if any."""
    found = selectors.draft_visible(request.actor, str(public_id))
    return _release(services.load_draft(actor=request.actor, at=clock.now(), draft=found))


def _file(actor: Actor, public_id: UUID) -> DraftFile:
    found = selectors.draft_visible(actor, str(public_id))
    findings = services.check_draft(draft=found)
    return DraftFile(
        draft=_draft(found),
        files=found.files,
        findings=[FindingTold(**finding.as_dict()) for finding in findings],
    )


def _draft(row: Any) -> DraftTold:
    return DraftTold(
        id=row.public_id,
        layer=row.layer.code,
        version=row.version,
        changed_at=moment(row.changed_at),
        changed_by=row.changed_by,
    )


def _release(row: Any) -> ReleaseTold:
    return ReleaseTold(
        id=row.public_id,
        layer=row.layer.code,
        number=row.number,
        digest=row.digest,
        state=row.state,
        governs_from=row.governs_from,
    )


def _trial(preview: Any) -> TrialTold:
    run = selectors.dry_run(preview)
    return TrialTold(
        on=run.on,
        effects=[_section(section) for section in run.effects],
        wording=[_section(section) for section in run.wording],
    )


def _section(section: selectors.PreviewSection) -> SectionTold:
    return SectionTold(
        name=section.name,
        label=str(section.label),
        total=section.total,
        changes=[
            ChangeTold(
                subject=str(change.subject),
                before=str(change.before),
                after=str(change.after),
                state=str(change.state),
                count=change.count,
            )
            for change in section.changes
        ],
    )
