"""The journal of acts, publications, background work."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.api.data.oversight import (
    ActFile,
    ActQuery,
    ActTold,
    Heads,
    HeadTold,
    ItemTold,
    JobTold,
    ProofTold,
    PublicationFile,
    Publications,
    PublicationTold,
    PublicQuery,
    StepOfProof,
    WithdrawGiven,
)
from linli.api.data.shapes import Page, PageQuery, Place
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import maybe_moment, moment, page
from linli.disclosure import selectors as disclosure
from linli.disclosure import services as publishing
from linli.jobs import selectors as jobs
from linli.jobs import services as work
from linli.jobs.data import Status
from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel import clock
from linli.kernel.web import PUBLIC, SIGNED_IN
from linli.kernel.web.route import ActorRequest


@operation(
    "GET", "journal", right="journal.view", tag=Tag.JOURNAL, gives=Page[ActTold],
    says=_("Acts in reach, the newest first"),
)  # fmt: skip
def acts(request: ActorRequest, query: Query[ActQuery]) -> Page[ActTold]:
    """``since`` is the first day, ``before`` the first day left out, in Chinese time."""
    rows: Any = journal.acts_visible_to(request.actor)
    if query.verb:
        rows = rows.filter(verb=query.verb)
    if query.subject:
        rows = rows.filter(subject_id=query.subject)
    rows = rows.between(query.since, query.before)
    return page(ActTold, rows, query, sort="-at", told=lambda row: _act(row, sealed=row.sealed))


@operation(
    "GET", "journal/heads", right="journal.view", tag=Tag.JOURNAL, gives=Heads,
    says=_("The latest seal of the district's journal"),
)  # fmt: skip
def heads(request: ActorRequest) -> Heads:
    """Keep it elsewhere: whoever holds it can tell whether anything before was altered."""
    found = journal.head(request.actor.district)
    return Heads(
        items=[
            HeadTold(
                district=head.district,
                number=head.number,
                total=head.total,
                hash=head.hash,
                algorithm=head.algorithm,
                sealed_at=moment(head.sealed_at),
            )
            for head in ([found] if found else [])
        ]
    )


@operation(
    "GET", "journal/{uuid:public_id}", right="journal.view", tag=Tag.JOURNAL, gives=ActFile,
    says=_("One act with what was recorded and its proof"),
)  # fmt: skip
def act(request: ActorRequest, public_id: UUID) -> ActFile:
    """The proof leads from the act's digest to the root of its seal."""
    found = journal.act(request.actor, public_id)
    proof = journal.proof_of(found)
    return ActFile(
        act=_act(found, sealed=proof is not None),
        data=found.data,
        proof=ProofTold(
            seal_number=proof.number,
            sealed_at=moment(proof.sealed_at),
            algorithm=proof.algorithm,
            steps=[StepOfProof(side=side, hash=value) for side, value in proof.steps],
            root=proof.root,
            seal=proof.seal,
            holds=proof.holds,
        )
        if proof
        else None,
    )


@operation(
    "GET", "public/publications", right=PUBLIC, tag=Tag.PUBLICATIONS, gives=Publications,
    says=_("What a district publishes now; for everybody"),
)  # fmt: skip
def public_publications(request: ActorRequest, query: Query[PublicQuery]) -> Publications:
    """In force today, the latest first."""
    today = clock.today()
    found = disclosure.current(query.district, today)
    return Publications(items=[publication_told(row, today) for row in found])


@operation(
    "GET", "public/publications/{uuid:public_id}", right=PUBLIC, tag=Tag.PUBLICATIONS,
    gives=PublicationFile, says=_("One publication; for everybody"),
)  # fmt: skip
def public_publication(request: ActorRequest, public_id: UUID) -> PublicationFile:
    """Its rows while it is in force; afterwards what became of it."""
    today = clock.today()
    found = disclosure.published(public_id)
    return PublicationFile(
        publication=publication_told(found, today),
        items=[
            ItemTold(
                kind=row.kind, key=row.key, name=row.name, division=row.division, data=row.data
            )
            for row in disclosure.public_items(found, today)
        ],
    )


@operation(
    "GET", "publications", right="disclosure.publish", tag=Tag.PUBLICATIONS,
    gives=Page[PublicationTold], says=_("Publications of the office in any state"),
)  # fmt: skip
def publications(request: ActorRequest, query: Query[PageQuery]) -> Page[PublicationTold]:
    """The latest first."""
    today = clock.today()
    rows = disclosure.publications_visible_to(request.actor)
    return page(
        PublicationTold,
        rows,
        query,
        sort="-published_at",
        told=lambda row: publication_told(row, today),
    )


@operation(
    "POST", "publications/{uuid:public_id}/withdraw", right="disclosure.publish",
    tag=Tag.PUBLICATIONS, gives=PublicationTold, says=_("Take a publication back, saying why"),
)  # fmt: skip
def publication_withdraw(
    request: ActorRequest, public_id: UUID, payload: Body[WithdrawGiven]
) -> PublicationTold:
    """Its rows vanish from the public pages at once; the reason stays there."""
    found = publishing.withdraw(
        actor=request.actor, at=clock.now(), public_id=public_id, reason=payload.reason
    )
    return publication_told(found, clock.today())


@operation(
    "GET", "jobs/{uuid:public_id}", right=SIGNED_IN, tag=Tag.JOBS, gives=JobTold,
    says=_("Background work one has asked for"),
)  # fmt: skip
def job(request: ActorRequest, public_id: UUID) -> JobTold:
    """How far it is, or how it ended."""
    return _job(jobs.status_of(jobs.job(request.actor, public_id)))


@operation(
    "POST", "jobs/{uuid:public_id}/cancel", right=SIGNED_IN, tag=Tag.JOBS, gives=JobTold,
    says=_("Stop one's own background work"),
)  # fmt: skip
def job_cancel(request: ActorRequest, public_id: UUID) -> JobTold:
    """What it has done by then stays, or is undone with it, as its own page says."""
    work.cancel(actor=request.actor, at=clock.now(), public_id=public_id)
    return _job(jobs.status_of(jobs.job(request.actor, public_id)))


def _act(row: Any, *, sealed: bool) -> ActTold:
    return ActTold(
        id=row.public_id,
        at=moment(row.at),
        verb=row.verb,
        verb_text=str(verb_label(row.verb)),
        title=row.actor_title,
        body=Place(id=row.body_id, name=row.body_name),
        division=row.division,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject=row.subject_label,
        sealed=sealed,
        digest=row.digest,
    )


def publication_told(row: Any, today: date) -> PublicationTold:
    """A publication as it stands on a day."""
    return PublicationTold(
        id=row.public_id,
        district=row.district,
        division=row.division,
        kind=row.kind,
        number=row.number,
        title=row.title,
        place=row.place,
        state=row.state(today).value,
        from_on=row.from_on,
        to_on=row.to_on,
        published_at=moment(row.published_at),
        publisher=row.publisher,
        clause=row.clause,
        digest=row.digest,
    )


def _job(status: Status) -> JobTold:
    return JobTold(
        id=UUID(status.public_id),
        name=status.name,
        label=str(status.label),
        state=str(status.state),
        done=status.done,
        total=status.total,
        message=status.message,
        error=status.error,
        tries=status.tries,
        enqueued_at=moment(status.enqueued_at),
        finished_at=maybe_moment(status.finished_at),
    )
