"""The machine: fonts, disk, backups."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.documents.fonts import check_fonts
from linli.operations.checks.configured import mode_text, private_fault
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
        found="; ".join(problems) or _("the shipped fonts, unaltered"),
        wanted=_("the shipped fonts, unaltered"),
        remedy=_("Install Linli anew: the fonts are part of it."),
    )


def disk() -> Check:
    """There is room to write."""
    free = shutil.disk_usage(_existing(Path(settings.VAR_DIR))).free
    return graded(
        "disk.free",
        ok=free >= LITTLE_SPACE,
        found=_("%(free)s GB free at %(folder)s")
        % {"free": f"{free / GIGABYTE:.1f}", "folder": settings.VAR_DIR},
        wanted=_("at least %(free)s GB") % {"free": f"{LITTLE_SPACE / GIGABYTE:.0f}"},
        remedy=_("Make room: old archives of backups and logs first, nothing below LINLI_VAR."),
        otherwise=Level.FAULT if free < NO_SPACE else Level.WARNING,
    )


def data_folder() -> Check:
    """Strangers on this machine cannot read the data."""
    path = _existing(Path(settings.VAR_DIR))
    mode = path.stat().st_mode & 0o777
    return graded(
        "disk.private",
        ok=settings.DEMO or not mode & 0o007,
        found=mode_text(path, mode),
        wanted=_("nothing for others (750 or 700)"),
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
        found=fault or (_("made with the first backup") if absent else str(path)),
        wanted=_("a key file of its own that no stranger can read"),
        remedy=_("Set LINLI_BACKUP_KEY to the file made by `linli keys backup`; chmod 600 it."),
        otherwise=Level.WARNING if settings.DEMO else Level.FAULT,
    )


def latest_backup() -> Check:
    """A backup was made not long ago."""
    limit = timedelta(hours=settings.BACKUP_MAX_AGE_HOURS)
    at = clock.now()
    last = journal.latest_of(BACKUP_VERB)
    since = last or journal.first_moment() or at
    found = (
        _("last one %(n)s hours ago") % {"n": _hours(at - last)}
        if last
        else _("none was ever made")
    )
    late = at - since > limit
    return graded(
        "backup.latest",
        ok=last is not None and not late,
        found=found,
        wanted=_("one within %(n)s hours") % {"n": settings.BACKUP_MAX_AGE_HOURS},
        remedy=_("Run `linli backup --to FOLDER`; deploy/systemd has a timer for it."),
        otherwise=Level.FAULT if late and not settings.DEMO else Level.WARNING,
    )


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
