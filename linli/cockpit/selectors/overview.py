"""The figures of a place: each from the app that owns it, each with its explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from linli.campaigns import selectors as campaigns
from linli.campaigns.data import Coverage, TaskKind, TaskState
from linli.cockpit import labels, rules
from linli.cockpit.data import CommunityRow, Figure, Work
from linli.cockpit.selectors.filing import FilingTable, filing_table, latest_period, next_period
from linli.cockpit.selectors.publication import publication_figures
from linli.cockpit.selectors.work import work
from linli.duties import selectors as duties
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.explain import Explanation, Input
from linli.kernel.ratios import share
from linli.kernel.web import formats
from linli.territory import selectors as territory
from linli.territory.data import street_of

COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Drive:
    """The coverage campaign below a place: where it stands and since when the change counts."""

    public_id: str
    basis: campaigns.Basis
    found: Coverage
    communities: tuple[CommunityRow, ...]
    compared_with: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of the cockpit: figures, communities, work, who has filed."""

    figures: tuple[Figure, ...]
    drive: Drive | None
    work: Work
    filing: FilingTable | None


def overview(actor: Actor, at: datetime, scope: str) -> Overview:
    """Everything the cockpit shows of a place. The number of queries does not grow with it."""
    today = local_date(at)
    filing = filing_table(actor, today, scope=scope)
    drive = _drive(actor, at, scope, filing)
    todo = work(actor, at, scope=scope)
    figures = (
        *_coverage_figures(drive, at),
        *_filing_figures(filing, today, scope),
        *_work_figures(todo, scope, at),
        *_task_figures(actor, drive, at, scope),
        *publication_figures(actor, today),
    )
    return Overview(figures, drive, todo, filing)


# --- coverage ------------------------------------------------------------------------------------


def _drive(actor: Actor, at: datetime, scope: str, filing: FilingTable | None) -> Drive | None:
    campaign = campaigns.campaign_of_key(actor, COVERAGE)
    if campaign is None:
        return None
    today = local_date(at)
    basis = campaigns.Basis(actor.district, today)
    found = _below(campaigns.coverage(actor, campaign, today), scope)
    before_on = latest_period(filing.items, today) if filing else None
    before = _below(campaigns.coverage(actor, campaign, before_on), scope) if before_on else None
    return Drive(
        public_id=str(campaign.public_id),
        basis=basis,
        found=found,
        communities=_communities(found, before, basis, at),
        compared_with=before_on,
    )


def _below(found: Coverage, scope: str) -> Coverage:
    return Coverage(found.on, tuple(row for row in found.communities if row.code.startswith(scope)))


def _communities(
    found: Coverage, before: Coverage | None, basis: campaigns.Basis, at: datetime
) -> tuple[CommunityRow, ...]:
    """Best covered first, so that the gap is read downwards."""
    earlier = {row.code: row.share.part for row in before.communities} if before else {}
    streets = territory.names({street_of(row.code) for row in found.communities})
    rows = [
        CommunityRow(
            code=row.code,
            name=row.name,
            responsible=streets.get(street_of(row.code), ""),
            covered=row.share.part,
            total=row.share.whole,
            percent=row.share.percent,
            change=row.share.part - earlier[row.code] if row.code in earlier else None,
            explanation=campaigns.explain_community(row, basis, at),
        )
        for row in found.communities
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.percent or 0), row.code)))


def _coverage_figures(drive: Drive | None, at: datetime) -> Iterable[Figure]:
    if drive is None or not drive.found.total.whole:
        return
    total = drive.found.total
    goal = campaigns.target_standing(drive.found, drive.basis)
    yield Figure(
        label=gettext("Service coverage"),
        value=total.percent,
        unit="%",
        part=total.percent,
        whole=100,
        target=goal.percent,
        note=gettext("%(part)s / %(whole)s compounds · target %(goal)s %% by %(day)s")
        % {
            "part": total.part,
            "whole": total.whole,
            "goal": f"{goal.percent:.0f}",
            "day": formats.month_day(goal.by),
        },
        explanation=campaigns.explain_total(drive.found, drive.basis, at),
        url=reverse("campaigns:campaign", args=[drive.public_id]),
    )


# --- filing --------------------------------------------------------------------------------------


