"""Taking over the task lists of ST annexes 3 and 4: check, then write all or nothing, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.campaigns.data import TaskKind, TaskState, Upload
from linli.campaigns.models import Campaign, Task, TaskListImport, TaskStep
from linli.campaigns.selectors.basis import COVERAGE, PROGRESS_REPORT, Basis
from linli.campaigns.services.preview import (
    CheckedList,
    PlannedTask,
    Preview,
    check_task_lists,
    require_not_imported,
)
from linli.duties import services as duties
from linli.files import services as files
from linli.files.data import FileKind
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import BadInput
from linli.registry import selectors as registry_selectors
from linli.registry import services as registry
from linli.registry.data import NewCompound
from linli.territory import selectors as territory
from linli.territory import services as territory_services
from linli.territory.data import Level, district_of


def import_task_list(
    *, actor: Actor, at: datetime, name: str, content: bytes, division: str
) -> tuple[TaskListImport, ...]:
    """Take over one task list; see ``import_task_lists``."""
    return import_task_lists(actor=actor, at=at, uploads=[Upload(name, content)], division=division)


def import_task_lists(
    *, actor: Actor, at: datetime, uploads: Sequence[Upload], division: str
) -> tuple[TaskListImport, ...]:
    """Take over task lists: places, compounds, service so far, tasks, the street's duty.

    Everything is written or nothing, and each file only once in a district. Raises BadInput with
    all findings when a list has errors, AlreadyImported for a file known by its content.
    """
    preview = check_task_lists(actor=actor, at=at, uploads=uploads, division=division)
    require_not_imported(preview=preview)
    if preview.errors:
        raise BadInput(
            _("The lists have errors; nothing was written."),
            findings=preview.findings,
            code="campaigns.list_has_errors",
            remedy=_("Mend the cells named below and upload the file again."),
        )
    return _write(actor=actor, at=at, preview=preview)


@transaction.atomic
def keep_originals(*, actor: Actor, at: datetime, preview: Preview) -> tuple[UUID, ...]:
    """Keep the files of a preview without errors until they are confirmed; their public ids.

    Only the files are kept: no place, compound or task comes into being by this.
    """
    actor.require("campaigns.import")
    return tuple(_stored(checked, actor=actor, at=at).public_id for checked in preview.lists)


@transaction.atomic
def _write(*, actor: Actor, at: datetime, preview: Preview) -> tuple[TaskListImport, ...]:
    district = district_of(preview.division)
    campaign = _open_campaign(actor=actor, at=at, district=district)
    # Under the campaign's lock: two officers confirming the same file meet here.
    require_not_imported(preview=preview)
    codes = _open_communities(actor, at, preview)
    written = []
    for checked in preview.lists:
        compounds = _register(actor, at, checked, codes)
        if checked.kind is TaskKind.UPGRADE:
            registry.record_baseline_service(actor=actor, at=at, compounds=list(compounds.values()))
        written.append(_write_list(actor, at, campaign, checked, codes, compounds))
    _assign_duty(actor, at, preview)
    return tuple(written)


def _open_campaign(*, actor: Actor, at: datetime, district: str) -> Campaign:
    basis = Basis(district, local_date(at))
    campaign, created = Campaign.objects.get_or_create(
        district=district,
        key=COVERAGE,
        defaults={
            "name": basis.drive.body.label.zh,
            "release": basis.drive.release,
            "opened_at": at,
        },
    )
    if created:
        journal.record(
            actor=actor,
            at=at,
            verb="campaigns.campaign.open",
            subject=Subject("campaign", str(campaign.public_id), campaign.name),
            division=district,
            district=district,
            release=campaign.release,
        )
    locked: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    return locked


def _open_communities(actor: Actor, at: datetime, preview: Preview) -> dict[tuple[str, str], str]:
    """Division code of each (street, community) on the lists; unknown ones are opened locally."""
    codes: dict[tuple[str, str], str] = {}
    for task in preview.tasks:
        if task.place in codes:
            continue
        codes[task.place] = (
            task.community_code
            or territory_services.open_local_division(
                actor=actor,
                at=at,
                parent=territory.division(task.street_code),
                name=task.community,
                level=Level.COMMUNITY,
            ).code
        )
    return codes


def _register(
    actor: Actor, at: datetime, checked: CheckedList, codes: dict[tuple[str, str], str]
) -> dict[tuple[str, str], Any]:
    """The list's compounds by (community code, name); those not yet known are registered."""
    known: dict[tuple[str, str], Any] = {}
    for code in dict.fromkeys(codes[task.place] for task in checked.tasks):
        names = [task.compound for task in checked.tasks if codes[task.place] == code]
        found = registry_selectors.named(district_of(code), code, names)
        known |= {(code, name): compound for name, compound in found.items()}
    new = [
        NewCompound(name=task.compound, community=codes[task.place], source=checked.title)
        for task in checked.tasks
        if (codes[task.place], task.compound) not in known
    ]
    registered = registry.register_compounds(actor=actor, at=at, compounds=new) if new else []
    return known | {
        (item.community, item.name): compound
        for item, compound in zip(new, registered, strict=True)
    }


