"""Making a backup: database, stored files and a manifest in one sealed archive."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput, Conflict
from linli.kernel.keys import keyring
from linli.kernel.storage import sync_folder
from linli.operations.backups import databases
from linli.operations.backups.archive import SealedWriter
from linli.operations.backups.keyfile import backup_key
from linli.operations.backups.manifest import PROBE, PROBE_CONTEXT, Manifest, probes
from linli.operations.backups.reading import CONTENTS, DATABASE, MANIFEST, check

NAME = re.compile(r"linli-\d{8}T\d{6}Z\.backup")
CONTENT_NAME = re.compile(r"[0-9a-f]{64}")
SCRATCH = ".backup-"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup. ``damaged``: stored files that no longer have their hash, left out."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest
    files: int
    damaged: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "archive": str(self.path),
            "size": self.size,
            "sha256": self.sha256,
            "files": self.files,
            "damaged_files": list(self.damaged),
            **self.manifest.summary(),
        }


def make(*, folder: Path, at: datetime) -> Made:
    """Make a backup in ``folder`` while users go on working; it appears whole or not at all.

    What was written is read again and checked before it gets its name; then the backup is
    recorded in the journal. Raises Conflict when another one is being made or there is no room.
    """
    key = backup_key(make=True)
    name = f"linli-{clock.real(at).astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"
    var = Path(settings.VAR_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(var, folder), TemporaryDirectory(dir=var, prefix=SCRATCH) as scratch:
            if (folder / name).exists():
                raise Conflict(f"{folder / name} exists already.", remedy="Try again in a second.")
            made = _write(folder / name, Path(scratch), key, at)
    except OSError as error:
        raise Conflict(
            f"The backup could not be written: {error.strerror or type(error).__name__}.",
            code="backup_not_written",
            remedy=f"See that {folder} and {var} have room and belong to this login.",
        ) from None
    _record(made, at)
    return made


def thin_out(*, folder: Path, keep: int) -> list[Path]:
    """Remove all archives in a folder but the latest ``keep``; returns those removed."""
    if keep < 1:
        raise BadInput("At least one archive must be kept.", remedy="Give --keep 1 or more.")
    archives = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    gone = archives[:-keep]
    for path in gone:
        path.unlink()
    return gone


def _write(target: Path, scratch: Path, key: bytes, at: datetime) -> Made:
    copy = databases.snapshot(scratch)
    ring = keyring()
    manifest = Manifest(
        made_at=clock.real(at).astimezone(UTC).isoformat(timespec="seconds"),
        vendor=copy.vendor,
        migrations=copy.migrations,
        heads=copy.heads,
        acts=copy.acts,
        keys=probes(ring),
        index=ring.index(PROBE, PROBE_CONTEXT),
    )
    part = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = SealedWriter(file, key)
            files, damaged = _pack(writer, manifest, copy.path)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
        check(part, key)
        sha256, size = _hash(part), part.stat().st_size
        part.replace(target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return Made(target, size, sha256, manifest, files, damaged)


def _pack(writer: SealedWriter, manifest: Manifest, copy: Path) -> tuple[int, tuple[str, ...]]:
    """Manifest, database, files, and last the list of what is there with hashes."""
    damaged, names = [], []
    with tarfile.open(mode="w|", fileobj=writer, bufsize=tarfile.BLOCKSIZE) as tar:  # type: ignore[call-overload]  # a stream needs write() only
        _add(tar, MANIFEST, manifest.as_json())
        tar.add(copy, DATABASE, recursive=False, filter=_anonymous)
        for path in _stored_files():
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != path.name:
                damaged.append(path.name)
                continue
            _add(tar, f"files/{path.name}", content)
            names.append(path.name)
        told = {"database": _hash(copy), "files": names, "damaged": damaged}
        _add(tar, CONTENTS, json.dumps(told).encode())
    return len(names), tuple(damaged)


def _stored_files() -> Iterator[Path]:
    """Every stored file. The database was copied before: whatever it names is on disk already."""
    for path in sorted(Path(settings.FILES_ROOT).glob("??/*")):
        if CONTENT_NAME.fullmatch(path.name):
            yield path


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The archive names no login of this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone(var: Path, folder: Path) -> Iterator[None]:
    """One backup at a time; what an interrupted one left behind is cleared away."""
    with (var / ".backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(
                "Another backup is being made.", code="backup_running", remedy="Wait for its end."
            ) from None
        for left in var.glob(f"{SCRATCH}*"):
            if left.is_dir():
                shutil.rmtree(left)
        for left in folder.glob(".linli-*.backup.part"):
            left.unlink()
        yield


@transaction.atomic
def _record(made: Made, at: datetime) -> None:
    journal.record(
        actor=system_actor(""),
        at=at,
        verb="operations.backup.make",
        subject=Subject("backup", made.sha256, made.path.name),
        division="",
        district="",
        data={"size": made.size, "files": made.files, "damaged": len(made.damaged)},
    )