def _filing_figures(filing: FilingTable | None, today: date, scope: str) -> Iterable[Figure]:
    if filing is None:
        return
    period = latest_period(filing.items, today)
    if period:
        yield _period_figure(filing, period, today, scope)
    counted = filing.counted
    yield Figure(
        label=gettext("On-time filing rate"),
        value=counted.rate,
        unit="%",
        part=counted.rate,
        whole=100 if counted.rate is not None else None,
        tone="bad" if counted.missing else "",
        note=gettext("Due %(due)s · on time %(on_time)s · late %(late)s · missing %(missing)s")
        % {
            "due": counted.due,
            "on_time": counted.on_time,
            "late": counted.late,
            "missing": counted.missing,
        },
        explanation=filing.explanation,
        url=reverse("cockpit:filing"),
    )


def _period_figure(filing: FilingTable, period: date, today: date, scope: str) -> Figure:
    counted = duties.tally(item for item in filing.items if item.printed_on == period)
    owed = counted.due + counted.waiting + counted.not_due
    following = next_period(filing.items, today)
    notes = [gettext("Period of %(day)s") % {"day": formats.month_day(period)}]
    if following:
        notes.append(gettext("next %(day)s") % {"day": formats.month_day(following)})
    return Figure(
        label=gettext("Progress reports filed"),
        value=f"{counted.filed} / {owed}",
        part=counted.filed,
        whole=owed,
        tone="bad" if counted.missing else "",
        note=" · ".join(notes),
        explanation=duties.explain_filing(
            counted, key=filing.kind.key, division=scope, today=today
        ),
        url=f"{reverse('cockpit:filing')}?period={period.isoformat()}&at={scope}",
    )


# --- work and tasks -------------------------------------------------------------------------------


def _work_figures(todo: Work, scope: str, at: datetime) -> Iterable[Figure]:
    late, risk = rules.overdue(todo.everything), rules.at_risk(todo.everything)
    yield Figure(
        label=gettext("Work in hand"),
        value=len(todo.everything),
        note=gettext("At risk %(risk)s") % {"risk": risk},
        alert=gettext("overdue %(late)s") % {"late": late} if late else "",
        explanation=_explain_work(todo, at),
        url=f"{reverse('cockpit:workbench')}?view=all&at={scope}",
    )


def _explain_work(todo: Work, at: datetime) -> Explanation:
    counts = Counter(item.kind for item in todo.everything)
    return Explanation(
        title=gettext("Work in hand"),
        value=len(todo.everything),
        inputs=tuple(Input(words, counts[kind]) for kind, words in labels.WORK_KINDS.items()),
        steps=(
            " + ".join(str(counts[kind]) for kind in labels.WORK_KINDS)
            + f" = {len(todo.everything)}",
        ),
        as_of=at,
        note=gettext("At risk: still in time, but more than four fifths of the time is gone."),
    )


def _task_figures(actor: Actor, drive: Drive | None, at: datetime, scope: str) -> Iterable[Figure]:
    if drive is None:
        return
    rows = campaigns.tasks_visible_to(actor).filter(
        division__startswith=scope, kind=TaskKind.UPGRADE
    )
    states = list(rows.order_by("id").values_list("state", flat=True))
    if not states:
        return
    task = drive.basis.drive.body.task(TaskKind.UPGRADE)
    done = sum(state == TaskState.DONE for state in states)
    parts = len(drive.basis.drive.body.items_of(TaskKind.UPGRADE))
    yield Figure(
        label=gettext("Upgrade tasks done"),
        value=f"{done} / {len(states)}",
        part=done,
        whole=len(states),
        note=ngettext("%(due)s · %(n)s step each", "%(due)s · %(n)s steps each", parts)
        % {"due": formats.month_day(task.due), "n": parts},
        explanation=_explain_upgrades(drive, done, len(states), at),
        url=reverse("campaigns:campaign", args=[drive.public_id]),
    )


def _explain_upgrades(drive: Drive, done: int, whole: int, at: datetime) -> Explanation:
    basis = drive.basis.drive
    task = basis.body.task(TaskKind.UPGRADE)
    citation = basis.citation_of(task.clause)
    percent = share(done, whole)
    return Explanation(
        title=gettext("Upgrade tasks done"),
        value=percent,
        unit="%",
        inputs=(
            Input(gettext("Tasks with all steps done"), done),
            Input(gettext("Upgrade tasks"), whole, citation=citation),
            Input(gettext("Last day"), task.due.isoformat(), citation=citation),
        ),
        steps=(f"{done} ÷ {whole} = {percent} %",),
        citations=(citation,),
        as_of=at,
        release=basis.release,
        note=gettext("A task is done when every one of its steps is recorded as done."),
    )
