"""Loading the working days of a year, from a file or from the page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.duties.data import YearTable
from linli.duties.intake import read_year
from linli.duties.models import DutyRun, WorkdayTable
from linli.jobs import services as jobs
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.policy import services as policy


def read_workdays(*, content: bytes, year: int | None = None, source: str = "") -> YearTable:
    """Read and check a handed-in table without keeping it. Raises BadInput with every fault."""
    return read_year(content, year=year, source=source)


@transaction.atomic
def load_workdays(*, actor: Actor, at: datetime, table: YearTable) -> WorkdayTable:
    """Keep a checked table; from now on it is the year's, in every district of the installation.

    The same table again changes nothing. Due days that are not past follow, in the background.
    Raises Forbidden.
    """
    actor.require("duties.workdays")
    latest = WorkdayTable.objects.filter(year=table.year).order_by("-id").first()
    days = table.plain()
    if latest and latest.days == days and latest.source == table.source:
        return latest
    row = WorkdayTable.objects.create(
        year=table.year,
        source=table.source,
        days=days,
        loaded_at=at,
        loaded_by=f"{actor.body_name} {actor.title}".strip(),
    )
    policy.renew_edition()
    journal.record(
        actor=actor,
        at=at,
        verb="duties.workdays.load",
        subject=Subject("workdays", str(table.year), str(table.year)),
        division=actor.district,
        district=actor.district,
        data={"year": table.year, "source": table.source, "days": days},
    )
    # Acts that set off a duty while the year was not known are looked at again.
    DutyRun.objects.update(act_seen=0)
    for run in DutyRun.objects.order_by("district"):
        key = f"workdays {row.public_id}"
        jobs.enqueue(at=at, name="duties.generate", key=key, district=run.district)
    return row