def _write_list(
    actor: Actor,
    at: datetime,
    campaign: Campaign,
    checked: CheckedList,
    codes: dict[tuple[str, str], str],
    compounds: dict[tuple[str, str], Any],
) -> TaskListImport:
    source = TaskListImport.objects.create(
        district=campaign.district,
        campaign=campaign,
        division=checked.division,
        file=_stored(checked, actor=actor, at=at),
        digest=checked.digest,
        kind=checked.kind,
        title=checked.title,
        counts=checked.counts(),
        imported_at=at,
        imported_by=actor.title,
    )
    tasks = Task.objects.bulk_create(
        _task(campaign, source, number, planned, codes, compounds)
        for number, planned in enumerate(checked.tasks, start=1)
    )
    _create_steps(tasks, Basis(checked.division, local_date(at)), checked.kind)
    journal.record(
        actor=actor,
        at=at,
        verb="campaigns.tasks.import",
        subject=Subject("campaign", str(campaign.public_id), campaign.name),
        division=checked.division,
        district=campaign.district,
        data={
            "file": checked.name,
            "digest": checked.digest,
            "list": checked.title,
            **checked.counts(),
            "doubts": [finding.as_dict() for finding in checked.findings],
        },
        release=campaign.release,
    )
    return source


def _stored(checked: CheckedList, *, actor: Actor, at: datetime) -> Any:
    """The original in the files app; the same one for the preview and for the import."""
    return files.store(
        actor=actor,
        at=at,
        name=checked.name,
        content=checked.content,
        kind=FileKind.IMPORT,
        division=checked.division,
        subject=checked.title,
    )


def _task(
    campaign: Campaign,
    source: TaskListImport,
    number: int,
    planned: PlannedTask,
    codes: dict[tuple[str, str], str],
    compounds: dict[tuple[str, str], Any],
) -> Task:
    code = codes[planned.place]
    return Task(
        district=campaign.district,
        campaign=campaign,
        compound=compounds[code, planned.compound],
        division=code,
        community_name=planned.community,
        source=source,
        list_row=planned.row,
        number=number,
        kind=source.kind,
        content=planned.content,
        responsible_post=planned.responsible,
        due_on=planned.due_on,
        due_text=planned.due_text,
        state=TaskState.OPEN,
    )


def _create_steps(tasks: Sequence[Task], basis: Basis, kind: TaskKind) -> None:
    items = basis.drive.body.items_of(kind)
    TaskStep.objects.bulk_create(
        TaskStep(district=task.district, task=task, code=item.code, position=position)
        for task in tasks
        for position, item in enumerate(items, start=1)
    )


def _assign_duty(actor: Actor, at: datetime, preview: Preview) -> None:
    """The streets on the lists owe the progress report of the phase it runs in (ST-A5.3)."""
    basis = Basis(preview.division, local_date(at))
    window = basis.duty.body.within
    if window is None:
        return
    first = basis.drive.body.phase(window.phase).first
    for body in preview.offices:
        duties.assign(
            actor=actor,
            at=at,
            key=PROGRESS_REPORT,
            body_id=body,
            from_on=first or local_date(at),
        )
