"""Bringing an archive back into an empty installation."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from linli.journal import selectors
from linli.journal import services as journal
from linli.journal.data import Published, Subject
from linli.kernel import integrity
from linli.kernel.actors import system_actor
from linli.kernel.crypto import read_keyring
from linli.kernel.errors import Conflict
from linli.operations.backups import databases
from linli.operations.backups.keyfile import backup_key
from linli.operations.backups.manifest import Manifest, require_fitting, require_keys
from linli.operations.backups.reading import DATABASE, Contents, check, unpack


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what the checks say of it."""

    contents: Contents
    problems: tuple[integrity.Problem, ...]
    examined: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "ok": not self.problems,
            **self.contents.manifest.summary(),
            "files": len(self.contents.files),
            "damaged_files": list(self.contents.damaged),
            "examined": self.examined,
            "problems": [{"where": found.where, "what": found.what} for found in self.problems],
        }


def examine(*, archive: Path) -> Contents:
    """Read an archive to its end and write nothing: whether it could be restored here.

    Raises what ``restore`` would, but for a database that is not empty.
    """
    contents = check(archive, backup_key())
    _require_usable(contents.manifest)
    return contents


def restore(*, archive: Path, at: datetime) -> Restored:
    """Bring an archive back. Nothing is in place until all of it was read and found sound.

    Then the database is brought to this version, everything is verified anew, and the journal is
    compared with the heads the archive was made with. Raises Conflict for a database that is not
    empty, Damaged for an archive that is not whole or cannot be used here.
    """
    key = backup_key()
    _require_empty()
    var = Path(settings.VAR_DIR)
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=var, prefix=".restore-") as folder:
            scratch = Path(folder)
            (scratch / "files").mkdir()
            contents = unpack(archive, key, place=lambda name: scratch / name, look=_require_usable)
            _place_files(scratch / "files")
            databases.install(scratch / DATABASE)
    except OSError as error:
        raise Conflict(
            f"The archive could not be unpacked: {error.strerror or type(error).__name__}.",
            code="restore_not_written",
            remedy=f"See that {var} has room and belongs to this login; then restore again.",
        ) from None
    if databases.pending_migrations():
        call_command("migrate", verbosity=0)
    return _verified(contents, archive, at)


def _require_empty() -> None:
    if not databases.is_empty():
        raise Conflict(
            "This installation holds data already: an archive comes into an empty one only.",
            code="restore_not_empty",
            remedy="Name an empty LINLI_VAR, or an empty database in DATABASE_URL.",
        )


def _require_usable(manifest: Manifest) -> None:
    require_fitting(manifest)
    try:
        with translation.override("en"):  # as everything else the command says
            ring = read_keyring(Path(settings.KEYS_FILE))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"LINLI_KEYS: {error}. Put the key file kept apart from the backups there first."
        ) from None
    require_keys(manifest, ring)


def _place_files(unpacked: Path) -> None:
    """Put stored files where they belong. Their names are their hashes: one that an interrupted
    restore left there is the same.
    """
    root = Path(settings.FILES_ROOT)
    for path in unpacked.iterdir():
        target = root / path.name[:2] / path.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o600)
        path.replace(target)
    os.sync()


def _verified(contents: Contents, archive: Path, at: datetime) -> Restored:
    results = integrity.run_all()
    kept = [
        Published(head["hash"], head["district"], head["number"])
        for head in contents.manifest.heads
    ]
    results.append(integrity.run("journal.published", selectors.check_published(kept)))
    problems = [problem for result in results for problem in result.problems]
    with transaction.atomic():
        journal.record(
            actor=system_actor(""),
            at=at,
            verb="operations.backup.restore",
            subject=Subject("backup", contents.manifest.made_at, archive.name),
            division="",
            district="",
            data={"acts": contents.manifest.acts, "problems": len(problems)},
        )
    return Restored(contents, tuple(problems), sum(result.examined for result in results))
