"""What the pages of campaigns share: breadcrumbs, histories, words of the policy as choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.campaigns.models import Campaign, ProgressReport, Task
from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel.actors import Actor
from linli.registry import selectors as registry

Trail = list[tuple[object, str]]


def campaign_trail(campaign: Campaign, *ends: tuple[object, str]) -> Trail:
    """Campaigns › this campaign › …; without ends the campaign is the page itself."""
    own = reverse("campaigns:campaign", args=[campaign.public_id]) if ends else ""
    return [(_("Campaigns"), reverse("campaigns:list")), (campaign.name, own), *ends]


def task_trail(task: Task, *ends: tuple[object, str]) -> Trail:
    """… › community › compound › …; the community leads to the campaign's tasks there."""
    campaign = reverse("campaigns:campaign", args=[task.campaign.public_id])
    own = reverse("campaigns:task", args=[task.public_id]) if ends else ""
    return campaign_trail(
        task.campaign,
        (task.community_name, f"{campaign}?community={task.division}"),
        (task.compound.name, own),
        *ends,
    )


def report_trail(report: ProgressReport, *ends: tuple[object, str]) -> Trail:
    """… › progress reports › this one › …"""
    own = reverse("campaigns:report", args=[report.public_id]) if ends else ""
    return campaign_trail(
        report.campaign,
        (_("Progress reports"), reverse("campaigns:reports", args=[report.campaign.public_id])),
        (f"{report.body.name} {report.printed_on.isoformat()}", own),
        *ends,
    )


def history(
    district: str, kind: str, subject_id: str, words: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The acts done to one thing as timeline entries, latest first. One query.

    ``words`` are the policy's names of the codes that acts carry.
    """
    return [
        {
            "title": verb_label(act.verb),
            "at": act.at,
            "by": f"{act.body_name} {act.actor_title}",
            "detail": " · ".join(_details(act.data, words or {})),
        }
        for act in journal.acts_of(district, kind, subject_id)
    ]


def _details(data: dict[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    """What an act's data says that a reader of the page wants to see."""
    spoken: Iterable[tuple[str, str]] = (
        ("step", ""),
        ("mode", _("mode")),
        ("reason", _("reason")),
        ("provider", _("provider")),
        ("planned_entry_on", _("planned entry")),
        ("entry_on", _("entry")),
        ("done_on", _("done on")),
        ("note", _("note")),
        ("version", _("version")),
    )
    for key, label in spoken:
        if data.get(key):
            yield f"{label} {words.get(str(data[key]), data[key])}".strip()


def enterprise_choices(actor: Actor) -> list[tuple[str, object]]:
    """Enterprises of the register as choices, by name. One query."""
    found = registry.enterprises_visible_to(actor).order_by("name", "id")
    return [(str(row.public_id), row.name) for row in found]
