"""Coverage with property service: the figure of the campaign, and how it comes about (ST-1.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import CommunityCoverage, Coverage, PhaseProgress, Share, TaskKind
from linli.campaigns.models import Campaign, Task, TaskStep
from linli.campaigns.querysets import TaskQuerySet
from linli.campaigns.selectors.basis import Basis
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.explain import Explanation, Input
from linli.registry import selectors as registry


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """A phase of the campaign and how far it has run; ``progress`` is None without a first day."""

    number: int
    label: str
    first: date | None
    last: date
    clause: str
    progress: PhaseProgress | None
    current: bool


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """What is missing to the target: compounds, days left (negative: passed), the target itself."""

    value: Decimal
    percent: Decimal
    by: date
    days_left: int
    gap: int
    reached: bool


def coverage(actor: Actor, campaign: Campaign, on: date) -> Coverage:
    """Coverage of the listed compounds in the actor's scope on a day. Three queries."""
    return _coverage(Task.objects.visible_to(actor).filter(campaign=campaign), on)


def coverage_of(campaign: Campaign, on: date) -> Coverage:
    """Coverage of all compounds of a campaign, for what the district publishes. Three queries."""
    return _coverage(Task.objects.filter(district=campaign.district, campaign=campaign), on)


def _coverage(tasks: TaskQuerySet, on: date) -> Coverage:
    """By the communities of the lists, in their order and under the names they give; for a
    compound that has moved since the day, by the community it lay in then.
    """
    wanted = tasks.order_by("source_id", "number", "id")
    rows = list(wanted.values("compound_id", "division", "community_name"))
    compounds = [row["compound_id"] for row in rows]
    served = registry.covered_ids(compounds, on=on)
    lay = registry.moved_since(compounds, on=on)
    listed = {row["division"]: row["community_name"] for row in rows}
    for row in rows:
        if row["compound_id"] in lay:
            code, name = lay[row["compound_id"]]
            row["division"], row["community_name"] = code, listed.get(code, name)
    names = {row["division"]: row["community_name"] for row in rows}
    whole = Counter(row["division"] for row in rows)
    part = Counter(row["division"] for row in rows if row["compound_id"] in served)
    return Coverage(
        on,
        tuple(
            CommunityCoverage(code, name, Share(part[code], whole[code]))
            for code, name in names.items()
        ),
    )


def target_standing(found: Coverage, basis: Basis) -> TargetStanding:
    """How far the coverage is from the target of its day (ST-1.1). No query beyond the policy."""
    target = basis.target.body
    goal = target.due_on(found.on)
    total = found.total
    gap = rules.missing_to_target(total.part, total.whole, goal.value)
    return TargetStanding(
        value=goal.value,
        percent=goal.value * 100,
        by=goal.by,
        days_left=(goal.by - found.on).days,
        gap=gap,
        reached=total.whole > 0 and gap == 0,
    )


def phases(basis: Basis) -> tuple[PhaseNow, ...]:
    """The campaign's phases on the day of the basis (ST-5.1, ST-5.2, ST-5.3)."""
    drive = basis.drive.body
    now = drive.phase_on(basis.on)
    return tuple(
        PhaseNow(
            number=phase.number,
            label=phase.label.in_language(basis.language()),
            first=phase.first,
            last=phase.last,
            clause=phase.clause,
            progress=rules.phase_progress(phase.period, basis.on),
            current=phase == now,
        )
        for phase in drive.phases
    )


def explain_total(found: Coverage, basis: Basis, as_of: datetime) -> Explanation:
    """The total of all communities, from its parts."""
    total, target = found.total, basis.target
    by_community = tuple(
        Input(row.name, f"{row.share.part} / {row.share.whole}", _("compounds"))
        for row in found.communities
    )
    goal = target_standing(found, basis)
    return Explanation(
        title=_("Coverage with property service"),
        value=total.percent,
        unit="%",
        inputs=(
            *by_community,
            Input(
                _("Target, to be reached by %(day)s") % {"day": goal.by},
                f"{goal.percent:.2f}",
                "%",
                target.citation,
            ),
        ),
        steps=(
            " + ".join(str(row.share.part) for row in found.communities) + f" = {total.part}",
            " + ".join(str(row.share.whole) for row in found.communities) + f" = {total.whole}",
            arithmetic(total),
        ),
        citations=target.citations,
        as_of=as_of,
        release=target.release,
        note=_definition(),
    )


def explain_community(row: CommunityCoverage, basis: Basis, as_of: datetime) -> Explanation:
    """The figure of one community."""
    target = basis.target
    return Explanation(
        title=_("Coverage of %(community)s") % {"community": row.name},
        value=row.share.percent,
        unit="%",
        inputs=(
            Input(_("Compounds with property service"), row.share.part, _("compounds")),
            Input(_("Compounds on the task lists"), row.share.whole, _("compounds")),
        ),
        steps=(arithmetic(row.share),),
        citations=target.citations,
        as_of=as_of,
        release=target.release,
        note=_definition(),
    )


def explain_phase(phase: PhaseNow, basis: Basis, as_of: datetime) -> Explanation | None:
    """Which day of how many; None for a phase without a printed first day."""
    if phase.progress is None or phase.first is None:
        return None
    drive = basis.drive
    day = local_date(as_of)
    return Explanation(
        title=phase.label,
        value=phase.progress.day,
        unit=_("of %(days)d days") % {"days": phase.progress.days},
        inputs=(
            Input(
                _("First day of the phase"),
                phase.first.isoformat(),
                "",
                drive.citation_of(phase.clause),
            ),
            Input(
                _("Last day of the phase"),
                phase.last.isoformat(),
                "",
                drive.citation_of(phase.clause),
            ),
            Input(_("Day of the figure"), day.isoformat()),
        ),
        steps=(f"{day} − {phase.first} + 1 = {(day - phase.first).days + 1}",),
        citations=(drive.citation_of(phase.clause),),
        as_of=as_of,
        release=drive.release,
        note=_("First and last day are counted."),
    )


def explain_steps(
    done: Share, steps: Iterable[TaskStep], labels: Mapping[str, str], basis: Basis
) -> Explanation:
    """How far an upgrade is: steps done of steps there are (ST-A3.2)."""
    drive = basis.drive
    item = drive.body.items_of(TaskKind.UPGRADE)[0]
    return Explanation(
        title=_("Steps done"),
        value=done.percent,
        unit="%",
        inputs=tuple(
            Input(
                labels.get(row.code, row.code),
                row.done_on.isoformat() if row.done_on else _("not done"),
            )
            for row in steps
        ),
        steps=(arithmetic(done),),
        citations=(drive.citation_of(item.clause),),
        release=drive.release,
        note=_("A step counts when it has a day and evidence of the result."),
    )


def arithmetic(share: Share) -> str:
    """The division behind a percentage, written out."""
    if share.percent is None:
        return f"{share.part} ÷ {share.whole}"
    return f"{share.part} ÷ {share.whole} = {share.percent} %"


def _definition() -> str:
    return _(
        "A compound counts as served while a service period is open: taken over from the task list"
        " as served already, or from the day a registered provider entered. Compounds that are on"
        " no task list are not counted. Percentages are rounded half up to two decimals."
    )
