"""Old acts go into an archive: whole seals, proved first, then removed in one transaction.

The archive is written, read back and compared with the seals before anything is removed. Killed
before the transaction, a run leaves an archive and all its acts; run again, it uses that archive.
"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from linli.journal import rules, selectors
from linli.journal.data import LEAST_DAYS, READ, RETIRE, RETIREMENT, Retirable, Subject
from linli.journal.models import Act, RetiredSubject, Retirement, Seal
from linli.journal.selectors.archives import archive_faults, sha256_of
from linli.journal.selectors.checks import check_district
from linli.journal.services.recording import record
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput, Conflict
from linli.kernel.integrity import Problem
from linli.kernel.storage import sync_folder

# One archive, and one transaction that others wait for on SQLite: a few seconds.
ACTS_PER_ARCHIVE = 100_000
ROWS_PER_DELETE = 5_000


def retire(*, district: str, at: datetime, days: int, folder: Path) -> list[Retirement]:
    """Put a district's acts that are older than ``days`` into archives in ``folder`` and remove
    them here; returns what was retired, nothing when nothing is old enough.

    Raises BadInput below 180 days; Conflict when the district's journal is not sound, when the
    archive cannot be written or is not what was sealed, or when another run was faster.
    """
    if days < LEAST_DAYS:
        raise BadInput(
            f"Acts are kept for at least {LEAST_DAYS} days, not {days}.",
            remedy=f"Set LINLI_JOURNAL_DAYS to {LEAST_DAYS} or more.",
        )
    before = at - timedelta(days=days)
    if selectors.retirable(district, before=before) is None:
        return []
    _require_sound(district)
    made = []
    while plan := selectors.retirable(district, before=before, limit=ACTS_PER_ARCHIVE):
        try:
            path = _archive(plan, folder)
        except OSError as error:
            raise Conflict(
                f"The archive could not be written: {error.strerror or type(error).__name__}.",
                code="archive_not_written",
                remedy=f"See that {folder} has room and belongs to this login.",
            ) from None
        made.append(_retire(plan, archive=path.name, sha256=sha256_of(path), at=at))
    return made


def _require_sound(district: str) -> None:
    """What was tampered with must not be put away as if it were not."""
    for found in check_district(district):
        if isinstance(found, Problem):
            raise Conflict(
                f"The journal of {district or 'the installation'} is not sound: "
                f"{found.where}: {found.what}.",
                code="journal_unsound",
                remedy="Run `linli verify`, find out what happened, then retire.",
            )


def _archive(plan: Retirable, folder: Path) -> Path:
    """Write the archive under its name, or find the one a run that was cut off has left.

    Either way it is read back: its acts are those that were sealed.
    """
    place = plan.district or "installation"
    target = folder / f"linli-journal-{place}-{plan.first_seal}-{plan.last_seal}.jsonl.gz"
    if target.exists():
        _require_whole(target, plan)
        return target
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".retiring-") as scratch:
        part = Path(scratch) / target.name
        _write(part, plan)
        _require_whole(part, plan)
        part.replace(target)
    sync_folder(folder)
    return target


def _write(part: Path, plan: Retirable) -> None:
    lines = selectors.exported(plan.district, first=plan.first_seal, last=plan.last_seal)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # No name and no time in it: the same acts make the same file.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.writelines(f"{line}\n".encode() for line in lines)
        file.flush()
        os.fsync(file.fileno())


def _require_whole(path: Path, plan: Retirable) -> None:
    for fault in archive_faults(path, plan.district, plan.first_seal, plan.last_seal):
        raise Conflict(
            f"{path.name} is not the archive of what was sealed: {fault}.",
            code="archive_not_whole",
            remedy="Nothing was removed. Name another folder, or put that file elsewhere.",
        )


@transaction.atomic
def _retire(plan: Retirable, *, archive: str, sha256: str, at: datetime) -> Retirement:
    """Record the retirement and remove its acts, both or neither."""
    seals = Seal.objects.filter(
        district=plan.district, number__gte=plan.first_seal, number__lte=plan.last_seal
    ).order_by("number")
    spans = list(seals.select_for_update().values_list("spans", flat=True))
    before = selectors.latest_retirement(plan.district)
    if plan.first_seal != (before.last_seal if before else 0) + 1:
        raise Conflict(
            "Another run has retired these acts meanwhile.",
            code="already_retired",
            remedy="Let one run at a time work, then look at `linli journal retire --check`.",
        )
    made = Retirement(
        district=plan.district,
        number=(before.number if before else 0) + 1,
        at=at.astimezone(UTC),
        first_seal=plan.first_seal,
        last_seal=plan.last_seal,
        first_id=plan.first_id,
        last_id=plan.last_id,
        count=plan.count,
        archive=archive,
        sha256=sha256,
        algorithm=settings.JOURNAL_HASH,
        previous=before.hash if before else "",
    )
    made.hash = made.computed_hash()
    made.save(force_insert=True)
    _note_subjects(plan.district, _remove(plan, spans))
    record(
        actor=system_actor(plan.district),
        at=at,
        verb=RETIRE,
        subject=Subject(RETIREMENT, str(made.number), archive),
        division=plan.district,
        district=plan.district,
        data=made.recorded(),
    )
    return made


# What acts were about: kind and id, and whether they were readings of personal data.
_Subject = tuple[str, str, bool]


def _remove(plan: Retirable, spans: list[str]) -> dict[_Subject, datetime]:
    """Remove the acts; what they were about, with the latest of each. Raises Conflict when there
    are not as many as the archive holds."""
    ids = [number for text in spans for number in rules.ids_in(text)]
    removed, latest = 0, dict[_Subject, datetime]()
    for start in range(0, len(ids), ROWS_PER_DELETE):
        some = ids[start : start + ROWS_PER_DELETE]
        acts = Act.objects.filter(district=plan.district, id__in=some)
        subjects = acts.order_by().values_list("subject_kind", "subject_id", "verb")
        for kind, subject_id, verb, until in subjects.annotate(until=Max("at")):
            key = (kind, subject_id, verb == READ)
            latest[key] = max(until, latest.get(key, until))
        removed += acts.delete()[0]
    if removed != plan.count:
        raise Conflict(
            f"{plan.count} acts are in the archive, {removed} were to be removed.",
            code="journal_unsound",
            remedy="Nothing was removed. Run `linli verify`.",
        )
    return latest


def _note_subjects(district: str, latest: dict[_Subject, datetime]) -> None:
    """Keep what the removed acts were about, so that those histories say that they are shorter."""
    RetiredSubject.objects.bulk_create(
        [
            RetiredSubject(
                district=district,
                subject_kind=kind,
                subject_id=subject_id,
                readings=readings,
                until=until,
            )
            for (kind, subject_id, readings), until in latest.items()
        ],
        update_conflicts=True,
        unique_fields=["district", "subject_kind", "subject_id", "readings"],
        update_fields=["until"],
        batch_size=ROWS_PER_DELETE,
    )
