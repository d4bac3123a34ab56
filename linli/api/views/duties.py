"""Duties, done by hand too; the post's calendar address; working days of a year."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Body, File, Form, Query
from ninja.files import UploadedFile

from linli.accounts.data import TokenReach
from linli.api.data.duties import (
    CalendarsTold,
    CalendarTold,
    DutyQuery,
    DutyTold,
    FilingQuery,
    FilingTold,
    MadeTold,
    NamedDay,
    RecordGiven,
    TableGiven,
    TableTold,
    Years,
    YearTold,
)
from linli.api.data.shapes import Nothing, Page, Place
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import moment, page, said
from linli.duties import selectors, services
from linli.duties.data import YearTable
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest


@operation(
    "GET", "duties", right="duties.view", tag=Tag.DUTIES, gives=Page[DutyTold],
    says=_("Duties in reach by due day: of one body, one place, one span of days"),
)  # fmt: skip
def duties_list(request: ActorRequest, query: Query[DutyQuery]) -> Page[DutyTold]:
    """``due_before`` is the first day left out. Standing as of today."""
    today = clock.today()
    rows: Any = selectors.instances_visible_to(request.actor)
    if query.key:
        rows = rows.filter(key=query.key)
    if query.body:
        rows = rows.of_body(str(query.body))
    if query.division:
        rows = rows.filter(division__startswith=query.division)
    if query.due_from:
        rows = rows.filter(due_on__gte=query.due_from)
    if query.due_before:
        rows = rows.filter(due_on__lt=query.due_before)
    return page(DutyTold, rows, query, sort="due_on", told=lambda row: _duty(row, today))


@operation(
    "GET", "duties/filing", right="duties.view", tag=Tag.DUTIES, gives=FilingTold,
    says=_("How many bodies filed a duty on time, late, not at all"),
)  # fmt: skip
def duties_filing(request: ActorRequest, query: Query[FilingQuery]) -> FilingTold:
    """In the post's reach."""
    found = selectors.filing(request.actor, query.key, clock.today(), query.printed_on)
    return FilingTold(
        key=query.key,
        on_time=found.on_time,
        late=found.late,
        missing=found.missing,
        waiting=found.waiting,
        not_due=found.not_due,
        rate=found.rate,
    )


@operation(
    "POST", "duties/{uuid:public_id}/record", right="duties.record", tag=Tag.DUTIES,
    gives=DutyTold, says=_("Record by hand that one's own duty is done"),
)  # fmt: skip
def duty_record(request: ActorRequest, public_id: UUID, payload: Body[RecordGiven]) -> DutyTold:
    """Only where no act of its own proves it. The day of recording counts."""
    done = services.record_done(
        actor=request.actor, at=clock.now(), public_id=public_id, note=payload.note
    )
    return _duty(done, clock.today())


@operation(
    "GET", "calendars", right="duties.view", tag=Tag.DUTIES, gives=CalendarsTold,
    says=_("The post's calendar address, if it has one"),
)  # fmt: skip
def calendars(request: ActorRequest) -> CalendarsTold:
    """When it was made; the address itself is kept nowhere."""
    found = selectors.feeds_of(request.actor)
    return CalendarsTold(
        items=[MadeTold(id=row.public_id, made_at=moment(row.made_at)) for row in found]
    )


@operation(
    "POST", "calendars", right="duties.view", tag=Tag.DUTIES, gives=CalendarTold, status=201,
    once=True, says=_("Make a calendar address for the post; it is told this once"),
)  # fmt: skip
def calendar_make(request: ActorRequest) -> CalendarTold:
    """Whoever holds the address reads the post's duties. A former one is dead from now on."""
    secret = services.make_feed(actor=request.actor, at=clock.now())
    (made,) = selectors.feeds_of(request.actor)
    return CalendarTold(id=made.public_id, path=reverse("duties:feed", args=[secret]))


@operation(
    "POST", "calendars/{uuid:public_id}/revoke", right="duties.view", tag=Tag.DUTIES,
    gives=Nothing, says=_("Make the post's calendar address dead"),
)  # fmt: skip
def calendar_revoke(request: ActorRequest, public_id: UUID) -> Nothing:
    """Doing it again changes nothing."""
    services.revoke_feed(actor=request.actor, at=clock.now(), public_id=public_id)
    return Nothing()


@operation(
    "GET", "workdays", right="duties.view", tag=Tag.DUTIES, gives=Years,
    says=_("Years whose working days are known"),
)  # fmt: skip
def workdays(request: ActorRequest) -> Years:
    """With the days off and the weekends worked, counted."""
    return Years(
        items=[
            YearTold(year=row.year, off=row.off, moved=row.moved, source=row.source)
            for row in selectors.known_years()
        ]
    )


@operation(
    "POST", "workdays/check", right="duties.workdays", tag=Tag.DUTIES, gives=TableTold,
    reach=TokenReach.READ, says=_("Read a year's table of working days without keeping it"),
)  # fmt: skip
def workdays_check(
    request: ActorRequest, file: File[UploadedFile], payload: Form[TableGiven]
) -> TableTold:
    """Refused with every fault by row."""
    return _table(_read(file, payload))


@operation(
    "POST", "workdays", right="duties.workdays", tag=Tag.DUTIES, gives=TableTold, status=201,
    says=_("Take a year's table of working days over"),
)  # fmt: skip
def workdays_load(
    request: ActorRequest, file: File[UploadedFile], payload: Form[TableGiven]
) -> TableTold:
    """Due days that are not past follow, in the background. The same again changes nothing."""
    table = _read(file, payload)
    services.load_workdays(actor=request.actor, at=clock.now(), table=table)
    return _table(table)


def _read(file: UploadedFile, given: TableGiven) -> YearTable:
    return services.read_workdays(content=file.read(), year=given.year, source=given.source)


def _table(table: YearTable) -> TableTold:
    return TableTold(
        year=table.year,
        source=table.source,
        days=[NamedDay(on=on, kind=day.kind, name=day.name) for on, day in table.days],
    )


def _duty(row: Any, today: date) -> DutyTold:
    found = selectors.as_items([row], today)[0]
    return DutyTold(
        id=found.public_id,
        key=found.key,
        label=said(found.label),
        body=Place(id=found.body_id, name=found.body_name),
        division=found.division,
        printed_on=found.printed_on,
        opens_on=found.opens_on,
        due_on=found.due_on,
        standing=str(found.standing),
        days_late=found.days_late,
        fulfilled_on=found.fulfilled_on,
        act=found.act_id,
        clause=found.clause,
    )
