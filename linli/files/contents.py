"""File contents on disk, addressed by their SHA-256. A content appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

from linli.kernel.ids import uuid7
from linli.kernel.storage import sync_folder

_CHUNK = 1024 * 1024


def put(content: bytes) -> str:
    """Keep the content and return its hash; known content is not written again.

    Written under a name of its own, flushed to the disk, then renamed: after a crash there is
    the old state or the new, never half a file. A damaged copy is replaced.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if hash_of(target) == sha256:
        return sha256
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.parent / f"{uuid7()}.part"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        for folder in (target.parent, target.parent.parent):
            sync_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    return sha256


def get(sha256: str) -> bytes | None:
    """The content of this hash; None when it is gone or no longer what it was."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def hash_of(path: Path) -> str:
    """The hash of what lies there now, read in pieces; empty when nothing does."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def path_of(sha256: str) -> Path:
    """Where the content of a hash lies: spread over 256 folders."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256
