"""Showing the public how far coverage is: figures and compounds, no persons (ST-1.1, ST-6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.campaigns.data import Coverage
from linli.campaigns.models import Campaign, Task
from linli.campaigns.selectors.basis import COVERAGE, ITEMS, Basis
from linli.campaigns.selectors.coverage import coverage_of
from linli.campaigns.selectors.tasks import campaign_of_key, in_list_order
from linli.disclosure import services as disclosure
from linli.disclosure.data import Basis as PublicBasis
from linli.disclosure.data import Item, ItemKind, PublicationKind
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.clock import local, local_date
from linli.kernel.errors import NotFound
from linli.policy import selectors as policy
from linli.policy.data import UNSET, Disclosure
from linli.registry import selectors as registry


@dataclass(frozen=True, slots=True)
class CoverageDraft:
    """What a publication of the coverage would show, item by item, before it is published."""

    title: str
    lead: str
    coverage: Coverage
    items: tuple[Item, ...]


def draft_coverage(*, actor: Actor, at: datetime) -> CoverageDraft:
    """What publishing the coverage now would make public. Writes nothing.

    Raises NotFound before the first task list is imported.
    """
    actor.require("disclosure.publish")
    campaign = _campaign(actor)
    day = local_date(at)
    found = coverage_of(campaign, day)
    total = found.total
    return CoverageDraft(
        # The office's own publication: Chinese is its language, not the reader's choice.
        title="住宅小区物业服务覆盖情况",
        lead=(
            f"截至{day.year}年{day.month}月{day.day}日，列入任务的{total.whole}个住宅小区中"
            f"{total.part}个已有物业服务，覆盖率{total.percent}%。"
        ),
        coverage=found,
        items=(*_community_items(found), *_compound_items(campaign, day)),
    )


@transaction.atomic
def publish_coverage(*, actor: Actor, at: datetime) -> Any:
    """Publish the coverage by community and the compounds with their provider.

    It replaces the former publication. No persons and no telephone numbers leave the register.
    Returns the publication.
    """
    draft = draft_coverage(actor=actor, at=at)
    campaign = _campaign(actor)
    day = local_date(at)
    order = policy.provision(Disclosure, COVERAGE, division=campaign.district, on=day)
    publication = disclosure.publish(
        actor=actor,
        at=at,
        kind=PublicationKind.COVERAGE,
        division=campaign.district,
        title=draft.title,
        lead=draft.lead,
        as_of=at,
        to_on=_last_day(order.body, day),
        basis=PublicBasis(
            clause=order.citation.clause,
            cite=order.citation.cite,
            document=order.citation.document,
            release=order.release,
        ),
        items=draft.items,
    )
    total = draft.coverage.total
    journal.record(
        actor=actor,
        at=at,
        verb="campaigns.coverage.publish",
        subject=Subject("campaign", str(campaign.public_id), campaign.name),
        division=campaign.district,
        district=campaign.district,
        data={
            "publication": str(publication.public_id),
            "covered": total.part,
            "total": total.whole,
            "as_of": local(at).isoformat(),
        },
        release=order.release,
    )
    return publication


def _last_day(order: Disclosure, published: date) -> date | None:
    """The day on which the publication ends; open as long as no clause or district says so."""
    return None if order.keep_days is UNSET else published + timedelta(days=order.keep_days)


def _campaign(actor: Actor) -> Campaign:
    found = campaign_of_key(actor, COVERAGE)
    if found is None:
        raise NotFound(_("No task list has been imported yet; there is nothing to publish."))
    return found


def _community_items(found: Coverage) -> list[Item]:
    return [
        Item(
            kind=ItemKind.COVERAGE,
            key=row.code,
            name=row.name,
            division=row.code,
            data={
                "community": row.name,
                "covered": row.share.part,
                "total": row.share.whole,
                "percent": str(row.share.percent),
            },
        )
        for row in found.communities
    ]


def _compound_items(campaign: Campaign, on: date) -> list[Item]:
    tasks = in_list_order(
        Task.objects.filter(district=campaign.district, campaign=campaign).select_related(
            "compound"
        )
    )
    ids = [task.compound_id for task in tasks]
    rows = registry.service_rows(ids, on=on, contacts=False)
    since = registry.covered_since(ids, on=on)
    items = Basis(campaign.district, on).printed(ITEMS)
    return [
        Item(
            kind=ItemKind.COMPOUND,
            key=str(task.compound.public_id),
            name=task.compound.name,
            division=task.division,
            data={
                "community": task.community_name,
                "covered": task.compound_id in since,
                "enterprise": row.enterprise or None,
                "class": row.class_code or None,
                "service_items": [items.get(code, code) for code in row.service_items] or None,
                "since": since.get(task.compound_id),
            },
        )
        for task, row in ((task, rows[task.compound_id]) for task in tasks)
    ]
