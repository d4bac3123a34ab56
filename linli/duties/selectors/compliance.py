"""How bodies keep their duties: counted in the database, by body, over the due days of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Q, When
from django.utils.translation import gettext

from linli.duties import labels
from linli.duties.data import Filing, Span
from linli.duties.models import DutyInstance
from linli.duties.rules import span_of
from linli.kernel.actors import Actor
from linli.kernel.explain import Explanation, Input


@dataclass(frozen=True, slots=True)
class BodyCompliance:
    """One body's duties due in a period; ``escalated`` of them went to the level above."""

    body_id: str
    body_name: str
    division: str
    filing: Filing
    escalated: int


def compliance(
    actor: Actor, span: Span, today: date, *, key: str = "", scope: str = ""
) -> list[BodyCompliance]:
    """Per body in reach, how it kept what fell due in the period, worst first. One query.

    What had fallen due before another body took it over counts for the one that owed it then.
    """
    rows = DutyInstance.objects.visible_to(actor).filter(
        due_on__gte=span.first, due_on__lt=span.end, division__startswith=scope
    )
    if key:
        rows = rows.filter(key=key)
    open_rows = Q(fulfilled_on__isnull=True)
    counted = (
        rows.annotate(
            counted=_counted("public_id"), name=_counted("name"), seat=_counted("division_id")
        )
        .order_by("counted")
        .values("counted", "name", "seat")
        .annotate(
            on_time=Count("id", filter=Q(fulfilled_on__lte=F("due_on"))),
            late=Count("id", filter=Q(fulfilled_on__gt=F("due_on"))),
            missing=Count("id", filter=open_rows & Q(due_on__lt=today)),
            waiting=Count("id", filter=open_rows & Q(due_on__gte=today, opens_on__lte=today)),
            not_due=Count("id", filter=open_rows & Q(due_on__gte=today, opens_on__gt=today)),
            escalated=Count("id", filter=Q(escalated_at__isnull=False)),
        )
    )
    found = [
        BodyCompliance(
            body_id=str(row["counted"]),
            body_name=row["name"],
            division=row["seat"],
            filing=Filing(
                row["on_time"], row["late"], row["missing"], row["waiting"], row["not_due"]
            ),
            escalated=row["escalated"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda one: (_rank(one.filing), one.division, one.body_name))


def _counted(field: str) -> Case:
    """A field of the body a row counts for (``DutyInstanceQuerySet.counted_for``)."""
    return Case(
        When(taken_on__gt=F("due_on"), then=F(f"taken_from__{field}")), default=F(f"body__{field}")
    )


def counted_name(actor: Actor, body_id: str) -> str:
    """The name of a body for which duties in reach count, empty if there is none. One query, none
    for what is no public id.
    """
    try:
        rows = DutyInstance.objects.visible_to(actor).counted_for(str(UUID(body_id)))
    except ValueError:
        return ""
    found = rows.select_related("body", "taken_from").order_by("id").first()
    if found is None:
        return ""
    bodies = (found.body, found.taken_from)
    return next(str(body.name) for body in bodies if body and str(body.public_id) == body_id)


def together(rows: list[BodyCompliance]) -> Filing:
    """All bodies of a table as one. No query."""
    parts = [row.filing for row in rows]
    return Filing(
        sum(part.on_time for part in parts),
        sum(part.late for part in parts),
        sum(part.missing for part in parts),
        sum(part.waiting for part in parts),
        sum(part.not_due for part in parts),
    )


def explain_compliance(filing: Filing, span: Span, today: date) -> Explanation:
    """What the rate divides by what, for the due days of a period."""
    last = span.end - timedelta(days=1)
    return Explanation(
        title=gettext("Duties kept"),
        value=filing.rate,
        unit="%",
        inputs=(
            Input(gettext("Due days from"), span.first.isoformat()),
            Input(gettext("Due days to"), last.isoformat()),
            Input(gettext("Done on time"), filing.on_time),
            Input(gettext("Done late"), filing.late),
            Input(gettext("Not done"), filing.missing),
            Input(gettext("Still in time"), filing.waiting + filing.not_due),
        ),
        steps=labels.rate_steps(filing),
        citations=(),
        release="",
        note=gettext(
            "Counted by the day that counts, as of %(day)s. What is still in time is left out on "
            "both sides; done late counts as due but not as kept."
        )
        % {"day": today.isoformat()},
    )


def spans(today: date) -> list[Span]:
    """Periods to choose from: the year, its quarters so far, and the last twelve months."""
    first = today.replace(day=1)
    months = [first]
    while len(months) < 12:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    names = [f"{today.year}", f"{today.year - 1}"]
    names += [f"{today.year}-Q{number}" for number in range((today.month + 2) // 3, 0, -1)]
    names += [f"{month:%Y-%m}" for month in months]
    found = (span_of(name) for name in names)
    return [span for span in found if span]


def _rank(filing: Filing) -> tuple[bool, int]:
    """Lowest rate first; those with nothing due last."""
    rate = filing.rate
    return (rate is None, int((rate or 0) * 100))
