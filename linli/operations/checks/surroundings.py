"""The machine: fonts, disk, backups."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.documents.fonts import check_fonts
from linli.operations.checks.configured import private_fault
from linli.operations.checks.making import graded
from linli.operations.data import Check, Level

GIGABYTE = 1024**3
LITTLE_SPACE, NO_SPACE = 2 * GIGABYTE, GIGABYTE // 4
BACKUP_VERB = "operations.backup.make"


def fonts() -> Check:
    """Documents can be set: a missing font shows only as empty boxes."""
    problems = check_fonts()
    return graded(
        "documents.fonts",
        ok=not problems,
        found="; ".join(problems) or "the shipped fonts, unaltered",
        wanted="the shipped fonts, unaltered",
        remedy="Install Linli anew: the fonts are part of it.",
    )


def disk() -> Check:
    """There is room to write."""
    free = shutil.disk_usage(_existing(Path(settings.VAR_DIR))).free
    return graded(
        "disk.free",
        ok=free >= LITTLE_SPACE,
        found=f"{free / GIGABYTE:.1f} GB free at {settings.VAR_DIR}",
        wanted=f"at least {LITTLE_SPACE / GIGABYTE:.0f} GB",
        remedy="Make room: old archives of backups and logs first, nothing below LINLI_VAR.",
        otherwise=Level.FAULT if free < NO_SPACE else Level.WARNING,
    )


def data_folder() -> Check:
    """Strangers on this machine cannot read the data."""
    path = _existing(Path(settings.VAR_DIR))
    mode = path.stat().st_mode & 0o777
    return graded(
        "disk.private",
        ok=settings.DEMO or not mode & 0o007,
        found=f"{path} has mode {mode:o}",
        wanted="nothing for others (750 or 700)",
        remedy=f"chmod o= {path}",
        otherwise=Level.WARNING,
    )


def backup_key() -> Check:
    """A key for backups is there, so that a timer can make them."""
    path = Path(settings.BACKUP_KEY_FILE)
    absent = settings.DEMO and not path.exists()
    fault = "" if absent else private_fault(path)
    return graded(
        "keys.backup",
        ok=not fault,
        found=fault or ("made with the first backup" if absent else str(path)),
        wanted="a key file of its own that no stranger can read",
        remedy="Set LINLI_BACKUP_KEY to the file made by `linli keys backup`; chmod 600 it.",
        otherwise=Level.WARNING if settings.DEMO else Level.FAULT,
    )


def latest_backup() -> Check:
    """A backup was made not long ago."""
    limit = timedelta(hours=settings.BACKUP_MAX_AGE_HOURS)
    at = clock.now()
    last = journal.latest_of(BACKUP_VERB)
    since = last or journal.first_moment() or at
    found = f"last one {_hours(at - last)} hours ago" if last else "none was ever made"
    late = at - since > limit
    return graded(
        "backup.latest",
        ok=last is not None and not late,
        found=found,
        wanted=f"one within {settings.BACKUP_MAX_AGE_HOURS} hours",
        remedy="Run `linli backup --to FOLDER`; deploy/systemd has a timer for it.",
        otherwise=Level.FAULT if late and not settings.DEMO else Level.WARNING,
    )


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
