"""What is to do: duties due, tasks of the campaign, reports returned, questions left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from linli.campaigns import selectors as campaigns
from linli.campaigns.data import ReportState, TaskKind, TaskState
from linli.cockpit import rules
from linli.cockpit.data import Work, WorkItem, WorkKind
from linli.duties import selectors as duties
from linli.duties.data import DutyItem
from linli.duties.selectors import DutyGroup
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.deadlines import deadline
from linli.kernel.explain import Citation
from linli.kernel.workdays import default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Campaign as Drive
from linli.policy.data import Disclosure, Duty, Resolved
from linli.registry import selectors as registry
from linli.territory import selectors as territory
from linli.territory.data import BodyKind, street_of

COVERAGE = "coverage"
SETTLING = {
    BodyKind.HOUSING_AUTHORITY,
    BodyKind.STREET_TOWN,
    BodyKind.COMMUNITY,
    BodyKind.PROPERTY_ENTERPRISE,
}
"""Bodies that see to it that a service contract is renewed or ended in time."""


def work(actor: Actor, at: datetime, *, scope: str = "") -> Work:
    """All there is to do at or below a place, most pressing first. At most eight queries."""
    today = local_date(at)
    found: list[WorkItem] = []
    for right, source in SOURCES:
        if actor.may(right):
            found.extend(source(actor, today, scope))
    return Work(rules.by_urgency(found))


def _duties(actor: Actor, today: date, scope: str) -> Iterable[WorkItem]:
    """What bodies owe now; what one owes for several compounds by one day is one entry."""
    for group in duties.due_groups(actor, today):
        item = group.item
        if item.division.startswith(scope):
            yield WorkItem(
                kind=WorkKind.DUTY,
                title=_duty_title(group),
                note=_duty_note(group),
                url=_duty_url(group),
                is_own=actor.body_id in (item.body_id, group.above),
                due_on=item.due_on,
                deadline=item.deadline,
                citation=_citation_of(item),
            )


def _duty_title(group: DutyGroup) -> str:
    item = group.item
    title = f"{duties.label_of(item)} {item.printed_on.isoformat()}"
    if group.count == 1:
        return title
    words = ngettext("%(title)s: %(n)s item", "%(title)s: %(n)s items", group.count)
    return words % {"title": title, "n": group.count}


def _duty_note(group: DutyGroup) -> str:
    item = group.item
    notes = [item.body_name]
    if group.count == 1 and item.subject:
        notes.append(item.subject)
    if group.escalated:
        notes.append(gettext("taken to the level above"))
    return " · ".join(notes)


def _duty_url(group: DutyGroup) -> str:
    item = group.item
    if group.count == 1:
        return reverse("duties:duty", args=[item.public_id])
    asked = {"duty": item.key, "due": item.due_on.isoformat(), "body": item.body_id}
    return f"{reverse('duties:list')}?{urlencode(asked)}"


def _citation_of(item: DutyItem) -> Citation | None:
    duty = policy.find(Duty, item.key, division=item.division, on=item.printed_on)
    return duty.citation if duty else None


@dataclass
class _Group:
    """Tasks of one kind that one street has to finish by one day."""

    campaign: UUID
    opened_on: date
    street: str
    kind: TaskKind
    due_on: date
    count: int = 0
    unplanned: int = 0


def _tasks(actor: Actor, today: date, scope: str) -> Iterable[WorkItem]:
    """Tasks not done: overdue ones one by one, the others by street, kind and last day."""
    rows = (
        campaigns.tasks_visible_to(actor)
        .unfinished()
        .filter(division__startswith=scope)
        .select_related("campaign")
        .order_by("due_on", "division", "id")
    )
    groups: dict[tuple[int, str, str, date], _Group] = {}
    for row in rows:
        kind, opened_on = TaskKind(row.kind), local_date(row.campaign.opened_at)
        if row.due_on < today:
            yield WorkItem(
                kind=WorkKind.TASK,
                title=f"{row.compound.name} {_task_label(actor, kind, today)}",
                note=row.community_name,
                url=reverse("campaigns:task", args=[row.public_id]),
                is_own=actor.may("campaigns.work"),
                due_on=row.due_on,
                deadline=deadline(opened_on, row.due_on, today, default_calendar()),
                citation=_task_citation(actor, kind, today),
            )
            continue
        group = groups.setdefault(
            (row.campaign_id, street_of(row.division), row.kind, row.due_on),
            _Group(row.campaign.public_id, opened_on, street_of(row.division), kind, row.due_on),
        )
        group.count += 1
        group.unplanned += kind == TaskKind.COVER and row.state == TaskState.OPEN
    streets = territory.names({group.street for group in groups.values()}) if groups else {}
    for group in groups.values():
        yield _group_item(actor, group, streets.get(group.street, ""), today)


def _group_item(actor: Actor, group: _Group, street: str, today: date) -> WorkItem:
    title = ngettext("%(task)s: %(n)s compound", "%(task)s: %(n)s compounds", group.count) % {
        "task": _task_label(actor, group.kind, today),
        "n": group.count,
    }
    notes = [street]
    if group.unplanned:
        notes.append(gettext("%(n)s without a plan") % {"n": group.unplanned})
    return WorkItem(
        kind=WorkKind.TASK,
        title=title,
        note=" · ".join(notes),
        url=reverse("campaigns:campaign", args=[group.campaign]),
        is_own=actor.may("campaigns.work"),
        due_on=group.due_on,
        deadline=deadline(group.opened_on, group.due_on, today, default_calendar()),
        citation=_task_citation(actor, group.kind, today),
    )


def _drive(actor: Actor, today: date) -> Resolved[Drive] | None:
    return policy.find(Drive, COVERAGE, division=actor.district, on=today)


def _task_label(actor: Actor, kind: TaskKind, today: date) -> str:
    drive = _drive(actor, today)
    if drive is None:
        return str(kind)
    return drive.body.task(kind).label.in_language(get_language() or "zh")


def _task_citation(actor: Actor, kind: TaskKind, today: date) -> Citation | None:
    drive = _drive(actor, today)
    return drive.citation_of(drive.body.task(kind).clause) if drive else None


def _returned_reports(actor: Actor, today: date, scope: str) -> Iterable[WorkItem]:
    """Progress reports the district gave back: to be mended at once, due since their day."""
    for campaign in campaigns.campaigns_visible_to(actor).order_by("id"):
        for street in campaigns.periods(actor, campaign, today):
            for period in street.periods:
                report = period.report
                if report is None or report.state != ReportState.RETURNED:
                    continue
                if not street.division.startswith(scope):
                    continue
                item = period.item
                yield WorkItem(
                    kind=WorkKind.REPORT,
                    title=gettext("Mend the returned progress report of %(day)s")
                    % {"day": item.printed_on.isoformat()},
                    note=f"{street.body_name} · {report.return_reason}",
                    url=reverse("campaigns:report", args=[report.public_id]),
                    is_own=street.body_id == actor.body_id,
                    due_on=item.due_on,
                    deadline=deadline(item.opens_on, item.due_on, today, default_calendar()),
                    citation=_citation_of(item),
                )


def _contracts(actor: Actor, today: date, scope: str) -> Iterable[WorkItem]:
    """Service contracts that somebody has to settle: one entry for each reason, with their list."""
    found = registry.contracts_to_settle(actor, on=today, scope=scope)
    over = ngettext(
        "%(n)s service contract is past its term", "%(n)s service contracts are past their term",
        found.over,
    )  # fmt: skip
    notice = ngettext(
        "%(n)s service contract ends within its notice period",
        "%(n)s service contracts end within their notice period",
        found.notice,
    )
    entries = (
        (over, found.over, found.over_first, "over"),
        (notice, found.notice, found.notice_first, "notice"),
    )
    for title, count, first, within in entries:
        if first is not None:
            yield WorkItem(
                kind=WorkKind.CONTRACT,
                title=title % {"n": count},
                note=gettext("the first on %(day)s") % {"day": first.isoformat()},
                url=f"{reverse('registry:contracts_ending')}?{urlencode({'within': within})}",
                is_own=actor.body_kind in SETTLING,
                due_on=first,
                deadline=deadline(min(first, today), first, today, default_calendar()),
            )


def _open_questions(actor: Actor, today: date, scope: str) -> Iterable[WorkItem]:
    """Fields the policy leaves open, for posts that may answer them: one entry per provision."""
    if scope not in ("", actor.district):
        return
    found: list[Resolved[Duty] | Resolved[Disclosure]] = [
        *policy.provisions(Duty, division=actor.district, on=today),
        *policy.provisions(Disclosure, division=actor.district, on=today),
    ]
    for resolved in found:
        if resolved.unset:
            yield _question(resolved)


def _question(resolved: Resolved[Duty] | Resolved[Disclosure]) -> WorkItem:
    count = len(resolved.unset)
    label = resolved.body.label.in_language(get_language() or "zh")
    title = ngettext(
        "Decide what the policy leaves open: %(label)s",
        "Decide what the policy leaves open: %(label)s (%(n)s questions)",
        count,
    ) % {"label": label, "n": count}
    return WorkItem(
        kind=WorkKind.POLICY,
        title=title,
        note=gettext("Until then the printed text alone counts"),
        url=reverse("policy:provision", args=[resolved.body.kind, resolved.key]),
        is_own=True,
        citation=resolved.citation,
    )


SOURCES: tuple[tuple[str, Callable[[Actor, date, str], Iterable[WorkItem]]], ...] = (
    ("duties.view", _duties),
    ("campaigns.view", _tasks),
    ("campaigns.view", _returned_reports),
    ("registry.view", _contracts),
    ("policy.set", _open_questions),
)
"""Where entries come from, with the right a post needs to be shown them."""
